//! The state of a world at one moment: all nodes, the clock, chance. Cloning it is a checkpoint.

use std::rc::Rc;

use super::input::Input;
use crate::bytecode::Module;
use crate::process::event::What;
use crate::process::pid::Pid;
use crate::process::process::Priority;
use crate::process::scheduler::{Crash, fire_timers, run_slice};
use crate::process::signal::{ExitKind, Origin, Signal, atom_parcel};
use crate::process::socket::step::{Details, note};
use crate::process::socket::{self, Act, Net, SocketId};
use crate::process::spawn::{Start, spawn};
use crate::process::{Env, Library, Node};
use crate::term::{Atom, Heap, Term, atom};

/// How a world is made.
#[derive(Clone, Debug)]
pub struct Config {
    pub seed: u64,
    pub nodes: Vec<String>,
    /// Virtual wall clock at boot, microseconds since 1970.
    pub epoch_us: u64,
    /// Words that all processes may hold together.
    pub words_max: usize,
    /// Whether events are recorded.
    pub log: bool,
    /// Whether each node starts a shell that reads its lines.
    pub shell: bool,
    /// Expressions that the first node evaluates instead, printing the last one's value; then it halts.
    pub evaluate: Option<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            seed: 0,
            nodes: vec!["nonode@nohost".into()],
            epoch_us: 1_700_000_000_000_000,
            words_max: crate::limits::WORLD_WORDS_DEFAULT,
            log: false,
            shell: true,
            evaluate: None,
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
    /// Slices run so far.
    pub slices: u64,
    next_node: usize,
    /// A slice was interrupted between two events and goes on before anything else.
    interrupted: bool,
}

impl State {
    pub fn new(config: &Config, library: &Rc<Library>) -> State {
        let mut env = Env::new(config.seed, config.epoch_us);
        env.words_max = config.words_max;
        env.net = Net::new(&config.nodes);
        if config.log {
            env.log = crate::process::event::Log::recording();
        }
        let nodes = config
            .nodes
            .iter()
            .enumerate()
            .map(|(index, name)| Node::new(index as u32, Atom::intern(name), library.clone()))
            .collect();
        let mut state = State {
            nodes,
            env,
            slices: 0,
            next_node: 0,
            interrupted: false,
        };
        for index in 0..state.nodes.len() {
            state.boot(index, config);
        }
        state
    }

    /// Starts the node's own processes: `init` runs `boot:start(Shell)`, which starts the others.
    fn boot(&mut self, index: usize, config: &Config) {
        let mut heap = Heap::new();
        let shell = match &config.evaluate {
            Some(text) if index == 0 => {
                let text = heap.binary(text.as_bytes());
                heap.tuple(&[Atom::intern("evaluate").into(), text])
            }
            _ => Term::bool(config.shell),
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
            None,
            Priority::Normal,
        );
        if let Some(process) = number.and_then(|number| node.processes.get_mut(number)) {
            process.system = true;
            process.name = Some(Atom::intern("init"));
            let number = process.number;
            node.register(Atom::intern("init"), number);
        }
    }

    /// Runs one slice on the next node that has something to run, or does one piece of the network's work, which counts as
    /// a slice; `None` when there is nothing.
    pub fn run_slice(&mut self, stack: &mut Vec<Term>) -> Option<Option<Crash>> {
        if !self.interrupted && socket::step::step(&mut self.nodes, &mut self.env) {
            self.slices += 1;
            return Some(None);
        }
        for node in &mut self.nodes {
            if node
                .timers
                .next_due_ns()
                .is_some_and(|due| due <= self.env.now_ns)
            {
                fire_timers(node, &mut self.env);
            }
        }
        let count = self.nodes.len();
        for offset in 0..count {
            let index = (self.next_node + offset) % count;
            let node = &mut self.nodes[index];
            if node.halted.is_some() || node.run_queue.is_empty() {
                continue;
            }
            let slice = run_slice(node, &mut self.env, stack);
            // A slice that was interrupted counts when it is over, so that looking between its events changes no count.
            self.slices += u64::from(!slice.paused);
            self.interrupted = slice.paused;
            self.next_node = if slice.paused {
                index
            } else {
                (index + 1) % count
            };
            return Some(slice.crash);
        }
        None
    }

    pub fn status(&self) -> Status {
        if let Some(status) = self.nodes.iter().find_map(|node| node.halted) {
            return Status::Halted(status);
        }
        let runnable = |node: &Node| !node.run_queue.is_empty();
        if self.env.net.has_work() || self.nodes.iter().any(runnable) {
            return Status::Running;
        }
        match self
            .nodes
            .iter()
            .filter_map(|node| node.timers.next_due_ns())
            .min()
        {
            Some(due) if due <= self.env.now_ns => Status::Running,
            Some(until_ns) => Status::Waiting { until_ns },
            None => Status::Idle,
        }
    }

