//! Making processes: `spawn`, `spawn_link`, `spawn_monitor`, `spawn_opt`.

use super::super::arguments;
use super::super::builtins;
use super::flags::heap_size;
use super::links::link_to;
use super::monitors::{self, monitor_process};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::Peer;
use process::monitor::Watcher;
use process::pid::Pid;
use process::process::{HeapLimit, Priority, Settings};
use process::remote::Control;
use process::signal::Signal;
use process::spawn::Start;
use term::heap::Fun;
use term::{Atom, Term, atom};

builtins! {
    "spawn"/1 Linear effect = spawn_fun;
    "spawn"/3 Linear effect = spawn_mfa;
    "spawn_link"/1 Linear effect = spawn_link_fun;
    "spawn_link"/3 Linear effect = spawn_link_mfa;
    "spawn_monitor"/1 Linear effect = spawn_monitor_fun;
    "spawn_monitor"/3 Linear effect = spawn_monitor_mfa;
    "spawn_opt"/2 Linear effect = spawn_opt_fun;
    "spawn_opt"/4 Linear effect = spawn_opt_mfa;
}

/// What `spawn_opt` is asked for.
#[derive(Default)]
struct Options {
    link: bool,
    monitor: Option<monitors::Options>,
    priority: Priority,
    limit: Option<HeapLimit>,
    settings: Settings,
}

fn spawn_fun(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    from_fun(ctx, args[0], Options::default())
}

fn spawn_link_fun(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    from_fun(
        ctx,
        args[0],
        Options {
            link: true,
            ..Options::default()
        },
    )
}

fn spawn_monitor_fun(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if args[0].is_fun() && arity_of(ctx, args[0]) != 0 {
        return Err(Trap::badarg());
    }
    from_fun(
        ctx,
        args[0],
        Options {
            monitor: Some(monitors::Options::default()),
            ..Options::default()
        },
    )
}

fn spawn_opt_fun(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let options = options(ctx, args[1]).map_err(|_| arguments::caused(ctx, "badopt"))?;
    from_fun(ctx, args[0], options)
}

fn spawn_mfa(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    from_mfa(ctx, args, Options::default())
}

fn spawn_link_mfa(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    from_mfa(
        ctx,
        args,
        Options {
            link: true,
            ..Options::default()
        },
    )
}

fn spawn_monitor_mfa(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    from_mfa(
        ctx,
        args,
        Options {
            monitor: Some(monitors::Options::default()),
            ..Options::default()
        },
    )
}

fn spawn_opt_mfa(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let options = options(ctx, args[3]).map_err(|_| arguments::caused(ctx, "badopt"))?;
    from_mfa(ctx, args, options)
}

fn arity_of(ctx: &Ctx<'_>, fun: Term) -> u32 {
    let (Fun::Local { arity, .. } | Fun::Export { arity, .. }) = ctx.heap.fun_parts(fun);
    arity
}

fn from_fun(ctx: &mut Ctx<'_>, fun: Term, options: Options) -> NativeResult {
    if !fun.is_fun() {
        return Err(Trap::badarg());
    }
    if arity_of(ctx, fun) == 0 {
        return start(ctx, Start::Fun(fun), options);
    }
    // The process is made, and fails.
    let failing = Start::Mfa(atom::ERLANG, Atom::intern("badarity"), &[fun]);
    let made = start(ctx, failing, options)?;
    let pid = ctx.heap.as_tuple::<2>(made).map_or(made, |[pid, _]| pid);
    let number = pid.as_local_pid();
    if let Some(process) = number.and_then(|number| ctx.node.processes.get_mut(number)) {
        process.started_by_fun = true;
    }
    Ok(made)
}

fn from_mfa(ctx: &mut Ctx<'_>, args: &[Term], options: Options) -> NativeResult {
    let (module, function) = (arguments::atom(args[0])?, arguments::atom(args[1])?);
    let list = arguments::list(ctx, args[2])?;
    if list.len() > 255 {
        return Err(Trap::system_limit());
    }
    start(ctx, Start::Mfa(module, function, &list), options)
}

fn start(ctx: &mut Ctx<'_>, start: Start<'_>, options: Options) -> NativeResult {
    let number = ctx
        .spawn(start, options.priority, None)
        .ok_or_else(Trap::system_limit)?;
    ctx.reductions -= 15;
    let child = Pid::Local(number);
    if let Some(process) = ctx.node.processes.get_mut(number) {
        process.limits = options.limit.map(Box::new);
        if options.settings != Settings::default() {
            process.relations().settings = options.settings;
        }
    }
    if options.link {
        link_to(ctx, child);
    }
    let pid = Term::local_pid(number);
    match options.monitor {
        Some(monitor) => {
            let reference = monitor_process(ctx, Peer::Pid(child), monitor);
            Ok(ctx.heap.tuple(&[pid, reference]))
        }
        None => Ok(pid),
    }
}

