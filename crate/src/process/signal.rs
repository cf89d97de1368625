//! Signals: all that one process does to another. One function delivers them, whoever sent them.
//!
//! Order is kept per pair of processes: messages are put into the mailbox at once, other signals queue on the node and are
//! handled before the sender executes its next instruction. A process's end sends more signals; the queue keeps that
//! from recursing, however long the chain of links.

use std::rc::Rc;

use super::dist::Arrival;
use super::event::{Peer, What, payload};
use super::mailbox::Message;
use super::monitor::{AliasMode, Monitor, Watcher};
use super::node::{Env, Node};
use super::pid::Pid;
use super::process::{Process, Status};
use super::reference::Reference;
use super::remote::{Control, Target};
use super::request;
use super::socket::Act;
use super::socket::step::{Details, note};
use super::tables::apply_transfer;
use super::tracing::{Flags, trace_link};
use table::Label;
use term::{Atom, Heap, Parcel, Term, atom, copy};

#[derive(Clone, Debug)]
pub enum Signal {
    Link {
        from: Pid,
    },
    Unlink {
        from: Pid,
    },
    /// From another node, where it is acknowledged with this number.
    UnlinkId {
        id: u64,
        from: Pid,
    },
    UnlinkAck {
        id: u64,
        from: Pid,
    },
    Exit {
        from: Pid,
        reason: Rc<Parcel>,
        kind: ExitKind,
        cause: u64,
    },
    Monitor(Watcher),
    Demonitor {
        from: Pid,
        reference: Reference,
    },
    Down {
        reference: Reference,
        target: Peer,
        reason: Rc<Parcel>,
        cause: u64,
    },
    GroupLeader {
        leader: Pid,
    },
    /// The receiver owns the table now.
    TableTransfer {
        table: Label,
        from: Pid,
        data: Rc<Parcel>,
        cause: u64,
    },
    SpawnReply {
        reference: u64,
        linked: bool,
        monitored: bool,
        result: Result<Pid, Atom>,
    },
    /// What a tracer is told.
    Trace {
        message: Rc<Parcel>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitKind {
    /// A linked process ended, or could not be linked to.
    Link,
    /// `exit/2`.
    Explicit,
}

/// Where a message comes from, for the mailbox and the log.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub from: Option<Pid>,
    pub message: u64,
    pub cause: u64,
}

/// A parcel of one atom.
pub fn atom_parcel(name: Atom) -> Rc<Parcel> {
    Rc::new(Parcel::from_heap(Heap::new(), name.into()))
}

impl Node {
    /// Puts a message into the mailbox of a local process that is not running.
    pub fn deliver_message(
        &mut self,
        env: &mut Env,
        to: u32,
        from_heap: &Heap,
        term: Term,
        origin: Origin,
    ) {
        let Some(process) = self.processes.get_mut(to) else {
            return;
        };
        let before = process.heap.capacity();
        let kept = if process.serves {
            limits::WORDS_RESERVED
        } else {
            0
        };
        let room = (env.words_max + kept).saturating_sub(env.words);
        let Ok(copied) = copy::copy(from_heap, term, &mut process.heap, room) else {
            // There is no room for both: who has the larger heap outgrows the budget. A server that many rely on is not the
            // one to go when it is sent too much at once; nor is it when this one message, small as it may be where its parts are
            // shared, is larger than all the receiver has.
            let to = match origin.from {
                Some(Pid::Local(sender)) if from_heap.capacity() > before || room > before => {
                    sender
                }
                _ => to,
            };
            let reason = atom_parcel(atom::KILL);
            let from = origin.from.unwrap_or(Pid::Local(0));
            let signal = Signal::Exit {
                from,
                reason,
                kind: ExitKind::Explicit,
                cause: origin.cause,
            };
            self.signals.push_back((to, signal));
            return;
        };
        let grown = process.heap.capacity() - before;
        process.counted_words += grown;
        env.words += grown;
        process.mailbox.push(Message {
            term: copied,
            id: origin.message,
            from: origin.from,
        });
        let index = process.mailbox.len() - 1;
        let trace = process.trace;
        if process.status == Status::Waiting {
            process.status = Status::Runnable;
            self.run_queue.push(process);
        }
        if env.log.is_on() {
            let what = What::Queued {
                from: origin.from,
                message: origin.message,
                index,
                payload: payload(from_heap, term),
            };
            self.log(env, Some(to), Some(origin.cause), what);
        }
        if let Some(trace) = trace {
            self.trace_received(env, (to, trace), (origin.from, from_heap, term));
        }
    }

