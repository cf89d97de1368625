//! `spawn_request`: making a process here or on another node without waiting for it.

use std::rc::Rc;

use super::super::{arguments, builtins};
use super::{monitors, spawning};
use bytecode::module::Mfa;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::dist::Arrival;
use process::monitor::AliasMode;
use process::pid::Pid;
use process::reference::Reference;
use process::remote::Control;
use process::request::{MonitorWish, Pending};
use process::signal::Signal;
use term::heap::Fun;
use term::{Atom, Parcel, Term, atom};

builtins! {
    "spawn_request"/1 Linear effect = |ctx, args| fun(ctx, None, args[0], Term::NIL);
    "spawn_request"/2 Linear effect = request_2;
    "spawn_request"/3 Linear effect = request_3;
    "spawn_request"/4 Linear effect = request_4;
    "spawn_request"/5 Linear effect = |ctx, args| mfa(ctx, Some(args[0]), &args[1..4], args[4]);
    "spawn_request_abandon"/1 Constant effect = abandon;
}

fn request_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].is_fun() {
        fun(ctx, None, args[0], args[1])
    } else {
        fun(ctx, Some(args[0]), args[1], Term::NIL)
    }
}

fn request_3(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[1].is_fun() {
        fun(ctx, Some(args[0]), args[1], args[2])
    } else {
        mfa(ctx, None, args, Term::NIL)
    }
}

fn request_4(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[2].is_atom() {
        mfa(ctx, Some(args[0]), &args[1..], Term::NIL)
    } else {
        mfa(ctx, None, &args[..3], args[3])
    }
}

fn fun(ctx: &mut Ctx<'_>, node: Option<Term>, fun: Term, options: Term) -> NativeResult {
    if !fun.is_fun() {
        return Err(Trap::badarg());
    }
    let (Fun::Local { arity, .. } | Fun::Export { arity, .. }) = ctx.heap.fun_parts(fun);
    if arity != 0 {
        return Err(Trap::badarg());
    }
    let args = ctx.heap.list(&[fun, Term::NIL]);
    let apply = Atom::intern("apply");
    request(ctx, node, (atom::ERLANG, apply), args, options)
}

fn mfa(ctx: &mut Ctx<'_>, node: Option<Term>, mfa: &[Term], options: Term) -> NativeResult {
    let (module, function) = (arguments::atom(mfa[0])?, arguments::atom(mfa[1])?);
    request(ctx, node, (module, function), mfa[2], options)
}

/// What the caller wants to hear, and what goes to the other node.
struct Wishes {
    pending: Pending,
    /// The options as they are sent.
    sent: Vec<Term>,
    is_known: bool,
}

fn wishes(ctx: &mut Ctx<'_>, node: Atom, list: Term) -> Result<Wishes, Trap> {
    let mut wishes = Wishes {
        pending: Pending {
            reference: ctx.node.new_reference(),
            node,
            tag: None,
            on_success: true,
            on_error: true,
            monitor: None,
        },
        sent: Vec::new(),
        is_known: true,
    };
    for option in arguments::list(ctx, list)? {
        let (name, value) = match ctx.heap.as_tuple(option) {
            Some([name, value]) => (name, Some(value)),
            None => (option, None),
        };
        match (name.as_atom().map(Atom::text), value) {
            (Some("reply_tag"), Some(tag)) => {
                let tag = Parcel::pack(&ctx.heap, tag, ctx.env.words_max)
                    .map_err(|_| Trap::system_limit())?;
                wishes.pending.tag = Some(Rc::new(tag));
            }
            (Some("reply"), Some(when)) => {
                let (on_success, on_error) = match when.as_atom().map(Atom::text) {
                    Some("yes") => (true, true),
                    Some("no") => (false, false),
                    Some("error_only") => (false, true),
                    Some("success_only") => (true, false),
                    _ => {
                        wishes.is_known = false;
                        continue;
                    }
                };
                wishes.pending.on_success = on_success;
                wishes.pending.on_error = on_error;
            }
            (Some("monitor"), None) => {
                wishes.pending.monitor = Some(MonitorWish {
                    tag: None,
                    alias: None,
                });
                wishes.sent.push(option);
            }
            (Some("monitor"), Some(value)) => {
                let options = monitors::options(ctx, value)?;
                wishes.pending.monitor = Some(MonitorWish {
                    tag: options.tag,
                    alias: options.alias,
                });
                wishes.sent.push(name);
            }
            _ => {
                wishes.is_known &= spawning::is_option(ctx, option);
                wishes.sent.push(option);
            }
        }
    }
    Ok(wishes)
}

fn request(
    ctx: &mut Ctx<'_>,
    node: Option<Term>,
    (module, function): (Atom, Atom),
    args: Term,
    options: Term,
) -> NativeResult {
    let node = node.map_or(Ok(ctx.node.name), arguments::atom)?;
    let count = arguments::list(ctx, args)?.len();
    if count > limits::FUNCTION_ARITY_MAX as usize {
        return Err(Trap::system_limit());
    }
    let Wishes {
        pending,
        sent,
        is_known,
    } = wishes(ctx, node, options)?;
    let me = ctx.process.number;
    let alias: Option<AliasMode> = pending.monitor.as_ref().and_then(|wish| wish.alias);
    let number = if alias.is_some() { me } else { 0 };
    let reference = ctx.heap.reference(pending.reference, number);
    if let Some(mode) = alias {
        ctx.process
            .relations()
            .aliases
            .insert(pending.reference, mode);
    }
    let id = pending.reference;
    if !is_known {
        ctx.process.relations().spawning.push(pending);
        ctx.node
            .signals
            .push_back((me, reply(id, Err(Atom::intern("badopt")))));
        return Ok(reference);
    }
    let sent = ctx.heap.list(&sent);
    let pack = |ctx: &Ctx<'_>, term| {
        Parcel::pack(&ctx.heap, term, ctx.env.words_max)
            .map(Rc::new)
            .map_err(|_| Trap::system_limit())
    };
    let (sent, payload) = (pack(ctx, sent)?, pack(ctx, args)?);
    ctx.charge(payload.words());
    let arity = count as u32;
    let control = Control::SpawnRequest {
        reference: Reference::Local { id, alias: number },
        from: Pid::Local(me),
        leader: Pid::from_term(&ctx.heap, ctx.process.group_leader).unwrap_or(Pid::Local(me)),
        initial: Mfa {
            module,
            function,
            arity,
        },
        options: sent,
    };
    ctx.process.relations().spawning.push(pending);
    if node == ctx.node.name {
        spawning::for_request(ctx, control, args)?;
    } else {
        ctx.node
            .say(node, me, control, Some(payload), Arrival::default());
    }
    Ok(reference)
}

fn reply(reference: u64, result: Result<Pid, Atom>) -> Signal {
    Signal::SpawnReply {
        reference,
        linked: false,
        monitored: false,
        result,
    }
}

/// Whether the request was still open; its reply will not come.
fn abandon(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (id, _) = arguments::reference(ctx, args[0])?;
    let Some(relations) = &mut ctx.process.relations else {
        return Ok(Term::bool(false));
    };
    let before = relations.spawning.len();
    relations.spawning.retain(|pending| pending.reference != id);
    Ok(Term::bool(relations.spawning.len() < before))
}
