//! The conformance suite: cases whose expected output was recorded from real Erlang/OTP 25.
//!
//! This crate is what both sides share: how a case is written down (`case`), what is not compared
//! (`normalise`), and how a difference is shown (`diff`). The recorder (`main.rs`) drives `erl` and
//! writes expectations; the runner (`crate/tests/conformance.rs`) drives the product and compares.
//! It must not know the product, so that expectations can be recorded whatever state that is in.

pub mod case;
pub mod diff;
pub mod normalise;

use std::path::PathBuf;

/// The directory that holds `eval/`, `programs/`, `shell/` and `errors/`.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
