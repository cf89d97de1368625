#!/bin/sh
# Records what OTP prints for random terms. Run after changing record.escript; the recorded files are committed.
set -eu
cd "$(dirname "$0")"
record() { escript record.escript "$@"; }
record 1 100 w,tw,W > write.txt
record 2 150 p,tp,lp > pretty.txt
record 3 150 P,tP > depth.txt
record 4 150 records,shell,narrow > records.txt
record 5 200 format > format.txt
record 6 100 exception > exceptions.txt
record 7 300 blame > blame.txt
