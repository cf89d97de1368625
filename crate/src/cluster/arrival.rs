//! What reaches the end of a wire: the bytes of a call, of the handshake and of a connection that is up.

use super::cluster::{Cluster, Report};
use super::connection::{INVALID_REPLY, Refused, Step};
use super::handshake::{Introduction, Status};
use super::network::{Cargo, EndId, Flight, OUTSIDE};
use process::dist::{Arrival, PeerState};
use process::event::{FrameNote, What};
use process::node::{Env, Node};
use term::Heap;
use term::print::{Encoding, atom_text};

/// The answer by which a peer says that its own call goes before.
const NOK: Refused = Refused("the peer is connecting already");

impl Cluster {
    pub(super) fn arrive(&mut self, nodes: &mut [Node], env: &mut Env, flight: Flight) {
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

    pub(super) fn report_disallowed(&mut self, node: u32, direction: &str, peer: &str) {
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
}
