//! Whose a table is: giving it away, its heir, its name.

use super::super::{arguments, builtins};
use super::access::{self, Access, badarg};
use super::create::heir;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::What;
use process::tables::table_term;
use table::Protection;
use term::{Parcel, Term};

builtins! {
    "give_away"/3 Constant effect = give_away;
    "rename"/2 Constant effect = rename;
    "setopts"/2 Constant effect = setopts;
}

fn give_away(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Own)?;
    let to = args[1].as_local_pid().ok_or_else(Trap::badarg)?;
    if to == ctx.process.number {
        return Err(badarg(ctx, "owner"));
    }
    if !ctx.node.processes.is_alive(to) {
        return Err(Trap::badarg());
    }
    let room = access::room(ctx);
    let data =
        Parcel::pack(&ctx.heap, args[2], room).map_err(|error| access::outgrown(ctx, error))?;
    let cause = ctx.log(What::TableTransfer {
        table: access::label(ctx, id)?,
        to: process::Pid::Local(to),
    });
    ctx.node.transfer_table(id, to, data.into(), cause);
    Ok(Term::bool(true))
}

fn setopts(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Own)?;
    let options = if args[1].is_list() {
        arguments::list(ctx, args[1])?
    } else {
        vec![args[1]]
    };
    let (mut new_heir, mut protection) = (None, None);
    for option in options {
        let again = if let Ok(value) = heir(ctx, option) {
            new_heir.replace(value).is_some()
        } else {
            let value = protection_option(ctx, option).ok_or_else(Trap::badarg)?;
            protection.replace(value).is_some()
        };
        if again {
            return Err(Trap::badarg());
        }
    }
    let table = access::get_mut(ctx, id)?;
    if let Some(heir) = new_heir {
        table.options.heir = heir;
    }
    if let Some(protection) = protection {
        table.options.protection = protection;
    }
    Ok(Term::bool(true))
}

fn protection_option(ctx: &Ctx<'_>, option: Term) -> Option<Protection> {
    let [key, value] = ctx.heap.as_tuple(option)?;
    if key.as_atom()?.text() != "protection" {
        return None;
    }
    match value.as_atom()?.text() {
        "public" => Some(Protection::Public),
        "protected" => Some(Protection::Protected),
        "private" => Some(Protection::Private),
        _ => None,
    }
}

fn rename(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    let name = arguments::atom(args[1])?;
    if !ctx.node.tables.rename(id, name) {
        return Err(Trap::badarg());
    }
    let table = access::label(ctx, id)?;
    ctx.log(What::TableRename { table });
    Ok(table_term(&mut ctx.heap, table))
}
