//! Module `prim_inet`: sockets, for `gen_tcp` and `inet`, which are written in Erlang (`crate/otp`). What a socket is and how
//! bytes move is in `process/socket`.
//!
//! A function that has to wait (`accept`, `connect`, `recv`, `send`) puts the process into a list of the socket and is called
//! again, with the same arguments, whenever something may have changed.

mod datagram;
mod options;
mod transfer;

use std::net::IpAddr;

use super::{arguments, builtins};
use machine::host::{Host, NativeResult, ReceiveTimer, Timeout, Trap};
use options::{Purpose, Wanted};
use process::Ctx;
use process::event::{What, payload};
use process::mailbox::Message;
use process::socket::net::{Arrival, Net};
use process::socket::step::{Details, ip_term, message, notices};
use process::socket::{Act, Active, Address, Notice, Options, Protocol, SocketId, State};
use term::{Atom, Term, atom};

builtins! {
    "accept"/2 Constant effect = accept;
    "bind"/2 Linear effect = datagram::bind;
    "close"/1 Constant effect = close;
    "connect"/3 Constant effect = datagram::connect;
    "connect"/4 Linear effect = connect;
    "getopts"/2 Linear effect = options::getopts;
    "getstat"/1 Constant effect = getstat;
    "hostname"/0 Constant effect = hostname;
    "listen"/2 Linear effect = listen;
    "owner"/1 Constant effect = owner;
    "owner"/2 Constant effect = set_owner;
    "peername"/1 Constant effect = peername;
    "protocol"/1 Constant effect = protocol;
    "recv"/3 Linear effect = transfer::recv;
    "recvfrom"/2 Linear effect = datagram::recvfrom;
    "resolve"/1 Linear effect = resolve;
    "send"/2 Linear effect = transfer::send;
    "sendto"/4 Linear effect = datagram::sendto;
    "setopts"/2 Linear effect = setopts;
    "shutdown"/2 Constant effect = transfer::shutdown;
    "sockname"/1 Constant effect = sockname;
}

/// The socket that a port of this node is; whether it is open shows when it is looked for.
fn id(ctx: &Ctx<'_>, term: Term) -> Result<SocketId, Trap> {
    let number = term.as_local_port().ok_or_else(Trap::badarg)?;
    Ok(SocketId::port(ctx.node.index, number))
}

fn error(ctx: &mut Ctx<'_>, reason: &str) -> NativeResult {
    let reason = Atom::intern(reason).into();
    Ok(ctx.heap.tuple(&[atom::ERROR.into(), reason]))
}

fn ok(ctx: &mut Ctx<'_>, value: Term) -> NativeResult {
    Ok(ctx.heap.tuple(&[atom::OK.into(), value]))
}

fn port_term(id: SocketId) -> Term {
    match id {
        SocketId::Port { number, .. } => Term::local_port(number),
        SocketId::Client(_) => Term::NIL,
    }
}

fn timeout(term: Term) -> Result<Timeout, Trap> {
    if term == Term::from_atom(Atom::intern("infinity")) {
        return Ok(Timeout::Infinity);
    }
    arguments::size(term).map(|ms| Timeout::Milliseconds(ms as u64))
}

/// Records what the running process does to a socket; the event's number.
pub fn log(ctx: &mut Ctx<'_>, id: SocketId, act: Act, more: Details) -> u64 {
    let net = &ctx.env.net;
    let peer = net
        .end_of(id)
        .and_then(|end| net.side(end.other())?.socket());
    ctx.log(What::Socket {
        act,
        id,
        peer,
        bytes: more.bytes,
        text: more.text,
    })
}

/// Waits on a socket until something may have changed; comes back, with `Ok`, when the time is over.
fn wait(ctx: &mut Ctx<'_>, id: SocketId, timeout: Timeout) -> Result<(), Trap> {
    let (node, me) = (ctx.node.index, ctx.process.number);
    ctx.env.net.wait(id, node, me);
    if ctx.receive_timer(timeout) == ReceiveTimer::Expired {
        done(ctx);
        return Ok(());
    }
    Err(Trap::Wait)
}

/// The running process waits no more.
fn done(ctx: &mut Ctx<'_>) {
    if let Some(key) = ctx.process.receive_timer.take() {
        ctx.node.timers.remove(key);
    }
    ctx.process.timed_out = false;
    ctx.process.waiting_since_ns = None;
    let (node, me) = (ctx.node.index, ctx.process.number);
    ctx.env.net.stop_waiting(node, me);
}

