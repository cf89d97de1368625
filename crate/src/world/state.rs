//! The state of a world at one moment: all nodes, the clock, chance. Cloning it is a checkpoint.

use std::rc::Rc;

use cluster::{Cluster, Quality};
use process::event::{LifeChange, What};
use process::process::Priority;
use process::scheduler::{Crash, Slice, fire_timers, run_slice, run_undisturbed};
use process::signal::Origin;
use process::socket::{self, SocketId};
use process::spawn::{Parent, Start, spawn};
use process::{Env, Library, Node};
use term::{Atom, Heap, Term, atom};

/// Port of the first node, as epmd would tell it.
const FIRST_PORT: u16 = 40_001;

/// How a world is made.
#[derive(Clone, Debug)]
pub struct Config {
    pub seed: u64,
    pub nodes: Vec<String>,
    /// Those of them that are hidden (`-hidden`).
    pub hidden: Vec<String>,
    /// Virtual wall clock at boot, microseconds since 1970.
    pub epoch_us: u64,
    /// Words that all processes may hold together.
    pub words_max: usize,
    /// Whether events are recorded.
    pub log: bool,
    /// Whether each node starts a shell that reads its lines.
    pub shell: bool,
    /// The cookie of nodes that have a name.
    pub cookie: String,
    /// How long bytes take between nodes, microseconds.
    pub latency_us: u64,
    /// Expressions that the first node evaluates instead, printing the last one's value; then it halts.
    pub evaluate: Option<String>,
    /// Whether nodes that are not of this world can be reached.
    pub outside: Option<OutsideConfig>,
    /// Whether inputs are kept, for a replay. A node that runs for days and is never looked back at needs none.
    pub keep_inputs: bool,
}

/// How the nodes of a world introduce themselves to those outside.
#[derive(Clone, Copy, Debug)]
pub struct OutsideConfig {
    /// The number that the port mapper gave for this start of the node.
    pub creation: u32,
    pub hidden: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            seed: 0,
            nodes: vec!["nonode@nohost".into()],
            hidden: Vec::new(),
            epoch_us: 1_700_000_000_000_000,
            words_max: limits::WORLD_WORDS_DEFAULT,
            log: false,
            shell: true,
            cookie: "spawnpoint".into(),
            latency_us: 500,
            evaluate: None,
            outside: None,
            keep_inputs: true,
        }
    }
}

/// What the world is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// There is a process to run.
    Running,
    /// Nothing to run before the next timer, due at this time.
    Waiting { until_ns: u64 },
    /// Nothing to run and no timer.
    Idle,
    /// A node was stopped with this exit status.
    Halted(i32),
}

#[derive(Clone)]
pub struct State {
    pub nodes: Vec<Node>,
    pub env: Env,
    pub cluster: Cluster,
    /// Slices run, and things that happened between nodes, so far.
    pub slices: u64,
    next_node: usize,
    /// A slice was interrupted between two events and goes on before anything else happens.
    interrupted: bool,
    birth: Birth,
}

/// What a node's `init` does once the servers are there.
#[derive(Clone, Copy)]
pub(super) enum Task<'a> {
    Shell,
    /// Evaluates this text, prints the value and stops the node.
    Evaluate(&'a str),
    Serve,
}

/// What a new node is made of.
#[derive(Clone)]
struct Birth {
    library: Rc<Library>,
    cookie: Atom,
    hidden: Vec<Atom>,
    shell: bool,
    outside: Option<OutsideConfig>,
}

impl State {
    pub fn new(config: &Config, library: &Rc<Library>) -> State {
        let mut env = Env::new(config.seed, config.epoch_us);
        env.words_max = config.words_max;
        if config.log {
            env.log = process::event::Log::recording();
        }
        let usual = Quality {
            latency_ns: config.latency_us * 1000,
            jitter_ns: 0,
            bytes_per_s: 0,
        };
        let mut state = State {
            nodes: Vec::new(),
            env,
            cluster: Cluster::new(usual),
            slices: 0,
            next_node: 0,
            interrupted: false,
            birth: Birth {
                library: library.clone(),
                cookie: Atom::intern(&config.cookie),
                hidden: config
                    .hidden
                    .iter()
                    .map(|name| Atom::intern(name))
                    .collect(),
                shell: config.shell,
                outside: config.outside,
            },
        };
        if config.outside.is_some() {
            state.cluster.open();
        }
        let mut evaluate = config.evaluate.as_deref();
        for name in &config.nodes {
            let task = evaluate.take().map_or(state.usual_task(), Task::Evaluate);
            state.start_node(name, task);
        }
        state
    }

