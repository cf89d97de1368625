//! What each input does to the state of a world.

use std::rc::Rc;

use super::input::{Input, Outside};
use super::state::State;
use bytecode::Module;
use cluster::Quality;
use process::event::{LifeChange, What};
use process::pid::Pid;
use process::process::Priority;
use process::remote::Outgoing;
use process::signal::{ExitKind, Origin, Signal, atom_parcel};
use process::socket::step::{Details, note};
use process::socket::{Act, SocketId};
use process::spawn::{Parent, Start, spawn};
use process::{Env, Node};
use term::{Atom, Heap, Term, atom};

impl State {
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
                        if !replace_code(node, &mut self.env, name, module) {
                            return;
                        }
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
            Input::Interrupt { node } => self.interrupt(*node),
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
            Input::Outside(outside) => self.hear_outside(outside),
            Input::StartNode { name } => {
                self.start_node(name, self.usual_task());
            }
            Input::CrashNode { node } => {
                if self.nodes.get(*node as usize).is_some_and(Node::is_running) {
                    self.node_ended(*node, LifeChange::Crashed);
                }
            }
            Input::Pause { node } => self.set_paused(*node, true),
            Input::Resume { node } => self.set_paused(*node, false),
            Input::Partition { .. }
            | Input::Heal { .. }
            | Input::Delay { .. }
            | Input::Connect { .. }
            | Input::Disconnect { .. } => {
                self.fault(input);
            }
            Input::Advance { to_ns } => {
                let next = self.next_due_ns();
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

    // --- nodes and the lines between them

    fn set_paused(&mut self, node: u32, is_paused: bool) {
        let Some(found) = self.nodes.get_mut(node as usize) else {
            return;
        };
        if !found.is_running() || found.is_paused == is_paused {
            return;
        }
        found.is_paused = is_paused;
        let change = if is_paused {
            LifeChange::Paused
        } else {
            LifeChange::Resumed
        };
        self.log_life(node as usize, change);
        self.conditions_changed();
    }

    /// Something from outside the world.
    fn hear_outside(&mut self, outside: &Outside) {
        let (nodes, env) = (&mut self.nodes, &mut self.env);
        match outside {
            Outside::Call { node } => self.cluster.called(nodes, env, *node),
            Outside::Bytes { wire, bytes } => self.cluster.heard(nodes, env, *wire, bytes),
            Outside::Close { wire } => self.cluster.hung_up(nodes, env, *wire),
            Outside::Registered { nodes: found } => {
                for node in nodes {
                    let host = node.name.text().split('@').nth(1).unwrap_or_default();
                    let full = |name: &str| Atom::try_intern(&format!("{name}@{host}")).ok();
                    let registered = found
                        .iter()
                        .filter_map(|(name, port)| Some((full(name)?, *port)));
                    node.dist.registered = Rc::new(registered.collect());
                }
            }
        }
        self.report_network();
    }

    /// Cuts or mends a line, for the connections of nodes and for sockets.
    fn set_cut(&mut self, from: u32, to: u32, is_cut: bool) {
        self.cluster.network.set_cut((from, to), is_cut);
        self.env.net.set_cut(from, to, is_cut);
    }

    /// Something is done to the network.
    fn fault(&mut self, input: &Input) {
        let name = |node: u32| self.nodes.get(node as usize).map(|node| node.name.text());
        let text = match *input {
            Input::Partition { a, b, both } => {
                let Some((a_name, b_name)) = name(a).zip(name(b)) else {
                    return;
                };
                self.set_cut(a, b, true);
                if both {
                    self.set_cut(b, a, true);
                    format!("partition {a_name} {b_name}")
                } else {
                    format!("silence {a_name} {b_name}")
                }
            }
            Input::Heal { a, b } => {
                let Some((a_name, b_name)) = name(a).zip(name(b)) else {
                    return;
                };
                self.set_cut(a, b, false);
                self.set_cut(b, a, false);
                format!("heal {a_name} {b_name}")
            }
            Input::Delay {
                a,
                b,
                latency_us,
                jitter_us,
                bytes_per_s,
            } => {
                let Some((a_name, b_name)) = name(a).zip(name(b)) else {
                    return;
                };
                let quality = Quality {
                    latency_ns: latency_us.saturating_mul(1000),
                    jitter_ns: jitter_us.saturating_mul(1000),
                    bytes_per_s,
                };
                self.cluster
                    .network
                    .set_quality(self.env.now_ns, (a, b), quality);
                self.cluster
                    .network
                    .set_quality(self.env.now_ns, (b, a), quality);
                format!(
                    "delay {a_name} {b_name} {latency_us} us, jitter {jitter_us} us, {bytes_per_s} bytes/s"
                )
            }
            Input::Connect { a, b } => {
                let Some((a_name, b_name)) = name(a).zip(name(b)) else {
                    return;
                };
                format!("connect {a_name} {b_name}")
            }
            Input::Disconnect { a, b } => {
                let Some((a_name, b_name)) = name(a).zip(name(b)) else {
                    return;
                };
                format!("disconnect {a_name} {b_name}")
            }
            _ => return,
        };
        if let Some(node) = self.nodes.first() {
            node.log(&mut self.env, None, None, What::Fault { text: text.into() });
        }
        match *input {
            Input::Connect { a, b } => self.connect(a, b),
            Input::Disconnect { a, b } => {
                self.cluster
                    .break_between(&mut self.nodes, &mut self.env, a, b);
            }
            _ => {}
        }
        self.conditions_changed();
    }

    /// A node that runs calls another; nothing happens if they are connected.
    fn connect(&mut self, a: u32, b: u32) {
        let peer = self.nodes[b as usize].name;
        let node = &mut self.nodes[a as usize];
        if node.is_running() && node.is_distributed() {
            node.outbox.push(Outgoing::Connect {
                node: peer,
                hidden: false,
            });
            self.cluster.flush(&mut self.nodes, &mut self.env, a);
        }
    }

    // --- clients, shells, processes

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

    /// Ends what the shell evaluates, and the crowds that lines of it have started (`process/runaway.rs`).
    fn interrupt(&mut self, index: u32) {
        let Some(node) = self.nodes.get_mut(index as usize) else {
            return;
        };
        node.log(&mut self.env, node.evaluator, None, What::Interrupt);
        let doomed = node.doom_runaways();
        let evaluator = node.evaluator;
        if doomed > 0
            && let Some(user) = node.whereis(Atom::intern("user"))
        {
            let text = format!(
                "*** Interrupted: {doomed} processes, which lines of this shell have started without end, are killed, too\n"
            );
            node.tell(&mut self.env, user, |heap| {
                let text = heap.string(&text);
                heap.tuple(&[Atom::intern("report").into(), text])
            });
        }
        if let Some(number) = evaluator {
            self.kill(index, number, atom::KILL);
        }
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
        let index = node.index;
        self.cluster.flush(&mut self.nodes, &mut self.env, index);
    }
}

/// Loads a module as `c(Name)` does: processes that still run its old code are killed. What is loaded already stays. Tells
/// whether it is loaded now: an `-on_load` has to run first.
pub(super) fn replace_code(node: &mut Node, env: &mut Env, name: Atom, module: Rc<Module>) -> bool {
    let loaded = node.code.current(name);
    if loaded.is_some_and(|instance| instance.module.fingerprint == module.fingerprint) {
        return true;
    }
    if module.on_load.is_some() {
        stage_code(node, env, name, module);
        return false;
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
    true
}

/// Leaves it to a process to run the module's `-on_load` and give the module its name.
fn stage_code(node: &mut Node, env: &mut Env, name: Atom, module: Rc<Module>) {
    node.code.stage(name, module, None);
    let (code, function) = (Atom::intern("code"), Atom::intern("start_loading"));
    let args = [name.into()];
    let start = Start::Mfa(code, function, &args);
    let leader = Term::local_pid(1);
    let number = spawn(
        node,
        env,
        &Heap::new(),
        start,
        leader,
        Parent::default(),
        Priority::Normal,
    );
    if let Some(process) = number.and_then(|number| node.processes.get_mut(number)) {
        process.system = true;
        process.serves = true;
    }
}
