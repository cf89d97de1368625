//! Several nodes in one world, each with its shell, for tests that type lines and look at what is printed.

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Status, World};

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
        self.run(1_000_000_000);
    }

    pub fn run(&mut self, patience_ns: u64) {
        let end = self.world.now_ns() + patience_ns;
        loop {
            match self.world.run(u64::MAX, 0).status {
                Status::Running => {}
                Status::Waiting { until_ns } if until_ns <= end => {
                    self.world.input(Input::Advance { to_ns: until_ns });
                }
                _ => return,
            }
        }
    }

    /// Types a line on node `n` (from 1) and gives what all nodes printed.
    pub fn line(&mut self, n: u32, text: &str) -> String {
        let text = text.into();
        self.world.input(Input::Line { node: n - 1, text });
        self.rest();
        self.output()
    }

    pub fn output(&mut self) -> String {
        let said = self.world.take_output();
        said.into_iter().map(|(_, text)| text.to_string()).collect()
    }

    pub fn expect(&mut self, n: u32, text: &str, wanted: &str) {
        let said = self.line(n, text);
        assert!(
            said.contains(wanted),
            "{text} on n{n} printed:\n{said}\nwithout {wanted}"
        );
    }
}
