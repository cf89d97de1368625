//! The half of the module that is not there from the start.
//!
//! The page's module is cut in two after it was built (`tests/tools/split`); whole, as tests load it, it never asks.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Instantiates the rest, on the spot: a global function of the worker (`www/src/engine/halves.ts`). Functions of the
    /// first half call it before they call one of the rest for the first time.
    #[wasm_bindgen(js_name = bringRest)]
    fn bring_rest();
}

/// Has the rest brought in before a function of it is needed.
#[wasm_bindgen(js_name = needRest)]
pub fn need_rest() {
    bring_rest();
}

/// The data that only the rest is asked for, the library that nobody boots with: address and length.
#[wasm_bindgen(js_name = lateLibrary)]
pub fn late_library() -> Vec<u32> {
    let (address, length) = crate::builtin::otp::late_bytes();
    vec![address as u32, length as u32]
}

/// The library modules outside of what nodes boot with that this instance has loaded, by name.
#[wasm_bindgen(js_name = lateModules)]
pub fn late_modules() -> String {
    let (_, late) = crate::builtin::otp::loaded();
    late.join(", ")
}
