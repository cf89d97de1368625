//! The system as a whole: `memory`, `statistics`, `system_info`, `system_flag`, as far as they mean something here.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Atom, Term};

builtins! {
    "bump_reductions"/1 Constant effect = bump_reductions;
    "memory"/0 Constant effect = memory_0;
    "memory"/1 Constant effect = memory_1;
    "pre_loaded"/0 Constant effect = |_, _| Ok(Term::NIL);
    "statistics"/1 Constant effect = statistics;
    "system_flag"/2 Constant effect = system_flag;
    "system_info"/1 Constant effect = system_info;
}

fn name(text: &str) -> Term {
    Atom::intern(text).into()
}

/// What `memory/0` lists, in OTP's order.
const MEMORY_TYPES: [&str; 9] = [
    "total",
    "processes",
    "processes_used",
    "system",
    "atom",
    "atom_used",
    "binary",
    "code",
    "ets",
];

/// Bytes of one kind of memory.
fn memory_of(ctx: &Ctx<'_>, kind: &str) -> Option<usize> {
    // Tables count against the same budget, those of other nodes too.
    let tables: usize = ctx
        .node
        .tables
        .iter()
        .map(table::Table::words)
        .sum::<usize>()
        * 8;
    let processes = (ctx.env.words * 8).saturating_sub(tables);
    let atoms = Atom::count() * 60;
    // Code: an estimate by what is loaded.
    let code = ctx.node.code.loaded().len() * 20_000;
    Some(match kind {
        "total" => processes + atoms + code + tables,
        "processes" | "processes_used" => processes,
        "system" => atoms + code + tables,
        "atom" | "atom_used" => atoms,
        "code" => code,
        "ets" => tables,
        "binary" => 0,
        _ => return None,
    })
}

fn memory_0(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let mut pairs = Vec::new();
    for kind in MEMORY_TYPES {
        let bytes = memory_of(ctx, kind).unwrap_or(0);
        pairs.push(ctx.heap.tuple(&[name(kind), Term::size(bytes)]));
    }
    Ok(ctx.heap.list(&pairs))
}

fn memory_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_list() {
        let kind = arguments::atom(args[0])?;
        return memory_of(ctx, kind.text())
            .map(Term::size)
            .ok_or_else(Trap::badarg);
    }
    let mut pairs = Vec::new();
    for kind in arguments::list(ctx, args[0])? {
        let bytes = memory_of(ctx, arguments::atom(kind)?.text()).ok_or_else(Trap::badarg)?;
        pairs.push(ctx.heap.tuple(&[kind, Term::size(bytes)]));
    }
    Ok(ctx.heap.list(&pairs))
}

fn statistics(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let two = |ctx: &mut Ctx<'_>, first: u64, second: u64| {
        let terms = [ctx.heap.unsigned(first), ctx.heap.unsigned(second)];
        ctx.heap.tuple(&terms)
    };
    let ms = ctx.now_ns() / 1_000_000;
    Ok(match arguments::atom(args[0])?.text() {
        "runtime" | "wall_clock" => two(ctx, ms, 0),
        "reductions" | "exact_reductions" => {
            let reductions = ctx.env.reductions;
            two(ctx, reductions, 0)
        }
        "context_switches" => {
            let switches = ctx.env.context_switches;
            two(ctx, switches, 0)
        }
        "garbage_collection" => {
            let terms = [
                ctx.heap.unsigned(ctx.env.collections),
                Term::int(0),
                Term::int(0),
            ];
            ctx.heap.tuple(&terms)
        }
        "run_queue" | "total_run_queue_lengths" | "total_active_tasks" => {
            Term::size(ctx.node.run_queue.len())
        }
        "run_queue_lengths" | "active_tasks" => {
            let length = Term::size(ctx.node.run_queue.len());
            ctx.heap.list(&[length])
        }
        "io" => {
            let zero = |ctx: &mut Ctx<'_>, key: &str| ctx.heap.tuple(&[name(key), Term::int(0)]);
            let terms = [zero(ctx, "input"), zero(ctx, "output")];
            ctx.heap.tuple(&terms)
        }
        _ => return Err(Trap::badarg()),
    })
}

