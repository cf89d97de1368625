//! Making and deleting tables.

use super::super::{arguments, builtins};
use super::access::{self, Access, badarg};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::What;
use process::tables::table_term;
use table::{Heir, Kind, Label, Options, Protection, Table};
use term::{Parcel, Term, atom};

builtins! {
    "delete"/1 Linear effect = delete;
    "new"/2 Linear effect = new;
}

fn new(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let options = options(ctx, args[1])?;
    if options.is_named && ctx.node.tables.whereis(name).is_some() {
        return Err(badarg(ctx, "already_exists"));
    }
    let label = Label {
        id: ctx.node.new_reference(),
        name,
        is_named: options.is_named,
    };
    ctx.node
        .tables
        .add(Table::new(label, ctx.process.number, options));
    access::changed(ctx, label.id)?;
    ctx.log(What::TableNew { table: label });
    Ok(table_term(&mut ctx.heap, label))
}

fn options(ctx: &mut Ctx<'_>, list: Term) -> Result<Options, Trap> {
    let mut options = Options {
        kind: Kind::Set,
        protection: Protection::Protected,
        key_position: 0,
        is_named: false,
        heir: None,
        write_concurrency: atom::FALSE,
        read_concurrency: false,
        decentralized_counters: None,
        compressed: false,
    };
    for option in arguments::list(ctx, list)? {
        let is_valid = match option.as_atom() {
            Some(name) => word(&mut options, name.text()),
            None => pair(ctx, &mut options, option),
        };
        is_valid.ok_or_else(Trap::badarg)?;
    }
    Ok(options)
}

/// An option that is an atom.
fn word(options: &mut Options, name: &str) -> Option<()> {
    match name {
        "set" => options.kind = Kind::Set,
        "ordered_set" => options.kind = Kind::OrderedSet,
        "bag" => options.kind = Kind::Bag,
        "duplicate_bag" => options.kind = Kind::DuplicateBag,
        "public" => options.protection = Protection::Public,
        "protected" => options.protection = Protection::Protected,
        "private" => options.protection = Protection::Private,
        "named_table" => options.is_named = true,
        "compressed" => options.compressed = true,
        _ => return None,
    }
    Some(())
}

/// An option with values.
fn pair(ctx: &Ctx<'_>, options: &mut Options, option: Term) -> Option<()> {
    if let Some([_, _, _]) = ctx.heap.as_tuple(option) {
        options.heir = heir(ctx, option).ok()?;
        return Some(());
    }
    let [key, value] = ctx.heap.as_tuple(option)?;
    match key.as_atom()?.text() {
        "keypos" => options.key_position = value.as_usize()?.checked_sub(1)?,
        "read_concurrency" => options.read_concurrency = value.as_bool()?,
        "write_concurrency" => {
            let name = value.as_atom()?;
            if value.as_bool().is_none() && name.text() != "auto" {
                return None;
            }
            options.write_concurrency = name;
        }
        "decentralized_counters" => options.decentralized_counters = Some(value.as_bool()?),
        "heir" => options.heir = heir(ctx, option).ok()?,
        _ => return None,
    }
    Some(())
}

/// Not an option that names an heir.
pub struct NotAnHeir;

/// `{heir, Pid, Data}` or `{heir, none}`; an heir that is not alive is none.
pub fn heir(ctx: &Ctx<'_>, option: Term) -> Result<Option<Heir>, NotAnHeir> {
    if let Some([key, none]) = ctx.heap.as_tuple(option) {
        let is_none = key == Term::from_atom(atom::HEIR) && none == Term::from_atom(atom::NONE);
        return if is_none { Ok(None) } else { Err(NotAnHeir) };
    }
    let [key, process, data] = ctx.heap.as_tuple(option).ok_or(NotAnHeir)?;
    if key != Term::from_atom(atom::HEIR) {
        return Err(NotAnHeir);
    }
    let process = process.as_local_pid().ok_or(NotAnHeir)?;
    let data = Parcel::pack(&ctx.heap, data, access::room(ctx)).map_err(|_| NotAnHeir)?;
    Ok(ctx.node.processes.is_alive(process).then(|| Heir {
        process,
        data: data.into(),
    }))
}

fn delete(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    ctx.charge(access::get(ctx, id)?.size());
    if ctx.env.log.is_on() {
        let table = access::label(ctx, id)?;
        ctx.log(What::TableGone { table });
    }
    ctx.node.drop_table(ctx.env, id);
    Ok(Term::bool(true))
}
