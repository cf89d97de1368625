//! What a process says about its own running: `process_flag`, and the collection it asks for.

use super::super::{arguments, builtins};
use super::info::{limit_term, messages_are, name, priority_name};
use super::spawning::{heap_limit, priority};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Atom, Term};

builtins! {
    "garbage_collect"/0 Linear effect = garbage_collect;
    "garbage_collect"/1 Linear effect = garbage_collect;
    "garbage_collect"/2 Linear effect = garbage_collect;
    "process_flag"/2 Constant effect = process_flag_2;
    "process_flag"/3 Constant effect = process_flag_3;
}

fn process_flag_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let value = args[1];
    Ok(match arguments::atom(args[0])?.text() {
        "trap_exit" => {
            let new = arguments::boolean(value)?;
            Term::bool(std::mem::replace(&mut ctx.process.trap_exit, new))
        }
        "priority" => {
            let new = priority(value)?;
            priority_name(std::mem::replace(&mut ctx.process.priority, new))
        }
        "max_heap_size" => {
            let new = heap_limit(ctx, value)?;
            let old = std::mem::replace(&mut ctx.process.limits, new.map(Box::new));
            limit_term(ctx, old.map(|limit| *limit))
        }
        flag => return told_flag(ctx, flag, value),
    })
}

/// A flag that is only kept: its value before.
fn told_flag(ctx: &mut Ctx<'_>, flag: &str, value: Term) -> NativeResult {
    let old = ctx.process.settings();
    let settings = &mut ctx.process.relations().settings;
    Ok(match flag {
        "min_heap_size" => {
            settings.min_heap_size = heap_size(arguments::size(value)?);
            Term::size(old.min_heap_size)
        }
        "min_bin_vheap_size" => {
            settings.min_bin_vheap_size = heap_size(arguments::size(value)?);
            Term::size(old.min_bin_vheap_size)
        }
        "fullsweep_after" => {
            settings.fullsweep_after = arguments::size(value)?.min(65_535);
            Term::size(old.fullsweep_after)
        }
        "message_queue_data" => {
            settings.off_heap_messages = match arguments::atom(value)?.text() {
                "off_heap" => true,
                "on_heap" => false,
                _ => return Err(Trap::badarg()),
            };
            messages_are(old.off_heap_messages)
        }
        "error_handler" => {
            settings.error_handler = arguments::atom(value)?;
            old.error_handler.into()
        }
        "sensitive" => {
            settings.sensitive = arguments::boolean(value)?;
            Term::bool(old.sensitive)
        }
        "save_calls" => {
            settings.save_calls = arguments::size(value)?;
            Term::size(old.save_calls)
        }
        _ => return Err(arguments::caused(ctx, "badopt")),
    })
}

/// The least size that a heap of OTP's can have to hold so many words: each is the sum of the two before, and one more.
pub(super) fn heap_size(words: usize) -> usize {
    let (mut smaller, mut size) = (142, 233);
    while size < words {
        (smaller, size) = (size, smaller + size + 1);
    }
    size
}

fn process_flag_3(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    if !ctx.node.processes.is_alive(number) || args[1] != name("save_calls") {
        return Err(Trap::badarg());
    }
    arguments::size(args[2])?;
    Ok(Term::int(0))
}

fn garbage_collect(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let request = match args.get(1) {
        Some(&options) => collection_request(ctx, options)?,
        None => None,
    };
    let collected = collect_now(ctx, args.first().copied())?;
    let Some(request) = request else {
        return Ok(collected);
    };
    let message = ctx
        .heap
        .tuple(&[name("garbage_collect"), request, collected]);
    let me = arguments::peer(ctx, ctx.self_pid())?;
    ctx.send(me, message);
    Ok(name("async"))
}

/// What `{async, Id}` names the answer with. Collections are all of one kind here.
fn collection_request(ctx: &mut Ctx<'_>, options: Term) -> Result<Option<Term>, Trap> {
    let mut request = None;
    for option in arguments::list(ctx, options)? {
        let [key, value] = ctx.heap.as_tuple(option).ok_or_else(Trap::badarg)?;
        match (
            arguments::atom(key)?.text(),
            value.as_atom().map(Atom::text),
        ) {
            ("async", _) => request = Some(value),
            ("type", Some("major" | "minor")) => {}
            _ => return Err(Trap::badarg()),
        }
    }
    Ok(request)
}

fn collect_now(ctx: &mut Ctx<'_>, pid: Option<Term>) -> NativeResult {
    match pid {
        None => ctx.heap.request_collection(),
        Some(pid) => {
            let number = pid.as_local_pid().ok_or_else(Trap::badarg)?;
            if number == ctx.process.number {
                ctx.heap.request_collection();
                return Ok(Term::bool(true));
            }
            ctx.handle_kept();
            if !ctx.node.processes.is_alive(number) {
                return Ok(Term::bool(false));
            }
            if let Some(process) = ctx.node.processes.get_mut(number) {
                process.heap.request_collection();
            }
        }
    }
    Ok(Term::bool(true))
}
