//! A connection: two sides, each with what it has yet to send and what has arrived for it.
//!
//! Invariant: bytes go from a side's outbox to the other's inbox in order; the end of the stream (`finished`) follows the
//! last of them.

use std::collections::VecDeque;

use super::{Address, End, SocketId};

#[derive(Clone, Debug)]
pub struct Connection {
    pub sides: [Side; 2],
    /// The nodes that the sides are at.
    pub nodes: [u32; 2],
}

#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // independent facts, all sixteen combinations occur
pub struct Side {
    pub address: Address,
    pub holder: Holder,
    /// Arrived, not yet read.
    pub inbox: VecDeque<u8>,
    /// Accepted from the sender, not yet sent.
    pub outbox: VecDeque<u8>,
    /// Nothing more will be written after the outbox.
    pub finished: bool,
    /// The other side's stream has ended: nothing arrives after the inbox.
    pub ended: bool,
    /// The other side does not exist any more and has said so.
    pub reset: bool,
    /// Event of the last send, the cause of what arrives.
    pub sent: u64,
    /// Whether work to move its bytes is waiting.
    pub scheduled: bool,
}

/// Who holds a side of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holder {
    /// A listener's queue.
    Nobody,
    Socket(SocketId),
    Gone,
}

impl Side {
    fn new(address: Address, holder: Holder) -> Side {
        Side {
            address,
            holder,
            inbox: VecDeque::new(),
            outbox: VecDeque::new(),
            finished: false,
            ended: false,
            reset: false,
            sent: 0,
            scheduled: false,
        }
    }

    pub fn socket(&self) -> Option<SocketId> {
        match self.holder {
            Holder::Socket(id) => Some(id),
            Holder::Nobody | Holder::Gone => None,
        }
    }

    /// Whether nobody will ever use this side again.
    pub fn is_over(&self) -> bool {
        self.holder == Holder::Gone && self.outbox.is_empty()
    }
}

impl Connection {
    /// Of a client that holds side 0, to a listener's queue.
    pub fn new(client: SocketId, nodes: [u32; 2], from: Address, to: Address) -> Connection {
        Connection {
            nodes,
            sides: [
                Side::new(from, Holder::Socket(client)),
                Side::new(to, Holder::Nobody),
            ],
        }
    }

    pub fn side(&self, end: End) -> &Side {
        &self.sides[end.side]
    }

    pub fn side_mut(&mut self, end: End) -> &mut Side {
        &mut self.sides[end.side]
    }
}
