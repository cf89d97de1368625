//! What is known of the operands of arithmetic, for the sake of stack traces.
//!
//! When an operation fails, OTP shows operator and operands as a frame of their own, unless its compiler has chosen an
//! instruction that does not tell: one that counts up or down by a constant, or one for floats. Which it chooses follows from
//! what it knows of the operands, in the whole module: what local functions are called with, and what they return.
//!
//! Invariant: nothing that is computed depends on what is found here, only what a trace shows.

use super::ir::{
    Callee, Clause, Expr, Fun, Function, Kind, Pattern, Segment, SegmentPattern, Shown, Size,
    Subjects, Unit, Var,
};
use bytecode::instr::{Arith, Type};
use bytecode::module::{Mfa, SegmentType};
use term::{Term, atom};

/// So many times the module is looked at; functions that are not settled by then may be called with anything.
const ROUNDS_MAX: usize = 8;

const INTEGER: u8 = 1;
const FLOAT: u8 = 2;
const OTHER: u8 = 4;

/// What a value can be: kinds (none: nothing is known to get there), and the value if there is but one.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Known {
    kinds: u8,
    value: Option<Term>,
}

const NOTHING: Known = kinds(0);
const ANYTHING: Known = kinds(INTEGER | FLOAT | OTHER);

const fn kinds(kinds: u8) -> Known {
    Known { kinds, value: None }
}

impl Known {
    fn of(term: Term) -> Known {
        let kinds = if term.is_float() {
            FLOAT
        } else if term.is_number() {
            INTEGER
        } else {
            OTHER
        };
        Known {
            kinds,
            value: Some(term),
        }
    }

    fn or(self, other: Known) -> Known {
        match (self.kinds, other.kinds) {
            (0, _) => other,
            (_, 0) => self,
            _ => Known {
                kinds: self.kinds | other.kinds,
                value: self
                    .value
                    .filter(|value| other.value.is_some_and(|other| other.0 == value.0)),
            },
        }
    }

    const fn may_be_number(self) -> bool {
        self.kinds == 0 || self.kinds & (INTEGER | FLOAT) != 0
    }

    const fn is_float(self) -> bool {
        self.kinds == FLOAT
    }

    /// Whether OTP has an instruction that counts by it.
    fn is_step(self) -> bool {
        let step = self.small().and_then(|value| i32::try_from(value).ok());
        step.is_some_and(|step| step != i32::MIN)
    }

    fn small(self) -> Option<i64> {
        self.value.and_then(Term::as_small)
    }
}

/// Says of each operation of the module what its failure shows.
pub fn annotate(unit: &mut Unit) {
    let mut module = Module::new(unit);
    for round in 0..=ROUNDS_MAX {
        module.changed = false;
        if round == ROUNDS_MAX {
            module
                .params
                .iter_mut()
                .flatten()
                .for_each(|param| *param = ANYTHING);
            module.results.fill(ANYTHING);
        }
        for (id, function) in unit.functions.iter_mut().enumerate() {
            let mut walk = Walk {
                module: &mut module,
                vars: vec![NOTHING; function.uses.len()],
                id,
            };
            let result = walk.function(function);
            module.returns(id, result);
        }
        if !module.changed {
            return;
        }
    }
}

/// What is known so far of all functions.
struct Module {
    funs: Vec<Fun>,
    /// Parameters, then captured variables.
    params: Vec<Vec<Known>>,
    results: Vec<Known>,
    changed: bool,
}

impl Module {
    fn new(unit: &Unit) -> Module {
        let params = unit.functions.iter().map(|function| {
            let known = if function.exported { ANYTHING } else { NOTHING };
            vec![known; function.params as usize + function.captured.len()]
        });
        Module {
            funs: unit.funs.clone(),
            params: params.collect(),
            results: vec![NOTHING; unit.functions.len()],
            changed: false,
        }
    }

    fn called(&mut self, id: usize, args: &[Known]) {
        for (param, arg) in self.params[id].iter_mut().zip(args) {
            let new = param.or(*arg);
            self.changed |= new != *param;
            *param = new;
        }
    }

