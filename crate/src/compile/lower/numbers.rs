//! The numbers in the names of funs and comprehensions (`'-f/1-fun-0-'`), which stack traces show.
//!
//! OTP's compiler gives them in the order in which it takes expressions apart: arguments and elements of tuples and lists
//! from the last to the first, a fun after its body, a comprehension after its first source. This pass goes over a
//! function in that order before it is lowered; what is numbered is known by its place in the tree.

use super::super::ir::FunctionId;
use rustc_hash::FxHashMap;
use syntax::ast::{self, BinaryOp, Expr, ExprKind, Name, Qualifier, QualifierKind, RecordDef};

#[derive(Default)]
pub struct Numbers {
    given: FxHashMap<usize, u32>,
    next: u32,
}

/// What is known of the module.
pub struct Known<'a> {
    /// Local functions, by name and arity.
    pub functions: &'a FxHashMap<(Name, u32), FunctionId>,
    pub records: &'a FxHashMap<Name, &'a RecordDef>,
}

/// What tells a fun from others: where its clauses are.
pub fn of_fun(clauses: &[ast::Clause]) -> usize {
    clauses.as_ptr().addr()
}

/// What tells a generator from others: where its source is.
pub fn of_generator(source: &Expr) -> usize {
    std::ptr::from_ref(source).addr()
}

impl Numbers {
    /// Numbers all funs and comprehensions of a function.
    pub fn of(clauses: &[ast::Clause], known: &Known<'_>) -> Numbers {
        let mut numbers = Numbers::default();
        numbers.bodies(clauses, known);
        numbers
    }

    /// The number of what stands at `place`. What was not seen there (a default value of a record's field) gets a new one.
    pub fn take(&mut self, place: usize) -> u32 {
        self.given
            .get(&place)
            .copied()
            .unwrap_or_else(|| self.skip())
    }

    fn give(&mut self, place: usize) {
        let number = self.skip();
        self.given.insert(place, number);
    }

    fn skip(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn bodies(&mut self, clauses: &[ast::Clause], known: &Known<'_>) {
        let bodies = clauses.iter().flat_map(|clause| &clause.body);
        bodies.for_each(|expr| self.expr(expr, known));
    }

    fn backwards<'e>(
        &mut self,
        exprs: impl DoubleEndedIterator<Item = &'e Expr>,
        known: &Known<'_>,
    ) {
        exprs.rev().for_each(|expr| self.expr(expr, known));
    }

    fn expr(&mut self, expr: &Expr, known: &Known<'_>) {
        match &expr.kind {
            ExprKind::Tuple(elements) => self.backwards(elements.iter(), known),
            ExprKind::List { elements, tail, .. } => {
                self.backwards(elements.iter().chain(tail.as_deref()), known);
            }
            ExprKind::RecordCreate { name, fields } => {
                let mut fields: Vec<&ast::RecordField> = fields.iter().collect();
                let record = known.records.get(name);
                fields.sort_by_key(|field| {
                    let known = record.into_iter().flat_map(|record| &record.fields);
                    let is_it = |name: &Name| {
                        matches!(&field.name, ast::RecordFieldName::Atom(own) if own == name)
                    };
                    known.map(|field| &field.name).position(is_it)
                });
                self.backwards(fields.into_iter().map(|field| &field.value), known);
            }
            ExprKind::BinaryOp { op, left, right }
                if !matches!(op, BinaryOp::AndAlso | BinaryOp::OrElse) =>
            {
                self.backwards([&**left, &**right].into_iter(), known);
            }
            ExprKind::Binary(elements) => {
                let values = elements.iter().map(|element| &element.value);
                self.backwards(values, known);
            }
            ExprKind::Call { function, args } => self.call(function, args, known),
            // What comes after the time first.
            ExprKind::Receive { clauses, after } => {
                if let Some(after) = after {
                    self.expr(&after.timeout, known);
                    after.body.iter().for_each(|expr| self.expr(expr, known));
                }
                self.bodies(clauses, known);
            }
            ExprKind::Fun(clauses) => {
                self.bodies(clauses, known);
                self.give(of_fun(clauses));
            }
            ExprKind::NamedFun { clauses, .. } => {
                self.bodies(clauses, known);
                self.skip();
            }
            ExprKind::FunLocal { name, arity } => {
                if known.functions.contains_key(&(name.clone(), *arity)) {
                    self.skip();
                }
            }
            ExprKind::ListComprehension { body, qualifiers }
            | ExprKind::BinaryComprehension { body, qualifiers } => {
                self.comprehension(body, qualifiers, known);
            }
            _ => expr.for_each_child(&mut |child| self.expr(child, known)),
        }
    }

    fn call(&mut self, function: &Expr, args: &[Expr], known: &Known<'_>) {
        match &function.kind {
            ExprKind::Remote { module, function } => {
                let parts = [&**module, &**function].into_iter();
                self.backwards(parts.chain(args), known);
            }
            // Becomes its body; see `applied_at_once`.
            ExprKind::Fun(clauses)
                if matches!(&clauses[..], [only] if only.patterns.is_empty() && only.guard.is_empty())
                    && args.is_empty() =>
            {
                self.bodies(clauses, known);
                self.skip();
            }
            _ => {
                self.expr(function, known);
                self.backwards(args.iter(), known);
            }
        }
    }

    fn comprehension(&mut self, body: &Expr, qualifiers: &[Qualifier], known: &Known<'_>) {
        for qualifier in qualifiers {
            match &qualifier.kind {
                QualifierKind::Filter(filter) => self.expr(filter, known),
                QualifierKind::Generator { source, .. }
                | QualifierKind::BinaryGenerator { source, .. } => {
                    self.expr(source, known);
                    self.give(of_generator(source));
                }
            }
        }
        self.expr(body, known);
    }
}
