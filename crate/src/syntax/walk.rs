//! Going over a tree: the children of a node, and the first and last place that it covers.
//!
//! The passes recurse; the parser has bounded the depth.

use super::ast::{Clause, Expr, ExprKind, Pos, Qualifier, QualifierKind, Type, TypeKind};

impl Expr {
    /// Calls `visit` for each expression directly below this one, patterns and guards of its clauses among them, in source order.
    pub fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
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
                elements.iter().for_each(&mut *visit);
                if let Some(tail) = tail {
                    visit(tail);
                }
            }
            ExprKind::Tuple(exprs) | ExprKind::Block(exprs) => exprs.iter().for_each(visit),
            ExprKind::MapCreate(fields) => {
                for field in fields {
                    visit(&field.key);
                    visit(&field.value);
                }
            }
            ExprKind::MapUpdate { map, fields } => {
                visit(map);
                for field in fields {
                    visit(&field.key);
                    visit(&field.value);
                }
            }
            ExprKind::Binary(elements) => {
                for element in elements {
                    visit(&element.value);
                    element.size.iter().for_each(&mut *visit);
                }
            }
            ExprKind::Match { pattern, value } | ExprKind::MaybeMatch { pattern, value } => {
                visit(pattern);
                visit(value);
            }
            ExprKind::BinaryOp { left, right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::UnaryOp { operand, .. } | ExprKind::Catch(operand) => visit(operand),
            ExprKind::Call { function, args } => {
                visit(function);
                args.iter().for_each(visit);
            }
            ExprKind::Remote { module, function } => {
                visit(module);
                visit(function);
            }
            ExprKind::ListComprehension { body, qualifiers }
            | ExprKind::BinaryComprehension { body, qualifiers } => {
                visit(body);
                for qualifier in qualifiers {
                    qualifier.for_each_child(visit);
                }
            }
            ExprKind::If(clauses) | ExprKind::Fun(clauses) | ExprKind::NamedFun { clauses, .. } => {
                for clause in clauses {
                    clause.for_each_child(visit);
                }
            }
            ExprKind::Case { subject, clauses } => {
                visit(subject);
                for clause in clauses {
                    clause.for_each_child(visit);
                }
            }
            ExprKind::Receive { clauses, after } => {
                for clause in clauses {
                    clause.for_each_child(visit);
                }
                if let Some(after) = after {
                    visit(&after.timeout);
                    after.body.iter().for_each(visit);
                }
            }
            ExprKind::Try(parts) => {
                parts.body.iter().for_each(&mut *visit);
                for clause in parts.of.iter().chain(&parts.catch) {
                    clause.for_each_child(visit);
                }
                parts.after.iter().for_each(visit);
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
                for field in fields {
                    visit(&field.value);
                }
            }
            ExprKind::RecordUpdate { record, fields, .. } => {
                visit(record);
                for field in fields {
                    visit(&field.value);
                }
            }
            ExprKind::RecordAccess { record, .. } => visit(record),
            ExprKind::Maybe {
                body, else_clauses, ..
            } => {
                body.iter().for_each(&mut *visit);
                for clause in else_clauses {
                    clause.for_each_child(visit);
                }
            }
        }
    }

    /// The first place in the text that belongs to the expression. Brackets around it do not.
    pub fn first_pos(&self) -> Pos {
        let mut first = self.pos;
        self.for_each_child(&mut |child| first = first.min(child.first_pos()));
        first
    }

    /// The last place in the text where a part of the expression starts.
    pub fn last_pos(&self) -> Pos {
        let mut last = self.pos.max(self.own_last_pos());
        self.for_each_child(&mut |child| last = last.max(child.last_pos()));
        last
    }

    /// The last place that belongs to the node itself.
    fn own_last_pos(&self) -> Pos {
        match &self.kind {
            ExprKind::List {
                tail: None, end, ..
            } => *end,
            ExprKind::RecordIndex { field, .. } | ExprKind::RecordAccess { field, .. } => field.pos,
            _ => self.pos,
        }
    }
}

impl Clause {
    /// Patterns, guard tests and body, in this order.
    pub fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        self.patterns.iter().for_each(&mut *visit);
        self.guard.iter().flatten().for_each(&mut *visit);
        self.body.iter().for_each(visit);
    }
}

impl Qualifier {
    pub fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match &self.kind {
            QualifierKind::Generator { pattern, source }
            | QualifierKind::BinaryGenerator { pattern, source } => {
                visit(pattern);
                visit(source);
            }
            QualifierKind::Filter(expr) => visit(expr),
        }
    }
}

impl Type {
    /// Calls `visit` for each type directly below this one.
    pub fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
            TypeKind::Var(_)
            | TypeKind::Atom(_)
            | TypeKind::Integer(_)
            | TypeKind::Char(_)
            | TypeKind::Nil
            | TypeKind::AnyFun
            | TypeKind::Tuple(None)
            | TypeKind::Map(None) => {}
            TypeKind::BinaryOp { left, right, .. }
            | TypeKind::Range {
                low: left,
                high: right,
            } => {
                visit(left);
                visit(right);
            }
            TypeKind::UnaryOp { operand, .. } => visit(operand),
            TypeKind::Annotated { of, .. } | TypeKind::List { element: of, .. } => visit(of),
            TypeKind::Union(types)
            | TypeKind::Tuple(Some(types))
            | TypeKind::Named { args: types, .. }
            | TypeKind::Remote { args: types, .. } => types.iter().for_each(visit),
            TypeKind::Map(Some(fields)) => {
                for field in fields {
                    visit(&field.key);
                    visit(&field.value);
                }
            }
            TypeKind::Record { fields, .. } => {
                for field in fields {
                    visit(&field.of);
                }
            }
            TypeKind::Binary { base, unit } => {
                visit(base);
                visit(unit);
            }
            TypeKind::Fun { args, result } => {
                args.iter().flatten().for_each(&mut *visit);
                visit(result);
            }
            TypeKind::Bounded {
                function,
                constraints,
            } => {
                visit(function);
                for constraint in constraints {
                    visit(&constraint.of);
                }
            }
        }
    }

    /// The first place in the text that belongs to the type; for a binary type that does not write its base, only the line.
    pub fn first_pos(&self) -> Pos {
        match &self.kind {
            TypeKind::Binary { base, .. } if base.pos.column == 0 => base.pos,
            _ => self.first_written_pos(),
        }
    }

    fn first_written_pos(&self) -> Pos {
        let mut first = self.pos;
        self.for_each_child(&mut |child| {
            if child.pos.column > 0 {
                first = first.min(child.first_written_pos());
            }
        });
        first
    }
}
