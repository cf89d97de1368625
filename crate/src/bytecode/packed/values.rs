//! What modules are made of, from numbers to constants, as bytes.

use super::{Pack, Reader, Writer, number};
use term::external::{self, AtomText, EncodeOptions, FunIdentity, Home};
use term::{Atom, Heap, Term};

/// Words that the constants of one module may take: what a literal of the largest source needs, and far more.
const CONSTANT_WORDS_MAX: usize = 1 << 24;

impl Pack for u8 {
    fn pack(&self, out: &mut Writer) {
        out.bytes.push(*self);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        number::byte(&mut input.bytes)
    }
}

impl Pack for u32 {
    fn pack(&self, out: &mut Writer) {
        u64::from(*self).pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        u64::unpack(input)?.try_into().ok()
    }
}

impl Pack for usize {
    fn pack(&self, out: &mut Writer) {
        out.number(*self);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        input.number()
    }
}

impl Pack for u64 {
    fn pack(&self, out: &mut Writer) {
        number::write(*self, &mut out.bytes);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        number::read(&mut input.bytes)
    }
}

impl Pack for i32 {
    fn pack(&self, out: &mut Writer) {
        number::write_signed(*self, &mut out.bytes);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        number::read_signed(&mut input.bytes)
    }
}

impl Pack for bool {
    fn pack(&self, out: &mut Writer) {
        u8::from(*self).pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        u8::unpack(input).map(|byte| byte == 1)
    }
}

impl Pack for String {
    fn pack(&self, out: &mut Writer) {
        out.text(self);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        input.text().map(str::to_owned)
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, out: &mut Writer) {
        out.list(self);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        input.list()
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, out: &mut Writer) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::unpack(input)? {
            Some(T::unpack(input)?)
        } else {
            None
        })
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, out: &mut Writer) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        Some((A::unpack(input)?, B::unpack(input)?))
    }
}

impl Pack for Atom {
    fn pack(&self, out: &mut Writer) {
        let known = out.atoms.iter().position(|atom| atom == self);
        let place = known.unwrap_or(out.atoms.len());
        if known.is_none() {
            out.atoms.push(*self);
        }
        out.number(place);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        let place = input.number()?;
        input.atoms.get(place).copied()
    }
}

/// A constant: an atom as its place in the list, everything else in the external format.
impl Pack for Term {
    fn pack(&self, out: &mut Writer) {
        self.as_atom().pack(out);
        if !self.is_atom() {
            let options = EncodeOptions {
                atoms: AtomText::Utf8,
                ..EncodeOptions::new(usize::MAX)
            };
            let written =
                external::encode_bare(&Heap::new(), *self, &Nowhere, options, &mut out.bytes);
            debug_assert!(written.is_ok(), "nothing is too long");
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        if let Some(atom) = Option::<Atom>::unpack(input)? {
            return Some(atom.into());
        }
        let decoded = external::decode_bare(
            &mut input.heap,
            input.bytes,
            &mut Nowhere,
            &[],
            CONSTANT_WORDS_MAX,
        );
        let decoded = decoded.ok()?;
        input.take(decoded.used)?;
        Some(decoded.term)
    }
}

/// Constants are of no node: among them are neither pids nor funs of a module, only such as `fun lists:map/2`.
struct Nowhere;

impl Home for Nowhere {
    fn node(&self) -> (Atom, u32) {
        (term::atom::UNDEFINED, 0)
    }

    fn fun_identity(&self, _: u32, _: u32) -> Option<FunIdentity> {
        None
    }

    fn find_fun(&mut self, _: &FunIdentity) -> Option<(u32, u32)> {
        None
    }

    fn is_exported(&mut self, _: Atom, _: Atom, _: u32) -> bool {
        true
    }
}
