//! The network's work, one piece at a time: connections are made, bytes move, owners are told.

use std::net::IpAddr;
use std::rc::Rc;

use super::connection::Side;
use super::net::Work;
use super::packet;
use super::{Act, Active, End, Notice, Protocol, SocketId, State};
use crate::event::{Event, What};
use crate::node::{Env, Node};
use crate::pid::Pid;
use crate::signal::{ExitKind, Origin, Signal, atom_parcel};
use term::{Atom, Heap, Term, atom};

/// Does one piece of work; `false` when there is none.
pub fn step(nodes: &mut [Node], env: &mut Env) -> bool {
    let Some(work) = env.net.pop_work() else {
        return false;
    };
    match work {
        Work::Connect(id) => connect(nodes, env, id),
        Work::Move(end) => move_bytes(nodes, env, end),
        Work::Datagram(datagram) => {
            if let Some(receiver) = env.net.deliver_datagram(&datagram) {
                let details = Details::bytes(receiver, &datagram.bytes);
                let seq = note(env, receiver, datagram.event, Act::Data, details);
                arrived(nodes, env, receiver, seq);
            }
        }
        Work::Wake { node, process } => wake(nodes, node, process),
        Work::Down {
            node,
            process,
            reference,
            port,
            reason,
        } => {
            if let Some(node) = nodes.get_mut(node as usize) {
                down(node, env, process, reference, port, reason);
            }
        }
        Work::Closed {
            node,
            process,
            port,
        } => {
            if let Some(node) = nodes.get_mut(node as usize) {
                let mut heap = Heap::new();
                let closed = Atom::intern("closed").into();
                let message = heap.tuple(&[Term::local_port(port), closed]);
                deliver(node, env, process, &heap, message, 0);
            }
        }
        Work::Exit {
            node,
            process,
            port,
            reason,
        } => {
            if let Some(node) = nodes.get_mut(node as usize) {
                exit(node, env, process, port, reason);
            }
        }
    }
    true
}

fn wake(nodes: &mut [Node], node: u32, process: u32) {
    if let Some(node) = nodes.get_mut(node as usize) {
        node.wake(process);
    }
}

/// Records what happened to a socket, on the lifeline of its owner.
pub fn note(env: &mut Env, id: SocketId, cause: u64, act: Act, more: Details) -> u64 {
    if !env.log.is_on() {
        return 0;
    }
    let owner = env.net.socket(id).map_or(0, |socket| socket.owner);
    let (node, pid) = match id {
        SocketId::Port { node, .. } => (node, Some(owner)),
        SocketId::Client(_) => (env.net.home(id), None),
    };
    let peer = env
        .net
        .end_of(id)
        .and_then(|end| env.net.side(end.other())?.socket());
    let time_ns = env.now_ns;
    env.log.push(Event {
        seq: 0,
        time_ns,
        node,
        pid,
        cause: Some(cause),
        place: None,
        what: What::Socket {
            act,
            id,
            peer,
            bytes: more.bytes,
            text: more.text,
        },
    })
}

/// What else an event of a socket tells.
#[derive(Default)]
pub struct Details {
    pub bytes: Option<Rc<[u8]>>,
    pub text: Option<Rc<str>>,
}

impl Details {
    pub fn text(text: impl Into<Rc<str>>) -> Details {
        Details {
            text: Some(text.into()),
            ..Details::default()
        }
    }

    /// Bytes, as many as an event keeps: the page needs all that its clients get.
    pub fn bytes(id: SocketId, bytes: &[u8]) -> Details {
        let kept = match id {
            SocketId::Port { .. } => bytes.len().min(limits::EVENT_BYTES_MAX),
            SocketId::Client(_) => bytes.len(),
        };
        Details {
            bytes: Some(bytes[..kept].into()),
            ..Details::default()
        }
    }
}

