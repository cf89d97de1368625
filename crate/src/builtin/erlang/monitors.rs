//! Monitors and aliases: `monitor/2,3`, `demonitor/1,2`, `alias/0,1`, `unalias/1`.

use super::super::arguments;
use super::super::builtins;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::dist::Arrival;
use process::event::{Peer, What};
use process::monitor::{AliasMode, Monitor, Watcher};
use process::pid::Pid;
use process::reference::Reference;
use process::remote::{Control, Target};
use process::signal::{Signal, atom_parcel};
use term::{Atom, Parcel, Term, atom};

builtins! {
    "alias"/0 Constant effect = alias;
    "alias"/1 Constant effect = alias;
    "demonitor"/1 Constant effect = demonitor_1;
    "demonitor"/2 Constant effect = demonitor_2;
    "monitor"/2 Constant effect = monitor_2;
    "monitor"/3 Constant effect = monitor_3;
    "unalias"/1 Constant effect = unalias;
}

/// Options of `monitor/3`.
#[derive(Default)]
pub(super) struct Options {
    pub alias: Option<AliasMode>,
    pub tag: Option<Parcel>,
}

pub(super) fn options(ctx: &Ctx<'_>, list: Term) -> Result<Options, Trap> {
    let mut options = Options::default();
    for option in arguments::list(ctx, list)? {
        let [name, value] = ctx.heap.as_tuple(option).ok_or_else(Trap::badarg)?;
        match name.as_atom().map(Atom::text) {
            Some("alias") => {
                options.alias = Some(match value.as_atom().map(Atom::text) {
                    Some("explicit_unalias") => AliasMode::Explicit,
                    Some("demonitor") => AliasMode::Demonitor,
                    Some("reply_demonitor") => AliasMode::ReplyDemonitor,
                    _ => return Err(Trap::badarg()),
                });
            }
            Some("tag") => {
                let parcel = Parcel::pack(&ctx.heap, value, ctx.env.words_max)
                    .map_err(|_| Trap::system_limit())?;
                options.tag = Some(parcel);
            }
            _ => return Err(Trap::badarg()),
        }
    }
    Ok(options)
}

fn monitor_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    monitor(ctx, args[0], args[1], Options::default())
}

fn monitor_3(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let options = options(ctx, args[2]).map_err(|_| arguments::caused(ctx, "badopt"))?;
    monitor(ctx, args[0], args[1], options)
}

fn monitor(ctx: &mut Ctx<'_>, kind: Term, item: Term, options: Options) -> NativeResult {
    match arguments::atom(kind)? {
        atom::PROCESS => {
            let target = arguments::peer(ctx, item)?;
            if matches!(target, Peer::RemoteName(..)) && ctx.node.name == atom::NONODE_NOHOST {
                return Err(Trap::badarg());
            }
            Ok(monitor_process(ctx, target, options))
        }
        // The clock's offset never changes here: such a monitor is quiet.
        atom::TIME_OFFSET => Ok(ctx.make_reference()),
        atom::PORT => super::ports::monitor(ctx, item),
        _ => Err(Trap::badarg()),
    }
}

/// Watches `target` and returns the monitor's reference.
pub(super) fn monitor_process(ctx: &mut Ctx<'_>, target: Peer, options: Options) -> Term {
    let id = ctx.node.new_reference();
    let alias = if options.alias.is_some() {
        ctx.process.number
    } else {
        0
    };
    let reference = ctx.heap.reference(id, alias);
    let me = ctx.process.number;
    ctx.log(What::Monitor {
        peer: target,
        reference: id,
    });
    let name = match target {
        Peer::Name(name) | Peer::RemoteName(name, _) => Some(name),
        Peer::Pid(_) => None,
    };
    let pid = match target {
        Peer::Pid(pid) => Some(pid),
        Peer::Name(name) => ctx.node.whereis(name).map(Pid::Local),
        Peer::RemoteName(..) => None,
    };
    if let Some(mode) = options.alias {
        ctx.process.relations().aliases.insert(id, mode);
    }
    if pid == Some(Pid::Local(me)) {
        // A process that monitors itself never hears of it.
        return reference;
    }
    let monitor = Monitor {
        reference: id,
        target,
        pid,
        tag: options.tag,
        alias: options.alias,
    };
    ctx.process.relations().monitors.push(monitor);
    let from = Pid::Local(me);
    let identity = Reference::Local { id, alias };
    match (pid, target) {
        (Some(pid), _) => {
            let watcher = Watcher {
                reference: identity,
                pid: from,
                name,
            };
            ctx.send_signal(pid, Signal::Monitor(watcher));
        }
        (None, Peer::RemoteName(name, node)) => {
            let control = Control::Monitor {
                from,
                target: Target::Name(name),
                reference: identity,
            };
            ctx.node.say(node, me, control, None, Arrival::default());
        }
        (None, _) => {
            let down = Signal::Down {
                reference: identity,
                target,
                reason: atom_parcel(atom::NOPROC),
                cause: 0,
            };
            ctx.send_signal(from, down);
        }
    }
    reference
}

fn demonitor_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (id, _) = arguments::reference(ctx, args[0])?;
    demonitor(ctx, id);
    Ok(Term::bool(true))
}

fn demonitor_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (id, _) = arguments::reference(ctx, args[0])?;
    let (mut flush, mut info) = (false, false);
    for option in arguments::list(ctx, args[1])? {
        match option.as_atom().map(Atom::text) {
            Some("flush") => flush = true,
            Some("info") => info = true,
            _ => return Err(Trap::badarg()),
        }
    }
    let found = demonitor(ctx, id);
    if flush && !found {
        let heap = &ctx.heap;
        ctx.process.mailbox.remove_first(|message| {
            heap.as_tuple(message)
                .is_some_and(|[_, reference, _, _, _]: [Term; 5]| {
                    heap.as_local_reference(reference)
                        .is_some_and(|(other, _)| other == id)
                })
        });
    }
    Ok(Term::bool(!info || found))
}

/// Whether the monitor was still there.
fn demonitor(ctx: &mut Ctx<'_>, id: u64) -> bool {
    let Some(monitor) = ctx.process.remove_monitor(id) else {
        return super::ports::demonitor(ctx, id);
    };
    if matches!(
        monitor.alias,
        Some(AliasMode::Demonitor | AliasMode::ReplyDemonitor)
    ) {
        ctx.process.relations().aliases.remove(&id);
    }
    ctx.log(What::Demonitor { reference: id });
    let me = ctx.process.number;
    ctx.node.forget_monitor(me, &monitor);
    true
}

fn alias(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut mode = AliasMode::Explicit;
    if let Some(&list) = args.first() {
        for option in arguments::list(ctx, list)? {
            mode = match option.as_atom().map(Atom::text) {
                Some("reply") => AliasMode::Reply,
                Some("explicit_unalias") => AliasMode::Explicit,
                _ => return Err(Trap::badarg()),
            };
        }
    }
    let id = ctx.node.new_reference();
    ctx.process.relations().aliases.insert(id, mode);
    let number = ctx.process.number;
    Ok(ctx.heap.reference(id, number))
}

fn unalias(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Some(id) = arguments::own_reference(ctx, args[0])? else {
        return Ok(Term::bool(false));
    };
    let removed = ctx
        .process
        .relations
        .as_mut()
        .and_then(|relations| relations.aliases.remove(&id));
    Ok(Term::bool(removed.is_some()))
}
