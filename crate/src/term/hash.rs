//! Hashes of terms: the internal one, by which large maps are laid out.
//!
//! Built on Bob Jenkins' published 96-bit mix, with the constants that make the order of large maps the one that
//! OTP 25 shows, except for terms whose hash depends there on addresses or atom numbers (atoms, pids, references,
//! funs): their hash is of this project's making and depends only on what the term says.
//!
//! Invariant: nothing recurses on the depth of terms; the hash of a term never depends on the history of a table.

use super::heap::{Bits, Fun, Heap};
use super::map;
use super::word::{self, Kind, Term};
use super::work::{self, Steps};

/// The golden ratio: each kind of content is mixed with a multiple of it.
pub(super) const RATIO: u32 = 0x9e37_79b9;

const INTERNAL_SALT: u32 = 3_432_918_353;

pub(super) const fn ratio(times: u32) -> u32 {
    RATIO.wrapping_mul(times)
}

/// Bob Jenkins' mix of three words; returns all three, the last is the best mixed.
#[inline]
const fn mix(mut a: u32, mut b: u32, mut c: u32) -> (u32, u32, u32) {
    a = a.wrapping_sub(b).wrapping_sub(c) ^ (c >> 13);
    b = b.wrapping_sub(c).wrapping_sub(a) ^ (a << 8);
    c = c.wrapping_sub(a).wrapping_sub(b) ^ (b >> 13);
    a = a.wrapping_sub(b).wrapping_sub(c) ^ (c >> 12);
    b = b.wrapping_sub(c).wrapping_sub(a) ^ (a << 16);
    c = c.wrapping_sub(a).wrapping_sub(b) ^ (b >> 5);
    a = a.wrapping_sub(b).wrapping_sub(c) ^ (c >> 3);
    b = b.wrapping_sub(c).wrapping_sub(a) ^ (a << 10);
    c = c.wrapping_sub(a).wrapping_sub(b) ^ (b >> 15);
    (a, b, c)
}

/// Mixes two words into `hash`.
#[inline]
pub(super) const fn mix2(hash: u32, x: u32, y: u32, constant: u32) -> u32 {
    mix(constant.wrapping_add(x), constant.wrapping_add(y), hash).2
}

/// The hash that lays out large maps.
#[inline]
pub fn internal(heap: &Heap, term: Term) -> u32 {
    match term.as_small() {
        Some(value) => small(INTERNAL_SALT, value),
        None => internal_from(heap, term, INTERNAL_SALT),
    }
}

/// The hash for a further round, when the bits of the one before did not suffice.
#[inline(never)]
pub fn internal_round(heap: &Heap, key: Term, round: u32) -> u32 {
    internal_from(heap, key, small(INTERNAL_SALT, i64::from(round)))
}

/// A small integer counts as the word that OTP has for it: tag 15.
#[inline]
fn small(hash: u32, value: i64) -> u32 {
    let word = (value as u64) << 4 | 0xF;
    mix2(hash, word as u32, (word >> 32) as u32, RATIO)
}

/// Constants that OTP mixes in by kind of content, as multiples of the golden ratio.
const STRING_PART: u32 = ratio(4);
pub(super) const TUPLE: u32 = ratio(9);
pub(super) const NEGATIVE: u32 = ratio(10);
pub(super) const POSITIVE: u32 = ratio(11);
pub(super) const FLOAT: u32 = ratio(12);
const BINARY: u32 = ratio(13);
const LAST_BITS: u32 = ratio(15);
pub(super) const MAP: u32 = ratio(16);
const LIST_HEAD: u32 = ratio(17);
const LIST_END: u32 = ratio(18);
const STRING_REST: u32 = ratio(22);

/// The word that OTP has for nil.
pub(super) const NIL_WORD: u32 = 0x3b;

/// What is still to be mixed in.
enum Todo<'a> {
    Term(Term),
    /// The tail after the last element of a list.
    End(Term),
    Words(&'a [u64]),
    /// Pairs of a map, keys and values in two arrays of equal length.
    Pairs(&'a [u64], &'a [u64]),
}

struct Internal<'a> {
    heap: &'a Heap,
    hash: u32,
    todo: Vec<Todo<'a>>,
}

