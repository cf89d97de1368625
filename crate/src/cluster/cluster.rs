//! The connections of all nodes of a world: who calls whom, what is said, and what is due next. What reaches an end is in
//! [`super::arrival`], how connections end in [`super::ending`], and who has fallen silent in [`super::ticks`].
//!
//! Invariant: a node has at most one connection to another that is up or may come up, and `by_peer` leads to it.

use std::collections::{BTreeMap, BTreeSet};

use super::connection::{Connection, introduction};
use super::handshake::Introduction;
use super::network::{Cargo, EndId, Flight, Line, NOBODY, Network, OUTSIDE, Quality};
use super::outside::Errand;
use process::dist::{Arrival, PeerState};
use process::event::{FrameNote, Payload, What, parcel_payload};
use process::node::{Env, Node};
use process::remote::{Outgoing, OutgoingSignal};
use term::Atom;
use term::print::{Encoding, atom_text};

/// How long a connection may take to come up: OTP's `net_setuptime`.
const SETUP_NS: u64 = 7_000_000_000;

/// Something that a node's logger has to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    pub node: u32,
    pub text: String,
}
/// One end of a wire.
#[derive(Clone, Debug)]
pub(crate) struct End {
    pub(crate) node: u32,
    /// The node at the other end; [`NOBODY`] and [`OUTSIDE`] are none of the world's.
    pub(crate) other: u32,
    pub(super) connection: Connection,
    /// What is said as soon as the connection is up.
    pub(super) queue: Vec<OutgoingSignal>,
    /// Given up if it is not up by then.
    pub(super) deadline_ns: u64,
    /// Whether something was received or sent since the last tick, and for how many nothing was received.
    pub(super) received: bool,
    pub(super) sent: bool,
    pub(super) silent_ticks: u32,
    /// The peer prefers its own call: this end only keeps the queue until that has come.
    pub(super) is_waiting_for_call: bool,
}

