//! What one node says to another: the operations of the distribution protocol, before they become bytes.
//!
//! The same form serves both ways. On the way out the sender's identifiers are local ones, on the way in the receiver's are.

use std::rc::Rc;

use super::pid::Pid;
use super::reference::Reference;
use bytecode::module::Mfa;
use term::{Atom, Parcel};

/// A process as an operation names it: by pid, or by its registered name on the receiver's node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    Pid(Pid),
    Name(Atom),
}

/// One operation. Messages, exit reasons and the arguments of a new process go along as its payload.
#[derive(Clone, Debug)]
pub enum Control {
    Link {
        from: Pid,
        to: Pid,
    },
    /// `id` is sent back in the acknowledgement.
    Unlink {
        id: u64,
        from: Pid,
        to: Pid,
    },
    UnlinkAck {
        id: u64,
        from: Pid,
        to: Pid,
    },
    Send {
        from: Option<Pid>,
        to: Pid,
    },
    RegSend {
        from: Pid,
        name: Atom,
    },
    AliasSend {
        from: Pid,
        alias: Reference,
    },
    /// A linked process ended.
    Exit {
        from: Pid,
        to: Pid,
    },
    /// `exit/2`.
    Exit2 {
        from: Pid,
        to: Pid,
    },
    GroupLeader {
        leader: Pid,
        to: Pid,
    },
    Monitor {
        from: Pid,
        target: Target,
        reference: Reference,
    },
    Demonitor {
        from: Pid,
        target: Target,
        reference: Reference,
    },
    Down {
        from: Target,
        to: Pid,
        reference: Reference,
    },
    SpawnRequest {
        reference: Reference,
        from: Pid,
        leader: Pid,
        initial: Mfa,
        /// The list of options.
        options: Rc<Parcel>,
    },
    SpawnReply {
        reference: Reference,
        to: Pid,
        linked: bool,
        monitored: bool,
        result: Result<Pid, Atom>,
    },
}

/// Something for another node, in the order in which it was said.
#[derive(Clone, Debug)]
pub enum Outgoing {
    Signal(Box<OutgoingSignal>),
    /// Connect, if that has not been done. A hidden connection counts for neither node as one of the cluster.
    Connect {
        node: Atom,
        hidden: bool,
    },
    /// Cut the connection.
    Disconnect(Atom),
}

#[derive(Clone, Debug)]
pub struct OutgoingSignal {
    pub node: Atom,
    /// Whose doing it is.
    pub from: u32,
    pub control: Control,
    pub payload: Option<Rc<Parcel>>,
    /// Identity of the message and number of the event behind it, for the log.
    pub message: u64,
    pub cause: u64,
}
