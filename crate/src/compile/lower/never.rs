//! Functions that never return, because all their ways end in an exception or in each other: what follows a call of one is
//! taken away, as OTP's compiler does. The call is then the last thing its caller does, and the caller is not in the trace.

use super::super::ir::{Callee, Expr, Function, Kind, Select, Subjects};
use term::atom;

/// Takes away what is never reached.
pub fn trim(functions: &mut [Function]) {
    let known = Known::new(functions);
    if known.never.contains(&true) {
        for function in functions {
            known.tail(&mut function.body);
        }
    }
}

/// Whether arithmetic with this constant fails in any case.
fn is_no_number(expr: &Expr) -> bool {
    expr.as_const().is_some_and(|term| !term.is_number())
}

/// For each function whether it never returns.
struct Known {
    never: Vec<bool>,
}

impl Known {
    /// All functions are taken not to return until a way is seen by which they do.
    fn new(functions: &[Function]) -> Known {
        let mut known = Known {
            never: vec![true; functions.len()],
        };
        loop {
            let mut settled = true;
            for (id, function) in functions.iter().enumerate() {
                if known.never[id] && !known.diverges(&function.body) {
                    known.never[id] = false;
                    settled = false;
                }
            }
            if settled {
                return known;
            }
        }
    }

    /// Whether evaluating the expression never comes to an end.
    fn diverges(&self, expr: &Expr) -> bool {
        let any = |exprs: &[Expr]| exprs.iter().any(|expr| self.diverges(expr));
        match &expr.kind {
            Kind::Call(callee, args, _) => self.is_never(callee) || any(args),
            Kind::Seq(exprs) | Kind::Tuple(exprs) | Kind::Bif(_, exprs) => any(exprs),
            Kind::List(elements, tail) => any(elements) || self.diverges(tail),
            Kind::Arith(_, pair, _) => any(&pair[..]) || pair.iter().any(is_no_number),
            Kind::Compare(_, pair) => any(&pair[..]),
            Kind::Match(_, value, _) => self.diverges(value),
            Kind::Select(select) => {
                self.subject_diverges(select)
                    || select
                        .clauses
                        .iter()
                        .all(|clause| self.diverges(&clause.body))
            }
            Kind::Receive(receive) => {
                let timeout = receive.timeout.as_ref();
                receive
                    .clauses
                    .iter()
                    .all(|clause| self.diverges(&clause.body))
                    && timeout.is_none_or(|timeout| self.diverges(&timeout.body))
            }
            _ => false,
        }
    }

    fn is_never(&self, callee: &Callee) -> bool {
        match callee {
            Callee::Local(id) | Callee::Captured(id, _) => self.never[*id as usize],
            Callee::External(mfa) if mfa.module == atom::ERLANG => matches!(
                (mfa.function.text(), mfa.arity),
                ("error", 1..=3) | ("exit" | "throw", 1)
            ),
            _ => false,
        }
    }

    fn subject_diverges(&self, select: &Select) -> bool {
        match &select.subjects {
            Subjects::Exprs(subjects) => subjects.iter().any(|subject| self.diverges(subject)),
            Subjects::Params => false,
        }
    }

    /// Goes through an expression after which nothing comes.
    fn tail(&self, expr: &mut Expr) {
        if let Some(part) = self.first_part(&mut expr.kind) {
            *expr = part;
            return self.tail(expr);
        }
        match &mut expr.kind {
            Kind::Seq(exprs) => {
                if let Some(at) = exprs.iter().position(|expr| self.diverges(expr)) {
                    exprs.truncate(at + 1);
                }
                if let Some(last) = exprs.last_mut() {
                    self.tail(last);
                }
            }
            Kind::Select(select) => {
                select.exports.clear();
                let bodies = select.clauses.iter_mut().map(|clause| &mut clause.body);
                bodies.for_each(|body| self.tail(body));
            }
            Kind::Receive(receive) => {
                receive.exports.clear();
                let bodies = receive.clauses.iter_mut().map(|clause| &mut clause.body);
                let timeout = receive.timeout.as_mut().map(|timeout| &mut timeout.body);
                bodies.chain(timeout).for_each(|body| self.tail(body));
            }
            _ => {}
        }
    }

    /// The part of an expression that is evaluated first and never comes to an end.
    fn first_part(&self, kind: &mut Kind) -> Option<Expr> {
        let parts: Vec<&mut Expr> = match kind {
            Kind::Match(_, value, _) => vec![value],
            Kind::Tuple(parts) => parts.iter_mut().collect(),
            Kind::List(parts, tail) => parts.iter_mut().chain([&mut **tail]).collect(),
            Kind::Arith(_, pair, _) | Kind::Compare(_, pair) => pair.iter_mut().collect(),
            Kind::Call(Callee::Local(_) | Callee::External(_), args, _) => {
                args.iter_mut().collect()
            }
            Kind::Select(select) => match &mut select.subjects {
                Subjects::Exprs(subjects) => subjects.iter_mut().collect(),
                Subjects::Params => return None,
            },
            _ => return None,
        };
        let is_simple = |part: &&mut Expr| matches!(part.kind, Kind::Var(_) | Kind::Const(_));
        let first = parts.into_iter().find(|part| !is_simple(part))?;
        self.diverges(first)
            .then(|| std::mem::replace(first, Expr::constant(first.line, term::Term::NIL)))
    }
}
