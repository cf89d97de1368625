//! What looks for patterns in a binary: `match`, `matches`, `split`, `replace`.
//!
//! Of several patterns that match at one place the longest counts. A compiled pattern is the pattern itself under a tag:
//! searching needs no more preparation than that.

use super::super::{arguments, builtins};
use super::parts::bytes;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Atom, Term};

builtins! {
    "compile_pattern"/1 Linear pure = compile_pattern;
    "match"/2 Linear pure = |ctx, args| first_match(ctx, args, Term::NIL);
    "match"/3 Linear pure = |ctx, args| first_match(ctx, args, args[2]);
    "matches"/2 Linear pure = |ctx, args| all_matches(ctx, args, Term::NIL);
    "matches"/3 Linear pure = |ctx, args| all_matches(ctx, args, args[2]);
    "replace"/3 Linear pure = |ctx, args| replace(ctx, args, Term::NIL);
    "replace"/4 Linear pure = |ctx, args| replace(ctx, args, args[3]);
    "split"/2 Linear pure = |ctx, args| split(ctx, args, Term::NIL);
    "split"/3 Linear pure = |ctx, args| split(ctx, args, args[2]);
}

/// What to look for: none of them empty.
struct Patterns(Vec<Vec<u8>>);

/// A place in the subject, in bytes.
#[derive(Clone, Copy)]
struct Found {
    start: usize,
    length: usize,
}

impl Patterns {
    fn from_term(ctx: &Ctx<'_>, term: Term) -> Result<Patterns, Trap> {
        let term = match ctx.heap.as_tuple(term) {
            Some([tag, inner]) if matches!(arguments::atom(tag)?.text(), "bm" | "ac") => inner,
            _ => term,
        };
        let parts = if term.is_cons() {
            arguments::list(ctx, term)?
        } else {
            vec![term]
        };
        let patterns = parts
            .into_iter()
            .map(|part| bytes(ctx, part))
            .collect::<Result<Vec<_>, _>>()?;
        if patterns.iter().any(Vec::is_empty) {
            return Err(Trap::badarg());
        }
        Ok(Patterns(patterns))
    }

    /// The first match in `subject[from..to]`.
    fn find(&self, subject: &[u8], from: usize, to: usize) -> Option<Found> {
        (from..to).find_map(|start| {
            let rest = &subject[start..to];
            let lengths = self.0.iter().filter(|pattern| rest.starts_with(pattern));
            let length = lengths.map(Vec::len).max()?;
            Some(Found { start, length })
        })
    }

    /// All matches, none overlapping another; only the first unless `global`.
    fn find_all(&self, subject: &[u8], (from, to): (usize, usize), global: bool) -> Vec<Found> {
        let mut found = Vec::new();
        let mut next = from;
        while let Some(place) = self.find(subject, next, to) {
            found.push(place);
            next = place.start + place.length;
            if !global {
                break;
            }
        }
        found
    }
}

/// What the options of all four functions may say.
#[derive(Default)]
struct Options {
    scope: Option<(Term, Term)>,
    global: bool,
    trim: bool,
    trim_all: bool,
    insert_replaced: Vec<usize>,
}

impl Options {
    fn from_term(ctx: &Ctx<'_>, term: Term, allowed: &[&str]) -> Result<Options, Trap> {
        let mut options = Options::default();
        for option in arguments::list(ctx, term)? {
            let (name, value) = match ctx.heap.as_tuple(option) {
                Some([name, value]) => (arguments::atom(name)?, Some(value)),
                None => (arguments::atom(option)?, None),
            };
            if !allowed.contains(&name.text()) {
                return Err(Trap::badarg());
            }
            match (name.text(), value) {
                ("scope", Some(part)) => {
                    let [start, length] = ctx.heap.as_tuple(part).ok_or_else(Trap::badarg)?;
                    options.scope = Some((start, length));
                }
                ("global", None) => options.global = true,
                ("trim", None) => options.trim = true,
                ("trim_all", None) => options.trim_all = true,
                ("insert_replaced", Some(places)) => {
                    let places = if places.is_list() {
                        arguments::list(ctx, places)?
                    } else {
                        vec![places]
                    };
                    options.insert_replaced = places
                        .into_iter()
                        .map(arguments::size)
                        .collect::<Result<_, _>>()?;
                    options.insert_replaced.sort_unstable();
                }
                _ => return Err(Trap::badarg()),
            }
        }
        Ok(options)
    }

