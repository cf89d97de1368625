//! What is known about tables.

use super::super::{arguments, builtins};
use super::access::{self, badarg};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::tables::table_term;
use table::{Kind, Protection};
use term::{Atom, Term, atom};

builtins! {
    "all"/0 Linear effect = all;
    "info"/1 Constant effect = info;
    "info"/2 Constant effect = info_item;
    "whereis"/1 Constant effect = whereis;
}

/// What `info/1` tells, in its order.
const ITEMS: &[&str] = &[
    "id",
    "decentralized_counters",
    "read_concurrency",
    "write_concurrency",
    "compressed",
    "memory",
    "owner",
    "heir",
    "name",
    "size",
    "node",
    "named_table",
    "type",
    "keypos",
    "protection",
];

/// Identifiers or names of all tables, in order of creation.
fn all(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let labels: Vec<_> = ctx.node.tables.iter().map(|table| table.label).collect();
    ctx.charge(labels.len());
    let mut list = Term::NIL;
    for &label in labels.iter().rev() {
        let table = table_term(&mut ctx.heap, label);
        list = ctx.heap.cons(table, list);
    }
    Ok(list)
}

fn whereis(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    Ok(match ctx.node.tables.whereis(name) {
        Some(id) => ctx.heap.reference(id, 0),
        None => atom::UNDEFINED.into(),
    })
}

fn find(ctx: &mut Ctx<'_>, term: Term) -> Result<Option<u64>, Trap> {
    if !term.is_atom() && ctx.heap.as_local_reference(term).is_none() {
        return Err(badarg(ctx, "type"));
    }
    Ok(access::find(ctx, term))
}

fn info(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Some(id) = find(ctx, args[0])? else {
        return Ok(atom::UNDEFINED.into());
    };
    let mut pairs = Vec::new();
    for item in ITEMS {
        let value = value(ctx, id, item)?.unwrap_or(Term::NIL);
        let item = Atom::intern(item);
        pairs.push(ctx.heap.tuple(&[item.into(), value]));
    }
    Ok(ctx.heap.list(&pairs))
}

fn info_item(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Some(id) = find(ctx, args[0])? else {
        return Ok(atom::UNDEFINED.into());
    };
    let item = arguments::atom(args[1])?;
    value(ctx, id, item.text())?.ok_or_else(Trap::badarg)
}

/// The value of an item; `None` if there is no such item.
fn value(ctx: &mut Ctx<'_>, id: u64, item: &str) -> Result<Option<Term>, Trap> {
    let table = ctx.node.tables.get(id).ok_or_else(Trap::badarg)?;
    let options = &table.options;
    let name: fn(&str) -> Term = |name| Atom::intern(name).into();
    Ok(Some(match item {
        "id" => ctx.heap.reference(id, 0),
        "decentralized_counters" => Term::bool(options.has_decentralized_counters()),
        "read_concurrency" => Term::bool(options.read_concurrency),
        "write_concurrency" => options.reported_write_concurrency().into(),
        "compressed" => Term::bool(options.compressed),
        "memory" => {
            let (words, rows) = (table.otp_words(), table.size());
            ctx.charge(rows);
            Term::size(words)
        }
        "owner" => Term::local_pid(table.owner),
        "heir" => match &options.heir {
            Some(heir) => Term::local_pid(heir.process),
            None => atom::NONE.into(),
        },
        "name" => table.label.name.into(),
        "size" => Term::size(table.size()),
        "node" => ctx.node.name.into(),
        "named_table" => Term::bool(table.label.is_named),
        "type" => name(match options.kind {
            Kind::Set => "set",
            Kind::OrderedSet => "ordered_set",
            Kind::Bag => "bag",
            Kind::DuplicateBag => "duplicate_bag",
        }),
        "keypos" => Term::size(options.key_position + 1),
        "protection" => name(match options.protection {
            Protection::Public => "public",
            Protection::Protected => "protected",
            Protection::Private => "private",
        }),
        "fixed" => Term::bool(table.is_fixed()),
        "safe_fixed" | "safe_fixed_monotonic_time" => safe_fixed(ctx, id, item)?,
        "binary" => Term::NIL,
        "stats" => stats(ctx, id)?,
        _ => return Ok(None),
    }))
}

/// `{Time, [{Pid, Count}]}`, or `false`.
fn safe_fixed(ctx: &mut Ctx<'_>, id: u64, item: &str) -> NativeResult {
    let table = access::get(ctx, id)?;
    if !table.is_fixed() {
        return Ok(Term::bool(false));
    }
    let (fixes, since_ns) = (table.fixes().to_vec(), table.fixed_since_ns);
    let heap = &mut ctx.heap;
    let pairs: Vec<Term> = fixes
        .iter()
        .map(|fix| heap.tuple(&[Term::local_pid(fix.process), Term::size(fix.count)]))
        .collect();
    let processes = heap.list(&pairs);
    let time = if item == "safe_fixed" {
        let us = ctx.env.epoch_us + since_ns / 1_000;
        let parts = [
            us / 1_000_000_000_000,
            us / 1_000_000 % 1_000_000,
            us % 1_000_000,
        ];
        ctx.heap.tuple(&parts.map(|part| Term::size(part as usize)))
    } else {
        ctx.heap.integer(since_ns as i64)
    };
    Ok(ctx.heap.tuple(&[time, processes]))
}

/// Buckets, then the lengths of their chains: average, standard deviation, the deviation to be expected, least, most.
fn stats(ctx: &mut Ctx<'_>, id: u64) -> NativeResult {
    let table = access::get(ctx, id)?;
    let Some(lengths) = table.chain_lengths() else {
        return Ok(Term::bool(false));
    };
    ctx.charge(lengths.len());
    let stats = ChainStats::of(&lengths);
    let floats =
        [stats.average, stats.deviation, stats.expected].map(|value| ctx.heap.float(value));
    let count = |count: usize| Term::size(count);
    Ok(ctx.heap.tuple(&[
        count(lengths.len()),
        floats[0],
        floats[1],
        floats[2],
        count(stats.least),
        count(stats.most),
        count(0),
        Term::int(1),
    ]))
}

struct ChainStats {
    average: f64,
    deviation: f64,
    expected: f64,
    least: usize,
    most: usize,
}

impl ChainStats {
    fn of(lengths: &[usize]) -> ChainStats {
        let count = lengths.len() as f64;
        let sum: usize = lengths.iter().sum();
        let squares: usize = lengths.iter().map(|length| length * length).sum();
        let average = sum as f64 / count;
        let variance = (squares as f64 - average * sum as f64) / count;
        ChainStats {
            average,
            deviation: libm::sqrt(variance),
            expected: libm::sqrt(average * (1.0 - 1.0 / count)),
            least: lengths.iter().copied().min().unwrap_or(0),
            most: lengths.iter().copied().max().unwrap_or(0),
        }
    }
}
