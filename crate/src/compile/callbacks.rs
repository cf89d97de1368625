//! `behaviour_info/1`, which a module with `-callback` has without writing it: the callbacks, and those that are optional.

use std::fmt::Write as _;

use syntax::ast::{FormKind, Function, FunctionName, Module, SpecDef};
use syntax::preprocess::{self, NoIncludes, Options};
use syntax::token::atom_text;

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

fn tuples(names: &[FunctionName]) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{{{}, {}}}", atom_text(&name.name), name.arity);
    }
    text
}
