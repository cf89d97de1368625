//! What going back in time costs: cloning a world of 50 processes with heaps of 1 KB, and seeking in a log of 10,000
//! events. Prints microseconds, for `./build.sh bench`.
#![allow(clippy::disallowed_methods)] // host time is what this is about

use std::hint::black_box;
use std::time::Instant;

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, World};

const CLONES: u32 = 1_000;
const SEEKS: u64 = 200;

fn main() {
    println!("clone_us {:.1}", clone_us());
    let (median, worst) = seek_us();
    println!("seek_median_us {median:.1}\nseek_worst_us {worst:.1}");
}

/// A world whose shell has run `lines`.
fn world_after(lines: &[&str]) -> World {
    let config = Config {
        log: true,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    world.run_to_end();
    for line in lines {
        world.input(Input::Line {
            node: 0,
            text: (*line).into(),
        });
        world.run_to_end();
    }
    world
}

fn clone_us() -> f64 {
    let world = world_after(&[
        "Wait = fun() -> Kept = lists:seq(1, 64), receive stop -> Kept end end.",
        "[spawn(Wait) || _ <- lists:seq(1, 50)], ok.",
    ]);
    let state = world.state();
    let start = Instant::now();
    for _ in 0..CLONES {
        black_box(state.clone());
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(CLONES)
}

/// Median and worst of seeks spread over the log.
fn seek_us() -> (f64, f64) {
    let world = world_after(&[
        "Echo = spawn(fun Loop() -> receive {From, N} -> From ! N, Loop() end end).",
        "[begin Echo ! {self(), N}, receive N -> N end end || N <- lists:seq(1, 2600)], ok.",
    ]);
    let head = world.head();
    assert!(head >= 10_000, "only {head} events");
    let mut times: Vec<f64> = (0..SEEKS)
        .map(|seek| {
            let step = (seek * 7_919 % SEEKS) * head / SEEKS + seek % 50;
            let start = Instant::now();
            black_box(world.state_at(step.min(head)));
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}
