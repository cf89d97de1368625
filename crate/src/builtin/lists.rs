//! Module `lists`: what must be fast. The rest is Erlang, in `crate/otp/lists.erl`.

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Term, atom, order};

builtins! {
    "keyfind"/3 Linear pure = |ctx, args| Ok(key_lookup(ctx, args)?.unwrap_or(Term::bool(false)));
    "keymember"/3 Linear pure = |ctx, args| Ok(Term::bool(key_lookup(ctx, args)?.is_some()));
    "keysearch"/3 Linear pure = keysearch;
    "member"/2 Linear pure = member;
    "reverse"/2 Linear pure = reverse;
}

fn member(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut items = ctx.heap.iter_list(args[1]);
    let mut count = 0;
    let found = items.by_ref().any(|item| {
        count += 1;
        item == args[0] || order::same(&ctx.heap, item, args[0])
    });
    let proper = found || items.rest().is_nil();
    ctx.charge(count);
    if proper {
        Ok(Term::bool(found))
    } else {
        Err(Trap::badarg())
    }
}

fn reverse(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut items = ctx.heap.iter_list(args[0]);
    let count = items.by_ref().count();
    if !items.rest().is_nil() {
        return Err(Trap::badarg());
    }
    ctx.reserve(count * 2)?;
    ctx.charge(count);
    let (mut rest, mut reversed) = (args[0], args[1]);
    while rest.is_cons() {
        let (item, others) = ctx.heap.head_tail(rest);
        reversed = ctx.heap.cons(item, reversed);
        rest = others;
    }
    Ok(reversed)
}

/// The first tuple whose element number `args[1]` equals (`==`) the key `args[0]`.
fn key_lookup(ctx: &mut Ctx<'_>, args: &[Term]) -> Result<Option<Term>, Trap> {
    let position = arguments::size(args[1])?
        .checked_sub(1)
        .ok_or_else(Trap::badarg)?;
    let mut items = ctx.heap.iter_list(args[2]);
    let mut count = 0;
    let found = items.by_ref().find(|&item| {
        count += 1;
        item.is_tuple()
            && position < ctx.heap.arity(item)
            && order::equal(&ctx.heap, ctx.heap.element(item, position), args[0])
    });
    let proper = found.is_some() || items.rest().is_nil();
    ctx.charge(count);
    if proper {
        Ok(found)
    } else {
        Err(Trap::badarg())
    }
}

fn keysearch(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    match key_lookup(ctx, args)? {
        Some(tuple) => Ok(ctx.heap.tuple(&[atom::VALUE.into(), tuple])),
        None => Ok(Term::bool(false)),
    }
}

/// `console:sort(List)`: stable, by term order; `function_clause` of `lists:sort/1` for an improper list.
pub fn sort(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut items = arguments::list(ctx, args[0])?;
    ctx.reserve(items.len() * 2)?;
    ctx.charge(items.len() * items.len().max(1).ilog2() as usize);
    let heap = &ctx.heap;
    items.sort_by(|a, b| order::compare(heap, *a, *b));
    Ok(ctx.heap.list(&items))
}

/// `console:keysort(N, List)`: stable, by element N of each tuple.
pub fn keysort(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let position = arguments::size(args[0])?
        .checked_sub(1)
        .ok_or_else(Trap::badarg)?;
    let mut items = arguments::list(ctx, args[1])?;
    if !items
        .iter()
        .all(|&item| item.is_tuple() && position < ctx.heap.arity(item))
    {
        return Err(Trap::badarg());
    }
    ctx.reserve(items.len() * 2)?;
    ctx.charge(items.len() * items.len().max(1).ilog2() as usize);
    let heap = &ctx.heap;
    items.sort_by(|a, b| {
        order::compare(heap, heap.element(*a, position), heap.element(*b, position))
    });
    Ok(ctx.heap.list(&items))
}
