//! Copying terms from heap to heap, and parcels: terms that stand on their own.
//!
//! Messages, timers, table rows and log entries leave a heap as a copy. The copy is breadth-first over the target
//! (no recursion), leaves literals where they are, and does not keep sharing, as in OTP; a term that shared
//! subterms make exponentially large is stopped by `limit_words`.

use super::heap::{Blob, Heap, push_words};
use super::word::{CONS, HEADER, Header, Kind, LITERAL_BASE, TUPLE, Term};
use super::work;

/// See [`flat`].
const FLAT_ELEMENTS_MAX: usize = 8;

/// The copy would exceed the given number of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge;

/// Copies `term` of heap `from` to the end of heap `to`. On failure `to` is as before.
#[inline]
pub fn copy(from: &Heap, term: Term, to: &mut Heap, limit_words: usize) -> Result<Term, TooLarge> {
    if !term.is_own_pointer() {
        return Ok(term);
    }
    if term.is_tuple() && limit_words > FLAT_ELEMENTS_MAX {
        let copied = flat(from, term, to);
        if copied != Term::NONE {
            return Ok(copied);
        }
    }
    deep(from, term, to, limit_words)
}

/// Copies an object and all that it refers to.
#[inline(never)]
fn deep(from: &Heap, term: Term, to: &mut Heap, limit_words: usize) -> Result<Term, TooLarge> {
    let start = to.words.len();
    let capacity = to.words.capacity();
    let result = shallow(from, term, to);
    let mut scan = start;
    while scan < to.words.len() {
        let word = to.words[scan];
        if word & 0xF == HEADER {
            scan += Header(word).to_next();
            continue;
        }
        if Term(word).is_own_pointer() {
            let copied = shallow(from, Term(word), to);
            to.words[scan] = copied.0;
            if to.words.len() - start > limit_words {
                to.words.truncate(start);
                // Whoever was to have it is not charged for room that it did not ask for.
                to.words.shrink_to(capacity);
                return Err(TooLarge);
            }
        }
        scan += 1;
    }
    Ok(result)
}

/// Copies a small tuple of immediates and literals, as most messages and rows are; [`Term::NONE`] if it is something else.
#[inline]
fn flat(from: &Heap, term: Term, to: &mut Heap) -> Term {
    let Some(object) = from.words.get(term.index()..) else {
        return Term::NONE;
    };
    match object.first().map_or(0, |&header| Header(header).size()) {
        2 => flat_of::<3>(object, to),
        3 => flat_of::<4>(object, to),
        size => flat_any(object, size, to),
    }
}

/// The same for an object of `N` words: how many there are is known when this is compiled.
#[inline(never)]
fn flat_of<const N: usize>(object: &[u64], to: &mut Heap) -> Term {
    let Some(words) = object.first_chunk::<N>() else {
        return Term::NONE;
    };
    if words[1..].iter().any(|&word| Term(word).is_own_pointer()) {
        return Term::NONE;
    }
    let place = to.words.len();
    to.words.extend_from_slice(words);
    Term::pointer(TUPLE, place)
}

#[inline(never)]
fn flat_any(object: &[u64], size: usize, to: &mut Heap) -> Term {
    let Some(words) = object.get(..=size).filter(|_| size <= FLAT_ELEMENTS_MAX) else {
        return Term::NONE;
    };
    if words[1..].iter().any(|&word| Term(word).is_own_pointer()) {
        return Term::NONE;
    }
    let place = to.words.len();
    push_words(&mut to.words, words);
    Term::pointer(TUPLE, place)
}

/// Copies one object; its elements still point into `from`.
fn shallow(from: &Heap, term: Term, to: &mut Heap) -> Term {
    let index = term.index();
    let place = to.words.len();
    if term.tag() == CONS {
        let cell = [from.words[index], from.words[index + 1]];
        to.words.extend_from_slice(&cell);
        return Term::pointer(CONS, place);
    }
    let header = Header(from.words[index]);
    push_words(&mut to.words, &from.words[index..=index + header.size()]);
    if header.kind() == Kind::BinRef {
        let slot = from.words[index + 1] as usize;
        if slot < LITERAL_BASE {
            to.words[place + 1] = share_blob(&from.blobs[slot], to) as u64;
        }
    }
    Term::pointer(term.tag(), place)
}

fn share_blob(blob: &Blob, to: &mut Heap) -> usize {
    if !to.blobs.last().is_some_and(|last| Blob::ptr_eq(last, blob)) {
        to.count_blob_bytes(blob.len());
        to.blobs.push(blob.clone());
    }
    to.blobs.len() - 1
}

