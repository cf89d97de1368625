//! The heap of one process: a growable array of words that terms index into.
//!
//! A builtin may only grow it; objects are moved by `term/collect.rs`, and only at safepoints. Reading goes through the
//! accessors below, which take literals (indices from `LITERAL_BASE` on) in their stride: the bounds check that safe
//! Rust makes anyway is the test.
//!
//! Invariant: every own pointer that a live term holds is the index of a complete object in `words`.

use std::rc::Rc;

use num_bigint::{BigInt, BigUint, Sign};

use super::atom::Atom;
use super::literal;
use super::spare::{BUFFER_WORDS_MIN, Spares};
use super::word::{
    BIG, BINARY, CONS, EXTERNAL, FLOAT, FUN, Header, Kind, LITERAL_BASE, REF, TUPLE, Term,
};

/// Bytes of a large binary, shared by all heaps that refer to it. Appending in place is possible for a sole owner.
pub type Blob = Rc<Vec<u8>>;

/// Longest binary kept inside the heap; longer ones are blobs. OTP's number.
pub const INLINE_BYTES_MAX: usize = 64;

/// Heap size at which the first collection happens, in words: OTP's `min_heap_size`.
pub const FIRST_COLLECTION_WORDS: usize = 233;

/// See [`Heap::adapt_room`]: up to 15,000 words.
const ROOM_DOUBLINGS_MAX: u32 = 6;

/// See [`Heap::give_back`]: how much larger a buffer is than what its heap counts as.
const SPARE_FACTOR: usize = 4;

/// See [`push_any`].
const SHORT_WORDS_MAX: usize = 12;

/// Bytes of new large binaries after which a collection is due.
const BLOB_BYTES_BETWEEN_COLLECTIONS: usize = 8 << 20;

/// The words of a process, or of whatever else owns terms.
#[derive(Clone, Default, Debug)]
pub struct Heap {
    pub(super) words: Vec<u64>,
    pub(super) blobs: Vec<Blob>,
    /// Collect at the next safepoint when the heap has reached this many words.
    pub(super) collect_at: usize,
    /// Words that its memory counts as, if it comes from the spare buffers and may have more; 0 if it is what it is.
    pub(super) counted: usize,
    /// How much more room it gets than the first time, as a power of two: see [`Heap::adapt_room`].
    room_doublings: u32,
    /// Bytes of blobs made since the last collection; large binaries ask for a collection too.
    pub(super) blob_bytes: usize,
}

/// A view of a bit string: `bytes` starts at the byte that holds its first bit.
#[derive(Clone, Copy, Debug)]
pub struct Bits<'a> {
    pub bytes: &'a [u8],
    /// Position of the first bit in the first byte, 0 to 7.
    pub offset: usize,
    /// Length in bits.
    pub size: usize,
}

/// What a fun is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fun {
    Local { instance: u32, index: u32, arity: u32, free: usize },
    Export { module: Atom, function: Atom, arity: u32 },
}

impl Heap {
    pub fn new() -> Heap {
        Heap {
            collect_at: FIRST_COLLECTION_WORDS,
            ..Heap::default()
        }
    }

    /// Empty, with room for so many words.
    pub fn with_capacity(words: usize) -> Heap {
        Heap {
            words: Vec::with_capacity(words),
            ..Heap::new()
        }
    }

    /// Words in use.
    #[inline]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Words allocated, used or not: what the process costs. For a heap in a spare buffer it is what it would have without.
    pub fn capacity(&self) -> usize {
        if self.counted == 0 {
            return self.words.capacity();
        }
        let mut words = self.counted;
        while words < self.words.len() {
            words *= 2;
        }
        words
    }

    /// Gives most of a large buffer that is hardly used to the others.
    #[inline]
    pub fn give_back(&mut self, spares: &mut Spares) {
        if self.words.capacity() >= BUFFER_WORDS_MIN && self.counted != 0 {
            self.give_back_most(spares);
        }
    }

