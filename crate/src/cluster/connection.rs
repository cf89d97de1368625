//! One end of a connection: bytes in, bytes out, whatever carries them.
//!
//! The same machine runs over the in-memory network and over TCP. It introduces its node, checks the cookie, and then cuts
//! the stream into frames. Whoever owns it answers the one question of the handshake that concerns the whole node: whether a
//! peer that calls may come in ([`Connection::admit`]).
//!
//! Invariant: bytes that break the protocol end the connection ([`Refused`]); until then nothing is believed beyond what the
//! bytes at hand can hold.

use std::collections::BTreeMap;

use super::control::{self, Heard, PayloadAt};
use super::flags;
use super::handshake::{self, Introduction, Status};
use process::remote::Control;
use term::external::{
    self, AtomCache, AtomRefs, AtomText, EncodeOptions, Home, VERSION, decode_bare, encode_bare,
    read_header, tag, write_header,
};
use term::{Atom, Heap, Parcel, Term};

/// Payload bytes from which on a message goes in several frames: OTP's number.
const FRAGMENT_BYTES: usize = 64 * 1024;

/// Longest message of a handshake: a name has at most 255 characters.
const HANDSHAKE_BYTES_MAX: usize = 4 * 1024;

/// First byte of a frame without a distribution header.
const PASS_THROUGH: u8 = 112;

#[derive(Clone, Debug)]
pub struct Connection {
    own: Introduction,
    /// Who is at the other end; from the introduction on.
    peer: Option<Introduction>,
    /// Whom the initiator wants to reach.
    wanted: Option<Atom>,
    cookie: Atom,
    challenge: u32,
    phase: Phase,
    /// Bytes received; those before `understood` are done with.
    input: Vec<u8>,
    understood: usize,
    sent: AtomCache,
    received: AtomCache,
    /// Messages of which some frames are missing, by sequence number.
    parts: BTreeMap<u64, Parts>,
    next_sequence: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    // the initiator's
    AwaitStatus,
    AwaitChallenge,
    AwaitAck,
    // the acceptor's
    AwaitName,
    /// The owner has to say whether the peer may come in.
    Asked,
    AwaitAliveAnswer,
    AwaitReply,
    // both
    Up,
}

/// A message that arrives in several frames.
#[derive(Clone, Debug)]
struct Parts {
    refs: Vec<Atom>,
    bytes: Vec<u8>,
    /// Number of the next frame; they count down to 1.
    next: u64,
}

/// Why a connection ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused(pub &'static str);

/// What a packet led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// A peer calls: `admit` it or drop the connection.
    Asked(Introduction),
    /// The handshake went on: send this.
    Answer(Vec<u8>),
    /// The same, and the peer confirms that its connection before this one is gone.
    Replace(Vec<u8>),
    /// The last message of the handshake, if it is ours, and the connection is there.
    Up(Vec<u8>),
    /// A sign of life.
    Tick,
    /// A whole message.
    Message(Message),
    /// Part of one.
    Part,
}

/// A message whose frames are all there, still in bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// Atoms of its distribution header; `None` for a message without one, whose terms have version bytes.
    refs: Option<Vec<Atom>>,
    bytes: Vec<u8>,
}

impl Connection {
    /// The end that calls. The bytes are to be sent first.
    pub fn initiate(
        own: Introduction,
        peer: Atom,
        cookie: Atom,
        challenge: u32,
    ) -> (Connection, Vec<u8>) {
        let mut connection = Connection::new(own, Phase::AwaitStatus);
        connection.wanted = Some(peer);
        connection.cookie = cookie;
        connection.challenge = challenge;
        let first = packet(&handshake::send_name(&own));
        (connection, first)
    }

    /// The end that is called.
    pub fn accept(own: Introduction) -> Connection {
        Connection::new(own, Phase::AwaitName)
    }

    fn new(own: Introduction, phase: Phase) -> Connection {
        Connection {
            own,
            peer: None,
            wanted: None,
            cookie: term::atom::EMPTY,
            challenge: 0,
            phase,
            input: Vec::new(),
            understood: 0,
            sent: AtomCache::default(),
            received: AtomCache::default(),
            parts: BTreeMap::new(),
            next_sequence: 1,
        }
    }

