//! Text that wants to break the syntax floor: each gives an error or a tree, never a panic, on a small stack, soon.

use spawnpoint::syntax::preprocess::{NoIncludes, Options, ParsedModule, parse_module};
use std::fmt::Write as _;
use std::time::Duration;

/// As much stack as the project promises to do with.
const STACK_BYTES: usize = 256 * 1024;

/// Parses on a thread with a small stack, and drops the tree there. Answers the messages, and fails after 10 s, which
/// leaves room for a slow machine.
fn messages(text: impl Into<Vec<u8>>) -> Vec<String> {
    let bytes = text.into();
    let (sender, receiver) = std::sync::mpsc::channel();
    let work = move || {
        let ParsedModule {
            diagnostics,
            module,
        } = parse_module("m.erl", &bytes, &NoIncludes, &Options::default());
        drop(module);
        let messages = diagnostics
            .into_iter()
            .map(|diagnostic| diagnostic.headline())
            .collect::<Vec<_>>();
        sender.send(messages).unwrap();
    };
    let thread = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(work)
        .unwrap();
    let messages = receiver
        .recv_timeout(Duration::from_secs(10))
        .expect("an answer in time");
    thread.join().unwrap();
    messages
}

fn function(body: &str) -> String {
    format!("f() -> {body}.\n")
}

fn repeated(part: &str, count: usize) -> String {
    part.repeat(count)
}

#[test]
fn nesting_is_refused_where_it_gets_too_deep() {
    let count = 100_000;
    let openers = [
        "(",
        "[",
        "{",
        "<<",
        "#{",
        "#{a=>",
        "#r{a=",
        "begin ",
        "case ",
        "if ",
        "receive ",
        "try ",
        "fun() -> ",
        "fun F() -> ",
        "f(",
        "a:b(",
        "[a|",
        "<<a:",
        "catch ",
        "- ",
        "not ",
        "X = ",
        "X ! ",
        "a ++ ",
        "1 + ",
        "a andalso ",
        "[X || ",
        "{a, ",
        "case x of y -> ",
        "if a -> ",
        "receive x -> ",
        "try x of y -> ",
        "try x catch y -> ",
        "try x after ",
        "begin a, ",
    ];
    for opener in openers {
        let found = messages(function(&repeated(opener, count)));
        assert!(found.len() == 1, "{opener}: {found:?}");
        let expected = ["nesting deeper than", "syntax error before"];
        assert!(
            expected.iter().any(|words| found[0].contains(words)),
            "{opener}: {found:?}"
        );
        let found = messages(repeated(opener, count));
        assert!(!found.is_empty(), "{opener} by itself");
    }
}

#[test]
fn closed_nesting_is_refused_too() {
    let count = 100_000;
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("f(", ")"),
        ("begin ", " end"),
        ("<<(", ")>>"),
        ("#{a=>", "}"),
    ] {
        let text = function(&format!(
            "{}1{}",
            repeated(open, count),
            repeated(close, count)
        ));
        let found = messages(text);
        assert!(
            found[0].contains("nesting deeper than"),
            "{open}: {found:?}"
        );
    }
    for suffix in [" + 1", "#r.a", "#{}", " ++ a", " = a", " andalso b", "(1)"] {
        let found = messages(function(&format!("X{}", repeated(suffix, count))));
        assert!(found.len() == 1, "{suffix}: {found:?}");
    }
}

#[test]
fn chains_within_brackets_add_up() {
    let mut text = String::from("x");
    for _ in 0..100 {
        text = format!("({text}{})", repeated(" + 1", 100));
    }
    assert!(messages(function(&text))[0].contains("nesting deeper than"));
}

#[test]
fn types_and_attributes_nest_no_deeper() {
    let count = 100_000;
    for opener in [
        "[", "{", "fun((", "#{", "a(", "(", "a | (", "X :: ", "- ", "#r{a :: ", "1 + ",
    ] {
        let found = messages(format!("-type t() :: {}.\n", repeated(opener, count)));
        assert!(found.len() == 1, "{opener}: {found:?}");
        let found = messages(format!(
            "-spec f() -> {}.\n-foo({}).\n",
            repeated(opener, count),
            repeated(opener, count)
        ));
        assert!(!found.is_empty(), "{opener}: {found:?}");
    }
}

#[test]
fn long_flat_text_is_fine() {
    let million = 1_000_000;
    assert_eq!(
        messages(function(&format!("[{}0]", repeated("1,", million)))),
        Vec::<String>::new()
    );
    assert_eq!(
        messages(function(&format!("{{{}0}}", repeated("a,", million)))),
        Vec::<String>::new()
    );
    assert_eq!(
        messages(function(&repeated("\"a\" ", 300_000))),
        Vec::<String>::new()
    );
    assert_eq!(
        messages(function(&format!("{}a", repeated("a, ", 300_000)))),
        Vec::<String>::new()
    );
    assert_eq!(
        messages(repeated("f() -> 1.\n", 100_000)),
        Vec::<String>::new()
    );
    assert_eq!(
        messages(format!("{}f() -> 1.\n", repeated("f() -> 1;\n", 100_000))),
        Vec::<String>::new()
    );
    assert_eq!(
        messages(format!("-type t() :: {}a.\n", repeated("a | ", 100_000))),
        Vec::<String>::new()
    );
    let clauses = repeated("1 -> 2; ", 100_000);
    assert_eq!(
        messages(function(&format!("case x of {clauses}_ -> 3 end"))),
        Vec::<String>::new()
    );
}

