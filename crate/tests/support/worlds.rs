//! Worlds with something going on in them, as recorded shell sessions and programs make them: for tests that compare
//! runs. Compiled for native code and for wasm, hence every text is part of the binary.

use spawnpoint::shell;
use spawnpoint::world::journal::{self, LogHash};
use spawnpoint::world::{Config, Input, Status, World};

const TURNS_MAX: usize = 200_000;

/// Modules, and what is then typed into the shell.
pub struct Session {
    pub name: &'static str,
    modules: &'static [(&'static str, &'static str)],
    lines: &'static str,
}

macro_rules! typed {
    ($name:literal) => { typed!($name,) };
    ($name:literal, $($module:literal),*) => {
        Session {
            name: concat!("shell/", $name),
            modules: &[$((
                $module,
                include_str!(concat!("../../../tests/conformance/shell/", $name, "/", $module, ".erl")),
            )),*],
            lines: include_str!(concat!("../../../tests/conformance/shell/", $name, ".in")),
        }
    };
}

macro_rules! program {
    ($name:literal) => {
        Session {
            name: concat!("programs/", $name),
            modules: &[(
                $name,
                include_str!(concat!(
                    "../../../tests/conformance/programs/",
                    $name,
                    ".erl"
                )),
            )],
            lines: concat!($name, ":main().\n"),
        }
    };
}

pub const SESSIONS: &[Session] = &[
    typed!("msg_cache", "msg_cache"),
    typed!("counter_server", "counter"),
    typed!("echo_server", "echo"),
    typed!("linked_servers", "pair"),
    typed!("module_exceptions", "faulty"),
    typed!("bindings_survive_crash"),
    typed!("timers_in_shell"),
    typed!("process_info_in_shell"),
    typed!("maps"),
    typed!("funs"),
    typed!("monitor_in_shell"),
    typed!("trap_exit_in_shell"),
    typed!("arithmetic"),
    typed!("st_session", "door"),
    typed!("ge_session", "audit", "other"),
    program!("big_maps"),
    program!("big_lists"),
    program!("binaries"),
    program!("cancel_timer"),
    program!("crash_report_reasons"),
    program!("exit_propagation"),
    program!("exit_linked_caller"),
    program!("on_load_runs"),
    typed!("loaded_transform", "a_transform", "b_user", "c_on_load"),
    program!("deep_recursion"),
    program!("cons_recursion"),
    program!("generated_01"),
    program!("generated_02"),
    program!("generated_03"),
    Session {
        name: "page clients of a chat room",
        modules: &[(
            "room",
            include_str!("../../../tests/conformance/shell/tcp_room/room.erl"),
        )],
        lines: include_str!("page_clients.in"),
    },
];

/// Plays the session to its end: a line whenever the world rests, time as far as the next timer when it waits.
/// How many reductions each call of `run` may spend must make no difference.
pub fn play(session: &Session, seed: u64, reductions_per_turn: u64) -> World {
    play_in(config(seed), session, reductions_per_turn)
}

pub fn play_in(config: Config, session: &Session, reductions_per_turn: u64) -> World {
    let mut world = World::new(config, shell::services());
    for (name, source) in session.modules {
        world.input(Input::Module {
            node: 0,
            name: (*name).into(),
            source: (*source).into(),
        });
    }
    let mut lines = session.lines.lines();
    for _ in 0..TURNS_MAX {
        match world.run(reductions_per_turn, 0).status {
            Status::Running => {}
            Status::Halted(_) => return world,
            Status::Waiting { until_ns } => {
                world.input(Input::Advance { to_ns: until_ns });
            }
            Status::Idle => {
                let Some(line) = lines.next() else {
                    return world;
                };
                world.input(page_act(line).unwrap_or_else(|| Input::Line {
                    node: 0,
                    text: line.into(),
                }));
            }
        }
    }
    panic!("{} does not end", session.name);
}

/// What a line beginning with `%client` has the page do: `connect Port`, `Number send Text`, `Number close`.
fn page_act(line: &str) -> Option<Input> {
    let words = line.strip_prefix("%client ")?;
    let (first, rest) = words.split_once(' ')?;
    if first == "connect" {
        return Some(Input::SocketConnect {
            node: 0,
            port: rest.parse().ok()?,
        });
    }
    let client = first.parse().ok()?;
    Some(match rest.split_once(' ') {
        Some((_, text)) => Input::SocketSend {
            client,
            bytes: format!("{text}\n").as_bytes().into(),
        },
        None => Input::SocketClose { client },
    })
}

