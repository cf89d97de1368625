//! Comprehensions: a loop function per generator, as OTP makes them (and as stack traces show them).
//!
//! `[E || P <- L, ...]` calls `lc(L, Captured...)`: a clause for a matching element goes through the remaining
//! qualifiers, one for any other element goes on, one for the end returns what comes after: `[]`, or the enclosing
//! generator's loop with the rest of its list. A loop of a binary comprehension carries the bits built so far.

use super::super::ir::{
    Callee, Clause, Expr, FunctionId, Kind, Layout, Otherwise, Pattern, Segment, SegmentPattern,
    Select, Size, Subjects,
};
use super::Lowering;
use super::free::FreeNames;
use super::numbers::of_generator;
use super::scope::{Mark, Scope};
use bytecode::instr::Failure;
use bytecode::module::SegmentType;
use syntax::ast::{self, ExprKind, Name, Pos, Qualifier, QualifierKind};
use term::{Atom, Term, atom};

/// What the comprehension makes of its elements.
#[derive(Clone, Copy)]
struct Comprehension<'a> {
    line: u32,
    is_binary: bool,
    /// Nobody wants the list: the loop makes none, and its calls are tail calls.
    is_unused: bool,
    body: &'a ast::Expr,
}

/// The loop around the code being lowered: how to go on with its next element.
#[derive(Clone)]
struct Loop {
    function: FunctionId,
    /// Variable that holds what is left.
    rest: Name,
    /// Variables to pass along.
    captured: Vec<Name>,
    depth: u32,
}

/// A clause without its body yet.
struct Open {
    line: u32,
    start: u32,
    patterns: Vec<Pattern>,
    guard: Vec<Vec<Expr>>,
    mark: Mark,
}

const BITS: Layout = Layout {
    ty: SegmentType::Binary,
    unit: 1,
    little: false,
    signed: false,
};

impl<'a> Lowering<'a> {
    #[inline(never)]
    pub(super) fn list_comprehension(
        &mut self,
        pos: Pos,
        body: &'a ast::Expr,
        qualifiers: &'a [Qualifier],
        is_unused: bool,
    ) -> Expr {
        self.steps(
            Comprehension {
                line: self.line_of_loop(pos),
                is_binary: false,
                is_unused: is_unused && !self.is_shell,
                body,
            },
            qualifiers,
            None,
        )
    }

    #[inline(never)]
    pub(super) fn binary_comprehension(
        &mut self,
        pos: Pos,
        body: &'a ast::Expr,
        qualifiers: &'a [Qualifier],
    ) -> Expr {
        self.steps(
            Comprehension {
                line: self.line_of_loop(pos),
                is_binary: true,
                is_unused: false,
                body,
            },
            qualifiers,
            None,
        )
    }

    /// The line of what goes on with the loop. A shell's evaluator does that by last calls: it has none.
    fn line_of_loop(&self, pos: Pos) -> u32 {
        if self.is_shell { 0 } else { pos.line }
    }

    /// The code for the remaining qualifiers inside the loop.
    #[inline(never)]
    fn steps(
        &mut self,
        comp: Comprehension<'a>,
        qualifiers: &'a [Qualifier],
        around: Option<&Loop>,
    ) -> Expr {
        let Some((first, others)) = qualifiers.split_first() else {
            return self.element(comp, around);
        };
        match &first.kind {
            QualifierKind::Filter(filter) => self.filter(comp, filter, others, around),
            QualifierKind::Generator { pattern, source }
            | QualifierKind::BinaryGenerator { pattern, source } => {
                let is_binary = matches!(first.kind, QualifierKind::BinaryGenerator { .. });
                let started = if comp.is_binary && !self.is_shell {
                    0
                } else {
                    first.pos.line
                };
                self.generator(comp, started, is_binary, (pattern, source), others, around)
            }
        }
    }

    #[inline(never)]
    fn element(&mut self, comp: Comprehension<'a>, around: Option<&Loop>) -> Expr {
        if comp.is_binary {
            return self.bits_element(comp, around);
        }
        let mark = self.scope().bindings();
        self.unused = comp.is_unused;
        let value = self.expr(comp.body);
        self.scope().unbind(mark);
        let tail = self.next(comp, around);
        if comp.is_unused {
            return Expr::new(comp.line, Kind::Seq(vec![value, tail]));
        }
        self.list_of(comp.line, vec![value], tail)
    }

