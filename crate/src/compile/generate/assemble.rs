//! From labels to code positions, without the code that cannot be reached.

use super::{Code, Label, UNPLACED};
use bytecode::instr::{Instr, NO_FAIL};
use bytecode::module::Handler;

/// The code of one function, at its place in the module. Calls still name functions by number.
pub struct Piece {
    pub code: Vec<Instr>,
    pub lines: Vec<u32>,
    pub handlers: Vec<Handler>,
}

/// Jumps that lead to jumps are shortened by at most so many steps.
const HOPS_MAX: usize = 8;

/// Finishes the function; its code will start at position `entry`.
pub fn assemble(code: Code<'_>, entry: u32) -> Piece {
    let Code {
        program,
        mut instrs,
        lines,
        labels,
        handlers,
        first_switch,
        ..
    } = code;
    let switches = &mut program.switches[first_switch..];
    let place = |label: Label| labels.get(label as usize).copied().unwrap_or(UNPLACED);
    let resolve = |label: u32| {
        if label == NO_FAIL {
            NO_FAIL
        } else {
            final_target(place(label), &instrs, &labels)
        }
    };
    let mut resolved: Vec<Instr> = instrs.clone();
    for instr in &mut resolved {
        for_each_target(instr, &mut |to| *to = resolve(*to));
    }
    for switch in &mut *switches {
        switch.default = resolve(switch.default);
        for case in &mut switch.cases {
            case.1 = resolve(case.1);
        }
    }
    let ranges: Vec<[u32; 3]> = handlers
        .iter()
        .map(|handler| {
            [
                place(handler.from),
                place(handler.to),
                resolve(handler.target),
            ]
        })
        .collect();
    instrs = resolved;
    let reachable = reachable(&instrs, switches, first_switch, &ranges);
    let keep: Vec<bool> = (0..instrs.len())
        .map(|at| reachable[at] && !is_idle(&instrs, at, &reachable))
        .collect();
    let mut moved = Vec::with_capacity(instrs.len() + 1);
    let mut next = entry;
    for &kept in &keep {
        moved.push(next);
        next += u32::from(kept);
    }
    moved.push(next);
    let relocate = |at: u32| moved.get(at as usize).copied().unwrap_or(next);
    for switch in switches {
        switch.default = relocate(switch.default);
        for case in &mut switch.cases {
            case.1 = relocate(case.1);
        }
    }
    let handlers = handlers
        .iter()
        .zip(&ranges)
        .map(|(handler, &[from, to, target])| Handler {
            from: relocate(from),
            to: relocate(to),
            target: relocate(target),
            reg: handler.reg,
        })
        .filter(|handler| handler.from < handler.to)
        .collect();
    let mut piece = Piece {
        code: Vec::new(),
        lines: Vec::new(),
        handlers,
    };
    for (at, mut instr) in instrs.into_iter().enumerate() {
        if keep[at] {
            for_each_target(&mut instr, &mut |to| {
                if *to != NO_FAIL {
                    *to = relocate(*to);
                }
            });
            piece.code.push(instr);
            piece.lines.push(lines[at]);
        }
    }
    piece
}

/// Where jumping to `at` ends up.
fn final_target(at: u32, instrs: &[Instr], labels: &[u32]) -> u32 {
    let mut at = at;
    for _ in 0..HOPS_MAX {
        match instrs.get(at as usize) {
            Some(Instr::Jump { to }) => match labels.get(*to as usize) {
                Some(&next) if next != at => at = next,
                _ => return at,
            },
            _ => return at,
        }
    }
    at
}

/// Instructions that do nothing: moves to the same place, jumps to what follows.
fn is_idle(instrs: &[Instr], at: usize, reachable: &[bool]) -> bool {
    match instrs[at] {
        Instr::Move { dst, src } => dst == src,
        Instr::Jump { to } => {
            let to = to as usize;
            to > at
                && !reachable[at + 1..to.min(instrs.len())]
                    .iter()
                    .any(|&reachable| reachable)
        }
        _ => false,
    }
}

fn reachable(
    instrs: &[Instr],
    switches: &[bytecode::module::Switch],
    first_switch: usize,
    handlers: &[[u32; 3]],
) -> Vec<bool> {
    let mut reachable = vec![false; instrs.len()];
    let mut handled = vec![false; handlers.len()];
    let mut work = vec![0];
    loop {
        while let Some(at) = work.pop() {
            let Some(seen) = reachable.get_mut(at as usize) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            let mut instr = instrs[at as usize];
            for_each_target(&mut instr, &mut |to| {
                if *to != NO_FAIL {
                    work.push(*to);
                }
            });
            if let Instr::Switch { table, .. } | Instr::SwitchArity { table, .. } = instr
                && let Some(switch) = switches.get(table as usize - first_switch)
            {
                work.push(switch.default);
                work.extend(switch.cases.iter().map(|case| case.1));
            }
            if !ends_flow(instr) {
                work.push(at + 1);
            }
        }
        for (number, &[from, to, target]) in handlers.iter().enumerate() {
            let entered = reachable[from as usize..to as usize]
                .iter()
                .any(|&reachable| reachable);
            if entered && !std::mem::replace(&mut handled[number], true) {
                work.push(target);
            }
        }
        if work.is_empty() {
            return reachable;
        }
    }
}

/// Whether control never goes on with the next instruction.
pub const fn ends_flow(instr: Instr) -> bool {
    matches!(
        instr,
        Instr::Jump { .. }
            | Instr::Switch { .. }
            | Instr::SwitchArity { .. }
            | Instr::Return { .. }
            | Instr::AddReturn { .. }
            | Instr::ConsReturn { .. }
            | Instr::ConsLink
            | Instr::TailCall { .. }
            | Instr::TailCallExt { .. }
            | Instr::TailCallFun { .. }
            | Instr::TailApply { .. }
            | Instr::RecvNext { .. }
            | Instr::RecvWait { .. }
            | Instr::Fail { .. }
            | Instr::FunctionClause
            | Instr::Reraise { .. }
    )
}

/// Visits the operands that are code positions (or labels) of the same function.
pub fn for_each_target(instr: &mut Instr, visit: &mut dyn FnMut(&mut u32)) {
    match instr {
        Instr::Jump { to }
        | Instr::Test { to, .. }
        | Instr::IsCons { to, .. }
        | Instr::IsNil { to, .. }
        | Instr::MatchCons { to, .. }
        | Instr::IsTuple { to, .. }
        | Instr::IsTagged { to, .. }
        | Instr::SameConst { to, .. }
        | Instr::Unless { to, .. }
        | Instr::UnlessLessInt { to, .. }
        | Instr::UnlessNotLessInt { to, .. }
        | Instr::UnlessNotGreaterInt { to, .. }
        | Instr::UnlessGreaterInt { to, .. }
        | Instr::UnlessTrue { to, .. }
        | Instr::BinStart { to, .. }
        | Instr::BinEnd { to, .. }
        | Instr::RecvPeek { to, .. }
        | Instr::RecvNext { to }
        | Instr::RecvWait { to, .. }
        | Instr::RecvWaitTimeout { to, .. } => visit(to),
        Instr::Else { fail }
        | Instr::Add { fail, .. }
        | Instr::Sub { fail, .. }
        | Instr::Mul { fail, .. }
        | Instr::MapGet { fail, .. }
        | Instr::BinGet { fail, .. }
        | Instr::Bif { fail, .. } => visit(fail),
        _ => {}
    }
}
