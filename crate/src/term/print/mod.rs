//! Terms as text: `~w` and `~p`, the control sequences of `io_lib:format`, exceptions as the shell words them.
//!
//! Knows terms only. What it must know of code, nodes and records comes through [`Names`] and a callback.
//! Invariant: nothing here recurses over the depth of a term.

pub mod exception;
pub mod format;
mod leaf;
mod pretty;
pub mod report;
pub mod text;
mod write;

use super::Atom;

pub use leaf::{integer_text, reference_text};
pub use pretty::{
    PrettyOptions, Printed, RecordFields, no_records, pretty, pretty_parts, pretty_to, write_parts,
};
pub use text::{Encoding, Printable, atom_text};
pub use write::{write, write_to};

/// What identifies a local fun in its text `#Fun<module.index.uniq>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FunName {
    pub module: Atom,
    pub index: u32,
    pub uniq: u32,
}

/// What the printed form of identifiers takes from outside the term.
pub trait Names {
    /// The fun with these numbers (`Heap::fun_parts`).
    fn local_fun(&self, instance: u32, index: u32) -> FunName;

    /// Module and function of a local fun's code (`'-main/0-fun-0-'`); `None` for a fun typed into a shell.
    fn local_function(&self, instance: u32, index: u32) -> Option<(Atom, Atom)> {
        let _ = (instance, index);
        None
    }

    /// The number by which this node knows another one: the first in `<N.x.y>`. The node itself is 0.
    fn node_number(&self, node: Atom, creation: u32) -> u32;
}

/// For places where no code is loaded and no other node known.
pub struct NoNames;

impl Names for NoNames {
    fn local_fun(&self, _instance: u32, index: u32) -> FunName {
        FunName {
            module: super::atom::ERL_EVAL,
            index,
            uniq: 0,
        }
    }

    fn node_number(&self, _node: Atom, _creation: u32) -> u32 {
        1
    }
}

/// How `~w` and `~W` write.
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    pub encoding: Encoding,
    /// Depth from which on `...` stands; `None` is unlimited.
    pub depth: Option<i64>,
    pub names: &'a dyn Names,
}

impl<'a> WriteOptions<'a> {
    pub fn new(names: &'a dyn Names) -> WriteOptions<'a> {
        WriteOptions {
            encoding: Encoding::Latin1,
            depth: None,
            names,
        }
    }

    #[must_use]
    pub fn unicode(self) -> Self {
        WriteOptions {
            encoding: Encoding::Unicode,
            ..self
        }
    }
}
