//! Numbers: rounding, conversions, their text.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Atom, Heap, Term, arith, float, integer};

builtins! {
    "abs"/1 Constant pure = |ctx, args| through(ctx, args, arith::abs);
    "binary_to_float"/1 Linear pure = binary_to_float;
    "binary_to_integer"/1 Linear pure = binary_to_integer;
    "binary_to_integer"/2 Linear pure = binary_to_integer;
    "ceil"/1 Constant pure = |ctx, args| through(ctx, args, arith::ceil);
    "float"/1 Constant pure = |ctx, args| through(ctx, args, arith::to_float);
    "float_to_binary"/1 Linear pure = float_to_binary;
    "float_to_binary"/2 Linear pure = float_to_binary;
    "float_to_list"/1 Linear pure = float_to_list;
    "float_to_list"/2 Linear pure = float_to_list;
    "floor"/1 Constant pure = |ctx, args| through(ctx, args, arith::floor);
    "integer_to_binary"/1 Linear pure = integer_to_binary;
    "integer_to_binary"/2 Linear pure = integer_to_binary;
    "integer_to_list"/1 Linear pure = integer_to_list;
    "integer_to_list"/2 Linear pure = integer_to_list;
    "list_to_float"/1 Linear pure = list_to_float;
    "list_to_integer"/1 Linear pure = list_to_integer;
    "list_to_integer"/2 Linear pure = list_to_integer;
    "round"/1 Constant pure = |ctx, args| through(ctx, args, arith::round);
    "trunc"/1 Constant pure = |ctx, args| through(ctx, args, arith::trunc);
}

/// An operation that has no answer for anything but a number.
fn through(
    ctx: &mut Ctx<'_>,
    args: &[Term],
    operation: fn(&mut Heap, Term) -> Option<Term>,
) -> NativeResult {
    operation(&mut ctx.heap, args[0]).ok_or_else(Trap::badarg)
}

/// The base of the optional second argument: 2 to 36.
fn base(args: &[Term]) -> Result<u32, Trap> {
    match args.get(1) {
        None => Ok(10),
        Some(base) => match base.as_usize() {
            Some(base @ 2..=36) => Ok(base as u32),
            _ => Err(Trap::badarg()),
        },
    }
}

fn integer_text(ctx: &mut Ctx<'_>, args: &[Term]) -> Result<String, Trap> {
    let text = integer::to_text(&ctx.heap, args[0], base(args)?).ok_or_else(Trap::badarg)?;
    ctx.charge(text.len());
    Ok(text)
}

fn integer_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if let &[number] = args
        && let Some(small) = number.as_small()
    {
        return Ok(integer::to_list(&mut ctx.heap, small));
    }
    let text = integer_text(ctx, args)?;
    Ok(ctx.heap.string(&text))
}

fn integer_to_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = integer_text(ctx, args)?;
    Ok(ctx.heap.binary(text.as_bytes()))
}

/// The bytes of a flat list of characters; one beyond Latin-1 cannot be part of a number.
fn list_bytes(ctx: &Ctx<'_>, term: Term) -> Result<Vec<u8>, Trap> {
    let items = arguments::list(ctx, term)?;
    items
        .iter()
        .map(|item| {
            item.as_usize()
                .and_then(|code| u8::try_from(code).ok())
                .ok_or_else(Trap::badarg)
        })
        .collect()
}

fn binary_bytes(ctx: &Ctx<'_>, term: Term) -> Result<Vec<u8>, Trap> {
    Ok(ctx.heap.bytes(term).ok_or_else(Trap::badarg)?.into_owned())
}

fn parse_integer(ctx: &mut Ctx<'_>, text: &[u8], args: &[Term]) -> NativeResult {
    ctx.charge(text.len());
    integer::parse(&mut ctx.heap, text, base(args)?).map_err(|error| match error {
        integer::ParseError::Badarg => Trap::badarg(),
        integer::ParseError::SystemLimit => Trap::system_limit(),
    })
}

fn list_to_integer(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if let Some(short) = integer::parse_short_list(&ctx.heap, args[0], base(args)?) {
        return Ok(ctx.heap.integer(short));
    }
    let text = list_bytes(ctx, args[0])?;
    parse_integer(ctx, &text, args)
}

fn binary_to_integer(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = binary_bytes(ctx, args[0])?;
    parse_integer(ctx, &text, args)
}

fn parse_float(ctx: &mut Ctx<'_>, text: &[u8]) -> NativeResult {
    let value = float::parse(text).ok_or_else(Trap::badarg)?;
    Ok(ctx.heap.float(value))
}

fn list_to_float(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = list_bytes(ctx, args[0])?;
    parse_float(ctx, &text)
}

fn binary_to_float(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = binary_bytes(ctx, args[0])?;
    parse_float(ctx, &text)
}

/// The notation that the options ask for; the last one that names one counts.
enum Notation {
    Scientific(usize),
    Decimals(usize),
    Short,
}

fn float_text(ctx: &mut Ctx<'_>, args: &[Term]) -> Result<String, Trap> {
    if !args[0].is_float() {
        return Err(Trap::badarg());
    }
    let value = ctx.heap.float_value(args[0]);
    let mut notation = Notation::Scientific(20);
    let mut compact = false;
    if let Some(&options) = args.get(1) {
        for option in arguments::list(ctx, options)? {
            if let Some([key, count]) = ctx.heap.as_tuple(option) {
                let count = arguments::size(count)?;
                notation = match key.as_atom().map(Atom::text) {
                    Some("decimals") if count <= float::DECIMALS_MAX => Notation::Decimals(count),
                    Some("scientific") if count <= float::SCIENTIFIC_DIGITS_MAX => {
                        Notation::Scientific(count)
                    }
                    _ => return Err(Trap::badarg()),
                };
                continue;
            }
            match option.as_atom().map(Atom::text) {
                Some("compact") => compact = true,
                Some("short") => notation = Notation::Short,
                _ => return Err(Trap::badarg()),
            }
        }
    }
    Ok(match notation {
        Notation::Scientific(digits) => float::scientific(value, digits),
        Notation::Decimals(count) => {
            let text = float::decimals(value, count, false);
            // OTP writes into a buffer.
            if text.trim_start_matches('-').len() > float::DECIMALS_MAX + 2 {
                return Err(Trap::badarg());
            }
            if compact {
                float::decimals(value, count, true)
            } else {
                text
            }
        }
        Notation::Short => float::shortest(value),
    })
}

fn float_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = float_text(ctx, args)?;
    Ok(ctx.heap.string(&text))
}

fn float_to_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = float_text(ctx, args)?;
    Ok(ctx.heap.binary(text.as_bytes()))
}
