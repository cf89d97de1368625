//! Fields: text in a width, padded, cut, or replaced by stars.

use super::super::super::heap::Heap;
use super::super::super::word::Term;
use super::Spec;
use limits::FORMAT_FIELD_MAX;

fn length(text: &str) -> i64 {
    text.chars().count() as i64
}

/// `count` times the character; `None` beyond what a field may have.
fn repeat(character: char, count: i64) -> Option<String> {
    (0..=FORMAT_FIELD_MAX)
        .contains(&count)
        .then(|| std::iter::repeat_n(character, count as usize).collect())
}

/// `text` with so many padding characters before or after it.
fn pad(spec: &Spec, text: String, count: i64) -> Option<String> {
    let padding = repeat(spec.pad, count)?;
    Some(if spec.left {
        text + &padding
    } else {
        padding + &text
    })
}

/// A number or term: padded to the width; where it does not fit, stars.
pub fn term(spec: &Spec, text: String) -> Option<String> {
    let (width, room) = match (spec.width, spec.precision) {
        (None, None) => return Some(text),
        (None, Some(precision)) => (precision, precision),
        (Some(width), None) => (width, width),
        (Some(width), Some(precision)) => (width, precision.min(width)),
    };
    let length = length(&text);
    if length > room.min(length) {
        let stars = repeat('*', room)?;
        return pad(spec, stars, width - room);
    }
    pad(spec, text, width - length)
}

/// As [`term`] for sequences whose precision means something else: only the width counts.
pub fn term_in_width(spec: &Spec, text: String) -> Option<String> {
    term(
        &Spec {
            precision: None,
            ..*spec
        },
        text,
    )
}

/// `~s`: cut to the precision, padded or cut to the width.
pub fn string(spec: &Spec, text: String) -> Option<String> {
    let length = length(&text);
    match (spec.width, spec.precision) {
        (None, None) => Some(text),
        (Some(width), None) => fit(spec, text, length, width),
        (None, Some(precision)) => fit(
            &Spec {
                left: true,
                ..*spec
            },
            text,
            length,
            precision,
        ),
        (Some(width), Some(precision)) if width > precision => {
            let inner = fit(
                &Spec {
                    left: true,
                    ..*spec
                },
                text,
                length,
                precision,
            )?;
            pad(spec, inner, width - precision)
        }
        (Some(width), Some(precision)) if width == precision => fit(spec, text, length, width),
        _ => None,
    }
}

fn fit(spec: &Spec, text: String, length: i64, width: i64) -> Option<String> {
    if length > width {
        return (width >= 0).then(|| text.chars().take(width as usize).collect());
    }
    pad(spec, text, width - length)
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