    #[inline(never)]
    fn give_back_most(&mut self, spares: &mut Spares) {
        let room = self.words.capacity();
        let wanted = self.capacity();
        if room / SPARE_FACTOR > wanted {
            let mut words = Vec::with_capacity(wanted);
            words.extend_from_slice(&self.words);
            spares.keep(std::mem::replace(&mut self.words, words));
        }
    }

    /// The end of the heap: its memory goes to the others.
    pub fn discard(self, spares: &mut Spares) {
        spares.keep(self.words);
    }

    /// Whether the next safepoint should collect.
    #[inline]
    pub fn wants_collection(&self) -> bool {
        self.words.len() >= self.collect_at
    }

    /// Before a collection: a heap that is collected `often` gets more room, so that a small live set is not copied over
    /// and over; others get less again, so that a thousand processes that take turns stay in the processor's cache.
    pub fn adapt_room(&mut self, often: bool) {
        self.room_doublings = if often {
            (self.room_doublings + 1).min(ROOM_DOUBLINGS_MAX)
        } else {
            self.room_doublings.saturating_sub(1)
        };
    }

    /// Words that it may grow by until the next collection when `live` words were left by the last.
    pub(super) fn room(&self, live: usize) -> usize {
        live.max(FIRST_COLLECTION_WORDS << self.room_doublings)
    }

    /// Makes the next safepoint collect (`garbage_collect/0`).
    pub fn request_collection(&mut self) {
        self.collect_at = 0;
    }

    pub(super) fn into_parts(self) -> (Vec<u64>, Vec<Blob>) {
        (self.words, self.blobs)
    }

    /// A word of this heap, or of the literals.
    #[inline]
    pub fn word(&self, index: usize) -> u64 {
        match self.words.get(index) {
            Some(&word) => word,
            None => literal::words_from(index)
                .first()
                .copied()
                .unwrap_or(Term::NIL.0),
        }
    }

    /// `count` words from `index` on.
    #[inline]
    pub fn words(&self, index: usize, count: usize) -> &[u64] {
        match self.words.get(index..index + count) {
            Some(words) => words,
            None => literal::words_from(index).get(..count).unwrap_or(&[]),
        }
    }

    #[inline]
    pub fn header(&self, pointer: Term) -> Header {
        Header(self.word(pointer.index()))
    }

    /// The header and the words after it.
    pub fn object(&self, pointer: Term) -> (Header, &[u64]) {
        let header = self.header(pointer);
        (header, self.words(pointer.index() + 1, header.size()))
    }

    // --- lists

    #[inline]
    pub fn cons(&mut self, head: Term, tail: Term) -> Term {
        let index = self.words.len();
        self.words.extend_from_slice(&[head.0, tail.0]);
        Term::pointer(CONS, index)
    }

    /// A cell of this head, as the tail of `last`; that of an own cell which was made to be the last of its list.
    #[inline]
    pub fn cons_after(&mut self, last: Term, head: Term) -> Term {
        let cell = Term::pointer(CONS, self.words.len());
        self.words[last.index() + 1] = cell.0;
        self.words.extend_from_slice(&[head.0, Term::NIL.0]);
        cell
    }

    /// `cons` must be a cell, or the answer is some other word.
    #[inline]
    pub fn head(&self, cons: Term) -> Term {
        Term(self.word(cons.index()))
    }

    #[inline]
    pub fn tail(&self, cons: Term) -> Term {
        Term(self.word(cons.index() + 1))
    }

    #[inline]
    pub fn head_tail(&self, cons: Term) -> (Term, Term) {
        match self.words.get(cons.index()..cons.index() + 2) {
            Some(cell) => (Term(cell[0]), Term(cell[1])),
            None => (self.head(cons), self.tail(cons)),
        }
    }

    /// Overwrites the tail of a cell that the caller has just made (to build a list front to back).
    pub fn set_tail(&mut self, cons: Term, tail: Term) {
        self.words[cons.index() + 1] = tail.0;
    }

