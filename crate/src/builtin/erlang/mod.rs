//! Module `erlang`.

mod control;
mod links;
mod monitors;
mod names;
mod send;
mod spawning;
mod timers;

use super::Builtin;

/// The tables of the files of this module.
pub const TABLES: &[&[Builtin]] = &[
    control::TABLE,
    links::TABLE,
    monitors::TABLE,
    names::TABLE,
    send::TABLE,
    spawning::TABLE,
    timers::TABLE,
];
