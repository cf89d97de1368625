//! A short run of each kind of random case; `./build.sh fuzz` is the long one.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/fuzz/mod.rs"]
mod fuzz;

/// Plays so many cases of a kind.
fn play(name: &str, cases: u64) {
    let target = fuzz::TARGETS.iter().find(|target| target.name == name);
    let target = target.expect("a kind of this name");
    let (_, found) = fuzz::play(target, 1, |seed| seed <= cases);
    let found: Vec<String> = found
        .iter()
        .map(|(seed, what)| format!("./build.sh fuzz {name} --from {seed}\n{what}"))
        .collect();
    assert!(found.is_empty(), "{}: {}", target.says, found.join("\n"));
}

#[test]
fn what_is_printed_is_read_as_the_same() {
    play("print", 3_000);
}

#[test]
fn any_text_compiles_or_is_refused() {
    play("compile", 300);
}

#[test]
fn what_compiles_runs_within_bounds() {
    play("run", 40);
}

#[test]
fn the_prompt_comes_back_after_any_line() {
    play("shell", 40);
}

#[test]
fn bytes_are_a_term_or_none() {
    play("term", 20_000);
}

#[test]
fn a_node_survives_whatever_a_peer_sends() {
    play("frames", 20);
}

#[test]
fn whatever_acts_a_link_holds_lead_to_a_world() {
    play("link", 60);
}
