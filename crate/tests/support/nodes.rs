//! Several nodes in one world, each with its shell, for tests that type lines and look at what is printed.

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, World};

const SECOND_NS: u64 = 1_000_000_000;

/// The world, and what is done to it.
pub struct Nodes {
    pub world: World,
}

impl Nodes {
    /// Nodes `n1@host`, `n2@host` ..., not connected yet.
    pub fn new(count: usize) -> Nodes {
        let config = Config {
            nodes: (1..=count).map(|n| format!("n{n}@host")).collect(),
            log: true,
            ..Config::default()
        };
        let mut nodes = Nodes {
            world: World::new(config, shell::services()),
        };
        nodes.rest();
        nodes.world.take_output();
        nodes
    }

    /// Runs until nothing goes on but timers further away than a second.
    pub fn rest(&mut self) {
        self.run(SECOND_NS);
    }

    /// Runs until nothing goes on but timers further away than `patience_ns`.
    pub fn run(&mut self, patience_ns: u64) {
        self.world.run_until(self.world.now_ns() + patience_ns);
    }

    /// Types a line on node `n` (from 1) and gives what all nodes printed.
    pub fn line(&mut self, n: u32, text: &str) -> String {
        let text = text.into();
        self.world.input(Input::Line { node: n - 1, text });
        self.rest();
        self.output()
    }

    /// What all nodes printed since it was last asked for.
    pub fn output(&mut self) -> String {
        let said = self.world.take_output();
        said.into_iter().map(|(_, text)| text.to_string()).collect()
    }

    /// Types a line on node `n` and fails unless `wanted` is part of what is printed.
    pub fn expect(&mut self, n: u32, text: &str, wanted: &str) {
        let said = self.line(n, text);
        assert!(
            said.contains(wanted),
            "{text} on n{n} printed:\n{said}\nwithout {wanted}"
        );
    }
}
