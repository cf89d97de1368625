//! UDP: what `gen_udp` is made of.

use std::rc::Rc;

use super::{Ctx, NativeResult, done, error, id, ip_of, log, ok, open, timeout, wait};
use crate::erlang::iodata;
use process::socket::step::{Details, data, ip_term};
use process::socket::{Act, Active, Address, Options};
use term::{Term, atom};

/// Bytes of one read at first, OTP's number.
const READ_BYTES: u32 = 8192;

/// `bind(Port, Options) -> {ok, Socket} | {error, Reason} | badarg`.
pub fn bind(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let usual = Options {
        buffer: READ_BYTES,
        ..Options::default()
    };
    open(ctx, args, usual, |net, place, wanted| {
        let (node, owner, address) = place;
        net.bind(node, owner, address, wanted.options)
    })
}

/// `connect(Socket, Ip, Port) -> ok | {error, Reason}`: hears nobody else, and sends there when no address is given.
pub fn connect(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let peer = address(ctx, args[1], args[2]);
    if ctx.env.net.socket(id).is_none() {
        return error(ctx, "closed");
    }
    match ctx.env.net.datagrams_mut(id) {
        Some(datagrams) if peer.is_some() => datagrams.peer = peer,
        _ => return error(ctx, "einval"),
    }
    Ok(atom::OK.into())
}

fn address(ctx: &Ctx<'_>, ip: Term, port: Term) -> Option<Address> {
    let port = u16::try_from(port.as_small()?).ok()?;
    let ip = ip_of(ctx, ip)?;
    Some(Address { ip, port })
}

/// `sendto(Socket, Ip | peer, Port, Data) -> ok | {error, Reason}`.
pub fn sendto(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    if ctx.env.net.socket(id).is_none() {
        return error(ctx, "closed");
    }
    let peer = ctx.env.net.datagrams(id).and_then(|bound| bound.peer);
    let to = if args[1].as_atom().is_some() {
        peer
    } else {
        address(ctx, args[1], args[2]).filter(|to| to.port > 0)
    };
    let (Some(to), Ok(bytes)) = (to, iodata(ctx, args[3])) else {
        return error(ctx, "einval");
    };
    if bytes.len() > limits::DATAGRAM_BYTES_MAX {
        return error(ctx, "emsgsize");
    }
    ctx.charge(bytes.len());
    ctx.reserve(bytes.len() / 8)?;
    let event = log(ctx, id, Act::Send, Details::bytes(id, &bytes));
    let size = bytes.len() as u64;
    if let Err(reason) = ctx.env.net.send_datagram(id, to, Rc::from(bytes), event) {
        return error(ctx, reason);
    }
    if let Some(socket) = ctx.env.net.socket_mut(id) {
        socket.output += size;
    }
    Ok(atom::OK.into())
}

/// `recvfrom(Socket, Timeout) -> {ok, {Ip, Port, Data}} | {error, Reason}`.
pub fn recvfrom(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let limit = timeout(args[1])?;
    let me = ctx.process.number;
    let Some(socket) = ctx.env.net.socket(id) else {
        done(ctx);
        return error(ctx, "closed");
    };
    let (binary, header) = (socket.options.binary, socket.options.header as usize);
    if socket.options.active != Active::No || ctx.env.net.datagrams(id).is_none() {
        return error(ctx, "einval");
    }
    if socket.reader.is_some_and(|(reader, _)| reader != me) {
        return error(ctx, "ealready");
    }
    let Some((from, bytes)) = ctx.env.net.take_datagram(id) else {
        if let Some(socket) = ctx.env.net.socket_mut(id) {
            socket.reader = Some((me, 0));
        }
        wait(ctx, id, limit)?;
        return error(ctx, "timeout");
    };
    done(ctx);
    log(ctx, id, Act::Receive, Details::bytes(id, &bytes));
    ctx.charge(bytes.len());
    ctx.reserve(bytes.len() * if binary { 1 } else { 2 })?;
    let ip = ip_term(&mut ctx.heap, from.ip);
    let data = data(&mut ctx.heap, &bytes, binary, header);
    let received = ctx.heap.tuple(&[ip, Term::int(from.port.into()), data]);
    ok(ctx, received)
}
