//! Looking at processes: `process_info`, `process_display`.

use super::super::{arguments, builtins};
use super::suspending::suspending;
use machine::host::{Callee, NativeResult, Trap};
use machine::unwind::resting_trace;
use process::Ctx;
use process::event::Peer;
use process::process::{HeapLimit, Priority, Process, Settings, Status};
use term::copy::copy;
use term::{Atom, Term, atom};

builtins! {
    "process_display"/2 Constant effect = process_display;
    "process_info"/1 Linear effect = process_info_1;
    "process_info"/2 Linear effect = process_info_2;
}

/// What `process_info/1` shows, in OTP's order.
const DEFAULT_ITEMS: [&str; 17] = [
    "registered_name",
    "current_function",
    "initial_call",
    "status",
    "message_queue_len",
    "links",
    "dictionary",
    "trap_exit",
    "error_handler",
    "priority",
    "group_leader",
    "total_heap_size",
    "heap_size",
    "stack_size",
    "reductions",
    "garbage_collection",
    "suspending",
];

pub(super) fn name(text: &str) -> Term {
    name_atom(text).into()
}

fn name_atom(text: &str) -> Atom {
    Atom::intern(text)
}

fn pair(ctx: &mut Ctx<'_>, key: &str, value: Term) -> Term {
    ctx.heap.tuple(&[name(key), value])
}

/// Nothing is displayed: there is no stack of OTP's to show.
fn process_display(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    if args[1] == name("backtrace") {
        Ok(Term::bool(true))
    } else {
        Err(Trap::badarg())
    }
}

fn process_info_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    if number != ctx.process.number {
        ctx.handle_kept();
    }
    if !ctx.node.processes.is_alive(number) {
        return Ok(atom::UNDEFINED.into());
    }
    let mut pairs = Vec::new();
    for item in DEFAULT_ITEMS {
        if let Some(value) = info(ctx, number, item)
            && !(item == "registered_name" && value.is_nil())
        {
            pairs.push(pair(ctx, item, value));
        }
    }
    Ok(ctx.heap.list(&pairs))
}

/// The items that need the stack; the caller's own is in the machine's hands.
const ON_STACK: [&str; 3] = ["current_function", "current_location", "current_stacktrace"];

fn process_info_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    if number == ctx.process.number {
        let items = ctx.heap.list_to_vec(args[1]).unwrap_or(vec![args[1]]);
        let on_stack = |item: &Term| {
            item.as_atom()
                .is_some_and(|item| ON_STACK.contains(&item.text()))
        };
        if items.iter().any(on_stack) {
            let callee = Callee::Mfa(name_atom("console"), name_atom("process_info"));
            return ctx.call_with_trace(callee, vec![args[0], args[1]]);
        }
    } else {
        ctx.handle_kept();
    }
    process_info_of(ctx, args, None)
}

/// `console:process_info(Pid, Items, Trace)`: of the caller itself, whose stack trace is `Trace`.
pub fn process_info_traced(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    process_info_of(ctx, &args[..2], Some(args[2]))
}

fn process_info_of(ctx: &mut Ctx<'_>, args: &[Term], trace: Option<Term>) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    let several = args[1].is_list();
    let items = if several {
        arguments::list(ctx, args[1])?
    } else {
        vec![args[1]]
    };
    let mut values = Vec::new();
    for item in items {
        let key = arguments::atom(item)?.text();
        if !ITEMS.contains(&key) {
            return Err(Trap::badarg());
        }
        let value = match trace {
            Some(trace) if ON_STACK.contains(&key) => Some(of_trace(ctx, trace, key)),
            _ => info(ctx, number, key),
        };
        if let Some(value) = value {
            let shown = pair(ctx, key, value);
            // Asked for alone, a missing name is the empty list.
            values.push(if key == "registered_name" && value.is_nil() && !several {
                value
            } else {
                shown
            });
        }
    }
    if !ctx.node.processes.is_alive(number) {
        return Ok(atom::UNDEFINED.into());
    }
    Ok(if several {
        ctx.heap.list(&values)
    } else {
        values.first().copied().unwrap_or(Term::NIL)
    })
}

/// All items that `process_info/2` knows.
const ITEMS: [&str; 35] = [
    "backtrace",
    "binary",
    "catchlevel",
    "current_function",
    "current_location",
    "current_stacktrace",
    "dictionary",
    "error_handler",
    "fullsweep_after",
    "garbage_collection",
    "group_leader",
    "heap_size",
    "initial_call",
    "last_calls",
    "links",
    "max_heap_size",
    "memory",
    "message_queue_data",
    "message_queue_len",
    "messages",
    "min_bin_vheap_size",
    "min_heap_size",
    "monitored_by",
    "monitors",
    "parent",
    "priority",
    "reductions",
    "registered_name",
    "sequential_trace_token",
    "stack_size",
    "status",
    "suspending",
    "total_heap_size",
    "trace",
    "trap_exit",
];

