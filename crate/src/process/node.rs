//! A node: processes, names, timers, code. And the part of the world that all nodes share.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::code::{Code, Library};
use super::dist::Distribution;
use super::event::{Event, Log, Peer, Place, What};
use super::files::Store;
use super::pid::Pid;
use super::process::Status;
use super::remote::Outgoing;
use super::run_queue::RunQueue;
use super::shared::Shared;
use super::signal::Signal;
use super::socket::Net;
use super::table::ProcessTable;
use super::timer::Timers;
use super::tracing::Tracing;
use table::Tables;
use table::match_spec::CompiledSpecs;
use term::spare::Spares;
use term::{Atom, Parcel, atom};

/// Number of the first process, `init`.
const FIRST_PROCESS: u32 = 1;
/// Number of the second: with it a shell's line is evaluated by `<0.81.0>` first, as in OTP, and pids are as wide as OTP's.
pub const SECOND_PROCESS: u32 = 78;
/// A node's first reference is as wide as most of OTP's.
const FIRST_REFERENCE: u64 = 1 << 17;

/// A node: its processes and everything that is its own. Cloning it is part of a checkpoint.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools)] // none of them is a state of another
pub struct Node {
    pub index: u32,
    pub name: Atom,
    pub creation: u32,
    pub processes: ProcessTable,
    /// Registered names, by atom number; see [`Node::names`] for an order that may be seen.
    registry: BTreeMap<u32, u32>,
    pub timers: Timers,
    pub tables: Tables,
    pub code: Code,
    pub run_queue: RunQueue,
    /// Signals on their way to processes of this node.
    pub signals: VecDeque<(u32, Signal)>,
    /// What is to be said to other nodes, for the cluster floor to send.
    pub outbox: Vec<Outgoing>,
    /// The node as a member of a cluster.
    pub dist: Distribution,
    pub next_reference: u64,
    /// What `ets:match_spec_compile/1` has compiled.
    pub match_specs: CompiledSpecs,
    /// Persistent terms and arrays of integers.
    pub shared: Shared,
    pub tracing: Tracing,
    /// The node's files: what `c/1` compiles. Name to text.
    pub files: BTreeMap<String, Rc<str>>,
    /// Files that are not text, and folders.
    pub store: Store,
    /// The process in which the node's shell evaluates expressions.
    pub evaluator: Option<u32>,
    /// Lines of the shell that have been evaluated: see [`super::process::Process::line`].
    pub lines: u32,
    /// The node's shell, which answers the evaluator's commands.
    pub shell: Option<u32>,
    /// Whether somebody waits for a line of input.
    pub wants_input: bool,
    /// What the logger is configured to, once somebody has.
    pub logger_config: Option<Rc<Parcel>>,
    /// Environment variables: `os:putenv/2`.
    pub environment: BTreeMap<Rc<str>, Rc<str>>,
    /// `erlang:halt/0`: the exit status.
    pub halted: Option<i32>,
    /// Its program was killed from outside, or never started.
    pub is_down: bool,
    /// Its program is stopped for a while: it computes nothing and takes nothing in.
    pub is_paused: bool,
    /// When it was started.
    pub started_ns: u64,
    /// It has got another name (`net_kernel:start`, `stop`), which those above it do not know yet.
    pub is_renamed: bool,
    /// Whether programs may start further nodes beside it.
    pub may_start_nodes: bool,
    /// Nodes that they have asked for, for the world to start when the slice is over.
    pub wanted_nodes: Vec<WantedNode>,
}

/// A node that a program wants to be started on the same host.
#[derive(Clone, Debug)]
pub struct WantedNode {
    pub name: Atom,
    pub cookie: Atom,
    pub is_hidden: bool,
}

/// What the nodes of a world share: clock, log, chance, memory.
#[derive(Clone)]
pub struct Env {
    /// Virtual nanoseconds since boot.
    pub now_ns: u64,
    /// Virtual wall clock at boot, microseconds since 1970.
    pub epoch_us: u64,
    pub log: Log,
    pub random: Random,
    /// Sockets and the connections between them.
    pub net: Net,
    pub next_message: u64,
    /// Words of all heaps and stacks.
    pub words: usize,
    pub words_max: usize,
    /// Memory for the next collections.
    pub spares: Spares,
    /// What processes printed since the host last looked: node and text.
    pub output: Vec<(u32, Rc<str>)>,
    pub reductions: u64,
    pub context_switches: u64,
    pub collections: u64,
}

