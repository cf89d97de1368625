//! Operators.

use super::super::ir::{Callee, Expr, Kind, Pattern, Shown};
use super::Lowering;
use super::call::erlang;
use bytecode::instr::{Arith, Compare};
use syntax::ast::{self, BinaryOp, Pos, UnaryOp};
use term::{Term, atom};

/// What an operator is to the machine.
enum Meaning {
    Arith(Arith),
    Compare(Compare),
    /// A builtin that may stand in a guard.
    Strict,
    /// A function of `erlang`.
    Call,
    AndAlso,
    OrElse,
}

const fn meaning(op: BinaryOp) -> Meaning {
    match op {
        BinaryOp::Add => Meaning::Arith(Arith::Add),
        BinaryOp::Sub => Meaning::Arith(Arith::Sub),
        BinaryOp::Mul => Meaning::Arith(Arith::Mul),
        BinaryOp::Divide => Meaning::Arith(Arith::Divide),
        BinaryOp::Div => Meaning::Arith(Arith::Div),
        BinaryOp::Rem => Meaning::Arith(Arith::Rem),
        BinaryOp::Band => Meaning::Arith(Arith::Band),
        BinaryOp::Bor => Meaning::Arith(Arith::Bor),
        BinaryOp::Bxor => Meaning::Arith(Arith::Bxor),
        BinaryOp::Bsl => Meaning::Arith(Arith::Bsl),
        BinaryOp::Bsr => Meaning::Arith(Arith::Bsr),
        BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => Meaning::Strict,
        BinaryOp::AndAlso => Meaning::AndAlso,
        BinaryOp::OrElse => Meaning::OrElse,
        BinaryOp::Append | BinaryOp::Subtract | BinaryOp::Send => Meaning::Call,
        BinaryOp::Equal => Meaning::Compare(Compare::Equal),
        BinaryOp::NotEqual => Meaning::Compare(Compare::NotEqual),
        BinaryOp::ExactEqual => Meaning::Compare(Compare::Same),
        BinaryOp::ExactNotEqual => Meaning::Compare(Compare::NotSame),
        BinaryOp::Less => Meaning::Compare(Compare::Less),
        BinaryOp::LessEqual => Meaning::Compare(Compare::NotGreater),
        BinaryOp::Greater => Meaning::Compare(Compare::Greater),
        BinaryOp::GreaterEqual => Meaning::Compare(Compare::NotLess),
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn binary_op(
        &mut self,
        pos: Pos,
        operator: BinaryOp,
        left: &'a ast::Expr,
        right: &'a ast::Expr,
    ) -> Expr {
        let line = pos.line;
        if operator == BinaryOp::Append
            && !self.is_shell
            && matches!(left.kind, ast::ExprKind::ListComprehension { .. })
        {
            return self.comprehension_with_tail(line, left, right);
        }
        let left = self.expr(left);
        let mark = self.scope().bindings();
        let right = self.expr(right);
        match meaning(operator) {
            Meaning::Arith(op) if self.in_guard || !self.is_shell => {
                if let (Some(a), Some(b)) = (left.as_const(), right.as_const()) {
                    if let Some(folded) = self.fold(op, a, b) {
                        return Expr::constant(line, folded);
                    }
                    // It will fail: OTP's compiler leaves it as a call.
                    let are_numbers = a.is_number() && b.is_number();
                    if !self.in_guard && !are_numbers {
                        let end = self.scope().position();
                        let callee = Callee::External(erlang(operator.text(), 2));
                        return Expr::new(line, Kind::Call(callee, vec![left, right], end));
                    }
                }
                // OTP's compiler puts the constant second, and the operands of a failure are shown so.
                let turns = matches!(
                    op,
                    Arith::Add | Arith::Mul | Arith::Band | Arith::Bor | Arith::Bxor
                ) && right.as_const().is_none()
                    && left.as_const().is_some_and(Term::is_integer);
                let operands = if turns { [right, left] } else { [left, right] };
                Expr::new(line, Kind::Arith(op, Box::new(operands), Shown::Operands))
            }
            Meaning::Compare(op) => Expr::new(line, Kind::Compare(op, Box::new([left, right]))),
            Meaning::AndAlso => {
                self.scope().unbind(mark);
                Expr::new(line, Kind::AndAlso(Box::new([left, right])))
            }
            Meaning::OrElse => {
                self.scope().unbind(mark);
                Expr::new(line, Kind::OrElse(Box::new([left, right])))
            }
            Meaning::Strict => Expr::new(
                line,
                Kind::Bif(erlang(operator.text(), 2), vec![left, right]),
            ),
            Meaning::Call | Meaning::Arith(_) => {
                // Compiled code sends by the function; what is typed into a shell names the operator.
                let name = if operator == BinaryOp::Send && !self.is_shell {
                    "send"
                } else {
                    operator.text()
                };
                let end = self.scope().position();
                Expr::new(
                    line,
                    Kind::Call(Callee::External(erlang(name, 2)), vec![left, right], end),
                )
            }
        }
    }

    /// `[... || ...] ++ Tail`: compiled code evaluates the tail first.
    #[inline(never)]
    fn comprehension_with_tail(
        &mut self,
        line: u32,
        comprehension: &'a ast::Expr,
        tail: &'a ast::Expr,
    ) -> Expr {
        let value = self.expr(tail);
        let var = self.scope().fresh();
        let end = self.scope().position();
        let bound = Kind::Match(Box::new(Pattern::Bind(var)), Box::new(value), end);
        let list = self.expr(comprehension);
        let tail = Expr::new(line, Kind::Var(self.scope().use_of(var)));
        let end = self.scope().position();
        let append = Kind::Call(Callee::External(erlang("++", 2)), vec![list, tail], end);
        Expr::new(
            line,
            Kind::Seq(vec![Expr::new(line, bound), Expr::new(line, append)]),
        )
    }

    pub(super) fn unary_op(&mut self, pos: Pos, op: UnaryOp, operand: &'a ast::Expr) -> Expr {
        let line = pos.line;
        let operand = self.expr(operand);
        if let Some(constant) = operand.as_const()
            && let Some(folded) = self.fold_unary(op, constant)
        {
            return Expr::constant(line, folded);
        }
        if op == UnaryOp::Not && operand.is_boolean() {
            return Expr::new(line, Kind::Not(Box::new(operand)));
        }
        Expr::new(line, Kind::Bif(erlang(op.text(), 1), vec![operand]))
    }

    fn fold_unary(&mut self, op: UnaryOp, constant: Term) -> Option<Term> {
        match op {
            UnaryOp::Plus => constant.is_number().then_some(constant),
            UnaryOp::Minus if constant.is_float() => {
                let value = -self.heap.float_value(constant);
                Some(self.heap.float(value))
            }
            UnaryOp::Minus => self.fold(Arith::Sub, Term::int(0), constant),
            UnaryOp::Bnot => self.fold(Arith::Bxor, Term::int(-1), constant),
            UnaryOp::Not => match constant.as_atom() {
                Some(atom::TRUE) => Some(Term::bool(false)),
                Some(atom::FALSE) => Some(Term::bool(true)),
                _ => None,
            },
        }
    }
}