    /// Sends a signal to a process, here or on another node. One to an earlier incarnation of this node finds nobody.
    pub fn send_signal(&mut self, from: u32, to: Pid, signal: Signal) {
        match to {
            Pid::Local(number) => self.signals.push_back((number, signal)),
            Pid::Remote(pid) if pid.node == self.name => self.refuse(to, signal),
            Pid::Remote(pid) => {
                if let Some((control, payload, cause)) = operation(to, signal) {
                    let arrival = Arrival { message: 0, cause };
                    self.say(pid.node, from, control, payload, arrival);
                }
            }
        }
    }

    /// Handles all queued signals but those to `running`, which are returned in order for its slice to handle.
    pub fn deliver_signals(&mut self, env: &mut Env, running: Option<u32>) -> Vec<Signal> {
        let mut own = Vec::new();
        while let Some((to, signal)) = self.signals.pop_front() {
            if Some(to) == running {
                own.push(signal);
                continue;
            }
            match self.processes.take(to) {
                Some(mut process) => {
                    if let Some(end) = apply(self, env, &mut process, signal) {
                        terminate(self, env, *process, &end);
                    } else {
                        let wake = process.status == Status::Waiting
                            && (process.mailbox.has_unseen() || process.timed_out);
                        self.processes.put_back(process);
                        if wake {
                            self.wake(to);
                        }
                    }
                }
                None => self.refuse(Pid::Local(to), signal),
            }
        }
        own
    }

