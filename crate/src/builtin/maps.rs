//! Module `maps`: what looks into a map or builds one at once. What calls back is Erlang, in `crate/otp/maps.erl`.

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Term, atom, map};

builtins! {
    "find"/2 Constant pure = find;
    "from_keys"/2 Linear pure = from_keys;
    "from_list"/1 Linear pure = from_list;
    "get"/2 Constant pure = get;
    "is_key"/2 Constant pure = is_key;
    "keys"/1 Linear pure = |ctx, args| listed(ctx, args[0], |_, (key, _)| key);
    "merge"/2 Linear pure = merge;
    "put"/3 Constant pure = put;
    "remove"/2 Constant pure = remove;
    "take"/2 Constant pure = take;
    "update"/3 Constant pure = update;
    "values"/1 Linear pure = |ctx, args| listed(ctx, args[0], |_, (_, value)| value);
}

/// Words that a change of one key may take, whatever the size of the map: a path of nodes.
const CHANGE_WORDS: usize = 512;

/// The map, or the error `{badmap, Term}`.
fn checked(ctx: &mut Ctx<'_>, term: Term) -> NativeResult {
    if term.is_map() {
        Ok(term)
    } else {
        Err(Trap::error(ctx.heap.tuple(&[atom::BADMAP.into(), term])))
    }
}

fn bad_key(ctx: &mut Ctx<'_>, key: Term) -> Trap {
    Trap::error(ctx.heap.tuple(&[atom::BADKEY.into(), key]))
}

/// `maps:get/2` and `erlang:map_get/2`.
pub fn get(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[1])?;
    map::get(&ctx.heap, map, args[0]).ok_or_else(|| bad_key(ctx, args[0]))
}

/// `maps:is_key/2` and `erlang:is_map_key/2`.
pub fn is_key(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[1])?;
    Ok(Term::bool(map::get(&ctx.heap, map, args[0]).is_some()))
}

/// `erlang:map_size/1`.
pub fn size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[0])?;
    Ok(Term::size(map::size(&ctx.heap, map)))
}

fn find(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[1])?;
    match map::get(&ctx.heap, map, args[0]) {
        Some(value) => Ok(ctx.heap.tuple(&[atom::OK.into(), value])),
        None => Ok(atom::ERROR.into()),
    }
}

fn put(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[2])?;
    ctx.reserve(CHANGE_WORDS)?;
    Ok(map::put(&mut ctx.heap, map, args[0], args[1]))
}

fn update(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[2])?;
    ctx.reserve(CHANGE_WORDS)?;
    map::update(&mut ctx.heap, map, args[0], args[1]).ok_or_else(|| bad_key(ctx, args[0]))
}

fn remove(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[1])?;
    ctx.reserve(CHANGE_WORDS)?;
    Ok(map::remove(&mut ctx.heap, map, args[0]))
}

fn take(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[1])?;
    ctx.reserve(CHANGE_WORDS)?;
    match map::take(&mut ctx.heap, map, args[0]) {
        Some((value, rest)) => Ok(ctx.heap.tuple(&[value, rest])),
        None => Ok(atom::ERROR.into()),
    }
}

fn from_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let items = arguments::list(ctx, args[0])?;
    let mut pairs = Vec::with_capacity(items.len());
    for item in items {
        let Some([key, value]) = ctx.heap.as_tuple(item) else {
            return Err(Trap::badarg());
        };
        pairs.push((key, value));
    }
    build(ctx, &pairs)
}

fn from_keys(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let pairs: Vec<_> = arguments::list(ctx, args[0])?
        .into_iter()
        .map(|key| (key, args[1]))
        .collect();
    build(ctx, &pairs)
}

fn build(ctx: &mut Ctx<'_>, pairs: &[(Term, Term)]) -> NativeResult {
    ctx.reserve(pairs.len() * 4 + CHANGE_WORDS)?;
    ctx.charge(pairs.len() * 4);
    Ok(map::from_pairs(&mut ctx.heap, pairs))
}

fn merge(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (first, second) = (checked(ctx, args[0])?, checked(ctx, args[1])?);
    let count = map::size(&ctx.heap, first) + map::size(&ctx.heap, second);
    ctx.reserve(count * 4 + CHANGE_WORDS)?;
    ctx.charge(count * 4);
    Ok(map::merge(&mut ctx.heap, first, second))
}

/// Something of every pair, in the order of `maps:to_list/1`.
fn listed(
    ctx: &mut Ctx<'_>,
    map: Term,
    item: impl Fn(&mut Ctx<'_>, (Term, Term)) -> Term,
) -> NativeResult {
    let map = checked(ctx, map)?;
    let pairs = map::listed_pairs(&ctx.heap, map);
    list_of(ctx, pairs, item)
}

fn list_of(
    ctx: &mut Ctx<'_>,
    pairs: Vec<(Term, Term)>,
    item: impl Fn(&mut Ctx<'_>, (Term, Term)) -> Term,
) -> NativeResult {
    ctx.reserve(pairs.len() * 5)?;
    ctx.charge(pairs.len());
    let items: Vec<Term> = pairs.into_iter().map(|pair| item(ctx, pair)).collect();
    Ok(ctx.heap.list(&items))
}

/// `console:map_to_list(Map)`: as `maps:to_list/1`.
pub fn to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    listed(ctx, args[0], |ctx, (key, value)| {
        ctx.heap.tuple(&[key, value])
    })
}

/// `console:map_pairs(Map)`: the pairs in the order of an iterator.
pub fn pairs(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[0])?;
    let pairs = map::pairs(&ctx.heap, map);
    list_of(ctx, pairs, |ctx, (key, value)| {
        ctx.heap.tuple(&[key, value])
    })
}
