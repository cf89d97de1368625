//! The options of a socket: those that change what it does, and those that are only remembered.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::packet::Packet;
use term::Parcel;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Active {
    No,
    Yes,
    Once,
    /// So many messages more; 0 only in the options of a listener, whose sockets then begin with `tcp_passive`.
    Count(i16),
}

#[derive(Clone, Debug)]
pub struct Options {
    pub active: Active,
    /// Data as binaries, not as lists.
    pub binary: bool,
    pub packet: Packet,
    /// Longest packet, 0 for any.
    pub packet_size: u32,
    /// First bytes of a binary that come as a list.
    pub header: u32,
    /// Bytes of one read.
    pub buffer: u32,
    pub high_watermark: u32,
    pub low_watermark: u32,
    /// Milliseconds that `send` may wait.
    pub send_timeout: Option<u64>,
    pub send_timeout_close: bool,
    /// Whether the other end's closing ends this one too.
    pub exit_on_close: bool,
    pub line_delimiter: u8,
    /// Values of options without effect here, as given.
    pub others: BTreeMap<&'static str, Rc<Parcel>>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            active: Active::Yes,
            binary: false,
            packet: Packet::Raw,
            packet_size: 0,
            header: 0,
            buffer: 1460,
            high_watermark: 8192,
            low_watermark: 4096,
            send_timeout: None,
            send_timeout_close: false,
            exit_on_close: true,
            line_delimiter: b'\n',
            others: BTreeMap::new(),
        }
    }
}
