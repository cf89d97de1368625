//! Spawning on another node: the request, what waits for its reply, and the reply.

use std::rc::Rc;

use super::dist::Arrival;
use super::event::Peer;
use super::monitor::{AliasMode, Monitor, Watcher};
use super::node::{Env, Node};
use super::pid::Pid;
use super::process::{Priority, Process};
use super::reference::Reference;
use super::remote::Control;
use super::signal::{ExitKind, Signal, atom_parcel, push_own};
use super::spawn::{Parent, Start, spawn};
use bytecode::module::Mfa;
use term::{Atom, Heap, Parcel, Term, atom};

/// A request that has not been answered.
#[derive(Clone, Debug)]
pub struct Pending {
    pub reference: u64,
    pub node: Atom,
    /// Tag of the messages `{Tag, Reference, ok | error, Result}`, `spawn_reply` if not given.
    pub tag: Option<Rc<Parcel>>,
    pub on_success: bool,
    pub on_error: bool,
    /// What the monitor is to be like, if one was asked for.
    pub monitor: Option<MonitorWish>,
}

#[derive(Clone, Debug)]
pub struct MonitorWish {
    pub tag: Option<Parcel>,
    pub alias: Option<AliasMode>,
}

/// A request from another node.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub reference: Reference,
    pub from: Pid,
    pub leader: Pid,
    pub initial: Mfa,
    pub options: Rc<Parcel>,
}

/// The options that matter on the new process's node.
#[derive(Default)]
struct Options {
    link: bool,
    monitor: bool,
    priority: Priority,
}

/// `None`: one of them does not exist.
fn options(parcel: &Parcel) -> Option<Options> {
    let heap = parcel.heap();
    let mut options = Options::default();
    for option in heap.iter_list(parcel.root()) {
        let (name, value) = match heap.as_tuple(option) {
            Some([name, value]) => (name, Some(value)),
            None => (option, None),
        };
        match (name.as_atom().map(Atom::text), value) {
            (Some("link"), None) => options.link = true,
            (Some("monitor"), _) => options.monitor = true,
            (Some("priority"), Some(value)) => {
                options.priority = match value.as_atom().map(Atom::text) {
                    Some("low") => Priority::Low,
                    Some("high") => Priority::High,
                    Some("max") => Priority::Max,
                    _ => Priority::Normal,
                };
            }
            // What the memory of a process of OTP's can be told means nothing here.
            (
                Some(
                    "fullsweep_after" | "min_heap_size" | "min_bin_vheap_size" | "max_heap_size"
                    | "message_queue_data" | "async_dist",
                ),
                Some(_),
            ) => {}
            _ => return None,
        }
    }
    Some(options)
}

impl Node {
    /// Makes a process for another node and tells it the outcome.
    pub(super) fn spawn_for(&mut self, env: &mut Env, request: Incoming, heap: &Heap, args: Term) {
        let Pid::Remote(from) = request.from else {
            return;
        };
        let args = heap.list_to_vec(args).unwrap_or_default();
        let Mfa {
            module,
            function,
            arity,
            ..
        } = request.initial;
        let (options, failure) = match options(&request.options) {
            Some(options) => (options, atom::SYSTEM_LIMIT),
            None => (Options::default(), Atom::intern("badopt")),
        };
        let mut made = None;
        if failure == atom::SYSTEM_LIMIT && args.len() == arity as usize && arity <= 255 {
            let mut scratch = Heap::new();
            let leader = request.leader.to_term(&mut scratch);
            let start = Start::Mfa(module, function, &args);
            let parent = Parent {
                pid: Some(request.from),
                ..Parent::default()
            };
            made = spawn(self, env, heap, start, Term::NIL, parent, options.priority);
            if let Some(process) = made.and_then(|number| self.processes.get_mut(number)) {
                process.group_leader =
                    term::copy::copy(&scratch, leader, &mut process.heap, 64).unwrap_or(Term::NIL);
                if options.link {
                    process.add_link(request.from);
                }
                if options.monitor {
                    process.relations().watchers.push(Watcher {
                        reference: request.reference.clone(),
                        pid: request.from,
                        name: None,
                    });
                }
            }
        }
        let control = Control::SpawnReply {
            reference: request.reference,
            to: request.from,
            linked: options.link && made.is_some(),
            monitored: options.monitor && made.is_some(),
            result: made.map(Pid::Local).ok_or(failure),
        };
        self.say(
            from.node,
            made.unwrap_or(0),
            control,
            None,
            Arrival::default(),
        );
    }
}

/// The reply has come to the process that asked.
pub(super) fn apply_reply(
    node: &mut Node,
    env: &mut Env,
    process: &mut Process,
    reference: u64,
    (linked, monitored): (bool, bool),
    result: Result<Pid, Atom>,
) {
    let relations = process.relations();
    let Some(at) = relations
        .spawning
        .iter()
        .position(|pending| pending.reference == reference)
    else {
        if let Ok(child) = result {
            abandoned(node, process.number, child, reference, (linked, monitored));
        }
        return;
    };
    let pending = relations.spawning.remove(at);
    let alias = match &pending.monitor {
        Some(MonitorWish { alias: Some(_), .. }) => process.number,
        _ => 0,
    };
    if let Ok(child) = result {
        if linked {
            process.add_link(child);
        }
        if let (true, Some(wish)) = (monitored, pending.monitor) {
            process.relations().monitors.push(Monitor {
                reference,
                target: Peer::Pid(child),
                pid: Some(child),
                tag: wish.tag,
                alias: wish.alias,
            });
        }
    } else {
        process.relations().aliases.remove(&reference);
    }
    let wanted = if result.is_ok() {
        pending.on_success
    } else {
        pending.on_error
    };
    if !wanted {
        return;
    }
    let heap = &mut process.heap;
    let tag = pending
        .tag
        .map_or(Term::from_atom(Atom::intern("spawn_reply")), |tag| {
            tag.unpack(heap)
        });
    let id = heap.reference(reference, alias);
    let message = match result {
        Ok(child) => {
            let child = child.to_term(heap);
            heap.tuple(&[tag, id, atom::OK.into(), child])
        }
        Err(reason) => heap.tuple(&[tag, id, atom::ERROR.into(), reason.into()]),
    };
    let cause = env.log.head();
    push_own(node, env, process, message, result.ok(), cause);
}

/// The process that asked is gone, or does not want to know any more: what it asked for is undone.
pub(super) fn abandoned(
    node: &mut Node,
    asker: u32,
    child: Pid,
    reference: u64,
    (linked, monitored): (bool, bool),
) {
    let from = Pid::Local(asker);
    if linked {
        let signal = Signal::Exit {
            from,
            reason: atom_parcel(atom::NOPROC),
            kind: ExitKind::Link,
            cause: 0,
        };
        node.send_signal(asker, child, signal);
    }
    if monitored {
        let reference = Reference::Local {
            id: reference,
            alias: 0,
        };
        node.send_signal(asker, child, Signal::Demonitor { from, reference });
    }
}
