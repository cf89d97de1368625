#!/bin/sh
# Compares random sequences of operations on tables with real Erlang/OTP 25, live: programs/ets_random.erl.
#   ets_live.sh SPAWNPOINT [FROM [TO]]     seeds, default 1 to 1250: 5,000 sequences, one per seed and table type
set -eu
spawnpoint=$1 from=${2:-1} to=${3:-1250}
program="$(cd "$(dirname "$0")" && pwd)/programs/ets_random.erl"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
erlc -o "$scratch" "$program"
(cd "$scratch" && erl -noshell -eval "ets_random:run($from, $to), halt()." > otp)
"$spawnpoint" eval --load "$program" "ets_random:run($from, $to)" | grep -v '^ok$' > "$scratch/ours"
# One line per seed, with a number for each type.
paste -d' ' "$scratch/otp" "$scratch/ours" | tr '[],:' '    ' | awk '
  { for (i = 2; i <= 5; i++) if ($i == $(i + 5)) good++; else { bad++; print "differs: seed " $1 ", type " i - 1 } }
  END {
    if (bad) print "ets_random:trace(Seed, Type) shows the operations"
    print good + 0 " passed, " bad + 0 " failed"
    exit bad > 0
  }'
