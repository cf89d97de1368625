# Random programs, sessions, links and bytes, each from a seed: crate/examples/fuzz.rs. With debug assertions, as tests are built.

# fuzz [NAME] [SECONDS] [--from SEED]
fuzz() {
  need_rust
  need_compiler
  cargo run --quiet -p spawnpoint --example fuzz -- "$@"
}
