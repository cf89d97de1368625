//! Stack traces through what was typed into a shell show the functions of OTP's evaluator (`bytecode/evaluator.rs`).

use super::unwind::location;
use bytecode::evaluator::{EvaluatorFrame, evaluator};
use bytecode::instr::Failure;
use bytecode::{Instr, Module};
use term::{Atom, Heap, Term, atom};

const DO_APPLY: EvaluatorFrame = evaluator("do_apply", 7, 748);
const BADMATCH: EvaluatorFrame = evaluator("expr", 6, 496);
const CASE_CLAUSE: EvaluatorFrame = evaluator("case_clauses", 8, 1041);
const TRY_CLAUSE: EvaluatorFrame = evaluator("try_clauses", 10, 995);
const IF_CLAUSE: EvaluatorFrame = evaluator("if_clauses", 7, 980);
const BINARY: EvaluatorFrame = evaluator("expr", 6, 543);
const MAP_UPDATE: EvaluatorFrame = evaluator("expr", 6, 306);
const BADMAP: EvaluatorFrame = evaluator("expr", 6, 305);
const RECEIVE_CLAUSES: EvaluatorFrame = evaluator("receive_clauses", 8, 1055);

/// Adds the frames of the evaluator for a place in a shell's module, innermost first, to those inside of it.
pub(super) fn push_frames(heap: &mut Heap, module: &Module, pc: u32, frames: &mut Vec<Term>) {
    let around = module.line_at(pc);
    let surroundings = |number: u32| {
        let index = (number as usize).checked_sub(1)?;
        module.surroundings.get(index)
    };
    let inside = frames.last().and_then(|&frame| heap.as_tuple(frame));
    let inside = inside.map(|[module, ..]: [Term; 4]| module);
    for &frame in at_place(module, pc, inside) {
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

/// What the evaluator does at the place itself; `inside` is the module of the function that it has called.
fn at_place(module: &Module, pc: u32, inside: Option<Term>) -> &'static [EvaluatorFrame] {
    let is_inside = |name: &str| inside == Some(Atom::intern(name).into());
    match module.code.get(pc as usize) {
        Some(Instr::Fail { kind, .. }) => match kind {
            Failure::Badmatch => &[BADMATCH],
            Failure::CaseClause => &[CASE_CLAUSE],
            Failure::TryClause => &[TRY_CLAUSE],
            Failure::IfClause => &[IF_CLAUSE],
            Failure::BadGenerator => &[],
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

fn frame_term(heap: &mut Heap, frame: EvaluatorFrame) -> Term {
    let place = location(
        heap,
        &format!("{}.erl", frame.module),
        u32::from(frame.line),
    );
    let module = Atom::intern(frame.module).into();
    let function = Atom::intern(frame.function).into();
    heap.tuple(&[module, function, Term::int(i32::from(frame.arity)), place])
}
