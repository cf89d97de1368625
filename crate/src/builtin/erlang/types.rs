//! Type tests.

use super::super::{arguments, builtins};
use machine::host::NativeResult;
use process::Ctx;
use term::Term;
use term::heap::Fun;

builtins! {
    "is_atom"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_atom()));
    "is_binary"/1 Constant pure = |ctx, args| Ok(Term::bool(ctx.heap.is_binary(args[0])));
    "is_bitstring"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_bitstring()));
    "is_boolean"/1 Constant pure = |_, args| Ok(Term::bool(args[0].as_bool().is_some()));
    "is_float"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_float()));
    "is_function"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_fun()));
    "is_function"/2 Constant pure = is_function;
    "is_integer"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_integer()));
    "is_list"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_list()));
    "is_map"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_map()));
    "is_number"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_number()));
    "is_pid"/1 Constant pure = |ctx, args| Ok(Term::bool(ctx.heap.is_pid(args[0])));
    "is_port"/1 Constant pure = |ctx, args| Ok(Term::bool(ctx.heap.is_port(args[0])));
    "is_record"/2 Constant pure = is_record;
    "is_record"/3 Constant pure = is_record;
    "is_reference"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_reference()));
    "is_tuple"/1 Constant pure = |_, args| Ok(Term::bool(args[0].is_tuple()));
}

fn is_function(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let wanted = match args[1] {
        arity if arity.is_big() => return Ok(Term::bool(false)),
        arity => arguments::size(arity)?,
    };
    if !args[0].is_fun() {
        return Ok(Term::bool(false));
    }
    let (Fun::Local { arity, .. } | Fun::Export { arity, .. }) = ctx.heap.fun_parts(args[0]);
    Ok(Term::bool(arity as usize == wanted))
}

fn is_record(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[1])?;
    let size = match args.get(2) {
        Some(&size) => Some(arguments::small(size)?),
        None => None,
    };
    let term = args[0];
    let named = term.is_tuple()
        && ctx.heap.arity(term) > 0
        && ctx.heap.element(term, 0) == Term::from_atom(name);
    Ok(Term::bool(
        named && size.is_none_or(|size| size == ctx.heap.arity(term) as i64),
    ))
}
