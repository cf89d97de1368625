//! Terms as bytes: `term_to_binary`, `term_to_iovec`, `binary_to_term`, `external_size`.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::external::{self, AtomText, EncodeOptions};
use term::{Atom, Term};

builtins! {
    "binary_to_term"/1 Linear effect = |ctx, args| from_binary(ctx, args[0], Reading::default());
    "binary_to_term"/2 Linear effect = binary_to_term_2;
    "external_size"/1 Linear effect = external_size;
    "external_size"/2 Linear effect = external_size;
    "term_to_binary"/1 Linear effect = term_to_binary;
    "term_to_binary"/2 Linear effect = term_to_binary;
    "term_to_iovec"/1 Linear effect = term_to_iovec;
    "term_to_iovec"/2 Linear effect = term_to_iovec;
}

/// What the options of `term_to_binary/2` ask for.
#[derive(Default)]
struct Writing {
    minor_version: Option<i64>,
    deterministic: bool,
    level: u8,
}

impl Writing {
    fn options(&self, maker: u32) -> EncodeOptions<'static> {
        let mut options = EncodeOptions::new(limits::BITSTRING_BITS_MAX / 8);
        options.float_text = self.minor_version == Some(0);
        if self.minor_version == Some(2) {
            options.atoms = AtomText::Utf8;
        }
        options.deterministic = self.deterministic;
        options.maker = maker;
        options
    }
}

fn writing(ctx: &Ctx<'_>, list: Option<&Term>) -> Result<Writing, Trap> {
    let mut writing = Writing::default();
    let Some(&list) = list else {
        return Ok(writing);
    };
    for option in arguments::list(ctx, list)? {
        if let Some(name) = option.as_atom() {
            match name.text() {
                "compressed" => writing.level = external::COMPRESSION_DEFAULT,
                "deterministic" => writing.deterministic = true,
                _ => return Err(Trap::badarg()),
            }
            continue;
        }
        let [name, value] = ctx.heap.as_tuple(option).ok_or_else(Trap::badarg)?;
        let value = arguments::small(value)?;
        match name.as_atom().map(Atom::text) {
            Some("compressed") if (0..=9).contains(&value) => writing.level = value as u8,
            Some("minor_version") if (0..=2).contains(&value) => {
                writing.minor_version = Some(value);
            }
            _ => return Err(Trap::badarg()),
        }
    }
    Ok(writing)
}

fn encoded(ctx: &mut Ctx<'_>, args: &[Term]) -> Result<Vec<u8>, Trap> {
    let writing = writing(ctx, args.get(1))?;
    let options = writing.options(ctx.process.number);
    let bytes = external::encode(&ctx.heap, args[0], ctx.node, options)
        .map_err(|_| Trap::system_limit())?;
    ctx.charge(bytes.len());
    Ok(external::compressed(bytes, writing.level))
}

fn term_to_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let bytes = encoded(ctx, args)?;
    ctx.reserve(bytes.len() / 8)?;
    Ok(ctx.heap.binary(&bytes))
}

fn external_size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let writing = writing(ctx, args.get(1))?;
    // OTP takes fewer options here than for `term_to_binary/2`.
    if writing.minor_version == Some(2) {
        return Err(Trap::badarg());
    }
    let options = writing.options(ctx.process.number);
    let bytes = external::encode(&ctx.heap, args[0], ctx.node, options)
        .map_err(|_| Trap::system_limit())?;
    ctx.charge(bytes.len());
    Ok(Term::size(bytes.len()))
}

fn term_to_iovec(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let writing = writing(ctx, args.get(1))?;
    if writing.level > 0 {
        let bytes = encoded(ctx, args)?;
        let whole = ctx.heap.binary(&bytes);
        return Ok(ctx.heap.list(&[whole]));
    }
    let options = writing.options(ctx.process.number);
    let parts = external::encode_parts(&ctx.heap, args[0], ctx.node, options)
        .map_err(|_| Trap::system_limit())?;
    let bytes = parts.iter().map(Vec::len).sum();
    ctx.charge(bytes);
    ctx.reserve(bytes / 8 + parts.len() * 4)?;
    let parts: Vec<Term> = parts.iter().map(|part| ctx.heap.binary(part)).collect();
    Ok(ctx.heap.list(&parts))
}

/// What the options of `binary_to_term/2` ask for.
#[derive(Clone, Copy, Default)]
struct Reading {
    safe: bool,
    used: bool,
}

fn binary_to_term_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut reading = Reading::default();
    for option in arguments::list(ctx, args[1])? {
        match option.as_atom().map(Atom::text) {
            Some("safe") => reading.safe = true,
            Some("used") => reading.used = true,
            _ => return Err(Trap::badarg()),
        }
    }
    from_binary(ctx, args[0], reading)
}

fn from_binary(ctx: &mut Ctx<'_>, binary: Term, reading: Reading) -> NativeResult {
    let bytes = ctx
        .heap
        .bytes(binary)
        .ok_or_else(Trap::badarg)?
        .into_owned();
    ctx.charge(bytes.len());
    let words_free = ctx.env.words_max.saturating_sub(ctx.env.words);
    let before = ctx.heap.len();
    let decoded = external::decode(&mut ctx.heap, &bytes, ctx.node, reading.safe, words_free)
        .map_err(|_| {
            ctx.heap.truncate(before);
            Trap::badarg()
        })?;
    if !reading.used {
        return Ok(decoded.term);
    }
    Ok(ctx.heap.tuple(&[decoded.term, Term::size(decoded.used)]))
}
