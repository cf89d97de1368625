//! Stack traces through what was typed into a shell show the functions of OTP's evaluator (`bytecode/evaluator.rs`).

use super::unwind::{TRACE_FRAMES_MAX, location};
use bytecode::evaluator::{EvaluatorFrame, evaluator};
use bytecode::instr::Failure;
use bytecode::{Instr, Module};
use term::heap::Fun;
use term::{Atom, Heap, Term, atom};

const DO_APPLY: EvaluatorFrame = evaluator("do_apply", 7, 748);
/// A fun that was typed is called with the wrong number of arguments.
pub(super) const APPLY_TYPED: EvaluatorFrame = evaluator("do_apply", 6, 714);
/// The evaluator calls another fun,
pub(super) const APPLY_OTHER: EvaluatorFrame = evaluator("do_apply", 6, 735);
/// by this function of the shell.
pub(super) const APPLY_FUN: EvaluatorFrame = apply_fun(914);
const APPLY_FUNCTION: EvaluatorFrame = apply_fun(912);
/// Whether the name in a call is a builtin's.
pub(super) const ASK_BUILTIN: EvaluatorFrame = evaluator("expr", 6, 456);
const ARGUMENTS: EvaluatorFrame = evaluator("do_apply", 6, 710);
const BADMATCH: EvaluatorFrame = evaluator("expr", 6, 496);
const CASE_CLAUSE: EvaluatorFrame = evaluator("case_clauses", 8, 1041);
const TRY_CLAUSE: EvaluatorFrame = evaluator("try_clauses", 10, 995);
const IF_CLAUSE: EvaluatorFrame = evaluator("if_clauses", 7, 980);
const BINARY: EvaluatorFrame = evaluator("expr", 6, 543);
const MAP_UPDATE: EvaluatorFrame = evaluator("expr", 6, 306);
const BADMAP: EvaluatorFrame = evaluator("expr", 6, 305);
const RECEIVE_CLAUSES: EvaluatorFrame = evaluator("receive_clauses", 8, 1055);

const fn apply_fun(line: u16) -> EvaluatorFrame {
    EvaluatorFrame {
        module: "shell",
        function: "apply_fun",
        arity: 3,
        line,
    }
}

/// How many frames of a trace are shown. For a bit string that could not be built, OTP's evaluator puts a frame in the place of
/// two.
pub(super) fn frames_max(heap: &Heap, frames: &[Term]) -> usize {
    let is_construction = |frame: &Term| {
        heap.as_tuple(*frame)
            .is_some_and(|[module, ..]: [Term; 4]| module == Atom::intern("eval_bits").into())
    };
    TRACE_FRAMES_MAX - usize::from(frames.iter().take(2).any(is_construction))
}

/// Adds the frames of the evaluator for a place in a shell's module, innermost first, to those inside of it.
pub(super) fn push_frames(heap: &mut Heap, module: &Module, pc: u32, frames: &mut Vec<Term>) {
    let around = module.line_at(pc);
    let surroundings = |number: u32| {
        let index = (number as usize).checked_sub(1)?;
        module.surroundings.get(index)
    };
    let called = applied(heap, frames);
    let inside = frames.last().and_then(|&frame| heap.as_tuple(frame));
    let inside = inside.map(|[module, ..]: [Term; 4]| module);
    for &frame in called.unwrap_or_else(|| at_place(module, pc, inside)) {
        // What is called last has taken the place of its caller.
        if frame != DO_APPLY || !surroundings(around).is_some_and(|around| around.is_last) {
            frames.push(frame_term(heap, frame));
        }
    }
    let mut next = surroundings(around);
    let mut last = None;
    while let Some(around) = next {
        // What calls itself counts once, as everywhere.
        if let Some(frame) = around.frame
            && around.frame != last
        {
            frames.push(frame_term(heap, frame));
            last = around.frame;
        }
        next = surroundings(around.outer);
    }
}

/// What stands below a call of `apply` itself that fails: the evaluator takes `apply(Fun, Args)` for a call of the fun, and
/// finds out by `length/1` whether there are arguments.
fn applied(heap: &mut Heap, frames: &mut [Term]) -> Option<&'static [EvaluatorFrame]> {
    let frame = frames.last_mut()?;
    let [module, function, args, location] = heap.as_tuple(*frame)?;
    if module != atom::ERLANG.into() || function != Atom::intern("apply").into() {
        return None;
    }
    match heap.list_to_vec(args)?[..] {
        [_, _, _] => Some(&[APPLY_FUNCTION, DO_APPLY]),
        [fun, args] if fun.is_fun() && matches!(heap.fun_parts(fun), Fun::Local { .. }) => {
            let length = Atom::intern("length").into();
            let args = heap.list(&[args]);
            *frame = heap.tuple(&[module, length, args, location]);
            Some(&[ARGUMENTS])
        }
        [_, _] => Some(&[APPLY_FUN, APPLY_OTHER]),
        _ => None,
    }
}

/// What the evaluator does at the place itself; `inside` is the module of the function that it has called.
fn at_place(module: &Module, pc: u32, inside: Option<Term>) -> &'static [EvaluatorFrame] {
    let is_inside = |name: &str| inside == Some(Atom::intern(name).into());
    match module.code.get(pc as usize) {
        Some(Instr::Fail { kind, .. }) => match kind {
            Failure::Badmatch => &[BADMATCH],
            Failure::CaseClause => &[CASE_CLAUSE],
            Failure::TryClause => &[TRY_CLAUSE],
            Failure::IfClause => &[IF_CLAUSE],
            Failure::BadGenerator | Failure::BadBoolean => &[],
            _ => &[DO_APPLY],
        },
        Some(Instr::BinBuild { .. }) => &[BINARY],
        Some(Instr::MapUpdate { .. } | Instr::MapPut { .. }) if is_inside("lists") => &[MAP_UPDATE],
        Some(Instr::MapUpdate { .. } | Instr::MapPut { .. }) => &[BADMAP],
        Some(Instr::RecvPeek { .. } | Instr::RecvWait { .. } | Instr::RecvWaitTimeout { .. }) => {
            &[RECEIVE_CLAUSES]
        }
        // A fun of the evaluator is no call for it.
        _ if inside == Some(atom::ERL_EVAL.into()) => &[],
        _ => &[DO_APPLY],
    }
}

/// Where the evaluator waits for the messages of a `receive`.
pub(super) fn waiting_frame(heap: &mut Heap) -> Term {
    let name = |name: &str| Atom::intern(name).into();
    heap.tuple(&[name("prim_eval"), name("receive"), Term::int(2), Term::NIL])
}

pub(super) fn frame_term(heap: &mut Heap, frame: EvaluatorFrame) -> Term {
    let place = location(
        heap,
        &format!("{}.erl", frame.module),
        u32::from(frame.line),
    );
    let module = Atom::intern(frame.module).into();
    let function = Atom::intern(frame.function).into();
    heap.tuple(&[module, function, Term::int(i32::from(frame.arity)), place])
}
