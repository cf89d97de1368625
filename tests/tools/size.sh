# The wasm module's size as a browser downloads it, against its budget.

# Kilobytes of 1,000 bytes, compressed by brotli at its highest setting.
WASM_BROTLI_KB_MAX=450

check_size() {
  node tests/tools/size.mjs "$WASM_DIR/spawnpoint_bg.wasm" "$WASM_BROTLI_KB_MAX"
}

show_size() {
  build_page
  check_size || die "the wasm module is over its budget"
  node tests/tools/size.mjs --list www/dist
}
