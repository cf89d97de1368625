//! Exceptions: raising, finding the handler, stack traces.
//!
//! A handler gets class, reason and a *raw trace*: a tuple of a list of ready frames and then one small integer per
//! further frame (instance << 24 | code position). `Instr::Stacktrace` and the end of a process turn it into the list
//! of `{M, F, ArityOrArgs, Location}` that programs see; most handlers never ask.

use super::evaluator;
use super::host::{Class, Host};
use super::stack::{Position, callers};
use bytecode::{Instr, Module};
use term::{Atom, Heap, Term, atom};

/// Frames in a trace: OTP's default `backtrace_depth`.
pub(super) const TRACE_FRAMES_MAX: usize = 8;

/// Frames among which a tracer's catcher is looked for at each call: a deep recursion must not make each cost its depth.
const CATCHER_FRAMES_MAX: usize = 1_000;

/// An exception on its way to a handler.
#[derive(Clone, Copy, Debug)]
pub struct Raised {
    pub class: Class,
    pub reason: Term,
    pub trace: Trace,
}

#[derive(Clone, Copy, Debug)]
pub enum Trace {
    /// The running function is the top frame.
    Here,
    /// A frame (`{M, F, ArityOrArgs, Location}`) on top of the running function's.
    Above(Term),
    /// A frame in place of the running function's, which is gone: it has called an undefined function last.
    Instead(Term),
    /// The running function's frame, shown with this list of arguments and, if it is a map, this `error_info`.
    WithArgs(Term, Term),
    /// The running function's frame, shown with this `error_info`.
    WithInfo(Term),
    /// A list of frames on top of the running function's.
    AboveAll(Term),
    /// A ready list of frames: nothing is added.
    Ready(Term),
    /// A raw trace: raised again.
    Raw(Term),
}

impl Raised {
    pub fn error(reason: Term) -> Raised {
        Raised {
            class: Class::Error,
            reason,
            trace: Trace::Here,
        }
    }
}

/// Where control goes after an exception.
pub enum Unwound {
    /// To a handler; class, reason and raw trace stand in its registers.
    Handler(Position),
    /// Nowhere: the process ends. The trace is raw.
    Uncaught { class: Class, reason: Term, trace: Term },
}

/// Finds the innermost handler for an exception raised by the instruction at `at`.
pub fn unwind<H: Host>(host: &mut H, stack: &mut [Term], at: Position, raised: Raised) -> Unwound {
    let trace = capture(host, stack, at, raised.trace);
    if let Some(found) = enter_handler(host, stack, at, at.pc, raised, trace) {
        return found;
    }
    let mut below = None;
    for caller in callers(stack, at.base) {
        let instance = host.instance(caller.instance);
        if instance.module.handler_at(caller.pc - 1).is_some() {
            below = Some(caller);
            break;
        }
    }
    below
        .and_then(|caller| enter_handler(host, stack, caller, caller.pc - 1, raised, trace))
        .unwrap_or(Unwound::Uncaught {
            class: raised.class,
            reason: raised.reason,
            trace,
        })
}

fn enter_handler<H: Host>(
    host: &H,
    stack: &mut [Term],
    frame: Position,
    pc: u32,
    raised: Raised,
    trace: Term,
) -> Option<Unwound> {
    let instance = host.instance(frame.instance);
    let handler = instance.module.handler_at(pc)?;
    let first = frame.base as usize + handler.reg as usize;
    stack[first] = raised.class.atom().into();
    stack[first + 1] = raised.reason;
    stack[first + 2] = trace;
    Some(Unwound::Handler(Position {
        pc: handler.target,
        ..frame
    }))
}