    #[inline(never)]
    fn bits_element(&mut self, comp: Comprehension<'a>, around: Option<&Loop>) -> Expr {
        // Uses are visited in the order of the arguments: what is left comes before the bits.
        let rest = around.and_then(|around| self.use_of(&around.rest));
        let so_far = self.bits_so_far(comp, around);
        let mut segments = vec![Segment::Value {
            value: so_far,
            layout: BITS,
            size: Size::All,
            number: 1,
        }];
        let mark = self.scope().bindings();
        // A shell evaluates the bits on their own.
        let first = if self.is_shell { 1 } else { 2 };
        match &comp.body.kind {
            ExprKind::Binary(elements) => segments.extend(self.segments(elements, first)),
            _ => segments.push(Segment::Value {
                value: self.expr(comp.body),
                layout: BITS,
                size: Size::All,
                number: if self.is_shell { 0 } else { 2 },
            }),
        }
        self.scope().unbind(mark);
        let line = if self.is_shell {
            comp.body.pos.line
        } else {
            comp.line
        };
        let bits = Expr::new(line, Kind::Binary(segments));
        match (around, rest) {
            (Some(around), Some(rest)) => {
                let rest = Expr::new(comp.line, Kind::Var(rest));
                self.call_loop(comp.line, around, vec![rest, bits])
            }
            _ => bits,
        }
    }

    /// What a binary comprehension has built so far.
    fn bits_so_far(&mut self, comp: Comprehension<'a>, around: Option<&Loop>) -> Expr {
        if let Some(around) = around
            && let Some(used) = self.use_of(&bits_name(around.depth))
        {
            return Expr::new(comp.line, Kind::Var(used));
        }
        Expr::constant(comp.line, self.heap.binary(&[]))
    }

    /// The value of going on without an element: with the loop around, or the end of it all.
    fn next(&mut self, comp: Comprehension<'a>, around: Option<&Loop>) -> Expr {
        self.go_on(comp, around, around)
    }

    /// Goes on with the loop `target` from inside the loop `inner`, which has the bits built so far.
    #[inline(never)]
    fn go_on(
        &mut self,
        comp: Comprehension<'a>,
        target: Option<&Loop>,
        inner: Option<&Loop>,
    ) -> Expr {
        let Some(target) = target else {
            return if comp.is_binary {
                self.bits_so_far(comp, inner)
            } else {
                Expr::constant(comp.line, Term::NIL)
            };
        };
        let mut args: Vec<Expr> = Vec::new();
        if let Some(rest) = self.use_of(&target.rest) {
            args.push(Expr::new(comp.line, Kind::Var(rest)));
        }
        if comp.is_binary {
            args.push(self.bits_so_far(comp, inner));
        }
        self.call_loop(comp.line, target, args)
    }

    fn call_loop(&mut self, line: u32, target: &Loop, args: Vec<Expr>) -> Expr {
        let captured = target
            .captured
            .iter()
            .filter_map(|name| self.use_of(name))
            .collect();
        self.call_of(line, Callee::Captured(target.function, captured), args)
    }

    #[inline(never)]
    fn filter(
        &mut self,
        comp: Comprehension<'a>,
        filter: &'a ast::Expr,
        others: &'a [Qualifier],
        around: Option<&Loop>,
    ) -> Expr {
        let line = filter.pos.line;
        let mut clauses = Vec::new();
        let mark = self.scope().bindings();
        let (yes, no, value, otherwise) = if self.is_guard(filter) {
            let start = self.scope().position();
            let guard = vec![vec![self.guard_expr(filter)]];
            let yes = Open {
                line,
                start,
                patterns: Vec::new(),
                guard,
                mark,
            };
            (yes, Vec::new(), None, Failure::IfClause)
        } else {
            let value = self.expr(filter);
            let start = self.scope().position();
            let patterns = vec![Pattern::Const(atom::TRUE.into())];
            let yes = Open {
                line,
                start,
                patterns,
                guard: Vec::new(),
                mark,
            };
            (
                yes,
                vec![Pattern::Const(atom::FALSE.into())],
                Some(value),
                Failure::BadFilter,
            )
        };
        let body = self.steps(comp, others, around);
        self.close(&mut clauses, yes, body);
        let start = self.scope().position();
        let no = Open {
            line,
            start,
            patterns: no,
            guard: Vec::new(),
            mark,
        };
        let body = self.next(comp, around);
        self.close(&mut clauses, no, body);
        self.choose(line, value, clauses, otherwise)
    }

    /// The clause is complete.
    #[inline(never)]
    fn close(&mut self, clauses: &mut Vec<Clause>, open: Open, body: Expr) {
        let end = self.scope().position();
        self.scope().unbind(open.mark);
        let Open {
            line,
            start,
            patterns,
            guard,
            ..
        } = open;
        clauses.push(Clause {
            line,
            start,
            patterns,
            guard,
            body,
            end,
        });
    }

