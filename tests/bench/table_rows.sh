#!/bin/sh
# Memory of a table's row, on erl and here: table_rows.erl. Fails where a row takes more than OTP says of its own.
#   table_rows.sh SPAWNPOINT
set -eu
spawnpoint=$1
program="$(cd "$(dirname "$0")" && pwd)/table_rows.erl"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
erlc -o "$scratch" "$program"
(cd "$scratch" && erl -noshell -eval 'table_rows:main(), halt().' > otp)
"$spawnpoint" eval --load "$program" 'table_rows:main()' | grep -v '^ok$' > "$scratch/ours"
paste "$scratch/otp" "$scratch/ours" | awk '
  { printf "%-14s erl: %6.1f bytes said, %6.1f taken; spawnpoint: %6.1f taken\n", $1, $2, $5, $11 }
  $11 > $2 { worse = 1 }
  END { exit worse }'
