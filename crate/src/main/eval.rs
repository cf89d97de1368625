//! `spawnpoint eval`: one evaluation, without a shell around it.

use std::io::Write as _;
use std::process::ExitCode;

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Status, World};

use crate::arguments::{UNUSABLE, wants_help, wrong};
use crate::files;

const HELP: &str = "\
Evaluates Erlang expressions and prints the value of the last one.

usage: spawnpoint eval [--load FILE.erl]... [--seed N] EXPRESSION

  --load FILE.erl   compiles and loads a module first
  --seed N          the world's chance (0 if not given): the same seed gives the same run

Exit status: 0 with a value; 1 after an exception, which is printed as the shell prints it; 2 if a file or the expression
does not compile, with the compiler's messages on standard error.
";

/// Reductions between two looks at the output.
const REDUCTIONS_PER_TURN: u64 = 1_000_000;

struct Request<'a> {
    load: Vec<&'a str>,
    seed: u64,
    expression: &'a str,
}

pub fn command(args: &[&str]) -> ExitCode {
    if wants_help(args) {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match parse(args) {
        Ok(request) => run(&request).unwrap_or_else(|message| {
            // The compiler's messages end as `erlc` ends them, with a blank line.
            eprint!(
                "{message}{}",
                if message.ends_with('\n') { "" } else { "\n" }
            );
            ExitCode::from(UNUSABLE)
        }),
        Err(message) => wrong(&message, HELP),
    }
}

fn parse<'a>(args: &[&'a str]) -> Result<Request<'a>, String> {
    let mut request = Request {
        load: Vec::new(),
        seed: 0,
        expression: "",
    };
    let mut expressions = Vec::new();
    let mut rest = args.iter();
    while let Some(&arg) = rest.next() {
        match arg {
            "--load" => request.load.push(rest.next().ok_or("--load needs a file")?),
            "--seed" => {
                let seed = rest.next().ok_or("--seed needs a number")?;
                request.seed = seed
                    .parse()
                    .map_err(|_| format!("--seed {seed}: not a number from 0 on"))?;
            }
            "--" => expressions.extend(rest.by_ref()),
            option if option.starts_with("--") => {
                return Err(format!("there is no option {option}"));
            }
            expression => expressions.push(expression),
        }
    }
    match expressions.as_slice() {
        [expression] => Ok(Request {
            expression,
            ..request
        }),
        [] => Err("an expression is missing".into()),
        [_, more, ..] => Err(format!(
            "one expression, please; what is `{more}`? (Quote the expression.)"
        )),
    }
}

fn run(request: &Request<'_>) -> Result<ExitCode, String> {
    let text = shell::complete(request.expression);
    shell::check_expressions(&text)?;
    let evaluate = Some(text);
    let config = Config {
        seed: request.seed,
        shell: false,
        evaluate,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    for path in &request.load {
        files::load(&mut world, path)?;
    }
    let status = finish(&mut world).map_err(|error| error.to_string())?;
    Ok(ExitCode::from(u8::try_from(status).unwrap_or(1)))
}

/// Runs to the end, printing as it comes; gives the exit status.
fn finish(world: &mut World) -> std::io::Result<i32> {
    let mut stdout = std::io::stdout().lock();
    loop {
        let status = world.run(REDUCTIONS_PER_TURN, 0).status;
        for (_, text) in world.take_output() {
            stdout.write_all(text.as_bytes())?;
        }
        stdout.flush()?;
        match status {
            Status::Running => {}
            Status::Waiting { until_ns } => {
                world.input(Input::Advance { to_ns: until_ns });
            }
            Status::Halted(status) => return Ok(status),
            Status::Idle => {
                eprintln!("the expression waits for something that never happens");
                return Ok(1);
            }
        }
    }
}
