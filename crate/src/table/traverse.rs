//! Going through a table: the order in which rows come, and the next one after a key.

use super::rows::Row;
use super::table::{Kind, Table};
use super::tree::Cursor;
use term::{Heap, Term};

/// There is no such key to go on from, or no such slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoSuchPlace;

/// Rows in the order of `first` and `next`, without dead ones.
pub enum RowIter<'a> {
    Hash { table: &'a Table, bucket: u32, row: Option<Row> },
    Tree(Cursor<'a>),
}

impl Iterator for RowIter<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        match self {
            RowIter::Tree(cursor) => cursor.next(),
            RowIter::Hash { table, bucket, row } => {
                let index = table.hash_index()?;
                loop {
                    let next = match *row {
                        Some(row) => index.next(row),
                        None if *bucket < index.active() => index.chain(*bucket).next(),
                        None => return None,
                    };
                    *row = next;
                    match next {
                        None => *bucket += 1,
                        Some(row) if !index.is_dead(row) => return Some(row),
                        Some(_) => {}
                    }
                }
            }
        }
    }
}

impl Table {
    pub fn live_rows(&self) -> RowIter<'_> {
        match self.tree() {
            Some(tree) => RowIter::Tree(tree.ascending()),
            None => RowIter::Hash {
                table: self,
                bucket: 0,
                row: None,
            },
        }
    }

    /// All rows, dead ones too.
    pub(super) fn iter_all(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        match self.hash_index() {
            Some(index) => Box::new((0..index.active()).flat_map(|bucket| index.chain(bucket))),
            None => Box::new(self.live_rows()),
        }
    }

    /// The row whose key `first` gives.
    pub fn first(&self) -> Option<Row> {
        self.live_rows().next()
    }

    /// The row whose key `last` gives: for all but ordered sets the same as the first.
    pub fn last(&self) -> Option<Row> {
        match self.tree() {
            Some(tree) => tree.descending().next(),
            None => self.first(),
        }
    }

    /// The row with the next key after `key`; in a hash table `key` must be there.
    pub fn next(&self, heap: &Heap, key: Term) -> Result<Option<Row>, NoSuchPlace> {
        if let Some(tree) = self.tree() {
            return Ok(tree.after(&self.path(tree, heap, key)).next());
        }
        let run = self.run(heap, key);
        let last = *run.last().ok_or(NoSuchPlace)?;
        let bucket = self
            .hash_index()
            .map_or(0, |index| index.bucket_of_row(last));
        Ok(RowIter::Hash {
            table: self,
            bucket,
            row: Some(last),
        }
        .next())
    }

    /// As [`Table::next`], backwards in an ordered set.
    pub fn previous(&self, heap: &Heap, key: Term) -> Result<Option<Row>, NoSuchPlace> {
        match self.tree() {
            Some(tree) => Ok(tree.before(&self.path(tree, heap, key)).next()),
            None => self.next(heap, key),
        }
    }

    /// The rows of slot `slot`, in the order of `first` and `next`: a bucket, or one row of an ordered set. `Err`
    /// beyond the last slot; `None` just after it.
    pub fn slot(&self, slot: usize) -> Result<Option<Vec<Row>>, NoSuchPlace> {
        let slots = match self.hash_index() {
            Some(index) => index.active() as usize,
            None => self.size(),
        };
        if slot >= slots {
            return if slot == slots {
                Ok(None)
            } else {
                Err(NoSuchPlace)
            };
        }
        let rows = match self.hash_index() {
            Some(index) => index
                .chain(slot as u32)
                .filter(|&row| !index.is_dead(row))
                .collect(),
            None => self.live_rows().skip(slot).take(1).collect(),
        };
        Ok(Some(rows))
    }

    pub fn is_ordered(&self) -> bool {
        self.options.kind == Kind::OrderedSet
    }
}
