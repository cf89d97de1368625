//! The second phase: everything is healed, and what was promised must be so.

use std::collections::{BTreeMap, BTreeSet};

use super::faults::standing;
use super::{S, Simulation, TICK_TIME_S};
use spawnpoint::world::Input;

/// Seconds until healed nodes must have found together, calls be over, and members have answered.
const SETTLE_S: u64 = 60;
const FINISH_S: u64 = 90;
const ANSWER_S: u64 = 15;

impl Simulation {
    pub fn heal(&mut self) {
        self.tell("everything heals");
        for pair in self.cut.clone() {
            self.mend(pair);
        }
        for pair in std::mem::take(&mut self.slowed) {
            self.set_quality(pair, 500, 0, 0);
        }
        for node in self.all() {
            if self.is_paused(node) {
                self.world.input(Input::Resume { node });
            }
            if self.is_running(node) {
                self.line(node, "sim:steady(false).");
            } else {
                self.restart_node(node);
            }
        }
    }

    /// The checks in turn; a failed one spares those that follow.
    pub fn liveness(&mut self) {
        let checks = [
            Simulation::settle,
            Simulation::one_name,
            Simulation::clusters_answer,
            Simulation::finish,
            Simulation::histories,
        ];
        for check in checks {
            if self.outcome.violations.is_empty() {
                check(self);
            }
        }
    }

    fn histories(&mut self) {
        for cluster in ["ids", "room"] {
            if self.works.contains(&cluster) {
                self.history(cluster);
            }
        }
    }

    /// Waits until all nodes are connected and each cluster has all its members in one view.
    fn settle(&mut self) {
        for _ in 0..SETTLE_S {
            self.pass(S);
            if self.unsettled().is_empty() || !self.outcome.violations.is_empty() {
                self.tell("settled");
                return;
            }
        }
        let unsettled = self.unsettled();
        self.busy();
        self.violation(format!(
            "not settled after {SETTLE_S} s: {}",
            unsettled.join("; ")
        ));
    }

    /// What is still missing.
    fn unsettled(&self) -> Vec<String> {
        let nodes = &self.world.state().nodes;
        let mut missing = Vec::new();
        for node in nodes {
            for other in nodes {
                if node.index != other.index && !node.dist.is_up(other.name) {
                    missing.push(format!(
                        "{} is not connected to {}",
                        node.name.text(),
                        other.name.text()
                    ));
                }
            }
        }
        for cluster in ["ids", "room"] {
            if !self.works.contains(&cluster) {
                continue;
            }
            let standings: Vec<_> = nodes.iter().map(|node| standing(node, cluster)).collect();
            let numbers: BTreeSet<_> = standings
                .iter()
                .map(|standing| standing.map(|(number, _)| number))
                .collect();
            let active = standings
                .iter()
                .filter(|standing| standing.is_some_and(|(_, active)| active))
                .count();
            if numbers.len() != 1 || active != 1 {
                missing.push(format!("{cluster}: views and who is active: {standings:?}"));
            }
        }
        missing
    }

    /// Exactly one process has the name, and all nodes know it.
    fn one_name(&mut self) {
        if !self.works.contains(&"names") {
            return;
        }
        for node in self.all() {
            self.line(node, "sim:steady(true).");
        }
        self.pass(10 * S);
        let holders = self.holders();
        let everybody = self.names.len();
        let pids: BTreeSet<&String> = holders.values().map(|(pid, _)| pid).collect();
        if holders.len() != everybody || pids.len() != 1 || pids.contains(&"undefined".to_owned()) {
            self.violation(format!("the global name after healing: {holders:?}"));
        }
    }

    /// By node that answers: node and number of the process that has the name, and the nodes it is connected to.
    fn holders(&mut self) -> BTreeMap<String, (String, Vec<String>)> {
        self.said.clear();
        for node in self.those_active() {
            self.line(node, "sim_names:tell().");
        }
        self.pass(3 * S);
        let mut holders = BTreeMap::new();
        for line in std::mem::take(&mut self.said) {
            let words: Vec<&str> = line.split(' ').collect();
            if let [_, "holder", node, pid, nodes] = *words.as_slice() {
                let nodes = nodes
                    .trim_matches(['[', ']'])
                    .split(',')
                    .map(str::to_owned)
                    .collect();
                holders.insert(node.to_owned(), (pid.to_owned(), nodes));
            }
        }
        holders
    }

    fn those_active(&self) -> Vec<u32> {
        self.all()
            .filter(|&node| self.world.state().nodes[node as usize].is_active())
            .collect()
    }

