//! Maps: sorted pairs up to 32 keys, a hash trie above, as OTP 25 has them.
//!
//! Small maps ([`Kind::MapFlat`]) hold their keys in the order of map keys (`order::compare_exact`), then the values.
//! Large ones are a [`Kind::MapRoot`] (number of pairs, root node) over [`Kind::MapNode`]s: a node has up to 16
//! children, chosen by four bits of the key's hash per level, lowest bits first; a child is a leaf `[Key|Value]` or a
//! deeper node. When the 32 bits are used up, the key is hashed again with the number of the round.
//!
//! Invariants: a map has its large form exactly when it has more than [`FLAT_MAX`] keys; where a key stands in a trie
//! follows from its hash alone (a node below the root never has a single leaf as its only child), so equal maps are
//! equal trees. Nothing depends on the order of insertion.

use std::cmp::Ordering;

use super::hash;
use super::heap::Heap;
use super::literal;
use super::order;
use super::word::{Header, Kind, MAP, Term};

/// Most keys of a map in its small form.
pub const FLAT_MAX: usize = 32;

/// Levels of a trie. Below, keys whose hashes agree in 128 bits share one node (bitmap 0) in key order.
const LEVELS_MAX: u32 = 32;

/// Children of one node; only a node of the last level can have more.
const FANOUT: usize = 16;

/// The empty map.
pub fn empty(heap: &mut Heap) -> Term {
    heap.raw_object(MAP, Header::new(Kind::MapFlat, 0, 0), &[])
}

/// Number of pairs (`map_size/1`).
#[inline]
pub fn size(heap: &Heap, map: Term) -> usize {
    let header = heap.header(map);
    if header.kind() == Kind::MapFlat {
        header.size() / 2
    } else {
        Term(heap.word(map.index() + 1)).small_value() as usize
    }
}

/// The value of `key`.
#[inline]
pub fn get(heap: &Heap, map: Term, key: Term) -> Option<Term> {
    let (header, words) = heap.object(map);
    if header.kind() != Kind::MapFlat {
        return find(heap, Term(words[1]), key);
    }
    let (keys, values) = words.split_at(words.len() / 2);
    if key.is_pointer() {
        return flat_position(heap, keys, key)
            .ok()
            .map(|at| Term(values[at]));
    }
    // An immediate key is its word: no order needed.
    keys.iter()
        .position(|&word| word == key.0)
        .map(|at| Term(values[at]))
}

/// As [`get`] for a key of another heap.
pub fn get_across(heap: &Heap, map: Term, key_heap: &Heap, key: Term) -> Option<Term> {
    if !key.is_own_pointer() {
        return get(heap, map, key);
    }
    let is_key = |word: u64| order::same_across(heap, Term(word), key_heap, key);
    let (header, words) = heap.object(map);
    if header.kind() == Kind::MapFlat {
        let (keys, values) = words.split_at(words.len() / 2);
        let at = keys.iter().position(|&word| is_key(word))?;
        return Some(Term(values[at]));
    }
    let mut node = Term(words[1]);
    let mut path = Path::new(key_heap, key);
    loop {
        let (header, children) = heap.object(node);
        let bit = path.bit();
        let leaf_holds = |leaf: Term| is_key(heap.head(leaf).0);
        if bit == 0 {
            let mut leaves = children.iter().map(|&word| Term(word));
            return leaves
                .find(|&leaf| leaf_holds(leaf))
                .map(|leaf| heap.tail(leaf));
        }
        if header.meta() & bit == 0 {
            return None;
        }
        let at = (header.meta() & (bit - 1)).count_ones() as usize;
        let child = Term(children[at]);
        if child.is_cons() {
            return leaf_holds(child).then(|| heap.tail(child));
        }
        node = child;
        path.descend(key_heap);
    }
}

/// Where `key` stands among sorted keys, or where it would be inserted.
fn flat_position(heap: &Heap, keys: &[u64], key: Term) -> Result<usize, usize> {
    keys.binary_search_by(|&word| order::compare_exact(heap, Term(word), key))
}

/// A key on its way down a trie.
struct Path {
    key: Term,
    hash: u32,
    level: u32,
}