fn capture<H: Host>(host: &mut H, stack: &[Term], at: Position, trace: Trace) -> Term {
    let mut ready = Term::NIL;
    let mut words = vec![Term::NIL];
    let mut room = TRACE_FRAMES_MAX;
    match trace {
        Trace::Raw(raw) => return raw,
        Trace::Ready(frames) => {
            return host.heap_mut().tuple(&[frames]);
        }
        Trace::Here => words.extend(own_place(host, at)),
        Trace::Above(frame) => {
            ready = host.heap_mut().cons(frame, Term::NIL);
            words.extend(own_place(host, at));
        }
        Trace::AboveAll(frames) => {
            ready = frames;
            words.extend(own_place(host, at));
        }
        Trace::WithInfo(info) => {
            let instance = host.instance(at.instance);
            if let Some(frame) = frame_term(host.heap_mut(), &instance.module, at.pc, None) {
                let frame = with_info(host.heap_mut(), frame, info);
                ready = host.heap_mut().cons(frame, Term::NIL);
            }
        }
        Trace::Instead(frame) => ready = host.heap_mut().cons(frame, Term::NIL),
        Trace::WithArgs(args, info) => {
            let instance = host.instance(at.instance);
            if let Some(frame) = frame_term(host.heap_mut(), &instance.module, at.pc, Some(args)) {
                let heap = host.heap_mut();
                let frame = with_info(heap, frame, info);
                if instance.module.is_shell && info == Term::NONE {
                    // OTP's evaluator of funs stands below what it was called with.
                    let location = location(heap, "erl_eval.erl", 898);
                    let name = Term::from_atom(Atom::intern("eval_fun"));
                    let below = heap.tuple(&[atom::ERL_EVAL.into(), name, Term::int(8), location]);
                    ready = heap.cons(below, Term::NIL);
                }
                ready = heap.cons(frame, ready);
            }
        }
    }
    room -= 1;
    // As in OTP, a place that calls itself again and again counts once.
    for caller in callers(stack, at.base) {
        let caller = place(caller.instance, caller.pc - 1);
        if words.last() == Some(&caller) {
            continue;
        }
        if room == 0 {
            break;
        }
        room -= 1;
        words.push(caller);
    }
    words[0] = ready;
    host.heap_mut().tuple(&words)
}

/// The frames of the running process, whose instruction at `at` asks.
pub fn current_trace<H: Host>(host: &mut H, stack: &[Term], at: Position) -> Term {
    let raw = capture(host, stack, at, Trace::Here);
    stacktrace(host, raw)
}

/// `{Caller, IsDirect, Catcher}` for the running process, as `Trap::CallWithCaller` has it.
pub fn current_caller<H: Host>(host: &mut H, stack: &[Term], at: Position) -> Term {
    let frames = current_trace(host, stack, at);
    let mut called_by = Term::from_atom(atom::UNDEFINED);
    let mut caught_by = called_by;
    if frames.is_cons() {
        called_by = host.heap().head(frames);
    }
    let mut is_direct = None;
    for caller in callers(stack, at.base).take(CATCHER_FRAMES_MAX) {
        let instance = host.instance(caller.instance);
        let pc = caller.pc - 1;
        let is_function = instance.module.function_at(pc).is_some();
        is_direct.get_or_insert(is_function);
        if instance.module.handler_at(pc).is_some() {
            let frame = is_function
                .then(|| frame_term(host.heap_mut(), &instance.module, pc, None))
                .flatten();
            caught_by = frame.unwrap_or(Term::bool(false));
            break;
        }
    }
    let is_direct = Term::bool(is_direct.unwrap_or(true));
    host.heap_mut().triple(called_by, is_direct, caught_by)
}

/// The frames of a process that does not run: `instance` finds code, `heap` takes the list.
pub fn resting_trace(
    heap: &mut Heap,
    instance: &dyn Fn(u32) -> std::rc::Rc<super::host::Instance>,
    stack: &[Term],
    at: Position,
) -> Term {
    let mut places = vec![(at.instance, at.pc)];
    for caller in callers(stack, at.base) {
        let caller = (caller.instance, caller.pc - 1);
        if places.len() == TRACE_FRAMES_MAX {
            break;
        }
        if places.last() != Some(&caller) {
            places.push(caller);
        }
    }
    let mut frames = Vec::new();
    for (number, pc) in places {
        let instance = instance(number);
        if instance.module.is_shell {
            if is_wait(&instance.module, pc) {
                frames.push(evaluator::waiting_frame(heap));
            }
            evaluator::push_frames(heap, &instance.module, pc, &mut frames);
        } else {
            frames.extend(frame_term(heap, &instance.module, pc, None));
        }
    }
    frames.truncate(TRACE_FRAMES_MAX);
    heap.list(&frames)
}

fn is_wait(module: &Module, pc: u32) -> bool {
    matches!(
        module.code.get(pc as usize),
        Some(Instr::RecvPeek { .. } | Instr::RecvWait { .. } | Instr::RecvWaitTimeout { .. })
    )
}

