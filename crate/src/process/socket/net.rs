//! The network of sockets: machines, who listens where, connections, and the work that is to be done between slices.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::connection::{Connection, Holder, Side};
use super::datagram::Datagram;
use super::packet;
use super::{Address, End, Listener, Options, Socket, SocketId, State};
use term::Atom;

/// First and last port number that the system chooses itself: the range that IANA reserves for it.
const EPHEMERAL: std::ops::RangeInclusive<u16> = 49_152..=65_535;
/// Number of a node's first port: those before are the runtime's own on OTP.
const FIRST_PORT: u32 = 5;

/// Nodes with the same host part share a machine, hence its port numbers.
#[derive(Clone, Debug)]
pub struct Machine {
    pub name: String,
    pub ip: Ipv4Addr,
    next_ephemeral: u16,
}

/// The ports of a node.
#[derive(Clone, Debug)]
struct Ports {
    machine: usize,
    next: u32,
    open: usize,
}

/// What is to be done between two slices, in this order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Work {
    /// A socket asks for its connection.
    Connect(SocketId),
    /// Bytes leave this side.
    Move(End),
    /// A datagram arrives.
    Datagram(Datagram),
    /// A process that waited on a socket looks again.
    Wake { node: u32, process: u32 },
    /// `'DOWN'` of a monitored socket.
    Down { node: u32, process: u32, reference: u64, port: u32, reason: Atom },
    /// `{Port, closed}`, the answer to a close message.
    Closed { node: u32, process: u32, port: u32 },
    /// `'EXIT'` of a socket that somebody else closed.
    Exit { node: u32, process: u32, port: u32, reason: Atom },
}

#[derive(Clone, Debug, Default)]
pub struct Net {
    machines: Vec<Machine>,
    nodes: Vec<Ports>,
    pub sockets: BTreeMap<SocketId, Socket>,
    connections: BTreeMap<u64, Connection>,
    listeners: BTreeMap<(usize, u16), SocketId>,
    /// Who is bound to a UDP port of a machine.
    pub(super) bound: BTreeMap<(usize, u16), SocketId>,
    /// The sockets that each process is linked to.
    links: BTreeMap<(u32, u32), Vec<u32>>,
    /// The socket that each process waits on.
    waits: BTreeMap<(u32, u32), SocketId>,
    work: VecDeque<Work>,
    /// Lines between nodes that are cut in this direction.
    cut: BTreeSet<(u32, u32)>,
    /// Work that waits until a line is mended.
    held: Vec<Work>,
    next_connection: u64,
    /// The node that each client of the page has connected to.
    clients: Vec<u32>,
    /// Bytes in outboxes and inboxes of all connections.
    bytes: usize,
}

/// What a process that wants to accept finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrival {
    Connection(End),
    /// Not yet: the process stands in line now.
    Later,
}

impl Net {
    /// A node has been made; nodes are numbered from 0.
    pub fn add_node(&mut self, name: &str) {
        let host = name.split_once('@').map_or("nohost", |(_, host)| host);
        let machine = self.machine_named(host).unwrap_or_else(|| {
            let number = self.machines.len() as u32 + 1;
            self.machines.push(Machine {
                name: host.into(),
                ip: Ipv4Addr::from(0x0A00_0000 + number),
                next_ephemeral: *EPHEMERAL.start(),
            });
            self.machines.len() - 1
        });
        self.nodes.push(Ports {
            machine,
            next: FIRST_PORT,
            open: 0,
        });
    }

    fn machine_named(&self, host: &str) -> Option<usize> {
        self.machines.iter().position(|known| known.name == host)
    }

    pub fn machine(&self, node: u32) -> &Machine {
        &self.machines[self.nodes[node as usize].machine]
    }

    pub(super) fn machine_of(&self, node: u32) -> usize {
        self.nodes[node as usize].machine
    }

    /// The address of a host name, as seen from a node.
    pub fn resolve(&self, host: &str) -> Option<IpAddr> {
        if host == "localhost" {
            return Some(Ipv4Addr::LOCALHOST.into());
        }
        let machine = self.machine_named(host)?;
        Some(self.machines[machine].ip.into())
    }

