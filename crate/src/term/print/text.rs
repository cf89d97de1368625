//! Atoms, strings and characters as Erlang source text: quoting, escapes, and what counts as printable.
//!
//! Knows characters only, no terms. Code points are `u32`, because lists may hold numbers that are no characters.

use std::fmt::Write;

/// Words that cannot stand as an atom without quotes.
const RESERVED: [&str; 27] = [
    "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case",
    "catch", "cond", "div", "end", "fun", "if", "let", "not", "of", "or", "orelse", "receive",
    "rem", "try", "when", "xor",
];

/// Which characters may appear as themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Encoding {
    /// `~p`, `~w`: those above 255 as `\x{...}`.
    #[default]
    Latin1,
    /// `~tp`, `~tw`: all.
    Unicode,
}

/// Whether the word is a keyword (`maybe` and `else` are none without the feature that enables them).
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

fn is_lower(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{DF}'..='\u{FF}') && c != '\u{F7}'
}

fn is_name_character(c: char) -> bool {
    is_lower(c)
        || matches!(c, 'A'..='Z' | '0'..='9' | '_' | '@' | '\u{C0}'..='\u{DE}') && c != '\u{D7}'
}

/// Whether an atom with this text must be written in quotes.
pub fn needs_quotes(text: &str) -> bool {
    let mut characters = text.chars();
    !characters.next().is_some_and(is_lower)
        || !characters.all(is_name_character)
        || is_reserved(text)
}

/// Appends an atom as source text.
pub fn push_atom(out: &mut String, text: &str, encoding: Encoding) {
    if !needs_quotes(text) {
        out.push_str(text);
        return;
    }
    push_quoted(out, text.chars().map(u32::from), '\'', encoding);
}

/// An atom as source text.
pub fn atom_text(text: &str, encoding: Encoding) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_atom(&mut out, text, encoding);
    out
}

/// Appends characters between quotes, escaped as in source text.
pub fn push_quoted(
    out: &mut String,
    characters: impl IntoIterator<Item = u32>,
    quote: char,
    encoding: Encoding,
) {
    out.push(quote);
    for character in characters {
        push_escaped(out, character, quote, encoding);
    }
    out.push(quote);
}

/// Appends one character as it appears between `quote`s.
pub fn push_escaped(out: &mut String, character: u32, quote: char, encoding: Encoding) {
    let Some(c) = char::from_u32(character) else {
        push_hex(out, character);
        return;
    };
    match c {
        _ if c == quote || c == '\\' => out.extend(['\\', c]),
        ' '..='~' | '\u{A0}'..='\u{FF}' => out.push(c),
        '\u{100}'.. if encoding == Encoding::Unicode => out.push(c),
        '\u{100}'.. => push_hex(out, character),
        _ => {
            out.push('\\');
            if let Some(letter) = short_escape(c) {
                out.push(letter);
            } else {
                out.extend(
                    [6, 3, 0].map(|shift| char::from(b'0' + (character >> shift & 7) as u8)),
                );
            }
        }
    }
}

fn push_hex(out: &mut String, character: u32) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\x{{{character:X}}}");
}

fn short_escape(c: char) -> Option<char> {
    Some(match c {
        '\n' => 'n',
        '\t' => 't',
        '\r' => 'r',
        '\u{0B}' => 'v',
        '\u{08}' => 'b',
        '\u{0C}' => 'f',
        '\u{1B}' => 'e',
        '\u{7F}' => 'd',
        _ => return None,
    })
}

/// Appends a character as source text (`io_lib:write_char/1`): `$a`, `$\n`, `$\s`.
pub fn push_character(out: &mut String, character: u32, encoding: Encoding) {
    out.push('$');
    match character {
        0x20 => out.push_str("\\s"),
        _ => push_escaped(out, character, '\\', encoding),
    }
}

/// Whether a code point is one that a list of characters may hold (`io_lib:char_list/1`).
pub fn is_unicode_character(character: u32) -> bool {
    matches!(character, 0..0xD800 | 0xE000..0xFFFE | 0x1_0000..=0x10_FFFF)
}

/// `io_lib:printable_latin1_list/1` for one character.
pub fn is_printable_latin1(character: u32) -> bool {
    matches!(character, 8..=13 | 27 | 32..=126 | 160..=255)
}

/// `io_lib:printable_unicode_list/1` for one character.
pub fn is_printable_unicode(character: u32) -> bool {
    matches!(character, 8..=13 | 27 | 32..=126 | 0xA0..0xD800 | 0xE000..0xFFFE | 0x1_0000..=0x10_FFFF)
}

/// Which characters make a list or a binary a string: `io:printable_range/0`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Printable {
    #[default]
    Latin1,
    Unicode,
}

impl Printable {
    pub fn includes(self, character: u32) -> bool {
        match self {
            Printable::Latin1 => is_printable_latin1(character),
            Printable::Unicode => is_printable_unicode(character),
        }
    }
}
