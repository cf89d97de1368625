//! `io_lib:format/2,3`: control sequences `~F.P.PadModC` and their arguments.
//!
//! `parse` reads a format, `numbers` and `field` write what the simple sequences stand for.

mod field;
mod numbers;
mod parse;

use super::super::chardata::{self, Leaf};
use super::super::heap::Heap;
use super::super::word::Term;
use super::pretty::{PrettyOptions, Printed, no_records, pretty, pretty_parts, write_parts};
use super::text::{Encoding, Printable};
use super::write::write;
use super::{Names, WriteOptions};

pub use field::Field;
pub use parse::Spec;

/// What formatting takes from outside.
#[derive(Clone, Copy)]
pub struct FormatOptions<'a> {
    /// Which lists `~p` shows as strings: `io:printable_range/0`.
    pub printable: Printable,
    /// About how many characters the result may have (`chars_limit`).
    pub chars_limit: Option<usize>,
    pub names: &'a dyn Names,
}

impl<'a> FormatOptions<'a> {
    pub fn new(names: &'a dyn Names) -> FormatOptions<'a> {
        FormatOptions {
            printable: Printable::Latin1,
            chars_limit: None,
            names,
        }
    }
}

/// Why a format cannot be carried out. All raise `badarg`; [`FormatError::explanation`] has the words for the shell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormatError {
    /// The format is neither string, binary nor atom.
    NotAFormat,
    /// The format ends inside a control sequence.
    Truncated,
    /// There is no such control sequence.
    UnknownControl(String),
    ArgumentsNotAList,
    WrongNumberOfArguments,
    /// Arguments (counted from 1) of the wrong type, with the right one.
    WrongTypes(Vec<(usize, &'static str)>),
    /// The values do not suit.
    Failed,
}

impl FormatError {
    /// Which argument of `io:format/2` is to blame, and why, as the shell says it.
    pub fn explanation(&self) -> (usize, String) {
        match self {
            FormatError::NotAFormat => (1, "not a valid format string".into()),
            FormatError::Truncated => (1, "format string invalid (truncated)".into()),
            FormatError::UnknownControl(control) => (
                1,
                format!("format string invalid (invalid control ~{control})"),
            ),
            FormatError::ArgumentsNotAList => (2, "not a list".into()),
            FormatError::WrongNumberOfArguments => (1, "wrong number of arguments".into()),
            FormatError::WrongTypes(wrong) => {
                let lines: Vec<String> = wrong
                    .iter()
                    .map(|(position, expected)| {
                        format!("element {position} must be of type {expected}")
                    })
                    .collect();
                (2, lines.join("\n"))
            }
            FormatError::Failed => (1, "failed to format string".into()),
        }
    }
}

/// A part of the result, which `io_lib:format/2` returns as a deep list.
pub enum Piece {
    /// Characters that stand in the outer list.
    Inline(String),
    /// A string, or a printed term with its parts, in its field: one element of the outer list.
    Nested(Field),
}

/// The formatted text.
pub fn format(
    heap: &Heap,
    format: Term,
    arguments: Term,
    options: &FormatOptions<'_>,
) -> Result<String, FormatError> {
    let items = parse::items(heap, format).ok_or(FormatError::NotAFormat)?;
    let arguments = heap
        .list_to_vec(arguments)
        .ok_or(FormatError::ArgumentsNotAList)?;
    Ok(join(run(heap, items, &arguments, options, false)?))
}

/// As [`format`] with a format and arguments of the runtime's own.
pub fn format_text(
    heap: &Heap,
    format: &str,
    arguments: &[Term],
    options: &FormatOptions<'_>,
) -> Result<String, FormatError> {
    let items = format.chars().map(parse::Item::Character).collect();
    Ok(join(run(heap, items, arguments, options, false)?))
}

fn join(pieces: Vec<Piece>) -> String {
    let mut pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Inline(text) => text,
        Piece::Nested(field) => field.text(),
    });
    let mut out = pieces.next().unwrap_or_default();
    out.extend(pieces);
    out
}

/// The formatted text in the pieces in which `io_lib:format/2` returns it.
pub fn format_pieces(
    heap: &Heap,
    format: Term,
    arguments: Term,
    options: &FormatOptions<'_>,
) -> Result<Vec<Piece>, FormatError> {
    let items = parse::items(heap, format).ok_or(FormatError::NotAFormat)?;
    let arguments = heap
        .list_to_vec(arguments)
        .ok_or(FormatError::ArgumentsNotAList)?;
    run(heap, items, &arguments, options, true)
}

