//! Rows in the order of their keys: a B-tree whose nodes are shared between clones and copied when written to.
//!
//! An entry carries the word of its key, so that small integers and other immediates are compared without a look at the
//! row. The tree itself knows only their order: a search is given something that compares with all others ([`Sought`]).
//!
//! Invariant: the entries of all leaves, left to right, ascend; entry `i > 0` of an inner node is the first entry of child
//! `i`; no node but the root is empty.

use std::cmp::Ordering;
use std::rc::Rc;

use super::rows::{NO_ROW, Row};
use term::Term;

/// Entries of a node.
const NODE_ENTRIES_MAX: usize = 64;

/// A node with fewer looks for a neighbour to merge with.
const NODE_ENTRIES_LOW: usize = NODE_ENTRIES_MAX / 4;

/// Keys in a line of a processor's cache.
const LINE_KEYS: usize = 8;

/// Words of a node, with the counters of its `Rc`.
const LEAF_WORDS: usize = NODE_ENTRIES_MAX * 3 / 2 + 4;
const INNER_WORDS: usize = LEAF_WORDS + NODE_ENTRIES_MAX + 3;

/// Levels below the root: each has at least two children when it comes to be, and rows have 32-bit numbers.
const DEPTH_MAX: usize = 32;

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Term,
    row: Row,
}

#[derive(Clone, Debug)]
struct Node {
    len: usize,
    keys: [Term; NODE_ENTRIES_MAX],
    rows: [Row; NODE_ENTRIES_MAX],
    /// Of an inner node, one per entry; of a leaf, none.
    children: Vec<Rc<Node>>,
    /// Whether there has been a key that is no small integer.
    has_others: bool,
}

#[derive(Clone, Debug)]
pub struct Tree {
    root: Rc<Node>,
    leaves: usize,
    inner: usize,
}

/// A key that is looked for.
pub trait Sought {
    /// Its word, if it is a small integer.
    fn small(&self) -> Option<Term>;

    /// How it compares with the key of an entry.
    fn compare(&self, key: Term, row: Row) -> Ordering;
}

/// By comparing alone.
impl<F: Fn(Term, Row) -> Ordering> Sought for F {
    fn small(&self) -> Option<Term> {
        None
    }

    fn compare(&self, key: Term, row: Row) -> Ordering {
        self(key, row)
    }
}

/// Where a key is, or would be: the entry to take in each node from the root down.
#[derive(Clone, Copy, Debug)]
pub struct Path {
    entries: [u8; DEPTH_MAX],
    depth: usize,
    /// The row with this key, if there is one.
    pub found: Option<Row>,
}

impl Default for Tree {
    fn default() -> Self {
        Tree {
            root: Rc::new(Node::new()),
            leaves: 1,
            inner: 0,
        }
    }
}

impl Node {
    fn new() -> Node {
        Node {
            len: 0,
            keys: [Term::NIL; NODE_ENTRIES_MAX],
            rows: [NO_ROW; NODE_ENTRIES_MAX],
            children: Vec::new(),
            has_others: false,
        }
    }

    fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    fn entry(&self, at: usize) -> Entry {
        Entry {
            key: self.keys[at],
            row: self.rows[at],
        }
    }

    /// Number of the first entry from `first` on that is after the sought key; whether the one before it is the key.
    fn search(&self, first: usize, sought: &impl Sought) -> (usize, bool) {
        if let Some(word) = sought.small() {
            return self.search_small(first, word, sought);
        }
        let (mut low, mut high) = (first, self.len);
        while low < high {
            let middle = usize::midpoint(low, high);
            match sought.compare(self.keys[middle], self.rows[middle]) {
                Ordering::Less => high = middle,
                Ordering::Equal => return (middle + 1, true),
                Ordering::Greater => low = middle + 1,
            }
        }
        (low, false)
    }

