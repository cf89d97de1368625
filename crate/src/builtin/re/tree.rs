//! A regular expression as a tree, and sets of characters.

/// One expression.
#[derive(Clone, Debug)]
pub enum Node {
    /// Matches nothing at no cost: an empty branch.
    Empty,
    Char(u32, bool),
    /// Any character; newlines too if so.
    Any(bool),
    Class(Class),
    Assert(Assert),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    /// A capturing group and its number.
    Group(usize, Box<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    Look {
        ahead: bool,
        negative: bool,
        node: Box<Node>,
    },
    /// No way back into it, once it has matched.
    Atomic(Box<Node>),
    Back(usize, bool),
    /// By whether the group has matched.
    If(usize, Box<Node>, Box<Node>),
    /// The group's expression once more; 0 is the whole.
    Call(usize),
    /// `\K`: the match begins here.
    Keep,
    /// Whether a call runs, of the group if one is named: `(?(R)yes|no)`.
    IfCalled(Option<usize>, Box<Node>, Box<Node>),
    /// `(?(DEFINE)...)`: for calls only.
    Define(Box<Node>),
    /// `\X`: what a reader takes for a character.
    Cluster,
    Verb(Verb),
}

/// `(*NAME)`: what happens when it is reached, or come back to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verb {
    /// Does not match.
    Fail,
    /// The match ends here.
    Accept,
    /// Come back to, no later start is tried.
    Commit,
    /// Come back to, this start has failed.
    Prune,
    /// As `Prune`, and the next start is here.
    Skip,
    /// Come back to, the next branch of the innermost alternatives is tried.
    Then,
}

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Newline {
    #[default]
    Lf,
    Cr,
    CrLf,
    AnyCrLf,
    Any,
}

impl Newline {
    /// How long the end of a line is that stands at a place.
    pub fn length_at(self, text: &[u8], at: usize) -> Option<usize> {
        let rest = &text[at.min(text.len())..];
        let is_pair = rest.starts_with(b"\r\n");
        match (self, rest.first()?) {
            (Newline::Lf, 10) | (Newline::Cr, 13) => Some(1),
            (Newline::CrLf | Newline::AnyCrLf | Newline::Any, 13) if is_pair => Some(2),
            (Newline::AnyCrLf, 10 | 13) | (Newline::Any, 10..=13) => Some(1),
            (Newline::Any, 0xC2) if rest.starts_with("\u{85}".as_bytes()) => Some(2),
            (Newline::Any, 0xE2)
                if rest.starts_with("\u{2028}".as_bytes())
                    || rest.starts_with("\u{2029}".as_bytes()) =>
            {
                Some(3)
            }
            _ => None,
        }
    }

    /// Whether the end of a line ends at a place.
    pub fn ends_at(self, text: &[u8], at: usize) -> bool {
        (1..=3).any(|length| {
            let start = at.checked_sub(length);
            start.is_some_and(|start| self.length_at(text, start) == Some(length))
        }) && !(self != Newline::Cr && text.get(at) == Some(&10) && at > 0 && text[at - 1] == 13)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assert {
    /// `^`, and whether lines count.
    Start(bool),
    /// `$`: whether lines count, and whether only the very end does.
    End(bool, bool),
    VeryStart,
    VeryEnd,
    /// `\Z`: the very end, or before a last newline.
    LastEnd,
    /// Where the search began.
    Search,
    Word(bool),
}

/// A set of characters, as ranges.
#[derive(Clone, Debug, Default)]
pub struct Class {
    pub ranges: Vec<(u32, u32)>,
    pub negated: bool,
    pub fold: bool,
}

impl Class {
    pub fn has(&self, code: u32) -> bool {
        let within = |code: u32| {
            self.ranges
                .iter()
                .any(|&(low, high)| low <= code && code <= high)
        };
        let found = within(code)
            || self.fold && {
                let lower = fold(code);
                within(lower) || within(upper(code)) || within(upper(lower))
            };
        found != self.negated
    }

    pub fn add_all(&mut self, other: &[(u32, u32)]) {
        self.ranges.extend_from_slice(other);
    }

    /// Everything but these.
    pub fn add_complement(&mut self, other: &[(u32, u32)]) {
        let mut sorted = other.to_vec();
        sorted.sort_unstable();
        let mut next = 0;
        for (low, high) in sorted {
            if low > next {
                self.ranges.push((next, low - 1));
            }
            next = next.max(high + 1);
        }
        self.ranges.push((next, char::MAX as u32));
    }
}

/// The character without its case.
pub fn fold(code: u32) -> u32 {
    simple(code, |c| {
        let mut lower = c.to_lowercase();
        lower.next().filter(|_| lower.next().is_none())
    })
}

fn upper(code: u32) -> u32 {
    simple(code, |c| {
        let mut upper = c.to_uppercase();
        upper.next().filter(|_| upper.next().is_none())
    })
}

fn simple(code: u32, change: impl Fn(char) -> Option<char>) -> u32 {
    char::from_u32(code)
        .and_then(change)
        .map_or(code, |changed| changed as u32)
}

pub const DIGIT: &[(u32, u32)] = &[(0x30, 0x39)];
/// Latin-1's letters, digits and `_`, with or without `unicode`.
pub const WORD: &[(u32, u32)] = &[
    (0x30, 0x39),
    (0x41, 0x5A),
    (0x5F, 0x5F),
    (0x61, 0x7A),
    (0xAA, 0xAA),
    (0xB5, 0xB5),
    (0xBA, 0xBA),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0xFF),
];
pub const SPACE: &[(u32, u32)] = &[(9, 13), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0)];
pub const HORIZONTAL: &[(u32, u32)] = &[
    (9, 9),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x180E, 0x180E),
    (0x2000, 0x200A),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];
