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
use table::match_spec::{self, MatchSpec, Row, Run};
use term::{Atom, Heap, Parcel, Term, atom, copy};

/// What of a process is traced.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags(pub u32);

/// Names of flags, each with its bit; `trace_info/2` lists them from the end.
pub const FLAGS: &[(&str, Flags)] = &[
    ("timestamp", Flags::TIMESTAMP),
    ("strict_monotonic_timestamp", Flags::STRICT),
    ("monotonic_timestamp", Flags::MONOTONIC),
    ("send", Flags::SEND),
    ("receive", Flags::RECEIVE),
    ("set_on_spawn", Flags::SET_ON_SPAWN),
    ("call", Flags::CALL),
    ("procs", Flags::PROCS),
    ("set_on_first_spawn", Flags::SET_ON_FIRST_SPAWN),
    ("set_on_link", Flags::SET_ON_LINK),
    ("set_on_first_link", Flags::SET_ON_FIRST_LINK),
    ("running", Flags::RUNNING),
    ("exiting", Flags(1 << 16)),
    ("garbage_collection", Flags::GARBAGE_COLLECTION),
    ("arity", Flags::ARITY),
    ("return_to", Flags::RETURN_TO),
    ("silent", Flags::SILENT),
    ("ports", Flags(1 << 17)),
    ("running_ports", Flags(1 << 19)),
    ("running_procs", Flags::RUNNING_PROCS),
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
    pub const GARBAGE_COLLECTION: Flags = Flags(1 << 9);
    pub const RETURN_TO: Flags = Flags(1 << 10);
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

/// Which calls are told of, and what of them.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    pub spec: Option<Rc<MatchSpec>>,
    /// The specification as written.
    pub written: Rc<Parcel>,
}

/// All that `trace_pattern/3` has asked for of a function.
#[derive(Clone, Debug, Default)]
pub struct Points {
    /// Tells the tracer of the process that calls.
    pub call: Option<Pattern>,
    /// Calls within its module count for `call`, too; for everything else they do.
    pub local: bool,
    /// Tells this process, whoever calls.
    pub meta: Option<(u32, Pattern)>,
    pub count: Option<Count>,
    pub time: Option<Times>,
}

impl Points {
    pub fn is_empty(&self) -> bool {
        self.call.is_none() && !self.has_inner()
    }

    /// Whether calls within the module have to be led to the wrapper.
    pub fn is_local(&self) -> bool {
        self.call.is_some() && self.local || self.has_inner()
    }

    fn has_inner(&self) -> bool {
        self.meta.is_some() || self.count.is_some() || self.time.is_some()
    }

    /// The specifications of calls.
    pub fn specs(&self) -> impl Iterator<Item = &Rc<MatchSpec>> {
        let meta = self.meta.as_ref().map(|(_, pattern)| pattern);
        let patterns = self.call.iter().chain(meta);
        patterns.filter_map(|pattern| pattern.spec.as_ref())
    }
}

/// Which messages are told of, of those of processes that are traced so.
#[derive(Clone, Debug, Default)]
pub enum Messages {
    #[default]
    All,
    None,
    Matching(Pattern),
}

impl Messages {
    /// Whether one is told of that has these arguments, terms of `heap`; what the specification wants said adds itself to them.
    fn agree(&self, (me, node): (u32, Atom), heap: &mut Heap, args: &[Term]) -> Option<Vec<Term>> {
        let pattern = match self {
            Messages::All => return Some(Vec::new()),
            Messages::None => return None,
            Messages::Matching(pattern) => pattern,
        };
        let Some(spec) = &pattern.spec else {
            return Some(Vec::new());
        };
        let env = match_spec::Env {
            me: Term::local_pid(me),
            node,
            caller: atom::UNDEFINED.into(),
            caller_line: atom::UNDEFINED.into(),
            control: None,
        };
        let args = heap.list(args);
        let mut run = Run::new(spec, env, limits::WORLD_WORDS_DEFAULT);
        run.row(Row::Own(args), heap).ok()??;
        let (message, ..) = run.traced();
        match message.as_bool() {
            Some(false) => None,
            Some(true) => Some(Vec::new()),
            None => Some(vec![message]),
        }
    }
}

/// `call_count`: calls by anybody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub calls: u64,
    pub paused: bool,
}

/// `call_time`: calls and nanoseconds of each process whose calls are traced.
#[derive(Clone, Debug, Default)]
pub struct Times {
    pub by: BTreeMap<u32, (u64, u64)>,
    pub paused: bool,
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
    pub patterns: BTreeMap<Key, Points>,
    /// Which messages sent and received are told of.
    pub sending: Messages,
    pub receiving: Messages,
    /// The timed function that a process is in, and the nanoseconds that it had worked when that began to count.
    pub timed: BTreeMap<u32, (Key, u64)>,
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
        self.trace_some(env, (number, trace), tag, |heap| Some(parts(heap)));
    }

    /// The same, unless `parts` finds that nobody wants to know.
    fn trace_some(
        &mut self,
        env: &mut Env,
        (number, trace): (u32, Trace),
        tag: &str,
        parts: impl FnOnce(&mut Heap) -> Option<Vec<Term>>,
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
        let Some(parts) = parts(&mut heap) else {
            return;
        };
        elements.extend(parts);
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
    pub fn trace_received(
        &mut self,
        env: &mut Env,
        of: (u32, Trace),
        (sender, from, message): (Option<Pid>, &Heap, Term),
    ) {
        if !of.1.flags.has(Flags::RECEIVE) {
            return;
        }
        let wanted = self.tracing.receiving.clone();
        let node = self.name;
        self.trace_some(env, of, "receive", |heap| {
            let message = taken(from, message, heap);
            let undefined = atom::UNDEFINED.into();
            let sender = sender.map_or(undefined, |sender| sender.to_term(heap));
            let args = [node.into(), sender, message];
            let said = wanted.agree((of.0, node), heap, &args)?;
            Some([vec![message], said].concat())
        });
    }

    /// A traced process sends a message.
    pub fn trace_sent(
        &mut self,
        env: &mut Env,
        of: (u32, Trace),
        (tag, to): (&str, Term),
        (from, message): (&Heap, Term),
    ) {
        let wanted = self.tracing.sending.clone();
        let node = self.name;
        self.trace_some(env, of, tag, |heap| {
            let (to, message) = (taken(from, to, heap), taken(from, message, heap));
            let said = wanted.agree((of.0, node), heap, &[to, message])?;
            Some([vec![message, to], said].concat())
        });
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

/// What a tracer hears of a heap: the first number, words that it may grow to, words of the stack, words in use.
pub fn collection_sizes(heap: &mut Heap, [first, room, stack, used]: [usize; 4]) -> Term {
    let sizes = [
        ("wordsize", first),
        ("old_heap_block_size", 0),
        ("heap_block_size", room),
        ("mbuf_size", 0),
        ("recent_size", 0),
        ("stack_size", stack),
        ("old_heap_size", 0),
        ("heap_size", used),
        ("bin_vheap_size", 0),
        ("bin_vheap_block_size", 46_422),
        ("bin_old_vheap_size", 0),
        ("bin_old_vheap_block_size", 46_422),
    ];
    let sizes = sizes.map(|(name, size)| heap.pair(Atom::intern(name).into(), Term::size(size)));
    heap.list(&sizes)
}