/// Hands the owner what an active socket has for it.
fn tell(ctx: &mut Ctx<'_>, id: SocketId) {
    let owner = ctx.env.net.socket(id).map_or(0, |socket| socket.owner);
    let cause = ctx.process.last_event;
    let now = ctx.now_ns();
    let before = std::mem::replace(&mut ctx.env.now_ns, now);
    let notices = notices(ctx.env, id, cause);
    ctx.env.now_ns = before;
    for notice in notices {
        tell_one(ctx, id, owner, &notice);
    }
}

/// A socket has its connection: what has arrived by now is told.
fn begin(ctx: &mut Ctx<'_>, id: SocketId) {
    if let Some(socket) = ctx.env.net.socket_mut(id)
        && socket.options.active == Active::Count(0)
    {
        socket.options.active = Active::No;
        let owner = socket.owner;
        tell_one(ctx, id, owner, &Notice::Passive(Protocol::Tcp));
    }
    tell(ctx, id);
}

fn tell_one(ctx: &mut Ctx<'_>, id: SocketId, owner: u32, notice: &Notice) {
    let SocketId::Port { number, .. } = id else {
        return;
    };
    let term = message(&mut ctx.heap, number, notice);
    if owner == ctx.process.number {
        ctx.env.next_message += 1;
        let message = ctx.env.next_message;
        ctx.process.mailbox.push(Message {
            term,
            id: message,
            from: None,
        });
        let index = ctx.process.mailbox.len() - 1;
        let payload = payload(&ctx.heap, term);
        ctx.log(What::Queued {
            from: None,
            message,
            index,
            payload,
        });
        return;
    }
    ctx.env.next_message += 1;
    let origin = process::signal::Origin {
        from: None,
        message: ctx.env.next_message,
        cause: ctx.process.last_event,
    };
    ctx.node
        .deliver_message(ctx.env, owner, &ctx.heap, term, origin);
}

// --- listening and connecting

/// `listen(Port, Options) -> {ok, Socket} | {error, Reason} | badarg`.
fn listen(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    open(ctx, args, Options::default(), |net, place, wanted| {
        let (node, owner, address) = place;
        net.listen(node, owner, address, wanted.backlog, wanted.options)
    })
}

/// Node, owner and address of a socket that is to be.
type Place = (u32, u32, Address);

/// `listen` and `bind`: reads `(Port, Options)` over the options `usual`, and opens a socket of the running process there.
fn open(
    ctx: &mut Ctx<'_>,
    args: &[Term],
    usual: Options,
    open: fn(&mut Net, Place, Wanted) -> Result<SocketId, &'static str>,
) -> NativeResult {
    let Ok(port) = u16::try_from(args[0].as_small().unwrap_or(-1)) else {
        return Ok(atom::BADARG.into());
    };
    let mut wanted = Wanted::new(port, usual);
    if options::read(ctx, args[1], Purpose::Listen, &mut wanted).is_err() {
        return Ok(atom::BADARG.into());
    }
    let address = Address {
        ip: wanted.own_ip(),
        port: wanted.port,
    };
    let (node, me) = (ctx.node.index, ctx.process.number);
    if !ctx.env.net.is_own(node, address.ip) {
        return error(ctx, "eaddrnotavail");
    }
    match open(&mut ctx.env.net, (node, me, address), wanted) {
        Ok(id) => {
            let address = own_address(&ctx.env.net, id);
            let text = address.map_or_else(String::new, |address| address.to_string());
            log(ctx, id, Act::Listen, Details::text(text));
            ok(ctx, port_term(id))
        }
        Err(reason) => error(ctx, reason),
    }
}

/// `connect(Ip, Port, Options, Timeout) -> {ok, Socket} | {error, Reason} | badarg`.
fn connect(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (node, me) = (ctx.node.index, ctx.process.number);
    let Some(id) = ctx.env.net.waiting_on(node, me) else {
        return start_connecting(ctx, args);
    };
    let refused = match ctx.env.net.socket(id).map(|socket| &socket.state) {
        Some(State::Connected(_)) => {
            done(ctx);
            begin(ctx, id);
            return ok(ctx, port_term(id));
        }
        Some(State::Connecting { refused, .. }) => *refused,
        _ => true,
    };
    let reason = if refused {
        done(ctx);
        "econnrefused"
    } else {
        wait(ctx, id, timeout(args[3])?)?;
        "timeout"
    };
    ctx.env.net.close(id, Some(me), atom::NORMAL);
    error(ctx, reason)
}

