//! Tracing: who is traced by whom, which functions are, and how a tracer hears of it.
//!
//! Costs nothing while it is off: a traced function's code is rewritten (`patch.rs`), and everything else asks a field of the
//! process that it has in hand anyway. What a tracer is told goes as a signal, so that it may be the running process.

pub mod patch;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::node::{Env, Node};
use super::pid::Pid;
use super::process::Process;
use super::signal::{Origin, Signal};
use bytecode::module::Mfa;
use patch::Patched;
use table::match_spec::MatchSpec;
use term::{Atom, Heap, Parcel, Term, copy};

/// What of a process is traced. The order is that of `trace_info(Pid, flags)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags(pub u32);

/// Names of flags, each with its bit.
pub const FLAGS: &[(&str, Flags)] = &[
    ("send", Flags::SEND),
    ("receive", Flags::RECEIVE),
    ("call", Flags::CALL),
    ("procs", Flags::PROCS),
    ("set_on_spawn", Flags::SET_ON_SPAWN),
    ("set_on_first_spawn", Flags::SET_ON_FIRST_SPAWN),
    ("set_on_link", Flags::SET_ON_LINK),
    ("set_on_first_link", Flags::SET_ON_FIRST_LINK),
    ("running", Flags::RUNNING),
    ("garbage_collection", Flags(1 << 9)),
    ("return_to", Flags(1 << 10)),
    ("arity", Flags::ARITY),
    ("silent", Flags::SILENT),
    ("timestamp", Flags::TIMESTAMP),
    ("monotonic_timestamp", Flags::MONOTONIC),
    ("strict_monotonic_timestamp", Flags::STRICT),
    ("exiting", Flags(1 << 16)),
    ("ports", Flags(1 << 17)),
    ("running_procs", Flags::RUNNING_PROCS),
    ("running_ports", Flags(1 << 19)),
];

impl Flags {
    pub const SEND: Flags = Flags(1);
    pub const RECEIVE: Flags = Flags(1 << 1);
    pub const CALL: Flags = Flags(1 << 2);
    pub const PROCS: Flags = Flags(1 << 3);
    pub const SET_ON_SPAWN: Flags = Flags(1 << 4);
    pub const SET_ON_FIRST_SPAWN: Flags = Flags(1 << 5);
    pub const SET_ON_LINK: Flags = Flags(1 << 6);
    pub const SET_ON_FIRST_LINK: Flags = Flags(1 << 7);
    pub const RUNNING: Flags = Flags(1 << 8);
    pub const ARITY: Flags = Flags(1 << 11);
    pub const SILENT: Flags = Flags(1 << 12);
    pub const TIMESTAMP: Flags = Flags(1 << 13);
    pub const MONOTONIC: Flags = Flags(1 << 14);
    pub const STRICT: Flags = Flags(1 << 15);
    pub const RUNNING_PROCS: Flags = Flags(1 << 18);

    pub fn has(self, flag: Flags) -> bool {
        self.0 & flag.0 != 0
    }

    #[must_use]
    pub fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }
}

/// How a process is traced.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    pub flags: Flags,
    /// The process that hears of it.
    pub tracer: u32,
}

/// A function that is traced, by `trace_pattern/3`.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Calls within its module count, too.
    pub local: bool,
    pub spec: Option<Rc<MatchSpec>>,
    /// The specification as written.
    pub written: Rc<Parcel>,
}

/// A function's module, name and arity, by atom numbers: a key with an order.
pub type Key = (u32, u32, u32);

pub fn key(mfa: Mfa) -> Key {
    (mfa.module.index(), mfa.function.index(), mfa.arity)
}

/// What a node knows of tracing.
#[derive(Clone, Default)]
pub struct Tracing {
    /// How processes to come are traced.
    pub newcomers: Option<Trace>,
    pub patterns: BTreeMap<Key, Pattern>,
    /// The code of rewritten modules, by instance.
    pub patched: BTreeMap<u32, Patched>,
}

impl Node {
    /// Tells a tracer that `tag` has happened to process `number`; `parts` makes the rest of the message.
    pub fn trace(
        &mut self,
        env: &mut Env,
        (number, trace): (u32, Trace),
        tag: &str,
        parts: impl FnOnce(&mut Heap) -> Vec<Term>,
    ) {
        if trace.tracer == number || !self.processes.is_alive(trace.tracer) {
            return;
        }
        let mut heap = Heap::new();
        let stamp = stamp(&mut heap, env, trace.flags);
        let head = if stamp.is_some() { "trace_ts" } else { "trace" };
        let mut elements = vec![
            Atom::intern(head).into(),
            Term::local_pid(number),
            Atom::intern(tag).into(),
        ];
        elements.extend(parts(&mut heap));
        elements.extend(stamp);
        let message = heap.tuple(&elements);
        // It comes before what it tells of, unless the tracer is at work: then it is a signal.
        if let Some(tracer) = self.processes.get_mut(trace.tracer)
            && tracer.trace.is_none()
        {
            env.next_message += 1;
            let origin = Origin {
                from: None,
                message: env.next_message,
                cause: 0,
            };
            return self.deliver_message(env, trace.tracer, &heap, message, origin);
        }
        let message = Rc::new(Parcel::from_heap(heap, message));
        self.signals
            .push_back((trace.tracer, Signal::Trace { message }));
    }

    /// A message has come into the mailbox of a traced process.
    pub fn trace_received(&mut self, env: &mut Env, of: (u32, Trace), from: &Heap, message: Term) {
        if of.1.flags.has(Flags::RECEIVE) {
            let message = |heap: &mut Heap| vec![taken(from, message, heap)];
            self.trace(env, of, "receive", message);
        }
    }
}

/// A copy of a term for a trace message; one that is too large for memory is left out.
pub fn taken(from: &Heap, term: Term, to: &mut Heap) -> Term {
    copy::copy(from, term, to, limits::WORLD_WORDS_DEFAULT).unwrap_or(Term::NIL)
}

/// Another process has made or broken a link.
pub fn trace_link(node: &mut Node, env: &mut Env, process: &Process, tag: &str, peer: Pid) {
    if let Some(trace) = process.trace
        && trace.flags.has(Flags::PROCS)
    {
        let peer = |heap: &mut Heap| vec![peer.to_term(heap)];
        node.trace(env, (process.number, trace), tag, peer);
    }
}

/// The time as the flags want it.
fn stamp(heap: &mut Heap, env: &Env, flags: Flags) -> Option<Term> {
    if flags.has(Flags::TIMESTAMP) {
        let now = env.epoch_us + env.now_ns / 1_000;
        let parts = [
            now / 1_000_000_000_000,
            now / 1_000_000 % 1_000_000,
            now % 1_000_000,
        ];
        let parts = parts.map(|part| Term::size(part as usize));
        return Some(heap.tuple(&parts));
    }
    let time = Term::size(env.now_ns as usize);
    if flags.has(Flags::STRICT) {
        return Some(heap.tuple(&[time, Term::int(0)]));
    }
    flags.has(Flags::MONOTONIC).then_some(time)
}

/// `{M, F, A}`.
pub fn mfa_term(heap: &mut Heap, mfa: Mfa) -> Term {
    let arity = Term::size(mfa.arity as usize);
    heap.tuple(&[mfa.module.into(), mfa.function.into(), arity])
}
