//! Sending messages: `!`, `send/2,3`.

use super::super::arguments;
use super::super::builtins;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::Pid;
use process::dist::PeerState;
use process::event::Peer;
use process::reference::Reference;
use process::remote::Outgoing;
use term::{Atom, Term, atom};

builtins! {
    "!"/2 Linear effect = send_2;
    "send"/2 Linear effect = send_2;
    "send"/3 Linear effect = send_3;
    "send_nosuspend"/2 Linear effect = send_nosuspend;
    "send_nosuspend"/3 Linear effect = send_nosuspend;
}

/// Delivers; a name that nobody has is `badarg`, as for `!`.
pub(super) fn deliver(ctx: &mut Ctx<'_>, to: Term, message: Term) -> Result<(), Trap> {
    ctx.reductions -= 3;
    if let Some(number) = to.as_local_pid() {
        ctx.send_local(number, message);
        return Ok(());
    }
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
    let noconnect = Term::from(known[1]);
    if options.contains(&noconnect) && needs_connection(ctx, args[0]) {
        return Ok(noconnect);
    }
    deliver(ctx, args[0], args[1])?;
    Ok(atom::OK.into())
}

/// Whether the receiver is on a node that this one would have to connect to first, and has not begun to.
fn needs_connection(ctx: &Ctx<'_>, to: Term) -> bool {
    let node = match ctx.heap.as_tuple(to) {
        Some([_, node]) => node.as_atom(),
        None => match Reference::from_term(&ctx.heap, to) {
            Some(Reference::Remote(reference)) => Some(reference.node),
            _ => Pid::from_term(&ctx.heap, to).and_then(Pid::remote_node),
        },
    };
    let is_towards = |outgoing: &Outgoing, node: Atom| match outgoing {
        Outgoing::Signal(signal) => signal.node == node,
        Outgoing::Connect(peer) => *peer == node,
        Outgoing::Disconnect(_) => false,
    };
    node.is_some_and(|node| {
        let peer = ctx.node.dist.peer(node);
        node != ctx.node.name
            && peer.is_none_or(|peer| peer.state == PeerState::Down)
            && !ctx
                .node
                .outbox
                .iter()
                .any(|outgoing| is_towards(outgoing, node))
    })
}

fn send_nosuspend(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    deliver(ctx, args[0], args[1])?;
    Ok(Term::bool(true))
}
