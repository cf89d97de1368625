//! The same seed and inputs give the same event log, byte for byte: run again, and replayed from the recorded inputs.
//! That wasm gives the same log too is tested in `web.rs`, against the hashes this prints.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/worlds.rs"]
mod worlds;

use spawnpoint::shell;
use spawnpoint::world::World;
use worlds::{SESSIONS, config, hashes, log_hash, play};

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

#[test]
fn recorded_inputs_lead_to_the_same_world() {
    for session in SESSIONS {
        let world = play(session, 7, 4_000);
        let mut again = World::restore(config(7), shell::services(), world.inputs(), u64::MAX);
        while again.head() < world.head() {
            let before = again.head();
            again.run(u64::MAX, 0);
            assert!(again.head() > before, "{}: it stops early", session.name);
        }
        assert_eq!(log_hash(&world), log_hash(&again), "{}", session.name);
    }
}

/// `./build.sh test` hands this line to the test in the browsers.
#[test]
fn print_hashes() {
    println!("hashes: {}", hashes());
}
