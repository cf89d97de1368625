//! A node as a member of a cluster: the nodes it knows, who asked to hear of them, and what reaches it from them.
//!
//! Links and monitors across nodes are kept with the processes, as local ones are. When a connection is lost, everything that
//! leads over it is found there.

use std::rc::Rc;

use super::event::{Peer, What};
use super::monitor::AliasMode;
use super::node::{Env, Node};
use super::pid::Pid;
use super::reference::Reference;
use super::remote::{Control, Outgoing, OutgoingSignal, Target};
use super::signal::{ExitKind, Origin, Signal, atom_parcel};
use term::{Atom, Heap, Parcel, Term, atom};

/// Number that this node prints for the first other node it meets. OTP prints the number of the name's atom, which is about
/// this in a node that has just started.
const FIRST_NODE_NUMBER: u32 = 9286;

/// Seconds within which a silent node is noticed: OTP's default.
pub const TICK_TIME_DEFAULT_S: u32 = 60;

/// What a node knows of other nodes.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// The node's own cookie.
    pub cookie: Atom,
    /// Cookies for certain other nodes.
    pub cookies: Vec<(Atom, Atom)>,
    /// All nodes met, in order of meeting.
    pub peers: Vec<PeerNode>,
    /// `monitor_node`: who watches which node, once per call.
    pub watches: Vec<Watch>,
    /// `net_kernel:monitor_nodes`.
    pub subscribers: Vec<Subscriber>,
    pub tick_time_s: u32,
    /// Whether the node keeps out of the clusters of its peers (`-hidden`).
    pub hidden: bool,
    /// Nodes registered on this node's host, with their ports: what epmd would answer.
    pub registered: Rc<Vec<(Atom, u16)>>,
    /// `net_kernel:allow/1`: only these, if it was ever called.
    pub allowed: Option<Vec<Atom>>,
    next_unlink: u64,
}

/// A process wants to be told when a node is lost.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    pub process: u32,
    pub node: Atom,
    /// The number of a reference made when the process first asked: its place among the process's monitors.
    pub order: u64,
}

/// Another node, once met.
#[derive(Clone, Debug)]
pub struct PeerNode {
    pub name: Atom,
    pub state: PeerState,
    /// Of the last connection.
    pub creation: u32,
    /// How many connections there have been.
    pub connections: u32,
    pub hidden: bool,
    /// Processes to be told how the connecting ended, with the reference they wait for.
    pub waiting: Vec<(u32, u64)>,
}

/// How a node stands to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PeerState {
    Down,
    Connecting,
    Up,
}

/// Which nodes a subscriber hears of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NodeType {
    Visible,
    Hidden,
    All,
}

/// A process that is told when nodes come and go, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subscriber {
    pub process: u32,
    pub nodes: NodeType,
    /// What the messages hold beside the node's name.
    pub form: InfoForm,
    pub reason: bool,
    pub connection_id: bool,
    pub node_type: bool,
}

/// Whether and how node up and down messages tell more than the name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InfoForm {
    None,
    List,
    Map,
}

impl Default for Distribution {
    fn default() -> Distribution {
        Distribution {
            cookie: Atom::intern("nocookie"),
            cookies: Vec::new(),
            peers: Vec::new(),
            watches: Vec::new(),
            subscribers: Vec::new(),
            tick_time_s: TICK_TIME_DEFAULT_S,
            hidden: false,
            registered: Rc::default(),
            allowed: None,
            next_unlink: 1,
        }
    }
}

impl Distribution {
    /// The node of this name, if it was ever met.
    pub fn peer(&self, name: Atom) -> Option<&PeerNode> {
        self.peers.iter().find(|peer| peer.name == name)
    }

    /// The peer's entry, made when it is met for the first time.
    pub fn meet(&mut self, name: Atom) -> &mut PeerNode {
        let at = self
            .peers
            .iter()
            .position(|peer| peer.name == name)
            .unwrap_or_else(|| {
                self.peers.push(PeerNode {
                    name,
                    state: PeerState::Down,
                    creation: 0,
                    connections: 0,
                    hidden: false,
                    waiting: Vec::new(),
                });
                self.peers.len() - 1
            });
        &mut self.peers[at]
    }

    /// Whether this node may call it.
    pub fn allows(&self, name: Atom) -> bool {
        self.allowed
            .as_ref()
            .is_none_or(|allowed| allowed.contains(&name))
    }

    pub fn is_up(&self, name: Atom) -> bool {
        self.peer(name)
            .is_some_and(|peer| peer.state == PeerState::Up)
    }

    /// The first number in printed pids of a node.
    pub fn number_of(&self, name: Atom) -> u32 {
        let at = self.peers.iter().position(|peer| peer.name == name);
        FIRST_NODE_NUMBER + at.unwrap_or(self.peers.len()) as u32
    }

