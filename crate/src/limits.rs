//! Every cap of the system, in one place, each with its reason.

/// Nesting of brackets, operators and types in source text. Passes over the tree recurse, and a wasm stack
/// overflow kills the whole instance; people write at most some 50 levels.
pub const SYNTAX_DEPTH_MAX: u32 = 500;
