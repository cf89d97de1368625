//! `spawnpoint eval`: one evaluation, without a shell around it.

use std::io::Write as _;
use std::process::ExitCode;

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Status, World};

use crate::arguments::{UNUSABLE, wants_help, wrong};
use crate::{files, nodes};

const HELP: &str = "\
Evaluates Erlang expressions and prints the value of the last one. What they read is standard input.

usage: spawnpoint eval [--load FILE.erl]... [--seed N] [--nodes NAME@HOST,...] EXPRESSION

  --load FILE.erl   compiles and loads a module first, on every node; headers are looked for beside it;
                    a header (.hrl) is put at hand for the modules behind it
  --load-first F    the same on the first node only
  --nodes NAMES     on the first of these nodes, which are not connected; what the others print stands at the end
  --seed N          the world's chance (0 if not given): the same seed gives the same run

Exit status: 0 with a value; 1 after an exception, which is printed as the shell prints it; 2 if a file or the expression
does not compile, with the compiler's messages on standard error.
";

/// Reductions between two looks at the output.
const REDUCTIONS_PER_TURN: u64 = 1_000_000;

struct Request<'a> {
    load: Vec<&'a str>,
    load_first: Vec<&'a str>,
    nodes: Option<&'a str>,
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
        load_first: Vec::new(),
        nodes: None,
        seed: 0,
        expression: "",
    };
    let mut expressions = Vec::new();
    let mut rest = args.iter();
    while let Some(&arg) = rest.next() {
        match arg {
            "--load" => request.load.push(rest.next().ok_or("--load needs a file")?),
            "--load-first" => {
                let file = rest.next().ok_or("--load-first needs a file")?;
                request.load_first.push(file);
            }
            "--nodes" => request.nodes = Some(rest.next().ok_or("--nodes needs names")?),
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
    let mut config = Config {
        seed: request.seed,
        shell: false,
        evaluate,
        ..Config::default()
    };
    if let Some(names) = request.nodes {
        config = nodes::configure(config, names)?;
    }
    let mut world = World::new(config, shell::services());
    for path in &request.load {
        files::load_everywhere(&mut world, path)?;
    }
    for path in &request.load_first {
        files::load(&mut world, path)?;
    }
    let status = finish(&mut world).map_err(|error| error.to_string())?;
    Ok(ExitCode::from(u8::try_from(status).unwrap_or(1)))
}

/// Runs to the end, printing as it comes; gives the exit status. Several nodes are stopped in the slice in which the first
/// has ended, so that they say nothing of that.
fn finish(world: &mut World) -> std::io::Result<i32> {
    let several = world.state().nodes.len() > 1;
    let turn = if several { 1 } else { REDUCTIONS_PER_TURN };
    let names = world.node_names();
    let mut elsewhere = Vec::new();
    let mut lines = std::io::stdin().lines();
    loop {
        let status = world.run(turn, 0).status;
        let mut stdout = std::io::stdout().lock();
        for (node, text) in world.take_output() {
            if node == 0 {
                stdout.write_all(text.as_bytes())?;
            } else {
                elsewhere.push((node, text));
            }
        }
        stdout.flush()?;
        if several && let Some(status) = world.state().nodes[0].halted {
            nodes::show_lines(&names, &elsewhere)?;
            return Ok(status);
        }
        match status {
            Status::Running => {}
            // Whoever reads gets the lines of standard input, then its end.
            Status::Idle | Status::Waiting { .. } if world.state().nodes[0].wants_input => {
                let line = lines.next().transpose()?;
                world.input(line.map_or(Input::Eof { node: 0 }, |line| Input::Line {
                    node: 0,
                    text: line.into(),
                }));
            }
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