/// The frame with `{error_info, Info}` at the end of its location.
pub(super) fn with_info(heap: &mut Heap, frame: Term, info: Term) -> Term {
    let Some([module, function, args, location]) = heap.as_tuple(frame).filter(|_| info.is_map())
    else {
        return frame;
    };
    let pair = heap.tuple(&[atom::ERROR_INFO.into(), info]);
    let mut location = heap.list_to_vec(location).unwrap_or_default();
    location.push(pair);
    let location = heap.list(&location);
    heap.tuple(&[module, function, args, location])
}

/// The place of the running function. One that `erl_eval` evaluates has left nothing behind when it calls last.
fn own_place<H: Host>(host: &H, at: Position) -> Option<Term> {
    let instance = host.instance(at.instance);
    let module = &instance.module;
    let calls_last = if let Some(
        Instr::TailCall { .. }
        | Instr::TailCallExt { .. }
        | Instr::TailCallFun { .. }
        | Instr::TailApply { .. },
    ) = module.code.get(at.pc as usize)
    {
        true
    } else {
        let mut next = module.code.iter().skip(at.pc as usize + 1);
        let next = next.find(|instr| !matches!(instr, Instr::Args(_) | Instr::Else { .. }));
        matches!(next, Some(Instr::Return { .. }))
    };
    (!module.is_shell || !module.surroundings.is_empty() || !calls_last)
        .then(|| place(at.instance, at.pc))
}

fn place(instance: u32, pc: u32) -> Term {
    Term::size((instance as usize as u64 as usize) << 24 | pc as usize)
}

/// The list of frames that a program sees, from a raw trace.
pub fn stacktrace<H: Host>(host: &mut H, raw: Term) -> Term {
    if !raw.is_tuple() {
        return raw;
    }
    let words: Vec<Term> = host.heap().elements(raw).collect();
    let Some((&ready, places)) = words.split_first() else {
        return Term::NIL;
    };
    let mut frames = host.heap().list_to_vec(ready).unwrap_or_default();
    for place in places {
        let value = place.small_value() as u64;
        let instance = host.instance((value >> 24) as u32);
        let at = (value & 0xFF_FFFF) as u32;
        if instance.module.is_shell {
            evaluator::push_frames(host.heap_mut(), &instance.module, at, &mut frames);
        } else if let Some(frame) = frame_term(host.heap_mut(), &instance.module, at, None) {
            frames.push(frame);
        }
    }
    let count = evaluator::frames_max(host.heap(), &frames);
    frames.truncate(count);
    host.heap_mut().list(&frames)
}

/// `{M, F, ArityOrArgs, [{file, File}, {line, Line}]}` for a code position; `None` in code that shows no frames.
fn frame_term(heap: &mut Heap, module: &Module, pc: u32, args: Option<Term>) -> Option<Term> {
    let function = module.function_at(pc)?;
    let arity = Term::int(function.arity as i32);
    if module.is_shell {
        // As OTP 25 has it; `called` is what a fun typed into the shell was called with.
        if let Some(called) = args {
            let name = Term::from_atom(Atom::intern("-inside-an-interpreted-fun-"));
            return Some(heap.tuple(&[atom::ERL_EVAL.into(), name, called, Term::NIL]));
        }
        let location = location(heap, "erl_eval.erl", 748);
        let name = Term::from_atom(Atom::intern("do_apply"));
        return Some(heap.tuple(&[atom::ERL_EVAL.into(), name, Term::int(7), location]));
    }
    let location = location(heap, &module.file, module.traced_line_at(pc));
    let name = module.name.unwrap_or(atom::UNDEFINED);
    Some(heap.tuple(&[
        name.into(),
        function.name.into(),
        args.unwrap_or(arity),
        location,
    ]))
}

pub(super) fn location(heap: &mut Heap, file: &str, line: u32) -> Term {
    if line == 0 {
        return Term::NIL;
    }
    let file = heap.string(file);
    let file = heap.tuple(&[atom::FILE.into(), file]);
    let line = heap.tuple(&[atom::LINE.into(), Term::int(line as i32)]);
    heap.list(&[file, line])
}

/// `{M, F, Args, Location}` for a function that is not on the stack: a builtin or an undefined function.
pub fn callee_frame(
    heap: &mut Heap,
    module: Atom,
    function: Atom,
    args: &[Term],
    location: Term,
) -> Term {
    let args = heap.list(args);
    heap.tuple(&[module.into(), function.into(), args, location])
}
