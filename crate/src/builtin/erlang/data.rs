//! Tuples, lists and maps: `element`, `setelement`, `hd`, `tl`, `length`, `map_get`, conversions between them.

use super::super::{arguments, builtins, maps};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::Term;

builtins! {
    "append_element"/2 Linear pure = append_element;
    "delete_element"/2 Linear pure = delete_element;
    "element"/2 Constant pure = element;
    "hd"/1 Constant pure = hd;
    "insert_element"/3 Linear pure = insert_element;
    "is_map_key"/2 Constant pure = maps::is_key;
    "length"/1 Linear pure = length;
    "list_to_tuple"/1 Linear pure = list_to_tuple;
    "make_tuple"/2 Linear pure = make_tuple;
    "make_tuple"/3 Linear pure = make_tuple;
    "map_get"/2 Constant pure = maps::get;
    "map_size"/1 Constant pure = maps::size;
    "setelement"/3 Linear pure = setelement;
    "size"/1 Constant pure = size;
    "tl"/1 Constant pure = tl;
    "tuple_size"/1 Constant pure = tuple_size;
    "tuple_to_list"/1 Linear pure = tuple_to_list;
}

fn tuple(term: Term) -> Result<Term, Trap> {
    if term.is_tuple() {
        Ok(term)
    } else {
        Err(Trap::badarg())
    }
}

/// 0-based position of a 1-based index into something of `length`.
fn position(index: Term, length: usize) -> Result<usize, Trap> {
    match index.as_usize() {
        Some(index) if (1..=length).contains(&index) => Ok(index - 1),
        _ => Err(Trap::badarg()),
    }
}

fn checked_size(elements: usize) -> Result<(), Trap> {
    if elements > limits::TUPLE_ELEMENTS_MAX {
        Err(Trap::badarg())
    } else {
        Ok(())
    }
}

fn element(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let tuple = tuple(args[1])?;
    let position = position(args[0], ctx.heap.arity(tuple))?;
    Ok(ctx.heap.element(tuple, position))
}

fn setelement(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut elements: Vec<Term> = ctx.heap.elements(tuple(args[1])?).collect();
    let position = position(args[0], elements.len())?;
    elements[position] = args[2];
    ctx.charge(elements.len());
    Ok(ctx.heap.tuple(&elements))
}

fn insert_element(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut elements: Vec<Term> = ctx.heap.elements(tuple(args[1])?).collect();
    let position = position(args[0], elements.len() + 1)?;
    checked_size(elements.len() + 1)?;
    elements.insert(position, args[2]);
    ctx.charge(elements.len());
    Ok(ctx.heap.tuple(&elements))
}

fn delete_element(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut elements: Vec<Term> = ctx.heap.elements(tuple(args[1])?).collect();
    let position = position(args[0], elements.len())?;
    elements.remove(position);
    ctx.charge(elements.len());
    Ok(ctx.heap.tuple(&elements))
}

fn append_element(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut elements: Vec<Term> = ctx.heap.elements(tuple(args[0])?).collect();
    checked_size(elements.len() + 1)?;
    elements.push(args[1]);
    ctx.charge(elements.len());
    Ok(ctx.heap.tuple(&elements))
}

fn make_tuple(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let arity = arguments::size(args[0])?;
    checked_size(arity)?;
    ctx.reserve(arity + 1)?;
    let mut elements = vec![args[1]; arity];
    if let Some(&init) = args.get(2) {
        for pair in arguments::list(ctx, init)? {
            let [index, value] = ctx.heap.as_tuple(pair).ok_or_else(Trap::badarg)?;
            elements[position(index, arity)?] = value;
        }
    }
    ctx.charge(arity);
    Ok(ctx.heap.tuple(&elements))
}

fn tuple_size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    Ok(Term::size(ctx.heap.arity(tuple(args[0])?)))
}

fn size(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].is_bitstring() {
        return Ok(Term::size(ctx.heap.bit_size(args[0]) / 8));
    }
    tuple_size(ctx, args)
}

fn tuple_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let elements: Vec<Term> = ctx.heap.elements(tuple(args[0])?).collect();
    ctx.charge(elements.len());
    Ok(ctx.heap.list(&elements))
}

fn list_to_tuple(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let elements = arguments::list(ctx, args[0])?;
    checked_size(elements.len())?;
    ctx.charge(elements.len());
    Ok(ctx.heap.tuple(&elements))
}

fn hd(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].is_cons() {
        Ok(ctx.heap.head(args[0]))
    } else {
        Err(Trap::badarg())
    }
}

fn tl(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].is_cons() {
        Ok(ctx.heap.tail(args[0]))
    } else {
        Err(Trap::badarg())
    }
}

fn length(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut items = ctx.heap.iter_list(args[0]);
    let count = items.by_ref().count();
    if !items.rest().is_nil() {
        return Err(Trap::badarg());
    }
    ctx.charge(count);
    Ok(Term::size(count))
}
