//! Module `unicode`: conversions between lists of characters and encoded binaries.

use super::builtins;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::chardata::code_point;
use term::work::Steps;
use term::{Atom, Heap, Term, atom};

builtins! {
    "bom_to_encoding"/1 Constant pure = bom_to_encoding;
    "characters_to_binary"/1 Linear pure = characters_to_binary;
    "characters_to_binary"/2 Linear pure = characters_to_binary;
    "characters_to_binary"/3 Linear pure = characters_to_binary;
    "characters_to_list"/1 Linear pure = characters_to_list;
    "characters_to_list"/2 Linear pure = characters_to_list;
    "encoding_to_bom"/1 Constant pure = encoding_to_bom;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Latin1,
    Utf8,
    Utf16 { little: bool },
    Utf32 { little: bool },
}

fn encoding(heap: &Heap, term: Term) -> Result<Encoding, Trap> {
    if let Some(name) = term.as_atom() {
        return Ok(match name.text() {
            "latin1" => Encoding::Latin1,
            "unicode" | "utf8" => Encoding::Utf8,
            "utf16" => Encoding::Utf16 { little: false },
            "utf32" => Encoding::Utf32 { little: false },
            _ => return Err(Trap::badarg()),
        });
    }
    let [name, order] = heap.as_tuple(term).ok_or_else(Trap::badarg)?;
    let little = match order.as_atom().map(Atom::text) {
        Some("little") => true,
        Some("big") => false,
        _ => return Err(Trap::badarg()),
    };
    match name.as_atom().map(Atom::text) {
        Some("utf16") => Ok(Encoding::Utf16 { little }),
        Some("utf32") => Ok(Encoding::Utf32 { little }),
        _ => Err(Trap::badarg()),
    }
}

/// What comes next in a binary.
enum Next {
    Character(char, usize),
    /// The bytes could go on to a character.
    Incomplete,
    Invalid,
}

fn next(bytes: &[u8], encoding: Encoding) -> Next {
    match encoding {
        Encoding::Latin1 => Next::Character(char::from(bytes[0]), 1),
        Encoding::Utf8 => next_utf8(bytes),
        Encoding::Utf16 { little } => next_utf16(bytes, little),
        Encoding::Utf32 { little } => {
            let Some(unit) = bytes.first_chunk::<4>() else {
                // The first byte of a big-endian character is always 0.
                let possible =
                    little || bytes[0] == 0 && bytes.get(1).is_none_or(|&byte| byte <= 0x10);
                return if possible {
                    Next::Incomplete
                } else {
                    Next::Invalid
                };
            };
            let code = if little {
                u32::from_le_bytes(*unit)
            } else {
                u32::from_be_bytes(*unit)
            };
            char::from_u32(code).map_or(Next::Invalid, |character| Next::Character(character, 4))
        }
    }
}

fn next_utf8(bytes: &[u8]) -> Next {
    if bytes[0] < 0x80 {
        return Next::Character(char::from(bytes[0]), 1);
    }
    let start = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) if error.error_len().is_none() => return Next::Incomplete,
        Err(_) => return Next::Invalid,
    };
    match valid.chars().next() {
        Some(character) => Next::Character(character, character.len_utf8()),
        None => Next::Invalid,
    }
}

