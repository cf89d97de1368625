//! What must hold in a browser: run by `wasm-pack test --headless --chrome` and `--firefox` (`./build.sh test`).
#![cfg(target_arch = "wasm32")]

#[path = "support/worlds.rs"]
mod worlds;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_module_knows_its_version() {
    assert_eq!(spawnpoint::wasm::version(), env!("CARGO_PKG_VERSION"));
}

/// Native and wasm agree on every event of every session. `SPAWNPOINT_HASHES` is what `determinism.rs` printed natively.
#[wasm_bindgen_test]
fn worlds_run_as_they_do_natively() {
    #[allow(clippy::option_env_unwrap)] // the suite gives it; lints are checked without
    let native = option_env!("SPAWNPOINT_HASHES")
        .expect("the native hashes are missing: run this through ./build.sh test");
    let here = worlds::hashes();
    for (here, there) in here.split(' ').zip(native.split(' ')) {
        assert_eq!(here, there);
    }
    assert_eq!(here, native);
}
