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
    program!("deep_recursion"),
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
    let mut world = World::new(config(seed), shell::services());
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
    SESSIONS.iter().map(line).collect::<Vec<_>>().join(" ")
}