fn connect(nodes: &mut [Node], env: &mut Env, id: SocketId) {
    let Some(State::Connecting {
        machine, from, to, ..
    }) = env.net.socket(id).map(|socket| &socket.state)
    else {
        return;
    };
    let (machine, from, to) = (*machine, *from, *to);
    let listener = env.net.listener_at(machine, to);
    if env.net.is_unreachable(id, machine, listener) {
        return env.net.hold(Work::Connect(id));
    }
    let Some(listener_id) = listener else {
        refuse(nodes, env, id);
        return;
    };
    let Some(State::Listening(listener)) = env
        .net
        .socket_mut(listener_id)
        .map(|socket| &mut socket.state)
    else {
        return;
    };
    if listener.pending.len() >= listener.room {
        listener.waiting.push_back(id);
        return;
    }
    let end = env.net.join(id, listener_id, (from, to));
    let mut accepter = None;
    if let Some(socket) = env.net.socket_mut(listener_id)
        && let State::Listening(listener) = &mut socket.state
    {
        accepter = listener.accepters.get(listener.pending.len()).copied();
        listener.pending.push_back(end.other());
    }
    note(env, id, 0, Act::Connected, Details::text(to.to_string()));
    if let (Some(process), SocketId::Port { node, .. }) = (accepter, listener_id) {
        wake(nodes, node, process);
    }
    wake_owner(nodes, env, id);
}

fn wake_owner(nodes: &mut [Node], env: &Env, id: SocketId) {
    if let (SocketId::Port { node, .. }, Some(socket)) = (id, env.net.socket(id)) {
        wake(nodes, node, socket.owner);
    }
}

fn refuse(nodes: &mut [Node], env: &mut Env, id: SocketId) {
    note(env, id, 0, Act::Refused, Details::text("econnrefused"));
    match id {
        SocketId::Client(_) => env.net.close(id, None, atom::NORMAL),
        SocketId::Port { .. } => {
            if let Some(socket) = env.net.socket_mut(id)
                && let State::Connecting { refused, .. } = &mut socket.state
            {
                *refused = true;
            }
            wake_owner(nodes, env, id);
        }
    }
}

/// Moves what fits from a side's outbox into the other's inbox, and the end of the stream behind it.
fn move_bytes(nodes: &mut [Node], env: &mut Env, end: End) {
    if env.net.is_stalled(end) {
        return env.net.hold(Work::Move(end));
    }
    let room = env.net.room(end.other());
    let Some(side) = env.net.side_mut(end) else {
        return;
    };
    side.scheduled = false;
    let Some(room) = room else {
        // The other end is gone: it answers what still comes with a reset.
        let lost = std::mem::take(&mut side.outbox).len();
        side.reset |= lost > 0;
        env.net.count_gone(lost);
        if lost > 0 {
            after_move(nodes, env, end);
        }
        env.net.tidy(end);
        return;
    };
    let size = side.outbox.len().min(room);
    let bytes: Vec<u8> = side.outbox.drain(..size).collect();
    let (ends, cause) = (side.finished && side.outbox.is_empty(), side.sent);
    let mut news = size > 0;
    if let Some(other) = env.net.side_mut(end.other()) {
        other.inbox.extend(&bytes);
        news |= ends && !other.ended;
        other.ended |= ends;
    }
    let receiver = env.net.side(end.other()).and_then(Side::socket);
    if let Some(receiver) = receiver.filter(|_| news) {
        let mut seq = cause;
        if size > 0 && matches!(receiver, SocketId::Port { .. }) {
            let details = Details::bytes(receiver, &bytes);
            seq = note(env, receiver, cause, Act::Data, details);
        }
        arrived(nodes, env, receiver, seq);
    }
    after_move(nodes, env, end);
    env.net.tidy(end);
}

/// Lets senders go on that waited for the outbox to drain.
fn after_move(nodes: &mut [Node], env: &mut Env, end: End) {
    let Some(side) = env.net.side(end) else {
        return;
    };
    let (left, Some(id)) = (side.outbox.len(), side.socket()) else {
        return;
    };
    let SocketId::Port { node, .. } = id else {
        return;
    };
    if let Some(socket) = env.net.socket_mut(id)
        && left <= socket.options.low_watermark as usize
    {
        for process in std::mem::take(&mut socket.senders) {
            wake(nodes, node, process);
        }
    }
}

