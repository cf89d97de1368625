#!/bin/sh
# Records the expected results of the syntax tests from the Erlang/OTP 25 on this machine.
set -eu
cd "$(dirname "$0")"
escript record.escript tokens tokens.txt
cd modules
escript ../record.escript forms -i include ./*.erl
