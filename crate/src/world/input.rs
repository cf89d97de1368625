//! What can be done to a world from outside: the only way to change its course.

use std::rc::Rc;

/// One act. Every act is recorded with its moment, so that the same acts at the same moments give the same world.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// Compile and load a module on a node, as `c(Name)` would.
    Module {
        node: u32,
        name: Rc<str>,
        source: Rc<str>,
    },
    /// Write a file of a node, to be compiled by `c(Name)` or included: saved, not loaded.
    File {
        node: u32,
        name: Rc<str>,
        text: Rc<str>,
    },
    /// A line for the node's shell or for whoever reads from its io server, without the newline.
    Line {
        node: u32,
        text: Rc<str>,
    },
    /// The end of input.
    Eof {
        node: u32,
    },
    /// Kill what the shell evaluates.
    Interrupt {
        node: u32,
    },
    /// `exit(Pid, Reason)` from outside; the reason is an atom's text.
    Kill {
        node: u32,
        number: u32,
        reason: Rc<str>,
    },
    /// Start a node of this name: a new one, or a stopped one again.
    StartNode {
        name: Rc<str>,
    },
    /// Kill the node's program, as `kill -9` would: its host closes its connections.
    CrashNode {
        node: u32,
    },
    /// Stop the node's program for a while: it computes nothing, answers nothing and lets nobody know.
    Pause {
        node: u32,
    },
    Resume {
        node: u32,
    },
    /// Cut the line: nothing arrives until it is mended. `both`: in both directions, not only from `a` to `b`.
    Partition {
        a: u32,
        b: u32,
        both: bool,
    },
    /// Mend the line, both ways; what was held arrives, unless the connection has been given up.
    Heal {
        a: u32,
        b: u32,
    },
    /// How long bytes take from here on, both ways. `bytes_per_s` 0: no limit.
    Delay {
        a: u32,
        b: u32,
        latency_us: u64,
        jitter_us: u64,
        bytes_per_s: u64,
    },
    /// `a` connects to `b`, as `net_kernel:connect_node/1` does.
    Connect {
        a: u32,
        b: u32,
    },
    /// Break the connection between two nodes; what was not yet received is lost.
    Disconnect {
        a: u32,
        b: u32,
    },
    /// Move the clock forward to this time (nanoseconds since boot), no further than the next timer.
    Advance {
        to_ns: u64,
    },
    /// The page connects to a port of a node's machine, as a client of its own; clients are numbered from 1.
    SocketConnect {
        node: u32,
        port: u16,
    },
    /// A client of the page sends.
    SocketSend {
        client: u32,
        bytes: Rc<[u8]>,
    },
    /// A client of the page closes its connection.
    SocketClose {
        client: u32,
    },
    /// A node that is not part of the world makes itself felt; see `cluster::outside`.
    Outside(Outside),
}

/// What comes from nodes outside the world, and from their host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outside {
    /// One of them calls a node; the wire is the one that `Cluster::next_wire` tells before.
    Call { node: u32 },
    /// Bytes of a wire, in whatever pieces.
    Bytes { wire: u64, bytes: Rc<[u8]> },
    /// A wire was closed out there, or could not be connected.
    Close { wire: u64 },
    /// The nodes that are registered on the host, with their ports: part of the name before `@`.
    Registered { nodes: Rc<[(Rc<str>, u16)]> },
}

/// An input and the moment it was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedInput {
    /// Number of events before it.
    pub step: u64,
    /// Slices run before it: tells apart moments between two events.
    pub slices: u64,
    pub input: Input,
}
