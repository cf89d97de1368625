//! The operators as functions: what `erlang:'+'(A, B)`, `apply` and the shell call.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use std::cmp::Ordering;
use term::arith::{self, ArithError};
use term::{Heap, Term, atom, order};

builtins! {
    "*"/2 Constant pure = |ctx, args| binary(ctx, args, arith::mul);
    "+"/1 Constant pure = plus;
    "+"/2 Constant pure = |ctx, args| binary(ctx, args, arith::add);
    "++"/2 Linear pure = append;
    "-"/1 Constant pure = |ctx, args| unary(ctx, args, arith::neg);
    "-"/2 Constant pure = |ctx, args| binary(ctx, args, arith::sub);
    "--"/2 Sorting pure = subtract;
    "/"/2 Constant pure = |ctx, args| binary(ctx, args, arith::divide);
    "/="/2 Linear pure = |ctx, args| Ok(Term::bool(!order::equal(&ctx.heap, args[0], args[1])));
    "<"/2 Linear pure = |ctx, args| Ok(Term::bool(order::compare(&ctx.heap, args[0], args[1]) == Ordering::Less));
    "=/="/2 Linear pure = |ctx, args| Ok(Term::bool(!order::same(&ctx.heap, args[0], args[1])));
    "=:="/2 Linear pure = |ctx, args| Ok(Term::bool(order::same(&ctx.heap, args[0], args[1])));
    "=<"/2 Linear pure = |ctx, args| Ok(Term::bool(order::compare(&ctx.heap, args[0], args[1]) != Ordering::Greater));
    "=="/2 Linear pure = |ctx, args| Ok(Term::bool(order::equal(&ctx.heap, args[0], args[1])));
    ">"/2 Linear pure = |ctx, args| Ok(Term::bool(order::compare(&ctx.heap, args[0], args[1]) == Ordering::Greater));
    ">="/2 Linear pure = |ctx, args| Ok(Term::bool(order::compare(&ctx.heap, args[0], args[1]) != Ordering::Less));
    "and"/2 Constant pure = |_, args| logic(args, |a, b| a && b);
    "append"/2 Linear pure = append;
    "band"/2 Constant pure = |ctx, args| binary(ctx, args, arith::band);
    "bnot"/1 Constant pure = |ctx, args| unary(ctx, args, arith::bnot);
    "bor"/2 Constant pure = |ctx, args| binary(ctx, args, arith::bor);
    "bsl"/2 Constant pure = |ctx, args| binary(ctx, args, arith::bsl);
    "bsr"/2 Constant pure = |ctx, args| binary(ctx, args, arith::bsr);
    "bxor"/2 Constant pure = |ctx, args| binary(ctx, args, arith::bxor);
    "div"/2 Constant pure = |ctx, args| binary(ctx, args, arith::div);
    "max"/2 Linear pure = max;
    "min"/2 Linear pure = min;
    "not"/1 Constant pure = |_, args| Ok(Term::bool(!arguments::boolean(args[0])?));
    "or"/2 Constant pure = |_, args| logic(args, |a, b| a || b);
    "rem"/2 Constant pure = |ctx, args| binary(ctx, args, arith::rem);
    "subtract"/2 Sorting pure = subtract;
    "xor"/2 Constant pure = |_, args| logic(args, |a, b| a != b);
}

type Operation = fn(&mut Heap, Term, Term) -> Result<Term, ArithError>;

fn trap(error: ArithError) -> Trap {
    match error {
        ArithError::Badarith => Trap::error(atom::BADARITH),
        ArithError::SystemLimit => Trap::system_limit(),
    }
}

fn binary(ctx: &mut Ctx<'_>, args: &[Term], operation: Operation) -> NativeResult {
    operation(&mut ctx.heap, args[0], args[1]).map_err(trap)
}

fn unary(
    ctx: &mut Ctx<'_>,
    args: &[Term],
    operation: fn(&mut Heap, Term) -> Result<Term, ArithError>,
) -> NativeResult {
    operation(&mut ctx.heap, args[0]).map_err(trap)
}

fn plus(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    arith::plus(args[0]).map_err(trap)
}

fn logic(args: &[Term], operation: fn(bool, bool) -> bool) -> NativeResult {
    Ok(Term::bool(operation(
        arguments::boolean(args[0])?,
        arguments::boolean(args[1])?,
    )))
}

fn max(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    Ok(
        if order::compare(&ctx.heap, args[0], args[1]) == Ordering::Less {
            args[1]
        } else {
            args[0]
        },
    )
}

fn min(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    Ok(
        if order::compare(&ctx.heap, args[0], args[1]) == Ordering::Greater {
            args[1]
        } else {
            args[0]
        },
    )
}

/// `A ++ B`: A must be a proper list, B may be anything.
fn append(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let items = arguments::list(ctx, args[0])?;
    if items.is_empty() {
        return Ok(args[1]);
    }
    ctx.reserve(items.len() * 2)?;
    ctx.charge(items.len());
    Ok(ctx.heap.list_with_tail(&items, args[1]))
}

/// `A -- B`: for each element of B, its first occurrence in A is removed. Runs in `n log n`, as in OTP since 22.
fn subtract(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let items = arguments::list(ctx, args[0])?;
    let mut removed = arguments::list(ctx, args[1])?;
    let heap = &ctx.heap;
    term::sort::sort_by(&mut removed, |a, b| order::compare_exact(heap, *a, *b));
    // Equal elements lie side by side: take them from the front of their run.
    let mut used = vec![0_usize; removed.len()];
    let mut kept = Vec::with_capacity(items.len());
    for item in &items {
        let start = removed
            .partition_point(|other| order::compare_exact(heap, *other, *item) == Ordering::Less);
        let taken = used.get(start).copied().unwrap_or(0);
        match removed.get(start + taken) {
            Some(other) if order::same(heap, *other, *item) => used[start] += 1,
            _ => kept.push(*item),
        }
    }
    ctx.charge(items.len() + removed.len());
    Ok(ctx.heap.list(&kept))
}
