//! Which of the library's modules are at hand from the start (`builtin/build.rs`): those that a first answer needs, no more.
#![cfg(not(target_arch = "wasm32"))]

use spawnpoint::builtin::otp;
use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Status, World};

/// What is typed first, as in `tests/tools/profile.mjs`.
const LINES: [&str; 9] = [
    "Hello = fun() -> io:format(\"hello from ~p~n\", [self()]) end.",
    "Pid = spawn(Hello).",
    "is_process_alive(Pid).",
    "self() ! hello.",
    "flush().",
    "receive nothing -> ok after 10 -> late end.",
    "lists:map(fun(X) -> X * 2 end, [1, 2, 3]).",
    "1 = 2.",
    "self().",
];

#[test]
fn what_is_there_early_is_what_a_first_answer_needs() {
    let mut world = World::new(Config::default(), shell::services());
    for line in LINES {
        settle(&mut world);
        let text = line.into();
        world.input(Input::Line { node: 0, text });
    }
    settle(&mut world);
    let (early, late) = otp::loaded();
    let unused: Vec<_> = early.iter().filter(|(_, is_loaded)| !is_loaded).collect();
    assert!(unused.is_empty(), "not needed early: {unused:?}");
    assert!(late.is_empty(), "needed early: {late:?}");
}

/// Runs until nothing more happens, timers included.
fn settle(world: &mut World) {
    loop {
        match world.run(1_000_000, 0).status {
            Status::Running => {}
            Status::Waiting { until_ns } => {
                world.input(Input::Advance { to_ns: until_ns });
            }
            Status::Idle | Status::Halted(_) => return,
        }
    }
}
