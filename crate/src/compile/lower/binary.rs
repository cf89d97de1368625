//! Bit strings: segments and their defaults.

use super::super::ir::{Expr, Kind, Layout, Pattern, Segment, SegmentPattern, Size};
use super::Lowering;
use bytecode::module::SegmentType;
use syntax::ast::{BinaryElement, ExprKind, Int, Pos};
use term::Term;
use term::bits::BitWriter;
use term::heap::Bits;

/// Longest integer segment folded into a literal, in bits.
const FOLDED_BITS_MAX: usize = 4096;

/// Segments joined as far as they are literal.
enum Joined<T> {
    Literal(BitWriter),
    Value(T),
}

impl<'a> Lowering<'a> {
    pub(super) fn binary(&mut self, pos: Pos, elements: &'a [BinaryElement]) -> Expr {
        let segments = self.segments(elements, 1);
        self.binary_of(pos.line, segments)
    }

    pub(super) fn binary_of(&mut self, line: u32, segments: Vec<Segment>) -> Expr {
        match &segments[..] {
            [] => Expr::constant(line, self.heap.binary(&[])),
            [Segment::Literal { bytes, bits }] => {
                Expr::constant(line, self.heap.bitstring(bytes, *bits))
            }
            _ => Expr::new(line, Kind::Binary(segments)),
        }
    }

    /// `first` is the number of the first element.
    pub(super) fn segments(&mut self, elements: &'a [BinaryElement], first: u32) -> Vec<Segment> {
        let mut joined = Vec::new();
        for (number, element) in (first..).zip(elements) {
            let Some((layout, default)) = self.layout(element) else {
                continue;
            };
            if let ExprKind::String(text) = &element.value.kind {
                self.string_segments(&mut joined, (number, element), text, layout, default);
                continue;
            }
            let value = self.expr(&element.value);
            let size = self.size(element, layout, default);
            match literal_bits(value.as_const(), layout, &size, false) {
                Some((bytes, bits)) => push_literal(&mut joined, &bytes, bits),
                None => joined.push(Joined::Value(Segment::Value {
                    value,
                    layout,
                    size,
                    number,
                })),
            }
        }
        joined
            .into_iter()
            .map(|part| match part {
                Joined::Literal(writer) => {
                    let (bytes, bits) = writer.finish();
                    Segment::Literal { bytes, bits }
                }
                Joined::Value(segment) => segment,
            })
            .collect()
    }

