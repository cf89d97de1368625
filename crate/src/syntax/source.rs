//! Bytes of a source file to text.
//!
//! The encoding is UTF-8 unless a comment in the first two lines says `coding: latin-1`. Bytes that are no UTF-8 end the text;
//! what stands before them is still read.

/// Decoded source.
#[derive(Debug)]
pub struct Source {
    pub text: String,
    /// The text ends early, at bytes that cannot be decoded.
    pub broken: bool,
}

pub fn decode(bytes: &[u8]) -> Source {
    if is_latin1(bytes) {
        return Source {
            text: bytes.iter().map(|byte| char::from(*byte)).collect(),
            broken: false,
        };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Source {
            text: text.into(),
            broken: false,
        },
        Err(error) => {
            let good = &bytes[..error.valid_up_to()];
            Source {
                text: String::from_utf8_lossy(good).into_owned(),
                broken: true,
            }
        }
    }
}

/// Looks for a comment such as `%% -*- coding: latin-1 -*-` in the first two lines.
fn is_latin1(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').take(2).any(|line| {
        let line = String::from_utf8_lossy(line).to_ascii_lowercase();
        let Some(comment) = line.trim_start().strip_prefix('%') else {
            return false;
        };
        let Some((_, rest)) = comment.split_once("coding") else {
            return false;
        };
        let Some(rest) = rest.trim_start().strip_prefix([':', '=']) else {
            return false;
        };
        let name: String = rest
            .trim_start()
            .chars()
            .take_while(|char| char.is_ascii_alphanumeric() || *char == '-')
            .collect();
        name == "latin-1"
    })
}