    /// The same for a small integer. Of a large table a node is in no cache: halving would wait for one line of memory after
    /// the other. So it looks at one key of each line, which come all at once, and then at those of one line. Where all keys
    /// are small, as in most tables, that is no more than comparing words.
    fn search_small(&self, first: usize, sought: Term, otherwise: &impl Sought) -> (usize, bool) {
        if self.has_others {
            return self.search_among_others(first, sought, otherwise);
        }
        let is_passed = |key: Term| usize::from(key.0 as i64 <= sought.0 as i64);
        let mut start = 0;
        let mut at = LINE_KEYS;
        while at < self.len {
            start += is_passed(self.keys[at]) * LINE_KEYS;
            at += LINE_KEYS;
        }
        let end = self.len.min(start + LINE_KEYS);
        // The first entry of an inner node stands for all that are before the second, whatever its key is.
        let begin = start.max(first);
        let mut count = begin;
        for &key in &self.keys[begin..end] {
            count += is_passed(key);
        }
        let is_found = count > first && self.keys[count - 1] == sought;
        (count, is_found)
    }

    /// The same, where not all keys are small integers.
    #[inline(never)]
    fn search_among_others(
        &self,
        first: usize,
        sought: Term,
        otherwise: &impl Sought,
    ) -> (usize, bool) {
        let (mut low, mut high) = (first, self.len);
        while low < high {
            let middle = usize::midpoint(low, high);
            let key = self.keys[middle];
            let order = if key.is_small() {
                (sought.0 as i64).cmp(&(key.0 as i64))
            } else {
                otherwise.compare(key, self.rows[middle])
            };
            match order {
                Ordering::Less => high = middle,
                Ordering::Equal => return (middle + 1, true),
                Ordering::Greater => low = middle + 1,
            }
        }
        (low, false)
    }

    /// Adds an entry at `at`, with its child in an inner node, where there is room.
    fn insert(&mut self, at: usize, entry: Entry, child: Option<Rc<Node>>) {
        self.keys.copy_within(at..self.len, at + 1);
        self.rows.copy_within(at..self.len, at + 1);
        self.set_key(at, entry.key);
        self.rows[at] = entry.row;
        self.len += 1;
        if let Some(child) = child {
            self.children.insert(at, child);
        }
    }

    fn set_key(&mut self, at: usize, key: Term) {
        self.keys[at] = key;
        self.has_others |= !key.is_small();
    }

    fn remove(&mut self, at: usize) {
        self.keys.copy_within(at + 1..self.len, at);
        self.rows.copy_within(at + 1..self.len, at);
        self.len -= 1;
    }

    /// Moves the entries from `at` on to a new node.
    fn split_off(&mut self, at: usize) -> Node {
        let mut right = Node::new();
        let count = self.len - at;
        right.keys[..count].copy_from_slice(&self.keys[at..self.len]);
        right.rows[..count].copy_from_slice(&self.rows[at..self.len]);
        right.len = count;
        right.has_others = self.has_others;
        self.len = at;
        if !self.is_leaf() {
            right.children = self.children.split_off(at);
        }
        right
    }

    fn append(&mut self, right: &Node) {
        let end = self.len + right.len;
        self.keys[self.len..end].copy_from_slice(&right.keys[..right.len]);
        self.rows[self.len..end].copy_from_slice(&right.rows[..right.len]);
        self.children.extend(right.children.iter().cloned());
        self.has_others |= right.has_others;
        self.len = end;
    }

    /// As `insert`; what does not fit goes to a new node on the right.
    fn add(&mut self, at: usize, entry: Entry, child: Option<Rc<Node>>) -> Option<Node> {
        if self.len < NODE_ENTRIES_MAX {
            self.insert(at, entry, child);
            return None;
        }
        // Keys that come in order fill their nodes.
        let middle = if at == self.len {
            at
        } else {
            NODE_ENTRIES_MAX / 2
        };
        let mut right = self.split_off(middle);
        if at < middle {
            self.insert(at, entry, child);
        } else {
            right.insert(at - middle, entry, child);
        }
        Some(right)
    }
}

