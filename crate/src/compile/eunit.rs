//! What the header of `EUnit` asks of the compiler: the tests of a module are exported, and it gets a function `test/0` that runs them.

use syntax::ast::{Form, FormKind, FunctionName, Module};
use syntax::preprocess::{self, NoIncludes, Options};
use syntax::token::atom_text;

pub const NAME: &str = "eunit_autoexport";

/// Adds the export and the function.
pub(super) fn module(module: &mut Module) {
    let mut tests = Vec::new();
    let (mut has_test, mut name) = (false, None);
    for form in &module.forms {
        match &form.kind {
            FormKind::Module(module) => name = Some(atom_text(module)),
            FormKind::Function(function) if function.arity == 0 => {
                has_test |= &*function.name == "test";
                if function.name.ends_with("_test") || function.name.ends_with("_test_") {
                    tests.push(FunctionName::new(&function.name, 0));
                }
            }
            _ => {}
        }
    }
    let is_module = |form: &Form| matches!(form.kind, FormKind::Module(_));
    let Some(at) = module.forms.iter().position(is_module) else {
        return;
    };
    tests.push(FunctionName::new("test", 0));
    let pos = module.forms[at].pos;
    let kind = FormKind::Export(tests);
    module.forms.insert(at + 1, Form { pos, kind });
    if !has_test && let Some(name) = name {
        add_function(module, &format!("test() -> eunit:test({name}).\n"));
    }
}

fn add_function(module: &mut Module, text: &str) {
    let parsed = preprocess::parse_module(NAME, text.as_bytes(), &NoIncludes, &Options::default());
    let added = parsed.module.forms.into_iter();
    let added = added.filter(|form| matches!(form.kind, FormKind::Function(_)));
    let end = module.forms.len().saturating_sub(1);
    module.forms.splice(end..end, added);
}
