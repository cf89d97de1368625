//! Bit strings: views that need not lie on byte boundaries, and a writer that appends them.

use super::heap::Bits;

impl<'a> Bits<'a> {
    pub fn from_bytes(bytes: &'a [u8]) -> Bits<'a> {
        Bits {
            bytes,
            offset: 0,
            size: bytes.len() * 8,
        }
    }

    /// `size` bits from bit `start` on; the range must lie inside.
    #[must_use]
    pub fn sub(self, start: usize, size: usize) -> Bits<'a> {
        let first = self.offset + start;
        Bits {
            bytes: &self.bytes[first / 8..(first + size).div_ceil(8)],
            offset: first % 8,
            size,
        }
    }

    /// Byte `position` counted from the first bit; bits past the end are zero.
    pub fn byte(self, position: usize) -> u8 {
        let at = |index: usize| self.bytes.get(index).copied().unwrap_or(0);
        let mut byte = at(position) << self.offset;
        if self.offset > 0 {
            byte |= at(position + 1) >> (8 - self.offset);
        }
        let left = self.size.saturating_sub(position * 8);
        if left < 8 {
            byte & !(0xFFu32 >> left) as u8
        } else {
            byte
        }
    }

    /// The bits moved to a byte boundary, zero-padded.
    pub fn to_bytes(self) -> Vec<u8> {
        if self.offset == 0 && self.size.is_multiple_of(8) {
            return self.bytes[..self.size / 8].to_vec();
        }
        (0..self.size.div_ceil(8))
            .map(|position| self.byte(position))
            .collect()
    }

    /// Big-endian value of at most 64 bits.
    pub fn to_u64(self) -> u64 {
        let mut value = 0;
        for position in 0..self.size.div_ceil(8) {
            value = value << 8 | u64::from(self.byte(position));
        }
        let unused = self.size.div_ceil(8) * 8 - self.size;
        value >> unused
    }
}

/// Appends bytes: few of them one by one, since copying a block costs a call into the engine in wasm.
#[inline]
pub fn append(to: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() > 8 {
        to.extend_from_slice(bytes);
    } else {
        for &byte in bytes {
            to.push(byte);
        }
    }
}

/// Collects bits; see [`BitWriter::finish`].
#[derive(Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    size: usize,
}

impl BitWriter {
    /// A writer into `bytes`, whose room is used again and whose content is dropped.
    pub fn reusing(mut bytes: Vec<u8>) -> BitWriter {
        bytes.clear();
        BitWriter { bytes, size: 0 }
    }

    /// Bits written so far.
    pub fn size(&self) -> usize {
        self.size
    }

    #[inline]
    pub fn push(&mut self, bits: Bits<'_>) {
        if self.size.is_multiple_of(8) && bits.offset == 0 {
            append(&mut self.bytes, &bits.bytes[..bits.size.div_ceil(8)]);
            self.size += bits.size;
            self.clear_tail();
        } else {
            self.push_shifted(bits);
        }
    }

    /// Pushes a byte if the end lies on a byte boundary; says whether it did.
    #[inline]
    pub fn push_byte(&mut self, byte: u8) -> bool {
        let is_whole = self.size.is_multiple_of(8);
        if is_whole {
            self.bytes.push(byte);
            self.size += 8;
        }
        is_whole
    }

    fn push_shifted(&mut self, bits: Bits<'_>) {
        let used = self.size % 8;
        for position in 0..bits.size.div_ceil(8) {
            let byte = bits.byte(position);
            if used == 0 {
                self.bytes.push(byte);
            } else {
                if let Some(last) = self.bytes.last_mut() {
                    *last |= byte >> used;
                }
                self.bytes.push(byte << (8 - used));
            }
        }
        self.size += bits.size;
        self.bytes.truncate(self.size.div_ceil(8));
        self.clear_tail();
    }

    fn clear_tail(&mut self) {
        if !self.size.is_multiple_of(8)
            && let Some(last) = self.bytes.last_mut()
        {
            *last &= 0xFF << (8 - self.size % 8);
        }
    }

    /// The bytes (the last one padded with zero bits) and the number of bits.
    pub fn finish(self) -> (Vec<u8>, usize) {
        (self.bytes, self.size)
    }
}
