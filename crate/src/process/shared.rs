//! What all processes of a node share beside tables: persistent terms, and arrays of integers (`atomics`, `counters`).

use std::collections::BTreeMap;
use std::rc::Rc;

use term::{Heap, Parcel, Term, order, phash2};

#[derive(Clone, Default)]
pub struct Shared {
    pub persistent: Rc<PersistentTerms>,
    pub arrays: Rc<Arrays>,
}

/// Keys with their values, by the hash of the key.
#[derive(Clone, Default)]
pub struct PersistentTerms {
    buckets: BTreeMap<u32, Vec<(Parcel, Rc<Parcel>)>>,
}

impl PersistentTerms {
    pub fn get(&self, heap: &Heap, key: Term) -> Option<&Rc<Parcel>> {
        let bucket = self.buckets.get(&phash2::phash2(heap, key))?;
        let entry = bucket.iter().find(|(own, _)| is_same(own, heap, key));
        entry.map(|(_, value)| value)
    }

    pub fn put(&mut self, heap: &Heap, key: Term, packed: Parcel, value: Rc<Parcel>) {
        let bucket = self.buckets.entry(phash2::phash2(heap, key)).or_default();
        match bucket.iter_mut().find(|(own, _)| is_same(own, heap, key)) {
            Some(entry) => entry.1 = value,
            None => bucket.push((packed, value)),
        }
    }

    /// Whether there was one.
    pub fn erase(&mut self, heap: &Heap, key: Term) -> bool {
        let Some(bucket) = self.buckets.get_mut(&phash2::phash2(heap, key)) else {
            return false;
        };
        let found = bucket.iter().position(|(own, _)| is_same(own, heap, key));
        found.map(|index| bucket.remove(index)).is_some()
    }

    /// Words they take.
    pub fn words(&self) -> usize {
        let words = |(key, value): &(Parcel, Rc<Parcel>)| key.words() + value.words();
        self.iter().map(words).sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = &(Parcel, Rc<Parcel>)> {
        self.buckets.values().flatten()
    }
}

fn is_same(own: &Parcel, heap: &Heap, key: Term) -> bool {
    order::same_across(own.heap(), own.root(), heap, key)
}

/// Arrays of 64-bit integers, by the number of their reference. A reference is a plain number here, so they live as long as
/// their node.
#[derive(Clone, Default)]
pub struct Arrays {
    arrays: BTreeMap<u64, Rc<Array>>,
    cells: usize,
}

#[derive(Clone)]
pub struct Array {
    pub is_signed: bool,
    pub cells: Vec<u64>,
}

impl Arrays {
    /// Whether there was room for it.
    pub fn insert(&mut self, reference: u64, is_signed: bool, size: usize) -> bool {
        if size > limits::ARRAY_CELLS_MAX.saturating_sub(self.cells) {
            return false;
        }
        self.cells += size;
        let cells = vec![0; size];
        self.arrays
            .insert(reference, Rc::new(Array { is_signed, cells }));
        true
    }

    pub fn get(&self, reference: u64) -> Option<&Array> {
        self.arrays.get(&reference).map(Rc::as_ref)
    }

    pub fn get_mut(&mut self, reference: u64) -> Option<&mut Array> {
        self.arrays.get_mut(&reference).map(Rc::make_mut)
    }
}