/// What OTP's own build says; some items mean nothing here, but programs print them.
const SETTINGS: &[(&str, Setting)] = &[
    ("break_ignored", Setting::Atom("false")),
    ("compat_rel", Setting::Number(25)),
    ("cpu_quota", Setting::Atom("unknown")),
    ("delayed_node_table_gc", Setting::Number(60)),
    ("dist_buf_busy_limit", Setting::Number(1 << 20)),
    ("driver_version", Setting::Text("3.3")),
    ("dynamic_trace", Setting::Atom("none")),
    ("eager_check_io", Setting::Atom("true")),
    ("endian", Setting::Atom("little")),
    ("message_queue_data", Setting::Atom("on_heap")),
    ("modified_timing_level", Setting::Atom("undefined")),
    ("nif_version", Setting::Text("2.16")),
    ("outstanding_system_requests_limit", Setting::Number(4)),
    ("port_parallelism", Setting::Atom("false")),
    ("scheduler_bind_type", Setting::Atom("unbound")),
    ("trace_control_word", Setting::Number(0)),
    ("update_cpu_info", Setting::Atom("unchanged")),
];

enum Setting {
    Atom(&'static str),
    Number(i32),
    Text(&'static str),
}

fn setting(ctx: &mut Ctx<'_>, item: &str) -> Option<Term> {
    let (_, setting) = SETTINGS.iter().find(|(known, _)| *known == item)?;
    Some(match *setting {
        Setting::Atom(text) => name(text),
        Setting::Number(number) => Term::int(number),
        Setting::Text(text) => ctx.heap.string(text),
    })
}

fn system_info(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if let Some([key, side]) = ctx.heap.as_tuple(args[0]) {
        let (key, side) = (arguments::atom(key)?, arguments::atom(side)?);
        return match (key.text(), side.text()) {
            ("wordsize", "internal" | "external") => Ok(Term::int(8)),
            ("cpu_topology", _) => Ok(name("undefined")),
            _ => Err(Trap::badarg()),
        };
    }
    let item = arguments::atom(args[0])?.text();
    if let Some(term) = setting(ctx, item) {
        return Ok(term);
    }
    Ok(match item {
        "process_count" => Term::size(ctx.node.processes.len()),
        "process_limit" => Term::size(ctx.node.processes.limit as usize),
        "atom_count" => Term::size(Atom::count()),
        "atom_limit" => Term::size(limits::ATOMS_MAX),
        "port_count" => Term::size(ctx.env.net.ports(ctx.node.index).len()),
        "ets_count" => Term::size(ctx.node.tables.iter().count()),
        "port_limit" => Term::int(65_536),
        "ets_limit" => Term::int(8_192),
        "schedulers"
        | "schedulers_online"
        | "logical_processors"
        | "logical_processors_online"
        | "logical_processors_available"
        | "dirty_cpu_schedulers"
        | "dirty_cpu_schedulers_online"
        | "scheduler_id" => Term::int(1),
        "dirty_io_schedulers" => Term::int(10),
        "multi_scheduling" => name("enabled"),
        "wordsize" => Term::int(8),
        "otp_release" => ctx.heap.string("25"),
        "version" => ctx.heap.string("13.1.5"),
        "machine" => ctx.heap.string("BEAM"),
        "system_architecture" => ctx.heap.string("x86_64-pc-linux-gnu"),
        "system_version" => ctx.heap.string(
            "Erlang/OTP 25 [erts-13.1.5] [source] [64-bit] [smp:1:1] [ds:1:1:10] [async-threads:1] [jit:ns]\n",
        ),
        "creation" => Term::size(ctx.node.creation as usize),
        // Programs ask this to know whether OTP's usual machine runs them.
        "emu_flavor" => name("jit"),
        "emu_type" => name("opt"),
        "smp_support" | "threads" | "kernel_poll" => Term::bool(true),
        "thread_pool_size" => Term::int(1),
        "heap_type" => name("private"),
        "os_monotonic_time_source"
        | "os_system_time_source"
        | "multi_scheduling_blockers"
        | "taints"
        | "dist_ctrl" => Term::NIL,
        "max_heap_size" => super::info::limit_term(ctx, None),
        "start_time" => ctx.heap.integer(super::clock::MONOTONIC_START_NS),
        // OTP's native clock ends there.
        "end_time" => ctx.heap.integer(8_646_911_283_000_000_000),
        "c_compiler_used" => {
            let version = ctx.heap.tuple(&[12, 2, 0].map(Term::int));
            ctx.heap.tuple(&[name("gnuc"), version])
        }
        "scheduler_bindings" => ctx.heap.tuple(&[name("unbound")]),
        "cpu_topology" => name("undefined"),
        "dist" => dist(ctx),
        "time_correction" => Term::bool(true),
        "time_warp_mode" => name("no_time_warp"),
        "time_offset" => name("final"),
        "tolerant_timeofday" => name("enabled"),
        "build_type" => name("opt"),
        "debug_compiled" => Term::bool(false),
        "min_bin_vheap_size" => {
            let terms = [name("min_bin_vheap_size"), Term::int(46_422)];
            ctx.heap.tuple(&terms)
        }
        "os_type" => ctx.heap.tuple(&[name("unix"), name("linux")]),
        "sequential_tracer" => ctx
            .heap
            .tuple(&[name("sequential_tracer"), Term::bool(false)]),
        "garbage_collection" => {
            let mut pairs = Vec::new();
            for (key, value) in [
                ("max_heap_size", 0),
                ("min_bin_vheap_size", 46_422),
                ("min_heap_size", 233),
                ("fullsweep_after", 65_535),
            ] {
                pairs.push(ctx.heap.tuple(&[name(key), Term::int(value)]));
            }
            ctx.heap.list(&pairs)
        }
        "fullsweep_after" => {
            let terms = [name("fullsweep_after"), Term::int(65_535)];
            ctx.heap.tuple(&terms)
        }
        "min_heap_size" => {
            let terms = [name("min_heap_size"), Term::int(233)];
            ctx.heap.tuple(&terms)
        }
        _ => return Err(Trap::badarg()),
    })
}

/// The part of a crash dump that tells of the node's name.
fn dist(ctx: &mut Ctx<'_>) -> Term {
    let name = ctx.node.name.text();
    let text = if name == "nonode@nohost" {
        format!("=node:'{name}'\n=no_distribution\n")
    } else {
        format!("=node:'{name}'\n")
    };
    ctx.heap.binary(text.as_bytes())
}

/// `process_limit` can be changed here (OTP sets it at start, with `+P`).
fn system_flag(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    match arguments::atom(args[0])?.text() {
        "process_limit" => {
            let limit = u32::try_from(arguments::size(args[1])?).map_err(|_| Trap::badarg())?;
            if !(1024..=134_217_727).contains(&limit) {
                return Err(Trap::badarg());
            }
            let old = std::mem::replace(&mut ctx.node.processes.limit, limit);
            Ok(Term::size(old as usize))
        }
        "backtrace_depth" => {
            arguments::size(args[1])?;
            Ok(Term::int(8))
        }
        "schedulers_online" => {
            if args[1] == Term::int(1) {
                Ok(Term::int(1))
            } else {
                Err(Trap::badarg())
            }
        }
        "fullsweep_after" => {
            arguments::size(args[1])?;
            Ok(Term::int(65_535))
        }
        "min_heap_size" => {
            arguments::size(args[1])?;
            Ok(Term::int(233))
        }
        "min_bin_vheap_size" => {
            arguments::size(args[1])?;
            Ok(Term::int(46_422))
        }
        "max_heap_size" => {
            super::spawning::heap_limit(ctx, args[1])?;
            Ok(super::info::limit_term(ctx, None))
        }
        "scheduler_wall_time" => {
            arguments::boolean(args[1])?;
            Ok(Term::bool(false))
        }
        "trace_control_word" => {
            arguments::size(args[1])?;
            Ok(Term::int(0))
        }
        _ => Err(Trap::badarg()),
    }
}

fn bump_reductions(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let count = arguments::size(args[0])?;
    ctx.reductions = ctx.reductions.saturating_sub(count.min(1 << 20) as i32);
    Ok(Term::bool(true))
}
