//! The compiler's output as text: `tests/compile/NAME.erl` must give `tests/compile/NAME.txt`.
//!
//! `UPDATE=1 cargo test --test compile` writes the listings anew; read the difference before it is committed.

use std::fmt::Write;
use std::path::Path;

use spawnpoint::bytecode::disassemble;
use spawnpoint::compile;
use spawnpoint::syntax::preprocess::{NoIncludes, Options};

/// The listing of all functions that the source names.
fn listing(file: &str, source: &[u8]) -> String {
    let compiled = compile::source(file, source, &NoIncludes, &Options::default());
    let module = compiled
        .module
        .unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    let mut text = String::new();
    for function in module
        .functions
        .iter()
        .filter(|function| function.name.text() != "module_info")
    {
        let _ = writeln!(text, "{}", disassemble::function(&module, function));
    }
    text
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile");
    let source = std::fs::read(folder.join(format!("{name}.erl"))).expect("the source is there");
    let listing = listing(&format!("{name}.erl"), &source);
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &listing).expect("the listing can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (got, wanted)) in listing.lines().zip(expected.lines()).enumerate() {
        assert_eq!(got, wanted, "{name}.txt, line {}", line + 1);
    }
    assert_eq!(
        listing.lines().count(),
        expected.lines().count(),
        "{name}.txt has another length"
    );
}

#[test]
fn hot_loops_take_few_instructions() {
    check("hot");
}

#[test]
fn clauses_are_chosen_by_shape() {
    check("choice");
}

#[test]
fn only_what_is_needed_is_live() {
    check("control");
}

/// What the compiler says about the module body.
fn errors(body: &str) -> Vec<String> {
    let source = format!("-module(m).\n{body}");
    let compiled = compile::source("m.erl", source.as_bytes(), &NoIncludes, &Options::default());
    compiled
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(|d| d.message.clone())
        .collect()
}

#[test]
fn too_many_live_variables_are_an_error() {
    let names: Vec<String> = (0..300).map(|number| format!("X{number}")).collect();
    let binds: Vec<String> = names.iter().map(|name| format!("{name} = g()")).collect();
    let body = format!(
        "-export([f/0]).\ng() -> 1.\nf() -> {}, {{{}}}.",
        binds.join(", "),
        names.join(", ")
    );
    assert_eq!(
        errors(&body),
        ["system limit: function f/0 needs more than 250 registers; split it"]
    );
}

#[test]
fn long_constructs_compile() {
    let calls: Vec<String> = (0..2_000).map(|number| format!("g({number})")).collect();
    let body = format!(
        "-export([f/0]).\ng(X) -> X.\nf() -> [{}], {{{}}}, {}.",
        calls.join(", "),
        calls.join(", "),
        calls.join(", ")
    );
    assert!(errors(&body).is_empty());
}
