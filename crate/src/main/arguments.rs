//! What is wrong with a command line.

use std::process::ExitCode;

/// Status for wrong arguments and for sources that do not compile.
pub const UNUSABLE: u8 = 2;

/// Says what is wrong and how the command is used.
pub fn wrong(message: &str, help: &str) -> ExitCode {
    let usage = help
        .lines()
        .find(|line| line.starts_with("usage:"))
        .unwrap_or_default();
    eprintln!("spawnpoint: {message}\n{usage}");
    ExitCode::from(UNUSABLE)
}

/// Whether help is asked for.
pub fn wants_help(args: &[&str]) -> bool {
    args.iter()
        .take_while(|arg| **arg != "--")
        .any(|arg| matches!(*arg, "--help" | "-h"))
}
