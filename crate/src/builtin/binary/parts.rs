//! What takes a binary apart, repeats it, or reads it as a number.

use num_bigint::{BigInt, BigUint, Sign};

use super::super::{arguments, builtins, erlang};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::Term;

builtins! {
    "at"/2 Constant pure = at;
    "bin_to_list"/1 Linear pure = |ctx, args| list(ctx, args[0], None);
    "bin_to_list"/2 Linear pure = |ctx, args| {
        let range = ctx.heap.as_tuple(args[1]).ok_or_else(Trap::badarg)?;
        list(ctx, args[0], Some(range))
    };
    "bin_to_list"/3 Linear pure = |ctx, args| list(ctx, args[0], Some([args[1], args[2]]));
    "copy"/1 Linear pure = |ctx, args| copy(ctx, args[0], 1);
    "copy"/2 Linear pure = |ctx, args| copy(ctx, args[0], arguments::size(args[1])?);
    "decode_hex"/1 Linear pure = decode_hex;
    "decode_unsigned"/1 Linear pure = |ctx, args| decode_unsigned(ctx, args[0], false);
    "decode_unsigned"/2 Linear pure = |ctx, args| {
        let little = is_little(args[1])?;
        decode_unsigned(ctx, args[0], little)
    };
    "encode_hex"/1 Linear pure = encode_hex;
    "encode_unsigned"/1 Linear pure = |ctx, args| encode_unsigned(ctx, args[0], false);
    "encode_unsigned"/2 Linear pure = |ctx, args| {
        let little = is_little(args[1])?;
        encode_unsigned(ctx, args[0], little)
    };
    "first"/1 Constant pure = |ctx, args| byte(ctx, args[0], <[u8]>::first);
    "last"/1 Constant pure = |ctx, args| byte(ctx, args[0], <[u8]>::last);
    "list_to_bin"/1 Linear pure = erlang::list_to_binary;
    "longest_common_prefix"/1 Linear pure = |ctx, args| longest_common(ctx, args[0], false);
    "longest_common_suffix"/1 Linear pure = |ctx, args| longest_common(ctx, args[0], true);
    "part"/2 Constant pure = |ctx, args| {
        let [start, length] = ctx.heap.as_tuple(args[1]).ok_or_else(Trap::badarg)?;
        erlang::binary_part(ctx, args[0], start, length)
    };
    "part"/3 Constant pure = |ctx, args| erlang::binary_part(ctx, args[0], args[1], args[2]);
    "referenced_byte_size"/1 Constant pure = referenced_byte_size;
}

/// The bytes of a binary argument.
pub fn bytes(ctx: &Ctx<'_>, term: Term) -> Result<Vec<u8>, Trap> {
    let bytes = ctx.heap.bytes(term).ok_or_else(Trap::badarg)?;
    Ok(bytes.into_owned())
}

fn byte(
    ctx: &mut Ctx<'_>,
    term: Term,
    choose: for<'a> fn(&'a [u8]) -> Option<&'a u8>,
) -> NativeResult {
    let bytes = ctx.heap.bytes(term).ok_or_else(Trap::badarg)?;
    choose(&bytes)
        .map(|&byte| Term::int(byte.into()))
        .ok_or_else(Trap::badarg)
}

fn at(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let position = arguments::size(args[1])?;
    let bytes = ctx.heap.bytes(args[0]).ok_or_else(Trap::badarg)?;
    bytes
        .get(position)
        .map(|&byte| Term::int(byte.into()))
        .ok_or_else(Trap::badarg)
}

fn list(ctx: &mut Ctx<'_>, term: Term, range: Option<[Term; 2]>) -> NativeResult {
    let part = match range {
        Some([start, length]) => erlang::binary_part(ctx, term, start, length)?,
        None => term,
    };
    let bytes = bytes(ctx, part)?;
    ctx.reserve(bytes.len() * 2)?;
    ctx.charge(bytes.len());
    let items: Vec<Term> = bytes.iter().map(|&byte| Term::int(byte.into())).collect();
    Ok(ctx.heap.list(&items))
}

