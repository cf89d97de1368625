//! Rows by the hash of their keys: chained buckets that grow and shrink one by one (linear hashing).
//!
//! Rows of one key stand side by side in their chain. Which bucket a key falls into, where a row stands in its chain, and
//! when buckets are added and removed is as in OTP 25, so that programs see the same order.
//!
//! Invariant: `buckets` has `active` chains, of which those below `active - base` and from `base` on are split, where `base`
//! is the largest power of two times 256 that is not above `active`.

use super::cow::CowVec;
use super::rows::{NO_ROW, Row};
use term::{Heap, Term, hash};

/// Buckets of an empty table.
const FIRST_BUCKETS: u32 = 256;

/// Beyond the first ones OTP allocates buckets by so many; it frees them at once, too.
const SEGMENT_BUCKETS: u32 = 2_048;

/// Buckets added or removed by one operation at most.
const STEPS_MAX: usize = 5;

/// Marks a row that was deleted while the table was fixed.
const DEAD: u32 = 1 << 31;

/// The hash of a key.
pub fn key_hash(heap: &Heap, key: Term) -> u32 {
    let hash = match key.as_atom() {
        Some(atom) => hash::atom_hash(atom.text()),
        None => hash::internal(heap, key),
    };
    hash & !DEAD
}

#[derive(Clone, Copy, Debug)]
struct Link {
    next: Row,
    /// Hash of the key, and whether the row is dead.
    hash: u32,
}

