//! Ticks: a node tells its peers that it lives, and gives up those it has not heard of for long.
//!
//! They are simulated only where they can make a difference: on a line that is healthy both ways a tick tells nobody anything.

use std::collections::BTreeMap;

use super::cluster::{Cluster, End, is_paused};
use super::connection::TICK;
use super::network::{EndId, Line, OUTSIDE};
use process::event::FrameNote;
use process::node::{Env, Node};

/// A connection on which nothing came for so many ticks is given up.
const SILENT_TICKS_MAX: u32 = 4;
/// Between two ticks of a node that is told to notice silence as soon as it can.
const SHORTEST_TICK_NS: u64 = 1_000_000_000 / SILENT_TICKS_MAX as u64;

impl Cluster {
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

    pub(super) fn schedule_ticks(&mut self, nodes: &[Node], now_ns: u64) {
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
    pub(super) fn tick(&mut self, nodes: &mut [Node], env: &mut Env, node: u32) {
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
