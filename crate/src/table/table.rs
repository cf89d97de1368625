//! One table: its options and what can be done with single rows.

use std::cmp::Ordering;
use std::rc::Rc;

use super::hash::{HashIndex, key_hash};
use super::rows::{Row, Rows};
use super::tree::{Path, Sought, Tree};
use term::copy::TooLarge;
use term::{Atom, Heap, Parcel, Term, atom, order};

/// How keys are compared, and how many rows may have the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Set,
    OrderedSet,
    Bag,
    DuplicateBag,
}

/// Who may read and write besides the owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protection {
    Public,
    Protected,
    Private,
}

/// Who inherits the table, and what is told then.
#[derive(Clone, Debug)]
pub struct Heir {
    pub process: u32,
    pub data: Rc<Parcel>,
}

/// What a table is called: in calls, in the log, on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label {
    /// Number of the reference that identifies it.
    pub id: u64,
    pub name: Atom,
    /// Whether the name identifies it too.
    pub is_named: bool,
}

/// What `ets:new/2` was told.
#[derive(Clone, Debug)]
pub struct Options {
    pub kind: Kind,
    pub protection: Protection,
    /// 0-based position of the key.
    pub key_position: usize,
    pub is_named: bool,
    pub heir: Option<Heir>,
    /// `write_concurrency`, as it is reported: `true`, `false` or `auto`.
    pub write_concurrency: Atom,
    pub read_concurrency: bool,
    /// `None`: as the other options suggest.
    pub decentralized_counters: Option<bool>,
    pub compressed: bool,
}

impl Options {
    /// A private table has nobody to write to it at the same time.
    pub fn reported_write_concurrency(&self) -> Atom {
        if self.protection == Protection::Private {
            atom::FALSE
        } else {
            self.write_concurrency
        }
    }

    pub fn has_decentralized_counters(&self) -> bool {
        let concurrency = self.reported_write_concurrency();
        let by_default = concurrency != atom::TRUE || self.kind == Kind::OrderedSet;
        concurrency != atom::FALSE && self.decentralized_counters.unwrap_or(by_default)
    }
}

#[derive(Clone, Debug)]
enum Index {
    Hash(HashIndex),
    Tree(Tree),
}

/// A process that has fixed the table, and how often.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fix {
    pub process: u32,
    pub count: usize,
}

/// Rows, and an index that says where a key's rows are.
#[derive(Clone, Debug)]
pub struct Table {
    pub label: Label,
    pub owner: u32,
    pub options: Options,
    pub(super) rows: Rows,
    index: Index,
    /// Rows that are not dead.
    size: usize,
    pub(super) fixes: Vec<Fix>,
    /// When it was fixed, in virtual nanoseconds.
    pub fixed_since_ns: u64,
    /// Rows that were deleted since then, and stay for those who traverse the table.
    dead: Vec<Row>,
    /// Words counted against the world's budget.
    pub counted_words: usize,
}

impl Table {
    pub fn new(label: Label, owner: u32, options: Options) -> Table {
        let index = if options.kind == Kind::OrderedSet {
            Index::Tree(Tree::default())
        } else {
            Index::Hash(HashIndex::default())
        };
        Table {
            label,
            owner,
            options,
            rows: Rows::default(),
            index,
            size: 0,
            fixes: Vec::new(),
            fixed_since_ns: 0,
            dead: Vec::new(),
            counted_words: 0,
        }
    }

    /// Number of rows.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Words of memory it really takes.
    pub fn words(&self) -> usize {
        let index = match &self.index {
            Index::Hash(index) => index.words(),
            Index::Tree(tree) => tree.words(),
        };
        self.rows.words() + index + size_of::<Table>() / 8
    }

    /// Whether a key has at most one row.
    pub fn has_single_rows(&self) -> bool {
        matches!(self.options.kind, Kind::Set | Kind::OrderedSet)
    }

    pub(super) fn hash_index(&self) -> Option<&HashIndex> {
        match &self.index {
            Index::Hash(index) => Some(index),
            Index::Tree(_) => None,
        }
    }

    pub(super) fn tree(&self) -> Option<&Tree> {
        match &self.index {
            Index::Hash(_) => None,
            Index::Tree(tree) => Some(tree),
        }
    }

    /// The row and the heap it lies in.
    #[inline]
    pub fn row(&self, row: Row) -> (&Heap, Term) {
        self.rows.get(row)
    }

    /// The row's key and the heap it lies in.
    #[inline]
    pub fn key_of(&self, row: Row) -> (&Heap, Term) {
        self.rows.element(row, self.options.key_position)
    }

    /// The key of a tuple; `None` if it is too short to have one.
    pub fn key(&self, heap: &Heap, tuple: Term) -> Option<Term> {
        let position = self.options.key_position;
        (position < heap.arity(tuple)).then(|| heap.element(tuple, position))
    }

    /// Whether the row has this very key.
    #[inline]
    fn is_key(&self, row: Row, heap: &Heap, key: Term) -> bool {
        let (own, other) = self.key_of(row);
        if !key.is_pointer() {
            return key == other;
        }
        order::same_across(heap, key, own, other)
    }

