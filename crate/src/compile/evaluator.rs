//! Notes around each expression that is typed into a shell which functions of OTP's evaluator would wait for its value
//! (`bytecode/evaluator.rs`): the number of the surroundings takes the place of the line.

use bytecode::evaluator::{EvaluatorFrame, Surroundings, evaluator};
use syntax::ast::{BinaryOp, Clause, Expr, ExprKind, MapField, Qualifier, QualifierKind, Try};

use super::auto;

const EXPRS: EvaluatorFrame = evaluator("exprs", 6, 136);
const EXPR_LIST: EvaluatorFrame = evaluator("expr_list", 7, 961);
const LOCAL_FUNCTION: EvaluatorFrame = EvaluatorFrame {
    module: "shell",
    function: "local_func",
    arity: 7,
    line: 1051,
};

const fn expr(line: u16) -> EvaluatorFrame {
    evaluator("expr", 6, line)
}

const fn eval_bits(function: &'static str, arity: u8, line: u16) -> EvaluatorFrame {
    EvaluatorFrame {
        module: "eval_bits",
        function,
        arity,
        line,
    }
}

/// Gives the expression and all in it the numbers of their surroundings, which are the answer.
pub fn surroundings(typed: &mut Expr) -> Vec<Surroundings> {
    let mut noted = Noted(Vec::new());
    let line = noted.start(false);
    noted.expr(typed, line);
    noted.0
}

struct Noted(Vec<Surroundings>);

impl Noted {
    /// Nothing around: a whole line, or the body of a fun, which calls last.
    fn start(&mut self, is_last: bool) -> u32 {
        self.push(Surroundings {
            frame: None,
            outer: 0,
            is_last,
        })
    }

    fn push(&mut self, surroundings: Surroundings) -> u32 {
        self.0.push(surroundings);
        self.0.len() as u32
    }

    /// Within the frames, innermost first, which wait inside of `outer`.
    fn within(&mut self, frames: &[EvaluatorFrame], outer: u32) -> u32 {
        frames.iter().rev().fold(outer, |outer, &frame| {
            self.push(Surroundings {
                frame: Some(frame),
                outer,
                is_last: false,
            })
        })
    }

    fn all(&mut self, exprs: &mut [Expr], around: u32) {
        for expr in exprs {
            self.expr(expr, around);
        }
    }

    fn body(&mut self, exprs: &mut [Expr], around: u32) {
        if let Some((last, before)) = exprs.split_last_mut() {
            if !before.is_empty() {
                let inside = self.within(&[EXPRS], around);
                self.all(before, inside);
            }
            self.expr(last, around);
        }
    }

    fn clauses(&mut self, clauses: &mut [Clause], around: u32) {
        for clause in clauses {
            clause.pos.line = around;
            self.body(&mut clause.body, around);
        }
    }

    fn expr(&mut self, typed: &mut Expr, around: u32) {
        typed.pos.line = around;
        match &mut typed.kind {
            ExprKind::List { elements, tail, .. } => {
                self.list(elements, tail.as_deref_mut(), around);
            }
            ExprKind::Tuple(elements) => {
                let inside = self.within(&[EXPR_LIST, expr(290)], around);
                self.all(elements, inside);
            }
            ExprKind::RecordCreate { fields, .. } => {
                let inside = self.within(&[EXPR_LIST, expr(290)], around);
                for field in fields {
                    self.expr(&mut field.value, inside);
                }
            }
            ExprKind::MapCreate(fields) => self.map_fields(fields, 313, around),
            ExprKind::MapUpdate { map, fields } => {
                let inside = self.within(&[expr(303)], around);
                self.expr(map, inside);
                self.map_fields(fields, 304, around);
            }
            ExprKind::Binary(segments) => {
                let frames = [
                    eval_bits("expr_grp1", 6, 71),
                    eval_bits("expr_grp", 5, 67),
                    expr(543),
                ];
                let inside = self.within(&frames, around);
                let value = self.within(&[eval_bits("eval_field", 5, 106)], inside);
                let size = self.within(&[eval_bits("eval_field", 5, 109)], inside);
                for segment in segments {
                    segment.pos.line = around;
                    self.expr(&mut segment.value, value);
                    if let Some(expr) = &mut segment.size {
                        self.expr(expr, size);
                    }
                }
            }
            ExprKind::Match { value, .. } => {
                let inside = self.within(&[expr(492)], around);
                self.expr(value, inside);
            }
            ExprKind::BinaryOp { op, left, right } => {
                let (first, second, neither) = match op {
                    BinaryOp::AndAlso => (517, 520, Some(523)),
                    BinaryOp::OrElse => (527, 531, Some(533)),
                    _ => (537, 538, None),
                };
                let inside = self.within(&[expr(first)], around);
                self.expr(left, inside);
                if let Some(line) = neither {
                    typed.pos.line = self.within(&[expr(line)], around);
                }
                let inside = self.within(&[expr(second)], around);
                self.expr(right, inside);
            }
            ExprKind::UnaryOp { operand, .. } => {
                let inside = self.within(&[expr(514)], around);
                self.expr(operand, inside);
            }
            ExprKind::Call { function, args } => self.call(function, args, around),
            ExprKind::ListComprehension { body, qualifiers } => {
                let frames = [("eval_lc", 761), ("eval_lc1", 764), ("eval_lc1", 775)];
                self.comprehension(body, qualifiers, frames, around);
            }
            ExprKind::BinaryComprehension { body, qualifiers } => {
                let frames = [("eval_bc", 783), ("eval_bc1", 790), ("eval_bc1", 797)];
                self.comprehension(body, qualifiers, frames, around);
            }
            ExprKind::Block(exprs) => self.body(exprs, around),
            ExprKind::If(clauses) => self.clauses(clauses, around),
            ExprKind::Case { subject, clauses } => {
                let inside = self.within(&[expr(323)], around);
                self.expr(subject, inside);
                self.clauses(clauses, around);
            }
            ExprKind::Receive { clauses, after } => {
                self.clauses(clauses, around);
                if let Some(after) = after {
                    let inside = self.within(&[expr(330)], around);
                    self.expr(&mut after.timeout, inside);
                    self.body(&mut after.body, around);
                }
            }
            ExprKind::Try(parts) => self.parts(parts, around),
            ExprKind::Catch(caught) => {
                let inside = self.within(&[expr(480)], around);
                self.expr(caught, inside);
            }
            ExprKind::Fun(clauses) | ExprKind::NamedFun { clauses, .. } => {
                let inside = self.start(true);
                self.clauses(clauses, inside);
            }
            ExprKind::RecordUpdate { record, fields, .. } => {
                let inside = self.within(&[expr(492), EXPRS], around);
                self.expr(record, inside);
                for field in fields {
                    self.expr(&mut field.value, inside);
                }
            }
            ExprKind::RecordAccess { record, .. } => {
                let inside = self.within(&[expr(323)], around);
                self.expr(record, inside);
            }
            _ => {}
        }
    }