    /// Applies an input. `Module` is compiled by the caller, who passes its code or the first error.
    pub fn apply(&mut self, input: &Input, module: Result<Rc<Module>, String>) {
        match input {
            Input::Module { node, name, source } => {
                let Some(node) = self.nodes.get_mut(*node as usize) else {
                    return;
                };
                node.files.insert(format!("{name}.erl"), source.clone());
                let what = match module {
                    Ok(module) => {
                        let name = module.name.unwrap_or(atom::UNDEFINED);
                        replace_code(node, &mut self.env, name, module);
                        What::CodeLoaded { module: name }
                    }
                    Err(text) => What::CodeRejected {
                        module: Atom::intern(name),
                        text: text.into(),
                    },
                };
                node.log(&mut self.env, None, None, what);
            }
            Input::File { node, name, text } => {
                if let Some(node) = self.nodes.get_mut(*node as usize) {
                    node.files.insert(name.to_string(), text.clone());
                }
            }
            Input::Line { node, text } => self.feed(*node, Some(text)),
            Input::Eof { node } => self.feed(*node, None),
            Input::Interrupt { node } => {
                if let Some(node) = self.nodes.get(*node as usize) {
                    node.log(&mut self.env, node.evaluator, None, What::Interrupt);
                }
                if let Some(number) = self
                    .nodes
                    .get(*node as usize)
                    .and_then(|node| node.evaluator)
                {
                    self.kill(*node, number, atom::KILL);
                }
            }
            Input::Kill {
                node,
                number,
                reason,
            } => self.kill(*node, *number, Atom::intern(reason)),
            Input::SocketConnect { node, port } => self.client_connects(*node, *port),
            Input::SocketSend { client, bytes } => self.client_sends(*client, bytes),
            Input::SocketClose { client } => {
                let id = SocketId::Client(*client);
                if self.env.net.socket(id).is_some() {
                    note(&mut self.env, id, 0, Act::Close, Details::default());
                    self.env.net.close(id, None, atom::NORMAL);
                }
            }
            Input::Advance { to_ns } => {
                let next = self
                    .nodes
                    .iter()
                    .filter_map(|node| node.timers.next_due_ns())
                    .min();
                let to = next.map_or(*to_ns, |due| due.min(*to_ns));
                if to > self.env.now_ns {
                    self.env.now_ns = to;
                    if let Some(node) = self.nodes.first() {
                        node.log(&mut self.env, None, None, What::Clock);
                    }
                }
            }
        }
    }

    fn client_connects(&mut self, node: u32, port: u16) {
        if self.nodes.get(node as usize).is_none() {
            return;
        }
        let client = self.env.net.connect_client(node, port);
        let id = SocketId::Client(client);
        let details = Details::text(format!("127.0.0.1:{port}"));
        note(&mut self.env, id, 0, Act::Connect, details);
    }

    /// Bytes from the page; a client without a connection says nothing.
    fn client_sends(&mut self, client: u32, bytes: &[u8]) {
        let id = SocketId::Client(client);
        let Some(end) = self.env.net.end_of(id) else {
            return;
        };
        let event = note(&mut self.env, id, 0, Act::Send, Details::bytes(id, bytes));
        if !self.env.net.put(end, &[], bytes, event) {
            self.env.net.close(id, None, atom::NORMAL);
        }
    }

    /// Hands a line (or the end of input) to the node's io server, as a message `{console_input, Line | eof}`.
    fn feed(&mut self, node: u32, line: Option<&str>) {
        let Some(node) = self.nodes.get_mut(node as usize) else {
            return;
        };
        let Some(server) = node.whereis(Atom::intern("user")) else {
            return;
        };
        let cause = match line {
            Some(text) => node.log(
                &mut self.env,
                node.evaluator,
                None,
                What::ShellInput { text: text.into() },
            ),
            None => 0,
        };
        let mut heap = Heap::new();
        let line = match line {
            Some(text) => heap.string(text),
            None => atom::EOF.into(),
        };
        let message = heap.tuple(&[Atom::intern("console_input").into(), line]);
        self.env.next_message += 1;
        let origin = Origin {
            from: None,
            message: self.env.next_message,
            cause,
        };
        node.deliver_message(&mut self.env, server, &heap, message, origin);
    }

    /// Hands a crash to the node's logger, as a message `{report, Text, Pid, Value}`; prints its text if there is none.
    pub fn report(&mut self, crash: &Crash, text: Rc<str>) {
        let Some(at) = self.nodes.get_mut(crash.node as usize) else {
            return;
        };
        let Some(logger) = at.whereis(Atom::intern("logger")) else {
            self.env.output.push((crash.node, text));
            return;
        };
        let mut heap = Heap::new();
        let value = crash.reason.unpack(&mut heap);
        let text = heap.binary(text.as_bytes());
        let pid = Term::local_pid(crash.process);
        let message = heap.tuple(&[Atom::intern("report").into(), text, pid, value]);
        self.env.next_message += 1;
        let origin = Origin {
            from: None,
            message: self.env.next_message,
            cause: 0,
        };
        at.deliver_message(&mut self.env, logger, &heap, message, origin);
    }

    fn kill(&mut self, node: u32, number: u32, reason: Atom) {
        let Some(node) = self.nodes.get_mut(node as usize) else {
            return;
        };
        let signal = Signal::Exit {
            from: Pid::Local(0),
            reason: atom_parcel(reason),
            kind: ExitKind::Explicit,
            cause: self.env.log.head(),
        };
        node.signals.push_back((number, signal));
        node.deliver_signals(&mut self.env, None);
    }
}

/// Loads a module as `c(Name)` does: processes that still run its old code are killed. What is loaded already stays.
fn replace_code(node: &mut Node, env: &mut Env, name: Atom, module: Rc<Module>) {
    let loaded = node.code.current(name);
    if loaded.is_some_and(|instance| instance.module.fingerprint == module.fingerprint) {
        return;
    }
    if let Some(old) = node.code.old_instance(name) {
        for number in node.users_of(old) {
            let signal = Signal::Exit {
                from: Pid::Local(0),
                reason: atom_parcel(atom::KILL),
                kind: ExitKind::Explicit,
                cause: env.log.head(),
            };
            node.signals.push_back((number, signal));
        }
        node.deliver_signals(env, None);
        node.code.purge(name);
    }
    node.code.load(module);
}
