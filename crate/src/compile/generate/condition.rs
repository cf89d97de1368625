//! Conditions: boolean expressions as jumps, and guards.
//!
//! In a guard (`fail` is set) a test that fails, or whose value is no boolean where one is needed, leads to `fail`;
//! in a body it raises.

use super::super::ir::{Expr, Kind};
use super::value::small_operand;
use super::{Code, ColdKind, Label, Target};
use bytecode::instr::{Compare, Failure, Instr, NO_FAIL, Reg};
use term::{Term, atom};

impl<'a> Code<'a> {
    /// Falls through if one of the alternatives holds, else jumps.
    pub(super) fn guard(&mut self, alternatives: &'a [Vec<Expr>], fail: Label) {
        let Some((last, others)) = alternatives.split_last() else {
            return;
        };
        let holds = self.label();
        for tests in others {
            let next = self.label();
            self.all_hold(tests, next);
            self.jump(holds);
            self.place(next);
        }
        self.all_hold(last, fail);
        self.place(holds);
    }

    fn all_hold(&mut self, tests: &'a [Expr], fail: Label) {
        let outer = std::mem::replace(&mut self.fail, fail);
        for test in tests {
            self.jump_unless(test, fail);
        }
        self.fail = outer;
    }

    /// Falls through if the expression is true, jumps if it is false.
    pub(super) fn jump_unless(&mut self, expr: &'a Expr, to: Label) {
        let outer = std::mem::replace(&mut self.line, expr.line);
        match &expr.kind {
            Kind::Const(term) if *term == atom::TRUE.into() => {}
            Kind::Const(term) if *term == atom::FALSE.into() => self.jump(to),
            Kind::Compare(op, pair) => self.compare(*op, pair, to),
            Kind::Test(kind, operand) => {
                let held = self.value(operand, Target::Any(None));
                let src = self.registers.release(held);
                self.emit(Instr::Test {
                    kind: *kind,
                    src,
                    to,
                });
            }
            Kind::IsTagged(operand, arity, tag) => {
                let held = self.value(operand, Target::Any(None));
                self.is_tagged(held.0, *arity, *tag, to);
                self.registers.release(held);
            }
            Kind::Not(operand) => self.jump_if(operand, to),
            Kind::AndAlso(pair) => {
                self.jump_unless(&pair[0], to);
                self.jump_unless(&pair[1], to);
            }
            Kind::OrElse(pair) => {
                let holds = self.label();
                self.jump_if(&pair[0], holds);
                self.jump_unless(&pair[1], to);
                self.place(holds);
            }
            _ => self.value_unless(expr, to),
        }
        self.line = outer;
    }

