//! Two worlds of a node each, joined by hand as the native program joins one to the network.

use std::collections::BTreeMap;

use spawnpoint::cluster::Errand;
use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Outside, OutsideConfig, Status, World};

pub const NAMES: [&str; 2] = ["left@host", "right@host"];

pub struct Pair {
    pub worlds: [World; 2],
    /// Wires by world and number: the number at the other end.
    wires: BTreeMap<(usize, u64), u64>,
    /// What happens to bytes on their way.
    spoil: Box<dyn FnMut(Vec<u8>) -> Vec<u8>>,
}

impl Pair {
    pub fn new(cookies: [&str; 2]) -> Pair {
        let world = |index: usize| {
            let config = Config {
                seed: index as u64,
                nodes: vec![NAMES[index].into()],
                cookie: cookies[index].into(),
                log: true,
                outside: Some(OutsideConfig {
                    creation: 77 + index as u32,
                    hidden: false,
                }),
                ..Config::default()
            };
            World::new(config, shell::services())
        };
        let mut pair = Pair {
            worlds: [world(0), world(1)],
            wires: BTreeMap::new(),
            spoil: Box::new(|bytes| bytes),
        };
        pair.rest();
        pair.output();
        pair
    }

    /// From now on, bytes arrive as `spoil` leaves them.
    #[allow(dead_code, reason = "used where bytes are spoilt")]
    pub fn spoil(&mut self, spoil: impl FnMut(Vec<u8>) -> Vec<u8> + 'static) {
        self.spoil = Box::new(spoil);
    }

    /// Carries bytes both ways until nothing more is to be done within a second.
    pub fn rest(&mut self) {
        let end_ns = self
            .worlds
            .each_ref()
            .map(|world| world.now_ns() + 1_000_000_000);
        loop {
            let mut is_quiet = true;
            for (at, &end_ns) in end_ns.iter().enumerate() {
                let world = &mut self.worlds[at];
                match world.run(u64::MAX, 0).status {
                    Status::Waiting { until_ns } if until_ns <= end_ns => {
                        world.input(Input::Advance { to_ns: until_ns });
                        is_quiet = false;
                    }
                    _ => {}
                }
                for errand in self.worlds[at].take_errands() {
                    self.run_errand(at, errand);
                    is_quiet = false;
                }
            }
            if is_quiet {
                return;
            }
        }
    }

    fn run_errand(&mut self, at: usize, errand: Errand) {
        let wire = errand.wire();
        let there = self.wires.get(&(at, wire)).copied();
        match errand {
            Errand::Call { peer, .. } if peer.text() == NAMES[1 - at] => {
                let there = self.worlds[1 - at].state().cluster.next_wire();
                self.input(1 - at, Outside::Call { node: 0 });
                self.wires.insert((at, wire), there);
                self.wires.insert((1 - at, there), wire);
            }
            Errand::Call { .. } => self.input(at, Outside::Close { wire }),
            Errand::Send { bytes, .. } => {
                if let Some(wire) = there {
                    let bytes = (self.spoil)(bytes).into();
                    self.input(1 - at, Outside::Bytes { wire, bytes });
                }
            }
            Errand::Close { .. } => {
                if let Some(wire) = there {
                    self.input(1 - at, Outside::Close { wire });
                }
            }
        }
    }

    pub fn input(&mut self, at: usize, outside: Outside) {
        self.worlds[at].input(Input::Outside(outside));
    }

    pub fn line(&mut self, at: usize, text: &str) -> String {
        let text = text.into();
        self.worlds[at].input(Input::Line { node: 0, text });
        self.rest();
        self.output()
    }

    pub fn output(&mut self) -> String {
        let said = self.worlds.iter_mut().flat_map(World::take_output);
        said.map(|(_, text)| text.to_string()).collect()
    }
}
