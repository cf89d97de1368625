//! Clauses: which of them can be reached.

use super::Suspect;
use super::pattern::{Head, Pat};
use super::rows::{Key, Row, shadowed};
use super::value::Val;
use syntax::ast::{Clause, Expr, Pos};

/// What the clauses belong to.
#[derive(Clone, Copy)]
pub enum Kind<'k> {
    /// `name/arity`.
    Function(&'k str),
    Fun,
    /// `case`, `if`, and the `of` of a `try`.
    Branch,
    Receive,
    /// The `catch` of a `try`.
    Catch,
    /// The same, where nothing can be raised.
    Unreached,
}

/// Of values that are all literals or unknown, whether all are `true`; `None` if that is not known.
pub fn conjunction(tests: &[Val]) -> Option<bool> {
    let mut values = tests.iter().map(Val::lit);
    if let [only] = tests {
        return only.lit().map(|term| term.as_bool() == Some(true));
    }
    values.try_fold(true, |all, term| Some(term?.as_bool()? && all))
}

/// What is known after the clauses before.
#[derive(Default)]
struct Progress {
    /// Line of a clause that always matches.
    always: Option<u32>,
    /// It does by a variable, while the subject is a tuple.
    by_variable: bool,
    /// `false` and `true`, where the subject is one of them.
    seen: [bool; 2],
    /// Whether any clause can match.
    reached: bool,
    /// The body of the clause is looked at, and then dropped.
    drops: bool,
    rows: Vec<Row>,
}

