#!/bin/sh
# Records the expected outputs from real Erlang/OTP 25 (README.md beside this file).
#   record.sh [AREA...]          store      (AREA: eval, eval/lists, programs, shell/bindings ...; default: all)
#   record.sh --check [AREA...]  compare with what is stored, change nothing
#   record.sh --generate         write the generated cases anew (src/generate.rs), then store
set -eu
cd "$(dirname "$0")"
exec cargo run --quiet --package spawnpoint-conformance -- "$@"
