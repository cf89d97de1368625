//! Expressions: their variables, and what may not stand where.

use super::scope::{Changes, From, State, Var};
use super::{Linter, pattern};
use rustc_hash::FxHashSet;
use syntax::ast::{
    After, BinaryOp, Clause, Expr, ExprKind, MapField, Name, Pos, Qualifier, QualifierKind,
    RecordField, RecordFieldName, Try,
};

/// A scope of its own within a function: of a fun's clause or a comprehension.
struct Inner {
    mark: usize,
    /// Variables that mean something else outside.
    locals: FxHashSet<Name>,
    /// Outer variables used before they were shadowed.
    used_outside: Vec<Name>,
    /// Local variables shadowed by others of the same scope.
    again: Vec<Name>,
}

impl Linter<'_> {
    /// One after the other, each seeing what those before it bind.
    pub(super) fn exprs(&mut self, exprs: &[Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    /// In no certain order: none sees what another binds.
    pub(super) fn together<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        let mut parts = Vec::new();
        for expr in exprs {
            match &expr.kind {
                ExprKind::Var(name) => {
                    if let Some(var) = self.checked_use(expr.pos, name) {
                        parts.push(vec![(name.clone(), var)]);
                    }
                }
                ExprKind::Atom(_)
                | ExprKind::Integer(_)
                | ExprKind::Float(_)
                | ExprKind::Char(_)
                | ExprKind::String(_)
                | ExprKind::Nil => {}
                _ => parts.push(self.changes_of(|linter| linter.expr(expr))),
            }
        }
        let joined = self.scope.join(parts);
        self.scope.apply(joined);
    }

    /// What `look` would change, without the change.
    fn changes_of(&mut self, look: impl FnOnce(&mut Self)) -> Changes {
        let mark = self.scope.mark();
        look(self);
        self.scope.take_back(mark)
    }

    pub(super) fn expr(&mut self, expr: &Expr) {
        let pos = expr.pos;
        match &expr.kind {
            ExprKind::Var(name) => self.use_var(pos, name),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil => {}
            ExprKind::List { elements, tail, .. } => {
                self.together(elements.iter().chain(tail.as_deref()));
            }
            ExprKind::Tuple(elements) => self.together(elements),
            ExprKind::MapCreate(fields) => {
                for field in fields.iter().filter(|field| field.exact) {
                    self.illegal_map_construction(field.pos);
                }
                self.map_fields(None, fields);
            }
            ExprKind::MapUpdate { map, fields } => self.map_fields(Some(map), fields),
            ExprKind::Binary(elements) => {
                self.together(
                    elements
                        .iter()
                        .flat_map(|element| std::iter::once(&element.value).chain(&element.size)),
                );
                for element in elements {
                    self.construction_segment_type(element);
                }
            }
            ExprKind::Match { pattern, value } => self.match_expr(pattern, value),
            ExprKind::MaybeMatch { pattern, value } => self.match_expr(pattern, value),
            ExprKind::BinaryOp {
                op: BinaryOp::AndAlso,
                left,
                right,
            } => self.short_circuit(pos, "andalso", left, right),
            ExprKind::BinaryOp {
                op: BinaryOp::OrElse,
                left,
                right,
            } => self.short_circuit(pos, "orelse", left, right),
            ExprKind::BinaryOp { left, right, .. } => self.together([&**left, &**right]),
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Call { function, args } => self.call(pos, function, args),
            ExprKind::Remote { .. } => self.error(
                expr.first_pos(),
                "erl_lint:illegal_expr",
                "illegal expression",
            ),
            ExprKind::Block(body) => self.exprs(body),
            ExprKind::Catch(body) => {
                let changes = self.changes_of(|linter| linter.expr(body));
                self.apply_unsafe(changes, From { what: "catch", pos });
            }
            ExprKind::RecordCreate { .. }
            | ExprKind::RecordUpdate { .. }
            | ExprKind::RecordIndex { .. }
            | ExprKind::RecordAccess { .. } => self.record_expr(expr),
            _ => self.block(expr),
        }
    }

    /// Expressions with clauses or with scopes of their own.
    fn block(&mut self, expr: &Expr) {
        let pos = expr.pos;
        match &expr.kind {
            ExprKind::If(clauses) => self.branches(clauses, From { what: "if", pos }, None),
            ExprKind::Case { subject, clauses } => {
                self.expr(subject);
                self.branches(clauses, From { what: "case", pos }, None);
            }
            ExprKind::Receive { clauses, after } => {
                self.branches(
                    clauses,
                    From {
                        what: "receive",
                        pos,
                    },
                    after.as_ref(),
                );
            }
            ExprKind::Try(parts) => self.try_expr(pos, parts),
            ExprKind::Fun(clauses) => self.fun_clauses(clauses),
            ExprKind::NamedFun { name, clauses } => self.named_fun(pos, name, clauses),
            ExprKind::FunLocal { name, arity } => self.local_fun(pos, name, *arity),
            ExprKind::FunRemote {
                module,
                name,
                arity,
            } => {
                self.together([&**module, &**name, &**arity]);
            }
            ExprKind::ListComprehension { body, qualifiers }
            | ExprKind::BinaryComprehension { body, qualifiers } => {
                self.comprehension(body, qualifiers);
            }
            ExprKind::Maybe {
                body, else_clauses, ..
            } => self.maybe(pos, body, else_clauses),
            _ => {}
        }
    }

    pub(super) fn illegal_map_construction(&mut self, pos: Pos) {
        let message = "only association operators '=>' are allowed in map construction";
        self.error(pos, "erl_lint:illegal_map_construction", message);
    }

    fn map_fields(&mut self, map: Option<&Expr>, fields: &[MapField]) {
        let parts = fields.iter().flat_map(|field| [&field.key, &field.value]);
        self.together(map.into_iter().chain(parts));
    }

    /// The pattern does not see what the value binds, nor the other way.
    fn match_expr(&mut self, pattern: &Expr, value: &Expr) {
        let value_changes = self.changes_of(|linter| linter.expr(value));
        let pattern_changes = self.changes_of(|linter| {
            let fresh = linter.patterns(std::slice::from_ref(pattern));
            linter.bind(fresh);
        });
        let joined = self.scope.join(vec![value_changes, pattern_changes]);
        self.scope.apply(joined);
    }

    fn short_circuit(&mut self, pos: Pos, what: &'static str, left: &Expr, right: &Expr) {
        self.expr(left);
        let changes = self.changes_of(|linter| linter.expr(right));
        self.apply_unsafe(changes, From { what, pos });
    }

    fn apply_unsafe(&mut self, changes: Changes, from: From) {
        let changes = self.scope.make_unsafe(changes, from);
        self.scope.apply(changes);
    }

    fn clause(&mut self, clause: &Clause) -> Changes {
        self.changes_of(|linter| {
            let fresh = linter.patterns(&clause.patterns);
            linter.bind(fresh);
            linter.guard(&clause.guard);
            linter.exprs(&clause.body);
        })
    }

    /// The clauses of which one is taken, the timeout of a `receive` among them.
    fn branches(&mut self, clauses: &[Clause], from: From, after: Option<&After>) {
        // What the timeout binds is not known in the body.
        let timeout = after.map(|after| self.changes_of(|linter| linter.expr(&after.timeout)));
        let mut branches: Vec<Changes> = clauses.iter().map(|clause| self.clause(clause)).collect();
        if let Some((after, timeout)) = after.zip(timeout) {
            let body = self.changes_of(|linter| linter.exprs(&after.body));
            let timeout = if clauses.is_empty() {
                timeout
            } else {
                self.scope.make_unsafe(timeout, from)
            };
            branches.push(self.scope.join(vec![timeout, body]));
        }
        // What the timeout's branch uses counts as used in the clauses, too.
        let last = branches.last().filter(|_| after.is_some());
        let is_used = |var: &Var| var.unused.is_empty();
        let used: Vec<Name> = last
            .into_iter()
            .flatten()
            .filter(|(_, var)| is_used(var))
            .map(|(name, _)| name.clone())
            .collect();
        let joined = self.scope.join_branches(branches, from);
        self.scope.apply(joined);
        for name in &used {
            self.scope.mark_used(name);
        }
    }

    /// What is bound in any part may not be used in a later part, except that the clauses behind `of` see the body.
    fn try_expr(&mut self, pos: Pos, parts: &Try) {
        let from = From { what: "try", pos };
        let start = self.scope.mark();
        let body = self.changes_of(|linter| linter.exprs(&parts.body));
        self.scope.apply(body.clone());
        let of: Vec<Changes> = parts.of.iter().map(|clause| self.clause(clause)).collect();
        let of = self.scope.join_branches(of, from);
        self.scope.take_back(start);
        // The clauses of `catch` know what the body has bound, and must not use it.
        self.apply_unsafe(body, from);
        let catch: Vec<Changes> = parts
            .catch
            .iter()
            .map(|clause| self.catch_clause(clause))
            .collect();
        let catch = self.scope.join_branches(catch, from);
        let both = self.scope.join_branches(vec![of, catch], from);
        self.apply_unsafe(both, from);
        let after = self.changes_of(|linter| linter.exprs(&parts.after));
        self.scope.apply(after);
        let all = self.scope.take_back(start);
        self.apply_unsafe(all, from);
    }

    fn catch_clause(&mut self, clause: &Clause) -> Changes {
        let [_, _, stack] = &clause.patterns[..] else {
            return self.clause(clause);
        };
        self.changes_of(|linter| {
            let stack_name = stack.as_var().filter(|name| &***name != "_").cloned();
            let fresh = linter.patterns(&clause.patterns[..2]);
            linter.bind(fresh);
            if let Some(name) = &stack_name {
                linter.stack_variable(stack.pos, name, &clause.guard);
            }
            linter.guard(&clause.guard);
            linter.exprs(&clause.body);
        })
    }

    /// The variable for the stack trace must be new, and may not be used in the guard.
    fn stack_variable(&mut self, pos: Pos, name: &Name, guard: &[Vec<Expr>]) {
        if self.scope.get(name).is_some() {
            let message = format!("stacktrace variable '{name}' must not be previously bound");
            self.error(pos, "erl_lint:stacktrace_bound", message);
            return self.scope.mark_used(name);
        }
        self.scope.set(name, Var::bound(pos));
        self.stacktrace_guard(name, guard);
    }

    fn stacktrace_guard(&mut self, name: &Name, guard: &[Vec<Expr>]) {
        let mut todo: Vec<&Expr> = guard.iter().flatten().collect();
        while let Some(expr) = todo.pop() {
            if expr.as_var() == Some(name) {
                let message = format!("stacktrace variable '{name}' must not be used in a guard");
                self.error(expr.pos, "erl_lint:stacktrace_guard", message);
            }
            expr.for_each_child(&mut |child| todo.push(child));
        }
    }

    fn maybe(&mut self, pos: Pos, body: &[Expr], else_clauses: &[Clause]) {
        let from = From { what: "maybe", pos };
        let changes = self.changes_of(|linter| linter.exprs(body));
        self.apply_unsafe(changes, from);
        let from = From { what: "else", pos };
        let branches: Vec<Changes> = else_clauses
            .iter()
            .map(|clause| self.clause(clause))
            .collect();
        let joined = self.scope.join_branches(branches, from);
        self.apply_unsafe(joined, from);
    }

    fn inner(&self) -> Inner {
        Inner {
            mark: self.scope.mark(),
            locals: FxHashSet::default(),
            used_outside: Vec::new(),
            again: Vec::new(),
        }
    }

    /// Binds the variables of a pattern anew in an inner scope.
    fn bind_inner(&mut self, inner: &mut Inner, fresh: pattern::Fresh, what: &str) {
        for (name, pos) in fresh.names() {
            self.shadow(inner, name, pos, what);
        }
        for (name, var) in fresh.into_vars() {
            self.scope.set(&name, var);
        }
    }

    fn shadow(&mut self, inner: &mut Inner, name: &Name, pos: Pos, what: &str) {
        if let Some(var) = self.scope.get(name).cloned() {
            if self.switches.is_on("shadow_vars") && !matches!(var.state, State::Unsafe(_)) {
                self.warning(
                    pos,
                    "erl_lint:shadowed_var",
                    format!("variable '{name}' shadowed in {what}"),
                );
            }
            if inner.locals.contains(name) {
                self.report_unused(&[(name.clone(), var)]);
                inner.again.push(name.clone());
            } else if var.unused.is_empty() {
                inner.used_outside.push(name.clone());
            }
        }
        inner.locals.insert(name.clone());
    }

    /// Leaves an inner scope: its own variables are done with, what it used outside is used.
    fn leave(&mut self, inner: &Inner) {
        let changes = self.scope.take_back(inner.mark);
        let (outer, own): (Changes, Changes) = changes
            .into_iter()
            .partition(|(name, _)| !inner.locals.contains(name) && self.scope.get(name).is_some());
        self.report_unused(&own);
        // OTP says it twice.
        let again: Changes = own
            .into_iter()
            .filter(|(name, _)| inner.again.contains(name))
            .collect();
        self.report_unused(&again);
        for (name, var) in &outer {
            if var.unused.is_empty() {
                self.scope.mark_used(name);
            }
        }
        for name in &inner.used_outside {
            self.scope.mark_used(name);
        }
    }

    fn fun_clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            let mut inner = self.inner();
            let fresh = self.shadowing_patterns(&clause.patterns);
            self.bind_inner(&mut inner, fresh, "'fun'");
            self.guard(&clause.guard);
            self.exprs(&clause.body);
            self.leave(&inner);
        }
    }

    fn named_fun(&mut self, pos: Pos, name: &Name, clauses: &[Clause]) {
        if &**name == "_" {
            return self.fun_clauses(clauses);
        }
        let mut inner = self.inner();
        self.shadow(&mut inner, name, pos, "'named fun'");
        self.scope.set(name, Var::bound(pos));
        self.fun_clauses(clauses);
        // A use of the name in the fun counts for a variable of that name outside, too.
        let own = self.scope.get(name);
        if own.is_some_and(|own| own.unused.is_empty()) {
            inner.used_outside.push(name.clone());
        }
        self.leave(&inner);
    }

    fn comprehension(&mut self, body: &Expr, qualifiers: &[Qualifier]) {
        let mut inner = self.inner();
        for qualifier in qualifiers {
            match &qualifier.kind {
                QualifierKind::Generator { pattern, source } => {
                    self.generator_source(source);
                    let fresh = self.shadowing_patterns(std::slice::from_ref(pattern));
                    self.bind_inner(&mut inner, fresh, "generate");
                }
                QualifierKind::BinaryGenerator { pattern, source } => {
                    self.generator_source(source);
                    self.check_generator_pattern(pattern);
                    let fresh = self.shadowing_patterns(std::slice::from_ref(pattern));
                    self.bind_inner(&mut inner, fresh, "generate");
                }
                QualifierKind::Filter(filter) => self.filter(filter),
            }
        }
        self.expr(body);
        self.leave(&inner);
    }

    /// What the source of a generator binds is known nowhere else.
    fn generator_source(&mut self, source: &Expr) {
        let inner = self.inner();
        self.expr(source);
        self.leave(&inner);
    }

    /// A filter may be a guard test, with the names of tests that only guards know.
    fn filter(&mut self, filter: &Expr) {
        self.expr(filter);
    }

    fn record_expr(&mut self, expr: &Expr) {
        let pos = expr.pos;
        if let ExprKind::RecordUpdate { record, .. } | ExprKind::RecordAccess { record, .. } =
            &expr.kind
            && is_no_record(record)
        {
            self.warning(pos, "erl_lint:invalid_record", "invalid record expression");
        }
        match &expr.kind {
            ExprKind::RecordCreate { name, fields } => {
                if let Some(()) = self.use_record(pos, name) {
                    self.call_defaults(pos, name, fields);
                    let mut parts = Vec::new();
                    self.create_fields(pos, name, fields, &mut |linter, value| {
                        parts.push(linter.changes_of(|linter| linter.expr(value)));
                    });
                    let joined = self.scope.join(parts);
                    self.scope.apply(joined);
                }
            }
            ExprKind::RecordUpdate {
                record,
                name,
                fields,
            } => {
                if let Some(wildcard) = fields.iter().find(|field| field.name.is_wildcard()) {
                    self.use_record(pos, name);
                    return self.wildcard_in_update(wildcard.pos, name);
                }
                let mut parts = vec![self.changes_of(|linter| linter.expr(record))];
                if let Some(()) = self.use_record(pos, name) {
                    self.update_fields(name, fields, &mut parts);
                }
                let joined = self.scope.join(parts);
                self.scope.apply(joined);
            }
            ExprKind::RecordIndex { name, field } => {
                if let Some(()) = self.use_record(pos, name) {
                    self.check_field(field.pos, name, &field.name);
                }
            }
            ExprKind::RecordAccess {
                record,
                name,
                field,
            } => {
                self.expr(record);
                if let Some(()) = self.use_record(pos, name) {
                    self.check_field(field.pos, name, &field.name);
                }
            }
            _ => {}
        }
    }

    fn update_fields(&mut self, record: &Name, fields: &[RecordField], parts: &mut Vec<Changes>) {
        let mut seen = Vec::new();
        for field in fields {
            self.check_repeated_field(record, field, &mut seen);
            match &field.name {
                RecordFieldName::Atom(name) => {
                    if self.check_field(field.pos, record, name) {
                        parts.push(self.changes_of(|linter| linter.expr(&field.value)));
                    }
                }
                RecordFieldName::Var(name) => self.field_is_variable(field.pos, record, name),
            }
        }
    }

    /// An update with `_` for a field is not looked into.
    fn wildcard_in_update(&mut self, pos: Pos, record: &Name) {
        let message = format!(
            "meaningless use of _ in update of record {}",
            super::atom(record)
        );
        self.error(pos, "erl_lint:wildcard_in_update", message);
    }
}

/// Whether the expression shows that its value is no tuple.
const fn is_no_record(expr: &Expr) -> bool {
    use ExprKind as K;
    matches!(
        expr.kind,
        K::Atom(_)
            | K::Integer(_)
            | K::Float(_)
            | K::Char(_)
            | K::String(_)
            | K::Nil
            | K::List { .. }
            | K::ListComprehension { .. }
            | K::Fun(_)
            | K::NamedFun { .. }
            | K::FunLocal { .. }
            | K::FunRemote { .. }
    )
}
