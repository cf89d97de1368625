//! Module `dist`: what the Erlang part of distribution (`net_kernel`, `net_adm`, `erlang:spawn/2` ...) needs from below. Not in
//! OTP; programs have no business with it.

use super::erlang::nodes::node_type;
use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::dist::{InfoForm, Subscriber};
use process::node::WantedNode;
use process::remote::Outgoing;
use term::{Atom, Term};

builtins! {
    "allow"/1 Linear effect = allow;
    "connect"/2 Constant effect = connect;
    "allowed"/0 Linear effect = allowed;
    "nodes_on_host"/1 Linear effect = nodes_on_host;
    "rename"/1 Constant effect = rename;
    "start_node"/3 Constant effect = start_node;
    "subscribe"/2 Constant effect = subscribe;
    "tick_time"/0 Constant effect = |ctx, _| Ok(Term::size(ctx.node.dist.tick_time_s as usize));
    "tick_time"/1 Constant effect = set_tick_time;
    "unsubscribe"/2 Constant effect = unsubscribe;
}

/// `connect(Node, Hidden) -> Ref`: a message `{Ref, Boolean}` tells whether there is a connection.
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
    let hidden = arguments::boolean(args[1])?;
    ctx.node.outbox.push(Outgoing::Connect { node, hidden });
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

/// `allowed() -> Nodes`: the nodes of `allow/1` so far.
fn allowed(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let allowed = ctx.node.dist.allowed.iter().flatten();
    let names: Vec<Term> = allowed.map(|name| (*name).into()).collect();
    Ok(ctx.heap.list(&names))
}

/// `nodes_on_host(Host) -> [{Name, Port}]`: what epmd would answer there.
fn nodes_on_host(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let own = term::chardata::text(&ctx.heap, args[0]).ok_or_else(Trap::badarg)?;
    let host = |name: Atom| name.text().split_once('@').map_or("", |(_, host)| host);
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

/// `start_node(Name, Cookie, IsHidden) -> started | taken | refused`: the node runs after the caller's slice, which ends here.
/// Refused are too many, and any beside a node of the host's own network.
fn start_node(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let cookie = arguments::atom(args[1])?;
    let is_hidden = arguments::boolean(args[2])?;
    let running = &ctx.node.dist.registered;
    let answer = if running.iter().any(|(taken, _)| *taken == name) {
        "taken"
    } else if !ctx.node.may_start_nodes || running.len() >= limits::STARTED_NODES_MAX {
        "refused"
    } else {
        ctx.node.wanted_nodes.push(WantedNode {
            name,
            cookie,
            is_hidden,
        });
        "started"
    };
    Err(Trap::Yield(Atom::intern(answer).into()))
}

/// What is subscribed to: the kind of nodes, and `none | list | map` with the things that are told beside the name.
fn subscriber(ctx: &Ctx<'_>, args: &[Term]) -> Result<Subscriber, Trap> {
    let Some([form, facts]) = ctx.heap.as_tuple(args[1]) else {
        return Err(Trap::badarg());
    };
    let form = match arguments::atom(form)?.text() {
        "none" => InfoForm::None,
        "list" => InfoForm::List,
        "map" => InfoForm::Map,
        _ => return Err(Trap::badarg()),
    };
    let facts = arguments::list(ctx, facts)?;
    let has = |name: &str| facts.contains(&Atom::intern(name).into());
    Ok(Subscriber {
        process: ctx.process.number,
        nodes: node_type(args[0]).ok_or_else(Trap::badarg)?,
        form,
        reason: has("nodedown_reason"),
        connection_id: has("connection_id"),
        node_type: has("node_type"),
    })
}

/// `subscribe(visible | hidden | all, {none | list | map, Facts})`: node up and down messages from now on; each call counts
/// once.
fn subscribe(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let subscriber = subscriber(ctx, args)?;
    ctx.node.dist.subscribers.push(subscriber);
    Ok(term::atom::OK.into())
}

/// `unsubscribe(Type, Info)`: all such subscriptions of the caller end.
fn unsubscribe(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let ended = subscriber(ctx, args)?;
    ctx.node.dist.subscribers.retain(|kept| *kept != ended);
    Ok(term::atom::OK.into())
}

/// `rename(Name)`: the node is called so from now on; `nonode@nohost` makes it one that knows no others. Its connections are
/// cut.
fn rename(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let peers = ctx.node.dist.peers.iter();
    let up: Vec<Atom> = peers
        .filter(|peer| ctx.node.dist.is_up(peer.name))
        .map(|peer| peer.name)
        .collect();
    for peer in up {
        ctx.node.outbox.push(Outgoing::Disconnect(peer));
    }
    ctx.node.name = name;
    ctx.node.is_renamed = true;
    Err(Trap::Yield(Term::bool(true)))
}

fn set_tick_time(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let seconds = arguments::size(args[0])?;
    let seconds = u32::try_from(seconds).ok().filter(|seconds| *seconds > 0);
    ctx.node.dist.tick_time_s = seconds.ok_or_else(Trap::badarg)?;
    Ok(term::atom::OK.into())
}