/// Whether `spawn_opt` takes this option.
pub(super) fn is_option(ctx: &mut Ctx<'_>, option: Term) -> bool {
    let list = ctx.heap.list(&[option]);
    options(ctx, list).is_ok()
}

/// Makes the process that a `spawn_request` on this node asks for; the reply is a message to the caller.
pub(super) fn for_request(ctx: &mut Ctx<'_>, request: Control, args: Term) -> Result<(), Trap> {
    let Control::SpawnRequest {
        reference,
        initial,
        options: wanted,
        ..
    } = request
    else {
        return Ok(());
    };
    let list = wanted.unpack(&mut ctx.heap);
    let options = options(ctx, list)?;
    let args = arguments::list(ctx, args)?;
    let start = Start::Mfa(initial.module, initial.function, &args);
    let made = ctx.spawn(start, options.priority, None);
    ctx.reductions -= 15;
    let me = Pid::Local(ctx.process.number);
    let (linked, monitored) = (options.link, options.monitor.is_some());
    if let Some(process) = made.and_then(|number| ctx.node.processes.get_mut(number)) {
        process.limits = options.limit.map(Box::new);
        if linked {
            process.add_link(me);
        }
        if monitored {
            process.relations().watchers.push(Watcher {
                reference: reference.clone(),
                pid: me,
                name: None,
            });
        }
    }
    let reply = Signal::SpawnReply {
        reference: reference.local_id().unwrap_or(0),
        linked: linked && made.is_some(),
        monitored: monitored && made.is_some(),
        result: made.map(Pid::Local).ok_or(atom::SYSTEM_LIMIT),
    };
    ctx.send_signal(me, reply);
    Ok(())
}

fn options(ctx: &Ctx<'_>, list: Term) -> Result<Options, Trap> {
    let mut options = Options::default();
    for option in arguments::list(ctx, list)? {
        match option.as_atom().map(Atom::text) {
            Some("link") => options.link = true,
            Some("monitor") => options.monitor = Some(monitors::Options::default()),
            Some(_) => return Err(Trap::badarg()),
            None => {
                let [name, value] = ctx.heap.as_tuple(option).ok_or_else(Trap::badarg)?;
                match name.as_atom().map(Atom::text) {
                    Some("monitor") => options.monitor = Some(monitors::options(ctx, value)?),
                    Some("priority") => options.priority = priority(value)?,
                    Some("max_heap_size") => options.limit = heap_limit(ctx, value)?,
                    // Tuning of a collector that works differently here: it is only told again.
                    Some("fullsweep_after") => {
                        options.settings.fullsweep_after = arguments::size(value)?.min(65_535);
                    }
                    Some("min_heap_size") => {
                        options.settings.min_heap_size = heap_size(arguments::size(value)?);
                    }
                    Some("min_bin_vheap_size") => {
                        options.settings.min_bin_vheap_size = heap_size(arguments::size(value)?);
                    }
                    Some("message_queue_data") => {
                        options.settings.off_heap_messages = match arguments::atom(value)?.text() {
                            "off_heap" => true,
                            "on_heap" => false,
                            _ => return Err(Trap::badarg()),
                        };
                    }
                    _ => return Err(Trap::badarg()),
                }
            }
        }
    }
    Ok(options)
}

pub(super) fn priority(term: Term) -> Result<Priority, Trap> {
    match term.as_atom().map(Atom::text) {
        Some("low") => Ok(Priority::Low),
        Some("normal") => Ok(Priority::Normal),
        Some("high") => Ok(Priority::High),
        Some("max") => Ok(Priority::Max),
        _ => Err(Trap::badarg()),
    }
}

/// A size in words or a map with `size`, `kill`, `error_logger`; 0 is no limit.
pub(super) fn heap_limit(ctx: &Ctx<'_>, term: Term) -> Result<Option<HeapLimit>, Trap> {
    let mut limit = HeapLimit {
        words: 0,
        kill: true,
        report: true,
    };
    if term.is_map() {
        let get = |name: &str| term::map::get(&ctx.heap, term, Atom::intern(name).into());
        limit.words = arguments::size(get("size").ok_or_else(Trap::badarg)?)?;
        if let Some(kill) = get("kill") {
            limit.kill = arguments::boolean(kill)?;
        }
        if let Some(report) = get("error_logger") {
            limit.report = arguments::boolean(report)?;
        }
    } else {
        limit.words = arguments::size(term)?;
    }
    Ok((limit.words > 0).then_some(limit))
}