    /// The machine that an address leads to from a node.
    pub fn machine_at(&self, node: u32, ip: IpAddr) -> Option<usize> {
        if ip.is_loopback() || ip.is_unspecified() {
            return Some(self.nodes[node as usize].machine);
        }
        self.machines.iter().position(|machine| machine.ip == ip)
    }

    /// Whether a socket of the node may have this address as its own.
    pub fn is_own(&self, node: u32, ip: IpAddr) -> bool {
        self.machine_at(node, ip) == Some(self.nodes[node as usize].machine)
    }

    pub(super) fn ephemeral(&mut self, machine: usize) -> u16 {
        loop {
            let port = self.machines[machine].next_ephemeral;
            self.machines[machine].next_ephemeral = if port == *EPHEMERAL.end() {
                *EPHEMERAL.start()
            } else {
                port + 1
            };
            // There are fewer sockets than ports, so a free one is found.
            if !self.listeners.contains_key(&(machine, port))
                && !self.bound.contains_key(&(machine, port))
            {
                return port;
            }
        }
    }

    // --- sockets

    pub fn socket(&self, id: SocketId) -> Option<&Socket> {
        self.sockets.get(&id)
    }

    pub fn socket_mut(&mut self, id: SocketId) -> Option<&mut Socket> {
        self.sockets.get_mut(&id)
    }

    /// Numbers of a node's ports, in order.
    pub fn ports(&self, node: u32) -> Vec<u32> {
        let all = SocketId::port(node, 0)..=SocketId::port(node, u32::MAX);
        self.sockets
            .range(all)
            .filter_map(|(id, _)| match id {
                SocketId::Port { number, .. } => Some(*number),
                SocketId::Client(_) => None,
            })
            .collect()
    }

    /// Makes a socket that belongs to a process; `None` at the limit.
    pub(super) fn open(
        &mut self,
        node: u32,
        owner: u32,
        state: State,
        options: Options,
    ) -> Option<SocketId> {
        let ports = &mut self.nodes[node as usize];
        if ports.open >= limits::SOCKETS_MAX {
            return None;
        }
        let number = ports.next;
        ports.next += 1;
        ports.open += 1;
        let id = SocketId::port(node, number);
        self.sockets.insert(id, Socket::new(owner, state, options));
        self.link(id, owner);
        Some(id)
    }