fn start_connecting(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let port = u16::try_from(args[1].as_small().unwrap_or(-1));
    let mut wanted = Wanted::new(0, Options::default());
    let read = options::read(ctx, args[2], Purpose::Connect, &mut wanted);
    let (Ok(port), Ok(()), Some(ip)) = (port, read, ip_of(ctx, args[0])) else {
        return Ok(atom::BADARG.into());
    };
    let limit = timeout(args[3])?;
    if !ctx.env.net.is_own(ctx.node.index, wanted.own_ip()) {
        return error(ctx, "eaddrnotavail");
    }
    let (node, me, to) = (ctx.node.index, ctx.process.number, Address { ip, port });
    match ctx
        .env
        .net
        .connect(node, me, to, wanted.port, wanted.options)
    {
        Ok(id) => {
            log(ctx, id, Act::Connect, Details::text(to.to_string()));
            wait(ctx, id, limit)?;
            ctx.env.net.close(id, Some(me), atom::NORMAL);
            error(ctx, "timeout")
        }
        Err(reason) => error(ctx, reason),
    }
}

/// `accept(Listener, Timeout) -> {ok, Socket} | {error, Reason}`.
fn accept(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let listener = id(ctx, args[0])?;
    let limit = timeout(args[1])?;
    let (node, me) = (ctx.node.index, ctx.process.number);
    let options = match ctx.env.net.socket(listener) {
        None => {
            done(ctx);
            return error(ctx, "closed");
        }
        Some(socket) => socket.options.clone(),
    };
    match ctx.env.net.arrival(listener, me) {
        None => error(ctx, "einval"),
        Some(Arrival::Later) => {
            wait(ctx, listener, limit)?;
            error(ctx, "timeout")
        }
        Some(Arrival::Connection(end)) => {
            done(ctx);
            let Some(accepted) = ctx.env.net.accept(node, me, end, options) else {
                return error(ctx, "emfile");
            };
            let text = process::socket::port_text(listener);
            log(ctx, accepted, Act::Accept, Details::text(text));
            begin(ctx, accepted);
            ok(ctx, port_term(accepted))
        }
    }
}

/// `close(Socket) -> ok`.
fn close(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    if ctx.env.net.socket(id).is_some() {
        log(ctx, id, Act::Close, Details::default());
        let me = ctx.process.number;
        ctx.env.net.close(id, Some(me), atom::NORMAL);
    }
    Ok(atom::OK.into())
}

/// `protocol(Socket) -> tcp | udp`, `tcp` for one that is closed.
fn protocol(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let is_udp = ctx.env.net.datagrams(id).is_some();
    Ok(Atom::intern(if is_udp { "udp" } else { "tcp" }).into())
}

// --- owners

/// `owner(Socket) -> Pid | undefined`.
fn owner(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let owner = ctx.env.net.socket(id).map(|socket| socket.owner);
    Ok(owner.map_or(atom::UNDEFINED.into(), Term::local_pid))
}

/// `owner(Socket, Pid) -> ok | {error, badarg}`: hands the socket over.
fn set_owner(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let new = args[1]
        .as_local_pid()
        .filter(|&number| ctx.node.processes.is_alive(number));
    let (Some(new), Some(socket)) = (new, ctx.env.net.socket_mut(id)) else {
        return error(ctx, "badarg");
    };
    let old = std::mem::replace(&mut socket.owner, new);
    ctx.env.net.unlink(id, old);
    ctx.env.net.link(id, new);
    let text = ctx.write(args[1]);
    log(ctx, id, Act::Owner, Details::text(text));
    Ok(atom::OK.into())
}

// --- options and addresses

/// `setopts(Socket, Options) -> ok | {error, einval}`.
fn setopts(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let Some(socket) = ctx.env.net.socket(id) else {
        return error(ctx, "einval");
    };
    let (owner, protocol) = (socket.owner, socket.protocol());
    let mut wanted = Wanted::of(socket.options.clone());
    if options::read(ctx, args[1], Purpose::Set, &mut wanted).is_err() {
        return error(ctx, "einval");
    }
    let active = wanted.options.active != Active::No;
    if let Some(socket) = ctx.env.net.socket_mut(id) {
        socket.options = wanted.options;
    }
    if wanted.counted_down {
        tell_one(ctx, id, owner, &Notice::Passive(protocol));
    }
    if active {
        let over = matches!(
            ctx.env.net.socket(id).map(|socket| &socket.state),
            Some(State::Over { .. })
        );
        if over {
            // A connection that is over is reported like any other end, once somebody wants to hear it.
            tell_one(ctx, id, owner, &Notice::Closed);
            ctx.env.net.close(id, Some(owner), atom::NORMAL);
        } else {
            tell(ctx, id);
        }
    }
    Ok(atom::OK.into())
}

