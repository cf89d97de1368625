//! Which arguments of a function that failed are wrong, and why: the `***` lines under an exception.
//!
//! `tables` says for each function what its arguments must be; `check` knows what those words mean. A builtin that
//! knows better puts a map from argument numbers to texts under `cause` into its `error_info`.

use super::super::super::atom::{self, Atom};
use super::super::super::heap::Heap;
use super::super::super::word::Term;
use super::super::super::{chardata, map};
use super::check::{check, is_integer_above, message};
use super::tables;
use crate::print::format::{FormatOptions, format};
use crate::print::{NoNames, PrettyOptions, pretty};

/// What is wrong with a call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Explanation {
    /// Words that take the place of those for the reason.
    pub reason: Option<String>,
    /// Argument number (from 1) and what is wrong with it.
    pub arguments: Vec<(usize, String)>,
    /// What concerns no argument in particular.
    pub general: Option<String>,
}

/// Explains a call that failed with `reason`; `location` is the last element of its frame and may hold `error_info`.
pub fn explain(
    heap: &Heap,
    reason: Term,
    (module, function): (Atom, Atom),
    arguments: Term,
    location: Term,
) -> Explanation {
    let tag = reason.as_atom().or_else(|| {
        let [tag, _] = heap.as_tuple(reason)?;
        tag.as_atom()
    });
    let info = match error_info(heap, location) {
        _ if tag == Some(atom::SYSTEM_LIMIT) => return Explanation::default(),
        Some(info) => info,
        // Library functions written in Erlang need not say that they can be explained.
        None if module != atom::ERLANG
            && matches!(tag, Some(atom::BADARG | atom::BADMAP | atom::BADKEY)) =>
        {
            Term::NIL
        }
        None => return Explanation::default(),
    };
    if let Some(said) = from_cause(heap, info) {
        return said;
    }
    let arguments = heap.list_to_vec(arguments).unwrap_or_default();
    if let Some(words) = from_device(heap, info) {
        // A function that names no device has none to blame.
        let names_one = module == atom::IO && names_device(function, arguments.len());
        let mut said = Explanation::default();
        if names_one {
            said.arguments.push((1, words));
        } else {
            said.general = Some(words);
        }
        return said;
    }
    let found = from_format(heap, module, function, &arguments)
        .or_else(|| {
            from_tables(
                heap,
                (module, function),
                &arguments,
                from_word(heap, function, info),
            )
        })
        .unwrap_or_default();
    Explanation {
        arguments: found,
        ..Explanation::default()
    }
}

/// Explains a bit string that could not be built.
pub fn binary(heap: &Heap, reason: Term, location: Term) -> Option<Explanation> {
    let info = error_info(heap, location)?;
    let [number, ty, problem, culprit] = heap.as_tuple(cause_of(heap, info)?)?;
    let (ty, problem) = (ty.as_atom()?.text(), problem.as_atom()?.text());
    let shown = map::pairs(heap, info).into_iter().find(|(key, _)| {
        key.as_atom()
            .is_some_and(|key| key.text() == "override_segment_position")
    });
    let number = shown.map_or(number, |(_, number)| number).as_usize()?;
    let value = shortened(heap, culprit);
    let is_limit = reason.as_atom() == Some(atom::SYSTEM_LIMIT);
    let words = match (problem, ty) {
        ("size", _) if is_limit => format!("the size {value} is too large"),
        ("size", _) => format!("expected a non-negative integer as size but got: {value}"),
        ("type", "integer") => format!("expected an integer but got: {value}"),
        ("type", "float") => format!("expected a float or an integer but got: {value}"),
        ("type", "binary") => format!("expected a binary but got: {value}"),
        ("type", _) => {
            format!("expected a non-negative integer encodable as {ty} but got: {value}")
        }
        ("invalid", _) => {
            format!("expected one of the supported sizes 16, 32, or 64 but got: {value}")
        }
        ("no_float", _) => {
            format!("the value {value} is outside the range expressible as a float")
        }
        ("unit", _) => {
            format!("the size of the value {value} is not a multiple of the unit for the segment")
        }
        ("short", _) => format!("the value {value} is shorter than the size of the segment"),
        _ => return None,
    };
    Some(Explanation {
        reason: Some("construction of binary failed".into()),
        general: Some(format!("segment {number} of type '{ty}': {words}")),
        ..Explanation::default()
    })
}

