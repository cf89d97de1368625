//! Peers that are not part of the world: its nodes call them and are called by them, over wires that somebody else carries.
//!
//! Their bytes come in as inputs of the world. What the world wants done in return is an [`Errand`]; whoever drives the world
//! takes them and does them. A replay runs nobody's errands, and needs none: what they led to is among the inputs.

use super::cluster::Cluster;
use super::network::{EndId, OUTSIDE};
use process::node::{Env, Node};
use term::Atom;

/// Something to be done outside the world.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Errand {
    /// Find the node of this name and connect to it.
    Call { wire: u64, peer: Atom },
    /// Send this, as soon as the wire is connected.
    Send { wire: u64, bytes: Vec<u8> },
    /// Close the wire once everything has been sent.
    Close { wire: u64 },
}

impl Errand {
    pub fn wire(&self) -> u64 {
        match *self {
            Errand::Call { wire, .. } | Errand::Send { wire, .. } | Errand::Close { wire } => wire,
        }
    }
}

impl Cluster {
    /// From now on, nodes that are not of this world are looked for outside.
    pub fn open(&mut self) {
        self.errands.get_or_insert_default();
    }

    /// What has come up since the last time, in order.
    pub fn take_errands(&mut self) -> Vec<Errand> {
        self.errands
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    pub(crate) fn errand(&mut self, errand: Errand) {
        if let Some(errands) = &mut self.errands {
            errands.push(errand);
        }
    }

    /// The number that the next wire will have.
    pub fn next_wire(&self) -> u64 {
        self.next_wire
    }

    /// Somebody outside calls a node, over the next wire.
    pub fn called(&mut self, nodes: &[Node], env: &Env, node: u32) {
        let id = (self.next_wire, 1);
        self.next_wire += 1;
        if nodes.get(node as usize).is_some_and(Node::is_running) {
            self.insert_called(nodes, env, id, (node, OUTSIDE));
        } else {
            self.errand(Errand::Close { wire: id.0 });
        }
    }

    /// Bytes came over a wire from outside; those of a wire that has been closed are dropped.
    pub fn heard(&mut self, nodes: &mut [Node], env: &mut Env, wire: u64, bytes: &[u8]) {
        if let Some(id) = self.outer_end(wire) {
            self.take_in(nodes, env, id, bytes, 0, None);
        }
    }

    /// A wire to the outside has been closed there, or could not be connected.
    pub fn hung_up(&mut self, nodes: &mut [Node], env: &mut Env, wire: u64) {
        if let Some(id) = self.outer_end(wire) {
            self.closed_there(nodes, env, id);
        }
    }

    fn outer_end(&self, wire: u64) -> Option<EndId> {
        let is_outer = |id: &EndId| self.ends.get(id).is_some_and(|end| end.other == OUTSIDE);
        [(wire, 0), (wire, 1)].into_iter().find(is_outer)
    }
}
