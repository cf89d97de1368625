//! What is typed into a shell: a unit whose parameters are the bound variables.

use super::super::ir::{Clause, Expr, Kind, Otherwise, Pattern, Select, Subjects};
use super::Lowering;
use super::forms::Lowered;
use super::names::Names;
use super::numbers::Numbers;
use super::scope::Scope;
use syntax::ast::{self, Name, RecordDef};
use term::Atom;

/// A lowered unit and the variables it binds, in the order of its result tuple.
pub struct ShellUnit {
    pub lowered: Lowered,
    pub bindings: Vec<Name>,
}

/// Lowers expressions to a function `expr/N` of the values of `bound`; it returns `{Value, NewBinding...}`.
pub fn shell(exprs: &[ast::Expr], bound: &[Name], records: &[RecordDef]) -> ShellUnit {
    let mut lowering = Lowering::new("shell".into());
    lowering.is_shell = true;
    lowering.records = records
        .iter()
        .map(|record| (record.name.clone(), record))
        .collect();
    // Funs are called as those of OTP's evaluator.
    lowering.names = Names::new("expr".into(), 6, Numbers::default());
    let id = lowering.reserve_function();
    lowering.scopes.push(Scope::default());
    let start = lowering.scope().position();
    let patterns = bound
        .iter()
        .map(|name| {
            let var = lowering.scope().variable(name);
            lowering.scope().bind(var);
            Pattern::Bind(var)
        })
        .collect();
    let mark = lowering.scope().bindings();
    let line = exprs.first().map_or(1, |first| first.pos.line);
    let (mut before, last) = match exprs.split_last() {
        Some((last, before)) => (
            before.iter().map(|expr| lowering.expr(expr)).collect(),
            lowering.expr(last),
        ),
        None => (Vec::new(), Expr::constant(line, term::Term::NIL)),
    };
    let new = lowering.scope().bound_since(mark).to_vec();
    let bindings: Vec<Name> = new
        .iter()
        .filter_map(|&var| lowering.scope().name_of(var).cloned())
        .collect();
    // The value must be held while the variables it binds are read.
    let mut result = vec![last];
    for &var in &new {
        let used = lowering.scope().use_of(var);
        result.push(Expr::new(line, Kind::Var(used)));
    }
    before.push(Expr::new(line, Kind::Tuple(result)));
    let end = lowering.scope().position();
    let clause = Clause {
        line,
        start,
        patterns,
        guard: Vec::new(),
        body: Expr::new(line, Kind::Seq(before)),
        end,
    };
    let end = lowering.scope().position();
    let select = Select {
        subjects: Subjects::Params,
        clauses: vec![clause],
        otherwise: Otherwise::FunctionClause,
        exports: Vec::new(),
        end,
    };
    let body = Expr::new(line, Kind::Select(Box::new(select)));
    let scope = lowering.scopes.pop().unwrap_or_default();
    lowering.finish_function(
        id,
        Atom::intern("expr"),
        bound.len() as u32,
        line,
        true,
        scope,
        body,
    );
    ShellUnit {
        lowered: lowering.finish(None, Vec::new()),
        bindings,
    }
}
