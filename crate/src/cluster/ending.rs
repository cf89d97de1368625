//! How connections end: closed by either end, with their node, or broken by a fault.

use super::cluster::{Cluster, End};
use super::network::{Cargo, EndId, Flight, NOBODY, OUTSIDE};
use super::outside::Errand;
use process::node::{Env, Node};

impl Cluster {
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
    pub(super) fn hang_up(&mut self, env: &mut Env, id: EndId, end: &End) {
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

    pub(super) fn remove_end(&mut self, id: EndId) -> Option<End> {
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
}