/// The dictionary of a process, copied to the caller's heap.
fn dictionary(ctx: &mut Ctx<'_>, number: u32) -> Vec<(Term, Term)> {
    if number == ctx.process.number {
        return ctx.process.dictionary.to_vec(&ctx.heap);
    }
    let Some(process) = ctx.node.processes.get(number) else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for (key, value) in process.dictionary.to_vec(&process.heap) {
        let key = copy(&process.heap, key, &mut ctx.heap, usize::MAX).unwrap_or(Term::NIL);
        let value = copy(&process.heap, value, &mut ctx.heap, usize::MAX).unwrap_or(Term::NIL);
        pairs.push((key, value));
    }
    pairs
}

fn messages(ctx: &mut Ctx<'_>, number: u32) -> Term {
    let mut terms = Vec::new();
    if number == ctx.process.number {
        terms.extend(ctx.process.mailbox.iter().map(|message| message.term));
    } else if let Some(process) = ctx.node.processes.get(number) {
        for message in process.mailbox.iter() {
            terms.push(
                copy(&process.heap, message.term, &mut ctx.heap, usize::MAX).unwrap_or(Term::NIL),
            );
        }
    }
    ctx.heap.list(&terms)
}

fn peer_term(ctx: &mut Ctx<'_>, peer: Peer) -> Term {
    match peer {
        Peer::Pid(pid) => pid.to_term(&mut ctx.heap),
        Peer::Name(name) => ctx.heap.tuple(&[name.into(), ctx.node.name.into()]),
        Peer::RemoteName(name, node) => ctx.heap.tuple(&[name.into(), node.into()]),
    }
}

fn info(ctx: &mut Ctx<'_>, number: u32, item: &str) -> Option<Term> {
    let myself = number == ctx.process.number;
    match item {
        "dictionary" => {
            let pairs = dictionary(ctx, number);
            let pairs: Vec<Term> = pairs
                .into_iter()
                .map(|(key, value)| ctx.heap.tuple(&[key, value]))
                .collect();
            return Some(ctx.heap.list(&pairs));
        }
        "messages" => return Some(messages(ctx, number)),
        "current_function" | "current_location" | "current_stacktrace" => {
            return Some(place(ctx, number, item));
        }
        "suspending" => return Some(suspending(ctx, number)),
        "binary" | "sequential_trace_token" => return Some(Term::NIL),
        "backtrace" => return Some(ctx.heap.binary(b"")),
        "catchlevel" | "trace" => return Some(Term::int(0)),
        _ => {}
    }
    let process = if myself {
        summary(&ctx.process, ctx.heap.capacity())
    } else {
        let process = ctx.node.processes.get(number)?;
        summary(process, process.heap.capacity())
    };
    Some(match item {
        "registered_name" => process.name.map_or(Term::NIL, Term::from_atom),
        // As in OTP, where a fun is started by `apply/2`.
        "initial_call" if process.started_by_fun => {
            let terms = [atom::ERLANG.into(), name("apply"), Term::int(2)];
            ctx.heap.tuple(&terms)
        }
        "initial_call" => {
            let mfa = process.initial;
            let terms = [
                mfa.module.into(),
                mfa.function.into(),
                Term::size(mfa.arity as usize),
            ];
            ctx.heap.tuple(&terms)
        }
        "status" => match process.status {
            _ if myself => name("running"),
            Status::Runnable | Status::Running => name("runnable"),
            Status::Doomed => name("exiting"),
            Status::Waiting => name("waiting"),
            Status::Suspended(_) => name("suspended"),
        },
        "message_queue_len" => Term::size(process.messages),
        "links" => {
            let ports = ctx.env.net.links_of(ctx.node.index, number);
            let mut linked: Vec<Term> = ports.iter().map(|&port| Term::local_port(port)).collect();
            linked.extend(process.links.iter().map(|pid| pid.to_term(&mut ctx.heap)));
            ctx.heap.list(&linked)
        }
        "monitors" => {
            let mut items = Vec::new();
            for monitor in process.relations.unwrap_or_default().monitors {
                let target = peer_term(ctx, monitor.target);
                items.push(pair(ctx, "process", target));
            }
            ctx.heap.list(&items)
        }
        "monitored_by" => {
            let watchers = process.relations.unwrap_or_default().watchers;
            let pids: Vec<Term> = watchers
                .iter()
                .map(|watcher| watcher.pid.to_term(&mut ctx.heap))
                .collect();
            ctx.heap.list(&pids)
        }
        "parent" => process
            .parent
            .map_or(atom::UNDEFINED.into(), |pid| pid.to_term(&mut ctx.heap)),
        "trap_exit" => Term::bool(process.trap_exit),
        "priority" => priority_name(process.priority),
        "group_leader" => {
            let leader = if myself {
                ctx.process.group_leader
            } else {
                ctx.node.processes.get(number)?.group_leader
            };
            if leader.is_own_pointer() && !myself {
                let process = ctx.node.processes.get(number)?;
                copy(&process.heap, leader, &mut ctx.heap, usize::MAX).ok()?
            } else {
                leader
            }
        }
        "total_heap_size" | "heap_size" => Term::size(process.heap_words),
        "stack_size" => Term::size(process.stack_words),
        "memory" => {
            Term::size((process.heap_words + process.stack_words) * 8 + size_of::<Process>())
        }
        "reductions" => ctx.heap.unsigned(process.reductions),
        "garbage_collection" => collection_info(ctx, process.settings, process.limit),
        "error_handler" => process.settings.error_handler.into(),
        "message_queue_data" => messages_are(process.settings.off_heap_messages),
        "min_heap_size" => Term::size(process.settings.min_heap_size),
        "min_bin_vheap_size" => Term::size(process.settings.min_bin_vheap_size),
        "fullsweep_after" => Term::size(process.settings.fullsweep_after),
        "max_heap_size" => limit_term(ctx, process.limit),
        // Nothing remembers calls.
        "last_calls" => Term::bool(false),
        _ => return None,
    })
}

