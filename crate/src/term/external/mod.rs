//! The external term format: terms as bytes, as `term_to_binary/1` makes them and nodes send them to each other.
//!
//! Documented in the ERTS User's Guide, "External Term Format"; the bytes are those that OTP 25 writes, the order of large
//! maps included. What a term's identifiers and funs are called outside comes through [`Home`].
//!
//! Invariant: neither way recurses over the depth of a term, and decoding takes memory in proportion to the bytes given,
//! whatever they say.

mod atoms;
pub mod compress;
mod decode;
mod encode;

#[cfg(test)]
mod tests;

pub use atoms::{AtomCache, AtomRefs, read_header, write_header};
pub use compress::{COMPRESSION_DEFAULT, compressed};
pub use decode::{Decoded, Malformed, decode, decode_bare};
pub use encode::{AtomText, EncodeOptions, encode, encode_bare, encode_parts};

use super::Atom;

/// Stands before every term that is stored or sent on its own.
pub const VERSION: u8 = 131;

/// First byte of each term.
pub mod tag {
    pub const DISTRIBUTION_HEADER: u8 = 68;
    pub const FIRST_FRAGMENT: u8 = 69;
    pub const FRAGMENT: u8 = 70;
    pub const NEW_FLOAT: u8 = 70;
    pub const BIT_BINARY: u8 = 77;
    pub const COMPRESSED: u8 = 80;
    pub const ATOM_CACHE_REF: u8 = 82;
    pub const NEW_PID: u8 = 88;
    pub const NEW_PORT: u8 = 89;
    pub const NEWER_REFERENCE: u8 = 90;
    pub const SMALL_INTEGER: u8 = 97;
    pub const INTEGER: u8 = 98;
    pub const FLOAT: u8 = 99;
    pub const ATOM: u8 = 100;
    pub const REFERENCE: u8 = 101;
    pub const PORT: u8 = 102;
    pub const PID: u8 = 103;
    pub const SMALL_TUPLE: u8 = 104;
    pub const LARGE_TUPLE: u8 = 105;
    pub const NIL: u8 = 106;
    pub const STRING: u8 = 107;
    pub const LIST: u8 = 108;
    pub const BINARY: u8 = 109;
    pub const SMALL_BIG: u8 = 110;
    pub const LARGE_BIG: u8 = 111;
    pub const NEW_FUN: u8 = 112;
    pub const EXPORT: u8 = 113;
    pub const NEW_REFERENCE: u8 = 114;
    pub const SMALL_ATOM: u8 = 115;
    pub const MAP: u8 = 116;
    pub const ATOM_UTF8: u8 = 118;
    pub const SMALL_ATOM_UTF8: u8 = 119;
    pub const V4_PORT: u8 = 120;
}

/// Bits of a local process number that stand in a pid's first field; the rest is its serial.
pub const PID_NUMBER_BITS: u32 = 15;
/// Bits of the serial of a local pid.
pub const PID_SERIAL_BITS: u32 = 13;

/// What the second and the third word of a local reference begin at. They are as wide as OTP's, whose own are random: lines
/// with a reference in them, `flush/0`'s for one, break where OTP's do.
const REFERENCE_BASES: [u32; 2] = [0xA1B2_C3D4, 0xB000_0000];

/// The words of a local reference, the lowest first: its number, and the process that it is an alias of.
pub fn reference_words(id: u64, alias: u32) -> [u32; 3] {
    let [middle, high] = REFERENCE_BASES;
    let low = (id & 0x3_FFFF) as u32;
    [
        low,
        middle.wrapping_add((id >> 18) as u32),
        high.wrapping_add(alias),
    ]
}

/// Inverse of [`reference_words`]: number and alias of any words that a reference of OTP's can have.
pub fn reference_of_words(words: &[u32]) -> Option<(u64, u32)> {
    let [middle_base, high_base] = REFERENCE_BASES;
    match *words {
        [low, middle, high] if low <= 0x3_FFFF => {
            let above = middle.wrapping_sub(middle_base);
            let id = u64::from(above) << 18 | u64::from(low);
            Some((id, high.wrapping_sub(high_base)))
        }
        _ => None,
    }
}

/// What a fun is called outside its node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FunIdentity {
    pub module: Atom,
    /// Digest of the module's code.
    pub uniq: [u8; 16],
    pub index: u32,
    pub old_index: u32,
    pub old_uniq: u32,
    pub arity: u32,
}

/// The node that a heap belongs to, as far as the format has to know it.
pub trait Home {
    /// Name and creation.
    fn node(&self) -> (Atom, u32);

    /// What the fun with these numbers is called.
    fn fun_identity(&self, instance: u32, index: u32) -> Option<FunIdentity>;

    /// The numbers of the fun with this name, whether its code is here or not; `None` when there are too many unknown ones.
    fn find_fun(&mut self, identity: &FunIdentity) -> Option<(u32, u32)>;

    /// Whether an export fun may be made although nobody may know it yet: asked with the option `safe`.
    fn is_exported(&mut self, module: Atom, function: Atom, arity: u32) -> bool;
}
