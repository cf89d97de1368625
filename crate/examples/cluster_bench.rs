//! What nodes, and a server on several of them, cost natively: called by `tests/bench/clusters.mjs`, which does the same in a
//! browser. Prints `name value` lines. Bytes and virtual time are the same everywhere; seconds and megabytes are not.

use std::time::Instant;

use spawnpoint::process::event::What;
use spawnpoint::shell;
use spawnpoint::world::{Config, Input, World};

const COUNTER: &str = include_str!("../../tests/bench/clusters/counter.erl");
const MESSAGES: u64 = 100_000;
/// Entries of the state that updates change.
const ENTRIES: u64 = 1_000;
const S: u64 = 1_000_000_000;

fn main() {
    let nodes = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(100);
    messages();
    failover();
    bytes_per_update();
    many_nodes(nodes);
}

#[allow(clippy::disallowed_methods)] // this measures the host
fn timed(act: impl FnOnce()) -> f64 {
    let start = Instant::now();
    act();
    start.elapsed().as_secs_f64()
}

struct Nodes {
    world: World,
}

impl Nodes {
    /// Connected nodes with the module.
    fn new(count: usize, log: bool) -> Nodes {
        let config = Config {
            nodes: (1..=count).map(|n| format!("n{n}@host")).collect(),
            log,
            ..Config::default()
        };
        let mut nodes = Nodes {
            world: World::new(config, shell::services()),
        };
        nodes.pass(S);
        for node in 0..count as u32 {
            nodes.world.input(Input::Module {
                node,
                name: "counter".into(),
                source: COUNTER.into(),
            });
        }
        for n in 2..=count {
            nodes.line(n, "net_adm:ping('n1@host').");
        }
        nodes.pass(5 * S);
        nodes
    }

    fn pass(&mut self, ns: u64) {
        self.world.run_until(self.world.now_ns() + ns);
    }

    /// Types a line at node `n` (from 1) and lets `ns` pass; what was printed.
    fn line(&mut self, n: usize, text: &str) -> String {
        self.type_line(n, text);
        self.pass(S / 20);
        self.printed()
    }

    fn type_line(&mut self, n: usize, text: &str) {
        let (node, text) = (n as u32 - 1, text.into());
        self.world.input(Input::Line { node, text });
    }

    fn printed(&mut self) -> String {
        self.world
            .take_output()
            .into_iter()
            .map(|(_, text)| text.to_string())
            .collect()
    }

    /// Lets time pass until something is printed that contains `wanted`; virtual seconds it took.
    fn until(&mut self, wanted: &str) -> f64 {
        let start_ns = self.world.now_ns();
        for _ in 0..2_000 {
            if self.printed().contains(wanted) {
                break;
            }
            self.pass(S / 100);
        }
        (self.world.now_ns() - start_ns) as f64 / S as f64
    }

    fn cluster(&mut self, count: usize, entries: u64) {
        self.type_line(1, &format!("counter:start({entries})."));
        self.until("global server");
        for n in 2..=count {
            self.type_line(n, "counter:join().");
            self.until("local server");
        }
        self.pass(S);
    }
}

fn messages() {
    let mut nodes = Nodes::new(2, false);
    let text = format!("counter:flood('n2@host', {MESSAGES}).").into();
    let seconds = timed(|| {
        nodes.world.input(Input::Line { node: 0, text });
        nodes.until(&MESSAGES.to_string());
    });
    println!("messages_per_second {:.0}", MESSAGES as f64 / seconds);
}

/// From the end of the global server's node until a call on another node is answered.
fn failover() {
    let mut nodes = Nodes::new(3, false);
    nodes.cluster(3, ENTRIES);
    nodes.printed();
    let mut virtual_s = 0.0;
    let seconds = timed(|| {
        nodes.world.input(Input::CrashNode { node: 0 });
        let text = "(fun F() -> case catch counter:add(state) of ok -> answered; _ -> timer:sleep(10), F() end end)().".into();
        nodes.world.input(Input::Line { node: 1, text });
        virtual_s = nodes.until("answered");
    });
    println!("failover_virtual_ms {:.0}", virtual_s * 1e3);
    println!("failover_host_ms {:.1}", seconds * 1e3);
}

fn bytes_per_update() {
    for how in ["state", "function"] {
        let mut nodes = Nodes::new(3, true);
        nodes.cluster(3, ENTRIES);
        let before = nodes.world.events().len();
        // On the global server's node: what crosses is the replication alone.
        let printed = nodes.line(1, &format!("counter:add({how})."));
        assert!(printed.contains("ok"), "{printed}");
        let frames = nodes.world.events()[before..]
            .iter()
            .filter_map(|event| match &event.what {
                What::FrameSent { length, .. } => Some(*length),
                _ => None,
            });
        let lengths: Vec<usize> = frames.collect();
        println!("bytes_per_update_{how} {}", lengths.iter().sum::<usize>());
        println!("frames_per_update_{how} {}", lengths.len());
    }
}

fn many_nodes(count: usize) {
    let mut nodes = None;
    let connecting = timed(|| nodes = Some(Nodes::new(count, false)));
    let Some(mut nodes) = nodes else { return };
    nodes.printed();
    let joining = timed(|| nodes.cluster(count, 10));
    let answer = nodes.line(
        count,
        "length(nodes()) + length(element(2, gen_server_cluster:get_all_server_pids(c))).",
    );
    assert!(answer.contains(&(2 * count - 2).to_string()), "{answer}");
    println!("nodes {count}");
    println!("nodes_connect_host_s {connecting:.1}");
    println!("nodes_cluster_host_s {joining:.1}");
    println!("nodes_megabytes {:.0}", megabytes());
}

/// The most memory this program has held.
fn megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
