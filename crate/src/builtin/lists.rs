//! Module `lists`: what must be fast. The rest is Erlang, in `crate/otp/lists.erl`.

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use std::cmp::Ordering;
use term::{Heap, Term, atom, order};

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

/// `console:sort(List)`: by term order; `function_clause` of `lists:sort/1` for an improper list. Elements that are `==` without
/// being the same (`1` and `1.0`) come in the order they have in OTP: the list's own, or, where the list's first step is
/// downwards, the other way round.
pub fn sort(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut items = items_to_sort(ctx, args[0])?;
    let heap = &ctx.heap;
    if starts_downwards(heap, &items) {
        swap_upward_pairs(heap, &mut items);
        items.reverse();
    }
    items.sort_by(|a, b| order::compare(heap, *a, *b));
    Ok(ctx.heap.list(&items))
}

/// `console:stable_sort(List)`: by term order; of elements that are `==` the first stays first.
pub fn stable_sort(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut items = items_to_sort(ctx, args[0])?;
    let heap = &ctx.heap;
    items.sort_by(|a, b| order::compare(heap, *a, *b));
    Ok(ctx.heap.list(&items))
}

fn items_to_sort(ctx: &mut Ctx<'_>, list: Term) -> Result<Vec<Term>, Trap> {
    let items = arguments::list(ctx, list)?;
    ctx.reserve(items.len() * 2)?;
    ctx.charge(items.len() * items.len().max(1).ilog2() as usize);
    Ok(items)
}

/// Whether OTP's sort takes the list from above. It treats up to three elements as cases of their own.
fn starts_downwards(heap: &Heap, items: &[Term]) -> bool {
    let mut steps = items
        .windows(2)
        .map(|pair| order::compare(heap, pair[0], pair[1]));
    items.len() > 3 && steps.find(|step| step.is_ne()) == Some(Ordering::Greater)
}

/// In a list that starts downwards, exchanges the `==` pairs that keep their order in OTP's sort all the same. It takes the
/// elements into a run that grows at its lower end; an element above the run's lowest two waits, and with the next such
/// element begins a new run. These two are the pair.
fn swap_upward_pairs(heap: &Heap, items: &mut [Term]) {
    let is_below = |a: Term, b: Term| order::compare(heap, a, b).is_lt();
    let Some(first) = items.windows(2).position(|pair| is_below(pair[1], pair[0])) else {
        return;
    };
    let (mut lowest, mut next) = (items[first + 1], items[first]);
    let mut is_pair = first == 0;
    let mut waiting: Option<usize> = None;
    for at in first + 2..items.len() {
        let item = items[at];
        if !is_below(lowest, item) {
            (lowest, next, is_pair) = (item, lowest, false);
        } else if !is_below(next, item) {
            (next, is_pair) = (item, false);
        } else if is_pair {
            // Above a run of two there is room for a third.
            is_pair = false;
        } else if let Some(before) = waiting.take() {
            let other = items[before];
            (lowest, next) = if is_below(other, item) {
                (other, item)
            } else {
                (item, other)
            };
            if order::compare(heap, item, other).is_eq() {
                items.swap(before, at);
            }
            is_pair = true;
        } else {
            waiting = Some(at);
        }
    }
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
