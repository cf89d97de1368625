//! The process dictionary.

use super::super::builtins;
use machine::host::NativeResult;
use process::Ctx;
use term::{Term, atom, order};

builtins! {
    "erase"/0 Linear effect = erase_0;
    "erase"/1 Linear effect = erase_1;
    "get"/0 Linear effect = get_0;
    "get"/1 Linear effect = get_1;
    "get_keys"/0 Linear effect = get_keys_0;
    "get_keys"/1 Linear effect = get_keys_1;
    "put"/2 Linear effect = put;
}

fn pairs(ctx: &mut Ctx<'_>) -> Term {
    let pairs = ctx.process.dictionary.to_vec(&ctx.heap);
    let pairs: Vec<Term> = pairs
        .into_iter()
        .map(|(key, value)| ctx.heap.tuple(&[key, value]))
        .collect();
    ctx.heap.list(&pairs)
}

fn get_0(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Ok(pairs(ctx))
}

fn get_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let value = ctx.process.dictionary.get(&ctx.heap, args[0]);
    Ok(value.unwrap_or(atom::UNDEFINED.into()))
}

fn get_keys_0(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let pairs = ctx.process.dictionary.to_vec(&ctx.heap);
    let keys: Vec<Term> = pairs.into_iter().map(|(key, _)| key).collect();
    Ok(ctx.heap.list(&keys))
}

fn get_keys_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let heap = &ctx.heap;
    let pairs = ctx.process.dictionary.to_vec(heap).into_iter();
    let with_value = pairs.filter(|&(_, value)| order::same(heap, value, args[0]));
    let keys: Vec<Term> = with_value.map(|(key, _)| key).collect();
    Ok(ctx.heap.list(&keys))
}

fn put(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let old = ctx.process.dictionary.put(&ctx.heap, args[0], args[1]);
    Ok(old.unwrap_or(atom::UNDEFINED.into()))
}

fn erase_0(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let all = pairs(ctx);
    ctx.process.dictionary.clear();
    Ok(all)
}

fn erase_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let old = ctx.process.dictionary.erase(&ctx.heap, args[0]);
    Ok(old.unwrap_or(atom::UNDEFINED.into()))
}
