//! What must hold in a browser: run by `wasm-pack test --headless --chrome` and `--firefox` (`./build.sh test`).
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_module_knows_its_version() {
    assert_eq!(spawnpoint::wasm::version(), env!("CARGO_PKG_VERSION"));
}
