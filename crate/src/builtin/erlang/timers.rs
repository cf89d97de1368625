//! Timers that send messages: `send_after`, `start_timer`, `cancel_timer`, `read_timer`.

use super::super::arguments;
use super::super::builtins;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::{Peer, What, payload};
use process::pid::Pid;
use process::timer::Timer;
use term::{Atom, Parcel, Term, atom};

builtins! {
    "cancel_timer"/1 Constant effect = cancel_timer;
    "cancel_timer"/2 Constant effect = cancel_timer;
    "read_timer"/1 Constant effect = read_timer;
    "read_timer"/2 Constant effect = read_timer;
    "send_after"/3 Linear effect = send_after;
    "send_after"/4 Linear effect = send_after;
    "start_timer"/3 Linear effect = start_timer;
    "start_timer"/4 Linear effect = start_timer;
}

/// The longest time that a timer takes, in milliseconds.
const TIME_MS_MAX: i64 = 0xFFFF_FFFF_FFFF;

fn send_after(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    set(ctx, args, false)
}

fn start_timer(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    set(ctx, args, true)
}

fn set(ctx: &mut Ctx<'_>, args: &[Term], wrapped: bool) -> NativeResult {
    let absolute = match args.get(3) {
        Some(&options) => match flag(ctx, options, "abs") {
            Ok(absolute) => absolute,
            Err(_) => return Err(arguments::caused(ctx, "badopt")),
        },
        None => false,
    };
    let time = args[0]
        .as_small()
        .filter(|time| (*time >= 0 || absolute) && time.abs() <= TIME_MS_MAX);
    let Some(time) = time else {
        return Err(arguments::caused(ctx, "time"));
    };
    let to = match args[1] {
        dest if dest.is_local_pid() => arguments::peer(ctx, dest)?,
        dest => Peer::Name(arguments::atom(dest)?),
    };
    let due_ns = if absolute {
        // Absolute times are milliseconds of the monotonic clock.
        (time * 1_000_000 - super::clock::MONOTONIC_START_NS).max(0) as u64
    } else {
        ctx.now_ns() + time as u64 * 1_000_000
    };
    let id = ctx.node.new_reference();
    let reference = ctx.heap.reference(id, 0);
    let message = if wrapped {
        ctx.heap
            .tuple(&[Atom::intern("timeout").into(), reference, args[2]])
    } else {
        args[2]
    };
    let parcel =
        Parcel::pack(&ctx.heap, message, ctx.env.words_max).map_err(|_| Trap::system_limit())?;
    let cause = if ctx.env.log.is_on() {
        let payload = payload(&ctx.heap, message);
        ctx.log(What::TimerSet {
            reference: id,
            until_ns: due_ns,
            to,
            payload,
        })
    } else {
        0
    };
    let timer = Timer::Message {
        to,
        message: parcel,
        reference: id,
        set_by: ctx.process.number,
        cause,
    };
    // A timer of a process that has ended has ended too.
    if is_alive(ctx, to) {
        ctx.node.timers.add(due_ns, timer);
    }
    Ok(reference)
}

/// Whether the message of a timer can still arrive; a name is looked up when it is due.
fn is_alive(ctx: &Ctx<'_>, to: Peer) -> bool {
    match to {
        Peer::Pid(Pid::Local(number)) => {
            number == ctx.process.number || ctx.node.processes.is_alive(number)
        }
        _ => true,
    }
}

/// Whether the options list sets the boolean option `name`; other known options are checked.
fn flag(ctx: &Ctx<'_>, options: Term, name: &str) -> Result<bool, Trap> {
    let mut found = false;
    for option in arguments::list(ctx, options)? {
        let [key, value] = ctx.heap.as_tuple(option).ok_or_else(Trap::badarg)?;
        let value = arguments::boolean(value)?;
        match key.as_atom().map(Atom::text) {
            Some(key) if key == name => found = value,
            Some("async" | "info" | "abs") => {}
            _ => return Err(Trap::badarg()),
        }
    }
    Ok(found)
}

/// Milliseconds left of a timer, or `false`, as for all references of other nodes.
fn left(ctx: &mut Ctx<'_>, id: Option<u64>) -> Term {
    let Some(id) = id else {
        return Term::bool(false);
    };
    let target = ctx.node.timers.target(id);
    match ctx.node.timers.find(id) {
        Some((due, _)) if target.is_none_or(|to| is_alive(ctx, to)) => {
            let left = due.saturating_sub(ctx.now_ns()).div_ceil(1_000_000);
            ctx.heap.unsigned(left)
        }
        _ => Term::bool(false),
    }
}

fn cancel_timer(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = arguments::own_reference(ctx, args[0])?;
    let (asynchronous, info) = match args.get(1) {
        Some(&options) => (
            flag(ctx, options, "async")?,
            flag_or(ctx, options, "info", true)?,
        ),
        None => (false, true),
    };
    let left = left(ctx, id);
    if let Some((id, key)) = id.and_then(|id| Some((id, ctx.node.timers.find(id)?))) {
        ctx.node.timers.remove(key);
        ctx.log(What::TimerCancelled { reference: id });
    }
    answer(ctx, args[0], left, "cancel_timer", asynchronous, info)
}

fn read_timer(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = arguments::own_reference(ctx, args[0])?;
    let asynchronous = match args.get(1) {
        Some(&options) => flag(ctx, options, "async")?,
        None => false,
    };
    let left = left(ctx, id);
    answer(ctx, args[0], left, "read_timer", asynchronous, true)
}

fn flag_or(ctx: &Ctx<'_>, options: Term, name: &str, default: bool) -> Result<bool, Trap> {
    let given = arguments::list(ctx, options)?.iter().any(|&option| {
        ctx.heap
            .as_tuple(option)
            .is_some_and(|[key, _]| key == Term::from_atom(Atom::intern(name)))
    });
    if given {
        flag(ctx, options, name)
    } else {
        Ok(default)
    }
}

/// The result at once, or `ok` and a message `{Tag, Ref, Result}`.
fn answer(
    ctx: &mut Ctx<'_>,
    reference: Term,
    left: Term,
    tag: &str,
    asynchronous: bool,
    info: bool,
) -> NativeResult {
    if !asynchronous {
        return Ok(if info { left } else { atom::OK.into() });
    }
    if info {
        let message = ctx.heap.tuple(&[Atom::intern(tag).into(), reference, left]);
        let me = arguments::peer(ctx, ctx.self_pid())?;
        ctx.send(me, message);
    }
    Ok(atom::OK.into())
}
