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

    /// Whether the expression could stand in a guard: then a filter treats its failure as false.
    pub(super) fn is_guard(&self, expr: &ast::Expr) -> bool {
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
                self.is_guard_call(function, args.len()) && self.all_guards(expr, 1)
            }
            ExprKind::List { .. }
            | ExprKind::Tuple(_)
            | ExprKind::MapCreate(_)
            | ExprKind::MapUpdate { .. }
            | ExprKind::Binary(_)
            | ExprKind::BinaryOp { .. }
            | ExprKind::UnaryOp { .. }
            | ExprKind::RecordCreate { .. }
            | ExprKind::RecordAccess { .. } => self.all_guards(expr, 0),
            _ => false,
        }
    }

    /// Whether all children but the first `skip` are guards.
    fn all_guards(&self, expr: &ast::Expr, skip: usize) -> bool {
        let (mut all, mut number) = (true, 0);
        expr.for_each_child(&mut |child| {
            all = all && (number < skip || self.is_guard(child));
            number += 1;
        });
        all
    }

    fn is_guard_call(&self, function: &ast::Expr, arity: usize) -> bool {
        let is_bif = |name: &str| {
            auto::is_guard_bif(name, arity) || arity == 1 && auto::type_test(name).is_some()
        };
        match &function.kind {
            ExprKind::Atom(name) => {
                is_bif(name) && !self.functions.contains_key(&(name.clone(), arity as u32))
            }
            ExprKind::Remote { module, function } => {
                module.as_atom().is_some_and(|module| &**module == "erlang")
                    && function
                        .as_atom()
                        .is_some_and(|name| is_bif(name) || auto::is_guard_operator(name, arity))
            }
            _ => false,
        }
    }
}
