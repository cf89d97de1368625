#!/bin/sh
# Our native node in clusters of real ones: peer.sh PROGRAM [CASE...]
# It has a port mapper of its own, so that its nodes' names clash with nobody's, and leaves no process behind.
set -eu
program=$(realpath "$1")
shift
cd "$(dirname "$0")"
build=$(mktemp -d)
export ERL_EPMD_PORT=$((40000 + $$ % 20000)) PEER_PIDS="$build/pids"
: >"$PEER_PIDS"
epmd -port "$ERL_EPMD_PORT" 2>/dev/null & epmd=$!
finish() {
  while read -r pid; do kill -9 "$pid" 2>/dev/null || true; done <"$PEER_PIDS"
  kill "$epmd" 2>/dev/null || true
  rm -rf "$build"
}
trap finish EXIT
trap 'exit 1' INT TERM
erlc -o "$build" peer_suite.erl
cp peer_suite.erl ../../crate/otp/gen_server_cluster*.erl "$build"
erlc -o "$build" "$build"/gen_server_cluster*.erl
escript peer.escript "$program" "$build" "$@"
