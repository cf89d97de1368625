# Every test, suite by suite. Each suite's own summary lines are counted, so that the last line of all is
#   N passed, N failed
# A suite that ends badly without having counted a failure counts as one, and so does one that ran no test.

SUITES=(rust simulate wasm-chrome wasm-firefox otp-cases otp-tables otp-lessons otp-cluster otp-peer lessons page-unit page)

# Unit tests, the floor check, and the conformance cases on our own runtime. Test threads get a stack of 256 KB, so
# that recursion over what a user can make deep shows; compiling comes before, rustc needs more.
suite_rust() {
  local parts=(--workspace --lib --bins --tests --examples)
  cargo test --quiet "${parts[@]}" --no-run &&
    RUST_MIN_STACK=262144 cargo test "${parts[@]}" --no-fail-fast
}

# Clusters under faults, from many seeds.
suite_simulate() { simulate "$SIMULATE_SEEDS"; }

# The runtime in real browsers. --mode no-install: wasm-pack must use the tools that setup has put on PATH, never
# fetch its own. The native event logs' hashes go in, to be compared with those of the same worlds there.
suite_wasm-chrome() { wasm_pack --chrome; }
suite_wasm-firefox() { wasm_pack --firefox; }
wasm_pack() {
  local hashes
  hashes=$(cargo test --quiet -p spawnpoint --test determinism -- --nocapture print_hashes | sed -n 's/^hashes: //p')
  SPAWNPOINT_HASHES=$hashes wasm-pack test --mode no-install --headless "$1" crate --test web
}

# What real Erlang prints today is what was recorded: for the conformance cases, and for the lessons.
suite_otp-cases() { tests/conformance/record.sh --check; }
# Random sequences of operations on tables, on real Erlang and here.
suite_otp-tables() { tests/conformance/ets_live.sh "$TARGET/release/spawnpoint"; }
suite_otp-lessons() { tests/lessons/verify_on_otp.sh; }

# gen_server_cluster on real nodes under faults.
suite_otp-cluster() { tests/cluster/run.sh 3; }

# Our native node in clusters of real ones.
suite_otp-peer() { tests/cluster/peer.sh "$TARGET/release/spawnpoint"; }

# The lessons on our own runtime.
suite_lessons() { "$TARGET/release/spawnpoint" lesson check lessons; }

suite_page-unit() { npm --prefix www run --silent test; }
suite_page() { npm --prefix www run --silent e2e; }

# What a suite needs beyond Rust; said before it starts, so that a missing tool is not a failing test.
prepare_suite() {
  need_rust
  need_compiler
  case $1 in
    wasm-*)
      need_node
      need_browsers
      need_wasm_bindgen
      need_wasm_pack
      need_geckodriver
      ;;
    otp-tables | otp-peer)
      need_erlang
      build_native
      ;;
    otp-*) need_erlang ;;
    lessons) build_native ;;
    page-unit) build_wasm ;;
    page)
      need_browsers
      build_page
      ;;
  esac
}

# test_all [SUITE...]: the named suites, or all of them.
test_all() {
  local suites=("$@") suite passed=0 failed=0
  [ ${#suites[@]} -gt 0 ] || suites=("${SUITES[@]}")
  for suite in "${suites[@]}"; do
    declare -F "suite_$suite" >/dev/null || die "no suite '$suite'; there are: ${SUITES[*]}"
  done
  for suite in "${suites[@]}"; do prepare_suite "$suite"; done
  if [[ " ${suites[*]} " == *" rust "* ]]; then
    for suite in "${suites[@]}"; do start_beside "$suite"; done
  fi
  for suite in "${suites[@]}"; do run_suite "$suite"; done
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}

# Suites that mostly wait for real nodes, and do not mind when these are late: they are played beside `rust`, which computes
# for longer than they take, and tell what they have found when it is their turn. Not beside what compares with OTP: a
# recorded session does mind.
BESIDE_RUST=(otp-cluster)
declare -A beside_pids=()

start_beside() {
  [[ " ${BESIDE_RUST[*]} " == *" $1 "* ]] || return 0
  trap 'for pid in "${beside_pids[@]}"; do kill -- "-$pid" 2>/dev/null || true; done' EXIT
  set -m # a group of its own, which ends as one
  "suite_$1" >"$LOGS/test-$1.log" 2>&1 </dev/null &
  set +m
  beside_pids[$1]=$!
}

# Plays the suite, or waits for it where it is being played; shows what it says.
play_suite() {
  local pid=${beside_pids[$1]:-} log=$LOGS/test-$1.log ended=0
  if [ -z "$pid" ]; then
    "suite_$1" 2>&1 | tee "$log"
    return
  fi
  wait "$pid" || ended=1
  unset "beside_pids[$1]"
  cat "$log"
  return "$ended"
}

# Adds to the caller's `passed` and `failed`.
run_suite() {
  local suite=$1 log=$LOGS/test-$1.log start=$SECONDS ended=0 good bad
  say "Testing: $suite"
  play_suite "$suite" || ended=1
  read -r good bad < <(count_results "$log")
  if [ "$bad" -eq 0 ] && { [ "$ended" -ne 0 ] || [ "$good" -eq 0 ]; }; then
    note "$suite ended without a result of its own: counted as one failure (see $log)"
    bad=1
  fi
  note "$suite: $good passed, $bad failed, $((SECONDS - start)) s"
  passed=$((passed + good))
  failed=$((failed + bad))
}

# Sums the forms of summary our suites print: Rust's, the recorder's, and the plain line, which may name its suite.
count_results() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    function add(i) {
      for (i = 1; i < NF; i++) {
        if ($(i + 1) ~ /^(passed|checked)[,;]?$/) good += $i
        if ($(i + 1) ~ /^(failed|refused)[,;]?$/) bad += $i
      }
    }
    /^test result: / { add() }
    /^[0-9]+ cases checked, .* refused$/ { gsub("cases ", ""); add() }
    /^([a-z]+: )?[0-9]+ passed, [0-9]+ failed(, [0-9]+ pending)?$/ { add() }
    END { print good + 0, bad + 0 }'
}
