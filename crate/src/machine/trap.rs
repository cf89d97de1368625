//! Exceptions on their way to a handler, and builtins that did not return a value.

use super::call::{callback, hibernate};
use super::exec::failures::bif_location;
use super::explain;
use super::host::{Class, Host, Trap};
use super::stack::Position;
use super::stop::{Next, Stop, frame_size, give};
use super::unwind::{
    Raised, Trace, Unwound, callee_frame, current_caller, current_trace, stacktrace, unwind,
    with_info,
};
use bytecode::Reg;
use term::{Term, atom};

pub(super) fn throw<H: Host>(
    host: &mut H,
    stack: &mut [Term],
    at: &mut Position,
    raised: Raised,
) -> Next {
    match unwind(host, stack, *at, raised) {
        Unwound::Handler(position) => {
            *at = position;
            Next::Go { entering: false }
        }
        Unwound::Uncaught {
            class,
            reason,
            trace,
        } => {
            let trace = stacktrace(host, trace);
            Next::Stop(Stop::Exception {
                class,
                reason,
                trace,
            })
        }
    }
}

/// A builtin called by the instruction at `at` did not return a value. `k`: where its arguments and result stand, or
/// `None` if it was called in tail position, with its arguments in `R[0]..`.
#[cold]
#[inline(never)]
pub(super) fn native_trap<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    trap: Trap,
    native: u32,
    k: Option<Reg>,
) -> Next {
    let first = at.base as usize + usize::from(k.unwrap_or(0));
    let arity = host.native_mfa(native).arity as usize;
    let current = host.instance(at.instance);
    let module = &*current.module;
    let raised = match trap {
        Trap::Raise { class, reason } => {
            let module = host.native_mfa(native).module;
            let location = bif_location(host.heap_mut(), module, reason);
            let frame = native_frame(host, native, &stack[first..first + arity], location);
            Raised {
                class,
                reason,
                trace: Trace::Above(frame),
            }
        }
        Trap::RaiseInfo {
            class,
            reason,
            info,
        } => {
            let pair = host.heap_mut().tuple(&[atom::ERROR_INFO.into(), info]);
            let location = host.heap_mut().list(&[pair]);
            let frame = native_frame(host, native, &stack[first..first + arity], location);
            Raised {
                class,
                reason,
                trace: Trace::Above(frame),
            }
        }
        Trap::RaiseBare { class, reason } => Raised {
            class,
            reason,
            trace: if module.is_shell {
                Trace::Above(explain::applied_by_shell(host, Term::int(3)))
            } else {
                Trace::Here
            },
        },
        Trap::RaiseArgs { reason, args, info } => Raised {
            class: Class::Error,
            reason,
            trace: if module.is_shell && args.is_list() {
                let frame = explain::applied_by_shell(host, args);
                Trace::Above(with_info(host.heap_mut(), frame, info))
            } else if args.is_list() {
                Trace::WithArgs(args, info)
            } else {
                Trace::WithInfo(info)
            },
        },
        Trap::RaiseTrace {
            class,
            reason,
            trace,
        } => Raised {
            class,
            reason,
            trace: Trace::Ready(trace),
        },
        Trap::Call => {
            let (callee, args) = host.take_call();
            return callback(host, stack, at, k, &callee, &args);
        }
        Trap::CallWithTrace => {
            let (callee, mut args) = host.take_call();
            args.push(current_trace(host, stack, *at));
            return callback(host, stack, at, k, &callee, &args);
        }
        Trap::CallWithCaller => {
            let (callee, mut args) = host.take_call();
            args.push(current_caller(host, stack, *at));
            return callback(host, stack, at, k, &callee, &args);
        }
        Trap::Hibernate => return hibernate(host, stack, at),
        Trap::Wait => {
            host.note_position(*at);
            return Next::Stop(Stop::Wait {
                live: at.base + frame_size(module, at.pc).max(256),
            });
        }
        Trap::Yield(value) => {
            *host.reductions() = 0;
            let next = give(stack, at, k, value);
            if let Next::Go { .. } = next {
                let instance = host.instance(at.instance);
                return Next::Stop(Stop::Pause {
                    live: at.base + frame_size(&instance.module, at.pc).max(256),
                });
            }
            return next;
        }
        Trap::Gone => return Next::Stop(Stop::Gone),
    };
    throw(host, stack, at, raised)
}

fn native_frame<H: Host>(host: &mut H, native: u32, args: &[Term], location: Term) -> Term {
    let mfa = host.native_mfa(native);
    callee_frame(host.heap_mut(), mfa.module, mfa.function, args, location)
}
