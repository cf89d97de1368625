//! Module `prim_zlib`: deflate and inflate without a frame, for `zlib`, which is written in Erlang (`crate/otp`).

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::external::compress;
use term::{Atom, Term};

builtins! {
    "deflate"/2 Linear pure = deflate;
    "inflate"/1 Linear pure = inflate;
}

/// `deflate(Binary, Level)`.
fn deflate(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let bytes = ctx.heap.bytes(args[0]).ok_or_else(Trap::badarg)?;
    let level = arguments::size(args[1])?.min(9) as u8;
    let packed = compress::deflated(&bytes, level);
    let size = bytes.len();
    ctx.charge(size);
    Ok(ctx.heap.binary(&packed))
}

/// `inflate(Binary) -> {Inflated, Rest} | more | error`: what follows the deflated data is the rest.
fn inflate(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let bytes = ctx.heap.bytes(args[0]).ok_or_else(Trap::badarg)?;
    let size_max = limits::BITSTRING_BITS_MAX / 8;
    match compress::inflated_raw(&bytes, size_max) {
        Ok(Some((inflated, used))) => {
            let rest = bytes[used..].to_vec();
            ctx.charge(inflated.len());
            ctx.reserve(inflated.len() / 8)?;
            let (inflated, rest) = (ctx.heap.binary(&inflated), ctx.heap.binary(&rest));
            Ok(ctx.heap.tuple(&[inflated, rest]))
        }
        Ok(None) => Ok(Atom::intern("more").into()),
        Err(_) => Ok(term::atom::ERROR.into()),
    }
}
