//! The scheduler: one slice of one process at a time, timers when they are due.

use std::rc::Rc;

use super::ctx::{Ctx, NS_PER_REDUCTION};
use super::event::What;
use super::node::{Env, Node};
use super::pid::Pid;
use super::process::{Process, Status};
use super::signal::{End, Origin, atom_parcel, terminate};
use super::timer::Timer;
use super::tracing::{self, Flags};
use bytecode::module::Mfa;
use machine::host::Class;
use machine::interp::run;
use machine::stop::Stop;
use term::{Atom, Heap, Parcel, Term, atom, work};

/// A process that crashed, for the floor above to report as OTP's logger does.
#[derive(Clone, Debug)]
pub struct Crash {
    pub node: u32,
    pub process: u32,
    /// `{Reason, Stacktrace}`.
    pub reason: Rc<Parcel>,
    /// The process's group leader: on whose node it is reported.
    pub leader: Option<Pid>,
}

/// What a slice came to.
#[derive(Clone, Debug, Default)]
pub struct Slice {
    /// Whether there was a process to run.
    pub ran: bool,
    /// Whether it was interrupted between two events and goes on with the next slice.
    pub paused: bool,
    pub crash: Option<Crash>,
}

/// Live stacks above this size are kept by swapping, not by copying.
const STACK_COPY_WORDS_MAX: usize = 4_096;

/// See [`copy_words`].
const SHALLOW_WORDS_MAX: usize = 16;

/// Runs the next process for one slice. `stack` is the run stack, the same for all.
// Inlined into a floor that is built for size, it would be built for size too.
#[inline(never)]
pub fn run_slice(node: &mut Node, env: &mut Env, stack: &mut Vec<Term>) -> Slice {
    let processes = &node.processes;
    let serves = |number| processes.get(number).is_some_and(|process| process.serves);
    let Some(number) = node.run_queue.pop(serves) else {
        return Slice::default();
    };
    let nothing = Slice {
        ran: true,
        ..Slice::default()
    };
    let Some(mut process) = node.processes.take(number) else {
        return nothing;
    };
    if process.status != Status::Runnable {
        if process.status == Status::Doomed {
            let end = End {
                reason: atom_parcel(atom::KILLED),
                cause: None,
            };
            terminate(node, env, *process, &end);
            node.deliver_signals(env, None);
        } else {
            node.processes.put_back(process);
        }
        return nothing;
    }
    process.status = Status::Running;
    env.context_switches += 1;
    term::order::set_home(node.name, node.creation);
    bring_stack(&mut process.stack, stack);
    let budget = process
        .budget_left
        .take()
        .unwrap_or(limits::REDUCTIONS_PER_SLICE as i32);
    let mut at = process.at;
    if process.trace.is_some() {
        trace_slice(node, env, &process, "in");
    }
    // What was done outside slices is nobody's.
    work::take();
    let mut ctx = Ctx::new(process, node, env, budget);
    let stop = run(&mut ctx, stack, &mut at);
    work::take();
    let mut crash = None;
    let mut end = None;
    let mut live = 0;
    match stop {
        Stop::Yield { live: words } | Stop::Pause { live: words } | Stop::Wait { live: words } => {
            live = words;
        }
        Stop::Done(_) => {
            end = Some(End {
                reason: atom_parcel(atom::NORMAL),
                cause: None,
            });
        }
        Stop::Exception {
            class,
            reason,
            trace,
        } => {
            let reason = exit_reason(&mut ctx.heap, class, reason, trace);
            let parcel = Parcel::pack(&ctx.heap, reason, ctx.env.words_max)
                .map_or_else(|_| atom_parcel(atom::KILLED), Rc::new);
            if class != Class::Exit {
                crash = Some(crash_of(&ctx, &parcel));
            }
            end = Some(End {
                reason: parcel,
                cause: None,
            });
        }
        Stop::Gone => {}
        Stop::OutOfMemory => {
            end = Some(End {
                reason: atom_parcel(atom::KILLED),
                cause: None,
            });
        }
    }
    let live_words = live as usize;
    if end.is_none() && ctx.end.is_none() && !ctx.count_memory(live_words) {
        end = Some(End {
            reason: atom_parcel(atom::KILLED),
            cause: None,
        });
    }
    let left = ctx.reductions;
    let (mut process, used, own_end) = ctx.finish();
    // Time passes with work done.
    env.now_ns += used.max(0) as u64 * NS_PER_REDUCTION;
    env.reductions += used.max(0) as u64;
    let waits = matches!(stop, Stop::Wait { .. });
    if !waits {
        process.at = at;
    }
    if let Some(end) = own_end.or(end) {
        terminate(node, env, *process, &end);
        node.deliver_signals(env, None);
        return Slice {
            ran: true,
            paused: false,
            crash,
        };
    }
    keep_stack(&mut process.stack, stack, live_words);
    process.status = match process
        .relations
        .as_ref()
        .map_or(0, |relations| relations.suspenders.len())
    {
        0 if waits => Status::Waiting,
        0 => Status::Runnable,
        count => Status::Suspended(count as u32),
    };
    let status = process.status;
    let paused = matches!(stop, Stop::Pause { .. }) && left > 0;
    if paused {
        process.budget_left = Some(left);
    } else {
        for signal in process.take_kept() {
            node.signals.push_back((number, signal));
        }
    }
    if process.trace.is_some() {
        trace_slice(node, env, &process, "out");
    }
    if status != Status::Runnable || !node.run_queue.is_empty() {
        process.heap.give_back(&mut env.spares);
    }
    if status == Status::Runnable {
        if paused {
            node.run_queue.push_front(number);
        } else {
            node.run_queue.push(&process);
        }
    }
    node.processes.put_back(process);
    if !node.signals.is_empty() {
        node.deliver_signals(env, None);
    }
    Slice {
        ran: true,
        paused,
        crash,
    }
}

