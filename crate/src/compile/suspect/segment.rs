//! Segments of binaries.

use super::pattern::{Head, Pat};
use super::rows::Key;
use super::value::Val;
use super::{About, Suspect};
use syntax::ast::{BinaryElement, Expr, ExprKind, Int, Pos};
use term::Term;

/// Most characters of a string that are told apart.
const STRING_MAX: usize = 200;

/// How a segment is laid out.
struct Layout<'e> {
    ty: &'e str,
    unit: u64,
    signed: bool,
    little: bool,
}

fn layout(element: &BinaryElement) -> Layout<'_> {
    let mut layout = Layout {
        ty: "integer",
        unit: 0,
        signed: false,
        little: false,
    };
    for specifier in &element.specifiers {
        match &*specifier.name {
            "unit" => {
                if let Some(Int::Small(unit)) = &specifier.value {
                    layout.unit = u64::try_from(*unit).unwrap_or(1);
                }
            }
            "signed" => layout.signed = true,
            "little" => layout.little = true,
            "unsigned" | "big" | "native" => {}
            "bytes" => layout.ty = "binary",
            "bits" => layout.ty = "bitstring",
            ty => layout.ty = ty,
        }
    }
    if layout.unit == 0 {
        layout.unit = if layout.ty == "binary" { 8 } else { 1 };
    }
    layout
}

/// Whether a literal of this kind may be the value of a segment of the type.
fn suits(ty: &str, value: Term) -> bool {
    match ty {
        "integer" | "utf8" | "utf16" | "utf32" => value.is_integer(),
        "float" => value.is_number(),
        _ => value.is_bitstring(),
    }
}

/// Written out, and not an integer or a string.
const fn is_literal(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::Nil
            | ExprKind::List { .. }
            | ExprKind::Tuple(_)
    )
}

impl<'a> Suspect<'a> {
    #[inline(never)]
    pub(super) fn binary_expr(
        &mut self,
        pos: Pos,
        elements: &'a [BinaryElement],
        used: bool,
        complain: bool,
    ) -> Val {
        let (mut bytes, mut mismatch) = (Some(Vec::new()), false);
        let mut badly_sized = None;
        for element in elements {
            let layout = layout(element);
            if let ExprKind::String(text) = &element.value.kind {
                let plain = element.size.is_none() && element.specifiers.is_empty();
                bytes = bytes.filter(|_| plain);
                if let Some(bytes) = &mut bytes {
                    bytes.extend(text.chars().map(|char| char as u32 as u8));
                }
            } else {
                let val = self.part(&element.value, used);
                let is_plain = element.size.is_none() && element.specifiers.is_empty();
                let byte = val.lit().filter(|_| is_plain).and_then(Term::as_small);
                bytes = bytes.zip(byte).map(|(mut bytes, byte)| {
                    bytes.push(byte as u8);
                    bytes
                });
                mismatch |= match &element.value.kind {
                    ExprKind::Binary(_) => !matches!(layout.ty, "binary" | "bitstring"),
                    _ => {
                        is_literal(&element.value)
                            && val.lit().is_none_or(|term| !suits(layout.ty, term))
                    }
                };
            }
            if let Some(size) = &element.size {
                let val = self.expr(size, true);
                let is_size = |term: Term| term.is_integer() && !self.is_negative(term);
                if is_literal(size) || matches!(size.kind, ExprKind::String(_)) {
                    mismatch |= !matches!(size.kind, ExprKind::Integer(_) | ExprKind::Char(_));
                } else if val.lit().is_some_and(|term| !is_size(term)) {
                    badly_sized = badly_sized.or(Some(element.pos));
                }
            }
        }
        if mismatch {
            let message = "binary construction will fail because of a type mismatch";
            self.warn(About::Failed, pos, "v3_core:failed", message);
        } else if let Some(pos) = badly_sized {
            let message = "binary construction will fail because the size of a segment is invalid";
            self.failed(pos, message);
        }
        if complain && !mismatch {
            self.constructed(pos);
        }
        bytes.map_or(Val::Any, |bytes| Val::Lit(self.heap.binary(&bytes)))
    }

