//! Source text to tokens, as OTP's `erl_scan`.
//!
//! Knows tokens only. The scanner is lazy and total: it never looks behind the token at hand, and an error
//! leaves it behind the offending characters, where reading goes on.

use super::ast::{Int, Name, Pos};
use super::token::{Symbol, Token, TokenKind, is_lower, is_name, is_upper, string_text};
use limits::INTEGER_DIGITS_MAX;
use num_bigint::BigInt;
use rustc_hash::FxHashSet;

/// Atoms and variables longer than this are errors, as in OTP.
const NAME_CHARS_MAX: usize = 255;

/// How much of an unterminated string its error message quotes, in characters.
const QUOTED_CHARS_MAX: usize = 16;

/// Shares one allocation between equal names.
#[derive(Debug, Default)]
pub struct Names(FxHashSet<Name>);

impl Names {
    pub fn get(&mut self, text: &str) -> Name {
        if let Some(name) = self.0.get(text) {
            return name.clone();
        }
        let name: Name = text.into();
        self.0.insert(name.clone());
        name
    }
}

/// An error at a place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanError {
    pub pos: Pos,
    pub kind: ScanErrorKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanErrorKind {
    IllegalCharacter,
    IllegalInteger,
    IllegalFloat,
    IllegalAtom,
    IllegalVar,
    /// The base of `Base#Digits` is not in 2 to 36.
    Base(Int),
    UnterminatedChar,
    /// The quote and the start of the text.
    Unterminated(char, String),
}

impl ScanError {
    /// OTP's wording.
    pub fn message(&self) -> String {
        match &self.kind {
            ScanErrorKind::IllegalCharacter => "illegal character".into(),
            ScanErrorKind::IllegalInteger => "illegal integer".into(),
            ScanErrorKind::IllegalFloat => "illegal float".into(),
            ScanErrorKind::IllegalAtom => "illegal atom".into(),
            ScanErrorKind::IllegalVar => "illegal var".into(),
            ScanErrorKind::Base(base) => format!("illegal base '{base}'"),
            ScanErrorKind::UnterminatedChar => "unterminated character".into(),
            ScanErrorKind::Unterminated(quote, text) => {
                let what = if *quote == '"' { "string" } else { "atom" };
                format!(
                    "unterminated {what} starting with {}",
                    string_text(text, *quote)
                )
            }
        }
    }

    pub const fn code(&self) -> &'static str {
        match self.kind {
            ScanErrorKind::IllegalCharacter => "erl_scan:illegal_character",
            ScanErrorKind::IllegalInteger => "erl_scan:illegal_integer",
            ScanErrorKind::IllegalFloat => "erl_scan:illegal_float",
            ScanErrorKind::IllegalAtom => "erl_scan:illegal_atom",
            ScanErrorKind::IllegalVar => "erl_scan:illegal_var",
            ScanErrorKind::Base(_) => "erl_scan:base",
            ScanErrorKind::UnterminatedChar => "erl_scan:char",
            ScanErrorKind::Unterminated(..) => "erl_scan:string",
        }
    }

    /// Whether more text could make it right.
    pub const fn needs_more(&self) -> bool {
        matches!(
            self.kind,
            ScanErrorKind::UnterminatedChar | ScanErrorKind::Unterminated(..)
        )
    }
}

type Scanned<T> = Result<T, ScanError>;

/// What [`Scanner::form`] found.
#[derive(Debug)]
pub enum ScannedForm {
    /// Tokens up to and including the full stop.
    Complete(Vec<Token>),
    /// The text ended first. The tokens may be empty.
    Incomplete(Vec<Token>),
    Error(ScanError),
}

/// A cursor over source text.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    offset: usize,
    pos: Pos,
    /// `maybe` and `else` are reserved words.
    pub maybe_words: bool,
}

