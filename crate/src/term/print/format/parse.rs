//! Reading a format string together with the arguments it takes.

use super::super::super::chardata::code_point;
use super::super::super::heap::Heap;
use super::super::super::word::Term;
use super::FormatError;

/// An element of a format.
pub enum Item {
    Character(char),
    /// A list inside the list: its text, in which nothing is special.
    Text(String),
}

/// The elements of a format: string, binary or atom.
pub fn items(heap: &Heap, format: Term) -> Option<Vec<Item>> {
    if let Some(atom) = format.as_atom() {
        return Some(atom.text().chars().map(Item::Character).collect());
    }
    if let Some(bytes) = heap.bytes(format) {
        return Some(match std::str::from_utf8(&bytes) {
            Ok(text) => text.chars().map(Item::Character).collect(),
            Err(_) => bytes
                .iter()
                .map(|&byte| Item::Character(char::from(byte)))
                .collect(),
        });
    }
    if !format.is_list() {
        return None;
    }
    let mut items = Vec::new();
    let mut list = heap.iter_list(format);
    for item in list.by_ref() {
        items.push(match code_point(item) {
            Some(character) => Item::Character(character),
            None => Item::Text(super::super::super::chardata::text(heap, item)?),
        });
    }
    list.rest().is_nil().then_some(items)
}

/// A control sequence: `~F.P.PadModC`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spec {
    /// Field width, without its sign.
    pub width: Option<i64>,
    /// Whether the width was negative: text to the left, padding to the right.
    pub left: bool,
    pub precision: Option<i64>,
    pub pad: char,
    /// Modifier `t`.
    pub unicode: bool,
    /// `false` with modifier `l`: no list is shown as a string.
    pub strings: bool,
    pub control: char,
    /// How many arguments `*` took.
    pub stars: usize,
}

impl Spec {
    /// The modifiers, if one of them means nothing to this control. Formatting ignores it; it shows when something
    /// else is wrong.
    fn odd_modifiers(&self) -> Option<&'static str> {
        let modifiers = match (self.unicode, self.strings) {
            (true, false) => "lt",
            (true, true) => "t",
            (false, false) => "l",
            (false, true) => return None,
        };
        match self.control {
            'p' | 'P' => None,
            's' | 'c' | 'w' | 'W' if self.strings => None,
            _ => Some(modifiers),
        }
    }
}

pub enum Part {
    Text(String),
    Control(Spec, Vec<Term>),
}

/// The parts of a format, each control sequence with its arguments; and the positions of arguments that stand for a
/// number in the format and are none.
pub fn parse(items: Vec<Item>, arguments: &[Term]) -> Result<(Vec<Part>, Vec<usize>), FormatError> {
    let mut reader = Reader {
        items: items.into_iter().peekable(),
        arguments: arguments.iter(),
        taken: 0,
        wrong: Vec::new(),
    };
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut missing = false;
    while let Some(item) = reader.items.next() {
        match item {
            Item::Text(inner) => text.push_str(&inner),
            Item::Character('~') => {
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                let spec = reader
                    .spec()
                    .map_err(|error| strictly(&parts).unwrap_or(error))?;
                let count = match spec.control {
                    '~' | 'n' => 0,
                    'W' | 'P' | 'x' | 'X' => 2,
                    _ => 1,
                };
                let own: Vec<Term> = reader.arguments.by_ref().take(count).copied().collect();
                missing |= own.len() < count || reader.taken > arguments.len();
                reader.taken += count;
                parts.push(Part::Control(spec, own));
            }
            Item::Character(character) => text.push(character),
        }
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    let surplus = reader.arguments.next().is_some();
    if missing || surplus {
        return Err(strictly(&parts).unwrap_or(FormatError::WrongNumberOfArguments));
    }
    Ok((parts, reader.wrong))
}

/// The first control sequence with a modifier that means nothing to it: what is told about a format that fails anyway.
pub fn strictly(parts: &[Part]) -> Option<FormatError> {
    parts.iter().find_map(|part| match part {
        Part::Control(spec, _) => spec
            .odd_modifiers()
            .map(|modifiers| FormatError::UnknownControl(format!("{modifiers}{}", spec.control))),
        Part::Text(_) => None,
    })
}

struct Reader<'a> {
    items: std::iter::Peekable<std::vec::IntoIter<Item>>,
    arguments: std::slice::Iter<'a, Term>,
    /// Arguments asked for so far.
    taken: usize,
    /// The arguments of a `*` that are no integers.
    wrong: Vec<usize>,
}

impl Reader<'_> {
    /// A control sequence, after its tilde.
    fn spec(&mut self) -> Result<Spec, FormatError> {
        let before = self.taken;
        let negative = self.skip('-');
        let width = self.value();
        if negative && width.is_none() && self.taken == before {
            return Err(FormatError::UnknownControl("-".into()));
        }
        let precision = if self.skip('.') { self.value() } else { None };
        let mut pad = ' ';
        if self.skip('.') {
            // Without an argument left the star is the character.
            pad = if self.arguments.len() > 0 && self.skip('*') {
                self.star()
                    .and_then(|n| u32::try_from(n).ok())
                    .and_then(char::from_u32)
                    .unwrap_or(' ')
            } else {
                self.character()?
            };
        }
        let (mut unicode, mut strings) = (false, true);
        let control = loop {
            match self.character()? {
                't' => unicode = true,
                'l' => strings = false,
                control => break control,
            }
        };
        if !"scwpWPefgbBxX+#~ni".contains(control) {
            return Err(FormatError::UnknownControl(control.into()));
        }
        let stars = self.taken - before;
        let left = width.is_some_and(|width| if negative { width > 0 } else { width < 0 });
        Ok(Spec {
            width: width.map(i64::abs),
            left,
            precision,
            pad,
            unicode,
            strings,
            control,
            stars,
        })
    }

    fn skip(&mut self, character: char) -> bool {
        self.items
            .next_if(|item| matches!(item, Item::Character(c) if *c == character))
            .is_some()
    }

    fn character(&mut self) -> Result<char, FormatError> {
        match self.items.next() {
            Some(Item::Character(character)) => Ok(character),
            _ => Err(FormatError::Truncated),
        }
    }

    /// A number in the format, or an argument in its place.
    fn value(&mut self) -> Option<i64> {
        if self.skip('*') {
            return self.star();
        }
        let mut value = None;
        while let Some(Item::Character(digit)) = self
            .items
            .next_if(|item| matches!(item, Item::Character('0'..='9')))
        {
            let digit = i64::from(digit as u32 - u32::from('0'));
            value = Some(
                value
                    .unwrap_or(0i64)
                    .saturating_mul(10)
                    .saturating_add(digit),
            );
        }
        value
    }

    fn star(&mut self) -> Option<i64> {
        self.taken += 1;
        let argument = self.arguments.next()?;
        if !argument.is_integer() {
            self.wrong.push(self.taken);
        }
        argument.as_small()
    }
}
