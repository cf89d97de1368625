//! The native command line: with `main/`, the only part that knows files and the terminal.

#[path = "main/arguments.rs"]
mod arguments;
#[path = "main/drive.rs"]
mod drive;
#[path = "main/epmd.rs"]
mod epmd;
#[path = "main/eval.rs"]
mod eval;
#[path = "main/files.rs"]
mod files;
#[path = "main/lesson.rs"]
mod lesson;
#[path = "main/node.rs"]
mod node;
#[path = "main/nodes.rs"]
mod nodes;
#[path = "main/session.rs"]
mod session;
#[path = "main/shell.rs"]
mod shell;
#[path = "main/wires.rs"]
mod wires;

use std::process::ExitCode;

const HELP: &str = "\
spawnpoint: Erlang/OTP 25 in one deterministic world

usage: spawnpoint COMMAND ...

  shell [FILE.erl...]                                     an Erlang shell
  node --name NAME@HOST [--cookie C] [FILE.erl...]        a node in a cluster of real Erlang nodes
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
        ["shell", rest @ ..] => shell::command(rest),
        ["node", rest @ ..] => node::command(rest),
        ["lesson", "check", rest @ ..] => lesson::command(rest),
        ["lesson", "--help" | "-h"] => lesson::command(&["--help"]),
        ["lesson", ..] => arguments::wrong(
            "`lesson check` is what can be done with lessons",
            lesson::HELP,
        ),
        [other, ..] => arguments::wrong(&format!("there is no command `{other}`"), HELP),
    }
}
