//! Expressions: the dispatch, and those that are simple.
//!
//! What the dispatch calls is kept out of its frame (`inline(never)`): it is on the stack once per level of nesting.

use super::super::ir::{Expr, Kind, Otherwise, Select, Subjects};
use super::Lowering;
use bytecode::instr::Failure;
use syntax::ast::{self, ExprKind, Int, Name, Pos};
use term::Term;

impl<'a> Lowering<'a> {
    pub(super) fn expr(&mut self, expr: &'a ast::Expr) -> Expr {
        let (pos, line) = (expr.pos, expr.pos.line);
        let unused = std::mem::take(&mut self.unused);
        match &expr.kind {
            ExprKind::Var(name) => self.variable(pos, name),
            ExprKind::Atom(name) => {
                let atom = self.atom(pos, name);
                Expr::constant(line, atom.into())
            }
            ExprKind::Integer(int) => Expr::constant(line, self.integer(int)),
            ExprKind::Float(value) => Expr::constant(line, self.heap.float(*value)),
            ExprKind::Char(c) => Expr::constant(line, Term::int(*c as i32)),
            ExprKind::String(text) => Expr::constant(line, self.heap.string(text)),
            ExprKind::Nil => Expr::constant(line, Term::NIL),
            ExprKind::List { elements, tail, .. } => self.list(line, elements, tail.as_deref()),
            ExprKind::Tuple(elements) => self.tuple(line, elements),
            ExprKind::MapCreate(fields) => self.map_create(line, fields),
            ExprKind::MapUpdate { map, fields } => self.map_update(line, map, fields),
            ExprKind::Binary(elements) => self.binary(pos, elements),
            ExprKind::Match { pattern, value } if unused && is_anything(pattern) => {
                self.unused = true;
                self.expr(value)
            }
            ExprKind::Match { pattern, value } => self.match_expr(line, pattern, value),
            ExprKind::MaybeMatch { pattern, value } => self.maybe_match(line, pattern, value),
            ExprKind::BinaryOp { op, left, right } => self.binary_op(pos, *op, left, right),
            ExprKind::UnaryOp { op, operand } => self.unary_op(pos, *op, operand),
            ExprKind::Call { function, args } => self.call(pos, function, args),
            ExprKind::Remote { .. } => self.illegal(pos),
            ExprKind::ListComprehension { body, qualifiers } => {
                self.list_comprehension(pos, body, qualifiers, unused)
            }
            ExprKind::BinaryComprehension { body, qualifiers } => {
                self.binary_comprehension(pos, body, qualifiers)
            }
            ExprKind::Block(exprs) => {
                self.unused = unused;
                self.body(exprs)
            }
            ExprKind::If(clauses) => self.if_expr(line, clauses, unused),
            ExprKind::Case { subject, clauses } => self.case(line, subject, clauses, unused),
            ExprKind::Receive { clauses, after } => {
                self.receive(line, clauses, after.as_ref(), unused)
            }
            ExprKind::Try(parts) => self.try_expr(line, parts),
            ExprKind::Catch(inner) => self.catch(line, inner),
            ExprKind::Fun(clauses) => self.fun(pos, clauses),
            ExprKind::NamedFun { name, clauses } => self.named_fun(pos, name, clauses),
            ExprKind::FunLocal { name, arity } => self.fun_local(pos, name, *arity),
            ExprKind::FunRemote {
                module,
                name,
                arity,
            } => self.fun_remote(line, module, name, arity),
            ExprKind::RecordCreate { name, fields } => self.record_create(pos, name, fields),
            ExprKind::RecordUpdate {
                record,
                name,
                fields,
            } => self.record_update(pos, record, name, fields),
            ExprKind::RecordIndex { name, field } => self.record_index(pos, name, field),
            ExprKind::RecordAccess {
                record,
                name,
                field,
            } => self.record_access(pos, record, name, field),
            ExprKind::Maybe {
                body, else_clauses, ..
            } => self.maybe_expr(line, body, else_clauses),
        }
    }

    #[inline(never)]
    pub(super) fn illegal(&mut self, pos: Pos) -> Expr {
        self.error(pos, "compile:illegal_expr", "illegal expression");
        Expr::constant(pos.line, Term::NIL)
    }

    #[inline(never)]
    fn variable(&mut self, pos: Pos, name: &Name) -> Expr {
        if let Some(used) = self.use_of(name) {
            return Expr::new(pos.line, Kind::Var(used));
        }
        self.error(
            pos,
            "erl_lint:unbound_var",
            format!("variable '{name}' is unbound"),
        );
        Expr::constant(pos.line, Term::NIL)
    }

