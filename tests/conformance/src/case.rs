//! How cases are written down, read and stored.
//!
//! Each kind has a directory; the two kinds of cases on several nodes share one (see README.md). A case's name is unique and stable: for `eval` it is
//! made of the expression itself, so that inserting a case renames no other.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One expression: its value printed with `~p`, or its exception as the shell prints it.
    Eval,
    /// A module whose `main/0` prints and returns.
    Program,
    /// Lines typed into a shell.
    Shell,
    /// What the compiler says about a module.
    Errors,
    /// One expression on the first of three nodes that are not connected.
    Cluster,
    /// Lines typed into the shells of several nodes.
    Steps,
}

/// The nodes of a [`Kind::Cluster`] case, and the modules that all of them have.
pub const CLUSTER_NODES: [&str; 3] = ["a@localhost", "b@localhost", "c@localhost"];
/// Directories below `cluster` with modules of all nodes, and with those of the first node alone.
pub const CLUSTER_CODE: [&str; 2] = ["everywhere", "first"];

impl Kind {
    /// All kinds, in the order they are run and reported.
    pub const ALL: [Kind; 6] = [
        Kind::Eval,
        Kind::Program,
        Kind::Shell,
        Kind::Errors,
        Kind::Cluster,
        Kind::Steps,
    ];

    /// The directory under the suite's root.
    pub fn directory(self) -> &'static str {
        match self {
            Kind::Eval => "eval",
            Kind::Program => "programs",
            Kind::Shell => "shell",
            Kind::Errors => "errors",
            Kind::Cluster | Kind::Steps => "cluster",
        }
    }

    /// How the names of the case files of this kind end.
    fn source_extension(self) -> &'static str {
        match self {
            Kind::Eval | Kind::Cluster => "exprs",
            Kind::Program | Kind::Errors => "erl",
            Kind::Shell => "in",
            Kind::Steps => "steps",
        }
    }

    /// How the names of the recorded files of this kind end.
    fn expected_extension(self) -> &'static str {
        match self {
            Kind::Eval | Kind::Program | Kind::Cluster => "expected",
            Kind::Shell | Kind::Errors | Kind::Steps => "out",
        }
    }
}

/// One source file of cases: an area of expressions, one program, one session, one wrong program.
#[derive(Clone, Debug)]
pub struct CaseFile {
    pub kind: Kind,
    /// The file's stem.
    pub stem: String,
    /// The source.
    pub path: PathBuf,
}

impl CaseFile {
    /// `eval/lists`, `shell/bindings` ...
    pub fn name(&self) -> String {
        format!("{}/{}", self.kind.directory(), self.stem)
    }

    /// Where the recorded output stands.
    pub fn expected_path(&self) -> PathBuf {
        self.path.with_extension(self.kind.expected_extension())
    }

    /// The modules a shell session has at hand: `shell/<stem>/*.erl`, sorted. Those called `broken...` do not compile:
    /// they are only found when the session asks for them.
    pub fn companions(&self) -> io::Result<Vec<PathBuf>> {
        let directory = self.path.with_extension("");
        if self.kind != Kind::Shell || !directory.is_dir() {
            return Ok(Vec::new());
        }
        files_ending(&directory, "erl")
    }
}

/// Every case file below `root`, sorted by kind and name.
pub fn all(root: &Path) -> io::Result<Vec<CaseFile>> {
    let mut found = Vec::new();
    for kind in Kind::ALL {
        for path in files_ending(&root.join(kind.directory()), kind.source_extension())? {
            let stem = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            found.push(CaseFile { kind, stem, path });
        }
    }
    Ok(found)
}

/// The modules below `cluster/DIRECTORY`, sorted.
pub fn cluster_code(root: &Path, directory: &str) -> io::Result<Vec<PathBuf>> {
    files_ending(&root.join(Kind::Cluster.directory()).join(directory), "erl")
}

/// The nodes of a session on several of them, and whether each is hidden: its first line is
/// `% nodes NAME@HOST NAME@HOST:hidden ...`.
pub fn session_nodes(text: &str) -> Vec<(String, bool)> {
    let first = text.lines().next().unwrap_or_default();
    let names = first.strip_prefix("% nodes ").unwrap_or_default();
    let node = |name: &str| match name.strip_suffix(":hidden") {
        Some(name) => (name.to_string(), true),
        None => (name.to_string(), false),
    };
    names.split_whitespace().map(node).collect()
}

fn files_ending(directory: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == extension) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The expressions of an `.exprs` file: separated by blank lines; lines whose first character is `%` are
/// comments and belong to no case.
pub fn expressions(text: &str) -> Vec<String> {
    let mut cases = Vec::new();
    let mut current = String::new();
    for line in text.lines().chain([""]) {
        if line.starts_with('%') {
            continue;
        }
        if line.trim().is_empty() {
            if !current.is_empty() {
                cases.push(std::mem::take(&mut current));
            }
        } else {
            if !current.is_empty() {
                current.push('\n');
            }
            current.push_str(line);
        }
    }
    cases
}

/// What an expression's case is called: the expression on one line.
pub fn expression_name(expression: &str) -> String {
    expression.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One expression and what `erl` printed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub expression: String,
    /// Normalised, with its final newline.
    pub output: String,
}

/// Whether an output ends in an exception: `spawnpoint eval` then has exit status 1.
pub fn is_exception(output: &str) -> bool {
    output.lines().any(|line| line.starts_with("** exception "))
}

const PROMPT: &str = ">>> ";

/// The text of an `.expected` file for expressions: each expression behind `>>> `, its output below it.
pub fn write_recorded(cases: &[Recorded]) -> String {
    let mut text = String::new();
    for case in cases {
        for line in case.expression.lines() {
            text.push_str(PROMPT);
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&case.output);
        text.push('\n');
    }
    text
}

/// Reads what [`write_recorded`] wrote.
pub fn read_recorded(text: &str) -> Vec<Recorded> {
    let mut cases: Vec<Recorded> = Vec::new();
    let mut in_expression = false;
    for line in text.split_inclusive('\n') {
        if let Some(part) = line.strip_prefix(PROMPT) {
            let part = part.trim_end_matches('\n');
            match cases.last_mut() {
                Some(case) if in_expression => {
                    case.expression.push('\n');
                    case.expression.push_str(part);
                }
                _ => cases.push(Recorded {
                    expression: part.to_string(),
                    output: String::new(),
                }),
            }
            in_expression = true;
        } else if let Some(case) = cases.last_mut() {
            in_expression = false;
            case.output.push_str(line);
        }
    }
    for case in &mut cases {
        // The blank line that separates it from the next case.
        if case.output.ends_with('\n') {
            case.output.pop();
        }
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_separated_by_blank_lines() {
        let text = "% head\n1 + 1\n\n\nlists:seq(1,\n  3)\n% tail\n";
        assert_eq!(expressions(text), ["1 + 1", "lists:seq(1,\n  3)"]);
    }

    #[test]
    fn recorded_cases_survive_a_round_trip() {
        let cases = vec![
            Recorded {
                expression: "1".into(),
                output: "1\n".into(),
            },
            Recorded {
                expression: "io:format(\"a~n~nb\"),\n  ok".into(),
                output: "a\n\nbok\n".into(),
            },
            Recorded {
                expression: "exit(x)".into(),
                output: "** exception exit: x\n".into(),
            },
        ];
        assert_eq!(read_recorded(&write_recorded(&cases)), cases);
        assert!(is_exception(&cases[2].output));
    }
}
