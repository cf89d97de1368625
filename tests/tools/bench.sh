# Measuring against erl: `tests/bench` has the programs and the harness.

# bench_all [NAME..]: the programs, or those named. `clusters` is measured on its own: it needs several nodes.
bench_all() {
  if [ "${1:-}" = clusters ]; then
    bench_clusters
    return
  fi
  need_erlang
  need_browsers
  build_native
  build_page
  tests/bench/table_rows.sh "$TARGET/release/spawnpoint"
  node tests/bench/bench.mjs --native "$TARGET/release/spawnpoint" --wasm "$WASM_DIR" --dist www/dist \
    --scratch "$TARGET/bench" "$@"
}

bench_clusters() {
  need_rust
  need_compiler
  need_browsers
  build_wasm
  cargo build --quiet --release -p spawnpoint --example cluster_bench
  node tests/bench/clusters.mjs --native "$TARGET/release/examples/cluster_bench" --wasm "$WASM_DIR"
}
