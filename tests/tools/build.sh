# Building: Rust -> wasm -> bindings -> optimised wasm -> page; and serving what was built.

WASM_DIR=www/src/wasm
WASM_TARGET=wasm32-unknown-unknown
PORT=${PORT:-4173}

# What rustc emits for this target by default; wasm-opt refuses what it is not told to accept.
WASM_FEATURES=(--enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong --enable-sign-ext
  --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-multivalue)

# LLVM has inlined already. Without these bounds wasm-opt puts whole call trees into their one caller; browsers compile
# functions when they are first called, so a page waited 60 ms for 80 KB of which it needed little.
WASM_OPT=(-O3 --one-caller-inline-max-function-size=60 --flexible-inline-max-function-size=10)

# The native program: `spawnpoint shell | eval | lesson`.
build_native() {
  need_rust
  need_compiler
  say "Building the native program (release)"
  cargo build --quiet --release -p spawnpoint --bin spawnpoint || die "the native program does not build"
}

# Names are kept until wasm-opt has run: it optimises worse, and was seen to fail, on a stripped module.
build_wasm() {
  need_rust
  need_compiler
  need_wasm_bindgen
  need_npm_packages
  say "Building the wasm module (release)"
  cargo build --quiet --release --target "$WASM_TARGET" -p spawnpoint --lib || die "the wasm module does not build"
  local raw=$TARGET/$WASM_TARGET/release/spawnpoint.wasm
  [ -f "$WASM_DIR/spawnpoint_bg.wasm" ] && unchanged wasm "$raw" tests/tools/build.sh && return
  say "Binding and optimising the wasm module"
  wasm-bindgen --target web --out-dir "$WASM_DIR" "$raw" || die "wasm-bindgen failed"
  local module=$WASM_DIR/spawnpoint_bg.wasm
  www/node_modules/.bin/wasm-opt "${WASM_OPT[@]}" "${WASM_FEATURES[@]}" "$module" -o "$module.opt" || die "wasm-opt failed"
  mv "$module.opt" "$module"
  remember wasm "$raw" tests/tools/build.sh
}

build_page() {
  build_wasm
  [ -f www/dist/index.html ] && unchanged page www lessons crate/otp && return
  say "Building the page"
  npm --prefix www run --silent build || die "the page does not build"
  remember page www lessons crate/otp
}

build_all() {
  build_native
  build_page
}

# In the foreground, until Ctrl-C. Any static host serves www/dist as well: no special headers are needed.
serve_page() {
  say "Serving www/dist; stop with Ctrl-C"
  node tests/tools/serve.mjs www/dist "$PORT"
}
