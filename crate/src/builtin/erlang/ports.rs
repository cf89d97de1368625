//! Ports: sockets are the only ones. What `erlang` offers for all ports; the rest is in `prim_inet`.

use super::super::{arguments, builtins, prim_inet};
use super::binaries::iodata;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::{Peer, What};
use process::pid::Pid;
use process::socket::net::Work;
use process::socket::packet;
use process::socket::step::Details;
use process::socket::{Act, Protocol, Socket, SocketId};
use term::{Atom, Term, atom};

builtins! {
    "list_to_port"/1 Linear pure = list_to_port;
    "port_close"/1 Constant effect = port_close;
    "port_command"/2 Linear effect = port_command;
    "port_command"/3 Linear effect = port_command;
    "port_connect"/2 Constant effect = port_connect;
    "port_info"/1 Linear effect = port_info;
    "port_info"/2 Linear effect = port_info_item;
    "port_to_list"/1 Linear pure = port_to_list;
    "ports"/0 Linear effect = ports;
}

/// The socket behind a port of this node, open or not.
fn socket_id(ctx: &Ctx<'_>, port: Term) -> Option<SocketId> {
    Some(SocketId::port(ctx.node.index, port.as_local_port()?))
}

/// The socket behind an open port.
fn open(ctx: &Ctx<'_>, port: Term) -> Result<SocketId, Trap> {
    socket_id(ctx, port)
        .filter(|&id| ctx.env.net.socket(id).is_some())
        .ok_or_else(Trap::badarg)
}

fn ports(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let ports = ctx.env.net.ports(ctx.node.index);
    let ports: Vec<Term> = ports.into_iter().map(Term::local_port).collect();
    Ok(ctx.heap.list(&ports))
}

fn port_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !ctx.heap.is_port(args[0]) {
        return Err(Trap::badarg());
    }
    let text = ctx.write(args[0]);
    Ok(ctx.heap.string(&text))
}

/// `"#Port<0.N>"` of this node.
fn list_to_port(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    arguments::list(ctx, args[0])?;
    let text = super::super::console::text(ctx, args[0])?;
    let number = text
        .strip_prefix("#Port<0.")
        .and_then(|rest| rest.strip_suffix('>'))
        .and_then(|number| number.parse().ok());
    number
        .filter(|&number: &u32| number < 1 << 28)
        .map(Term::local_port)
        .ok_or_else(Trap::badarg)
}

const ITEMS: [&str; 7] = [
    "name",
    "links",
    "id",
    "connected",
    "input",
    "output",
    "os_pid",
];

fn port_info(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    check_port(args[0])?;
    let Ok(id) = open(ctx, args[0]) else {
        return Ok(atom::UNDEFINED.into());
    };
    let mut pairs = Vec::new();
    for name in ITEMS {
        let value = item(ctx, id, name).ok_or_else(Trap::badarg)?;
        pairs.push(ctx.heap.tuple(&[Atom::intern(name).into(), value]));
    }
    Ok(ctx.heap.list(&pairs))
}

/// What information can be asked about: a port of this node or a name.
fn check_port(term: Term) -> Result<(), Trap> {
    if term.is_atom() || term.as_local_port().is_some() {
        Ok(())
    } else {
        Err(Trap::badarg())
    }
}

fn port_info_item(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    check_port(args[0])?;
    let name = arguments::atom(args[1])?;
    let Ok(id) = open(ctx, args[0]) else {
        return Ok(atom::UNDEFINED.into());
    };
    if name.text() == "registered_name" {
        return Ok(Term::NIL);
    }
    let value = item(ctx, id, name.text()).ok_or_else(Trap::badarg)?;
    Ok(ctx.heap.tuple(&[name.into(), value]))
}

/// What OTP calls the part of the runtime that serves a port.
fn driver(socket: &Socket) -> &'static str {
    match socket.protocol() {
        Protocol::Tcp => "tcp_inet",
        Protocol::Udp => "udp_inet",
    }
}

