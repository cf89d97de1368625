# The wasm module's size as a browser downloads it, against its budgets.

# Kilobytes of 1,000 bytes, compressed by brotli at its highest setting: what a first answer waits for, and everything. The
# cut costs the second 45 KB (doors, and what the halves repeat), compiled library modules in the place of sources 45 KB,
# tracing with dbg, sofs, qlc, epp, erl_lint, datagrams, transforms of modules from outside, and `re`'s verbs 70 KB, OTP's own
# lines and the evaluator's frames in stack traces 12 KB, distributed applications, tracing's counts and switches, printed types 25 KB.
WASM_FIRST_KB_MAX=450
WASM_WHOLE_KB_MAX=1200

check_size() {
  node tests/tools/size.mjs "$WASM_FIRST_KB_MAX" "$WASM_DIR/first.wasm" &&
    node tests/tools/size.mjs "$WASM_WHOLE_KB_MAX" "$WASM_DIR/first.wasm" "$WASM_DIR/rest.wasm"
}

show_size() {
  build_page
  check_size || die "the wasm module is over its budget"
  node tests/tools/size.mjs --list www/dist
}