    /// A proper list of the items.
    pub fn list(&mut self, items: &[Term]) -> Term {
        self.list_with_tail(items, Term::NIL)
    }

    /// A list that goes on with `tail`, proper or not.
    pub fn list_with_tail(&mut self, items: &[Term], tail: Term) -> Term {
        let mut index = self.words.len();
        if items.is_empty() {
            return tail;
        }
        let first = Term::pointer(CONS, index);
        self.words.reserve(items.len() * 2);
        for (position, item) in items.iter().enumerate() {
            index += 2;
            let rest = if position + 1 == items.len() {
                tail
            } else {
                Term::pointer(CONS, index)
            };
            self.words.extend_from_slice(&[item.0, rest.0]);
        }
        first
    }

    /// The elements of a proper list; `None` if `list` is not one.
    pub fn list_to_vec(&self, list: Term) -> Option<Vec<Term>> {
        let mut items = Vec::new();
        let mut rest = list;
        while rest.is_cons() {
            let (head, tail) = self.head_tail(rest);
            items.push(head);
            rest = tail;
        }
        rest.is_nil().then_some(items)
    }

    /// Elements up to the end or an improper tail, without collecting them.
    pub fn iter_list(&self, list: Term) -> ListIter<'_> {
        ListIter {
            heap: self,
            rest: list,
        }
    }

    /// A list of code points.
    pub fn string(&mut self, text: &str) -> Term {
        if text.is_ascii() {
            return self.bytes_list(text.as_bytes());
        }
        let items: Vec<Term> = text.chars().map(|c| Term::int(c as i32)).collect();
        self.list(&items)
    }

    /// A list of bytes.
    fn bytes_list(&mut self, bytes: &[u8]) -> Term {
        self.words.reserve(bytes.len() * 2);
        let tail = |list, &byte: &u8| self.cons(Term::int(byte.into()), list);
        bytes.iter().rev().fold(Term::NIL, tail)
    }

    // --- tuples

    #[inline]
    pub fn tuple(&mut self, elements: &[Term]) -> Term {
        self.tuple_of(elements.iter().copied())
    }

    /// A tuple of two, as cheap as a cell.
    #[inline]
    pub fn pair(&mut self, a: Term, b: Term) -> Term {
        let index = self.words.len();
        let header = Header::new(Kind::Tuple, 2, 0).0;
        self.words.extend_from_slice(&[header, a.0, b.0]);
        Term::pointer(TUPLE, index)
    }

    /// A tuple of three.
    #[inline]
    pub fn triple(&mut self, a: Term, b: Term, c: Term) -> Term {
        let index = self.words.len();
        let header = Header::new(Kind::Tuple, 3, 0).0;
        self.words.extend_from_slice(&[header, a.0, b.0, c.0]);
        Term::pointer(TUPLE, index)
    }

    pub fn tuple_of(&mut self, elements: impl ExactSizeIterator<Item = Term>) -> Term {
        let index = self.words.len();
        self.words.reserve(elements.len() + 1);
        self.words
            .push(Header::new(Kind::Tuple, elements.len(), 0).0);
        self.words.extend(elements.map(|element| element.0));
        Term::pointer(TUPLE, index)
    }

    /// A tuple of the same elements, for the caller to change.
    pub fn copy_tuple(&mut self, tuple: Term) -> Term {
        let (from, words) = (tuple.index(), self.arity(tuple) + 1);
        let index = self.words.len();
        if from + words <= index {
            self.words.extend_from_within(from..from + words);
        } else {
            self.words
                .extend_from_slice(&literal::words_from(from)[..words]);
        }
        Term::pointer(TUPLE, index)
    }

    /// `tuple` must be one.
    #[inline]
    pub fn arity(&self, tuple: Term) -> usize {
        self.header(tuple).size()
    }

    /// Element at 0-based `position`, which must be below the arity.
    #[inline]
    pub fn element(&self, tuple: Term, position: usize) -> Term {
        Term(self.word(tuple.index() + 1 + position))
    }

    pub fn elements(&self, tuple: Term) -> impl ExactSizeIterator<Item = Term> + '_ {
        self.object(tuple).1.iter().map(|&word| Term(word))
    }

    /// Overwrites an element of a tuple that the caller has just made.
    pub fn set_element(&mut self, tuple: Term, position: usize, value: Term) {
        self.words[tuple.index() + 1 + position] = value.0;
    }

    /// The elements of `term` if it is a tuple of exactly `N`.
    pub fn as_tuple<const N: usize>(&self, term: Term) -> Option<[Term; N]> {
        if !term.is_tuple() {
            return None;
        }
        let words: &[u64; N] = self.object(term).1.try_into().ok()?;
        Some(words.map(Term))
    }

    // --- numbers

    #[inline]
    pub fn float(&mut self, value: f64) -> Term {
        let index = self.words.len();
        self.words
            .extend_from_slice(&[Header::new(Kind::Float, 1, 0).0, value.to_bits()]);
        Term::pointer(FLOAT, index)
    }

    #[inline]
    pub fn float_value(&self, float: Term) -> f64 {
        f64::from_bits(self.word(float.index() + 1))
    }

    /// A small integer, or a big one on the heap.
    #[inline]
    pub fn integer(&mut self, value: i64) -> Term {
        Term::small(value).unwrap_or_else(|| self.big(&BigInt::from(value)))
    }

    pub fn unsigned(&mut self, value: u64) -> Term {
        match i64::try_from(value) {
            Ok(value) => self.integer(value),
            Err(_) => self.big(&BigInt::from(value)),
        }
    }

    /// An integer of any size: small if it fits.
    pub fn big(&mut self, value: &BigInt) -> Term {
        if let Some(small) = i64::try_from(value).ok().and_then(Term::small) {
            return small;
        }
        let kind = if value.sign() == Sign::Minus {
            Kind::BigNeg
        } else {
            Kind::BigPos
        };
        let limbs = value.magnitude().to_u64_digits();
        let index = self.words.len();
        self.words.push(Header::new(kind, limbs.len(), 0).0);
        self.words.extend_from_slice(&limbs);
        Term::pointer(BIG, index)
    }

    /// The value of a small or big integer.
    pub fn to_bigint(&self, integer: Term) -> Option<BigInt> {
        if let Some(small) = integer.as_small() {
            return Some(BigInt::from(small));
        }
        if !integer.is_big() {
            return None;
        }
        let (header, limbs) = self.object(integer);
        let halves = limbs
            .iter()
            .flat_map(|limb| [*limb as u32, (*limb >> 32) as u32])
            .collect();
        let sign = if header.kind() == Kind::BigNeg {
            Sign::Minus
        } else {
            Sign::Plus
        };
        Some(BigInt::from_biguint(sign, BigUint::new(halves)))
    }

    /// Sign and 64-bit limbs of a big integer, for comparison without conversion.
    pub fn big_parts(&self, big: Term) -> (bool, &[u64]) {
        let (header, limbs) = self.object(big);
        (header.kind() == Kind::BigNeg, limbs)
    }

    // --- binaries

    /// In the heap itself up to [`INLINE_BYTES_MAX`], beyond as a blob.
    pub fn binary(&mut self, bytes: &[u8]) -> Term {
        self.bitstring(bytes, bytes.len() * 8)
    }

    /// The first `bits` bits of `bytes`; unused bits of the last byte are cleared.
    pub fn bitstring(&mut self, bytes: &[u8], bits: usize) -> Term {
        let length = bits.div_ceil(8);
        if length > INLINE_BYTES_MAX {
            let mut owned = bytes[..length].to_vec();
            clear_unused_bits(&mut owned, bits);
            return self.blob(Rc::new(owned), 0, bits);
        }
        let index = self.words.len();
        let size = length.div_ceil(8);
        self.words.push(Header::new(Kind::BinInline, size + 1, 0).0);
        self.words.push(bits as u64);
        let start = self.words.len();
        self.words.resize(start + size, 0);
        let target: &mut [u8] = bytemuck::cast_slice_mut(&mut self.words[start..]);
        target[..length].copy_from_slice(&bytes[..length]);
        clear_unused_bits(&mut target[..length], bits);
        Term::pointer(BINARY, index)
    }

    /// A view of `size` bits from bit `offset` of a shared blob.
    pub fn blob(&mut self, blob: Blob, offset: usize, size: usize) -> Term {
        let slot = match self.blobs.last() {
            Some(last) if Rc::ptr_eq(last, &blob) => self.blobs.len() - 1,
            _ => {
                self.count_blob_bytes(blob.len());
                self.blobs.push(blob);
                self.blobs.len() - 1
            }
        };
        self.blob_view(slot, offset, size)
    }

    /// Large binaries ask for a collection too: dead ones are freed only there.
    #[inline]
    pub(super) fn count_blob_bytes(&mut self, bytes: usize) {
        self.blob_bytes = self.blob_bytes.saturating_add(bytes);
        if self.blob_bytes > BLOB_BYTES_BETWEEN_COLLECTIONS {
            self.request_collection();
        }
    }

    #[inline]
    fn blob_view(&mut self, slot: usize, offset: usize, size: usize) -> Term {
        let index = self.words.len();
        self.words.extend_from_slice(&[
            Header::new(Kind::BinRef, 3, 0).0,
            slot as u64,
            offset as u64,
            size as u64,
        ]);
        Term::pointer(BINARY, index)
    }

    /// The part of `binary` from bit `start` on, `size` bits long; the range must lie inside. Large binaries are
    /// shared, small ones copied.
    pub fn sub_binary(&mut self, binary: Term, start: usize, size: usize) -> Term {
        if size.div_ceil(8) > INLINE_BYTES_MAX && self.header(binary).kind() == Kind::BinRef {
            let words = self.words(binary.index() + 1, 3);
            let (slot, offset) = (words[0] as usize, words[1] as usize);
            return match self.blob_at(slot).cloned() {
                Some(blob) if slot >= LITERAL_BASE => self.blob(blob, offset + start, size),
                _ => self.blob_view(slot, offset + start, size),
            };
        }
        let view = self.bits(binary).sub(start, size);
        let length = size.div_ceil(8);
        if length > INLINE_BYTES_MAX {
            let bytes = view.to_bytes();
            return self.bitstring(&bytes, size);
        }
        let mut bytes = [0; INLINE_BYTES_MAX];
        let bytes = &mut bytes[..length];
        if view.offset == 0 {
            bytes.copy_from_slice(&view.bytes[..length]);
        } else {
            for (position, byte) in bytes.iter_mut().enumerate() {
                *byte = view.byte(position);
            }
        }
        self.bitstring(bytes, size)
    }

    fn blob_at(&self, slot: usize) -> Option<&Blob> {
        match self.blobs.get(slot) {
            Some(blob) => Some(blob),
            None => literal::blob(slot),
        }
    }

    /// The blob behind a large binary, with offset and size in bits; `None` for one kept in the heap.
    pub fn as_blob(&self, binary: Term) -> Option<(&Blob, usize, usize)> {
        let (header, words) = self.object(binary);
        if header.kind() != Kind::BinRef {
            return None;
        }
        Some((
            self.blob_at(words[0] as usize)?,
            words[1] as usize,
            words[2] as usize,
        ))
    }

    /// Size in bits of a bit string.
    #[inline]
    pub fn bit_size(&self, binary: Term) -> usize {
        let place = if self.header(binary).kind() == Kind::BinInline {
            1
        } else {
            3
        };
        self.word(binary.index() + place) as usize
    }

    /// Whether `term` is a bit string of whole bytes.
    pub fn is_binary(&self, term: Term) -> bool {
        term.is_bitstring() && self.bit_size(term).is_multiple_of(8)
    }

    /// The bits of a bit string.
    pub fn bits(&self, binary: Term) -> Bits<'_> {
        let (header, words) = self.object(binary);
        if header.kind() == Kind::BinInline {
            let size = words[0] as usize;
            let bytes: &[u8] = bytemuck::cast_slice(&words[1..]);
            return Bits {
                bytes: &bytes[..size.div_ceil(8)],
                offset: 0,
                size,
            };
        }
        let (slot, offset, size) = (words[0] as usize, words[1] as usize, words[2] as usize);
        let bytes = self.blob_at(slot).map_or(&[][..], |blob| blob.as_slice());
        Bits {
            bytes: &bytes[offset / 8..(offset + size).div_ceil(8)],
            offset: offset % 8,
            size,
        }
    }

    /// The bytes of a binary, borrowed when it lies on a byte boundary; `None` for anything but a binary.
    pub fn bytes(&self, term: Term) -> Option<std::borrow::Cow<'_, [u8]>> {
        if !self.is_binary(term) {
            return None;
        }
        let bits = self.bits(term);
        Some(if bits.offset == 0 {
            bits.bytes.into()
        } else {
            bits.to_bytes().into()
        })
    }

    /// The `count` bytes (7 at most) of a bit string from bit `position` on as an unsigned number; `None` if they are not there.
    #[inline]
    pub fn whole_bytes(&self, binary: Term, position: usize, count: usize) -> Option<u64> {
        let bits = self.bits(binary);
        if position + count * 8 > bits.size {
            return None;
        }
        let first = bits.offset + position;
        if !first.is_multiple_of(8) {
            return Some(bits.sub(position, count * 8).to_u64());
        }
        let bytes = bits.bytes.get(first / 8..)?.get(..count)?;
        Some(
            bytes
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte)),
        )
    }

    /// Appends a byte to `binary` if that can be done in place (see [`Heap::append_bits`]) and it may grow; else
    /// [`Term::NONE`].
    // Inlined into the one instruction that does this: a call costs a third of it in wasm.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "measured")]
    pub fn append_byte(&mut self, binary: Term, byte: u8) -> Term {
        let index = self.words.len();
        let Some(&[header, slot, offset, size]) = self
            .words
            .get(binary.index()..)
            .and_then(<[u64]>::first_chunk)
        else {
            return Term::NONE;
        };
        if !binary.is_bitstring() || Header(header).kind() != Kind::BinRef {
            return Term::NONE;
        }
        let Some(blob) = self.blobs.get_mut(slot as usize).and_then(Rc::get_mut) else {
            return Term::NONE;
        };
        if offset + size != blob.len() as u64 * 8
            || !size.is_multiple_of(8)
            || size >= limits::BITSTRING_BITS_MAX as u64
        {
            return Term::NONE;
        }
        blob.push(byte);
        self.words
            .extend_from_slice(&[header, slot, offset, size + 8]);
        self.count_blob_bytes(1);
        Term::pointer(BINARY, index)
    }

    /// Appends `size` bits to `binary`. When `binary` is the newest view of a blob that only this heap holds, the blob
    /// grows in place, so that building a binary piece by piece costs time linear in its size.
    pub fn append_bits(&mut self, binary: Term, addition: &[u8], size: usize) -> Term {
        if let Some(&[header, slot, offset, old]) = self
            .words
            .get(binary.index()..)
            .and_then(<[u64]>::first_chunk)
            && Header(header).kind() == Kind::BinRef
            && size.is_multiple_of(8)
        {
            let (slot, offset, old) = (slot as usize, offset as usize, old as usize);
            if let Some(blob) = self.blobs.get_mut(slot).and_then(Rc::get_mut)
                && offset + old == blob.len() * 8
            {
                super::bits::append(blob, &addition[..size / 8]);
                self.count_blob_bytes(size / 8);
                return self.blob_view(slot, offset, old + size);
            }
        }
        let mut writer = super::bits::BitWriter::default();
        writer.push(self.bits(binary));
        writer.push(Bits {
            bytes: &addition[..size.div_ceil(8)],
            offset: 0,
            size,
        });
        let (bytes, bits) = writer.finish();
        if bytes.len() <= INLINE_BYTES_MAX {
            return self.bitstring(&bytes, bits);
        }
        let mut bytes = bytes;
        bytes.reserve(bytes.len());
        self.blob(Rc::new(bytes), 0, bits)
    }

    // --- funs

    /// A closure; `free` are its free variables.
    pub fn fun(
        &mut self,
        instance: u32,
        index: u32,
        arity: u32,
        free: impl ExactSizeIterator<Item = Term>,
    ) -> Term {
        let place = self.words.len();
        self.words
            .push(Header::new(Kind::Fun, free.len() + 1, arity).0);
        self.words
            .push(Term::size((instance as usize) << 24 | index as usize).0);
        self.words.extend(free.map(|term| term.0));
        Term::pointer(FUN, place)
    }

    /// `fun Module:Function/Arity`.
    pub fn export_fun(&mut self, module: Atom, function: Atom, arity: u32) -> Term {
        let place = self.words.len();
        self.words.extend_from_slice(&[
            Header::new(Kind::FunExport, 3, arity).0,
            Term::from_atom(module).0,
            Term::from_atom(function).0,
            Term::int(arity as i32).0,
        ]);
        Term::pointer(FUN, place)
    }

    pub fn fun_parts(&self, fun: Term) -> Fun {
        let (header, words) = self.object(fun);
        let arity = header.meta();
        if header.kind() == Kind::FunExport {
            let atom = |word| Term(word).as_atom().unwrap_or(super::atom::EMPTY);
            return Fun::Export {
                module: atom(words[0]),
                function: atom(words[1]),
                arity,
            };
        }
        let (instance, index) = Heap::fun_place(words[0]);
        Fun::Local {
            instance,
            index,
            arity,
            free: words.len() - 1,
        }
    }

    /// Where its code is (see [`Heap::fun_place`]) and the free variables of a local fun with this arity that lies in this
    /// heap: what nearly all calls of funs are about. `None` says nothing.
    #[inline]
    pub fn closure(&self, fun: Term, arity: u32) -> Option<(u64, &[u64])> {
        if !fun.is_fun() {
            return None;
        }
        let [header, place, rest @ ..] = self.words.get(fun.index()..)? else {
            return None;
        };
        let header = Header(*header);
        if header.kind() != Kind::Fun || header.meta() != arity {
            return None;
        }
        let free = rest.get(..header.size() - 1)?;
        Some((*place, free))
    }

    /// Instance and index of a local fun, from the word that says where its code is.
    #[inline]
    pub fn fun_place(word: u64) -> (u32, u32) {
        let place = Term(word).small_value() as u64;
        ((place >> 24) as u32, (place & 0xFF_FFFF) as u32)
    }

    /// Free variable number `position` (from 0) of a local fun.
    #[inline]
    pub fn free_variable(&self, fun: Term, position: usize) -> Term {
        Term(self.word(fun.index() + 2 + position))
    }

    // --- references and external identifiers

    /// A reference of the owning node: `id` is unique on it; `alias` is the number of the process that the reference
    /// is an alias of, 0 for none.
    pub fn reference(&mut self, id: u64, alias: u32) -> Term {
        let place = self.words.len();
        self.words
            .extend_from_slice(&[Header::new(Kind::Ref, 2, 0).0, id, u64::from(alias)]);
        Term::pointer(REF, place)
    }

    /// `(id, alias)` of a local reference.
    #[inline]
    pub fn as_local_reference(&self, term: Term) -> Option<(u64, u32)> {
        if !term.is_reference() {
            return None;
        }
        let &[header, id, alias] = self.words(term.index(), 3).first_chunk()?;
        (Header(header).kind() == Kind::Ref).then_some((id, alias as u32))
    }

    /// Pid, port or reference of another node; `words` as in [`Kind::ExtPid`], [`Kind::ExtPort`], [`Kind::ExtRef`],
    /// the node name first.
    pub fn external(&mut self, kind: Kind, words: &[Term]) -> Term {
        let place = self.words.len();
        self.words.push(Header::new(kind, words.len(), 0).0);
        self.words.extend(words.iter().map(|term| term.0));
        Term::pointer(if kind == Kind::ExtRef { REF } else { EXTERNAL }, place)
    }

    /// Whether `term` is a pid, of this or another node.
    pub fn is_pid(&self, term: Term) -> bool {
        term.is_local_pid() || term.tag() == EXTERNAL && self.header(term).kind() == Kind::ExtPid
    }

    pub fn is_port(&self, term: Term) -> bool {
        term.as_local_port().is_some()
            || term.tag() == EXTERNAL && self.header(term).kind() == Kind::ExtPort
    }

    // --- raw objects, for maps and other floors' structures

    /// An object of any kind from its words.
    pub fn raw_object(&mut self, tag: u64, header: Header, words: &[u64]) -> Term {
        let place = self.words.len();
        self.words.push(header.0);
        self.words.extend_from_slice(words);
        Term::pointer(tag, place)
    }

    /// Room for `words` more, in one step.
    pub fn reserve(&mut self, words: usize) {
        if self.counted != 0 {
            self.counted = self.capacity().max(self.words.len() + words);
        }
        self.words.reserve(words);
    }

    /// Gives unused room back.
    pub fn shrink(&mut self) {
        self.counted = 0;
        self.words.shrink_to_fit();
    }

    /// Whether it holds large binaries.
    pub fn has_blobs(&self) -> bool {
        !self.blobs.is_empty()
    }

    /// Forgets everything allocated since the heap had `words` words; no live term may point there.
    pub fn truncate(&mut self, words: usize) {
        self.words.truncate(words);
    }
}

