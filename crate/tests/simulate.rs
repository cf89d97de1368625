//! The simulation of clusters under faults: a few seeds of it, and proof that it notices what is broken.
//! `./build.sh simulate` plays many.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/simulate/mod.rs"]
mod simulate;

use simulate::{Broken, run};

/// A node that was paused while another was restarted stayed connected to those who had met the new one.
const PAUSED_DURING_A_RESTART: u64 = 1565;

/// Seeds tried before a broken protocol must have been noticed.
const SEEDS_UNTIL_NOTICED: u64 = 60;

#[test]
fn what_is_promised_holds() {
    for seed in (1..=5).chain([PAUSED_DURING_A_RESTART]) {
        let outcome = run(seed, None, false);
        assert!(
            outcome.violations.is_empty(),
            "{:?}; again: ./build.sh simulate 1 --from {seed} --trace",
            outcome.violations
        );
    }
}

#[test]
fn a_seed_played_again_is_the_same() {
    assert_eq!(run(7, None, false), run(7, None, false));
}

#[test]
fn an_answer_before_replication_is_noticed() {
    let found = noticed(Broken::EarlyAnswer);
    assert!(found.contains("acknowledged"), "{found}");
}

#[test]
fn signals_out_of_order_are_noticed() {
    let found = noticed(Broken::Overtaking);
    assert!(found.contains("order"), "{found}");
}

#[test]
fn names_given_without_a_lock_are_noticed() {
    let found = noticed(Broken::NoLock);
    assert!(found.contains("name"), "{found}");
}

/// The first promise that a seed shows to be broken, and that holds in the same world with nothing broken.
fn noticed(broken: Broken) -> String {
    (1..=SEEDS_UNTIL_NOTICED)
        .find_map(|seed| {
            let found = run(seed, Some(broken), false).violations.into_iter().next();
            found.filter(|_| run(seed, None, false).violations.is_empty())
        })
        .unwrap_or_else(|| panic!("{broken:?} was not noticed"))
}
