//! The first phase: what is done to the nodes and the network.
//!
//! Everything may happen at any time, with one exception that the promise of a cluster names itself: what clients were told
//! lasts as long as one member lives that was there. So of the members of the newest view one is always left alive.

use super::{S, Simulation, TICK_TIME_S};
use spawnpoint::process::Node;
use spawnpoint::term::{Atom, Term};
use spawnpoint::world::Input;

const CLUSTERS: [&str; 2] = ["ids", "room"];

impl Simulation {
    pub fn faults(&mut self) {
        let count = 6 + self.below(12);
        for _ in 0..count {
            self.fault();
            let wait_ns = match self.below(8) {
                // Long enough for silence to be noticed.
                0 => TICK_TIME_S * S + self.below(8 * S),
                1..=2 => self.below(S / 10),
                _ => self.below(3 * S),
            };
            self.pass(wait_ns);
            if !self.outcome.violations.is_empty() {
                return;
            }
            self.note_views();
        }
        // Servers of a cluster that miss others go on calling them.
        let has_cluster = CLUSTERS.iter().any(|cluster| self.works.contains(cluster));
        if self.works.contains(&"names") && !has_cluster {
            self.cliques();
        }
    }

    fn fault(&mut self) {
        self.outcome.faults += 1;
        match self.below(100) {
            0..=15 => self.crash(),
            16..=33 => self.restart(),
            34..=42 => self.pause(),
            43..=48 => self.resume(),
            49..=57 => self.part(),
            58..=63 => self.cut_one(true),
            64..=70 => self.cut_one(false),
            71..=79 => self.slow(),
            80..=86 => self.disconnect(),
            87..=93 => self.mend_one(),
            94..=97 => self.kill_server(),
            _ => self.stop_global(),
        }
    }

    fn act(&mut self, text: &str, input: Input) {
        self.tell(text);
        self.world.input(input);
    }

    fn those(&self, wanted: impl Fn(&Node) -> bool) -> Vec<u32> {
        let nodes = self.world.state().nodes.iter();
        nodes
            .filter(|node| wanted(node))
            .map(|node| node.index)
            .collect()
    }

    fn crash(&mut self) {
        let running = self.those(Node::is_running);
        let Some(node) = self
            .pick(&running)
            .filter(|&node| running.len() > 1 && self.can_spare(node))
        else {
            return;
        };
        self.act(
            &format!("crash {}", self.names[node as usize]),
            Input::CrashNode { node },
        );
    }

    fn restart(&mut self) {
        let down = self.those(|node| !node.is_running());
        if let Some(node) = self.pick(&down) {
            self.restart_node(node);
        }
    }

    pub fn restart_node(&mut self, node: u32) {
        let name = self.names[node as usize].clone();
        let text = format!("start {name}");
        self.act(&text, Input::StartNode { name: name.into() });
        self.pass(S / 100);
        self.start_work(node);
    }

    fn pause(&mut self) {
        let active = self.those(Node::is_active);
        if let Some(node) = self.pick(&active) {
            self.act(
                &format!("pause {}", self.names[node as usize]),
                Input::Pause { node },
            );
        }
    }

    fn resume(&mut self) {
        let paused = self.those(|node| node.is_paused);
        if let Some(node) = self.pick(&paused) {
            self.act(
                &format!("resume {}", self.names[node as usize]),
                Input::Resume { node },
            );
        }
    }

    /// The nodes fall into two parts.
    fn part(&mut self) {
        let side = self.random.next_u64();
        for a in self.all() {
            for b in a + 1..self.names.len() as u32 {
                if (side >> a) & 1 != (side >> b) & 1 {
                    self.cut(a, b, true);
                }
            }
        }
    }

    fn two(&mut self) -> (u32, u32) {
        let count = self.names.len() as u64;
        let a = self.below(count);
        let b = (a + 1 + self.below(count - 1)) % count;
        (a as u32, b as u32)
    }

    fn cut_one(&mut self, both: bool) {
        let (a, b) = self.two();
        self.cut(a, b, both);
    }

    fn cut(&mut self, a: u32, b: u32, both: bool) {
        self.cut.insert((a.min(b), a.max(b)));
        let what = if both { "partition" } else { "silence" };
        let text = format!(
            "{what} {} {}",
            self.names[a as usize], self.names[b as usize]
        );
        self.act(&text, Input::Partition { a, b, both });
    }

    pub fn mend(&mut self, (a, b): (u32, u32)) {
        self.cut.remove(&(a, b));
        let text = format!("heal {} {}", self.names[a as usize], self.names[b as usize]);
        self.act(&text, Input::Heal { a, b });
    }

    fn mend_one(&mut self) {
        let cut: Vec<(u32, u32)> = self.cut.iter().copied().collect();
        match self.below(3) {
            0 => cut.into_iter().for_each(|pair| self.mend(pair)),
            _ => {
                if let Some(pair) = self.pick(&cut) {
                    self.mend(pair);
                }
            }
        }
    }

