//! Steps of the generators of module `rand` (`crate/otp/rand.erl`): 64-bit arithmetic that would need big integers in Erlang.
//!
//! Xorshift116** (`exsss`) and Xorshift116+ (`exsp`) by Sebastiano Vigna, in the 58-bit variants that OTP documents; seeds are
//! spread by `SplitMix64`.

use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::Term;

const MASK58: u64 = (1 << 58) - 1;

fn bits58(ctx: &Ctx<'_>, term: Term) -> Result<u64, Trap> {
    bits64(ctx, term).map(|value| value & MASK58)
}

/// The low 64 bits of an integer of any size.
fn bits64(ctx: &Ctx<'_>, term: Term) -> Result<u64, Trap> {
    if let Some(small) = term.as_small() {
        return Ok(small as u64);
    }
    if !term.is_big() {
        return Err(Trap::badarg());
    }
    let (negative, limbs) = ctx.heap.big_parts(term);
    let low = limbs.first().copied().unwrap_or(0);
    Ok(if negative { low.wrapping_neg() } else { low })
}

/// `console:exs_next(Scrambler, [S1 | S0])`: `{Value, NewState}`; the scrambler is `exsss` or `exsp`.
pub fn exs_next(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[1].is_cons() {
        return Err(Trap::badarg());
    }
    let (s1, s0) = ctx.heap.head_tail(args[1]);
    let (s1, s0) = (bits58(ctx, s1)?, bits58(ctx, s0)?);
    let spread = s1 ^ s1 << 24 & MASK58;
    let next = (spread ^ s0 ^ spread >> 11 ^ s0 >> 41) & MASK58;
    let value = if args[0].as_atom().is_some_and(|name| name.text() == "exsp") {
        (s0 + next) & MASK58
    } else {
        let times5 = (s0 + (s0 << 2)) & MASK58;
        let rotated = (times5 << 7 | times5 >> 51) & MASK58;
        (rotated + (rotated << 3)) & MASK58
    };
    let state = ctx.heap.cons(small(s0), small(next));
    Ok(ctx.heap.tuple(&[small(value), state]))
}

/// 58 bits always fit in a small integer.
fn small(value: u64) -> Term {
    Term::small(value as i64).unwrap_or(Term::int(0))
}

/// `console:splitmix64(X)`: `{Z, NextX}`.
pub fn splitmix64(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let x = bits64(ctx, args[0])?.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = x;
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    let terms = [ctx.heap.unsigned(z), ctx.heap.unsigned(x)];
    Ok(ctx.heap.tuple(&terms))
}
