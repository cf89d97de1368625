//! From a typed form to code: one callable per top-level expression.

use std::cell::RefCell;
use std::rc::Rc;

use bytecode::Module;
use bytecode::module::FunEntry;
use compile::{self, ms_transform, qlc};
use syntax::ast::{Expr, ExprKind, FormKind, Name, Pos, RecordDef};
use syntax::input::{self, Input};
use syntax::parser;
use syntax::scanner::{Names, ScannedForm, Scanner};
use term::Atom;

use super::{identifiers, rewrite, source_text};

thread_local! {
    /// The form parsed last: its expressions are prepared one by one.
    static LAST: RefCell<Option<(String, Rc<Vec<Expr>>)>> = const { RefCell::new(None) };
}

/// A compiled top-level expression.
pub struct Prepared {
    pub module: Module,
    /// Index of the fun that is the expression: a function of the values of `params`.
    pub fun: u32,
    pub params: Vec<Name>,
    /// What it binds, in the order of its result `{Value, Binding...}`.
    pub bindings: Vec<Name>,
}

/// Why a form is not evaluated: the text behind `* `, and what the history keeps.
pub struct Refused {
    pub text: String,
    pub reason: Reason,
}

pub enum Reason {
    Unbound(Name),
    UndefinedRecord(Name),
    Other(&'static str),
}

/// The text that the shell prints for an error at a place.
pub fn complaint(pos: Pos, message: &str) -> String {
    format!("{}:{}: {message}", pos.line, pos.column)
}

/// The expressions of a form.
pub fn parse(text: &str) -> Result<Rc<Vec<Expr>>, String> {
    let known = LAST.with_borrow(|last| {
        last.as_ref()
            .filter(|(known, _)| known == text)
            .map(|(_, exprs)| exprs.clone())
    });
    if let Some(exprs) = known {
        return Ok(exprs);
    }
    let tokens = match input::read(text, &mut Names::default()) {
        Input::Complete { tokens, .. } => tokens,
        Input::Wrong { error, .. } => return Err(complaint(error.pos, &error.message())),
        Input::Incomplete => return Err(unfinished(text)),
    };
    let tokens = identifiers::join_pids(text, tokens);
    match parser::parse_exprs(&tokens) {
        Ok(exprs) => {
            let exprs = Rc::new(one_by_one(exprs));
            LAST.set(Some((text.to_string(), exprs.clone())));
            Ok(exprs)
        }
        Err(error) => Err(complaint(error.pos, &error.message)),
    }
}

/// The expressions, those of a `begin ... end` that forgets variables as if they were typed without it: each finds the
/// variables that are left.
fn one_by_one(exprs: Vec<Expr>) -> Vec<Expr> {
    let mut result = Vec::new();
    for expr in exprs {
        match expr.kind {
            ExprKind::Block(inner) if inner.iter().any(forgets_variables) => {
                result.extend(one_by_one(inner));
            }
            _ => result.push(expr),
        }
    }
    result
}

/// Whether the expression is `f()`, `f(Variable)` or a block with such in it.
fn forgets_variables(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Block(inner) => inner.iter().any(forgets_variables),
        _ => forgotten(expr).is_some(),
    }
}

/// What is wrong with text that ends before its full stop; nothing if there is no token at all.
pub fn unfinished(text: &str) -> String {
    let tokens = match Scanner::new(text, Pos::new(1, 1)).form(&mut Names::default()) {
        ScannedForm::Error(error) => return complaint(error.pos, &error.message()),
        ScannedForm::Complete(tokens) | ScannedForm::Incomplete(tokens) => tokens,
    };
    if tokens.is_empty() {
        return String::new();
    }
    match parser::parse_exprs(&tokens) {
        Ok(_) => complaint(tokens[tokens.len() - 1].pos, "syntax error before: "),
        Err(error) => complaint(error.pos, &error.message),
    }
}

