//! `behaviour_info/1`, which a module with `-callback` has without writing it: the callbacks, and those that are optional.

use std::fmt::Write as _;

use bytecode::module::{Answer, Behaviour};
use syntax::ast::{Clause, Expr, ExprKind, FormKind, Function, FunctionName, Int, Module, SpecDef};
use syntax::preprocess::{self, NoIncludes, Options};
use syntax::token::atom_text;
use term::Atom;

const NAME: &str = "behaviour_info";

/// Adds the function and its export, unless the module has no callbacks or a function of that name.
pub(super) fn add_behaviour_info(module: &mut Module) {
    let mut callbacks = Vec::new();
    let mut optional = Vec::new();
    for form in &module.forms {
        match &form.kind {
            FormKind::Spec(SpecDef {
                callback: true,
                name,
                arity,
                ..
            }) => callbacks.push(FunctionName::new(name, *arity)),
            FormKind::OptionalCallbacks(names) => optional.extend(names.iter().cloned()),
            FormKind::Function(Function { name, arity: 1, .. }) if &**name == NAME => return,
            _ => {}
        }
    }
    if callbacks.is_empty() {
        return;
    }
    let text = format!(
        "-export([{NAME}/1]).\n{NAME}(callbacks) -> [{}];\n{NAME}(optional_callbacks) -> [{}].\n",
        tuples(&callbacks),
        tuples(&optional)
    );
    let parsed = preprocess::parse_module(NAME, text.as_bytes(), &NoIncludes, &Options::default());
    debug_assert!(
        parsed.diagnostics.is_empty(),
        "{text}: {:?}",
        parsed.diagnostics
    );
    let added = parsed
        .module
        .forms
        .into_iter()
        .filter(|form| matches!(form.kind, FormKind::Export(_) | FormKind::Function(_)));
    let end = module
        .forms
        .iter()
        .position(|form| matches!(form.kind, FormKind::Eof))
        .unwrap_or(module.forms.len());
    module.forms.splice(end..end, added);
}

/// What the module's `behaviour_info/1` answers, as far as that stands in its source.
pub(super) fn behaviour(module: &Module) -> Option<Behaviour> {
    let exported = module.forms.iter().any(|form| match &form.kind {
        FormKind::Export(names) => names.contains(&FunctionName::new(NAME, 1)),
        FormKind::Compile(option) => exports_all(option),
        _ => false,
    });
    let clauses = module.forms.iter().find_map(|form| match &form.kind {
        FormKind::Function(function) if &*function.name == NAME && function.arity == 1 => {
            Some(&function.clauses)
        }
        _ => None,
    });
    let clauses = clauses.filter(|_| exported)?;
    Some(Behaviour {
        callbacks: answer(clauses, "callbacks")?,
        optional: answer(clauses, "optional_callbacks").unwrap_or(Answer::Undefined),
    })
}

fn exports_all(option: &Expr) -> bool {
    match &option.kind {
        ExprKind::Atom(name) => &**name == "export_all",
        ExprKind::List { elements, .. } => elements.iter().any(exports_all),
        _ => false,
    }
}

/// What the clause for `what` says; nothing if there is none.
fn answer(clauses: &[Clause], what: &str) -> Option<Answer> {
    let takes = |clause: &&Clause| match &clause.patterns[..] {
        [pattern] => match &pattern.kind {
            ExprKind::Atom(name) => &**name == what,
            kind => matches!(kind, ExprKind::Var(_)),
        },
        _ => false,
    };
    let body = clauses.iter().find(takes)?.body.last()?;
    Some(match &body.kind {
        ExprKind::Atom(name) if &**name == "undefined" => Answer::Undefined,
        ExprKind::Nil => Answer::Functions(Vec::new()),
        ExprKind::List {
            elements,
            tail: None,
            ..
        } => {
            let functions: Option<Vec<(Atom, u32)>> = elements.iter().map(function).collect();
            functions.map_or(Answer::Wrong, Answer::Functions)
        }
        ExprKind::Atom(_) | ExprKind::Integer(_) | ExprKind::Tuple(_) | ExprKind::String(_) => {
            Answer::Wrong
        }
        // What is computed is not known here, and nothing is said about it.
        _ => Answer::Functions(Vec::new()),
    })
}

/// `{Name, Arity}`.
fn function(element: &Expr) -> Option<(Atom, u32)> {
    let ExprKind::Tuple(pair) = &element.kind else {
        return None;
    };
    match (pair.first()?.as_atom()?, &pair.get(1)?.kind) {
        (name, ExprKind::Integer(Int::Small(arity))) if pair.len() == 2 => {
            Some((Atom::try_intern(name).ok()?, u32::try_from(*arity).ok()?))
        }
        _ => None,
    }
}

fn tuples(names: &[FunctionName]) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{{{}, {}}}", atom_text(&name.name), name.arity);
    }
    text
}
