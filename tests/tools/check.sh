# Checks that run no program of ours: form, lints, floors, types, size.

check_all() {
  need_rust
  need_compiler
  need_npm_packages
  local failed=()
  check_one "format of the Rust code" cargo fmt --check
  check_one "lints of the Rust code, native" cargo clippy --quiet --workspace --all-targets -- -D warnings
  check_one "lints of the Rust code, wasm" \
    cargo clippy --quiet -p spawnpoint --lib --test web --target wasm32-unknown-unknown -- -D warnings
  check_one "floors: none imports upwards" cargo test --quiet -p spawnpoint --test floors
  check_one "lints of the page" npm --prefix www run --silent lint
  build_wasm
  check_one "types of the page" npm --prefix www run --silent typecheck
  check_one "size of the wasm module" check_size
  [ ${#failed[@]} -eq 0 ] || die "check failed: $(printf '%s; ' "${failed[@]}" | sed 's/; $//')"
  say "All checks passed"
}

# Goes on after a failure, so that one run shows all there is to mend. Adds to the caller's `failed`.
check_one() {
  local what=$1
  shift
  say "Checking the $what"
  "$@" || failed+=("$what")
}
