//! Module `io_lib`: terms as text, and what text is.

use super::fread::{self, Outcome, Value};
use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::chardata;
use term::print::format::{FormatError, FormatOptions, Piece, format_pieces};
use term::print::text::{self, Encoding};
use term::print::{PrettyOptions, Printed, WriteOptions, pretty_parts, write, write_parts};
use term::{Atom, Heap, Term, atom};

builtins! {
    "char_list"/1 Linear pure = |ctx, args| all(ctx, args[0], text::is_unicode_character);
    "chars_length"/1 Linear pure = chars_length;
    "deep_char_list"/1 Linear pure = |ctx, args| all_deep(ctx, args[0], text::is_unicode_character);
    "deep_latin1_char_list"/1 Linear pure = |ctx, args| all_deep(ctx, args[0], |c| c < 256);
    "deep_unicode_char_list"/1 Linear pure = |ctx, args| all_deep(ctx, args[0], text::is_unicode_character);
    "format"/2 Linear pure = format;
    "format"/3 Linear pure = format;
    "fread"/2 Linear pure = fread;
    "fread"/3 Linear pure = fread_line;
    "fwrite"/2 Linear pure = format;
    "fwrite"/3 Linear pure = format;
    "indentation"/2 Linear pure = indentation;
    "latin1_char_list"/1 Linear pure = |ctx, args| all(ctx, args[0], |c| c < 256);
    "nl"/0 Constant pure = |ctx, _| Ok(ctx.heap.string("\n"));
    "print"/1 Linear pure = print;
    "print"/4 Linear pure = print;
    "printable_latin1_list"/1 Linear pure = |ctx, args| all(ctx, args[0], text::is_printable_latin1);
    "printable_list"/1 Linear pure = |ctx, args| all(ctx, args[0], text::is_printable_latin1);
    "printable_unicode_list"/1 Linear pure = |ctx, args| all(ctx, args[0], text::is_printable_unicode);
    "write"/1 Linear pure = write_term;
    "write"/2 Linear pure = write_term;
    "write_atom"/1 Linear pure = |ctx, args| write_atom(ctx, args, Encoding::Unicode);
    "write_atom_as_latin1"/1 Linear pure = |ctx, args| write_atom(ctx, args, Encoding::Latin1);
    "write_char"/1 Linear pure = |ctx, args| write_char(ctx, args, Encoding::Unicode);
    "write_char_as_latin1"/1 Linear pure = |ctx, args| write_char(ctx, args, Encoding::Latin1);
    "write_latin1_char"/1 Linear pure = |ctx, args| write_char(ctx, args, Encoding::Latin1);
    "write_latin1_string"/1 Linear pure = |ctx, args| write_string(ctx, args, Encoding::Latin1);
    "write_string"/1 Linear pure = |ctx, args| write_string(ctx, args, Encoding::Unicode);
    "write_string"/2 Linear pure = |ctx, args| write_string(ctx, args, Encoding::Unicode);
    "write_string_as_latin1"/1 Linear pure = |ctx, args| write_string(ctx, args, Encoding::Latin1);
    "write_unicode_char"/1 Linear pure = |ctx, args| write_char(ctx, args, Encoding::Unicode);
    "write_unicode_string"/1 Linear pure = |ctx, args| write_string(ctx, args, Encoding::Unicode);
}

/// A list, binary or atom of a format or of input as characters.
fn characters(heap: &Heap, term: Term) -> Option<Vec<char>> {
    match term.as_atom() {
        Some(atom) => Some(atom.text().chars().collect()),
        None => chardata::text(heap, term).map(|text| text.chars().collect()),
    }
}

fn values(heap: &mut Heap, values: Vec<Value>) -> Result<Vec<Term>, Trap> {
    let term = |value| {
        Ok(match value {
            Value::Integer(value) => heap.big(&value),
            Value::Float(value) => heap.float(value),
            Value::String(text) => heap.string(&text),
            Value::Atom(text) => Atom::from_data(&text)
                .map_err(|_| Trap::system_limit())?
                .into(),
        })
    };
    values.into_iter().map(term).collect()
}

