//! Fields: text in a width, padded, cut, or replaced by stars.

use super::super::super::heap::Heap;
use super::super::super::word::Term;
use super::super::Printed;
use super::Spec;
use limits::FORMAT_FIELD_MAX;
use unicode_segmentation::UnicodeSegmentation;

/// What of a text takes one place each: grapheme clusters.
fn length(text: &str) -> i64 {
    if text.is_ascii() {
        return text.len() as i64;
    }
    text.graphemes(true).count() as i64
}

/// A character so many times.
#[derive(Clone, Copy)]
struct Run {
    character: char,
    count: usize,
}

impl Run {
    /// `None` beyond what a field may have.
    fn new(character: char, count: i64) -> Option<Run> {
        (0..=FORMAT_FIELD_MAX).contains(&count).then_some(Run {
            character,
            count: count as usize,
        })
    }

    fn text(self) -> String {
        std::iter::repeat_n(self.character, self.count).collect()
    }

    /// As OTP builds it: from three on two halves that are one and the same list.
    fn term(self, heap: &mut Heap) -> Term {
        let character = Term::int(self.character as i32);
        let mut list = Term::NIL;
        let (mut whole, mut odd) = (self.count, Vec::new());
        while whole > 3 {
            odd.push(whole % 2 == 1);
            whole /= 2;
        }
        for _ in 0..whole {
            list = heap.cons(character, list);
        }
        for is_odd in odd.into_iter().rev() {
            list = heap.cons(list, list);
            if is_odd {
                list = heap.cons(character, list);
            }
        }
        list
    }
}

enum Core {
    Printed(Printed),
    Stars(Run),
}

/// What stands in a field, and what fills the rest of it, from inside out.
pub struct Field {
    core: Core,
    /// Each with whether it stands in front.
    fills: Vec<(Run, bool)>,
}

impl Field {
    pub fn new(printed: Printed) -> Field {
        Field {
            core: Core::Printed(printed),
            fills: Vec::new(),
        }
    }

    fn padded(mut self, spec: &Spec, count: i64) -> Option<Field> {
        let run = Run::new(spec.pad, count)?;
        if run.count > 0 {
            self.fills.push((run, !spec.left));
        }
        Some(self)
    }

    pub fn text(&self) -> String {
        let mut text = match &self.core {
            Core::Printed(printed) => printed.text.clone(),
            Core::Stars(stars) => stars.text(),
        };
        for &(run, is_before) in &self.fills {
            if is_before {
                text.insert_str(0, &run.text());
            } else {
                text.push_str(&run.text());
            }
        }
        text
    }

    /// The deep list that `io_lib:format/2` returns for it.
    pub fn to_term(&self, heap: &mut Heap) -> Term {
        let mut term = match &self.core {
            Core::Printed(printed) => printed.to_term(heap),
            Core::Stars(stars) => stars.term(heap),
        };
        for &(run, is_before) in &self.fills {
            let fill = run.term(heap);
            term = if is_before {
                heap.cons(fill, term)
            } else {
                heap.cons(term, fill)
            };
        }
        term
    }
}

/// A number or term: padded to the width; where it does not fit, stars.
pub fn term(spec: &Spec, printed: Printed) -> Option<Field> {
    let (width, room) = match (spec.width, spec.precision) {
        (None, None) => return Some(Field::new(printed)),
        (None, Some(precision)) => (precision, precision),
        (Some(width), None) => (width, width),
        (Some(width), Some(precision)) => (width, precision.min(width)),
    };
    let length = length(&printed.text);
    if length > room.min(length) {
        let stars = Field {
            core: Core::Stars(Run::new('*', room)?),
            fills: Vec::new(),
        };
        return stars.padded(spec, width - room);
    }
    Field::new(printed).padded(spec, width - length)
}

/// As [`term`] for sequences whose precision means something else: only the width counts.
pub fn term_in_width(spec: &Spec, text: String) -> Option<String> {
    let spec = Spec {
        precision: None,
        ..*spec
    };
    Some(term(&spec, Printed::text(text))?.text())
}

/// `~s`: cut to the precision, padded or cut to the width.
pub fn string(spec: &Spec, text: String) -> Option<Field> {
    let to_the_left = Spec {
        left: true,
        ..*spec
    };
    match (spec.width, spec.precision) {
        (None, None) => Some(Field::new(Printed::text(text))),
        (Some(width), None) => fit(spec, text, width),
        (None, Some(precision)) => fit(&to_the_left, text, precision),
        (Some(width), Some(precision)) if width > precision => {
            fit(&to_the_left, text, precision)?.padded(spec, width - precision)
        }
        (Some(width), Some(precision)) if width == precision => fit(spec, text, width),
        _ => None,
    }
}

fn fit(spec: &Spec, text: String, width: i64) -> Option<Field> {
    let length = length(&text);
    if length > width {
        let width = usize::try_from(width).ok()?;
        let kept = if text.is_ascii() {
            text[..width].into()
        } else {
            text.graphemes(true).take(width).collect()
        };
        return Some(Field::new(Printed::text(kept)));
    }
    Field::new(Printed::text(text)).padded(spec, width - length)
}

/// `count` times the character; `None` beyond what a field may have.
fn repeat(character: char, count: i64) -> Option<String> {
    Run::new(character, count).map(Run::text)
}

/// `text` with so many padding characters before or after it.
fn pad(spec: &Spec, text: String, count: i64) -> Option<String> {
    Some(Field::new(Printed::text(text)).padded(spec, count)?.text())
}

/// `~c` and `~~`: a character, repeated as the precision says.
pub fn character(heap: &Heap, spec: &Spec, character: Term) -> Option<String> {
    let number = match character.as_small() {
        Some(number) => number,
        // The low byte decides.
        None if character.is_big() && !spec.unicode => {
            let (negative, limbs) = heap.big_parts(character);
            let low = limbs.first().copied().unwrap_or(0) as i64;
            if negative { low.wrapping_neg() } else { low }
        }
        None => return None,
    };
    let character = if spec.unicode {
        char::from_u32(u32::try_from(number).ok()?).unwrap_or(char::REPLACEMENT_CHARACTER)
    } else {
        char::from(number as u8)
    };
    match (spec.width, spec.precision) {
        (None, None) => Some(character.into()),
        (Some(count), None) | (None, Some(count)) => repeat(character, count),
        (Some(width), Some(precision)) if width >= precision => {
            pad(spec, repeat(character, precision)?, width - precision)
        }
        _ => None,
    }
}

/// `~n`: as many new lines as the width says.
pub fn newlines(spec: &Spec) -> Option<String> {
    match spec.width {
        None => Some("\n".into()),
        Some(count) if !spec.left => repeat('\n', count),
        Some(_) => None,
    }
}
