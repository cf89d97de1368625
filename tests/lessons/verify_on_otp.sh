#!/bin/sh
# Runs every lesson on real Erlang/OTP 25 and compares with the documents. With --write, refills code blocks from the
# shared files and outputs from what OTP printed.
set -eu
cd "$(dirname "$0")/../.."
command -v erl >/dev/null || { echo "verify_on_otp: erl is not on the path; install Debian's erlang" >&2; exit 2; }
release=$(erl -noshell -eval 'io:put_chars(erlang:system_info(otp_release)), halt().')
[ "$release" = 25 ] || { echo "verify_on_otp: the lessons are recorded from OTP 25, this is $release" >&2; exit 2; }
exec cargo run --quiet -p spawnpoint --example lessons_on_otp -- "$@"
