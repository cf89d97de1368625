//! Hashes and checksums: `phash2`, `phash`, `crc32`, `adler32`.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::md5::Md5;
use term::{Term, chardata, md5, phash, phash2};

builtins! {
    "adler32_combine"/3 Constant pure = |ctx, args| combined(ctx, args, adler32_combine);
    "adler32"/1 Linear pure = |ctx, args| checksum(ctx, 1, args[0], adler32);
    "adler32"/2 Linear pure = |ctx, args| { let old = start(args[0])?; checksum(ctx, old, args[1], adler32) };
    "crc32_combine"/3 Constant pure = |ctx, args| combined(ctx, args, crc32_combine);
    "crc32"/1 Linear pure = |ctx, args| checksum(ctx, 0, args[0], crc32);
    "crc32"/2 Linear pure = |ctx, args| { let old = start(args[0])?; checksum(ctx, old, args[1], crc32) };
    "md5"/1 Linear pure = md5_1;
    "md5_final"/1 Linear pure = md5_final;
    "md5_init"/0 Constant pure = |ctx, _| Ok(ctx.heap.binary(&Md5::default().to_context()));
    "md5_update"/2 Linear pure = md5_update;
    "phash"/2 Linear pure = phash_2;
    "phash2"/1 Linear pure = |ctx, args| Ok(Term::size(phash2::phash2(&ctx.heap, args[0]) as usize));
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
        phash2::phash2_range(&ctx.heap, args[0], range) as usize
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

/// A digest under way: what `md5_init/0` and `md5_update/2` give.
fn md5_context(ctx: &Ctx<'_>, term: Term) -> Result<Md5, Trap> {
    let bytes = ctx.heap.bytes(term).ok_or_else(Trap::badarg)?;
    Md5::from_context(&bytes).ok_or_else(Trap::badarg)
}

fn md5_update(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut digest = md5_context(ctx, args[0])?;
    let bytes = chardata::iodata_bytes(&ctx.heap, args[1]).map_err(|_| Trap::badarg())?;
    ctx.charge(bytes.len());
    digest.update(&bytes);
    Ok(ctx.heap.binary(&digest.to_context()))
}

fn md5_final(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let digest = md5_context(ctx, args[0])?;
    Ok(ctx.heap.binary(&digest.finish()))
}

/// The polynomial of CRC-32 (zip, Ethernet), lowest power in the highest bit.
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// What a byte does to the lowest eight bits of the sum.
static CRC_OF_BYTE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut crc, mut bit) = (byte as u32, 0);
        while bit < 8 {
            crc = times_x(crc);
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

const fn times_x(crc: u32) -> u32 {
    crc >> 1 ^ if crc & 1 == 1 { POLYNOMIAL } else { 0 }
}

fn crc32(old: u32, bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!old, |crc, &byte| {
        crc >> 8 ^ CRC_OF_BYTE[usize::from(crc as u8 ^ byte)]
    })
}

/// The product of two polynomials, reduced.
fn product(mut left: u32, right: u32) -> u32 {
    let mut sum = 0;
    for bit in (0..32).rev() {
        if right >> bit & 1 == 1 {
            sum ^= left;
        }
        left = times_x(left);
    }
    sum
}

/// The checksum of two pieces of data from theirs and the length of the second.
fn combined(ctx: &mut Ctx<'_>, args: &[Term], combine: fn(u32, u32, u32) -> u32) -> NativeResult {
    let (first, second) = (start(args[0])?, start(args[1])?);
    let length = start(args[2])?;
    Ok(ctx.heap.unsigned(u64::from(combine(first, second, length))))
}

/// The first sum goes on over as many zeros as the second piece has bytes: it is multiplied by x to the power of 8 for each.
fn crc32_combine(first: u32, second: u32, length: u32) -> u32 {
    const ONE: u32 = 1 << 31;
    let (mut power, mut square) = (ONE, ONE >> 8);
    for bit in 0..32 {
        if length >> bit & 1 == 1 {
            power = product(power, square);
        }
        square = product(square, square);
    }
    product(first, power) ^ second
}

/// Both sums begin at 1, which counts once only.
fn adler32_combine(first: u32, second: u32, length: u32) -> u32 {
    let prime = u64::from(ADLER_PRIME);
    let [low1, high1] = [first & 0xFFFF, first >> 16].map(u64::from);
    let [low2, high2] = [second & 0xFFFF, second >> 16].map(u64::from);
    let low = (low1 + low2 + prime - 1) % prime;
    let high = (high1 + high2 + u64::from(length) % prime * (low1 + prime - 1)) % prime;
    (high << 16 | low) as u32
}

const ADLER_PRIME: u32 = 65_521;

fn adler32(old: u32, bytes: &[u8]) -> u32 {
    let start = (old & 0xFFFF, old >> 16);
    let (low, high) = bytes.iter().fold(start, |(low, high), byte| {
        let low = (low + u32::from(*byte)) % ADLER_PRIME;
        (low, (high + low) % ADLER_PRIME)
    });
    high << 16 | low
}