    #[inline(never)]
    pub(super) fn integer(&mut self, int: &Int) -> Term {
        match int {
            Int::Small(value) => self.heap.integer(*value),
            Int::Big(value) => self.heap.big(value),
        }
    }

    #[inline(never)]
    fn list(&mut self, line: u32, elements: &'a [ast::Expr], tail: Option<&'a ast::Expr>) -> Expr {
        let elements: Vec<Expr> = elements.iter().map(|element| self.expr(element)).collect();
        let tail = tail.map_or(Expr::constant(line, Term::NIL), |tail| self.expr(tail));
        self.list_of(line, elements, tail)
    }

    pub(super) fn list_of(&mut self, line: u32, elements: Vec<Expr>, tail: Expr) -> Expr {
        if let (Some(items), Some(tail)) = (constants(&elements), tail.as_const()) {
            return Expr::constant(line, self.heap.list_with_tail(&items, tail));
        }
        Expr::new(line, Kind::List(elements, Box::new(tail)))
    }

    #[inline(never)]
    fn tuple(&mut self, line: u32, elements: &'a [ast::Expr]) -> Expr {
        let elements: Vec<Expr> = elements.iter().map(|element| self.expr(element)).collect();
        self.tuple_of(line, elements)
    }

    pub(super) fn tuple_of(&mut self, line: u32, elements: Vec<Expr>) -> Expr {
        match constants(&elements) {
            Some(items) => Expr::constant(line, self.heap.tuple(&items)),
            None => Expr::new(line, Kind::Tuple(elements)),
        }
    }

    #[inline(never)]
    fn match_expr(&mut self, line: u32, pattern: &'a ast::Expr, value: &'a ast::Expr) -> Expr {
        let value = self.expr(value);
        let pattern = self.pattern(pattern);
        let end = self.scope().position();
        Expr::new(line, Kind::Match(Box::new(pattern), Box::new(value), end))
    }

    #[inline(never)]
    fn if_expr(&mut self, line: u32, clauses: &'a [ast::Clause], unused: bool) -> Expr {
        let subjects = Subjects::Exprs(Vec::new());
        let otherwise = Otherwise::Fail(Failure::IfClause);
        self.select(line, subjects, clauses, otherwise, unused)
    }

    #[inline(never)]
    fn case(
        &mut self,
        line: u32,
        subject: &'a ast::Expr,
        clauses: &'a [ast::Clause],
        unused: bool,
    ) -> Expr {
        let subjects = Subjects::Exprs(vec![self.expr(subject)]);
        let otherwise = Otherwise::Fail(Failure::CaseClause);
        self.select(line, subjects, clauses, otherwise, unused)
    }

    pub(super) fn select(
        &mut self,
        line: u32,
        subjects: Subjects,
        clauses: &'a [ast::Clause],
        otherwise: Otherwise,
        unused: bool,
    ) -> Expr {
        let (clauses, exports) = self.clauses(clauses, unused);
        let end = self.scope().position();
        Expr::new(
            line,
            Kind::Select(Box::new(Select {
                subjects,
                clauses,
                otherwise,
                exports,
                end,
            })),
        )
    }

    /// `maybe`: a match that fails leaves with the value.
    #[inline(never)]
    fn maybe_expr(
        &mut self,
        line: u32,
        body: &'a [ast::Expr],
        else_clauses: &'a [ast::Clause],
    ) -> Expr {
        let mark = self.scope().bindings();
        let body = Box::new(self.body(body));
        self.scope().unbind(mark);
        let start = self.scope().position();
        let otherwise = if else_clauses.is_empty() {
            None
        } else {
            let mark = self.scope().bindings();
            let (clauses, _) = self.clauses(else_clauses, false);
            self.scope().unbind(mark);
            Some(clauses)
        };
        let end = self.scope().position();
        Expr::new(
            line,
            Kind::Maybe {
                body,
                start,
                otherwise,
                end,
            },
        )
    }

    #[inline(never)]
    fn maybe_match(&mut self, line: u32, pattern: &'a ast::Expr, value: &'a ast::Expr) -> Expr {
        let value = self.expr(value);
        let pattern = self.pattern(pattern);
        let end = self.scope().position();
        Expr::new(
            line,
            Kind::MaybeMatch(Box::new(pattern), Box::new(value), end),
        )
    }
}

fn is_anything(pattern: &ast::Expr) -> bool {
    pattern.as_var().is_some_and(|name| &**name == "_")
}

/// The terms, if all expressions are constants.
pub fn constants(exprs: &[Expr]) -> Option<Vec<Term>> {
    exprs.iter().map(Expr::as_const).collect()
}
