//! The event log: everything that happens in a world, in one order.
//!
//! Every picture, check, link and replay derives from it. Payloads are kept as parcels and printed when somebody looks.
//! Invariant: with the same inputs the same events come in the same order, with the same numbers.

use std::rc::Rc;

use super::pid::Pid;
use super::socket::{Act, SocketId};
use bytecode::module::Mfa;
use table::Label;
use term::{Atom, Heap, Parcel, Term};

/// A term as it was at the event; `None` when it was larger than `limits::EVENT_PAYLOAD_WORDS_MAX`.
pub type Payload = Option<Rc<Parcel>>;

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Event {
    /// From 1 on.
    pub seq: u64,
    pub time_ns: u64,
    /// Index of the node in the world.
    pub node: u32,
    /// Whose lifeline it lies on; `None` for the world itself.
    pub pid: Option<u32>,
    /// Number of the event on another lifeline that made it happen.
    pub cause: Option<u64>,
    /// Where the process was.
    pub place: Option<Place>,
    pub what: What,
}

/// A line of a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub mfa: Mfa,
    pub line: u32,
}

/// Who a signal goes to, as the sender named it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Peer {
    Pid(Pid),
    Name(Atom),
    RemoteName(Atom, Atom),
}

/// What happened; see `www/src/protocol.ts` for the page's form of the same.
#[derive(Clone, Debug)]
pub enum What {
    Spawn {
        child: Pid,
        initial: Mfa,
    },
    Exit {
        reason: Payload,
    },
    Register {
        name: Atom,
    },
    Unregister {
        name: Atom,
    },
    Send {
        /// Who had the name at that moment, if one of this node had.
        to: Peer,
        message: u64,
        payload: Payload,
    },
    Queued {
        from: Option<Pid>,
        message: u64,
        index: usize,
        payload: Payload,
    },
    Skip {
        message: u64,
        index: usize,
    },
    Receive {
        message: u64,
        index: usize,
        payload: Payload,
    },
    Wait {
        until_ns: Option<u64>,
    },
    Timeout,
    Link {
        peer: Pid,
    },
    Unlink {
        peer: Pid,
    },
    ExitSignal {
        from: Pid,
        reason: Payload,
    },
    Monitor {
        peer: Peer,
        reference: u64,
    },
    Demonitor {
        reference: u64,
    },
    Down {
        peer: Peer,
        reference: u64,
        reason: Payload,
    },
    TimerSet {
        reference: u64,
        until_ns: u64,
        to: Peer,
        payload: Payload,
    },
    TimerFired {
        reference: u64,
        to: Peer,
    },
    TimerCancelled {
        reference: u64,
    },
    TableNew {
        table: Label,
    },
    /// Rows went into a table, or one was changed: a row or a list of rows.
    TableInsert {
        table: Label,
        payload: Payload,
    },
    /// Rows were taken out; what they were named by: a key, a row, a pattern.
    TableDelete {
        table: Label,
        rows: usize,
        payload: Payload,
    },
    TableGone {
        table: Label,
    },
    TableTransfer {
        table: Label,
        to: Pid,
    },
    /// It had another name before.
    TableRename {
        table: Label,
    },
    CodeLoaded {
        module: Atom,
    },
    ShellInput {
        text: Rc<str>,
    },
    ShellResult {
        text: Rc<str>,
    },
    ShellError {
        text: Rc<str>,
    },
    ShellRestart {
        old: Pid,
    },
    Output {
        text: Rc<str>,
    },
    /// The shell asks for input.
    Prompt {
        text: Rc<str>,
    },
    /// A module had errors and was not loaded; the first of them.
    CodeRejected {
        module: Atom,
        text: Rc<str>,
    },
    /// The shell's evaluation was interrupted from outside.
    Interrupt,
    ErrorReport {
        text: Rc<str>,
    },
    Clock,
    /// Something happened to a socket; `peer` is the one at the other end, if there is one.
    Socket {
        act: Act,
        id: SocketId,
        peer: Option<SocketId>,
        bytes: Option<Rc<[u8]>>,
        text: Option<Rc<str>>,
    },
    /// Bytes have left for another node: for a process, or for the node itself.
    FrameSent {
        to: Atom,
        /// The connection.
        wire: u64,
        /// The message they carry, 0 for none.
        message: u64,
        note: FrameNote,
        payload: Payload,
        length: usize,
        /// The first of them.
        bytes: Rc<[u8]>,
    },
    FrameReceived {
        from: Atom,
        wire: u64,
        message: u64,
        length: usize,
    },
    /// The node's program was started, stopped from inside, killed, stopped for a while, or goes on.
    NodeLife {
        change: LifeChange,
        reason: Rc<str>,
    },
    /// Something was done to the network.
    Fault {
        text: Rc<str>,
    },
    /// The connection to another node is there, seen from this node.
    NodeUp {
        node: Atom,
    },
    /// The connection to another node is lost.
    NodeDown {
        node: Atom,
        reason: Rc<str>,
    },
}

