//! The same seed and inputs give the same event log, byte for byte: run again, and replayed from the recorded inputs.
//! That wasm gives the same log too is tested in `web.rs`, against the hashes this prints.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/nodes.rs"]
mod nodes;
#[path = "support/worlds.rs"]
mod worlds;

use spawnpoint::process::event::{Event, What};
use spawnpoint::shell;
use spawnpoint::world::{Config, Input, World, journal};
use worlds::{SESSIONS, cluster_config, config, hashes, log_hash, play, play_cluster, play_in};

#[test]
fn a_world_run_again_is_the_same() {
    for session in SESSIONS {
        let first = play(session, 7, 1_237);
        assert!(first.head() > 5, "{}: nothing happened in it", session.name);
        assert_eq!(
            log_hash(&first),
            log_hash(&play(session, 7, u64::MAX)),
            "{}",
            session.name
        );
    }
}

/// Without a log many slices are run in one go: the same ones.
#[test]
fn a_world_without_a_log_takes_the_same_turns() {
    for session in SESSIONS {
        let [by_slice, at_once] = [1, u64::MAX].map(|reductions| {
            let config = Config {
                log: false,
                ..config(7)
            };
            let world = play_in(config, session, reductions);
            let (slices, env) = (world.state().slices, &world.state().env);
            let work = (env.reductions, env.context_switches, env.collections);
            (slices, env.now_ns, work, env.output.clone())
        });
        assert_eq!(by_slice, at_once, "{}", session.name);
    }
}

#[test]
fn recorded_inputs_lead_to_the_same_world() {
    for session in SESSIONS {
        is_restored(session.name, config(7), &play(session, 7, 4_000));
    }
}

/// Several nodes, with all kinds of faults.
#[test]
fn a_cluster_under_faults_is_the_same_again() {
    let first = play_cluster(7, 1_237);
    let life = first
        .events()
        .iter()
        .filter(|event| matches!(event.what, What::NodeDown { .. }));
    assert!(life.count() > 3, "nothing happened in it");
    assert_eq!(log_hash(&first), log_hash(&play_cluster(7, u64::MAX)));
    is_restored(worlds::CLUSTER, cluster_config(7), &first);
}

fn is_restored(name: &str, config: Config, world: &World) {
    let mut again = World::restore(config, shell::services(), world.inputs(), u64::MAX);
    while again.head() < world.head() {
        let before = again.head();
        again.run(u64::MAX, 0);
        assert!(again.head() > before, "{name}: it stops early");
    }
    assert_eq!(log_hash(world), log_hash(&again), "{name}");
}

/// A message to a name is told as one to the process that had it then, whatever has become of the name and the node.
#[test]
fn what_happened_is_told_alike_ever_after() {
    let mut nodes = nodes::Nodes::new(2);
    nodes.expect(
        1,
        "register(it, spawn(fun() -> timer:sleep(infinity) end)).",
        "true",
    );
    nodes.expect(1, "it ! hello.", "hello");
    let told = |nodes: &nodes::Nodes, head: usize| -> Vec<_> {
        let world = &nodes.world;
        let view = |event: &Event| journal::view(event, &world.state().nodes[event.node as usize]);
        world.events()[..head].iter().map(view).collect()
    };
    let head = nodes.world.head() as usize;
    let at_first = told(&nodes, head);
    let hello = |event: &&journal::EventView| {
        event.kind == "send" && event.text.as_deref() == Some("hello")
    };
    let sent = at_first
        .iter()
        .find(hello)
        .and_then(|event| event.peer.clone());
    assert!(
        sent.is_some_and(|peer| peer.starts_with("<0.")),
        "the message went to a process"
    );
    nodes.expect(1, "unregister(it).", "true");
    assert_eq!(at_first, told(&nodes, head));
    nodes.world.input(Input::CrashNode { node: 0 });
    nodes.rest();
    assert_eq!(at_first, told(&nodes, head));
    nodes.world.input(Input::StartNode {
        name: "n1@host".into(),
    });
    nodes.rest();
    assert_eq!(at_first, told(&nodes, head));
}

/// `./build.sh test` hands this line to the test in the browsers.
#[test]
fn print_hashes() {
    println!("hashes: {}", hashes());
}
