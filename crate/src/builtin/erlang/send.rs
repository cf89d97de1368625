//! Sending messages: `!`, `send/2,3`.

use super::super::arguments;
use super::super::builtins;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::Peer;
use process::pid::Pid;
use process::reference::Reference;
use term::{Atom, Term, atom};

builtins! {
    "!"/2 Linear effect = send_2;
    "send"/2 Linear effect = send_2;
    "send"/3 Linear effect = send_3;
    "send_nosuspend"/2 Linear effect = send_nosuspend;
    "send_nosuspend"/3 Linear effect = send_nosuspend;
}

/// Delivers; a name that nobody has is `badarg`, as for `!`.
#[inline]
pub(super) fn deliver(ctx: &mut Ctx<'_>, to: Term, message: Term) -> Result<(), Trap> {
    ctx.reductions -= 3;
    if ctx.process.trace.is_some() {
        trace(ctx, to, message);
    }
    if let Some(number) = to.as_local_pid() {
        ctx.send_local(number, message);
        return Ok(());
    }
    deliver_elsewhere(ctx, to, message)
}

/// The same, where `to` is no process of this node.
#[inline(never)]
fn deliver_elsewhere(ctx: &mut Ctx<'_>, to: Term, message: Term) -> Result<(), Trap> {
    if let Some((reference, alias)) = ctx.heap.as_local_reference(to) {
        ctx.send_to_alias(reference, alias, message);
        return Ok(());
    }
    if to.as_local_port().is_some() {
        return super::ports::message(ctx, to, message);
    }
    if let Some(alias) = Reference::from_term(&ctx.heap, to) {
        ctx.send_to_remote_alias(alias, message);
        return Ok(());
    }
    let peer = arguments::peer(ctx, to)?;
    if let Peer::Name(name) = peer
        && to.is_atom()
        && ctx.node.whereis(name).is_none()
    {
        return Err(Trap::badarg());
    }
    ctx.send(peer, message);
    Ok(())
}

/// Tells the tracer of a message that is about to be sent.
fn trace(ctx: &mut Ctx<'_>, to: Term, message: Term) {
    let exists = match to.as_local_pid() {
        Some(number) => ctx.node.processes.is_alive(number),
        None => true,
    };
    let tag = if exists {
        "send"
    } else {
        "send_to_non_existing_process"
    };
    ctx.trace_sent(tag, to, message);
}

fn send_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    deliver(ctx, args[0], args[1])?;
    Ok(args[1])
}

fn send_3(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let known = [Atom::intern("nosuspend"), Atom::intern("noconnect")];
    let options = arguments::list(ctx, args[2])?;
    if !options
        .iter()
        .all(|option| option.as_atom().is_some_and(|name| known.contains(&name)))
    {
        return Err(Trap::badarg());
    }
    if options.contains(&known[1].into()) && is_unconnected(ctx, args[0]) {
        return Ok(known[1].into());
    }
    deliver(ctx, args[0], args[1])?;
    Ok(atom::OK.into())
}

/// Whether a message to this would have to make a connection first.
fn is_unconnected(ctx: &Ctx<'_>, to: Term) -> bool {
    let node = match arguments::peer(ctx, to) {
        Ok(Peer::Pid(Pid::Remote(pid))) => Some(pid.node),
        Ok(Peer::RemoteName(_, node)) => Some(node),
        _ => None,
    };
    node.is_some_and(|node| !ctx.node.is_connecting(node))
}

fn send_nosuspend(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if let Some(&options) = args.get(2) {
        let sent = send_3(ctx, &[args[0], args[1], options])?;
        return Ok(Term::bool(sent == atom::OK.into()));
    }
    deliver(ctx, args[0], args[1])?;
    Ok(Term::bool(true))
}
