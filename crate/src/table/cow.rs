//! A growable array for checkpoints: cloning shares its chunks, writing copies only the chunk written to.

use std::rc::Rc;

/// Elements per chunk: small enough that the first write after a checkpoint is cheap, large enough that the list of
/// chunks is small beside them.
const CHUNK: usize = 128;

#[derive(Clone, Debug)]
pub struct CowVec<T: Copy + Default> {
    chunks: Vec<Rc<[T; CHUNK]>>,
    len: usize,
}

impl<T: Copy + Default> Default for CowVec<T> {
    fn default() -> Self {
        CowVec {
            chunks: Vec::new(),
            len: 0,
        }
    }
}

impl<T: Copy + Default> CowVec<T> {
    /// `len` times the default.
    pub fn with_len(len: usize) -> Self {
        let mut array = CowVec::default();
        array.resize(len);
        array
    }

    pub fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub fn get(&self, index: usize) -> T {
        self.chunks[index / CHUNK][index % CHUNK]
    }

    #[inline]
    pub fn set(&mut self, index: usize, value: T) {
        Rc::make_mut(&mut self.chunks[index / CHUNK])[index % CHUNK] = value;
    }

    pub fn push(&mut self, value: T) {
        self.resize(self.len + 1);
        self.set(self.len - 1, value);
    }

    /// Shrinks, or grows by defaults.
    pub fn resize(&mut self, len: usize) {
        let chunks = len.div_ceil(CHUNK);
        self.chunks.truncate(chunks);
        while self.chunks.len() < chunks {
            self.chunks.push(Rc::new([T::default(); CHUNK]));
        }
        self.len = len;
    }

    /// Words of memory.
    pub fn words(&self) -> usize {
        self.chunks.len() * (CHUNK * size_of::<T>() / 8 + 3)
    }
}
