//! Module `ets`: tables. What is better written in Erlang stands in `crate/otp/ets.erl`.
//!
//! A call names its table by name or reference; `access` finds it and checks the protection. A call that fails says in its
//! `error_info` what OTP says there.

mod access;
mod create;
mod info;
pub mod match_spec;
mod owner;
mod parts;
mod rows;
mod select;
mod select_chunk;
mod traverse;
mod update;

use super::Builtin;

/// The builtins of the module, file by file.
pub const TABLES: &[&[Builtin]] = &[
    create::TABLE,
    info::TABLE,
    match_spec::TABLE,
    owner::TABLE,
    parts::TABLE,
    rows::TABLE,
    select::TABLE,
    select_chunk::TABLE,
    traverse::TABLE,
    update::TABLE,
];
