//! Patterns: what may stand in them, and what they bind.
//!
//! The variables of a pattern come into being together, when all of it has been looked at; only the sizes in a binary
//! see those that stand before them in the same binary.

use super::Linter;
use super::scope::{State, Var};
use syntax::ast::{
    BinaryElement, BinaryOp, Expr, ExprKind, MapField, Name, Pos, RecordField, RecordFieldName,
};
use syntax::constant;

/// The variables that a pattern binds, by name.
#[derive(Debug, Default)]
pub struct Fresh {
    /// Each with its first place and whether it occurs again.
    vars: Vec<(Name, Pos, bool)>,
    /// The pattern is one that binds all its variables anew, whatever they were outside.
    shadows: bool,
}

impl Fresh {
    fn find(&mut self, name: &str) -> Option<&mut (Name, Pos, bool)> {
        self.vars.iter_mut().find(|(other, ..)| **other == *name)
    }

    /// Counts an attempt to use a variable that the pattern itself binds; whether there is such a one.
    pub fn use_if_known(&mut self, name: &str) -> bool {
        self.find(name).is_some_and(|(_, _, used)| {
            *used = true;
            true
        })
    }

    pub fn into_vars(self) -> impl Iterator<Item = (Name, Var)> {
        self.vars
            .into_iter()
            .map(|(name, pos, used)| (name, if used { Var::used() } else { Var::bound(pos) }))
    }

    pub fn names(&self) -> impl Iterator<Item = (&Name, Pos)> {
        self.vars.iter().map(|(name, pos, _)| (name, *pos))
    }
}