/// Words that a copy of `term` takes (`erts_debug:flat_size/1`), counted up to `limit_words`.
pub fn flat_size(heap: &Heap, term: Term, limit_words: usize) -> usize {
    let mut words = 0;
    let mut stack = vec![term];
    while let Some(mut term) = stack.pop() {
        while term.is_pointer() && words <= limit_words {
            if term.is_cons() {
                words += 2;
                let (head, tail) = heap.head_tail(term);
                if head.is_pointer() {
                    stack.push(head);
                }
                term = tail;
                continue;
            }
            let (header, elements) = heap.object(term);
            words += 1 + elements.len();
            if !header.is_raw() {
                stack.extend(elements.iter().map(|&word| Term(word)));
            }
            break;
        }
    }
    words
}

/// Words that [`copy`] makes of `term`: those of literals are not among them.
pub fn copied_size(heap: &Heap, term: Term) -> usize {
    weigh(heap, term, Term::is_own_pointer, |_, words| 1 + words)
}

/// Words that a term takes: two for a cell, and `object` of kind and size, without header, for everything else. What
/// `follow` refuses is not looked at.
pub fn weigh(
    heap: &Heap,
    term: Term,
    follow: impl Fn(Term) -> bool,
    object: impl Fn(Kind, usize) -> usize,
) -> usize {
    let mut words = 0;
    let mut steps = work::left();
    let mut stack = vec![term];
    while let Some(term) = stack.pop() {
        if !follow(term) {
            continue;
        }
        steps = steps.saturating_sub(1);
        if steps == 0 {
            work::give_up();
            break;
        }
        if term.is_cons() {
            let (head, tail) = heap.head_tail(term);
            words += 2;
            stack.extend([head, tail]);
            continue;
        }
        let (header, elements) = heap.object(term);
        words += object(header.kind(), elements.len());
        if !header.is_raw() {
            stack.extend(elements.iter().map(|&word| Term(word)));
        }
    }
    words
}

/// A term with a heap of its own.
#[derive(Clone, Default, Debug)]
pub struct Parcel {
    heap: Heap,
    root: Option<Term>,
}

impl Parcel {
    pub fn pack(from: &Heap, term: Term, limit_words: usize) -> Result<Parcel, TooLarge> {
        let mut heap = Heap::new();
        let root = copy(from, term, &mut heap, limit_words)?;
        heap.words.shrink_to_fit();
        Ok(Parcel {
            heap,
            root: Some(root),
        })
    }

    /// A parcel of a term already built in `heap`.
    pub fn from_heap(heap: Heap, root: Term) -> Parcel {
        Parcel {
            heap,
            root: Some(root),
        }
    }

    /// Copies the term to the end of `to`.
    pub fn unpack(&self, to: &mut Heap) -> Term {
        // A parcel was bounded when it was packed.
        copy(&self.heap, self.root(), to, usize::MAX).unwrap_or(Term::NIL)
    }

    pub fn heap(&self) -> &Heap {
        &self.heap
    }

    pub fn root(&self) -> Term {
        self.root.unwrap_or(Term::NIL)
    }

    /// Words it holds.
    pub fn words(&self) -> usize {
        self.heap.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tuples of each size on both sides of what is copied in one step, of immediates and around another term.
    #[test]
    fn tuples_of_all_sizes_are_copied_whole() {
        let mut from = Heap::new();
        let inner = from.list(&[Term::int(1), Term::int(2)]);
        for size in 0..=FLAT_ELEMENTS_MAX as i32 + 2 {
            let flat: Vec<Term> = (0..size).map(Term::int).collect();
            let tuple = from.tuple(&flat);
            let mut to = Heap::new();
            let copied = copy(&from, tuple, &mut to, usize::MAX).unwrap();
            assert_eq!(to.len(), size as usize + 1);
            assert!((0..size).all(|at| to.element(copied, at as usize) == Term::int(at)));
            for at in 0..size as usize {
                let mut elements = flat.clone();
                elements[at] = inner;
                let tuple = from.tuple(&elements);
                let mut to = Heap::new();
                to.cons(Term::NIL, Term::NIL);
                let copied = copy(&from, tuple, &mut to, usize::MAX).unwrap();
                let list = to.list_to_vec(to.element(copied, at)).unwrap();
                assert_eq!(list, [Term::int(1), Term::int(2)]);
                let before = to.len();
                assert_eq!(copy(&from, tuple, &mut to, 3), Err(TooLarge));
                assert_eq!(to.len(), before);
                let room = to.capacity();
                assert_eq!(copy(&from, tuple, &mut to, 3), Err(TooLarge));
                assert_eq!(to.capacity(), room);
            }
        }
    }
}