impl Path {
    fn new(heap: &Heap, key: Term) -> Path {
        Path {
            key,
            hash: hash::internal(heap, key),
            level: 0,
        }
    }

    /// The bit of the child in the bitmap of the node at this level; 0 on the last level.
    #[inline]
    fn bit(&self) -> u32 {
        if self.level == LEVELS_MAX {
            0
        } else {
            1 << (self.hash & 0xF)
        }
    }

    #[inline]
    fn descend(&mut self, heap: &Heap) {
        self.level += 1;
        self.hash = if self.level.is_multiple_of(8) {
            hash::internal_round(heap, self.key, self.level / 8)
        } else {
            self.hash >> 4
        };
    }
}

/// Whether a leaf's key is `key`.
#[inline]
fn leaf_is(heap: &Heap, leaf: Term, key: Term) -> bool {
    order::same(heap, heap.head(leaf), key)
}

/// What a node holds in the place of a key.
enum Place {
    /// Child number, which is a leaf with this very key.
    Found(usize),
    /// Child number, which is a deeper node.
    Below(usize),
    /// Child number, which is a leaf with another key.
    Other(usize),
    /// Nothing; the number a new child would get.
    Vacant(usize),
}

fn place(heap: &Heap, node: Term, path: &Path) -> Place {
    let (header, children) = heap.object(node);
    let bit = path.bit();
    if bit == 0 {
        let found = children
            .binary_search_by(|&leaf| order::compare_exact(heap, heap.head(Term(leaf)), path.key));
        return found.map_or_else(Place::Vacant, Place::Found);
    }
    let at = (header.meta() & (bit - 1)).count_ones() as usize;
    if header.meta() & bit == 0 {
        return Place::Vacant(at);
    }
    let child = Term(children[at]);
    if !child.is_cons() {
        Place::Below(at)
    } else if leaf_is(heap, child, path.key) {
        Place::Found(at)
    } else {
        Place::Other(at)
    }
}

fn child(heap: &Heap, node: Term, at: usize) -> Term {
    Term(heap.word(node.index() + 1 + at))
}

fn find(heap: &Heap, mut node: Term, key: Term) -> Option<Term> {
    let mut path = Path::new(heap, key);
    loop {
        match place(heap, node, &path) {
            Place::Found(at) => return Some(heap.tail(child(heap, node, at))),
            Place::Below(at) => node = child(heap, node, at),
            Place::Other(_) | Place::Vacant(_) => return None,
        }
        path.descend(heap);
    }
}

/// `map` with `key` set to `value`.
pub fn put(heap: &mut Heap, map: Term, key: Term, value: Term) -> Term {
    set(heap, map, key, value, true).unwrap_or(map)
}

/// As [`put`] for a key that must be there; `None` if it is not.
pub fn update(heap: &mut Heap, map: Term, key: Term, value: Term) -> Option<Term> {
    set(heap, map, key, value, false)
}

fn set(heap: &mut Heap, map: Term, key: Term, value: Term, insert: bool) -> Option<Term> {
    let (header, words) = heap.object(map);
    if header.kind() != Kind::MapFlat {
        return set_large(heap, map, key, value, insert);
    }
    let count = words.len() / 2;
    match flat_position(heap, &words[..count], key) {
        Ok(at) if words[count + at] == value.0 => Some(map),
        Ok(at) => {
            let place = append_object(heap, map);
            heap.words[place + 1 + count + at] = value.0;
            Some(Term::pointer(MAP, place))
        }
        Err(_) if !insert => None,
        Err(at) if count < FLAT_MAX => {
            let from = map.index() + 1;
            heap.reserve(2 * count + 3);
            let place = heap.words.len();
            heap.words
                .push(Header::new(Kind::MapFlat, 2 * count + 2, 0).0);
            append_words(heap, from, at);
            heap.words.push(key.0);
            append_words(heap, from + at, count);
            heap.words.push(value.0);
            append_words(heap, from + count + at, count - at);
            Some(Term::pointer(MAP, place))
        }
        Err(_) => {
            let mut pairs = pairs(heap, map);
            pairs.push((key, value));
            Some(from_pairs(heap, &pairs))
        }
    }
}