    fn list(&mut self, elements: &mut [Expr], tail: Option<&mut Expr>, mut around: u32) {
        for element in elements {
            let inside = self.within(&[expr(282)], around);
            self.expr(element, inside);
            around = self.within(&[expr(283)], around);
        }
        if let Some(tail) = tail {
            self.expr(tail, around);
        }
    }

    fn map_fields(&mut self, fields: &mut [MapField], line: u16, around: u32) {
        let frames = |of: u16| [evaluator("eval_map_fields", 6, of), expr(line)];
        let key = self.within(&frames(855), around);
        let value = self.within(&frames(856), around);
        for field in fields {
            field.pos.line = around;
            self.expr(&mut field.key, key);
            self.expr(&mut field.value, value);
        }
    }

    fn call(&mut self, function: &mut Expr, args: &mut [Expr], around: u32) {
        let local = [EXPR_LIST, LOCAL_FUNCTION, evaluator("local_func", 8, 649)];
        let frames: &[EvaluatorFrame] = match &function.kind {
            ExprKind::Remote { .. } => &[EXPR_LIST, expr(454)],
            ExprKind::Atom(name) if auto::is_auto_imported(name, args.len()) => {
                &[EXPR_LIST, expr(465)]
            }
            ExprKind::Atom(_) => &local,
            _ => &[EXPR_LIST, expr(472)],
        };
        let inside = self.within(frames, around);
        self.all(args, inside);
        if let ExprKind::Remote { module, function } = &mut function.kind {
            let inside = self.within(&[expr(452)], around);
            self.expr(module, inside);
            let inside = self.within(&[expr(453)], around);
            self.expr(function, inside);
        } else {
            let inside = self.within(&[expr(471)], around);
            self.expr(function, inside);
        }
        function.pos.line = around;
    }

    /// `frames` are who waits for the whole, for what is generated from, and for an element.
    ///
    /// Each generator is a function of its own here. The first is called in the line of its qualifier, which has what waits
    /// around it; inside of it is noted only what waits within. It calls the next one last. What shows that there is nothing
    /// to generate from stands in the pattern's line.
    fn comprehension(
        &mut self,
        body: &mut Expr,
        qualifiers: &mut [Qualifier],
        frames: [(&'static str, u16); 3],
        around: u32,
    ) {
        let [whole, source, element] = frames.map(|(name, line)| evaluator(name, 7, line));
        let mut inside = self.within(&[whole], around);
        let mut inner = self.within(&[whole], 0);
        for qualifier in qualifiers {
            qualifier.pos.line = around;
            let step = match &mut qualifier.kind {
                QualifierKind::Generator {
                    pattern,
                    source: list,
                } => {
                    let waiting = self.within(&[source], inside);
                    self.expr(list, waiting);
                    pattern.pos.line = self.within(&[evaluator("eval_generate", 8, 812)], inner);
                    evaluator("eval_generate", 8, 804)
                }
                QualifierKind::BinaryGenerator {
                    pattern,
                    source: bits,
                } => {
                    let waiting = self.within(&[source], inside);
                    self.expr(bits, waiting);
                    pattern.pos.line = self.within(&[evaluator("eval_b_generate", 8, 829)], inner);
                    evaluator("eval_b_generate", 8, 821)
                }
                QualifierKind::Filter(filter) => {
                    let waiting = self.within(&[evaluator("eval_filter", 7, 839)], inside);
                    self.expr(filter, waiting);
                    continue;
                }
            };
            inside = self.within(&[step], inner);
            inner = inside;
        }
        let waiting = self.within(&[element], inside);
        self.expr(body, waiting);
    }

    fn parts(&mut self, parts: &mut Try, around: u32) {
        let inside = self.within(&[evaluator("try_clauses", 10, 987)], around);
        self.body(&mut parts.body, inside);
        let inside = self.within(&[evaluator("try_clauses", 10, 993)], around);
        self.clauses(&mut parts.of, inside);
        let inside = self.within(&[evaluator("try_clauses", 10, 1004)], around);
        self.clauses(&mut parts.catch, inside);
        let inside = self.within(&[evaluator("try_clauses", 10, 1012)], around);
        self.body(&mut parts.after, inside);
    }
}