fn copy(ctx: &mut Ctx<'_>, term: Term, times: usize) -> NativeResult {
    let bytes = bytes(ctx, term)?;
    let size = bytes.len().saturating_mul(times);
    if size > limits::BITSTRING_BITS_MAX / 8 {
        return Err(Trap::system_limit());
    }
    ctx.reserve(size / 8)?;
    ctx.charge(size / 4);
    Ok(ctx.heap.binary(&bytes.repeat(times)))
}

fn is_little(endianness: Term) -> Result<bool, Trap> {
    match arguments::atom(endianness)?.text() {
        "little" => Ok(true),
        "big" => Ok(false),
        _ => Err(Trap::badarg()),
    }
}

fn decode_unsigned(ctx: &mut Ctx<'_>, term: Term, little: bool) -> NativeResult {
    let bytes = bytes(ctx, term)?;
    if bytes.len() as u64 * 8 > limits::INTEGER_BITS_MAX {
        return Err(Trap::system_limit());
    }
    ctx.charge(bytes.len());
    let number = if little {
        BigUint::from_bytes_le(&bytes)
    } else {
        BigUint::from_bytes_be(&bytes)
    };
    Ok(ctx.heap.big(&BigInt::from(number)))
}

fn encode_unsigned(ctx: &mut Ctx<'_>, term: Term, little: bool) -> NativeResult {
    let number = ctx.heap.to_bigint(term).ok_or_else(Trap::badarg)?;
    if number.sign() == Sign::Minus {
        return Err(Trap::badarg());
    }
    let (_, mut bytes) = number.to_bytes_be();
    if little {
        bytes.reverse();
    }
    ctx.charge(bytes.len());
    Ok(ctx.heap.binary(&bytes))
}

fn longest_common(ctx: &mut Ctx<'_>, term: Term, suffix: bool) -> NativeResult {
    let items = arguments::list(ctx, term)?;
    let binaries = items
        .iter()
        .map(|&item| bytes(ctx, item))
        .collect::<Result<Vec<_>, _>>()?;
    let (first, others) = binaries.split_first().ok_or_else(Trap::badarg)?;
    let common = |other: &Vec<u8>| -> usize {
        if suffix {
            let pairs = first.iter().rev().zip(other.iter().rev());
            pairs.take_while(|(a, b)| a == b).count()
        } else {
            first.iter().zip(other).take_while(|(a, b)| a == b).count()
        }
    };
    let length = others.iter().map(common).min().unwrap_or(first.len());
    ctx.charge(length * binaries.len());
    Ok(Term::size(length))
}

fn referenced_byte_size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !ctx.heap.is_binary(args[0]) {
        return Err(Trap::badarg());
    }
    let size = match ctx.heap.as_blob(args[0]) {
        Some((blob, ..)) => blob.len(),
        None => ctx.heap.bit_size(args[0]) / 8,
    };
    Ok(Term::size(size))
}

fn encode_hex(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = bytes(ctx, args[0])?;
    ctx.reserve(bytes.len() / 4)?;
    ctx.charge(bytes.len());
    let digits = bytes.iter().flat_map(|byte| {
        [
            DIGITS[usize::from(byte >> 4)],
            DIGITS[usize::from(byte & 15)],
        ]
    });
    let text: Vec<u8> = digits.collect();
    Ok(ctx.heap.binary(&text))
}

fn decode_hex(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = bytes(ctx, args[0])?;
    if !text.len().is_multiple_of(2) {
        return Err(Trap::badarg());
    }
    ctx.charge(text.len());
    let digit = |byte: u8| char::from(byte).to_digit(16).ok_or_else(Trap::badarg);
    let bytes = text
        .chunks_exact(2)
        .map(|pair| Ok((digit(pair[0])? << 4 | digit(pair[1])?) as u8))
        .collect::<Result<Vec<u8>, Trap>>()?;
    Ok(ctx.heap.binary(&bytes))
}
