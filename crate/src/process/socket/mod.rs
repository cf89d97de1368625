//! Sockets inside the world: TCP and UDP as processes see them, without a kernel under them.
//!
//! Sockets, connections and who listens where are data of the world ([`net::Net`], in `Env`), because a connection may join
//! two nodes. Builtins change that data and leave *work* behind; the world does the work between two slices, one piece at a
//! time, so that what arrives never overtakes the process that runs.
//!
//! Bytes take no virtual time. With a latency the world could come to rest with bytes on their way, and a shell that sends
//! and then asks `flush()` would see nothing where `erl` shows the message; the order that a latency gives (a sender goes on
//! before its bytes arrive) comes from working between slices.
//!
//! Invariant: a process waits on at most one socket, and a socket that is gone wakes everybody who waits on it.

pub mod connection;
pub mod datagram;
pub mod net;
pub mod options;
pub mod packet;
pub mod step;

use std::collections::VecDeque;
use std::net::IpAddr;

pub use datagram::Datagrams;
pub use net::Net;
pub use options::{Active, Options};

/// A socket of the world: a port `#Port<0.Number>` of a node, or the page as a client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SocketId {
    Port { node: u32, number: u32 },
    Client(u32),
}

impl SocketId {
    pub fn port(node: u32, number: u32) -> SocketId {
        SocketId::Port { node, number }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Address {
    pub ip: IpAddr,
    pub port: u16,
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::net::SocketAddr::new(self.ip, self.port).fmt(f)
    }
}

/// The socket as it prints.
pub fn port_text(id: SocketId) -> String {
    match id {
        SocketId::Port { number, .. } => format!("#Port<0.{number}>"),
        SocketId::Client(client) => format!("client {client}"),
    }
}

/// One end of a connection: which, and which of its two sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    pub connection: u64,
    pub side: usize,
}

impl End {
    #[must_use]
    pub fn other(self) -> End {
        End {
            side: 1 - self.side,
            ..self
        }
    }
}

/// What the first words of its messages say of a socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protocol {
    Tcp,
    Udp,
}

#[derive(Clone, Debug)]
pub struct Socket {
    /// The process that gets what arrives; 0 for the page.
    pub owner: u32,
    /// Processes whose end closes it: the owner, and who called `link/1`.
    pub links: Vec<u32>,
    /// `monitor(port, Socket)`: process and reference.
    pub watchers: Vec<(u32, u64)>,
    pub state: State,
    pub options: Options,
    /// Processes that wait until they may send.
    pub senders: Vec<u32>,
    /// The process in `recv` (there is one at a time) and how many bytes it wants.
    pub reader: Option<(u32, usize)>,
    /// Its owner knows that the other end has closed.
    pub told_closed: bool,
    /// Bytes received and sent.
    pub input: u64,
    pub output: u64,
}

impl Socket {
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        match self.state {
            State::Datagrams(_) => Protocol::Udp,
            _ => Protocol::Tcp,
        }
    }
}

#[derive(Clone, Debug)]
pub enum State {
    Listening(Listener),
    /// On its way to `to`, on that machine; with the answer when it has come.
    Connecting {
        machine: usize,
        from: Address,
        to: Address,
        refused: bool,
    },
    Connected(End),
    Datagrams(Datagrams),
    /// The connection is over, the port still there: as OTP, the next `recv` or `send` says `closed`, later ones `enotconn`.
    Over {
        tell_receiver: bool,
        tell_sender: bool,
    },
}

#[derive(Clone, Debug)]
pub struct Listener {
    pub machine: usize,
    pub address: Address,
    /// Connections that may wait here to be accepted.
    pub room: usize,
    /// Server sides of connections not yet accepted.
    pub pending: VecDeque<End>,
    /// Sockets whose connection waits for room.
    pub waiting: VecDeque<SocketId>,
    /// Processes in `accept`, who came first first.
    pub accepters: VecDeque<u32>,
}

/// What a socket tells its owner by a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    Data {
        bytes: Vec<u8>,
        binary: bool,
        /// First bytes of a binary that come as a list.
        header: usize,
    },
    Datagram {
        from: Address,
        bytes: Vec<u8>,
        binary: bool,
        header: usize,
    },
    /// `active` counted down to 0.
    Passive(Protocol),
    Error(&'static str),
    Closed,
}

/// What happened to a socket, for the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    Listen,
    /// Asks for a connection.
    Connect,
    /// Has it.
    Connected,
    Refused,
    Accept,
    Send,
    /// Bytes have arrived.
    Data,
    /// The process took bytes out.
    Receive,
    /// Closed at this end.
    Close,
    /// The other end has closed.
    Closed,
    /// Has another owner.
    Owner,
}
