//! Errors and warnings against what OTP's compiler says of the same modules.
//!
//! The expected messages under `tests/lint` are recorded by `tests/lint/record.sh`.

use spawnpoint::compile::lint;
use spawnpoint::syntax::diagnostic;
use spawnpoint::syntax::preprocess::{Includes, Options, parse_module};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Included files on disk: beside the source, and in the directories of `LINT_INCLUDES`.
struct Disk(Vec<PathBuf>);

impl Disk {
    fn new() -> Self {
        let dirs = std::env::var("LINT_INCLUDES").unwrap_or_default();
        Self(dirs.split_whitespace().map(PathBuf::from).collect())
    }

    fn read(path: &Path) -> Option<(String, Vec<u8>)> {
        Some((path.to_str()?.to_owned(), std::fs::read(path).ok()?))
    }
}

impl Includes for Disk {
    fn include(&self, from: &str, name: &str) -> Option<(String, Vec<u8>)> {
        let beside = Path::new(from).parent().unwrap_or(Path::new(""));
        let mut dirs = std::iter::once(beside.to_owned()).chain(self.0.iter().cloned());
        dirs.find_map(|dir| {
            Self::read(&if dir.as_os_str() == "." {
                name.into()
            } else {
                dir.join(name)
            })
        })
    }

    fn include_lib(&self, name: &str) -> Option<(String, Vec<u8>)> {
        let (library, rest) = name.split_once('/')?;
        let libraries = Path::new("/usr/lib/erlang/lib");
        let mut dirs = std::fs::read_dir(libraries)
            .ok()?
            .filter_map(|dir| dir.ok()?.file_name().into_string().ok());
        let dir = dirs.find(|dir| dir.split('-').next() == Some(library))?;
        Self::read(&libraries.join(dir).join(rest))
    }
}

/// What the compiler would print, without source lines.
fn messages(file: &str) -> String {
    let bytes = std::fs::read(file).unwrap();
    let parsed = parse_module(file, &bytes, &Disk::new(), &Options::default());
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(lint::module(
        &parsed.module,
        &std::collections::HashSet::default(),
        &|_| None,
    ));
    diagnostic::sort(&mut diagnostics);
    let mut text = String::new();
    for diagnostic in &diagnostics {
        let _ = writeln!(text, "{}", diagnostic.headline());
    }
    text
}

/// The lines that only one of the two has.
fn difference(expected: &str, found: &str) -> String {
    let mut expected: Vec<&str> = expected.lines().collect();
    let mut text = String::new();
    for line in found.lines() {
        match expected.iter().position(|other| *other == line) {
            Some(index) => {
                expected.remove(index);
            }
            None => {
                let _ = writeln!(text, "  only here: {line}");
            }
        }
    }
    for line in expected {
        let _ = writeln!(text, "  only OTP:  {line}");
    }
    text
}

fn modules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/lint/modules")
}

#[test]
fn messages_are_those_of_erlc() {
    std::env::set_current_dir(modules()).unwrap();
    let mut files: Vec<String> = std::fs::read_dir(".")
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| {
            std::path::Path::new(name)
                .extension()
                .is_some_and(|ending| ending == "erl")
        })
        .collect();
    files.sort();
    let mut wrong = String::new();
    for file in files {
        let expected = std::fs::read_to_string(format!("{file}.messages")).unwrap();
        let found = messages(&file);
        if expected != found {
            let difference = difference(&expected, &found);
            let what = if difference.is_empty() {
                "  in another order\n".into()
            } else {
                difference
            };
            let _ = write!(wrong, "{file}\n{what}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Compares with `record.escript lint-to DIR` over any other sources: `LINT_MESSAGES=DIR LINT_FILES="a.erl b.erl"`.
#[test]
#[ignore = "needs sources that are not in the repository"]
fn messages_of_other_sources() {
    let dir = std::env::var("LINT_MESSAGES").unwrap();
    let mut wrong = 0;
    for file in std::env::var("LINT_FILES").unwrap().split_whitespace() {
        let expected =
            std::fs::read_to_string(format!("{dir}/{}.messages", file.replace('/', "_"))).unwrap();
        let difference = difference(&expected, &messages(file));
        if !difference.is_empty() {
            println!("{file}\n{difference}");
            wrong += 1;
        }
    }
    assert_eq!(wrong, 0);
}
