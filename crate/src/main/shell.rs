//! `spawnpoint shell`: a node's shell on the terminal, or fed from a pipe.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use spawnpoint::shell;
use spawnpoint::world::{Config, World};

use crate::arguments::{UNUSABLE, wants_help, wrong};
use crate::{files, nodes, session};

const HELP: &str = "\
An Erlang shell.

usage: spawnpoint shell [FILE.erl...]
       spawnpoint shell --nodes NAME@HOST,NAME@HOST:hidden,... [FILE.erl...]

Compiles and loads the files, as `c(Name).` does again later, and reads Erlang expressions from standard input. Ends at
the end of input or with `q().`
";

pub fn command(args: &[&str]) -> ExitCode {
    if wants_help(args) {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    if let ["--nodes", names, paths @ ..] = args {
        return run_nodes(names, paths).unwrap_or_else(|message| {
            eprintln!("{}", message.trim_end());
            ExitCode::from(UNUSABLE)
        });
    }
    if let Some(option) = args.iter().find(|arg| arg.starts_with('-')) {
        return wrong(&format!("there is no option {option}"), HELP);
    }
    run(args).unwrap_or_else(|message| {
        eprintln!("{}", message.trim_end());
        ExitCode::from(UNUSABLE)
    })
}

/// Several nodes in one world, driven by steps on standard input.
fn run_nodes(names: &str, paths: &[&str]) -> Result<ExitCode, String> {
    let config = nodes::configure(Config::default(), names)?;
    let mut world = World::new(config, shell::services());
    for path in paths {
        files::load_everywhere(&mut world, path)?;
    }
    files::offer_directory(&mut world);
    let status = nodes::run(&mut world, paths).map_err(|error| error.to_string())?;
    Ok(ExitCode::from(u8::try_from(status).unwrap_or(1)))
}

fn run(paths: &[&str]) -> Result<ExitCode, String> {
    let mut world = World::new(Config::default(), shell::services());
    for path in paths {
        files::load(&mut world, path)?;
    }
    files::offer_directory(&mut world);
    let status = if std::io::stdin().is_terminal() {
        session::on_terminal(&mut world)
    } else {
        session::from_pipe(&mut world)
    };
    let status = status.map_err(|error| error.to_string())?;
    Ok(ExitCode::from(u8::try_from(status).unwrap_or(1)))
}
