//! One word per term: the tagging scheme.
//!
//! A [`Term`] is a 64-bit word whose low four bits tell what the rest means. Immediates (small integers, atoms, local
//! pids and ports, nil) carry their value; all other tags carry the word index of an object in the owning heap, or,
//! from [`LITERAL_BASE`] on, in the table of literals that all heaps share (`term/literal.rs`).
//!
//! Invariant: a word with tag [`HEADER`] stands only at the start of a heap object (or as a forwarding mark during a
//! collection) and never inside a register, a cons cell or a tuple element. Thus heap words can be scanned in order.

use super::atom::Atom;

/// A term: immediate value or tagged index into a heap. Comparing two `Term`s with `==` is identity of words, which
/// is Erlang's `=:=` only for immediates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct Term(pub u64);

/// Number of tag bits at the low end of a word.
pub const TAG_BITS: u32 = 4;
const TAG_MASK: u64 = 0xF;

/// Tag values. Pointer tags are those in [`POINTERS`].
pub const SMALL: u64 = 0;
pub const CONS: u64 = 1;
pub const TUPLE: u64 = 2;
pub const FLOAT: u64 = 3;
pub const BIG: u64 = 4;
pub const BINARY: u64 = 5;
pub const MAP: u64 = 6;
pub const FUN: u64 = 7;
pub const ATOM: u64 = 8;
/// A pid of the node that owns the heap.
pub const PID: u64 = 9;
/// A port of the node that owns the heap.
pub const PORT: u64 = 10;
/// A reference, local or external: see the object's header kind.
pub const REF: u64 = 11;
/// Nil and the internal "no value".
pub const SPECIAL: u64 = 12;
/// A pid or port of another node: see the object's header kind.
pub const EXTERNAL: u64 = 13;
/// A return address on the run stack: never a term.
pub const RETURN: u64 = 14;
/// First word of a heap object, or a forwarding mark.
pub const HEADER: u64 = 15;

/// Bit set of the tags that carry a heap index.
const POINTERS: u64 = 1 << CONS
    | 1 << TUPLE
    | 1 << FLOAT
    | 1 << BIG
    | 1 << BINARY
    | 1 << MAP
    | 1 << FUN
    | 1 << REF
    | 1 << EXTERNAL;

/// Heap indices from here on lie in the shared table of literals.
pub const LITERAL_BASE: usize = 1 << 31;

/// Smallest and largest integer held in the word itself: 60 bits, as in OTP on 64-bit machines.
pub const SMALL_MIN: i64 = -(1 << 59);
pub const SMALL_MAX: i64 = (1 << 59) - 1;

impl Term {
    /// The empty list.
    pub const NIL: Term = Term(SPECIAL);
    /// "No value": an absent result inside the runtime; never visible to a program.
    pub const NONE: Term = Term(1 << TAG_BITS | SPECIAL);

    pub const fn from_atom(atom: Atom) -> Term {
        Term((atom.index() as u64) << TAG_BITS | ATOM)
    }

    /// `None` when `n` needs a big integer; see `Heap::integer` for any size.
    pub const fn small(n: i64) -> Option<Term> {
        if n >= SMALL_MIN && n <= SMALL_MAX {
            Some(Term((n as u64) << TAG_BITS))
        } else {
            None
        }
    }

    /// A small integer known to fit (32 bits always do).
    pub const fn int(n: i32) -> Term {
        Term((n as i64 as u64) << TAG_BITS)
    }

    /// A count or size; sizes in memory always fit in 60 bits.
    pub const fn size(n: usize) -> Term {
        Term((n as u64) << TAG_BITS)
    }

    /// The pid of a process of this node.
    pub const fn local_pid(number: u32) -> Term {
        Term((number as u64) << TAG_BITS | PID)
    }

    /// A port of this node.
    pub const fn local_port(number: u32) -> Term {
        Term((number as u64) << TAG_BITS | PORT)
    }

    pub const fn bool(b: bool) -> Term {
        Term::from_atom(if b {
            super::atom::TRUE
        } else {
            super::atom::FALSE
        })
    }

    /// The term of this tag whose object is at `index`.
    pub const fn pointer(tag: u64, index: usize) -> Term {
        Term((index as u64) << TAG_BITS | tag)
    }

    #[inline]
    pub const fn tag(self) -> u64 {
        self.0 & TAG_MASK
    }

    /// Whether the word holds a heap index (own heap or literal).
    #[inline]
    pub const fn is_pointer(self) -> bool {
        POINTERS >> self.tag() & 1 == 1
    }

    /// Whether the word holds an index into the owning heap, i.e. must be moved by the collector.
    #[inline]
    pub const fn is_own_pointer(self) -> bool {
        self.is_pointer() && self.index() < LITERAL_BASE
    }

    /// The heap index of a pointer.
    #[inline]
    pub const fn index(self) -> usize {
        (self.0 >> TAG_BITS) as usize
    }

    #[inline]
    pub const fn is_small(self) -> bool {
        self.tag() == SMALL
    }

    #[inline]
    pub const fn is_cons(self) -> bool {
        self.tag() == CONS
    }

    #[inline]
    pub const fn is_nil(self) -> bool {
        self.0 == Term::NIL.0
    }

    #[inline]
    pub const fn is_list(self) -> bool {
        self.is_cons() || self.is_nil()
    }

    #[inline]
    pub const fn is_tuple(self) -> bool {
        self.tag() == TUPLE
    }

    #[inline]
    pub const fn is_atom(self) -> bool {
        self.tag() == ATOM
    }

    #[inline]
    pub const fn is_float(self) -> bool {
        self.tag() == FLOAT
    }

    #[inline]
    pub const fn is_big(self) -> bool {
        self.tag() == BIG
    }