    /// The part of a subject to look at. A negative length counts backwards from the start.
    fn range(&self, size: usize) -> Result<(usize, usize), Trap> {
        let Some((start, length)) = self.scope else {
            return Ok((0, size));
        };
        let (start, length) = (arguments::small(start)?, arguments::small(length)?);
        let end = start.checked_add(length).ok_or_else(Trap::badarg)?;
        let (from, to) = (start.min(end), start.max(end));
        match (usize::try_from(from), usize::try_from(to)) {
            (Ok(from), Ok(to)) if to <= size => Ok((from, to)),
            _ => Err(Trap::badarg()),
        }
    }
}

fn compile_pattern(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let patterns = Patterns::from_term(ctx, args[0])?;
    let kind = if patterns.0.len() == 1 { "bm" } else { "ac" };
    let tag = Atom::intern(kind);
    Ok(ctx.heap.tuple(&[tag.into(), args[0]]))
}

fn pair(ctx: &mut Ctx<'_>, found: Found) -> Term {
    ctx.heap
        .tuple(&[Term::size(found.start), Term::size(found.length)])
}

/// The matches of a call's pattern in its subject.
fn search(
    ctx: &mut Ctx<'_>,
    args: &[Term],
    options: &Options,
    global: bool,
) -> Result<Vec<Found>, Trap> {
    let subject = bytes(ctx, args[0])?;
    // In nothing nothing is found, and OTP does not ask what.
    if subject.is_empty() && options.scope.is_none() {
        return Ok(Vec::new());
    }
    let patterns = Patterns::from_term(ctx, args[1])?;
    let range = options.range(subject.len())?;
    let found = patterns.find_all(&subject, range, global);
    ctx.charge(subject.len() * patterns.0.len() / 4);
    Ok(found)
}

fn first_match(ctx: &mut Ctx<'_>, args: &[Term], options: Term) -> NativeResult {
    let options = Options::from_term(ctx, options, &["scope"])?;
    match search(ctx, args, &options, false)?.first() {
        Some(&found) => Ok(pair(ctx, found)),
        None => Ok(Atom::intern("nomatch").into()),
    }
}

fn all_matches(ctx: &mut Ctx<'_>, args: &[Term], options: Term) -> NativeResult {
    let options = Options::from_term(ctx, options, &["scope"])?;
    let found = search(ctx, args, &options, true)?;
    ctx.reserve(found.len() * 5)?;
    let pairs: Vec<Term> = found.into_iter().map(|found| pair(ctx, found)).collect();
    Ok(ctx.heap.list(&pairs))
}

fn split(ctx: &mut Ctx<'_>, args: &[Term], options: Term) -> NativeResult {
    let options = Options::from_term(ctx, options, &["scope", "global", "trim", "trim_all"])?;
    let found = search(ctx, args, &options, options.global)?;
    let size = ctx.heap.bit_size(args[0]) / 8;
    let mut parts = Vec::with_capacity(found.len() + 1);
    let mut from = 0;
    for place in found {
        parts.push((from, place.start));
        from = place.start + place.length;
    }
    parts.push((from, size));
    if options.trim_all {
        parts.retain(|(from, to)| from < to);
    } else if options.trim {
        while parts.last().is_some_and(|(from, to)| from == to) {
            parts.pop();
        }
    }
    ctx.reserve(parts.len() * 8)?;
    let parts: Vec<Term> = parts
        .into_iter()
        .map(|(from, to)| ctx.heap.sub_binary(args[0], from * 8, (to - from) * 8))
        .collect();
    Ok(ctx.heap.list(&parts))
}

fn replace(ctx: &mut Ctx<'_>, args: &[Term], options: Term) -> NativeResult {
    let replacement = bytes(ctx, args[2])?;
    let options = Options::from_term(ctx, options, &["scope", "global", "insert_replaced"])?;
    if options
        .insert_replaced
        .iter()
        .any(|&place| place > replacement.len())
    {
        return Err(Trap::badarg());
    }
    let found = search(ctx, args, &options, options.global)?;
    let subject = bytes(ctx, args[0])?;
    let mut result = Vec::with_capacity(subject.len());
    let mut from = 0;
    for place in found {
        let end = place.start + place.length;
        result.extend_from_slice(&subject[from..place.start]);
        let mut copied = 0;
        for &at in &options.insert_replaced {
            result.extend_from_slice(&replacement[copied..at]);
            result.extend_from_slice(&subject[place.start..end]);
            copied = at;
        }
        result.extend_from_slice(&replacement[copied..]);
        from = end;
        ctx.reserve(result.len() / 8)?;
    }
    result.extend_from_slice(&subject[from..]);
    ctx.reserve(result.len() / 8)?;
    ctx.charge(result.len() / 4);
    Ok(ctx.heap.binary(&result))
}
