//! `trace/3`, `trace_delivered/1`, `trace_info/2` of a process: who is traced.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::tracing::{FLAGS, Flags, Trace};
use table::match_spec::{Control, Switch};
use term::{Atom, Term, atom, map};

builtins! {
    "trace"/3 Linear effect = trace;
    "trace_delivered"/1 Constant effect = trace_delivered;
    "trace_info"/2 Linear effect = trace_info;
}

/// `badarg`, with what of tracing was wrong: the runtime's explainer reads `cause`.
pub(super) fn problem(ctx: &mut Ctx<'_>, cause: &str) -> Trap {
    let explainer = Atom::intern("erl_erts_errors").into();
    let empty = map::empty(&mut ctx.heap);
    let info = map::put(&mut ctx.heap, empty, atom::MODULE.into(), explainer);
    let (name, cause) = (Atom::intern("cause").into(), Atom::intern(cause).into());
    let info = map::put(&mut ctx.heap, info, name, cause);
    Trap::RaiseInfo {
        class: machine::host::Class::Error,
        reason: atom::BADARG.into(),
        info,
    }
}

/// The flags, and the tracer if one is named.
fn flags(ctx: &mut Ctx<'_>, list: Term) -> Result<(Flags, Option<u32>), Trap> {
    let Some(names) = ctx.heap.list_to_vec(list) else {
        return Err(problem(ctx, "badopt"));
    };
    let (mut flags, mut tracer) = (Flags::default(), None);
    for name in names {
        if let Some([key, value]) = ctx.heap.as_tuple(name)
            && key == Atom::intern("tracer").into()
            && let Some(number) = value.as_local_pid()
        {
            tracer = Some(number);
            continue;
        }
        let known = name.as_atom().and_then(|name| named(name.text()));
        let Some(known) = known else {
            return Err(problem(ctx, "badopt"));
        };
        flags = flags.with(known);
    }
    Ok((flags, tracer))
}

fn named(name: &str) -> Option<Flags> {
    match name {
        "all" => {
            let stamps = Flags::TIMESTAMP.with(Flags::MONOTONIC).with(Flags::STRICT);
            let all = FLAGS
                .iter()
                .fold(Flags::default(), |all, (_, flag)| all.with(*flag));
            Some(all.without(stamps).without(Flags::SILENT))
        }
        "cpu_timestamp" => Some(Flags::default()),
        _ => FLAGS
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, flag)| *flag),
    }
}

/// What a match specification of calls may change of the running process.
pub fn control(ctx: &Ctx<'_>) -> Control {
    Control {
        named: |name| named(name).map(|flags| flags.0),
        flags: ctx.process.trace.map_or(0, |trace| trace.flags.0),
        silent: Flags::SILENT.0,
    }
}

/// Does what a match specification has asked for. A process that has no tracer, and gets none, stays as it is.
pub fn switch(ctx: &mut Ctx<'_>, switch: &Switch) {
    let number = match switch.who {
        None => ctx.process.number,
        Some(who) => {
            let named = who.as_atom().and_then(|name| ctx.node.whereis(name));
            match who.as_local_pid().or(named) {
                Some(number) => number,
                None => return,
            }
        }
    };
    let own = ctx.process.trace.map(|trace| trace.tracer);
    let before = trace_of(ctx, number);
    let Some(tracer) = switch.tracer.or(before.map(|trace| trace.tracer)).or(own) else {
        return;
    };
    let had = before.map_or(Flags::default(), |trace| trace.flags);
    let flags = had.without(Flags(switch.off)).with(Flags(switch.on));
    let after = (flags != Flags::default()).then_some(Trace { flags, tracer });
    set_trace(ctx, number, after);
}

/// How a process is traced.
fn trace_of(ctx: &Ctx<'_>, number: u32) -> Option<Trace> {
    if number == ctx.process.number {
        return ctx.process.trace;
    }
    ctx.node.processes.get(number)?.trace
}

fn set_trace(ctx: &mut Ctx<'_>, number: u32, trace: Option<Trace>) {
    if number == ctx.process.number {
        ctx.process.trace = trace;
    } else if let Some(process) = ctx.node.processes.get_mut(number) {
        process.trace = trace;
    }
}

