//! Module `prim_trace`: what the wrappers of traced functions call (`process/tracing/patch.rs`).
//!
//! A wrapper asks `call/2` and gets what is to be told at the end of the call: `false`, or an *end*,
//! `{Mode, To, Catcher, Meta, Since}`, which it hands to `returned/3` or `raised/4`. `Mode` and `Meta` are `false`, `return` or
//! `exception`; `To` and `Catcher` are the functions that control comes back to, or `false`; `Since` is `false`, or what was timed
//! before.

use super::builtins;
use super::ets::match_spec::{env, too_large};
use bytecode::module::Mfa;
use machine::host::{Callee, NativeResult, Trap};
use process::Ctx;
use process::tracing::{Flags, Key, Pattern, Points, Trace, mfa_term};
use table::match_spec::{Row, Run};
use term::{Atom, Term, atom};

builtins! {
    "call"/2 Linear effect = call;
    "call_from"/2 Linear effect = |ctx, args| {
        let called = Callee::Mfa(Atom::intern("prim_trace"), Atom::intern("called"));
        ctx.call_with_caller(called, args.to_vec())
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

fn points(ctx: &Ctx<'_>, name: Term) -> Option<Points> {
    ctx.node.tracing.patterns.get(&key(ctx, name)?).cloned()
}

/// `call({M, F, A}, Args)`: tells of a call, and says what of its end is to be told. `caller`: who called has to be known first.
fn call(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Some(points) = points(ctx, args[0]) else {
        return Ok(Term::bool(false));
    };
    let flags = traced(ctx).map_or(Flags::default(), |trace| trace.flags);
    let comes_back = points.call.is_some() && points.local && flags.has(Flags::RETURN_TO);
    let is_watched = flags.has(Flags::CALL) || points.meta.is_some();
    if comes_back || is_watched && points.specs().any(|spec| spec.asks_for_caller()) {
        return Ok(Atom::intern("caller").into());
    }
    tell(ctx, args, &points, Around::unknown())
}

/// Where a call came from and goes back to.
#[derive(Clone, Copy)]
struct Around {
    /// `{M, F, A}`, and with `{File, Line}`.
    caller: Term,
    caller_line: Term,
    /// The functions that a value and an exception come to; `false` if it is for another wrapper to tell.
    to: Term,
    catcher: Term,
}

impl Around {
    fn unknown() -> Around {
        let undefined = atom::UNDEFINED.into();
        Around {
            caller: undefined,
            caller_line: undefined,
            to: Term::bool(false),
            catcher: Term::bool(false),
        }
    }

    /// Reads `{Caller, IsDirect, Catcher}` (`Trap::CallWithCaller`).
    fn of(ctx: &mut Ctx<'_>, frames: Term) -> Option<Around> {
        let [caller, is_direct, catcher] = ctx.heap.as_tuple(frames)?;
        let name = |ctx: &mut Ctx<'_>, frame: Term| match ctx.heap.as_tuple(frame) {
            Some([module, function, arity, _]) => ctx.heap.tuple(&[module, function, arity]),
            None => frame,
        };
        let named = name(ctx, caller);
        let is_direct = is_direct == Term::bool(true);
        let mut around = Around {
            to: if is_direct { named } else { Term::bool(false) },
            catcher: name(ctx, catcher),
            ..Around::unknown()
        };
        if let Some([module, function, arity, location]) = ctx.heap.as_tuple(caller) {
            around.caller = named;
            let place = ctx.heap.list_to_vec(location).unwrap_or_default();
            let values: Vec<Term> = place
                .iter()
                .filter_map(|&pair| Some(ctx.heap.as_tuple::<2>(pair)?[1]))
                .collect();
            let place = ctx.heap.tuple(&values);
            around.caller_line = ctx.heap.tuple(&[module, function, arity, place]);
        }
        Some(around)
    }
}

/// `called({M, F, A}, Args, {Caller, IsDirect, Catcher})`: as `call/2`.
fn called(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let around = Around::of(ctx, args[2]).unwrap_or(Around::unknown());
    match points(ctx, args[0]) {
        Some(points) => tell(ctx, args, &points, around),
        None => Ok(Term::bool(false)),
    }
}

fn tell(ctx: &mut Ctx<'_>, args: &[Term], points: &Points, around: Around) -> NativeResult {
    let no = Term::bool(false);
    let Some(key) = key(ctx, args[0]) else {
        return Ok(no);
    };
    if let Some(count) = ctx.node.tracing.patterns.get_mut(&key)
        && let Some(count) = count.count.as_mut().filter(|count| !count.paused)
    {
        count.calls += 1;
    }
    let mut end = [no; 5];
    if let (Some(pattern), Some(trace)) = (&points.call, traced(ctx)) {
        let mode = tell_by(ctx, args, pattern, (trace, around))?;
        if let Some(mode) = mode {
            end[0] = mode;
            if points.local && trace.flags.has(Flags::RETURN_TO) {
                (end[1], end[2]) = (around.to, around.catcher);
            }
        }
    }
    if let Some((tracer, pattern)) = &points.meta
        && *tracer != ctx.process.number
    {
        let trace = meta(*tracer);
        end[3] = tell_by(ctx, args, pattern, (trace, around))?.unwrap_or(no);
    }
    if points.time.is_some() && traced(ctx).is_some() {
        end[4] = begin_time(ctx, key);
    }
    if end == [no; 5] {
        return Ok(no);
    }
    Ok(ctx.heap.tuple(&end))
}

/// How a tracer of a function is told, whoever calls it.
fn meta(tracer: u32) -> Trace {
    let flags = Flags::TIMESTAMP;
    Trace { flags, tracer }
}

/// Tells one tracer of a call; how its end is to be told, or nothing if the specification does not match.
fn tell_by(
    ctx: &mut Ctx<'_>,
    args: &[Term],
    pattern: &Pattern,
    (mut trace, around): (Trace, Around),
) -> Result<Option<Term>, Trap> {
    let no = Term::bool(false);
    let (mut extra, mut end) = (Term::bool(true), no);
    if let Some(spec) = pattern.spec.clone() {
        let mut env = env(ctx);
        (env.caller, env.caller_line) = (around.caller, around.caller_line);
        env.control = Some(super::erlang::trace::control(ctx));
        let mut run = Run::new(&spec, env, ctx.heap_words_max());
        match run.row(Row::Own(args[1]), &mut ctx.heap) {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(None),
            Err(_) => return Err(too_large(ctx)),
        }
        let (message, returns, raises) = run.traced();
        let switches = run.switches();
        ctx.reductions = ctx.reductions.saturating_sub(run.cost as i32 / 16);
        for switch in switches {
            super::erlang::trace::switch(ctx, &switch);
        }
        // A call is told of as is asked for after it.
        if trace.flags.has(Flags::CALL) {
            let after = ctx.process.trace.map_or(trace.flags, |after| after.flags);
            trace.flags = after;
        }
        extra = message;
        end = match (returns, raises) {
            (_, true) => Atom::intern("exception").into(),
            (true, false) => Atom::intern("return").into(),
            _ => no,
        };
    }
    if extra != no
        && !trace.flags.has(Flags::SILENT)
        && let Some(name) = mfa(ctx, args[0])
    {
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
    Ok(Some(end))
}

/// `returned({M, F, A}, End, Value)`: the value, of which tracers are told.
fn returned(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let [mode, to, _, meta_mode, since] = ctx.heap.as_tuple(args[1]).ok_or_else(Trap::badarg)?;
    let no = Term::bool(false);
    end_time(ctx, since);
    if mode != no {
        tell_end(ctx, traced(ctx), "return_from", &[args[0], args[2]]);
    }
    if meta_mode != no {
        tell_end(
            ctx,
            meta_of(ctx, args[0]),
            "return_from",
            &[args[0], args[2]],
        );
    }
    tell_back(ctx, to);
    Ok(args[2])
}

/// `raised({M, F, A}, End, Class, Reason)`.
fn raised(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let [mode, _, catcher, meta_mode, since] =
        ctx.heap.as_tuple(args[1]).ok_or_else(Trap::badarg)?;
    let exception = Term::from_atom(Atom::intern("exception"));
    end_time(ctx, since);
    let raised = ctx.heap.tuple(&[args[2], args[3]]);
    if mode == exception {
        tell_end(ctx, traced(ctx), "exception_from", &[args[0], raised]);
    }
    if meta_mode == exception {
        tell_end(
            ctx,
            meta_of(ctx, args[0]),
            "exception_from",
            &[args[0], raised],
        );
    }
    if catcher != atom::UNDEFINED.into() {
        tell_back(ctx, catcher);
    }
    Ok(atom::OK.into())
}

/// How the tracer of a function is told of its end, if it still has one.
fn meta_of(ctx: &Ctx<'_>, name: Term) -> Option<Trace> {
    points(ctx, name)?.meta.map(|(tracer, _)| meta(tracer))
}

/// Control comes back to a function that may not be traced itself.
fn tell_back(ctx: &mut Ctx<'_>, to: Term) {
    let trace = traced(ctx).filter(|trace| trace.flags.has(Flags::RETURN_TO));
    if to != Term::bool(false) {
        tell_end(ctx, trace, "return_to", &[to]);
    }
}

fn tell_end(ctx: &mut Ctx<'_>, trace: Option<Trace>, tag: &str, parts: &[Term]) {
    if let Some(trace) = trace
        && !trace.flags.has(Flags::SILENT)
    {
        ctx.trace_by(trace, tag, parts);
    }
}

// --- call_time: each function has the time until the next timed one is called or it returns

/// Nanoseconds that the process has worked.
fn worked(ctx: &Ctx<'_>) -> u64 {
    let earlier = ctx.process.reductions * process::ctx::NS_PER_REDUCTION;
    earlier + ctx.now_ns() - ctx.env.now_ns
}

/// The timed function that the process was in has worked until now.
fn credit(ctx: &mut Ctx<'_>) -> Option<Key> {
    let now = worked(ctx);
    let number = ctx.process.number;
    let (key, since) = ctx.node.tracing.timed.remove(&number)?;
    let times = ctx.node.tracing.patterns.get_mut(&key)?.time.as_mut()?;
    if !times.paused {
        times.by.entry(number).or_default().1 += now.saturating_sub(since);
    }
    Some(key)
}

/// The function begins; the result is what was timed before: `{M, F, A}`, or `none`.
fn begin_time(ctx: &mut Ctx<'_>, key: Key) -> Term {
    let before = credit(ctx);
    let (number, now) = (ctx.process.number, worked(ctx));
    if let Some(points) = ctx.node.tracing.patterns.get_mut(&key)
        && let Some(times) = points.time.as_mut().filter(|times| !times.paused)
    {
        times.by.entry(number).or_default().0 += 1;
    }
    ctx.node.tracing.timed.insert(number, (key, now));
    match before {
        Some((module, function, arity)) => {
            let [module, function] = [module, function].map(|name| Atom::from_index(name).into());
            ctx.heap
                .tuple(&[module, function, Term::size(arity as usize)])
        }
        None => Atom::intern("none").into(),
    }
}

/// The function has ended; what was timed before goes on.
fn end_time(ctx: &mut Ctx<'_>, since: Term) {
    if since == Term::bool(false) {
        return;
    }
    credit(ctx);
    if let Some(before) = key(ctx, since) {
        let entry = (before, worked(ctx));
        ctx.node.tracing.timed.insert(ctx.process.number, entry);
    }
}
