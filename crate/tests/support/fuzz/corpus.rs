//! What there is to begin with: the library's modules, those of lessons and tests, and what sessions type.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Random;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files below `folder` that end in `ending`, in an order of their own.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn texts(folders: &[&str], ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        files(&root().join(folder), ending, &mut found);
    }
    let read = found.iter().map(std::fs::read_to_string);
    read.filter_map(Result::ok).collect()
}

/// Sources of modules.
pub fn modules() -> &'static [String] {
    static MODULES: OnceLock<Vec<String>> = OnceLock::new();
    MODULES.get_or_init(|| {
        texts(
            &[
                "lessons",
                "tests/syntax/modules",
                "crate/otp",
                "tests/conformance/programs",
            ],
            ".erl",
        )
    })
}

/// Sessions: what was typed, line by line.
pub fn sessions() -> &'static [String] {
    static SESSIONS: OnceLock<Vec<String>> = OnceLock::new();
    SESSIONS.get_or_init(|| texts(&["tests/conformance/shell"], ".in"))
}

/// The functions and attributes of a module, cut apart where a line ends with a full stop.
pub fn some_form(random: &mut Random) -> &'static str {
    let module = random.pick(modules());
    let forms: Vec<&str> = module.split_inclusive(".\n").collect();
    forms
        .get(random.below(forms.len()))
        .copied()
        .unwrap_or_default()
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<<",
    ">>",
    "|",
    "||",
    ",",
    ";",
    ".",
    ":",
    "::",
    "=",
    "=>",
    ":=",
    "<-",
    "<=",
    "->",
    "#",
    "#{",
    "?",
    "??",
    "$",
    "\"",
    "'",
    "\\",
    "%",
    "\n",
    "\n-",
    "-define(",
    "-if(",
    "-record(r, {a = 1, b}).\n",
    "#r{",
    "fun",
    "fun ",
    "end",
    "case ",
    " of ",
    "if ",
    "receive ",
    "after ",
    "try ",
    "catch ",
    "begin ",
    "when ",
    "andalso ",
    " div ",
    "bnot ",
    "not ",
    "maybe ",
    "else ",
    "_",
    "X",
    "a",
    "0",
    "-1",
    "1.5e300",
    "16#ff",
    "1_0",
    "$\\x{10ffff}",
    "\u{e9}",
    "\u{65e5}\u{672c}",
    "\u{1f600}",
    "/binary",
    "/utf8",
    ":8/little",
    "~p",
    "~",
    "^",
    "!",
    "++",
    "--",
    "=:=",
    "=/=",
    "lists:seq(1, 9)",
    "self()",
    "spawn(fun() -> ok end)",
    "exit(kill)",
    "f(), ",
    "v(1)",
    "catch error(x), ",
    "1 bsl 9999999",
    "binary:copy(<<0>>, 99999999)",
    "list_to_atom(\"x\")",
];

/// `text` with a few changes: cut off, something put in, left out, doubled or turned round, a character changed.
pub fn mutated(random: &mut Random, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(6) {
        let at = random.below(chars.len() + 1);
        let end = (at + random.below(24)).min(chars.len());
        match random.below(8) {
            0 if random.once_in(4) => chars.truncate(at),
            0 | 1 => {
                let piece = random.pick(PIECES).chars();
                chars.splice(at..at, piece);
            }
            2 => {
                let piece = random.pick(PIECES).chars();
                chars.splice(at..end, piece);
            }
            3 => {
                chars.drain(at..end);
            }
            4 => {
                let part: Vec<char> = chars[at..end].to_vec();
                let most = if random.once_in(20) { 200 } else { 3 };
                let times = 1 + random.below(most);
                chars.splice(at..at, part.repeat(times));
            }
            5 => chars[at..end].reverse(),
            _ if at < chars.len() => {
                let code = match random.below(3) {
                    0 => random.below(128),
                    1 => random.below(0x300),
                    _ => random.below(0x11_0000),
                };
                chars[at] = char::from_u32(code as u32).unwrap_or('\u{fffd}');
            }
            _ => {}
        }
    }
    chars.into_iter().collect()
}