impl Default for Link {
    fn default() -> Link {
        Link {
            next: NO_ROW,
            hash: 0,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Bucket(Row);

impl Default for Bucket {
    fn default() -> Bucket {
        Bucket(NO_ROW)
    }
}

#[derive(Clone, Debug)]
pub struct HashIndex {
    buckets: CowVec<Bucket>,
    links: CowVec<Link>,
}

/// Where a row is linked from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Bucket(u32),
    Row(Row),
}

impl Default for HashIndex {
    fn default() -> Self {
        HashIndex {
            buckets: CowVec::with_len(FIRST_BUCKETS as usize),
            links: CowVec::default(),
        }
    }
}

impl HashIndex {
    pub fn words(&self) -> usize {
        self.buckets.words() + self.links.words()
    }

    /// Number of buckets.
    pub fn active(&self) -> u32 {
        self.buckets.len() as u32
    }

    /// Words that OTP allocates for this many buckets, beyond those of an empty table.
    pub fn otp_words(&self) -> usize {
        /// Growing the list of segments.
        const LIST_WORDS: usize = 262;
        let more = (self.active() - FIRST_BUCKETS).div_ceil(SEGMENT_BUCKETS) as usize;
        more * SEGMENT_BUCKETS as usize + if more > 0 { LIST_WORDS } else { 0 }
    }

    /// The bucket of keys with this hash.
    pub fn bucket_of(&self, hash: u32) -> u32 {
        let active = self.active();
        // Smallest power of two not below `active`.
        let mask = active.next_power_of_two() - 1;
        let bucket = hash & mask;
        if bucket < active {
            bucket
        } else {
            hash & mask >> 1
        }
    }

    fn follow(&self, from: Place) -> Row {
        match from {
            Place::Bucket(bucket) => self.buckets.get(bucket as usize).0,
            Place::Row(row) => self.links.get(row as usize).next,
        }
    }

    fn point(&mut self, from: Place, to: Row) {
        match from {
            Place::Bucket(bucket) => self.buckets.set(bucket as usize, Bucket(to)),
            Place::Row(row) => {
                let link = self.links.get(row as usize);
                self.links.set(row as usize, Link { next: to, ..link });
            }
        }
    }

    pub fn is_dead(&self, row: Row) -> bool {
        self.links.get(row as usize).hash & DEAD != 0
    }

    pub fn set_dead(&mut self, row: Row, dead: bool) {
        let link = self.links.get(row as usize);
        let hash = if dead {
            link.hash | DEAD
        } else {
            link.hash & !DEAD
        };
        self.links.set(row as usize, Link { hash, ..link });
    }

    fn hash_of(&self, row: Row) -> u32 {
        self.links.get(row as usize).hash & !DEAD
    }

    /// The first row, dead or alive, of the key with this hash for which `is_key` holds.
    #[inline]
    pub fn find(&self, hash: u32, is_key: impl Fn(Row) -> bool) -> Option<Row> {
        let mut row = self.buckets.get(self.bucket_of(hash) as usize).0;
        while row != NO_ROW {
            let link = self.links.get(row as usize);
            if link.hash & !DEAD == hash && is_key(row) {
                return Some(row);
            }
            row = link.next;
        }
        None
    }

    /// The row after `row` in its chain.
    pub fn next(&self, row: Row) -> Option<Row> {
        Some(self.links.get(row as usize).next).filter(|&row| row != NO_ROW)
    }

    /// The rows of a bucket, dead or alive, in order.
    pub fn chain(&self, bucket: u32) -> Chain<'_> {
        Chain {
            index: self,
            row: self.buckets.get(bucket as usize).0,
        }
    }

    /// The bucket that a row stands in.
    pub fn bucket_of_row(&self, row: Row) -> u32 {
        self.bucket_of(self.hash_of(row))
    }

    /// Puts a new row at the end of its chain.
    pub fn append(&mut self, row: Row, hash: u32) {
        let mut from = Place::Bucket(self.bucket_of(hash));
        loop {
            match self.follow(from) {
                NO_ROW => break,
                next => from = Place::Row(next),
            }
        }
        self.link(row, hash, from);
    }

    /// Puts a new row in front of row `before`, which has the same key.
    pub fn insert_before(&mut self, row: Row, before: Row) {
        let hash = self.hash_of(before);
        self.link(row, hash, self.place_of(before));
    }

    fn link(&mut self, row: Row, hash: u32, from: Place) {
        if row as usize >= self.links.len() {
            self.links.resize(row as usize + 1);
        }
        let next = self.follow(from);
        self.links.set(row as usize, Link { next, hash });
        self.point(from, row);
    }

    fn place_of(&self, row: Row) -> Place {
        let bucket = self.bucket_of_row(row);
        let mut from = Place::Bucket(bucket);
        for at in self.chain(bucket) {
            if at == row {
                break;
            }
            from = Place::Row(at);
        }
        from
    }

    /// Takes a row out of its chain.
    pub fn unlink(&mut self, row: Row) {
        let from = self.place_of(row);
        self.point(from, self.links.get(row as usize).next);
    }

    /// Adds buckets after an insertion, if `rows` have become too many for those there are. Returns how many.
    pub fn grow(&mut self, rows: usize) -> usize {
        let mut steps = 0;
        while steps < STEPS_MAX && rows > self.active() as usize {
            self.split();
            steps += 1;
        }
        steps
    }

    /// Adds a bucket: the rows that belong into it come from one other bucket.
    fn split(&mut self) {
        let new = self.active();
        self.buckets.resize(new as usize + 1);
        let old = new - (new + 1).next_power_of_two() / 2;
        let (mut from, mut end) = (Place::Bucket(old), Place::Bucket(new));
        loop {
            let row = self.follow(from);
            if row == NO_ROW {
                break;
            }
            if self.bucket_of_row(row) == old {
                from = Place::Row(row);
            } else {
                let next = self.follow(Place::Row(row));
                self.point(from, next);
                self.point(end, row);
                self.point(Place::Row(row), NO_ROW);
                end = Place::Row(row);
            }
        }
    }

    /// Removes buckets after a deletion, if there are far more than `rows`. Returns how many.
    pub fn shrink(&mut self, rows: usize) -> usize {
        let mut steps = 0;
        while steps < STEPS_MAX && rows < self.shrink_limit() {
            self.merge();
            steps += 1;
        }
        steps
    }

    /// Half the buckets without the last segment. The first segment stays.
    fn shrink_limit(&self) -> usize {
        let before = (self.active() - 1).saturating_sub(FIRST_BUCKETS) / SEGMENT_BUCKETS;
        match before {
            0 => 0,
            _ => (FIRST_BUCKETS + before * SEGMENT_BUCKETS) as usize / 2,
        }
    }

    /// Removes the last bucket: its chain goes behind that of the bucket it was split from.
    fn merge(&mut self) {
        let last = self.active() - 1;
        let into = last - (last + 1).next_power_of_two() / 2;
        let chain = self.follow(Place::Bucket(last));
        let end = self
            .chain(into)
            .last()
            .map_or(Place::Bucket(into), Place::Row);
        self.point(end, chain);
        self.buckets.resize(last as usize);
    }
}

pub struct Chain<'a> {
    index: &'a HashIndex,
    row: Row,
}

impl Iterator for Chain<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.row == NO_ROW {
            return None;
        }
        let row = self.row;
        self.row = self.index.links.get(row as usize).next;
        Some(row)
    }
}
