//! The map builtins that may stand in guards.

use super::super::builtins;
use crate::machine::host::{NativeResult, Trap};
use crate::process::Ctx;
use crate::term::{Atom, Term, atom, map};

builtins! {
    "is_map_key"/2 Constant pure = is_map_key;
    "map_get"/2 Constant pure = map_get;
    "map_size"/1 Constant pure = map_size;
}

fn tagged(ctx: &mut Ctx<'_>, tag: Atom, term: Term) -> Trap {
    Trap::error(ctx.heap.tuple(&[tag.into(), term]))
}

/// The map, or `{badmap, Term}`.
fn checked(ctx: &mut Ctx<'_>, term: Term) -> Result<Term, Trap> {
    if term.is_map() { Ok(term) } else { Err(tagged(ctx, atom::BADMAP, term)) }
}

fn map_get(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[1])?;
    map::get(&ctx.heap, map, args[0]).ok_or_else(|| tagged(ctx, atom::BADKEY, args[0]))
}

fn is_map_key(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[1])?;
    Ok(Term::bool(map::get(&ctx.heap, map, args[0]).is_some()))
}

fn map_size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let map = checked(ctx, args[0])?;
    Ok(Term::size(map::size(&ctx.heap, map)))
}