impl Tree {
    pub fn words(&self) -> usize {
        self.leaves * LEAF_WORDS + self.inner * INNER_WORDS
    }

    pub fn locate(&self, sought: &impl Sought) -> Path {
        let mut path = Path {
            entries: [0; DEPTH_MAX],
            depth: 0,
            found: None,
        };
        let mut node = &self.root;
        while !node.is_leaf() {
            let (count, _) = node.search(1, sought);
            path.entries[path.depth] = count as u8 - 1;
            path.depth += 1;
            node = &node.children[count - 1];
        }
        let (count, is_found) = node.search(0, sought);
        let at = count - usize::from(is_found);
        path.entries[path.depth] = at as u8;
        path.found = is_found.then(|| node.rows[at]);
        path
    }

    /// Adds a row whose key is not there, at the place that [`Tree::locate`] found for it.
    pub fn insert(&mut self, path: &Path, key: Term, row: Row) {
        let entry = Entry { key, row };
        let entries = &path.entries[..=path.depth];
        let Some(right) = insert_below(&mut self.root, entries, entry, &mut |is_leaf| {
            if is_leaf {
                self.leaves += 1;
            } else {
                self.inner += 1;
            }
        }) else {
            return;
        };
        let mut root = Node::new();
        root.insert(0, self.root.entry(0), Some(self.root.clone()));
        root.insert(1, right.entry(0), Some(Rc::new(right)));
        self.root = Rc::new(root);
        self.inner += 1;
    }

    /// Gives the row at the path, which stays, another word for its equal key.
    pub fn set_key(&mut self, path: &Path, key: Term) {
        let mut node = &mut self.root;
        for &at in &path.entries[..=path.depth] {
            let inner = Rc::make_mut(node);
            if path.found == Some(inner.rows[at as usize]) {
                inner.set_key(at as usize, key);
            }
            if inner.is_leaf() {
                return;
            }
            node = &mut inner.children[at as usize];
        }
    }

    /// Takes out the row at the path.
    pub fn remove(&mut self, path: &Path) {
        remove_below(
            &mut self.root,
            &path.entries[..=path.depth],
            &mut |is_leaf| {
                if is_leaf {
                    self.leaves -= 1;
                } else {
                    self.inner -= 1;
                }
            },
        );
        while self.root.children.len() == 1 {
            self.root = self.root.children[0].clone();
            self.inner -= 1;
        }
    }

    /// Rows from the first on.
    pub fn ascending(&self) -> Cursor<'_> {
        Cursor::at_edge(self, Edge::First)
    }

    /// Rows from the last on, backwards.
    pub fn descending(&self) -> Cursor<'_> {
        Cursor::at_edge(self, Edge::Last)
    }

    /// Rows from the path on; the row with the sought key itself is left out.
    pub fn after(&self, path: &Path) -> Cursor<'_> {
        let mut cursor = Cursor::along(self, path);
        if path.found.is_none() {
            cursor.step_back();
        }
        cursor.is_ascending = true;
        cursor.advance();
        cursor
    }

    /// Rows before the path, backwards.
    pub fn before(&self, path: &Path) -> Cursor<'_> {
        let mut cursor = Cursor::along(self, path);
        cursor.is_ascending = false;
        cursor.advance();
        cursor
    }
}

fn insert_below(
    node: &mut Rc<Node>,
    path: &[u8],
    entry: Entry,
    count: &mut impl FnMut(bool),
) -> Option<Node> {
    let node = Rc::make_mut(node);
    let at = path[0] as usize;
    if node.is_leaf() {
        let right = node.add(at, entry, None)?;
        count(true);
        return Some(right);
    }
    let right = insert_below(&mut node.children[at], &path[1..], entry, count)?;
    let first = right.entry(0);
    let right = node.add(at + 1, first, Some(Rc::new(right)))?;
    count(false);
    Some(right)
}

