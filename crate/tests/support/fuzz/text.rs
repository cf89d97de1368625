//! Source text: parsed and printed, compiled, and run.

use spawnpoint::compile;
use spawnpoint::shell;
use spawnpoint::syntax::abstract_format;
use spawnpoint::syntax::ast::{Form, FormKind};
use spawnpoint::syntax::diagnostic::Diagnostic;
use spawnpoint::syntax::preprocess::{NoIncludes, Options, parse_module};
use spawnpoint::world::{Config, Input, Status, World};

use super::{Random, Verdict, corpus, grammar};

/// What a program may take before it counts as endless.
const REDUCTIONS: u64 = 300_000;
/// Words of the world it runs in (8 MB): enough to go wrong in.
const WORDS: usize = 1 << 20;

/// A function from the grammar, or one that somebody has written, changed or not.
fn some_function(random: &mut Random) -> String {
    match random.below(4) {
        0 => corpus::some_form(random).to_owned(),
        1 => {
            let form = corpus::some_form(random);
            corpus::mutated(random, form)
        }
        _ => grammar::function(random),
    }
}

/// The functions of a text, and what is wrong with it.
fn functions(text: &str) -> (Vec<Form>, Vec<String>) {
    let parsed = parse_module("m.erl", text.as_bytes(), &NoIncludes, &Options::default());
    let forms = parsed.module.forms.into_iter();
    let functions = forms.filter(|form| matches!(form.kind, FormKind::Function(_)));
    let problems = parsed.diagnostics.iter().map(Diagnostic::headline);
    (functions.collect(), problems.collect())
}

/// The tree in the abstract format, with `0` for each place.
fn tree(form: &Form) -> String {
    let text = abstract_format::form(form);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.find('}').map_or(from.len(), |end| end + 1);
        let is_place = from[1..end]
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'}');
        let end = if is_place && end > 2 { end } else { 1 };
        out.push_str(if end > 1 { "0" } else { "{" });
        rest = &from[end..];
    }
    out + rest
}

/// A program that is read is printed so that it is read as the same.
pub fn print(random: &mut Random) -> Verdict {
    let text = some_function(random);
    for form in functions(&text).0 {
        let FormKind::Function(function) = &form.kind else {
            continue;
        };
        let printed = shell::function_text(function);
        let (again, problems) = functions(&printed);
        let (before, after) = (tree(&form), again.first().map(tree));
        if after.as_ref() != Some(&before) {
            let after = after.unwrap_or_default();
            let same = before
                .chars()
                .zip(after.chars())
                .take_while(|(a, b)| a == b);
            let from = same.count().saturating_sub(60);
            let part = |tree: &str| tree.chars().skip(from).take(160).collect::<String>();
            return Err(format!(
                "{text}\nis printed as\n{printed}\n{}\nhas become\n{}\n{problems:?}",
                part(&before),
                part(&after)
            ));
        }
    }
    Ok(())
}

/// A module of functions, or one that somebody has written and somebody else has spoilt.
fn some_module(random: &mut Random) -> String {
    if random.once_in(2) {
        let module = random.pick(corpus::modules());
        return corpus::mutated(random, module);
    }
    let mut text = String::from(
        "-module(m).\n-compile(export_all).\n-record(r, {a = 1, b}).\n-record('R r', {'C c', a, b}).\n",
    );
    text.push_str(&grammar::function(random));
    text
}

pub fn compile(random: &mut Random) -> Verdict {
    let text = some_module(random);
    let compiled = compile::source("m.erl", text.as_bytes(), &NoIncludes, &Options::default());
    let is_refused = compiled.diagnostics.iter().any(Diagnostic::is_error);
    if compiled.module.is_some() == is_refused {
        return Err(format!("neither compiled nor refused:\n{text}"));
    }
    Ok(())
}

/// Loads a module, calls its functions in a shell, and lets all that comes of it run on for a while.
pub fn run(random: &mut Random) -> Verdict {
    let config = Config {
        log: random.once_in(2),
        words_max: WORDS,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    world.run(REDUCTIONS, 0);
    for _ in 0..5 {
        let text = some_module(random);
        world.input(Input::Module {
            node: 0,
            name: "m".into(),
            source: text.into(),
        });
        let arguments = [
            "",
            "1",
            "[a, 2.5]",
            "fun(X) -> X end, <<1, 2>>",
            "#{a => b}",
        ];
        let line = format!("catch m:f({}).", random.pick(&arguments));
        world.input(Input::Line {
            node: 0,
            text: line.into(),
        });
        world.run(REDUCTIONS, 0);
        world.input(Input::Interrupt { node: 0 });
        if let Status::Waiting { until_ns } = world.run(REDUCTIONS, 0).status {
            world.input(Input::Advance { to_ns: until_ns });
        }
    }
    let step = random.below(world.head() as usize + 1) as u64;
    world.view(step);
    Ok(())
}
