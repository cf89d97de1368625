//! Arguments of tail calls that are made before their turn.
//!
//! `count(N - 1, [N | List])`: making the list first leaves `N - 1` free to go where `N` was, which saves a move.
//! Allowed for lists and tuples of variables and constants only, because making those neither fails nor is seen.

use super::super::ir::{Expr, Kind, Position, Use};
use super::call::Operand;
use super::{Code, Target};
use bytecode::instr::{Instr, Reg};

/// Elements of a construct worth making early.
const ELEMENTS_MAX: usize = 3;

impl<'a> Code<'a> {
    /// Makes what can be made at its own place now. Returns how many stretches of positions are skipped from now on,
    /// because their uses have happened; the caller ends the skips.
    pub(super) fn evaluate_early(
        &mut self,
        operands: &mut [(usize, Operand<'a>)],
        end: Position,
    ) -> usize {
        let mut skips: Vec<(Position, Position)> = Vec::new();
        let mut after_another = false;
        for (position, operand) in operands {
            let Operand::Expr(expr) = *operand else {
                continue;
            };
            if matches!(expr.kind, Kind::Var(_) | Kind::Const(_)) {
                continue;
            }
            let fits = std::mem::replace(&mut after_another, true);
            let (Some(uses), Ok(dst)) = (uses_of(expr), Reg::try_from(*position)) else {
                continue;
            };
            if !fits || !self.registers.can_overwrite(dst, &uses, end) {
                continue;
            }
            self.construct(expr, dst);
            *operand = Operand::Done(self.registers.hold(dst));
            if let (Some(first), Some(last)) = (uses.first(), uses.last()) {
                skips.push((first.at, last.at));
            }
        }
        for &(from, to) in skips.iter().rev() {
            self.registers.skip(from, to);
        }
        skips.len()
    }

    /// Makes the list or tuple from registers as they are.
    fn construct(&mut self, expr: &'a Expr, dst: Reg) {
        let (elements, tail) = match &expr.kind {
            Kind::List(elements, tail) => (elements, Some(&**tail)),
            Kind::Tuple(elements) => (elements, None),
            _ => return,
        };
        let mut held = Vec::new();
        let mut regs = Vec::new();
        for part in elements.iter().chain(tail) {
            match &part.kind {
                Kind::Var(used) => regs.push(self.registers.place(used.var).unwrap_or(0)),
                Kind::Const(term) => {
                    let temporary = self.constant(*term, Target::Any(None));
                    regs.push(temporary.0);
                    held.push(temporary);
                }
                _ => {}
            }
        }
        if tail.is_some() {
            let mut rest = regs.pop().unwrap_or(0);
            // Heads that are read later must not be overwritten by the first cells.
            let spare = if regs.len() > 1 {
                self.registers.pick(None)
            } else {
                dst
            };
            while let Some(head) = regs.pop() {
                let cell = if regs.is_empty() { dst } else { spare };
                self.emit(Instr::Cons {
                    dst: cell,
                    head,
                    tail: rest,
                });
                rest = cell;
            }
        } else {
            self.emit_tuple(dst, &regs);
        }
        for temporary in held {
            self.registers.release(temporary);
        }
    }
}

/// The uses of a construct of variables and constants, in order; `None` for any other expression.
fn uses_of(expr: &Expr) -> Option<Vec<Use>> {
    let (elements, tail) = match &expr.kind {
        Kind::List(elements, tail) => (elements, Some(&**tail)),
        Kind::Tuple(elements) => (elements, None),
        _ => return None,
    };
    if elements.len() > ELEMENTS_MAX {
        return None;
    }
    let mut uses = Vec::new();
    for part in elements.iter().chain(tail) {
        match &part.kind {
            Kind::Var(used) => uses.push(*used),
            Kind::Const(_) => {}
            _ => return None,
        }
    }
    Some(uses)
}