pub const VERTICAL: &[(u32, u32)] = &[(10, 13), (0x85, 0x85), (0x2028, 0x2029)];

/// The scripts that most who ask for one ask for; of each what is in use.
pub fn script(name: &str) -> Option<&'static [(u32, u32)]> {
    Some(match name {
        "Latin" => &[
            (0x41, 0x5A),
            (0x61, 0x7A),
            (0xAA, 0xAA),
            (0xBA, 0xBA),
            (0xC0, 0xD6),
            (0xD8, 0xF6),
            (0xF8, 0x2B8),
            (0x1E00, 0x1EFF),
            (0x2C60, 0x2C7F),
            (0xA722, 0xA787),
            (0xFF21, 0xFF3A),
            (0xFF41, 0xFF5A),
        ],
        "Greek" => &[
            (0x370, 0x373),
            (0x375, 0x377),
            (0x37A, 0x37D),
            (0x37F, 0x37F),
            (0x384, 0x384),
            (0x386, 0x386),
            (0x388, 0x38A),
            (0x38C, 0x38C),
            (0x38E, 0x3A1),
            (0x3A3, 0x3E1),
            (0x3F0, 0x3FF),
            (0x1F00, 0x1FFE),
        ],
        "Cyrillic" => &[
            (0x400, 0x484),
            (0x487, 0x52F),
            (0x1C80, 0x1C88),
            (0x2DE0, 0x2DFF),
            (0xA640, 0xA69F),
        ],
        "Hebrew" => &[
            (0x591, 0x5C7),
            (0x5D0, 0x5EA),
            (0x5EF, 0x5F4),
            (0xFB1D, 0xFB4F),
        ],
        "Arabic" => &[
            (0x600, 0x604),
            (0x606, 0x60B),
            (0x60D, 0x61A),
            (0x61C, 0x61E),
            (0x620, 0x63F),
            (0x641, 0x64A),
            (0x656, 0x66F),
            (0x671, 0x6DC),
            (0x6DE, 0x6FF),
            (0x750, 0x77F),
            (0xFB50, 0xFDFF),
            (0xFE70, 0xFEFC),
        ],
        "Thai" => &[(0xE01, 0xE3A), (0xE40, 0xE5B)],
        "Hiragana" => &[(0x3041, 0x3096), (0x309D, 0x309F)],
        "Katakana" => &[
            (0x30A1, 0x30FA),
            (0x30FD, 0x30FF),
            (0x31F0, 0x31FF),
            (0xFF66, 0xFF6F),
            (0xFF71, 0xFF9D),
        ],
        "Hangul" => &[
            (0x1100, 0x11FF),
            (0x3131, 0x318E),
            (0xA960, 0xA97C),
            (0xAC00, 0xD7A3),
        ],
        "Han" => &[
            (0x2E80, 0x2FD5),
            (0x3005, 0x3005),
            (0x3007, 0x3007),
            (0x3021, 0x3029),
            (0x3038, 0x303B),
            (0x3400, 0x4DBF),
            (0x4E00, 0x9FFF),
            (0xF900, 0xFAD9),
            (0x20000, 0x2FA1D),
        ],
        _ => return None,
    })
}

pub fn is_word(code: u32) -> bool {
    WORD.iter().any(|&(low, high)| low <= code && code <= high)
}

/// `[:name:]`.
pub fn posix(name: &str) -> Option<&'static [(u32, u32)]> {
    const LOWER: (u32, u32) = (0x61, 0x7A);
    const UPPER: (u32, u32) = (0x41, 0x5A);
    Some(match name {
        "alpha" => &WORD_LETTERS,
        "digit" => DIGIT,
        "alnum" => &ALNUM,
        "upper" => &[UPPER, (0xC0, 0xD6), (0xD8, 0xDE)],
        "lower" => &[
            LOWER,
            (0xAA, 0xAA),
            (0xB5, 0xB5),
            (0xBA, 0xBA),
            (0xDF, 0xF6),
            (0xF8, 0xFF),
        ],
        "space" => SPACE,
        "blank" => &[(9, 9), (0x20, 0x20), (0xA0, 0xA0)],
        "word" => WORD,
        "xdigit" => &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
        "punct" => &[(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
        "cntrl" => &[(0, 31), (127, 159)],
        "graph" => &[(0x21, 0x7E), (0xA1, 0xFF)],
        "print" => &[(0x20, 0x7E), (0xA0, 0xFF)],
        "ascii" => &[(0, 127)],
        _ => return None,
    })
}

const WORD_LETTERS: [(u32, u32); 8] = [
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xAA, 0xAA),
    (0xB5, 0xB5),
    (0xBA, 0xBA),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0xFF),
];

const ALNUM: [(u32, u32); 9] = [
    (0x30, 0x39),
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xAA, 0xAA),
    (0xB5, 0xB5),
    (0xBA, 0xBA),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0xFF),
];