/// See [`Heap::iter_list`].
pub struct ListIter<'a> {
    heap: &'a Heap,
    rest: Term,
}

impl ListIter<'_> {
    /// What is left: `[]` at the end of a proper list.
    pub fn rest(&self) -> Term {
        self.rest
    }
}

impl Iterator for ListIter<'_> {
    type Item = Term;

    fn next(&mut self) -> Option<Term> {
        if !self.rest.is_cons() {
            return None;
        }
        let (head, tail) = self.heap.head_tail(self.rest);
        self.rest = tail;
        Some(head)
    }
}

/// Appends words: few of them by themselves, since copying a block costs a call, in wasm one into the engine. Most objects are
/// tuples of two or three elements: of those the number of words is known beforehand.
#[inline]
pub(super) fn push_words(to: &mut Vec<u64>, words: &[u64]) {
    match *words {
        [a, b, c] => to.extend_from_slice(&[a, b, c]),
        [a, b, c, d] => to.extend_from_slice(&[a, b, c, d]),
        _ => push_any(to, words),
    }
}

fn push_any(to: &mut Vec<u64>, words: &[u64]) {
    if words.len() > SHORT_WORDS_MAX {
        to.extend_from_slice(words);
        return;
    }
    let (pairs, odd) = words.as_chunks::<2>();
    for pair in pairs {
        to.extend_from_slice(pair);
    }
    to.extend(odd.first());
}

fn clear_unused_bits(bytes: &mut [u8], bits: usize) {
    if !bits.is_multiple_of(8)
        && let Some(last) = bytes.last_mut()
    {
        *last &= 0xFFu8 << (8 - bits % 8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_appended_in_place_up_to_the_largest_size() {
        let mut heap = Heap::new();
        let nearly = heap.binary(&vec![0; limits::BITSTRING_BITS_MAX / 8 - 1]);
        let full = heap.append_byte(nearly, 1);
        assert_eq!(heap.bit_size(full), limits::BITSTRING_BITS_MAX);
        assert_eq!(heap.append_byte(full, 1), Term::NONE);
    }
}
