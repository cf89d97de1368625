#!/bin/sh
# Holds gen_server_cluster to its promises on real OTP nodes with faults: run.sh [SEEDS] [FIRST] [NODES] [FAULTS]
# SOAK_PROTOCOL=simple shows that the test notices what the simple protocol loses; SOAK_VERBOSE=1 tells what happens.
# Each seed gets its own port mapper, so that node names clash with nobody's.
set -eu
cd "$(dirname "$0")"
seeds=${1:-5} first=${2:-1} nodes=${3:-3} faults=${4:-15} protocol=${SOAK_PROTOCOL:-safe}
build=$(mktemp -d)
epmd=
trap 'rm -rf "$build"; [ -z "$epmd" ] || kill "$epmd" 2>/dev/null || true' EXIT
erlc -o "$build" soak_server.erl soak_view.erl ../../crate/otp/gen_server_cluster*.erl
failed=0 passed=0
export ERL_EPMD_PORT=$((20000 + $$ % 20000))
epmd -port "$ERL_EPMD_PORT" 2>/dev/null & epmd=$!
for seed in $(seq "$first" $((first + seeds - 1))); do
  folder=$build/$seed
  mkdir "$folder"
  cp "$build"/*.beam "$folder"
  log=$folder/log
  if escript soak.escript "$folder" "$nodes" "$seed" "$faults" "$protocol" >"$log" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  if [ -n "${SOAK_VERBOSE:-}" ]; then cat "$log"; else sed -n '/^seed /,$p' "$log" | head -40; fi
  rm -rf "$folder"
done
echo "cluster: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
