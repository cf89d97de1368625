//! What is known of a value, and what operators make of known ones.

use super::Suspect;
use num_traits::Signed;
use std::rc::Rc;
use syntax::ast::{BinaryOp, UnaryOp};
use term::{Term, arith, order};

/// Longest shift and product that are worked out.
const BITS_MAX: i64 = 4096;
/// Deepest shape that is kept of a value with unknown parts; each element of a list is one deeper than the one before.
const DEPTH_MAX: u16 = 200;

#[derive(Clone, Debug)]
pub enum Val {
    Any,
    /// What a comparison or a test of a type gave.
    Bool,
    Lit(Term),
    /// With its depth.
    Cons(u16, Rc<(Val, Val)>),
    Tuple(u16, Rc<[Val]>),
}

impl Val {
    pub const fn lit(&self) -> Option<Term> {
        match self {
            Val::Lit(term) => Some(*term),
            _ => None,
        }
    }

    const fn depth(&self) -> u16 {
        match self {
            Val::Cons(depth, _) | Val::Tuple(depth, _) => *depth,
            _ => 0,
        }
    }
}

/// What evaluating an operator or a function comes to.
pub enum Outcome {
    Value(Val),
    /// The exception's reason, as it is printed.
    Fails(String),
}

impl Outcome {
    pub fn badarg() -> Self {
        Self::Fails("badarg".into())
    }
}

pub const fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp as B;
    matches!(
        op,
        B::Equal
            | B::NotEqual
            | B::ExactEqual
            | B::ExactNotEqual
            | B::Less
            | B::LessEqual
            | B::Greater
            | B::GreaterEqual
    )
}

impl Suspect<'_> {
    pub(super) fn tuple_of(&mut self, parts: Vec<Val>) -> Val {
        let literals: Option<Vec<Term>> = parts.iter().map(Val::lit).collect();
        if let Some(terms) = literals {
            Val::Lit(self.heap.tuple(&terms))
        } else {
            let depth = parts.iter().map(Val::depth).max().unwrap_or(0) + 1;
            if depth > DEPTH_MAX {
                return Val::Any;
            }
            Val::Tuple(depth, parts.into())
        }
    }

    pub(super) fn list_of(&mut self, parts: Vec<Val>, tail: Val) -> Val {
        parts.into_iter().rev().fold(tail, |tail, head| {
            if let (Val::Lit(head), Val::Lit(tail)) = (&head, &tail) {
                return Val::Lit(self.heap.cons(*head, *tail));
            }
            let depth = head.depth().max(tail.depth()) + 1;
            if depth > DEPTH_MAX {
                return Val::Any;
            }
            Val::Cons(depth, Rc::new((head, tail)))
        })
    }

    /// Operators that evaluate both sides, `!` aside.
    pub(super) fn binary(&mut self, op: BinaryOp, left: &Val, right: &Val) -> Outcome {
        use BinaryOp as B;
        let is_logic = matches!(op, B::And | B::Or | B::Xor);
        let (Some(a), Some(b)) = (left.lit(), right.lit()) else {
            let bool = is_logic || is_comparison(op);
            return Outcome::Value(if bool { Val::Bool } else { Val::Any });
        };
        if is_logic {
            let (Some(a), Some(b)) = (a.as_bool(), b.as_bool()) else {
                return Outcome::badarg();
            };
            let value = match op {
                B::And => a && b,
                B::Or => a || b,
                _ => a != b,
            };
            return Outcome::Value(Val::Lit(Term::bool(value)));
        }
        let heap = &mut self.heap;
        let compared = match op {
            B::Equal => Some(order::equal(heap, a, b)),
            B::NotEqual => Some(!order::equal(heap, a, b)),
            B::ExactEqual => Some(order::same(heap, a, b)),
            B::ExactNotEqual => Some(!order::same(heap, a, b)),
            B::Less => Some(order::compare(heap, a, b).is_lt()),
            B::LessEqual => Some(order::compare(heap, a, b).is_le()),
            B::Greater => Some(order::compare(heap, a, b).is_gt()),
            B::GreaterEqual => Some(order::compare(heap, a, b).is_ge()),
            _ => None,
        };
        if let Some(value) = compared {
            return Outcome::Value(Val::Lit(Term::bool(value)));
        }
        if matches!(op, B::Append | B::Subtract) {
            let Some(items) = heap.list_to_vec(a) else {
                return Outcome::badarg();
            };
            return match op {
                B::Append => Outcome::Value(Val::Lit(heap.list_with_tail(&items, b))),
                _ if heap.list_to_vec(b).is_none() => Outcome::badarg(),
                _ => Outcome::Value(Val::Any),
            };
        }
        self.arithmetic(op, a, b)
    }

    fn arithmetic(&mut self, op: BinaryOp, a: Term, b: Term) -> Outcome {
        use BinaryOp as B;
        if matches!(op, B::Bsl | B::Bsr | B::Mul) && a.is_integer() && b.is_integer() {
            let small = |n: Term| n.as_small().is_some_and(|n| n.abs() <= BITS_MAX);
            let fits = small(b) && (op != B::Mul || a.as_small().is_some());
            if !fits {
                return Outcome::Value(Val::Any);
            }
        }
        let heap = &mut self.heap;
        let result = match op {
            B::Add => arith::add(heap, a, b),
            B::Sub => arith::sub(heap, a, b),
            B::Mul => arith::mul(heap, a, b),
            B::Divide => arith::divide(heap, a, b),
            B::Div => arith::div(heap, a, b),
            B::Rem => arith::rem(heap, a, b),
            B::Band => arith::band(heap, a, b),
            B::Bor => arith::bor(heap, a, b),
            B::Bxor => arith::bxor(heap, a, b),
            B::Bsl => arith::bsl(heap, a, b),
            _ => arith::bsr(heap, a, b),
        };
        result.map_or_else(
            |_| Outcome::Fails("badarith".into()),
            |term| Outcome::Value(Val::Lit(term)),
        )
    }

    pub(super) fn unary(&mut self, op: UnaryOp, operand: &Val) -> Outcome {
        let Some(term) = operand.lit() else {
            let not = op == UnaryOp::Not;
            return Outcome::Value(if not { Val::Bool } else { Val::Any });
        };
        let heap = &mut self.heap;
        let result = match op {
            UnaryOp::Plus => arith::plus(term),
            UnaryOp::Minus => arith::neg(heap, term),
            UnaryOp::Bnot => arith::bnot(heap, term),
            UnaryOp::Not => {
                return match term.as_bool() {
                    Some(value) => Outcome::Value(Val::Lit(Term::bool(!value))),
                    None => Outcome::badarg(),
                };
            }
        };
        result.map_or_else(
            |_| Outcome::Fails("badarith".into()),
            |term| Outcome::Value(Val::Lit(term)),
        )
    }

    /// Whether the integer fits into that many bits.
    pub(super) fn fits(&self, integer: Term, bits: u64, signed: bool) -> bool {
        let Some(value) = self.heap.to_bigint(integer) else {
            return true;
        };
        if signed {
            let magnitude = if value.is_negative() {
                -value - 1
            } else {
                value
            };
            return magnitude.bits() < bits.max(1);
        }
        !value.is_negative() && value.bits() <= bits
    }
}
