//! Module `prim_crypto`: digests and random bytes, for `crypto`, which is written in Erlang (`crate/otp`).

mod sha1;
mod sha2;
mod sha3;

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Term, md5};

builtins! {
    "digest"/2 Linear pure = digest;
    "random"/1 Linear effect = random;
}

/// `digest(Type, Binary)`.
fn digest(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let bytes = ctx.heap.bytes(args[1]).ok_or_else(Trap::badarg)?;
    let digest = match name.text() {
        "md5" => md5::md5(&bytes).to_vec(),
        "sha" => sha1::sha1(&bytes),
        "sha224" => sha2::sha224(&bytes),
        "sha256" => sha2::sha256(&bytes),
        "sha384" => sha2::sha384(&bytes),
        "sha512" => sha2::sha512(&bytes),
        "sha3_224" => sha3::sha3(&bytes, 28),
        "sha3_256" => sha3::sha3(&bytes, 32),
        "sha3_384" => sha3::sha3(&bytes, 48),
        "sha3_512" => sha3::sha3(&bytes, 64),
        _ => return Err(Trap::badarg()),
    };
    let size = bytes.len();
    ctx.charge(size);
    Ok(ctx.heap.binary(&digest))
}

/// The message, a one bit, zeros, and the message's size in bits, as whole blocks.
fn padded(data: &[u8], block: usize) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.push(0x80);
    let size = (padded.len() + block / 8).next_multiple_of(block);
    padded.resize(size - 8, 0);
    padded.extend_from_slice(&(data.len() as u64 * 8).to_be_bytes());
    padded
}

/// So many bytes of the world's chance.
fn random(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let size = arguments::size(args[0])?;
    ctx.reserve(size / 8)?;
    ctx.charge(size);
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        bytes.extend_from_slice(&ctx.env.random.next_u64().to_le_bytes());
    }
    Ok(ctx.heap.binary(&bytes[..size]))
}