    #[inline]
    pub const fn is_integer(self) -> bool {
        self.is_small() || self.is_big()
    }

    #[inline]
    pub const fn is_number(self) -> bool {
        self.is_integer() || self.is_float()
    }

    #[inline]
    pub const fn is_map(self) -> bool {
        self.tag() == MAP
    }

    #[inline]
    pub const fn is_fun(self) -> bool {
        self.tag() == FUN
    }

    /// Binary or bit string; `Heap::is_binary` tells them apart.
    #[inline]
    pub const fn is_bitstring(self) -> bool {
        self.tag() == BINARY
    }

    #[inline]
    pub const fn is_reference(self) -> bool {
        self.tag() == REF
    }

    #[inline]
    pub const fn is_local_pid(self) -> bool {
        self.tag() == PID
    }

    /// The value of a small integer, if it is one.
    #[inline]
    pub const fn as_small(self) -> Option<i64> {
        if self.is_small() {
            Some(self.small_value())
        } else {
            None
        }
    }

    /// The value of a word known to be a small integer.
    #[inline]
    pub const fn small_value(self) -> i64 {
        self.0 as i64 >> TAG_BITS
    }

    /// A small integer that fits in a `usize`, for sizes and positions.
    pub fn as_usize(self) -> Option<usize> {
        self.as_small().and_then(|n| usize::try_from(n).ok())
    }

    #[inline]
    pub const fn as_atom(self) -> Option<Atom> {
        if self.is_atom() {
            Some(Atom::from_index((self.0 >> TAG_BITS) as u32))
        } else {
            None
        }
    }

    #[inline]
    pub const fn as_local_pid(self) -> Option<u32> {
        if self.is_local_pid() {
            Some((self.0 >> TAG_BITS) as u32)
        } else {
            None
        }
    }

    pub const fn as_local_port(self) -> Option<u32> {
        if self.tag() == PORT {
            Some((self.0 >> TAG_BITS) as u32)
        } else {
            None
        }
    }

    /// `true` and `false` as booleans; any other term is `None`.
    pub fn as_bool(self) -> Option<bool> {
        if self == Term::bool(true) {
            Some(true)
        } else if self == Term::bool(false) {
            Some(false)
        } else {
            None
        }
    }
}

impl From<Atom> for Term {
    fn from(atom: Atom) -> Term {
        Term::from_atom(atom)
    }
}

/// What a heap object is; stands in its header word. The kinds up to [`Kind::BigNeg`] and the binaries hold raw words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// `size` element terms.
    Tuple = 0,
    /// One raw word: the bits of an `f64`.
    Float = 1,
    /// Raw little-endian 64-bit limbs of a magnitude.
    BigPos = 2,
    BigNeg = 3,
    /// Raw: size in bits, then the bytes, padded with zeros to whole words. At most [`super::heap::INLINE_BYTES_MAX`] bytes.
    BinInline = 4,
    /// Raw: blob slot, offset in bits, size in bits.
    BinRef = 5,
    /// `n` sorted keys, then `n` values; `size = 2n`, at most 32 pairs.
    MapFlat = 6,
    /// Inner node of a large map: meta = 16-bit occupancy bitmap; children in order of their nibble. A child is a cons
    /// cell `[Key|Value]` or another node (tag MAP).
    MapNode = 7,
    /// Large map: number of pairs (small integer), root node.
    MapRoot = 8,
    /// Local fun: module instance and fun index (one small integer: instance << 24 | index), then the free variables. Meta = arity.
    Fun = 9,
    /// `fun M:F/A`: module, function, arity.
    FunExport = 10,
    /// Raw: unique number on its node, number of the process it is an alias of (0 for none).
    Ref = 11,
    /// Pid of another node: node, creation, number, serial.
    ExtPid = 12,
    /// Port of another node: node, creation, number.
    ExtPort = 13,
    /// Reference of another node: node, creation, then up to five 32-bit words.
    ExtRef = 14,
    /// Forwarding mark left by the collector; the size field is the new index.
    Forward = 15,
}

const KINDS: [Kind; 16] = [
    Kind::Tuple,
    Kind::Float,
    Kind::BigPos,
    Kind::BigNeg,
    Kind::BinInline,
    Kind::BinRef,
    Kind::MapFlat,
    Kind::MapNode,
    Kind::MapRoot,
    Kind::Fun,
    Kind::FunExport,
    Kind::Ref,
    Kind::ExtPid,
    Kind::ExtPort,
    Kind::ExtRef,
    Kind::Forward,
];

/// First word of a heap object: tag, kind (4 bits), size (32 bits: words that follow), meta (24 bits).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Header(pub u64);

impl Header {
    pub const fn new(kind: Kind, size: usize, meta: u32) -> Header {
        Header((meta as u64) << 40 | (size as u64 & 0xFFFF_FFFF) << 8 | (kind as u64) << 4 | HEADER)
    }

    pub const fn kind(self) -> Kind {
        KINDS[(self.0 >> 4 & 0xF) as usize]
    }

    /// Number of words after the header.
    #[inline]
    pub const fn size(self) -> usize {
        (self.0 >> 8 & 0xFFFF_FFFF) as usize
    }

    /// 24 bits that mean something of their own for each kind.
    pub const fn meta(self) -> u32 {
        (self.0 >> 40) as u32
    }

    /// Whether the words that follow are data rather than terms.
    pub const fn is_raw(self) -> bool {
        matches!(
            self.kind(),
            Kind::Float | Kind::BigPos | Kind::BigNeg | Kind::BinInline | Kind::BinRef | Kind::Ref
        )
    }

    /// How far on from the header the next word stands that is a term or a header.
    #[inline]
    pub const fn to_next(self) -> usize {
        if self.is_raw() { 1 + self.size() } else { 1 }
    }
}
