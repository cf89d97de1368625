# Every test, suite by suite. Each suite's own summary lines are counted, so that the last line of all is
#   N passed, N failed
# A suite that ends badly without having counted a failure counts as one, and so does one that ran no test.

SUITES=(rust wasm-chrome wasm-firefox conformance lessons page-unit page)

suite_rust() { cargo test --workspace --no-fail-fast; }

# --mode no-install: wasm-pack must use the tools that setup has put on PATH, never fetch its own.
suite_wasm-chrome() { wasm_pack --chrome; }
suite_wasm-firefox() { wasm_pack --firefox; }
wasm_pack() { wasm-pack test --mode no-install --headless "$1" crate --test web; }

suite_conformance() { tests/conformance/record.sh --check; }
suite_lessons() { cargo run --quiet --release -p spawnpoint --bin spawnpoint -- lesson check lessons; }
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
    conformance)
      need_erlang
      build_native
      ;;
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
  for suite in "${suites[@]}"; do run_suite "$suite"; done
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}

# Adds to the caller's `passed` and `failed`.
run_suite() {
  local suite=$1 log=$LOGS/test-$1.log start=$SECONDS ended=0 good bad
  say "Testing: $suite"
  "suite_$suite" 2>&1 | tee "$log" || ended=1
  read -r good bad < <(count_results "$log")
  if [ "$bad" -eq 0 ] && { [ "$ended" -ne 0 ] || [ "$good" -eq 0 ]; }; then
    note "$suite ended without a result of its own: counted as one failure (see $log)"
    bad=1
  fi
  note "$suite: $good passed, $bad failed, $((SECONDS - start)) s"
  passed=$((passed + good))
  failed=$((failed + bad))
}

# Sums the two forms of summary our suites print: Rust's, and the plain line.
count_results() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^test result: / { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) good += $i; if ($(i + 1) ~ /^failed/) bad += $i } }
    /^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3 }
    END { print good + 0, bad + 0 }'
}
