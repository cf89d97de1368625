//! Module `prim_crypto`: digests and random bytes, for `crypto`, which is written in Erlang (`crate/otp`).

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};
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
        "sha" => Sha1::digest(&bytes).to_vec(),
        "sha224" => Sha224::digest(&bytes).to_vec(),
        "sha256" => Sha256::digest(&bytes).to_vec(),
        "sha384" => Sha384::digest(&bytes).to_vec(),
        "sha512" => Sha512::digest(&bytes).to_vec(),
        "sha3_224" => Sha3_224::digest(&bytes).to_vec(),
        "sha3_256" => Sha3_256::digest(&bytes).to_vec(),
        "sha3_384" => Sha3_384::digest(&bytes).to_vec(),
        "sha3_512" => Sha3_512::digest(&bytes).to_vec(),
        _ => return Err(Trap::badarg()),
    };
    let size = bytes.len();
    ctx.charge(size);
    Ok(ctx.heap.binary(&digest))
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