/// What `info` reads of a process without its data, so that the answer can be built in the caller's heap.
struct Summary {
    name: Option<Atom>,
    initial: bytecode::module::Mfa,
    started_by_fun: bool,
    status: Status,
    links: Vec<process::Pid>,
    parent: Option<process::Pid>,
    trap_exit: bool,
    priority: Priority,
    heap_words: usize,
    stack_words: usize,
    reductions: u64,
    messages: usize,
    relations: Option<Box<process::process::Relations>>,
    settings: Settings,
    limit: Option<HeapLimit>,
}

fn summary(process: &Process, heap_words: usize) -> Summary {
    Summary {
        name: process.name,
        initial: process.initial,
        started_by_fun: process.started_by_fun,
        status: process.status,
        links: process.links.clone(),
        parent: process.parent,
        trap_exit: process.trap_exit,
        priority: process.priority,
        heap_words,
        stack_words: process.stack.len(),
        reductions: process.reductions,
        messages: process.mailbox.len(),
        relations: process.relations.clone(),
        settings: process.settings(),
        limit: process.limits.as_deref().copied(),
    }
}

pub(super) fn messages_are(off_heap: bool) -> Term {
    name(if off_heap { "off_heap" } else { "on_heap" })
}

/// `max_heap_size` as `process_info` and `process_flag` show it; no limit is one of 0 words.
pub(super) fn limit_term(ctx: &mut Ctx<'_>, limit: Option<HeapLimit>) -> Term {
    let limit = limit.unwrap_or(HeapLimit {
        words: 0,
        kill: true,
        report: true,
    });
    let pairs = [
        (name("error_logger"), Term::bool(limit.report)),
        (name("kill"), Term::bool(limit.kill)),
        (name("size"), Term::size(limit.words)),
    ];
    term::map::from_pairs(&mut ctx.heap, &pairs)
}

pub(super) fn priority_name(priority: Priority) -> Term {
    name(match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Max => "max",
    })
}

/// Where a process is that does not run (for the running one see [`of_trace`]).
fn place(ctx: &mut Ctx<'_>, number: u32, item: &str) -> Term {
    let trace = match ctx.node.processes.get(number) {
        Some(process) if number != ctx.process.number => {
            let (node, heap) = (&ctx.node, &mut ctx.heap);
            let instance = |number: u32| node.code.instance(number);
            resting_trace(heap, &instance, &process.stack, process.at)
        }
        _ => Term::NIL,
    };
    if trace.is_nil() && item != "current_stacktrace" {
        // In no code: it has not started yet, or hibernates.
        let process = ctx.node.processes.get(number);
        let asleep = process.is_some_and(|process| process.status == Status::Waiting);
        let mfa = process.map(|process| process.initial);
        let mfa = match mfa {
            Some(mfa) if !asleep => [
                mfa.module.into(),
                mfa.function.into(),
                Term::size(mfa.arity as usize),
            ],
            _ => [atom::ERLANG.into(), name("hibernate"), Term::int(3)],
        };
        if item == "current_function" {
            return ctx.heap.tuple(&mfa);
        }
        return ctx.heap.tuple(&[mfa[0], mfa[1], mfa[2], Term::NIL]);
    }
    of_trace(ctx, trace, item)
}

/// `current_stacktrace`, `current_location` or `current_function` from a stack trace.
fn of_trace(ctx: &mut Ctx<'_>, trace: Term, item: &str) -> Term {
    if item == "current_stacktrace" || !trace.is_cons() {
        return trace;
    }
    let (top, _) = ctx.heap.head_tail(trace);
    match ctx.heap.as_tuple::<4>(top) {
        Some([module, function, arity, _]) if item == "current_function" => {
            ctx.heap.tuple(&[module, function, arity])
        }
        _ => top,
    }
}

fn collection_info(ctx: &mut Ctx<'_>, settings: Settings, limit: Option<HeapLimit>) -> Term {
    let limit = limit_term(ctx, limit);
    let pairs = [
        pair(ctx, "max_heap_size", limit),
        pair(
            ctx,
            "min_bin_vheap_size",
            Term::size(settings.min_bin_vheap_size),
        ),
        pair(ctx, "min_heap_size", Term::size(settings.min_heap_size)),
        pair(ctx, "fullsweep_after", Term::size(settings.fullsweep_after)),
        pair(ctx, "minor_gcs", Term::int(0)),
    ];
    ctx.heap.list(&pairs)
}
