//! Building and matching bit strings.

use bytecode::instr::Reg;
use bytecode::module::{BuildSegment, MatchSegment, SegmentSize, SegmentType};
use num_bigint::BigInt;
use term::bits::BitWriter;
use term::heap::Bits;
use term::{Heap, Term};

use super::stack::{Window, value_of};

/// Why a construction failed.
#[derive(Clone, Copy, Debug)]
pub struct BuildError {
    /// Which of the segments in the source, from 1; 0 is what a shell's comprehension puts out.
    pub number: u32,
    pub ty: SegmentType,
    pub unit: u32,
    /// Whether the segment has a size.
    pub is_sized: bool,
    pub problem: Problem,
    /// The value, or the size, that is wrong.
    pub culprit: Term,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// The value is of another type than the segment.
    Type,
    /// The size is no integer that is not negative.
    Size,
    TooLarge,
    /// The size is none that a float can have.
    Invalid,
    NoFloat,
    /// The value is shorter than the size.
    Short,
    /// The value's size is no multiple of the unit.
    Unit,
}

type Failure = (Problem, Term);

/// Builds a bit string from its segments. `scratch` is room to write in, of any content.
pub fn build(
    heap: &mut Heap,
    registers: &Window,
    segments: &[BuildSegment],
    scratch: &mut Vec<u8>,
) -> Result<Term, BuildError> {
    let mut rest = segments;
    let mut appended_to = None;
    let mut before = 0;
    // `<<Acc/binary, ...>>`: what follows is appended to Acc, in place when possible.
    if let Some(BuildSegment::Value {
        ty: SegmentType::Binary,
        value,
        size: SegmentSize::All,
        unit,
        ..
    }) = segments.first()
    {
        let first = value_of(registers, *value);
        if first.is_bitstring() && is_whole(heap.bit_size(first), *unit) && segments.len() > 1 {
            appended_to = Some(first);
            before = heap.bit_size(first);
            rest = &segments[1..];
        }
    }
    if let (Some(binary), Some(byte)) = (appended_to, one_byte(registers, rest))
        && before < limits::BITSTRING_BITS_MAX
    {
        return Ok(heap.append_bits(binary, &[byte], 8));
    }
    let mut writer = BitWriter::reusing(std::mem::take(scratch));
    let pushed = push_segments(heap, registers, rest, before, &mut writer);
    let (bytes, bits) = writer.finish();
    let built = pushed.map(|()| match appended_to {
        Some(binary) => heap.append_bits(binary, &bytes, bits),
        None => heap.bitstring(&bytes, bits),
    });
    *scratch = bytes;
    built
}

/// The byte that the segments come to, if they are a single integer of that size: the most common thing to append.
#[inline]
fn one_byte(registers: &Window, segments: &[BuildSegment]) -> Option<u8> {
    match segments {
        [
            BuildSegment::Value {
                ty: SegmentType::Integer,
                value,
                size: SegmentSize::Fixed(8),
                unit: 1,
                ..
            },
        ] => Some(value_of(registers, *value).as_small()? as u8),
        _ => None,
    }
}

/// `before`: bits that what is written will be appended to.
fn push_segments(
    heap: &Heap,
    registers: &Window,
    segments: &[BuildSegment],
    before: usize,
    writer: &mut BitWriter,
) -> Result<(), BuildError> {
    // What has been put together to a literal bears the number of its first segment.
    let mut next = 1 + u32::from(before > 0);
    for segment in segments {
        match segment {
            BuildSegment::Literal { bytes, bits } => {
                let ty = SegmentType::Integer;
                has_room(heap, before + writer.size(), ty, Term::NIL, Some(*bits)).map_err(
                    |(problem, culprit)| BuildError {
                        number: next,
                        ty,
                        unit: 1,
                        is_sized: false,
                        problem,
                        culprit,
                    },
                )?;
                writer.push(Bits {
                    bytes,
                    offset: 0,
                    size: *bits,
                });
            }
            BuildSegment::Value {
                ty,
                value,
                size,
                unit,
                little,
                number,
            } => {
                next = number + 1;
                let value = value_of(registers, *value);
                let pushed = size_in_bits(heap, registers, *size, *unit).and_then(|bits| {
                    has_room(heap, before + writer.size(), *ty, value, bits)?;
                    push_value(heap, writer, *ty, value, bits, *unit, *little)
                });
                pushed.map_err(|(problem, culprit)| BuildError {
                    number: *number,
                    ty: *ty,
                    unit: *unit,
                    is_sized: !matches!(size, SegmentSize::All),
                    problem,
                    culprit,
                })?;
            }
        }
    }
    Ok(())
}

