//! The source files of a node: compiling them, and the records they define.

use std::collections::BTreeMap;
use std::rc::Rc;

use bytecode::Module;
use syntax::ast::FormKind;
use syntax::diagnostic::{Diagnostic, render};
use syntax::preprocess::{Includes, Options, parse_module};

/// The files of a node, by name.
pub struct Files<'a>(pub &'a BTreeMap<String, Rc<str>>);

impl Includes for Files<'_> {
    fn include(&self, _from: &str, name: &str) -> Option<(String, Vec<u8>)> {
        let text = self.0.get(name)?;
        Some((name.into(), text.as_bytes().to_vec()))
    }

    fn include_lib(&self, name: &str) -> Option<(String, Vec<u8>)> {
        let (_, base) = name.rsplit_once('/')?;
        self.include("", base)
    }
}

/// A compiled file and what the compiler printed.
pub struct Outcome {
    pub module: Option<Rc<Module>>,
    pub messages: String,
}

/// What `c(File, Options)` asks for.
#[derive(Default)]
pub struct Wishes {
    pub macros: Options,
    pub export_all: bool,
}

/// Compiles a file of a node; `None` if there is no such file.
pub fn compile(files: &BTreeMap<String, Rc<str>>, name: &str, wishes: &Wishes) -> Option<Outcome> {
    let text = files.get(name)?;
    let compiled = compile::source(name, text.as_bytes(), &Files(files), &wishes.macros);
    let messages = render(&compiled.diagnostics, |file| {
        files.get(file).map(|text| &**text)
    });
    let failed = compiled.diagnostics.iter().any(Diagnostic::is_error);
    let module = compiled.module.filter(|_| !failed).map(|mut module| {
        if wishes.export_all {
            for function in &mut module.functions {
                // Names of funs and comprehensions begin with a minus.
                function.exported |= !function.name.text().starts_with('-');
            }
        }
        Rc::new(module)
    });
    Some(Outcome { module, messages })
}

/// The records that a file defines, in its order: name and attribute.
pub fn records(files: &BTreeMap<String, Rc<str>>, name: &str) -> Option<Vec<(String, String)>> {
    let text = files.get(name)?;
    let parsed = parse_module(name, text.as_bytes(), &Files(files), &Options::default());
    let records = parsed
        .module
        .forms
        .iter()
        .filter_map(|form| match &form.kind {
            FormKind::Record(record) => {
                Some((record.name.to_string(), super::source_text::record(record)))
            }
            _ => None,
        });
    Some(records.collect())
}