    pub fn is_up(&self) -> bool {
        self.phase == Phase::Up
    }

    /// Whether this end called.
    pub fn is_initiator(&self) -> bool {
        self.wanted.is_some()
    }

    pub fn peer(&self) -> Option<&Introduction> {
        self.peer.as_ref()
    }

    /// Whether one of the two keeps out of the cluster of the other.
    pub fn is_hidden(&self) -> bool {
        self.own.is_hidden() || self.peer.is_some_and(|peer| peer.is_hidden())
    }

    /// The peer's name, as wanted or as introduced.
    pub fn peer_name(&self) -> Option<Atom> {
        self.peer.map(|peer| peer.name).or(self.wanted)
    }

    /// The answer to [`Step::Asked`]: the bytes to send. After `Nok` and `NotAllowed` the connection is to be dropped.
    pub fn admit(&mut self, status: Status, cookie: Atom, challenge: u32) -> Vec<u8> {
        self.cookie = cookie;
        self.challenge = challenge;
        let mut out = packet(&handshake::send_status(status.text()));
        match status {
            Status::Ok | Status::OkSimultaneous => out.extend(self.send_challenge()),
            Status::Alive => self.phase = Phase::AwaitAliveAnswer,
            Status::Nok | Status::NotAllowed => {}
        }
        out
    }

    fn send_challenge(&mut self) -> Vec<u8> {
        self.phase = Phase::AwaitReply;
        packet(&handshake::send_challenge(&self.own, self.challenge))
    }

