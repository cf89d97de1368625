//! `erlang:phash2/1,2`: a hash that programs can see.
//!
//! Documented to stay the same across releases and machines, so people store it. Local funs have hashes of this project's
//! making.
//!
//! Invariant: nothing recurses on the depth of terms.

use super::external::{PID_NUMBER_BITS, reference_words};
use super::hash::{self, RATIO, atom_hash, internal, mix2, ratio};
use super::heap::{Fun, Heap};
use super::map;
use super::word::{self, Kind, Term};
use super::work::{self, Steps};

/// `erlang:phash2/1` gives the lowest 27 bits.
const PHASH2_BITS: u32 = 27;

/// `erlang:phash2/1`.
pub fn phash2(heap: &Heap, term: Term) -> u32 {
    full(heap, term) & ((1 << PHASH2_BITS) - 1)
}

/// `erlang:phash2/2`: from 0 to `range - 1`; `range` is at most 2^32 and not 0.
pub fn phash2_range(heap: &Heap, term: Term, range: u64) -> u32 {
    (u64::from(full(heap, term)) % range) as u32
}

const PID: u32 = ratio(5);
const PORT: u32 = ratio(6);
const EXPORT: u32 = ratio(14);
const REFERENCE: u32 = ratio(7);
const ATOM: u32 = ratio(3);
const STRING: u32 = ratio(4);
const LOCAL: u32 = ratio(5);
const NIL: u32 = ratio(2);
const MAP_PAIRS: u32 = ratio(19);

/// The hash of nil when nothing has been mixed in before it.
const NIL_ALONE: u32 = 3_468_870_702;

enum Todo<'a> {
    Term(Term),
    Words(&'a [u64]),
    /// End of a pair of a map: its hash goes into the sum over pairs, which does not depend on their order.
    Pair,
    /// End of a map: the hash before it, and the sum of the map around it.
    Map {
        before: u32,
        outer_sum: u32,
    },
}

struct State<'a> {
    heap: &'a Heap,
    hash: u32,
    sum: u32,
    todo: Vec<Todo<'a>>,
}

/// All 32 bits.
pub(super) fn full(heap: &Heap, term: Term) -> u32 {
    let mut state = State {
        heap,
        hash: 0,
        sum: 0,
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
            Todo::Words(words) => {
                if let Some((&first, rest)) = words.split_first() {
                    state.todo.push(Todo::Words(rest));
                    state.term(Term(first));
                }
            }
            Todo::Pair => {
                state.sum ^= state.hash;
                state.hash = 0;
            }
            Todo::Map { before, outer_sum } => {
                state.hash = before;
                state.mix(state.sum, 0, MAP_PAIRS);
                state.sum = outer_sum;
            }
        }
    }
    steps.note();
    state.hash
}

/// What counts of a pid, port or reference, whichever node it is from: its first number, mixed by its kind.
pub(super) fn identity(heap: &Heap, term: Term) -> (u32, u32) {
    if let Some(number) = term.as_local_pid() {
        return (number & ((1 << PID_NUMBER_BITS) - 1), PID);
    }
    if let Some(number) = term.as_local_port() {
        return (number, PORT);
    }
    if let Some((id, alias)) = heap.as_local_reference(term) {
        return (reference_words(id, alias)[0], REFERENCE);
    }
    let (header, words) = heap.object(term);
    let number = words
        .get(2)
        .map_or(0, |&word| Term(word).small_value() as u32);
    let constant = match header.kind() {
        Kind::ExtPid => PID,
        Kind::ExtPort => PORT,
        _ => REFERENCE,
    };
    (number, constant)
}

impl State<'_> {
    fn mix(&mut self, x: u32, y: u32, constant: u32) {
        self.hash = mix2(self.hash, x, y, constant);
    }

    fn term(&mut self, term: Term) {
        match term.tag() {
            word::SMALL => self.small(term.small_value()),
            word::BIG => {
                let (negative, limbs) = self.heap.big_parts(term);
                for &limb in limbs {
                    self.limb(limb, negative);
                }
            }
            word::FLOAT => {
                let bits = hash::float_bits(self.heap.float_value(term));
                self.mix((bits >> 32) as u32, bits as u32, hash::FLOAT);
            }
            word::ATOM => {
                let hash = term.as_atom().map_or(0, |atom| atom_hash(atom.text()));
                if self.hash == 0 {
                    self.hash = hash;
                } else {
                    self.mix(hash, 0, ATOM);
                }
            }
            word::CONS => self.list(term),
            word::TUPLE => {
                let elements = self.heap.object(term).1;
                self.mix(elements.len() as u32, 0, hash::TUPLE);
                self.todo.push(Todo::Words(elements));
            }
            word::BINARY => self.hash = hash::mix_bits(self.hash, self.heap.bits(term)),
            word::MAP => self.map(term),
            word::FUN => match self.heap.fun_parts(term) {
                Fun::Export {
                    module,
                    function,
                    arity,
                } => {
                    self.mix(arity, atom_hash(module.text()), RATIO);
                    self.mix(atom_hash(function.text()), 0, EXPORT);
                }
                Fun::Local { .. } => {
                    let inner = internal(self.heap, term);
                    self.mix(inner, 0, LOCAL);
                }
            },
            word::PID | word::PORT | word::REF | word::EXTERNAL => {
                let (number, constant) = identity(self.heap, term);
                self.mix(number, 0, constant);
            }
            _ if term.is_nil() && self.hash == 0 => self.hash = NIL_ALONE,
            _ if term.is_nil() => self.mix(2, 0, NIL),
            _ => self.mix((term.0 >> word::TAG_BITS) as u32, 0, LOCAL),
        }
    }

    /// Up to 28 bits an integer is mixed as such (a negative one twice), beyond as a big one.
    fn small(&mut self, value: i64) {
        if !(-(1 << 27)..1 << 27).contains(&value) {
            self.limb(value.unsigned_abs(), value < 0);
            return;
        }
        if value < 0 {
            self.mix(value.unsigned_abs() as u32, 0, RATIO);
        }
        self.mix(value as u32, 0, RATIO);
    }

    fn limb(&mut self, limb: u64, negative: bool) {
        let constant = if negative {
            hash::NEGATIVE
        } else {
            hash::POSITIVE
        };
        self.mix(limb as u32, (limb >> 32) as u32, constant);
    }

    fn list(&mut self, list: Term) {
        let (list, last, count) = hash::leading_bytes(self.heap, list, |word| {
            self.hash = mix2(self.hash, word, 0, STRING);
        });
        if count > 0 {
            self.mix(last, 0, STRING);
        }
        if list.is_cons() {
            let (head, tail) = self.heap.head_tail(list);
            self.todo.push(Todo::Term(tail));
            self.todo.push(Todo::Term(head));
        } else {
            self.todo.push(Todo::Term(list));
        }
    }

    fn map(&mut self, map: Term) {
        let count = map::size(self.heap, map);
        self.mix(count as u32, 0, hash::MAP);
        if count == 0 {
            return;
        }
        self.todo.push(Todo::Map {
            before: self.hash,
            outer_sum: self.sum,
        });
        (self.hash, self.sum) = (0, 0);
        for (key, value) in map::pairs(self.heap, map).into_iter().rev() {
            self.todo.push(Todo::Pair);
            self.todo.push(Todo::Term(value));
            self.todo.push(Todo::Term(key));
        }
    }
}