    fn returns(&mut self, id: usize, result: Known) {
        let new = self.results[id].or(result);
        self.changed |= new != self.results[id];
        self.results[id] = new;
    }
}

/// A way through one function.
struct Walk<'a> {
    module: &'a mut Module,
    vars: Vec<Known>,
    id: usize,
}

impl Walk<'_> {
    fn function(&mut self, function: &mut Function) -> Known {
        for (place, &var) in function.captured.iter().enumerate() {
            let known = self.module.params[self.id].get(function.params as usize + place);
            self.vars[var as usize] = known.copied().unwrap_or(ANYTHING);
        }
        self.expr(&mut function.body)
    }

    fn exprs(&mut self, exprs: &mut [Expr]) -> Vec<Known> {
        exprs.iter_mut().map(|expr| self.expr(expr)).collect()
    }

    fn var(&self, var: Var) -> Known {
        self.vars.get(var as usize).copied().unwrap_or(ANYTHING)
    }

    fn expr(&mut self, expr: &mut Expr) -> Known {
        match &mut expr.kind {
            Kind::Var(used) => self.var(used.var),
            Kind::Const(term) => Known::of(*term),
            Kind::Arith(op, pair, shown) => {
                let literal = pair[0].as_const().is_some() && pair[1].as_const().is_none();
                let (a, b) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
                *shown = shown_by(*op, a, b, literal);
                result(*op, a, b)
            }
            Kind::Tuple(elements) => self.all(elements),
            Kind::List(elements, tail) => {
                self.expr(tail);
                self.all(elements)
            }
            Kind::Compare(_, pair) | Kind::AndAlso(pair) | Kind::OrElse(pair) => {
                self.all(&mut pair[..]);
                ANYTHING
            }
            Kind::Test(_, part) | Kind::IsTagged(part, ..) | Kind::Not(part) => {
                self.expr(part);
                kinds(OTHER)
            }
            Kind::Field { record, .. } => {
                self.expr(record);
                ANYTHING
            }
            Kind::UpdateRecord { record, values, .. } => {
                for (_, value) in values {
                    self.expr(value);
                }
                self.expr(record);
                kinds(OTHER)
            }
            Kind::Map(map, pairs) => {
                self.expr(map);
                for pair in pairs {
                    self.expr(&mut pair.key);
                    self.expr(&mut pair.value);
                }
                kinds(OTHER)
            }
            Kind::Binary(segments) => self.binary(segments),
            Kind::Bif(mfa, args) => {
                let args = self.exprs(args);
                external(*mfa, &args)
            }
            Kind::Call(callee, args, _) => self.call(callee, args),
            Kind::MakeFun(fun, free) => {
                let Fun {
                    function, arity, ..
                } = self.module.funs[*fun as usize];
                let mut args = vec![ANYTHING; arity as usize];
                args.extend(free.iter().map(|used| self.var(used.var)));
                self.module.called(function as usize, &args);
                kinds(OTHER)
            }
            Kind::Match(pattern, value, _) | Kind::MaybeMatch(pattern, value, _) => {
                let known = self.expr(value);
                self.bind(pattern, known);
                known
            }
            Kind::Seq(exprs) => self.exprs(exprs).last().copied().unwrap_or(ANYTHING),
            Kind::Select(select) => {
                let subjects = match &mut select.subjects {
                    Subjects::Params => self.module.params[self.id].clone(),
                    Subjects::Exprs(exprs) => self.exprs(exprs),
                };
                self.clauses(&mut select.clauses, &subjects)
            }
            Kind::Receive(receive) => {
                let known = self.clauses(&mut receive.clauses, &[]);
                receive.timeout.as_mut().map_or(known, |timeout| {
                    self.expr(&mut timeout.time);
                    known.or(self.expr(&mut timeout.body))
                })
            }
            Kind::Try(parts) => {
                let body = self.expr(&mut parts.body);
                let value = match &mut parts.of[..] {
                    [] => body,
                    of => self.clauses(of, &[body]),
                };
                value.or(self.clauses(&mut parts.catch, &[]))
            }
            Kind::After(value, code) => {
                let known = self.expr(value);
                self.expr(code);
                known
            }
            Kind::Catch(part, ..) => {
                self.expr(part);
                ANYTHING
            }
            Kind::Maybe {
                body, otherwise, ..
            } => {
                self.expr(body);
                self.clauses(otherwise.as_deref_mut().unwrap_or_default(), &[]);
                ANYTHING
            }
            Kind::Stacktrace(_) => kinds(OTHER),
        }
    }

    fn all(&mut self, exprs: &mut [Expr]) -> Known {
        for expr in exprs {
            self.expr(expr);
        }
        kinds(OTHER)
    }

    fn binary(&mut self, segments: &mut [Segment]) -> Known {
        for segment in segments {
            if let Segment::Value { value, size, .. } = segment {
                self.expr(value);
                if let Size::Computed(size) = size {
                    self.expr(size);
                }
            }
        }
        kinds(OTHER)
    }

    fn call(&mut self, callee: &mut Callee, args: &mut [Expr]) -> Known {
        let mut known = self.exprs(args);
        let id = match callee {
            Callee::Local(id) => *id,
            Callee::Captured(id, captured) => {
                known.extend(captured.iter().map(|used| self.var(used.var)));
                *id
            }
            Callee::External(mfa) => return external(*mfa, &known),
            Callee::Fun(fun) => {
                self.expr(fun);
                return ANYTHING;
            }
            Callee::Apply(module, function) => {
                self.expr(module);
                self.expr(function);
                return ANYTHING;
            }
        } as usize;
        self.module.called(id, &known);
        self.module.results[id]
    }

    /// What the clauses give; of subjects that are not there anything may be.
    fn clauses(&mut self, clauses: &mut [Clause], subjects: &[Known]) -> Known {
        let mut known = NOTHING;
        for clause in clauses {
            for (place, pattern) in clause.patterns.iter_mut().enumerate() {
                self.bind(pattern, subjects.get(place).copied().unwrap_or(ANYTHING));
            }
            for tests in &mut clause.guard {
                self.all(tests);
            }
            let narrowed = self.narrow(&clause.guard);
            known = known.or(self.expr(&mut clause.body));
            for (var, before) in narrowed.into_iter().rev() {
                self.vars[var as usize] = before;
            }
        }
        known
    }

    /// Takes in what a guard without alternatives says of variables; gives what was known before.
    fn narrow(&mut self, guard: &[Vec<Expr>]) -> Vec<(Var, Known)> {
        let [tests] = guard else {
            return Vec::new();
        };
        let mut narrowed = Vec::new();
        for test in tests {
            let Kind::Test(ty, part) = &test.kind else {
                continue;
            };
            let wanted = match ty {
                Type::Integer => INTEGER,
                Type::Float => FLOAT,
                Type::Number => INTEGER | FLOAT,
                _ => OTHER,
            };
            if let Kind::Var(used) = &part.kind
                && let Some(known) = self.vars.get_mut(used.var as usize)
            {
                narrowed.push((used.var, *known));
                // Of several values that are possible one may be the only one of its kind; OTP knows that, too.
                known.kinds = if known.kinds == 0 {
                    wanted
                } else {
                    known.kinds & wanted
                };
            }
        }
        narrowed
    }

    fn bind(&mut self, pattern: &mut Pattern, known: Known) {
        match pattern {
            Pattern::Any | Pattern::Same(_) | Pattern::Const(_) => {}
            Pattern::Bind(var) => {
                if let Some(before) = self.vars.get_mut(*var as usize) {
                    *before = before.or(known);
                }
            }
            Pattern::All(patterns) => {
                for pattern in patterns {
                    self.bind(pattern, known);
                }
            }
            Pattern::Tuple(patterns) => {
                for pattern in patterns {
                    self.bind(pattern, ANYTHING);
                }
            }
            Pattern::List(patterns, tail) => {
                for pattern in patterns {
                    self.bind(pattern, ANYTHING);
                }
                self.bind(tail, ANYTHING);
            }
            Pattern::Map(pairs) => {
                for (key, pattern) in pairs {
                    self.expr(key);
                    self.bind(pattern, ANYTHING);
                }
            }
            Pattern::Binary(segments) => {
                for segment in segments {
                    let SegmentPattern::Value {
                        pattern,
                        layout,
                        size,
                    } = segment
                    else {
                        continue;
                    };
                    if let Size::Computed(size) = size {
                        self.expr(size);
                    }
                    let known = match layout.ty {
                        SegmentType::Float => FLOAT,
                        SegmentType::Binary => OTHER,
                        _ => INTEGER,
                    };
                    self.bind(pattern, kinds(known));
                }
            }
        }
    }
}

