//! Patterns.

use super::super::ir::{Kind, Pattern};
use super::Lowering;
use syntax::ast::{self, BinaryOp, ExprKind, Name};
use term::Term;

impl<'a> Lowering<'a> {
    pub(super) fn pattern(&mut self, pattern: &'a ast::Expr) -> Pattern {
        match &pattern.kind {
            ExprKind::Var(name) => self.variable_pattern(name),
            ExprKind::List { elements, tail, .. } => {
                let elements = elements
                    .iter()
                    .map(|element| self.pattern(element))
                    .collect();
                let tail = tail
                    .as_ref()
                    .map_or(Pattern::Const(Term::NIL), |tail| self.pattern(tail));
                self.list_pattern(elements, tail)
            }
            ExprKind::Tuple(elements) => Pattern::Tuple(
                elements
                    .iter()
                    .map(|element| self.pattern(element))
                    .collect(),
            ),
            ExprKind::Match { pattern, value } => {
                let left = self.pattern(pattern);
                let right = self.pattern(value);
                Pattern::All(vec![left, right])
            }
            ExprKind::MapCreate(fields) => self.map_pattern(fields),
            ExprKind::Binary(elements) => self.binary_pattern(pattern.pos, elements),
            ExprKind::RecordCreate { name, fields } => {
                self.record_pattern(pattern.pos, name, fields)
            }
            ExprKind::BinaryOp {
                op: BinaryOp::Append,
                left,
                right,
            } => self.append_pattern(pattern, left, right),
            _ => self.constant_pattern(pattern),
        }
    }

    fn variable_pattern(&mut self, name: &Name) -> Pattern {
        if &**name == "_" {
            return Pattern::Any;
        }
        if let Some(used) = self.use_of(name) {
            return Pattern::Same(used);
        }
        let var = self.scope().variable(name);
        self.scope().bind(var);
        Pattern::Bind(var)
    }

    /// A list of constants is one constant.
    fn list_pattern(&mut self, elements: Vec<Pattern>, tail: Pattern) -> Pattern {
        if let Pattern::Const(end) = tail
            && let Some(items) = constants(&elements)
        {
            return Pattern::Const(self.heap.list_with_tail(&items, end));
        }
        Pattern::List(elements, Box::new(tail))
    }

    /// `"prefix" ++ Pattern`.
    fn append_pattern(
        &mut self,
        whole: &'a ast::Expr,
        left: &'a ast::Expr,
        right: &'a ast::Expr,
    ) -> Pattern {
        let prefix = self.pattern(left);
        let tail = self.pattern(right);
        let Pattern::Const(prefix) = prefix else {
            return self.illegal_pattern(whole);
        };
        let Some(items) = self.heap.list_to_vec(prefix) else {
            return self.illegal_pattern(whole);
        };
        if items.is_empty() {
            return tail;
        }
        let items = items.into_iter().map(Pattern::Const).collect();
        self.list_pattern(items, tail)
    }

    /// Literals, and arithmetic on them.
    fn constant_pattern(&mut self, pattern: &'a ast::Expr) -> Pattern {
        let outer = std::mem::replace(&mut self.in_guard, true);
        let value = self.expr(pattern);
        self.in_guard = outer;
        match value.kind {
            Kind::Const(term) => Pattern::Const(term),
            _ => self.illegal_pattern(pattern),
        }
    }

    fn illegal_pattern(&mut self, pattern: &ast::Expr) -> Pattern {
        self.error(pattern.pos, "erl_lint:illegal_pattern", "illegal pattern");
        Pattern::Any
    }
}

fn constants(patterns: &[Pattern]) -> Option<Vec<Term>> {
    patterns
        .iter()
        .map(|pattern| match pattern {
            Pattern::Const(term) => Some(*term),
            _ => None,
        })
        .collect()
}