/// `{error, {fread, What}}`.
fn fread_error(heap: &mut Heap, what: &str) -> Term {
    let inner = heap.tuple(&[Atom::intern("fread").into(), Atom::intern(what).into()]);
    heap.tuple(&[atom::ERROR.into(), inner])
}

/// `fread(Format, String)`: `{ok, Values, Rest}`, `{more, RestFormat, Count, ValuesLastFirst}` or an error.
fn fread(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let format = characters(&ctx.heap, args[0]).ok_or_else(Trap::badarg)?;
    let input = characters(&ctx.heap, args[1]).ok_or_else(Trap::badarg)?;
    ctx.charge(format.len() + input.len());
    ctx.reserve(4 * (format.len() + input.len()))?;
    let heap = &mut ctx.heap;
    let rest = |heap: &mut Heap, all: &[char], at: usize| {
        heap.string(&all[at..].iter().collect::<String>())
    };
    match fread::fread(&format, &input, 0) {
        Outcome::Done(read, at) => {
            let read = values(heap, read)?;
            let (read, rest) = (heap.list(&read), rest(heap, &input, at));
            Ok(heap.tuple(&[atom::OK.into(), read, rest]))
        }
        Outcome::More(place, at, read) => {
            let mut read = values(heap, read)?;
            read.reverse();
            let (read, rest) = (heap.list(&read), rest(heap, &format, place));
            Ok(heap.tuple(&[Atom::intern("more").into(), rest, Term::size(at), read]))
        }
        Outcome::Error(what) => Ok(fread_error(heap, what)),
    }
}

/// `fread(Continuation, Characters, Format)`, as an io server calls it: `{more, Continuation}` or `{done, Result, Rest}`.
/// A continuation is `{RestFormat, StartOfLineLastFirst, Count, ValuesLastFirst}`; the format is read a whole line at a
/// time. Anything but a list ends the input.
fn fread_line(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (format, start, mut count, so_far) = match ctx.heap.as_tuple(args[0]) {
        Some([format, start, count, so_far]) => (
            format,
            start,
            count.as_usize().ok_or_else(function_clause)?,
            so_far,
        ),
        None if args[0].is_nil() => (args[2], Term::NIL, 0, Term::NIL),
        None => return Err(function_clause()),
    };
    let mut format = characters(&ctx.heap, format).ok_or_else(function_clause)?;
    let mut input = characters(&ctx.heap, start).ok_or_else(function_clause)?;
    let mut read = ctx.heap.list_to_vec(so_far).ok_or_else(function_clause)?;
    input.reverse();
    read.reverse();
    let is_end = !args[1].is_list();
    let is_nothing = is_end && input.is_empty() && count == 0;
    if !is_end {
        input.extend(characters(&ctx.heap, args[1]).ok_or_else(Trap::badarg)?);
    }
    ctx.charge(format.len() + input.len());
    ctx.reserve(4 * (format.len() + input.len()) + 2 * read.len())?;
    let heap = &mut ctx.heap;
    let done = |heap: &mut Heap, result: Term, rest: Term| {
        Ok(heap.tuple(&[Atom::intern("done").into(), result, rest]))
    };
    let text = |heap: &mut Heap, text: &[char]| heap.string(&text.iter().collect::<String>());
    let mut input = input.as_slice();
    loop {
        let (length, ending) = match fread::line(input) {
            Some(line) => line,
            None if is_end => {
                let length = input.len() - usize::from(input.ends_with(&['\r']));
                (length, input.len() - length)
            }
            None => {
                let start: Vec<char> = input.iter().rev().copied().collect();
                let (format, start) = (text(heap, &format), text(heap, &start));
                read.reverse();
                let read = heap.list(&read);
                let continuation = heap.tuple(&[format, start, Term::size(count), read]);
                return Ok(heap.tuple(&[Atom::intern("more").into(), continuation]));
            }
        };
        let line = &input[..length];
        match fread::fread(&format, line, count) {
            Outcome::Done(found, at) => {
                read.extend(values(heap, found)?);
                let rest = if at == length { length + ending } else { at };
                let (read, rest) = (heap.list(&read), text(heap, &input[rest..]));
                let result = heap.tuple(&[atom::OK.into(), read]);
                return done(heap, result, rest);
            }
            Outcome::More(..) if is_nothing => return done(heap, atom::EOF.into(), args[1]),
            Outcome::More(..) if is_end => {
                let error = fread_error(heap, "input");
                return done(heap, error, args[1]);
            }
            Outcome::More(place, at, found) => {
                read.extend(values(heap, found)?);
                format.drain(..place);
                count += at + ending;
                input = &input[length + ending..];
            }
            Outcome::Error(what) => {
                let error = fread_error(heap, what);
                let rest = if is_end {
                    args[1]
                } else {
                    text(heap, &input[length + ending..])
                };
                return done(heap, error, rest);
            }
        }
    }
}