/// Runs slices as long as nothing but a process of this node wants to be looked at, and until all processes have spent
/// `reductions_max`. Returns how many have ended, and the last.
pub fn run_undisturbed(
    node: &mut Node,
    env: &mut Env,
    stack: &mut Vec<Term>,
    reductions_max: u64,
) -> (u64, Slice) {
    let mut count = 0;
    while env.reductions < reductions_max && is_undisturbed(node, env) {
        let slice = run_slice(node, env, stack);
        count += u64::from(!slice.paused);
        // Handed on only here: to copy what has just been written in other pieces is what a processor waits for.
        if slice.paused || slice.crash.is_some() {
            return (count, slice);
        }
    }
    let last = Slice {
        ran: count > 0,
        ..Slice::default()
    };
    (count, last)
}

fn is_undisturbed(node: &Node, env: &Env) -> bool {
    let is_timer_due = || {
        let due = node.timers.next_due_ns();
        due.is_some_and(|due| due <= env.now_ns)
    };
    !node.run_queue.is_empty()
        && node.is_active()
        && node.outbox.is_empty()
        && !node.is_renamed
        && node.wanted_nodes.is_empty()
        && !env.net.has_work()
        && !env.log.wants_pause()
        && !is_timer_due()
}

/// A traced process comes on or goes off.
fn trace_slice(node: &mut Node, env: &mut Env, process: &Process, tag: &str) {
    let running = Flags::RUNNING.with(Flags::RUNNING_PROCS);
    let Some(trace) = process.trace.filter(|trace| trace.flags.has(running)) else {
        return;
    };
    let instance = node.code.instance(process.at.instance);
    let start = if process.started_by_fun {
        Mfa {
            module: atom::ERLANG,
            function: Atom::intern("apply"),
            arity: 2,
        }
    } else {
        process.initial
    };
    let place = process.place(&instance).map_or(start, |place| place.mfa);
    let of = (process.number, trace);
    node.trace(env, of, tag, |heap| vec![tracing::mfa_term(heap, place)]);
}

fn bring_stack(saved: &mut Vec<Term>, stack: &mut Vec<Term>) {
    if saved.len() > STACK_COPY_WORDS_MAX {
        std::mem::swap(saved, stack);
        return;
    }
    if stack.len() < saved.len() + 512 {
        stack.resize(saved.len() + 512, Term::NIL);
    }
    copy_words(saved, &mut stack[..saved.len()]);
}

/// Copies two words at a time, and the odd one by itself, if there are few: most stacks are shallow, and copying a block
/// costs a call, in wasm one into the engine.
#[inline]
fn copy_words(from: &[Term], to: &mut [Term]) {
    if from.len() > SHALLOW_WORDS_MAX {
        to.copy_from_slice(from);
        return;
    }
    let (from_pairs, from_odd) = from.as_chunks::<2>();
    let (to_pairs, to_odd) = to.as_chunks_mut::<2>();
    for (to, from) in to_pairs.iter_mut().zip(from_pairs) {
        *to = *from;
    }
    if let ([to], [from]) = (to_odd, from_odd) {
        *to = *from;
    }
}

#[inline]
fn keep_stack(saved: &mut Vec<Term>, stack: &mut Vec<Term>, live: usize) {
    if live > STACK_COPY_WORDS_MAX {
        // The process keeps the run stack itself; what it had before becomes the run stack.
        std::mem::swap(saved, stack);
        saved.truncate(live);
        return;
    }
    // A process that waits where it waited before has as much to keep.
    if saved.len() != live {
        make_room(saved, live);
    }
    copy_words(&stack[..live], saved);
}

/// Gives `saved` exactly this length, and no more memory than that is worth.
fn make_room(saved: &mut Vec<Term>, live: usize) {
    saved.clear();
    if saved.capacity() > live * 4 + 16 {
        saved.shrink_to(live);
    }
    saved.reserve_exact(live);
    saved.resize(live, Term::NIL);
}

/// The exit reason for an exception that no handler caught.
fn exit_reason(heap: &mut Heap, class: Class, reason: Term, trace: Term) -> Term {
    match class {
        Class::Exit => reason,
        Class::Error => heap.tuple(&[reason, trace]),
        Class::Throw => {
            let nocatch = heap.tuple(&[atom::NOCATCH.into(), reason]);
            heap.tuple(&[nocatch, trace])
        }
    }
}

fn crash_of(ctx: &Ctx<'_>, reason: &Rc<Parcel>) -> Crash {
    Crash {
        node: ctx.node.index,
        process: ctx.process.number,
        reason: reason.clone(),
        leader: Pid::from_term(&ctx.heap, ctx.process.group_leader),
    }
}

/// Fires all timers that are due.
pub fn fire_timers(node: &mut Node, env: &mut Env) {
    while let Some(timer) = node.timers.take_due(env.now_ns) {
        match timer {
            Timer::Receive { process: number } => {
                if let Some(process) = node.processes.get_mut(number) {
                    process.receive_timer = None;
                    process.timed_out = true;
                }
                node.wake(number);
            }
            Timer::Message {
                to,
                message,
                reference,
                set_by,
                cause,
            } => {
                let seq = node.log(env, None, Some(cause), What::TimerFired { reference, to });
                env.next_message += 1;
                let origin = Origin {
                    from: Some(Pid::Local(set_by)),
                    message: env.next_message,
                    cause: seq,
                };
                if let Some(number) = node.find(to) {
                    node.deliver_message(env, number, message.heap(), message.root(), origin);
                }
            }
        }
    }
    node.deliver_signals(env, None);
}
