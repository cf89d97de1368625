//! The machine: an interpreter for `bytecode`, exceptions, the run stack.
//!
//! Knows terms and code, not processes: what it needs of the runtime around it is the trait [`host::Host`].

pub mod binary;
mod call;
mod exec;
mod explain;
pub mod host;
pub mod interp;
mod leaf;
mod library_lines;
mod safepoint;
pub mod stack;
pub mod stop;
mod trap;
pub mod unwind;
