//! The native command line: the only file that knows files and the terminal.

use std::io::Write as _;
use std::process::ExitCode;

use spawnpoint::shell;
use spawnpoint::world::{Config, Status, World};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let text = format!("{}\n.", args[1]);
    let config = Config { shell: false, evaluate: Some(text), ..Config::default() };
    let mut world = World::new(config, shell::services());
    let status = world.run_to_end();
    for (_, text) in world.take_output() {
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
    match status {
        Status::Halted(status) => ExitCode::from(status as u8),
        _ => ExitCode::FAILURE,
    }
}
