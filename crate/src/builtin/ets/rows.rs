//! Rows in and out: insert, lookup, delete.

use super::super::builtins;
use super::access::{self, Access, badarg};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use table::Kind;
use term::copy::TooLarge;
use term::{Atom, Term, atom};

builtins! {
    "delete"/2 Constant effect = delete;
    "delete_rows"/1 Linear effect = delete_rows;
    "internal_delete_all"/2 Linear effect = |ctx, args| delete_all(ctx, args[0]);
    "delete_object"/2 Constant effect = delete_object;
    "insert"/2 Linear effect = insert;
    "insert_new"/2 Linear effect = insert_new;
    "lookup"/2 Linear effect = lookup;
    "lookup_element"/3 Linear effect = lookup_element;
    "member"/2 Constant effect = member;
    "all_rows"/1 Linear effect = all_rows;
    "take"/2 Linear effect = take;
}

/// A row must be a tuple that has a key.
fn check_row(ctx: &mut Ctx<'_>, id: u64, row: Term) -> Result<(), Trap> {
    let has_key = row.is_tuple() && access::get(ctx, id)?.key(&ctx.heap, row).is_some();
    if has_key {
        return Ok(());
    }
    Err(Trap::badarg())
}

/// The rows that an argument stands for: a tuple, or a list of them.
fn rows(ctx: &mut Ctx<'_>, id: u64, argument: Term) -> Result<Vec<Term>, Trap> {
    if !argument.is_list() {
        check_row(ctx, id, argument)?;
        return Ok(vec![argument]);
    }
    let rows = ctx.heap.list_to_vec(argument).ok_or_else(Trap::badarg)?;
    for &row in &rows {
        check_row(ctx, id, row)?;
    }
    Ok(rows)
}

/// Puts rows that have been checked into the table: all or none.
fn put(ctx: &mut Ctx<'_>, id: u64, rows: &[Term]) -> Result<(), Trap> {
    let room = access::room(ctx);
    let table = ctx.node.tables.get_mut(id).ok_or_else(Trap::badarg)?;
    // Seen from outside, OTP 25 puts a list into a bag from its end.
    let is_backwards = table.options.kind == Kind::Bag;
    let insert = |&row: &Term| table.insert(&ctx.heap, row, room);
    let done: Result<(), TooLarge> = if is_backwards {
        rows.iter().rev().try_for_each(insert)
    } else {
        rows.iter().try_for_each(insert)
    };
    ctx.charge(rows.len() * 8);
    done.map_err(|error| access::outgrown(ctx, error))?;
    access::changed(ctx, id)
}

fn insert(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    if args[1].is_tuple() {
        check_row(ctx, id, args[1])?;
        put(ctx, id, &args[1..])?;
    } else {
        let rows = rows(ctx, id, args[1])?;
        put(ctx, id, &rows)?;
        if rows.is_empty() {
            return Ok(Term::bool(true));
        }
    }
    access::log_insert(ctx, id, args[1])?;
    Ok(Term::bool(true))
}

fn insert_new(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    let rows = rows(ctx, id, args[1])?;
    let table = access::get(ctx, id)?;
    let is_known = |&row: &Term| {
        table
            .key(&ctx.heap, row)
            .is_some_and(|key| table.contains(&ctx.heap, key))
    };
    if rows.iter().any(is_known) {
        return Ok(Term::bool(false));
    }
    put(ctx, id, &rows)?;
    if !rows.is_empty() {
        access::log_insert(ctx, id, args[1])?;
    }
    Ok(Term::bool(true))
}

fn lookup(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    let table = access::get(ctx, id)?;
    if table.has_single_rows() {
        return match table.find(&ctx.heap, args[1]) {
            Some(row) => {
                let row = access::copy_row(ctx, id, row)?;
                Ok(ctx.heap.cons(row, Term::NIL))
            }
            None => Ok(Term::NIL),
        };
    }
    let rows = table.lookup(&ctx.heap, args[1]);
    access::copy_rows(ctx, id, &rows)
}