impl Linter<'_> {
    /// Looks at patterns that compare the variables they share with the surroundings.
    pub(super) fn patterns(&mut self, patterns: &[Expr]) -> Fresh {
        self.all_patterns(patterns, false)
    }

    /// Looks at patterns that bind all their variables anew.
    pub(super) fn shadowing_patterns(&mut self, patterns: &[Expr]) -> Fresh {
        self.all_patterns(patterns, true)
    }

    fn all_patterns(&mut self, patterns: &[Expr], shadows: bool) -> Fresh {
        let outer = std::mem::replace(
            &mut self.fresh,
            Fresh {
                vars: Vec::new(),
                shadows,
            },
        );
        for pattern in patterns {
            self.pattern(pattern);
        }
        std::mem::replace(&mut self.fresh, outer)
    }

    /// Makes the variables of a pattern known.
    pub(super) fn bind(&mut self, fresh: Fresh) {
        for (name, var) in fresh.into_vars() {
            self.scope.set(&name, var);
        }
    }

    fn pattern(&mut self, pattern: &Expr) {
        match &pattern.kind {
            ExprKind::Var(name) => self.pattern_var(pattern.pos, name),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil => {}
            ExprKind::List { elements, tail, .. } => {
                for element in elements {
                    self.pattern(element);
                }
                if let Some(tail) = tail {
                    self.pattern(tail);
                }
            }
            ExprKind::Tuple(elements) => {
                for element in elements {
                    self.pattern(element);
                }
            }
            ExprKind::MapCreate(fields) => {
                for field in fields {
                    self.pattern_map_field(field);
                }
            }
            ExprKind::Binary(elements) => self.pattern_binary(elements),
            ExprKind::Match { pattern, value } => {
                self.pattern(pattern);
                self.pattern(value);
            }
            ExprKind::RecordIndex { name, field } => {
                if let Some(()) = self.use_record(pattern.pos, name) {
                    self.check_field(field.pos, name, &field.name);
                }
            }
            ExprKind::RecordCreate { name, fields } => {
                if let Some(()) = self.use_record(pattern.pos, name) {
                    self.pattern_record_fields(name, fields);
                }
            }
            ExprKind::BinaryOp {
                op: BinaryOp::Append,
                left,
                right,
            } if is_text_prefix(left) => self.pattern(right),
            ExprKind::BinaryOp { .. } | ExprKind::UnaryOp { .. }
                if constant::is_arithmetic(pattern) => {}
            _ => self.error(pattern.pos, "erl_lint:illegal_pattern", "illegal pattern"),
        }
    }

    fn pattern_var(&mut self, pos: Pos, name: &Name) {
        if &**name == "_" {
            return;
        }
        if let Some((_, _, used)) = self.fresh.find(name) {
            *used = true;
            return;
        }
        if !self.fresh.shadows
            && let Some(var) = self.scope.get(name)
        {
            match var.state {
                State::Bound => self.scope.mark_used(name),
                State::Exported(from) => {
                    self.exported(pos, name, from);
                    self.scope.set(name, Var::used());
                }
                State::Unsafe(from) => {
                    self.unsafe_var(pos, name, from);
                    self.scope.set(name, Var::used());
                }
            }
            return;
        }
        self.fresh.vars.push((name.clone(), pos, false));
    }

    fn pattern_map_field(&mut self, field: &MapField) {
        if field.exact {
            self.guard_expr(&field.key);
            self.pattern(&field.value);
        } else {
            self.error(field.pos, "erl_lint:illegal_pattern", "illegal pattern");
        }
    }

    fn pattern_record_fields(&mut self, record: &Name, fields: &[RecordField]) {
        let mut seen = Vec::new();
        for field in fields {
            self.check_repeated_field(record, field, &mut seen);
            match &field.name {
                RecordFieldName::Atom(name) => {
                    if self.check_field(field.pos, record, name) {
                        self.pattern(&field.value);
                    }
                }
                RecordFieldName::Var(name) if &**name == "_" => self.pattern(&field.value),
                RecordFieldName::Var(name) => self.field_is_variable(field.pos, record, name),
            }
        }
    }

    /// The segments of a binary pattern in their order.
    fn pattern_binary(&mut self, elements: &[BinaryElement]) {
        // The variables that the sizes of later segments may use.
        let mut before: Vec<Name> = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            self.pattern_segment_value(element);
            if let Some(size) = &element.size {
                self.pattern_size(size, &before);
            }
            self.pattern_segment_type(element, index + 1 == elements.len());
            if let ExprKind::Var(name) = &element.value.kind
                && self.fresh.find(name).is_some()
            {
                before.push(name.clone());
            }
        }
    }

    fn pattern_segment_value(&mut self, element: &BinaryElement) {
        match &element.value.kind {
            ExprKind::Var(name) => self.pattern_var(element.value.pos, name),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_) => {}
            _ if constant::is_arithmetic(&element.value) => {}
            _ => self.error(
                element.value.pos,
                "erl_lint:illegal_pattern",
                "illegal pattern",
            ),
        }
    }

    /// The size of a segment sees the surroundings and the segments `before` it.
    fn pattern_size(&mut self, size: &Expr, before: &[Name]) {
        if matches!(size.kind, ExprKind::Atom(_) | ExprKind::Float(_)) {
            let message = "a size expression in a pattern evaluates to a non-integer value; \
                           this pattern cannot possibly match";
            self.warning(size.pos, "erl_lint:non_integer_bitsize", message);
            return;
        }
        let mark = self.scope.mark();
        for name in before {
            if let Some((_, pos, used)) = self.fresh.find(name) {
                let var = if *used { Var::used() } else { Var::bound(*pos) };
                self.scope.set(name, var);
            }
        }
        self.size_expr(size);
        for (name, var) in self.scope.take_back(mark) {
            if before.contains(&name) {
                if let Some((_, _, used)) = self.fresh.find(&name) {
                    *used |= var.unused.is_empty();
                }
            } else {
                self.scope.set(&name, var);
            }
        }
    }
}

/// Whether `"text" ++ Rest` may be a pattern: a string, or a list of characters.
fn is_text_prefix(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Nil | ExprKind::String(_) => true,
        ExprKind::List {
            elements,
            tail: None,
            ..
        } => elements
            .iter()
            .all(|element| matches!(element.kind, ExprKind::Char(_) | ExprKind::Integer(_))),
        ExprKind::BinaryOp {
            op: BinaryOp::Append,
            left,
            right,
        } => is_text_prefix(left) && is_text_prefix(right),
        _ => false,
    }
}
