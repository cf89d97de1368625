//! Exceptions, exits and applying: `error`, `exit`, `throw`, `raise`, `apply`, `halt`, `yield`, `hibernate`.

use super::super::arguments;
use super::super::builtins;
use machine::host::{Callee, Class, NativeResult, Trap};
use process::Ctx;
use process::pid::Pid;
use process::signal::{ExitKind, Signal};
use std::rc::Rc;
use term::{Atom, Parcel, Term, atom};

builtins! {
    "apply"/2 Linear effect = apply_2;
    "apply"/3 Linear effect = apply_3;
    "error"/1 Constant effect = error_1;
    "error"/2 Constant effect = error_2;
    "error"/3 Constant effect = error_3;
    "exit"/1 Constant effect = exit_1;
    "exit"/2 Constant effect = exit_2;
    "halt"/0 Constant effect = halt;
    "halt"/1 Constant effect = halt;
    "halt"/2 Constant effect = halt;
    "hibernate"/3 Constant effect = hibernate;
    "raise"/3 Linear effect = raise;
    "throw"/1 Constant effect = throw;
    "yield"/0 Constant effect = yield_now;
}

fn apply_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let list = arguments::list(ctx, args[1])?;
    ctx.call(Callee::Fun(args[0]), list)
}

fn apply_3(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (module, function) = (arguments::atom(args[0])?, arguments::atom(args[1])?);
    let list = arguments::list(ctx, args[2])?;
    ctx.call(Callee::Mfa(module, function), list)
}

fn error_1(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    Err(Trap::RaiseBare {
        class: Class::Error,
        reason: args[0],
    })
}

fn error_2(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[1].is_list() {
        return Err(Trap::RaiseArgs {
            reason: args[0],
            args: args[1],
            info: Term::NONE,
        });
    }
    Err(Trap::RaiseBare {
        class: Class::Error,
        reason: args[0],
    })
}

fn error_3(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    // What is no list of options is as good as none.
    let options = ctx.heap.list_to_vec(args[2]).unwrap_or_default();
    let info = options.into_iter().find_map(|option| {
        let [key, info] = ctx.heap.as_tuple(option)?;
        (key == atom::ERROR_INFO.into() && info.is_map()).then_some(info)
    });
    match info {
        Some(info) if args[1].is_list() || args[1] == atom::NONE.into() => Err(Trap::RaiseArgs {
            reason: args[0],
            args: args[1],
            info,
        }),
        _ => error_2(ctx, args),
    }
}

fn throw(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    Err(Trap::RaiseBare {
        class: Class::Throw,
        reason: args[0],
    })
}

fn exit_1(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    Err(Trap::RaiseBare {
        class: Class::Exit,
        reason: args[0],
    })
}

fn exit_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].as_local_port().is_some() {
        return super::ports::exit(ctx, args[0], args[1]);
    }
    let to = arguments::pid(ctx, args[0])?;
    let reason =
        Parcel::pack(&ctx.heap, args[1], ctx.env.words_max).map_err(|_| Trap::system_limit())?;
    let from = Pid::Local(ctx.process.number);
    let signal = Signal::Exit {
        from,
        reason: Rc::new(reason),
        kind: ExitKind::Explicit,
        cause: 0,
    };
    ctx.send_signal(to, signal);
    Ok(Term::bool(true))
}

/// `raise(Class, Reason, Stacktrace)`: returns `badarg` for arguments that are not an exception.
fn raise(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let well_formed = |term: Term| {
        ctx.heap.list_to_vec(term).is_some_and(|frames| {
            frames
                .iter()
                .all(|&frame| frame.is_tuple() && (2..=4).contains(&ctx.heap.arity(frame)))
        })
    };
    match Class::from_term(args[0]) {
        Some(class) if well_formed(args[2]) => Err(Trap::RaiseTrace {
            class,
            reason: args[1],
            trace: args[2],
        }),
        _ => Ok(atom::BADARG.into()),
    }
}

/// `abort`, or the text of a crash dump.
fn is_slogan(ctx: &Ctx<'_>, text: Term) -> bool {
    text.as_atom().is_some_and(|name| name.text() == "abort")
        || text.is_list() && super::super::console::text_in(&ctx.heap, text).is_some()
}

fn halt(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let options = args.get(1).copied().unwrap_or(Term::NIL);
    let is_option = |option: Term| {
        ctx.heap.as_tuple(option).is_some_and(|[name, value]| {
            name == Atom::intern("flush").into() && value.as_bool().is_some()
        })
    };
    if !arguments::list(ctx, options)?.into_iter().all(is_option) {
        return Err(Trap::badarg());
    }
    let status = match args.first() {
        None => 0,
        Some(status) if status.is_small() && status.small_value() >= 0 => {
            (status.small_value() & 0xFF) as i32
        }
        Some(text) if is_slogan(ctx, *text) => 1,
        Some(_) => return Err(Trap::badarg()),
    };
    ctx.node.halted = Some(status);
    Err(Trap::Yield(Term::bool(true)))
}

/// `hibernate(M, F, Args)`: waits for a message with nothing on the stack, then goes on in `M:F`.
fn hibernate(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (module, function) = (arguments::atom(args[0])?, arguments::atom(args[1])?);
    let list = arguments::list(ctx, args[2])?;
    if list.len() > 255 {
        return Err(Trap::badarg());
    }
    ctx.hibernate(Callee::Mfa(module, function), list)
}

fn yield_now(_: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Err(Trap::Yield(Term::bool(true)))
}
