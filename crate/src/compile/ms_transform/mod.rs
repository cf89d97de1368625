//! `ets:fun2ms(fun ... end)` and `dbg:fun2ms(fun ... end)`: funs written in the call become match specifications when the
//! module is compiled. In OTP this is the parse transform `ms_transform`, which the header of that name asks for.
//!
//! A call is replaced by the expression that makes the specification: variables of the fun's head become `'$1'`, `'$2'`
//! and so on, other variables `{const, Variable}`. What is allowed, and the words for what is not, are OTP's.
//!
//! Invariant: recursion is bounded by the depth of the syntax tree.

mod body;
mod function;
mod head;
mod record;

use rustc_hash::FxHashMap;

use body::Body;
use head::Head;
use record::Context;
use syntax::ast::{Clause, Expr, ExprKind, FormKind, Module, Name, Pos, RecordDef};
use syntax::diagnostic::Diagnostic;

/// The name of the transform in `-compile({parse_transform, ms_transform})`.
pub const NAME: &str = "ms_transform";

/// Who translates: a module has its records, the shell has taken them apart already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Module,
    Shell,
}

/// What is wrong, and where: a translation ends with its first problem.
#[derive(Clone, Debug)]
pub struct Problem {
    pub pos: Pos,
    pub code: &'static str,
    pub text: String,
}

type Outcome<T> = Result<T, Problem>;

fn problem<T>(pos: Pos, code: &'static str, text: impl Into<String>) -> Outcome<T> {
    Err(Problem {
        pos,
        code,
        text: text.into(),
    })
}

/// Which of the two functions is called: they differ in what the fun takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Dialect {
    Ets,
    Dbg,
}

impl Dialect {
    const fn name(self) -> &'static str {
        match self {
            Dialect::Ets => "ets",
            Dialect::Dbg => "dbg",
        }
    }
}

/// Translates all calls in the module; gives warnings, or the one error.
pub fn module(tree: &mut Module) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut transform = Transform::new(Place::Module);
    for form in &mut tree.forms {
        match &mut form.kind {
            FormKind::Record(record) => {
                transform
                    .records
                    .insert(record.name.clone(), record.clone());
            }
            FormKind::Function(function) => {
                for clause in &mut function.clauses {
                    transform.clause(clause);
                }
            }
            _ => {}
        }
        if transform.error.is_some() {
            break;
        }
    }
    let files = &tree.files;
    let file = |pos: Pos| {
        let name = files.get(pos.file as usize).or(files.first());
        name.cloned().unwrap_or_else(|| "nofile".into())
    };
    if let Some(error) = transform.error {
        let file = file(error.pos);
        return Err(Diagnostic::error(&file, error.pos, error.code, error.text));
    }
    let warnings = transform.shadowed.into_iter().map(|(pos, name)| {
        let text = format!("variable '{name}' shadowed in ms_transform fun head");
        Diagnostic::warning(&file(pos), pos, "ms_transform:shadowed_var", text)
    });
    Ok(warnings.collect())
}

/// Translates the calls in an expression that was typed into a shell. A fun that cannot be translated is shown what is
/// wrong with it when the call is evaluated, as in OTP.
pub fn shell(expr: &mut Expr, records: &[RecordDef]) {
    let mut transform = Transform::new(Place::Shell);
    let named = records
        .iter()
        .map(|record| (record.name.clone(), record.clone()));
    transform.records = named.collect();
    transform.expr(expr);
}

/// Whether the expression has a call to translate.
pub fn concerns(expr: &Expr) -> bool {
    let mut found = dialect(expr).is_some();
    expr.for_each_child(&mut |child| found = found || concerns(child));
    found
}

/// The specification that a fun typed into a shell stands for.
pub fn typed_fun(fun: &Expr, is_dbg: bool, records: &[RecordDef]) -> Result<Expr, Problem> {
    let mut transform = Transform::new(Place::Shell);
    let named = records
        .iter()
        .map(|record| (record.name.clone(), record.clone()));
    transform.records = named.collect();
    let dialect = if is_dbg { Dialect::Dbg } else { Dialect::Ets };
    match &fun.kind {
        ExprKind::Fun(clauses) => transform.specification(dialect, fun.pos, clauses),
        _ => problem(fun.pos, "ms_transform:not_fun", ""),
    }
}

/// The function that is called, if the expression is a call of `fun2ms`.
fn dialect(expr: &Expr) -> Option<Dialect> {
    let ExprKind::Call { function, .. } = &expr.kind else {
        return None;
    };
    let ExprKind::Remote { module, function } = &function.kind else {
        return None;
    };
    match (&**module.as_atom()?, &**function.as_atom()?) {
        ("ets", "fun2ms") => Some(Dialect::Ets),
        ("dbg", "fun2ms") => Some(Dialect::Dbg),
        _ => None,
    }
}

struct Transform {
    place: Place,
    records: FxHashMap<Name, RecordDef>,
    /// Variables that are bound where the transform is, innermost last.
    bound: Vec<Name>,
    /// Variables of heads that hide one of these.
    shadowed: Vec<(Pos, Name)>,
    error: Option<Problem>,
}

impl Transform {
    fn new(place: Place) -> Transform {
        Transform {
            place,
            records: FxHashMap::default(),
            bound: Vec::new(),
            shadowed: Vec::new(),
            error: None,
        }
    }

    fn clauses(&mut self, clauses: &mut [Clause]) {
        for clause in clauses {
            self.clause(clause);
        }
    }

