//! Cuts a wasm module in two: the functions that were seen to run on the way to a first answer, and the rest.
//!
//!     split mark MODULE OUT                       a module whose functions leave a mark when they run
//!     split cut MODULE RAN FIRST REST             RAN: what ran and which data may wait, as `profile.mjs` writes it
//!
//! Both halves share memory, tables and globals. A function of the rest that the first half calls has a *door* there, a
//! small function that has the rest brought in when it is not there yet and then calls through the table: a call is
//! right at any time, only the first may take long. See `cut.rs`.

mod cut;
mod mark;
mod module;
mod plan;
mod ran;
mod sections;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use module::Module;
use ran::Ran;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("split: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["mark", module, out] => {
            let bytes = read(module)?;
            write(out, &mark::marked(&Module::read(&bytes)?)?)
        }
        ["cut", module, ran, first, rest] => {
            let bytes = read(module)?;
            let module = Module::read(&bytes)?;
            let ran = Ran::read(&String::from_utf8(read(ran)?)?, &module)?;
            let halves = cut::cut(&module, &ran)?;
            write(first, &halves.first)?;
            write(rest, &halves.rest)?;
            println!(
                "{} functions first, {} behind {} doors",
                halves.functions_first, halves.functions_rest, halves.doors
            );
            Ok(())
        }
        _ => Err("usage: split mark MODULE OUT | split cut MODULE RAN FIRST REST".into()),
    }
}

fn read(path: impl AsRef<Path>) -> Outcome<Vec<u8>> {
    let path = path.as_ref();
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Writes a module, but none that a browser would refuse.
fn write(path: &str, module: &[u8]) -> Outcome<()> {
    wasmparser::Validator::new()
        .validate_all(module)
        .map_err(|error| format!("{path} would not be valid: {error}"))?;
    fs::write(path, module).map_err(|error| format!("{path}: {error}").into())
}