/// Copies words of the heap or of a literal to the end of the heap.
fn append_words(heap: &mut Heap, from: usize, count: usize) {
    if from + count <= heap.words.len() {
        heap.words.extend_from_within(from..from + count);
    } else if count > 0 {
        heap.words
            .extend_from_slice(&literal::words_from(from)[..count]);
    }
}

/// Copies an object to the end of the heap, elements as they are; returns its index.
fn append_object(heap: &mut Heap, object: Term) -> usize {
    let place = heap.words.len();
    let count = heap.header(object).size() + 1;
    append_words(heap, object.index(), count);
    place
}

fn new_root(heap: &mut Heap, count: usize, node: Term) -> Term {
    heap.raw_object(
        MAP,
        Header::new(Kind::MapRoot, 2, 0),
        &[Term::size(count).0, node.0],
    )
}

fn new_node(heap: &mut Heap, bitmap: u32, children: &[u64]) -> Term {
    heap.raw_object(
        MAP,
        Header::new(Kind::MapNode, children.len(), bitmap),
        children,
    )
}

fn set_large(heap: &mut Heap, map: Term, key: Term, value: Term, insert: bool) -> Option<Term> {
    let mut path = Path::new(heap, key);
    let mut node = Term(heap.word(map.index() + 2));
    let mut count = size(heap, map);
    // Nodes on the way down, each with the number of the child taken.
    let mut trail: Vec<(Term, usize)> = Vec::new();
    let mut new = loop {
        match place(heap, node, &path) {
            Place::Below(at) => {
                trail.push((node, at));
                node = child(heap, node, at);
                path.descend(heap);
            }
            Place::Found(at) => {
                let leaf = child(heap, node, at);
                if heap.tail(leaf) == value {
                    return Some(map);
                }
                let old_key = heap.head(leaf);
                trail.push((node, at));
                break heap.cons(old_key, value);
            }
            _ if !insert => return None,
            Place::Vacant(at) => {
                count += 1;
                let leaf = heap.cons(key, value);
                break insert_child(heap, node, at, path.bit(), leaf);
            }
            Place::Other(at) => {
                count += 1;
                let leaf = heap.cons(key, value);
                let other = child(heap, node, at);
                trail.push((node, at));
                path.descend(heap);
                break fork(heap, path, leaf, other);
            }
        }
    };
    while let Some((node, at)) = trail.pop() {
        let place = append_object(heap, node);
        heap.words[place + 1 + at] = new.0;
        new = Term::pointer(MAP, place);
    }
    Some(new_root(heap, count, new))
}

fn insert_child(heap: &mut Heap, node: Term, at: usize, bit: u32, new: Term) -> Term {
    let (header, children) = heap.object(node);
    let mut children = children.to_vec();
    children.insert(at, new.0);
    new_node(heap, header.meta() | bit, &children)
}

/// The subtree that holds two leaves with different keys; `path` is that of the first.
fn fork(heap: &mut Heap, mut path: Path, leaf: Term, other: Term) -> Term {
    let mut other_path = Path::new(heap, heap.head(other));
    while other_path.level < path.level {
        other_path.descend(heap);
    }
    let mut single = Vec::new();
    while path.bit() == other_path.bit() && path.bit() != 0 {
        single.push(path.bit());
        path.descend(heap);
        other_path.descend(heap);
    }
    let first = match path.bit().cmp(&other_path.bit()) {
        Ordering::Less => true,
        Ordering::Greater => false,
        Ordering::Equal => order::compare_exact(heap, path.key, other_path.key).is_lt(),
    };
    let children = if first {
        [leaf.0, other.0]
    } else {
        [other.0, leaf.0]
    };
    let mut node = new_node(heap, path.bit() | other_path.bit(), &children);
    while let Some(bit) = single.pop() {
        node = new_node(heap, bit, &[node.0]);
    }
    node
}

