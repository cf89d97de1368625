//! UDP sockets. A datagram arrives whole or not at all: where nobody is bound, the line is cut or the receiver has no room, it
//! is lost and nobody is told.

use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use super::net::{Net, Work};
use super::{Active, Address, Notice, Options, SocketId, State};

/// A socket that is bound to a port.
#[derive(Clone, Debug)]
pub struct Datagrams {
    pub machine: usize,
    pub address: Address,
    /// Whom it has been connected to: it hears nobody else.
    pub peer: Option<Address>,
    /// What has arrived: from whom, and the bytes.
    pub inbox: VecDeque<(Address, Rc<[u8]>)>,
}

impl Datagrams {
    /// Bytes that wait to be read.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.inbox.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

/// One on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Datagram {
    pub node: u32,
    pub from: Address,
    pub machine: usize,
    pub to: Address,
    pub bytes: Rc<[u8]>,
    /// The event that sent it.
    pub event: u64,
}

impl Net {
    /// A UDP socket of `owner` at this address; port 0 for any.
    pub fn bind(
        &mut self,
        node: u32,
        owner: u32,
        mut address: Address,
        mut options: Options,
    ) -> Result<SocketId, &'static str> {
        let machine = self.machine_of(node);
        if address.port == 0 {
            address.port = self.ephemeral(machine);
        }
        if self.bound.contains_key(&(machine, address.port)) {
            return Err("eaddrinuse");
        }
        if options.active == Active::Count(0) {
            options.active = Active::No;
        }
        let state = State::Datagrams(Datagrams {
            machine,
            address,
            peer: None,
            inbox: VecDeque::new(),
        });
        let id = self.open(node, owner, state, options).ok_or("emfile")?;
        self.bound.insert((machine, address.port), id);
        Ok(id)
    }

    pub fn datagrams(&self, id: SocketId) -> Option<&Datagrams> {
        match &self.socket(id)?.state {
            State::Datagrams(datagrams) => Some(datagrams),
            _ => None,
        }
    }

    pub fn datagrams_mut(&mut self, id: SocketId) -> Option<&mut Datagrams> {
        match &mut self.socket_mut(id)?.state {
            State::Datagrams(datagrams) => Some(datagrams),
            _ => None,
        }
    }

    /// Sends a datagram on its way.
    pub fn send_datagram(
        &mut self,
        id: SocketId,
        to: Address,
        bytes: Rc<[u8]>,
        event: u64,
    ) -> Result<(), &'static str> {
        let node = self.home(id);
        let own = self.datagrams(id).ok_or("einval")?.address;
        let Some(machine) = self.machine_at(node, to.ip) else {
            return Ok(());
        };
        if !self.count_more(bytes.len()) {
            return Err("enobufs");
        }
        let ip = match own.ip {
            ip if !ip.is_unspecified() => ip,
            _ if to.ip.is_loopback() || to.ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            _ => IpAddr::V4(self.machine(node).ip),
        };
        let from = Address { ip, ..own };
        self.push_work(Work::Datagram(Datagram {
            node,
            from,
            machine,
            to,
            bytes,
            event,
        }));
        Ok(())
    }

    /// Puts a datagram where it was sent to; the socket that has it now.
    pub(super) fn deliver_datagram(&mut self, datagram: &Datagram) -> Option<SocketId> {
        let receiver = self.receiver_of(datagram);
        let inbox = receiver.and_then(|id| self.datagrams_mut(id));
        match inbox {
            Some(datagrams) => {
                let bytes = Rc::clone(&datagram.bytes);
                datagrams.inbox.push_back((datagram.from, bytes));
            }
            None => self.count_gone(datagram.bytes.len()),
        }
        receiver
    }

    fn receiver_of(&self, datagram: &Datagram) -> Option<SocketId> {
        let id = *self.bound.get(&(datagram.machine, datagram.to.port))?;
        let receiver = self.datagrams(id)?;
        let (bound, to) = (receiver.address.ip, datagram.to.ip);
        let is_meant = bound.is_unspecified() || to.is_unspecified() || bound == to;
        let is_heard = receiver.peer.is_none_or(|peer| peer == datagram.from);
        let room = limits::DATAGRAM_BUFFER_BYTES.saturating_sub(receiver.waiting());
        let reaches = !self.is_cut(datagram.node, self.home(id));
        (is_meant && is_heard && reaches && datagram.bytes.len() <= room).then_some(id)
    }

    /// The next datagram, cut to the size of one read.
    pub fn take_datagram(&mut self, id: SocketId) -> Option<(Address, Vec<u8>)> {
        let buffer = self.socket(id)?.options.buffer as usize;
        let (from, bytes) = self.datagrams_mut(id)?.inbox.pop_front()?;
        self.count_gone(bytes.len());
        let taken = bytes[..bytes.len().min(buffer)].to_vec();
        if let Some(socket) = self.socket_mut(id) {
            socket.input += taken.len() as u64;
        }
        Some((from, taken))
    }

    /// What an active socket has to tell.
    pub(super) fn datagram_notice(&mut self, id: SocketId) -> Option<Notice> {
        let options = &self.socket(id)?.options;
        if options.active == Active::No {
            return None;
        }
        let (binary, header) = (options.binary, options.header as usize);
        let (from, bytes) = self.take_datagram(id)?;
        Some(Notice::Datagram {
            from,
            bytes,
            binary,
            header,
        })
    }
}
