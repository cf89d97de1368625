//! Calls whose callee is known only when they happen: funs, `apply`, what a builtin wants called in its place.

use super::exec::failures::{bif_location, undefined};
use super::explain;
use super::host::{Callee, Class, Host, Target};
use super::stack::{Position, ROOT_WORD, return_word, window};
use super::stop::{Next, Stop, frame_size, give};
use super::trap::{native_trap, throw};
use super::unwind::{Raised, Trace, callee_frame};
use bytecode::Reg;
use bytecode::module::Mfa;
use term::heap::Fun;
use term::{Term, atom};

/// Carries out `Trap::Hibernate`: the process becomes as small as one that has not started.
pub(super) fn hibernate<H: Host>(host: &mut H, stack: &mut Vec<Term>, at: &mut Position) -> Next {
    let (callee, args) = host.take_call();
    let Callee::Mfa(module, function) = callee else {
        return throw(host, stack, at, Raised::error(atom::BADARG.into()));
    };
    let _ = window(stack, 1);
    stack[0] = ROOT_WORD;
    stack[1..=args.len()].copy_from_slice(&args);
    stack[args.len() + 1] = module.into();
    stack[args.len() + 2] = function.into();
    // The bootstrap code's position `n` applies `R[n]:R[n + 1]` to `n` arguments.
    *at = Position {
        instance: 0,
        pc: args.len() as u32,
        base: 1,
    };
    host.heap_mut().request_collection();
    let live = args.len() as u32 + 3;
    Next::Stop(if host.has_unseen_message() {
        *host.reductions() = 0;
        Stop::Pause { live }
    } else {
        host.note_position(*at);
        Stop::Wait { live }
    })
}

/// Carries out `Trap::Call`.
pub(super) fn callback<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    k: Option<Reg>,
    callee: &Callee,
    args: &[Term],
) -> Next {
    let first = at.base as usize + usize::from(k.unwrap_or(0));
    let _ = window(stack, first);
    if args.len() > limits::FRAME_REGISTERS_MAX {
        return throw(host, stack, at, Raised::error(atom::SYSTEM_LIMIT.into()));
    }
    stack[first..first + args.len()].copy_from_slice(args);
    match *callee {
        Callee::Fun(fun) => call_fun(host, stack, at, fun, first, args.len(), k),
        Callee::Mfa(module, function) => apply(
            host,
            stack,
            at,
            (module.into(), function.into()),
            first,
            args.len(),
            k,
        ),
    }
}

/// Calls a fun whose arguments stand at `stack[first..]`; `at` is the calling instruction.
pub(super) fn call_fun<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    fun: Term,
    first: usize,
    arity: usize,
    k: Option<Reg>,
) -> Next {
    if !fun.is_fun() {
        let reason = host.heap_mut().tuple(&[atom::BADFUN.into(), fun]);
        let raised = explain::uncallable(host, at.instance, reason, None);
        return throw(host, stack, at, raised);
    }
    let parts = host.heap().fun_parts(fun);
    let (Fun::Local { arity: wanted, .. } | Fun::Export { arity: wanted, .. }) = parts;
    if wanted as usize != arity {
        let args = host.heap_mut().list(&stack[first..first + arity]);
        let pair = host.heap_mut().tuple(&[fun, args]);
        let reason = host.heap_mut().tuple(&[atom::BADARITY.into(), pair]);
        let made_by = match parts {
            Fun::Local { instance, .. } => Some(instance),
            Fun::Export { .. } => None,
        };
        let raised = explain::uncallable(host, at.instance, reason, made_by);
        return throw(host, stack, at, raised);
    }
    match parts {
        Fun::Local {
            instance,
            index,
            free,
            ..
        } => {
            let _ = window(stack, first);
            for position in 0..free {
                stack[first + arity + position] = host.heap().free_variable(fun, position);
            }
            let entry = |host: &H, instance: u32, index: u32| {
                Some((instance, host.fun_entry(instance, index)?))
            };
            let found = entry(host, instance, index).or_else(|| {
                let (instance, index) = host.arrived_fun(instance, index)?;
                entry(host, instance, index)
            });
            if let Some((instance, entry)) = found {
                enter_code(stack, at, instance, entry, k)
            } else {
                let is_last = k.is_none();
                absent_fun(host, stack, at, (fun, instance), (first, arity), is_last)
            }
        }
        Fun::Export {
            module, function, ..
        } => apply(
            host,
            stack,
            at,
            (module.into(), function.into()),
            first,
            arity,
            k,
        ),
    }
}

