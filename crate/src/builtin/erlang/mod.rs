//! Module `erlang`.

mod atoms;
mod binaries;
mod clock;
mod control;
mod data;
mod dictionary;
mod external;
mod flags;
mod funs;
mod hashes;
mod identifiers;
pub mod info;
mod links;
mod match_spec;
mod monitors;
mod names;
pub mod nodes;
mod numbers;
mod operators;
mod ports;
mod requests;
mod send;
mod spawning;
mod suspending;
mod system;
mod timers;
pub mod trace;
mod trace_pattern;
mod types;

pub use binaries::{binary_part, iodata, list_to_binary};

use super::Builtin;

/// The tables of the files of this module.
pub const TABLES: &[&[Builtin]] = &[
    atoms::TABLE,
    binaries::TABLE,
    clock::TABLE,
    control::TABLE,
    data::TABLE,
    dictionary::TABLE,
    external::TABLE,
    flags::TABLE,
    funs::TABLE,
    hashes::TABLE,
    identifiers::TABLE,
    info::TABLE,
    links::TABLE,
    match_spec::TABLE,
    monitors::TABLE,
    names::TABLE,
    nodes::TABLE,
    numbers::TABLE,
    operators::TABLE,
    ports::TABLE,
    requests::TABLE,
    send::TABLE,
    spawning::TABLE,
    suspending::TABLE,
    system::TABLE,
    timers::TABLE,
    trace::TABLE,
    trace_pattern::TABLE,
    types::TABLE,
];