fn item(ctx: &mut Ctx<'_>, id: SocketId, name: &str) -> Option<Term> {
    let net = &ctx.env.net;
    let socket = net.socket(id)?;
    let pids = |ctx: &mut Ctx<'_>, numbers: Vec<u32>| {
        let pids: Vec<Term> = numbers.into_iter().map(Term::local_pid).collect();
        ctx.heap.list(&pids)
    };
    Some(match name {
        "name" => ctx.heap.string(driver(socket)),
        "links" => {
            let links = socket.links.clone();
            pids(ctx, links)
        }
        "id" => match id {
            // As in OTP, a number that means nothing outside: eight times that of the port.
            SocketId::Port { number, .. } => ctx.heap.unsigned(u64::from(number) * 8),
            SocketId::Client(_) => return None,
        },
        "connected" => Term::local_pid(socket.owner),
        // Counted by drivers that are asked for output; a socket reads by itself.
        "input" => Term::int(0),
        "output" => {
            let bytes = socket.output;
            ctx.heap.unsigned(bytes)
        }
        "os_pid" => atom::UNDEFINED.into(),
        "monitors" => Term::NIL,
        "monitored_by" => {
            let watchers = socket
                .watchers
                .iter()
                .map(|&(process, _)| process)
                .collect();
            pids(ctx, watchers)
        }
        "parallelism" => Term::bool(false),
        "locking" => Atom::intern("port_level").into(),
        "memory" => Term::int(40),
        "queue_size" => {
            let side = net.end_of(id).and_then(|end| net.side(end));
            Term::size(side.map_or(0, |side| side.outbox.len()))
        }
        _ => return None,
    })
}

/// Closes like `gen_tcp:close/1`, but whoever is linked hears of it.
pub(super) fn close(ctx: &mut Ctx<'_>, id: SocketId, reason: Atom) {
    prim_inet::log(ctx, id, Act::Close, Details::default());
    ctx.env.net.close(id, None, reason);
}

fn port_close(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = open(ctx, args[0])?;
    close(ctx, id, atom::NORMAL);
    Ok(Term::bool(true))
}

fn port_connect(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = open(ctx, args[0])?;
    let new = args[1].as_local_pid().ok_or_else(Trap::badarg)?;
    if !ctx.node.processes.is_alive(new) {
        return Err(Trap::badarg());
    }
    connect(ctx, id, new);
    Ok(Term::bool(true))
}

/// The old owner stays linked, as documented.
fn connect(ctx: &mut Ctx<'_>, id: SocketId, new: u32) {
    if let Some(socket) = ctx.env.net.socket_mut(id) {
        socket.owner = new;
    }
    ctx.env.net.link(id, new);
}

fn port_command(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = open(ctx, args[0])?;
    if !command(ctx, id, args[0], args[1])? {
        return Err(Trap::badarg());
    }
    Ok(Term::bool(true))
}

/// Sends; the answer comes as a message, as from OTP's driver.
fn command(ctx: &mut Ctx<'_>, id: SocketId, port: Term, data: Term) -> Result<bool, Trap> {
    let Ok(bytes) = iodata(ctx, data) else {
        report_bad_value(ctx, id);
        return Err(Trap::badarg());
    };
    let Some(end) = ctx.env.net.end_of(id) else {
        return Ok(false);
    };
    let Some(options) = ctx.env.net.socket(id).map(|socket| socket.options.clone()) else {
        return Ok(false);
    };
    let event = prim_inet::log(ctx, id, Act::Send, Details::bytes(id, &bytes));
    let header = packet::header(options.packet, bytes.len());
    let sent = ctx.env.net.put(end, &header, &bytes, event);
    let result = if sent {
        Term::from_atom(atom::OK)
    } else {
        let reason = Atom::intern("enobufs").into();
        ctx.heap.tuple(&[atom::ERROR.into(), reason])
    };
    let tag = Atom::intern("inet_reply").into();
    let reply = ctx.heap.tuple(&[tag, port, result]);
    let me = arguments::peer(ctx, ctx.self_pid())?;
    ctx.send(me, reply);
    Ok(true)
}

/// `Port ! {Owner, Command}`: what OTP's ports understand. Anything else, or from somebody else, is answered by an exit
/// signal `badsig` to the owner.
pub(super) fn message(ctx: &mut Ctx<'_>, port: Term, message: Term) -> Result<(), Trap> {
    let Ok(id) = open(ctx, port) else {
        return Ok(());
    };
    let Some(owner) = ctx.env.net.socket(id).map(|socket| socket.owner) else {
        return Ok(());
    };
    let what = match ctx.heap.as_tuple(message) {
        Some([from, what]) if from.as_local_pid() == Some(owner) => Some(what),
        _ => None,
    };
    if what.is_none_or(|what| obey(ctx, id, (port, owner), what).is_none()) {
        let (node, Some(port)) = (ctx.node.index, port.as_local_port()) else {
            return Ok(());
        };
        ctx.env.net.push_work(Work::Exit {
            node,
            process: owner,
            port,
            reason: Atom::intern("badsig"),
        });
    }
    Ok(())
}

