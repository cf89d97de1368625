//! Compiles the library's Erlang part, `crate/otp/*.erl`, so that no program has to: booting a node was all compiling.
//!
//! What a node boots with stands apart from the rest, which the page fetches later (`tests/tools/split`).

#[path = "build/lines.rs"]
mod lines;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use syntax::preprocess::{NoIncludes, Options};

/// The modules that run before a first shell expression is answered; `crate/tests/library.rs` compares.
const EARLY: &[&str] = &[
    "boot",
    "c",
    "console",
    "erl_error",
    "io",
    "lists",
    "shell",
    "user",
];

fn main() {
    // Asked when it runs: a build directory that was copied with its tree belongs to the new one.
    let here = env::var_os("CARGO_MANIFEST_DIR").expect("cargo names this package's directory");
    let otp = Path::new(&here).join("../../otp");
    println!("cargo:rerun-if-changed=../../otp");
    let mut files: Vec<_> = fs::read_dir(&otp)
        .expect("crate/otp is readable")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "erl"))
        .collect();
    files.sort();
    let is_early = |path: &PathBuf| EARLY.contains(&name(path).as_str());
    let (early, late): (Vec<_>, Vec<_>) = files.into_iter().partition(is_early);
    let recorded = fs::read_to_string(otp.join("lines.txt")).expect("OTP's lines are readable");
    let lines = lines::Lines::read(&recorded);
    write("early", &early, &lines);
    write("late", &late, &lines);
}

fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Writes `PART.bin`, the modules one behind the other, and `PART.rs`, where in it each ends, in order of names.
fn write(part: &str, files: &[PathBuf], lines: &lines::Lines) {
    let (mut bytes, mut index) = (Vec::new(), String::from("&[\n"));
    for path in files {
        bytes.extend(compiled(path, lines));
        writeln!(index, "({:?}, {}),", name(path), bytes.len())
            .expect("a string takes what is written");
    }
    index.push(']');
    let out = env::var_os("OUT_DIR").expect("cargo names a directory");
    let out = Path::new(&out).join(part);
    fs::write(out.with_extension("bin"), bytes).expect("cargo's directory is writable");
    fs::write(out.with_extension("rs"), index).expect("cargo's directory is writable");
}

fn compiled(path: &Path, lines: &lines::Lines) -> Vec<u8> {
    let source = fs::read(path).expect("a library module is readable");
    let file = format!("{}.erl", name(path));
    let compiled = compile::trusted_source(&file, &source, &NoIncludes, &Options::default());
    let Some(mut module) = compiled.module else {
        let text = std::str::from_utf8(&source).ok();
        panic!(
            "{}",
            syntax::diagnostic::render(&compiled.diagnostics, |_| text)
        )
    };
    lines.note(&mut module);
    bytecode::packed::pack(&module)
}
