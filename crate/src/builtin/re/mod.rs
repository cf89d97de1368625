//! Regular expressions, for module `re` (`crate/otp/re.erl`): a backtracking matcher of our own for PCRE's syntax.

mod escape;
mod parse;
mod program;
mod run;
mod tree;

use std::cell::RefCell;
use std::rc::Rc;

use super::arguments;
use machine::host::{NativeResult, Trap};
use parse::{Switches, Wrong};
use process::Ctx;
use program::Program;
use run::{Conditions, Matcher, UNSET};
use term::{Atom, Term, atom};
use tree::Newline;

/// Compiled expressions that are kept, on each thread.
const KEPT_MAX: usize = 64;

type Key = (Vec<u8>, u32);

thread_local! {
    static KEPT: RefCell<Vec<(Key, Rc<Program>)>> = const { RefCell::new(Vec::new()) };
}

/// The options as bits, in the order in which `re.erl` numbers them.
fn is_set(flags: u32, bit: u32) -> bool {
    flags >> bit & 1 == 1
}

const UNICODE: u32 = 8;
/// Three bits.
const NEWLINE: u32 = 9;

fn compiled(pattern: &[u8], flags: u32) -> Result<Rc<Program>, Wrong> {
    let known = KEPT.with_borrow(|kept| {
        let found = kept
            .iter()
            .find(|((text, bits), _)| text == pattern && *bits == flags);
        found.map(|(_, program)| program.clone())
    });
    if let Some(program) = known {
        return Ok(program);
    }
    let switches = Switches {
        caseless: is_set(flags, 0),
        multiline: is_set(flags, 1),
        dotall: is_set(flags, 2),
        extended: is_set(flags, 3),
        ungreedy: is_set(flags, 4),
        dollar_endonly: is_set(flags, 5),
        no_auto_capture: is_set(flags, 6),
        dupnames: is_set(flags, 7),
        ucp: is_set(flags, 12),
    };
    let text: Vec<u32> = if is_set(flags, UNICODE) {
        let text = String::from_utf8_lossy(pattern);
        text.chars().map(|c| c as u32).collect()
    } else {
        pattern.iter().map(|&byte| byte.into()).collect()
    };
    let program = Rc::new(program::compile(&parse::parse(&text, switches)?)?);
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.push(((pattern.to_vec(), flags), program.clone()));
    });
    Ok(program)
}

fn pattern(
    ctx: &mut Ctx<'_>,
    pattern: Term,
    flags: Term,
) -> Result<(Result<Rc<Program>, Wrong>, u32), Trap> {
    let bytes = ctx.heap.bytes(pattern).ok_or_else(Trap::badarg)?.to_vec();
    let mut flags = arguments::size(flags)? as u32;
    if bytes.starts_with(b"(*UTF") {
        flags |= 1 << UNICODE;
    }
    ctx.charge(bytes.len() * 16);
    Ok((compiled(&bytes, flags), flags))
}

/// `{error, {Message, Offset}}`.
fn refusal(ctx: &mut Ctx<'_>, wrong: &Wrong) -> Term {
    let message = ctx.heap.string(wrong.message);
    let what = ctx.heap.tuple(&[message, Term::size(wrong.offset)]);
    ctx.heap.tuple(&[atom::ERROR.into(), what])
}

/// `re_compile(Pattern, Flags)`: `{ok, Groups, [{Name, Group}]}`, names in the order of the text.
pub fn compile(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let program = match pattern(ctx, args[0], args[1])?.0 {
        Ok(program) => program,
        Err(wrong) => return Ok(refusal(ctx, &wrong)),
    };
    let mut names = Vec::new();
    for (name, group) in &program.names {
        let name = ctx.heap.binary(name.as_bytes());
        names.push(ctx.heap.tuple(&[name, Term::size(*group)]));
    }
    let names = ctx.heap.list(&names);
    Ok(ctx
        .heap
        .tuple(&[atom::OK.into(), Term::size(program.groups), names]))
}

/// `re_run(Subject, Pattern, Flags, Offset, Conditions)`: `{match, [{Start, Length}]}` with `{-1, 0}` for groups that have not
/// matched, `nomatch`, or `{error, match_limit}`. Positions are bytes.
pub fn run(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (program, flags) = match pattern(ctx, args[1], args[2])? {
        (Ok(program), flags) => (program, flags),
        (Err(wrong), _) => return Ok(refusal(ctx, &wrong)),
    };
    let offset = arguments::size(args[3])?;
    let bits = arguments::size(args[4])? as u32;
    let conditions = Conditions {
        anchored: is_set(bits, 0),
        not_bol: is_set(bits, 1),
        not_eol: is_set(bits, 2),
        not_empty: is_set(bits, 3),
        not_empty_at_start: is_set(bits, 4),
        firstline: is_set(bits, 5),
    };
    let subject = ctx.heap.bytes(args[0]).ok_or_else(Trap::badarg)?.to_vec();
    if offset > subject.len() {
        return Err(Trap::badarg());
    }
    let newline = match flags >> NEWLINE & 7 {
        1 => Newline::Cr,
        2 => Newline::CrLf,
        3 => Newline::AnyCrLf,
        4 => Newline::Any,
        _ => Newline::Lf,
    };
    let is_utf8 = is_set(flags, UNICODE);
    let mut matcher = Matcher::new(&program, &subject, is_utf8, conditions, newline);
    let found = matcher.find(offset);
    let steps = matcher.steps as usize;
    ctx.charge(steps / 8);
    let Ok(found) = found else {
        let limit = Atom::intern("match_limit").into();
        return Ok(ctx.heap.tuple(&[atom::ERROR.into(), limit]));
    };
    let Some(slots) = found else {
        return Ok(Atom::intern("nomatch").into());
    };
    let mut parts = Vec::new();
    for pair in slots.chunks_exact(2) {
        let (start, end) = (pair[0], pair[1]);
        parts.push(if start == UNSET || end == UNSET {
            ctx.heap.tuple(&[Term::int(-1), Term::int(0)])
        } else {
            let length = end.saturating_sub(start);
            ctx.heap.tuple(&[Term::size(start), Term::size(length)])
        });
    }
    let parts = ctx.heap.list(&parts);
    Ok(ctx.heap.tuple(&[Atom::intern("match").into(), parts]))
}
