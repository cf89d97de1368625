# Worlds of several nodes under random faults, each from a seed: crate/examples/simulate.rs, tests/simulate.

# What CI plays.
SIMULATE_SEEDS=1000

# simulate [SEEDS] [--from N] [--trace] [--broken NAME]
simulate() {
  need_rust
  need_compiler
  cargo run --quiet --release -p spawnpoint --example simulate -- "$@"
}