/// Something has arrived at a socket: its owner is told, or whoever waits for it.
fn arrived(nodes: &mut [Node], env: &mut Env, id: SocketId, cause: u64) {
    let SocketId::Port {
        node: index,
        number,
    } = id
    else {
        arrived_at_page(env, id, cause);
        return;
    };
    let reader = env
        .net
        .socket(id)
        .and_then(|socket| socket.reader)
        .map(|(reader, _)| reader);
    if let Some(reader) = reader {
        wake(nodes, index, reader);
    }
    let owner = env.net.socket(id).map_or(0, |socket| socket.owner);
    for notice in notices(env, id, cause) {
        let Some(node) = nodes.get_mut(index as usize) else {
            return;
        };
        let mut heap = Heap::new();
        let term = message(&mut heap, number, &notice);
        deliver(node, env, owner, &heap, term, cause);
    }
}

fn deliver(node: &mut Node, env: &mut Env, to: u32, heap: &Heap, term: Term, cause: u64) {
    env.next_message += 1;
    let origin = Origin {
        from: None,
        message: env.next_message,
        cause,
    };
    node.deliver_message(env, to, heap, term, origin);
    node.deliver_signals(env, None);
}

/// What a socket has to tell its owner now, in order; the socket is gone after the last if that was `Closed`.
pub fn notices(env: &mut Env, id: SocketId, cause: u64) -> Vec<Notice> {
    let mut notices = Vec::new();
    while let Some(notice) = next_notice(env, id) {
        let last = notice == Notice::Closed;
        notices.push(notice);
        if last {
            closed(env, id, cause);
            break;
        }
        if let Some(socket) = env.net.socket_mut(id) {
            match socket.options.active {
                Active::Once => socket.options.active = Active::No,
                Active::Count(1) => {
                    socket.options.active = Active::No;
                    notices.push(Notice::Passive(socket.protocol()));
                }
                Active::Count(left) => socket.options.active = Active::Count(left - 1),
                Active::Yes | Active::No => {}
            }
        }
    }
    notices
}

fn next_notice(env: &mut Env, id: SocketId) -> Option<Notice> {
    if env.net.datagrams(id).is_some() {
        return env.net.datagram_notice(id);
    }
    let end = env.net.end_of(id)?;
    let options = env.net.socket(id)?.options.clone();
    if options.active == Active::No || env.net.socket(id)?.told_closed {
        return None;
    }
    let taken = env
        .net
        .take(end, |inbox| packet::take(inbox, &options, 0))?;
    match taken {
        Ok(Some(bytes)) => {
            if let Some(socket) = env.net.socket_mut(id) {
                socket.input += bytes.len() as u64;
            }
            Some(Notice::Data {
                bytes,
                binary: options.binary,
                header: options.header as usize,
            })
        }
        Ok(None) => env.net.side(end)?.ended.then_some(Notice::Closed),
        Err(packet::TooLong) => {
            // As after the end of the stream: nothing more will come.
            env.net.take(end, std::collections::VecDeque::clear);
            env.net.side_mut(end)?.ended = true;
            Some(Notice::Error("emsgsize"))
        }
    }
}

/// The owner has been told that the stream has ended.
fn closed(env: &mut Env, id: SocketId, cause: u64) {
    note(env, id, cause, Act::Closed, Details::default());
    let Some(socket) = env.net.socket_mut(id) else {
        return;
    };
    socket.told_closed = true;
    let (owner, exits) = (socket.owner, socket.options.exit_on_close);
    if exits {
        env.net.close(id, Some(owner), atom::NORMAL);
    }
}