    #[inline(never)]
    fn choose(
        &mut self,
        line: u32,
        subject: Option<Expr>,
        clauses: Vec<Clause>,
        otherwise: Failure,
    ) -> Expr {
        let end = self.scope().position();
        let subjects = Subjects::Exprs(subject.into_iter().collect());
        let otherwise = Otherwise::Fail(otherwise);
        let select = Select {
            subjects,
            clauses,
            otherwise,
            exports: Vec::new(),
            end,
        };
        Expr::new(line, Kind::Select(Box::new(select)))
    }

    /// A loop over the source: calls a function made for it.
    #[inline(never)]
    fn generator(
        &mut self,
        comp: Comprehension<'a>,
        started: u32,
        is_binary: bool,
        (pattern, source): (&'a ast::Expr, &'a ast::Expr),
        others: &'a [Qualifier],
        around: Option<&Loop>,
    ) -> Expr {
        let order = self.names.next_loop();
        let place = of_generator(source);
        let mark = self.scope().bindings();
        let source = self.expr(source);
        self.scope().unbind(mark);
        let mut args = vec![source];
        if comp.is_binary {
            args.push(self.bits_so_far(comp, around));
        }
        let captured = self.captured_by_loop(comp, pattern, others, around);
        let function = self.reserve_function();
        let depth = around.map_or(0, |around| around.depth + 1);
        let inner = Loop {
            function,
            rest: rest_name(depth),
            captured: captured.clone(),
            depth,
        };
        let params = args.len() as u32;
        let prefix = if comp.is_binary { "lbc" } else { "lc" };
        let name = self.names.comprehension(prefix, params, place, order);
        self.scopes.push(Scope::with_captured(captured.clone()));
        let clauses = if is_binary {
            self.bit_clauses(comp, pattern, others, &inner, around)
        } else {
            self.list_clauses(comp, pattern, others, &inner, around)
        };
        let fails = if self.is_shell {
            pattern.pos.line
        } else {
            comp.line
        };
        self.finish_loop((started, fails), &inner, name, clauses, args)
    }

    /// The loop's function is complete; the call that starts it. In OTP's traces that stands in the generator's line; for
    /// binary comprehensions they name none.
    #[inline(never)]
    fn finish_loop(
        &mut self,
        (started, fails): (u32, u32),
        inner: &Loop,
        name: Atom,
        clauses: Vec<Clause>,
        args: Vec<Expr>,
    ) -> Expr {
        let end = self.scope().position();
        let otherwise = Otherwise::Fail(Failure::BadGenerator);
        let select = Select {
            subjects: Subjects::Params,
            clauses,
            otherwise,
            exports: Vec::new(),
            end,
        };
        let body = Expr::new(fails, Kind::Select(Box::new(select)));
        if let Some(scope) = self.scopes.pop() {
            let params = args.len() as u32;
            self.finish_function(inner.function, name, params, fails, false, scope, body);
        }
        self.call_loop(started, inner, args)
    }

