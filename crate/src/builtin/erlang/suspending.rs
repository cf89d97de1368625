//! Processes that hold others up: `suspend_process`, `resume_process`.

use super::super::{arguments, builtins};
use super::info::name;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::process::Status;
use term::Term;

builtins! {
    "resume_process"/1 Constant effect = resume_process;
    "suspend_process"/1 Constant effect = suspend_process;
    "suspend_process"/2 Constant effect = suspend_process;
}

/// `suspend_process(Pid, Options)`: as long as a caller has not resumed it as often, it does not run. It stops at once also
/// where the caller would not wait for it.
fn suspend_process(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    let me = ctx.process.number;
    let (mut once, mut reply) = (false, None);
    for option in arguments::list(ctx, args.get(1).copied().unwrap_or(Term::NIL))? {
        match ctx.heap.as_tuple::<2>(option) {
            Some([key, tag]) if key == name("asynchronous") => reply = Some(tag),
            _ if option == name("unless_suspending") => once = true,
            _ if option == name("asynchronous") => {}
            _ => return Err(Trap::badarg()),
        }
    }
    if number == me {
        return Err(Trap::badarg());
    }
    let process = ctx
        .node
        .processes
        .get_mut(number)
        .ok_or_else(Trap::badarg)?;
    let was = process.status;
    let suspenders = &mut process.relations().suspenders;
    match suspenders.iter_mut().find(|(by, _)| *by == me) {
        Some(_) if once => return Ok(Term::bool(false)),
        Some((_, count)) => *count += 1,
        None => suspenders.push((me, 1)),
    }
    let waiting = u32::from(was == Status::Waiting);
    if !matches!(was, Status::Suspended(_) | Status::Doomed) {
        process.status = Status::Suspended(waiting);
    }
    let suspending = &mut ctx.process.relations().suspending;
    if !suspending.contains(&number) {
        suspending.push(number);
    }
    if let Some(tag) = reply {
        let message = ctx.heap.tuple(&[tag, name("suspended")]);
        ctx.send_local(me, message);
    }
    Ok(Term::bool(true))
}

fn resume_process(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    let me = ctx.process.number;
    let left = ctx
        .node
        .resume(number, me, false)
        .ok_or_else(Trap::badarg)?;
    if left == 0 {
        let suspending = &mut ctx.process.relations().suspending;
        suspending.retain(|other| *other != number);
    }
    Ok(Term::bool(true))
}

/// Whom a process has suspended, and how often.
pub(super) fn suspending(ctx: &mut Ctx<'_>, number: u32) -> Term {
    let relations = if number == ctx.process.number {
        &ctx.process.relations
    } else {
        let process = ctx.node.processes.get(number);
        process.map_or(&None, |process| &process.relations)
    };
    let suspended = relations
        .as_ref()
        .map(|relations| relations.suspending.clone());
    let mut entries = Vec::new();
    for other in suspended.unwrap_or_default() {
        let process = ctx.node.processes.get(other);
        let suspenders = process.and_then(|process| process.relations.as_ref());
        let count = suspenders.and_then(|relations| {
            let mut suspenders = relations.suspenders.iter();
            suspenders.find(|(by, _)| *by == number)
        });
        if let Some(&(_, count)) = count {
            let entry = [
                Term::local_pid(other),
                Term::size(count as usize),
                Term::int(0),
            ];
            entries.push(ctx.heap.tuple(&entry));
        }
    }
    ctx.heap.list(&entries)
}
