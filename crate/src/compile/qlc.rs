//! `qlc:q([E || Qualifiers])`: query list comprehensions become funs when the module is compiled. In OTP this is the parse
//! transform `qlc`, which the header of that name asks for.
//!
//! The call becomes `qlc:comprehension(fun() -> {[Source, ...], Fun, Join} end, Options)`. `Fun` takes an object of the first
//! source and gives `[]` if it does not match or does not pass the filters behind it, else a list of one: the fun for the next
//! source or, at the end, the answer. `Join` is `{Column, Column}` if two sources are compared by columns, else `none`.
//!
//! Invariant: recursion is bounded by the depth of the syntax tree.

use super::ms_transform::{atom, integer, list, tuple};
use syntax::ast::{
    BinaryOp, Clause, Expr, ExprKind, FormKind, Module, Name, Pos, Qualifier, QualifierKind,
};
use syntax::diagnostic::Diagnostic;

/// The name of the transform in `-compile({parse_transform, qlc})`.
pub const NAME: &str = "qlc";

type Problem = (Pos, &'static str, String);

/// Translates all calls in the module.
pub fn module(tree: &mut Module) -> Result<(), Diagnostic> {
    let mut problem = None;
    for form in &mut tree.forms {
        if let FormKind::Function(function) = &mut form.kind {
            let clauses = function.clauses.iter_mut();
            for expr in clauses.flat_map(|clause| &mut clause.body) {
                translate(expr, &mut problem);
            }
        }
    }
    let Some((pos, code, text)) = problem else {
        return Ok(());
    };
    let file = tree.files.get(pos.file as usize).or(tree.files.first());
    let file = file.cloned().unwrap_or_else(|| "nofile".into());
    Err(Diagnostic::error(&file, pos, code, text))
}

/// Translates the calls in an expression that was typed into a shell; what cannot be is `badarg` when it is evaluated.
pub fn shell(expr: &mut Expr) {
    translate(expr, &mut None);
}

/// Whether the expression has a call to translate.
pub fn concerns(expr: &Expr) -> bool {
    let mut found = is_query(expr);
    expr.for_each_child(&mut |child| found = found || concerns(child));
    found
}

fn is_query(expr: &Expr) -> bool {
    let ExprKind::Call { function, args } = &expr.kind else {
        return false;
    };
    let ExprKind::Remote { module, function } = &function.kind else {
        return false;
    };
    let is = |expr: &Expr, name: &str| expr.as_atom().is_some_and(|atom| &**atom == name);
    is(module, "qlc") && is(function, "q") && matches!(args.len(), 1 | 2)
}

fn translate(expr: &mut Expr, problem: &mut Option<Problem>) {
    expr.for_each_evaluated_mut(&mut |child| translate(child, problem));
    if !is_query(expr) || problem.is_some() {
        return;
    }
    match query(expr) {
        Ok(query) => *expr = query,
        Err(found) => *problem = Some(found),
    }
}

/// A generator with the filters behind it.
struct Stage {
    pattern: Expr,
    source: Expr,
    filters: Vec<Qualifier>,
}

fn query(call: &Expr) -> Result<Expr, Problem> {
    let pos = call.pos;
    let not_query = || {
        let text = "argument is not a query list comprehension".into();
        (pos, "qlc:not_a_query_list_comprehension", text)
    };
    let ExprKind::Call { args, .. } = &call.kind else {
        return Err(not_query());
    };
    let ExprKind::ListComprehension { body, qualifiers } = &args[0].kind else {
        return Err(not_query());
    };
    let stages = stages(pos, qualifiers).ok_or_else(not_query)?;
    check_sources(&stages)?;
    let join = join(pos, &stages);
    let sources = stages.iter().map(|stage| stage.source.clone()).collect();
    let sources = list(pos, sources);
    let mut step = (**body).clone();
    for (number, stage) in stages.into_iter().enumerate().rev() {
        step = stage_fun(pos, number, stage, step);
    }
    let parts = fun(pos, Vec::new(), tuple(pos, vec![sources, step, join]));
    let options = args.get(1).cloned();
    let remote = ExprKind::Remote {
        module: Box::new(atom(pos, "qlc")),
        function: Box::new(atom(pos, "comprehension")),
    };
    let call = ExprKind::Call {
        function: Box::new(Expr::new(pos, remote)),
        args: vec![parts, options.unwrap_or_else(|| list(pos, Vec::new()))],
    };
    Ok(Expr::new(pos, call))
}

/// Filters before all generators stand behind one that generates a single object.
fn stages(pos: Pos, qualifiers: &[Qualifier]) -> Option<Vec<Stage>> {
    let mut stages: Vec<Stage> = Vec::new();
    for qualifier in qualifiers {
        match &qualifier.kind {
            QualifierKind::Generator { pattern, source } => stages.push(Stage {
                pattern: pattern.clone(),
                source: source.clone(),
                filters: Vec::new(),
            }),
            QualifierKind::BinaryGenerator { .. } => return None,
            QualifierKind::Filter(_) => {
                if stages.is_empty() {
                    stages.push(Stage {
                        pattern: Expr::new(pos, ExprKind::Var("_".into())),
                        source: list(pos, vec![atom(pos, "true")]),
                        filters: Vec::new(),
                    });
                }
                stages.last_mut()?.filters.push(qualifier.clone());
            }
        }
    }
    Some(stages)
}

/// `fun(Object) -> [Step || Pattern <- [Object], Filters] end`
fn stage_fun(pos: Pos, number: usize, stage: Stage, step: Expr) -> Expr {
    // No program has a variable of this name.
    let object = Expr::new(pos, ExprKind::Var(format!("query object {number}").into()));
    let generator = Qualifier {
        pos: stage.pattern.pos,
        kind: QualifierKind::Generator {
            pattern: stage.pattern,
            source: list(pos, vec![object.clone()]),
        },
    };
    let mut qualifiers = vec![generator];
    qualifiers.extend(stage.filters);
    let comprehension = ExprKind::ListComprehension {
        body: Box::new(step),
        qualifiers,
    };
    fun(pos, vec![object], Expr::new(pos, comprehension))
}

fn fun(pos: Pos, patterns: Vec<Expr>, body: Expr) -> Expr {
    let clause = Clause {
        pos,
        patterns,
        guard: Vec::new(),
        body: vec![body],
    };
    Expr::new(pos, ExprKind::Fun(vec![clause]))
}

/// Sources are evaluated before all objects: none may hang on an earlier one.
fn check_sources(stages: &[Stage]) -> Result<(), Problem> {
    let mut generated = Vec::new();
    for stage in stages {
        if let Some((pos, name)) = mentioned(&stage.source, &generated) {
            let text = format!("generated variable '{name}' must not be used in list expression");
            return Err((pos, "qlc:used_generator_variable", text));
        }
        variables(&stage.pattern, &mut generated);
    }
    Ok(())
}

fn variables(pattern: &Expr, found: &mut Vec<Name>) {
    if let Some(name) = pattern.as_var()
        && &**name != "_"
    {
        found.push(name.clone());
    }
    pattern.for_each_child(&mut |child| variables(child, found));
}

fn mentioned(expr: &Expr, names: &[Name]) -> Option<(Pos, Name)> {
    if let Some(name) = expr.as_var()
        && names.contains(name)
    {
        return Some((expr.pos, name.clone()));
    }
    let mut found = None;
    expr.for_each_child(&mut |child| found = found.take().or_else(|| mentioned(child, names)));
    found
}

/// The columns by which two sources are compared.
fn join(pos: Pos, stages: &[Stage]) -> Expr {
    let found = match stages {
        [left, right] => left
            .filters
            .iter()
            .chain(&right.filters)
            .find_map(|filter| {
                let QualifierKind::Filter(test) = &filter.kind else {
                    return None;
                };
                let ExprKind::BinaryOp {
                    op: BinaryOp::ExactEqual | BinaryOp::Equal,
                    left: a,
                    right: b,
                } = &test.kind
                else {
                    return None;
                };
                let columns = |a, b| Some((column(&left.pattern, a)?, column(&right.pattern, b)?));
                columns(a, b).or_else(|| columns(b, a))
            }),
        _ => None,
    };
    match found {
        Some((left, right)) => tuple(pos, vec![integer(pos, left), integer(pos, right)]),
        None => atom(pos, "none"),
    }
}

/// Where in the tuple that the pattern is the variable stands.
fn column(pattern: &Expr, variable: &Expr) -> Option<usize> {
    let (ExprKind::Tuple(elements), Some(name)) = (&pattern.kind, variable.as_var()) else {
        return None;
    };
    let place = elements
        .iter()
        .position(|element| element.as_var() == Some(name))?;
    Some(place + 1)
}