    /// What a clause binds is not seen outside, as in OTP also for clauses that export it.
    fn clause(&mut self, clause: &mut Clause) {
        let depth = self.bound.len();
        clause
            .patterns
            .iter()
            .for_each(|pattern| self.bind(pattern));
        clause.body.iter_mut().for_each(|expr| self.expr(expr));
        self.bound.truncate(depth);
    }

    fn bind(&mut self, pattern: &Expr) {
        if let ExprKind::Var(name) = &pattern.kind {
            self.bound.push(name.clone());
        }
        pattern.for_each_child(&mut |child| self.bind(child));
    }

    fn expr(&mut self, expr: &mut Expr) {
        if self.error.is_some() {
            return;
        }
        if let Some(dialect) = dialect(expr) {
            self.call(dialect, expr);
            return;
        }
        match &mut expr.kind {
            ExprKind::Match { pattern, value } => {
                self.expr(value);
                self.bind(pattern);
            }
            ExprKind::Case { subject, clauses } => {
                self.expr(subject);
                self.clauses(clauses);
            }
            ExprKind::If(clauses) | ExprKind::Fun(clauses) | ExprKind::NamedFun { clauses, .. } => {
                self.clauses(clauses);
            }
            ExprKind::Receive { clauses, after } => {
                self.clauses(clauses);
                if let Some(after) = after {
                    self.expr(&mut after.timeout);
                    after.body.iter_mut().for_each(|expr| self.expr(expr));
                }
            }
            ExprKind::Try(parts) => {
                parts.body.iter_mut().for_each(|expr| self.expr(expr));
                self.clauses(&mut parts.of);
                self.clauses(&mut parts.catch);
                parts.after.iter_mut().for_each(|expr| self.expr(expr));
            }
            _ => expr.for_each_evaluated_mut(&mut |child| self.expr(child)),
        }
    }

    /// Replaces a call of `fun2ms`.
    fn call(&mut self, dialect: Dialect, expr: &mut Expr) {
        let ExprKind::Call { args, .. } = &expr.kind else {
            return;
        };
        let fun = match args.as_slice() {
            [fun] => match &fun.kind {
                ExprKind::Fun(clauses) => Some((fun.pos, clauses)),
                _ => None,
            },
            _ => None,
        };
        let Some((pos, clauses)) = fun else {
            if self.place == Place::Module {
                self.error = Some(Problem {
                    pos: expr.pos,
                    code: "ms_transform:not_fun",
                    text: "Parameter of ets/dbg:fun2ms/1 is not a literal fun".into(),
                });
            } else {
                // The shell asks again when the argument has its value.
                expr.for_each_evaluated_mut(&mut |child| self.expr(child));
            }
            return;
        };
        match self.specification(dialect, pos, clauses) {
            Ok(specification) => *expr = specification,
            Err(problem) if self.place == Place::Shell => *expr = complaint(expr.pos, &problem),
            Err(problem) => self.error = Some(problem),
        }
    }

    /// The list of `{Head, Guards, Body}` that the fun's clauses stand for.
    fn specification(&mut self, dialect: Dialect, pos: Pos, clauses: &[Clause]) -> Outcome<Expr> {
        let mut functions = Vec::new();
        for clause in clauses {
            let head = Head::translate(dialect, clause, &self.records)?;
            for (pos, name) in &head.places {
                if self.bound.contains(name) {
                    self.shadowed.push((*pos, name.clone()));
                }
            }
            let mut guards = Vec::new();
            for alternative in &clause.guard {
                let guard = Body::new(&head, &self.records, self.place, Context::Guard)
                    .exprs(alternative)?;
                guards.push(guard);
            }
            if guards.is_empty() {
                guards.push(Vec::new());
            }
            let body =
                Body::new(&head, &self.records, self.place, Context::Body).exprs(&clause.body)?;
            for guard in guards {
                let parts = vec![head.expr.clone(), list(pos, guard), list(pos, body.clone())];
                functions.push(tuple(pos, parts));
            }
        }
        Ok(list(pos, functions))
    }
}

/// The expression that tells what is wrong with a fun and has the value that OTP's shell gives such a call.
fn complaint(pos: Pos, problem: &Problem) -> Expr {
    let text = format!("Error: {}\n", problem.text);
    let remote = ExprKind::Remote {
        module: Box::new(atom(pos, "io")),
        function: Box::new(atom(pos, "put_chars")),
    };
    let print = ExprKind::Call {
        function: Box::new(Expr::new(pos, remote)),
        args: vec![Expr::new(pos, ExprKind::String(text.into()))],
    };
    let result = tuple(pos, vec![atom(pos, "error"), atom(pos, "transform_error")]);
    Expr::new(pos, ExprKind::Block(vec![Expr::new(pos, print), result]))
}

pub(super) fn atom(pos: Pos, name: &str) -> Expr {
    Expr::new(pos, ExprKind::Atom(name.into()))
}

pub(super) fn integer(pos: Pos, value: usize) -> Expr {
    Expr::new(pos, ExprKind::Integer((value as i64).into()))
}

pub(super) fn tuple(pos: Pos, elements: Vec<Expr>) -> Expr {
    Expr::new(pos, ExprKind::Tuple(elements))
}

pub(super) fn list(pos: Pos, elements: Vec<Expr>) -> Expr {
    let kind = if elements.is_empty() {
        ExprKind::Nil
    } else {
        ExprKind::List {
            elements,
            tail: None,
            end: pos,
        }
    };
    Expr::new(pos, kind)
}