    /// A string in a binary stands for its characters, each with the same specification.
    fn string_segments(
        &mut self,
        joined: &mut Vec<Joined<Segment>>,
        (number, element): (u32, &'a BinaryElement),
        text: &str,
        layout: Layout,
        default: DefaultSize,
    ) {
        for c in text.chars() {
            let value = Term::int(c as i32);
            let size = self.size(element, layout, default);
            if let Some((bytes, bits)) = literal_bits(Some(value), layout, &size, false) {
                push_literal(joined, &bytes, bits);
                continue;
            }
            let value = Expr::constant(element.pos.line, value);
            joined.push(Joined::Value(Segment::Value {
                value,
                layout,
                size,
                number,
            }));
        }
    }

    pub(super) fn binary_pattern(&mut self, _pos: Pos, elements: &'a [BinaryElement]) -> Pattern {
        Pattern::Binary(self.segment_patterns(elements))
    }

    pub(super) fn segment_patterns(
        &mut self,
        elements: &'a [BinaryElement],
    ) -> Vec<SegmentPattern> {
        let mut joined = Vec::new();
        for element in elements {
            let Some((layout, default)) = self.layout(element) else {
                continue;
            };
            let values: Vec<Option<Term>> = match &element.value.kind {
                ExprKind::String(text) => text.chars().map(|c| Some(Term::int(c as i32))).collect(),
                _ => vec![None],
            };
            for constant in values {
                let outer = std::mem::replace(&mut self.in_guard, true);
                let size = self.size(element, layout, default);
                self.in_guard = outer;
                let pattern = match constant {
                    Some(term) => Pattern::Const(term),
                    None => self.pattern(&element.value),
                };
                let constant = match pattern {
                    Pattern::Const(term) => Some(term),
                    _ => None,
                };
                match literal_bits(constant, layout, &size, true) {
                    Some((bytes, bits)) => push_literal(&mut joined, &bytes, bits),
                    None => joined.push(Joined::Value(SegmentPattern::Value {
                        pattern,
                        layout,
                        size,
                    })),
                }
            }
        }
        joined
            .into_iter()
            .map(|part| match part {
                Joined::Literal(writer) => {
                    let (bytes, bits) = writer.finish();
                    SegmentPattern::Literal { bytes, bits }
                }
                Joined::Value(segment) => segment,
            })
            .collect()
    }

    fn size(&mut self, element: &'a BinaryElement, layout: Layout, default: DefaultSize) -> Size {
        let Some(size) = &element.size else {
            return match default {
                DefaultSize::All => Size::All,
                DefaultSize::Bits(bits) => Size::Fixed(bits / layout.unit),
            };
        };
        let size = self.expr(size);
        match size.as_const().and_then(Term::as_small).map(u32::try_from) {
            Some(Ok(units)) => Size::Fixed(units),
            _ => Size::Computed(size),
        }
    }

    /// Type, unit, byte order, sign and the size if none is written.
    fn layout(&mut self, element: &BinaryElement) -> Option<(Layout, DefaultSize)> {
        let mut ty = None;
        let mut layout = Layout {
            ty: SegmentType::Integer,
            unit: 0,
            little: false,
            signed: false,
        };
        let mut default = DefaultSize::Bits(8);
        let mut binary_unit = 8;
        for specifier in &element.specifiers {
            match &*specifier.name {
                "integer" => ty = Some(SegmentType::Integer),
                "float" => ty = Some(SegmentType::Float),
                "binary" | "bytes" => ty = Some(SegmentType::Binary),
                "bitstring" | "bits" => {
                    ty = Some(SegmentType::Binary);
                    binary_unit = 1;
                }
                "utf8" => ty = Some(SegmentType::Utf8),
                "utf16" => ty = Some(SegmentType::Utf16),
                "utf32" => ty = Some(SegmentType::Utf32),
                "signed" => layout.signed = true,
                "little" | "native" => layout.little = true,
                "unsigned" | "big" => {}
                "unit" => {
                    if let Some(Int::Small(unit @ 1..=256)) = specifier.value {
                        layout.unit = unit as u32;
                    }
                }
                other => {
                    let message = format!("unknown bit type: {other}");
                    self.error(element.pos, "erl_lint:undefined_bittype", message);
                    return None;
                }
            }
        }
        layout.ty = ty.unwrap_or(SegmentType::Integer);
        let natural_unit = match layout.ty {
            SegmentType::Binary => binary_unit,
            _ => 1,
        };
        match layout.ty {
            SegmentType::Integer => {}
            SegmentType::Float => default = DefaultSize::Bits(64),
            _ => default = DefaultSize::All,
        }
        if layout.unit == 0 {
            layout.unit = natural_unit;
        }
        Some((layout, default))
    }
}

/// The bits of a constant integer of constant size. A pattern's value must fit, or the segment never matches.
fn literal_bits(
    constant: Option<Term>,
    layout: Layout,
    size: &Size,
    fits: bool,
) -> Option<(Vec<u8>, usize)> {
    let constant = constant?;
    match layout.ty {
        SegmentType::Utf8 if matches!(size, Size::All) => {
            let c = char::from_u32(u32::try_from(constant.as_small()?).ok()?)?;
            let bytes = c.to_string().into_bytes();
            let bits = bytes.len() * 8;
            Some((bytes, bits))
        }
        SegmentType::Utf16 if matches!(size, Size::All) => {
            let c = char::from_u32(u32::try_from(constant.as_small()?).ok()?)?;
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            let ordered = |unit: u16| {
                if layout.little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            };
            let bytes: Vec<u8> = units.into_iter().flat_map(ordered).collect();
            let bits = bytes.len() * 8;
            Some((bytes, bits))
        }
        SegmentType::Utf32 if matches!(size, Size::All) => {
            let c = char::from_u32(u32::try_from(constant.as_small()?).ok()?)?;
            let bytes = if layout.little {
                u32::from(c).to_le_bytes()
            } else {
                u32::from(c).to_be_bytes()
            };
            Some((bytes.to_vec(), 32))
        }
        SegmentType::Integer => {
            let Size::Fixed(units) = size else {
                return None;
            };
            let bits = (*units as usize).checked_mul(layout.unit as usize)?;
            if bits > FOLDED_BITS_MAX || layout.little && !bits.is_multiple_of(8) {
                return None;
            }
            let value = i128::from(constant.as_small()?);
            if fits {
                let (low, high) = match (bits, layout.signed) {
                    (100.., _) => (i128::MIN, i128::MAX),
                    (0, _) => (0, 0),
                    (_, true) => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
                    (_, false) => (0, (1 << bits) - 1),
                };
                if value < low || value > high || bits >= 100 && !layout.signed && value < 0 {
                    return None;
                }
            }
            let mut bytes = integer_bytes(value, bits);
            if layout.little {
                bytes.reverse();
            }
            Some((bytes, bits))
        }
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum DefaultSize {
    All,
    Bits(u32),
}

fn push_literal<T>(joined: &mut Vec<Joined<T>>, bytes: &[u8], bits: usize) {
    if bits == 0 {
        return;
    }
    let bits = Bits {
        bytes,
        offset: 0,
        size: bits,
    };
    if let Some(Joined::Literal(writer)) = joined.last_mut() {
        writer.push(bits);
        return;
    }
    let mut writer = BitWriter::default();
    writer.push(bits);
    joined.push(Joined::Literal(writer));
}

/// The low `bits` bits of `value`, big-endian, from the first bit on.
fn integer_bytes(value: i128, bits: usize) -> Vec<u8> {
    let length = bits.div_ceil(8);
    let spare = length * 8 - bits;
    let mut bytes = vec![if value < 0 { 0xFF } else { 0 }; length + 1];
    for (position, byte) in bytes.iter_mut().rev().enumerate().take(16) {
        *byte = (value >> (8 * position)) as u8;
    }
    // Move left so that the first bit stands at the start of a byte.
    (0..length)
        .map(|position| {
            let (here, next) = (
                bytes[position + 1],
                bytes.get(position + 2).copied().unwrap_or(0),
            );
            (u16::from_be_bytes([here, next]) << spare >> 8) as u8
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::integer_bytes;

    #[test]
    fn integers_become_bits() {
        assert_eq!(integer_bytes(1, 8), [1]);
        assert_eq!(integer_bytes(0x1234, 16), [0x12, 0x34]);
        assert_eq!(integer_bytes(-1, 12), [0xFF, 0xF0]);
        assert_eq!(integer_bytes(5, 3), [0xA0]);
        assert_eq!(integer_bytes(1, 24), [0, 0, 1]);
        assert_eq!(integer_bytes(-2, 160)[19], 0xFE);
    }
}
