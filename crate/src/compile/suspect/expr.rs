//! Expressions in the order of evaluation, and whether anybody takes their values.

use super::clause::Kind;
use super::value::{Outcome, Val, is_comparison};
use super::{About, Suspect};
use syntax::ast::{
    BinaryOp, Clause, Expr, ExprKind, Function, Pos, Qualifier, QualifierKind, Try, UnaryOp,
};
use term::Term;

impl<'a> Suspect<'a> {
    pub(super) fn function(&mut self, pos: Pos, function: &'a Function) {
        self.scope.clear();
        let subjects = vec![Val::Any; function.arity as usize];
        let name = syntax::token::atom_text(&function.name);
        let name = format!("{name}/{}", function.arity);
        let kind = Kind::Function(&name);
        self.clauses(pos, &subjects, &function.clauses, kind, true);
    }

    pub(super) fn body(&mut self, exprs: &'a [Expr], used: bool) -> Val {
        let Some((last, before)) = exprs.split_last() else {
            return Val::Any;
        };
        let outer = self.dropped;
        let mut stuck = false;
        for expr in before {
            self.stuck = false;
            if let ExprKind::Match { pattern, value } = &expr.kind {
                // What follows a match is the body of its only clause.
                if self.match_expr(expr.pos, pattern, value, false).is_none() {
                    self.dropped = outer;
                    return Val::Any;
                }
            } else {
                self.expr(expr, false);
            }
            stuck |= self.stuck;
            self.dropped |= stuck;
        }
        self.stuck = false;
        let val = self.expr(last, used);
        self.stuck |= stuck;
        self.dropped = outer;
        val
    }

    pub(super) fn expr(&mut self, expr: &'a Expr, used: bool) -> Val {
        match &expr.kind {
            ExprKind::Var(name) => self.lookup(name),
            ExprKind::Atom(_)
            | ExprKind::Nil
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::List { .. }
            | ExprKind::Tuple(_)
            | ExprKind::MapCreate(_)
            | ExprKind::MapUpdate { .. }
            | ExprKind::Binary(_)
            | ExprKind::RecordCreate { .. }
            | ExprKind::RecordUpdate { .. }
            | ExprKind::RecordIndex { .. } => self.construct(expr, used, true),
            ExprKind::Match { pattern, value } => self
                .match_expr(expr.pos, pattern, value, true)
                .unwrap_or(Val::Any),
            ExprKind::BinaryOp { op, left, right } => {
                self.binary_op(expr.pos, *op, left, right, used)
            }
            ExprKind::UnaryOp { op, operand } => self.unary_op(expr.pos, *op, operand, used),
            ExprKind::Call { function, args } => self.call(expr.pos, function, args, used),
            ExprKind::ListComprehension { body, qualifiers } => {
                self.comprehension(expr.pos, body, qualifiers, used)
            }
            ExprKind::BinaryComprehension { body, qualifiers } => {
                self.comprehension(expr.pos, body, qualifiers, true)
            }
            ExprKind::Block(exprs) => self.body(exprs, used),
            ExprKind::If(clauses) => self.clauses(expr.pos, &[], clauses, Kind::Branch, used),
            ExprKind::Case { subject, clauses } => {
                let subject = self.expr(subject, true);
                self.clauses(expr.pos, &[subject], clauses, Kind::Branch, used)
            }
            ExprKind::Receive { clauses, after } => {
                self.clauses(expr.pos, &[Val::Any], clauses, Kind::Receive, used);
                if let Some(after) = after {
                    self.expr(&after.timeout, true);
                    let mark = self.scope.len();
                    self.body(&after.body, used);
                    self.forget_values(mark);
                }
                Val::Any
            }
            ExprKind::Try(parts) => self.try_expr(expr.pos, parts),
            ExprKind::Catch(inner) => {
                self.expr(inner, true);
                Val::Any
            }
            ExprKind::Fun(clauses) => self.fun(expr.pos, None, clauses, used),
            ExprKind::NamedFun { name, clauses } => self.fun(expr.pos, Some(name), clauses, used),
            ExprKind::FunRemote { .. } => {
                if !used {
                    self.ignored(expr.pos, "fun construction");
                }
                self.children(expr)
            }
            ExprKind::RecordAccess {
                record,
                name,
                field,
            } => {
                let record = self.expr(record, true);
                self.field(&record, name, &field.name)
            }
            ExprKind::MaybeMatch { pattern, value } => {
                self.expr(value, true);
                self.head(std::slice::from_ref(&**pattern), &[Val::Any], false);
                Val::Any
            }
            ExprKind::Maybe {
                body, else_clauses, ..
            } => {
                self.body(body, true);
                self.clauses(expr.pos, &[Val::Any], else_clauses, Kind::Branch, used)
            }
            ExprKind::FunLocal { .. } | ExprKind::Remote { .. } => Val::Any,
        }
    }

