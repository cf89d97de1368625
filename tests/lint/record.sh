#!/bin/sh
# Records what the Erlang/OTP 25 on this machine says of the modules here.
set -eu
cd "$(dirname "$0")/modules"
escript ../record.escript ./*.erl