    /// Delay, jitter, little bandwidth; at times so much that it looks like silence.
    fn slow(&mut self) {
        let (a, b) = self.two();
        self.slowed.insert((a.min(b), a.max(b)));
        let latency_us = match self.below(4) {
            0 => 1_000_000 + self.below(9_000_000),
            1 => 0,
            _ => self.below(200_000),
        };
        let jitter_us = self.below(2) * self.below(300_000);
        let bytes_per_s = if self.below(3) == 0 {
            500 + self.below(20_000)
        } else {
            0
        };
        self.set_quality((a, b), latency_us, jitter_us, bytes_per_s);
    }

    pub fn set_quality(
        &mut self,
        (a, b): (u32, u32),
        latency_us: u64,
        jitter_us: u64,
        bytes_per_s: u64,
    ) {
        let names = (&self.names[a as usize], &self.names[b as usize]);
        let text = format!(
            "delay {} {} {latency_us} us, jitter {jitter_us} us, {bytes_per_s} bytes/s",
            names.0, names.1
        );
        let delay = Input::Delay {
            a,
            b,
            latency_us,
            jitter_us,
            bytes_per_s,
        };
        self.act(&text, delay);
    }

    fn disconnect(&mut self) {
        let (a, b) = self.two();
        let text = format!(
            "disconnect {} {}",
            self.names[a as usize], self.names[b as usize]
        );
        self.act(&text, Input::Disconnect { a, b });
    }

    fn kill_server(&mut self) {
        let running = self.those(Node::is_active);
        let cluster = self.pick(&CLUSTERS).unwrap_or_default();
        let Some(node) = self
            .pick(&running)
            .filter(|&node| self.has_other_member(cluster, node))
        else {
            return;
        };
        if let Some(number) = self.world.state().nodes[node as usize].whereis(Atom::intern(cluster))
        {
            let text = format!("kill server {cluster} on {}", self.names[node as usize]);
            let reason = "kill".into();
            self.act(
                &text,
                Input::Kill {
                    node,
                    number,
                    reason,
                },
            );
        }
    }

    /// The cluster is asked to end its global server; that is on a node nobody chose, so two others must be members.
    fn stop_global(&mut self) {
        let running = self.those(Node::is_active);
        let cluster = self.pick(&CLUSTERS).unwrap_or_default();
        if !self.works.contains(&cluster) || !self.cut.is_empty() {
            return;
        }
        if let Some(node) = self
            .pick(&running)
            .filter(|&node| self.members(cluster, Some(node)).len() > 1)
        {
            self.tell(&format!("stop the global server of {cluster}"));
            self.line(node, &format!("sim_cluster:stop_global({cluster})."));
            // It is over before anything else happens.
            self.pass(S);
        }
    }

    // --- what a cluster can spare

    /// Remembers the newest view of each cluster.
    fn note_views(&mut self) {
        for cluster in CLUSTERS {
            let nodes = self.world.state().nodes.iter();
            let views = nodes.filter_map(|node| standing(node, cluster));
            let newest = views.map(|(number, _)| number).max().unwrap_or(0);
            let known = self.newest.entry(cluster).or_default();
            *known = newest.max(*known);
        }
    }

    /// The living nodes whose server has the newest view there ever was, without `except`.
    fn members(&mut self, cluster: &'static str, except: Option<u32>) -> Vec<u32> {
        self.note_views();
        let newest = self.newest[cluster];
        self.those(|node| {
            node.is_running()
                && Some(node.index) != except
                && standing(node, cluster).is_some_and(|(number, _)| number == newest)
        })
    }

    fn has_other_member(&mut self, cluster: &'static str, node: u32) -> bool {
        self.works.contains(&cluster) && !self.members(cluster, Some(node)).is_empty()
    }

    /// Whether a node may die: no cluster loses its last member of the newest view.
    fn can_spare(&mut self, node: u32) -> bool {
        CLUSTERS
            .iter()
            .all(|cluster| !self.works.contains(cluster) || self.has_other_member(cluster, node))
    }
}

/// Number of the view that the server of a cluster on a node has, and whether it may make changes.
pub fn standing(node: &Node, cluster: &str) -> Option<(i64, bool)> {
    let number = node.whereis(Atom::intern(cluster))?;
    let process = node.processes.get(number)?;
    let is_standing = |key: Term| {
        let pair: Option<[Term; 2]> = process.heap.as_tuple(key);
        pair.is_some_and(|[_, second]| second == Term::from_atom(Atom::intern("standing")))
    };
    let (_, value) = process
        .dictionary
        .iter()
        .find(|(key, _)| is_standing(*key))?;
    let [active, view, _seq] = process.heap.as_tuple(*value)?;
    Some((view.as_small()?, active == Term::bool(true)))
}