    /// A signal reached a process that does not exist.
    pub(super) fn refuse(&mut self, to: Pid, signal: Signal) {
        let number = to.local().unwrap_or(0);
        match signal {
            Signal::Link { from } => {
                let signal = Signal::Exit {
                    from: to,
                    reason: atom_parcel(atom::NOPROC),
                    kind: ExitKind::Link,
                    cause: 0,
                };
                self.send_signal(number, from, signal);
            }
            Signal::UnlinkId { id, from } => {
                self.send_signal(number, from, Signal::UnlinkAck { id, from: to });
            }
            Signal::Monitor(watcher) => {
                let target = watcher.name.map_or(Peer::Pid(to), Peer::Name);
                let down = Signal::Down {
                    reference: watcher.reference,
                    target,
                    reason: atom_parcel(atom::NOPROC),
                    cause: 0,
                };
                self.send_signal(number, watcher.pid, down);
            }
            Signal::SpawnReply {
                reference,
                linked,
                monitored,
                result: Ok(child),
            } => request::abandoned(self, number, child, reference, (linked, monitored)),
            _ => {}
        }
    }
}

/// A signal as another node is told it.
fn operation(to: Pid, signal: Signal) -> Option<(Control, Option<Rc<Parcel>>, u64)> {
    let plain = |control| Some((control, None, 0));
    match signal {
        Signal::Link { from } => plain(Control::Link { from, to }),
        Signal::UnlinkId { id, from } => plain(Control::Unlink { id, from, to }),
        Signal::UnlinkAck { id, from } => plain(Control::UnlinkAck { id, from, to }),
        Signal::Exit {
            from,
            reason,
            kind,
            cause,
        } => {
            let control = match kind {
                ExitKind::Link => Control::Exit { from, to },
                ExitKind::Explicit => Control::Exit2 { from, to },
            };
            Some((control, Some(reason), cause))
        }
        Signal::Monitor(watcher) => plain(Control::Monitor {
            from: watcher.pid,
            target: Target::Pid(to),
            reference: watcher.reference,
        }),
        Signal::Demonitor { from, reference } => plain(Control::Demonitor {
            from,
            target: Target::Pid(to),
            reference,
        }),
        Signal::Down {
            reference,
            target,
            reason,
            cause,
        } => {
            let from = match target {
                Peer::Pid(pid) => Target::Pid(pid),
                Peer::Name(name) | Peer::RemoteName(name, _) => Target::Name(name),
            };
            Some((
                Control::Down {
                    from,
                    to,
                    reference,
                },
                Some(reason),
                cause,
            ))
        }
        Signal::GroupLeader { leader } => plain(Control::GroupLeader { leader, to }),
        // The former is local; the latter comes from nodes, not from processes.
        Signal::Unlink { .. }
        | Signal::TableTransfer { .. }
        | Signal::SpawnReply { .. }
        | Signal::Trace { .. } => None,
    }
}

/// How a process ends.
#[derive(Clone, Debug)]
pub struct End {
    pub reason: Rc<Parcel>,
    /// Number of the event that caused it.
    pub cause: Option<u64>,
}

/// Applies a signal to a process that has been taken out of the table; tells how it ends if it does.
pub fn apply(node: &mut Node, env: &mut Env, process: &mut Process, signal: Signal) -> Option<End> {
    match signal {
        // One that crosses an unlink of ours is not taken up: in the end both sides agree that there is no link.
        Signal::Link { from } => {
            if !process.is_unlinking(from) {
                process.add_link(from);
                trace_link(node, env, process, "getting_linked", from);
            }
        }
        Signal::Unlink { from } => {
            if process.remove_link(from) {
                trace_link(node, env, process, "getting_unlinked", from);
            }
        }
        Signal::UnlinkId { id, from } => {
            process.remove_link(from);
            let me = Pid::Local(process.number);
            node.send_signal(process.number, from, Signal::UnlinkAck { id, from: me });
        }
        Signal::UnlinkAck { id, from } => {
            if let Some(relations) = &mut process.relations {
                relations.unlinking.retain(|entry| *entry != (from, id));
            }
        }
        Signal::Exit {
            from,
            reason,
            kind,
            cause,
        } => {
            return apply_exit(node, env, process, from, &reason, kind, cause);
        }
        Signal::Monitor(watcher) => process.relations().watchers.push(watcher),
        Signal::Demonitor { from, reference } => {
            process.remove_watcher(from, &reference);
        }
        Signal::Down {
            reference,
            target,
            reason,
            cause,
        } => {
            if let Some(reference) = reference.local_id() {
                apply_down(node, env, process, reference, target, &reason, cause);
            }
        }
        Signal::TableTransfer {
            table,
            from,
            data,
            cause,
        } => apply_transfer(node, env, process, (table, from), &data, cause),
        Signal::GroupLeader { leader } => {
            process.group_leader = leader.to_term(&mut process.heap);
        }
        Signal::SpawnReply {
            reference,
            linked,
            monitored,
            result,
        } => request::apply_reply(node, env, process, reference, (linked, monitored), result),
        Signal::Trace { message } => {
            let message = message.unpack(&mut process.heap);
            push_own(node, env, process, message, None, 0);
        }
    }
    None
}

fn apply_exit(
    node: &mut Node,
    env: &mut Env,
    process: &mut Process,
    from: Pid,
    reason: &Rc<Parcel>,
    kind: ExitKind,
    cause: u64,
) -> Option<End> {
    let linked = process.remove_link(from);
    if kind == ExitKind::Link
        && let Some(relations) = &mut process.relations
    {
        relations.unlinking.retain(|(pid, _)| *pid != from);
    }
    if kind == ExitKind::Link && !linked {
        return None;
    }
    if kind == ExitKind::Explicit && linked {
        // Only a broken link ends a link.
        process.add_link(from);
    }
    let is = |name: Atom| reason.root() == Term::from_atom(name);
    let event = if env.log.is_on() {
        let what = What::ExitSignal {
            from,
            reason: Some(reason.clone()),
        };
        Some(node.log(env, Some(process.number), Some(cause), what))
    } else {
        None
    };
    if kind == ExitKind::Explicit && is(atom::KILL) {
        return Some(End {
            reason: atom_parcel(atom::KILLED),
            cause: event,
        });
    }
    // Who ends by it is not told to have lost a link.
    if linked && kind == ExitKind::Link && (process.trap_exit || is(atom::NORMAL)) {
        trace_link(node, env, process, "getting_unlinked", from);
    }
    if process.trap_exit {
        let from_term = from.to_term(&mut process.heap);
        let reason_term = reason.unpack(&mut process.heap);
        let message = process
            .heap
            .tuple(&[atom::CAPITAL_EXIT.into(), from_term, reason_term]);
        push_own(node, env, process, message, Some(from), event.unwrap_or(0));
        return None;
    }
    // A normal exit does not reach others; exit(self(), normal) ends the caller.
    let to_itself = kind == ExitKind::Explicit && from == Pid::Local(process.number);
    if is(atom::NORMAL) && !to_itself {
        return None;
    }
    Some(End {
        reason: reason.clone(),
        cause: event,
    })
}

fn apply_down(
    node: &mut Node,
    env: &mut Env,
    process: &mut Process,
    reference: u64,
    target: Peer,
    reason: &Rc<Parcel>,
    cause: u64,
) {
    let Some(monitor) = process.remove_monitor(reference) else {
        return;
    };
    if matches!(
        monitor.alias,
        Some(AliasMode::Demonitor | AliasMode::ReplyDemonitor)
    ) {
        process.relations().aliases.remove(&reference);
    }
    let event = if env.log.is_on() {
        let what = What::Down {
            peer: target,
            reference,
            reason: Some(reason.clone()),
        };
        node.log(env, Some(process.number), Some(cause), what)
    } else {
        0
    };
    let alias = if monitor.alias.is_some() {
        process.number
    } else {
        0
    };
    let heap = &mut process.heap;
    let tag = monitor
        .tag
        .map_or(Term::from_atom(atom::CAPITAL_DOWN), |tag| tag.unpack(heap));
    let reference = heap.reference(reference, alias);
    // As it was named in the call.
    let object = match monitor.target {
        Peer::Pid(pid) => pid.to_term(heap),
        Peer::Name(name) => heap.tuple(&[name.into(), node.name.into()]),
        Peer::RemoteName(name, at) => heap.tuple(&[name.into(), at.into()]),
    };
    let reason = reason.unpack(heap);
    let message = heap.tuple(&[tag, reference, atom::PROCESS.into(), object, reason]);
    let from = match target {
        Peer::Pid(pid) => Some(pid),
        _ => monitor.pid,
    };
    push_own(node, env, process, message, from, event);
}

/// Queues a message that was built in the process's own heap.
pub fn push_own(
    node: &Node,
    env: &mut Env,
    process: &mut Process,
    term: Term,
    from: Option<Pid>,
    cause: u64,
) {
    env.next_message += 1;
    let id = env.next_message;
    process.mailbox.push(Message { term, id, from });
    if env.log.is_on() {
        let index = process.mailbox.len() - 1;
        let what = What::Queued {
            from,
            message: id,
            index,
            payload: payload(&process.heap, term),
        };
        node.log(env, Some(process.number), Some(cause), what);
    }
}

/// Ends a process that has been taken out of the table: its links and watchers hear of it.
pub fn terminate(node: &mut Node, env: &mut Env, process: Process, end: &End) {
    let number = process.number;
    let me = Pid::Local(number);
    let cause = if env.log.is_on() {
        node.log(
            env,
            Some(number),
            end.cause,
            What::Exit {
                reason: Some(end.reason.clone()),
            },
        )
    } else {
        0
    };
    node.processes.remove(number);
    let trace = process.trace.filter(|trace| trace.flags.has(Flags::PROCS));
    if let Some(trace) = trace {
        let reason = |heap: &mut Heap| vec![end.reason.unpack(heap)];
        node.trace(env, (number, trace), "exit", reason);
    }
    if let Some(name) = process.name {
        node.unregister(name);
        if let Some(trace) = trace {
            node.trace(env, (number, trace), "unregister", |_| vec![name.into()]);
        }
    }
    if let Some(key) = process.receive_timer {
        node.timers.remove(key);
    }
    let normally = end.reason.root() == Term::from_atom(atom::NORMAL);
    for socket in env.net.left_by(node.index, number, normally) {
        note(env, socket, cause, Act::Close, Details::default());
        env.net.close(socket, Some(number), atom::NORMAL);
    }
    env.words = env.words.saturating_sub(process.counted_words);
    node.end_tables_of(env, number, cause);
    for link in &process.links {
        let signal = Signal::Exit {
            from: me,
            reason: end.reason.clone(),
            kind: ExitKind::Link,
            cause,
        };
        node.send_signal(number, *link, signal);
    }
    process.heap.discard(&mut env.spares);
    let Some(relations) = process.relations else {
        return;
    };
    for watcher in relations.watchers {
        let target = watcher.name.map_or(Peer::Pid(me), Peer::Name);
        let down = Signal::Down {
            reference: watcher.reference,
            target,
            reason: end.reason.clone(),
            cause,
        };
        node.send_signal(number, watcher.pid, down);
    }
    for monitor in relations.monitors {
        node.forget_monitor(number, &monitor);
    }
    for suspended in relations.suspending {
        node.resume(suspended, number, true);
    }
}

impl Node {
    /// Takes back one suspension of a process by another, or all; the number of those left, `None` if there was none.
    pub fn resume(&mut self, number: u32, by: u32, all: bool) -> Option<u32> {
        let process = self.processes.get_mut(number)?;
        let suspenders = &mut process.relations().suspenders;
        let place = suspenders.iter().position(|(other, _)| *other == by)?;
        suspenders[place].1 -= 1;
        let left = if all { 0 } else { suspenders[place].1 };
        if left == 0 {
            suspenders.remove(place);
        }
        if suspenders.is_empty() && process.status != Status::Doomed {
            // It looks again for what it was waiting for.
            process.status = Status::Runnable;
            self.run_queue.push(process);
        }
        Some(left)
    }

    /// Tells whom a monitor of process `number` watches that it is over.
    pub fn forget_monitor(&mut self, number: u32, monitor: &Monitor) {
        let from = Pid::Local(number);
        let reference = Reference::Local {
            id: monitor.reference,
            alias: if monitor.alias.is_some() { number } else { 0 },
        };
        match (monitor.target, monitor.pid) {
            (Peer::RemoteName(name, node), _) if node != self.name => {
                let control = Control::Demonitor {
                    from,
                    target: Target::Name(name),
                    reference,
                };
                self.say(node, number, control, None, Arrival::default());
            }
            (_, Some(pid)) => self.send_signal(number, pid, Signal::Demonitor { from, reference }),
            (_, None) => {}
        }
    }
}
