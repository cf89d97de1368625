//! Sockets and the page's own clients, as pictures show them.

use serde::Serialize;

use crate::journal::pid_text;
use process::Node;
use process::event::{Event, What};
use process::socket::connection::Side;
use process::socket::{Act, Active, Address, Net, Socket, SocketId, State, port_text};

/// Entries of a client's log.
const LOG_MAX: usize = 500;

#[derive(Clone, Debug, Serialize)]
pub struct SocketView {
    pub id: String,
    pub node: String,
    pub owner: String,
    pub state: &'static str,
    pub local: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    pub active: String,
    pub waiting: usize,
    pub unsent: usize,
    pub blocked: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClientView {
    pub client: u32,
    pub node: String,
    pub port: u16,
    pub state: &'static str,
    pub log: Vec<ClientEntry>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClientEntry {
    pub step: u64,
    pub from: &'static str,
    pub bytes: Vec<u8>,
    pub text: String,
}

pub fn sockets(net: &Net, nodes: &[Node]) -> Vec<SocketView> {
    net.sockets
        .iter()
        .filter_map(|(&id, socket)| match id {
            SocketId::Port { node, .. } => {
                let node = nodes.get(node as usize)?.name.text();
                Some(socket_view(net, id, node, socket))
            }
            SocketId::Client(_) => None,
        })
        .collect()
}

fn socket_view(net: &Net, id: SocketId, node: &str, socket: &Socket) -> SocketView {
    let mut blocked = socket.senders.clone();
    blocked.extend(socket.reader.map(|(reader, _)| reader));
    let side = net.end_of(id).and_then(|end| net.side(end));
    let mut waiting = side.map_or(0, |side| side.inbox.len());
    let mut local = side.map_or_else(String::new, |side| side.address.to_string());
    let state = match &socket.state {
        State::Listening(listener) => {
            waiting = listener.pending.len();
            local = listener.address.to_string();
            blocked.extend(&listener.accepters);
            "listening"
        }
        State::Connecting { from, .. } => {
            local = Address::to_string(from);
            "connecting"
        }
        State::Connected(_) => "connected",
        State::Datagrams(datagrams) => {
            waiting = datagrams.waiting();
            local = datagrams.address.to_string();
            "bound"
        }
        State::Over { .. } => "closed",
    };
    let other = net.end_of(id).and_then(|end| net.side(end.other()));
    SocketView {
        id: port_text(id),
        node: node.into(),
        owner: pid_text(socket.owner),
        state,
        local,
        peer: other.and_then(Side::socket).map(port_text),
        active: match socket.options.active {
            Active::No => "false".into(),
            Active::Yes => "true".into(),
            Active::Once => "once".into(),
            Active::Count(left) => left.to_string(),
        },
        waiting,
        unsent: side.map_or(0, |side| side.outbox.len()),
        blocked: blocked.into_iter().map(pid_text).collect(),
    }
}

/// The page's clients, from what happened to them.
pub fn clients(nodes: &[Node], events: &[Event]) -> Vec<ClientView> {
    let mut clients: Vec<ClientView> = Vec::new();
    for event in events {
        let What::Socket {
            act,
            id: SocketId::Client(number),
            bytes,
            text,
            ..
        } = &event.what
        else {
            continue;
        };
        if *act == Act::Connect {
            let port = text
                .as_deref()
                .and_then(|to| to.rsplit_once(':')?.1.parse().ok());
            clients.push(ClientView {
                client: *number,
                node: nodes[event.node as usize].name.text().into(),
                port: port.unwrap_or(0),
                state: "connecting",
                log: Vec::new(),
            });
        }
        let Some(client) = clients.iter_mut().find(|known| known.client == *number) else {
            continue;
        };
        match act {
            Act::Connected => client.state = "connected",
            Act::Refused => client.state = "refused",
            Act::Close | Act::Closed => client.state = "closed",
            _ => {}
        }
        if let Some(bytes) = bytes {
            let from = if *act == Act::Send {
                "client"
            } else {
                "server"
            };
            client.log.push(ClientEntry {
                step: event.seq,
                from,
                bytes: bytes.to_vec(),
                text: String::from_utf8_lossy(bytes).into_owned(),
            });
        }
    }
    for client in &mut clients {
        let surplus = client.log.len().saturating_sub(LOG_MAX);
        client.log.drain(..surplus);
    }
    clients
}