    /// What the loop needs from outside: its own free variables, and what it takes to go on with the loop around it.
    #[inline(never)]
    fn captured_by_loop(
        &mut self,
        comp: Comprehension<'a>,
        pattern: &'a ast::Expr,
        others: &'a [Qualifier],
        around: Option<&Loop>,
    ) -> Vec<Name> {
        let mut free = FreeNames::default();
        free.pattern(pattern);
        free.comprehension(others, comp.body);
        let mut names = self.captured_of(free);
        if let Some(around) = around {
            for name in around.captured.iter().chain(std::iter::once(&around.rest)) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    #[inline(never)]
    fn list_clauses(
        &mut self,
        comp: Comprehension<'a>,
        pattern: &'a ast::Expr,
        others: &'a [Qualifier],
        inner: &Loop,
        around: Option<&Loop>,
    ) -> Vec<Clause> {
        let (line, mark) = (comp.line, self.scope().bindings());
        let start = self.scope().position();
        let element = self.pattern(pattern);
        let refutable = !element.is_irrefutable();
        let rest = self.bind_new(&inner.rest);
        let patterns =
            self.loop_patterns(comp, Pattern::List(vec![element], Box::new(rest)), inner);
        let body = self.steps(comp, others, Some(inner));
        let mut clauses = Vec::new();
        self.close(
            &mut clauses,
            Open {
                line,
                start,
                patterns,
                guard: Vec::new(),
                mark,
            },
            body,
        );
        if refutable {
            let start = self.scope().position();
            let rest = self.bind_new(&inner.rest);
            let patterns = self.loop_patterns(
                comp,
                Pattern::List(vec![Pattern::Any], Box::new(rest)),
                inner,
            );
            let body = self.next(comp, Some(inner));
            self.close(
                &mut clauses,
                Open {
                    line,
                    start,
                    patterns,
                    guard: Vec::new(),
                    mark,
                },
                body,
            );
        }
        self.end_clause(&mut clauses, comp, Pattern::Const(Term::NIL), inner, around);
        clauses
    }

    #[inline(never)]
    fn bit_clauses(
        &mut self,
        comp: Comprehension<'a>,
        pattern: &'a ast::Expr,
        others: &'a [Qualifier],
        inner: &Loop,
        around: Option<&Loop>,
    ) -> Vec<Clause> {
        let ExprKind::Binary(elements) = &pattern.kind else {
            self.illegal(pattern.pos);
            return Vec::new();
        };
        let (line, mark) = (comp.line, self.scope().bindings());
        let start = self.scope().position();
        let mut segments = self.segment_patterns(elements);
        segments.push(SegmentPattern::Value {
            pattern: self.bind_new(&inner.rest),
            layout: BITS,
            size: Size::All,
        });
        let patterns = self.loop_patterns(comp, Pattern::Binary(segments), inner);
        let body = self.steps(comp, others, Some(inner));
        let mut clauses = Vec::new();
        self.close(
            &mut clauses,
            Open {
                line,
                start,
                patterns,
                guard: Vec::new(),
                mark,
            },
            body,
        );
        // Segments that are there but have other values: the element is skipped.
        let start = self.scope().position();
        let mut segments: Vec<SegmentPattern> = self
            .segment_patterns(elements)
            .into_iter()
            .map(skipping)
            .collect();
        segments.push(SegmentPattern::Value {
            pattern: self.bind_new(&inner.rest),
            layout: BITS,
            size: Size::All,
        });
        let patterns = self.loop_patterns(comp, Pattern::Binary(segments), inner);
        let body = self.next(comp, Some(inner));
        self.close(
            &mut clauses,
            Open {
                line,
                start,
                patterns,
                guard: Vec::new(),
                mark,
            },
            body,
        );
        let anything = SegmentPattern::Value {
            pattern: Pattern::Any,
            layout: BITS,
            size: Size::All,
        };
        self.end_clause(
            &mut clauses,
            comp,
            Pattern::Binary(vec![anything]),
            inner,
            around,
        );
        clauses
    }

    /// The source is used up.
    #[inline(never)]
    fn end_clause(
        &mut self,
        clauses: &mut Vec<Clause>,
        comp: Comprehension<'a>,
        pattern: Pattern,
        inner: &Loop,
        around: Option<&Loop>,
    ) {
        let (start, mark) = (self.scope().position(), self.scope().bindings());
        let patterns = self.loop_patterns(comp, pattern, inner);
        let body = self.go_on(comp, around, Some(inner));
        let line = comp.line;
        self.close(
            clauses,
            Open {
                line,
                start,
                patterns,
                guard: Vec::new(),
                mark,
            },
            body,
        );
    }

    /// The parameters: the source, and the bits built so far.
    fn loop_patterns(
        &mut self,
        comp: Comprehension<'a>,
        source: Pattern,
        inner: &Loop,
    ) -> Vec<Pattern> {
        let mut patterns = vec![source];
        if comp.is_binary {
            patterns.push(self.bind_new(&bits_name(inner.depth)));
        }
        patterns
    }

    fn bind_new(&mut self, name: &Name) -> Pattern {
        let var = self.scope().variable(name);
        self.scope().bind(var);
        Pattern::Bind(var)
    }
}

fn skipping(segment: SegmentPattern) -> SegmentPattern {
    match segment {
        SegmentPattern::Literal { bits, .. } => SegmentPattern::Value {
            pattern: Pattern::Any,
            layout: BITS,
            size: Size::Fixed(bits as u32),
        },
        SegmentPattern::Value {
            pattern: pattern @ Pattern::Bind(_),
            layout,
            size,
        } => SegmentPattern::Value {
            pattern,
            layout,
            size,
        },
        SegmentPattern::Value { layout, size, .. } => SegmentPattern::Value {
            pattern: Pattern::Any,
            layout,
            size,
        },
    }
}

/// Names that no source can have.
fn rest_name(depth: u32) -> Name {
    format!("%rest{depth}").into()
}

fn bits_name(depth: u32) -> Name {
    format!("%bits{depth}").into()
}