    fn children(&mut self, expr: &'a Expr) -> Val {
        expr.for_each_child(&mut |child| {
            self.expr(child, true);
        });
        Val::Any
    }

    /// `None` if it is known to fail, so that nothing after it is looked at.
    #[inline(never)]
    fn match_expr(
        &mut self,
        pos: Pos,
        pattern: &'a Expr,
        value: &'a Expr,
        used: bool,
    ) -> Option<Val> {
        let mut patterns = vec![pattern];
        let mut value = value;
        while let ExprKind::Match {
            pattern,
            value: inner,
        } = &value.kind
        {
            patterns.push(pattern);
            value = inner;
        }
        let nobody = matches!(&patterns[..], [only] if self.is_unused(only));
        let is_literal = is_constant(value)
            || matches!(
                value.kind,
                ExprKind::UnaryOp { .. } | ExprKind::FunRemote { .. }
            )
            || is_arithmetic_on_literals(value);
        let val = self.expr(value, used || !nobody || is_literal);
        self.match_value(pos, &patterns, &val).then_some(val)
    }

    fn is_unused(&self, pattern: &Expr) -> bool {
        let named = pattern.as_var().is_some_and(|name| !name.starts_with('_'));
        named && self.unused.contains(&pattern.pos)
    }

    #[inline(never)]
    fn binary_op(
        &mut self,
        pos: Pos,
        op: BinaryOp,
        left: &'a Expr,
        right: &'a Expr,
        used: bool,
    ) -> Val {
        let sides_used = used || !is_comparison(op);
        let first = self.part(left, sides_used);
        if matches!(op, BinaryOp::AndAlso | BinaryOp::OrElse) {
            let mark = self.scope.len();
            let second = self.expr(right, used);
            self.scope.truncate(mark);
            let stops = op == BinaryOp::OrElse;
            return match first.lit().and_then(Term::as_bool) {
                Some(value) if value == stops => first,
                Some(_) => second,
                None => Val::Any,
            };
        }
        let second = self.part(right, sides_used);
        if op == BinaryOp::Send {
            return Val::Any;
        }
        if !used {
            if is_comparison(op) {
                self.no_effect(
                    pos,
                    format!("use of operator '{}' has no effect", op.text()),
                );
            } else {
                self.ignored(pos, &format!("evaluating operator '{}'/2", op.text()));
            }
        }
        let outcome = self.binary(op, &first, &second);
        self.operated(pos, op.text(), 2, outcome)
    }

    #[inline(never)]
    fn unary_op(&mut self, pos: Pos, op: UnaryOp, operand: &'a Expr, used: bool) -> Val {
        let operand = self.expr(operand, true);
        if !used {
            self.ignored(pos, &format!("evaluating operator '{}'/1", op.text()));
        }
        let outcome = self.unary(op, &operand);
        self.operated(pos, op.text(), 1, outcome)
    }

    fn operated(&mut self, pos: Pos, op: &str, arity: usize, outcome: Outcome) -> Val {
        match outcome {
            Outcome::Value(val) => val,
            Outcome::Fails(reason) => {
                let message = format!(
                    "evaluation of operator '{op}'/{arity} will fail with a '{reason}' exception"
                );
                self.failed(pos, message);
                Val::Any
            }
        }
    }

    #[inline(never)]
    fn try_expr(&mut self, pos: Pos, parts: &'a Try) -> Val {
        let mark = self.scope.len();
        let value = self.body(&parts.body, true);
        let cannot_fail = self.cannot_fail(&parts.body);
        if !parts.of.is_empty() {
            let subject = if cannot_fail { value } else { Val::Any };
            self.clauses(pos, &[subject], &parts.of, Kind::Branch, true);
        }
        self.scope.truncate(mark);
        // Of clauses that nothing comes to, only what is wrong with the patterns is told.
        let kind = if cannot_fail {
            Kind::Unreached
        } else {
            Kind::Catch
        };
        let raised = [const { Val::Any }; 3];
        let first = parts.catch.first().map_or(pos, |clause| clause.pos);
        self.clauses(first, &raised, &parts.catch, kind, true);
        self.scope.truncate(mark);
        self.stuck = false;
        if let Some((last, before)) = parts.after.split_last() {
            for expr in before {
                self.expr(expr, false);
            }
            // Of the last one OTP says nothing.
            let count = self.found.len();
            self.expr(last, true);
            self.found.truncate(count);
            self.scope.truncate(mark);
        }
        Val::Any
    }