    /// Takes bytes in, in whatever pieces they come.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.input.drain(..self.understood);
        self.understood = 0;
        self.input.extend_from_slice(bytes);
    }

    /// The next thing that the bytes fed so far mean; `None` when more are needed.
    pub fn understand(&mut self) -> Result<Option<Step>, Refused> {
        if self.phase == Phase::Asked {
            return Ok(None);
        }
        let prefix = if self.is_up() { 4 } else { 2 };
        let waiting = &self.input[self.understood..];
        let Some(length) = waiting.get(..prefix) else {
            return Ok(None);
        };
        let length = length
            .iter()
            .fold(0, |sum, &byte| sum << 8 | usize::from(byte));
        let most = if self.is_up() {
            limits::FRAME_BYTES_MAX
        } else {
            HANDSHAKE_BYTES_MAX
        };
        if length > most {
            return Err(Refused("a frame is too long"));
        }
        let Some(frame) = waiting.get(prefix..prefix + length) else {
            return Ok(None);
        };
        let frame = frame.to_vec();
        self.understood += prefix + length;
        if self.is_up() {
            return self.frame(&frame).map(Some);
        }
        self.handshake(&frame).map(Some)
    }

    fn handshake(&mut self, message: &[u8]) -> Result<Step, Refused> {
        const MALFORMED: Refused = Refused("a handshake message is malformed");
        match self.phase {
            Phase::AwaitName => {
                let peer = handshake::read_name(message).ok_or(MALFORMED)?;
                if !peer.is_capable() {
                    return Err(Refused("the peer lacks capabilities"));
                }
                self.peer = Some(peer);
                self.phase = Phase::Asked;
                Ok(Step::Asked(peer))
            }
            Phase::AwaitStatus => match handshake::read_status(message).ok_or(MALFORMED)? {
                Status::Ok | Status::OkSimultaneous => {
                    self.phase = Phase::AwaitChallenge;
                    Ok(Step::Answer(Vec::new()))
                }
                // The peer has not noticed yet that the connection before this one is gone.
                Status::Alive => {
                    self.phase = Phase::AwaitChallenge;
                    Ok(Step::Answer(packet(&handshake::send_status("true"))))
                }
                Status::Nok => Err(Refused("the peer is connecting already")),
                Status::NotAllowed => Err(Refused("the peer does not allow it")),
            },
            Phase::AwaitAliveAnswer => {
                if handshake::read_alive_answer(message).ok_or(MALFORMED)? {
                    Ok(Step::Replace(self.send_challenge()))
                } else {
                    Err(Refused("the peer has thought better of it"))
                }
            }
            Phase::AwaitChallenge => {
                let (peer, challenge) = handshake::read_challenge(message).ok_or(MALFORMED)?;
                if Some(peer.name) != self.wanted || !peer.is_capable() {
                    return Err(Refused("it is not the peer that was wanted"));
                }
                self.peer = Some(peer);
                self.phase = Phase::AwaitAck;
                let digest = handshake::digest(challenge, self.cookie);
                Ok(Step::Answer(packet(&handshake::send_reply(
                    self.challenge,
                    digest,
                ))))
            }
            Phase::AwaitReply => {
                let (challenge, digest) = handshake::read_reply(message).ok_or(MALFORMED)?;
                if digest != handshake::digest(self.challenge, self.cookie) {
                    return Err(Refused(INVALID_REPLY));
                }
                self.phase = Phase::Up;
                let digest = handshake::digest(challenge, self.cookie);
                Ok(Step::Up(packet(&handshake::send_ack(digest))))
            }
            Phase::AwaitAck => {
                let digest = handshake::read_ack(message).ok_or(MALFORMED)?;
                if digest != handshake::digest(self.challenge, self.cookie) {
                    return Err(Refused("the peer does not know the cookie"));
                }
                self.phase = Phase::Up;
                Ok(Step::Up(Vec::new()))
            }
            Phase::Asked | Phase::Up => Err(MALFORMED),
        }
    }

    /// One frame after the handshake.
    fn frame(&mut self, frame: &[u8]) -> Result<Step, Refused> {
        const MALFORMED: Refused = Refused("a frame is malformed");
        match *frame {
            [] => Ok(Step::Tick),
            [PASS_THROUGH, ..] => Ok(Step::Message(Message {
                refs: None,
                bytes: frame[1..].to_vec(),
            })),
            [VERSION, tag::DISTRIBUTION_HEADER, ..] => {
                let (refs, used) =
                    read_header(&frame[2..], &mut self.received).map_err(|_| MALFORMED)?;
                Ok(Step::Message(Message {
                    refs: Some(refs),
                    bytes: frame[2 + used..].to_vec(),
                }))
            }
            [VERSION, kind @ (tag::FIRST_FRAGMENT | tag::FRAGMENT), ..] => {
                let number = |from: usize| {
                    let bytes = frame.get(from..from + 8)?;
                    bytes.try_into().ok().map(u64::from_be_bytes)
                };
                let (sequence, number) = number(2).zip(number(10)).ok_or(MALFORMED)?;
                let mut parts = if kind == tag::FIRST_FRAGMENT {
                    let (refs, used) =
                        read_header(&frame[18..], &mut self.received).map_err(|_| MALFORMED)?;
                    Parts {
                        refs,
                        bytes: frame[18 + used..].to_vec(),
                        next: number,
                    }
                } else {
                    let mut parts = self.parts.remove(&sequence).ok_or(MALFORMED)?;
                    parts.bytes.extend_from_slice(&frame[18..]);
                    parts
                };
                if parts.next != number
                    || number == 0
                    || parts.bytes.len() > limits::FRAME_BYTES_MAX
                {
                    return Err(MALFORMED);
                }
                if number == 1 {
                    return Ok(Step::Message(Message {
                        refs: Some(parts.refs),
                        bytes: parts.bytes,
                    }));
                }
                parts.next -= 1;
                let open: usize = self.parts.values().map(|parts| parts.bytes.len()).sum();
                if open + parts.bytes.len() > limits::FRAME_BYTES_MAX
                    || self.parts.len() >= limits::FRAGMENTED_MAX
                {
                    return Err(Refused("too many messages are incomplete"));
                }
                self.parts.insert(sequence, parts);
                Ok(Step::Part)
            }
            _ => Err(MALFORMED),
        }
    }

    /// The frames, with their lengths, that carry an operation and its payload.
    pub fn encode(
        &mut self,
        control: &Control,
        payload: Option<&Parcel>,
        home: &dyn Home,
        maker: u32,
    ) -> Option<Vec<Vec<u8>>> {
        let mut refs = AtomRefs::default();
        let mut heap = Heap::new();
        let term = control::to_term(control, &mut heap);
        let mut body = Vec::new();
        write(&heap, term, home, &mut refs, maker, &mut body)?;
        let control_end = body.len();
        if let Some(parcel) = payload {
            write(
                parcel.heap(),
                parcel.root(),
                home,
                &mut refs,
                maker,
                &mut body,
            )?;
        }
        if body.len() - control_end <= FRAGMENT_BYTES {
            let mut frame = Vec::with_capacity(body.len() + 64);
            write_header(
                &mut frame,
                tag::DISTRIBUTION_HEADER,
                &[],
                &refs,
                &mut self.sent,
            );
            frame.extend_from_slice(&body);
            return Some(vec![framed(&frame)]);
        }
        let sequence = self.next_sequence;
        self.next_sequence += 1;
        let pieces: Vec<&[u8]> = body[control_end..].chunks(FRAGMENT_BYTES).collect();
        let mut frames = Vec::with_capacity(pieces.len());
        for (position, piece) in pieces.iter().enumerate() {
            let number = (pieces.len() - position) as u64;
            let numbers = [sequence.to_be_bytes(), number.to_be_bytes()].concat();
            let mut frame = Vec::with_capacity(piece.len() + 64);
            if position == 0 {
                write_header(
                    &mut frame,
                    tag::FIRST_FRAGMENT,
                    &numbers,
                    &refs,
                    &mut self.sent,
                );
                frame.extend_from_slice(&body[..control_end]);
            } else {
                frame.extend_from_slice(&[VERSION, tag::FRAGMENT]);
                frame.extend_from_slice(&numbers);
            }
            frame.extend_from_slice(piece);
            frames.push(framed(&frame));
        }
        Some(frames)
    }
}

