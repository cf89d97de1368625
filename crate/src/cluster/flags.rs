//! Capability flags of the handshake.

pub const PUBLISHED: u64 = 1;
pub const EXTENDED_REFERENCES: u64 = 1 << 2;
pub const DIST_MONITOR: u64 = 1 << 3;
pub const FUN_TAGS: u64 = 1 << 4;
pub const DIST_MONITOR_NAME: u64 = 1 << 5;
pub const NEW_FUN_TAGS: u64 = 1 << 7;
pub const EXTENDED_PIDS_PORTS: u64 = 1 << 8;
pub const EXPORT_PTR_TAG: u64 = 1 << 9;
pub const BIT_BINARIES: u64 = 1 << 10;
pub const NEW_FLOATS: u64 = 1 << 11;
pub const UNICODE_IO: u64 = 1 << 12;
pub const DIST_HDR_ATOM_CACHE: u64 = 1 << 13;
pub const SMALL_ATOM_TAGS: u64 = 1 << 14;
pub const UTF8_ATOMS: u64 = 1 << 16;
pub const MAP_TAG: u64 = 1 << 17;
pub const BIG_CREATION: u64 = 1 << 18;
pub const SEND_SENDER: u64 = 1 << 19;
pub const BIG_SEQTRACE_LABELS: u64 = 1 << 20;
pub const EXIT_PAYLOAD: u64 = 1 << 22;
pub const FRAGMENTS: u64 = 1 << 23;
pub const HANDSHAKE_23: u64 = 1 << 24;
pub const UNLINK_ID: u64 = 1 << 25;
pub const SPAWN: u64 = 1 << 32;
pub const V4_NC: u64 = 1 << 34;
pub const ALIAS: u64 = 1 << 35;
pub const MANDATORY_25_DIGEST: u64 = 1 << 36;

/// Without these a connection is refused, as by OTP 25. Those after the first line are what this node's own messages need:
/// every OTP since 24 has them.
pub const MANDATORY: u64 = EXTENDED_REFERENCES
    | FUN_TAGS
    | NEW_FUN_TAGS
    | EXTENDED_PIDS_PORTS
    | EXPORT_PTR_TAG
    | BIT_BINARIES
    | NEW_FLOATS
    | UTF8_ATOMS
    | MAP_TAG
    | BIG_CREATION
    | HANDSHAKE_23
    | DIST_HDR_ATOM_CACHE
    | SEND_SENDER
    | EXIT_PAYLOAD
    | UNLINK_ID
    | SPAWN
    | ALIAS
    | V4_NC;

/// What this node can do.
pub const OWN: u64 = MANDATORY
    | DIST_MONITOR
    | DIST_MONITOR_NAME
    | UNICODE_IO
    | SMALL_ATOM_TAGS
    | BIG_SEQTRACE_LABELS
    | FRAGMENTS
    | MANDATORY_25_DIGEST;
