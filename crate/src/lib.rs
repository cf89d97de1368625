//! Spawnpoint: an Erlang cluster as one deterministic Rust value.
//!
//! Each module below is a floor and knows only those listed before it
//! (`./build.sh check` enforces it). The host is reached only from
//! `main.rs` (files, terminal) and `wasm.rs` (JavaScript).

pub mod limits;
pub mod term;
pub mod syntax;
pub mod bytecode;
pub mod compile;
pub mod machine;
pub mod table;
pub mod process;
pub mod builtin;
pub mod cluster;
pub mod world;
pub mod shell;
pub mod lesson;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
