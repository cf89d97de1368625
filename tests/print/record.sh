#!/bin/sh
# Records what OTP prints for random terms. Run after changing record.escript; the recorded files are committed.
set -eu
cd "$(dirname "$0")"
# record FILE ARGUMENT...: nothing is lost when it fails.
record() {
  file=$1
  shift
  escript record.escript "$@" > "$file.new"
  mv "$file.new" "$file"
}
record write.txt 1 100 w,tw,W
record pretty.txt 2 150 p,tp,lp
record depth.txt 3 150 P,tP
record records.txt 4 150 records,shell,narrow
record format.txt 5 200 format
record exceptions.txt 6 100 exception
record blame.txt 7 300 blame
