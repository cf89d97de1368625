//! The heap of one process: a growable array of words that terms index into.
//!
//! A builtin may only grow it; objects are moved by `term/collect.rs`, and only at safepoints. Reading goes through the
//! accessors below, which take literals (indices from `LITERAL_BASE` on) in their stride: the bounds check that safe
//! Rust makes anyway is the test.
//!
//! Invariant: every own pointer that a live term holds is the index of a complete object in `words`.

mod binaries;
mod funs;
mod lists;
mod numbers;
mod tuples;

pub use binaries::{Bits, Blob, INLINE_BYTES_MAX};
pub use funs::Fun;
pub use lists::ListIter;

use super::literal;
use super::spare::{BUFFER_WORDS_MIN, Spares};
use super::word::{EXTERNAL, Header, Kind, REF, Term};

/// Heap size at which the first collection happens, in words: OTP's `min_heap_size`.
pub const FIRST_COLLECTION_WORDS: usize = 233;

/// See [`Heap::adapt_room`]: up to 15,000 words.
const ROOM_DOUBLINGS_MAX: u32 = 6;

/// See [`Heap::give_back`]: how much larger a buffer is than what its heap counts as.
const SPARE_FACTOR: usize = 4;

/// See [`push_any`].
const SHORT_WORDS_MAX: usize = 12;

/// The words of a process, or of whatever else owns terms.
#[derive(Clone, Default, Debug)]
pub struct Heap {
    pub(super) words: Vec<u64>,
    pub(super) blobs: Vec<Blob>,
    /// Collect at the next safepoint when the heap has reached this many words.
    pub(super) collect_at: usize,
    /// Words that its memory counts as, if it comes from the spare buffers and may have more; 0 if it is what it is.
    pub(super) counted: usize,
    /// How much more room it gets than the first time, as a power of two: see [`Heap::adapt_room`].
    room_doublings: u32,
    /// Bytes of blobs made since the last collection; large binaries ask for a collection too.
    pub(super) blob_bytes: usize,
}

impl Heap {
    pub fn new() -> Heap {
        Heap {
            collect_at: FIRST_COLLECTION_WORDS,
            ..Heap::default()
        }
    }

    /// Empty, with room for so many words.
    pub fn with_capacity(words: usize) -> Heap {
        Heap {
            words: Vec::with_capacity(words),
            ..Heap::new()
        }
    }

    /// Words in use.
    #[inline]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Words allocated, used or not: what the process costs. For a heap in a spare buffer it is what it would have without.
    pub fn capacity(&self) -> usize {
        if self.counted == 0 {
            return self.words.capacity();
        }
        let mut words = self.counted;
        while words < self.words.len() {
            words *= 2;
        }
        words
    }

    /// Gives most of a large buffer that is hardly used to the others.
    #[inline]
    pub fn give_back(&mut self, spares: &mut Spares) {
        if self.words.capacity() >= BUFFER_WORDS_MIN && self.counted != 0 {
            self.give_back_most(spares);
        }
    }

    #[inline(never)]
    fn give_back_most(&mut self, spares: &mut Spares) {
        let room = self.words.capacity();
        let wanted = self.capacity();
        if room / SPARE_FACTOR > wanted {
            let mut words = Vec::with_capacity(wanted);
            words.extend_from_slice(&self.words);
            spares.keep(std::mem::replace(&mut self.words, words));
        }
    }

    /// The end of the heap: its memory goes to the others.
    pub fn discard(self, spares: &mut Spares) {
        spares.keep(self.words);
    }

    /// Whether the next safepoint should collect.
    #[inline]
    pub fn wants_collection(&self) -> bool {
        self.words.len() >= self.collect_at
    }

    /// Before a collection: a heap that is collected `often` gets more room, so that a small live set is not copied over
    /// and over; others get less again, so that a thousand processes that take turns stay in the processor's cache.
    pub fn adapt_room(&mut self, often: bool) {
        self.room_doublings = if often {
            (self.room_doublings + 1).min(ROOM_DOUBLINGS_MAX)
        } else {
            self.room_doublings.saturating_sub(1)
        };
    }

    /// Words that it may grow by until the next collection when `live` words were left by the last.
    pub(super) fn room(&self, live: usize) -> usize {
        live.max(FIRST_COLLECTION_WORDS << self.room_doublings)
    }

    /// Makes the next safepoint collect (`garbage_collect/0`).
    pub fn request_collection(&mut self) {
        self.collect_at = 0;
    }

    pub(super) fn into_parts(self) -> (Vec<u64>, Vec<Blob>) {
        (self.words, self.blobs)
    }

