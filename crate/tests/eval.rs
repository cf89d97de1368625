//! What `spawnpoint eval` takes from its surroundings: headers beside a module, the seed, standard input.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The output and exit status of `spawnpoint eval ARGS...` with this standard input.
fn eval(args: &[&str], input: &str) -> (String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_spawnpoint"))
        .arg("eval")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    stdin.write_all(input.as_bytes()).expect("it takes input");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = String::from_utf8(output.stdout).expect("it prints UTF-8");
    (text, output.status.code())
}

/// A folder with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }
    folder
}

#[test]
fn headers_are_found_beside_the_module() {
    let folder = folder(
        "headers",
        &[
            (
                "m.erl",
                "-module(m).\n-include(\"include/outer.hrl\").\n-export([f/0]).\nf() -> #p{x = ?ONE}.\n",
            ),
            (
                "include/outer.hrl",
                "-include(\"inner.hrl\").\n-record(p, {x, y = 2}).\n",
            ),
            ("include/inner.hrl", "-define(ONE, 1).\n"),
        ],
    );
    let module = folder.join("m.erl");
    let found = eval(&["--load", &module.to_string_lossy(), "m:f()"], "");
    assert_eq!(found, ("{p,1,2}\n".into(), Some(0)));
}

#[test]
fn a_header_can_be_loaded() {
    let folder = folder(
        "header",
        &[
            (
                "a/m.erl",
                "-module(m).\n-include(\"h.hrl\").\n-export([f/0]).\nf() -> ?V.\n",
            ),
            ("b/h.hrl", "-define(V, value).\n"),
        ],
    );
    let (module, header) = (folder.join("a/m.erl"), folder.join("b/h.hrl"));
    let (module, header) = (module.to_string_lossy(), header.to_string_lossy());
    let found = eval(&["--load", &header, "--load", &module, "m:f()"], "");
    assert_eq!(found, ("value\n".into(), Some(0)));
}

#[test]
fn the_seed_decides_what_chance_gives() {
    let numbers = |seed| {
        eval(
            &["--seed", seed, "[rand:uniform(1000000) || _ <- [a, b]]"],
            "",
        )
    };
    assert_eq!(numbers("1"), numbers("1"));
    assert_ne!(numbers("1"), numbers("2"));
}

#[test]
fn standard_input_is_read_to_its_end() {
    let (text, status) = eval(
        &["{io:get_line(''), io:read(''), io:get_line(''), io:get_line('')}"],
        "one\n{two}.\n",
    );
    assert_eq!(
        (text.as_str(), status),
        ("{\"one\\n\",{ok,{two}},eof,eof}\n", Some(0))
    );
}