#[inline(never)]
fn internal_from(heap: &Heap, term: Term, salt: u32) -> u32 {
    let mut state = Internal {
        heap,
        hash: salt,
        todo: Vec::new(),
    };
    state.term(term);
    let mut steps = Steps::of(work::HASH_STEP);
    while let Some(next) = state.todo.pop() {
        if !steps.step() {
            break;
        }
        match next {
            Todo::Term(term) => state.term(term),
            Todo::End(term) => {
                state.mark(LIST_END);
                state.term(term);
            }
            Todo::Words(words) => {
                if let Some((&first, rest)) = words.split_first() {
                    state.todo.push(Todo::Words(rest));
                    state.term(Term(first));
                }
            }
            Todo::Pairs(keys, values) => {
                if let (Some((&key, keys)), Some((&value, values))) =
                    (keys.split_first(), values.split_first())
                {
                    state.todo.push(Todo::Pairs(keys, values));
                    state.todo.push(Todo::Term(Term(value)));
                    state.term(Term(key));
                }
            }
        }
    }
    steps.note();
    state.hash
}

impl Internal<'_> {
    fn mix(&mut self, x: u32, y: u32, constant: u32) {
        self.hash = mix2(self.hash, x, y, constant);
    }

    fn word(&mut self, word: u64, constant: u32) {
        self.mix(word as u32, (word >> 32) as u32, constant);
    }

    /// A light mix of a constant.
    fn mark(&mut self, constant: u32) {
        self.hash = (self.hash ^ constant).rotate_left(17);
    }

    fn term(&mut self, term: Term) {
        match term.tag() {
            word::SMALL => self.hash = small(self.hash, term.small_value()),
            word::CONS => self.list(term),
            word::TUPLE => {
                let elements = self.heap.object(term).1;
                self.mix(elements.len() as u32, 0, TUPLE);
                self.todo.push(Todo::Words(elements));
            }
            word::FLOAT => {
                self.word(float_bits(self.heap.float_value(term)), FLOAT);
            }
            word::BIG => {
                let (negative, limbs) = self.heap.big_parts(term);
                for &limb in limbs {
                    self.word(limb, if negative { NEGATIVE } else { POSITIVE });
                }
            }
            word::BINARY => self.hash = mix_bits(self.hash, self.heap.bits(term)),
            word::MAP => self.map(term),
            word::FUN => self.fun(term),
            word::ATOM => {
                let text = term.as_atom().map_or("", |atom| atom.text());
                self.text(text);
            }
            word::REF | word::EXTERNAL => self.identity(term),
            _ if term.is_nil() => self.mix(NIL_WORD, 0, RATIO),
            _ => self.word(term.0, RATIO),
        }
    }

    fn text(&mut self, text: &str) {
        let hash = block(Bits::from_bytes(text.as_bytes()), RATIO);
        self.mix(hash, text.len() as u32, RATIO);
    }

    /// Leading bytes of a list go by fours, the other elements one by one.
    fn list(&mut self, list: Term) {
        let (list, last, count) = leading_bytes(self.heap, list, |word| {
            self.hash = mix2(self.hash, word, 0, STRING_PART);
        });
        if count > 0 {
            self.mix(last, count, STRING_REST);
        }
        if list.is_cons() {
            let (head, tail) = self.heap.head_tail(list);
            self.mark(LIST_HEAD);
            self.todo.push(if tail.is_cons() {
                Todo::Term(tail)
            } else {
                Todo::End(tail)
            });
            self.todo.push(Todo::Term(head));
        } else {
            self.todo.push(Todo::Term(list));
        }
    }

    fn map(&mut self, map: Term) {
        self.mix(map::size(self.heap, map) as u32, 0, MAP);
        let (header, words) = self.heap.object(map);
        if header.kind() == Kind::MapFlat {
            let (keys, values) = words.split_at(words.len() / 2);
            self.todo.push(Todo::Pairs(keys, values));
            return;
        }
        // From the stack they come in the order of `maps:to_list/1`.
        for (key, value) in map::pairs(self.heap, map) {
            self.todo.push(Todo::Term(value));
            self.todo.push(Todo::Term(key));
        }
    }

    fn fun(&mut self, fun: Term) {
        match self.heap.fun_parts(fun) {
            Fun::Export {
                module,
                function,
                arity,
            } => {
                self.text(module.text());
                self.text(function.text());
                self.mix(arity, 0, RATIO);
            }
            Fun::Local {
                instance,
                index,
                arity,
                ..
            } => {
                self.mix(instance, index, RATIO);
                self.mix(arity, 0, RATIO);
                self.todo.push(Todo::Words(&self.heap.object(fun).1[1..]));
            }
        }
    }

    /// References, and pids and ports of other nodes.
    fn identity(&mut self, term: Term) {
        let (header, words) = self.heap.object(term);
        if header.kind() == Kind::Ref {
            self.word(words[0], RATIO);
        } else {
            self.todo.push(Todo::Words(words));
        }
    }
}