fn run(
    heap: &Heap,
    items: Vec<parse::Item>,
    arguments: &[Term],
    options: &FormatOptions<'_>,
    with_parts: bool,
) -> Result<Vec<Piece>, FormatError> {
    let (parts, wrong) = parse::parse(items, arguments)?;
    if !wrong.is_empty() {
        return Err(blame(heap, &parts, &wrong));
    }
    let mut writer = Writer {
        heap,
        options,
        pieces: Vec::new(),
        column: 0,
        with_parts,
    };
    for part in &parts {
        match part {
            parse::Part::Text(text) => writer.inline(text),
            parse::Part::Control(spec, arguments) => {
                if !writer.control(spec, arguments) {
                    return Err(blame(heap, &parts, &[]));
                }
            }
        }
    }
    Ok(writer.pieces)
}

/// The arguments of the wrong type, or the whole. `wrong_numbers` are those of `*`.
fn blame(heap: &Heap, parts: &[parse::Part], wrong_numbers: &[usize]) -> FormatError {
    if let Some(error) = parse::strictly(parts) {
        return error;
    }
    let mut wrong: Vec<(usize, &'static str)> = wrong_numbers
        .iter()
        .map(|&position| (position, "integer"))
        .collect();
    let mut position = 0;
    for part in parts {
        let parse::Part::Control(spec, arguments) = part else {
            continue;
        };
        position += spec.stars;
        for (number, &argument) in arguments.iter().enumerate() {
            position += 1;
            if let Some(expected) = wrong_type(heap, spec.control, number, argument) {
                wrong.push((position, expected));
            }
        }
    }
    crate::sort::sort(&mut wrong);
    if wrong.is_empty() {
        FormatError::Failed
    } else {
        FormatError::WrongTypes(wrong)
    }
}

/// The type that argument `number` of a control sequence should have had.
fn wrong_type(heap: &Heap, control: char, number: usize, argument: Term) -> Option<&'static str> {
    let is_string = argument.is_list() || argument.is_atom() || heap.is_binary(argument);
    let (expected, is_right) = match (control, number) {
        ('s', 0) | ('x' | 'X', 1) => ("string", is_string),
        ('b' | 'B' | 'x' | 'X' | 'c', 0) | ('W' | 'P', 1) => ("integer", argument.is_integer()),
        ('e' | 'f' | 'g', 0) => ("float", argument.is_float()),
        _ => return None,
    };
    (!is_right).then_some(expected)
}

struct Writer<'a, 'b> {
    heap: &'a Heap,
    options: &'a FormatOptions<'b>,
    pieces: Vec<Piece>,
    /// Where the next character goes, counted from 0.
    column: usize,
    /// Whether the parts of printed terms are wanted.
    with_parts: bool,
}

impl Writer<'_, '_> {
    fn advance(&mut self, text: &str) {
        for character in text.chars() {
            self.column = match character {
                '\n' => 0,
                '\t' => (self.column / 8 + 1) * 8,
                _ => self.column + 1,
            };
        }
    }

    fn inline(&mut self, text: &str) {
        self.advance(text);
        if let Some(Piece::Inline(last)) = self.pieces.last_mut() {
            last.push_str(text);
        } else {
            self.pieces.push(Piece::Inline(text.into()));
        }
    }

    fn nested(&mut self, field: Field) {
        self.advance(&field.text());
        self.pieces.push(Piece::Nested(field));
    }

    /// Carries out one control sequence; `false` if its arguments do not suit.
    fn control(&mut self, spec: &Spec, arguments: &[Term]) -> bool {
        let encoding = if spec.unicode {
            Encoding::Unicode
        } else {
            Encoding::Latin1
        };
        let text = match (spec.control, arguments) {
            ('s', &[text]) => return self.string(spec, text),
            ('p' | 'P', &[term, ref depth @ ..]) => {
                let Some(text) = self.pretty(spec, term, depth, encoding) else {
                    return false;
                };
                self.nested(Field::new(text));
                return true;
            }
            ('w' | 'W', &[term, ref depth @ ..]) => {
                let Some(text) = self.write(spec, term, depth, encoding) else {
                    return false;
                };
                self.nested(text);
                return true;
            }
            ('c', &[character]) => field::character(self.heap, spec, character),
            ('e' | 'f' | 'g', &[float]) if float.is_float() => {
                numbers::float(spec, self.heap.float_value(float))
                    .and_then(|text| field::term_in_width(spec, text))
            }
            ('b' | 'B' | '+' | '#', &[integer]) => numbers::integer(self.heap, spec, integer, None)
                .and_then(|text| field::term_in_width(spec, text)),
            ('x' | 'X', &[integer, prefix]) => self.prefix(prefix).and_then(|prefix| {
                let text = numbers::integer(self.heap, spec, integer, Some(&prefix))?;
                field::term_in_width(spec, text)
            }),
            ('~', _) => field::character(self.heap, spec, Term::int('~' as i32)),
            ('n', _) => field::newlines(spec),
            ('i', _) => Some(String::new()),
            _ => None,
        };
        match text {
            Some(text) => {
                self.inline(&text);
                true
            }
            None => false,
        }
    }

