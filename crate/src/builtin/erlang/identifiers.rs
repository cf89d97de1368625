//! Pids and references: making them, and their text.

use super::super::{arguments, builtins};
use crate::machine::host::{NativeResult, Trap};
use crate::process::Ctx;
use crate::term::Term;

builtins! {
    "is_alive"/0 Constant effect = |ctx, _| Ok(Term::bool(ctx.node.is_distributed()));
    "list_to_pid"/1 Linear effect = list_to_pid;
    "make_ref"/0 Constant effect = |ctx, _| Ok(ctx.make_reference());
    "node"/0 Constant effect = |ctx, _| Ok(ctx.node.name.into());
    "node"/1 Constant effect = node_1;
    "pid_to_list"/1 Linear pure = pid_to_list;
    "ref_to_list"/1 Linear pure = ref_to_list;
}

fn node_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let term = args[0];
    let local = term.is_local_pid()
        || term.as_local_port().is_some()
        || ctx.heap.as_local_reference(term).is_some();
    if local {
        return Ok(ctx.node.name.into());
    }
    if term.is_reference() || ctx.heap.is_pid(term) || ctx.heap.is_port(term) {
        return Ok(Term(ctx.heap.object(term).1[0]));
    }
    Err(Trap::badarg())
}

fn pid_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    arguments::pid(ctx, args[0])?;
    let text = ctx.write(args[0]);
    Ok(ctx.heap.string(&text))
}

fn ref_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_reference() {
        return Err(Trap::badarg());
    }
    let text = ctx.write(args[0]);
    Ok(ctx.heap.string(&text))
}

/// `"<0.N.S>"` of this node.
fn list_to_pid(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let items = arguments::list(ctx, args[0])?;
    let text: String = items
        .iter()
        .map(|item| item.as_usize().and_then(|code| char::from_u32(code as u32)))
        .collect::<Option<String>>()
        .ok_or_else(Trap::badarg)?;
    let inner = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'))
        .ok_or_else(Trap::badarg)?;
    let numbers: Result<Vec<u32>, _> = inner.split('.').map(str::parse).collect();
    match numbers.as_deref() {
        Ok([0, number, 0]) if *number < 1 << 28 => Ok(Term::local_pid(*number)),
        _ => Err(Trap::badarg()),
    }
}
