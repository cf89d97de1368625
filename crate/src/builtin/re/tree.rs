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
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assert {
    /// `^`, and whether lines count.
    Start(bool),
    /// `$`: whether lines count, and whether only the very end does.
    End(bool, bool),
    VeryStart,
    VeryEnd,
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