/// A term on one line, of which long integers and binaries show their ends.
fn shortened(heap: &Heap, term: Term) -> String {
    let text = pretty(
        heap,
        term,
        &PrettyOptions {
            line_length: 0,
            depth: Some(20),
            ..PrettyOptions::new(&NoNames)
        },
    );
    if term.is_integer() && text.len() > 47 {
        return format!("{}...{}", &text[..12], &text[text.len() - 12..]);
    }
    if term.is_bitstring() && heap.bit_size(term) > 120 {
        let size = heap.bit_size(term);
        let mut whole = String::new();
        super::super::write::push_bits(&mut whole, heap.bits(term), -1);
        let parts: Vec<&str> = whole.trim_matches(['<', '>']).split(',').collect();
        let last = size.div_ceil(8) - 2;
        return format!(
            "<<{}...,{}>>",
            parts[..8].join(","),
            parts[last..].join(",")
        );
    }
    text
}

/// The map under `error_info`, without which OTP explains nothing.
fn error_info(heap: &Heap, location: Term) -> Option<Term> {
    heap.iter_list(location).find_map(|pair| {
        let [key, info] = heap.as_tuple(pair)?;
        (key.as_atom() == Some(atom::ERROR_INFO) && info.is_map()).then_some(info)
    })
}

/// What stands under `cause` in `error_info`, if there is one.
fn cause_of(heap: &Heap, info: Term) -> Option<Term> {
    if info.is_map() {
        map::get(heap, info, atom::CAUSE.into())
    } else {
        None
    }
}

type Found = Vec<(usize, String)>;

/// What the function that failed, or its module's `format_error/2`, has said.
fn from_cause(heap: &Heap, info: Term) -> Option<Explanation> {
    let cause = cause_of(heap, info).filter(|cause| cause.is_map())?;
    let mut said = Explanation::default();
    for (key, value) in map::pairs(heap, cause) {
        let text = chardata::text(heap, value)?;
        match (key.as_usize(), key.as_atom().map(Atom::text)) {
            (Some(argument), _) => said.arguments.push((argument, text)),
            (_, Some("general")) => said.general = Some(text),
            (_, Some("reason")) => said.reason = Some(text),
            _ => {}
        }
    }
    Some(said)
}

/// `cause => {io, What}`: what is wrong with the io device.
fn from_device(heap: &Heap, info: Term) -> Option<String> {
    let [tag, what] = heap.as_tuple(cause_of(heap, info)?)?;
    let word = match what.as_atom()?.text() {
        "arguments" => "device",
        "terminated" => "device_alive",
        "calling_self" => "device_own",
        _ => return None,
    };
    (tag.as_atom() == Some(atom::IO)).then(|| message(word).to_string())
}

/// Whether a function of `io` with that many arguments takes the device as the first.
fn names_device(function: Atom, arity: usize) -> bool {
    let without = match function.text() {
        "nl" | "getopts" | "columns" | "rows" => 0,
        "format" | "fwrite" | "fread" | "get_chars" => 2,
        _ => 1,
    };
    arity > without
}

/// `io:format` and its kin: the format tells what its arguments must be.
fn from_format(heap: &Heap, module: Atom, function: Atom, arguments: &[Term]) -> Option<Found> {
    if module != atom::IO || !matches!(function.text(), "format" | "fwrite") {
        return None;
    }
    let (device, text, values) = match *arguments {
        [text] => (0, text, Term::NIL),
        [text, values] => (0, text, values),
        [_, text, values] => (1, text, values),
        _ => return None,
    };
    let error = format(heap, text, values, &FormatOptions::new(&NoNames)).err()?;
    let (argument, words) = error.explanation();
    Some(vec![(argument + device, words)])
}

