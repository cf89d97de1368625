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
use syntax::input;
use syntax::preprocess::Options;
use syntax::scanner::Names;
use world::{Compiled, Services};

thread_local! {
    static LIBRARY: Rc<Library> = Rc::new(builtin::library_with(&[("shell_native", &[native::TABLE])]));
}

/// All builtins, those of the shell among them.
pub fn library() -> Rc<Library> {
    LIBRARY.with(Rc::clone)
}

/// A function as source text, laid out as OTP's `erl_pp` does.
pub use source_text::function as function_text;

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
    let exprs = prepare::parse(text)?;
    if let Some(complaint) = prepare::behind(text) {
        return Err(complaint);
    }
    let mut bound = Vec::new();
    for index in 0..exprs.len() {
        let prepared =
            prepare::prepare(text, index, &bound, &[]).map_err(|refused| refused.text)?;
        bound.extend(prepared.bindings);
    }
    Ok(())
}

/// The text as a form: with its full stop, where its writer would put it if that can be (behind a comment it cannot).
pub fn complete(text: &str) -> String {
    let text = text.trim_end();
    let ends = ["\n", ".\n", "\n.\n"].map(|end| format!("{text}{end}"));
    let is_complete = |text: &&String| input::read(text, &mut Names::default()).is_complete();
    let complete = ends.iter().find(is_complete);
    complete.map_or_else(|| text.into(), String::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        check_expressions(&complete(text)).expect_err("it does not parse")
    }

    #[test]
    fn a_full_stop_is_put_where_one_is_missing() {
        assert_eq!(complete("1 + 2"), "1 + 2.\n");
        assert_eq!(complete("1 + 2. "), "1 + 2.\n");
        assert_eq!(complete("1 % one."), "1 % one.\n.\n");
        assert_eq!(complete("[$a, $"), "[$a, $\n.\n");
    }

    #[test]
    fn what_is_wrong_stands_where_it_was_written() {
        assert_eq!(complaint("1 +"), "1:4: syntax error before: '.'");
        assert_eq!(complaint("1. two."), "1:4: syntax error before: two");
        assert_eq!(
            complaint("\"abc"),
            "1:1: unterminated string starting with \"abc\""
        );
    }
}