/// Bob Jenkins' hash of bytes, in blocks of three little-endian words.
fn block(bits: Bits<'_>, start: u32) -> u32 {
    let length = bits.size / 8;
    let (mut a, mut b, mut c) = (RATIO, RATIO, start);
    let mut at = 0;
    let word = |at: usize| {
        (0..4)
            .rev()
            .fold(0, |word, byte| word << 8 | u32::from(bits.byte(at + byte)))
    };
    while length - at >= 12 {
        a = a.wrapping_add(word(at));
        b = b.wrapping_add(word(at + 4));
        c = c.wrapping_add(word(at + 8));
        (a, b, c) = mix(a, b, c);
        at += 12;
    }
    // What is left; bits past the end read as zero. The lowest byte of the last word holds the length.
    a = a.wrapping_add(word(at));
    b = b.wrapping_add(word(at + 4));
    c = c
        .wrapping_add(length as u32)
        .wrapping_add(word(at + 8) << 8);
    mix(a, b, c).2
}

/// Mixes a bit string into `hash`.
pub(super) fn mix_bits(hash: u32, bits: Bits<'_>) -> u32 {
    let start = hash.wrapping_add(BINARY);
    if bits.size == 0 {
        return start;
    }
    let hash = block(bits.sub(0, bits.size / 8 * 8), start);
    match (bits.size % 8) as u32 {
        0 => hash,
        left => {
            let last = u32::from(bits.byte(bits.size / 8)) >> (8 - left);
            mix2(hash, left, last, LAST_BITS)
        }
    }
}

/// A float's bits; the zeros are one key.
pub(super) fn float_bits(value: f64) -> u64 {
    if value == 0.0 { 0 } else { value.to_bits() }
}

/// Gives each four bytes that a list begins with to `word`; what follows them in the list, and the last bytes, fewer than
/// four, with their number.
#[inline]
pub(super) fn leading_bytes(
    heap: &Heap,
    mut list: Term,
    mut word: impl FnMut(u32),
) -> (Term, u32, u32) {
    let (mut bytes, mut count) = (0u32, 0);
    while list.is_cons() {
        let (head, tail) = heap.head_tail(list);
        match head.as_small() {
            Some(byte @ 0..=255) => bytes = bytes << 8 | byte as u32,
            _ => break,
        }
        count += 1;
        if count == 4 {
            word(bytes);
            (bytes, count) = (0, 0);
        }
        list = tail;
    }
    (list, bytes, count)
}

/// The hash that OTP keeps with each atom: that of the dragon book's `hashpjw`, over the characters' UTF-8 bytes, with
/// characters below 256 as one byte.
pub fn atom_hash(text: &str) -> u32 {
    let mut hash = 0u32;
    let mut step = |byte: u8| {
        hash = (hash << 4).wrapping_add(u32::from(byte));
        let high = hash & 0xF000_0000;
        hash ^= high >> 24;
        hash ^= high;
    };
    for character in text.chars() {
        if let Ok(byte) = u8::try_from(u32::from(character)) {
            step(byte);
        } else {
            let mut buffer = [0; 4];
            character
                .encode_utf8(&mut buffer)
                .bytes()
                .for_each(&mut step);
        }
    }
    hash
}
