//! How tightly expressions bind, and what stands in parentheses therefore.

use syntax::ast::{BinaryOp, Expr, ExprKind};

/// What binds less tightly than this stands in parentheses.
pub(super) type Precedence = u8;

/// What stands before `#` or `:` needs: calls are put in parentheses.
pub(super) const BASE: Precedence = 95;

/// How tightly the operator of an expression binds: as in the language's table, tighter is more.
pub(super) fn precedence(one: &Expr) -> Precedence {
    match &one.kind {
        ExprKind::Catch(_) => 0,
        ExprKind::Match { .. } | ExprKind::MaybeMatch { .. } => 10,
        ExprKind::BinaryOp { op, .. } => binary(*op).0,
        ExprKind::UnaryOp { .. } => 70,
        ExprKind::RecordCreate { .. }
        | ExprKind::RecordUpdate { .. }
        | ExprKind::RecordAccess { .. }
        | ExprKind::RecordIndex { .. }
        | ExprKind::MapCreate(_)
        | ExprKind::MapUpdate { .. }
        | ExprKind::Remote { .. } => 80,
        ExprKind::Call { .. } => 90,
        _ => 100,
    }
}

/// What the function part of a call needs: a call in its place stands in brackets, `m:f` does not.
pub(super) fn callee_precedence(function: &Expr) -> Precedence {
    if matches!(function.kind, ExprKind::Call { .. }) {
        100
    } else {
        80
    }
}

/// Precedence of an operator, and what its operands need.
pub(super) fn binary(op: BinaryOp) -> (Precedence, Precedence, Precedence) {
    use BinaryOp as Op;
    match op {
        Op::Send => (10, 15, 10),
        Op::OrElse => (15, 20, 15),
        Op::AndAlso => (20, 30, 20),
        Op::Equal
        | Op::NotEqual
        | Op::ExactEqual
        | Op::ExactNotEqual
        | Op::Less
        | Op::LessEqual
        | Op::Greater
        | Op::GreaterEqual => (30, 40, 40),
        Op::Append | Op::Subtract => (40, 50, 40),
        Op::Add | Op::Sub | Op::Bor | Op::Bxor | Op::Bsl | Op::Bsr | Op::Or | Op::Xor => {
            (50, 50, 60)
        }
        Op::Mul | Op::Divide | Op::Div | Op::Rem | Op::Band | Op::And => (60, 60, 70),
    }
}