/// Three nodes with the workloads of the simulation, and what is done to them and to the network.
pub const CLUSTER: &str = "three nodes under faults";

const CLUSTER_NODES: u32 = 3;

const CLUSTER_MODULES: [(&str, &str); 5] = [
    ("sim", include_str!("../../../tests/simulate/sim.erl")),
    (
        "sim_signals",
        include_str!("../../../tests/simulate/sim_signals.erl"),
    ),
    (
        "sim_calls",
        include_str!("../../../tests/simulate/sim_calls.erl"),
    ),
    (
        "sim_names",
        include_str!("../../../tests/simulate/sim_names.erl"),
    ),
    (
        "sim_cluster",
        include_str!("../../../tests/simulate/sim_cluster.erl"),
    ),
];

/// Plays the cluster to its end: between two of its faults half a second passes.
pub fn play_cluster(seed: u64, reductions_per_turn: u64) -> World {
    let mut world = World::new(cluster_config(seed), shell::services());
    pass(&mut world, reductions_per_turn, 10);
    for node in 0..CLUSTER_NODES {
        start_work(&mut world, node);
    }
    pass(&mut world, reductions_per_turn, 2_000);
    let partition = |a, b, both| Input::Partition { a, b, both };
    let delay = |a, b, latency_us, jitter_us, bytes_per_s| Input::Delay {
        a,
        b,
        latency_us,
        jitter_us,
        bytes_per_s,
    };
    let faults = [
        delay(0, 1, 20_000, 15_000, 20_000),
        partition(1, 2, false),
        Input::CrashNode { node: 2 },
        Input::Heal { a: 1, b: 2 },
        Input::Pause { node: 1 },
        Input::StartNode {
            name: "n3@host".into(),
        },
        Input::Resume { node: 1 },
        partition(0, 2, true),
        Input::Disconnect { a: 0, b: 1 },
        Input::Heal { a: 0, b: 2 },
    ];
    for fault in faults {
        let starts = matches!(fault, Input::StartNode { .. });
        world.input(fault);
        pass(&mut world, reductions_per_turn, 10);
        if starts {
            start_work(&mut world, 2);
        }
        pass(&mut world, reductions_per_turn, 500);
    }
    world
}

fn start_work(world: &mut World, node: u32) {
    for (name, source) in CLUSTER_MODULES {
        let (name, source) = (name.into(), source.into());
        world.input(Input::Module { node, name, source });
    }
    let text =
        "sim:start(['n1@host', 'n2@host', 'n3@host'], 2, [signals, calls, names, ids]).".into();
    world.input(Input::Line { node, text });
}

/// Lets virtual time pass.
fn pass(world: &mut World, reductions_per_turn: u64, ms: u64) {
    let end_ns = world.now_ns() + ms * 1_000_000;
    while world.now_ns() < end_ns {
        let to_ns = match world.run(reductions_per_turn, 0).status {
            Status::Running => continue,
            Status::Waiting { until_ns } => until_ns.min(end_ns),
            Status::Idle | Status::Halted(_) => end_ns,
        };
        world.input(Input::Advance { to_ns });
    }
}

pub fn cluster_config(seed: u64) -> Config {
    Config {
        nodes: (1..=CLUSTER_NODES).map(|n| format!("n{n}@host")).collect(),
        ..config(seed)
    }
}

pub fn config(seed: u64) -> Config {
    Config {
        seed,
        log: true,
        ..Config::default()
    }
}

/// The hash over all events, as the page knows it.
pub fn log_hash(world: &World) -> String {
    let mut hash = LogHash::default();
    for event in world.events() {
        hash.add(&journal::view(
            event,
            &world.state().nodes[event.node as usize],
        ));
    }
    hash.text()
}

/// Name and hash of every session, the same text wherever it runs.
pub fn hashes() -> String {
    let line =
        |session: &Session| format!("{}={}", session.name, log_hash(&play(session, 42, 1_000)));
    let mut lines: Vec<String> = SESSIONS.iter().map(line).collect();
    lines.push(format!("{CLUSTER}={}", log_hash(&play_cluster(42, 1_000))));
    lines.join(" ")
}