/// The reason that the acceptor reports, as OTP words it.
pub const INVALID_REPLY: &str = "Invalid challenge reply";

/// The empty frame that says "I live".
pub const TICK: [u8; 4] = [0; 4];

impl Message {
    /// What it says, with the payload as a term of `heap`.
    pub fn decode(
        &self,
        heap: &mut Heap,
        home: &mut dyn Home,
        words_max: usize,
    ) -> Result<(Control, Term, Option<Term>), Refused> {
        const MALFORMED: Refused = Refused("a control message is malformed");
        let read = |heap: &mut Heap, home: &mut dyn Home, bytes: &[u8]| match &self.refs {
            Some(refs) => decode_bare(heap, bytes, home, refs, words_max),
            None => external::decode(heap, bytes, home, false, words_max),
        };
        let first = read(heap, home, &self.bytes).map_err(|_| MALFORMED)?;
        let Heard { control, payload } = control::from_term(heap, first.term).ok_or(MALFORMED)?;
        let payload = match payload {
            PayloadAt::None => None,
            PayloadAt::Inside(term) => Some(term),
            PayloadAt::Follows => {
                let second = read(heap, home, &self.bytes[first.used..]).map_err(|_| MALFORMED)?;
                Some(second.term)
            }
        };
        Ok((control, first.term, payload))
    }
}

fn write(
    heap: &Heap,
    term: Term,
    home: &dyn Home,
    refs: &mut AtomRefs,
    maker: u32,
    out: &mut Vec<u8>,
) -> Option<()> {
    let mut options = EncodeOptions::new(limits::FRAME_BYTES_MAX / 2);
    options.atoms = AtomText::Refs(refs);
    options.maker = maker;
    encode_bare(heap, term, home, options, out).ok()
}

/// A message of the handshake with its length.
fn packet(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + 2);
    out.extend_from_slice(&(message.len() as u16).to_be_bytes());
    out.extend_from_slice(message);
    out
}

/// A frame with its length.
fn framed(frame: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(frame.len() + 4);
    out.extend_from_slice(&(frame.len() as u32).to_be_bytes());
    out.extend_from_slice(frame);
    out
}

/// How a node introduces itself.
pub fn introduction(name: Atom, creation: u32, hidden: bool) -> Introduction {
    Introduction {
        name,
        creation,
        flags: if hidden {
            flags::OWN
        } else {
            flags::OWN | flags::PUBLISHED
        },
    }
}
