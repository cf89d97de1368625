//! Guards and bodies: expressions as programs for a stack machine.
//!
//! Arguments are compiled from the last to the first, so that the first ends on top of the stack; problems come in the
//! same order as from OTP. What needs neither row nor function is a constant, built at compile time.

use super::function::{self, Found, Function};
use super::pattern::Variables;
use super::problem::push_atom;
use super::{Dialect, Problem, is_atom, keep, variable};
use term::{Heap, Term, map};

/// One instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    /// Pushes a constant of the specification.
    Const(Term),
    /// Pushes what a variable is bound to, by slot.
    Variable(u32),
    /// Pushes the row: `'$_'`.
    Object,
    /// Pushes the list of all bindings: `'$$'`.
    Bindings,
    /// Makes a tuple of so many values; the first is on top.
    Tuple(u32),
    /// Makes a list of so many values; its tail is on top, then comes the last element.
    List(u32),
    /// Makes a map of so many keys and values; the first key is on top, the first value under all keys.
    Map(u32),
    /// Calls a function with so many arguments.
    Call(Function, u32),
    /// `and` of so many values, all booleans.
    And(u32),
    Or(u32),
    /// `true` is dropped; `false` is the value of the whole `andalso`, which ends at this instruction.
    AndAlso(u32),
    OrElse(u32),
    /// Drops a value: of an expression before the last of a body.
    Drop,
    /// Takes the value of a guard, which must be `true`.
    Check,
}

/// What is left to compile.
enum Work {
    Expr(Term),
    Op(Op),
    /// Ends a composite whose parts began at this instruction.
    Compose(Op, usize),
    /// `andalso` or `orelse` between two arguments.
    Short(Op),
    /// The end of an `andalso` or `orelse`.
    Land,
}

/// Compiles the guard and the body of one clause.
pub(super) struct Compiler<'a> {
    heap: &'a Heap,
    constants: &'a mut Heap,
    variables: &'a Variables,
    dialect: Dialect,
    in_guard: bool,
    ops: Vec<Op>,
    todo: Vec<Work>,
    /// Jumps of the special forms that are open, innermost last.
    jumps: Vec<Vec<usize>>,
    problems: Vec<Problem>,
}