/// Refuses a segment with which the whole would have more bits than a bit string may.
fn has_room(
    heap: &Heap,
    so_far: usize,
    ty: SegmentType,
    value: Term,
    bits: Option<usize>,
) -> Result<(), Failure> {
    let size = match bits {
        Some(bits) => bits,
        None if ty == SegmentType::Binary && value.is_bitstring() => heap.bit_size(value),
        None => 64,
    };
    if so_far.saturating_add(size) > limits::BITSTRING_BITS_MAX {
        return Err((Problem::TooLarge, Term::size(size / 8)));
    }
    Ok(())
}

/// Whether `bits` is a multiple of `unit`; units other than 1 and 8 are rare, and dividing is slow.
#[inline]
fn is_whole(bits: usize, unit: u32) -> bool {
    match unit {
        1 => true,
        8 => bits.is_multiple_of(8),
        _ => bits.is_multiple_of(unit as usize),
    }
}

/// `None`: the natural size.
fn size_in_bits(
    heap: &Heap,
    registers: &Window,
    size: SegmentSize,
    unit: u32,
) -> Result<Option<usize>, Failure> {
    let (units, term) = match size {
        SegmentSize::All => return Ok(None),
        SegmentSize::Fixed(units) => (units as usize, Term::size(units as usize)),
        SegmentSize::Register(register) => {
            let size = value_of(registers, register);
            match size.as_usize() {
                Some(units) => (units, size),
                None if is_positive_big(heap, size) => return Err((Problem::TooLarge, size)),
                None => return Err((Problem::Size, size)),
            }
        }
    };
    match units.checked_mul(unit as usize) {
        Some(bits) if bits <= limits::BITSTRING_BITS_MAX => Ok(Some(bits)),
        _ => Err((Problem::TooLarge, term)),
    }
}

fn is_positive_big(heap: &Heap, size: Term) -> bool {
    size.is_big() && !heap.big_parts(size).0
}

fn push_value(
    heap: &Heap,
    writer: &mut BitWriter,
    ty: SegmentType,
    value: Term,
    bits: Option<usize>,
    unit: u32,
    little: bool,
) -> Result<(), Failure> {
    let of_other_type = (Problem::Type, value);
    match ty {
        SegmentType::Integer => {
            let bits = bits.unwrap_or(8);
            if let Some(small) = value.as_small()
                && bits <= 64
                && (bits.is_multiple_of(8) || !little)
            {
                if bits == 8 && writer.push_byte(small as u8) {
                    return Ok(());
                }
                push_small(writer, small, bits, little);
                return Ok(());
            }
            let value = heap.to_bigint(value).ok_or(of_other_type)?;
            push_integer(writer, &value, bits, little);
        }
        SegmentType::Float => push_float(heap, writer, value, bits.unwrap_or(64), little)?,
        SegmentType::Binary => {
            if !value.is_bitstring() {
                return Err(of_other_type);
            }
            let view = heap.bits(value);
            let wanted = bits.unwrap_or(view.size);
            if wanted > view.size {
                return Err((Problem::Short, value));
            }
            if bits.is_none() && !is_whole(view.size, unit) {
                return Err((Problem::Unit, value));
            }
            writer.push(view.sub(0, wanted));
        }
        SegmentType::Utf8 | SegmentType::Utf16 | SegmentType::Utf32 => {
            let code = value
                .as_usize()
                .and_then(|code| char::from_u32(code as u32).filter(|_| code <= 0x10_FFFF));
            push_utf(writer, ty, code.ok_or(of_other_type)?, little);
        }
    }
    Ok(())
}

/// The low `bits` (at most 64) bits of `value`; whole bytes if little-endian.
fn push_small(writer: &mut BitWriter, value: i64, bits: usize, little: bool) {
    if bits == 0 {
        return;
    }
    let bytes = if little {
        value.to_le_bytes()
    } else {
        (value << (64 - bits)).to_be_bytes()
    };
    writer.push(Bits {
        bytes: &bytes[..bits.div_ceil(8)],
        offset: 0,
        size: bits,
    });
}

fn push_integer(writer: &mut BitWriter, value: &BigInt, bits: usize, little: bool) {
    // Two's complement, least significant byte first, then cut or extended to size.
    let mut bytes = value.to_signed_bytes_le();
    let fill = if value.sign() == num_bigint::Sign::Minus {
        0xFF
    } else {
        0
    };
    bytes.resize(bits.div_ceil(8), fill);
    if little {
        let whole = bits / 8;
        writer.push(Bits {
            bytes: &bytes[..whole],
            offset: 0,
            size: whole * 8,
        });
        if !bits.is_multiple_of(8) {
            let last = bytes[whole] << (8 - bits % 8);
            writer.push(Bits {
                bytes: &[last],
                offset: 0,
                size: bits % 8,
            });
        }
        return;
    }
    bytes.reverse();
    let offset = bytes.len() * 8 - bits;
    writer.push(Bits {
        bytes: &bytes,
        offset,
        size: bits,
    });
}