impl End {
    /// One that is not up yet.
    fn new(line: Line, connection: Connection, deadline_ns: u64) -> End {
        End {
            node: line.0,
            other: line.1,
            connection,
            queue: Vec::new(),
            deadline_ns,
            received: true,
            sent: false,
            silent_ticks: 0,
            is_waiting_for_call: false,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Cluster {
    pub network: Network,
    pub(crate) ends: BTreeMap<EndId, End>,
    /// By node and number of the peer's name (only looked up, never walked through).
    pub(super) by_peer: BTreeMap<(u32, u32), EndId>,
    /// When ends that are not up are given up.
    pub(super) deadlines: BTreeSet<(u64, EndId)>,
    /// When the ends of a node are to tick next; only for nodes with an end that needs it.
    pub(super) ticks: BTreeMap<u32, u64>,
    pub(crate) next_wire: u64,
    pub(super) reports: Vec<Report>,
    /// What is to be done outside the world; `None` when nothing out there can be reached.
    pub(crate) errands: Option<Vec<Errand>>,
}

/// Whether a node's program runs, and whether it takes what arrives.
pub(super) fn is_paused(nodes: &[Node], node: u32) -> bool {
    nodes.get(node as usize).is_some_and(|node| node.is_paused)
}

impl Cluster {
    pub fn new(usual: Quality) -> Cluster {
        Cluster {
            network: Network::new(usual),
            ends: BTreeMap::new(),
            by_peer: BTreeMap::new(),
            deadlines: BTreeSet::new(),
            ticks: BTreeMap::new(),
            next_wire: 1,
            reports: Vec::new(),
            errands: None,
        }
    }

    pub fn take_reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }

    // --- what nodes say

    /// Whether nothing is under way or due, now or later: so it is between most slices.
    #[inline]
    pub fn is_quiet(&self) -> bool {
        self.network.is_quiet() && self.deadlines.is_empty() && self.ticks.is_empty()
    }

    #[inline]
    pub fn has_reports(&self) -> bool {
        !self.reports.is_empty()
    }

    /// Carries out what a node has left to be said to others.
    pub fn flush(&mut self, nodes: &mut [Node], env: &mut Env, node: u32) {
        while !nodes[node as usize].outbox.is_empty() {
            let outbox = std::mem::take(&mut nodes[node as usize].outbox);
            for outgoing in outbox {
                match outgoing {
                    Outgoing::Signal(signal) => {
                        if let Some(id) = self.end_towards(nodes, env, node, signal.node, false) {
                            self.say(nodes, env, id, *signal);
                        }
                    }
                    Outgoing::Connect { node: peer, hidden } => {
                        self.end_towards(nodes, env, node, peer, hidden);
                    }
                    Outgoing::Disconnect(peer) => {
                        if let Some(&id) = self.by_peer.get(&(node, peer.index())) {
                            self.close(nodes, env, id, "disconnect");
                        }
                    }
                }
            }
        }
    }

    /// The end to a peer; calls it if there is none. `None` if that cannot even be tried.
    fn end_towards(
        &mut self,
        nodes: &mut [Node],
        env: &mut Env,
        node: u32,
        peer: Atom,
        hidden: bool,
    ) -> Option<EndId> {
        if let Some(&id) = self.by_peer.get(&(node, peer.index())) {
            return Some(id);
        }
        let own = &nodes[node as usize];
        let can_call = own.is_distributed() && peer != own.name && peer.text().contains('@');
        let is_allowed = own.dist.allows(peer);
        if can_call && !is_allowed {
            let name = atom_text(peer.text(), Encoding::Unicode);
            self.report_disallowed(node, "with", &name);
        }
        if !can_call || !is_allowed {
            nodes[node as usize].peer_down(env, peer, "connection_setup_failed");
            return None;
        }
        Some(self.call(nodes, env, node, peer, hidden))
    }

    fn call(
        &mut self,
        nodes: &mut [Node],
        env: &mut Env,
        node: u32,
        peer: Atom,
        hidden: bool,
    ) -> EndId {
        let own = &nodes[node as usize];
        let other = nodes
            .iter()
            .position(|other| other.name == peer && other.is_running());
        let cookie = own.dist.cookie_for(peer);
        let challenge = env.random.next_u64() as u32;
        let me = introduction(own.name, own.creation, own.dist.hidden || hidden);
        let (connection, first) = Connection::initiate(me, peer, cookie, challenge);
        let id = (self.next_wire, 0);
        self.next_wire += 1;
        let other = match (other, &mut self.errands) {
            (Some(index), _) => index as u32,
            (None, Some(errands)) => {
                errands.push(Errand::Call { wire: id.0, peer });
                OUTSIDE
            }
            (None, None) => NOBODY,
        };
        // Nobody there: the answer comes back as soon as a packet can.
        let patience_ns = match other {
            NOBODY => 2 * self.network.quality((node, NOBODY)).latency_ns,
            _ => SETUP_NS,
        };
        let deadline_ns = env.now_ns.saturating_add(patience_ns);
        self.insert_end(id, (node, other), connection, deadline_ns);
        self.by_peer.insert((node, peer.index()), id);
        nodes[node as usize].dist.meet(peer).state = PeerState::Connecting;
        if other != NOBODY {
            self.transmit(nodes, env, id, first, FrameNote::Handshake("send_name"));
        }
        id
    }

    /// An end that comes up until then or is given up.
    fn insert_end(&mut self, id: EndId, line: Line, connection: Connection, deadline_ns: u64) {
        let end = End::new(line, connection, deadline_ns);
        self.deadlines.insert((deadline_ns, id));
        self.ends.insert(id, end);
    }

    /// A node is called: the end that waits for the caller's name.
    pub(crate) fn insert_called(&mut self, nodes: &[Node], env: &Env, id: EndId, line: Line) {
        let connection = Connection::accept(me(&nodes[line.0 as usize]));
        self.insert_end(id, line, connection, env.now_ns.saturating_add(SETUP_NS));
    }

    /// Says an operation over a connection, or keeps it until the connection is up.
    pub(super) fn say(
        &mut self,
        nodes: &mut [Node],
        env: &mut Env,
        id: EndId,
        signal: OutgoingSignal,
    ) {
        let Some(end) = self.ends.get_mut(&id) else {
            return;
        };
        if !end.connection.is_up() {
            end.queue.push(signal);
            return;
        }
        let node = &nodes[end.node as usize];
        let payload = signal.payload.as_deref();
        let Some(frames) = end
            .connection
            .encode(&signal.control, payload, node, signal.from)
        else {
            return;
        };
        let note = if env.log.is_on() {
            FrameNote::control(super::control::name(&signal.control), |heap| {
                super::control::to_term(&signal.control, heap)
            })
        } else {
            FrameNote::Unlogged
        };
        for frame in frames {
            self.transmit_for(nodes, env, id, frame, note.clone(), &signal);
        }
    }

    pub(super) fn transmit(
        &mut self,
        nodes: &[Node],
        env: &mut Env,
        id: EndId,
        bytes: Vec<u8>,
        note: FrameNote,
    ) {
        self.send(
            nodes,
            env,
            id,
            bytes,
            note,
            (None, None),
            Arrival::default(),
        );
    }

    fn transmit_for(
        &mut self,
        nodes: &[Node],
        env: &mut Env,
        id: EndId,
        bytes: Vec<u8>,
        note: FrameNote,
        signal: &OutgoingSignal,
    ) {
        let arrival = Arrival {
            message: signal.message,
            cause: signal.cause,
        };
        let payload = if env.log.is_on() {
            signal.payload.as_ref().and_then(parcel_payload)
        } else {
            None
        };
        let from = Some(signal.from);
        self.send(nodes, env, id, bytes, note, (from, payload), arrival);
    }

    #[allow(clippy::too_many_arguments)]
    fn send(
        &mut self,
        nodes: &[Node],
        env: &mut Env,
        id: EndId,
        bytes: Vec<u8>,
        note: FrameNote,
        (from, payload): (Option<u32>, Payload),
        arrival: Arrival,
    ) {
        let Some(end) = self.ends.get_mut(&id) else {
            return;
        };
        end.sent = true;
        let line = (end.node, end.other);
        let node = &nodes[end.node as usize];
        let mut cause = 0;
        if env.log.is_on() {
            let what = What::FrameSent {
                to: end.connection.peer_name().unwrap_or(term::atom::EMPTY),
                wire: id.0,
                message: arrival.message,
                note,
                payload,
                length: bytes.len(),
                bytes: bytes[..bytes.len().min(limits::EVENT_FRAME_BYTES_MAX)].into(),
            };
            cause = node.log(env, from, Some(arrival.cause), what);
        }
        if line.1 == OUTSIDE {
            self.errand(Errand::Send { wire: id.0, bytes });
            return;
        }
        let flight = Flight {
            sequence: 0,
            line,
            to: (id.0, 1 - id.1),
            cargo: Cargo::Bytes(bytes),
            sent_ns: 0,
            leaves_ns: 0,
            due_ns: 0,
            message: arrival.message,
            cause,
        };
        self.network.send(&mut env.random, env.now_ns, flight);
    }

    // --- what arrives

    /// When something happens here next without anybody's doing.
    pub fn next_due_ns(&self, nodes: &[Node]) -> Option<u64> {
        let deadline = self.first_deadline(nodes).map(|(due_ns, _)| due_ns);
        let tick = self.ticks.values().copied().min();
        self.network
            .next_due_ns()
            .into_iter()
            .chain(deadline)
            .chain(tick)
            .min()
    }

    /// Whether bytes are on their way that will arrive by themselves, or a connection is coming up.
    pub fn is_busy(&self, nodes: &[Node]) -> bool {
        self.network.next_due_ns().is_some() || self.first_deadline(nodes).is_some()
    }

    /// The end that is given up next.
    fn first_deadline(&self, nodes: &[Node]) -> Option<(u64, EndId)> {
        let runs = |id: &EndId| {
            self.ends
                .get(id)
                .is_some_and(|end| !is_paused(nodes, end.node))
        };
        self.deadlines.iter().find(|(_, id)| runs(id)).copied()
    }

    /// Lets one thing happen that is due; `false` if there is none.
    pub fn step(&mut self, nodes: &mut [Node], env: &mut Env) -> bool {
        let held = self.network.held();
        if let Some(flight) = self
            .network
            .take_due(env.now_ns, |node| is_paused(nodes, node))
        {
            self.arrive(nodes, env, flight);
            return true;
        }
        // That something has to wait from now on is a change too.
        if self.network.held() != held {
            return true;
        }
        if let Some((due_ns, id)) = self.first_deadline(nodes)
            && due_ns <= env.now_ns
        {
            self.close(nodes, env, id, "connection_setup_failed");
            return true;
        }
        let ticking = self
            .ticks
            .iter()
            .find(|&(_, &due_ns)| due_ns <= env.now_ns)
            .map(|(node, _)| *node);
        if let Some(node) = ticking {
            self.tick(nodes, env, node);
            return true;
        }
        false
    }

    // --- faults

    /// Something about lines or nodes has changed: held flights go on, ticks begin or end.
    pub fn conditions_changed(&mut self, nodes: &[Node], now_ns: u64) {
        self.network.release(now_ns, |node| is_paused(nodes, node));
        self.schedule_ticks(nodes, now_ns);
    }
}

pub(super) fn me(node: &Node) -> Introduction {
    introduction(node.name, node.creation, node.dist.hidden)
}
