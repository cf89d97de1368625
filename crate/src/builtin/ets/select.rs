//! Calls that go through the whole table with a match specification or a pattern.

use super::super::builtins;
use super::access::{self, Access, badarg};
use super::match_spec::{compile, env, too_large};
use super::parts;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use table::match_spec::{self, MatchSpec, Run};
use table::{Kind, Row};
use term::order::same;
use term::{Atom, Term, atom};

builtins! {
    "internal_select_delete"/2 Linear effect = delete_matching;
    "match"/2 Linear effect = |ctx, args| select(ctx, args, bindings_of, false);
    "delete_like"/2 Linear effect = delete_like;
    "match_object"/2 Linear effect = |ctx, args| select(ctx, args, objects_like, false);
    "select"/2 Linear effect = |ctx, args| select(ctx, args, compile, false);
    "select_count"/2 Linear effect = select_count;
    "delete_selected"/2 Linear effect = delete_selected;
    "select_replace"/2 Linear effect = select_replace;
    "select_reverse"/2 Linear effect = |ctx, args| select(ctx, args, compile, true);
}

/// Makes a specification of a call's argument.
pub type Compile = fn(&mut Ctx<'_>, Term) -> Result<MatchSpec, Trap>;

/// The specification of `match`.
pub fn bindings_of(ctx: &mut Ctx<'_>, pattern: Term) -> Result<MatchSpec, Trap> {
    MatchSpec::bindings_of(&ctx.heap, pattern).map_err(|_| Trap::badarg())
}

/// The specification of `match_object`.
pub fn objects_like(ctx: &mut Ctx<'_>, pattern: Term) -> Result<MatchSpec, Trap> {
    MatchSpec::objects_like(&ctx.heap, pattern).map_err(|_| Trap::badarg())
}

/// Applies the specification to the rows and hands over each result; `each` says whether to go on.
pub fn run(
    ctx: &mut Ctx<'_>,
    id: u64,
    spec: &MatchSpec,
    rows: &[Row],
    mut each: impl FnMut(Row, Term) -> bool,
) -> Result<(), Trap> {
    let mut run = Run::new(spec, env(ctx), ctx.heap_words_max());
    let table = ctx.node.tables.get(id).ok_or_else(Trap::badarg)?;
    let mut result = Ok(());
    for &row in rows {
        let (heap, tuple) = table.row(row);
        match run.row(match_spec::Row::Of(heap, tuple), &mut ctx.heap) {
            Ok(Some(value)) => {
                if !each(row, value) {
                    break;
                }
            }
            Ok(None) => {}
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    ctx.charge(run.cost * 4 + rows.len());
    result.map_err(|_| too_large(ctx))
}

fn select(ctx: &mut Ctx<'_>, args: &[Term], compile: Compile, is_reverse: bool) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    if args[1].is_nil() {
        return Ok(Term::NIL);
    }
    let spec = compile(ctx, args[1])?;
    if parts::is_long(ctx, id, &spec)? {
        let how = if is_reverse { "reverse" } else { "select" };
        return parts::start(ctx, args[0], spec, Atom::intern(how).into());
    }
    let table = access::get(ctx, id)?;
    let is_ordered = table.is_ordered();
    let mut rows = table.candidates(&spec);
    if is_ordered && is_reverse {
        rows.reverse();
    }
    let mut results = Vec::new();
    run(ctx, id, &spec, &rows, |_, result| {
        results.push(result);
        true
    })?;
    if !is_ordered {
        results.reverse();
    }
    ctx.reserve(results.len() * 2)?;
    Ok(ctx.heap.list(&results))
}

/// The rows for which the specification's value is `true`, or any if only a match is asked for.
fn chosen(ctx: &mut Ctx<'_>, id: u64, spec: &MatchSpec, any_value: bool) -> Result<Vec<Row>, Trap> {
    let rows = access::get(ctx, id)?.candidates(spec);
    chosen_of(ctx, id, spec, &rows, any_value)
}

/// Those of `rows`.
pub fn chosen_of(
    ctx: &mut Ctx<'_>,
    id: u64,
    spec: &MatchSpec,
    rows: &[Row],
    any_value: bool,
) -> Result<Vec<Row>, Trap> {
    let before = ctx.heap.len();
    let mut chosen = Vec::new();
    run(ctx, id, spec, rows, |row, result| {
        if any_value || result == Term::bool(true) {
            chosen.push(row);
        }
        true
    })?;
    // The values themselves are of no use.
    ctx.heap.truncate(before);
    Ok(chosen)
}

fn select_count(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    if args[1].is_nil() {
        return Ok(Term::int(0));
    }
    let spec = compile(ctx, args[1])?;
    if parts::is_long(ctx, id, &spec)? {
        return parts::start(ctx, args[0], spec, Atom::intern("count").into());
    }
    Ok(Term::size(chosen(ctx, id, &spec, false)?.len()))
}

pub fn delete_rows(ctx: &mut Ctx<'_>, id: u64, rows: &[Row], what: Term) -> Result<(), Trap> {
    let table = access::get_mut(ctx, id)?;
    for &row in rows {
        table.delete_row(row);
    }
    ctx.charge(rows.len() * 8);
    access::changed(ctx, id)?;
    if rows.is_empty() {
        return Ok(());
    }
    access::log_delete(ctx, id, rows.len(), what)
}

/// The rows that match `pattern`, as a match specification.
fn deleting(ctx: &mut Ctx<'_>, pattern: Term) -> Term {
    let yes = Term::bool(true);
    let body = ctx.heap.list(&[yes]);
    let clause = ctx.heap.tuple(&[pattern, Term::NIL, body]);
    ctx.heap.list(&[clause])
}

/// Whether a specification chooses every row, in the form in which OTP knows it.
fn chooses_all(ctx: &mut Ctx<'_>, spec: Term) -> bool {
    let all = deleting(ctx, atom::WILDCARD.into());
    same(&ctx.heap, spec, all)
}

/// `match_delete/2`; `all` for the pattern that is every row's, `false` without access.
fn delete_like(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[1] == Term::from_atom(atom::WILDCARD) {
        return Ok(Atom::intern("all").into());
    }
    let Ok(id) = access::table(ctx, args[0], Access::Write) else {
        return Ok(Term::bool(false));
    };
    let spec = bindings_of(ctx, args[1])?;
    if parts::is_long(ctx, id, &spec)? {
        let deleting = deleting(ctx, args[1]);
        let spec = compile(ctx, deleting)?;
        return parts::start(ctx, args[0], spec, Atom::intern("match_delete").into());
    }
    let rows = chosen(ctx, id, &spec, true)?;
    delete_rows(ctx, id, &rows, args[1])?;
    Ok(Term::bool(true))
}

/// `select_delete/2`; `{blame, Function, Last}` where another function of the table and `Last` does it, or fails.
fn delete_selected(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if chooses_all(ctx, args[1]) {
        return Ok(blame(ctx, "internal_delete_all", atom::UNDEFINED.into()));
    }
    match delete_matching(ctx, args) {
        Err(Trap::Raise { .. } | Trap::RaiseInfo { .. }) => {
            Ok(blame(ctx, "internal_select_delete", args[1]))
        }
        done => done,
    }
}

fn blame(ctx: &mut Ctx<'_>, function: &str, last: Term) -> Term {
    let terms = [
        Atom::intern("blame").into(),
        Atom::intern(function).into(),
        last,
    ];
    ctx.heap.tuple(&terms)
}

fn delete_matching(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    if args[1].is_nil() {
        return Ok(Term::int(0));
    }
    let spec = compile(ctx, args[1])?;
    if parts::is_long(ctx, id, &spec)? {
        return parts::start(ctx, args[0], spec, Atom::intern("delete").into());
    }
    let rows = chosen(ctx, id, &spec, false)?;
    delete_rows(ctx, id, &rows, args[1])?;
    Ok(Term::size(rows.len()))
}

fn select_replace(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    let table = access::get(ctx, id)?;
    let keypos = table.options.key_position + 1;
    if table.options.kind == Kind::Bag {
        return Err(badarg(ctx, "table_type"));
    }
    if args[1].is_nil() {
        return Ok(Term::int(0));
    }
    let spec = compile(ctx, args[1])?;
    if !match_spec::keeps_key(&ctx.heap, args[1], keypos) {
        return Err(Trap::badarg());
    }
    if parts::is_long(ctx, id, &spec)? {
        return parts::start(ctx, args[0], spec, Atom::intern("replace").into());
    }
    let rows = access::get(ctx, id)?.candidates(&spec);
    Ok(Term::size(replace_rows(ctx, id, &spec, &rows)?))
}

/// Puts the specification's values in the place of rows; of how many.
pub fn replace_rows(
    ctx: &mut Ctx<'_>,
    id: u64,
    spec: &MatchSpec,
    rows: &[Row],
) -> Result<usize, Trap> {
    let mut replaced = Vec::new();
    run(ctx, id, spec, rows, |row, result| {
        replaced.push((row, result));
        true
    })?;
    let room = access::room(ctx);
    let table = ctx.node.tables.get_mut(id).ok_or_else(Trap::badarg)?;
    for &(row, tuple) in &replaced {
        if let Err(error) = table.replace(row, &ctx.heap, tuple, room) {
            return Err(access::outgrown(ctx, error));
        }
    }
    access::changed(ctx, id)?;
    if !replaced.is_empty() && ctx.env.log.is_on() {
        let tuples: Vec<Term> = replaced.iter().map(|&(_, tuple)| tuple).collect();
        let tuples = ctx.heap.list(&tuples);
        access::log_insert(ctx, id, tuples)?;
    }
    Ok(replaced.len())
}

/// What `match` and its kin give when nothing is left.
pub fn end_of_table() -> Term {
    atom::END_OF_TABLE.into()
}
