//! The messages by which two nodes introduce themselves and prove that they know the cookie.
//!
//! Version 6 of the handshake (OTP 23 and later), as documented in "Distribution Handshake". Each message goes in a packet
//! with its length in two bytes before it; [`super::connection`] does that.

use super::flags;
use term::Atom;
use term::md5::Md5;

/// Who a node says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Introduction {
    pub name: Atom,
    pub creation: u32,
    pub flags: u64,
}

impl Introduction {
    /// Whether it has all it takes to be talked to.
    pub fn is_capable(&self) -> bool {
        self.flags & flags::MANDATORY == flags::MANDATORY
    }

    /// Whether the node keeps out of the cluster.
    pub fn is_hidden(&self) -> bool {
        self.flags & flags::PUBLISHED == 0
    }
}

/// The acceptor's answer to a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Ok,
    /// The acceptor gives up its own attempt to connect to the initiator.
    OkSimultaneous,
    /// The acceptor's own attempt to connect goes on instead.
    Nok,
    NotAllowed,
    /// There is a connection already.
    Alive,
}

const STATUSES: [(&str, Status); 5] = [
    ("ok", Status::Ok),
    ("ok_simultaneous", Status::OkSimultaneous),
    ("nok", Status::Nok),
    ("not_allowed", Status::NotAllowed),
    ("alive", Status::Alive),
];

impl Status {
    pub fn text(self) -> &'static str {
        STATUSES
            .iter()
            .find(|(_, status)| *status == self)
            .map_or("nok", |(text, _)| text)
    }
}

/// The first message of the node that calls: `N`, flags (64 bits), creation (32), name.
pub fn send_name(own: &Introduction) -> Vec<u8> {
    let mut out = vec![b'N'];
    out.extend_from_slice(&own.flags.to_be_bytes());
    out.extend_from_slice(&own.creation.to_be_bytes());
    push_name(&mut out, own.name);
    out
}

pub fn read_name(message: &[u8]) -> Option<Introduction> {
    let mut reader = Reader(message.strip_prefix(b"N")?);
    let (flags, creation) = (reader.long_long()?, reader.long()?);
    Some(Introduction {
        name: reader.name()?,
        creation,
        flags,
    })
}

/// What the node that was called says first: `s` and a word.
pub fn send_status(status: &str) -> Vec<u8> {
    let mut out = vec![b's'];
    out.extend_from_slice(status.as_bytes());
    out
}

pub fn read_status(message: &[u8]) -> Option<Status> {
    let text = std::str::from_utf8(message.strip_prefix(b"s")?).ok()?;
    STATUSES
        .iter()
        .find(|(known, _)| *known == text)
        .map(|(_, status)| *status)
}

/// The initiator's answer to `alive`: whether to go on.
pub fn read_alive_answer(message: &[u8]) -> Option<bool> {
    match message {
        b"strue" => Some(true),
        b"sfalse" => Some(false),
        _ => None,
    }
}

/// Behind its status: `N`, flags, challenge (32 bits), creation, name.
pub fn send_challenge(own: &Introduction, challenge: u32) -> Vec<u8> {
    let mut out = vec![b'N'];
    out.extend_from_slice(&own.flags.to_be_bytes());
    out.extend_from_slice(&challenge.to_be_bytes());
    out.extend_from_slice(&own.creation.to_be_bytes());
    push_name(&mut out, own.name);
    out
}

pub fn read_challenge(message: &[u8]) -> Option<(Introduction, u32)> {
    let mut reader = Reader(message.strip_prefix(b"N")?);
    let (flags, challenge, creation) = (reader.long_long()?, reader.long()?, reader.long()?);
    let introduction = Introduction {
        name: reader.name()?,
        creation,
        flags,
    };
    Some((introduction, challenge))
}

/// The caller's challenge and its proof, see [`digest`].
pub fn send_reply(challenge: u32, digest: [u8; 16]) -> Vec<u8> {
    let mut out = vec![b'r'];
    out.extend_from_slice(&challenge.to_be_bytes());
    out.extend_from_slice(&digest);
    out
}

pub fn read_reply(message: &[u8]) -> Option<(u32, [u8; 16])> {
    let mut reader = Reader(message.strip_prefix(b"r")?);
    Some((reader.long()?, reader.digest()?))
}

/// The proof of the node that was called; with it the connection is up.
pub fn send_ack(digest: [u8; 16]) -> Vec<u8> {
    let mut out = vec![b'a'];
    out.extend_from_slice(&digest);
    out
}

pub fn read_ack(message: &[u8]) -> Option<[u8; 16]> {
    Reader(message.strip_prefix(b"a")?).digest()
}

/// The proof that one knows the cookie: a digest of it and of the other's challenge.
pub fn digest(challenge: u32, cookie: Atom) -> [u8; 16] {
    let mut md5 = Md5::default();
    // The cookie's characters count as bytes, as for OTP.
    let cookie: Vec<u8> = cookie.text().chars().map(|char| char as u8).collect();
    md5.update(&cookie);
    md5.update(challenge.to_string().as_bytes());
    md5.finish()
}

fn push_name(out: &mut Vec<u8>, name: Atom) {
    let text = name.text().as_bytes();
    out.extend_from_slice(&(text.len() as u16).to_be_bytes());
    out.extend_from_slice(text);
}

/// What follows the fields of a message is to be ignored.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn long(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    fn long_long(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    fn digest(&mut self) -> Option<[u8; 16]> {
        self.take()
    }

    /// A node's name: `name@host`.
    fn name(&mut self) -> Option<Atom> {
        let length = usize::from(self.take().map(u16::from_be_bytes)?);
        let text: &'a [u8] = self.0.get(..length)?;
        let text = std::str::from_utf8(text).ok()?;
        let (name, host) = text.split_once('@')?;
        if name.is_empty() || host.is_empty() || host.contains('@') {
            return None;
        }
        Atom::try_intern(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_read_as_they_were_written() {
        let own = Introduction {
            name: Atom::intern("n1@host"),
            creation: 77,
            flags: flags::OWN,
        };
        assert_eq!(read_name(&send_name(&own)), Some(own));
        assert_eq!(read_challenge(&send_challenge(&own, 5)), Some((own, 5)));
        assert_eq!(read_reply(&send_reply(9, [3; 16])), Some((9, [3; 16])));
        assert_eq!(read_ack(&send_ack([4; 16])), Some([4; 16]));
        for (text, status) in STATUSES {
            assert_eq!(read_status(&send_status(text)), Some(status));
        }
        for message in [&b""[..], b"N", b"Nshort", b"r123", b"a", b"s", b"snever"] {
            assert_eq!(read_name(message), None);
            assert_eq!(read_challenge(message), None);
            assert_eq!(read_reply(message), None);
            assert_eq!(read_ack(message), None);
            assert_eq!(read_status(message), None);
        }
    }
}