fn remove_below(node: &mut Rc<Node>, path: &[u8], count: &mut impl FnMut(bool)) {
    let node = Rc::make_mut(node);
    let at = path[0] as usize;
    if node.is_leaf() {
        node.remove(at);
        return;
    }
    remove_below(&mut node.children[at], &path[1..], count);
    let child = &node.children[at];
    if child.len == 0 {
        count(child.is_leaf());
        node.remove(at);
        node.children.remove(at);
        return;
    }
    let (first, is_low) = (child.entry(0), child.len < NODE_ENTRIES_LOW);
    node.set_key(at, first.key);
    node.rows[at] = first.row;
    if is_low {
        merge(node, at, count);
    }
}

/// Merges child `at` with a neighbour if both fit into one node with room to spare.
fn merge(node: &mut Node, at: usize, count: &mut impl FnMut(bool)) {
    let fits = |left: usize| {
        node.children.get(left + 1).is_some_and(|right| {
            node.children[left].len + right.len <= NODE_ENTRIES_MAX - NODE_ENTRIES_LOW
        })
    };
    let left = if fits(at) {
        at
    } else if at > 0 && fits(at - 1) {
        at - 1
    } else {
        return;
    };
    let right = node.children.remove(left + 1);
    node.remove(left + 1);
    Rc::make_mut(&mut node.children[left]).append(&right);
    count(right.is_leaf());
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    First,
    Last,
}

/// Goes through the rows in one direction.
pub struct Cursor<'a> {
    /// Nodes from the root to a leaf, with the entry in each; empty at the end.
    stack: Vec<(&'a Node, usize)>,
    is_ascending: bool,
}

