//! Memory of heaps that are out of use, kept for the next collections.
//!
//! A collection needs a second space and leaves the first one behind. Given back to the system and asked for again each
//! time, its pages cost more than the copying does. Which buffer a heap happens to have is not to be seen:
//! [`Heap::capacity`](super::Heap::capacity) is what it would have without this.

use limits::SPARE_WORDS_MAX;

/// Smaller buffers are cheap to have from the allocator.
pub(super) const BUFFER_WORDS_MIN: usize = 8 << 10;

/// Buffers kept at most.
const BUFFERS_MAX: usize = 4;

/// Empty buffers, all together no more than [`SPARE_WORDS_MAX`]. A clone has none.
#[derive(Default, Debug)]
pub struct Spares {
    buffers: Vec<Vec<u64>>,
}

impl Clone for Spares {
    fn clone(&self) -> Spares {
        Spares::default()
    }
}

impl Spares {
    /// An empty buffer with room for `words`: a spare one that is large enough, best twice, or a new one.
    pub fn take(&mut self, words: usize) -> Vec<u64> {
        if words < BUFFER_WORDS_MIN {
            return Vec::with_capacity(words);
        }
        let large_enough = |buffer: &Vec<u64>| buffer.capacity() >= words;
        // They lie in order of size.
        let last = self.buffers.len().checked_sub(1);
        let best = self
            .buffers
            .iter()
            .position(|buffer| buffer.capacity() / 2 >= words)
            .or_else(|| last.filter(|&last| large_enough(&self.buffers[last])));
        match best {
            Some(place) => self.buffers.remove(place),
            None => Vec::with_capacity(words),
        }
    }

    /// Keeps a buffer, if it is worth it; the smaller ones make room for it.
    pub fn keep(&mut self, mut buffer: Vec<u64>) {
        let words = buffer.capacity();
        if !(BUFFER_WORDS_MIN..=SPARE_WORDS_MAX).contains(&words) {
            return;
        }
        buffer.clear();
        let place = self.buffers.partition_point(|kept| kept.capacity() < words);
        self.buffers.insert(place, buffer);
        while self.buffers.len() > BUFFERS_MAX || self.words() > SPARE_WORDS_MAX {
            self.buffers.remove(0);
        }
    }

    /// Words of all buffers.
    pub fn words(&self) -> usize {
        self.buffers.iter().map(Vec::capacity).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Collector;
    use crate::{Heap, Term};

    /// A list of 20,000 integers among garbage, after a collection that had these buffers.
    fn collected(spares: &mut Spares) -> (Heap, Term) {
        let mut heap = Heap::new();
        let mut list = Term::NIL;
        for n in 0..20_000 {
            let pair = heap.pair(Term::int(n), list);
            list = heap.cons(Term::int(n), list);
            heap.cons(pair, pair);
        }
        let mut collector = Collector::start(&mut heap, spares);
        let list = collector.root(list);
        collector.finish(&mut heap, spares);
        (heap, list)
    }

    #[test]
    fn which_buffer_a_heap_has_is_not_to_be_seen() {
        let mut spares = Spares::default();
        let (mut first, list) = collected(&mut spares);
        assert!(spares.words() > 0, "the first space is a spare one now");
        spares.keep(Vec::with_capacity(1 << 20));
        let (mut second, other) = collected(&mut spares);
        assert!(second.words.capacity() > first.words.capacity());
        assert!(first.list_to_vec(list) == second.list_to_vec(other) && first.len() == 40_000);
        for _ in 0..100_000 {
            assert_eq!(first.capacity(), second.capacity());
            assert!(first.capacity() >= first.len());
            first.cons(Term::NIL, Term::NIL);
            second.cons(Term::NIL, Term::NIL);
        }
    }

    #[test]
    fn a_buffer_that_is_hardly_used_goes_back() {
        let mut spares = Spares::default();
        spares.keep(Vec::with_capacity(1 << 20));
        let (mut heap, list) = collected(&mut spares);
        let (counted, items) = (heap.capacity(), heap.list_to_vec(list));
        assert!(heap.words.capacity() >= 1 << 20);
        heap.give_back(&mut spares);
        assert!(heap.words.capacity() < 1 << 17);
        assert!(spares.words() >= 1 << 20);
        assert_eq!((heap.capacity(), heap.list_to_vec(list)), (counted, items));
    }

    #[test]
    fn what_was_kept_is_used_again() {
        let mut spares = Spares::default();
        spares.keep(vec![0; 100_000]);
        spares.keep(vec![0; 50_000]);
        let buffer = spares.take(20_000);
        assert!(buffer.is_empty());
        assert_eq!(buffer.capacity(), 50_000);
        assert_eq!(spares.take(60_000).capacity(), 100_000);
        assert_eq!(spares.words(), 0);
    }

    #[test]
    fn no_more_is_kept_than_the_limit_allows() {
        let mut spares = Spares::default();
        spares.keep(Vec::with_capacity(SPARE_WORDS_MAX + 1));
        assert_eq!(spares.words(), 0);
        for _ in 0..10 {
            spares.keep(Vec::with_capacity(SPARE_WORDS_MAX / 3));
            spares.keep(Vec::with_capacity(16));
        }
        assert!(spares.words() <= SPARE_WORDS_MAX);
        assert_eq!(spares.clone().words(), 0);
    }
}