/// The term for an address: `{{127, 0, 0, 1}, 4000}`.
fn address_term(ctx: &mut Ctx<'_>, address: Address) -> Term {
    let ip = ip_term(&mut ctx.heap, address.ip);
    ctx.heap.tuple(&[ip, Term::int(address.port.into())])
}

/// An address from its tuple of 4 or 8 numbers.
fn ip_of(ctx: &Ctx<'_>, term: Term) -> Option<IpAddr> {
    if let Some(parts) = ctx.heap.as_tuple::<4>(term) {
        let mut octets = [0; 4];
        for (octet, part) in octets.iter_mut().zip(parts) {
            *octet = u8::try_from(part.as_small()?).ok()?;
        }
        return Some(octets.into());
    }
    let parts = ctx.heap.as_tuple::<8>(term)?;
    let mut segments = [0_u16; 8];
    for (segment, part) in segments.iter_mut().zip(parts) {
        *segment = u16::try_from(part.as_small()?).ok()?;
    }
    Some(segments.into())
}

/// Where a socket is reached; `None` once its connection is over.
fn own_address(net: &Net, id: SocketId) -> Option<Address> {
    match &net.socket(id)?.state {
        State::Listening(listener) => Some(listener.address),
        State::Connecting { from, .. } => Some(*from),
        State::Connected(end) => net.side(*end).map(|side| side.address),
        State::Datagrams(datagrams) => Some(datagrams.address),
        State::Over { .. } => None,
    }
}

/// `sockname(Socket) -> {ok, {Ip, Port}} | {error, Reason}`.
fn sockname(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let net = &ctx.env.net;
    let reason = match net.socket(id).map(|socket| &socket.state) {
        Some(State::Over { .. }) => "ebadf",
        _ => "einval",
    };
    named(ctx, own_address(net, id), reason)
}

/// `peername(Socket) -> {ok, {Ip, Port}} | {error, Reason}`.
fn peername(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let net = &ctx.env.net;
    let (address, reason) = match net.socket(id).map(|socket| &socket.state) {
        Some(State::Connected(end)) => (net.side(end.other()).map(|side| side.address), "enotconn"),
        Some(State::Datagrams(datagrams)) => (datagrams.peer, "enotconn"),
        Some(_) => (None, "enotconn"),
        None => (None, "einval"),
    };
    named(ctx, address, reason)
}

fn named(ctx: &mut Ctx<'_>, address: Option<Address>, reason: &str) -> NativeResult {
    match address {
        Some(address) => {
            let address = address_term(ctx, address);
            ok(ctx, address)
        }
        None => error(ctx, reason),
    }
}

/// `getstat(Socket) -> {Received, Sent, Pending} | {error, einval}`, in bytes.
fn getstat(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let net = &ctx.env.net;
    let Some(socket) = net.socket(id) else {
        return error(ctx, "einval");
    };
    let pending = net
        .end_of(id)
        .and_then(|end| net.side(end))
        .map_or(0, |side| side.outbox.len());
    let (input, output) = (socket.input, socket.output);
    let parts = [
        ctx.heap.unsigned(input),
        ctx.heap.unsigned(output),
        Term::size(pending),
    ];
    Ok(ctx.heap.tuple(&parts))
}

/// `resolve(HostName) -> Ip | nxdomain`; the name is a string or an atom.
fn resolve(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = match args[0].as_atom() {
        Some(name) => name.text().into(),
        None => super::console::text(ctx, args[0])?,
    };
    match ctx.env.net.resolve(&name) {
        Some(ip) => {
            let address = address_term(ctx, Address { ip, port: 0 });
            Ok(ctx.heap.element(address, 0))
        }
        None => Ok(Atom::intern("nxdomain").into()),
    }
}

/// `hostname() -> String`: the name of the node's machine.
fn hostname(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let name = ctx.env.net.machine(ctx.node.index).name.clone();
    Ok(ctx.heap.string(&name))
}
