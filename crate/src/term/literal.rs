//! Literals: constants of compiled code, in a table that every heap can point into.
//!
//! One table per thread, append-only like the atom table, so that loading a constant is one word and never a copy.
//! Blocks with the same content get the same place: compiling a module again (a shell line during a replay, say) does
//! not grow the table. The collector and the copier leave literal pointers alone.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::heap::{Blob, Heap};
use super::word::{LITERAL_BASE, Term};

/// Granularity of places: the table maps each run of this many indices to its block.
const GRANULE_WORDS: usize = 64;

#[derive(Clone, Copy)]
struct Block {
    words: &'static [u64],
    /// Heap index of the block's first word.
    base: usize,
}

#[derive(Default)]
struct Table {
    /// One entry per granule.
    blocks: Vec<Block>,
    blobs: Vec<&'static Blob>,
    by_content: FxHashMap<u64, Vec<Block>>,
}

thread_local! {
    static TABLE: RefCell<Table> = RefCell::new(Table::default());
}

/// The literal table is at its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LiteralTableFull;

/// Moves a heap that holds nothing but constants into the table; each of `roots` is rewritten to point there.
pub fn publish(heap: Heap, roots: &mut [Term]) -> Result<(), LiteralTableFull> {
    TABLE.with_borrow_mut(|table| table.publish(heap, roots))
}

/// The words from heap index `index` (>= `LITERAL_BASE`) to the end of its block; empty if there is no such block.
#[cold]
#[inline(never)]
pub fn words_from(index: usize) -> &'static [u64] {
    TABLE.with_borrow(|table| {
        let granule = index.wrapping_sub(LITERAL_BASE) / GRANULE_WORDS;
        match table.blocks.get(granule) {
            Some(block) => block.words.get(index - block.base..).unwrap_or(&[]),
            None => &[],
        }
    })
}

/// The blob in literal slot `slot` (counted from `LITERAL_BASE`).
pub fn blob(slot: usize) -> Option<&'static Blob> {
    TABLE.with_borrow(|table| table.blobs.get(slot.wrapping_sub(LITERAL_BASE)).copied())
}

impl Table {
    fn publish(&mut self, heap: Heap, roots: &mut [Term]) -> Result<(), LiteralTableFull> {
        let (mut words, blobs) = heap.into_parts();
        if words.is_empty() {
            return Ok(());
        }
        let base = LITERAL_BASE + self.blocks.len() * GRANULE_WORDS;
        if base - LITERAL_BASE + words.len() > limits::LITERAL_WORDS_MAX {
            return Err(LiteralTableFull);
        }
        // Content is compared before relocation, so that equal constants meet wherever they would be placed.
        let mut key = 0xcbf2_9ce4_8422_2325_u64;
        for word in &words {
            key = (key ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
        }
        let shared = blobs.is_empty().then(|| self.find(key, &words)).flatten();
        let place = shared.map_or(base, |block| block.base);
        for root in roots.iter_mut() {
            if root.is_own_pointer() {
                *root = Term::pointer(root.tag(), root.index() + place);
            }
        }
        if shared.is_some() {
            return Ok(());
        }
        super::collect::relocate(&mut words, base, LITERAL_BASE + self.blobs.len());
        self.blobs
            .extend(blobs.into_iter().map(|blob| &*Box::leak(Box::new(blob))));
        let block = Block {
            words: Box::leak(words.into_boxed_slice()),
            base,
        };
        self.blocks.extend(std::iter::repeat_n(
            block,
            block.words.len().div_ceil(GRANULE_WORDS),
        ));
        self.by_content.entry(key).or_default().push(block);
        Ok(())
    }

    /// A published block that `words` would equal if it stood in the same place.
    fn find(&self, key: u64, words: &[u64]) -> Option<Block> {
        self.by_content.get(&key)?.iter().copied().find(|block| {
            let mut moved = words.to_vec();
            super::collect::relocate(&mut moved, block.base, LITERAL_BASE);
            moved == block.words
        })
    }
}
