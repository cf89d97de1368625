//! Match specifications: lists of `{Head, Guards, Body}` that select and rebuild rows of tables.
//!
//! [`MatchSpec::compile`] turns the term into programs that own their constants; a [`Run`] applies them to row after row
//! and builds results in the heap of the process that asked. What is allowed and what it means is in the ERTS User's
//! Guide, "Match Specifications in Erlang"; the texts of [`Problem`]s are OTP's.
//!
//! How to use it from a builtin that walks a table:
//!
//! ```ignore
//! let spec = MatchSpec::compile(&ctx.heap, args[1], Dialect::Table).map_err(|_| Trap::badarg())?;
//! match spec.keys(keypos) {
//!     Keys::None => ...                 // no row can match
//!     Keys::Some(keys) => ...           // look up each of these (terms of spec.heap()) and run the rows found
//!     Keys::All => ...                  // all rows; in an ordered table, those that spec.place(..) calls Equal
//! }
//! let mut run = Run::new(&spec, env, words_max);
//! if let Some(result) = run.row(Row::Of(&row_heap, row), &mut ctx.heap)? { ... }
//! ctx.charge(run.cost * 4);
//! ```
//!
//! Invariants: nothing recurses over the depth of terms; a run leaves in the destination only what a result needs and what
//! the body's own functions made; a row's heap is never written to.

mod call;
mod expr;
mod function;
mod key;
mod pattern;
mod problem;
mod run;
mod store;
mod switch;
#[cfg(test)]
mod tests;

use term::copy::{TooLarge, copy, flat_size};
use term::{Heap, Term, work};

pub use key::{Keys, keeps_key};
pub use problem::Problem;
pub use run::{Env, Row, Run};
pub use store::CompiledSpecs;
pub use switch::{Control, Switch};

/// Compiling a word, which becomes an instruction, its constant and a part of the head as written, takes as long as comparing so
/// many.
const COMPILE_STEP: usize = 16;

/// Where a specification is used: which functions it may call, what its head may be, and whether its body has a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// `ets:select/2` and its kin.
    Table,
    /// Tracing of calls; here only for `erlang:match_spec_test/3`.
    Trace,
}

/// A compiled specification.
#[derive(Clone, Debug)]
pub struct MatchSpec {
    /// Constants of the programs, and the heads as written.
    heap: Heap,
    clauses: Vec<Clause>,
    /// Most variables that a clause has.
    variables_max: usize,
}

/// One `{Head, Guards, Body}`.
#[derive(Clone, Debug)]
struct Clause {
    /// As written, in the specification's heap.
    head: Term,
    pattern: Vec<pattern::Op>,
    /// Variables in the order of their numbers, for `'$$'`: their slots.
    bindings: Vec<u32>,
    guard: Vec<expr::Op>,
    body: Vec<expr::Op>,
}

impl MatchSpec {
    /// Compiles the term `spec` of `heap`; otherwise says all that is wrong with its first bad clause. One that its shared parts make
    /// larger than can be walked through is given up.
    pub fn compile(heap: &Heap, spec: Term, dialect: Dialect) -> Result<MatchSpec, Vec<Problem>> {
        check_size(heap, spec)?;
        let Some(clauses) = heap.list_to_vec(spec) else {
            return Err(vec![Problem::new(if spec.is_cons() {
                "Match programs are not in a proper list."
            } else {
                "Match programs are not in a list."
            })]);
        };
        if clauses.is_empty() {
            return Err(vec![Problem::new("Match programs are not in a list.")]);
        }
        let mut compiled = MatchSpec {
            heap: Heap::new(),
            clauses: Vec::with_capacity(clauses.len()),
            variables_max: 0,
        };
        let not_three = || {
            vec![Problem::new(
                "Match program part is not a tuple of arity 3.",
            )]
        };
        let parts = clauses.into_iter().map(|clause| heap.as_tuple(clause));
        let parts: Vec<[Term; 3]> = parts.collect::<Option<_>>().ok_or_else(not_three)?;
        if dialect == Dialect::Trace {
            let mut heads = parts.iter();
            heads.try_for_each(|&[head, ..]| pattern::check_arguments(heap, head))?;
        }
        for clause in parts {
            compiled.clause(heap, clause, dialect)?;
        }
        Ok(compiled)
    }

