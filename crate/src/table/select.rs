//! The rows that a match specification can match, found with as little looking as its keys allow.

use std::cmp::Ordering;

use super::hash::key_hash;
use super::match_spec::{Keys, MatchSpec};
use super::rows::Row;
use super::table::Table;
use term::{Heap, Term, order};

impl Table {
    /// Rows that can match, in the order of `first` and `next`.
    pub fn candidates(&self, spec: &MatchSpec) -> Vec<Row> {
        match spec.keys(self.options.key_position + 1) {
            Keys::None => Vec::new(),
            Keys::Some(keys) => self.rows_of_keys(spec.heap(), &keys),
            Keys::All if self.is_ordered() => self.range(spec),
            Keys::All => self.live_rows().collect(),
        }
    }

    /// At most `max` rows that can match, from the key `last` on, or from the beginning; with `is_reverse`, backwards.
    /// For ordered sets.
    pub fn candidates_beyond(
        &self,
        spec: &MatchSpec,
        (heap, last): (&Heap, Option<Term>),
        is_reverse: bool,
        max: usize,
    ) -> Vec<Row> {
        let key_position = self.options.key_position + 1;
        if let (Some(tree), Keys::All) = (self.tree(), spec.keys(key_position))
            && let Some(last) = last
        {
            let path = self.path(tree, heap, last);
            let cursor = if is_reverse {
                tree.before(&path)
            } else {
                tree.after(&path)
            };
            let fits = |row: &Row| {
                let (heap, key) = self.key_of(*row);
                spec.place(key_position, heap, key).is_eq()
            };
            return cursor.take_while(fits).take(max).collect();
        }
        let mut rows = self.candidates(spec);
        if is_reverse {
            rows.reverse();
        }
        if let Some(key) = last {
            rows.retain(|&row| self.is_beyond(row, heap, key, is_reverse));
        }
        rows.truncate(max);
        rows
    }

    /// The rows of a bucket that are not dead; none beyond the last bucket.
    pub fn bucket_rows(&self, bucket: usize) -> Vec<Row> {
        self.slot(bucket).ok().flatten().unwrap_or_default()
    }

    /// Number of buckets; none in an ordered set.
    pub fn buckets(&self) -> usize {
        self.hash_index().map_or(0, |index| index.active() as usize)
    }

    /// Whether a row's key comes after `key` in an ordered set; with `is_reverse`, before it.
    fn is_beyond(&self, row: Row, heap: &Heap, key: Term, is_reverse: bool) -> bool {
        let (own, other) = self.key_of(row);
        let wanted = if is_reverse {
            Ordering::Less
        } else {
            Ordering::Greater
        };
        order::compare_across(own, other, heap, key) == wanted
    }

    /// The rows of these keys; in a hash table, all of their buckets.
    fn rows_of_keys(&self, heap: &Heap, keys: &[Term]) -> Vec<Row> {
        let Some(index) = self.hash_index() else {
            let mut rows: Vec<Row> = keys
                .iter()
                .filter_map(|&key| self.find(heap, key))
                .collect();
            term::sort::sort_by(&mut rows, |&a, &b| {
                let ((a_heap, a), (b_heap, b)) = (self.key_of(a), self.key_of(b));
                order::compare_across(a_heap, a, b_heap, b)
            });
            rows.dedup();
            return rows;
        };
        let mut buckets: Vec<u32> = Vec::new();
        for &key in keys {
            let bucket = index.bucket_of(key_hash(heap, key));
            if !buckets.contains(&bucket) {
                buckets.push(bucket);
            }
        }
        buckets
            .into_iter()
            .flat_map(|bucket| self.bucket_rows(bucket as usize))
            .collect()
    }

    /// The rows of an ordered set whose keys have the beginning that the specification asks for.
    fn range(&self, spec: &MatchSpec) -> Vec<Row> {
        let Some(tree) = self.tree() else {
            return Vec::new();
        };
        let place = |row: Row| {
            let (heap, key) = self.key_of(row);
            spec.place(self.options.key_position + 1, heap, key)
        };
        let start = tree.locate(&|_: Term, row| match place(row) {
            Ordering::Less => Ordering::Greater,
            Ordering::Equal | Ordering::Greater => Ordering::Less,
        });
        tree.after(&start)
            .take_while(|&row| place(row).is_eq())
            .collect()
    }
}
