//! Hashes and checksums: `phash2`, `phash`, `crc32`, `adler32`.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Term, chardata, md5, phash};

builtins! {
    "adler32"/1 Linear pure = |ctx, args| checksum(ctx, 1, args[0], adler32);
    "adler32"/2 Linear pure = |ctx, args| { let old = start(args[0])?; checksum(ctx, old, args[1], adler32) };
    "crc32"/1 Linear pure = |ctx, args| checksum(ctx, 0, args[0], crc32);
    "crc32"/2 Linear pure = |ctx, args| { let old = start(args[0])?; checksum(ctx, old, args[1], crc32) };
    "md5"/1 Linear pure = md5_1;
    "phash"/2 Linear pure = phash_2;
    "phash2"/1 Linear pure = |ctx, args| Ok(Term::size(phash::phash2(&ctx.heap, args[0]) as usize));
    "phash2"/2 Linear pure = phash2_2;
}

/// A range: 1 to 2^32.
fn range(term: Term) -> Result<u64, Trap> {
    match arguments::small(term)? {
        range @ 1..=0x1_0000_0000 => Ok(range as u64),
        _ => Err(Trap::badarg()),
    }
}

fn phash2_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let range = range(args[1])?;
    Ok(Term::size(
        phash::phash2_range(&ctx.heap, args[0], range) as usize
    ))
}

fn phash_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let range = range(args[1])?;
    let hash = phash::phash(&ctx.heap, args[0], range);
    Ok(ctx.heap.unsigned(hash))
}

/// A checksum to go on from: 32 bits.
fn start(term: Term) -> Result<u32, Trap> {
    u32::try_from(arguments::small(term)?).map_err(|_| Trap::badarg())
}

fn checksum(ctx: &mut Ctx<'_>, old: u32, data: Term, step: fn(u32, &[u8]) -> u32) -> NativeResult {
    let bytes = chardata::iodata_bytes(&ctx.heap, data).map_err(|_| Trap::badarg())?;
    ctx.charge(bytes.len());
    Ok(Term::size(step(old, &bytes) as usize))
}

fn md5_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let bytes = chardata::iodata_bytes(&ctx.heap, args[0]).map_err(|_| Trap::badarg())?;
    ctx.charge(bytes.len());
    Ok(ctx.heap.binary(&md5::md5(&bytes)))
}

/// CRC-32 of zip and Ethernet, bit by bit.
fn crc32(old: u32, bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!old, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 }
        })
    })
}

fn adler32(old: u32, bytes: &[u8]) -> u32 {
    let start = (old & 0xFFFF, old >> 16);
    let (low, high) = bytes.iter().fold(start, |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}