    /// The node with this printed number.
    pub fn by_number(&self, number: u32) -> Option<&PeerNode> {
        self.peers
            .get(number.checked_sub(FIRST_NODE_NUMBER)? as usize)
    }

    /// The cookie that connections to a node use.
    pub fn cookie_for(&self, name: Atom) -> Atom {
        let own = self.cookies.iter().find(|(node, _)| *node == name);
        own.map_or(self.cookie, |(_, cookie)| *cookie)
    }

    pub fn new_unlink_id(&mut self) -> u64 {
        let id = self.next_unlink;
        self.next_unlink += 1;
        id
    }
}

/// Where an operation comes from, for the log: the message's identity and the event of its arrival.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arrival {
    pub message: u64,
    pub cause: u64,
}

impl Node {
    /// Leaves an operation for another node.
    pub fn say(
        &mut self,
        node: Atom,
        from: u32,
        control: Control,
        payload: Option<Rc<Parcel>>,
        arrival: Arrival,
    ) {
        self.dist.meet(node);
        self.outbox.push(Outgoing::Signal(Box::new(OutgoingSignal {
            node,
            from,
            control,
            payload,
            message: arrival.message,
            cause: arrival.cause,
        })));
    }

    /// Whether there is a connection to `name`, or one will be tried before anything else happens.
    pub fn is_connecting(&self, name: Atom) -> bool {
        let met = self.dist.peer(name);
        let leads_there = |outgoing: &Outgoing| match outgoing {
            Outgoing::Signal(signal) => signal.node == name,
            Outgoing::Connect { node, .. } => *node == name,
            Outgoing::Disconnect(_) => false,
        };
        met.is_some_and(|peer| peer.state != PeerState::Down) || self.outbox.iter().any(leads_there)
    }

    /// The connection to `name` is there.
    pub fn peer_up(&mut self, env: &mut Env, name: Atom, creation: u32, hidden: bool) {
        let peer = self.dist.meet(name);
        peer.state = PeerState::Up;
        peer.creation = creation;
        peer.connections += 1;
        peer.hidden = hidden;
        let waiting = std::mem::take(&mut peer.waiting);
        self.log(env, None, None, What::NodeUp { node: name });
        self.answer(env, &waiting, true);
        self.tell_subscribers(env, name, hidden, "nodeup", None);
    }

    /// The connection to `name`, or the attempt to connect, is over: everything that leads there ends.
    pub fn peer_down(&mut self, env: &mut Env, name: Atom, reason: &str) {
        let peer = self.dist.meet(name);
        let (was, hidden) = (peer.state, peer.hidden);
        peer.state = PeerState::Down;
        let waiting = std::mem::take(&mut peer.waiting);
        let cause = if was == PeerState::Up {
            let reason = reason.into();
            self.log(env, None, None, What::NodeDown { node: name, reason })
        } else {
            0
        };
        self.answer(env, &waiting, false);
        self.sever(env, name, cause);
        if was == PeerState::Up {
            self.tell_subscribers(env, name, hidden, "nodedown", Some(reason));
        }
    }

    /// Ends links, monitors and spawn requests over a lost connection: the links first, then monitors of processes and of the
    /// node in the order in which they were made. Watchers over there cannot be told any more.
    fn sever(&mut self, env: &mut Env, name: Atom, cause: u64) {
        let there = |pid: &Pid| matches!(pid, Pid::Remote(pid) if pid.node == name);
        let noconnection = atom_parcel(atom::NOCONNECTION);
        let (lost, kept): (Vec<Watch>, Vec<Watch>) = std::mem::take(&mut self.dist.watches)
            .into_iter()
            .partition(|watch| watch.node == name);
        self.dist.watches = kept;
        // Whom it concerns, its place among what that process has made, and what it hears; nothing is `nodedown`.
        let mut news: Vec<(u32, u64, Option<Signal>)> = lost
            .iter()
            .map(|watch| (watch.process, watch.order, None))
            .collect();
        for number in self.processes.numbers() {
            let Some(process) = self.processes.get_mut(number) else {
                continue;
            };
            let mut ended = Vec::new();
            for link in process.links.iter().filter(|pid| there(pid)) {
                ended.push(Signal::Exit {
                    from: *link,
                    reason: noconnection.clone(),
                    kind: ExitKind::Link,
                    cause,
                });
            }
            if let Some(relations) = &mut process.relations {
                relations.watchers.retain(|watcher| !there(&watcher.pid));
                relations.unlinking.retain(|(pid, _)| !there(pid));
                for monitor in &relations.monitors {
                    let over_there = match monitor.target {
                        Peer::Pid(pid) => there(&pid),
                        Peer::RemoteName(_, node) => node == name,
                        Peer::Name(_) => false,
                    };
                    if over_there {
                        let down = Signal::Down {
                            reference: Reference::Local {
                                id: monitor.reference,
                                alias: 0,
                            },
                            target: monitor.target,
                            reason: noconnection.clone(),
                            cause,
                        };
                        news.push((number, monitor.reference, Some(down)));
                    }
                }
                for request in relations
                    .spawning
                    .iter()
                    .filter(|request| request.node == name)
                {
                    let reply = Signal::SpawnReply {
                        reference: request.reference,
                        linked: false,
                        monitored: false,
                        result: Err(atom::NOCONNECTION),
                    };
                    news.push((number, request.reference, Some(reply)));
                }
            }
            self.signals
                .extend(ended.into_iter().map(|signal| (number, signal)));
        }
        self.deliver_signals(env, None);
        term::sort::sort_by_key(&mut news, |(number, order, _)| (*number, *order));
        for (number, _, signal) in news {
            if let Some(signal) = signal {
                self.signals.push_back((number, signal));
                self.deliver_signals(env, None);
            } else {
                self.tell(env, number, |heap| {
                    heap.tuple(&[Atom::intern("nodedown").into(), name.into()])
                });
            }
        }
    }

