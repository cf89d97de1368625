//! Guards, and which expressions may stand in one.

use super::super::auto;
use super::super::ir::Expr;
use super::Lowering;
use syntax::ast::{self, BinaryOp, ExprKind};

impl<'a> Lowering<'a> {
    pub(super) fn guard(&mut self, guard: &'a [Vec<ast::Expr>]) -> Vec<Vec<Expr>> {
        guard
            .iter()
            .map(|tests| tests.iter().map(|test| self.guard_expr(test)).collect())
            .collect()
    }

    pub(super) fn guard_expr(&mut self, expr: &'a ast::Expr) -> Expr {
        let outer = std::mem::replace(&mut self.in_guard, true);
        let expr = self.expr(expr);
        self.in_guard = outer;
        expr
    }

    pub(super) fn is_guard(&self, expr: &ast::Expr) -> bool {
        could_be_guard(expr, &|name, arity| {
            self.functions.contains_key(&(name.into(), arity))
        })
    }
}

/// Whether the expression could stand in a guard: then a filter treats its failure as false. `is_local` tells what the module
/// defines itself.
pub fn could_be_guard(expr: &ast::Expr, is_local: &dyn Fn(&str, u32) -> bool) -> bool {
    let all_guards = |skip: usize| {
        let (mut all, mut number) = (true, 0);
        expr.for_each_child(&mut |child| {
            all = all && (number < skip || could_be_guard(child, is_local));
            number += 1;
        });
        all
    };
    match &expr.kind {
        ExprKind::Var(_)
        | ExprKind::Atom(_)
        | ExprKind::Integer(_)
        | ExprKind::Float(_)
        | ExprKind::Char(_)
        | ExprKind::String(_)
        | ExprKind::Nil
        | ExprKind::RecordIndex { .. } => true,
        ExprKind::BinaryOp {
            op: BinaryOp::Send | BinaryOp::Append | BinaryOp::Subtract,
            ..
        } => false,
        ExprKind::Call { function, args } => {
            is_guard_call(function, args.len(), is_local) && all_guards(1)
        }
        ExprKind::List { .. }
        | ExprKind::Tuple(_)
        | ExprKind::MapCreate(_)
        | ExprKind::MapUpdate { .. }
        | ExprKind::Binary(_)
        | ExprKind::BinaryOp { .. }
        | ExprKind::UnaryOp { .. }
        | ExprKind::RecordCreate { .. }
        | ExprKind::RecordAccess { .. } => all_guards(0),
        _ => false,
    }
}

fn is_guard_call(function: &ast::Expr, arity: usize, is_local: &dyn Fn(&str, u32) -> bool) -> bool {
    let is_bif = |name: &str| {
        auto::is_guard_bif(name, arity) || arity == 1 && auto::type_test(name).is_some()
    };
    match &function.kind {
        ExprKind::Atom(name) => is_bif(name) && !is_local(name, arity as u32),
        ExprKind::Remote { module, function } => {
            module.as_atom().is_some_and(|module| &**module == "erlang")
                && function
                    .as_atom()
                    .is_some_and(|name| is_bif(name) || auto::is_guard_operator(name, arity))
        }
        _ => false,
    }
}
