//! Applying a specification to rows.

use super::expr::{Op, build};
use super::function::Effect;
use super::switch::{Control, Switch};
use super::{MatchSpec, pattern};
use term::copy::{TooLarge, copy};
use term::{Atom, Heap, Term, atom};

/// What `self`, `node` and their kin refer to.
#[derive(Clone, Copy, Debug)]
pub struct Env {
    /// The pid of the process that asks.
    pub me: Term,
    /// Its node.
    pub node: Atom,
    /// For tracing: the function that called the traced one, a term of the destination.
    pub caller: Term,
    /// The same with file and line.
    pub caller_line: Term,
    /// For tracing: what of the process may be changed; without it nothing is.
    pub control: Option<Control>,
}

/// A row to match.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// A term of another heap: what a result takes from it is copied.
    Of(&'a Heap, Term),
    /// A term of the destination itself: results refer to it.
    Own(Term),
}

/// Where the term of a [`Value`] lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum At {
    Row,
    Spec,
    Destination,
}

/// A value of the stack machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub term: Term,
    pub at: At,
}

impl Value {
    /// A value that needs no heap, or lies in the destination.
    pub(super) fn here(term: Term) -> Value {
        Value {
            term,
            at: At::Destination,
        }
    }
}

/// Why a function has no value.
pub(super) enum Fault {
    /// It raised an exception.
    Exception,
    TooLarge,
}

impl From<TooLarge> for Fault {
    fn from(_: TooLarge) -> Fault {
        Fault::TooLarge
    }
}

/// The heaps of one row.
pub(super) struct Place<'a> {
    spec: &'a Heap,
    row: Option<&'a Heap>,
    pub destination: &'a mut Heap,
    pub env: Env,
    /// Words that the destination may have in all.
    words_max: usize,
}

impl Place<'_> {
    pub(super) fn heap_of(&self, value: Value) -> &Heap {
        match value.at {
            At::Row => self.row.unwrap_or(self.destination),
            At::Spec => self.spec,
            At::Destination => self.destination,
        }
    }

    /// The value as a term of the destination.
    pub(super) fn bring(&mut self, value: Value) -> Result<Term, TooLarge> {
        let from = match value.at {
            At::Row => match self.row {
                Some(row) => row,
                None => return Ok(value.term),
            },
            At::Spec => self.spec,
            At::Destination => return Ok(value.term),
        };
        let words_max = self.words_max.saturating_sub(self.destination.len());
        copy(from, value.term, self.destination, words_max)
    }
}

/// Applies one specification to many rows. It lives no longer than a builtin, since the collector would move what it knows.
pub struct Run<'s> {
    spec: &'s MatchSpec,
    env: Env,
    words_max: usize,
    bindings: Vec<Term>,
    waiting: Vec<Term>,
    stack: Vec<Value>,
    /// Elementary steps and words copied since the run was made: what the caller charges for.
    pub cost: usize,
    /// What the trace functions of the last row's body did: for `match_spec_test`.
    pub(super) traced: Traced,
}

/// See [`Run::traced`].
#[derive(Clone, Default, Debug)]
pub(super) struct Traced {
    pub message: Option<Term>,
    pub return_trace: bool,
    pub exception_trace: bool,
    pub switches: Vec<Switch>,
}

impl<'s> Run<'s> {
    /// A result may not make the destination larger than `words_max` words.
    pub fn new(spec: &'s MatchSpec, env: Env, words_max: usize) -> Run<'s> {
        Run {
            spec,
            env,
            words_max,
            bindings: vec![Term::NIL; spec.variables_max],
            waiting: Vec::new(),
            stack: Vec::new(),
            cost: 0,
            traced: Traced::default(),
        }
    }

    /// The value of the body of the first clause that matches the row, built in `destination`; `None` if none does.
    pub fn row(&mut self, row: Row<'_>, destination: &mut Heap) -> Result<Option<Term>, TooLarge> {
        let spec = self.spec;
        for clause in &spec.clauses {
            let (heap, term) = match row {
                Row::Of(heap, term) => (heap, term),
                Row::Own(term) => (&*destination, term),
            };
            let matches = pattern::matches(
                spec,
                &clause.pattern,
                (heap, term),
                &mut self.bindings,
                &mut self.waiting,
                &mut self.cost,
            );
            if !matches {
                continue;
            }
            let before = destination.len();
            let mut place = Place {
                spec: &spec.heap,
                row: match row {
                    Row::Of(heap, _) => Some(heap),
                    Row::Own(_) => None,
                },
                destination,
                env: self.env,
                words_max: self.words_max,
            };
            let passes = clause.guard.is_empty()
                || self.evaluate(&clause.guard, &clause.bindings, term, &mut place, true)?;
            place.destination.truncate(before);
            if !passes {
                continue;
            }
            self.traced = Traced::default();
            self.evaluate(&clause.body, &clause.bindings, term, &mut place, false)?;
            let value = self.stack.pop().unwrap_or(Value::here(Term::NIL));
            let result = place.bring(value)?;
            self.cost += destination.len() - before;
            return Ok(Some(result));
        }
        Ok(None)
    }

    /// Runs a program. In a guard an exception or a value that is not `true` ends it with `false`; in a body the value of
    /// what raised is the atom `'EXIT'`.
    fn evaluate(
        &mut self,
        ops: &[Op],
        bindings: &[u32],
        row: Term,
        place: &mut Place<'_>,
        is_guard: bool,
    ) -> Result<bool, TooLarge> {
        self.stack.clear();
        let mut next = 0;
        while let Some(&op) = ops.get(next) {
            next += 1;
            self.cost += 1;
            match self.step(op, bindings, row, place) {
                Ok(None) => {}
                Ok(Some(target)) => next = target,
                Err(Fault::TooLarge) => return Err(TooLarge),
                Err(Fault::Exception) if is_guard => return Ok(false),
                Err(Fault::Exception) => {
                    self.stack.push(Value::here(atom::CAPITAL_EXIT.into()));
                    if let Op::AndAlso(target) | Op::OrElse(target) = op {
                        next = target as usize;
                    }
                }
            }
        }
        Ok(true)
    }

    fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or(Value::here(Term::NIL))
    }