impl<'a> Scanner<'a> {
    /// Starts at the beginning of `text`, whose first character stands at `pos`.
    pub const fn new(text: &'a str, pos: Pos) -> Self {
        Self {
            text,
            offset: 0,
            pos,
            maybe_words: false,
        }
    }

    /// Goes on at byte `offset`, whose character stands at `pos`.
    pub const fn resume(text: &'a str, offset: usize, pos: Pos) -> Self {
        Self {
            text,
            offset,
            pos,
            maybe_words: false,
        }
    }

    /// Bytes consumed so far.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Where the next character stands.
    pub const fn pos(&self) -> Pos {
        self.pos
    }

    /// The tokens up to the next full stop.
    pub fn form(&mut self, names: &mut Names) -> ScannedForm {
        let mut tokens = Vec::new();
        loop {
            match self.token(names) {
                Ok(None) => return ScannedForm::Incomplete(tokens),
                Ok(Some(token)) => {
                    let is_dot = token.kind == TokenKind::Dot;
                    tokens.push(token);
                    if is_dot {
                        return ScannedForm::Complete(tokens);
                    }
                }
                Err(error) => return ScannedForm::Error(error),
            }
        }
    }

    /// The next token; `None` at the end of the text. After an error the scanner stands behind the offending characters.
    pub fn token(&mut self, names: &mut Names) -> Scanned<Option<Token>> {
        self.skip_blanks();
        let pos = self.pos;
        let Some(first) = self.peek() else {
            return Ok(None);
        };
        let kind = match first {
            '0'..='9' => self.number()?,
            '"' => TokenKind::String(self.quoted('"')?.into()),
            '\'' => {
                let name = self.quoted('\'')?;
                Self::check_name(&name, pos, ScanErrorKind::IllegalAtom)?;
                TokenKind::Atom(names.get(&name))
            }
            '$' => self.char()?,
            '.' => self.point(),
            _ if is_lower(first) => self.atom_or_word(names)?,
            _ if is_upper(first) || first == '_' => {
                let name = self.name();
                Self::check_name(name, pos, ScanErrorKind::IllegalVar)?;
                TokenKind::Var(names.get(name))
            }
            _ => self.mark()?,
        };
        Ok(Some(Token { pos, kind }))
    }

    fn peek(&self) -> Option<char> {
        self.text[self.offset..].chars().next()
    }

    /// The `n`th byte ahead; 0 at the end, which is no token's second byte.
    fn byte(&self, n: usize) -> u8 {
        self.text
            .as_bytes()
            .get(self.offset + n)
            .copied()
            .unwrap_or(0)
    }

    fn advance(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.offset += char.len_utf8();
        if char == '\n' {
            self.pos.line += 1;
            self.pos.column = 1;
        } else {
            self.pos.column += 1;
        }
        Some(char)
    }

    fn error<T>(pos: Pos, kind: ScanErrorKind) -> Scanned<T> {
        Err(ScanError { pos, kind })
    }

    fn check_name(name: &str, pos: Pos, kind: ScanErrorKind) -> Scanned<()> {
        if name.len() > NAME_CHARS_MAX && name.chars().count() > NAME_CHARS_MAX {
            Self::error(pos, kind)
        } else {
            Ok(())
        }
    }

    fn skip_blanks(&mut self) {
        while let Some(char) = self.peek() {
            if char == '%' {
                while self.peek().is_some_and(|char| char != '\n') {
                    self.advance();
                }
            } else if is_blank(char) {
                self.advance();
            } else {
                return;
            }
        }
    }