fn lookup_element(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    let position = args[2]
        .as_usize()
        .and_then(|position| position.checked_sub(1))
        .ok_or_else(Trap::badarg)?;
    let table = access::get(ctx, id)?;
    let rows = table.lookup(&ctx.heap, args[1]);
    let is_short = |&row: &u32| {
        let (heap, tuple) = table.row(row);
        position >= heap.arity(tuple)
    };
    if rows.is_empty() {
        return Err(badarg(ctx, "badkey"));
    }
    if rows.iter().any(is_short) {
        return Err(Trap::badarg());
    }
    if table.has_single_rows() {
        return access::copy_element(ctx, id, rows[0], position);
    }
    let mut list = Term::NIL;
    for &row in rows.iter().rev() {
        let element = access::copy_element(ctx, id, row, position)?;
        list = ctx.heap.cons(element, list);
    }
    ctx.charge(rows.len() * 8);
    Ok(list)
}

fn member(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    let is_member = access::get(ctx, id)?.contains(&ctx.heap, args[1]);
    Ok(Term::bool(is_member))
}

fn take(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    let rows = access::get(ctx, id)?.lookup(&ctx.heap, args[1]);
    let taken = access::copy_rows(ctx, id, &rows)?;
    delete_key(ctx, id, args[1])?;
    Ok(taken)
}

fn delete(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    delete_key(ctx, id, args[1])?;
    Ok(Term::bool(true))
}

fn delete_key(ctx: &mut Ctx<'_>, id: u64, key: Term) -> Result<(), Trap> {
    let table = ctx.node.tables.get_mut(id).ok_or_else(Trap::badarg)?;
    let count = table.delete(&ctx.heap, key);
    ctx.charge(count * 8);
    access::changed(ctx, id)?;
    if count > 0 {
        access::log_delete(ctx, id, count, key)?;
    }
    Ok(())
}

fn delete_object(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    check_row(ctx, id, args[1])?;
    let table = ctx.node.tables.get_mut(id).ok_or_else(Trap::badarg)?;
    let count = table.delete_object(&ctx.heap, args[1]);
    access::changed(ctx, id)?;
    if count > 0 {
        access::log_delete(ctx, id, count, args[1])?;
    }
    Ok(Term::bool(true))
}

/// `delete_all_objects/1`; `false` without access.
fn delete_rows(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    match delete_all(ctx, args[0]) {
        Ok(_) => Ok(Term::bool(true)),
        Err(Trap::RaiseInfo { .. }) => Ok(Term::bool(false)),
        Err(trap) => Err(trap),
    }
}

/// Deletes all rows; how many there were.
pub fn delete_all(ctx: &mut Ctx<'_>, table: Term) -> NativeResult {
    let id = access::table(ctx, table, Access::Write)?;
    let table = ctx.node.tables.get_mut(id).ok_or_else(Trap::badarg)?;
    let count = table.size();
    table.clear();
    ctx.charge(count);
    access::changed(ctx, id)?;
    if count > 0 {
        access::log_delete(ctx, id, count, atom::WILDCARD.into())?;
    }
    Ok(Term::size(count))
}

/// `tab2list/1`; `false` without access.
fn all_rows(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Ok(id) = access::table(ctx, args[0], Access::Read) else {
        return Ok(Term::bool(false));
    };
    let table = access::get(ctx, id)?;
    if table.size() > limits::TABLE_PART_ROWS {
        let whole = super::select::objects_like(ctx, atom::WILDCARD.into())?;
        return super::parts::start(ctx, args[0], whole, Atom::intern("select").into());
    }
    let table = access::get(ctx, id)?;
    let mut rows: Vec<u32> = table.live_rows().collect();
    if !table.is_ordered() {
        rows.reverse();
    }
    access::copy_rows(ctx, id, &rows)
}
