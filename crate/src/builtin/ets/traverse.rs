//! Going through a table key by key, and fixing it meanwhile.

use super::super::{arguments, builtins};
use super::access::{self, Access};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use table::Row;
use term::{Term, atom};

builtins! {
    "first"/1 Constant effect = |ctx, args| {
        let id = access::table(ctx, args[0], Access::Read)?;
        let row = access::get(ctx, id)?.first();
        key(ctx, id, row)
    };
    "last"/1 Constant effect = |ctx, args| {
        let id = access::table(ctx, args[0], Access::Read)?;
        let row = access::get(ctx, id)?.last();
        key(ctx, id, row)
    };
    "next"/2 Constant effect = |ctx, args| {
        let id = access::table(ctx, args[0], Access::Read)?;
        let row = access::get(ctx, id)?.next(&ctx.heap, args[1]);
        key(ctx, id, row.map_err(|_| Trap::badarg())?)
    };
    "prev"/2 Constant effect = |ctx, args| {
        let id = access::table(ctx, args[0], Access::Read)?;
        let row = access::get(ctx, id)?.previous(&ctx.heap, args[1]);
        key(ctx, id, row.map_err(|_| Trap::badarg())?)
    };
    "safe_fixtable"/2 Constant effect = safe_fixtable;
    "slot"/2 Linear effect = slot;
}

/// The key of a row, or `'$end_of_table'`.
fn key(ctx: &mut Ctx<'_>, id: u64, row: Option<Row>) -> NativeResult {
    match row {
        Some(row) => {
            let position = access::get(ctx, id)?.options.key_position;
            access::copy_element(ctx, id, row, position)
        }
        None => Ok(atom::END_OF_TABLE.into()),
    }
}

fn slot(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    let slot = arguments::size(args[1])?;
    let rows = access::get(ctx, id)?
        .slot(slot)
        .map_err(|_| Trap::badarg())?;
    match rows {
        Some(mut rows) => {
            rows.reverse();
            access::copy_rows(ctx, id, &rows)
        }
        None => Ok(atom::END_OF_TABLE.into()),
    }
}

fn safe_fixtable(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    let fix = arguments::boolean(args[1])?;
    let (me, now_ns) = (ctx.process.number, ctx.now_ns());
    if fix {
        ctx.node.tables.fix(id, me, now_ns);
    } else {
        ctx.node.tables.unfix(id, me);
        access::changed(ctx, id)?;
    }
    Ok(Term::bool(true))
}
