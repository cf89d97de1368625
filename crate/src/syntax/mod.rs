//! From source text to a tree with positions.
//!
//! Knows only `limits` (and nothing of the machine): bytes in, [`ast`] and [`diagnostic::Diagnostic`]s out. No files
//! are read here; included files come through a resolver that the caller supplies.

pub mod abstract_format;
pub mod ast;
pub mod constant;
pub mod diagnostic;
pub mod input;
pub mod parser;
pub mod preprocess;
pub mod pretty;
pub mod scanner;
mod source;
pub mod token;
mod walk;
mod walk_mut;
