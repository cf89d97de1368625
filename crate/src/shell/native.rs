//! Module `shell_native`: the functions that `crate/otp/shell.erl` calls. Not in OTP.

use std::rc::Rc;

use super::{format, prepare};
use crate::builtin::{arguments, builtins, console};
use crate::machine::host::{NativeResult, Trap};
use crate::process::Ctx;
use crate::syntax::ast::{Name, RecordDef};
use crate::syntax::input::{self, Input};
use crate::syntax::scanner::Names;
use crate::term::{Atom, Term, atom};

builtins! {
    "exception"/4 Linear pure = exception;
    "is_bound"/1 Constant pure = |_, args| Ok(Term::bool(args[0] != Term::NONE));
    "parse"/1 Linear pure = parse;
    "prepare"/4 Linear effect = prepare;
    "pretty"/1 Linear pure = pretty;
    "scan"/2 Linear pure = scan;
    "value"/2 Linear pure = value;
}

/// A name as an atom; the compiler has made all that it saw, so the table has room or the form is refused.
fn name(name: &Name) -> Result<Term, Trap> {
    Atom::try_intern(name)
        .map(Term::from)
        .map_err(|_| Trap::system_limit())
}

fn names(ctx: &mut Ctx<'_>, all: &[Name]) -> NativeResult {
    let all = all.iter().map(name).collect::<Result<Vec<Term>, Trap>>()?;
    Ok(ctx.heap.list(&all))
}

/// Record definitions from a list of `{Name, Text}`.
fn records(ctx: &Ctx<'_>, term: Term) -> Result<Vec<RecordDef>, Trap> {
    let mut found = Vec::new();
    for record in arguments::list(ctx, term)? {
        let [_, text] = ctx.heap.as_tuple(record).ok_or_else(Trap::badarg)?;
        found.extend(prepare::record(&console::text(ctx, text)?));
    }
    Ok(found)
}

/// `scan(Text, Eof) -> more | {done, Form, Rest} | {error, Complaint, Rest}`: what typed text starts with. Form is a binary.
fn scan(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = console::text(ctx, args[0])?;
    let eof = args[1] == Term::bool(true);
    ctx.charge(text.len() * 8);
    ctx.reserve(text.len() * 4)?;
    match input::read(&text, &mut Names::default()) {
        Input::Complete { consumed, .. } => {
            let form = ctx.heap.binary(&text.as_bytes()[..consumed]);
            let rest = ctx.heap.string(&text[consumed..]);
            Ok(ctx.heap.tuple(&[Atom::intern("done").into(), form, rest]))
        }
        Input::Wrong { error, consumed } => {
            let complaint = ctx
                .heap
                .string(&prepare::complaint(error.pos, &error.message()));
            let rest = ctx.heap.string(&text[consumed..]);
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint, rest]))
        }
        Input::Incomplete if eof => {
            let complaint = ctx
                .heap
                .string(&prepare::parse(&text).err().unwrap_or_default());
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint, Term::NIL]))
        }
        Input::Incomplete => Ok(Atom::intern("more").into()),
    }
}

/// `parse(Form) -> {ok, Count} | {error, Complaint}`: the number of its top-level expressions.
fn parse(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = console::text(ctx, args[0])?;
    ctx.charge(text.len() * 16);
    match prepare::parse(&text) {
        Ok(exprs) => Ok(ctx.heap.tuple(&[atom::OK.into(), Term::size(exprs.len())])),
        Err(complaint) => {
            let complaint = ctx.heap.string(&complaint);
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint]))
        }
    }
}

/// `prepare(Form, Index, Bound, Records) -> {ok, Fun, Params, Bindings} | {error, Complaint, Reason}`.
fn prepare(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = console::text(ctx, args[0])?;
    let index = arguments::size(args[1])?;
    let bound: Vec<Name> = arguments::list(ctx, args[2])?
        .into_iter()
        .map(|term| arguments::atom(term).map(|name| name.text().into()))
        .collect::<Result<_, _>>()?;
    let records = records(ctx, args[3])?;
    ctx.charge(text.len() * 64);
    match prepare::prepare(&text, index, &bound, &records) {
        Ok(prepared) => {
            let (params, bindings) = (
                names(ctx, &prepared.params)?,
                names(ctx, &prepared.bindings)?,
            );
            let instance = ctx.node.code.load_anonymous(Rc::new(prepared.module));
            let fun = ctx
                .heap
                .fun(instance, prepared.fun, prepared.params.len() as u32, &[]);
            Ok(ctx.heap.tuple(&[atom::OK.into(), fun, params, bindings]))
        }
        Err(refused) => {
            let complaint = ctx.heap.string(&refused.text);
            let reason = match &refused.reason {
                prepare::Reason::Unbound(variable) => {
                    let variable = name(variable)?;
                    ctx.heap
                        .tuple(&[Atom::intern("unbound_var").into(), variable])
                }
                prepare::Reason::UndefinedRecord(record) => {
                    let record = name(record)?;
                    ctx.heap
                        .tuple(&[Atom::intern("undefined_record").into(), record])
                }
                prepare::Reason::Other(reason) => Atom::intern(reason).into(),
            };
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint, reason]))
        }
    }
}

/// `value(Value, Records) -> Chars`: as the shell prints a result.
fn value(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let records = records(ctx, args[1])?;
    let text = format::value(ctx, args[0], &records);
    chars(ctx, &text)
}

/// `pretty(Value) -> Chars`: as `~p`.
fn pretty(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = format::pretty_text(ctx, args[0]);
    chars(ctx, &text)
}

/// `exception(Class, Reason, Stacktrace, Records) -> Chars`: as the shell prints an exception, without the newline.
fn exception(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let records = records(ctx, args[3])?;
    let text = format::exception(ctx, args[0], args[1], args[2], &records);
    chars(ctx, &text)
}

fn chars(ctx: &mut Ctx<'_>, text: &str) -> NativeResult {
    ctx.charge(text.len() * 4);
    ctx.reserve(text.len() * 2)?;
    Ok(ctx.heap.string(text))
}
