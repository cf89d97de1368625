//! `erlang:phash/2`, the predecessor of `phash2`: people have stored its values, too.
//!
//! Invariant: nothing recurses on the depth of terms.

use super::hash::{atom_hash, float_bits, internal};
use super::heap::{Bits, Fun, Heap};
use super::phash2;
use super::word::{self, Term};
use super::work::{self, Steps};

/// `erlang:phash/2`: from 1 to `range`; `range` is at most 2^32 and not 0.
pub fn phash(heap: &Heap, term: Term, range: u64) -> u64 {
    1 + u64::from(full(heap, term)) % range
}

/// The primes by which the hash is multiplied, by kind of content.
mod prime {
    pub const ATOM: u32 = 268_440_163;
    pub const BYTES: u32 = 268_440_163;
    pub const INTEGER: u32 = 268_439_161;
    pub const POSITIVE: u32 = 268_435_459;
    pub const NEGATIVE: u32 = 268_436_141;
    pub const NIL: u32 = 268_435_459;
    pub const BINARY: u32 = 268_436_141;
    pub const LOCAL: u32 = 268_438_633;
    pub const FLOAT: u32 = 268_437_017;
    pub const LIST: u32 = 268_437_511;
    pub const LAST_BITS: u32 = 268_440_581;
    pub const TUPLE: u32 = 268_439_627;
    pub const EXPORT: u32 = 268_440_577;
    pub const MAP: u32 = 268_440_593;
    pub const MAP_PLUS: u32 = 268_440_611;
}

enum Step<'a> {
    Term(Term),
    Words(&'a [u64]),
    TupleEnd(usize),
    ListTail(Term),
    ListEnd,
}

struct State<'a> {
    heap: &'a Heap,
    hash: u32,
    todo: Vec<Step<'a>>,
}

fn full(heap: &Heap, term: Term) -> u32 {
    let mut state = State {
        heap,
        hash: 0,
        todo: vec![Step::Term(term)],
    };
    let mut steps = Steps::of(work::HASH_STEP);
    while let Some(next) = state.todo.pop() {
        if !steps.step() {
            break;
        }
        match next {
            Step::Term(term) => state.term(term),
            Step::Words(words) => {
                if let Some((&first, rest)) = words.split_first() {
                    state.todo.push(Step::Words(rest));
                    state.term(Term(first));
                }
            }
            Step::TupleEnd(arity) => state.step(prime::TUPLE, arity as u32),
            Step::ListTail(tail) => state.list_tail(tail),
            Step::ListEnd => state.hash = state.hash.wrapping_mul(prime::LIST),
        }
    }
    steps.note();
    state.hash
}

impl State<'_> {
    fn step(&mut self, prime: u32, value: u32) {
        self.hash = self.hash.wrapping_mul(prime).wrapping_add(value);
    }

    fn word(&mut self, word: u32) {
        for byte in word.to_le_bytes() {
            self.step(prime::INTEGER, u32::from(byte));
        }
    }

    fn sign(&mut self, negative: bool) {
        self.step(
            if negative {
                prime::NEGATIVE
            } else {
                prime::POSITIVE
            },
            0,
        );
    }

    fn term(&mut self, term: Term) {
        match term.tag() {
            word::SMALL => {
                let value = term.small_value();
                let magnitude = value.unsigned_abs();
                self.word(magnitude as u32);
                if magnitude >> 32 != 0 {
                    self.word((magnitude >> 32) as u32);
                }
                self.sign(value < 0);
            }
            word::BIG => {
                let (negative, limbs) = self.heap.big_parts(term);
                for (position, &limb) in limbs.iter().enumerate() {
                    self.word(limb as u32);
                    if position + 1 < limbs.len() || limb >> 32 != 0 {
                        self.word((limb >> 32) as u32);
                    }
                }
                self.sign(negative);
            }
            word::FLOAT => {
                let bits = float_bits(self.heap.float_value(term));
                self.step(prime::FLOAT, bits as u32 ^ (bits >> 32) as u32);
            }
            word::ATOM => {
                let hash = term.as_atom().map_or(0, |atom| atom_hash(atom.text()));
                self.step(prime::ATOM, hash);
            }
            word::CONS => {
                self.todo.push(Step::ListEnd);
                self.list_tail(term);
            }
            word::TUPLE => {
                let elements = self.heap.object(term).1;
                self.todo.push(Step::TupleEnd(elements.len()));
                self.todo.push(Step::Words(elements));
            }
            word::BINARY => self.bits(self.heap.bits(term)),
            word::MAP => {
                let inner = phash2::full(self.heap, term);
                self.step(prime::MAP, prime::MAP_PLUS.wrapping_add(inner));
            }
            word::FUN => match self.heap.fun_parts(term) {
                Fun::Export {
                    module,
                    function,
                    arity,
                } => {
                    self.step(prime::EXPORT, arity);
                    self.step(prime::ATOM, atom_hash(module.text()));
                    self.step(prime::ATOM, atom_hash(function.text()));
                }
                Fun::Local { .. } => {
                    let inner = internal(self.heap, term);
                    self.step(prime::LOCAL, inner);
                }
            },
            word::PID | word::PORT | word::REF | word::EXTERNAL => {
                let (number, _) = phash2::identity(self.heap, term);
                self.step(prime::LOCAL, number);
            }
            _ if term.is_nil() => self.step(prime::NIL, 1),
            _ => self.step(prime::LOCAL, (term.0 >> word::TAG_BITS) as u32),
        }
    }

    fn list_tail(&mut self, mut list: Term) {
        while list.is_cons() {
            let (head, tail) = self.heap.head_tail(list);
            if let Some(byte @ 0..=255) = head.as_small() {
                self.step(prime::INTEGER, byte as u32);
                list = tail;
            } else {
                self.todo.push(Step::ListTail(tail));
                self.todo.push(Step::Term(head));
                return;
            }
        }
        self.todo.push(Step::Term(list));
    }

    fn bits(&mut self, bits: Bits<'_>) {
        let size = bits.size / 8;
        for position in 0..size {
            self.step(prime::BYTES, u32::from(bits.byte(position)));
        }
        let left = bits.size % 8;
        if left > 0 {
            self.step(prime::BYTES, u32::from(bits.byte(size)) >> (8 - left));
            self.step(prime::LAST_BITS, left as u32);
        }
        self.step(prime::BINARY, size as u32);
    }
}
