//! ETS storage: tables of rows, by hash or in order, and the tables of a node.
//!
//! Knows terms, not processes: an owner is a number. What a table does is what OTP 25's does, down to the order in which
//! rows come (see `hash.rs`); the reference is `ets`(3) and what `erl` answers.
//!
//! Invariants: a clone of a table shares its memory until one of them is written to; no order depends on anything but the
//! table's history; dropping a table of any size recurses no deeper than its tree.

mod cow;
mod hash;
pub mod match_spec;
mod otp;
mod rows;
mod select;
#[allow(clippy::module_inception)]
mod table;
mod tables;
mod traverse;
mod tree;

pub use rows::Row;
pub use table::{Heir, Kind, Label, Options, Protection, Table};
pub use tables::Tables;
pub use traverse::NoSuchPlace;
