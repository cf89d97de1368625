//! The connections of all nodes of a world: calling and being called, what goes over them, and how they end.
//!
//! Ticks are simulated only where they can make a difference: on a line that is healthy both ways a tick tells nobody anything.
//!
//! Invariant: a node has at most one connection to another that is up or may come up, and `by_peer` leads to it.

use std::collections::{BTreeMap, BTreeSet};

use super::connection::{Connection, INVALID_REPLY, Refused, Step, TICK, introduction};
use super::handshake::{Introduction, Status};
use super::network::{Cargo, EndId, Flight, Line, NOBODY, Network, OUTSIDE, Quality};
use super::outside::Errand;
use process::dist::{Arrival, PeerState};
use process::event::{FrameNote, Payload, What, parcel_payload};
use process::node::{Env, Node};
use process::remote::{Outgoing, OutgoingSignal};
use term::print::{Encoding, atom_text};
use term::{Atom, Heap};

/// How long a connection may take to come up: OTP's `net_setuptime`.
const SETUP_NS: u64 = 7_000_000_000;
/// A connection on which nothing came for so many ticks is given up.
const SILENT_TICKS_MAX: u32 = 4;

/// Between two ticks of a node that is told to notice silence as soon as it can.
const SHORTEST_TICK_NS: u64 = 1_000_000_000 / SILENT_TICKS_MAX as u64;

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
    connection: Connection,
    /// What is said as soon as the connection is up.
    queue: Vec<OutgoingSignal>,
    /// Given up if it is not up by then.
    deadline_ns: u64,
    /// Whether something was received or sent since the last tick, and for how many nothing was received.
    received: bool,
    sent: bool,
    silent_ticks: u32,
    /// The peer prefers its own call: this end only keeps the queue until that has come.
    is_waiting_for_call: bool,
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
    by_peer: BTreeMap<(u32, u32), EndId>,
    /// When ends that are not up are given up.
    deadlines: BTreeSet<(u64, EndId)>,
    /// When the ends of a node are to tick next; only for nodes with an end that needs it.
    ticks: BTreeMap<u32, u64>,
    pub(crate) next_wire: u64,
    reports: Vec<Report>,
    /// What is to be done outside the world; `None` when nothing out there can be reached.
    pub(crate) errands: Option<Vec<Errand>>,
}