fn push_float(
    heap: &Heap,
    writer: &mut BitWriter,
    value: Term,
    bits: usize,
    little: bool,
) -> Result<(), Failure> {
    if !matches!(bits, 16 | 32 | 64) {
        return Err((Problem::Invalid, Term::size(bits)));
    }
    if !value.is_number() {
        return Err((Problem::Type, value));
    }
    let float = term::arith::float_of(heap, value).ok_or((Problem::NoFloat, value))?;
    // What is too large for the narrow ones becomes infinite.
    let mut bytes = match bits {
        64 => float.to_be_bytes().to_vec(),
        32 => (float as f32).to_be_bytes().to_vec(),
        _ => half_from_float(float).to_be_bytes().to_vec(),
    };
    if little {
        bytes.reverse();
    }
    writer.push(Bits::from_bytes(&bytes));
    Ok(())
}

fn push_utf(writer: &mut BitWriter, ty: SegmentType, code: char, little: bool) {
    let mut bytes = Vec::with_capacity(4);
    match ty {
        SegmentType::Utf16 => {
            let mut units = [0; 2];
            for unit in code.encode_utf16(&mut units) {
                bytes.extend(if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                });
            }
        }
        SegmentType::Utf32 => {
            let code = code as u32;
            bytes.extend(if little {
                code.to_le_bytes()
            } else {
                code.to_be_bytes()
            });
        }
        _ => bytes.extend(code.encode_utf8(&mut [0; 4]).bytes()),
    }
    writer.push(Bits::from_bytes(&bytes));
}

/// Matches one segment; on success the value (nil for a skipped one) and the position after it.
pub fn match_segment(
    heap: &mut Heap,
    registers: &Window,
    segment: &MatchSegment,
) -> Option<(Reg, Term, Term)> {
    let ctx = match segment {
        MatchSegment::Literal { ctx, .. } | MatchSegment::Value { ctx, .. } => *ctx,
    };
    let binary = value_of(registers, ctx);
    let position = value_of(registers, ctx.wrapping_add(1)).as_usize()?;
    let all = heap.bits(binary);
    let left = all.size.checked_sub(position)?;
    match segment {
        MatchSegment::Literal { bytes, bits, .. } => {
            if *bits > left {
                return None;
            }
            let view = all.sub(position, *bits);
            let same = (0..bits.div_ceil(8)).all(|index| view.byte(index) == bytes[index]);
            same.then(|| (ctx, Term::NIL, Term::size(position + bits)))
        }
        MatchSegment::Value {
            ty,
            size,
            unit,
            little,
            signed,
            skip,
            ..
        } => {
            let bits = match size {
                SegmentSize::All => None,
                SegmentSize::Fixed(units) => Some((*units as usize).checked_mul(*unit as usize)?),
                SegmentSize::Register(register) => Some(
                    value_of(registers, *register)
                        .as_usize()?
                        .checked_mul(*unit as usize)?,
                ),
            };
            let (value, bits) = match ty {
                SegmentType::Binary => {
                    let bits = bits.unwrap_or(left);
                    if bits > left || matches!(size, SegmentSize::All) && !is_whole(bits, *unit) {
                        return None;
                    }
                    let value = if *skip {
                        Term::NIL
                    } else {
                        heap.sub_binary(binary, position, bits)
                    };
                    (value, bits)
                }
                SegmentType::Integer => {
                    let bits = bits.unwrap_or(8);
                    if bits > left {
                        return None;
                    }
                    let value = if *skip {
                        Term::NIL
                    } else if let Some(small) = get_small(all.sub(position, bits), *little, *signed)
                    {
                        small
                    } else {
                        get_integer(heap, binary, position, bits, *little, *signed)
                    };
                    (value, bits)
                }
                SegmentType::Float => {
                    let bits = bits.unwrap_or(64);
                    if bits > left {
                        return None;
                    }
                    let float = get_float(all.sub(position, bits), *little)?;
                    (heap.float(float), bits)
                }
                SegmentType::Utf8 | SegmentType::Utf16 | SegmentType::Utf32 => {
                    let (code, bits) = get_utf(all.sub(position, left), *ty, *little)?;
                    (Term::int(code as i32), bits)
                }
            };
            Some((ctx, value, Term::size(position + bits)))
        }
    }
}