    fn name(&mut self) -> &'a str {
        let start = self.offset;
        while self.peek().is_some_and(is_name) {
            self.advance();
        }
        &self.text[start..self.offset]
    }

    fn atom_or_word(&mut self, names: &mut Names) -> Scanned<TokenKind> {
        let pos = self.pos;
        let name = self.name();
        Self::check_name(name, pos, ScanErrorKind::IllegalAtom)?;
        let word = match name {
            "maybe" if self.maybe_words => Some(Symbol::Maybe),
            "else" if self.maybe_words => Some(Symbol::Else),
            _ => Symbol::word(name),
        };
        Ok(word.map_or_else(|| TokenKind::Atom(names.get(name)), TokenKind::Symbol))
    }

    /// `.`, `..`, `...`, or the full stop: a point before white space, a comment or the end.
    fn point(&mut self) -> TokenKind {
        self.advance();
        let mark = match (self.byte(0), self.byte(1)) {
            (b'.', b'.') => Symbol::ThreePoints,
            (b'.', _) => Symbol::TwoPoints,
            _ => match self.peek() {
                None | Some('%') => return TokenKind::Dot,
                Some(char) if is_blank(char) => {
                    self.advance();
                    return TokenKind::Dot;
                }
                Some(_) => Symbol::Point,
            },
        };
        for _ in 1..mark.text().len() {
            self.advance();
        }
        TokenKind::Symbol(mark)
    }

    fn mark(&mut self) -> Scanned<TokenKind> {
        let pos = self.pos;
        let Some(first) = self.advance() else {
            return Self::error(pos, ScanErrorKind::IllegalCharacter);
        };
        let (symbol, more) = match (first, self.byte(0), self.byte(1)) {
            ('(', ..) => (Symbol::OpenParen, 0),
            (')', ..) => (Symbol::CloseParen, 0),
            ('{', ..) => (Symbol::OpenBrace, 0),
            ('}', ..) => (Symbol::CloseBrace, 0),
            ('[', ..) => (Symbol::OpenBracket, 0),
            (']', ..) => (Symbol::CloseBracket, 0),
            (',', ..) => (Symbol::Comma, 0),
            (';', ..) => (Symbol::Semicolon, 0),
            ('#', ..) => (Symbol::Hash, 0),
            ('!', ..) => (Symbol::Bang, 0),
            ('*', ..) => (Symbol::Star, 0),
            ('<', b'<', _) => (Symbol::OpenBinary, 1),
            ('<', b'-', _) => (Symbol::LeftArrow, 1),
            ('<', b'=', _) => (Symbol::LeftDoubleArrow, 1),
            ('<', ..) => (Symbol::Less, 0),
            ('>', b'>', _) => (Symbol::CloseBinary, 1),
            ('>', b'=', _) => (Symbol::GreaterEqual, 1),
            ('>', ..) => (Symbol::Greater, 0),
            ('=', b':', b'=') => (Symbol::EqualColonEqual, 2),
            ('=', b'/', b'=') => (Symbol::EqualSlashEqual, 2),
            ('=', b'=', _) => (Symbol::EqualEqual, 1),
            ('=', b'<', _) => (Symbol::EqualLess, 1),
            ('=', b'>', _) => (Symbol::DoubleArrow, 1),
            ('=', ..) => (Symbol::Match, 0),
            ('/', b'=', _) => (Symbol::SlashEqual, 1),
            ('/', ..) => (Symbol::Slash, 0),
            ('-', b'>', _) => (Symbol::Arrow, 1),
            ('-', b'-', _) => (Symbol::MinusMinus, 1),
            ('-', ..) => (Symbol::Minus, 0),
            ('+', b'+', _) => (Symbol::PlusPlus, 1),
            ('+', ..) => (Symbol::Plus, 0),
            (':', b'=', _) => (Symbol::ColonEqual, 1),
            (':', b':', _) => (Symbol::DoubleColon, 1),
            (':', ..) => (Symbol::Colon, 0),
            ('|', b'|', _) => (Symbol::DoubleBar, 1),
            ('|', ..) => (Symbol::Bar, 0),
            ('?', b'=', _) => (Symbol::QuestionMatch, 1),
            ('?', ..) => (Symbol::Question, 0),
            (other @ '\0'..='\u{ff}', ..) => (Symbol::Other(other), 0),
            _ => return Self::error(pos, ScanErrorKind::IllegalCharacter),
        };
        for _ in 0..more {
            self.advance();
        }
        Ok(TokenKind::Symbol(symbol))
    }

    /// The text between two `quote`s, escapes replaced.
    fn quoted(&mut self, quote: char) -> Scanned<String> {
        let start = self.pos;
        self.advance();
        let mut out = String::new();
        loop {
            let pos = self.pos;
            match self.advance() {
                Some(char) if char == quote => return Ok(out),
                Some('\\') if self.peek().is_some() => match self.escape(pos)? {
                    Some(char) => out.push(char),
                    None => return Self::unterminated(start, quote, &out),
                },
                None | Some('\\') => return Self::unterminated(start, quote, &out),
                Some(char) if is_character(char) => out.push(char),
                Some(_) => return Self::error(pos, ScanErrorKind::IllegalCharacter),
            }
        }
    }

    fn unterminated<T>(start: Pos, quote: char, text: &str) -> Scanned<T> {
        Self::error(
            start,
            ScanErrorKind::Unterminated(quote, text.chars().take(QUOTED_CHARS_MAX).collect()),
        )
    }

    /// `$c` or `$\escape`.
    fn char(&mut self) -> Scanned<TokenKind> {
        let start = self.pos;
        self.advance();
        let char = match self.advance() {
            Some('\\') => self.escape(start)?,
            Some(char) if !is_character(char) => {
                return Self::error(start, ScanErrorKind::IllegalCharacter);
            }
            other => other,
        };
        char.map_or_else(
            || Self::error(start, ScanErrorKind::UnterminatedChar),
            |char| Ok(TokenKind::Char(char)),
        )
    }

    /// What stands behind a backslash; `None` if the text ends within. `start` is where an error is reported.
    fn escape(&mut self, start: Pos) -> Scanned<Option<char>> {
        let illegal = || Self::error(start, ScanErrorKind::IllegalCharacter);
        let Some(char) = self.advance() else {
            return Ok(None);
        };
        Ok(Some(match char {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            's' => ' ',
            'v' => '\x0b',
            'b' => '\x08',
            'f' => '\x0c',
            'e' => '\x1b',
            'd' => '\x7f',
            '^' => match self.advance() {
                None => return Ok(None),
                Some(char) => char::from((u32::from(char) & 31) as u8),
            },
            '0'..='7' => {
                let mut value = char as u32 - '0' as u32;
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|char| char.to_digit(8)) else {
                        break;
                    };
                    self.advance();
                    value = value * 8 + digit;
                }
                return Ok(char::from_u32(value));
            }
            'x' => return self.hex_escape(start),
            char if is_character(char) => char,
            _ => return illegal(),
        }))
    }

    /// `\xHH` or `\x{H...}`, behind the `x`.
    fn hex_escape(&mut self, start: Pos) -> Scanned<Option<char>> {
        let illegal = Self::error(start, ScanErrorKind::IllegalCharacter);
        if self.peek() != Some('{') {
            let mut ahead = self.text[self.offset..].chars();
            let (first, second) = (ahead.next(), ahead.next());
            let digit = |char: char| char.to_digit(16);
            return match (first.map(digit), second.map(digit)) {
                (Some(Some(high)), Some(Some(low))) => {
                    self.advance();
                    self.advance();
                    Ok(char::from_u32(high * 16 + low))
                }
                (None, _) | (Some(Some(_)), None) => {
                    self.advance();
                    Ok(None)
                }
                _ => illegal,
            };
        }
        self.advance();
        let mut value = None;
        loop {
            let Some(char) = self.peek() else {
                return Ok(None);
            };
            let digit = char.to_digit(16);
            if digit.is_none() && char != '}' {
                return illegal;
            }
            self.advance();
            match digit {
                // Saturated far above the last code point.
                Some(digit) => {
                    value = Some(
                        value
                            .unwrap_or(0u32)
                            .saturating_mul(16)
                            .saturating_add(digit),
                    );
                }
                None => break,
            }
        }
        match value
            .and_then(char::from_u32)
            .filter(|char| is_character(*char))
        {
            Some(char) => Ok(Some(char)),
            None => illegal,
        }
    }

    /// Digits of `base` with single underscores between them, the underscores removed.
    fn digits(&mut self, base: u32, out: &mut String) {
        let is_digit = |byte: u8| char::from(byte).is_digit(base);
        while is_digit(self.byte(0))
            || (self.byte(0) == b'_' && !out.is_empty() && is_digit(self.byte(1)))
        {
            if let Some(char) = self.advance().filter(|char| *char != '_') {
                out.push(char);
            }
        }
    }

    fn number(&mut self) -> Scanned<TokenKind> {
        let start = self.pos;
        let mut digits = String::new();
        self.digits(10, &mut digits);
        let is_float = self.byte(0) == b'.' && self.byte(1).is_ascii_digit();
        if digits.len() > INTEGER_DIGITS_MAX && !is_float {
            return Self::error(start, ScanErrorKind::IllegalInteger);
        }
        match self.byte(0) {
            b'.' if is_float => self.float(start, digits),
            b'#' => {
                let base = parse_int(&digits, 10);
                let Int::Small(small @ 2..=36) = base else {
                    return Self::error(start, ScanErrorKind::Base(base));
                };
                self.advance();
                let mut digits = String::new();
                self.digits(small as u32, &mut digits);
                if digits.is_empty() || digits.len() > INTEGER_DIGITS_MAX {
                    return Self::error(start, ScanErrorKind::IllegalInteger);
                }
                Ok(TokenKind::Integer(parse_int(&digits, small as u32)))
            }
            _ => Ok(TokenKind::Integer(parse_int(&digits, 10))),
        }
    }

    /// The rest of a float whose digits before the point are in `text`.
    fn float(&mut self, start: Pos, mut text: String) -> Scanned<TokenKind> {
        self.advance();
        let mut fraction = String::new();
        self.digits(10, &mut fraction);
        text.push('.');
        text.push_str(&fraction);
        if matches!(self.byte(0), b'e' | b'E') {
            self.advance();
            text.push('e');
            if matches!(self.byte(0), b'+' | b'-') {
                text.extend(self.advance());
            }
            let mut exponent = String::new();
            self.digits(10, &mut exponent);
            if exponent.is_empty() {
                return Self::error(start, ScanErrorKind::IllegalFloat);
            }
            text.push_str(&exponent);
        }
        match text.parse::<f64>() {
            Ok(float) if float.is_finite() => Ok(TokenKind::Float(float)),
            _ => Self::error(start, ScanErrorKind::IllegalFloat),
        }
    }
}

fn parse_int(digits: &str, base: u32) -> Int {
    i64::from_str_radix(digits, base).map_or_else(
        |_| Int::from(BigInt::parse_bytes(digits.as_bytes(), base).unwrap_or_default()),
        Int::Small,
    )
}

/// White space: control characters, space, and Latin-1's controls with the no-break space.
fn is_blank(char: char) -> bool {
    matches!(char, '\0'..=' ' | '\u{80}'..='\u{a0}')
}

/// Whether the character may stand in strings and quoted atoms and behind `$`.
fn is_character(char: char) -> bool {
    !matches!(char, '\u{fffe}' | '\u{ffff}')
}

/// The tokens of a whole text, as `erl_scan:string` gives them: nothing but tokens, full stops among them.
pub fn scan_all(text: &str, pos: Pos, names: &mut Names) -> Scanned<Vec<Token>> {
    let mut scanner = Scanner::new(text, pos);
    let mut tokens = Vec::new();
    while let Some(token) = scanner.token(names)? {
        tokens.push(token);
    }
    Ok(tokens)
}
