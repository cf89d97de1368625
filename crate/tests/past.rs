//! The past of a world: every moment can be looked at again, and acted in.

#[allow(dead_code)] // shared with determinism.rs, which uses the hashes
mod support {
    pub mod worlds;
}

use spawnpoint::world::view::ViewModel;
use spawnpoint::world::{Config, Input, RecordedInput, World};
use support::worlds::{SESSIONS, Session, play};

fn session(name: &str) -> &'static Session {
    let found = SESSIONS.iter().find(|session| session.name == name);
    found.unwrap_or_else(|| panic!("there is no session {name}"))
}

/// What a view shows, as text: all of it but the floating point noise of none.
fn text(view: &ViewModel) -> String {
    format!("{view:?}")
}

/// A world stopped after every single event shows, live, what a seek shows afterwards.
#[test]
fn a_seek_shows_what_was_there() {
    let world = play(session("shell/msg_cache"), 3, 1_000_000);
    let inputs = world.inputs().to_vec();
    let config = world.config().clone();
    let mut live = World::restore(config, spawnpoint::shell::services(), &[], 0);
    let mut next = 0;
    let mut compared = 0;
    while live.head() < world.head() {
        let due = inputs
            .get(next)
            .filter(|input| input.step <= live.head() && input.slices <= live.state().slices);
        if let Some(input) = due {
            live.input(input.input.clone());
            next += 1;
            continue;
        }
        live.run(u64::MAX, 1);
        let step = live.head();
        if step.is_multiple_of(7) {
            let (seen, sought) = (live.view(step), world.view(step));
            assert_eq!(seen.processes.len(), sought.processes.len(), "step {step}");
            assert_eq!(text(&seen).len(), text(&sought).len(), "step {step}");
            assert_eq!(text(&seen), text(&sought), "step {step}");
            compared += 1;
        }
    }
    assert!(compared > 20, "only {compared} moments compared");
}

/// Behaviour, module and state of all processes at any time, without repetitions.
fn states(name: &str) -> Vec<String> {
    let world = play(session(name), 1, 1_000_000);
    let mut seen = Vec::new();
    for step in 0..world.head() {
        let processes = world.view(step).processes;
        for behaviour in processes.into_iter().filter_map(|p| p.behaviour) {
            let state = behaviour.state.unwrap_or_default();
            let text = format!("{} {} {state}", behaviour.kind, behaviour.module);
            if !seen.contains(&text) {
                seen.push(text);
            }
        }
    }
    seen
}

/// The state of a behaviour is read from the frames of its process.
#[test]
fn behaviours_show_their_states() {
    let door = states("shell/st_session");
    for state in ["{closed,0}", "{open,1}"] {
        let wanted = format!("gen_statem door {state}");
        assert!(door.contains(&wanted), "{wanted} in {door:?}");
    }
    let events = states("shell/ge_session");
    for handlers in [
        "[]",
        "[{audit,{mine,0}}]",
        "[{other,\"state\"},{audit,{mine,1}}]",
    ] {
        let wanted = format!("gen_event gen_event {handlers}");
        assert!(events.contains(&wanted), "{wanted} in {events:?}");
    }
}

/// Of a long output a view shows only a part; asked for by its line, all of it comes.
#[test]
fn what_was_printed_for_a_line_can_be_had_whole() {
    let world = play(session("shell/echo_server"), 1, 1_000_000);
    let entries = &world.view(world.head()).shells[0].transcript;
    let typed: Vec<_> = entries.iter().filter(|entry| entry.step > 0).collect();
    assert!(typed.len() > 2);
    for entry in typed {
        assert!(entry.cut.is_none());
        assert_eq!(world.printed(entry.step), entry.output, "{}", entry.input);
    }
    assert_eq!(world.printed(0), "");
}

/// A fork goes its own way, and the world it came from stays as it was.
#[test]
fn a_fork_leaves_its_origin_alone() {
    let world = play(session("shell/echo_server"), 1, 1_000_000);
    let before = text(&world.view(world.head()));
    let ready = |step: &u64| world.view(*step).shells[0].state == "ready";
    let middle = world.head() / 2;
    let step = (middle..world.head())
        .find(ready)
        .expect("the shell asks for input");
    let mut fork = world.fork(step);
    assert_eq!(fork.head(), step);
    assert_eq!(text(&fork.view(step)), text(&world.view(step)));
    fork.run_to_end();
    let line = Input::Line {
        node: 0,
        text: "{forked, self()}.".into(),
    };
    fork.input(line);
    fork.run_to_end();
    let said = fork.view(fork.head()).shells[0]
        .transcript
        .iter()
        .any(|entry| entry.output.contains("forked"));
    assert!(
        said,
        "the fork did not take the line: {:?}",
        fork.view(fork.head()).shells[0].transcript.last()
    );
    assert_eq!(text(&world.view(world.head())), before);
}

/// Looking at any moment of a long history replays a bounded part of it.
#[test]
fn a_seek_replays_at_most_one_stretch() {
    let world = play(session("programs/generated_01"), 1, 1_000_000);
    for step in (0..=world.head()).step_by(97) {
        assert_eq!(world.view(step).step, step);
    }
}

/// Whatever moments a link names.
#[test]
fn a_restored_world_has_no_longer_log_than_it_may() {
    let line = |step: u64, text: &str| RecordedInput {
        step,
        slices: 0,
        input: Input::Line {
            node: 0,
            text: text.into(),
        },
    };
    let flood = "F = fun G() -> self() ! a, receive a -> G() end end, F().";
    let inputs = [line(200, flood), line(u64::MAX, "unreachable.")];
    let config = Config {
        log: true,
        ..Config::default()
    };
    let world = World::restore(config, spawnpoint::shell::services(), &inputs, u64::MAX);
    assert!(world.head() >= limits::LOG_EVENTS_MAX);
    assert!(world.head() < limits::LOG_EVENTS_MAX + 10_000);
    assert_eq!(world.inputs().len(), 1);
}