fn function_clause() -> Trap {
    Trap::error(atom::FUNCTION_CLAUSE)
}

/// The text as a list of characters.
fn string(ctx: &mut Ctx<'_>, text: &str) -> NativeResult {
    ctx.charge(text.len());
    ctx.reserve(2 * text.len())?;
    Ok(ctx.heap.string(text))
}

fn printed_term(ctx: &mut Ctx<'_>, printed: &Printed) -> NativeResult {
    ctx.charge(printed.text.len());
    ctx.reserve(4 * printed.text.len() + 8)?;
    Ok(printed.to_term(&mut ctx.heap))
}

/// The value of an option in a property list.
fn option(heap: &Heap, options: Term, name: &str) -> Option<Term> {
    heap.iter_list(options).find_map(|pair| {
        let [key, value] = heap.as_tuple(pair)?;
        (key.as_atom()?.text() == name).then_some(value)
    })
}

/// `format(Format, Args)`, `format(Format, Args, Options)`.
fn format(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let limit = args
        .get(2)
        .and_then(|&options| option(&ctx.heap, options, "chars_limit"));
    let options = FormatOptions {
        chars_limit: limit.and_then(Term::as_usize),
        ..FormatOptions::new(ctx.node)
    };
    let pieces = format_pieces(&ctx.heap, args[0], args[1], &options)
        .map_err(|_: FormatError| Trap::badarg())?;
    let size: usize = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Inline(text) => text.len(),
            // The parts of a term are lists too.
            Piece::Nested(field) => 2 * field.text().len() + 8,
        })
        .sum();
    ctx.charge(size);
    ctx.reserve(2 * (size + pieces.len()))?;
    let mut items = Vec::with_capacity(size);
    for piece in pieces {
        match piece {
            Piece::Inline(text) => items.extend(text.chars().map(|c| Term::int(c as i32))),
            Piece::Nested(field) => items.push(field.to_term(&mut ctx.heap)),
        }
    }
    Ok(ctx.heap.list(&items))
}

/// `print(Term)`, `print(Term, Column, LineLength, Depth)`.
fn print(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut options = PrettyOptions::new(ctx.node);
    if let &[_, column, line_length, depth] = args {
        options.column = column.as_small().ok_or_else(function_clause)?.max(1) as usize;
        options.line_length = line_length.as_small().ok_or_else(function_clause)?.max(0) as usize;
        options.depth = depth.as_small().filter(|&depth| depth >= 0);
    }
    let printed = pretty_parts(&ctx.heap, args[0], &options);
    printed_term(ctx, &printed)
}

