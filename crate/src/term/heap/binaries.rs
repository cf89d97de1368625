//! Bit strings: short ones lie in the heap, long ones are views of blobs that heaps share.

use std::rc::Rc;

use super::Heap;
use crate::literal;
use crate::word::{BINARY, Header, Kind, LITERAL_BASE, Term};

/// Bytes of a large binary, shared by all heaps that refer to it. Appending in place is possible for a sole owner.
pub type Blob = Rc<Vec<u8>>;

/// Longest binary kept inside the heap; longer ones are blobs. OTP's number.
pub const INLINE_BYTES_MAX: usize = 64;

/// Bytes of new large binaries after which a collection is due.
const BLOB_BYTES_BETWEEN_COLLECTIONS: usize = 8 << 20;

/// A view of a bit string: `bytes` starts at the byte that holds its first bit.
#[derive(Clone, Copy, Debug)]
pub struct Bits<'a> {
    pub bytes: &'a [u8],
    /// Position of the first bit in the first byte, 0 to 7.
    pub offset: usize,
    /// Length in bits.
    pub size: usize,
}

impl Heap {
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
    pub(crate) fn count_blob_bytes(&mut self, bytes: usize) {
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
                crate::bits::append(blob, &addition[..size / 8]);
                self.count_blob_bytes(size / 8);
                return self.blob_view(slot, offset, old + size);
            }
        }
        let mut writer = crate::bits::BitWriter::default();
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