    /// Puts a message of the runtime's own into a process's mailbox.
    pub fn tell(&mut self, env: &mut Env, process: u32, message: impl FnOnce(&mut Heap) -> Term) {
        let mut heap = Heap::new();
        let message = message(&mut heap);
        env.next_message += 1;
        let origin = Origin {
            from: None,
            message: env.next_message,
            cause: env.log.head(),
        };
        self.deliver_message(env, process, &heap, message, origin);
    }

    /// Tells those who wait for a connection how it ended: `{Reference, Boolean}`.
    fn answer(&mut self, env: &mut Env, waiting: &[(u32, u64)], up: bool) {
        for &(process, reference) in waiting {
            self.tell(env, process, |heap| {
                let reference = heap.reference(reference, 0);
                heap.tuple(&[reference, Term::bool(up)])
            });
        }
    }

    fn tell_subscribers(
        &mut self,
        env: &mut Env,
        name: Atom,
        hidden: bool,
        event: &str,
        reason: Option<&str>,
    ) {
        let connections = self.dist.peer(name).map_or(0, |peer| peer.connections);
        for subscriber in self.dist.subscribers.clone() {
            let wanted = match subscriber.nodes {
                NodeType::Visible => !hidden,
                NodeType::Hidden => hidden,
                NodeType::All => true,
            };
            if !wanted {
                continue;
            }
            self.tell(env, subscriber.process, |heap| {
                let event = Atom::intern(event).into();
                let mut facts: Vec<(&str, Term)> = Vec::new();
                if subscriber.connection_id {
                    facts.push(("connection_id", Term::size(connections as usize)));
                }
                if let Some(reason) = reason.filter(|_| subscriber.reason) {
                    facts.push(("nodedown_reason", Atom::intern(reason).into()));
                }
                if subscriber.node_type {
                    let kind = Atom::intern(if hidden { "hidden" } else { "visible" });
                    facts.push(("node_type", kind.into()));
                }
                let facts = facts
                    .into_iter()
                    .map(|(key, value)| (Term::from_atom(Atom::intern(key)), value));
                let info = match subscriber.form {
                    InfoForm::None => return heap.tuple(&[event, name.into()]),
                    InfoForm::List => {
                        let pairs: Vec<Term> = facts
                            .map(|(key, value)| heap.tuple(&[key, value]))
                            .collect();
                        heap.list(&pairs)
                    }
                    InfoForm::Map => {
                        let pairs: Vec<(Term, Term)> = facts.collect();
                        term::map::from_pairs(heap, &pairs)
                    }
                };
                heap.tuple(&[event, name.into(), info])
            });
        }
    }

