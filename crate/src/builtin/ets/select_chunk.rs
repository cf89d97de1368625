//! Selecting some results at a time: the limit and the continuation.
//!
//! A continuation is a tuple that stays valid while the table changes. For hash tables it holds the next bucket and the
//! results of the last one that were too many, `{Table, Bucket, Limit, Spec, Results, Count}`; for ordered sets the last
//! key, `{Table, Key, [], Limit, Spec, [], IsReverse, 0}`. Shapes and the order of results are OTP's.

use super::super::{arguments, builtins};
use super::access::{self, Access};
use super::match_spec::{compile, compiled};
use super::select::{Compile, bindings_of, end_of_table, objects_like, run};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::tables::table_term;
use table::match_spec::{Keys, MatchSpec};
use term::{Term, atom};

builtins! {
    "match"/1 Linear effect = |ctx, args| proceed(ctx, args[0]);
    "match"/3 Linear effect = |ctx, args| start(ctx, args, bindings_of, false);
    "match_object"/1 Linear effect = |ctx, args| proceed(ctx, args[0]);
    "match_object"/3 Linear effect = |ctx, args| start(ctx, args, objects_like, false);
    "select"/1 Linear effect = |ctx, args| proceed(ctx, args[0]);
    "select"/3 Linear effect = |ctx, args| start(ctx, args, compile, false);
    "select_reverse"/1 Linear effect = |ctx, args| proceed(ctx, args[0]);
    "select_reverse"/3 Linear effect = |ctx, args| start(ctx, args, compile, true);
}

/// What does not change from chunk to chunk.
#[derive(Clone, Copy)]
struct Query<'a> {
    id: u64,
    limit: usize,
    spec: &'a MatchSpec,
    /// The reference to the specification.
    reference: Term,
    is_reverse: bool,
}

fn start(ctx: &mut Ctx<'_>, args: &[Term], compile: Compile, is_reverse: bool) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Read)?;
    let limit = arguments::size(args[2])?;
    if limit == 0 {
        return Err(Trap::badarg());
    }
    if args[1].is_nil() {
        return Ok(end_of_table());
    }
    let spec = compile(ctx, args[1])?;
    let number = ctx.node.new_reference();
    ctx.node.match_specs.insert(number, spec);
    let spec = ctx.node.match_specs.get(number).ok_or_else(Trap::badarg)?;
    let query = Query {
        id,
        limit,
        spec: &spec,
        reference: ctx.heap.reference(number, 0),
        is_reverse,
    };
    let table = access::get(ctx, id)?;
    if table.is_ordered() {
        return ordered_chunk(ctx, query, None);
    }
    if spec.keys(table.options.key_position + 1) == Keys::All {
        return hash_chunk(ctx, query, Some(0), Vec::new(), true);
    }
    // Few rows: all at once.
    let rows = table.candidates(&spec);
    let mut results = Vec::new();
    run(ctx, id, &spec, &rows, |_, result| {
        results.push(result);
        true
    })?;
    split(ctx, query, None, &results, true)
}

fn proceed(ctx: &mut Ctx<'_>, continuation: Term) -> NativeResult {
    if continuation == end_of_table() {
        return Ok(continuation);
    }
    if !continuation.is_tuple() || ctx.heap.arity(continuation) == 0 {
        return Err(Trap::badarg());
    }
    let named = ctx.heap.element(continuation, 0);
    let id = access::table(ctx, named, Access::Read)?;
    if let Some([_, bucket, limit, reference, rest, _]) = ctx.heap.as_tuple(continuation) {
        let spec = compiled(ctx, reference).ok_or_else(Trap::badarg)?;
        let query = Query {
            id,
            limit: arguments::size(limit)?,
            spec: &spec,
            reference,
            is_reverse: false,
        };
        let rest = arguments::list(ctx, rest)?;
        return proceed_hash(ctx, query, bucket.as_usize(), rest);
    }
    if let Some([_, key, _, limit, reference, _, reverse, _]) = ctx.heap.as_tuple(continuation) {
        let spec = compiled(ctx, reference).ok_or_else(Trap::badarg)?;
        let query = Query {
            id,
            limit: arguments::size(limit)?,
            spec: &spec,
            reference,
            is_reverse: reverse == Term::int(1),
        };
        return ordered_chunk(ctx, query, Some(key));
    }
    Err(Trap::badarg())
}

/// Goes on with results that were left, and the bucket after them.
fn proceed_hash(
    ctx: &mut Ctx<'_>,
    query: Query<'_>,
    bucket: Option<usize>,
    mut rest: Vec<Term>,
) -> NativeResult {
    if rest.len() == query.limit {
        let results = ctx.heap.list(&rest);
        return finish_hash(ctx, query, results, bucket, &[]);
    }
    rest.reverse();
    if rest.len() > query.limit {
        let left = rest.split_off(query.limit);
        rest.reverse();
        let results = ctx.heap.list(&rest);
        return finish_hash(ctx, query, results, bucket, &left);
    }
    hash_chunk(ctx, query, bucket, rest, false)
}