#[test]
fn megabyte_tokens() {
    let million = 1_000_000;
    assert!(messages(function(&repeated("a", million)))[0].contains("illegal atom"));
    assert!(messages(function(&repeated("A", million)))[0].contains("illegal var"));
    assert!(
        messages(function(&format!("'{}'", repeated("a", million))))[0].contains("illegal atom")
    );
    assert_eq!(
        messages(function(&format!("\"{}\"", repeated("a", million)))),
        Vec::<String>::new()
    );
    assert!(
        messages(function(&format!("\"{}", repeated("a", million))))[0]
            .contains("unterminated string")
    );
    assert!(messages(function(&repeated("9", million)))[0].contains("illegal integer"));
    assert!(
        messages(function(&format!("16#{}", repeated("f", million))))[0]
            .contains("illegal integer")
    );
    assert!(messages(function(&format!("1.{}", repeated("9", million)))).is_empty());
    assert!(
        messages(function(&format!("1.0e{}", repeated("9", million))))[0].contains("illegal float")
    );
    assert!(messages(format!("%{}", repeated("a", million))).is_empty());
    assert!(messages(repeated("\n", million)).is_empty());
    assert!(
        messages(function(&format!("$\\x{{{}}}", repeated("1", million))))[0]
            .contains("illegal character")
    );
}

#[test]
fn macros_do_not_explode() {
    let mut doubling = String::from("-define(M0, a).\n");
    for level in 1..60 {
        let _ = writeln!(doubling, "-define(M{level}, {{?M{0}, ?M{0}}}).", level - 1);
    }
    assert!(
        messages(format!("{doubling}f() -> ?M59.\n"))[0]
            .contains("macro expansion yields more than")
    );
    let nested = format!(
        "-define(I(X), X).\nf() -> {}1{}.\n",
        repeated("?I(", 3_000),
        repeated(")", 3_000)
    );
    assert!(messages(nested)[0].contains("macro expansion yields more than"));
    let arguments = format!("-define(I(X), X).\nf() -> {}.\n", repeated("?I(", 100_000));
    assert!(messages(arguments)[0].contains("badly formed argument"));
    let grown = "-define(A(X), ?B({X, X})).\n-define(B(X), ?A(X)).\nf() -> ?A(1).\n";
    assert!(messages(grown)[0].contains("circular macro"));
    let text = repeated("??X ", 1000);
    assert!(
        messages(format!(
            "-define(S(X), [{text}]).\nf() -> ?S({}).\n",
            repeated("a ", 100_000)
        ))
        .len()
            == 1
    );
}

#[test]
fn conditionals_nest_without_end() {
    let count = 100_000;
    let found = messages(repeated("-ifdef(a).\n", count));
    assert_eq!(found.len(), count);
    assert!(found[0].contains("unterminated '-ifdef'"));
}

#[test]
fn broken_bytes_are_reported_where_they_stand() {
    let found = messages(b"f() -> ok.\ng() -> \"a\xff\".\n".to_vec());
    assert_eq!(
        found,
        [
            "m.erl:2:10: cannot translate from UTF-8",
            "m.erl:2:10: cannot parse file, giving up"
        ]
    );
    assert!(messages(b"f() -> '\xe6\x97".to_vec())[0].contains("cannot translate"));
    assert!(messages(vec![0u8; 100_000]).is_empty());
    assert!(!messages(vec![0xffu8; 100_000]).is_empty());
}

/// Numbers that are the same on each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}

#[test]
fn mutated_modules_never_panic() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/syntax/modules");
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "erl"));
    files.sort();
    let texts: Vec<Vec<u8>> = files
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let pieces = [
        "(", ")", "[", "]", "{", "}", "<<", ">>", "fun", "end", "case", ".", "\n-", "?", "??", "$",
        "\"", "'", "#", "\\", "-define(", "-if(", "||", "::", "\u{e9}", "\u{65e5}",
    ];
    let mut random = Random(1);
    for round in 0..400 {
        let mut bytes = texts[round % texts.len()].clone();
        for _ in 0..=random.below(8) {
            let at = random.below(bytes.len() + 1);
            match random.below(4) {
                0 => bytes.truncate(at),
                1 => {
                    let piece = pieces[random.below(pieces.len())].bytes();
                    bytes.splice(at..at, piece);
                }
                2 if at < bytes.len() => bytes[at] = random.below(256) as u8,
                _ => {
                    let end = (at + random.below(20)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
        messages(bytes);
    }
}
