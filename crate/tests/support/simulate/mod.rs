//! The simulation: a world of several nodes with random workloads and faults, all from one seed. First faults, under which
//! nothing wrong may happen; then healing, after which everything must work again.
//!
//! The workloads are Erlang (`tests/simulate`). They check what a process can see for itself and say what they were told; what
//! only shows from outside is checked here.

mod broken;
mod checks;
mod faults;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub use broken::Broken;
use spawnpoint::bytecode::Module;
use spawnpoint::process::Node;
use spawnpoint::process::node::Random;
use spawnpoint::shell;
use spawnpoint::world::{Compiled, Config, Input, Services, Status, World};

const S: u64 = 1_000_000_000;

/// Seconds within which a silent node is noticed: small, so that a simulated minute holds several.
const TICK_TIME_S: u64 = 8;
/// A world that computes more than this between two faults is caught in a circle.
const REDUCTIONS_MAX: u64 = 2_000_000_000;

const MODULES: [(&str, &str); 5] = [
    ("sim", include_str!("../../../../tests/simulate/sim.erl")),
    (
        "sim_signals",
        include_str!("../../../../tests/simulate/sim_signals.erl"),
    ),
    (
        "sim_calls",
        include_str!("../../../../tests/simulate/sim_calls.erl"),
    ),
    (
        "sim_names",
        include_str!("../../../../tests/simulate/sim_names.erl"),
    ),
    (
        "sim_cluster",
        include_str!("../../../../tests/simulate/sim_cluster.erl"),
    ),
];

/// What can go on in a world.
const WORKS: [&str; 5] = ["signals", "calls", "names", "ids", "room"];

/// What a seed came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Broken promises; none is what is wanted.
    pub violations: Vec<String>,
    pub faults: usize,
    /// Requests to clusters that were answered.
    pub acknowledged: usize,
    pub virtual_ns: u64,
    pub reductions: u64,
    /// Of everything the nodes printed, in order.
    pub hash: u64,
}

pub struct Simulation {
    world: World,
    random: Random,
    broken: Option<Broken>,
    /// Tells what happens, as it happens.
    trace: bool,
    names: Vec<String>,
    works: Vec<&'static str>,
    /// Lines not yet ended, by node.
    partial: Vec<String>,
    /// What clients were told: cluster, number and request.
    acknowledged: Vec<(String, String)>,
    /// What else the nodes said since the list was taken last.
    said: Vec<String>,
    /// The highest view of each cluster that was seen.
    newest: BTreeMap<&'static str, i64>,
    cut: BTreeSet<(u32, u32)>,
    slowed: BTreeSet<(u32, u32)>,
    outcome: Outcome,
}

/// Plays the world of a seed.
pub fn run(seed: u64, broken: Option<Broken>, trace: bool) -> Outcome {
    let mut simulation = Simulation::new(seed, broken, trace);
    simulation.boot();
    simulation.faults();
    if simulation.outcome.violations.is_empty() {
        simulation.heal();
        simulation.liveness();
    }
    let mut outcome = simulation.outcome;
    outcome.acknowledged = simulation.acknowledged.len();
    outcome.virtual_ns = simulation.world.now_ns();
    outcome.reductions = simulation.world.state().env.reductions;
    outcome
}

impl Simulation {
    fn new(seed: u64, broken: Option<Broken>, trace: bool) -> Simulation {
        let mut random = Random::new(seed ^ 0x5349_4d55);
        let count = 3 + random.next_u64() % 5;
        let names: Vec<String> = (1..=count).map(|n| format!("n{n}@host")).collect();
        let mut works: Vec<&str> = WORKS.to_vec();
        let wanted = 2 + (random.next_u64() % 3) as usize;
        while works.len() > wanted {
            works.remove((random.next_u64() % works.len() as u64) as usize);
        }
        let latency_us = 100 + random.next_u64() % 5_000;
        let mut world = World::new(
            Config {
                seed,
                nodes: names.clone(),
                latency_us,
                ..Config::default()
            },
            services(),
        );
        if let Some(broken) = broken {
            broken.spoil(&mut world);
        }
        Simulation {
            world,
            random,
            broken,
            trace,
            partial: vec![String::new(); names.len()],
            names,
            works,
            acknowledged: Vec::new(),
            said: Vec::new(),
            newest: BTreeMap::new(),
            cut: BTreeSet::new(),
            slowed: BTreeSet::new(),
            outcome: Outcome::default(),
        }
    }

    fn boot(&mut self) {
        self.tell(&format!(
            "{} nodes, {}",
            self.names.len(),
            self.works.join(", ")
        ));
        self.pass(S / 100);
        for node in self.all() {
            self.start_work(node);
        }
        let settling_ns = 2 * S + self.below(3 * S);
        self.pass(settling_ns);
    }