impl Env {
    /// At virtual time 0, which is `epoch_us` microseconds after 1970.
    pub fn new(seed: u64, epoch_us: u64) -> Env {
        Env {
            now_ns: 0,
            epoch_us,
            log: Log::default(),
            random: Random::new(seed),
            net: Net::default(),
            next_message: 0,
            words: 0,
            words_max: limits::WORLD_WORDS_DEFAULT,
            spares: Spares::default(),
            output: Vec::new(),
            reductions: 0,
            context_switches: 0,
            collections: 0,
        }
    }
}

/// `SplitMix64`: all chance in the world comes from the seed.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    pub fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }
}

impl Node {
    pub fn new(index: u32, name: Atom, library: Rc<Library>) -> Node {
        Node {
            index,
            name,
            creation: u32::from(name != atom::NONODE_NOHOST),
            processes: ProcessTable::new(FIRST_PROCESS),
            registry: BTreeMap::new(),
            timers: Timers::default(),
            tables: Tables::default(),
            code: Code::new(library),
            run_queue: RunQueue::default(),
            signals: VecDeque::new(),
            outbox: Vec::new(),
            dist: Distribution::default(),
            next_reference: FIRST_REFERENCE,
            match_specs: CompiledSpecs::default(),
            shared: Shared::default(),
            tracing: Tracing::default(),
            files: BTreeMap::new(),
            store: Store::default(),
            evaluator: None,
            lines: 0,
            shell: None,
            wants_input: false,
            logger_config: None,
            environment: BTreeMap::new(),
            halted: None,
            is_down: false,
            is_paused: false,
            started_ns: 0,
            is_renamed: false,
            may_start_nodes: false,
            wanted_nodes: Vec::new(),
        }
    }

    /// Whether its program has been started and has not ended; it may be paused.
    pub fn is_running(&self) -> bool {
        self.halted.is_none() && !self.is_down
    }

    /// Whether it computes.
    pub fn is_active(&self) -> bool {
        self.is_running() && !self.is_paused
    }

    /// Whether it has a name (`is_alive/0`).
    pub fn is_distributed(&self) -> bool {
        self.name != atom::NONODE_NOHOST
    }

    /// The number of a reference that the node has not made before.
    pub fn new_reference(&mut self) -> u64 {
        let reference = self.next_reference;
        self.next_reference += 1;
        reference
    }

    /// The process registered by this name.
    pub fn whereis(&self, name: Atom) -> Option<u32> {
        self.registry.get(&name.index()).copied()
    }

    /// Gives the name to a process, whoever had it.
    pub fn register(&mut self, name: Atom, number: u32) {
        self.registry.insert(name.index(), number);
    }

    /// Takes the name from the process that had it.
    pub fn unregister(&mut self, name: Atom) -> Option<u32> {
        self.registry.remove(&name.index())
    }

    /// Registered names with their processes, by name.
    pub fn names(&self) -> Vec<(Atom, u32)> {
        let mut names: Vec<_> = self
            .registry
            .iter()
            .map(|(&name, &number)| (Atom::from_index(name), number))
            .collect();
        term::sort::sort_by_key(&mut names, |(name, _)| name.text());
        names
    }

    /// The local process that `peer` names.
    pub fn find(&self, peer: Peer) -> Option<u32> {
        match peer {
            Peer::Pid(Pid::Local(number)) => self.processes.is_alive(number).then_some(number),
            Peer::Pid(Pid::Remote(_)) => None,
            Peer::Name(name) => self.whereis(name),
            Peer::RemoteName(name, node) => {
                (node == self.name).then(|| self.whereis(name)).flatten()
            }
        }
    }

    /// Makes a waiting process runnable.
    #[inline]
    pub fn wake(&mut self, number: u32) {
        if let Some(process) = self.processes.get_mut(number)
            && process.status == Status::Waiting
        {
            process.status = Status::Runnable;
            self.run_queue.push(process);
        }
    }

    /// Records an event on the lifeline of `pid`; returns its number.
    pub fn log(&self, env: &mut Env, pid: Option<u32>, cause: Option<u64>, what: What) -> u64 {
        self.log_at(env, pid, cause, None, what)
    }

    /// The same, with where in the code it happened.
    pub fn log_at(
        &self,
        env: &mut Env,
        pid: Option<u32>,
        cause: Option<u64>,
        place: Option<Place>,
        what: What,
    ) -> u64 {
        let time_ns = env.now_ns;
        env.log.push(Event {
            seq: 0,
            time_ns,
            node: self.index,
            pid,
            cause,
            place,
            what,
        })
    }
}