fn next_utf16(bytes: &[u8], little: bool) -> Next {
    let unit = |at: usize| {
        let pair: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let Some(first) = unit(0) else {
        return Next::Incomplete;
    };
    if !(0xD800..0xE000).contains(&first) {
        return char::from_u32(u32::from(first))
            .map_or(Next::Invalid, |character| Next::Character(character, 2));
    }
    let Some(second) = unit(2) else {
        return if first < 0xDC00 {
            Next::Incomplete
        } else {
            Next::Invalid
        };
    };
    match char::decode_utf16([first, second]).next() {
        Some(Ok(character)) => Next::Character(character, 4),
        _ => Next::Invalid,
    }
}

/// How a conversion ended.
enum End {
    Whole,
    /// A binary ended inside a character: its bytes.
    Incomplete(Vec<u8>),
    /// What could not be converted.
    Error(Term),
}

/// Walks character data and collects the characters.
struct Walk<'a, 'b> {
    ctx: &'a mut Ctx<'b>,
    encoding: Encoding,
    out: String,
    /// The tails of the lists around the current place, the nearest last.
    outer: Vec<Term>,
    /// The beginning of a character at the end of the last binary.
    pending: Vec<u8>,
}

impl Walk<'_, '_> {
    /// `Ok(Some(rest))` is where it failed.
    fn run(&mut self, data: Term) -> Result<Option<Term>, Trap> {
        let mut current = data;
        let mut steps = Steps::of(1);
        loop {
            if !steps.step() {
                return Ok(None);
            }
            let failed = if current.is_cons() {
                let (head, tail) = self.ctx.heap.head_tail(current);
                if head.is_integer() {
                    if self.integer(head) {
                        current = tail;
                        continue;
                    }
                    Some(current)
                } else {
                    self.outer.push(tail);
                    current = head;
                    continue;
                }
            } else if current.is_bitstring() {
                self.binary(current)?
            } else if current.is_nil() {
                None
            } else {
                return Err(Trap::badarg());
            };
            if let Some(rest) = failed {
                return Ok(Some(self.rest(rest)));
            }
            match self.outer.pop() {
                Some(tail) => current = tail,
                None => return Ok(None),
            }
        }
    }

    fn integer(&mut self, integer: Term) -> bool {
        if !self.pending.is_empty() {
            return false;
        }
        match code_point(integer) {
            Some(character) if self.encoding != Encoding::Latin1 || u32::from(character) < 256 => {
                self.out.push(character);
                true
            }
            _ => false,
        }
    }

    /// Takes the characters of a binary; what is left if they are not valid.
    fn binary(&mut self, binary: Term) -> Result<Option<Term>, Trap> {
        let own = self
            .ctx
            .heap
            .bytes(binary)
            .ok_or_else(Trap::badarg)?
            .into_owned();
        self.ctx.charge(own.len());
        let carried = self.pending.len();
        let mut bytes = std::mem::take(&mut self.pending);
        bytes.extend_from_slice(&own);
        let mut at = 0;
        while at < bytes.len() {
            match next(&bytes[at..], self.encoding) {
                Next::Character(character, size) => {
                    self.out.push(character);
                    at += size;
                }
                Next::Incomplete => {
                    self.pending = bytes[at..].to_vec();
                    return Ok(None);
                }
                Next::Invalid if at < carried => {
                    // The bytes carried over do not go with this binary, which stays whole.
                    self.pending = bytes[..carried].to_vec();
                    return Ok(Some(binary));
                }
                Next::Invalid => {
                    let start = at - carried;
                    return Ok(Some(if start == 0 {
                        binary
                    } else {
                        self.ctx.heap.binary(&own[start..])
                    }));
                }
            }
        }
        Ok(None)
    }

    /// What is left: `rest` and the lists around it.
    fn rest(&mut self, rest: Term) -> Term {
        let mut rest = rest;
        while let Some(tail) = self.outer.pop() {
            rest = self.ctx.heap.cons(rest, tail);
        }
        if !self.pending.is_empty() {
            let pending = self.ctx.heap.binary(&self.pending);
            rest = self.ctx.heap.list(&[pending, rest]);
        }
        rest
    }
}

/// The characters of the data, and how it ended.
fn characters(ctx: &mut Ctx<'_>, data: Term, encoding: Encoding) -> Result<(String, End), Trap> {
    if !data.is_list() && !data.is_bitstring() {
        return Err(Trap::badarg());
    }
    let mut walk = Walk {
        ctx,
        encoding,
        out: String::new(),
        outer: Vec::new(),
        pending: Vec::new(),
    };
    let failed = walk.run(data)?;
    let (out, pending) = (walk.out, walk.pending);
    ctx.charge(out.len());
    let end = match failed {
        Some(rest) => {
            check_shape(&ctx.heap, data)?;
            End::Error(rest)
        }
        None if !pending.is_empty() => End::Incomplete(pending),
        None => End::Whole,
    };
    Ok((out, end))
}

/// Anything but integers and binaries is a mistake in the argument, wherever it stands.
fn check_shape(heap: &Heap, data: Term) -> Result<(), Trap> {
    let mut todo = vec![data];
    let mut steps = Steps::of(1);
    while let Some(term) = todo.pop() {
        if !steps.step() {
            break;
        }
        if term.is_cons() {
            let (head, tail) = heap.head_tail(term);
            if tail.is_integer() {
                return Err(Trap::badarg());
            }
            todo.push(tail);
            if !head.is_integer() {
                todo.push(head);
            }
        } else if !term.is_nil() && !heap.is_binary(term) {
            return Err(Trap::badarg());
        }
    }
    Ok(())
}

/// The result of a conversion: `converted`, or `{error, converted, Rest}` or `{incomplete, converted, Bytes}`.
fn result(ctx: &mut Ctx<'_>, converted: Term, end: End) -> NativeResult {
    let (tag, rest) = match end {
        End::Whole => return Ok(converted),
        End::Incomplete(bytes) => (Atom::intern("incomplete"), ctx.heap.binary(&bytes)),
        End::Error(rest) => (atom::ERROR, rest),
    };
    Ok(ctx.heap.tuple(&[tag.into(), converted, rest]))
}

/// `characters_to_list(Data)`, `characters_to_list(Data, InEncoding)`.
fn characters_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let encoding = args
        .get(1)
        .map_or(Ok(Encoding::Utf8), |&term| encoding(&ctx.heap, term))?;
    let (text, end) = characters(ctx, args[0], encoding)?;
    ctx.reserve(2 * text.len())?;
    let list = ctx.heap.string(&text);
    result(ctx, list, end)
}