fn trace(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (mut flags, tracer) = flags(ctx, args[2])?;
    let on = arguments::boolean(args[1])?;
    if !on
        && ctx
            .heap
            .list_to_vec(args[2])
            .is_some_and(|list| list.contains(&Atom::intern("all").into()))
    {
        flags = Flags(u32::MAX);
    }
    let tracer = tracer.unwrap_or(ctx.process.number);
    let change = Change { on, flags, tracer };
    if let Some(number) = args[0].as_local_pid() {
        if !ctx.node.processes.is_alive(number) {
            return Err(Trap::badarg());
        }
        if !change.apply(ctx, number) {
            return Err(Trap::badarg());
        }
        return Ok(Term::int(1));
    }
    let whom = arguments::atom(args[0])?;
    let (old, new) = match whom.text() {
        "all" | "processes" => (true, true),
        "existing" | "existing_processes" => (true, false),
        "new" | "new_processes" => (false, true),
        "ports" | "new_ports" | "existing_ports" => (false, false),
        _ => return Err(Trap::badarg()),
    };
    if new {
        let before = ctx.node.tracing.newcomers;
        ctx.node.tracing.newcomers = change.of(before);
    }
    let numbers = if old {
        ctx.node.processes.numbers()
    } else {
        Vec::new()
    };
    ctx.charge(numbers.len());
    let mut count = 0;
    for number in numbers {
        if number != tracer && change.apply(ctx, number) {
            count += 1;
        }
    }
    Ok(Term::int(count))
}

/// What `trace/3` does to a process.
#[derive(Clone, Copy)]
struct Change {
    on: bool,
    flags: Flags,
    tracer: u32,
}

impl Change {
    fn of(self, before: Option<Trace>) -> Option<Trace> {
        let had = before.map_or(Flags::default(), |trace| trace.flags);
        let flags = if self.on {
            had.with(self.flags)
        } else {
            had.without(self.flags)
        };
        let tracer = match before {
            Some(trace) if !self.on => trace.tracer,
            _ => self.tracer,
        };
        (flags != Flags::default()).then_some(Trace { flags, tracer })
    }

    /// Whether the process could be changed: it is not if it has another tracer that lives.
    fn apply(self, ctx: &mut Ctx<'_>, number: u32) -> bool {
        let before = trace_of(ctx, number);
        let taken = |trace: &Trace| {
            trace.tracer != self.tracer && ctx.node.processes.is_alive(trace.tracer)
        };
        if self.on && before.as_ref().is_some_and(taken) {
            return false;
        }
        let after = self.of(before);
        set_trace(ctx, number, after);
        true
    }
}

/// The message comes when everything before it has: at once, as signals keep their order.
fn trace_delivered(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let is_all = args[0] == Atom::intern("all").into();
    if !is_all && args[0].as_local_pid().is_none() {
        return Err(Trap::badarg());
    }
    let reference = ctx.make_reference();
    let tag = Atom::intern("trace_delivered").into();
    let message = ctx.heap.tuple(&[tag, args[0], reference]);
    let me = ctx.process.number;
    ctx.send_local(me, message);
    Ok(reference)
}

fn trace_info(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let item = arguments::atom(args[1])?;
    if args[0].is_tuple() {
        return super::trace_pattern::info(ctx, args[0], item);
    }
    let trace = match (args[0].as_local_pid(), args[0].as_atom().map(Atom::text)) {
        (Some(number), _) if number == ctx.process.number => ctx.process.trace,
        (Some(number), _) => match ctx.node.processes.get(number) {
            Some(process) => process.trace,
            None => return Ok(atom::UNDEFINED.into()),
        },
        (None, Some("new" | "new_processes")) => ctx.node.tracing.newcomers,
        (None, Some("new_ports")) => None,
        (None, Some(name @ ("send" | "receive"))) => {
            return super::trace_pattern::message_info(ctx, name, item);
        }
        _ => return Err(Trap::badarg()),
    };
    let trace = trace.filter(|trace| ctx.node.processes.is_alive(trace.tracer));
    let value = match item.text() {
        "flags" => {
            let set = trace.map_or(Flags::default(), |trace| trace.flags);
            let names = FLAGS.iter().rev().filter(|(_, flag)| set.has(*flag));
            let names: Vec<Term> = names.map(|(name, _)| Atom::intern(name).into()).collect();
            ctx.heap.list(&names)
        }
        "tracer" => trace.map_or(Term::NIL, |trace| Term::local_pid(trace.tracer)),
        _ => return Err(Trap::badarg()),
    };
    Ok(ctx.heap.tuple(&[item.into(), value]))
}
