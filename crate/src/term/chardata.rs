//! Character data: the deep lists of characters and binaries that Erlang takes wherever it takes text.
//!
//! Everything here walks with a stack of its own, so that nesting costs memory, never the Rust stack.

use super::heap::Heap;
use super::word::Term;
use super::work::Steps;

/// A leaf of a deep list.
#[derive(Clone, Copy, Debug)]
pub enum Leaf {
    /// An integer.
    Integer(Term),
    /// A bit string.
    Bits(Term),
    /// Anything else: a mistake.
    Other(Term),
}

/// The leaves of a deep list, or of a single bit string, from left to right.
pub struct Leaves<'a> {
    heap: &'a Heap,
    /// Lists still to walk, the nearest last; a tail that is no list counts as a leaf.
    rest: Vec<Term>,
    steps: Steps,
}

/// See [`Leaves`].
pub fn leaves(heap: &Heap, data: Term) -> Leaves<'_> {
    Leaves {
        heap,
        rest: vec![data],
        steps: Steps::of(1),
    }
}

impl Leaves<'_> {
    /// What has not been walked yet, the nearest last: the rest that `unicode:characters_to_list/1` returns on errors.
    pub fn remaining(&self) -> &[Term] {
        &self.rest
    }
}

impl Iterator for Leaves<'_> {
    type Item = Leaf;

    fn next(&mut self) -> Option<Leaf> {
        while let Some(term) = self.rest.pop() {
            if !self.steps.step() {
                return None;
            }
            if term.is_cons() {
                let (head, tail) = self.heap.head_tail(term);
                if !tail.is_nil() {
                    self.rest.push(tail);
                }
                if head.is_integer() {
                    return Some(Leaf::Integer(head));
                }
                self.rest.push(head);
            } else if term.is_bitstring() {
                return Some(Leaf::Bits(term));
            } else if !term.is_nil() {
                return Some(Leaf::Other(term));
            }
        }
        None
    }
}

/// Whether the data is no iolist: it holds something that is neither byte nor binary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotIodata;

/// The bytes of an iolist or binary (`iolist_to_binary/1`). An integer as a tail, or as the whole, is a mistake.
pub fn iodata_bytes(heap: &Heap, data: Term) -> Result<Vec<u8>, NotIodata> {
    let mut bytes = Vec::new();
    for leaf in leaves(heap, data) {
        match leaf {
            Leaf::Integer(integer) => bytes.push(byte(integer)?),
            Leaf::Bits(bits) => bytes.extend_from_slice(&heap.bytes(bits).ok_or(NotIodata)?),
            Leaf::Other(_) => return Err(NotIodata),
        }
    }
    Ok(bytes)
}

/// The size in bytes of an iolist or binary (`iolist_size/1`), without building it.
pub fn iodata_size(heap: &Heap, data: Term) -> Result<usize, NotIodata> {
    let mut size = 0;
    for leaf in leaves(heap, data) {
        match leaf {
            Leaf::Integer(integer) => {
                byte(integer)?;
                size += 1;
            }
            Leaf::Bits(bits) if heap.is_binary(bits) => size += heap.bit_size(bits) / 8,
            Leaf::Bits(_) | Leaf::Other(_) => return Err(NotIodata),
        }
    }
    Ok(size)
}

fn byte(integer: Term) -> Result<u8, NotIodata> {
    integer
        .as_small()
        .and_then(|n| u8::try_from(n).ok())
        .ok_or(NotIodata)
}

/// The code points of an integer, if it can be one.
pub fn code_point(integer: Term) -> Option<char> {
    integer
        .as_small()
        .and_then(|n| u32::try_from(n).ok())
        .and_then(char::from_u32)
}

/// The text of chardata: code points and UTF-8 binaries (`unicode:characters_to_list/1`). `None` if it is none.
pub fn text(heap: &Heap, data: Term) -> Option<String> {
    let mut out = String::new();
    let mut bytes = Vec::new();
    for leaf in leaves(heap, data) {
        match leaf {
            // A character may be spread over several binaries, but not over a binary and integers.
            Leaf::Bits(bits) => bytes.extend_from_slice(&heap.bytes(bits)?),
            Leaf::Integer(integer) => {
                flush(&mut out, &mut bytes)?;
                out.push(code_point(integer)?);
            }
            Leaf::Other(_) => return None,
        }
    }
    flush(&mut out, &mut bytes)?;
    Some(out)
}

fn flush(out: &mut String, bytes: &mut Vec<u8>) -> Option<()> {
    if !bytes.is_empty() {
        out.push_str(std::str::from_utf8(bytes).ok()?);
        bytes.clear();
    }
    Some(())
}

/// The text of a proper flat list of code points (`io_lib:char_list/1`), or `None`.
pub fn flat_text(heap: &Heap, list: Term) -> Option<String> {
    let mut items = heap.iter_list(list);
    let mut out = String::new();
    for item in items.by_ref() {
        out.push(code_point(item)?);
    }
    items.rest().is_nil().then_some(out)
}

/// A proper flat list of integers that are code points or at least small enough to be looked at: what `io_lib` calls a
/// character list.
pub fn flat_characters(heap: &Heap, list: Term) -> Option<Vec<u32>> {
    let mut items = heap.iter_list(list);
    let mut out = Vec::new();
    for item in items.by_ref() {
        out.push(item.as_small().and_then(|n| u32::try_from(n).ok())?);
    }
    items.rest().is_nil().then_some(out)
}