    /// One instruction; `Some` is where to go on. Its arguments have left the stack whatever the outcome.
    fn step(
        &mut self,
        op: Op,
        bindings: &[u32],
        row: Term,
        place: &mut Place<'_>,
    ) -> Result<Option<usize>, Fault> {
        let value = match op {
            Op::Const(term) => Value { term, at: At::Spec },
            Op::Variable(slot) => Value {
                term: self.bindings[slot as usize],
                at: At::Row,
            },
            Op::Object => Value {
                term: row,
                at: At::Row,
            },
            Op::Bindings => {
                let mut terms = Vec::with_capacity(bindings.len());
                for &slot in bindings {
                    let term = self.bindings[slot as usize];
                    terms.push(place.bring(Value { term, at: At::Row })?);
                }
                Value::here(place.destination.list(&terms))
            }
            Op::Tuple(count) => self.build(op, count as usize, place)?,
            Op::List(count) => self.build(op, count as usize + 1, place)?,
            Op::Map(count) => self.build(op, count as usize * 2, place)?,
            Op::Call(super::function::Function::Trace(effect), arity) => {
                let first = self.stack.len().saturating_sub(arity as usize);
                let mut args = self.stack.split_off(first);
                args.reverse();
                self.trace(effect, &args, place)?
            }
            Op::Call(function, arity) => {
                let mut args = [Value::here(Term::NIL); 3];
                for arg in args.iter_mut().take(arity as usize) {
                    *arg = self.pop();
                }
                place.call(function, &args[..arity as usize], &mut self.cost)?
            }
            Op::And(count) => self.all_booleans(count, |all, value| all && value, true)?,
            Op::Or(count) => self.all_booleans(count, |any, value| any || value, false)?,
            Op::AndAlso(target) => return self.short(true, target),
            Op::OrElse(target) => return self.short(false, target),
            Op::Drop => {
                self.pop();
                return Ok(None);
            }
            Op::Check if self.pop().term == Term::bool(true) => return Ok(None),
            Op::Check => return Err(Fault::Exception),
        };
        self.stack.push(value);
        Ok(None)
    }

    fn build(&mut self, op: Op, count: usize, place: &mut Place<'_>) -> Result<Value, Fault> {
        let parts = self.stack.split_off(self.stack.len().saturating_sub(count));
        let mut terms = Vec::with_capacity(parts.len());
        for part in parts {
            terms.push(place.bring(part)?);
        }
        Ok(Value::here(build(place.destination, op, &terms)))
    }

    fn all_booleans(
        &mut self,
        count: u32,
        join: fn(bool, bool) -> bool,
        start: bool,
    ) -> Result<Value, Fault> {
        let first = self.stack.len().saturating_sub(count as usize);
        let result = self.stack.drain(first..).try_fold(start, |so_far, value| {
            Some(join(so_far, value.term.as_bool()?))
        });
        let result = result.ok_or(Fault::Exception)?;
        Ok(Value::here(Term::bool(result)))
    }

    /// Goes on with the next argument if the last one was `neutral`.
    fn short(&mut self, neutral: bool, end: u32) -> Result<Option<usize>, Fault> {
        let value = self.pop();
        let is_neutral = value.term.as_bool().ok_or(Fault::Exception)? == neutral;
        if is_neutral {
            return Ok(None);
        }
        self.stack.push(value);
        Ok(Some(end as usize))
    }

    fn trace(
        &mut self,
        effect: Effect,
        args: &[Value],
        place: &mut Place<'_>,
    ) -> Result<Value, Fault> {
        let mut result = Term::bool(true);
        match effect {
            Effect::Message => {
                let message = args.first().copied().unwrap_or(Value::here(result));
                self.traced.message = Some(place.bring(message)?);
            }
            Effect::EnableTrace | Effect::DisableTrace | Effect::Trace | Effect::Silent => {
                let Some(control) = place.env.control else {
                    return Ok(Value::here(Term::bool(effect != Effect::Trace)));
                };
                let mut terms = Vec::with_capacity(args.len());
                for &arg in args {
                    terms.push(place.bring(arg)?);
                }
                let switch = control.switch(effect, &terms, place.destination)?;
                result = Term::bool(effect != Effect::Trace || control.changes(&switch));
                self.traced.switches.push(switch);
            }
            Effect::ReturnTrace => self.traced.return_trace = true,
            Effect::ExceptionTrace => self.traced.exception_trace = true,
            Effect::True => {}
            Effect::False => result = Term::bool(false),
            Effect::Token => result = Term::NIL,
            Effect::Caller => result = place.env.caller,
            Effect::CallerLine => result = place.env.caller_line,
            Effect::ControlWord => result = Term::int(0),
            Effect::ProcessDump => result = place.destination.binary(b""),
        }
        Ok(Value::here(result))
    }

    /// The result of `erlang:match_spec_test/3` for a traced call that matched: `(message, return_trace, exception_trace)`.
    pub fn traced(&self) -> (Term, bool, bool) {
        let message = self.traced.message.unwrap_or(Term::bool(true));
        (
            message,
            self.traced.return_trace,
            self.traced.exception_trace,
        )
    }

    /// What the body of the last row that matched wants switched, in order.
    pub fn switches(&mut self) -> Vec<Switch> {
        std::mem::take(&mut self.traced.switches)
    }
}
