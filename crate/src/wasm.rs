//! The edge towards JavaScript: the only file that knows it.
//!
//! Invariant: nothing here decides anything about a world; it translates. The shapes that cross are those of
//! `www/src/protocol.ts`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Version of the crate, for share links and the panic screen.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
