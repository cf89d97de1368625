//! Lines of real sessions, changed at random: the shell survives each.

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Status, World};

use super::{Random, Verdict, corpus};

/// What a line may take before it is interrupted.
const REDUCTIONS: u64 = 300_000;
/// What the shell may take to come back, in a world that is full of processes.
const REDUCTIONS_BACK: u64 = 40_000_000;
/// Words of the world (16 MB): enough to go wrong in.
const WORDS: usize = 2 << 20;
/// Lines of one session.
const LINES: usize = 12;

const ASKED: &str = "{still, here}.";
const ANSWER: &str = "{still,here}\n";

fn type_line(world: &mut World, text: &str) {
    world.input(Input::Line {
        node: 0,
        text: text.into(),
    });
}

/// Runs on, and waits for timers, until the shell has answered or the reductions are spent.
fn run(world: &mut World, reductions: u64, wanted: &str) -> bool {
    let end = world.state().env.reductions + reductions;
    let mut printed = String::new();
    loop {
        let left = end.saturating_sub(world.state().env.reductions);
        let status = world.run(left.min(100_000), 0).status;
        printed.extend(world.take_output().iter().map(|(_, text)| &**text));
        if !wanted.is_empty() && printed.contains(wanted) {
            return true;
        }
        match status {
            Status::Running if left > 0 => {}
            Status::Waiting { until_ns } if left > 0 && !wanted.is_empty() => {
                world.input(Input::Advance { to_ns: until_ns });
            }
            _ => return false,
        }
    }
}

pub fn shell(random: &mut Random) -> Verdict {
    let config = Config {
        log: random.once_in(4),
        words_max: WORDS,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    world.run(REDUCTIONS, 0);
    let mut typed = Vec::new();
    for _ in 0..LINES {
        let session = random.pick(corpus::sessions());
        let lines: Vec<&str> = session.lines().collect();
        let line = lines.get(random.below(lines.len())).copied();
        let line = corpus::mutated(random, line.unwrap_or_default());
        for part in line.lines() {
            type_line(&mut world, part);
            run(&mut world, REDUCTIONS, "");
        }
        typed.push(line);
        if world.state().is_halted() {
            return Ok(());
        }
        world.input(Input::Interrupt { node: 0 });
        // Whatever was left open is closed: an expression, a quoted atom, a string.
        let back = ["", "", "'.", "", "\".", ""].iter().any(|end| {
            type_line(&mut world, end);
            type_line(&mut world, ASKED);
            run(&mut world, REDUCTIONS_BACK, ANSWER) || world.state().is_halted()
        });
        if !back {
            return Err(format!("no answer after\n{}", typed.join("\n")));
        }
    }
    Ok(())
}
