//! What is wrong with a specification, in OTP's words.

use std::fmt::Write as _;

use term::heap::Heap;
use term::map;
use term::print::{self, NoNames, WriteOptions};
use term::{Term, float};

/// Characters of a problem's text: OTP cuts it here.
const CHARS_MAX: usize = 99;

/// One complaint, as `ets:test_ms/2` reports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub text: String,
}

impl Problem {
    pub(super) fn new(text: &str) -> Problem {
        Problem {
            text: text.chars().take(CHARS_MAX).collect(),
        }
    }

    /// The text with the term in the place of `~`.
    pub(super) fn about(heap: &Heap, term: Term, text: &str) -> Problem {
        let (before, after) = text.split_once('~').unwrap_or((text, ""));
        let mut whole = before.to_string();
        push_term(&mut whole, heap, term);
        whole.push_str(after);
        Problem::new(&whole)
    }
}

/// What is left to write.
enum Step {
    Term(Term),
    /// The rest of a list behind an element.
    Tail(Term),
    Text(&'static str),
}

/// Appends the term as the runtime's own messages show terms: as `~w`, but keywords without quotes, strings as strings,
/// floats with six decimals. Stops when the text is longer than a problem may be.
fn push_term(out: &mut String, heap: &Heap, term: Term) {
    let mut todo = vec![Step::Term(term)];
    while let Some(step) = todo.pop() {
        if out.len() > CHARS_MAX * 4 {
            return;
        }
        match step {
            Step::Text(text) => out.push_str(text),
            Step::Tail(rest) if rest.is_cons() => {
                out.push(',');
                todo.push(Step::Tail(heap.tail(rest)));
                todo.push(Step::Term(heap.head(rest)));
            }
            Step::Tail(rest) if rest.is_nil() => out.push(']'),
            Step::Tail(rest) => {
                out.push('|');
                todo.push(Step::Text("]"));
                todo.push(Step::Term(rest));
            }
            Step::Term(term) if term.is_cons() => {
                if let Some(text) = string(heap, term) {
                    push_string(out, &text);
                } else {
                    out.push('[');
                    todo.push(Step::Tail(heap.tail(term)));
                    todo.push(Step::Term(heap.head(term)));
                }
            }
            Step::Term(term) if term.is_tuple() => {
                out.push('{');
                todo.push(Step::Text("}"));
                let parts = heap.elements(term).take(CHARS_MAX).collect::<Vec<_>>();
                push_separated(&mut todo, parts.into_iter().map(|part| [part, Term::NONE]));
            }
            Step::Term(term) if term.is_map() => {
                out.push_str("#{");
                todo.push(Step::Text("}"));
                let pairs = map::pairs(heap, term).into_iter().take(CHARS_MAX);
                push_separated(&mut todo, pairs.map(|(key, value)| [key, value]));
            }
            Step::Term(term) => push_leaf(out, heap, term),
        }
    }
}

/// Leaves the parts to be written with commas between them; a second word is the value of a map's key.
fn push_separated(todo: &mut Vec<Step>, parts: impl DoubleEndedIterator<Item = [Term; 2]>) {
    let last = todo.len();
    for [first, second] in parts.rev() {
        if todo.len() > last {
            todo.push(Step::Text(","));
        }
        if second != Term::NONE {
            todo.push(Step::Term(second));
            todo.push(Step::Text("=>"));
        }
        todo.push(Step::Term(first));
    }
}

fn push_leaf(out: &mut String, heap: &Heap, term: Term) {
    if let Some(atom) = term.as_atom() {
        push_atom(out, atom.text());
    } else if term.is_float() {
        out.push_str(&float::scientific(heap.float_value(term), 6));
    } else if term.is_bitstring() && heap.bytes(term).is_some_and(|bytes| is_shown(&bytes)) {
        out.push_str("<<");
        push_string(out, &heap.bytes(term).unwrap_or_default());
        out.push_str(">>");
    } else {
        out.push_str(&print::write(heap, term, &WriteOptions::new(&NoNames)));
    }
}

/// An atom's name; quoted if need be, where keywords need not.
pub(super) fn push_atom(out: &mut String, text: &str) {
    let is_plain = |c: char| c == '_' || c.is_ascii_alphanumeric() || is_latin1_letter(c);
    let starts_low = text.starts_with(|c: char| {
        c.is_ascii_lowercase() || matches!(c, '\u{DF}'..='\u{FF}') && c != '\u{F7}'
    });
    if starts_low && text.chars().all(is_plain) {
        out.push_str(text);
        return;
    }
    out.push('\'');
    for c in text.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{8}' => out.push_str("\\b"),
            '\u{B}' => out.push_str("\\v"),
            '\u{C}' => out.push_str("\\f"),
            '\0'..='\u{1F}' => {
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('\'');
}

fn is_latin1_letter(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{FF}') && !matches!(c, '\u{D7}' | '\u{F7}')
}

/// The characters of a list that the runtime shows as a string.
fn string(heap: &Heap, list: Term) -> Option<Vec<u8>> {
    let bytes: Vec<u8> = heap
        .list_to_vec(list)?
        .into_iter()
        .map(|item| item.as_usize().and_then(|code| u8::try_from(code).ok()))
        .collect::<Option<_>>()?;
    is_shown(&bytes).then_some(bytes)
}

fn is_shown(bytes: &[u8]) -> bool {
    !bytes.is_empty()
        && bytes
            .iter()
            .all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 32..=126 | 160..=255))
}

fn push_string(out: &mut String, bytes: &[u8]) {
    out.push('"');
    for &byte in bytes {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\n' => out.push_str("\\n"),
            _ => out.push(char::from(byte)),
        }
    }
    out.push('"');
}
