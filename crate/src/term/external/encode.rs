//! Terms to bytes.

use num_bigint::Sign;

use super::super::heap::{Fun, Heap};
use super::super::word::{EXTERNAL, Kind, Term};
use super::super::{Atom, float, map, order};
use super::atoms::AtomRefs;
use super::{Home, PID_NUMBER_BITS, VERSION, tag};

/// How atoms are written.
pub enum AtomText<'a> {
    /// As `term_to_binary/1` of OTP 25 does by default: the old Latin-1 form where it suffices.
    Latin1,
    Utf8,
    /// As places in the distribution header that goes before.
    Refs(&'a mut AtomRefs),
}

pub struct EncodeOptions<'a> {
    pub atoms: AtomText<'a>,
    /// Floats as text: minor version 0.
    pub float_text: bool,
    /// Large maps in key order.
    pub deterministic: bool,
    /// Binaries longer than what fits in a heap get parts of their own (`term_to_iovec/1`).
    pub apart: bool,
    /// Process number of the maker of funs.
    pub maker: u32,
    /// Bytes at which encoding gives up.
    pub bytes_max: usize,
}

impl EncodeOptions<'_> {
    pub fn new(bytes_max: usize) -> Self {
        EncodeOptions {
            atoms: AtomText::Latin1,
            float_text: false,
            deterministic: false,
            apart: false,
            maker: 0,
            bytes_max,
        }
    }
}

/// The result would be longer than was allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong;

/// A term with the version byte.
pub fn encode(
    heap: &Heap,
    term: Term,
    home: &dyn Home,
    options: EncodeOptions<'_>,
) -> Result<Vec<u8>, TooLong> {
    let mut encoder = Encoder::new(heap, home, options, vec![VERSION]);
    encoder.term(term)?;
    Ok(encoder.out)
}

/// The same in parts: each large binary is one.
pub fn encode_parts(
    heap: &Heap,
    term: Term,
    home: &dyn Home,
    mut options: EncodeOptions<'_>,
) -> Result<Vec<Vec<u8>>, TooLong> {
    options.apart = true;
    let mut encoder = Encoder::new(heap, home, options, vec![VERSION]);
    encoder.term(term)?;
    let Encoder { out, cuts, .. } = encoder;
    let mut parts = Vec::with_capacity(cuts.len() + 1);
    let mut from = 0;
    for cut in cuts.into_iter().chain([out.len()]) {
        if cut > from {
            parts.push(out[from..cut].to_vec());
            from = cut;
        }
    }
    Ok(parts)
}

/// A term without the version byte, to the end of `out`.
pub fn encode_bare(
    heap: &Heap,
    term: Term,
    home: &dyn Home,
    options: EncodeOptions<'_>,
    out: &mut Vec<u8>,
) -> Result<(), TooLong> {
    let mut encoder = Encoder::new(heap, home, options, std::mem::take(out));
    let result = encoder.term(term);
    *out = encoder.out;
    result
}

enum Job {
    Term(Term),
    /// The rest of a list; its cells come without tags of their own.
    Rest(Term),
    /// A fun ends here; its size belongs at this place.
    FunEnd(usize),
}

struct Encoder<'a, 'b> {
    heap: &'a Heap,
    home: &'a dyn Home,
    options: EncodeOptions<'b>,
    out: Vec<u8>,
    jobs: Vec<Job>,
    /// Where parts begin and end.
    cuts: Vec<usize>,
}

impl<'a, 'b> Encoder<'a, 'b> {
    fn new(heap: &'a Heap, home: &'a dyn Home, options: EncodeOptions<'b>, out: Vec<u8>) -> Self {
        Encoder {
            heap,
            home,
            options,
            out,
            jobs: Vec::new(),
            cuts: Vec::new(),
        }
    }

    fn term(&mut self, term: Term) -> Result<(), TooLong> {
        self.jobs.push(Job::Term(term));
        while let Some(job) = self.jobs.pop() {
            match job {
                Job::Term(term) => self.one(term),
                Job::Rest(rest) => self.rest(rest),
                Job::FunEnd(at) => {
                    let size = (self.out.len() - at) as u32;
                    self.out[at..at + 4].copy_from_slice(&size.to_be_bytes());
                }
            }
            if self.out.len() > self.options.bytes_max {
                return Err(TooLong);
            }
        }
        Ok(())
    }

    fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    fn short(&mut self, number: usize) {
        self.out.extend_from_slice(&(number as u16).to_be_bytes());
    }

    fn long(&mut self, number: u32) {
        self.out.extend_from_slice(&number.to_be_bytes());
    }