/// The message for a notice of the socket with this port number.
pub fn message(heap: &mut Heap, number: u32, notice: &Notice) -> Term {
    let port = Term::local_port(number);
    let tagged = |tag: &str| Term::from_atom(Atom::intern(tag));
    match notice {
        Notice::Data {
            bytes,
            binary,
            header,
        } => {
            let data = data(heap, bytes, *binary, *header);
            heap.tuple(&[tagged("tcp"), port, data])
        }
        Notice::Datagram {
            from,
            bytes,
            binary,
            header,
        } => {
            let ip = ip_term(heap, from.ip);
            let data = data(heap, bytes, *binary, *header);
            heap.tuple(&[tagged("udp"), port, ip, Term::int(from.port.into()), data])
        }
        Notice::Passive(Protocol::Tcp) => heap.tuple(&[tagged("tcp_passive"), port]),
        Notice::Passive(Protocol::Udp) => heap.tuple(&[tagged("udp_passive"), port]),
        Notice::Error(reason) => heap.tuple(&[tagged("tcp_error"), port, tagged(reason)]),
        Notice::Closed => heap.tuple(&[tagged("tcp_closed"), port]),
    }
}

/// The term for an address: a tuple of 4 or 8 numbers.
pub fn ip_term(heap: &mut Heap, ip: IpAddr) -> Term {
    let parts: Vec<Term> = match ip {
        IpAddr::V4(ip) => ip.octets().map(|part| Term::int(part.into())).to_vec(),
        IpAddr::V6(ip) => ip.segments().map(|part| Term::int(part.into())).to_vec(),
    };
    heap.tuple(&parts)
}

/// Received bytes as the socket's mode has them: a binary, after a list of its first `header` bytes, or a list.
pub fn data(heap: &mut Heap, bytes: &[u8], binary: bool, header: usize) -> Term {
    let listed = if binary {
        header.min(bytes.len())
    } else {
        bytes.len()
    };
    let tail = if binary {
        heap.binary(&bytes[listed..])
    } else {
        Term::NIL
    };
    let head: Vec<Term> = bytes[..listed]
        .iter()
        .map(|&byte| Term::int(byte.into()))
        .collect();
    heap.list_with_tail(&head, tail)
}

/// The page takes all at once.
fn arrived_at_page(env: &mut Env, id: SocketId, cause: u64) {
    let Some(end) = env.net.end_of(id) else {
        return;
    };
    let bytes: Vec<u8> = env
        .net
        .take(end, |inbox| inbox.drain(..).collect())
        .unwrap_or_default();
    if !bytes.is_empty() {
        note(env, id, cause, Act::Data, Details::bytes(id, &bytes));
    }
    if env.net.side(end).is_some_and(|side| side.ended) {
        note(env, id, cause, Act::Closed, Details::default());
        env.net.close(id, None, atom::NORMAL);
    }
}

fn down(node: &mut Node, env: &mut Env, process: u32, reference: u64, port: u32, reason: Atom) {
    let mut heap = Heap::new();
    let reference = heap.reference(reference, 0);
    let parts = [
        atom::CAPITAL_DOWN.into(),
        reference,
        atom::PORT.into(),
        Term::local_port(port),
        reason.into(),
    ];
    let message = heap.tuple(&parts);
    deliver(node, env, process, &heap, message, 0);
}

/// A linked socket was closed: a message for a process that traps exits, the end of another if the reason is not normal.
fn exit(node: &mut Node, env: &mut Env, number: u32, port: u32, reason: Atom) {
    let Some(process) = node.processes.get(number) else {
        return;
    };
    if process.trap_exit {
        let mut heap = Heap::new();
        let parts = [
            atom::CAPITAL_EXIT.into(),
            Term::local_port(port),
            reason.into(),
        ];
        let message = heap.tuple(&parts);
        deliver(node, env, number, &heap, message, 0);
    } else if reason != atom::NORMAL {
        let signal = Signal::Exit {
            from: Pid::Local(0),
            reason: atom_parcel(reason),
            kind: ExitKind::Explicit,
            cause: 0,
        };
        node.signals.push_back((number, signal));
        node.deliver_signals(env, None);
    }
}