    /// Faults last. When nobody tries to connect any more, parts must form in which all are connected to all, and each part
    /// has the name at most once.
    pub fn cliques(&mut self) {
        self.tell("nobody connects any more; which parts form?");
        for node in self.those_active() {
            self.line(node, "sim:steady(true).");
        }
        self.pass(6 * TICK_TIME_S * S);
        let holders = self.holders();
        for (node, (pid, connected)) in &holders {
            for other in connected {
                let Some((other_pid, other_connected)) = holders.get(other) else {
                    continue;
                };
                if other_connected != connected {
                    self.violation(format!("overlapping parts: {node} has {connected:?}, {other} has {other_connected:?}"));
                    return;
                }
                if other_pid != pid {
                    self.violation(format!(
                        "the name in one part: {node} says {pid}, {other} says {other_pid}"
                    ));
                    return;
                }
            }
        }
    }

    /// Every node's client is answered again.
    fn clusters_answer(&mut self) {
        let before = self.acknowledged.len();
        self.pass(15 * S);
        for cluster in self.works.clone() {
            if cluster != "ids" && cluster != "room" {
                continue;
            }
            for name in self.names.clone() {
                let mut new = self.acknowledged[before..].iter();
                if !new.any(|(known, request)| known == cluster && request.contains(&name)) {
                    self.busy();
                    self.violation(format!("{cluster} does not answer on {name} after healing"));
                }
            }
        }
    }

    /// All workers end their last call.
    fn finish(&mut self) {
        self.said.clear();
        for node in self.all() {
            self.line(node, "sim:finish().");
        }
        let mut waiting: BTreeSet<String> = self.names.iter().cloned().collect();
        for _ in 0..FINISH_S {
            self.pass(S);
            for line in std::mem::take(&mut self.said) {
                if let Some((name, "finished")) = line.split_once(' ') {
                    waiting.remove(name);
                }
            }
            if waiting.is_empty() {
                return;
            }
        }
        let busy: Vec<String> = self
            .busy()
            .into_iter()
            .filter(|line| {
                waiting
                    .iter()
                    .any(|name| line.starts_with(&format!("{name} busy")))
            })
            .collect();
        self.violation(format!("never ended: {}", busy.join("; ")));
    }

    /// Where the workers of all nodes are.
    fn busy(&mut self) -> Vec<String> {
        self.said.clear();
        for node in self.those_active() {
            self.line(node, "sim:busy().");
        }
        self.pass(S);
        std::mem::take(&mut self.said)
    }

    /// All members hold the same, and in it every acknowledged request once, with the number its client was told.
    fn history(&mut self, cluster: &str) {
        self.said.clear();
        for node in self.all() {
            self.line(node, &format!("sim_cluster:tell({cluster})."));
        }
        self.pass(ANSWER_S * S);
        let mut states = BTreeMap::new();
        for line in std::mem::take(&mut self.said) {
            let words: Vec<&str> = line.splitn(6, ' ').collect();
            if let [_, "state", name, teller, member, state] = *words.as_slice()
                && name == cluster
            {
                states.insert((teller.to_owned(), member.to_owned()), state.to_owned());
            }
        }
        let everybody = self.names.len();
        let contents: BTreeSet<&String> = states.values().collect();
        if states.len() != everybody * everybody || contents.len() != 1 {
            let held: Vec<_> = states
                .iter()
                .map(|(who, state)| (who, state.split(' ').count()))
                .collect();
            self.violation(format!(
                "{cluster}: the members differ, or do not answer all: {held:?}"
            ));
            return;
        }
        let held: Vec<&str> = contents.iter().flat_map(|state| state.split(' ')).collect();
        let mut found = self.wrong_requests(cluster, &held);
        found.truncate(5);
        for text in found {
            self.violation(format!("{cluster}: {text}"));
        }
    }

    fn wrong_requests(&self, cluster: &str, held: &[&str]) -> Vec<String> {
        let mut wrong = Vec::new();
        let (mut ids, mut requests) = (BTreeSet::new(), BTreeSet::new());
        for (id, request) in held.iter().filter_map(|one| one.split_once(':')) {
            if !ids.insert(id) || !requests.insert(request) {
                wrong.push(format!("{id}:{request} is in the history twice"));
            }
        }
        let held: BTreeSet<&str> = held.iter().copied().collect();
        let mut told = BTreeSet::new();
        for (_, one) in self
            .acknowledged
            .iter()
            .filter(|(known, _)| known == cluster)
        {
            if !held.contains(one.as_str()) {
                wrong.push(format!("{one} was acknowledged and is lost"));
            }
            if !told.insert(one.split(':').next()) {
                wrong.push(format!("the number of {one} was acknowledged twice"));
            }
        }
        wrong
    }
}
