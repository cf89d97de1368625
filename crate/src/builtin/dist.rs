//! Module `dist`: what the Erlang part of distribution (`net_kernel`, `net_adm`, `erlang:spawn/2` ...) needs from below. Not in
//! OTP; programs have no business with it.

use super::erlang::nodes::node_type;
use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::dist::{NodeType, Subscriber};
use process::remote::Outgoing;
use term::{Atom, Term};

builtins! {
    "allow"/1 Linear effect = allow;
    "connect"/1 Constant effect = connect;
    "nodes_on_host"/0 Linear effect = nodes_on_host;
    "subscribe"/2 Constant effect = subscribe;
    "tick_time"/0 Constant effect = |ctx, _| Ok(Term::size(ctx.node.dist.tick_time_s as usize));
    "tick_time"/1 Constant effect = set_tick_time;
    "unsubscribe"/2 Constant effect = unsubscribe;
}

/// `connect(Node) -> Ref`: a message `{Ref, Boolean}` tells whether there is a connection.
fn connect(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let node = arguments::atom(args[0])?;
    let id = ctx.node.new_reference();
    let me = ctx.process.number;
    if ctx.node.dist.is_up(node) {
        let reference = ctx.heap.reference(id, 0);
        let message = ctx.heap.tuple(&[reference, Term::bool(true)]);
        ctx.send_local(me, message);
        return Ok(reference);
    }
    ctx.node.dist.meet(node).waiting.push((me, id));
    ctx.node.outbox.push(Outgoing::Connect(node));
    Ok(ctx.heap.reference(id, 0))
}

/// `allow(Nodes)`: only these may connect from now on, and those allowed before.
fn allow(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let names: Result<Vec<Atom>, Trap> = arguments::list(ctx, args[0])?
        .into_iter()
        .map(arguments::atom)
        .collect();
    ctx.node.dist.allowed.get_or_insert_default().extend(names?);
    Ok(term::atom::OK.into())
}

/// `nodes_on_host() -> [{Name, Port}]`: what epmd would answer on this node's host.
fn nodes_on_host(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let host = |name: Atom| name.text().split_once('@').map_or("", |(_, host)| host);
    let own = host(ctx.node.name);
    let mut pairs = Vec::new();
    for &(node, port) in ctx.node.dist.registered.clone().iter() {
        if host(node) != own {
            continue;
        }
        let name = node.text().split('@').next().unwrap_or_default();
        let name = ctx.heap.string(name);
        pairs.push(ctx.heap.tuple(&[name, Term::int(i32::from(port))]));
    }
    Ok(ctx.heap.list(&pairs))
}

fn subscriber(ctx: &Ctx<'_>, nodes: Term) -> Result<Subscriber, Trap> {
    let (nodes, info) = match node_type(nodes) {
        Some(nodes) => (nodes, true),
        None => (NodeType::Visible, false),
    };
    Ok(Subscriber {
        process: ctx.process.number,
        nodes,
        info,
        reason: false,
    })
}

/// `subscribe(visible | hidden | all | plain, WithReason)`: node up and down messages from now on; each call counts once.
fn subscribe(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut subscriber = subscriber(ctx, args[0])?;
    subscriber.reason = arguments::boolean(args[1])?;
    subscriber.info |= subscriber.reason;
    ctx.node.dist.subscribers.push(subscriber);
    Ok(term::atom::OK.into())
}

/// `unsubscribe(Type, WithReason)`: all such subscriptions of the caller end.
fn unsubscribe(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut ended = subscriber(ctx, args[0])?;
    ended.reason = arguments::boolean(args[1])?;
    ended.info |= ended.reason;
    ctx.node.dist.subscribers.retain(|kept| *kept != ended);
    Ok(term::atom::OK.into())
}

fn set_tick_time(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let seconds = arguments::size(args[0])?;
    let seconds = u32::try_from(seconds).ok().filter(|seconds| *seconds > 0);
    ctx.node.dist.tick_time_s = seconds.ok_or_else(Trap::badarg)?;
    Ok(term::atom::OK.into())
}
