//! Clauses and the control structures made of them.

use super::super::ir::{Clause, Expr, Kind, Pattern, Position, Receive, Timeout, Try, Var};
use super::Lowering;
use syntax::ast;
use term::Term;

impl<'a> Lowering<'a> {
    /// Alternatives, and the variables that all of them bind (bound afterwards).
    pub(super) fn clauses(
        &mut self,
        clauses: &'a [ast::Clause],
        unused: bool,
    ) -> (Vec<Clause>, Vec<Var>) {
        let (mut clauses, bound) = self.separate_clauses(clauses, unused);
        let joined = self.join(&bound);
        for (clause, missing) in clauses.iter_mut().zip(joined.missing) {
            leave_unbound(&mut clause.body, &missing, clause.start);
        }
        (clauses, joined.exports)
    }

    /// Alternatives with what each of them binds; nothing of it is bound afterwards.
    fn separate_clauses(
        &mut self,
        clauses: &'a [ast::Clause],
        unused: bool,
    ) -> (Vec<Clause>, Vec<Bindings>) {
        clauses
            .iter()
            .map(|clause| {
                let mark = self.scope().bindings();
                let clause = self.clause(clause, unused);
                (clause, self.scope().unbind(mark))
            })
            .unzip()
    }

    /// At the top of a shell unit a variable lives on even if not every alternative binds it.
    fn keeps_all(&self) -> bool {
        self.is_shell && self.scopes.len() == 1
    }

    /// Binds what the alternatives have bound: what is common to all, in a shell also the rest.
    fn join(&mut self, bound: &[Bindings]) -> Joined {
        let certain_in = |bindings: &Bindings| -> Vec<Var> {
            let mut certain: Vec<Var> = bindings
                .iter()
                .filter(|binding| binding.1)
                .map(|binding| binding.0)
                .collect();
            term::sort::sort(&mut certain);
            certain
        };
        let certain: Vec<Vec<Var>> = bound.iter().map(certain_in).collect();
        let mut joined = Joined {
            exports: Vec::new(),
            missing: vec![Vec::new(); bound.len()],
        };
        let keeps_all = self.keeps_all();
        let candidates = if keeps_all {
            bound
        } else {
            &bound[..bound.len().min(1)]
        };
        let mut seen = rustc_hash::FxHashSet::default();
        for &(var, _) in candidates.iter().flatten() {
            if !seen.insert(var) {
                continue;
            }
            if certain.iter().all(|vars| vars.binary_search(&var).is_ok()) {
                self.scope().bind(var);
            } else if keeps_all {
                self.scope().bind_perhaps(var);
            } else {
                continue;
            }
            joined.exports.push(var);
            if keeps_all {
                for (bindings, missing) in bound.iter().zip(&mut joined.missing) {
                    if bindings.iter().all(|binding| binding.0 != var) {
                        missing.push(var);
                    }
                }
            }
        }
        joined
    }

    /// One alternative; its bindings stay.
    pub(super) fn clause(&mut self, clause: &'a ast::Clause, unused: bool) -> Clause {
        let start = self.scope().position();
        let patterns = clause
            .patterns
            .iter()
            .map(|pattern| self.pattern(pattern))
            .collect();
        let guard = self.guard(&clause.guard);
        self.unused = unused;
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
        unused: bool,
    ) -> Expr {
        let time = after.map(|after| self.expr(&after.timeout));
        let used = self.scope().used();
        let (mut clauses, mut bound) = self.separate_clauses(clauses, unused);
        // While a message is matched, all of it is needed again for the next message: uses that come after all clauses.
        let mut looped = self.scope().used_since(used).to_vec();
        term::sort::sort(&mut looped);
        looped.dedup();
        for var in looped {
            self.scope().use_of(var);
        }
        let mut timeout = after.zip(time).map(|(after, time)| {
            let mark = self.scope().bindings();
            let start = self.scope().position();
            self.unused = unused;
            let body = self.body(&after.body);
            bound.push(self.scope().unbind(mark));
            Timeout { time, start, body }
        });
        let Joined { exports, missing } = self.join(&bound);
        for (clause, missing) in clauses.iter_mut().zip(&missing) {
            leave_unbound(&mut clause.body, missing, clause.start);
        }
        if let (Some(timeout), Some(missing)) = (&mut timeout, missing.last()) {
            leave_unbound(&mut timeout.body, missing, timeout.start);
        }
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
        let result = self.try_body(line, parts);
        if parts.after.is_empty() {
            return result;
        }
        self.scope().unbind(mark);
        let after = self.body(&parts.after);
        self.scope().unbind(mark);
        Expr::new(line, Kind::After(Box::new(result), Box::new(after)))
    }