    /// Falls through if the expression is false, jumps if it is true.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, to: Label) {
        let outer = std::mem::replace(&mut self.line, expr.line);
        match &expr.kind {
            Kind::Const(term) if *term == atom::TRUE.into() => self.jump(to),
            Kind::Const(term) if *term == atom::FALSE.into() => {}
            Kind::Compare(op, pair) => self.compare(negated(*op), pair, to),
            Kind::Not(operand) => self.jump_unless(operand, to),
            Kind::OrElse(pair) => {
                self.jump_if(&pair[0], to);
                self.jump_if(&pair[1], to);
            }
            Kind::AndAlso(pair) => {
                let fails = self.label();
                self.jump_unless(&pair[0], fails);
                self.jump_if(&pair[1], to);
                self.place(fails);
            }
            Kind::Test(..) | Kind::IsTagged(..) => {
                let fails = self.label();
                self.jump_unless(expr, fails);
                self.jump(to);
                self.place(fails);
            }
            _ => {
                let fails = self.label();
                self.value_unless(expr, fails);
                self.jump(to);
                self.place(fails);
            }
        }
        self.line = outer;
    }

    /// The left side of `andalso` (`on` is false) or `orelse`: jumps if it decides.
    pub(super) fn left_decides(&mut self, left: &'a Expr, on: bool, to: Label) {
        match (self.program.awaited.is_empty(), on) {
            (true, true) => self.jump_if(left, to),
            (true, false) => self.jump_unless(left, to),
            // OTP's evaluator asks what the value is where the operator stands.
            (false, true) => {
                let fails = self.label();
                self.value_unless(left, fails);
                self.jump(to);
                self.place(fails);
            }
            (false, false) => self.value_unless(left, to),
        }
    }

    /// Jumps to `to` if the value is false; goes on if it is true.
    fn value_unless(&mut self, expr: &'a Expr, to: Label) {
        let held = self.value(expr, Target::Any(None));
        let src = held.0;
        if expr.is_boolean() || self.fail == to {
            self.emit(Instr::UnlessTrue { src, to });
        } else {
            let (not_true, end) = (self.label(), self.label());
            let neither = if self.fail == NO_FAIL {
                self.cold(ColdKind::Fail(Failure::BadBoolean, src))
            } else {
                self.fail
            };
            self.emit(Instr::UnlessTrue { src, to: not_true });
            self.jump(end);
            self.place(not_true);
            self.same_const(src, Term::bool(false), neither);
            self.jump(to);
            self.place(end);
        }
        self.registers.release(held);
    }

    /// The first register above all that are needed.
    pub(super) fn scratch(&self) -> Reg {
        self.registers
            .top_after(self.registers.now)
            .min(u8::MAX as usize - 2) as Reg
    }

    /// Jumps unless `pair[0] op pair[1]`.
    fn compare(&mut self, op: Compare, pair: &'a [Expr; 2], to: Label) {
        let (left, right, op) = match (pair[0].as_const(), pair[1].as_const()) {
            (Some(_), None) => (&pair[1], &pair[0], swapped(op)),
            _ => (&pair[0], &pair[1], op),
        };
        let small = small_operand(right).and_then(|value| i16::try_from(value).ok());
        let a = self.value(left, Target::Any(None));
        let done = match (op, small, right.as_const()) {
            (Compare::Less, Some(value), _) => Some(Instr::UnlessLessInt { a: a.0, value, to }),
            (Compare::NotLess, Some(value), _) => {
                Some(Instr::UnlessNotLessInt { a: a.0, value, to })
            }
            (Compare::NotGreater, Some(value), _) => {
                Some(Instr::UnlessNotGreaterInt { a: a.0, value, to })
            }
            (Compare::Greater, Some(value), _) => {
                Some(Instr::UnlessGreaterInt { a: a.0, value, to })
            }
            _ => None,
        };
        if let Some(instr) = done {
            self.emit(instr);
            self.registers.release(a);
            return;
        }
        // For atoms and nil `==` is `=:=`.
        let exact = right.as_const().filter(|term| {
            !term.is_pointer()
                && (!term.is_small() || matches!(op, Compare::Same | Compare::NotSame))
        });
        match (op, exact) {
            (Compare::Same | Compare::Equal, Some(term)) => self.same_const(a.0, term, to),
            (Compare::NotSame | Compare::NotEqual, Some(term)) => {
                let differs = self.label();
                self.same_const(a.0, term, differs);
                self.jump(to);
                self.place(differs);
            }
            _ => {
                let b = self.value(right, Target::Any(None));
                self.emit(Instr::Unless {
                    op,
                    a: a.0,
                    b: b.0,
                    to,
                });
                self.registers.release(b);
            }
        }
        self.registers.release(a);
    }

    /// Jumps unless the register holds this immediate.
    pub(super) fn same_const(&mut self, src: Reg, term: Term, to: Label) {
        if term.is_nil() {
            return self.emit(Instr::IsNil { src, to });
        }
        match self.program.short_constant(term) {
            Some(index) => self.emit(Instr::SameConst { src, index, to }),
            None => self.same_value(src, term, to),
        }
    }

    /// Jumps unless the register holds this constant; the register must be pinned or needed.
    pub(super) fn same_value(&mut self, src: Reg, term: Term, to: Label) {
        self.registers.pin(src);
        let held = self.constant(term, Target::Any(None));
        self.emit(Instr::Unless {
            op: Compare::Same,
            a: src,
            b: held.0,
            to,
        });
        self.registers.release(held);
        self.registers.unpin(src);
    }

    /// Jumps unless the register holds a tuple of this arity with this tag; the register must be pinned or needed.
    pub(super) fn is_tagged(&mut self, src: Reg, arity: u32, tag: Term, to: Label) {
        if let Ok(arity) = u8::try_from(arity)
            && let Some(index) = self.program.tag(tag)
        {
            return self.emit(Instr::IsTagged {
                src,
                arity,
                index,
                to,
            });
        }
        self.is_tuple(src, arity, to);
        let first = self.registers.pick(None);
        self.emit(Instr::Element {
            dst: first,
            src,
            position: 0,
        });
        self.same_const(first, tag, to);
    }

    pub(super) fn is_tuple(&mut self, src: Reg, arity: u32, to: Label) {
        match u16::try_from(arity) {
            Ok(arity) => self.emit(Instr::IsTuple { src, arity, to }),
            // No tuple of a program has that many elements in a pattern: 65,535 registers would be needed.
            Err(_) => self.jump(to),
        }
    }
}

const fn negated(op: Compare) -> Compare {
    match op {
        Compare::Less => Compare::NotLess,
        Compare::NotGreater => Compare::Greater,
        Compare::Greater => Compare::NotGreater,
        Compare::NotLess => Compare::Less,
        Compare::Equal => Compare::NotEqual,
        Compare::NotEqual => Compare::Equal,
        Compare::Same => Compare::NotSame,
        Compare::NotSame => Compare::Same,
    }
}

/// The operator with its operands exchanged.
const fn swapped(op: Compare) -> Compare {
    match op {
        Compare::Less => Compare::Greater,
        Compare::NotGreater => Compare::NotLess,
        Compare::Greater => Compare::Less,
        Compare::NotLess => Compare::NotGreater,
        same => same,
    }
}
