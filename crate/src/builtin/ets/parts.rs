//! Long ways through large tables, part by part, so that other processes run meanwhile and a stop is heard.
//!
//! The loop is in Erlang (`in_parts/3` in `crate/otp/ets.erl`), which keeps the table fixed: rows stay where they are, as
//! in OTP, whose traversals are no more atomic than this.

use super::super::{arguments, builtins};
use super::access::{self, Access};
use super::match_spec::compiled;
use super::select::{chosen_of, delete_rows, replace_rows, run};
use machine::host::{Callee, NativeResult, Trap};
use process::Ctx;
use table::match_spec::{Keys, MatchSpec};
use term::{Atom, Term, atom};

builtins! {
    "part"/5 Linear effect = part;
}

/// Whether a call looks at so many rows that it has to be done in parts.
pub fn is_long(ctx: &Ctx<'_>, id: u64, spec: &MatchSpec) -> Result<bool, Trap> {
    let table = access::get(ctx, id)?;
    let all = spec.keys(table.options.key_position + 1) == Keys::All;
    Ok(all && table.size() > limits::TABLE_PART_ROWS)
}

/// Leaves the call to the loop. `how` is `select`, `reverse`, `count`, `delete`, `match_delete` or `replace`.
pub fn start(ctx: &mut Ctx<'_>, table: Term, spec: MatchSpec, how: Term) -> NativeResult {
    let number = ctx.node.new_reference();
    ctx.node.match_specs.insert(number, spec);
    let reference = ctx.heap.reference(number, 0);
    let args = vec![table, reference, how];
    ctx.call(
        Callee::Mfa(Atom::intern("ets"), Atom::intern("in_parts")),
        args,
    )
}

/// `part(Table, Spec, How, Place, Acc) -> {Next, Acc} | {done, Acc} | {reversed, Acc}`: adds the results of one part to
/// `Acc`, a list to be put before or a number. `Place` is a bucket, or `{Key}`, or 0 at the beginning; `reversed` says that
/// the results are wanted in the order of the table.
fn part(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let how = arguments::atom(args[2])?.text();
    let access = match how {
        "delete" | "match_delete" | "replace" => Access::Write,
        _ => Access::Read,
    };
    let id = access::table(ctx, args[0], access)?;
    let spec = compiled(ctx, args[1]).ok_or_else(Trap::badarg)?;
    let table = access::get(ctx, id)?;
    let is_ordered = table.is_ordered();
    let mut next = None;
    let rows = if is_ordered {
        let last = ctx.heap.as_tuple(args[3]).map(|[key]| key);
        let from = (&ctx.heap, last);
        let rows = table.candidates_beyond(&spec, from, how == "reverse", limits::TABLE_PART_ROWS);
        let position = table.options.key_position;
        if rows.len() == limits::TABLE_PART_ROWS {
            let key = access::copy_element(ctx, id, rows[rows.len() - 1], position)?;
            next = Some(ctx.heap.tuple(&[key]));
        }
        rows
    } else {
        let (mut bucket, mut rows) = (arguments::size(args[3])?, Vec::new());
        while bucket < table.buckets() && rows.len() < limits::TABLE_PART_ROWS {
            rows.extend(table.bucket_rows(bucket));
            bucket += 1;
        }
        if bucket < table.buckets() {
            next = Some(Term::size(bucket));
        }
        rows
    };
    let acc = match how {
        "count" => {
            let count = chosen_of(ctx, id, &spec, &rows, false)?.len();
            Term::size(arguments::size(args[4])? + count)
        }
        "delete" | "match_delete" => {
            let chosen = chosen_of(ctx, id, &spec, &rows, false)?;
            delete_rows(ctx, id, &chosen, atom::WILDCARD.into())?;
            Term::size(arguments::size(args[4])? + chosen.len())
        }
        "replace" => {
            let before = ctx.heap.len();
            let count = replace_rows(ctx, id, &spec, &rows)?;
            // The values are in the table now.
            ctx.heap.truncate(before);
            Term::size(arguments::size(args[4])? + count)
        }
        _ => {
            let mut results = Vec::new();
            run(ctx, id, &spec, &rows, |_, result| {
                results.push(result);
                true
            })?;
            ctx.reserve(results.len() * 2)?;
            results
                .into_iter()
                .fold(args[4], |acc, result| ctx.heap.cons(result, acc))
        }
    };
    let state = next.unwrap_or_else(|| {
        if is_ordered && !args[4].is_integer() {
            Atom::intern("reversed").into()
        } else {
            Atom::intern("done").into()
        }
    });
    Ok(ctx.heap.tuple(&[state, acc]))
}
