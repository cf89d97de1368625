//! Guards, and the other places where only guard expressions may stand: map keys and sizes in patterns.

use super::{Linter, shown};
use crate::auto;
use syntax::ast::{BinaryOp, Expr, ExprKind, FunctionName, Name, Pos};

/// Where an illegal expression stands, which decides how that is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Guard,
    Size,
}

impl Linter<'_> {
    pub(super) fn guard(&mut self, guard: &[Vec<Expr>]) {
        for test in guard.iter().flatten() {
            self.guard_test(test);
        }
    }

    /// A whole test, where the old names of type tests are still allowed.
    fn guard_test(&mut self, test: &Expr) {
        if let ExprKind::Call { function, args } = &test.kind
            && let Some(name) = function.as_atom()
            && self.obsolete_test(test.pos, name, args)
        {
            return;
        }
        self.guard_expr(test);
    }

    /// `atom(X)`, `record(X, r)` and their like.
    fn obsolete_test(&mut self, pos: Pos, name: &Name, args: &[Expr]) -> bool {
        let called = FunctionName {
            name: name.clone(),
            arity: args.len() as u32,
        };
        let is_record = &**name == "record" && args.len() == 2;
        let is_old = is_record || (args.len() == 1 && auto::obsolete_type_test(name).is_some());
        if !is_old || self.locals.contains(&called) || self.imports.contains_key(&called) {
            return false;
        }
        if self.switches.is_on("obsolete_guard") {
            let message = format!("{name}/{0} obsolete (use is_{name}/{0})", args.len());
            self.warning(pos, "erl_lint:obsolete_guard", message);
        }
        if is_record && let Some(record) = args[1].as_atom() {
            self.use_record(args[1].pos, record);
        }
        for arg in args {
            self.guard_expr(arg);
        }
        true
    }

    pub(super) fn guard_expr(&mut self, expr: &Expr) {
        self.test(expr, Place::Guard);
    }

    pub(super) fn size_expr(&mut self, expr: &Expr) {
        self.test(expr, Place::Size);
    }

    fn test(&mut self, expr: &Expr, place: Place) {
        match &expr.kind {
            ExprKind::Var(name) => self.use_var(expr.pos, name),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil => {}
            ExprKind::List { .. } | ExprKind::Tuple(_) | ExprKind::UnaryOp { .. } => {
                self.tests_below(expr, place);
            }
            ExprKind::MapCreate(fields) => {
                for field in fields.iter().filter(|field| field.exact) {
                    self.illegal_map_construction(field.pos);
                }
                self.tests_below(expr, place);
            }
            ExprKind::MapUpdate { .. } => self.tests_below(expr, place),
            ExprKind::Binary(elements) => {
                for element in elements {
                    self.test(&element.value, place);
                    if let Some(size) = &element.size {
                        self.test(size, place);
                    }
                    self.construction_segment_type(element);
                }
            }
            ExprKind::RecordCreate { name, fields } => {
                if let Some(()) = self.use_record(expr.pos, name) {
                    self.create_fields(expr.pos, name, fields, &mut |linter, value| {
                        linter.test(value, place);
                    });
                    self.guard_defaults(expr.pos, name, fields);
                }
            }
            ExprKind::RecordIndex { name, field } => {
                if let Some(()) = self.use_record(expr.pos, name) {
                    self.check_field(field.pos, name, &field.name);
                }
            }
            ExprKind::RecordAccess {
                record,
                name,
                field,
            } => {
                self.test(record, place);
                if let Some(()) = self.use_record(expr.pos, name) {
                    self.check_field(field.pos, name, &field.name);
                }
            }
            ExprKind::BinaryOp { op, .. } if is_guard_op(*op) => self.tests_below(expr, place),
            ExprKind::BinaryOp { .. } => {
                self.tests_below(expr, place);
                self.illegal_test(expr.pos);
            }
            ExprKind::Call { function, args } => self.test_call(expr.pos, function, args, place),
            _ => self.illegal_test(expr.pos),
        }
    }

    fn tests_below(&mut self, expr: &Expr, place: Place) {
        expr.for_each_child(&mut |child| self.test(child, place));
    }

    fn illegal_test(&mut self, pos: Pos) {
        self.error(
            pos,
            "erl_lint:illegal_guard_expr",
            "illegal guard expression",
        );
    }

    fn test_call(&mut self, pos: Pos, function: &Expr, args: &[Expr], place: Place) {
        let arity = args.len();
        match &function.kind {
            ExprKind::Atom(name) if &**name == "is_record" && (arity == 2 || arity == 3) => {
                self.test_is_record(pos, args, place, arity == 2);
            }
            ExprKind::Atom(name) => {
                for arg in args {
                    self.test(arg, place);
                }
                let called = FunctionName {
                    name: name.clone(),
                    arity: arity as u32,
                };
                let is_local = self.is_local_or_imported(&called);
                if is_local {
                    let call = shown(&called);
                    match place {
                        Place::Guard => {
                            let message = format!(
                                "call to local/imported function {call} is illegal in guard"
                            );
                            self.error(pos, "erl_lint:illegal_guard_local_call", message);
                        }
                        Place::Size => {
                            let message = format!(
                                "call to local/imported function {call} is illegal in a size expression for a binary segment"
                            );
                            self.error(pos, "erl_lint:illegal_bitsize_local_call", message);
                        }
                    }
                } else if !may_stand_in_guard(name, arity) || self.switches.no_auto_import(&called)
                {
                    self.illegal_test(pos);
                }
            }
            ExprKind::Remote { module, function } => match (module.as_atom(), function.as_atom()) {
                (Some(module), Some(name)) if &**module == "erlang" => {
                    if &**name == "is_record" && (arity == 2 || arity == 3) {
                        return self.test_is_record(pos, args, place, arity == 2);
                    }
                    for arg in args {
                        self.test(arg, place);
                    }
                    if !may_stand_in_guard(name, arity) && !is_guard_operator(name, arity) {
                        self.illegal_test(pos);
                    }
                }
                _ => self.illegal_test(pos),
            },
            _ => self.illegal_test(pos),
        }
    }

    fn test_is_record(&mut self, pos: Pos, args: &[Expr], place: Place, must_exist: bool) {
        self.test(&args[0], place);
        match &args[1].kind {
            ExprKind::Atom(record) if must_exist => {
                self.use_record(args[1].pos, record);
            }
            ExprKind::Atom(record) => {
                self.touch_record(record);
                if !matches!(args[2].kind, ExprKind::Integer(_)) {
                    self.illegal_test(pos);
                }
            }
            _ => self.illegal_test(pos),
        }
    }
}

fn may_stand_in_guard(name: &str, arity: usize) -> bool {
    auto::is_guard_bif(name, arity) || (arity == 1 && auto::type_test(name).is_some())
}

const fn is_guard_op(op: BinaryOp) -> bool {
    !matches!(op, BinaryOp::Append | BinaryOp::Subtract | BinaryOp::Send)
}

/// Operators as functions of `erlang`.
fn is_guard_operator(name: &str, arity: usize) -> bool {
    auto::is_guard_operator(name, arity)
        || (arity == 2
            && matches!(
                name,
                "+" | "-"
                    | "*"
                    | "/"
                    | "div"
                    | "rem"
                    | "band"
                    | "bor"
                    | "bxor"
                    | "bsl"
                    | "bsr"
                    | "=="
                    | "/="
                    | "=:="
                    | "=/="
                    | "<"
                    | "=<"
                    | ">"
                    | ">="
            ))
}
