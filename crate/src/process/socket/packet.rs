//! Packets: how a stream of bytes is cut into messages (`{packet, Type}`).

use std::collections::VecDeque;

use super::options::Options;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Packet {
    Raw,
    /// A length in so many bytes (1, 2 or 4), most significant first, before each packet.
    Length(usize),
    Line,
}

/// The packet is longer than `packet_size`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong;

/// Header of a packet of `size` bytes. As in OTP, a size that does not fit loses its high bits.
pub fn header(packet: Packet, size: usize) -> Vec<u8> {
    match packet {
        Packet::Length(bytes) => {
            let all = (size as u32).to_be_bytes();
            all[4 - bytes..].to_vec()
        }
        Packet::Raw | Packet::Line => Vec::new(),
    }
}

/// Takes the next message out of what has arrived; `None` if it is not complete. `wanted` bytes of a raw stream (0: what
/// there is, at most a buffer full).
pub fn take(
    inbox: &mut VecDeque<u8>,
    options: &Options,
    wanted: usize,
) -> Result<Option<Vec<u8>>, TooLong> {
    match options.packet {
        Packet::Raw => {
            let size = if wanted == 0 {
                inbox.len().min(options.buffer.max(1) as usize)
            } else {
                wanted
            };
            Ok((size > 0 && inbox.len() >= size).then(|| inbox.drain(..size).collect()))
        }
        Packet::Line => {
            // A line longer than the buffer comes in pieces.
            let longest = options.buffer.max(1) as usize;
            let end = inbox
                .iter()
                .take(longest)
                .position(|&byte| byte == options.line_delimiter);
            let size = end.map_or(longest, |end| end + 1);
            Ok((inbox.len() >= size).then(|| inbox.drain(..size).collect()))
        }
        Packet::Length(bytes) => {
            if inbox.len() < bytes {
                return Ok(None);
            }
            let size = length(inbox, bytes);
            if options.packet_size > 0 && size > options.packet_size as usize {
                return Err(TooLong);
            }
            if inbox.len() < bytes + size {
                return Ok(None);
            }
            inbox.drain(..bytes);
            Ok(Some(inbox.drain(..size).collect()))
        }
    }
}

/// Bytes that the next message takes, as far as its header tells: the receive buffer has to hold that much.
pub fn needed(inbox: &VecDeque<u8>, options: &Options) -> usize {
    match options.packet {
        Packet::Length(bytes) if inbox.len() >= bytes => length(inbox, bytes).saturating_add(bytes),
        _ => 0,
    }
}

fn length(inbox: &VecDeque<u8>, bytes: usize) -> usize {
    inbox
        .iter()
        .take(bytes)
        .fold(0, |size, &byte| size << 8 | byte as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(packet: Packet) -> Options {
        Options {
            packet,
            ..Options::default()
        }
    }

    #[test]
    fn lengths_are_cut_off_and_waited_for() {
        let options = options(Packet::Length(2));
        let mut inbox: VecDeque<u8> = [0, 3, b'a', b'b', b'c', 0, 0, 0, 5, b'd'].into();
        assert_eq!(take(&mut inbox, &options, 0), Ok(Some(b"abc".to_vec())));
        assert_eq!(take(&mut inbox, &options, 0), Ok(Some(Vec::new())));
        assert_eq!(take(&mut inbox, &options, 0), Ok(None));
        assert_eq!(needed(&inbox, &options), 7);
        assert_eq!(inbox.len(), 3);
    }

    #[test]
    fn a_long_line_comes_in_pieces() {
        let options = Options {
            buffer: 4,
            ..options(Packet::Line)
        };
        let mut inbox: VecDeque<u8> = b"a\nabcdef\ng".iter().copied().collect();
        let mut lines = Vec::new();
        while let Ok(Some(line)) = take(&mut inbox, &options, 0) {
            lines.push(String::from_utf8(line).unwrap());
        }
        assert_eq!(lines, ["a\n", "abcd", "ef\n"]);
    }

    #[test]
    fn too_long_a_packet_is_an_error() {
        let options = Options {
            packet_size: 10,
            ..options(Packet::Length(1))
        };
        assert_eq!(take(&mut [11, 0].into(), &options, 0), Err(TooLong));
    }

    #[test]
    fn headers_have_the_size_of_their_packet() {
        assert_eq!(header(Packet::Length(4), 258), [0, 0, 1, 2]);
        assert_eq!(header(Packet::Length(2), 65_537), [0, 1]);
        assert!(header(Packet::Line, 3).is_empty());
    }
}