/// Whether a node's program runs, and whether it takes what arrives.
fn is_paused(nodes: &[Node], node: u32) -> bool {
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
    fn say(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId, signal: OutgoingSignal) {
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

    fn transmit(
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

    fn arrive(&mut self, nodes: &mut [Node], env: &mut Env, flight: Flight) {
        let (from, to) = flight.line;
        let is_there = nodes.get(to as usize).is_some_and(Node::is_running);
        if !is_there {
            return;
        }
        let id = flight.to;
        let bytes = match flight.cargo {
            Cargo::Close => return self.closed_there(nodes, env, id),
            Cargo::Bytes(bytes) => bytes,
        };
        if !self.ends.contains_key(&id) {
            // The first bytes of a call; a later piece belongs to an end that has closed.
            let is_call = id.1 == 1
                && self
                    .ends
                    .get(&(id.0, 0))
                    .is_some_and(|end| !end.connection.is_up());
            if !is_call {
                return;
            }
            self.insert_called(nodes, env, id, (to, from));
        }
        self.take_in(nodes, env, id, &bytes, flight.message, Some(flight.cause));
    }

    /// Bytes have reached an end; `message` and `cause` tell the log where they come from.
    pub(crate) fn take_in(
        &mut self,
        nodes: &mut [Node],
        env: &mut Env,
        id: EndId,
        bytes: &[u8],
        message: u64,
        cause: Option<u64>,
    ) {
        let Some(end) = self.ends.get_mut(&id) else {
            return;
        };
        if env.log.is_on() {
            let sender = nodes.get(end.other as usize).map(|node| node.name);
            let from = sender.or(end.connection.peer_name());
            let what = What::FrameReceived {
                from: from.unwrap_or(term::atom::EMPTY),
                wire: id.0,
                message,
                length: bytes.len(),
            };
            nodes[end.node as usize].log(env, None, cause, what);
        }
        let arrival = Arrival {
            message,
            cause: env.log.head(),
        };
        end.received = true;
        end.connection.feed(bytes);
        self.understand(nodes, env, id, arrival);
    }

    /// Acts on what has been fed to an end.
    fn understand(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId, mut arrival: Arrival) {
        while let Some(end) = self.ends.get_mut(&id) {
            let (node, is_outside) = (end.node, end.other == OUTSIDE);
            let step = match end.connection.understand() {
                Ok(Some(step)) => step,
                Ok(None) => return,
                Err(refused) => return self.refuse(nodes, env, id, refused),
            };
            match step {
                Step::Asked(peer) => self.asked(nodes, env, id, peer),
                Step::Answer(bytes) if bytes.is_empty() => {}
                Step::Replace(bytes) => {
                    self.replace(nodes, env, id);
                    self.transmit(
                        nodes,
                        env,
                        id,
                        bytes,
                        FrameNote::Handshake("send_challenge"),
                    );
                }
                Step::Answer(bytes) => {
                    let note = if end.connection.is_initiator() {
                        "send_challenge_reply"
                    } else {
                        "send_challenge"
                    };
                    self.transmit(nodes, env, id, bytes, FrameNote::Handshake(note));
                }
                Step::Up(bytes) => {
                    if !bytes.is_empty() {
                        self.transmit(
                            nodes,
                            env,
                            id,
                            bytes,
                            FrameNote::Handshake("send_challenge_ack"),
                        );
                    }
                    self.up(nodes, env, id);
                }
                Step::Tick | Step::Part => {}
                Step::Message(message) => {
                    // The world's own messages have got theirs where they were sent.
                    if is_outside {
                        env.next_message += 1;
                        arrival.message = env.next_message;
                    }
                    let mut heap = Heap::new();
                    let words_free = env.words_max.saturating_sub(env.words);
                    let own = &mut nodes[node as usize];
                    match message.decode(&mut heap, own, words_free) {
                        Ok((control, _, payload)) => {
                            own.hear(env, control, &heap, payload, arrival);
                        }
                        Err(refused) => return self.refuse(nodes, env, id, refused),
                    }
                    self.flush(nodes, env, node);
                }
            }
        }
    }

    /// A peer calls: may it come in?
    fn asked(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId, peer: Introduction) {
        let Some(end) = self.ends.get(&id) else {
            return;
        };
        let (node, is_outside) = (end.node, end.other == OUTSIDE);
        let own = &nodes[node as usize];
        let cookie = own.dist.cookie_for(peer.name);
        let before = self.by_peer.get(&(node, peer.name.index())).copied();
        let status = match before.and_then(|before| self.ends.get(&before)) {
            _ if peer.name == own.name || !own.dist.allows(peer.name) => Status::NotAllowed,
            None => Status::Ok,
            Some(before) if before.connection.is_up() => Status::Alive,
            Some(before)
                if before.connection.is_initiator() && peer.name.text() > own.name.text() =>
            {
                Status::OkSimultaneous
            }
            Some(before) if before.is_waiting_for_call => Status::OkSimultaneous,
            // It has begun anew: the end of its first call has not been noticed yet.
            Some(before) if is_outside && !before.connection.is_initiator() => Status::Ok,
            Some(_) => Status::Nok,
        };
        if !own.dist.allows(peer.name) {
            // As OTP, without quotes.
            self.report_disallowed(node, "from", peer.name.text());
        }
        let challenge = env.random.next_u64() as u32;
        let mut queue = Vec::new();
        match (status, before) {
            (Status::Ok | Status::OkSimultaneous, Some(before)) => {
                if let Some(given_up) = self.remove_end(before) {
                    self.hang_up(env, before, &given_up);
                    queue = given_up.queue;
                }
            }
            // Whoever of this world calls again has lost the connection; others confirm it first.
            (Status::Alive, Some(before)) if !is_outside => {
                self.close(nodes, env, before, "connection_closed");
            }
            _ => {}
        }
        let Some(end) = self.ends.get_mut(&id) else {
            return;
        };
        end.queue = queue;
        let answer = end.connection.admit(status, cookie, challenge);
        let refused = matches!(status, Status::Nok | Status::NotAllowed);
        if !refused && (status != Status::Alive || !is_outside) {
            self.by_peer.insert((node, peer.name.index()), id);
            nodes[node as usize].dist.meet(peer.name).state = PeerState::Connecting;
        }
        self.transmit(nodes, env, id, answer, FrameNote::Handshake("send_status"));
        if refused && let Some(end) = self.remove_end(id) {
            self.hang_up(env, id, &end);
        }
    }

    fn report_disallowed(&mut self, node: u32, direction: &str, peer: &str) {
        let text = format!("** Connection attempt {direction} disallowed node {peer} ** \n");
        let report = Report { node, text };
        // Everything that is said to the node in one turn is one attempt.
        if !self.reports.contains(&report) {
            self.reports.push(report);
        }
    }

    /// A node outside calls again: it has lost the connection, and this node had not noticed. A call that crossed the one by
    /// which the nodes are connected does not come so far.
    fn replace(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId) {
        let Some(end) = self.ends.get(&id) else {
            return;
        };
        let (node, Some(peer)) = (end.node, end.connection.peer_name()) else {
            return;
        };
        let key = (node, peer.index());
        match self.by_peer.get(&key) {
            Some(&before) if before == id => return,
            Some(&before) => self.close(nodes, env, before, "connection_closed"),
            None => {}
        }
        self.by_peer.insert(key, id);
        nodes[node as usize].dist.meet(peer).state = PeerState::Connecting;
    }

    /// The handshake is over: the nodes are connected, and what has waited for that is said.
    fn up(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId) {
        let Some(end) = self.ends.get_mut(&id) else {
            return;
        };
        let node = end.node;
        let Some(&peer) = end.connection.peer() else {
            return;
        };
        let hidden = end.connection.is_hidden();
        let queue = std::mem::take(&mut end.queue);
        (end.received, end.silent_ticks) = (true, 0);
        self.deadlines.remove(&(end.deadline_ns, id));
        nodes[node as usize].peer_up(env, peer.name, peer.creation, hidden);
        for signal in queue {
            self.say(nodes, env, id, signal);
        }
        self.schedule_ticks(nodes, env.now_ns);
        self.flush(nodes, env, node);
    }

    /// The peer broke the protocol, or turned the call down.
    fn refuse(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId, refused: Refused) {
        let Some(end) = self.ends.get_mut(&id) else {
            return;
        };
        if refused == NOK {
            // The peer is calling this node: what is to be said waits for that.
            end.is_waiting_for_call = true;
            return;
        }
        let (node, peer) = (end.node, end.connection.peer_name());
        if refused.0 == INVALID_REPLY
            && let Some(peer) = peer
        {
            let text = format!(
                "** Connection attempt from node {} rejected. {INVALID_REPLY}. **\n",
                atom_text(peer.text(), Encoding::Unicode)
            );
            self.reports.push(Report { node, text });
        }
        self.close(nodes, env, id, "connection_closed");
    }

    // --- the end

    /// This end closes the wire; what it has sent still arrives.
    pub fn close(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId, reason: &str) {
        if let Some(end) = self.ends.get(&id).cloned() {
            self.hang_up(env, id, &end);
        }
        self.drop_end(nodes, env, id, reason);
    }

    /// The other end is gone. One that waits for the call of a peer outside keeps on waiting.
    pub(crate) fn closed_there(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId) {
        match self.ends.get_mut(&id) {
            Some(end) if end.is_waiting_for_call && end.other == OUTSIDE => end.other = NOBODY,
            _ => self.drop_end(nodes, env, id, "connection_closed"),
        }
    }

    /// Tells the other end that this one is gone.
    fn hang_up(&mut self, env: &mut Env, id: EndId, end: &End) {
        if end.other == OUTSIDE {
            self.errand(Errand::Close { wire: id.0 });
        }
        if matches!(end.other, OUTSIDE | NOBODY) {
            return;
        }
        let flight = Flight {
            sequence: 0,
            line: (end.node, end.other),
            to: (id.0, 1 - id.1),
            cargo: Cargo::Close,
            sent_ns: 0,
            leaves_ns: 0,
            due_ns: 0,
            message: 0,
            cause: env.log.head(),
        };
        self.network.lose(id);
        self.network.send(&mut env.random, env.now_ns, flight);
    }

    fn remove_end(&mut self, id: EndId) -> Option<End> {
        let end = self.ends.remove(&id)?;
        self.deadlines.remove(&(end.deadline_ns, id));
        Some(end)
    }

    /// Forgets an end. If it was the connection to its peer, the node hears of it.
    fn drop_end(&mut self, nodes: &mut [Node], env: &mut Env, id: EndId, reason: &str) {
        let Some(end) = self.remove_end(id) else {
            return;
        };
        let Some(peer) = end.connection.peer_name() else {
            return;
        };
        let key = (end.node, peer.index());
        if self.by_peer.get(&key) != Some(&id) {
            return;
        }
        self.by_peer.remove(&key);
        nodes[end.node as usize].peer_down(env, peer, reason);
        self.flush(nodes, env, end.node);
    }

    /// All that a node has open goes with it. Its peers hear of it when the news reaches them.
    pub fn node_stops(&mut self, env: &mut Env, node: u32) {
        let ids: Vec<EndId> = self
            .ends
            .iter()
            .filter(|(_, end)| end.node == node)
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            if let Some(end) = self.remove_end(id) {
                self.hang_up(env, id, &end);
            }
        }
        self.by_peer.retain(|(owner, _), _| *owner != node);
        self.ticks.remove(&node);
    }

    // --- faults

    /// Breaks the connections between two nodes: what is on its way is lost, and both notice at once.
    pub fn break_between(&mut self, nodes: &mut [Node], env: &mut Env, a: u32, b: u32) {
        let between =
            |end: &End| (end.node, end.other) == (a, b) || (end.node, end.other) == (b, a);
        let ids: Vec<EndId> = self
            .ends
            .iter()
            .filter(|(_, end)| between(end))
            .map(|(id, _)| *id)
            .collect();
        for id in &ids {
            self.network.lose(*id);
        }
        for id in ids {
            self.network.lose((id.0, 1 - id.1));
            self.drop_end(nodes, env, id, "connection_closed");
        }
    }

    /// Something about lines or nodes has changed: held flights go on, ticks begin or end.
    pub fn conditions_changed(&mut self, nodes: &[Node], now_ns: u64) {
        self.network.release(now_ns, |node| is_paused(nodes, node));
        self.schedule_ticks(nodes, now_ns);
    }

    fn tick_interval_ns(node: &Node) -> u64 {
        u64::from(node.dist.tick_time_s.max(1)) * 1_000_000_000 / u64::from(SILENT_TICKS_MAX)
    }

    /// Whether ticks can tell something on this connection.
    fn is_ailing(&self, nodes: &[Node], end: &End) -> bool {
        let lines: [Line; 2] = [(end.node, end.other), (end.other, end.node)];
        let slow_ns = Self::tick_interval_ns(&nodes[end.node as usize]);
        end.connection.is_up()
            && (end.other == OUTSIDE
                || is_paused(nodes, end.other)
                || lines.iter().any(|line| {
                    self.network.is_cut(*line) || self.network.quality(*line).latency_ns >= slow_ns
                }))
    }

    fn schedule_ticks(&mut self, nodes: &[Node], now_ns: u64) {
        let usual_ns = self.network.quality((u32::MAX, u32::MAX)).latency_ns;
        let is_healthy = self.errands.is_none()
            && self.network.is_all_usual()
            && usual_ns < SHORTEST_TICK_NS
            && !nodes.iter().any(|node| node.is_paused);
        if is_healthy {
            self.ticks.clear();
            return;
        }
        let mut ailing: BTreeMap<u32, bool> = BTreeMap::new();
        for end in self.ends.values() {
            *ailing.entry(end.node).or_default() |=
                self.is_ailing(nodes, end) && !is_paused(nodes, end.node);
        }
        self.ticks.retain(|node, _| ailing.get(node) == Some(&true));
        for (node, _) in ailing.into_iter().filter(|(_, ailing)| *ailing) {
            if self.ticks.contains_key(&node) {
                continue;
            }
            let own = &nodes[node as usize];
            let interval_ns = Self::tick_interval_ns(own);
            let passed = now_ns.saturating_sub(own.started_ns) / interval_ns;
            self.ticks
                .insert(node, own.started_ns + (passed + 1) * interval_ns);
            for end in self.ends.values_mut().filter(|end| end.node == node) {
                (end.received, end.silent_ticks) = (true, 0);
            }
        }
    }

    /// A node ticks: it tells its peers that it lives and gives up those it has not heard of for four ticks.
    fn tick(&mut self, nodes: &mut [Node], env: &mut Env, node: u32) {
        let interval_ns = Self::tick_interval_ns(&nodes[node as usize]);
        if let Some(due_ns) = self.ticks.get_mut(&node) {
            *due_ns += interval_ns;
        }
        let ids: Vec<EndId> = self
            .ends
            .iter()
            .filter(|(_, end)| end.node == node && self.is_ailing(nodes, end))
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            let Some(end) = self.ends.get_mut(&id) else {
                continue;
            };
            end.silent_ticks = if std::mem::take(&mut end.received) {
                0
            } else {
                end.silent_ticks + 1
            };
            if end.silent_ticks >= SILENT_TICKS_MAX {
                // What was sent and not acknowledged is lost with the connection.
                self.network.lose((id.0, 1 - id.1));
                self.close(nodes, env, id, "net_tick_timeout");
                continue;
            }
            if !std::mem::take(&mut end.sent) {
                self.transmit(nodes, env, id, TICK.to_vec(), FrameNote::Tick);
                if let Some(end) = self.ends.get_mut(&id) {
                    end.sent = false;
                }
            }
        }
        self.schedule_ticks(nodes, env.now_ns);
    }
}

/// The answer by which a peer says that its own call goes before.
const NOK: Refused = Refused("the peer is connecting already");

fn me(node: &Node) -> Introduction {
    introduction(node.name, node.creation, node.dist.hidden)
}
