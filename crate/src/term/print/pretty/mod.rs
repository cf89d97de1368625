//! `~p` and `~P`: a term over as many lines as it needs, broken where OTP breaks it.
//!
//! Two steps: `measure` turns the term into a tree that knows the width of each part on one line, `layout` walks the
//! tree and starts a new line wherever the next part does not fit.

mod deep;
mod layout;
mod measure;

use super::super::atom::Atom;
use super::super::heap::Heap;
use super::super::word::Term;
use super::Names;
use super::leaf::push_leaf;
use super::text::{Encoding, Printable};
use measure::Tree;

/// The field names of record `name` with so many fields, if there is such a record.
pub type RecordFields<'a> = dyn Fn(Atom, usize) -> Option<Vec<Atom>> + 'a;

/// How `~p` and `~P` print.
#[derive(Clone, Copy)]
pub struct PrettyOptions<'a> {
    pub encoding: Encoding,
    /// Which lists and binaries are shown as strings.
    pub printable: Printable,
    /// `~lp` shows none as strings.
    pub strings: bool,
    /// Where the term starts, counted from 1.
    pub column: usize,
    /// Width of a line; 0 never breaks.
    pub line_length: usize,
    /// Most characters on a line, indentation apart; `None` is unlimited. The shell has 60.
    pub line_max_chars: Option<usize>,
    /// Depth from which on `...` stands; `None` is unlimited. The shell has 30.
    pub depth: Option<i64>,
    pub records: &'a RecordFields<'a>,
    pub names: &'a dyn Names,
}

/// For [`PrettyOptions::records`]: there are no records.
pub fn no_records(_name: Atom, _fields: usize) -> Option<Vec<Atom>> {
    None
}

impl<'a> PrettyOptions<'a> {
    /// What `~p` means at the beginning of a line.
    pub fn new(names: &'a dyn Names) -> PrettyOptions<'a> {
        PrettyOptions {
            encoding: Encoding::Latin1,
            printable: Printable::Latin1,
            strings: true,
            column: 1,
            line_length: 80,
            line_max_chars: None,
            depth: None,
            records: &no_records,
            names,
        }
    }

    /// What the shell means when it prints a value; `records` are those it knows.
    pub fn shell(names: &'a dyn Names, records: &'a RecordFields<'a>) -> PrettyOptions<'a> {
        PrettyOptions {
            line_max_chars: Some(60),
            depth: Some(30),
            records,
            ..PrettyOptions::new(names)
        }
    }
}

/// The term as `~p` prints it.
pub fn pretty(heap: &Heap, term: Term, options: &PrettyOptions<'_>) -> String {
    let mut out = String::new();
    pretty_to(&mut out, heap, term, options);
    out
}

/// As [`pretty`], appending to `out`.
pub fn pretty_to(out: &mut String, heap: &Heap, term: Term, options: &PrettyOptions<'_>) {
    if is_leaf(term) {
        push_whole_leaf(out, heap, term, options);
        return;
    }
    let tree = measure::measure(heap, term, options);
    layout::print(out, &tree, options);
}

/// A printed term with the parts that `io_lib` returns it in.
pub struct Printed {
    pub text: String,
    /// The parts, if the text is one line.
    parts: Option<Tree>,
    /// How `~w` shows the tail of an improper list: as a part of its own.
    tail_apart: bool,
}

impl Printed {
    /// Text without parts.
    pub fn text(text: String) -> Printed {
        Printed {
            text,
            parts: None,
            tail_apart: false,
        }
    }

    /// The deep list of characters that `io_lib:format/2`, `print/1` and `write/1` return for the term.
    pub fn to_term(&self, heap: &mut Heap) -> Term {
        match &self.parts {
            Some(tree) => deep::term(heap, tree, self.tail_apart),
            None => heap.string(&self.text),
        }
    }
}

/// The term as `~p` prints it, with its parts.
pub fn pretty_parts(heap: &Heap, term: Term, options: &PrettyOptions<'_>) -> Printed {
    let mut text = String::new();
    if is_leaf(term) {
        push_whole_leaf(&mut text, heap, term, options);
        return Printed::text(text);
    }
    let tree = measure::measure(heap, term, options);
    let is_flat = layout::print(&mut text, &tree, options);
    Printed {
        text,
        parts: is_flat.then_some(tree),
        tail_apart: false,
    }
}

/// The term as `~w` prints it, with its parts.
pub fn write_parts(heap: &Heap, term: Term, encoding: Encoding, names: &dyn Names) -> Printed {
    let options = PrettyOptions {
        encoding,
        strings: false,
        line_length: 0,
        ..PrettyOptions::new(names)
    };
    Printed {
        tail_apart: true,
        ..pretty_parts(heap, term, &options)
    }
}

fn is_leaf(term: Term) -> bool {
    !(term.is_cons() || term.is_tuple() || term.is_map() || term.is_bitstring())
}

fn push_whole_leaf(out: &mut String, heap: &Heap, term: Term, options: &PrettyOptions<'_>) {
    if options.depth == Some(0) {
        out.push_str("...");
    } else {
        push_leaf(out, heap, term, options.encoding, options.names);
    }
}

/// A list, even if it could be read as a string, as `[` ... `]`: the arguments of a call.
pub fn pretty_list(heap: &Heap, list: Term, options: &PrettyOptions<'_>) -> String {
    let tree = measure::measure_list(heap, list, options);
    let mut out = String::new();
    layout::print(&mut out, &tree, options);
    out
}