/// Does what the owner tells a port; `None` if that means nothing.
fn obey(ctx: &mut Ctx<'_>, id: SocketId, (port, owner): (Term, u32), what: Term) -> Option<()> {
    let node = ctx.node.index;
    if what == Term::from_atom(Atom::intern("close")) {
        close(ctx, id, atom::NORMAL);
        ctx.env.net.push_work(Work::Closed {
            node,
            process: owner,
            port: port.as_local_port()?,
        });
        return Some(());
    }
    let [name, value] = ctx.heap.as_tuple(what)?;
    match name.as_atom().map(Atom::text) {
        Some("command") => {
            command(ctx, id, port, value).ok()?;
        }
        Some("connect") => {
            connect(ctx, id, value.as_local_pid()?);
            let connected = Atom::intern("connected").into();
            let answer = ctx.heap.tuple(&[port, connected]);
            ctx.send(Peer::Pid(Pid::Local(owner)), answer);
        }
        _ => return None,
    }
    Some(())
}

/// Tells the logger that somebody has given a port something else than bytes.
fn report_bad_value(ctx: &mut Ctx<'_>, id: SocketId) {
    let Some(logger) = ctx.node.whereis(Atom::intern("logger_proxy")) else {
        return;
    };
    let Some(driver) = ctx.env.net.socket(id).map(driver) else {
        return;
    };
    ctx.node.tell(ctx.env, logger, |heap| {
        let text = format!("Bad value on output port '{driver}'\n\n");
        let text = heap.binary(text.as_bytes());
        heap.tuple(&[atom::ERROR.into(), text])
    });
}

// --- links, monitors and exit signals

pub(super) fn link(ctx: &mut Ctx<'_>, port: Term) -> NativeResult {
    let Some(id) = socket_id(ctx, port) else {
        return Err(Trap::badarg());
    };
    let (node, process) = (ctx.node.index, ctx.process.number);
    if ctx.env.net.socket(id).is_some() {
        ctx.env.net.link(id, process);
    } else if let Some(number) = port.as_local_port() {
        ctx.env.net.push_work(Work::Exit {
            node,
            process,
            port: number,
            reason: atom::NOPROC,
        });
    }
    Ok(Term::bool(true))
}

pub(super) fn unlink(ctx: &mut Ctx<'_>, port: Term) -> NativeResult {
    if let Some(id) = socket_id(ctx, port) {
        let me = ctx.process.number;
        ctx.env.net.unlink(id, me);
    }
    Ok(Term::bool(true))
}

/// `exit(Port, Reason)`: closes it, whatever the reason.
pub(super) fn exit(ctx: &mut Ctx<'_>, port: Term, reason: Term) -> NativeResult {
    if let Ok(id) = open(ctx, port) {
        match reason.as_atom() {
            Some(atom::KILL) => close(ctx, id, atom::KILLED),
            Some(reason) => close(ctx, id, reason),
            None => close(ctx, id, Atom::intern("exit")),
        }
    }
    Ok(Term::bool(true))
}

pub(super) fn monitor(ctx: &mut Ctx<'_>, port: Term) -> NativeResult {
    if port.is_atom() {
        return Ok(monitor_name(ctx, port));
    }
    let number = port.as_local_port().ok_or_else(Trap::badarg)?;
    let id = ctx.node.new_reference();
    let reference = ctx.heap.reference(id, 0);
    let (node, process) = (ctx.node.index, ctx.process.number);
    match ctx.env.net.socket_mut(SocketId::port(node, number)) {
        Some(socket) => socket.watchers.push((process, id)),
        None => ctx.env.net.push_work(Work::Down {
            node,
            process,
            reference: id,
            port: number,
            reason: atom::NOPROC,
        }),
    }
    Ok(reference)
}

/// No port has a name here: who watches one by name hears at once that there is none.
fn monitor_name(ctx: &mut Ctx<'_>, name: Term) -> Term {
    let reference = ctx.make_reference();
    let item = ctx.heap.pair(name, ctx.node.name.into());
    let (tag, kind) = (Atom::intern("DOWN").into(), atom::PORT.into());
    let message = ctx
        .heap
        .tuple(&[tag, reference, kind, item, atom::NOPROC.into()]);
    ctx.send_local(ctx.process.number, message);
    reference
}

/// Whether there was such a monitor.
pub(super) fn demonitor(ctx: &mut Ctx<'_>, reference: u64) -> bool {
    let (node, process) = (ctx.node.index, ctx.process.number);
    let found = ctx.env.net.unwatch(node, process, reference);
    if found {
        ctx.log(What::Demonitor { reference });
    }
    found
}
