//! What `~w` and `~p` print, against what OTP printed (`tests/print/record.sh`).
//!
//! `SPAWNPOINT_PRINT_CASES=FILE cargo test --test print -- --ignored` checks another file: that is how the printer is fuzzed.

use spawnpoint::compile::is_auto_imported;
use spawnpoint::term::print::exception::{ExceptionOptions, format_exception};
use spawnpoint::term::print::{
    Encoding, NoNames, PrettyOptions, WriteOptions,
    format::{FormatOptions, format},
    no_records, pretty, write,
};
use spawnpoint::term::{Atom, Heap, Term};

#[path = "support/external.rs"]
mod external;

struct Case<'a> {
    kind: &'a str,
    arguments: Vec<i64>,
    term: Vec<u8>,
    expected: String,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    text.split("\n\n")
        .filter(|block| !block.trim().is_empty())
        .map(|block| {
            let (head, body) = block
                .trim_start_matches('\n')
                .split_once('\n')
                .expect("a case has a head and a body");
            let mut words: Vec<&str> = head.split(' ').collect();
            let hex = words.pop().expect("a term");
            let term = (0..hex.len() / 2)
                .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
                .collect();
            // Not `lines`, which drops carriage returns.
            let expected: Vec<&str> = body
                .trim_end_matches('\n')
                .split('\n')
                .map(|line| line.strip_prefix('|').expect("a bar"))
                .collect();
            let arguments = words[1..]
                .iter()
                .map(|word| word.parse().expect("a number"))
                .collect();
            Case {
                kind: words[0],
                arguments,
                term,
                expected: expected.join("\n"),
            }
        })
        .collect()
}

/// The records that `record.escript` knows.
fn records(name: Atom, fields: usize) -> Option<Vec<Atom>> {
    let names: &[&str] = match (name.text(), fields) {
        ("state", 3) => &["name", "length", "buffer"],
        ("r", 1) => &["a"],
        ("none", 0) => &[],
        ("a_rather_long_record_name", 4) => {
            &["field", "another_long_field_name", "x", "Quoted field"]
        }
        ("Quoted", 2) => &["left", "right"],
        _ => return None,
    };
    Some(names.iter().map(|name| Atom::intern(name)).collect())
}

fn print(heap: &Heap, term: Term, case: &Case<'_>) -> String {
    let argument = |position: usize| case.arguments.get(position).copied().unwrap_or(-1);
    let depth = |position| (argument(position) >= 0).then(|| argument(position));
    let plain = WriteOptions::new(&NoNames);
    let tall = PrettyOptions {
        line_length: argument(0) as usize,
        column: argument(1) as usize,
        depth: depth(2),
        ..PrettyOptions::new(&NoNames)
    };
    let unicode = PrettyOptions {
        encoding: Encoding::Unicode,
        ..tall
    };
    match case.kind {
        "w" => write(heap, term, &plain),
        "tw" => write(heap, term, &plain.unicode()),
        "W" => write(
            heap,
            term,
            &WriteOptions {
                depth: depth(0),
                ..plain
            },
        ),
        "p" | "P" => pretty(
            heap,
            term,
            &PrettyOptions {
                records: &no_records,
                ..tall
            },
        ),
        "tp" | "tP" => pretty(heap, term, &unicode),
        "lp" => pretty(
            heap,
            term,
            &PrettyOptions {
                strings: false,
                ..tall
            },
        ),
        "exception" | "blame" => {
            let [class, reason, trace] = heap.as_tuple(term).expect("class, reason and trace");
            let shell = PrettyOptions {
                encoding: Encoding::Unicode,
                ..PrettyOptions::shell(&NoNames, &records)
            };
            let options = ExceptionOptions {
                column: argument(0) as usize,
                ..ExceptionOptions::shell(shell, &is_auto_imported)
            };
            format_exception(
                heap,
                class.as_atom().expect("a class"),
                reason,
                trace,
                &options,
            )
        }
        "format" => {
            let [text, arguments] = heap.as_tuple(term).expect("format and arguments");
            match format(heap, text, arguments, &FormatOptions::new(&NoNames)) {
                Ok(text) => format!("={text}"),
                Err(error) => {
                    let (argument, why) = error.explanation();
                    format!("!{argument} {why} ")
                }
            }
        }
        "records" | "shell" | "narrow" | "limit" => pretty(
            heap,
            term,
            &PrettyOptions {
                records: &records,
                line_max_chars: depth(3).map(|max| max as usize),
                ..unicode
            },
        ),
        other => panic!("unknown kind {other}"),
    }
}

fn check(path: &str) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut failures = Vec::new();
    let cases = cases(&text);
    for case in &cases {
        let mut heap = Heap::new();
        let term = external::decode(&mut heap, &case.term);
        let printed = print(&heap, term, case);
        if printed != case.expected {
            let source = pretty(
                &heap,
                term,
                &PrettyOptions {
                    line_length: 0,
                    ..PrettyOptions::new(&NoNames)
                },
            );
            failures.push((case, printed, source));
        }
    }
    failures.sort_by_key(|(case, ..)| case.expected.len());
    for (case, printed, source) in failures
        .iter()
        .take(16)
        .filter(|(_, printed, _)| printed.len() < 2_000)
    {
        println!(
            "{} {:?} {source}\nexpected\n{}\nprinted\n{printed}\n",
            case.kind, case.arguments, case.expected
        );
    }
    assert!(
        failures.is_empty(),
        "{path}: {} of {} cases differ",
        failures.len(),
        cases.len()
    );
}

fn recorded(name: &str) {
    check(&format!(
        "{}/../tests/print/{name}",
        env!("CARGO_MANIFEST_DIR")
    ));
}

#[test]
fn write_prints_as_otp() {
    recorded("write.txt");
}

#[test]
fn pretty_breaks_lines_as_otp() {
    recorded("pretty.txt");
}

#[test]
fn depth_cuts_as_otp() {
    recorded("depth.txt");
}

#[test]
fn records_print_as_otp() {
    recorded("records.txt");
}

#[test]
fn format_fills_fields_as_otp() {
    recorded("format.txt");
}

#[test]
fn exceptions_are_worded_as_otp() {
    recorded("exceptions.txt");
}

#[test]
fn wrong_arguments_are_told_as_otp() {
    recorded("blame.txt");
}

#[test]
#[ignore = "for the file that SPAWNPOINT_PRINT_CASES names"]
fn cases_from_elsewhere_print_as_otp() {
    check(&std::env::var("SPAWNPOINT_PRINT_CASES").expect("SPAWNPOINT_PRINT_CASES names a file"));
}

/// Run with `RUST_MIN_STACK=262144` to see that depth costs no stack.
#[test]
fn deep_and_long_terms_print() {
    let mut heap = Heap::new();
    let (mut deep_list, mut deep_tuple) = (Term::NIL, Term::NIL);
    for _ in 0..100_000 {
        deep_list = heap.list(&[deep_list]);
        deep_tuple = heap.tuple(&[deep_tuple, Term::int(1)]);
    }
    let items: Vec<Term> = (0..1_000_000).map(Term::int).collect();
    let long = heap.list(&items);
    let options = PrettyOptions::new(&NoNames);
    for term in [deep_list, deep_tuple, long] {
        let flat = write(&heap, term, &WriteOptions::new(&NoNames));
        let lines = pretty(&heap, term, &options);
        let squeezed: String = lines.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(flat, squeezed);
    }
}
