//! The machine: an interpreter for `bytecode`, exceptions, the run stack.
//!
//! Knows terms and code, not processes: what it needs of the runtime around it is the trait [`host::Host`].

pub mod binary;
mod call;
mod detour;
mod evaluator;
mod exec;
mod explain;
pub mod host;
pub mod interp;
mod known;
mod leaf;
mod safepoint;
pub mod stack;
pub mod stop;
mod trap;
pub mod unwind;