    #[inline(never)]
    fn fun(&mut self, pos: Pos, name: Option<&'a str>, clauses: &'a [Clause], used: bool) -> Val {
        if !used {
            self.constructed(pos);
        }
        let mark = self.scope.len();
        self.scope.extend(name.map(|name| (name, Val::Any)));
        let arity = clauses.first().map_or(0, |clause| clause.patterns.len());
        self.clauses(pos, &vec![Val::Any; arity], clauses, Kind::Fun, true);
        self.stuck = false;
        self.scope.truncate(mark);
        Val::Any
    }

    /// Filters that could stand in a guard belong to the generator before them.
    #[inline(never)]
    fn comprehension(
        &mut self,
        pos: Pos,
        body: &'a Expr,
        qualifiers: &'a [Qualifier],
        used: bool,
    ) -> Val {
        let mark = self.scope.len();
        let mut after_generator = false;
        let mut tests = Vec::new();
        for qualifier in qualifiers {
            match &qualifier.kind {
                QualifierKind::Generator { pattern, source }
                | QualifierKind::BinaryGenerator { pattern, source } => {
                    self.filters(pos, &mut tests);
                    self.expr(source, true);
                    let head = self.head(std::slice::from_ref(pattern), &[Val::Any], true);
                    if head.clash {
                        self.clash(pos);
                    }
                    after_generator = true;
                }
                QualifierKind::Filter(filter) => {
                    let val = self.expr(filter, true);
                    let is_guard = crate::lower::could_be_guard(filter, &|name, arity| {
                        self.locals.contains(&(name, arity))
                    });
                    if after_generator && is_guard {
                        tests.push(val);
                        continue;
                    }
                    after_generator = false;
                    self.filters(pos, &mut tests);
                    if is_guard && val.lit().is_some_and(|term| term.as_bool() != Some(true)) {
                        self.no_clause(filter.pos);
                        self.guard_is_false(filter.pos);
                    }
                    if let ExprKind::Match { pattern, .. } = &filter.kind {
                        self.matched_filter(pattern.pos, &val);
                    }
                }
            }
        }
        self.filters(pos, &mut tests);
        self.expr(body, used);
        self.stuck = false;
        self.scope.truncate(mark);
        Val::Any
    }

    /// A match as a filter: its value has to be a boolean.
    fn matched_filter(&mut self, pos: Pos, val: &Val) {
        match val {
            Val::Any | Val::Bool => {}
            Val::Lit(term) if term.as_bool() == Some(true) => {}
            Val::Lit(_) => self.no_clause(pos),
            Val::Cons(..) | Val::Tuple(..) => {
                self.no_clause(pos);
                self.types_differ(pos);
            }
        }
    }

    fn filters(&mut self, pos: Pos, tests: &mut Vec<Val>) {
        let tests = std::mem::take(tests);
        if super::clause::conjunction(&tests) == Some(false) {
            self.guard_is_false(pos);
        }
    }

    pub(super) fn guard_is_false(&mut self, pos: Pos) {
        let code = "sys_core_fold:nomatch_guard";
        self.nomatch(pos, code, "its guard evaluates to 'false'");
    }

    pub(super) fn clash(&mut self, pos: Pos) {
        let message = "pattern cannot possibly match";
        self.warn(About::Nomatch, pos, "v3_core:nomatch", message);
    }

    /// Variables bound since `mark` stay bound, to whatever.
    pub(super) fn forget_values(&mut self, mark: usize) {
        for (_, val) in &mut self.scope[mark..] {
            *val = Val::Any;
        }
    }
}

/// A literal, or a term of literals.
fn is_constant(expr: &Expr) -> bool {
    let mut all = expr.kind.is_literal()
        || matches!(
            expr.kind,
            ExprKind::List { .. }
                | ExprKind::Tuple(_)
                | ExprKind::MapCreate(_)
                | ExprKind::Binary(_)
        );
    expr.for_each_child(&mut |child| all = all && is_constant(child));
    all
}

fn is_arithmetic_on_literals(value: &Expr) -> bool {
    matches!(value.kind, ExprKind::BinaryOp { .. }) && syntax::constant::is_arithmetic(value)
}
