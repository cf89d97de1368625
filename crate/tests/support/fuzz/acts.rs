//! Acts on a world as a link may hold them: of any node, at any moment, with any number.

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, RecordedInput, World};

use super::{Random, Verdict};

const NODES: [&str; 3] = ["a@host", "b@host", "c@host"];
/// What the page's worker spends on a link, and less.
const REDUCTIONS: u64 = 2_000_000;

const LINES: &[&str] = &[
    "1 + 1.",
    "net_adm:ping('b@host').",
    "receive after 100 -> ok end.",
    "self() ! hello, flush().",
    "gen_tcp:listen(4000, []).",
    "F = fun G() -> G() end, F().",
    "halt().",
    "spawn('c@host', fun() -> exit(x) end).",
];

fn number(random: &mut Random) -> u64 {
    let extremes = [0, 1, 999, 1 << 31, 1 << 32, 1 << 53, u64::MAX / 2, u64::MAX];
    match random.below(3) {
        0 => *random.pick(&extremes),
        1 => random.below(5) as u64,
        _ => random.below(1 << 31) as u64,
    }
}

fn act(random: &mut Random) -> Input {
    let (a, b) = (random.below(4) as u32, random.below(4) as u32);
    let node = if random.once_in(20) { u32::MAX } else { a };
    match random.below(17) {
        0 => Input::CrashNode { node },
        1 => Input::Pause { node },
        2 => Input::Resume { node },
        3 => Input::Partition {
            a,
            b,
            both: random.once_in(2),
        },
        4 => Input::Heal { a, b },
        5 => Input::Delay {
            a,
            b,
            latency_us: number(random),
            jitter_us: number(random),
            bytes_per_s: number(random),
        },
        6 => Input::Connect { a, b },
        7 => Input::Disconnect { a, b },
        8 => Input::Advance {
            to_ns: number(random),
        },
        9 => Input::SocketConnect {
            node,
            port: number(random) as u16,
        },
        10 => Input::SocketSend {
            client: number(random) as u32,
            bytes: vec![b'x'; random.below(100)].into(),
        },
        11 => Input::SocketClose {
            client: number(random) as u32,
        },
        12 => Input::Kill {
            node,
            number: number(random) as u32,
            reason: random
                .pick(&["kill", "normal", "", "日本"])
                .to_string()
                .into(),
        },
        13 => Input::StartNode {
            name: random
                .pick(&["a@host", "d@host", "", "no host", "@"])
                .to_string()
                .into(),
        },
        14 => Input::Interrupt { node },
        15 => Input::Eof { node },
        _ => Input::Line {
            node,
            text: (*random.pick(LINES)).into(),
        },
    }
}

pub fn link(random: &mut Random) -> Verdict {
    let mut inputs = Vec::new();
    let (mut step, mut slices) = (0, 0);
    for _ in 0..random.below(25) {
        // In order, mostly.
        step = if random.once_in(12) {
            number(random)
        } else {
            step.saturating_add(random.below(60) as u64)
        };
        slices = if random.once_in(12) {
            number(random)
        } else {
            slices.saturating_add(random.below(60) as u64)
        };
        inputs.push(RecordedInput {
            step,
            slices,
            input: act(random),
        });
    }
    let config = Config {
        seed: number(random),
        nodes: NODES[..=random.below(3)]
            .iter()
            .map(ToString::to_string)
            .collect(),
        log: true,
        ..Config::default()
    };
    let mut world = World::restore(config, shell::services(), &inputs, REDUCTIONS);
    world.run(REDUCTIONS / 10, 1_000);
    let at = random.below(world.head() as usize + 2) as u64;
    let mut fork = world.fork(at);
    fork.input(act(random));
    fork.run(REDUCTIONS / 10, 1_000);
    fork.view(fork.head());
    let past = format!("{:?}", world.view(at));
    if past == format!("{:?}", world.view(at)) {
        Ok(())
    } else {
        Err(format!("event {at} looks different the second time"))
    }
}