    /// Loads the workloads on a node that runs, and starts them.
    fn start_work(&mut self, node: u32) {
        let spoiled = self.broken.map(Broken::modules).unwrap_or_default();
        for (name, source) in MODULES.into_iter().chain(spoiled) {
            let input = Input::Module {
                node,
                name: name.into(),
                source: source.into(),
            };
            let diagnostics = self.world.input(input);
            assert!(
                diagnostics.iter().all(|found| !found.is_error()),
                "{name}: {diagnostics:?}"
            );
        }
        let names: Vec<String> = self.names.iter().map(|name| format!("'{name}'")).collect();
        let (names, works) = (names.join(","), self.works.join(","));
        self.line(
            node,
            &format!("sim:start([{names}], {TICK_TIME_S}, [{works}])."),
        );
    }

    /// Types a line into a node's shell.
    fn line(&mut self, node: u32, text: &str) {
        let text = text.into();
        self.world.input(Input::Line { node, text });
    }

    fn all(&self) -> std::ops::Range<u32> {
        0..self.names.len() as u32
    }

    fn is_running(&self, node: u32) -> bool {
        self.world.state().nodes[node as usize].is_running()
    }

    fn is_paused(&self, node: u32) -> bool {
        self.world.state().nodes[node as usize].is_paused
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.random.next_u64() % end.max(1)
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let at = self.below(all.len() as u64) as usize;
        all.get(at).copied()
    }

    fn tell(&self, text: &str) {
        if self.trace {
            println!("{:9.3} s  {text}", self.world.now_ns() as f64 / 1e9);
        }
    }

    fn violation(&mut self, text: String) {
        self.tell(&format!("VIOLATION {text}"));
        self.outcome.violations.push(text);
    }

    /// Lets virtual time pass, and listens.
    fn pass(&mut self, ns: u64) {
        let end_ns = self.world.now_ns() + ns;
        let most = self.world.state().env.reductions + REDUCTIONS_MAX;
        loop {
            let status = self.world.run(10_000_000, 0).status;
            self.listen();
            match status {
                Status::Running if self.world.state().env.reductions > most => {
                    self.violation("the world does not come to rest".into());
                    return;
                }
                // A world under load moves its clock as it works.
                Status::Running if self.world.now_ns() >= end_ns => return,
                Status::Running => {}
                Status::Waiting { until_ns } if until_ns <= end_ns => {
                    self.world.input(Input::Advance { to_ns: until_ns });
                }
                Status::Halted(status) => {
                    self.violation(format!("a node halted with {status}"));
                    return;
                }
                _ if self.world.now_ns() < end_ns => {
                    self.world.input(Input::Advance { to_ns: end_ns });
                }
                _ => return,
            }
        }
    }

    fn listen(&mut self) {
        for (node, text) in self.world.take_output() {
            for byte in text.bytes() {
                self.outcome.hash =
                    (self.outcome.hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
            let mut rest = &*text;
            while let Some((end, more)) = rest.split_once('\n') {
                let line = std::mem::take(&mut self.partial[node as usize]) + end;
                self.hear(node, &line);
                rest = more;
            }
            self.partial[node as usize].push_str(rest);
        }
    }

    fn hear(&mut self, node: u32, line: &str) {
        let name = self.names[node as usize].clone();
        let Some(said) = line.strip_prefix("@@") else {
            // What servers say of their cluster; not answers and prompts of the shell.
            if line.contains("erver") {
                self.tell(&format!("  {name}: {line}"));
            }
            return;
        };
        if let Some(what) = said.strip_prefix("violation ") {
            self.violation(format!("{name}: {what}"));
        } else if let Some((cluster, request)) = said
            .strip_prefix("ack ")
            .and_then(|rest| rest.split_once(' '))
        {
            self.acknowledged.push((cluster.into(), request.into()));
        } else {
            if !said.starts_with("state ") {
                self.tell(&format!("  {name}: {said}"));
            }
            self.said.push(format!("{name} {said}"));
        }
    }
}

thread_local! {
    /// Compiled workloads: the same for every node of every seed.
    static COMPILED: std::cell::RefCell<BTreeMap<String, Rc<Module>>> = std::cell::RefCell::default();
}

/// The usual services, with a compiler that remembers.
fn services() -> Services {
    Services {
        compile: compile_once,
        ..shell::services()
    }
}

fn compile_once(name: &str, source: &str, node: &Node) -> Compiled {
    let known = COMPILED.with_borrow(|compiled| compiled.get(source).cloned());
    if known.is_some() {
        return Compiled {
            module: known,
            ..Compiled::default()
        };
    }
    let compiled = (shell::services().compile)(name, source, node);
    if let Some(module) = &compiled.module {
        COMPILED.with_borrow_mut(|compiled| compiled.insert(source.to_owned(), module.clone()));
    }
    compiled
}
