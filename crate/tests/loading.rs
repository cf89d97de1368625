//! Modules that a world is given from outside: their parse transforms and what `-on_load` names.
#![cfg(not(target_arch = "wasm32"))]

use spawnpoint::shell;
use spawnpoint::syntax::diagnostic::Diagnostic;
use spawnpoint::world::{Config, Input, World};

const TRANSFORM: &str =
    include_str!("../../tests/conformance/shell/loaded_transform/a_transform.erl");
const USER: &str = include_str!("../../tests/conformance/shell/loaded_transform/b_user.erl");

fn world() -> World {
    World::new(Config::default(), shell::services())
}

fn load(world: &mut World, name: &str, source: &str) -> Vec<String> {
    let (name, source) = (name.into(), source.into());
    let found = world.input(Input::Module {
        node: 0,
        name,
        source,
    });
    found.iter().map(Diagnostic::headline).collect()
}

/// What is printed once the line has run, without prompts.
fn answer(world: &mut World, line: &str) -> String {
    world.run_to_end();
    world.take_output();
    let text = line.into();
    world.input(Input::Line { node: 0, text });
    world.run_to_end();
    let printed = world.take_output();
    let printed: String = printed.iter().map(|(_, text)| &**text).collect();
    printed
        .split("> ")
        .next()
        .unwrap_or_default()
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}

#[test]
fn a_loaded_transform_is_applied_to_what_is_loaded_after_it() {
    let mut world = world();
    let missing = load(&mut world, "b_user", USER);
    assert_eq!(
        missing,
        ["b_user.erl: undefined parse transform 'a_transform'"]
    );
    assert!(load(&mut world, "a_transform", TRANSFORM).is_empty());
    assert!(load(&mut world, "b_user", USER).is_empty());
    assert_eq!(answer(&mut world, "b_user:add(10, 3)."), "7\n");
}

/// It runs apart from the world: what it does is forgotten, what it prints is shown, and it cannot hold the world up.
#[test]
fn a_transform_leaves_nothing_but_forms() {
    let mut world = world();
    let transform = "-module(t).\n-export([parse_transform/2]).\n\
        parse_transform(Forms, _) -> io:format(\"~p forms~n\", [length(Forms)]), persistent_term:put(t, 1), act(Forms).\n\
        act([_, {attribute, _, module, waits} | _]) -> receive never -> ok end;\n\
        act([_, {attribute, _, module, loops} | _] = Forms) -> act(Forms);\n\
        act(Forms) -> Forms.\n";
    assert!(load(&mut world, "t", transform).is_empty());
    world.run_to_end();
    world.take_output();
    let user = "-module(u).\n-compile({parse_transform, t}).\n-export([f/0]).\nf() -> persistent_term:get(t, none).\n";
    assert!(load(&mut world, "u", user).is_empty());
    let printed = world.take_output();
    assert_eq!(&*printed[0].1, "5 forms\n");
    assert_eq!(answer(&mut world, "u:f()."), "none\n");
    for name in ["waits", "loops"] {
        let source = user.replace("(u)", &format!("({name})"));
        let found = load(&mut world, name, &source);
        assert!(
            found[0].contains("parse transform took too long"),
            "{found:?}"
        );
    }
}

/// Who calls the module before its `-on_load` has ended waits for it; what it refuses is not loaded.
#[test]
fn on_load_decides_whether_a_module_is_loaded() {
    let mut world = world();
    let slow = "-module(slow).\n-on_load(start/0).\n-export([f/0]).\nstart() -> timer:sleep(50), ok.\nf() -> here.\n";
    assert!(load(&mut world, "slow", slow).is_empty());
    // The shell is there, the time of `-on_load` is not over.
    world.run(u64::MAX, 0);
    let text = "slow:f().".into();
    world.input(Input::Line { node: 0, text });
    world.run_to_end();
    let printed = world.take_output();
    let printed: String = printed.iter().map(|(_, text)| &**text).collect();
    assert!(printed.contains("1> here\n"), "{printed}");
    let refused = slow
        .replace("slow", "refused")
        .replace("timer:sleep(50), ok", "no");
    load(&mut world, "refused", &refused);
    let said = answer(&mut world, "refused:f().");
    assert!(said.contains("undefined function refused:f/0"), "{said}");
}
