//! Expressions whose value can be told by looking at them.

use super::ast::{Expr, ExprKind};
use super::preprocess::condition;

/// Whether the expression is arithmetic over numbers alone, and has a value: what may stand in a pattern.
pub fn is_arithmetic(expr: &Expr) -> bool {
    is_of_numbers(expr) && condition::has_value(expr)
}

fn is_of_numbers(expr: &Expr) -> bool {
    let own = matches!(
        expr.kind,
        ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::UnaryOp { .. }
            | ExprKind::BinaryOp { .. }
    );
    let mut all = own;
    expr.for_each_child(&mut |child| all = all && is_of_numbers(child));
    all
}
