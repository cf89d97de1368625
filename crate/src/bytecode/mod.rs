//! What the compiler makes and the machine runs: instructions and modules.
//!
//! Stands below `compile` so that both sides share it; knows only terms.

pub mod disassemble;
pub mod evaluator;
pub mod instr;
pub mod module;
pub mod packed;

pub use instr::{Instr, Reg};
pub use module::Module;
