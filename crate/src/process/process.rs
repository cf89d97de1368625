//! One process: its heap, its stack, its mailbox and what ties it to others.

use std::collections::BTreeMap;

use super::dictionary::Dictionary;
use super::event::Place;
use super::mailbox::Mailbox;
use super::monitor::{AliasMode, Monitor, Watcher};
use super::pid::Pid;
use super::reference::Reference;
use super::request::Pending;
use super::signal::{ExitKind, Signal};
use super::timer::TimerKey;
use super::tracing::Trace;
use bytecode::module::Mfa;
use machine::stack::Position;
use term::collect::Collector;
use term::{Atom, Heap, Term};

/// What a process is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// In the run queue.
    Runnable,
    /// Its slice is on; it is not in the table meanwhile.
    Running,
    /// In a receive, or in a builtin that waits.
    Waiting,
    /// `suspend_process`; the number says how often.
    Suspended(u32),
    /// In the run queue, to be killed when its turn comes: see `runaway.rs`.
    Doomed,
}

/// `process_flag(priority, Level)`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Max,
}

/// A process: heap, stack, mailbox, what it is linked to, and where in the code it goes on.
///
/// What a slice and an arriving message touch stands first and in this order (`repr(C)`): where many processes take turns, none
/// of them is in the processor's first cache, and each line of it that a switch needs costs.
#[derive(Clone, Debug)]
#[repr(C)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own that a process has or has not"
)]
pub struct Process {
    pub heap: Heap,
    /// Live part of the run stack while the process does not run.
    pub stack: Vec<Term>,
    pub mailbox: Mailbox,
    pub number: u32,
    pub at: Position,
    pub status: Status,
    pub priority: Priority,
    pub trap_exit: bool,
    /// Part of the runtime (shell, io server ...): hidden in pictures unless asked for.
    pub system: bool,
    /// Serves whoever sits at the prompt: part of the runtime, the shell's evaluator, what the runtime's own have started. Does
    /// not wait behind a crowd, and finds room where programs have filled what there is.
    pub serves: bool,
    pub timed_out: bool,
    /// Words counted against the world's budget.
    pub counted_words: usize,
    pub limits: Option<Box<HeapLimit>>,
    pub trace: Option<Trace>,
    /// Reductions left of a slice that was interrupted between two events.
    pub budget_left: Option<i32>,
    pub relations: Option<Box<Relations>>,
    pub reductions: u64,
    /// In a receive, since this time.
    pub waiting_since_ns: Option<u64>,
    /// Timer of the receive in progress; `timed_out` says whether it has fired.
    pub receive_timer: Option<TimerKey>,
    /// When its heap was last collected: reductions of all processes by then.
    pub collected_at: u64,
    pub started_by_fun: bool,
    pub name: Option<Atom>,
    pub group_leader: Term,
    pub parent: Option<Pid>,
    /// The line of the shell that it descends from, by the order of evaluation; 0 if from none.
    pub line: u32,
    /// The function it started in; a fun's is the function that holds its code.
    pub initial: Mfa,
    pub links: Vec<Pid>,
    pub dictionary: Dictionary,
    /// Number of its last event.
    pub last_event: u64,
}

/// What few processes have: kept apart, so that an idle process stays small.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    pub monitors: Vec<Monitor>,
    pub watchers: Vec<Watcher>,
    pub aliases: BTreeMap<u64, AliasMode>,
    /// Who has suspended it, and how often.
    pub suspenders: Vec<(u32, u32)>,
    /// Whom it has suspended.
    pub suspending: Vec<u32>,
    /// Links to processes of other nodes that were taken back and not acknowledged yet, with the number that will be.
    pub unlinking: Vec<(Pid, u64)>,
    /// Requests to other nodes to make a process.
    pub spawning: Vec<Pending>,
    /// Signals that came while it ran and wait for the end of its slice, in order. See [`Process::keeps`].
    pub kept: Vec<Signal>,
    pub settings: Settings,
}

