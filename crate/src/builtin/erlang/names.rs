//! Names of processes: `register`, `unregister`, `whereis`, `registered`; the group leader; the process itself.

use super::super::arguments;
use super::super::builtins;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::What;
use process::pid::Pid;
use process::signal::Signal;
use process::tracing::Flags;
use term::{Term, atom};

builtins! {
    "group_leader"/0 Constant effect = group_leader;
    "group_leader"/2 Constant effect = set_group_leader;
    "is_process_alive"/1 Constant effect = is_process_alive;
    "processes"/0 Linear effect = processes;
    "register"/2 Constant effect = register;
    "registered"/0 Linear effect = registered;
    "self"/0 Constant effect = self_0;
    "unregister"/1 Constant effect = unregister;
    "whereis"/1 Constant effect = whereis;
}

fn self_0(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Ok(ctx.self_pid())
}

fn register(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let number = args[1].as_local_pid().ok_or_else(Trap::badarg)?;
    if name == atom::UNDEFINED {
        return Err(Trap::badarg());
    }
    if !ctx.node.processes.is_alive(number) {
        return Err(arguments::caused(ctx, "notalive"));
    }
    let is_taken = ctx.node.whereis(name).is_some();
    let process = if number == ctx.process.number {
        Some(&mut *ctx.process)
    } else {
        ctx.node.processes.get_mut(number)
    };
    match process {
        Some(process) if process.name.is_some() => {
            return Err(arguments::caused(ctx, "registered_name"));
        }
        Some(process) if !is_taken => process.name = Some(name),
        _ => return Err(arguments::caused(ctx, "none")),
    }
    ctx.node.register(name, number);
    if ctx.env.log.is_on() {
        ctx.node
            .log(ctx.env, Some(number), None, What::Register { name });
    }
    trace(ctx, number, "register", name.into());
    Ok(Term::bool(true))
}

/// Tells the tracer of process `number` about its name.
fn trace(ctx: &mut Ctx<'_>, number: u32, tag: &str, name: Term) {
    if number == ctx.process.number {
        return ctx.trace(Flags::PROCS, tag, &[name]);
    }
    let other = ctx.node.processes.get(number);
    if let Some(trace) = other.and_then(|process| process.trace)
        && trace.flags.has(Flags::PROCS)
    {
        ctx.node
            .trace(ctx.env, (number, trace), tag, |_| vec![name]);
    }
}

fn unregister(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let number = ctx.node.unregister(name).ok_or_else(Trap::badarg)?;
    if number == ctx.process.number {
        ctx.process.name = None;
    } else if let Some(process) = ctx.node.processes.get_mut(number) {
        process.name = None;
    }
    if ctx.env.log.is_on() {
        ctx.node
            .log(ctx.env, Some(number), None, What::Unregister { name });
    }
    trace(ctx, number, "unregister", name.into());
    Ok(Term::bool(true))
}

fn whereis(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    Ok(ctx
        .node
        .whereis(name)
        .map_or(atom::UNDEFINED.into(), Term::local_pid))
}

fn registered(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let names: Vec<Term> = ctx
        .node
        .names()
        .iter()
        .map(|(name, _)| Term::from_atom(*name))
        .collect();
    Ok(ctx.heap.list(&names))
}

fn processes(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    ctx.handle_kept();
    let pids: Vec<Term> = ctx
        .node
        .processes
        .numbers()
        .into_iter()
        .map(Term::local_pid)
        .collect();
    ctx.charge(pids.len());
    Ok(ctx.heap.list(&pids))
}

fn is_process_alive(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    let alive = ctx.node.processes.is_alive(number);
    if !alive {
        ctx.handle_kept();
    }
    Ok(Term::bool(alive))
}

fn group_leader(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Ok(ctx.process.group_leader)
}

fn set_group_leader(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let leader = arguments::pid(ctx, args[0])?;
    let of = arguments::pid(ctx, args[1])?;
    if of == Pid::Local(ctx.process.number) {
        ctx.process.group_leader = args[0];
        return Ok(Term::bool(true));
    }
    if let Pid::Local(number) = of
        && !ctx.node.processes.is_alive(number)
    {
        return Err(Trap::badarg());
    }
    ctx.send_signal(of, Signal::GroupLeader { leader });
    Ok(Term::bool(true))
}
