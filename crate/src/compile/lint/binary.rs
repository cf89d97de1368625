//! Sizes and types of the segments of binaries.

use super::Linter;
use syntax::ast::{BinaryElement, Expr, ExprKind, Int, Pos};

/// What the specifiers of a segment say together.
#[derive(Default)]
struct Specified {
    kind: Option<&'static str>,
    sign: Option<&'static str>,
    endian: Option<&'static str>,
    unit: Option<i64>,
}

impl Linter<'_> {
    /// A segment in an expression.
    pub(super) fn construction_segment_type(&mut self, element: &BinaryElement) {
        self.segment_type(element);
    }

    /// A segment in a pattern; `last` if no other follows.
    pub(super) fn pattern_segment_type(&mut self, element: &BinaryElement, last: bool) {
        let Some(specified) = self.segment_type(element) else {
            return;
        };
        let utf = matches!(specified.kind, Some("utf8" | "utf16" | "utf32"));
        if matches!(element.value.kind, ExprKind::String(_)) {
            if element.size.is_some() || (!element.specifiers.is_empty() && !utf) {
                let message = "a literal string in a binary pattern must not have a type or a size";
                self.error(element.pos, "erl_lint:typed_literal_string", message);
            }
            return;
        }
        if !last && element.size.is_none() && specified.kind == Some("binary") {
            let message =
                "a binary field without size is only allowed at the end of a binary pattern";
            self.error(element.pos, "erl_lint:unsized_binary_not_at_end", message);
        }
    }

    /// The pattern of a `<=` generator: it must know where the next begins.
    pub(super) fn check_generator_pattern(&mut self, pattern: &Expr) {
        let ExprKind::Binary(elements) = &pattern.kind else {
            return;
        };
        let Some(last) = elements.last() else { return };
        let is_binary = last
            .specifiers
            .iter()
            .any(|specifier| matches!(kind_of(&specifier.name), Some("binary")));
        if is_binary && last.size.is_none() {
            let message =
                "binary fields without size are not allowed in patterns of bit string generators";
            self.error(
                last.pos,
                "erl_lint:unsized_binary_in_bin_gen_pattern",
                message,
            );
        }
    }

    /// What the segment's specifiers mean; `None` after an error.
    fn segment_type(&mut self, element: &BinaryElement) -> Option<Specified> {
        let pos = element.pos;
        let mut specified = Specified::default();
        for specifier in &element.specifiers {
            let name = &*specifier.name;
            match &specifier.value {
                Some(Int::Small(unit @ 1..=256)) if name == "unit" => {
                    if let Some(other) = specified.unit.filter(|other| other != unit) {
                        return self.mismatch(pos, &unit.to_string(), &other.to_string(), "unit");
                    }
                    specified.unit = Some(*unit);
                }
                Some(value) => {
                    let message = format!("bit type {{{},{value}}} undefined", super::atom(name));
                    self.error(pos, "erl_lint:undefined_bittype", message);
                    return None;
                }
                None => {
                    let (slot, value, what) = if let Some(kind) = kind_of(name) {
                        (&mut specified.kind, kind, "type")
                    } else if let Some(sign) = one_of(name, &["signed", "unsigned"]) {
                        (&mut specified.sign, sign, "sign")
                    } else if let Some(endian) = one_of(name, &["big", "little", "native"]) {
                        (&mut specified.endian, endian, "endianness")
                    } else {
                        let message = format!("bit type {} undefined", super::atom(name));
                        self.error(pos, "erl_lint:undefined_bittype", message);
                        return None;
                    };
                    if let Some(other) = slot.filter(|other| *other != value) {
                        return self.mismatch(pos, value, other, what);
                    }
                    *slot = Some(value);
                    // Some names say the unit, too.
                    let implied = match name {
                        "bytes" => 8,
                        "bits" | "bitstring" => 1,
                        _ => continue,
                    };
                    if let Some(other) = specified.unit.filter(|other| *other != implied) {
                        return self.mismatch(
                            pos,
                            &implied.to_string(),
                            &other.to_string(),
                            "unit",
                        );
                    }
                    specified.unit = Some(implied);
                }
            }
        }
        self.check_sizes(element, &specified).then_some(specified)
    }

    fn mismatch(&mut self, pos: Pos, new: &str, old: &str, what: &str) -> Option<Specified> {
        let message =
            format!("conflict in {what} specification for bit field: '{new}' and '{old}'");
        self.error(pos, "erl_lint:bittype_mismatch", message);
        None
    }

    fn check_sizes(&mut self, element: &BinaryElement, specified: &Specified) -> bool {
        let pos = element.pos;
        match specified.kind {
            Some("utf8" | "utf16" | "utf32")
                if (element.size.is_some() || specified.unit.is_some()) =>
            {
                let message =
                    "neither size nor unit must be given for segments of type utf8/utf16/utf32";
                self.error(pos, "erl_lint:utf_bittype_size_or_unit", message);
                return false;
            }
            Some("binary") => {}
            _ if specified.unit.is_some() && element.size.is_none() => {
                let message =
                    "a bit unit size must not be specified unless a size is specified too";
                self.error(pos, "erl_lint:bittype_unit", message);
                return false;
            }
            Some("float") => {
                let unit = specified.unit.unwrap_or(1);
                if let Some(Expr {
                    kind: ExprKind::Integer(Int::Small(size)),
                    ..
                }) = &element.size
                    && !matches!(size.saturating_mul(unit), 16 | 32 | 64)
                {
                    self.warning(pos, "erl_lint:bad_bitsize", "bad float bit size");
                }
            }
            _ => {}
        }
        true
    }
}

/// The type that a specifier names, `binary` for all its synonyms.
fn kind_of(name: &str) -> Option<&'static str> {
    match name {
        "binary" | "bytes" | "bitstring" | "bits" => Some("binary"),
        _ => one_of(name, &["integer", "float", "utf8", "utf16", "utf32"]),
    }
}

fn one_of(name: &str, words: &[&'static str]) -> Option<&'static str> {
    words.iter().find(|word| **word == name).copied()
}
