//! Module `prim_trace`: what the wrappers of traced functions call (`process/tracing/patch.rs`).

use super::builtins;
use super::ets::match_spec::{env, too_large};
use bytecode::module::Mfa;
use machine::host::{Callee, NativeResult};
use process::Ctx;
use process::tracing::{Flags, Key, Trace, mfa_term};
use table::match_spec::{Row, Run};
use term::{Atom, Term, atom};

builtins! {
    "call"/2 Linear effect = call;
    "call_from"/2 Linear effect = |ctx, args| {
        let called = Callee::Mfa(Atom::intern("prim_trace"), Atom::intern("called"));
        ctx.call_with_trace(called, args.to_vec())
    };
    "called"/3 Linear effect = called;
    "raised"/4 Linear effect = raised;
    "returned"/3 Linear effect = returned;
}

/// What the running process is traced by, if its calls are.
fn traced(ctx: &Ctx<'_>) -> Option<Trace> {
    ctx.process
        .trace
        .filter(|trace| trace.flags.has(Flags::CALL))
}

fn mfa(ctx: &Ctx<'_>, term: Term) -> Option<Mfa> {
    let [module, function, arity] = ctx.heap.as_tuple(term)?;
    Some(Mfa {
        module: module.as_atom()?,
        function: function.as_atom()?,
        arity: arity.as_small()? as u32,
    })
}

fn key(ctx: &Ctx<'_>, term: Term) -> Option<Key> {
    mfa(ctx, term).map(process::tracing::key)
}

/// `call({M, F, A}, Args)`: tells of a call. `false`, `return` or `exception`, which is how its end is to be told; `caller`: that
/// has to be known first.
fn call(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let pattern = key(ctx, args[0]).and_then(|key| ctx.node.tracing.patterns.get(&key));
    let spec = pattern.and_then(|pattern| pattern.spec.as_ref());
    if traced(ctx).is_some() && spec.is_some_and(|spec| spec.asks_for_caller()) {
        return Ok(Atom::intern("caller").into());
    }
    tell(ctx, args, atom::UNDEFINED.into())
}

/// `called({M, F, A}, Args, Stacktrace)`: as `call/2`.
fn called(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let frames = ctx.heap.list_to_vec(args[2]).unwrap_or_default();
    let top = frames.first().and_then(|&frame| ctx.heap.as_tuple(frame));
    let caller = match top {
        Some([module, function, arity, _]) => ctx.heap.tuple(&[module, function, arity]),
        None => atom::UNDEFINED.into(),
    };
    tell(ctx, args, caller)
}

fn tell(ctx: &mut Ctx<'_>, args: &[Term], caller: Term) -> NativeResult {
    let no = Term::bool(false);
    let Some(trace) = traced(ctx) else {
        return Ok(no);
    };
    let (Some(name), Some(key)) = (mfa(ctx, args[0]), key(ctx, args[0])) else {
        return Ok(no);
    };
    let Some(pattern) = ctx.node.tracing.patterns.get(&key) else {
        return Ok(no);
    };
    let (mut extra, mut end) = (Term::bool(true), no);
    if let Some(spec) = pattern.spec.clone() {
        let mut env = env(ctx);
        env.caller = caller;
        let mut run = Run::new(&spec, env, ctx.heap_words_max());
        match run.row(Row::Own(args[1]), &mut ctx.heap) {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(no),
            Err(_) => return Err(too_large(ctx)),
        }
        let (message, returns, raises) = run.traced();
        ctx.reductions = ctx.reductions.saturating_sub(run.cost as i32 / 16);
        extra = message;
        end = match (returns, raises) {
            (_, true) => Atom::intern("exception").into(),
            (true, false) => Atom::intern("return").into(),
            _ => no,
        };
    }
    if extra != no && !trace.flags.has(Flags::SILENT) {
        let called = if trace.flags.has(Flags::ARITY) {
            mfa_term(&mut ctx.heap, name)
        } else {
            let (module, function) = (name.module.into(), name.function.into());
            ctx.heap.tuple(&[module, function, args[1]])
        };
        let parts = [called, extra];
        let count = if extra == Term::bool(true) { 1 } else { 2 };
        ctx.trace_by(trace, "call", &parts[..count]);
    }
    Ok(end)
}

/// `returned({M, F, A}, Mode, Value)`: the value, of which the tracer is told.
fn returned(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    tell_end(ctx, "return_from", args[0], args[2]);
    Ok(args[2])
}

/// `raised({M, F, A}, Mode, Class, Reason)`.
fn raised(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[1] == Atom::intern("exception").into() {
        let exception = ctx.heap.tuple(&[args[2], args[3]]);
        tell_end(ctx, "exception_from", args[0], exception);
    }
    Ok(atom::OK.into())
}

fn tell_end(ctx: &mut Ctx<'_>, tag: &str, function: Term, what: Term) {
    if let Some(trace) = traced(ctx)
        && !trace.flags.has(Flags::SILENT)
    {
        ctx.trace_by(trace, tag, &[function, what]);
    }
}