    pub(super) fn usual_task(&self) -> Task<'static> {
        if self.birth.shell {
            Task::Shell
        } else {
            Task::Serve
        }
    }

    /// Starts the node's own processes: `init` runs `boot:start(Shell)`, which starts the others.
    fn boot(&mut self, index: usize, task: Task) {
        let mut heap = Heap::new();
        let shell = match task {
            Task::Evaluate(text) => {
                let text = heap.binary(text.as_bytes());
                heap.tuple(&[Atom::intern("evaluate").into(), text])
            }
            Task::Shell => Term::bool(true),
            Task::Serve => Term::bool(false),
        };
        let args = [shell];
        let start = Start::Mfa(Atom::intern("boot"), Atom::intern("start"), &args);
        let node = &mut self.nodes[index];
        // The first process of a node always fits.
        let number = spawn(
            node,
            &mut self.env,
            &heap,
            start,
            Term::local_pid(1),
            Parent::default(),
            Priority::Normal,
        );
        if let Some(process) = number.and_then(|number| node.processes.get_mut(number)) {
            process.system = true;
            process.serves = true;
            process.name = Some(Atom::intern("init"));
            let number = process.number;
            node.register(Atom::intern("init"), number);
        }
        node.processes.skip_to(process::node::SECOND_PROCESS);
    }

    /// Runs one slice on the next node that has something to run, or lets one thing happen between nodes; `None` when there
    /// is nothing.
    pub fn run_slice(&mut self, stack: &mut Vec<Term>) -> Option<Option<Crash>> {
        let mut fired = false;
        if !self.interrupted {
            if self.env.net.has_work() && socket::step::step(&mut self.nodes, &mut self.env) {
                self.slices += 1;
                return Some(None);
            }
            fired = self.fire_timers();
            if !self.cluster.is_quiet() && self.cluster.step(&mut self.nodes, &mut self.env) {
                self.slices += 1;
                self.report_network();
                return Some(None);
            }
        }
        let count = self.nodes.len();
        for offset in 0..count {
            let index = turn(self.next_node + offset, count);
            let node = &mut self.nodes[index];
            if !node.is_active() || node.run_queue.is_empty() {
                continue;
            }
            let slice = run_slice(node, &mut self.env, stack);
            // A slice that was interrupted counts when it is over, so that looking between its events changes no count.
            self.slices += u64::from(!slice.paused);
            return Some(self.end_slice(index, slice));
        }
        if fired {
            // Nobody was woken. It counts, so that a replay gets as far before the next input.
            self.slices += 1;
            return Some(None);
        }
        None
    }

    /// As [`State::run_slice`], and goes on as long as that would only run processes of the one node there is: until the
    /// world has spent `reductions_max` in all. With a log, there is something to be done after each slice.
    pub fn run_slices(
        &mut self,
        stack: &mut Vec<Term>,
        reductions_max: u64,
    ) -> Option<Option<Crash>> {
        let crash = self.run_slice(stack)?;
        let is_alone = self.nodes.len() == 1 && self.cluster.is_quiet();
        if crash.is_some() || self.interrupted || !is_alone || self.env.log.is_on() {
            return Some(crash);
        }
        let (count, last) =
            run_undisturbed(&mut self.nodes[0], &mut self.env, stack, reductions_max);
        self.slices += count;
        Some(if last.ran {
            self.end_slice(0, last)
        } else {
            None
        })
    }

    /// What a slice has left to be done.
    fn end_slice(&mut self, index: usize, slice: Slice) -> Option<Crash> {
        self.interrupted = slice.paused;
        if slice.paused {
            self.next_node = index;
            return slice.crash;
        }
        self.next_node = turn(index + 1, self.nodes.len());
        let halted = self.nodes[index].halted.is_some();
        if !self.nodes[index].outbox.is_empty() {
            self.cluster
                .flush(&mut self.nodes, &mut self.env, index as u32);
        }
        if self.cluster.has_reports() {
            self.report_network();
        }
        if halted {
            self.node_ended(index as u32, LifeChange::Stopped);
        } else if !self.nodes[index].wanted_nodes.is_empty() {
            self.start_wanted(index);
        } else if std::mem::take(&mut self.nodes[index].is_renamed) {
            self.register_nodes();
        }
        slice.crash
    }

    /// Whether a timer was due.
    fn fire_timers(&mut self) -> bool {
        let mut fired = false;
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            let due = node.timers.next_due_ns();
            if node.is_active() && due.is_some_and(|due| due <= self.env.now_ns) {
                fire_timers(node, &mut self.env);
                fired = true;
                self.cluster
                    .flush(&mut self.nodes, &mut self.env, index as u32);
            }
        }
        fired
    }

    /// When the next timer, or something between nodes, is due.
    pub(super) fn next_due_ns(&self) -> Option<u64> {
        let active = self.nodes.iter().filter(|node| node.is_active());
        let timers = active.filter_map(|node| node.timers.next_due_ns());
        timers.chain(self.cluster.next_due_ns(&self.nodes)).min()
    }

    /// Whether something is under way between nodes that needs no timer to go on.
    pub fn is_busy_between_nodes(&self) -> bool {
        self.cluster.is_busy(&self.nodes)
    }

    /// Whether no node's program runs any more.
    pub fn is_halted(&self) -> bool {
        !self.nodes.iter().any(Node::is_running)
    }

    pub fn status(&self) -> Status {
        if self.is_halted() {
            return Status::Halted(self.nodes.iter().find_map(|node| node.halted).unwrap_or(0));
        }
        let active = || self.nodes.iter().filter(|node| node.is_active());
        if self.env.net.has_work() || active().any(|node| !node.run_queue.is_empty()) {
            return Status::Running;
        }
        match self.next_due_ns() {
            Some(due) if due <= self.env.now_ns => Status::Running,
            Some(until_ns) => Status::Waiting { until_ns },
            None => Status::Idle,
        }
    }

    /// Shows a text as if the node's io server had printed it.
    pub fn print(&mut self, node: u32, text: String) {
        let Some(there) = self.nodes.get(node as usize).filter(|_| !text.is_empty()) else {
            return;
        };
        let text: Rc<str> = text.into();
        let what = What::Output { text: text.clone() };
        let user = there.whereis(Atom::intern("user"));
        there.log(&mut self.env, user, None, what);
        self.env.output.push((node, text));
    }

    // --- nodes

    /// Starts a node, new or again: with a new creation and nothing of before but its files. `None`: it runs already.
    pub(super) fn start_node(&mut self, name: &str, task: Task) -> Option<usize> {
        let name = Atom::intern(name);
        let before = self.nodes.iter().position(|node| node.name == name);
        if before.is_some_and(|index| self.nodes[index].is_running()) {
            return None;
        }
        let index = before.unwrap_or(self.nodes.len());
        let mut node = Node::new(index as u32, name, self.birth.library.clone());
        node.started_ns = self.env.now_ns;
        node.may_start_nodes = self.birth.outside.is_none();
        if node.is_distributed() {
            node.dist.cookie = self.birth.cookie;
            node.dist.hidden = self.birth.hidden.contains(&name);
            if let Some(outside) = self.birth.outside {
                node.creation = outside.creation;
                node.dist.hidden |= outside.hidden;
            }
        }
        if let Some(index) = before {
            let old = &mut self.nodes[index];
            node.creation = old.creation + 1;
            node.files = std::mem::take(&mut old.files);
            node.store = std::mem::take(&mut old.store);
            self.nodes[index] = node;
        } else {
            self.env.net.add_node(name.text());
            self.nodes.push(node);
        }
        if index > 0 || before.is_some() {
            self.log_life(index, LifeChange::Started);
        }
        self.boot(index, task);
        self.register_nodes();
        Some(index)
    }

    /// A node's program is over: nothing of it remains but its name and its files.
    pub(super) fn node_ended(&mut self, index: u32, change: LifeChange) {
        self.cluster.node_stops(&mut self.env, index);
        for number in self.env.net.ports(index) {
            let id = SocketId::port(index, number);
            self.env.net.close(id, None, atom::NORMAL);
        }
        self.log_life(index as usize, change);
        let node = &mut self.nodes[index as usize];
        let words: usize = node
            .processes
            .iter()
            .map(|process| process.counted_words)
            .chain(node.tables.iter().map(|table| table.counted_words))
            .sum();
        self.env.words = self.env.words.saturating_sub(words);
        let mut rest = Node::new(index, node.name, self.birth.library.clone());
        rest.creation = node.creation;
        rest.files = std::mem::take(&mut node.files);
        rest.store = std::mem::take(&mut node.store);
        rest.halted = node.halted;
        rest.is_down = true;
        *node = rest;
        self.interrupted = false;
        self.conditions_changed();
        self.register_nodes();
    }

    pub(super) fn log_life(&mut self, index: usize, change: LifeChange) {
        let node = &self.nodes[index];
        let what = What::NodeLife {
            change,
            reason: "".into(),
        };
        node.log(&mut self.env, None, None, what);
    }

    /// Tells all nodes which others there are on their host. With an outside, that is for the host to say.
    fn register_nodes(&mut self) {
        if self.birth.outside.is_some() {
            return;
        }
        let running = self
            .nodes
            .iter()
            .filter(|node| node.is_running() && node.is_distributed());
        let registered: Rc<Vec<(Atom, u16)>> = Rc::new(
            running
                .map(|node| (node.name, FIRST_PORT + node.index as u16))
                .collect(),
        );
        for node in &mut self.nodes {
            node.dist.registered = registered.clone();
        }
    }

    pub(super) fn conditions_changed(&mut self) {
        self.cluster
            .conditions_changed(&self.nodes, self.env.now_ns);
    }

    /// Whether a crash of this node is still worth wording: more wait to be logged than will be. As in OTP, where handlers drop what
    /// comes then, since wording a flood of crashes would take all the time there is.
    pub fn is_logger_behind(&self, node: u32) -> bool {
        let node = &self.nodes[node as usize];
        let logger = node.whereis(Atom::intern("logger_proxy"));
        logger
            .and_then(|number| node.processes.get(number))
            .is_some_and(|logger| logger.mailbox.len() >= limits::REPORTS_WAITING_MAX)
    }

    /// Hands a crash to the node's logger, as a message `{report, Text, Pid, Value, GroupLeader}`; prints its text if there is
    /// no logger.
    pub fn report(&mut self, crash: &Crash, text: Rc<str>) {
        let Some(at) = self.nodes.get_mut(crash.node as usize) else {
            return;
        };
        let Some(logger) = at.whereis(Atom::intern("logger_proxy")) else {
            self.env.output.push((crash.node, text));
            return;
        };
        let mut heap = Heap::new();
        let value = crash.reason.unpack(&mut heap);
        let text = heap.binary(text.as_bytes());
        let pid = Term::local_pid(crash.process);
        let leader = crash.leader.map_or(pid, |leader| leader.to_term(&mut heap));
        let message = heap.tuple(&[Atom::intern("report").into(), text, pid, value, leader]);
        self.env.next_message += 1;
        let origin = Origin {
            from: None,
            message: self.env.next_message,
            cause: 0,
        };
        at.deliver_message(&mut self.env, logger, &heap, message, origin);
    }

    /// Hands what the network has to report to the loggers, as messages `{error, Text}`.
    pub(super) fn report_network(&mut self) {
        for report in self.cluster.take_reports() {
            let Some(node) = self.nodes.get_mut(report.node as usize) else {
                continue;
            };
            if let Some(logger) = node.whereis(Atom::intern("logger_proxy")) {
                node.tell(&mut self.env, logger, |heap| {
                    let text = heap.binary(report.text.as_bytes());
                    heap.tuple(&[atom::ERROR.into(), text])
                });
            }
        }
    }
}

/// Whose turn it is at `index`, of `count`: they take turns. A division would take as long as much of a slice's care.
fn turn(index: usize, count: usize) -> usize {
    if index < count { index } else { index - count }
}