/// The causes that are an atom: most are `ets`'.
fn from_word(heap: &Heap, function: Atom, info: Term) -> Option<(usize, &'static str)> {
    let (argument, word) = match cause_of(heap, info)?.as_atom()?.text() {
        "id" => (1, "existing_table"),
        "type" => (1, "table"),
        "access" => (1, "table_access"),
        "table_type" => (1, "table_type"),
        "owner" => (2, "owner"),
        "badkey" => (2, "existing_key"),
        "already_exists" => (1, "name_exists"),
        "keypos" => (3, "key_position"),
        "position" => (3, "position"),
        "notalive" => (2, "alive"),
        "registered_name" => (2, "named"),
        "badopt" if function.text().starts_with("trace") => (3, "option"),
        "match_spec" => (2, "trace_spec"),
        "call_count" | "call_time" => (3, "counts_with_spec"),
        _ => return None,
    };
    Some((argument, message(word)))
}

/// What the function's row says, beside what is known already.
fn from_tables(
    heap: &Heap,
    (module, function): (Atom, Atom),
    arguments: &[Term],
    known: Option<(usize, &'static str)>,
) -> Option<Found> {
    let row = tables::row(module.text(), function.text(), arguments.len())?;
    let (words, otherwise) = row
        .split_once(" ?")
        .map_or((row, None), |(words, rest)| (words, Some(rest)));
    // A word behind `~` is looked at only when the first argument is right.
    let is_first_right = known.is_none_or(|(number, _)| number != 1)
        && words.split(' ').next().is_none_or(|word| {
            let first = arguments.first();
            first.is_none_or(|&first| check(heap, word, first, arguments).is_none())
        });
    let mut found: Found = words
        .split(' ')
        .enumerate()
        .filter_map(|(position, word)| {
            let argument = *arguments.get(position)?;
            let word = match word.strip_prefix('~') {
                Some(_) if !is_first_right => return None,
                Some(word) => word,
                None => word,
            };
            let text = match known {
                // There is no table to continue with.
                Some(_) if word == "!continuation" => message("continuation"),
                // That it is no list at all is worse than what was wrong with what is in it.
                Some((number, text)) if number == position + 1 => word
                    .strip_prefix("list+")
                    .and_then(|_| check(heap, "list", argument, arguments))
                    .unwrap_or(text),
                _ => check(heap, word, argument, arguments)?,
            };
            Some((position + 1, text.to_string()))
        })
        .collect();
    // No argument is wrong by itself: then it is the one the row names, for the reason it gives.
    if found.is_empty()
        && let Some((argument, word)) = otherwise.and_then(|rest| rest.split_once(' '))
        && let Ok(argument) = argument.parse()
    {
        // A part that does not even start inside is the start's fault.
        let starts_outside = word == "range"
            && argument == 3
            && words.contains("natural")
            && heap.is_binary(arguments[0])
            && is_integer_above(heap, arguments[1], heap.bit_size(arguments[0]) / 8);
        let argument = if starts_outside { 2 } else { argument };
        if !(word == "range" && argument == 2 && is_part_beyond(heap, arguments)) {
            found.push((argument, message(word).to_string()));
        }
    }
    Some(found)
}

/// Whether the pair in the second argument starts beyond the binary in the first: OTP has no words for that.
fn is_part_beyond(heap: &Heap, arguments: &[Term]) -> bool {
    let &[binary, part] = arguments else {
        return false;
    };
    heap.is_binary(binary)
        && heap
            .as_tuple(part)
            .is_some_and(|[start, _]| is_integer_above(heap, start, heap.bit_size(binary) / 8))
}

/// Whether `index` lies beyond the elements of `tuple`.
pub(super) fn is_beyond(heap: &Heap, index: Term, tuple: Term) -> bool {
    tuple.is_tuple() && is_integer_above(heap, index, heap.arity(tuple))
}