    fn one(&mut self, term: Term) {
        if let Some(small) = term.as_small() {
            return self.integer(small);
        }
        if let Some(atom) = term.as_atom() {
            return self.atom(atom);
        }
        if term.is_nil() {
            return self.byte(tag::NIL);
        }
        if term.is_cons() {
            return self.list(term);
        }
        if term.is_tuple() {
            return self.tuple(term);
        }
        if term.is_bitstring() {
            return self.bits(term);
        }
        if term.is_map() {
            return self.map(term);
        }
        if term.is_float() {
            return self.float(self.heap.float_value(term));
        }
        if term.is_big() {
            return self.big(term);
        }
        if term.is_fun() {
            return self.fun(term);
        }
        self.identifier(term);
    }

    fn integer(&mut self, small: i64) {
        if let Ok(byte) = u8::try_from(small) {
            self.out.extend_from_slice(&[tag::SMALL_INTEGER, byte]);
        } else if let Ok(long) = i32::try_from(small) {
            self.byte(tag::INTEGER);
            self.long(long as u32);
        } else {
            self.magnitude(small < 0, &small.unsigned_abs().to_le_bytes());
        }
    }

    /// Little-endian bytes of an integer that needs them.
    fn magnitude(&mut self, negative: bool, bytes: &[u8]) {
        let length = bytes
            .iter()
            .rposition(|&byte| byte != 0)
            .map_or(0, |last| last + 1);
        if let Ok(length) = u8::try_from(length) {
            self.out.extend_from_slice(&[tag::SMALL_BIG, length]);
        } else {
            self.byte(tag::LARGE_BIG);
            self.long(length as u32);
        }
        self.byte(u8::from(negative));
        self.out.extend_from_slice(&bytes[..length]);
    }

    fn big(&mut self, term: Term) {
        if let Some(value) = self.heap.to_bigint(term) {
            let (sign, bytes) = value.to_bytes_le();
            self.magnitude(sign == Sign::Minus, &bytes);
        }
    }

    fn float(&mut self, value: f64) {
        if !self.options.float_text {
            self.byte(tag::NEW_FLOAT);
            self.out.extend_from_slice(&value.to_bits().to_be_bytes());
            return;
        }
        self.byte(tag::FLOAT);
        let mut text = float::scientific(value, 20).into_bytes();
        text.resize(31, 0);
        self.out.extend_from_slice(&text);
    }