/// What `process_flag` and `spawn_opt` set that changes nothing here but is told to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The module for calls of functions that do not exist.
    pub error_handler: Atom,
    pub off_heap_messages: bool,
    pub sensitive: bool,
    /// How many calls are remembered.
    pub save_calls: usize,
    /// In words, as is the next.
    pub min_heap_size: usize,
    pub min_bin_vheap_size: usize,
    pub fullsweep_after: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            error_handler: Atom::intern("error_handler"),
            off_heap_messages: false,
            sensitive: false,
            save_calls: 0,
            min_heap_size: 233,
            min_bin_vheap_size: 46_422,
            fullsweep_after: 65_535,
        }
    }
}

/// `max_heap_size`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeapLimit {
    pub words: usize,
    pub kill: bool,
    pub report: bool,
}

/// Of local references only the number counts.
fn is_same(a: &Reference, b: &Reference) -> bool {
    match (a.local_id(), b.local_id()) {
        (None, None) => a == b,
        (a, b) => a == b,
    }
}

impl Process {
    pub fn relations(&mut self) -> &mut Relations {
        self.relations.get_or_insert_default()
    }

    pub fn settings(&self) -> Settings {
        self.relations
            .as_ref()
            .map(|relations| relations.settings)
            .unwrap_or_default()
    }

    /// Roots other than the stack.
    pub fn move_roots(&mut self, collector: &mut Collector) {
        self.mailbox.move_roots(collector);
        self.group_leader = collector.root(self.group_leader);
        self.dictionary.move_roots(collector);
    }

    /// A second link to the same process is the first one.
    pub fn add_link(&mut self, peer: Pid) {
        if !self.links.contains(&peer) {
            self.links.push(peer);
        }
    }

    /// Whether a link to `peer` was taken back and that has not been acknowledged.
    pub fn is_unlinking(&self, peer: Pid) -> bool {
        let relations = self.relations.as_ref();
        relations.is_some_and(|relations| relations.unlinking.iter().any(|(pid, _)| *pid == peer))
    }

    /// Whether there was one.
    pub fn remove_link(&mut self, peer: Pid) -> bool {
        match self.links.iter().position(|link| *link == peer) {
            Some(position) => {
                self.links.remove(position);
                true
            }
            None => false,
        }
    }

    /// Whether a signal that comes while the process runs waits until its slice is over or it waits itself. In OTP a process
    /// comes to its signals only then, so that `exit(Pid, Reason)` of a linked process lets the caller go on. Here the other
    /// has ended before the call returns: the broken link is kept, and what the ends of others bring after it, in order.
    pub fn keeps(&self, signal: &Signal) -> bool {
        let keeps_some = self
            .relations
            .as_ref()
            .is_some_and(|relations| !relations.kept.is_empty());
        match signal {
            Signal::Exit {
                kind: ExitKind::Link,
                ..
            } => keeps_some || !self.trap_exit,
            Signal::Down { .. } => keeps_some,
            _ => false,
        }
    }

    /// The signals that waited, see [`Process::keeps`], in order of their arrival.
    pub fn take_kept(&mut self) -> Vec<Signal> {
        self.relations
            .as_mut()
            .map(|relations| std::mem::take(&mut relations.kept))
            .unwrap_or_default()
    }

    /// The monitor of this reference that the process has on another, taken out.
    pub fn remove_monitor(&mut self, reference: u64) -> Option<Monitor> {
        let relations = self.relations.as_mut()?;
        let position = relations
            .monitors
            .iter()
            .position(|monitor| monitor.reference == reference)?;
        Some(relations.monitors.remove(position))
    }

    /// The monitor that `from` has on this process, taken out.
    pub fn remove_watcher(&mut self, from: Pid, reference: &Reference) -> Option<Watcher> {
        let relations = self.relations.as_mut()?;
        let position = relations
            .watchers
            .iter()
            .position(|watcher| watcher.pid == from && is_same(&watcher.reference, reference))?;
        Some(relations.watchers.remove(position))
    }

    pub fn alias_mode(&self, reference: u64) -> Option<AliasMode> {
        self.relations.as_ref()?.aliases.get(&reference).copied()
    }

    /// Where it is, for events and `process_info`; needs the code of its instance.
    pub fn place(&self, instance: &machine::host::Instance) -> Option<Place> {
        let function = instance.module.function_at(self.at.pc)?;
        let mfa = Mfa {
            module: instance.module.name?,
            function: function.name,
            arity: function.arity,
        };
        Some(Place {
            mfa,
            line: instance.module.line_at(self.at.pc),
        })
    }
}