    /// A word of this heap, or of the literals.
    #[inline]
    pub fn word(&self, index: usize) -> u64 {
        match self.words.get(index) {
            Some(&word) => word,
            None => literal::words_from(index)
                .first()
                .copied()
                .unwrap_or(Term::NIL.0),
        }
    }

    /// `count` words from `index` on.
    #[inline]
    pub fn words(&self, index: usize, count: usize) -> &[u64] {
        match self.words.get(index..index + count) {
            Some(words) => words,
            None => literal::words_from(index).get(..count).unwrap_or(&[]),
        }
    }

    #[inline]
    pub fn header(&self, pointer: Term) -> Header {
        Header(self.word(pointer.index()))
    }

    /// The header and the words after it.
    pub fn object(&self, pointer: Term) -> (Header, &[u64]) {
        let header = self.header(pointer);
        (header, self.words(pointer.index() + 1, header.size()))
    }

    // --- references and external identifiers

    /// A reference of the owning node: `id` is unique on it; `alias` is the number of the process that the reference
    /// is an alias of, 0 for none.
    pub fn reference(&mut self, id: u64, alias: u32) -> Term {
        let place = self.words.len();
        self.words
            .extend_from_slice(&[Header::new(Kind::Ref, 2, 0).0, id, u64::from(alias)]);
        Term::pointer(REF, place)
    }

    /// `(id, alias)` of a local reference.
    #[inline]
    pub fn as_local_reference(&self, term: Term) -> Option<(u64, u32)> {
        if !term.is_reference() {
            return None;
        }
        let &[header, id, alias] = self.words(term.index(), 3).first_chunk()?;
        (Header(header).kind() == Kind::Ref).then_some((id, alias as u32))
    }

    /// Pid, port or reference of another node; `words` as in [`Kind::ExtPid`], [`Kind::ExtPort`], [`Kind::ExtRef`],
    /// the node name first.
    pub fn external(&mut self, kind: Kind, words: &[Term]) -> Term {
        let place = self.words.len();
        self.words.push(Header::new(kind, words.len(), 0).0);
        self.words.extend(words.iter().map(|term| term.0));
        Term::pointer(if kind == Kind::ExtRef { REF } else { EXTERNAL }, place)
    }

    /// Whether `term` is a pid, of this or another node.
    pub fn is_pid(&self, term: Term) -> bool {
        term.is_local_pid() || term.tag() == EXTERNAL && self.header(term).kind() == Kind::ExtPid
    }

    pub fn is_port(&self, term: Term) -> bool {
        term.as_local_port().is_some()
            || term.tag() == EXTERNAL && self.header(term).kind() == Kind::ExtPort
    }

    // --- raw objects, for maps and other floors' structures

    /// An object of any kind from its words.
    pub fn raw_object(&mut self, tag: u64, header: Header, words: &[u64]) -> Term {
        let place = self.words.len();
        self.words.push(header.0);
        self.words.extend_from_slice(words);
        Term::pointer(tag, place)
    }

    /// Room for `words` more, in one step.
    pub fn reserve(&mut self, words: usize) {
        if self.counted != 0 {
            self.counted = self.capacity().max(self.words.len() + words);
        }
        self.words.reserve(words);
    }

    /// Gives unused room back.
    pub fn shrink(&mut self) {
        self.counted = 0;
        self.words.shrink_to_fit();
    }

    /// Whether it holds large binaries.
    pub fn has_blobs(&self) -> bool {
        !self.blobs.is_empty()
    }

    /// Forgets everything allocated since the heap had `words` words; no live term may point there.
    pub fn truncate(&mut self, words: usize) {
        self.words.truncate(words);
    }
}

/// Appends words: few of them by themselves, since copying a block costs a call, in wasm one into the engine. Most objects are
/// tuples of two or three elements: of those the number of words is known beforehand.
#[inline]
pub(super) fn push_words(to: &mut Vec<u64>, words: &[u64]) {
    match *words {
        [a, b, c] => to.extend_from_slice(&[a, b, c]),
        [a, b, c, d] => to.extend_from_slice(&[a, b, c, d]),
        _ => push_any(to, words),
    }
}

fn push_any(to: &mut Vec<u64>, words: &[u64]) {
    if words.len() > SHORT_WORDS_MAX {
        to.extend_from_slice(words);
        return;
    }
    let (pairs, odd) = words.as_chunks::<2>();
    for pair in pairs {
        to.extend_from_slice(pair);
    }
    to.extend(odd.first());
}
