//! The node among others: `nodes`, `monitor_node`, `disconnect_node`, cookies.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::dist::{NodeType, PeerNode, PeerState, Watch};
use process::remote::Outgoing;
use term::{Atom, Term, atom};

builtins! {
    "disconnect_node"/1 Constant effect = disconnect_node;
    "get_cookie"/0 Constant effect = |ctx, _| Ok(ctx.node.dist.cookie.into());
    "get_cookie"/1 Constant effect = get_cookie_1;
    "is_alive"/0 Constant effect = |ctx, _| Ok(Term::bool(ctx.node.is_distributed()));
    "monitor_node"/2 Constant effect = monitor_node;
    "monitor_node"/3 Constant effect = monitor_node;
    "node"/0 Constant effect = |ctx, _| Ok(ctx.node.name.into());
    "node"/1 Constant effect = node_1;
    "nodes"/0 Linear effect = |ctx, _| list(ctx, &[Kind::Visible]);
    "nodes"/1 Linear effect = nodes_1;
    "nodes"/2 Linear effect = nodes_2;
    "set_cookie"/1 Constant effect = set_cookie_1;
    "set_cookie"/2 Constant effect = set_cookie_2;
}

fn node_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let term = args[0];
    let local = term.is_local_pid()
        || term.as_local_port().is_some()
        || ctx.heap.as_local_reference(term).is_some();
    if local {
        return Ok(ctx.node.name.into());
    }
    if term.is_reference() || ctx.heap.is_pid(term) || ctx.heap.is_port(term) {
        return Ok(Term(ctx.heap.object(term).1[0]));
    }
    Err(Trap::badarg())
}

/// What `nodes/1` lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Visible,
    Hidden,
    Connected,
    This,
    Known,
}

impl Kind {
    fn from_term(term: Term) -> Option<Kind> {
        Some(match term.as_atom()?.text() {
            "visible" => Kind::Visible,
            "hidden" => Kind::Hidden,
            "connected" => Kind::Connected,
            "this" => Kind::This,
            "known" => Kind::Known,
            _ => return None,
        })
    }

    fn takes(self, peer: &PeerNode) -> bool {
        let up = peer.state == PeerState::Up;
        match self {
            Kind::Visible => up && !peer.hidden,
            Kind::Hidden => up && peer.hidden,
            Kind::Connected => up,
            Kind::This => false,
            Kind::Known => true,
        }
    }
}

fn kinds(ctx: &Ctx<'_>, wanted: Term) -> Result<Vec<Kind>, Trap> {
    let kinds: Option<Vec<Kind>> = if wanted.is_list() {
        arguments::list(ctx, wanted)?
            .into_iter()
            .map(Kind::from_term)
            .collect()
    } else {
        Kind::from_term(wanted).map(|kind| vec![kind])
    };
    kinds.ok_or_else(Trap::badarg)
}

fn nodes_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let kinds = kinds(ctx, args[0])?;
    list(ctx, &kinds)
}

/// Each node with a map of what is asked for: `node_type`, `connection_id`.
fn nodes_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let kinds = kinds(ctx, args[0])?;
    if !args[1].is_map() {
        return Err(Trap::badarg());
    }
    let (mut with_type, mut with_id) = (false, false);
    for (option, value) in term::map::pairs(&ctx.heap, args[1]) {
        match option.as_atom().map(Atom::text) {
            Some("node_type") => with_type = arguments::boolean(value)?,
            Some("connection_id") => with_id = arguments::boolean(value)?,
            _ => return Err(Trap::badarg()),
        }
    }
    let names = list(ctx, &kinds)?;
    let mut nodes = Vec::new();
    for name in arguments::list(ctx, names)? {
        let node = arguments::atom(name)?;
        let peer = ctx.node.dist.peer(node);
        let connected = peer.filter(|peer| peer.state == PeerState::Up);
        let kind = match connected {
            _ if node == ctx.node.name => "this",
            Some(peer) if peer.hidden => "hidden",
            Some(_) => "visible",
            None => "known",
        };
        let id = connected.map_or(atom::UNDEFINED.into(), |peer| {
            Term::size(peer.connections as usize)
        });
        let mut facts = Vec::new();
        if with_type {
            facts.push((Atom::intern("node_type").into(), Atom::intern(kind).into()));
        }
        if with_id {
            facts.push((Atom::intern("connection_id").into(), id));
        }
        let facts = term::map::from_pairs(&mut ctx.heap, &facts);
        nodes.push(ctx.heap.tuple(&[name, facts]));
    }
    Ok(ctx.heap.list(&nodes))
}