/// The complaint about what stands behind the first form of the text.
pub fn behind(text: &str) -> Option<String> {
    let mut scanner = Scanner::new(text, Pos::new(1, 1));
    let mut names = Names::default();
    let ScannedForm::Complete(_) = scanner.form(&mut names) else {
        return None;
    };
    match scanner.token(&mut names) {
        Ok(token) => token.map(|token| {
            let before = format!("syntax error before: {}", token.kind.quoted());
            complaint(token.pos, &before)
        }),
        Err(error) => Some(complaint(error.pos, &error.message())),
    }
}

/// The record that a `-record(...)` attribute defines.
pub fn record(text: &str) -> Option<RecordDef> {
    let Input::Complete { tokens, .. } = input::read(text, &mut Names::default()) else {
        return None;
    };
    match parser::parse_form(&tokens).ok()?.kind {
        FormKind::Record(record) => Some(record),
        _ => None,
    }
}

/// Whether expression number `index` of a form is `f()` (inner `None`) or `f(Variable)` and nothing else.
#[allow(clippy::option_option)] // whether it forgets, and what: both are optional
pub fn forgets(text: &str, index: usize) -> Option<Option<Name>> {
    forgotten(parse(text).ok()?.get(index)?)
}

#[allow(clippy::option_option)] // as above
fn forgotten(expr: &Expr) -> Option<Option<Name>> {
    let ExprKind::Call { function, args } = &expr.kind else {
        return None;
    };
    if &**function.as_atom()? != "f" {
        return None;
    }
    match args.as_slice() {
        [] => Some(None),
        [arg] => arg.as_var().cloned().map(Some),
        _ => None,
    }
}

/// Compiles expression number `index` (from 0) of a form.
pub fn prepare(
    text: &str,
    index: usize,
    bound: &[Name],
    records: &[RecordDef],
) -> Result<Prepared, Refused> {
    let other = |text| Refused {
        text,
        reason: Reason::Other("parse"),
    };
    let exprs = parse(text).map_err(other)?;
    let mut expr = exprs
        .get(index)
        .cloned()
        .ok_or_else(|| other("no such expression".into()))?;
    let source = source_text::exprs(std::slice::from_ref(&expr), 0);
    if ms_transform::concerns(&expr) {
        // What is wrong with a fun that becomes a match specification is said as for any other.
        unit(expr.clone(), bound, records)?;
        ms_transform::shell(&mut expr, records);
    }
    if qlc::concerns(&expr) {
        unit(expr.clone(), bound, records)?;
        qlc::shell(&mut expr);
    }
    let (params, unit) = unit(expr, bound, records)?;
    let mut module = unit.module;
    let fun = callable(&mut module, params.len() as u32);
    // What was typed is what a shell's module is named after in listings: `b()` shows it.
    let context: Vec<&str> = params.iter().map(|name| &**name).collect();
    module.fingerprint = compile::fingerprint_of(&format!("{source} {context:?} {records:?}"));
    module.file = source;
    Ok(Prepared {
        module,
        fun,
        params,
        bindings: unit.bindings,
    })
}

/// Makes a unit's function a fun that can be called; gives its index.
fn callable(module: &mut Module, arity: u32) -> u32 {
    let name = Atom::intern("expr");
    let entry = module.exported(name, arity).unwrap_or(0);
    module.funs.push(FunEntry {
        name,
        arity,
        free: 0,
        entry,
    });
    module.funs.len() as u32 - 1
}

/// The code that makes the match specification which a typed fun stands for: a function of the fun's free variables whose
/// result is `{Specification}`. `None` for what is no such fun, an error for one that cannot be translated.
pub fn match_spec(fun: &Expr, is_dbg: bool) -> Option<Result<(Module, u32), String>> {
    if !matches!(fun.kind, ExprKind::Fun(_)) {
        return None;
    }
    let names = compile::free_names(fun);
    let expr = match ms_transform::typed_fun(fun, is_dbg, &[]) {
        Ok(expr) => expr,
        Err(problem) => return Some(Err(problem.text)),
    };
    let unit = compile::shell_expr(&[expr], &names, &[], Vec::new()).ok()?;
    let mut module = unit.module;
    let fun = callable(&mut module, names.len() as u32);
    Some(Ok((module, fun)))
}

