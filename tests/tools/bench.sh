# Measuring against erl: `tests/bench` has the programs and the harness.

bench_all() {
  need_erlang
  need_browsers
  build_native
  build_wasm
  tests/bench/table_rows.sh "$TARGET/release/spawnpoint"
  node tests/bench/bench.mjs --native "$TARGET/release/spawnpoint" --wasm "$WASM_DIR" --scratch "$TARGET/bench" "$@"
}