/// The code of a fun is not here: `undef` if its module is not, `badfun` if another version of it is.
fn absent_fun<H: Host>(
    host: &mut H,
    stack: &mut [Term],
    at: &mut Position,
    (fun, instance): (Term, u32),
    (first, arity): (usize, usize),
    is_last: bool,
) -> Next {
    if host.has_module_of(instance) {
        let reason = host.heap_mut().tuple(&[atom::BADFUN.into(), fun]);
        return throw(host, stack, at, Raised::error(reason));
    }
    let args = host.heap_mut().list(&stack[first..first + arity]);
    let frame = host.heap_mut().tuple(&[fun, args, Term::NIL]);
    let raised = Raised {
        trace: if is_last {
            Trace::Instead(frame)
        } else {
            Trace::Above(frame)
        },
        ..Raised::error(atom::UNDEF.into())
    };
    throw(host, stack, at, raised)
}

/// Calls `M:F` with the arguments at `stack[first..]`.
pub(super) fn apply<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    (module, function): (Term, Term),
    first: usize,
    arity: usize,
    k: Option<Reg>,
) -> Next {
    let (Some(module), Some(function)) = (module.as_atom(), function.as_atom()) else {
        if let Some(module) = module.as_atom()
            && host.instance(at.instance).module.is_shell
        {
            let raised = explain::no_name(host, module, function, arity);
            return throw(host, stack, at, raised);
        }
        let reason = atom::BADARG;
        let args = host.heap_mut().list(&stack[first..first + arity]);
        let apply = term::Atom::intern("apply");
        let location = bif_location(host.heap_mut(), atom::ERLANG, reason.into());
        let frame = callee_frame(
            host.heap_mut(),
            atom::ERLANG,
            apply,
            &[module, function, args],
            location,
        );
        return throw(
            host,
            stack,
            at,
            Raised {
                class: Class::Error,
                reason: reason.into(),
                trace: Trace::Above(frame),
            },
        );
    };
    let mfa = Mfa {
        module,
        function,
        arity: arity as u32,
    };
    match host.resolve(mfa) {
        Target::Code { instance, entry } => enter_code(stack, at, instance, entry, k),
        Target::Native(native) => {
            let _ = window(stack, first);
            host.note_position(*at);
            match host.call_native(native, &stack[first..first + arity]) {
                Ok(value) => {
                    let next = give(stack, at, k, value);
                    if host.interrupted()
                        && let Next::Go { .. } = next
                    {
                        let instance = host.instance(at.instance);
                        return Next::Stop(Stop::Pause {
                            live: at.base + frame_size(&instance.module, at.pc).max(256),
                        });
                    }
                    next
                }
                Err(trap) => native_trap(host, stack, at, trap, native, k),
            }
        }
        Target::Undefined => call_undefined(host, stack, at, mfa, first, k),
    }
}

/// Calls what takes the place of a function that does not exist, whose arguments stand at `stack[first..]`.
#[cold]
#[inline(never)]
pub(super) fn call_undefined<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    mfa: Mfa,
    first: usize,
    k: Option<Reg>,
) -> Next {
    let args = stack[first..first + mfa.arity as usize].to_vec();
    if let Some(handler) = host.undefined_handler(mfa.module) {
        let list = host.heap_mut().list(&args);
        let args = [mfa.module.into(), mfa.function.into(), list];
        return callback(host, stack, at, k, &handler, &args);
    }
    let raised = undefined(host, mfa.module, mfa.function, &args, k.is_none());
    throw(host, stack, at, raised)
}

fn enter_code(
    stack: &mut [Term],
    at: &mut Position,
    instance: u32,
    entry: u32,
    k: Option<Reg>,
) -> Next {
    if let Some(k) = k {
        let base = at.base as usize + k as usize;
        stack[base - 1] = return_word(at.instance, at.pc + 1, k);
        at.base = base as u32;
    }
    at.instance = instance;
    at.pc = entry;
    Next::Go { entering: true }
}
