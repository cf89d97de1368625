//! Tokens: what the scanner yields, the preprocessor rewrites and the parser reads.

use super::ast::{Int, Name, Pos};
use std::fmt::Write as _;
use std::rc::Rc;

#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub pos: Pos,
    pub kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    Atom(Name),
    Var(Name),
    Integer(Int),
    Float(f64),
    Char(char),
    String(Rc<str>),
    /// A reserved word, operator or bracket.
    Symbol(Symbol),
    /// The full stop that ends a form.
    Dot,
    /// Put by the parser after the last token of an input that lacks its full stop.
    End,
}

macro_rules! symbols {
    (words { $($word:ident = $word_text:literal,)* } marks { $($mark:ident = $mark_text:literal,)* }) => {
        /// Reserved words and punctuation; a character that means nothing in Erlang is a symbol too.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Symbol {
            $($word,)*
            $($mark,)*
            Other(char),
        }

        impl Symbol {
            /// The reserved word `text`, if it is one. `maybe` and `else` are not looked up here: they are
            /// reserved only where their feature is enabled.
            pub fn word(text: &str) -> Option<Self> {
                match text {
                    $($word_text => Some(Self::$word),)*
                    _ => None,
                }
            }

            pub fn text(self) -> String {
                match self {
                    $(Self::$word => $word_text.into(),)*
                    $(Self::$mark => $mark_text.into(),)*
                    Self::Other(other) => other.into(),
                }
            }

            pub const fn is_word(self) -> bool {
                matches!(self, $(Self::$word)|*)
            }
        }
    };
}

symbols! {
    words {
        After = "after", And = "and", AndAlso = "andalso", Band = "band", Begin = "begin", Bnot = "bnot",
        Bor = "bor", Bsl = "bsl", Bsr = "bsr", Bxor = "bxor", Case = "case", Catch = "catch", Cond = "cond",
        Div = "div", End = "end", Fun = "fun", If = "if", Let = "let", Not = "not", Of = "of", Or = "or",
        OrElse = "orelse", Receive = "receive", Rem = "rem", Try = "try", When = "when", Xor = "xor",
    }
    marks {
        Maybe = "maybe", Else = "else",
        OpenParen = "(", CloseParen = ")", OpenBrace = "{", CloseBrace = "}", OpenBracket = "[",
        CloseBracket = "]", OpenBinary = "<<", CloseBinary = ">>", Comma = ",", Semicolon = ";", Colon = ":",
        DoubleColon = "::", Point = ".", TwoPoints = "..", ThreePoints = "...", Bar = "|", DoubleBar = "||",
        Arrow = "->", LeftArrow = "<-", LeftDoubleArrow = "<=", Hash = "#", Question = "?", QuestionMatch = "?=",
        Match = "=", DoubleArrow = "=>", ColonEqual = ":=", Bang = "!", Plus = "+", Minus = "-", Star = "*",
        Slash = "/", PlusPlus = "++", MinusMinus = "--", EqualEqual = "==", SlashEqual = "/=",
        EqualColonEqual = "=:=", EqualSlashEqual = "=/=", Less = "<", EqualLess = "=<", Greater = ">",
        GreaterEqual = ">=",
    }
}

impl TokenKind {
    /// The token as the parser's error messages quote it: atoms and symbols as quoted atoms where needed.
    pub fn quoted(&self) -> String {
        match self {
            Self::Atom(name) => atom_text(name),
            Self::Var(name) => name.to_string(),
            Self::Integer(int) => int.to_string(),
            Self::Float(float) => float_text(*float),
            Self::Char(char) => char_text(*char),
            Self::String(text) => string_text(text, '"'),
            Self::Symbol(symbol @ (Symbol::Maybe | Symbol::Else)) => symbol.text(),
            Self::Symbol(Symbol::Other('\\')) => r"'\\'".into(),
            Self::Symbol(symbol) => format!("'{}'", symbol.text()),
            Self::Dot => "'.'".into(),
            Self::End => String::new(),
        }
    }

    /// The token as source text, as `??Argument` writes it.
    pub fn source(&self) -> String {
        match self {
            Self::Symbol(symbol) => symbol.text(),
            Self::Dot => ".".into(),
            other => other.quoted(),
        }
    }
}

/// `$` and the character, escaped as `io_lib:write_char` does.
pub fn char_text(char: char) -> String {
    match char {
        ' ' => "$\\s".into(),
        '"' | '\'' => format!("${char}"),
        _ => {
            let mut out = String::from("$");
            push_escaped(&mut out, char, '\\');
            out
        }
    }
}

/// The text between `quote`s, escaped as `io_lib:write_string` does.
pub fn string_text(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for char in text.chars() {
        push_escaped(&mut out, char, quote);
    }
    out.push(quote);
    out
}

fn push_escaped(out: &mut String, char: char, quote: char) {
    let escape = match char {
        '\n' => 'n',
        '\t' => 't',
        '\r' => 'r',
        '\x0b' => 'v',
        '\x08' => 'b',
        '\x0c' => 'f',
        '\x1b' => 'e',
        '\x7f' => 'd',
        '\\' => '\\',
        _ if char == quote => quote,
        '\0'..='\x1f' | '\u{80}'..='\u{9f}' => {
            let _ = write!(out, "\\{:03o}", u32::from(char));
            return;
        }
        _ => {
            out.push(char);
            return;
        }
    };
    out.push('\\');
    out.push(escape);
}

/// The atom as `io_lib:write_atom` does: in quotes if it needs them.
pub fn atom_text(name: &str) -> String {
    if is_plain_atom(name) {
        name.into()
    } else {
        string_text(name, '\'')
    }
}

/// Whether the atom can be written without quotes.
pub fn is_plain_atom(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_lower) && chars.all(is_name) && Symbol::word(name).is_none()
}

pub(super) fn is_lower(char: char) -> bool {
    matches!(char, 'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ')
}

pub(super) fn is_upper(char: char) -> bool {
    matches!(char, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ')
}

pub(super) fn is_name(char: char) -> bool {
    is_lower(char) || is_upper(char) || matches!(char, '0'..='9' | '_' | '@')
}

/// A float as OTP prints it: the shortest digits that read back the same, in scientific form where that is shorter.
pub fn float_text(float: f64) -> String {
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(float.abs());
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((shortest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{fraction}");
    let exponent = exponent.parse::<i32>().unwrap_or(0);
    // The value is 0.DIGITS * 10^point.
    let mut point = whole.len() as i32 + exponent;
    while digits.len() > 1 && digits.ends_with('0') {
        digits.pop();
    }
    while digits.len() > 1 && digits.starts_with('0') {
        digits.remove(0);
        point -= 1;
    }
    let sign = if float.is_sign_negative() { "-" } else { "" };
    if float == 0.0 {
        return format!("{sign}0.0");
    }
    let count = digits.len() as i32;
    let scientific_exponent = point - 1;
    let scientific = if count == 1 {
        format!("{digits}.0e{scientific_exponent}")
    } else {
        format!("{}.{}e{scientific_exponent}", &digits[..1], &digits[1..])
    };
    let plain = if point <= 0 {
        format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize))
    } else if point >= count {
        format!("{digits}{}.0", "0".repeat((point - count) as usize))
    } else {
        let (before, after) = digits.split_at(point as usize);
        format!("{before}.{after}")
    };
    let text = if plain.len() <= scientific.len() && float.abs() < 9_007_199_254_740_992.0 {
        plain
    } else {
        scientific
    };
    format!("{sign}{text}")
}