    fn prefix(&self, prefix: Term) -> Option<String> {
        match prefix.as_atom() {
            Some(atom) => Some(atom.text().into()),
            None if prefix.is_list() => chardata::text(self.heap, prefix),
            None => None,
        }
    }

    /// `~s` and `~ts`.
    fn string(&mut self, spec: &Spec, argument: Term) -> bool {
        let is_atom = argument.is_atom();
        let text = match argument.as_atom() {
            Some(atom) => Some(atom.text().to_string()),
            None if spec.unicode => unicode_text(self.heap, argument),
            None => latin1_text(self.heap, argument),
        };
        let fits = |text: &String| spec.unicode || text.chars().all(|c| u32::from(c) < 256);
        let Some(field) = text.filter(fits).and_then(|text| field::string(spec, text)) else {
            return false;
        };
        if is_atom {
            self.inline(&field.text());
        } else {
            self.nested(field);
        }
        true
    }

    fn write(&self, spec: &Spec, term: Term, depth: &[Term], encoding: Encoding) -> Option<Field> {
        let depth = limited(depth_of(depth)?);
        let names = self.options.names;
        if self.with_parts && depth.is_none() {
            return field::term(spec, write_parts(self.heap, term, encoding, names));
        }
        let options = WriteOptions {
            encoding,
            depth,
            names,
        };
        field::term(spec, Printed::text(write(self.heap, term, &options)))
    }

    fn pretty(
        &self,
        spec: &Spec,
        term: Term,
        depth: &[Term],
        encoding: Encoding,
    ) -> Option<Printed> {
        if spec.left {
            return None;
        }
        let options = PrettyOptions {
            encoding,
            printable: self.options.printable,
            strings: spec.strings,
            column: spec
                .precision
                .map_or(self.column + 1, |column| column.max(0) as usize),
            line_length: spec.width.map_or(80, |width| width.max(0) as usize),
            line_max_chars: None,
            depth: limited(depth_of(depth)?),
            records: &no_records,
            names: self.options.names,
        };
        Some(if self.with_parts {
            pretty_parts(self.heap, term, &options)
        } else {
            Printed::text(pretty(self.heap, term, &options))
        })
    }
}

/// The depth argument of `~P` and `~W`, negative for unlimited, as without one; `None` if it is no integer.
fn depth_of(argument: &[Term]) -> Option<i64> {
    match argument {
        [] => Some(-1),
        [depth, ..] if depth.is_integer() => Some(depth.as_small().unwrap_or(-1)),
        _ => None,
    }
}

/// A depth as the printers take it.
fn limited(depth: i64) -> Option<i64> {
    (depth >= 0).then_some(depth)
}

/// What `~ts` takes: code points and binaries, each in UTF-8 or else in Latin-1.
fn unicode_text(heap: &Heap, data: Term) -> Option<String> {
    if !(data.is_list() || data.is_bitstring()) {
        return None;
    }
    let mut out = String::new();
    for leaf in chardata::leaves(heap, data) {
        match leaf {
            Leaf::Integer(integer) => out.push(chardata::code_point(integer)?),
            Leaf::Bits(bits) => {
                let bytes = heap.bytes(bits)?;
                match std::str::from_utf8(&bytes) {
                    Ok(text) => out.push_str(text),
                    Err(_) => out.extend(bytes.iter().map(|&byte| char::from(byte))),
                }
            }
            Leaf::Other(_) => return None,
        }
    }
    Some(out)
}

/// What `~s` takes: bytes and binaries, as Latin-1.
fn latin1_text(heap: &Heap, data: Term) -> Option<String> {
    if !(data.is_list() || data.is_bitstring()) {
        return None;
    }
    let bytes = chardata::iodata_bytes(heap, data).ok()?;
    Some(bytes.into_iter().map(char::from).collect())
}
