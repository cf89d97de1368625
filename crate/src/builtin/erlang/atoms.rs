//! Atoms and their text.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Atom, Term};

builtins! {
    "atom_to_binary"/1 Linear pure = atom_to_binary;
    "atom_to_binary"/2 Linear pure = atom_to_binary;
    "atom_to_list"/1 Linear pure = atom_to_list;
    "binary_to_atom"/1 Linear effect = binary_to_atom;
    "binary_to_atom"/2 Linear effect = binary_to_atom;
    "binary_to_existing_atom"/1 Linear effect = binary_to_existing_atom;
    "binary_to_existing_atom"/2 Linear effect = binary_to_existing_atom;
    "list_to_atom"/1 Linear effect = list_to_atom;
    "list_to_existing_atom"/1 Linear effect = list_to_existing_atom;
}

fn atom_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    Ok(ctx.heap.string(name.text()))
}

/// How text is encoded in bytes; UTF-8 when the argument is absent.
fn is_latin1(encoding: Option<&Term>) -> Result<bool, Trap> {
    match encoding.map(|encoding| encoding.as_atom().map(Atom::text)) {
        None | Some(Some("utf8" | "unicode")) => Ok(false),
        Some(Some("latin1")) => Ok(true),
        _ => Err(Trap::badarg()),
    }
}

fn atom_to_binary(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = arguments::atom(args[0])?.text();
    if is_latin1(args.get(1))? {
        let bytes: Result<Vec<u8>, _> = text.chars().map(|c| u8::try_from(c as u32)).collect();
        return Ok(ctx.heap.binary(&bytes.map_err(|_| Trap::badarg())?));
    }
    Ok(ctx.heap.binary(text.as_bytes()))
}

fn text_of_list(ctx: &Ctx<'_>, term: Term) -> Result<String, Trap> {
    let items = arguments::list(ctx, term)?;
    items
        .iter()
        .map(|item| item.as_usize().and_then(|code| char::from_u32(code as u32)))
        .collect::<Option<String>>()
        .ok_or_else(Trap::badarg)
}

fn text_of_binary(ctx: &Ctx<'_>, args: &[Term]) -> Result<String, Trap> {
    let bytes = ctx.heap.bytes(args[0]).ok_or_else(Trap::badarg)?;
    if is_latin1(args.get(1))? {
        return Ok(bytes.iter().map(|&byte| char::from(byte)).collect());
    }
    String::from_utf8(bytes.into_owned()).map_err(|_| Trap::badarg())
}

fn intern(text: &str) -> NativeResult {
    Atom::from_data(text)
        .map(Term::from_atom)
        .map_err(|_| Trap::system_limit())
}

fn existing(text: &str) -> NativeResult {
    if text.chars().count() > limits::ATOM_CHARS_MAX {
        return Err(Trap::badarg());
    }
    Atom::existing(text)
        .map(Term::from_atom)
        .ok_or_else(Trap::badarg)
}

fn list_to_atom(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    intern(&text_of_list(ctx, args[0])?)
}

fn list_to_existing_atom(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    existing(&text_of_list(ctx, args[0])?)
}

fn binary_to_atom(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    intern(&text_of_binary(ctx, args)?)
}

fn binary_to_existing_atom(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    existing(&text_of_binary(ctx, args)?)
}