/// `characters_to_binary(Data)`, `characters_to_binary(Data, InEncoding)`, `characters_to_binary(Data, In, Out)`.
fn characters_to_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let encoding_at = |ctx: &Ctx<'_>, at: usize| {
        args.get(at)
            .map_or(Ok(Encoding::Utf8), |&term| encoding(&ctx.heap, term))
    };
    let (from, to) = (encoding_at(ctx, 1)?, encoding_at(ctx, 2)?);
    let (text, end) = characters(ctx, args[0], from)?;
    ctx.reserve(text.len() / 8 + 16)?;
    let mut bytes = Vec::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match to {
            Encoding::Utf8 => {
                bytes = text.into_bytes();
                break;
            }
            Encoding::Latin1 => match u8::try_from(u32::from(character)) {
                Ok(byte) => bytes.push(byte),
                Err(_) => return unencodable(ctx, &bytes, &text[at..], end),
            },
            Encoding::Utf16 { little } => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    bytes.extend(if little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    });
                }
            }
            Encoding::Utf32 { little } => {
                let code = u32::from(character);
                bytes.extend(if little {
                    code.to_le_bytes()
                } else {
                    code.to_be_bytes()
                });
            }
        }
    }
    let binary = ctx.heap.binary(&bytes);
    result(ctx, binary, end)
}

/// `{error, Converted, Rest}` where the output encoding has no such character.
fn unencodable(ctx: &mut Ctx<'_>, converted: &[u8], rest: &str, end: End) -> NativeResult {
    let binary = ctx.heap.binary(converted);
    let rest = ctx.heap.string(rest);
    let after = match end {
        End::Whole => Term::NIL,
        End::Incomplete(bytes) => {
            let bytes = ctx.heap.binary(&bytes);
            ctx.heap.list(&[bytes])
        }
        End::Error(after) => after,
    };
    let rest = ctx.heap.cons(rest, after);
    Ok(ctx.heap.tuple(&[atom::ERROR.into(), binary, rest]))
}

/// Byte order marks, the longer before those they begin with.
const MARKS: [(&[u8], Encoding); 5] = [
    (&[0, 0, 0xFE, 0xFF], Encoding::Utf32 { little: false }),
    (&[0xFF, 0xFE, 0, 0], Encoding::Utf32 { little: true }),
    (&[0xEF, 0xBB, 0xBF], Encoding::Utf8),
    (&[0xFE, 0xFF], Encoding::Utf16 { little: false }),
    (&[0xFF, 0xFE], Encoding::Utf16 { little: true }),
];

/// `bom_to_encoding(Binary)`: `{Encoding, Length}`.
fn bom_to_encoding(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let bytes = ctx
        .heap
        .bytes(args[0])
        .ok_or_else(|| Trap::error(atom::FUNCTION_CLAUSE))?;
    let found = MARKS
        .iter()
        .find(|(mark, _)| bytes.starts_with(mark))
        .copied();
    let (mark, encoding) = found.unwrap_or((&[], Encoding::Latin1));
    let name = |text| Term::from(Atom::intern(text));
    let order = |little| name(if little { "little" } else { "big" });
    let encoding = match encoding {
        Encoding::Latin1 => atom::LATIN1.into(),
        Encoding::Utf8 => name("utf8"),
        Encoding::Utf16 { little } => ctx.heap.tuple(&[name("utf16"), order(little)]),
        Encoding::Utf32 { little } => ctx.heap.tuple(&[name("utf32"), order(little)]),
    };
    Ok(ctx.heap.tuple(&[encoding, Term::size(mark.len())]))
}

/// `encoding_to_bom(Encoding)`: the mark, empty for Latin-1.
fn encoding_to_bom(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let encoding = encoding(&ctx.heap, args[0])?;
    let mark = MARKS
        .iter()
        .find(|(_, known)| *known == encoding)
        .map_or(&[][..], |(mark, _)| mark);
    Ok(ctx.heap.binary(mark))
}
