//! The floor check: a module of `crate/src` may use only the floors below it, and only the two edges may know the host.
//!
//! It reads the source as tokens (comments and literals dropped), follows `crate::x`, `crate::{x, y}` and `super::`
//! paths that climb to the crate root, and names file and line of each that leads upwards.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up: each may use those before it. `main` and `wasm` are the edges and may use all.
const FLOORS: [&str; 13] = [
    "limits", "term", "syntax", "bytecode", "compile", "machine", "table", "process", "builtin",
    "cluster", "world", "shell", "lesson",
];
const EDGES: [&str; 2] = ["main", "wasm"];

/// Crates that speak JavaScript: for `wasm.rs` alone.
const JAVASCRIPT: [&str; 7] = [
    "futures",
    "gloo_timers",
    "js_sys",
    "serde_wasm_bindgen",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "web_sys",
];

#[test]
fn no_floor_imports_upwards() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for file in rust_files(&source) {
        let place = file.strip_prefix(&source).expect("files lie below src");
        let text = fs::read_to_string(&file).expect("a source file is readable UTF-8");
        faults.extend(check_file(place, &text));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn upward_imports_are_caught() {
    let bad = [
        (
            "term/heap.rs",
            "use crate::machine::Machine;",
            "term/heap.rs:1: `term` may not use `machine`",
        ),
        (
            "limits.rs",
            "\nfn f() { crate::term::x() }",
            "limits.rs:2: `limits` may not use `term`",
        ),
        (
            "process/mod.rs",
            "use crate::{term::Term,\n world::{self, X}};",
            "process/mod.rs:2: `process` may not use `world`",
        ),
        (
            "term/heap.rs",
            "use super::super::shell::Shell;",
            "term/heap.rs:1: `term` may not use `shell`",
        ),
        (
            "term/mod.rs",
            "mod t { use super::super::lesson; }",
            "term/mod.rs:1: `term` may not use `lesson`",
        ),
        (
            "term/mod.rs",
            "use crate::wasm::World;",
            "term/mod.rs:1: `term` may not use `wasm`",
        ),
        (
            "term/mod.rs",
            "use crate::cellar::Wine;",
            "term/mod.rs:1: `cellar` is no floor",
        ),
        ("cellar/mod.rs", "", "cellar/mod.rs:1: `cellar` is no floor"),
        (
            "world/clock.rs",
            "use js_sys::Date;",
            "world/clock.rs:1: only wasm.rs may know `js_sys`",
        ),
    ];
    for (place, text, fault) in bad {
        assert_eq!(check_file(Path::new(place), text), [fault], "for {text:?}");
    }
}

#[test]
fn downward_imports_and_mere_mentions_pass() {
    let good = [
        (
            "world/mod.rs",
            "use crate::{limits, process::{Pid, table::Table}}; use crate::world::clock::Clock;",
        ),
        (
            "term/heap.rs",
            "//! [`crate::world::World`]\n/* crate::world /* nested */ crate::shell */ use super::word::Word;",
        ),
        (
            "term/print.rs",
            "const A: &str = \"crate::world::\\\"x\"; const B: &str = r#\"crate::shell::\"#; const C: char = '\"';",
        ),
        (
            "term/print.rs",
            "fn f<'a>(x: &'a str) -> char { '\\'' } mod tests { use super::*; use super::super::word::Word; }",
        ),
        ("lib.rs", "pub mod lesson; pub mod term;"),
        ("main.rs", "use spawnpoint::lesson::check;"),
        (
            "wasm.rs",
            "use wasm_bindgen::prelude::*; use crate::world::World;",
        ),
    ];
    for (place, text) in good {
        assert_eq!(
            check_file(Path::new(place), text),
            Vec::<String>::new(),
            "for {text:?}"
        );
    }
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut directories = vec![directory.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).expect("a directory of the crate is readable") {
            let path = entry.expect("a directory of the crate is readable").path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// All faults of one file; `place` is its path below `src`.
fn check_file(place: &Path, text: &str) -> Vec<String> {
    let mut modules: Vec<String> = place
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if modules.last().is_some_and(|last| last == "mod") {
        modules.pop();
    }
    let floor = modules[0].clone();
    // The library's root lists the floors; the command line is a crate of its own above them all.
    if floor == "lib" || floor == "main" {
        return Vec::new();
    }
    let fault = |line: usize, what: String| format!("{}:{line}: {what}", place.display());
    if !EDGES.contains(&floor.as_str()) && !FLOORS.contains(&floor.as_str()) {
        return vec![fault(1, format!("`{floor}` is no floor"))];
    }
    let mut faults = Vec::new();
    for (line, used) in used_from_root(&tokens(text), modules.len()) {
        if used != floor && !may_use(&floor, &used) {
            let known = EDGES.contains(&used.as_str()) || FLOORS.contains(&used.as_str());
            let what = if known {
                format!("`{floor}` may not use `{used}`")
            } else {
                format!("`{used}` is no floor")
            };
            faults.push(fault(line, what));
        }
    }
    if floor != "wasm" {
        for token in tokens(text)
            .iter()
            .filter(|token| JAVASCRIPT.contains(&token.text.as_str()))
        {
            faults.push(fault(
                token.line,
                format!("only wasm.rs may know `{}`", token.text),
            ));
        }
    }
    faults
}

fn may_use(floor: &str, used: &str) -> bool {
    let height = |name: &str| FLOORS.iter().position(|floor| *floor == name);
    match (height(floor), height(used)) {
        (Some(above), Some(below)) => below < above,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// Names taken from the crate's root, with their lines. `depth` is how many modules lie between root and file.
fn used_from_root(tokens: &[Token], depth: usize) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    let mut inline_modules = Vec::new();
    let mut braces = 0;
    let mut at = 0;
    while at < tokens.len() {
        let is = |offset: usize, text: &str| {
            tokens
                .get(at + offset)
                .is_some_and(|token| token.text == text)
        };
        match tokens[at].text.as_str() {
            "mod" if is(2, "{") => inline_modules.push(braces),
            "{" => braces += 1,
            "}" => {
                braces -= 1;
                if inline_modules.last() == Some(&braces) {
                    inline_modules.pop();
                }
            }
            "crate" if is(1, "::") => first_names(tokens, at + 2, &mut used),
            "super" if is(1, "::") => {
                let mut climbed = 1;
                while is(2 * climbed, "super") && is(2 * climbed + 1, "::") {
                    climbed += 1;
                }
                if climbed == depth + inline_modules.len() {
                    first_names(tokens, at + 2 * climbed, &mut used);
                }
                at += 2 * climbed - 1;
            }
            _ => {}
        }
        at += 1;
    }
    used
}

/// After `crate::`: the one name, or the first name of each member of a `{...}` group.
fn first_names(tokens: &[Token], start: usize, used: &mut Vec<(usize, String)>) {
    let Some(first) = tokens.get(start) else {
        return;
    };
    if first.text != "{" {
        used.push((first.line, first.text.clone()));
        return;
    }
    let mut depth = 0;
    let mut wanted = true;
    for token in &tokens[start..] {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => return,
            "}" => depth -= 1,
            "," if depth == 1 => wanted = true,
            name if depth == 1 && wanted => {
                used.push((token.line, name.to_owned()));
                wanted = false;
            }
            _ => {}
        }
    }
}

struct Token {
    line: usize,
    text: String,
}

/// Words, `::` and single signs; comments, strings, characters and lifetimes are dropped.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |at: usize| {
        chars
            .get(at)
            .is_some_and(|char| char.is_alphanumeric() || *char == '_')
    };
    let starts = |at: usize, what: &str| {
        what.chars()
            .enumerate()
            .all(|(i, char)| chars.get(at + i) == Some(&char))
    };
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            at = block_comment_end(&chars, at);
        } else if chars[at] == '"' {
            at = string_end(&chars, at);
        } else if let Some(end) = raw_string_end(&chars, at) {
            at = end;
        } else if chars[at] == '\'' {
            at = quote_end(&chars, at);
        } else if is_word(at) {
            while is_word(at) {
                at += 1;
            }
            tokens.push(Token {
                line,
                text: chars[start..at].iter().collect(),
            });
        } else {
            at += if starts(at, "::") { 2 } else { 1 };
            if !chars[start].is_whitespace() {
                tokens.push(Token {
                    line,
                    text: chars[start..at].iter().collect(),
                });
            }
        }
        line += chars[start..at]
            .iter()
            .filter(|char| **char == '\n')
            .count();
    }
    tokens
}

fn block_comment_end(chars: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => depth += 1,
            ('*', Some('/')) => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            break;
        }
    }
    at
}

fn string_end(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// The end of `r"..."` or `r##"..."##` at `start`, if one starts there.
fn raw_string_end(chars: &[char], start: usize) -> Option<usize> {
    if chars[start] != 'r'
        || (start > 0 && (chars[start - 1].is_alphanumeric() && chars[start - 1] != 'b'))
    {
        return None;
    }
    let hashes = chars[start + 1..]
        .iter()
        .take_while(|char| **char == '#')
        .count();
    let open = start + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let closed = |at: usize| {
        chars[at] == '"'
            && chars[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes
    };
    let end = (open + 1..chars.len()).find(|at| closed(*at))?;
    Some(end + 1 + hashes)
}

/// After a `'`: a character literal is passed whole, of a lifetime only the quote.
fn quote_end(chars: &[char], start: usize) -> usize {
    if chars.get(start + 1) == Some(&'\\') {
        let close = (start + 3..chars.len()).find(|at| chars[*at] == '\'');
        close.map_or(chars.len(), |at| at + 1)
    } else if chars.get(start + 2) == Some(&'\'') {
        start + 3
    } else {
        start + 1
    }
}
