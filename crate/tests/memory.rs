//! What a world does when a process wants more memory than there is.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/typing.rs"]
mod typing;

use spawnpoint::shell;
use spawnpoint::world::{Config, World};

/// 32 MB.
const WORDS_MAX: usize = 4 << 20;

/// What the shell prints for these lines.
fn session(lines: &[&str]) -> String {
    let config = Config {
        words_max: WORDS_MAX,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    typing::type_lines(&mut world, lines);
    let output = world.take_output();
    output.iter().map(|(_, text)| &**text).collect()
}

/// Whoever sends too much is killed, not the server it is sent to: without its io server a shell never answers again.
#[test]
fn who_sends_too_much_to_the_io_server_is_the_one_to_go() {
    let printed = session(&[
        "io:format(\"~s\", [lists:duplicate(1500000, $x)]).",
        "1 + 1.",
    ]);
    assert!(printed.contains("** exception exit: killed\n"), "{printed}");
    assert!(printed.contains("2> 2\n"), "{printed}");
}
