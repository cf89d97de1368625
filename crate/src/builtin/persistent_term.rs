//! Module `persistent_term`.

use std::rc::Rc;

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Atom, Parcel, Term, atom, map};

builtins! {
    "erase"/1 Linear effect = erase;
    "get"/0 Linear effect = all;
    "get"/1 Linear effect = get;
    "get"/2 Linear effect = |ctx, args| Ok(find(ctx, args[0])?.unwrap_or(args[1]));
    "info"/0 Linear effect = info;
    "put"/2 Linear effect = put;
}

fn find(ctx: &mut Ctx<'_>, key: Term) -> Result<Option<Term>, Trap> {
    let Some(value) = ctx.node.shared.persistent.get(&ctx.heap, key).cloned() else {
        return Ok(None);
    };
    ctx.charge(value.words());
    ctx.reserve(value.words())?;
    Ok(Some(value.unpack(&mut ctx.heap)))
}

fn get(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    find(ctx, args[0])?.ok_or_else(|| arguments::explained_later(ctx))
}

/// All keys and values.
fn all(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let terms = ctx.node.shared.persistent.clone();
    ctx.reserve(terms.words())?;
    ctx.charge(terms.words());
    let mut pairs = Vec::new();
    for (key, value) in terms.iter() {
        let (key, value) = (key.unpack(&mut ctx.heap), value.unpack(&mut ctx.heap));
        pairs.push(ctx.heap.tuple(&[key, value]));
    }
    Ok(ctx.heap.list(&pairs))
}

fn put(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let room = limits::PERSISTENT_WORDS_MAX.saturating_sub(ctx.node.shared.persistent.words());
    let pack = |term| Parcel::pack(&ctx.heap, term, room);
    let (Ok(key), Ok(value)) = (pack(args[0]), pack(args[1])) else {
        return Err(Trap::error(atom::SYSTEM_LIMIT));
    };
    ctx.charge(key.words() + value.words());
    let terms = Rc::make_mut(&mut ctx.node.shared.persistent);
    terms.put(&ctx.heap, args[0], key, Rc::new(value));
    Ok(atom::OK.into())
}

fn erase(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let terms = Rc::make_mut(&mut ctx.node.shared.persistent);
    Ok(Term::bool(terms.erase(&ctx.heap, args[0])))
}

/// `#{count, memory}`, in bytes.
fn info(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let terms = &ctx.node.shared.persistent;
    let (count, memory) = (terms.iter().count(), terms.words() * 8);
    let info = map::empty(&mut ctx.heap);
    let key = |name| Atom::intern(name).into();
    let info = map::put(&mut ctx.heap, info, key("count"), Term::size(count));
    Ok(map::put(
        &mut ctx.heap,
        info,
        key("memory"),
        Term::size(memory),
    ))
}
