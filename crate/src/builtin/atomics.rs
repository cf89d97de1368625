//! Module `atomics`: arrays of 64-bit integers that all processes of a node change. `counters` is written in Erlang on top.

use std::rc::Rc;

use num_bigint::BigInt;

use super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::shared::Array;
use term::{Atom, Term, atom, map};

builtins! {
    "add"/3 Constant effect = |ctx, args| update(ctx, args, Step::Add, Answer::Ok);
    "add_get"/3 Constant effect = |ctx, args| update(ctx, args, Step::Add, Answer::New);
    "compare_exchange"/4 Constant effect = compare_exchange;
    "exchange"/3 Constant effect = |ctx, args| update(ctx, args, Step::Put, Answer::Old);
    "get"/2 Constant effect = get;
    "info"/1 Constant effect = info;
    "new"/2 Linear effect = new;
    "put"/3 Constant effect = |ctx, args| update(ctx, args, Step::Put, Answer::Ok);
    "sub"/3 Constant effect = |ctx, args| update(ctx, args, Step::Sub, Answer::Ok);
    "sub_get"/3 Constant effect = |ctx, args| update(ctx, args, Step::Sub, Answer::New);
}

type Cell = u64;

/// What an update does to a cell.
#[derive(Clone, Copy)]
enum Step {
    Put,
    Add,
    Sub,
}

/// What an update answers.
#[derive(Clone, Copy)]
enum Answer {
    Ok,
    Old,
    New,
}

fn array<'a>(ctx: &'a Ctx<'_>, term: Term) -> Option<&'a Array> {
    let (id, _) = ctx.heap.as_local_reference(term)?;
    ctx.node.shared.arrays.get(id)
}

/// The array that is the first argument: whether it is signed, and the index of the cell that is the second.
fn place(ctx: &mut Ctx<'_>, args: &[Term]) -> Result<(bool, usize), Trap> {
    let Some(array) = array(ctx, args[0]) else {
        return Err(arguments::explained_later(ctx));
    };
    let (is_signed, size) = (array.is_signed, array.cells.len());
    match args[1].as_small() {
        Some(index @ 1..) if index as usize <= size => Ok((is_signed, index as usize - 1)),
        _ => Err(arguments::explained_later(ctx)),
    }
}

/// An integer of 64 bits, signed or not.
fn cell(ctx: &mut Ctx<'_>, args: &[Term], argument: usize, is_signed: bool) -> Result<Cell, Trap> {
    let Some(value) = ctx.heap.to_bigint(args[argument - 1]) else {
        return Err(arguments::explained_later(ctx));
    };
    let found = if is_signed {
        i64::try_from(&value).ok().map(|value| value as u64)
    } else {
        u64::try_from(&value).ok()
    };
    found.ok_or_else(|| arguments::explained_later(ctx))
}

/// What is added or subtracted may have either sign.
fn addend(ctx: &mut Ctx<'_>, args: &[Term], is_signed: bool) -> Result<Cell, Trap> {
    match args[2].as_small() {
        Some(value) if value < 0 => Ok(value as u64),
        _ => cell(ctx, args, 3, is_signed),
    }
}

fn integer(ctx: &mut Ctx<'_>, value: Cell, is_signed: bool) -> Term {
    if is_signed {
        ctx.heap.integer(value as i64)
    } else {
        ctx.heap.unsigned(value)
    }
}

fn get(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (is_signed, index) = place(ctx, args)?;
    let value = array(ctx, args[0]).map_or(0, |array| array.cells[index]);
    Ok(integer(ctx, value, is_signed))
}

/// Replaces a cell; the old value.
fn replace(ctx: &mut Ctx<'_>, term: Term, index: usize, new: impl FnOnce(Cell) -> Cell) -> Cell {
    let id = ctx.heap.as_local_reference(term).map_or(0, |(id, _)| id);
    let arrays = Rc::make_mut(&mut ctx.node.shared.arrays);
    arrays.get_mut(id).map_or(0, |array| {
        let old = array.cells[index];
        array.cells[index] = new(old);
        old
    })
}

fn update(ctx: &mut Ctx<'_>, args: &[Term], step: Step, answer: Answer) -> NativeResult {
    let (is_signed, index) = place(ctx, args)?;
    let value = match step {
        Step::Put => cell(ctx, args, 3, is_signed)?,
        Step::Add | Step::Sub => addend(ctx, args, is_signed)?,
    };
    let step = |old: Cell| match step {
        Step::Put => value,
        Step::Add => old.wrapping_add(value),
        Step::Sub => old.wrapping_sub(value),
    };
    let old = replace(ctx, args[0], index, step);
    match answer {
        Answer::Ok => Ok(atom::OK.into()),
        Answer::Old => Ok(integer(ctx, old, is_signed)),
        Answer::New => Ok(integer(ctx, step(old), is_signed)),
    }
}

/// `ok`, or what is there instead of what was expected.
fn compare_exchange(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (is_signed, index) = place(ctx, args)?;
    let expected = cell(ctx, args, 3, is_signed)?;
    let desired = cell(ctx, args, 4, is_signed)?;
    let put = |old| if old == expected { desired } else { old };
    let old = replace(ctx, args[0], index, put);
    if old == expected {
        Ok(atom::OK.into())
    } else {
        Ok(integer(ctx, old, is_signed))
    }
}

fn new(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let size = match args[0].as_small() {
        Some(size @ 1..) => size as usize,
        _ => return Err(arguments::explained_later(ctx)),
    };
    let Some(options) = ctx.heap.list_to_vec(args[1]) else {
        return Err(arguments::explained_later(ctx));
    };
    let mut is_signed = true;
    for option in options {
        let value = match ctx.heap.as_tuple(option) {
            Some([key, value]) if key.as_atom().is_some_and(|key| key.text() == "signed") => {
                value.as_bool()
            }
            _ => None,
        };
        let Some(value) = value else {
            return Err(arguments::explained_later(ctx));
        };
        is_signed = value;
    }
    let reference = ctx.make_reference();
    let id = arguments::reference(ctx, reference)?.0;
    ctx.charge(size);
    if Rc::make_mut(&mut ctx.node.shared.arrays).insert(id, is_signed, size) {
        Ok(reference)
    } else {
        Err(Trap::error(atom::SYSTEM_LIMIT))
    }
}

/// `#{max, memory, min, size}`, in OTP's bytes.
fn info(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Some(array) = array(ctx, args[0]) else {
        return Err(arguments::explained_later(ctx));
    };
    let (is_signed, size) = (array.is_signed, array.cells.len());
    let (min, max) = if is_signed {
        (BigInt::from(i64::MIN), BigInt::from(i64::MAX))
    } else {
        (BigInt::from(0), BigInt::from(u64::MAX))
    };
    let pairs = [
        ("max", ctx.heap.big(&max)),
        ("memory", Term::size(size * 8 + 40)),
        ("min", ctx.heap.big(&min)),
        ("size", Term::size(size)),
    ];
    let mut info = map::empty(&mut ctx.heap);
    for (key, value) in pairs {
        info = map::put(&mut ctx.heap, info, Atom::intern(key).into(), value);
    }
    Ok(info)
}
