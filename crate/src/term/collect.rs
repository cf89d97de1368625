//! The copying collector, and the relocation of blocks of words.
//!
//! Runs at safepoints only. The caller moves each root with [`Collector::root`], then calls [`Collector::finish`], which
//! scans the new heap in order (Cheney): no recursion, whatever the depth of terms. Literal pointers stay as they are.

use super::heap::{Blob, Heap, push_words};
use super::word::{CONS, HEADER, Header, Kind, LITERAL_BASE, Term};

pub struct Collector {
    from: Vec<u64>,
    to: Vec<u64>,
    from_blobs: Vec<Blob>,
    to_blobs: Vec<Blob>,
    /// New slot of each old blob, `u32::MAX` while unseen.
    blob_slots: Vec<u32>,
}

impl Collector {
    /// Takes the heap's contents; the heap is empty until [`Collector::finish`].
    pub fn start(heap: &mut Heap) -> Collector {
        let from = std::mem::take(&mut heap.words);
        let from_blobs = std::mem::take(&mut heap.blobs);
        Collector {
            to: Vec::with_capacity(heap.collect_at.min(from.len()).max(16)),
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
    pub fn finish(mut self, heap: &mut Heap) {
        let mut scan = 0;
        while scan < self.to.len() {
            let word = self.to[scan];
            if word & 0xF == HEADER {
                scan += Header(word).to_next();
                continue;
            }
            let term = Term(word);
            if term.is_own_pointer() {
                self.to[scan] = self.evacuate(term).0;
            }
            scan += 1;
        }
        // Room for as much again as is alive, at least.
        heap.collect_at = self.to.len() + heap.room(self.to.len());
        // A shrunken heap gives its room back; a steady one keeps what the next turn will need.
        if self.to.capacity() > heap.collect_at * 2 {
            self.to.shrink_to(heap.collect_at);
        }
        heap.words = self.to;
        heap.blobs = self.to_blobs;
        heap.blob_bytes = 0;
    }
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
