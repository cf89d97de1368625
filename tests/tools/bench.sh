# Measuring against erl: `tests/bench` has the programs and the harness.

bench_all() {
  need_erlang
  need_browsers
  build_native
  build_page
  node tests/bench/bench.mjs --native "$TARGET/release/spawnpoint" --wasm "$WASM_DIR" --dist www/dist \
    --scratch "$TARGET/bench" "$@"
}