/// What the failure of an operation shows; `literal`: the first operand alone is written as a constant.
fn shown_by(op: Arith, a: Known, b: Known, literal: bool) -> Shown {
    let commutes = matches!(
        op,
        Arith::Add | Arith::Mul | Arith::Band | Arith::Bor | Arith::Bxor
    );
    let turned = commutes && (literal || a.value.is_some() && b.value.is_none());
    let (first, second) = if turned { (b, a) } else { (a, b) };
    let in_order = if turned {
        Shown::Turned
    } else {
        Shown::Operands
    };
    if !first.may_be_number() || !second.may_be_number() {
        return in_order;
    }
    let counts = matches!(op, Arith::Add | Arith::Sub);
    let is_hidden = match op {
        Arith::Divide => true,
        Arith::Add | Arith::Sub | Arith::Mul if first.is_float() || second.is_float() => true,
        _ => counts && first.value.is_none() && second.is_step(),
    };
    if is_hidden { Shown::Nothing } else { in_order }
}

/// What an operation gives.
fn result(op: Arith, a: Known, b: Known) -> Known {
    if a.kinds == 0 || b.kinds == 0 || !a.may_be_number() || !b.may_be_number() {
        return NOTHING;
    }
    match op {
        Arith::Divide => kinds(FLOAT),
        Arith::Add | Arith::Sub | Arith::Mul => {
            if let (Some(a), Some(b)) = (a.small(), b.small()) {
                let value = match op {
                    Arith::Add => a.checked_add(b),
                    Arith::Sub => a.checked_sub(b),
                    _ => a.checked_mul(b),
                };
                if let Some(Ok(value)) = value.map(i32::try_from) {
                    return Known::of(Term::int(value));
                }
            }
            if a.is_float() || b.is_float() {
                kinds(FLOAT)
            } else {
                kinds((a.kinds | b.kinds) & (INTEGER | FLOAT))
            }
        }
        _ => kinds(INTEGER),
    }
}

/// What a function of the library gives, as far as OTP's compiler knows.
fn external(mfa: Mfa, args: &[Known]) -> Known {
    if mfa.module.text() == "math" {
        return kinds(FLOAT);
    }
    if mfa.module != atom::ERLANG {
        return ANYTHING;
    }
    match (mfa.function.text(), mfa.arity) {
        ("error", 1..=3) | ("exit" | "throw", 1) => NOTHING,
        ("float" | "list_to_float" | "binary_to_float", 1) => kinds(FLOAT),
        ("abs" | "-" | "+", 1) => kinds(
            args.first()
                .map_or(INTEGER | FLOAT, |arg| arg.kinds & (INTEGER | FLOAT)),
        ),
        (
            "round" | "trunc" | "ceil" | "floor" | "length" | "size" | "byte_size" | "bit_size"
            | "tuple_size" | "map_size" | "list_to_integer" | "binary_to_integer" | "bnot",
            1,
        ) => kinds(INTEGER),
        ("++" | "--", 2) => kinds(OTHER),
        _ => ANYTHING,
    }
}
