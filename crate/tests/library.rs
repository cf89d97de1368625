//! Which of the library's modules are at hand from the start (`builtin/build.rs`): those that a first answer needs, no more.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/typing.rs"]
mod typing;

use spawnpoint::builtin::otp;
use spawnpoint::shell;
use spawnpoint::world::{Config, World};

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
    typing::type_lines(&mut world, &LINES);
    let (early, late) = otp::loaded();
    let unused: Vec<_> = early.iter().filter(|(_, is_loaded)| !is_loaded).collect();
    assert!(unused.is_empty(), "not needed early: {unused:?}");
    assert!(late.is_empty(), "needed early: {late:?}");
}
