//! Spawnpoint: an Erlang cluster as one deterministic Rust value.
//!
//! Each crate below is a floor and knows only those listed before it
//! (`./build.sh check` enforces it). The host is reached only from
//! `main.rs` (files, terminal) and `wasm.rs` (JavaScript).

pub use builtin;
pub use bytecode;
pub use cluster;
pub use compile;
pub use lesson;
pub use limits;
pub use machine;
pub use process;
pub use shell;
pub use syntax;
pub use table;
pub use term;
pub use world;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
