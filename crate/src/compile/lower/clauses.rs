//! Clauses and the control structures made of them.

use super::super::ir::{Clause, Expr, Kind, Pattern, Receive, Timeout, Try, Var};
use super::Lowering;
use crate::syntax::ast;

impl<'a> Lowering<'a> {
    /// Alternatives, and the variables that all of them bind (bound afterwards).
    pub(super) fn clauses(&mut self, clauses: &'a [ast::Clause]) -> (Vec<Clause>, Vec<Var>) {
        let mut common = Common::default();
        let clauses = clauses
            .iter()
            .map(|clause| {
                let mark = self.scope().bindings();
                let clause = self.clause(clause);
                common.add(self.scope().unbind(mark));
                clause
            })
            .collect();
        (clauses, self.export(common))
    }

    /// Binds what all alternatives bound.
    fn export(&mut self, common: Common) -> Vec<Var> {
        let exports = common.vars.unwrap_or_default();
        for &var in &exports {
            self.scope().bind(var);
        }
        exports
    }

    /// One alternative; its bindings stay.
    pub(super) fn clause(&mut self, clause: &'a ast::Clause) -> Clause {
        let start = self.scope().position();
        let patterns = clause
            .patterns
            .iter()
            .map(|pattern| self.pattern(pattern))
            .collect();
        let guard = self.guard(&clause.guard);
        let body = self.body(&clause.body);
        let end = self.scope().position();
        Clause {
            line: clause.pos.line,
            start,
            patterns,
            guard,
            body,
            end,
        }
    }

    pub(super) fn receive(
        &mut self,
        line: u32,
        clauses: &'a [ast::Clause],
        after: Option<&'a ast::After>,
    ) -> Expr {
        let time = after.map(|after| self.expr(&after.timeout));
        let mut common = Common::default();
        let used = self.scope().used();
        let clauses = clauses
            .iter()
            .map(|clause| {
                let mark = self.scope().bindings();
                let start = self.scope().position();
                let patterns = clause
                    .patterns
                    .iter()
                    .map(|pattern| self.pattern(pattern))
                    .collect();
                let guard = self.guard(&clause.guard);
                let body = self.body(&clause.body);
                let end = self.scope().position();
                common.add(self.scope().unbind(mark));
                Clause {
                    line: clause.pos.line,
                    start,
                    patterns,
                    guard,
                    body,
                    end,
                }
            })
            .collect();
        // While a message is matched, all of it is needed again for the next message: uses that come after all clauses.
        let mut looped = self.scope().used_since(used).to_vec();
        looped.sort_unstable();
        looped.dedup();
        for var in looped {
            self.scope().use_of(var);
        }
        let timeout = after.zip(time).map(|(after, time)| {
            let mark = self.scope().bindings();
            let start = self.scope().position();
            let body = self.body(&after.body);
            common.add(self.scope().unbind(mark));
            Timeout { time, start, body }
        });
        let exports = self.export(common);
        let end = self.scope().position();
        Expr::new(
            line,
            Kind::Receive(Box::new(Receive {
                clauses,
                timeout,
                exports,
                end,
            })),
        )
    }

    pub(super) fn try_expr(&mut self, line: u32, parts: &'a ast::Try) -> Expr {
        let mark = self.scope().bindings();
        let mut result = self.try_body(line, parts);
        self.scope().unbind(mark);
        if !parts.after.is_empty() {
            let after = self.body(&parts.after);
            result = Expr::new(line, Kind::After(Box::new(result), Box::new(after)));
            self.scope().unbind(mark);
        }
        result
    }

    fn try_body(&mut self, line: u32, parts: &'a ast::Try) -> Expr {
        let mark = self.scope().bindings();
        let body = self.body(&parts.body);
        if parts.of.is_empty() && parts.catch.is_empty() {
            return body;
        }
        let body_end = self.scope().position();
        let (of, _) = self.clauses(&parts.of);
        self.scope().unbind(mark);
        let catch_start = self.scope().position();
        let catch = parts
            .catch
            .iter()
            .map(|clause| self.catch_clause(clause))
            .collect();
        let end = self.scope().position();
        Expr::new(
            line,
            Kind::Try(Box::new(Try {
                body,
                body_end,
                of,
                catch,
                catch_start,
                end,
            })),
        )
    }

    /// The stack trace becomes a term only where a clause names it.
    fn catch_clause(&mut self, clause: &'a ast::Clause) -> Clause {
        let (line, mark) = (clause.pos.line, self.scope().bindings());
        let start = self.scope().position();
        let mut patterns: Vec<Pattern> = clause
            .patterns
            .iter()
            .take(2)
            .map(|pattern| self.pattern(pattern))
            .collect();
        let trace_name = clause
            .patterns
            .get(2)
            .and_then(ast::Expr::as_var)
            .filter(|name| &***name != "_");
        let raw = trace_name.map(|_| self.scope().fresh());
        patterns.push(raw.map_or(Pattern::Any, Pattern::Bind));
        let guard = self.guard(&clause.guard);
        let mut first = None;
        if let (Some(name), Some(raw)) = (trace_name, raw) {
            let raw = self.scope().use_of(raw);
            let var = self.scope().variable(name);
            self.scope().bind(var);
            let end = self.scope().position();
            let value = Box::new(Expr::new(line, Kind::Stacktrace(raw)));
            first = Some(Expr::new(
                line,
                Kind::Match(Box::new(Pattern::Bind(var)), value, end),
            ));
        }
        let body = self.body(&clause.body);
        let body = match first {
            Some(first) => Expr::new(line, Kind::Seq(vec![first, body])),
            None => body,
        };
        let end = self.scope().position();
        self.scope().unbind(mark);
        Clause {
            line,
            start,
            patterns,
            guard,
            body,
            end,
        }
    }

    pub(super) fn catch(&mut self, line: u32, inner: &'a ast::Expr) -> Expr {
        let mark = self.scope().bindings();
        let inner = self.expr(inner);
        self.scope().unbind(mark);
        let end = self.scope().position();
        Expr::new(line, Kind::Catch(Box::new(inner), end))
    }
}

/// Intersection of what alternatives bind, in the order of the first one.
#[derive(Default)]
struct Common {
    vars: Option<Vec<Var>>,
}

impl Common {
    fn add(&mut self, vars: Vec<Var>) {
        match &mut self.vars {
            None => self.vars = Some(vars),
            Some(common) if !common.is_empty() => {
                let mut sorted = vars;
                sorted.sort_unstable();
                common.retain(|var| sorted.binary_search(var).is_ok());
            }
            Some(_) => {}
        }
    }
}