/// An expression's code, and the variables among `bound` that are its parameters.
fn unit(
    mut expr: Expr,
    bound: &[Name],
    records: &[RecordDef],
) -> Result<(Vec<Name>, compile::ShellExpr), Refused> {
    // Process identifiers that are typed look like variables here.
    let mut known = bound.to_vec();
    variables(&expr, &mut known);
    known.retain(|name| bound.contains(name) || identifiers::is_pid(name));
    let mut forgotten = Vec::new();
    rewrite::forgotten_variables(&expr, &mut forgotten);
    let mut errors = compile::lint::exprs(std::slice::from_ref(&expr), &known, records);
    errors.retain(|error| error.pos.is_none_or(|pos| !forgotten.contains(&pos)));
    if !errors.is_empty() {
        return Err(refusal(&errors));
    }
    let surroundings = compile::surroundings(&mut expr);
    rewrite::keep_outer_variables(&mut expr, false);
    rewrite::commands(&mut expr, records);
    let mut used = Vec::new();
    variables(&expr, &mut used);
    let params: Vec<Name> = bound
        .iter()
        .filter(|name| used.contains(name))
        .cloned()
        .collect();
    let mut records = records.to_vec();
    for default in records
        .iter_mut()
        .flat_map(|record| &mut record.fields)
        .filter_map(|field| field.default.as_mut())
    {
        rewrite::commands(default, &[]);
    }
    let unit = compile::shell_expr(std::slice::from_ref(&expr), &params, &records, surroundings)
        .map_err(|errors| refusal(&errors))?;
    Ok((params, unit))
}

/// The expression of fun number `index` of a module that [`prepare`] made. The compiler numbers funs as they open.
pub fn typed_fun(module: &Module, index: usize) -> Option<Expr> {
    if !module.is_shell {
        return None;
    }
    let exprs = parse(&format!("{}.\n", module.file)).ok()?;
    let mut funs = Vec::new();
    exprs.iter().for_each(|expr| collect_funs(expr, &mut funs));
    funs.get(index).map(|fun| (*fun).clone())
}

fn collect_funs<'a>(expr: &'a Expr, found: &mut Vec<&'a Expr>) {
    if matches!(expr.kind, ExprKind::Fun(_) | ExprKind::NamedFun { .. }) {
        found.push(expr);
    }
    expr.for_each_child(&mut |child| collect_funs(child, found));
}

fn refusal(errors: &[syntax::diagnostic::Diagnostic]) -> Refused {
    let Some(error) = errors.first() else {
        return Refused {
            text: "illegal expression".into(),
            reason: Reason::Other("illegal_expr"),
        };
    };
    let text = error.pos.map_or_else(
        || error.message.clone(),
        |pos| complaint(pos, &error.message),
    );
    let quoted = || error.message.split('\'').nth(1).unwrap_or_default().into();
    let word = |n| error.message.split(' ').nth(n).unwrap_or_default().into();
    let reason = match error.code {
        "erl_lint:unbound_var" => Reason::Unbound(quoted()),
        "erl_lint:undefined_record" => Reason::UndefinedRecord(word(1)),
        "erl_lint:illegal_pattern" => Reason::Other("illegal_pattern"),
        "erl_lint:illegal_guard_expr" => Reason::Other("illegal_guard_expr"),
        _ => Reason::Other("illegal_expr"),
    };
    Refused { text, reason }
}

/// All variables in the expression, patterns included.
fn variables(expr: &Expr, found: &mut Vec<Name>) {
    if let ExprKind::Var(name) = &expr.kind
        && !found.contains(name)
    {
        found.push(name.clone());
    }
    expr.for_each_child(&mut |child| variables(child, found));
}