    /// Carries out an operation that came from another node; its payload is a term of `heap`.
    pub fn hear(
        &mut self,
        env: &mut Env,
        control: Control,
        heap: &Heap,
        payload: Option<Term>,
        arrival: Arrival,
    ) {
        let reason = || {
            let packed = payload.and_then(|term| Parcel::pack(heap, term, env.words_max).ok());
            packed.map_or_else(|| atom_parcel(atom::KILLED), Rc::new)
        };
        match control {
            Control::Send { from, to } => {
                self.arrive(env, Target::Pid(to), from, heap, payload, arrival);
            }
            Control::RegSend { from, name } => {
                self.arrive(env, Target::Name(name), Some(from), heap, payload, arrival);
            }
            Control::AliasSend { from, alias } => {
                if let Reference::Local { id, alias } = alias
                    && self.use_alias(id, alias)
                {
                    let to = Target::Pid(Pid::Local(alias));
                    self.arrive(env, to, Some(from), heap, payload, arrival);
                }
            }
            Control::Link { from, to } => self.signal(to, Signal::Link { from }),
            Control::Unlink { id, from, to } => self.signal(to, Signal::UnlinkId { id, from }),
            Control::UnlinkAck { id, from, to } => self.signal(to, Signal::UnlinkAck { id, from }),
            Control::Exit { from, to } => {
                let signal = Signal::Exit {
                    from,
                    reason: reason(),
                    kind: ExitKind::Link,
                    cause: arrival.cause,
                };
                self.signal(to, signal);
            }
            Control::Exit2 { from, to } => {
                let signal = Signal::Exit {
                    from,
                    reason: reason(),
                    kind: ExitKind::Explicit,
                    cause: arrival.cause,
                };
                self.signal(to, signal);
            }
            Control::GroupLeader { leader, to } => self.signal(to, Signal::GroupLeader { leader }),
            Control::Monitor {
                from,
                target,
                reference,
            } => self.watched(from, target, reference),
            Control::Demonitor {
                from,
                target,
                reference,
            } => {
                let number = match target {
                    Target::Pid(pid) => pid.local(),
                    // The name may lead elsewhere by now.
                    Target::Name(_) => self.watched_by(&reference),
                };
                if let Some(number) = number {
                    self.signals
                        .push_back((number, Signal::Demonitor { from, reference }));
                }
            }
            Control::Down {
                from,
                to,
                reference,
            } => {
                let target = match from {
                    Target::Pid(pid) => Peer::Pid(pid),
                    Target::Name(name) => Peer::Name(name),
                };
                let signal = Signal::Down {
                    reference,
                    target,
                    reason: reason(),
                    cause: arrival.cause,
                };
                self.signal(to, signal);
            }
            Control::SpawnRequest {
                reference,
                from,
                leader,
                initial,
                options,
            } => {
                let request = super::request::Incoming {
                    reference,
                    from,
                    leader,
                    initial,
                    options,
                };
                self.spawn_for(env, request, heap, payload.unwrap_or(Term::NIL));
            }
            Control::SpawnReply {
                reference,
                to,
                linked,
                monitored,
                result,
            } => {
                if let Some(reference) = reference.local_id() {
                    let signal = Signal::SpawnReply {
                        reference,
                        linked,
                        monitored,
                        result,
                    };
                    self.signal(to, signal);
                }
            }
        }
        self.deliver_signals(env, None);
    }

    /// A signal for a process of this node; one for an earlier incarnation finds nobody.
    fn signal(&mut self, to: Pid, signal: Signal) {
        match to {
            Pid::Local(number) => self.signals.push_back((number, signal)),
            Pid::Remote(_) => self.refuse(to, signal),
        }
    }

    /// Whether a message may come through this alias now; one for a single reply ends.
    fn use_alias(&mut self, reference: u64, number: u32) -> bool {
        let Some(owner) = self.processes.get_mut(number) else {
            return false;
        };
        let Some(mode) = owner.alias_mode(reference) else {
            return false;
        };
        if matches!(mode, AliasMode::ReplyDemonitor | AliasMode::Reply) {
            owner.relations().aliases.remove(&reference);
            if let Some(monitor) = owner.remove_monitor(reference) {
                self.forget_monitor(number, &monitor);
            }
        }
        true
    }

    fn arrive(
        &mut self,
        env: &mut Env,
        to: Target,
        from: Option<Pid>,
        heap: &Heap,
        payload: Option<Term>,
        arrival: Arrival,
    ) {
        let number = match to {
            Target::Pid(pid) => pid.local(),
            Target::Name(name) => self.whereis(name),
        };
        if let (Some(number), Some(term)) = (number, payload) {
            let origin = Origin {
                from,
                message: arrival.message,
                cause: arrival.cause,
            };
            self.deliver_message(env, number, heap, term, origin);
        }
    }

    /// A process of another node watches one of this.
    fn watched(&mut self, from: Pid, target: Target, reference: Reference) {
        let (to, name) = match target {
            Target::Pid(pid) => (Some(pid), None),
            Target::Name(name) => (self.whereis(name).map(Pid::Local), Some(name)),
        };
        let watcher = super::monitor::Watcher {
            reference,
            pid: from,
            name,
        };
        // Number 0 is nobody: the answer is `noproc`.
        self.signal(to.unwrap_or(Pid::Local(0)), Signal::Monitor(watcher));
    }

    /// The process that this monitor of another node's watches.
    fn watched_by(&self, reference: &Reference) -> Option<u32> {
        let watches = |process: &&super::process::Process| {
            let watchers = process
                .relations
                .as_ref()
                .map(|relations| &relations.watchers);
            watchers.is_some_and(|watchers| {
                watchers
                    .iter()
                    .any(|watcher| watcher.reference == *reference)
            })
        };
        self.processes
            .iter()
            .find(watches)
            .map(|process| process.number)
    }
}
