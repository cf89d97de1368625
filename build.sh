#!/usr/bin/env bash
# The one entry to this repository: sets up what is missing, builds, tests, checks, measures.
# Each command lives in a file of its own under tests/tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

TARGET=${CARGO_TARGET_DIR:-target}
STAMPS=$TARGET/stamps
LOGS=$TARGET/logs
mkdir -p "$LOGS"

for part in say setup build size check simulate fuzz test bench; do
  # shellcheck source=/dev/null
  . "tests/tools/$part.sh"
done

help() {
  cat <<'EOF'
./build.sh                 set up what is missing, build, serve the page on localhost and print its address
./build.sh test [SUITE..]  set up what is missing, then run every test, or the suites named:
                           rust, simulate, wasm-chrome, wasm-firefox, otp-cases, otp-tables, otp-lessons, otp-cluster,
                           otp-peer, lessons, page-unit, page
./build.sh build           build the native program, the wasm module and the page (www/dist)
./build.sh check           format, lints, floors, the page's lints and types, size budget
./build.sh simulate [SEEDS] [--from N] [--trace]
                           nodes, workloads and faults from a seed, held to what is promised; --trace tells what happens
./build.sh fuzz [NAME] [SECONDS] [--from SEED]
                           random programs, sessions, links and bytes, for a minute each unless told otherwise:
                           print, compile, run, shell, link, term, frames
./build.sh bench [NAME..]  measure against erl, natively and in headless Chromium, and print the ratios;
                           `bench clusters`: several nodes
./build.sh size            sizes of what the page downloads
./build.sh help            this text

PORT=4173 chooses the port; CARGO_TARGET_DIR the build directory; SPAWNPOINT_TOOLS where tools built by cargo are kept.
EOF
}

command=${1:-serve}
shift || true
case $command in
  serve)
    build_page
    serve_page
    ;;
  test) test_all "$@" ;;
  build)
    build_all
    say "Built: $TARGET/release/spawnpoint and www/dist"
    ;;
  check) check_all ;;
  simulate) simulate "$@" ;;
  fuzz) fuzz "$@" ;;
  bench) bench_all "$@" ;;
  size) show_size ;;
  help | -h | --help) help ;;
  *)
    help >&2
    die "no command '$command'"
    ;;
esac