/// The integer if it surely is a small one, and simple to read.
#[inline]
fn get_small(view: Bits<'_>, little: bool, signed: bool) -> Option<Term> {
    let bits = view.size;
    let is_plain = view.offset == 0 && bits.is_multiple_of(8);
    if bits > 56 || little && !is_plain {
        return None;
    }
    let add = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
    let value = match (is_plain, little) {
        (true, false) => view.bytes.iter().fold(0, add),
        (true, true) => view.bytes.iter().rev().fold(0, add),
        (false, _) => view.to_u64(),
    };
    let negative = signed && bits > 0 && value >> (bits - 1) & 1 == 1;
    Term::small(if negative {
        value as i64 - (1 << bits)
    } else {
        value as i64
    })
}

fn get_integer(
    heap: &mut Heap,
    binary: Term,
    position: usize,
    bits: usize,
    little: bool,
    signed: bool,
) -> Term {
    let bytes = heap.bits(binary).sub(position, bits).to_bytes();
    let mut digits = Vec::with_capacity(bytes.len());
    let unused = bytes.len() * 8 - bits;
    let value = if little {
        digits.extend_from_slice(&bytes);
        if let Some(last) = digits.last_mut() {
            *last >>= unused;
        }
        BigInt::from_bytes_le(num_bigint::Sign::Plus, &digits)
    } else {
        BigInt::from_bytes_be(num_bigint::Sign::Plus, &bytes) >> unused
    };
    let negative = signed && bits > 0 && value.bit(bits as u64 - 1);
    heap.big(&if negative {
        value - (BigInt::from(1) << bits)
    } else {
        value
    })
}

fn get_float(view: Bits<'_>, little: bool) -> Option<f64> {
    let mut bytes = view.to_bytes();
    if little {
        bytes.reverse();
    }
    let float = match view.size {
        64 => f64::from_be_bytes(bytes.try_into().ok()?),
        32 => f64::from(f32::from_be_bytes(bytes.try_into().ok()?)),
        16 => half_to_float(u16::from_be_bytes(bytes.try_into().ok()?)),
        _ => return None,
    };
    float.is_finite().then_some(float)
}

fn get_utf(view: Bits<'_>, ty: SegmentType, little: bool) -> Option<(char, usize)> {
    let available = view.size / 8;
    let unit = |index: usize| {
        let bytes = [view.byte(index * 2), view.byte(index * 2 + 1)];
        if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        }
    };
    match ty {
        SegmentType::Utf16 => {
            let units = (0..(available / 2).min(2)).map(unit);
            let code = char::decode_utf16(units).next()?.ok()?;
            Some((code, code.len_utf16() * 16))
        }
        SegmentType::Utf32 => {
            if available < 4 {
                return None;
            }
            let bytes = [view.byte(0), view.byte(1), view.byte(2), view.byte(3)];
            let code = if little {
                u32::from_le_bytes(bytes)
            } else {
                u32::from_be_bytes(bytes)
            };
            Some((char::from_u32(code)?, 32))
        }
        _ => {
            let mut bytes = [0; 4];
            let bytes = &mut bytes[..available.min(4)];
            for (index, byte) in bytes.iter_mut().enumerate() {
                *byte = view.byte(index);
            }
            let length = match bytes.first()? {
                0..=0x7F => return Some((char::from(bytes[0]), 8)),
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                _ => 4,
            };
            let code = std::str::from_utf8(bytes.get(..length)?)
                .ok()?
                .chars()
                .next()?;
            Some((code, length * 8))
        }
    }
}

/// IEEE 754 half precision, rounded to nearest even; infinite on overflow.
fn half_from_float(value: f64) -> u16 {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = value.abs();
    if magnitude >= 65520.0 {
        return sign | 0x7C00;
    }
    // The unit of the last place: 2^-24 for subnormals, otherwise exponent - 10.
    let exponent = if magnitude < 6.103_515_625e-5 {
        -14
    } else {
        ((magnitude.to_bits() >> 52) as i32) - 1023
    };
    let scaled = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    let biased = if magnitude < 6.103_515_625e-5 {
        0
    } else {
        (exponent + 14) as u32
    };
    sign | (scaled + (biased << 10)) as u16
}

fn half_to_float(half: u16) -> f64 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(half >> 10 & 0x1F);
    let fraction = f64::from(half & 0x3FF);
    match exponent {
        0 => sign * fraction * 2f64.powi(-24),
        31 => f64::INFINITY,
        _ => sign * (1024.0 + fraction) * 2f64.powi(exponent - 25),
    }
}
