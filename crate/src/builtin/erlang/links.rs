//! Links: `link`, `unlink`.

use super::super::arguments;
use super::super::builtins;
use super::ports;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::What;
use process::pid::Pid;
use process::signal::{ExitKind, Signal, atom_parcel};
use process::tracing::Flags;
use term::{Term, atom};

builtins! {
    "link"/1 Constant effect = link;
    "unlink"/1 Constant effect = unlink;
}

/// Links the running process to `peer`.
pub(super) fn link_to(ctx: &mut Ctx<'_>, peer: Pid) {
    let me = Pid::Local(ctx.process.number);
    if peer == me || ctx.process.links.contains(&peer) {
        return;
    }
    ctx.process.add_link(peer);
    if let Some(relations) = &mut ctx.process.relations {
        relations.unlinking.retain(|(pid, _)| *pid != peer);
    }
    ctx.log(What::Link { peer });
    trace(ctx, "link", peer);
    ctx.send_signal(peer, Signal::Link { from: me });
}

fn trace(ctx: &mut Ctx<'_>, tag: &str, peer: Pid) {
    if ctx.process.trace.is_some() {
        let peer = peer.to_term(&mut ctx.heap);
        ctx.trace(Flags::PROCS, tag, &[peer]);
    }
}

fn link(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].as_local_port().is_some() {
        return ports::link(ctx, args[0]);
    }
    let peer = arguments::pid(ctx, args[0])?;
    if let Pid::Local(number) = peer
        && !ctx.node.processes.is_alive(number)
        && !ctx.process.links.contains(&peer)
    {
        // OTP: a process that traps exits gets the signal, any other the exception.
        if !ctx.process.trap_exit {
            return Err(Trap::error(atom::NOPROC));
        }
        ctx.process.add_link(peer);
        let signal = Signal::Exit {
            from: peer,
            reason: atom_parcel(atom::NOPROC),
            kind: ExitKind::Link,
            cause: 0,
        };
        ctx.send_signal(Pid::Local(ctx.process.number), signal);
        return Ok(Term::bool(true));
    }
    link_to(ctx, peer);
    Ok(Term::bool(true))
}

fn unlink(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].as_local_port().is_some() {
        return ports::unlink(ctx, args[0]);
    }
    let peer = arguments::pid(ctx, args[0])?;
    if ctx.process.remove_link(peer) {
        ctx.log(What::Unlink { peer });
        trace(ctx, "unlink", peer);
        let from = Pid::Local(ctx.process.number);
        if peer.local().is_some() {
            ctx.send_signal(peer, Signal::Unlink { from });
        } else {
            let id = ctx.node.dist.new_unlink_id();
            ctx.process.relations().unlinking.push((peer, id));
            ctx.send_signal(peer, Signal::UnlinkId { id, from });
        }
    }
    Ok(Term::bool(true))
}