/// What a frame is about.
#[derive(Clone, Debug)]
pub enum FrameNote {
    Unlogged,
    Tick,
    /// The step of the handshake.
    Handshake(&'static str),
    /// The name of a control message, and the message.
    Control(&'static str, Payload),
}

impl FrameNote {
    pub fn control(name: &'static str, message: impl FnOnce(&mut Heap) -> Term) -> FrameNote {
        let mut heap = Heap::new();
        let message = message(&mut heap);
        FrameNote::Control(name, payload(&heap, message))
    }
}

/// What became of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LifeChange {
    Started,
    Stopped,
    Crashed,
    Paused,
    Resumed,
}

/// Collects events. `Off` costs one test per event.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// `None`: nothing is recorded.
    events: Option<Vec<Event>>,
    /// Number of the last event.
    seq: u64,
    /// Words of all payloads kept so far.
    payload_words: usize,
    /// Stop the world right after this event.
    pause_at: Option<u64>,
    /// Stop it when all payloads kept so far are as many words.
    pause_at_words: Option<usize>,
}

impl Log {
    pub fn recording() -> Log {
        Log {
            events: Some(Vec::new()),
            ..Log::default()
        }
    }

    #[inline]
    pub fn is_on(&self) -> bool {
        self.events.is_some()
    }

    /// Number of the last event.
    pub fn head(&self) -> u64 {
        self.seq
    }

    /// Words of all payloads kept so far.
    pub fn payload_words(&self) -> usize {
        self.payload_words
    }

    /// Lets the world stop right after the event of this number.
    pub fn pause_at(&mut self, seq: Option<u64>) {
        self.pause_at = seq;
    }

    /// Lets the world stop right after the event whose payload is one too many: they may be so many words more.
    pub fn pause_after_words(&mut self, words: Option<usize>) {
        self.pause_at_words = words.map(|words| self.payload_words.saturating_add(words));
    }

    /// Whether the world should stop between two events now.
    #[inline]
    pub fn wants_pause(&self) -> bool {
        self.pause_at.is_some_and(|at| self.seq >= at)
            || self
                .pause_at_words
                .is_some_and(|at| self.payload_words >= at)
    }

    /// Appends an event and returns its number (0 when off).
    pub fn push(&mut self, mut event: Event) -> u64 {
        let Some(events) = &mut self.events else {
            return 0;
        };
        self.seq += 1;
        event.seq = self.seq;
        if let Some(payload) = event.what.payload_mut() {
            let words = payload.as_ref().map_or(0, |parcel| parcel.words());
            let is_full = self.payload_words + words > limits::LOG_PAYLOAD_WORDS_MAX;
            if is_full && words > limits::FULL_LOG_PAYLOAD_WORDS_MAX {
                *payload = None;
            } else {
                self.payload_words += words;
            }
        }
        events.push(event);
        self.seq
    }

    /// Takes the events recorded since the last time.
    pub fn take(&mut self) -> Vec<Event> {
        self.events.as_mut().map(std::mem::take).unwrap_or_default()
    }
}

impl What {
    /// The term that went from hand to hand.
    fn payload_mut(&mut self) -> Option<&mut Payload> {
        match self {
            What::Send { payload, .. }
            | What::Queued { payload, .. }
            | What::Receive { payload, .. }
            | What::TimerSet { payload, .. }
            | What::TableInsert { payload, .. }
            | What::TableDelete { payload, .. } => Some(payload),
            _ => None,
        }
    }
}

/// A parcel as the payload of an event.
pub fn parcel_payload(parcel: &Rc<Parcel>) -> Payload {
    (parcel.words() <= limits::EVENT_PAYLOAD_WORDS_MAX).then(|| parcel.clone())
}

/// The payload of an event.
pub fn payload(heap: &Heap, term: Term) -> Payload {
    Parcel::pack(heap, term, limits::EVENT_PAYLOAD_WORDS_MAX)
        .ok()
        .map(Rc::new)
}