    fn try_body(&mut self, line: u32, parts: &'a ast::Try) -> Expr {
        let mark = self.scope().bindings();
        let start = self.scope().position();
        let mut body = self.body(&parts.body);
        if parts.of.is_empty() && parts.catch.is_empty() {
            return body;
        }
        let body_end = self.scope().position();
        let (mut of, mut bound) = self.separate_clauses(&parts.of, false);
        let by_body = self.scope().unbind(mark);
        for bindings in &mut bound {
            bindings.extend_from_slice(&by_body);
        }
        if of.is_empty() {
            bound.push(by_body);
        }
        let catch_start = self.scope().position();
        let mut catch: Vec<Clause> = Vec::with_capacity(parts.catch.len());
        for clause in &parts.catch {
            catch.push(self.catch_clause(clause));
            bound.push(self.scope().unbind(mark));
        }
        let exports = if self.keeps_all() {
            let Joined {
                exports,
                mut missing,
            } = self.join(&bound);
            let handlers = missing.split_off(missing.len() - catch.len());
            if let ([], [missing]) = (&of[..], &missing[..]) {
                leave_unbound(&mut body, missing, start);
            }
            for (clause, missing) in of
                .iter_mut()
                .zip(&missing)
                .chain(catch.iter_mut().zip(&handlers))
            {
                leave_unbound(&mut clause.body, missing, clause.start);
            }
            exports
        } else {
            Vec::new()
        };
        let end = self.scope().position();
        Expr::new(
            line,
            Kind::Try(Box::new(Try {
                body,
                body_end,
                of,
                catch,
                catch_start,
                exports,
                end,
            })),
        )
    }

    /// The stack trace becomes a term only where a clause names it.
    fn catch_clause(&mut self, clause: &'a ast::Clause) -> Clause {
        let line = clause.pos.line;
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
        let bound = self.scope().unbind(mark);
        let mut exports = Vec::new();
        if self.keeps_all() {
            exports.extend(bound.iter().map(|binding| binding.0));
            for &var in &exports {
                self.scope().bind_perhaps(var);
            }
        }
        let end = self.scope().position();
        Expr::new(line, Kind::Catch(Box::new(inner), exports, end))
    }
}

/// Variables bound by an alternative, each with whether it has a value for certain.
type Bindings = Vec<(Var, bool)>;

/// What is bound after alternatives, and what each of them does not bind of it.
struct Joined {
    exports: Vec<Var>,
    missing: Vec<Vec<Var>>,
}

/// The variables get the internal "no value" before the body.
fn leave_unbound(body: &mut Expr, vars: &[Var], start: Position) {
    if vars.is_empty() {
        return;
    }
    let line = body.line;
    let mut exprs: Vec<Expr> = vars
        .iter()
        .map(|&var| {
            let nothing = Box::new(Expr::constant(line, Term::NONE));
            Expr::new(
                line,
                Kind::Match(Box::new(Pattern::Bind(var)), nothing, start),
            )
        })
        .collect();
    exprs.push(std::mem::replace(body, Expr::constant(line, Term::NIL)));
    *body = Expr::new(line, Kind::Seq(exprs));
}
