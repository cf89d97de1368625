//! Where rows lie: chunks of words, each a small heap of its own, and for each row its place.
//!
//! A row keeps its number as long as it lives, while its words move: a chunk of which half is dead is copied anew, so that
//! a table takes at most twice what its rows need. A clone shares the chunks; a write copies the one chunk that it touches.
//!
//! Invariant: `places[row]` of a live row is a chunk and the index of a tuple in it (or of a literal).

use std::rc::Rc;

use super::cow::CowVec;
use term::copy::{self, TooLarge, copied_size};
use term::word::{LITERAL_BASE, TUPLE};
use term::{Heap, Term};

/// Number of a row in its table. Numbers of deleted rows are given again.
pub type Row = u32;

/// No row.
pub const NO_ROW: Row = Row::MAX;

/// Words after which a chunk takes no further rows (4 KB).
const CHUNK_WORDS: usize = 512;

/// Rows up to this size fit behind `CHUNK_WORDS` without the chunk being moved to a larger place.
const CHUNK_MARGIN_WORDS: usize = 32;

#[derive(Clone, Debug, Default)]
struct Chunk {
    heap: Heap,
    /// Rows that were put here; some may be gone or here twice.
    rows: Vec<Row>,
    /// Words of rows that are gone.
    dead: usize,
    /// Whether `Rows::open` lists it.
    is_open: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    chunk: u32,
    index: u32,
}