    /// Where a key is in the order.
    pub(super) fn path(&self, tree: &Tree, heap: &Heap, key: Term) -> Path {
        tree.locate(&Wanted {
            table: self,
            heap,
            key,
        })
    }

    /// The first row of the key, dead ones too; bags have more, next to it.
    fn find_any(&self, heap: &Heap, key: Term) -> Option<Row> {
        match &self.index {
            Index::Hash(index) => {
                index.find(key_hash(heap, key), |row| self.is_key(row, heap, key))
            }
            Index::Tree(tree) => self.path(tree, heap, key).found,
        }
    }

    fn is_dead(&self, row: Row) -> bool {
        !self.dead.is_empty() && self.hash_index().is_some_and(|index| index.is_dead(row))
    }

    /// All rows of the key, dead ones too, in the order of their chain.
    pub(super) fn run(&self, heap: &Heap, key: Term) -> Vec<Row> {
        let first = self.find_any(heap, key);
        let mut rows: Vec<Row> = first.into_iter().collect();
        if let (false, Some(mut row), Some(index)) =
            (self.has_single_rows(), first, self.hash_index())
        {
            while let Some(next) = index.next(row).filter(|&next| self.is_key(next, heap, key)) {
                rows.push(next);
                row = next;
            }
        }
        rows
    }

    /// The row of a key in a set.
    #[inline]
    pub fn find(&self, heap: &Heap, key: Term) -> Option<Row> {
        self.find_any(heap, key).filter(|&row| !self.is_dead(row))
    }

    /// The rows of the key, oldest first.
    pub fn lookup(&self, heap: &Heap, key: Term) -> Vec<Row> {
        let mut rows = self.run(heap, key);
        rows.retain(|&row| !self.is_dead(row));
        // The newest row stands first.
        rows.reverse();
        rows
    }

    pub fn contains(&self, heap: &Heap, key: Term) -> bool {
        if self.has_single_rows() {
            return self.find(heap, key).is_some();
        }
        self.run(heap, key).iter().any(|&row| !self.is_dead(row))
    }

    /// Inserts a copy of a tuple that has a key.
    pub fn insert(&mut self, heap: &Heap, tuple: Term, limit_words: usize) -> Result<(), TooLarge> {
        let Some(key) = self.key(heap, tuple) else {
            return Ok(());
        };
        match self.options.kind {
            Kind::OrderedSet => self.insert_ordered(heap, tuple, key, limit_words),
            Kind::Set => match self.find_any(heap, key) {
                Some(row) => self.replace(row, heap, tuple, limit_words),
                None => self.append(heap, tuple, key, limit_words),
            },
            Kind::Bag | Kind::DuplicateBag => {
                let run = self.run(heap, key);
                if self.options.kind == Kind::Bag {
                    let same = run.iter().copied().find(|&row| {
                        let (own, other) = self.rows.get(row);
                        order::same_across(heap, tuple, own, other)
                    });
                    if let Some(row) = same {
                        self.revive(row, run[0]);
                        return Ok(());
                    }
                }
                match run.first() {
                    Some(&first) => self.insert_before(heap, tuple, first, limit_words),
                    None => self.append(heap, tuple, key, limit_words),
                }
            }
        }
    }

    fn insert_ordered(
        &mut self,
        heap: &Heap,
        tuple: Term,
        key: Term,
        limit_words: usize,
    ) -> Result<(), TooLarge> {
        let Index::Tree(tree) = &self.index else {
            return Ok(());
        };
        let path = self.path(tree, heap, key);
        if let Some(row) = path.found {
            self.replace(row, heap, tuple, limit_words)?;
            if let Index::Tree(tree) = &mut self.index {
                tree.set_key(&path, key);
            }
            return Ok(());
        }
        let row = self.rows.add(heap, tuple, limit_words)?;
        if let Index::Tree(tree) = &mut self.index {
            tree.insert(&path, key, row);
        }
        self.size += 1;
        Ok(())
    }

    /// Sets an element that is not the key, if neither the old nor the new one needs memory; whether it could.
    pub fn set_immediate(&mut self, row: Row, position: usize, value: Term) -> bool {
        self.rows.set_immediate(row, position, value)
    }

    /// Replaces a row, which may be dead, by one with the same key.
    pub fn replace(
        &mut self,
        row: Row,
        heap: &Heap,
        tuple: Term,
        limit_words: usize,
    ) -> Result<(), TooLarge> {
        self.rows.replace(row, heap, tuple, limit_words)?;
        self.revive(row, row);
        Ok(())
    }

    /// Makes a dead row count again; it goes in front of `first`, the first of its key.
    fn revive(&mut self, row: Row, first: Row) {
        if !self.is_dead(row) {
            return;
        }
        if let Index::Hash(index) = &mut self.index {
            index.set_dead(row, false);
            if row != first {
                index.unlink(row);
                index.insert_before(row, first);
            }
        }
        self.dead.retain(|&other| other != row);
        self.size += 1;
    }

