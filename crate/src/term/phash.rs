//! Hashes that programs can see: `erlang:phash2/1,2` and its predecessor `erlang:phash/2`.
//!
//! Both are documented to stay the same across releases and machines, so people store them. Local funs have
//! hashes of this project's making.
//!
//! Invariant: nothing recurses on the depth of terms.

use super::external::{PID_NUMBER_BITS, reference_words};
use super::hash::{self, RATIO, block, internal, mix2, ratio};
use super::heap::{Bits, Fun, Heap};
use super::map;
use super::word::{self, Kind, Term};

/// `erlang:phash2/1` gives the lowest 27 bits.
const PHASH2_BITS: u32 = 27;

const PID: u32 = ratio(5);
const PORT: u32 = ratio(6);
const EXPORT: u32 = ratio(14);
const REFERENCE: u32 = ratio(7);

/// `erlang:phash2/1`.
pub fn phash2(heap: &Heap, term: Term) -> u32 {
    phash2_full(heap, term) & ((1 << PHASH2_BITS) - 1)
}

/// `erlang:phash2/2`: from 0 to `range - 1`; `range` is at most 2^32 and not 0.
pub fn phash2_range(heap: &Heap, term: Term, range: u64) -> u32 {
    (u64::from(phash2_full(heap, term)) % range) as u32
}

/// `erlang:phash/2`: from 1 to `range`; `range` is at most 2^32 and not 0.
pub fn phash(heap: &Heap, term: Term, range: u64) -> u64 {
    1 + u64::from(phash_full(heap, term)) % range
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

// --- phash2

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

fn phash2_full(heap: &Heap, term: Term) -> u32 {
    let mut state = State {
        heap,
        hash: 0,
        sum: 0,
        todo: Vec::new(),
    };
    state.term(term);
    while let Some(next) = state.todo.pop() {
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
    state.hash
}

/// What counts of a pid, port or reference, whichever node it is from: its first number, mixed by its kind.
fn identity(heap: &Heap, term: Term) -> (u32, u32) {
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
                let value = self.heap.float_value(term);
                let bits = if value == 0.0 { 0 } else { value.to_bits() };
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
            word::BINARY => self.bits(self.heap.bits(term)),
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

    fn list(&mut self, mut list: Term) {
        let (mut bytes, mut count) = (0u32, 0);
        while list.is_cons() {
            let (head, tail) = self.heap.head_tail(list);
            match head.as_small() {
                Some(byte @ 0..=255) => bytes = bytes << 8 | byte as u32,
                _ => break,
            }
            count += 1;
            if count == 4 {
                self.mix(bytes, 0, STRING);
                (bytes, count) = (0, 0);
            }
            list = tail;
        }
        if count > 0 {
            self.mix(bytes, 0, STRING);
        }
        if list.is_cons() {
            let (head, tail) = self.heap.head_tail(list);
            self.todo.push(Todo::Term(tail));
            self.todo.push(Todo::Term(head));
        } else {
            self.todo.push(Todo::Term(list));
        }
    }

    fn bits(&mut self, bits: Bits<'_>) {
        let start = self.hash.wrapping_add(hash::BINARY);
        if bits.size == 0 {
            self.hash = start;
            return;
        }
        self.hash = block(bits.sub(0, bits.size / 8 * 8), start);
        let left = (bits.size % 8) as u32;
        if left > 0 {
            let last = u32::from(bits.byte(bits.size / 8)) >> (8 - left);
            self.mix(left, last, hash::LAST_BITS);
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

// --- phash

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

struct Old<'a> {
    heap: &'a Heap,
    hash: u32,
    todo: Vec<Step<'a>>,
}

fn phash_full(heap: &Heap, term: Term) -> u32 {
    let mut state = Old {
        heap,
        hash: 0,
        todo: vec![Step::Term(term)],
    };
    while let Some(next) = state.todo.pop() {
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
    state.hash
}

impl Old<'_> {
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
                let value = self.heap.float_value(term);
                let bits = if value == 0.0 { 0 } else { value.to_bits() };
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
                let inner = phash2_full(self.heap, term);
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
                let (number, _) = identity(self.heap, term);
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
