//! Scanner, preprocessor and parser against what OTP makes of the same text.
//!
//! The expected results under `tests/syntax` are recorded by `tests/syntax/record.sh`.

use spawnpoint::syntax::abstract_format;
use spawnpoint::syntax::ast::Pos;
use spawnpoint::syntax::preprocess::{Includes, Options, parse_module};
use spawnpoint::syntax::scanner::{Names, Scanner};
use spawnpoint::syntax::token::{Token, TokenKind, atom_text, float_text};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/syntax")
}

fn pos_text(pos: Pos) -> String {
    format!("{{{},{}}}", pos.line, pos.column)
}

fn token_text(token: &Token) -> String {
    let pos = pos_text(token.pos);
    match &token.kind {
        TokenKind::Atom(name) => format!("{{atom,{pos},{}}}", atom_text(name)),
        TokenKind::Var(name) => format!("{{var,{pos},{}}}", atom_text(name)),
        TokenKind::Integer(int) => format!("{{integer,{pos},{int}}}"),
        TokenKind::Float(float) => format!("{{float,{pos},{}}}", float_text(*float)),
        TokenKind::Char(char) => format!("{{char,{pos},{}}}", u32::from(*char)),
        TokenKind::String(text) => {
            let chars: Vec<String> = text
                .chars()
                .map(|char| u32::from(char).to_string())
                .collect();
            format!("{{string,{pos},[{}]}}", chars.join(","))
        }
        TokenKind::Symbol(symbol) => format!("{{{},{pos}}}", atom_text(&symbol.text())),
        TokenKind::Dot => format!("{{dot,{pos}}}"),
        TokenKind::End => "end".into(),
    }
}

fn scanned_text(text: &str) -> String {
    let mut names = Names::default();
    let mut scanner = Scanner::new(text, Pos::new(1, 1));
    let mut tokens = Vec::new();
    loop {
        match scanner.token(&mut names) {
            Ok(Some(token)) => tokens.push(token_text(&token)),
            Ok(None) => return format!("[{}] {}", tokens.join(","), pos_text(scanner.pos())),
            Err(error) => {
                return format!(
                    "error {} {} {}",
                    pos_text(error.pos),
                    error.message(),
                    pos_text(scanner.pos())
                );
            }
        }
    }
}

/// Fails with all lines that differ.
fn compare(what: &str, pairs: impl Iterator<Item = (String, String, String)>) {
    let mut wrong = String::new();
    for (case, expected, found) in pairs {
        if expected != found {
            let _ = write!(wrong, "{case}\n  OTP:   {expected}\n  found: {found}\n");
        }
    }
    assert!(wrong.is_empty(), "{what}:\n{wrong}");
}

#[test]
fn tokens_are_those_of_erl_scan() {
    let input = std::fs::read_to_string(cases().join("tokens.txt")).unwrap();
    let expected = std::fs::read_to_string(cases().join("tokens.txt.expected")).unwrap();
    let inputs = input.lines().filter(|line| !line.is_empty());
    assert_eq!(inputs.clone().count(), expected.lines().count());
    compare(
        "tokens",
        inputs.zip(expected.lines()).map(|(line, expected)| {
            (
                line.to_owned(),
                expected.to_owned(),
                scanned_text(&line.replace('\u{2424}', "\n")),
            )
        }),
    );
}

/// Included files on disk.
struct Disk {
    dirs: Vec<PathBuf>,
    libraries: PathBuf,
}

impl Disk {
    fn read(path: &Path) -> Option<(String, Vec<u8>)> {
        Some((path.to_str()?.to_owned(), std::fs::read(path).ok()?))
    }
}

impl Includes for Disk {
    fn include(&self, from: &str, name: &str) -> Option<(String, Vec<u8>)> {
        let beside = Path::new(from).parent().map(Path::to_owned);
        let dirs = beside.into_iter().chain(self.dirs.iter().cloned());
        let mut found = dirs.map(|dir| {
            if dir.as_os_str() == "." {
                name.into()
            } else {
                dir.join(name)
            }
        });
        found.find_map(|path: PathBuf| Self::read(&path))
    }

    fn include_lib(&self, name: &str) -> Option<(String, Vec<u8>)> {
        let (library, rest) = name.split_once('/')?;
        let entries = std::fs::read_dir(&self.libraries).ok()?;
        let mut dirs = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let dir = dirs.find(|dir| dir.split('-').next() == Some(library))?;
        Self::read(&self.libraries.join(dir).join(rest))
    }
}

/// Forms, then messages, one a line, as `record.escript` writes them.
fn forms_text(file: &str, includes: &Disk) -> String {
    let bytes = std::fs::read(file).unwrap();
    let parsed = parse_module(file, &bytes, includes, &Options::default());
    let mut text = String::new();
    for form in &parsed.module.forms {
        let _ = writeln!(text, "{}", abstract_format::form(form));
    }
    for diagnostic in &parsed.diagnostics {
        let severity = if diagnostic.is_error() {
            "error"
        } else {
            "warning"
        };
        let _ = writeln!(
            text,
            "{severity} {} {}",
            pos_text(diagnostic.pos.unwrap()),
            diagnostic.message
        );
    }
    text
}

fn erl_files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "erl"));
    files.sort();
    files
}

#[test]
fn forms_and_errors_are_those_of_epp() {
    let dir = cases().join("modules");
    std::env::set_current_dir(&dir).unwrap();
    let includes = Disk {
        dirs: vec!["include".into()],
        libraries: PathBuf::new(),
    };
    let mut lines = Vec::new();
    for path in erl_files(&dir) {
        let file = format!("./{}", path.file_name().unwrap().to_str().unwrap());
        let expected = std::fs::read_to_string(format!("{}.forms", path.display())).unwrap();
        let found = forms_text(&file, &includes);
        let count = expected.lines().count().max(found.lines().count());
        let line = |text: &str, index: usize| text.lines().nth(index).unwrap_or("").to_owned();
        lines.extend(
            (0..count).map(|index| (file.clone(), line(&expected, index), line(&found, index))),
        );
    }
    compare("forms", lines.into_iter());
}

/// Compares with `record.escript forms-to DIR` over any other sources: `SYNTAX_FORMS=DIR SYNTAX_FILES="a.erl b.erl"`
/// and, for its `-i`, `SYNTAX_INCLUDES`.
#[test]
#[ignore = "needs sources that are not in the repository"]
fn forms_of_other_sources() {
    let dir = std::env::var("SYNTAX_FORMS").unwrap();
    let dirs: Vec<PathBuf> = std::env::var("SYNTAX_INCLUDES")
        .unwrap_or_default()
        .split_whitespace()
        .map(PathBuf::from)
        .collect();
    let mut wrong = 0;
    for file in std::env::var("SYNTAX_FILES").unwrap().split_whitespace() {
        let includes = Disk {
            dirs: dirs.clone(),
            libraries: "/usr/lib/erlang/lib".into(),
        };
        let expected =
            std::fs::read_to_string(format!("{dir}/{}.forms", file.replace('/', "_"))).unwrap();
        let found = forms_text(file, &includes);
        let first = expected.lines().zip(found.lines()).find(|(a, b)| a != b);
        if let Some((expected, found)) = first {
            let same = expected
                .bytes()
                .zip(found.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            let start = same.saturating_sub(60);
            let cut = |text: &str| text.chars().skip(start).take(200).collect::<String>();
            println!(
                "{file}\n  OTP:   {}\n  found: {}",
                cut(expected),
                cut(found)
            );
            wrong += 1;
        }
    }
    assert_eq!(wrong, 0);
}
