//! The copying collector, and the relocation of blocks of words.
//!
//! Runs at safepoints only. The caller moves each root with [`Collector::root`], then calls [`Collector::finish`], which
//! scans the new heap in order (Cheney): no recursion, whatever the depth of terms. Literal pointers stay as they are.

use std::ops::RangeInclusive;

use super::heap::{Blob, Heap, push_words};
use super::spare::{BUFFER_WORDS_MIN, Spares};
use super::word::{CONS, HEADER, Header, Kind, LITERAL_BASE, Term};

/// Sizes of buffers that a heap keeps although it needs less: those that the spare ones may become.
const LARGE_WORDS: RangeInclusive<usize> = BUFFER_WORDS_MIN..=limits::SPARE_WORDS_MAX;

/// Words by which a heap grows between the moment when it wants a collection and the next safepoint, seldom more.
const OVERRUN_WORDS: usize = 512;

pub struct Collector {
    from: Vec<u64>,
    to: Vec<u64>,
    /// Words that the new heap counts as: see [`Heap::capacity`].
    counted: usize,
    from_blobs: Vec<Blob>,
    to_blobs: Vec<Blob>,
    /// New slot of each old blob, `u32::MAX` while unseen.
    blob_slots: Vec<u32>,
}

impl Collector {
    /// Takes the heap's contents; the heap is empty until [`Collector::finish`].
    pub fn start(heap: &mut Heap, spares: &mut Spares) -> Collector {
        let from = std::mem::take(&mut heap.words);
        let from_blobs = std::mem::take(&mut heap.blobs);
        let counted = heap.collect_at.min(from.len()).max(16);
        // A builtin may have made it much larger than it was to become.
        let room = if LARGE_WORDS.contains(&from.len()) {
            from.len()
        } else {
            counted
        };
        Collector {
            to: spares.take(room),
            counted,
            blob_slots: vec![u32::MAX; from_blobs.len()],
            to_blobs: Vec::new(),
            from,
            from_blobs,
        }
    }

    /// Moves what `term` points to and returns the term's new word.
    #[inline]
    pub fn root(&mut self, term: Term) -> Term {
        if term.is_own_pointer() {
            self.evacuate(term)
        } else {
            term
        }
    }

    fn evacuate(&mut self, term: Term) -> Term {
        let index = term.index();
        let first = self.from[index];
        let place = self.to.len();
        if first & 0xF == HEADER {
            let header = Header(first);
            if header.kind() == Kind::Forward {
                return Term::pointer(term.tag(), header.size());
            }
            push_words(&mut self.to, &self.from[index..=index + header.size()]);
            if header.kind() == Kind::BinRef {
                self.move_blob(place + 1);
            }
        } else {
            debug_assert_eq!(term.tag(), CONS);
            self.to.extend_from_slice(&[first, self.from[index + 1]]);
        }
        self.from[index] = Header::new(Kind::Forward, place, 0).0;
        Term::pointer(term.tag(), place)
    }

    fn move_blob(&mut self, slot_at: usize) {
        let old = self.to[slot_at] as usize;
        if old >= LITERAL_BASE {
            return;
        }
        if self.blob_slots[old] == u32::MAX {
            self.blob_slots[old] = self.to_blobs.len() as u32;
            self.to_blobs.push(self.from_blobs[old].clone());
        }
        self.to[slot_at] = u64::from(self.blob_slots[old]);
    }

    /// Moves everything reachable from the roots and gives the heap its new contents.
    pub fn finish(mut self, heap: &mut Heap, spares: &mut Spares) {
        let mut scan = 0;
        while scan < self.to.len() {
            let word = self.to[scan];
            if word & 0xF != HEADER {
                self.move_cell(scan);
                scan += 2;
                continue;
            }
            let header = Header(word);
            let end = scan + 1 + header.size();
            if !header.is_raw() {
                for element in scan + 1..end {
                    let term = Term(self.to[element]);
                    if term.is_own_pointer() {
                        self.to[element] = self.evacuate(term).0;
                    }
                }
            }
            scan = end;
        }
        let live = self.to.len();
        // Room for as much again as is alive, at least.
        let collect_at = live + heap.room(live);
        // A shrunken heap gives its room back; a steady one keeps what the next turn will need.
        heap.counted = self.counted.max(live);
        if heap.counted > collect_at * 2 {
            heap.counted = collect_at;
        }
        heap.words = fit(self.to, collect_at);
        heap.collect_at = collect_at;
        heap.blobs = self.to_blobs;
        heap.blob_bytes = 0;
        spares.keep(self.from);
    }

    /// Moves what a cell at `place` of the new heap points to. Most of them are followed by the next of their list.
    #[inline]
    fn move_cell(&mut self, place: usize) {
        let (head, tail) = (Term(self.to[place]), Term(self.to[place + 1]));
        if head.is_own_pointer() {
            self.to[place] = self.evacuate(head).0;
        }
        if !tail.is_own_pointer() {
            return;
        }
        let next = self.to.len();
        if let Some([first, second]) = self
            .from
            .get_mut(tail.index()..)
            .and_then(<[u64]>::first_chunk_mut)
            && *first & 0xF != HEADER
        {
            self.to.extend_from_slice(&[*first, *second]);
            *first = Header::new(Kind::Forward, next, 0).0;
            self.to[place + 1] = Term::pointer(CONS, next).0;
        } else {
            self.to[place + 1] = self.evacuate(tail).0;
        }
    }
}

/// The buffer of a heap that will be collected at so many words: a large one has them at once, and no more than the
/// spare buffers could hold in excess.
fn fit(mut words: Vec<u64>, collect_at: usize) -> Vec<u64> {
    let room = words.capacity();
    if collect_at >= BUFFER_WORDS_MIN && room < collect_at + OVERRUN_WORDS {
        words.reserve_exact(collect_at + OVERRUN_WORDS - words.len());
    } else if room > collect_at * 2 && !LARGE_WORDS.contains(&room) {
        words.shrink_to(collect_at);
    }
    words
}

/// Moves a self-contained block of words that was built from index 0 so that it may stand elsewhere: own pointers by
/// `base`, blob slots by `blob_base`.
pub(super) fn relocate(words: &mut [u64], base: usize, blob_base: usize) {
    let mut scan = 0;
    while scan < words.len() {
        let word = words[scan];
        if word & 0xF == HEADER {
            let header = Header(word);
            if header.kind() == Kind::BinRef && (words[scan + 1] as usize) < LITERAL_BASE {
                words[scan + 1] += blob_base as u64;
            }
            scan += header.to_next();
            continue;
        }
        let term = Term(word);
        if term.is_own_pointer() {
            words[scan] = Term::pointer(term.tag(), term.index() + base).0;
        }
        scan += 1;
    }
}
