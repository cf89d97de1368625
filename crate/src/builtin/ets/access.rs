//! Finding the table that a call names, and what may be done with it.

use machine::host::{Class, NativeResult, Trap};
use process::Ctx;
use process::event::{What, payload};
use table::{Label, Protection, Row, Table};
use term::copy::{TooLarge, copy};
use term::{Atom, Heap, Term, atom, map};

/// What a call does with the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
    /// Only the owner.
    Own,
}

/// `badarg` with the cause that OTP's explanations start from.
pub fn badarg(ctx: &mut Ctx<'_>, cause: &str) -> Trap {
    let module = Atom::intern("erl_stdlib_errors");
    let info = map::empty(&mut ctx.heap);
    let info = map::put(&mut ctx.heap, info, atom::MODULE.into(), module.into());
    let cause = Atom::intern(cause);
    let info = map::put(&mut ctx.heap, info, atom::CAUSE.into(), cause.into());
    Trap::RaiseInfo {
        class: Class::Error,
        reason: atom::BADARG.into(),
        info,
    }
}

/// The identifier of the table that a term names, if there is one.
#[inline]
pub fn find(ctx: &Ctx<'_>, term: Term) -> Option<u64> {
    if let Some(name) = term.as_atom() {
        return ctx.node.tables.whereis(name);
    }
    let (id, _) = ctx.heap.as_local_reference(term)?;
    ctx.node.tables.get(id).map(|_| id)
}

/// The failure of a call that names no table. What another node has made is no identifier here.
pub fn unknown(ctx: &mut Ctx<'_>, term: Term) -> Trap {
    let is_identifier = term.is_atom() || ctx.heap.as_local_reference(term).is_some();
    badarg(ctx, if is_identifier { "id" } else { "type" })
}

/// The table that a call names, if the process may use it so.
#[inline]
pub fn table(ctx: &mut Ctx<'_>, term: Term, access: Access) -> Result<u64, Trap> {
    let id = match term.as_atom() {
        Some(name) => ctx.node.tables.whereis(name),
        None => ctx.heap.as_local_reference(term).map(|(id, _)| id),
    };
    let Some((id, table)) = id.and_then(|id| Some((id, ctx.node.tables.get(id)?))) else {
        return Err(unknown(ctx, term));
    };
    let is_allowed = table.owner == ctx.process.number
        || match access {
            Access::Read => table.options.protection != Protection::Private,
            Access::Write => table.options.protection == Protection::Public,
            Access::Own => false,
        };
    if is_allowed {
        Ok(id)
    } else {
        Err(badarg(ctx, "access"))
    }
}

/// The table of an identifier that [`table`] has found.
#[inline]
pub fn get<'a>(ctx: &'a Ctx<'_>, id: u64) -> Result<&'a Table, Trap> {
    ctx.node.tables.get(id).ok_or_else(Trap::badarg)
}

/// As [`get`], to change it. [`changed`] has to follow.
#[inline]
pub fn get_mut<'a>(ctx: &'a mut Ctx<'_>, id: u64) -> Result<&'a mut Table, Trap> {
    ctx.node.tables.get_mut(id).ok_or_else(Trap::badarg)
}

/// Counts the table's memory. A process that makes tables outgrow the budget is killed, as by `max_heap_size`.
#[inline]
pub fn changed(ctx: &mut Ctx<'_>, id: u64) -> Result<(), Trap> {
    if ctx.node.count_table(ctx.env, id) {
        Ok(())
    } else {
        ctx.reserve(usize::MAX)
    }
}

/// Words by which a table may grow.
pub fn room(ctx: &Ctx<'_>) -> usize {
    ctx.env.words_max.saturating_sub(ctx.env.words)
}

/// A row was larger than the room: the process is killed.
pub fn outgrown(ctx: &mut Ctx<'_>, _: TooLarge) -> Trap {
    ctx.reserve(usize::MAX).err().unwrap_or(Trap::Gone)
}

/// Copies a row to the process's heap.
pub fn copy_row(ctx: &mut Ctx<'_>, id: u64, row: Row) -> NativeResult {
    copy_part(ctx, id, row, |_, tuple| tuple)
}

/// Copies an element of a row to the process's heap.
pub fn copy_element(ctx: &mut Ctx<'_>, id: u64, row: Row, position: usize) -> NativeResult {
    copy_part(ctx, id, row, |heap, tuple| heap.element(tuple, position))
}

/// Copies what `part` takes of a row. The chunk it lies in bounds it.
#[inline]
fn copy_part(
    ctx: &mut Ctx<'_>,
    id: u64,
    row: Row,
    part: impl Fn(&Heap, Term) -> Term,
) -> NativeResult {
    let table = ctx.node.tables.get(id).ok_or_else(Trap::badarg)?;
    let (heap, tuple) = table.row(row);
    let (words, free) = (heap.len(), ctx.heap.capacity() - ctx.heap.len());
    if words > free && ctx.env.words.saturating_add(words) > ctx.env.words_max {
        return Err(outgrown(ctx, TooLarge));
    }
    Ok(copy(heap, part(heap, tuple), &mut ctx.heap, usize::MAX).unwrap_or(Term::NIL))
}

/// Copies rows to the process's heap, as a list.
pub fn copy_rows(ctx: &mut Ctx<'_>, id: u64, rows: &[Row]) -> NativeResult {
    let mut list = Term::NIL;
    for &row in rows.iter().rev() {
        let copied = copy_row(ctx, id, row)?;
        list = ctx.heap.cons(copied, list);
    }
    ctx.charge(rows.len() * 8);
    Ok(list)
}

pub fn label(ctx: &Ctx<'_>, id: u64) -> Result<Label, Trap> {
    Ok(get(ctx, id)?.label)
}

/// Logs that rows (one, or a list) went into the table.
#[inline]
pub fn log_insert(ctx: &mut Ctx<'_>, id: u64, rows: Term) -> Result<(), Trap> {
    if ctx.env.log.is_on() {
        let table = label(ctx, id)?;
        let payload = payload(&ctx.heap, rows);
        ctx.log(What::TableInsert { table, payload });
    }
    Ok(())
}

/// Logs that `rows` rows, named by `what`, were taken out of the table.
#[inline]
pub fn log_delete(ctx: &mut Ctx<'_>, id: u64, rows: usize, what: Term) -> Result<(), Trap> {
    if ctx.env.log.is_on() {
        let table = label(ctx, id)?;
        let payload = payload(&ctx.heap, what);
        ctx.log(What::TableDelete {
            table,
            rows,
            payload,
        });
    }
    Ok(())
}
