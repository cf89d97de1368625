//! Variables that funs and comprehensions take from around them.

use syntax::ast::{
    BinaryElement, Clause, Expr, ExprKind, MapField, Name, Qualifier, QualifierKind,
};

/// Collects names in order of first use, except those that inner heads bind anew.
#[derive(Default)]
pub struct FreeNames {
    names: Vec<Name>,
    shadowed: Vec<Name>,
}

impl FreeNames {
    /// Names that occur freely, in order of first occurrence; not all of them need be bound outside.
    pub fn into_names(self) -> Vec<Name> {
        self.names
    }

    /// Hides `name` from now on.
    pub fn shadow(&mut self, name: &Name) {
        self.shadowed.push(name.clone());
    }

    fn found(&mut self, name: &Name) {
        if &**name != "_" && !self.shadowed.contains(name) && !self.names.contains(name) {
            self.names.push(name.clone());
        }
    }

    pub fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Var(name) => self.found(name),
            ExprKind::Fun(clauses) => self.fun(None, clauses),
            ExprKind::NamedFun { name, clauses } => self.fun(Some(name), clauses),
            ExprKind::ListComprehension { body, qualifiers }
            | ExprKind::BinaryComprehension { body, qualifiers } => {
                self.comprehension(qualifiers, body);
            }
            _ => expr.for_each_child(&mut |child| self.expr(child)),
        }
    }

    /// The clauses of a fun, whose heads bind anew.
    pub fn fun(&mut self, name: Option<&Name>, clauses: &[Clause]) {
        let depth = self.shadowed.len();
        self.shadowed.extend(name.cloned());
        for clause in clauses {
            let depth = self.shadowed.len();
            for pattern in &clause.patterns {
                self.pattern(pattern);
            }
            clause
                .guard
                .iter()
                .flatten()
                .chain(&clause.body)
                .for_each(|expr| self.expr(expr));
            self.shadowed.truncate(depth);
        }
        self.shadowed.truncate(depth);
    }

    pub fn comprehension(&mut self, qualifiers: &[Qualifier], body: &Expr) {
        let depth = self.shadowed.len();
        for qualifier in qualifiers {
            match &qualifier.kind {
                QualifierKind::Generator { pattern, source }
                | QualifierKind::BinaryGenerator { pattern, source } => {
                    self.expr(source);
                    self.pattern(pattern);
                }
                QualifierKind::Filter(expr) => self.expr(expr),
            }
        }
        self.expr(body);
        self.shadowed.truncate(depth);
    }

    /// A pattern that binds its variables anew; keys and sizes in it are ordinary uses.
    pub fn pattern(&mut self, pattern: &Expr) {
        match &pattern.kind {
            ExprKind::Var(name) => self.shadow(name),
            ExprKind::MapCreate(fields) => {
                for MapField { key, value, .. } in fields {
                    self.expr(key);
                    self.pattern(value);
                }
            }
            ExprKind::Binary(elements) => {
                for BinaryElement { value, size, .. } in elements {
                    if let Some(size) = size {
                        self.expr(size);
                    }
                    self.pattern(value);
                }
            }
            _ => pattern.for_each_child(&mut |child| self.pattern(child)),
        }
    }
}
