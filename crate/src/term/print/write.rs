//! `~w` and `~W`: a term on one line, as source text where there is any.
//!
//! What remains to be written stands on a stack of its own, so that the depth of a term costs memory, never the stack.

use super::super::heap::{Bits, Heap};
use super::super::map;
use super::super::word::Term;
use super::super::work;
use super::WriteOptions;
use super::leaf::{push_leaf, push_number};

/// Longer texts are of terms whose parts are shared: as a list, one would fill the world.
const TEXT_BYTES_MAX: usize = limits::WORLD_WORDS_DEFAULT / 2;

/// The term as `~w` prints it.
pub fn write(heap: &Heap, term: Term, options: &WriteOptions<'_>) -> String {
    let mut out = String::new();
    write_to(&mut out, heap, term, options);
    out
}

/// As [`write`], appending to `out`.
pub fn write_to(out: &mut String, heap: &Heap, term: Term, options: &WriteOptions<'_>) {
    let mut writer = Writer {
        heap,
        options,
        out,
        todo: vec![Step::Term(term, options.depth.unwrap_or(-1))],
    };
    while let Some(step) = writer.todo.pop() {
        if writer.out.len() > TEXT_BYTES_MAX {
            return work::give_up();
        }
        writer.step(step);
    }
}

/// What is left to write. The numbers are depths: 1 leaves out parts, 0 everything, negative ones never get there.
enum Step {
    Term(Term, i64),
    /// What follows an element of a list.
    Tail(Term, i64),
    /// The elements of a tuple from this position on.
    Elements(Term, usize, i64),
    /// The pairs of a map from this position on; how many more may be written; the depth of each.
    Pairs(Vec<(Term, Term)>, usize, i64, i64),
    Text(&'static str),
}

struct Writer<'a, 'b> {
    heap: &'a Heap,
    options: &'a WriteOptions<'b>,
    out: &'a mut String,
    todo: Vec<Step>,
}

impl Writer<'_, '_> {
    fn step(&mut self, step: Step) {
        match step {
            Step::Term(term, depth) => self.term(term, depth),
            Step::Tail(rest, depth) => self.tail(rest, depth),
            Step::Elements(tuple, position, depth) => self.elements(tuple, position, depth),
            Step::Pairs(pairs, position, left, depth) => self.pairs(pairs, position, left, depth),
            Step::Text(text) => self.out.push_str(text),
        }
    }

    /// Writes a leaf, or the beginning of a term with parts.
    fn term(&mut self, term: Term, depth: i64) {
        if depth == 0 {
            self.out.push_str("...");
        } else if term.is_cons() {
            self.out.push('[');
            if depth == 1 {
                self.out.push_str("...]");
                return;
            }
            let (head, tail) = self.heap.head_tail(term);
            self.todo.push(Step::Tail(tail, depth - 1));
            self.todo.push(Step::Term(head, depth - 1));
        } else if term.is_tuple() {
            self.out.push('{');
            match (self.heap.arity(term), depth) {
                (0, _) => self.out.push('}'),
                (_, 1) => self.out.push_str("...}"),
                _ => self.elements(term, 0, depth),
            }
        } else if term.is_map() {
            self.out.push_str("#{");
            match depth {
                1 => self.out.push('}'),
                _ => self.pairs(map::pairs(self.heap, term), 0, depth - 1, depth - 1),
            }
        } else if term.is_bitstring() {
            push_bits(self.out, self.heap.bits(term), depth);
        } else {
            push_leaf(
                self.out,
                self.heap,
                term,
                self.options.encoding,
                self.options.names,
            );
        }
    }

    fn tail(&mut self, rest: Term, depth: i64) {
        if rest.is_nil() {
            self.out.push(']');
        } else if depth == 1 {
            self.out.push_str("|...]");
        } else if rest.is_cons() {
            self.out.push(',');
            let (head, tail) = self.heap.head_tail(rest);
            self.todo.push(Step::Tail(tail, depth - 1));
            self.todo.push(Step::Term(head, depth - 1));
        } else {
            self.out.push('|');
            self.todo.push(Step::Text("]"));
            self.todo.push(Step::Term(rest, depth - 1));
        }
    }

    fn elements(&mut self, tuple: Term, position: usize, depth: i64) {
        if position == self.heap.arity(tuple) {
            self.out.push('}');
            return;
        }
        if position > 0 {
            self.out.push(',');
        }
        if depth == 1 {
            self.out.push_str("...}");
            return;
        }
        self.todo
            .push(Step::Elements(tuple, position + 1, depth - 1));
        self.todo
            .push(Step::Term(self.heap.element(tuple, position), depth - 1));
    }

    fn pairs(&mut self, pairs: Vec<(Term, Term)>, position: usize, left: i64, depth: i64) {
        if left == 1 && position > 0 {
            self.out.push_str(",...}");
            return;
        }
        let Some(&(key, value)) = pairs.get(position) else {
            self.out.push('}');
            return;
        };
        if position > 0 {
            self.out.push(',');
        }
        let left = if position > 0 { left - 1 } else { left };
        self.todo
            .push(Step::Pairs(pairs, position + 1, left, depth));
        self.todo.push(Step::Term(value, depth));
        self.todo.push(Step::Text(" => "));
        self.todo.push(Step::Term(key, depth));
    }
}

/// A bit string as numbers: `<<1,2,3:4>>`.
pub fn push_bits(out: &mut String, bits: Bits<'_>, depth: i64) {
    out.push_str("<<");
    let mut left = depth;
    let whole = bits.size / 8;
    for position in 0..bits.size.div_ceil(8) {
        if position > 0 {
            out.push(',');
        }
        if left == 1 {
            out.push_str("...");
            break;
        }
        left -= 1;
        if position < whole {
            push_number(out, i64::from(bits.byte(position)));
        } else {
            let width = bits.size % 8;
            push_number(out, i64::from(bits.byte(position) >> (8 - width)));
            out.push(':');
            push_number(out, width as i64);
        }
    }
    out.push_str(">>");
}