/// `write(Term)`, `write(Term, Depth)`, `write(Term, Options)`.
fn write_term(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut options = WriteOptions::new(ctx.node);
    if let Some(&second) = args.get(1) {
        let heap = &ctx.heap;
        let depth = if second.is_integer() {
            Some(second)
        } else {
            option(heap, second, "depth")
        };
        options.depth = depth.and_then(Term::as_small).filter(|&depth| depth >= 0);
        let is_latin1 = |encoding| encoding == Term::from_atom(atom::LATIN1);
        if !second.is_integer() && !option(heap, second, "encoding").is_some_and(is_latin1) {
            options.encoding = Encoding::Unicode;
        }
    }
    let printed = match options.depth {
        None => write_parts(&ctx.heap, args[0], options.encoding, ctx.node),
        Some(_) => Printed::text(write(&ctx.heap, args[0], &options)),
    };
    printed_term(ctx, &printed)
}

fn write_atom(ctx: &mut Ctx<'_>, args: &[Term], encoding: Encoding) -> NativeResult {
    let name = args[0].as_atom().ok_or_else(function_clause)?;
    string(ctx, &text::atom_text(name.text(), encoding))
}

fn write_char(ctx: &mut Ctx<'_>, args: &[Term], encoding: Encoding) -> NativeResult {
    let character = arguments::small(args[0])
        .ok()
        .and_then(|n| u32::try_from(n).ok())
        .ok_or_else(function_clause)?;
    let mut out = String::new();
    match (character, encoding) {
        // The Latin-1 form leaves a space as it is.
        (0x20, Encoding::Latin1) => out.push_str("$ "),
        _ => text::push_character(&mut out, character, encoding),
    }
    string(ctx, &out)
}

/// `write_string(String)`, `write_string(String, Quote)`.
fn write_string(ctx: &mut Ctx<'_>, args: &[Term], encoding: Encoding) -> NativeResult {
    let characters = chardata::flat_characters(&ctx.heap, args[0]).ok_or_else(function_clause)?;
    let quote = match args.get(1) {
        None => '"',
        Some(&quote) => chardata::code_point(quote).ok_or_else(function_clause)?,
    };
    let mut out = String::with_capacity(characters.len() + 2);
    text::push_quoted(&mut out, characters, quote, encoding);
    string(ctx, &out)
}

/// Whether the term is a proper flat list of characters that pass.
fn all(ctx: &mut Ctx<'_>, list: Term, passes: fn(u32) -> bool) -> NativeResult {
    let mut count = 0;
    let mut items = ctx.heap.iter_list(list);
    let good = items.by_ref().all(|item| {
        count += 1;
        item.as_small()
            .is_some_and(|c| u32::try_from(c).is_ok_and(passes))
    });
    let good = good && items.rest().is_nil();
    ctx.charge(count);
    Ok(Term::bool(good))
}

/// As [`all`] for a list of characters and lists.
fn all_deep(ctx: &mut Ctx<'_>, list: Term, passes: fn(u32) -> bool) -> NativeResult {
    let mut count = 0;
    let good = list.is_list()
        && chardata::leaves(&ctx.heap, list).all(|leaf| {
            count += 1;
            match leaf {
                chardata::Leaf::Integer(c) => c
                    .as_small()
                    .is_some_and(|c| u32::try_from(c).is_ok_and(passes)),
                _ => false,
            }
        });
    ctx.charge(count);
    Ok(Term::bool(good))
}

/// `chars_length(Chars)`: as `string:length/1`.
fn chars_length(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = chardata::text(&ctx.heap, args[0]).ok_or_else(Trap::badarg)?;
    ctx.charge(text.len());
    Ok(Term::size(text.chars().count()))
}

/// `indentation(String, Start)`: the column after the string.
fn indentation(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut column = arguments::small(args[1])?;
    let mut count = 0;
    for leaf in chardata::leaves(&ctx.heap, args[0]) {
        let chardata::Leaf::Integer(character) = leaf else {
            return Err(function_clause());
        };
        count += 1;
        column = match character.as_small() {
            Some(10) => 0,
            Some(9) => (column / 8 + 1) * 8,
            _ => column + 1,
        };
    }
    ctx.charge(count);
    Ok(ctx.heap.integer(column))
}