impl<'a> Compiler<'a> {
    pub fn new(
        heap: &'a Heap,
        constants: &'a mut Heap,
        variables: &'a Variables,
        dialect: Dialect,
    ) -> Compiler<'a> {
        Compiler {
            heap,
            constants,
            variables,
            dialect,
            in_guard: false,
            ops: Vec::new(),
            todo: Vec::new(),
            jumps: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub fn finish(self) -> Result<(), Vec<Problem>> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.problems)
        }
    }

    pub fn guard(&mut self, guards: Term) -> Vec<Op> {
        self.in_guard = true;
        for guard in self.list(guards) {
            self.expr(guard);
            self.ops.push(Op::Check);
        }
        std::mem::take(&mut self.ops)
    }

    pub fn body(&mut self, body: Term) -> Vec<Op> {
        self.in_guard = false;
        if self.dialect == Dialect::Table && !body.is_cons() {
            self.problem("Body clause does not return anything.");
            return Vec::new();
        }
        for (position, expr) in self.list(body).into_iter().enumerate() {
            if position > 0 {
                self.ops.push(Op::Drop);
            }
            self.expr(expr);
        }
        if self.ops.is_empty() {
            self.ops.push(Op::Const(Term::bool(true)));
        }
        std::mem::take(&mut self.ops)
    }

    fn list(&mut self, list: Term) -> Vec<Term> {
        let items = self.heap.list_to_vec(list);
        if items.is_none() {
            self.problem(if list.is_cons() {
                "Match expression is not a proper list."
            } else {
                "Match expression is not a list."
            });
        }
        items.unwrap_or_default()
    }

    fn problem(&mut self, text: &str) {
        self.problems.push(Problem::new(text));
    }

    fn problem_about(&mut self, term: Term, text: &str) {
        self.problems.push(Problem::about(self.heap, term, text));
    }

    fn expr(&mut self, expr: Term) {
        self.todo.push(Work::Expr(expr));
        while let Some(work) = self.todo.pop() {
            match work {
                Work::Expr(expr) => self.step(expr),
                Work::Op(op) => self.ops.push(op),
                Work::Compose(op, start) => self.compose(op, start),
                Work::Short(op) => {
                    let place = self.ops.len();
                    self.jumps
                        .last_mut()
                        .into_iter()
                        .for_each(|jumps| jumps.push(place));
                    self.ops.push(op);
                }
                Work::Land => self.land(),
            }
        }
    }

    fn step(&mut self, expr: Term) {
        if let Some(number) = variable(expr) {
            match self.variables.slot(number) {
                Some(slot) => self.ops.push(Op::Variable(slot)),
                None => self.problem(&format!("Variable ${number} is unbound.")),
            }
        } else if is_atom(expr, "$_") {
            self.ops.push(Op::Object);
        } else if is_atom(expr, "$$") {
            self.ops.push(Op::Bindings);
        } else if expr.is_cons() {
            self.cons(expr);
        } else if expr.is_map() {
            self.map(expr);
        } else if expr.is_tuple() {
            self.tuple(expr);
        } else {
            let constant = keep(self.heap, expr, self.constants);
            self.ops.push(Op::Const(constant));
        }
    }

    fn cons(&mut self, list: Term) {
        let mut items = self.heap.iter_list(list);
        let mut parts: Vec<Term> = items.by_ref().collect();
        let op = Op::List(parts.len() as u32);
        parts.push(items.rest());
        self.todo.push(Work::Compose(op, self.ops.len()));
        self.todo.extend(parts.into_iter().rev().map(Work::Expr));
    }

    fn map(&mut self, map: Term) {
        let pairs = map::pairs(self.heap, map);
        self.todo
            .push(Work::Compose(Op::Map(pairs.len() as u32), self.ops.len()));
        self.todo
            .extend(pairs.iter().map(|pair| Work::Expr(pair.0)));
        self.todo
            .extend(pairs.iter().map(|pair| Work::Expr(pair.1)));
    }

    fn tuple(&mut self, tuple: Term) {
        const NEITHER: &str =
            "~ is neither a function call, nor a tuple (tuples are written {{ ... }}).";
        let parts: Vec<Term> = self.heap.elements(tuple).collect();
        match parts.split_first() {
            Some((inner, [])) if inner.is_tuple() => {
                let op = Op::Tuple(self.heap.arity(*inner) as u32);
                self.todo.push(Work::Compose(op, self.ops.len()));
                self.todo.extend(self.heap.elements(*inner).map(Work::Expr));
            }
            Some((name, args)) if variable(*name).is_none() => match name.as_atom() {
                Some(name) => self.call(tuple, name.text(), args),
                None => self.problem_about(tuple, NEITHER),
            },
            _ => self.problem_about(tuple, NEITHER),
        }
    }

    fn call(&mut self, tuple: Term, name: &str, args: &[Term]) {
        match name {
            "const" => match args {
                [constant] => {
                    let constant = keep(self.heap, *constant, self.constants);
                    self.ops.push(Op::Const(constant));
                }
                _ => self.problem_about(
                    tuple,
                    "Special form 'const' called with more than one argument in ~.",
                ),
            },
            "and" | "or" | "andalso" | "orelse" if args.is_empty() => self.problem_about(
                tuple,
                &format!("Special form '{name}' called without arguments in ~."),
            ),
            "and" => self.strict(Op::And(args.len() as u32), args),
            "or" => self.strict(Op::Or(args.len() as u32), args),
            "andalso" => self.short(Op::AndAlso(0), args),
            "orelse" => self.short(Op::OrElse(0), args),
            _ => self.function(tuple, name, args),
        }
    }

    /// An instruction whose arguments are all evaluated.
    fn strict(&mut self, op: Op, args: &[Term]) {
        self.todo.push(Work::Op(op));
        self.todo.extend(args.iter().map(|&arg| Work::Expr(arg)));
    }

    fn short(&mut self, op: Op, args: &[Term]) {
        self.jumps.push(Vec::new());
        self.todo.push(Work::Land);
        for (position, &arg) in args.iter().enumerate().rev() {
            self.todo.push(Work::Expr(arg));
            if position > 0 {
                self.todo.push(Work::Short(op));
            }
        }
    }

    fn land(&mut self) {
        let end = self.ops.len() as u32;
        for place in self.jumps.pop().unwrap_or_default() {
            if let Some(Op::AndAlso(target) | Op::OrElse(target)) = self.ops.get_mut(place) {
                *target = end;
            }
        }
    }

    fn function(&mut self, tuple: Term, name: &str, args: &[Term]) {
        let form = |what: &str| format!("Special form '{name}' {what}");
        match function::find(name, args.len(), self.dialect, self.in_guard) {
            Found::Function(function) => {
                self.strict(Op::Call(function, args.len() as u32), args);
            }
            Found::Unknown => self.unusable(name, args.len(), "does_not_exist."),
            Found::WrongContext => {
                self.unusable(name, args.len(), "cannot be called in this context.");
            }
            Found::WrongDialect => self.problem(&form("used in wrong dialect.")),
            Found::InGuard => self.problem(&form("called in guard context.")),
            Found::WrongArity => {
                self.problem_about(tuple, &form("called with wrong number of arguments in ~."));
            }
        }
    }

    fn unusable(&mut self, name: &str, arity: usize, why: &str) {
        let mut text = String::from("Function ");
        push_atom(&mut text, name);
        self.problem(&format!("{text}/{arity} {why}"));
    }

    /// Emits the instruction that makes a composite, or makes it now if all its parts are constants.
    fn compose(&mut self, op: Op, start: usize) {
        let constants = self
            .ops
            .get(start..)
            .unwrap_or_default()
            .iter()
            .map(|op| match op {
                Op::Const(constant) => Some(*constant),
                _ => None,
            });
        let count = match op {
            Op::Tuple(count) => count as usize,
            Op::List(count) => count as usize + 1,
            Op::Map(count) => count as usize * 2,
            _ => return,
        };
        match constants.collect::<Option<Vec<Term>>>() {
            Some(parts) if parts.len() == count => {
                self.ops.truncate(start);
                let constant = build(self.constants, op, &parts);
                self.ops.push(Op::Const(constant));
            }
            _ => self.ops.push(op),
        }
    }
}

/// Makes the composite of the parts, which are in `heap` and stand as on the stack, its top last.
pub(super) fn build(heap: &mut Heap, op: Op, parts: &[Term]) -> Term {
    match op {
        Op::Tuple(_) => {
            let elements: Vec<Term> = parts.iter().rev().copied().collect();
            heap.tuple(&elements)
        }
        Op::Map(count) => {
            let (values, keys) = parts.split_at((count as usize).min(parts.len()));
            let keys = keys.iter().rev().copied();
            let pairs: Vec<(Term, Term)> = keys.zip(values.iter().rev().copied()).collect();
            map::from_pairs(heap, &pairs)
        }
        _ => match parts.split_last() {
            Some((tail, items)) => heap.list_with_tail(items, *tail),
            None => Term::NIL,
        },
    }
}