impl<'a> Cursor<'a> {
    fn at_edge(tree: &'a Tree, edge: Edge) -> Cursor<'a> {
        let mut cursor = Cursor {
            stack: Vec::new(),
            is_ascending: edge == Edge::First,
        };
        cursor.descend(&tree.root, edge);
        cursor
    }

    fn along(tree: &'a Tree, path: &Path) -> Cursor<'a> {
        let mut stack = Vec::new();
        let mut node = &*tree.root;
        for &at in &path.entries[..=path.depth] {
            stack.push((node, at as usize));
            if let Some(child) = node.children.get(at as usize) {
                node = child;
            }
        }
        Cursor {
            stack,
            is_ascending: true,
        }
    }

    fn descend(&mut self, mut node: &'a Node, edge: Edge) {
        loop {
            let at = match edge {
                Edge::First => 0,
                Edge::Last => node.len.saturating_sub(1),
            };
            if node.len == 0 {
                self.stack.clear();
                return;
            }
            self.stack.push((node, at));
            match node.children.get(at) {
                Some(child) => node = child,
                None => return,
            }
        }
    }

    /// Makes the entry of the leaf the one before, without leaving the leaf: at its start it stands before the first.
    fn step_back(&mut self) {
        if let Some((_, at)) = self.stack.last_mut() {
            *at = at.wrapping_sub(1);
        }
    }

    fn advance(&mut self) {
        let edge = if self.is_ascending {
            Edge::First
        } else {
            Edge::Last
        };
        while let Some((node, at)) = self.stack.pop() {
            let next = if self.is_ascending {
                at.wrapping_add(1)
            } else {
                at.wrapping_sub(1)
            };
            if next >= node.len {
                continue;
            }
            self.stack.push((node, next));
            if let Some(child) = node.children.get(next) {
                self.descend(child, edge);
            }
            return;
        }
    }
}

impl Iterator for Cursor<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let &(node, at) = self.stack.last()?;
        let row = node.rows[at];
        self.advance();
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key among small integers, found by its word or by comparing.
    struct Key(i32, bool);

    impl Sought for Key {
        fn small(&self) -> Option<Term> {
            self.1.then(|| Term::int(self.0))
        }

        fn compare(&self, other: Term, _: Row) -> Ordering {
            match other.as_small() {
                Some(other) => i64::from(self.0).cmp(&other),
                None => Ordering::Less,
            }
        }
    }

    fn locate(tree: &Tree, key: i32) -> Path {
        let path = tree.locate(&Key(key, true));
        let compared = tree.locate(&Key(key, false));
        assert_eq!(path.found, compared.found);
        let depth = path.depth;
        assert_eq!(path.entries[..=depth], compared.entries[..=depth]);
        path
    }

    /// Keys in an order that looks random.
    fn scattered(count: i32) -> impl Iterator<Item = i32> {
        (0..count).map(move |i| (i.wrapping_mul(7_919)).rem_euclid(count))
    }

    fn filled(count: i32) -> Tree {
        let mut tree = Tree::default();
        for key in scattered(count) {
            let path = locate(&tree, key);
            assert_eq!(path.found, None);
            tree.insert(&path, Term::int(key), key as Row);
        }
        tree
    }

    #[test]
    fn rows_come_in_order_both_ways() {
        let tree = filled(10_007);
        assert!(tree.ascending().eq(0..10_007));
        assert!(tree.descending().eq((0..10_007).rev()));
        for key in [0, 1, 63, 64, 5_000, 10_006] {
            let path = locate(&tree, key);
            assert_eq!(path.found, Some(key as Row));
            assert!(tree.after(&path).eq(key as Row + 1..10_007));
            assert!(tree.before(&path).eq((0..key as Row).rev()));
        }
    }

    #[test]
    fn other_keys_among_small_ones() {
        let mut tree = filled(1_009);
        // Atoms come after all numbers; none is found in the place of a number.
        let after_numbers = |key: Term, _: Row| {
            if key.is_small() {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        };
        let path = tree.locate(&after_numbers);
        assert_eq!(path.found, None);
        tree.insert(&path, Term::from_atom(term::atom::OK), 5_000);
        assert_eq!(tree.locate(&after_numbers).found, Some(5_000));
        for key in 0..1_009 {
            assert_eq!(locate(&tree, key).found, Some(key as Row));
        }
        let path = tree.locate(&after_numbers);
        tree.remove(&path);
        assert!(tree.ascending().eq(0..1_009));
    }

    #[test]
    fn neighbours_of_missing_keys() {
        let mut tree = Tree::default();
        for key in 0..1_000 {
            let path = locate(&tree, key * 2);
            tree.insert(&path, Term::int(key * 2), key as Row * 2);
        }
        for key in -1..2_000 {
            let path = locate(&tree, key);
            let next = (0..1_000).map(|key| key * 2).find(|&other| other > key);
            let previous = (0..1_000).map(|key| key * 2).rfind(|&other| other < key);
            assert_eq!(tree.after(&path).next(), next.map(|key| key as Row));
            assert_eq!(tree.before(&path).next(), previous.map(|key| key as Row));
        }
    }

    #[test]
    fn removing_leaves_the_rest_and_no_nodes() {
        let mut tree = filled(5_003);
        let clone = tree.clone();
        for (count, key) in scattered(5_003).enumerate() {
            let path = locate(&tree, key);
            assert_eq!(path.found, Some(key as Row));
            tree.remove(&path);
            assert_eq!(locate(&tree, key).found, None);
            if count % 500 == 0 {
                assert_eq!(tree.ascending().count(), 5_002 - count);
            }
        }
        assert_eq!((tree.leaves, tree.inner), (1, 0));
        assert!(tree.ascending().next().is_none() && tree.descending().next().is_none());
        assert!(clone.ascending().eq(0..5_003), "a clone stays as it was");
    }

    #[test]
    fn rows_in_order_fill_their_nodes() {
        let mut tree = Tree::default();
        for key in 0..64_000 {
            let path = locate(&tree, key);
            tree.insert(&path, Term::int(key), key as Row);
        }
        assert_eq!(tree.leaves, 1_000);
        assert!(tree.words() < 64_000 * 17 / 10);
    }
}