impl<'a> Suspect<'a> {
    /// The value of the clauses, where it is known which one is taken.
    #[inline(never)]
    pub(super) fn clauses(
        &mut self,
        pos: Pos,
        subjects: &[Val],
        clauses: &'a [Clause],
        kind: Kind<'_>,
        used: bool,
    ) -> Val {
        let is_fresh = matches!(kind, Kind::Function(_) | Kind::Fun);
        let of_booleans = matches!(subjects, [Val::Bool]) && clauses.iter().all(is_plain);
        let mark = self.scope.len();
        let mut progress = Progress::default();
        let mut exported: Vec<(&'a str, Val)> = Vec::new();
        let mut value = None;
        for clause in clauses {
            let count = self.found.len();
            let head = self.head(&clause.patterns, subjects, is_fresh);
            let is_first = !progress.reached;
            if matches!(kind, Kind::Catch | Kind::Unreached) {
                // Of segments that match nothing OTP does not tell here.
                self.found.truncate(count);
            }
            let take = if matches!(kind, Kind::Unreached) {
                if head.clash {
                    self.clash(clause.pos);
                }
                false
            } else {
                let name = match kind {
                    Kind::Function(name) => Some(name),
                    _ => None,
                };
                self.clause(clause, head, subjects, name, of_booleans, &mut progress)
            };
            if take {
                let outer = self.dropped;
                self.dropped |= std::mem::take(&mut progress.drops);
                let val = self.body(&clause.body, used);
                self.dropped = outer;
                self.stuck = false;
                let is_only = is_first && progress.always.is_some();
                if !is_only {
                    self.forget_values(mark);
                }
                value.get_or_insert(if is_only { val } else { Val::Any });
                exported.extend(self.scope.drain(mark..));
            }
            self.scope.truncate(mark);
        }
        if !is_fresh {
            self.scope.append(&mut exported);
        }
        let says_no_clause = !matches!(kind, Kind::Receive | Kind::Unreached);
        if says_no_clause && !clauses.is_empty() && !progress.reached {
            self.no_clause(pos);
        }
        if self.dropped {
            progress.rows.clear();
        }
        for (pos, line) in shadowed(&self.heap, &progress.rows) {
            self.nomatch(pos, "v3_kernel:nomatch", &always_matches(Some(line)));
        }
        value.unwrap_or(Val::Any)
    }

    /// Whether the clause's body is to be looked at.
    fn clause(
        &mut self,
        clause: &'a Clause,
        head: Head,
        subjects: &[Val],
        function: Option<&str>,
        of_booleans: bool,
        progress: &mut Progress,
    ) -> bool {
        let is_literal = !subjects.is_empty() && subjects.iter().all(|val| val.lit().is_some());
        if head.clash {
            self.clash(clause.pos);
            self.guard(&clause.guard);
            progress.reached = true;
            progress.drops = true;
            return true;
        }
        if head.mismatch || progress.always.is_some() {
            if is_literal && (subjects.len() == 1 || !head.mismatch) {
                return false;
            }
            if head.mismatch {
                self.types_differ(clause.pos);
                return false;
            }
            // OTP has then not yet seen that the subject is a tuple: it goes on looking.
            let looks_on = progress.by_variable;
            let guard = if looks_on {
                self.guard(&clause.guard)
            } else {
                None
            };
            let is_variable = matches!(head.patterns[..], [Pat::Any]);
            if guard == Some(false) && !is_variable {
                self.guard_is_false(clause.pos);
            } else {
                let why = always_matches(progress.always);
                let of = function.map_or(String::new(), |name| format!(" for {name}"));
                let message = format!("this clause{of} cannot match because {why}");
                let code = "sys_core_fold:nomatch_shadow";
                self.warn(super::About::Nomatch, clause.pos, code, message);
                if looks_on && guard == Some(true) && head.always && !is_variable {
                    progress.always = Some(clause.pos.line);
                    progress.by_variable = false;
                }
            }
            progress.drops = looks_on;
            return looks_on;
        }
        if of_booleans && !self.boolean_clause(clause.pos, &head, progress) {
            return false;
        }
        let guard = self.guard(&clause.guard);
        // With a comparison of variables beside it, OTP does not see the guard as a constant.
        if head.unequal || guard == Some(false) && !head.equality {
            self.guard_is_false(clause.pos);
            progress.drops = true;
            return true;
        }
        if head.misfit {
            return false;
        }
        progress.reached = true;
        let is_plain = guard == Some(true) && !head.equality;
        if is_plain && head.always {
            progress.always = Some(clause.pos.line);
            progress.by_variable =
                matches!(subjects, [Val::Tuple(..)]) && matches!(head.patterns[..], [Pat::Any]);
        }
        progress.rows.push(Row {
            pos: clause.pos,
            patterns: head.patterns,
            is_plain,
        });
        true
    }

    /// Whether a clause can match a subject that is `true` or `false`.
    fn boolean_clause(&mut self, pos: Pos, head: &Head, progress: &mut Progress) -> bool {
        let both = progress.seen == [true, true];
        let seen_before = match &head.patterns[..] {
            [Pat::Con(Key::Lit(term), _)] if term.as_bool().is_some() => {
                let seen = &mut progress.seen[usize::from(term.as_bool() == Some(true))];
                std::mem::replace(seen, true)
            }
            [Pat::Any] => both,
            _ => {
                progress.reached = true;
                if !both {
                    self.types_differ(pos);
                    return false;
                }
                true
            }
        };
        if seen_before {
            let code = "sys_core_fold:nomatch_shadow";
            self.nomatch(pos, code, &always_matches(None));
        }
        !seen_before
    }

    pub(super) fn types_differ(&mut self, pos: Pos) {
        let code = "sys_core_fold:nomatch_clause";
        self.nomatch(pos, code, "of different types/sizes");
    }

    /// Whether the guard is true, if that is known.
    pub(super) fn guard(&mut self, guard: &'a [Vec<Expr>]) -> Option<bool> {
        let mut alternatives: Vec<Option<bool>> = Vec::new();
        for tests in guard {
            let values: Vec<Val> = tests.iter().map(|test| self.expr(test, true)).collect();
            alternatives.push(conjunction(&values));
        }
        if alternatives.is_empty() {
            return Some(true);
        }
        let mut all = alternatives.into_iter();
        all.try_fold(false, |any, one| Some(one? || any))
    }

    /// `P1 = P2 = ... = Value`; whether it can match.
    pub(super) fn match_value(&mut self, pos: Pos, patterns: &[&'a Expr], val: &Val) -> bool {
        let head = self.alias_head(patterns, val);
        if head.clash {
            self.clash(pos);
            return true;
        }
        if head.misfit {
            self.no_clause(pos);
            return true;
        }
        if head.mismatch {
            self.no_clause(pos);
            if val.lit().is_none() {
                self.types_differ(pos);
            }
            return false;
        }
        if head.unequal {
            self.no_clause(pos);
            self.guard_is_false(pos);
        }
        let is_boolean = |pat: &Pat| match pat {
            Pat::Any => true,
            Pat::Con(Key::Lit(term), _) => term.as_bool().is_some(),
            Pat::Con(..) => false,
        };
        if matches!(val, Val::Bool) && !head.patterns.iter().all(is_boolean) {
            self.types_differ(pos);
        }
        true
    }
}

/// Without a guard, and with a pattern that is no alias: what the optimiser of OTP follows a boolean into.
fn is_plain(clause: &Clause) -> bool {
    let is_alias = |pattern: &Expr| matches!(pattern.kind, syntax::ast::ExprKind::Match { .. });
    clause.guard.is_empty() && !clause.patterns.iter().any(is_alias)
}

fn always_matches(line: Option<u32>) -> String {
    let place = line.map_or(String::new(), |line| format!(" at line {line}"));
    format!("a previous clause{place} always matches")
}
