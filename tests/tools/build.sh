# Building: Rust -> wasm -> bindings -> optimised wasm -> page; and serving what was built.

WASM_DIR=www/src/wasm
WASM_TARGET=wasm32-unknown-unknown
PORT=${PORT:-4173}

# What rustc emits for this target by default; wasm-opt refuses what it is not told to accept.
WASM_FEATURES=(--enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong --enable-sign-ext
  --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-multivalue)

# LLVM has inlined already. Without these bounds wasm-opt puts whole call trees into their one caller; browsers compile
# functions when they are first called, so a page waited 60 ms for 80 KB of which it needed little. And the function that
# reads data of the rest stays by itself (crate/src/builtin/otp.rs).
WASM_OPT=('--no-inline=*late_library*' -O3
  --one-caller-inline-max-function-size=60 --flexible-inline-max-function-size=10)

# The native program: `spawnpoint shell | eval | lesson`.
build_native() {
  need_rust
  need_compiler
  say "Building the native program (release)"
  cargo build --quiet --release -p spawnpoint --bin spawnpoint || die "the native program does not build"
}

# Names are kept until wasm-opt has run: it optimises worse, and was seen to fail, on a stripped module. Left are
# `whole.wasm`, which nobody downloads, and its two halves: `first.wasm` has the functions that were seen to run on the way
# to a first answer, `rest.wasm` all others (tests/tools/split).
build_wasm() {
  need_rust
  need_compiler
  need_wasm_bindgen
  need_npm_packages
  say "Building the wasm module (release)"
  cargo build --quiet --release --target "$WASM_TARGET" -p spawnpoint --lib || die "the wasm module does not build"
  cargo build --quiet -p spawnpoint-split || die "the tool that cuts the wasm module in two does not build"
  local raw=$TARGET/$WASM_TARGET/release/spawnpoint.wasm
  local inputs=("$raw" tests/tools/build.sh tests/tools/profile.mjs tests/tools/split)
  [ -f "$WASM_DIR/rest.wasm" ] && unchanged wasm "${inputs[@]}" && return
  say "Binding and optimising the wasm module"
  local bound=$WASM_DIR/spawnpoint_bg.wasm whole=$WASM_DIR/whole.wasm
  wasm-bindgen --target web --omit-default-module-path --out-dir "$WASM_DIR" "$raw" || die "wasm-bindgen failed"
  www/node_modules/.bin/wasm-opt "${WASM_OPT[@]}" "${WASM_FEATURES[@]}" "$bound" -o "$whole" || die "wasm-opt failed"
  rm "$bound"
  cut_wasm "$whole"
  remember wasm "${inputs[@]}"
}

# cut_wasm WHOLE: sees what runs first, and cuts.
cut_wasm() {
  say "Cutting the wasm module in two"
  local split=$TARGET/debug/split marked=$TARGET/marked.wasm ran=$TARGET/ran.txt
  "$split" mark "$1" "$marked" || die "the wasm module could not be marked"
  node tests/tools/profile.mjs "$WASM_DIR/spawnpoint.js" "$marked" "$ran" || die "the marked wasm module does not run"
  "$split" cut "$1" "$ran" "$WASM_DIR/first.wasm" "$WASM_DIR/rest.wasm" || die "the wasm module could not be cut"
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