impl Place {
    /// Stands for a number that is free; `next` is the next one.
    fn free(next: Row) -> Place {
        Place {
            chunk: next,
            index: u32::MAX,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Rows {
    chunks: Vec<Rc<Chunk>>,
    places: CowVec<Place>,
    /// First free number.
    free: Row,
    /// Chunks with room; the last one is filled first.
    open: Vec<u32>,
    /// Words of all chunks.
    chunk_words: usize,
}

impl Default for Rows {
    fn default() -> Self {
        Rows {
            chunks: Vec::new(),
            places: CowVec::default(),
            free: NO_ROW,
            open: Vec::new(),
            chunk_words: 0,
        }
    }
}

impl Chunk {
    fn words(&self) -> usize {
        self.heap.capacity() + self.rows.capacity() / 2 + size_of::<Chunk>() / 8 + 3
    }
}

impl Rows {
    /// The row and the heap it lies in.
    #[inline]
    pub fn get(&self, row: Row) -> (&Heap, Term) {
        let place = self.places.get(row as usize);
        (
            &self.chunks[place.chunk as usize].heap,
            Term::pointer(TUPLE, place.index as usize),
        )
    }

    /// Element at 0-based `position`, with the heap it lies in.
    #[inline]
    pub fn element(&self, row: Row, position: usize) -> (&Heap, Term) {
        let (heap, tuple) = self.get(row);
        (heap, heap.element(tuple, position))
    }

    /// Words of memory, all counted.
    pub fn words(&self) -> usize {
        self.chunk_words + self.places.words() + self.chunks.len()
    }

    /// Adds a copy of a tuple.
    pub fn add(&mut self, from: &Heap, tuple: Term, limit_words: usize) -> Result<Row, TooLarge> {
        let place = self.put(from, tuple, limit_words)?;
        let row = self.new_number();
        self.settle(row, place);
        Ok(row)
    }

    /// Replaces the row by a copy of a tuple.
    pub fn replace(
        &mut self,
        row: Row,
        from: &Heap,
        tuple: Term,
        limit_words: usize,
    ) -> Result<(), TooLarge> {
        if self.overwrite(row, from, tuple) {
            return Ok(());
        }
        let old = self.places.get(row as usize);
        let place = self.put(from, tuple, limit_words)?;
        self.settle(row, place);
        self.release(old);
        Ok(())
    }

    /// Sets an element to a term that needs no heap; `false` if the old or the new one does, or the row is a literal.
    pub fn set_immediate(&mut self, row: Row, position: usize, value: Term) -> bool {
        let place = self.places.get(row as usize);
        let index = place.index as usize;
        if index >= LITERAL_BASE || value.is_own_pointer() {
            return false;
        }
        let tuple = Term::pointer(TUPLE, index);
        let chunk = &mut self.chunks[place.chunk as usize];
        if chunk.heap.element(tuple, position).is_own_pointer() {
            return false;
        }
        Rc::make_mut(chunk).heap.set_element(tuple, position, value);
        true
    }

    /// Forgets the row.
    pub fn remove(&mut self, row: Row) {
        let place = self.places.get(row as usize);
        self.places.set(row as usize, Place::free(self.free));
        self.free = row;
        self.release(place);
    }

    /// Overwrites a row of immediates by another of the same size.
    fn overwrite(&mut self, row: Row, from: &Heap, tuple: Term) -> bool {
        let place = self.places.get(row as usize);
        let index = place.index as usize;
        if index >= LITERAL_BASE {
            return false;
        }
        let old = Term::pointer(TUPLE, index);
        let chunk = &mut self.chunks[place.chunk as usize];
        let is_flat = |heap: &Heap, tuple| !heap.elements(tuple).any(Term::is_own_pointer);
        if chunk.heap.arity(old) != from.arity(tuple)
            || !is_flat(from, tuple)
            || !is_flat(&chunk.heap, old)
        {
            return false;
        }
        let heap = &mut Rc::make_mut(chunk).heap;
        for (position, value) in from.elements(tuple).enumerate() {
            heap.set_element(old, position, value);
        }
        true
    }

    /// Copies a tuple into a chunk with room.
    fn put(&mut self, from: &Heap, tuple: Term, limit_words: usize) -> Result<Place, TooLarge> {
        let number = self.open_chunk();
        let chunk = Rc::make_mut(&mut self.chunks[number as usize]);
        let before = chunk.words();
        // The first one grows step by step: most tables are small.
        if number > 0 && chunk.heap.capacity() == 0 {
            chunk.heap.reserve(CHUNK_WORDS + CHUNK_MARGIN_WORDS);
        }
        let copied = copy::copy(from, tuple, &mut chunk.heap, limit_words)?;
        if chunk.heap.len() >= CHUNK_WORDS {
            chunk.is_open = false;
            self.open.pop();
            if chunk.heap.capacity() > chunk.heap.len() + 2 * CHUNK_MARGIN_WORDS {
                chunk.heap.shrink();
            }
        }
        self.chunk_words = self.chunk_words + chunk.words() - before;
        Ok(Place {
            chunk: number,
            index: copied.index() as u32,
        })
    }

    fn open_chunk(&mut self) -> u32 {
        if let Some(&number) = self.open.last() {
            return number;
        }
        let number = self.chunks.len() as u32;
        let chunk = Chunk {
            is_open: true,
            ..Chunk::default()
        };
        self.chunk_words += chunk.words();
        self.chunks.push(Rc::new(chunk));
        self.open.push(number);
        number
    }

    fn new_number(&mut self) -> Row {
        if self.free == NO_ROW {
            self.places.push(Place::default());
            return self.places.len() as Row - 1;
        }
        let row = self.free;
        self.free = self.places.get(row as usize).chunk;
        row
    }

    fn settle(&mut self, row: Row, place: Place) {
        self.places.set(row as usize, place);
        let chunk = Rc::make_mut(&mut self.chunks[place.chunk as usize]);
        let before = chunk.words();
        chunk.rows.push(row);
        self.chunk_words = self.chunk_words + chunk.words() - before;
    }

    /// No row lies at `place` any more: its words are dead.
    fn release(&mut self, place: Place) {
        let chunk = Rc::make_mut(&mut self.chunks[place.chunk as usize]);
        let tuple = Term::pointer(TUPLE, place.index as usize);
        chunk.dead += copied_size(&chunk.heap, tuple);
        // Large binaries are freed with their row.
        if chunk.dead * 2 > chunk.heap.len() || chunk.heap.has_blobs() {
            self.compact(place.chunk);
        }
    }

    /// Copies the live rows of a chunk to a new heap.
    fn compact(&mut self, number: u32) {
        let chunk = Rc::make_mut(&mut self.chunks[number as usize]);
        let before = chunk.words();
        let old = std::mem::take(&mut chunk.heap);
        term::sort::sort(&mut chunk.rows);
        chunk.rows.dedup();
        let live = old.len() - chunk.dead;
        if live > 0 {
            chunk.heap.reserve(live + CHUNK_MARGIN_WORDS);
        }
        chunk.dead = 0;
        let (heap, places) = (&mut chunk.heap, &mut self.places);
        chunk.rows.retain(|&row| {
            let place = places.get(row as usize);
            if place.chunk != number || place.index == u32::MAX {
                return false;
            }
            let tuple = Term::pointer(TUPLE, place.index as usize);
            // It was bounded when it came in.
            let copied = copy::copy(&old, tuple, heap, usize::MAX).unwrap_or(tuple);
            let place = Place {
                index: copied.index() as u32,
                ..place
            };
            places.set(row as usize, place);
            true
        });
        chunk.rows.shrink_to(chunk.rows.len() * 2);
        if !chunk.is_open && chunk.heap.len() < CHUNK_WORDS {
            chunk.is_open = true;
            self.open.push(number);
        }
        self.chunk_words = self.chunk_words + chunk.words() - before;
    }
}