/// The nodes of these kinds, the latest met first, as OTP lists them; this node last.
fn list(ctx: &mut Ctx<'_>, kinds: &[Kind]) -> NativeResult {
    let peers = ctx.node.dist.peers.iter().rev();
    let mut names: Vec<Term> = peers
        .filter(|peer| kinds.iter().any(|kind| kind.takes(peer)))
        .map(|peer| peer.name.into())
        .collect();
    if kinds.contains(&Kind::Known) && ctx.node.is_distributed() {
        names.insert(0, atom::NONODE_NOHOST.into());
    }
    if kinds
        .iter()
        .any(|kind| matches!(kind, Kind::This | Kind::Known))
    {
        names.push(ctx.node.name.into());
    }
    Ok(ctx.heap.list(&names))
}

fn monitor_node(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (node, on) = (arguments::atom(args[0])?, arguments::boolean(args[1])?);
    if let Some(&options) = args.get(2) {
        let known = |option: &Term| {
            option
                .as_atom()
                .is_some_and(|name| name.text() == "allow_passive_connect")
        };
        if !arguments::list(ctx, options)?.iter().all(known) {
            return Err(Trap::badarg());
        }
    }
    let me = ctx.process.number;
    if !on {
        let watches = &mut ctx.node.dist.watches;
        let mine = |watch: &Watch| (watch.process, watch.node) == (me, node);
        if let Some(at) = watches.iter().position(mine) {
            watches.remove(at);
        }
        return Ok(Term::bool(true));
    }
    if !ctx.node.is_distributed() {
        return Err(Trap::error(Atom::intern("notalive")));
    }
    if node == ctx.node.name {
        return Ok(Term::bool(true));
    }
    let before = ctx.node.dist.watches.iter();
    let mut mine = before.filter(|watch| (watch.process, watch.node) == (me, node));
    let order = mine.next().map(|watch| watch.order);
    let order = order.unwrap_or_else(|| ctx.node.new_reference());
    ctx.node.dist.watches.push(Watch {
        process: me,
        node,
        order,
    });
    ctx.node.outbox.push(Outgoing::Connect {
        node,
        hidden: false,
    });
    Ok(Term::bool(true))
}

/// The slice ends with it, so that the connection is gone when it returns.
fn disconnect_node(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !ctx.node.is_distributed() {
        return Ok(Atom::intern("ignored").into());
    }
    let Some(node) = args[0].as_atom().filter(|node| ctx.node.dist.is_up(*node)) else {
        return Ok(Term::bool(false));
    };
    ctx.node.outbox.push(Outgoing::Disconnect(node));
    Err(Trap::Yield(Term::bool(true)))
}

fn get_cookie_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let node = arguments::atom(args[0])?;
    Ok(ctx.node.dist.cookie_for(node).into())
}

fn set_cookie_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    ctx.node.dist.cookie = arguments::atom(args[0])?;
    Ok(Term::bool(true))
}

fn set_cookie_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (node, cookie) = (arguments::atom(args[0])?, arguments::atom(args[1])?);
    if ctx.node.name == atom::NONODE_NOHOST {
        return Err(Trap::badarg());
    }
    if node == ctx.node.name {
        ctx.node.dist.cookie = cookie;
        return Ok(Term::bool(true));
    }
    let cookies = &mut ctx.node.dist.cookies;
    match cookies.iter_mut().find(|(known, _)| *known == node) {
        Some(entry) => entry.1 = cookie,
        None => cookies.push((node, cookie)),
    }
    Ok(Term::bool(true))
}

/// What `net_kernel:monitor_nodes` is asked for.
pub fn node_type(term: Term) -> Option<NodeType> {
    Some(match term.as_atom()?.text() {
        "visible" => NodeType::Visible,
        "hidden" => NodeType::Hidden,
        "all" => NodeType::All,
        _ => return None,
    })
}
