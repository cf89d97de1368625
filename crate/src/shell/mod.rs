//! The Erlang shell of a node: what its Erlang part (`crate/otp/shell.erl`) needs from parser, compiler and printer.
//!
//! The shell itself is processes like any other, so that the order of its messages and its races are OTP's. The Rust
//! here only turns text into callable expressions and values into text; it keeps no state.

mod format;
mod history;
mod identifiers;
mod native;
mod prepare;
mod rewrite;
mod source_text;
mod sources;
mod transform;

use process::Library;
use std::collections::BTreeMap;
use std::rc::Rc;
use syntax::diagnostic::Diagnostic;
use syntax::preprocess::Options;
use world::{Compiled, Services};

thread_local! {
    static LIBRARY: Rc<Library> = Rc::new(builtin::library_with(&[("shell_native", &[native::TABLE])]));
}

/// All builtins, those of the shell among them.
pub fn library() -> Rc<Library> {
    LIBRARY.with(Rc::clone)
}

/// What a world with shells is made of.
pub fn services() -> Services {
    Services {
        library: library(),
        compile,
        report: format::crash_report,
    }
}

/// Compiles the source of module `name`, as `c(Name)` does.
fn compile(name: &str, source: &str, node: &process::Node) -> Compiled {
    let wishes = compile::Wishes {
        options: &[],
        find_behaviour: &|name| builtin::compiler::behaviour(node, name),
        has_transform: &|name| builtin::compiler::has_transform(node, name),
    };
    if !source.contains("parse_transform") {
        return compile_wishing(name, source, &node.files, &wishes);
    }
    let file = format!("{name}.erl");
    let transformed = transform::run(node, library(), &file, source);
    let mut diagnostics = transformed.problems(&file);
    let compiled = if let Some((heap, forms)) = transformed.forms() {
        builtin::compiler::compile_forms(node, heap, forms, &file).unwrap_or_default()
    } else if diagnostics.iter().any(Diagnostic::is_error) {
        Default::default()
    } else {
        let compiled = compile_wishing(name, source, &node.files, &wishes);
        (compiled.module, compiled.diagnostics)
    };
    diagnostics.extend(compiled.1);
    Compiled {
        module: compiled.0,
        diagnostics,
        printed: transformed.printed,
    }
}

/// What the compiler says of the source of module `name` with these files at hand, before any node has it. One that asks for
/// a transform which is not OTP's is not looked at further than it can be read: what it means is known when that has run.
pub fn diagnose(name: &str, source: &str, files: &BTreeMap<String, Rc<str>>) -> Vec<Diagnostic> {
    let wishes = compile::Wishes {
        has_transform: &|_| true,
        ..compile::Wishes::none()
    };
    let mut found = compile_wishing(name, source, files, &wishes).diagnostics;
    found.retain(|diagnostic| diagnostic.code != "compile:transform");
    found
}

fn compile_wishing(
    name: &str,
    source: &str,
    files: &BTreeMap<String, Rc<str>>,
    wishes: &compile::Wishes<'_>,
) -> Compiled {
    let compiled = compile::source_with(
        &format!("{name}.erl"),
        source.as_bytes(),
        &builtin::compiler::Files(files),
        &Options::default(),
        wishes,
    );
    Compiled {
        module: compiled.module.map(Rc::new),
        diagnostics: compiled.diagnostics,
        printed: String::new(),
    }
}

/// Whether the text is a sequence of expressions that compile; otherwise what is wrong.
pub fn check_expressions(text: &str) -> Result<(), String> {
    let mut bound = Vec::new();
    for index in 0..prepare::parse(text)?.len() {
        let prepared =
            prepare::prepare(text, index, &bound, &[]).map_err(|refused| refused.text)?;
        bound.extend(prepared.bindings);
    }
    Ok(())
}

/// The text as a form: with its full stop.
pub fn complete(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with('.') {
        format!("{text}\n")
    } else {
        format!("{text}\n.\n")
    }
}