    fn append(
        &mut self,
        heap: &Heap,
        tuple: Term,
        key: Term,
        limit_words: usize,
    ) -> Result<(), TooLarge> {
        let row = self.rows.add(heap, tuple, limit_words)?;
        if let Index::Hash(index) = &mut self.index {
            index.append(row, key_hash(heap, key));
        }
        self.added();
        Ok(())
    }

    fn insert_before(
        &mut self,
        heap: &Heap,
        tuple: Term,
        first: Row,
        limit_words: usize,
    ) -> Result<(), TooLarge> {
        let row = self.rows.add(heap, tuple, limit_words)?;
        if let Index::Hash(index) = &mut self.index {
            index.insert_before(row, first);
        }
        self.added();
        Ok(())
    }

    fn added(&mut self) {
        self.size += 1;
        if let (true, Index::Hash(index)) = (self.fixes.is_empty(), &mut self.index) {
            index.grow(self.size);
        }
    }

    /// Deletes a row that is not dead.
    pub fn delete_row(&mut self, row: Row) {
        self.size -= 1;
        match &mut self.index {
            Index::Hash(index) if !self.fixes.is_empty() => {
                index.set_dead(row, true);
                self.dead.push(row);
            }
            Index::Hash(index) => {
                index.unlink(row);
                index.shrink(self.size);
                self.rows.remove(row);
            }
            Index::Tree(_) => self.delete_ordered(row),
        }
    }

    fn delete_ordered(&mut self, row: Row) {
        let (heap, key) = self.key_of(row);
        let Some(tree) = self.tree() else { return };
        let path = self.path(tree, heap, key);
        if let Index::Tree(tree) = &mut self.index {
            tree.remove(&path);
        }
        self.rows.remove(row);
    }

    /// Deletes all rows of a key; how many there were.
    pub fn delete(&mut self, heap: &Heap, key: Term) -> usize {
        if self.has_single_rows() {
            let row = self.find(heap, key);
            row.inspect(|&row| self.delete_row(row));
            return usize::from(row.is_some());
        }
        let rows = self.lookup(heap, key);
        for &row in &rows {
            self.delete_row(row);
        }
        rows.len()
    }

    /// Deletes the rows that are exactly this tuple; how many there were.
    pub fn delete_object(&mut self, heap: &Heap, tuple: Term) -> usize {
        let Some(key) = self.key(heap, tuple) else {
            return 0;
        };
        let mut rows = self.lookup(heap, key);
        rows.retain(|&row| {
            let (own, other) = self.rows.get(row);
            order::same_across(heap, tuple, own, other)
        });
        for &row in &rows {
            self.delete_row(row);
        }
        rows.len()
    }

    /// Deletes everything. The keys stay known to those who traverse a fixed table.
    pub fn clear(&mut self) {
        if self.is_fixed() && self.hash_index().is_some() {
            let rows: Vec<Row> = self.live_rows().collect();
            for row in rows {
                self.delete_row(row);
            }
            return;
        }
        let fresh = Table::new(self.label, self.owner, self.options.clone());
        (self.rows, self.index) = (fresh.rows, fresh.index);
        self.size = 0;
        self.dead.clear();
    }

    // --- fixing

    /// Whether some process has it fixed (`safe_fixtable/2`, or a traversal).
    pub fn is_fixed(&self) -> bool {
        !self.fixes.is_empty()
    }

    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// Keeps deleted rows in place until the process releases the table.
    pub fn fix(&mut self, process: u32, now_ns: u64) {
        if self.fixes.is_empty() {
            self.fixed_since_ns = now_ns;
        }
        match self.fixes.iter_mut().find(|fix| fix.process == process) {
            Some(fix) => fix.count += 1,
            None => self.fixes.push(Fix { process, count: 1 }),
        }
    }

    /// Takes back one [`Table::fix`], or all of the process's; whether it has none left.
    pub fn unfix(&mut self, process: u32, all: bool) -> bool {
        let Some(at) = self.fixes.iter().position(|fix| fix.process == process) else {
            return true;
        };
        self.fixes[at].count -= 1;
        if self.fixes[at].count > 0 && !all {
            return false;
        }
        self.fixes.remove(at);
        if self.fixes.is_empty() {
            self.bury();
        }
        true
    }

    /// Removes the dead rows.
    fn bury(&mut self) {
        for row in std::mem::take(&mut self.dead) {
            if let Index::Hash(index) = &mut self.index {
                index.unlink(row);
            }
            self.rows.remove(row);
        }
    }
}

/// A key of some heap that is looked for in the order of a table.
struct Wanted<'a> {
    table: &'a Table,
    heap: &'a Heap,
    key: Term,
}

impl Sought for Wanted<'_> {
    #[inline]
    fn small(&self) -> Option<Term> {
        self.key.is_small().then_some(self.key)
    }

    fn compare(&self, other: Term, row: Row) -> Ordering {
        if !other.is_pointer() {
            return order::compare_across(self.heap, self.key, self.heap, other);
        }
        let (own, other) = self.table.key_of(row);
        order::compare_across(self.heap, self.key, own, other)
    }
}
