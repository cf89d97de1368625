//! Sending, receiving and shutting down.

use super::{Ctx, NativeResult, done, error, id, log, ok, tell, timeout, wait};
use crate::erlang::iodata;
use machine::host::{Timeout, Trap};
use process::socket::packet::{self, Packet, TooLong};
use process::socket::step::{Details, data};
use process::socket::{Act, Active, End, SocketId, State};
use term::{Atom, Term, atom};

/// `send(Socket, Data) -> ok | {error, Reason}`. Waits while the sender has more on its way than the high watermark.
pub fn send(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let end = match connected(ctx, id, Direction::Send) {
        Ok(end) => end,
        Err(reason) => {
            done(ctx);
            return error(ctx, reason);
        }
    };
    let Some(side) = ctx.env.net.side(end) else {
        return error(ctx, "closed");
    };
    let (waiting, broken) = (side.outbox.len(), side.reset || side.finished);
    if broken {
        done(ctx);
        break_off(ctx, id, end);
        return error(ctx, "closed");
    }
    let Some(socket) = ctx.env.net.socket_mut(id) else {
        return error(ctx, "closed");
    };
    if waiting >= socket.options.high_watermark.max(1) as usize {
        return wait_for_room(ctx, id);
    }
    let packet = socket.options.packet;
    done(ctx);
    let Ok(bytes) = iodata(ctx, args[1]) else {
        return error(ctx, "einval");
    };
    ctx.charge(bytes.len());
    ctx.reserve(bytes.len() / 8)?;
    let event = log(ctx, id, Act::Send, Details::bytes(id, &bytes));
    let header = packet::header(packet, bytes.len());
    if !ctx.env.net.put(end, &header, &bytes, event) {
        return error(ctx, "enobufs");
    }
    if let Some(socket) = ctx.env.net.socket_mut(id) {
        socket.output += (header.len() + bytes.len()) as u64;
    }
    Ok(atom::OK.into())
}

fn wait_for_room(ctx: &mut Ctx<'_>, id: SocketId) -> NativeResult {
    let me = ctx.process.number;
    let Some(socket) = ctx.env.net.socket_mut(id) else {
        return error(ctx, "closed");
    };
    if !socket.senders.contains(&me) {
        socket.senders.push(me);
    }
    let limit = socket
        .options
        .send_timeout
        .map_or(Timeout::Infinity, Timeout::Milliseconds);
    let closes = socket.options.send_timeout_close;
    wait(ctx, id, limit)?;
    if closes {
        log(ctx, id, Act::Close, Details::default());
        ctx.env.net.close(id, Some(me), atom::NORMAL);
    }
    error(ctx, "timeout")
}

/// `recv(Socket, Length, Timeout) -> {ok, Data} | {error, Reason}`.
pub fn recv(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let length = args[1].as_usize().ok_or_else(Trap::badarg)?;
    let limit = timeout(args[2])?;
    let end = match connected(ctx, id, Direction::Receive) {
        Ok(end) => end,
        Err(reason) => {
            done(ctx);
            return error(ctx, reason);
        }
    };
    let me = ctx.process.number;
    let Some(socket) = ctx.env.net.socket(id) else {
        return error(ctx, "closed");
    };
    let options = socket.options.clone();
    let wrong = if options.active != Active::No || options.packet != Packet::Raw && length > 0 {
        Some("einval")
    } else if length > limits::SOCKET_RECEIVE_BYTES_MAX {
        Some("enomem")
    } else if socket.reader.is_some_and(|(reader, _)| reader != me) {
        Some("ealready")
    } else {
        None
    };
    if let Some(reason) = wrong {
        return error(ctx, reason);
    }
    let taken = ctx
        .env
        .net
        .take(end, |inbox| packet::take(inbox, &options, length));
    match taken {
        Some(Ok(Some(bytes))) => {
            done(ctx);
            if let Some(socket) = ctx.env.net.socket_mut(id) {
                socket.input += bytes.len() as u64;
            }
            log(ctx, id, Act::Receive, Details::bytes(id, &bytes));
            ctx.charge(bytes.len());
            ctx.reserve(bytes.len() * if options.binary { 1 } else { 2 })?;
            let header = options.header as usize;
            let data = data(&mut ctx.heap, &bytes, options.binary, header);
            ok(ctx, data)
        }
        Some(Err(TooLong)) => {
            done(ctx);
            ctx.env.net.disconnect(id, false, true);
            error(ctx, "emsgsize")
        }
        Some(Ok(None)) if !ctx.env.net.side(end).is_some_and(|side| side.ended) => {
            if let Some(socket) = ctx.env.net.socket_mut(id) {
                socket.reader = Some((me, length));
            }
            // There may be room for more now that it is known how much is wanted.
            ctx.env.net.schedule(end.other());
            wait(ctx, id, limit)?;
            error(ctx, "timeout")
        }
        Some(Ok(None)) | None => {
            done(ctx);
            ended(ctx, id, options.exit_on_close);
            error(ctx, "closed")
        }
    }
}

/// A receiver has come to the end of the stream.
fn ended(ctx: &mut Ctx<'_>, id: SocketId, exit_on_close: bool) {
    log(ctx, id, Act::Closed, Details::default());
    if exit_on_close {
        ctx.env.net.disconnect(id, false, true);
    } else if let Some(socket) = ctx.env.net.socket_mut(id) {
        socket.told_closed = true;
    }
}

/// `shutdown(Socket, read | write | read_write) -> ok | {error, Reason}`.
pub fn shutdown(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = id(ctx, args[0])?;
    let (read, write) = match args[1].as_atom().map(Atom::text) {
        Some("read") => (true, false),
        Some("write") => (false, true),
        Some("read_write") => (true, true),
        _ => return Err(Trap::error(atom::FUNCTION_CLAUSE)),
    };
    if ctx.env.net.socket(id).is_none() {
        return error(ctx, "closed");
    }
    let Some(end) = ctx.env.net.end_of(id) else {
        return error(ctx, "enotconn");
    };
    if write {
        ctx.env.net.finish(end);
    }
    if read && let Some(side) = ctx.env.net.side_mut(end) {
        side.ended = true;
        tell(ctx, id);
    }
    Ok(atom::OK.into())
}

#[derive(Clone, Copy)]
enum Direction {
    Send,
    Receive,
}

/// The end that a socket has of a connection, or why it has none. A connection that is over says `closed` once to each side.
fn connected(ctx: &mut Ctx<'_>, id: SocketId, direction: Direction) -> Result<End, &'static str> {
    let socket = ctx.env.net.socket_mut(id).ok_or("closed")?;
    match &mut socket.state {
        State::Connected(end) => Ok(*end),
        State::Over {
            tell_receiver,
            tell_sender,
        } => {
            let tell = match direction {
                Direction::Send => tell_sender,
                Direction::Receive => tell_receiver,
            };
            Err(if std::mem::take(tell) {
                "closed"
            } else {
                "enotconn"
            })
        }
        State::Datagrams(_) => Err("einval"),
        State::Listening(_) | State::Connecting { .. } => Err("enotconn"),
    }
}

/// A sender has found the connection broken: an active socket says so and closes, a passive one tells the next receiver.
fn break_off(ctx: &mut Ctx<'_>, id: SocketId, end: End) {
    let active = ctx
        .env
        .net
        .socket(id)
        .is_some_and(|socket| socket.options.active != Active::No);
    if active {
        if let Some(side) = ctx.env.net.side_mut(end) {
            side.ended = true;
        }
        tell(ctx, id);
    } else {
        ctx.env.net.disconnect(id, true, false);
    }
}