/// Adds the results of whole buckets to those in `results`, until there are enough.
fn hash_chunk(
    ctx: &mut Ctx<'_>,
    query: Query<'_>,
    mut bucket: Option<usize>,
    mut results: Vec<Term>,
    is_first: bool,
) -> NativeResult {
    while let Some(number) = bucket
        && results.len() < query.limit
    {
        let table = access::get(ctx, query.id)?;
        if number >= table.buckets() {
            bucket = None;
            break;
        }
        let rows = table.bucket_rows(number);
        if !rows.is_empty() {
            run(ctx, query.id, query.spec, &rows, |_, result| {
                results.push(result);
                true
            })?;
        }
        bucket = Some(number + 1);
    }
    let buckets = access::get(ctx, query.id)?.buckets();
    ctx.charge(buckets);
    split(
        ctx,
        query,
        bucket.filter(|&number| number < buckets),
        &results,
        is_first,
    )
}

/// Gives the first results, the last one first, and keeps the others for later: in the first chunk likewise, later in
/// their order.
fn split(
    ctx: &mut Ctx<'_>,
    query: Query<'_>,
    bucket: Option<usize>,
    results: &[Term],
    is_first: bool,
) -> NativeResult {
    if results.is_empty() {
        return Ok(end_of_table());
    }
    let (mut now, mut later) = (results.to_vec(), Vec::new());
    if now.len() > query.limit {
        later = now.split_off(query.limit);
        if is_first {
            later.reverse();
        }
    }
    let is_full = now.len() == query.limit;
    now.reverse();
    ctx.reserve((results.len() + 8) * 2)?;
    let now = ctx.heap.list(&now);
    finish_hash(ctx, query, now, bucket.filter(|_| is_full), &later)
}

/// `{Results, Continuation}`.
fn finish_hash(
    ctx: &mut Ctx<'_>,
    query: Query<'_>,
    results: Term,
    bucket: Option<usize>,
    later: &[Term],
) -> NativeResult {
    if bucket.is_none() && later.is_empty() {
        return Ok(ctx.heap.tuple(&[results, end_of_table()]));
    }
    let label = access::label(ctx, query.id)?;
    let table = table_term(&mut ctx.heap, label);
    let rest = ctx.heap.list(later);
    let continuation = ctx.heap.tuple(&[
        table,
        bucket.map_or(Term::int(-1), Term::size),
        Term::size(query.limit),
        query.reference,
        rest,
        Term::size(later.len()),
    ]);
    Ok(ctx.heap.tuple(&[results, continuation]))
}

/// Rows looked at between two looks at how many results there are.
const BATCH_ROWS: usize = 1_024;

/// The results of rows beyond the key `last`, until there are enough.
fn ordered_chunk(ctx: &mut Ctx<'_>, query: Query<'_>, last: Option<Term>) -> NativeResult {
    let (spec, is_reverse) = (query.spec, query.is_reverse);
    let keypos = access::get(ctx, query.id)?.options.key_position + 1;
    let is_single = spec.bound_key(keypos).is_some();
    let (mut results, mut last_row, mut from) = (Vec::new(), None, last);
    loop {
        let table = access::get(ctx, query.id)?;
        let rows = table.candidates_beyond(spec, (&ctx.heap, from), is_reverse, BATCH_ROWS);
        run(ctx, query.id, spec, &rows, |row, result| {
            results.push(result);
            last_row = Some(row);
            results.len() < query.limit
        })?;
        if rows.len() < BATCH_ROWS || results.len() == query.limit {
            break;
        }
        from = Some(access::copy_element(
            ctx,
            query.id,
            rows[rows.len() - 1],
            keypos - 1,
        )?);
    }
    let Some(last_row) = last_row else {
        return Ok(end_of_table());
    };
    let is_full = results.len() == query.limit && !is_single;
    ctx.reserve((results.len() + 8) * 2)?;
    let results = ctx.heap.list(&results);
    if !is_full {
        return Ok(ctx.heap.tuple(&[results, atom::END_OF_TABLE.into()]));
    }
    let label = access::label(ctx, query.id)?;
    let table = table_term(&mut ctx.heap, label);
    let key = access::copy_element(ctx, query.id, last_row, keypos - 1)?;
    let continuation = ctx.heap.tuple(&[
        table,
        key,
        Term::NIL,
        Term::size(query.limit),
        query.reference,
        Term::NIL,
        Term::int(i32::from(is_reverse)),
        Term::int(0),
    ]);
    Ok(ctx.heap.tuple(&[results, continuation]))
}
