//! Binaries as data: sizes, parts, conversions with lists. Text encodings are module `unicode`'s.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::Term;
use term::bits::BitWriter;
use term::heap::Bits;
use term::work::Steps;

builtins! {
    "binary_part"/2 Constant pure = binary_part_2;
    "binary_part"/3 Constant pure = |ctx, args| binary_part(ctx, args[0], args[1], args[2]);
    "binary_to_list"/1 Linear pure = binary_to_list_1;
    "binary_to_list"/3 Linear pure = binary_to_list_3;
    "bit_size"/1 Constant pure = bit_size;
    "bitstring_to_list"/1 Linear pure = bitstring_to_list;
    "byte_size"/1 Constant pure = byte_size;
    "iolist_size"/1 Linear pure = iolist_size;
    "iolist_to_binary"/1 Linear pure = iolist_to_binary;
    "list_to_binary"/1 Linear pure = list_to_binary;
    "list_to_bitstring"/1 Linear pure = list_to_bitstring;
    "split_binary"/2 Constant pure = split_binary;
}

fn binary(ctx: &Ctx<'_>, term: Term) -> Result<Term, Trap> {
    if ctx.heap.is_binary(term) {
        Ok(term)
    } else {
        Err(Trap::badarg())
    }
}

fn bit_size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].is_bitstring() {
        Ok(Term::size(ctx.heap.bit_size(args[0])))
    } else {
        Err(Trap::badarg())
    }
}

fn byte_size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].is_bitstring() {
        Ok(Term::size(ctx.heap.bit_size(args[0]).div_ceil(8)))
    } else {
        Err(Trap::badarg())
    }
}

fn binary_part_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let [start, length] = ctx.heap.as_tuple(args[1]).ok_or_else(Trap::badarg)?;
    binary_part(ctx, args[0], start, length)
}

/// A negative length counts backwards from the start.
pub fn binary_part(ctx: &mut Ctx<'_>, term: Term, start: Term, length: Term) -> NativeResult {
    let term = binary(ctx, term)?;
    let (start, length) = (arguments::small(start)?, arguments::small(length)?);
    let from = if length < 0 {
        start.checked_add(length).ok_or_else(Trap::badarg)?
    } else {
        start
    };
    let (from, count) = (usize::try_from(from), length.unsigned_abs() as usize);
    let size = ctx.heap.bit_size(term) / 8;
    match from {
        Ok(from) if from.checked_add(count).is_some_and(|end| end <= size) => {
            Ok(ctx.heap.sub_binary(term, from * 8, count * 8))
        }
        _ => Err(Trap::badarg()),
    }
}

fn split_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let term = binary(ctx, args[0])?;
    let at = arguments::size(args[1])?;
    let size = ctx.heap.bit_size(term) / 8;
    if at > size {
        return Err(Trap::badarg());
    }
    let first = ctx.heap.sub_binary(term, 0, at * 8);
    let second = ctx.heap.sub_binary(term, at * 8, (size - at) * 8);
    Ok(ctx.heap.tuple(&[first, second]))
}

fn list_of_bytes(ctx: &mut Ctx<'_>, bytes: &[u8], tail: Term) -> NativeResult {
    ctx.reserve(bytes.len() * 2)?;
    ctx.charge(bytes.len());
    let items: Vec<Term> = bytes.iter().map(|&byte| Term::int(byte.into())).collect();
    Ok(ctx.heap.list_with_tail(&items, tail))
}

fn binary_to_list_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let bytes = ctx
        .heap
        .bytes(args[0])
        .ok_or_else(Trap::badarg)?
        .into_owned();
    list_of_bytes(ctx, &bytes, Term::NIL)
}

/// Positions are 1-based and inclusive.
fn binary_to_list_3(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let bytes = ctx
        .heap
        .bytes(args[0])
        .ok_or_else(Trap::badarg)?
        .into_owned();
    let (start, stop) = (arguments::size(args[1])?, arguments::size(args[2])?);
    if start < 1 || stop < start || stop > bytes.len() {
        return Err(Trap::badarg());
    }
    list_of_bytes(ctx, &bytes[start - 1..stop], Term::NIL)
}

fn bitstring_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_bitstring() {
        return Err(Trap::badarg());
    }
    let bits = ctx.heap.bits(args[0]);
    let whole = bits.size / 8;
    let bytes = bits.sub(0, whole * 8).to_bytes();
    let rest = bits.size - whole * 8;
    if rest == 0 {
        return list_of_bytes(ctx, &bytes, Term::NIL);
    }
    let last = ctx.heap.sub_binary(args[0], whole * 8, rest);
    let tail = ctx.heap.cons(last, Term::NIL);
    list_of_bytes(ctx, &bytes, tail)
}

/// The bits of an iolist, or with `bits` of a list that may hold bit strings. Iterative, whatever the nesting.
fn flatten(ctx: &Ctx<'_>, term: Term, bits: bool) -> Result<(Vec<u8>, usize), Trap> {
    let mut writer = BitWriter::default();
    let mut stack = vec![term];
    let mut steps = Steps::of(1);
    while let Some(mut term) = stack.pop() {
        if !steps.step() {
            break;
        }
        loop {
            if term.is_cons() {
                let (head, tail) = ctx.heap.head_tail(term);
                if let Some(byte) = head.as_small() {
                    let byte = u8::try_from(byte).map_err(|_| Trap::badarg())?;
                    writer.push(Bits {
                        bytes: &[byte],
                        offset: 0,
                        size: 8,
                    });
                    // A byte cannot end an improper list.
                    if tail.is_small() {
                        return Err(Trap::badarg());
                    }
                    term = tail;
                    continue;
                }
                if tail.is_small() {
                    return Err(Trap::badarg());
                }
                stack.push(tail);
                term = head;
                continue;
            }
            if term.is_nil() {
                break;
            }
            if !term.is_bitstring() || !bits && !ctx.heap.is_binary(term) {
                return Err(Trap::badarg());
            }
            writer.push(ctx.heap.bits(term));
            break;
        }
        if writer.size() > limits::BITSTRING_BITS_MAX {
            return Err(Trap::system_limit());
        }
    }
    Ok(writer.finish())
}

/// The bytes of an iolist or a binary.
pub fn iodata(ctx: &Ctx<'_>, term: Term) -> Result<Vec<u8>, Trap> {
    if !term.is_list() && !ctx.heap.is_binary(term) {
        return Err(Trap::badarg());
    }
    Ok(flatten(ctx, term, false)?.0)
}

fn collect(ctx: &mut Ctx<'_>, term: Term, bits: bool) -> NativeResult {
    let (bytes, size) = flatten(ctx, term, bits)?;
    ctx.charge(bytes.len() / 4);
    Ok(ctx.heap.bitstring(&bytes, size))
}

fn iolist_to_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if ctx.heap.is_binary(args[0]) {
        return Ok(args[0]);
    }
    if !args[0].is_list() {
        return Err(Trap::badarg());
    }
    collect(ctx, args[0], false)
}

pub fn list_to_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_list() {
        return Err(Trap::badarg());
    }
    collect(ctx, args[0], false)
}

fn list_to_bitstring(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_list() {
        return Err(Trap::badarg());
    }
    collect(ctx, args[0], true)
}

fn iolist_size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_list() && !ctx.heap.is_binary(args[0]) {
        return Err(Trap::badarg());
    }
    let (bytes, _) = flatten(ctx, args[0], false)?;
    ctx.charge(bytes.len() / 4);
    Ok(Term::size(bytes.len()))
}