/// The value of `key` and the map without it (`maps:take/2`); `None` if it is not there.
pub fn take(heap: &mut Heap, map: Term, key: Term) -> Option<(Term, Term)> {
    let (header, words) = heap.object(map);
    if header.kind() != Kind::MapFlat {
        return take_large(heap, map, key);
    }
    let count = words.len() / 2;
    let at = flat_position(heap, &words[..count], key).ok()?;
    let value = Term(words[count + at]);
    let mut rest = words.to_vec();
    rest.remove(count + at);
    rest.remove(at);
    let map = heap.raw_object(MAP, Header::new(Kind::MapFlat, rest.len(), 0), &rest);
    Some((value, map))
}

/// `map` without `key`.
pub fn remove(heap: &mut Heap, map: Term, key: Term) -> Term {
    take(heap, map, key).map_or(map, |(_, rest)| rest)
}

fn take_large(heap: &mut Heap, map: Term, key: Term) -> Option<(Term, Term)> {
    let mut path = Path::new(heap, key);
    let mut node = Term(heap.word(map.index() + 2));
    let mut trail: Vec<(Term, usize)> = Vec::new();
    let at = loop {
        match place(heap, node, &path) {
            Place::Below(at) => {
                trail.push((node, at));
                node = child(heap, node, at);
                path.descend(heap);
            }
            Place::Found(at) => break at,
            Place::Other(_) | Place::Vacant(_) => return None,
        }
    };
    let value = heap.tail(child(heap, node, at));
    let count = size(heap, map) - 1;
    if count == FLAT_MAX {
        let mut pairs = pairs(heap, map);
        pairs.retain(|&(other, _)| !order::same(heap, other, key));
        return Some((value, from_pairs(heap, &pairs)));
    }
    let (header, children) = heap.object(node);
    let mut children = children.to_vec();
    children.remove(at);
    let bitmap = header.meta() & !path.bit();
    // A lone leaf moves up to where the trie forks; the root alone may keep one.
    let mut new = match children[..] {
        [only] if Term(only).is_cons() && !trail.is_empty() => Term(only),
        _ => new_node(heap, bitmap, &children),
    };
    while let Some((node, at)) = trail.pop() {
        if new.is_cons() && heap.header(node).size() == 1 && !trail.is_empty() {
            continue;
        }
        let place = append_object(heap, node);
        heap.words[place + 1 + at] = new.0;
        new = Term::pointer(MAP, place);
    }
    Some((value, new_root(heap, count, new)))
}

// --- whole maps

/// All pairs in the order of `maps:iterator/1` (and of printing): key order for a small map, ascending hash bits for a
/// large one. `maps:to_list/1`, `keys/1` and `values/1` list a large map the other way round: see [`listed_pairs`].
pub fn pairs(heap: &Heap, map: Term) -> Vec<(Term, Term)> {
    let (header, words) = heap.object(map);
    if header.kind() == Kind::MapFlat {
        let (keys, values) = words.split_at(words.len() / 2);
        return keys
            .iter()
            .zip(values)
            .map(|(&key, &value)| (Term(key), Term(value)))
            .collect();
    }
    let mut pairs = Vec::with_capacity(size(heap, map));
    let mut todo = vec![Term(words[1])];
    while let Some(child) = todo.pop() {
        if child.is_cons() {
            pairs.push(heap.head_tail(child));
        } else {
            todo.extend(heap.object(child).1.iter().rev().map(|&word| Term(word)));
        }
    }
    pairs
}

/// All pairs in the order of `maps:to_list/1`.
pub fn listed_pairs(heap: &Heap, map: Term) -> Vec<(Term, Term)> {
    let mut pairs = pairs(heap, map);
    if heap.header(map).kind() != Kind::MapFlat {
        pairs.reverse();
    }
    pairs
}

/// The map of these pairs; of pairs with the same key the last counts.
pub fn from_pairs(heap: &mut Heap, pairs: &[(Term, Term)]) -> Term {
    if pairs.len() > FLAT_MAX {
        return from_many(heap, pairs);
    }
    let mut sorted: Vec<(Term, Term)> = Vec::with_capacity(pairs.len());
    for &(key, value) in pairs {
        match sorted.binary_search_by(|&(other, _)| order::compare_exact(heap, other, key)) {
            Ok(at) => sorted[at].1 = value,
            Err(at) => sorted.insert(at, (key, value)),
        }
    }
    flat(heap, &sorted)
}

