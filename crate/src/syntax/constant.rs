//! Expressions whose value can be told by looking at them.

use super::ast::{BinaryOp, Expr, ExprKind};
use super::preprocess::condition;

/// Whether the expression is arithmetic over numbers alone, and has a value: what may stand in a pattern.
pub fn is_arithmetic(expr: &Expr) -> bool {
    is_of_numbers(expr) && condition::has_value(expr)
}

/// Whether the expression is made of operators over numbers, atoms and tuples and lists of these, and has a value.
pub fn has_value(expr: &Expr) -> bool {
    is_closed(expr) && condition::has_value(expr)
}

fn is_closed(expr: &Expr) -> bool {
    let own = match &expr.kind {
        ExprKind::BinaryOp { op, .. } => !matches!(
            op,
            BinaryOp::AndAlso
                | BinaryOp::OrElse
                | BinaryOp::Append
                | BinaryOp::Subtract
                | BinaryOp::Send
        ),
        ExprKind::Integer(_)
        | ExprKind::Float(_)
        | ExprKind::Char(_)
        | ExprKind::Atom(_)
        | ExprKind::Nil
        | ExprKind::List { .. }
        | ExprKind::Tuple(_)
        | ExprKind::UnaryOp { .. } => true,
        _ => false,
    };
    let mut all = own;
    expr.for_each_child(&mut |child| all = all && is_closed(child));
    all
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