    fn is_negative(&self, integer: Term) -> bool {
        !self.fits(integer, u64::MAX, false)
    }

    pub(super) fn binary_pattern(&mut self, elements: &'a [BinaryElement], head: &mut Head) -> Pat {
        let mut segments: Vec<(String, Pat)> = Vec::new();
        for element in elements {
            if head.counts(1) {
                self.only_variables(&element.value, head);
                continue;
            }
            let layout = layout(element);
            let (bits, size) = self.size_in_pattern(element, &layout, head);
            let key = |literal: &str| {
                let Layout {
                    ty,
                    unit,
                    signed,
                    little,
                } = &layout;
                format!("{literal}{ty}:{size}*{unit}/{signed}/{little}")
            };
            if let ExprKind::String(text) = &element.value.kind {
                head.counts(text.len());
                for char in text.chars().take(STRING_MAX) {
                    let value = Pat::Con(Key::Lit(Term::int(char as i32)), Vec::new());
                    segments.push((key("="), value));
                }
                continue;
            }
            if matches!(element.value.kind, ExprKind::Var(_)) {
                let value = self.pattern(&element.value, &Val::Any, head);
                segments.push((key(""), value));
                continue;
            }
            let Some(value) = self.expr(&element.value, true).lit() else {
                segments.push((key(""), Pat::Any));
                continue;
            };
            self.literal_segment(element.pos, &layout, bits, value, head);
            let literal = if layout.ty == "integer" { "=" } else { "" };
            segments.push((key(literal), Pat::Con(Key::Lit(value), Vec::new())));
        }
        let end = Pat::Con(Key::Segment(String::new()), Vec::new());
        let segments = segments.into_iter().rev();
        segments.fold(end, |rest, (key, value)| {
            Pat::Con(Key::Segment(key), vec![value, rest])
        })
    }

    /// The bits, where they are known, and what tells one size from another.
    fn size_in_pattern(
        &mut self,
        element: &'a BinaryElement,
        layout: &Layout<'_>,
        head: &mut Head,
    ) -> (Option<u64>, String) {
        let Some(size) = &element.size else {
            let bits = if layout.ty == "integer" { 8 } else { 64 };
            return (Some(bits), String::new());
        };
        let Some(term) = self.expr(size, true).lit() else {
            return (None, syntax::pretty::term(size));
        };
        match term.as_small().and_then(|size| u64::try_from(size).ok()) {
            Some(8) if layout.ty == "integer" && layout.unit == 1 => (Some(8), String::new()),
            Some(size) => (size.checked_mul(layout.unit), size.to_string()),
            None => {
                let text = self.text(term);
                let why = format!("'{text}' is not a valid size for a binary segment");
                self.misfit(element.pos, &why, head);
                (None, text)
            }
        }
    }

    fn literal_segment(
        &mut self,
        pos: Pos,
        layout: &Layout<'_>,
        bits: Option<u64>,
        value: Term,
        head: &mut Head,
    ) {
        let text = self.text(value);
        if !suits(layout.ty, value) {
            let why = format!("'{text}' is not of the expected type '{}'", layout.ty);
            return self.misfit(pos, &why, head);
        }
        let Some(bits) = bits.filter(|_| layout.ty == "integer") else {
            return;
        };
        let signed = if layout.signed { "signed" } else { "unsigned" };
        if !layout.signed && self.is_negative(value) {
            let why = format!(
                "the negative value {text} will never match the value of an 'unsigned' binary segment"
            );
            self.misfit(pos, &why, head);
        } else if !self.fits(value, bits, layout.signed) {
            let why = format!(
                "the value {text} will not fit in an '{signed}' binary segment of size {bits}"
            );
            let why = why.replace("an 'signed'", "a 'signed'");
            self.misfit(pos, &why, head);
        }
    }

    fn misfit(&mut self, pos: Pos, why: &str, head: &mut Head) {
        head.misfit = true;
        self.nomatch(pos, "sys_core_fold:nomatch_segment", why);
    }
}