    pub fn listen(
        &mut self,
        node: u32,
        owner: u32,
        address: Address,
        backlog: usize,
        options: Options,
    ) -> Result<SocketId, &'static str> {
        let machine = self.nodes[node as usize].machine;
        let mut address = address;
        if address.port == 0 {
            address.port = self.ephemeral(machine);
        }
        if self.listeners.contains_key(&(machine, address.port)) {
            return Err("eaddrinuse");
        }
        let listener = Listener {
            machine,
            address,
            room: backlog + 1,
            pending: VecDeque::new(),
            waiting: VecDeque::new(),
            accepters: VecDeque::new(),
        };
        let id = self
            .open(node, owner, State::Listening(listener), options)
            .ok_or("emfile")?;
        self.listeners.insert((machine, address.port), id);
        Ok(id)
    }

    /// A socket of `owner` that asks for a connection to `to`, from the port `from` (0: any).
    pub fn connect(
        &mut self,
        node: u32,
        owner: u32,
        to: Address,
        from: u16,
        options: Options,
    ) -> Result<SocketId, &'static str> {
        let state = self.connecting(node, to, from).ok_or("ehostunreach")?;
        let id = self.open(node, owner, state, options).ok_or("emfile")?;
        self.work.push_back(Work::Connect(id));
        Ok(id)
    }

    /// The page connects to a port of a node's machine; the client's number.
    pub fn connect_client(&mut self, node: u32, port: u16) -> u32 {
        self.clients.push(node);
        let client = self.last_client();
        let id = SocketId::Client(client);
        let to = Address {
            ip: Ipv4Addr::LOCALHOST.into(),
            port,
        };
        if let Some(state) = self.connecting(node, to, 0) {
            let options = Options {
                binary: true,
                buffer: limits::SOCKET_BUFFER_BYTES as u32,
                ..Options::default()
            };
            self.sockets.insert(id, Socket::new(0, state, options));
            self.work.push_back(Work::Connect(id));
        }
        client
    }

    /// Number of the last client of the page.
    pub fn last_client(&self) -> u32 {
        self.clients.len() as u32
    }

    /// The node that a socket is at.
    pub fn home(&self, id: SocketId) -> u32 {
        match id {
            SocketId::Port { node, .. } => node,
            SocketId::Client(client) => {
                let index = client.wrapping_sub(1) as usize;
                self.clients.get(index).copied().unwrap_or(0)
            }
        }
    }

    fn connecting(&mut self, node: u32, to: Address, from: u16) -> Option<State> {
        let machine = self.machine_at(node, to.ip)?;
        let own = self.nodes[node as usize].machine;
        let port = if from == 0 { self.ephemeral(own) } else { from };
        let ip = match to.ip {
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip if ip.is_loopback() || ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V4(_) => self.machines[own].ip.into(),
        };
        Some(State::Connecting {
            machine,
            from: Address { ip, port },
            to,
            refused: false,
        })
    }

    /// The listener that a connection to this address would reach.
    pub(super) fn listener_at(&self, machine: usize, to: Address) -> Option<SocketId> {
        let id = *self.listeners.get(&(machine, to.port))?;
        match &self.socket(id)?.state {
            State::Listening(listener) => {
                let bound = listener.address.ip;
                (bound.is_unspecified() || to.ip.is_unspecified() || bound == to.ip).then_some(id)
            }
            _ => None,
        }
    }

    /// Joins a connecting socket to a listener; the connection's first side.
    pub(super) fn join(
        &mut self,
        client: SocketId,
        listener: SocketId,
        (from, to): (Address, Address),
    ) -> End {
        self.next_connection += 1;
        let connection = self.next_connection;
        let nodes = [self.home(client), self.home(listener)];
        let joined = Connection::new(client, nodes, from, to);
        self.connections.insert(connection, joined);
        let end = End {
            connection,
            side: 0,
        };
        if let Some(socket) = self.socket_mut(client) {
            socket.state = State::Connected(end);
        }
        end
    }

    /// What a process finds that wants to accept: first come, first served.
    pub fn arrival(&mut self, id: SocketId, process: u32) -> Option<Arrival> {
        let Some(State::Listening(listener)) = self.sockets.get_mut(&id).map(|s| &mut s.state)
        else {
            return None;
        };
        let place = listener.accepters.iter().position(|&p| p == process);
        let ahead = place.unwrap_or(listener.accepters.len());
        if let Some(end) = listener.pending.remove(ahead) {
            if let Some(place) = place {
                listener.accepters.remove(place);
            }
            // There is room again for one that has been waiting.
            if let Some(next) = listener.waiting.pop_front() {
                self.work.push_back(Work::Connect(next));
            }
            return Some(Arrival::Connection(end));
        }
        if place.is_none() {
            listener.accepters.push_back(process);
        }
        Some(Arrival::Later)
    }

    /// Gives an accepted connection its socket; `None` at the limit, and the connection is closed.
    pub fn accept(
        &mut self,
        node: u32,
        owner: u32,
        end: End,
        options: Options,
    ) -> Option<SocketId> {
        let opened = self.open(node, owner, State::Connected(end), options);
        match opened {
            Some(id) => {
                if let Some(side) = self.side_mut(end) {
                    side.holder = Holder::Socket(id);
                }
            }
            None => self.let_go(end),
        }
        opened
    }

    // --- connections

    pub fn side(&self, end: End) -> Option<&Side> {
        self.connections
            .get(&end.connection)
            .map(|connection| connection.side(end))
    }

    pub fn side_mut(&mut self, end: End) -> Option<&mut Side> {
        self.connections
            .get_mut(&end.connection)
            .map(|connection| connection.side_mut(end))
    }

    /// The side of a connection that a socket holds.
    pub fn end_of(&self, id: SocketId) -> Option<End> {
        match self.socket(id)?.state {
            State::Connected(end) => Some(end),
            _ => None,
        }
    }

    /// Puts bytes into a side's outbox; `false` if the network holds too much already.
    pub fn put(&mut self, end: End, header: &[u8], bytes: &[u8], event: u64) -> bool {
        let more = header.len() + bytes.len();
        if !self.count_more(more) {
            return false;
        }
        if let Some(side) = self.side_mut(end) {
            side.outbox.extend(header);
            side.outbox.extend(bytes);
            side.sent = event;
        }
        self.schedule(end);
        true
    }

    /// Counts bytes that are on their way; `false` if the network holds too much already.
    pub(super) fn count_more(&mut self, bytes: usize) -> bool {
        let fits = self.bytes + bytes <= limits::SOCKET_BYTES_MAX;
        if fits {
            self.bytes += bytes;
        }
        fits
    }

    /// Bytes have been read, or will never be.
    pub(super) fn count_gone(&mut self, bytes: usize) {
        self.bytes -= bytes.min(self.bytes);
    }

    /// How many more bytes may arrive at an end; `None` if nobody will ever read them.
    pub(super) fn room(&self, end: End) -> Option<usize> {
        let side = self.side(end)?;
        let most = match side.holder {
            Holder::Gone => return None,
            Holder::Nobody => limits::SOCKET_BUFFER_BYTES,
            Holder::Socket(id) => {
                let socket = self.socket(id)?;
                let wanted = socket.reader.map_or(0, |(_, wanted)| wanted);
                limits::SOCKET_BUFFER_BYTES
                    .max(wanted)
                    .max(packet::needed(&side.inbox, &socket.options))
            }
        };
        Some(most.saturating_sub(side.inbox.len()))
    }

    /// Bytes may be able to leave this side now.
    pub fn schedule(&mut self, end: End) {
        if let Some(side) = self.side_mut(end)
            && !side.scheduled
        {
            side.scheduled = true;
            self.work.push_back(Work::Move(end));
        }
    }

    /// Takes out of an inbox with `take`, and lets the other side send what fits now.
    pub fn take<T>(&mut self, end: End, take: impl FnOnce(&mut VecDeque<u8>) -> T) -> Option<T> {
        let inbox = &mut self.side_mut(end)?.inbox;
        let before = inbox.len();
        let taken = take(inbox);
        let gone = before - inbox.len();
        if gone > 0 {
            self.count_gone(gone);
            self.schedule(end.other());
        }
        Some(taken)
    }

    /// Ends the outgoing stream of a side.
    pub fn finish(&mut self, end: End) {
        if let Some(side) = self.side_mut(end) {
            side.finished = true;
        }
        self.schedule(end);
    }

    /// Nobody holds this side any more: what it has accepted is still sent.
    fn let_go(&mut self, end: End) {
        let mut dropped = 0;
        if let Some(side) = self.side_mut(end) {
            side.holder = Holder::Gone;
            dropped = std::mem::take(&mut side.inbox).len();
        }
        self.count_gone(dropped);
        self.finish(end);
        // The other side may have bytes that nobody will take.
        self.schedule(end.other());
    }

    /// Forgets a connection that both sides have left.
    pub(super) fn tidy(&mut self, end: End) {
        if let Some(connection) = self.connections.get(&end.connection)
            && connection.sides.iter().all(Side::is_over)
        {
            self.connections.remove(&end.connection);
        }
    }

    // --- closing

    /// The connection is over, but not the port.
    pub fn disconnect(&mut self, id: SocketId, tell_receiver: bool, tell_sender: bool) {
        let Some(end) = self.end_of(id) else { return };
        self.let_go(end);
        if let Some(socket) = self.socket_mut(id) {
            socket.state = State::Over {
                tell_receiver,
                tell_sender,
            };
        }
        self.wake_all(id);
    }

    /// Removes a socket; `by` is the process that closes it, which hears nothing of it.
    pub fn close(&mut self, id: SocketId, by: Option<u32>, reason: Atom) {
        self.wake_all(id);
        let Some(socket) = self.sockets.remove(&id) else {
            return;
        };
        match socket.state {
            State::Connected(end) => self.let_go(end),
            State::Listening(listener) => {
                self.listeners
                    .remove(&(listener.machine, listener.address.port));
                for end in listener.pending {
                    self.let_go(end);
                }
                for waiting in listener.waiting {
                    self.work.push_back(Work::Connect(waiting));
                }
            }
            State::Datagrams(datagrams) => {
                self.count_gone(datagrams.waiting());
                self.bound
                    .remove(&(datagrams.machine, datagrams.address.port));
            }
            State::Connecting { .. } | State::Over { .. } => {}
        }
        let SocketId::Port { node, number } = id else {
            return;
        };
        self.nodes[node as usize].open -= 1;
        for (process, reference) in socket.watchers {
            self.work.push_back(Work::Down {
                node,
                process,
                reference,
                port: number,
                reason,
            });
        }
        for process in socket.links {
            self.forget_link(node, process, number);
            if by != Some(process) {
                self.work.push_back(Work::Exit {
                    node,
                    process,
                    port: number,
                    reason,
                });
            }
        }
    }

    /// Forgets a monitor; whether there was one.
    pub fn unwatch(&mut self, node: u32, process: u32, reference: u64) -> bool {
        let mut found = false;
        let ports = SocketId::port(node, 0)..=SocketId::port(node, u32::MAX);
        for (_, socket) in self.sockets.range_mut(ports) {
            let before = socket.watchers.len();
            socket
                .watchers
                .retain(|&watcher| watcher != (process, reference));
            found |= socket.watchers.len() < before;
        }
        self.work.retain(|work| {
            let down = matches!(work, Work::Down { node: at, process: of, reference: r, .. }
                if (*at, *of, *r) == (node, process, reference));
            found |= down;
            !down
        });
        found
    }

    // --- processes

    pub fn link(&mut self, id: SocketId, process: u32) {
        let SocketId::Port { node, number } = id else {
            return;
        };
        if let Some(socket) = self.sockets.get_mut(&id)
            && !socket.links.contains(&process)
        {
            socket.links.push(process);
            self.links.entry((node, process)).or_default().push(number);
        }
    }

    pub fn unlink(&mut self, id: SocketId, process: u32) {
        let SocketId::Port { node, number } = id else {
            return;
        };
        if let Some(socket) = self.sockets.get_mut(&id) {
            socket.links.retain(|&linked| linked != process);
        }
        self.forget_link(node, process, number);
    }

    fn forget_link(&mut self, node: u32, process: u32, number: u32) {
        if let Some(links) = self.links.get_mut(&(node, process)) {
            links.retain(|&linked| linked != number);
            if links.is_empty() {
                self.links.remove(&(node, process));
            }
        }
    }

    /// Numbers of the ports that a process is linked to.
    pub fn links_of(&self, node: u32, process: u32) -> &[u32] {
        self.links.get(&(node, process)).map_or(&[], Vec::as_slice)
    }

    /// A process waits on a socket, in a list of the socket.
    pub fn wait(&mut self, id: SocketId, node: u32, process: u32) {
        self.waits.insert((node, process), id);
    }

    pub fn waiting_on(&self, node: u32, process: u32) -> Option<SocketId> {
        self.waits.get(&(node, process)).copied()
    }

    /// A process has done waiting, or is no more.
    pub fn stop_waiting(&mut self, node: u32, process: u32) {
        let Some(id) = self.waits.remove(&(node, process)) else {
            return;
        };
        let Some(socket) = self.sockets.get_mut(&id) else {
            return;
        };
        socket.senders.retain(|&waiting| waiting != process);
        if socket.reader.is_some_and(|(reader, _)| reader == process) {
            socket.reader = None;
        }
        if let State::Listening(listener) = &mut socket.state {
            let place = listener.accepters.iter().position(|&p| p == process);
            if let Some(place) = place {
                listener.accepters.remove(place);
                // Those behind have moved up: one more of them has its connection now.
                let last = listener.pending.len().checked_sub(1);
                if let Some(last) = last.filter(|&last| place <= last)
                    && let Some(&process) = listener.accepters.get(last)
                {
                    self.work.push_back(Work::Wake { node, process });
                }
            }
        }
    }

    /// A process has ended; the sockets that are to be closed: its own, and those it was linked to unless it ended normally.
    pub fn left_by(&mut self, node: u32, process: u32, normally: bool) -> Vec<SocketId> {
        self.stop_waiting(node, process);
        let linked = self.links.remove(&(node, process)).unwrap_or_default();
        let ids = linked
            .into_iter()
            .map(|number| SocketId::port(node, number));
        let mut left = Vec::new();
        for id in ids {
            self.unlink(id, process);
            if !normally
                || self
                    .socket(id)
                    .is_some_and(|socket| socket.owner == process)
            {
                left.push(id);
            }
        }
        left
    }

    /// Wakes whoever waits on a socket.
    fn wake_all(&mut self, id: SocketId) {
        let SocketId::Port { node, .. } = id else {
            return;
        };
        let Some(socket) = self.sockets.get_mut(&id) else {
            return;
        };
        let mut waiting = std::mem::take(&mut socket.senders);
        waiting.extend(socket.reader.take().map(|(reader, _)| reader));
        match &mut socket.state {
            State::Listening(listener) => waiting.extend(listener.accepters.drain(..)),
            State::Connecting { .. } => waiting.push(socket.owner),
            State::Connected(_) | State::Datagrams(_) | State::Over { .. } => {}
        }
        for process in waiting {
            self.work.push_back(Work::Wake { node, process });
        }
    }

    // --- lines between nodes

    /// Cuts or mends the line from one node to another. TCP needs both directions: nothing arrives and nothing is lost
    /// while one of them is cut.
    pub fn set_cut(&mut self, from: u32, to: u32, is_cut: bool) {
        if is_cut {
            self.cut.insert((from, to));
        } else if self.cut.remove(&(from, to)) {
            self.work.extend(self.held.drain(..));
        }
    }

    pub(super) fn is_cut(&self, a: u32, b: u32) -> bool {
        self.cut.contains(&(a, b)) || self.cut.contains(&(b, a))
    }

    /// Whether the two ends of a connection cannot reach each other.
    pub(super) fn is_stalled(&self, end: End) -> bool {
        let nodes = self.connections.get(&end.connection);
        nodes.is_some_and(|connection| self.is_cut(connection.nodes[0], connection.nodes[1]))
    }

    /// Whether nothing of a machine's answers a socket: neither the listener, nor anybody to say that there is none.
    pub(super) fn is_unreachable(
        &self,
        id: SocketId,
        machine: usize,
        listener: Option<SocketId>,
    ) -> bool {
        let here = self.home(id);
        if let Some(listener) = listener {
            return self.is_cut(here, self.home(listener));
        }
        let mut there = (0..self.nodes.len()).filter(|&node| self.nodes[node].machine == machine);
        there.all(|node| self.is_cut(here, node as u32))
    }

    /// Keeps a piece of work until a line is mended.
    pub(super) fn hold(&mut self, work: Work) {
        self.held.push(work);
    }

    // --- work

    pub fn push_work(&mut self, work: Work) {
        self.work.push_back(work);
    }

    pub fn pop_work(&mut self) -> Option<Work> {
        self.work.pop_front()
    }

    pub fn has_work(&self) -> bool {
        !self.work.is_empty()
    }
}

impl Socket {
    fn new(owner: u32, state: State, options: Options) -> Socket {
        Socket {
            owner,
            links: Vec::new(),
            watchers: Vec::new(),
            state,
            options,
            senders: Vec::new(),
            reader: None,
            told_closed: false,
            input: 0,
            output: 0,
        }
    }
}