    /// The specification of `ets:match/2`: each match gives the list of what the pattern's variables are bound to.
    pub fn bindings_of(heap: &Heap, pattern: Term) -> Result<MatchSpec, Vec<Problem>> {
        MatchSpec::of_pattern(heap, pattern, expr::Op::Bindings)
    }

    /// The specification of `ets:match_object/2`: each match gives the row.
    pub fn objects_like(heap: &Heap, pattern: Term) -> Result<MatchSpec, Vec<Problem>> {
        MatchSpec::of_pattern(heap, pattern, expr::Op::Object)
    }

    fn of_pattern(heap: &Heap, pattern: Term, result: expr::Op) -> Result<MatchSpec, Vec<Problem>> {
        check_size(heap, pattern)?;
        let mut compiled = MatchSpec {
            heap: Heap::new(),
            clauses: Vec::with_capacity(1),
            variables_max: 0,
        };
        let mut clause = compiled.head(heap, pattern, Dialect::Table)?.0;
        clause.body.push(result);
        compiled.clauses.push(clause);
        Ok(compiled)
    }

    /// The heap of the terms that [`MatchSpec::keys`] gives.
    pub fn heap(&self) -> &Heap {
        &self.heap
    }

    /// Words that it holds.
    fn words(&self) -> usize {
        let words = |clause: &Clause| {
            let bytes = size_of_val(&clause.pattern[..])
                + size_of_val(&clause.guard[..])
                + size_of_val(&clause.body[..]);
            bytes / size_of::<Term>()
        };
        self.heap.len() + self.clauses.iter().map(words).sum::<usize>()
    }

    /// Whether it calls `caller()` or `caller_line()`.
    pub fn asks_for_caller(&self) -> bool {
        let asks = |op: &expr::Op| {
            use function::{Effect, Function};
            let caller = |effect: &Effect| matches!(effect, Effect::Caller | Effect::CallerLine);
            matches!(op, expr::Op::Call(Function::Trace(effect), _) if caller(effect))
        };
        self.clauses
            .iter()
            .any(|clause| clause.guard.iter().chain(&clause.body).any(asks))
    }

    fn clause(
        &mut self,
        heap: &Heap,
        [head, guard, body]: [Term; 3],
        dialect: Dialect,
    ) -> Result<(), Vec<Problem>> {
        let (mut clause, variables) = self.head(heap, head, dialect)?;
        let mut compiler = expr::Compiler::new(heap, &mut self.heap, &variables, dialect);
        clause.guard = compiler.guard(guard);
        clause.body = compiler.body(body);
        compiler.finish()?;
        self.clauses.push(clause);
        Ok(())
    }

    /// A clause with its head only, and its variables.
    fn head(
        &mut self,
        heap: &Heap,
        head: Term,
        dialect: Dialect,
    ) -> Result<(Clause, pattern::Variables), Vec<Problem>> {
        let (pattern, variables) = pattern::compile(heap, head, &mut self.heap, dialect)?;
        self.variables_max = self.variables_max.max(variables.count());
        let clause = Clause {
            head: keep(heap, head, &mut self.heap),
            pattern,
            bindings: variables.in_order(),
            guard: Vec::new(),
            body: Vec::new(),
        };
        Ok((clause, variables))
    }
}

/// Notes what compiling will take, or gives it up.
fn check_size(heap: &Heap, spec: Term) -> Result<(), Vec<Problem>> {
    let words_max = work::left() / COMPILE_STEP;
    let words = flat_size(heap, spec, words_max);
    if words > words_max {
        work::give_up();
        return Err(Vec::new());
    }
    work::note(words * COMPILE_STEP);
    Ok(())
}

/// Copies a part of the specification into the compiled one. It is not too large: see [`check_size`].
fn keep(from: &Heap, term: Term, to: &mut Heap) -> Term {
    match copy(from, term, to, usize::MAX) {
        Ok(term) => term,
        Err(TooLarge) => Term::NIL,
    }
}

/// The number of a variable `'$N'`. A zero stands only alone; numbers that OTP leaves undefined wrap around as there.
fn variable(term: Term) -> Option<u32> {
    let digits = term.as_atom()?.text().strip_prefix('$')?.as_bytes();
    if digits.is_empty() || digits.len() > 1 && digits[0] == b'0' {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        Some(number.wrapping_mul(10).wrapping_add(digit))
    })
}

/// Whether the term is the atom with this text.
fn is_atom(term: Term, text: &str) -> bool {
    term.as_atom().is_some_and(|atom| atom.text() == text)
}