    fn atom(&mut self, atom: Atom) {
        let text = atom.text();
        match &mut self.options.atoms {
            AtomText::Refs(refs) => {
                if let Some(index) = refs.index_of(atom) {
                    self.out.extend_from_slice(&[tag::ATOM_CACHE_REF, index]);
                    return;
                }
            }
            AtomText::Latin1 if text.chars().all(|char| char <= '\u{FF}') => {
                self.byte(tag::ATOM);
                self.short(text.chars().count());
                self.out.extend(text.chars().map(|char| char as u8));
                return;
            }
            AtomText::Latin1 | AtomText::Utf8 => {}
        }
        if let Ok(length) = u8::try_from(text.len()) {
            self.out.extend_from_slice(&[tag::SMALL_ATOM_UTF8, length]);
        } else {
            self.byte(tag::ATOM_UTF8);
            self.short(text.len());
        }
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A list of bytes is a string, of at most 65,535.
    fn list(&mut self, list: Term) {
        let mut length = 0;
        let mut is_string = true;
        let mut items = self.heap.iter_list(list);
        for item in items.by_ref() {
            length += 1;
            is_string = is_string
                && item
                    .as_small()
                    .is_some_and(|small| (0..256).contains(&small));
        }
        if is_string && items.rest().is_nil() && length <= 0xFFFF {
            self.byte(tag::STRING);
            self.short(length);
            let heap = self.heap;
            self.out
                .extend(heap.iter_list(list).map(|item| item.small_value() as u8));
            return;
        }
        self.byte(tag::LIST);
        self.long(length as u32);
        self.jobs.push(Job::Rest(list));
    }

    fn rest(&mut self, mut rest: Term) {
        while rest.is_cons() {
            let (head, tail) = self.heap.head_tail(rest);
            if head.is_pointer() {
                self.jobs.push(Job::Rest(tail));
                self.jobs.push(Job::Term(head));
                return;
            }
            self.one(head);
            rest = tail;
        }
        self.jobs.push(Job::Term(rest));
    }

    fn tuple(&mut self, tuple: Term) {
        let elements = self.heap.object(tuple).1;
        if let Ok(arity) = u8::try_from(elements.len()) {
            self.out.extend_from_slice(&[tag::SMALL_TUPLE, arity]);
        } else {
            self.byte(tag::LARGE_TUPLE);
            self.long(elements.len() as u32);
        }
        self.jobs
            .extend(elements.iter().rev().map(|&word| Job::Term(Term(word))));
    }

    fn map(&mut self, term: Term) {
        let mut pairs = map::listed_pairs(self.heap, term);
        if self.options.deterministic {
            crate::sort::sort_by(&mut pairs, |(x, _), (y, _)| {
                order::compare_exact(self.heap, *x, *y)
            });
        }
        self.byte(tag::MAP);
        self.long(pairs.len() as u32);
        for (key, value) in pairs.into_iter().rev() {
            self.jobs.push(Job::Term(value));
            self.jobs.push(Job::Term(key));
        }
    }

    fn bits(&mut self, term: Term) {
        let bits = self.heap.bits(term);
        let (length, last) = (bits.size.div_ceil(8), bits.size % 8);
        if last == 0 {
            self.byte(tag::BINARY);
            self.long(length as u32);
        } else {
            self.byte(tag::BIT_BINARY);
            self.long(length as u32);
            self.byte(last as u8);
        }
        let apart = self.options.apart && length > super::super::heap::INLINE_BYTES_MAX;
        if apart {
            self.cuts.push(self.out.len());
        }
        if bits.offset == 0 && last == 0 {
            self.out.extend_from_slice(&bits.bytes[..length]);
        } else {
            self.out
                .extend((0..length).map(|position| bits.byte(position)));
        }
        if apart {
            self.cuts.push(self.out.len());
        }
    }

    fn fun(&mut self, fun: Term) {
        match self.heap.fun_parts(fun) {
            Fun::Export {
                module,
                function,
                arity,
            } => {
                self.byte(tag::EXPORT);
                self.atom(module);
                self.atom(function);
                self.out
                    .extend_from_slice(&[tag::SMALL_INTEGER, arity as u8]);
            }
            Fun::Local {
                instance,
                index,
                arity,
                free,
            } => {
                let Some(identity) = self.home.fun_identity(instance, index) else {
                    // A fun of code that was purged: nothing is left that could name it.
                    return self.atom(super::super::atom::UNDEFINED);
                };
                self.byte(tag::NEW_FUN);
                let start = self.out.len();
                self.long(0);
                self.byte(arity as u8);
                self.out.extend_from_slice(&identity.uniq);
                self.long(identity.index);
                self.long(free as u32);
                self.atom(identity.module);
                self.integer(i64::from(identity.old_index));
                self.integer(i64::from(identity.old_uniq));
                self.local_pid(self.options.maker);
                self.jobs.push(Job::FunEnd(start));
                let heap = self.heap;
                self.jobs.extend(
                    (0..free)
                        .rev()
                        .map(|position| Job::Term(heap.free_variable(fun, position))),
                );
            }
        }
    }

    fn local_pid(&mut self, number: u32) {
        let (node, creation) = self.home.node();
        let mask = (1 << PID_NUMBER_BITS) - 1;
        self.pid(node, creation, number & mask, number >> PID_NUMBER_BITS);
    }

    fn pid(&mut self, node: Atom, creation: u32, number: u32, serial: u32) {
        self.byte(tag::NEW_PID);
        self.atom(node);
        self.long(number);
        self.long(serial);
        self.long(creation);
    }

    fn port(&mut self, node: Atom, creation: u32, number: u64) {
        match u32::try_from(number) {
            Ok(number) if number < 1 << 28 => {
                self.byte(tag::NEW_PORT);
                self.atom(node);
                self.long(number);
            }
            _ => {
                self.byte(tag::V4_PORT);
                self.atom(node);
                self.out.extend_from_slice(&number.to_be_bytes());
            }
        }
        self.long(creation);
    }

    fn reference(&mut self, node: Atom, creation: u32, words: &[u32]) {
        self.byte(tag::NEWER_REFERENCE);
        self.short(words.len());
        self.atom(node);
        self.long(creation);
        for &word in words {
            self.long(word);
        }
    }

    /// A pid, port or reference, of this node or of another one.
    fn identifier(&mut self, term: Term) {
        let (node, creation) = self.home.node();
        if let Some(number) = term.as_local_pid() {
            return self.local_pid(number);
        }
        if let Some(number) = term.as_local_port() {
            return self.port(node, creation, u64::from(number));
        }
        if let Some((id, alias)) = self.heap.as_local_reference(term) {
            return self.reference(node, creation, &super::reference_words(id, alias));
        }
        if !term.is_reference() && term.tag() != EXTERNAL {
            return self.byte(tag::NIL);
        }
        let (header, words) = self.heap.object(term);
        let number = |index: usize| words.get(index).map_or(0, |&word| Term(word).small_value());
        let node = Term(words[0]).as_atom().unwrap_or(node);
        let creation = number(1) as u32;
        match header.kind() {
            Kind::ExtPid => self.pid(node, creation, number(2) as u32, number(3) as u32),
            Kind::ExtPort => self.port(node, creation, number(2) as u64),
            _ => {
                let numbers: Vec<u32> =
                    (2..words.len()).map(|index| number(index) as u32).collect();
                self.reference(node, creation, &numbers);
            }
        }
    }
}