fn flat(heap: &mut Heap, sorted: &[(Term, Term)]) -> Term {
    let place = heap.words.len();
    heap.words
        .push(Header::new(Kind::MapFlat, 2 * sorted.len(), 0).0);
    heap.words.extend(sorted.iter().map(|&(key, _)| key.0));
    heap.words.extend(sorted.iter().map(|&(_, value)| value.0));
    Term::pointer(MAP, place)
}

/// A leaf to be, with the bits of its hash in the order in which the trie asks for them.
struct Entry {
    hash: u32,
    key: Term,
    value: Term,
}

fn from_many(heap: &mut Heap, pairs: &[(Term, Term)]) -> Term {
    let mut entries: Vec<Entry> = pairs
        .iter()
        .map(|&(key, value)| Entry {
            hash: hash::internal(heap, key),
            key,
            value,
        })
        .collect();
    entries.sort_by_key(|entry| nibbles_reversed(entry.hash));
    drop_overwritten(heap, &mut entries);
    if entries.len() <= FLAT_MAX {
        let mut sorted: Vec<_> = entries
            .iter()
            .map(|entry| (entry.key, entry.value))
            .collect();
        sorted.sort_by(|(x, _), (y, _)| order::compare_exact(heap, *x, *y));
        return flat(heap, &sorted);
    }
    let root = build(heap, &mut entries, 0);
    new_root(heap, entries.len(), root)
}

/// The lowest four bits are asked for first, so they come first in the order.
const fn nibbles_reversed(hash: u32) -> u32 {
    let bytes = hash.swap_bytes();
    (bytes & 0x0F0F_0F0F) << 4 | (bytes & 0xF0F0_F0F0) >> 4
}

/// Keeps the last entry of each key; entries with the same key are neighbours up to equal hashes.
fn drop_overwritten(heap: &Heap, entries: &mut Vec<Entry>) {
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        let mut twin = None;
        for (at, other) in kept.iter().enumerate().rev() {
            if other.hash != entry.hash {
                break;
            }
            if order::same(heap, other.key, entry.key) {
                twin = Some(at);
                break;
            }
        }
        match twin {
            // The first key stays, as with one `put` after the other.
            Some(at) => kept[at].value = entry.value,
            None => kept.push(entry),
        }
    }
    *entries = kept;
}

/// The node at `level` for entries sorted by hash; recursion is bounded by the number of levels.
fn build(heap: &mut Heap, entries: &mut [Entry], level: u32) -> Term {
    if level == LEVELS_MAX {
        entries.sort_by(|x, y| order::compare_exact(heap, x.key, y.key));
        let leaves: Vec<u64> = entries
            .iter()
            .map(|entry| heap.cons(entry.key, entry.value).0)
            .collect();
        return new_node(heap, 0, &leaves);
    }
    if level > 0 && level.is_multiple_of(8) {
        for entry in entries.iter_mut() {
            entry.hash = hash::internal_round(heap, entry.key, level / 8);
        }
        entries.sort_by_key(|entry| nibbles_reversed(entry.hash));
    }
    let shift = level % 8 * 4;
    let mut children = [0; FANOUT];
    let (mut count, mut bitmap) = (0, 0);
    for group in entries.chunk_by_mut(|x, y| x.hash >> shift & 0xF == y.hash >> shift & 0xF) {
        bitmap |= 1 << (group[0].hash >> shift & 0xF);
        let child = match group {
            [only] => heap.cons(only.key, only.value),
            _ => build(heap, group, level + 1),
        };
        children[count] = child.0;
        count += 1;
    }
    new_node(heap, bitmap, &children[..count])
}

/// The pairs of both; those of `second` count where keys meet (`maps:merge/2`).
pub fn merge(heap: &mut Heap, first: Term, second: Term) -> Term {
    let (first_size, second_size) = (size(heap, first), size(heap, second));
    if second_size == 0 {
        return first;
    }
    if first_size == 0 {
        return second;
    }
    let additions = pairs(heap, second);
    if second_size * 8 < first_size {
        return additions
            .iter()
            .fold(first, |map, &(key, value)| put(heap, map, key, value));
    }
    let mut all = pairs(heap, first);
    all.extend(additions);
    from_pairs(heap, &all)
}
