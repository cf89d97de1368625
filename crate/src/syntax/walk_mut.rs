//! Going over a tree to change it: the expressions that are evaluated, patterns and guards left out.

// One visitor goes over many kinds of children: a call a kind reads better than a loop a kind.
#![allow(clippy::needless_for_each)]

use super::ast::{Clause, Expr, ExprKind, Qualifier, QualifierKind};

impl Expr {
    /// Calls `visit` for each evaluated expression directly below this one, in source order.
    pub fn for_each_evaluated_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        match &mut self.kind {
            ExprKind::Var(_)
            | ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil
            | ExprKind::FunLocal { .. }
            | ExprKind::RecordIndex { .. } => {}
            ExprKind::List { elements, tail, .. } => {
                elements.iter_mut().for_each(&mut *visit);
                tail.iter_mut().for_each(|tail| visit(tail));
            }
            ExprKind::Tuple(exprs) | ExprKind::Block(exprs) => exprs.iter_mut().for_each(visit),
            ExprKind::MapCreate(fields) => {
                for field in fields {
                    visit(&mut field.key);
                    visit(&mut field.value);
                }
            }
            ExprKind::MapUpdate { map, fields } => {
                visit(map);
                for field in fields {
                    visit(&mut field.key);
                    visit(&mut field.value);
                }
            }
            ExprKind::Binary(elements) => {
                for element in elements {
                    visit(&mut element.value);
                    element.size.iter_mut().for_each(&mut *visit);
                }
            }
            ExprKind::Match { value, .. } | ExprKind::MaybeMatch { value, .. } => visit(value),
            ExprKind::BinaryOp { left, right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::UnaryOp { operand, .. } | ExprKind::Catch(operand) => visit(operand),
            ExprKind::Call { function, args } => {
                visit(function);
                args.iter_mut().for_each(visit);
            }
            ExprKind::Remote { module, function } => {
                visit(module);
                visit(function);
            }
            ExprKind::ListComprehension { body, qualifiers }
            | ExprKind::BinaryComprehension { body, qualifiers } => {
                visit(body);
                qualifiers
                    .iter_mut()
                    .for_each(|qualifier| qualifier.visit_evaluated(visit));
            }
            ExprKind::If(clauses) | ExprKind::Fun(clauses) | ExprKind::NamedFun { clauses, .. } => {
                visit_bodies(clauses, visit);
            }
            ExprKind::Case { subject, clauses } => {
                visit(subject);
                visit_bodies(clauses, visit);
            }
            ExprKind::Receive { clauses, after } => {
                visit_bodies(clauses, visit);
                if let Some(after) = after {
                    visit(&mut after.timeout);
                    after.body.iter_mut().for_each(visit);
                }
            }
            ExprKind::Try(parts) => {
                parts.body.iter_mut().for_each(&mut *visit);
                visit_bodies(&mut parts.of, visit);
                visit_bodies(&mut parts.catch, visit);
                parts.after.iter_mut().for_each(visit);
            }
            ExprKind::FunRemote {
                module,
                name,
                arity,
            } => {
                visit(module);
                visit(name);
                visit(arity);
            }
            ExprKind::RecordCreate { fields, .. } => {
                fields.iter_mut().for_each(|field| visit(&mut field.value));
            }
            ExprKind::RecordUpdate { record, fields, .. } => {
                visit(record);
                fields.iter_mut().for_each(|field| visit(&mut field.value));
            }
            ExprKind::RecordAccess { record, .. } => visit(record),
            ExprKind::Maybe {
                body, else_clauses, ..
            } => {
                body.iter_mut().for_each(&mut *visit);
                visit_bodies(else_clauses, visit);
            }
        }
    }
}

impl Qualifier {
    fn visit_evaluated(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match &mut self.kind {
            QualifierKind::Generator { source, .. }
            | QualifierKind::BinaryGenerator { source, .. } => visit(source),
            QualifierKind::Filter(expr) => visit(expr),
        }
    }
}

fn visit_bodies(clauses: &mut [Clause], visit: &mut dyn FnMut(&mut Expr)) {
    for clause in clauses {
        clause.body.iter_mut().for_each(&mut *visit);
    }
}
