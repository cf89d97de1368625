//! Module `binary`: parts, searches and numbers in binaries; documented in stdlib's reference manual, "binary".

mod parts;
mod search;

use super::Builtin;

/// The tables of this folder's files.
pub const TABLES: &[&[Builtin]] = &[parts::TABLE, search::TABLE];
