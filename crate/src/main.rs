//! The native command line: with `main/`, the only part that knows files and the terminal.

#[path = "main/arguments.rs"]
mod arguments;
#[path = "main/eval.rs"]
mod eval;
#[path = "main/files.rs"]
mod files;

use std::process::ExitCode;

const HELP: &str = "\
spawnpoint: Erlang/OTP 25 in one deterministic world

usage: spawnpoint COMMAND ...

  shell [FILE.erl...]                                     an Erlang shell
  eval [--load FILE.erl]... [--seed N] EXPRESSION         prints an expression's value
  lesson check PATH...                                    runs lessons and compares with what they show

`spawnpoint COMMAND --help` says more.
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["--help" | "-h" | "help"] => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        ["--version"] => {
            println!("spawnpoint {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        ["eval", rest @ ..] => eval::command(rest),
        [other, ..] => arguments::wrong(&format!("there is no command `{other}`"), HELP),
    }
}
