//! The parse transform that `eunit.hrl` asks for: functions whose names say that they are tests are exported, and `test/0` runs
//! them.

use std::fmt::Write as _;

use syntax::ast::{Form, FormKind, Function, Module};
use syntax::preprocess::{self, NoIncludes, Options};
use syntax::token::atom_text;

/// The name of the transform in `-compile({parse_transform, eunit_autoexport})`.
pub const NAME: &str = "eunit_autoexport";

/// Adds the exports, and `test/0` unless the module has one.
pub(super) fn module(module: &mut Module) {
    let mut exports = String::new();
    let mut name = None;
    let mut has_test = false;
    for form in &module.forms {
        match &form.kind {
            FormKind::Module(own) => name = Some(own.clone()),
            FormKind::Function(Function { name, arity: 0, .. }) => {
                has_test |= &**name == "test";
                if name.ends_with("_test") || name.ends_with("_test_") {
                    let _ = write!(exports, "{}/0, ", atom_text(name));
                }
            }
            _ => {}
        }
    }
    let Some(name) = name else { return };
    let mut text = format!("-export([{exports}test/0]).\n");
    if !has_test {
        let _ = writeln!(text, "test() -> eunit:test({}).", atom_text(&name));
    }
    let parsed = preprocess::parse_module(NAME, text.as_bytes(), &NoIncludes, &Options::default());
    for form in parsed.module.forms {
        let is_place: fn(&Form) -> bool = match form.kind {
            // Exports stand before functions.
            FormKind::Export(_) => {
                |form| !matches!(form.kind, FormKind::Module(_) | FormKind::File { .. })
            }
            FormKind::Function(_) => |form| matches!(form.kind, FormKind::Eof),
            _ => continue,
        };
        let place = module.forms.iter().position(is_place);
        module
            .forms
            .insert(place.unwrap_or(module.forms.len()), form);
    }
}
