//! The process dictionary: pairs in the order in which their keys came, and for a large one an index by the keys' hashes. In what
//! order a program sees them is worked out when it asks.
//!
//! Invariant: the index says only where to look; what is there and in which order never depends on hashes.

use super::dictionary_order;
use term::collect::Collector;
use term::{Heap, Term, hash, order};

/// From this many pairs on, looking through all of them costs more than an index.
const INDEXED_FROM: usize = 24;

#[derive(Clone, Default, Debug)]
pub struct Dictionary {
    pairs: Vec<(Term, Term)>,
    index: Option<Index>,
}

/// Open addressing with linear probing.
#[derive(Clone, Debug)]
struct Index {
    /// The hash of each key, in the order of the pairs.
    hashes: Vec<u32>,
    /// A power of two of places, at most half of them taken: the number of a pair plus one, or 0.
    slots: Vec<u32>,
}

impl Dictionary {
    /// Pairs of key and value, oldest keys first (as long as none of a large dictionary is erased).
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &(Term, Term)> {
        self.pairs.iter()
    }

    /// All pairs in the order in which OTP lists them ([`super::dictionary_order`]).
    pub fn to_vec(&self, heap: &Heap) -> Vec<(Term, Term)> {
        let keys = self.pairs.iter().map(|&(key, _)| key);
        let order = dictionary_order::listed(heap, keys);
        order.into_iter().map(|place| self.pairs[place]).collect()
    }

    pub fn get(&self, heap: &Heap, key: Term) -> Option<Term> {
        self.place(heap, key).map(|place| self.pairs[place].1)
    }

    /// Returns the value that `key` had.
    pub fn put(&mut self, heap: &Heap, key: Term, value: Term) -> Option<Term> {
        if let Some(place) = self.place(heap, key) {
            return Some(std::mem::replace(&mut self.pairs[place].1, value));
        }
        self.pairs.push((key, value));
        match &mut self.index {
            Some(index) => index.push(hash::internal(heap, key)),
            None if self.pairs.len() >= INDEXED_FROM => {
                let hashes = self.pairs.iter().map(|&(key, _)| hash::internal(heap, key));
                self.index = Some(Index::new(hashes.collect()));
            }
            None => {}
        }
        None
    }

    pub fn erase(&mut self, heap: &Heap, key: Term) -> Option<Term> {
        let place = self.place(heap, key)?;
        let Some(index) = &mut self.index else {
            return Some(self.pairs.remove(place).1);
        };
        index.remove(place);
        Some(self.pairs.swap_remove(place).1)
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Hands all terms to the collector.
    pub fn move_roots(&mut self, collector: &mut Collector) {
        for (key, value) in &mut self.pairs {
            *key = collector.root(*key);
            *value = collector.root(*value);
        }
    }

    fn place(&self, heap: &Heap, key: Term) -> Option<usize> {
        let is_key = |known: Term| known == key || order::same(heap, known, key);
        match &self.index {
            None => self.pairs.iter().position(|&(known, _)| is_key(known)),
            Some(index) => index
                .candidates(hash::internal(heap, key))
                .find(|&place| is_key(self.pairs[place].0)),
        }
    }
}

impl Index {
    fn new(hashes: Vec<u32>) -> Self {
        let size = (hashes.len() * 4).next_power_of_two();
        let mut index = Self {
            hashes,
            slots: vec![0; size],
        };
        for place in 0..index.hashes.len() {
            index.enter(place);
        }
        index
    }

    fn enter(&mut self, place: usize) {
        let mask = self.slots.len() - 1;
        let mut slot = self.hashes[place] as usize & mask;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = place as u32 + 1;
    }

    fn push(&mut self, hash: u32) {
        self.hashes.push(hash);
        if self.hashes.len() * 2 > self.slots.len() {
            *self = Self::new(std::mem::take(&mut self.hashes));
        } else {
            self.enter(self.hashes.len() - 1);
        }
    }

    /// The slots on the way of `hash`, with the places they hold.
    fn way(&self, hash: u32) -> impl Iterator<Item = (usize, usize)> {
        let mask = self.slots.len() - 1;
        (0..self.slots.len())
            .map(move |step| (hash as usize + step) & mask)
            .map_while(|slot| Some((slot, self.slots[slot].checked_sub(1)? as usize)))
    }

    /// Places of keys with this hash.
    fn candidates(&self, hash: u32) -> impl Iterator<Item = usize> {
        self.way(hash)
            .map(|(_, place)| place)
            .filter(move |&place| self.hashes[place] == hash)
    }

    fn slot_of(&self, place: usize) -> Option<usize> {
        self.way(self.hashes[place])
            .find(|&(_, found)| found == place)
            .map(|(slot, _)| slot)
    }

    /// Forgets a place; the last one moves there.
    fn remove(&mut self, place: usize) {
        let last = self.hashes.len() - 1;
        let (slot, last_slot) = (self.slot_of(place), self.slot_of(last));
        if let Some(last_slot) = last_slot {
            self.slots[last_slot] = place as u32 + 1;
        }
        if let Some(slot) = slot {
            // Where the last one is itself forgotten, its slot is this one.
            self.hashes.swap_remove(place);
            self.close(slot);
        }
    }

    /// Empties a slot, so that no way that leads over it ends there.
    fn close(&mut self, mut hole: usize) {
        let mask = self.slots.len() - 1;
        let mut slot = hole;
        loop {
            self.slots[hole] = 0;
            loop {
                slot = (slot + 1) & mask;
                let Some(place) = self.slots[slot].checked_sub(1) else {
                    return;
                };
                let wanted = self.hashes[place as usize] as usize & mask;
                // It may move unless its way begins behind the hole.
                if slot.wrapping_sub(wanted) & mask >= slot.wrapping_sub(hole) & mask {
                    self.slots[hole] = place + 1;
                    hole = slot;
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a plain list of pairs, through growth, changes and erasure.
    #[test]
    fn finds_what_a_list_finds() {
        let heap = Heap::default();
        let (mut dictionary, mut model) = (Dictionary::default(), Vec::<(i32, i32)>::new());
        let mut state = 1u32;
        for step in 0..20_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (key, erase) = ((state >> 16) as i32 % 300, (state >> 8).is_multiple_of(3));
            let known = model.iter().position(|&(known, _)| known == key);
            let old = known.map(|at| Term::int(model[at].1));
            if erase {
                assert_eq!(dictionary.erase(&heap, Term::int(key)), old);
                known.map(|at| model.swap_remove(at));
            } else {
                let got = dictionary.put(&heap, Term::int(key), Term::int(step));
                assert_eq!(got, old);
                match known {
                    Some(at) => model[at].1 = step,
                    None => model.push((key, step)),
                }
            }
            assert_eq!(dictionary.iter().len(), model.len());
        }
        for (key, value) in model {
            assert_eq!(
                dictionary.get(&heap, Term::int(key)),
                Some(Term::int(value))
            );
        }
    }
}
