//! `spawnpoint node`: a node that real Erlang nodes can have in their cluster.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::SystemTime;

use spawnpoint::shell;
use spawnpoint::world::{Config, Input, OutsideConfig, World};

use crate::arguments::{UNUSABLE, wants_help, wrong};
use crate::drive::Driver;
use crate::wires::{Wires, read_lines};
use crate::{epmd, files};

const HELP: &str = "\
An Erlang node among real ones: it is registered with the port mapper (epmd) of its host and speaks OTP 25's distribution
protocol over TCP.

usage: spawnpoint node --name NAME@HOST [OPTION]... [FILE.erl...]

  --name NAME@HOST   as `erl -name` or `erl -sname`, but always with the host
  --cookie COOKIE    what `~/.erlang.cookie` holds if not given, as for `erl`
  --hidden           keeps out of the others' clusters, as `erl -hidden`
  --eval EXPRESSION  prints an expression's value and halts, without a shell
  --no-shell         reads no input and runs until it is stopped

Compiles and loads the files and runs a shell on standard input. Time is the host's.
";

/// In the place of the library's module: name servers speak OTP's words, so that real nodes share names with this one.
const GLOBAL_MEET: &str = include_str!("global_meet.erl");
/// News that may wait before those who tell them have to.
const NEWS_MAX: usize = 256;

#[derive(Default)]
struct Request<'a> {
    name: &'a str,
    cookie: Option<&'a str>,
    hidden: bool,
    no_shell: bool,
    evaluate: Option<&'a str>,
    load: Vec<&'a str>,
}

pub fn command(args: &[&str]) -> ExitCode {
    if wants_help(args) {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match parse(args) {
        Ok(request) => run(&request).unwrap_or_else(|message| {
            eprintln!("{}", message.trim_end());
            ExitCode::from(UNUSABLE)
        }),
        Err(message) => wrong(&message, HELP),
    }
}

fn parse<'a>(args: &[&'a str]) -> Result<Request<'a>, String> {
    let mut request = Request::default();
    let mut rest = args.iter();
    while let Some(&arg) = rest.next() {
        let mut value = || rest.next().copied().ok_or(format!("{arg} needs a value"));
        match arg {
            "--name" => request.name = value()?,
            "--cookie" => request.cookie = Some(value()?),
            "--eval" => request.evaluate = Some(value()?),
            "--hidden" => request.hidden = true,
            "--no-shell" => request.no_shell = true,
            option if option.starts_with('-') => {
                return Err(format!("there is no option {option}"));
            }
            path => request.load.push(path),
        }
    }
    match request.name.split_once('@') {
        Some((name, host)) if !name.is_empty() && !host.is_empty() && !host.contains('@') => {
            Ok(request)
        }
        _ => Err("--name NAME@HOST is missing".into()),
    }
}

fn run(request: &Request<'_>) -> Result<ExitCode, String> {
    let text = request.evaluate.map(shell::complete);
    if let Some(text) = &text {
        shell::check_expressions(text)?;
    }
    let cookie = match request.cookie {
        Some(cookie) => cookie.to_owned(),
        None => own_cookie()?,
    };
    let (name, host) = request.name.split_once('@').unwrap_or_default();
    let says = |error: std::io::Error| format!("{host}: {error}");
    let address = epmd::address(host, 0).map_err(says)?;
    let listener = TcpListener::bind(address).map_err(says)?;
    let port = listener.local_addr().map_err(says)?.port();
    let registration = match epmd::register(host, name, port, request.hidden) {
        Ok(registration) => registration,
        Err(epmd::Failure::NameTaken) => {
            eprintln!(
                "Protocol 'inet_tcp': the name {} seems to be in use by another Erlang node",
                request.name
            );
            return Ok(ExitCode::FAILURE);
        }
        Err(epmd::Failure::Other(error)) => return Err(format!("epmd on {host}: {error}")),
    };
    let has_shell = text.is_none() && !request.no_shell;
    let config = Config {
        seed: RandomState::new().build_hasher().finish(),
        nodes: vec![request.name.into()],
        epoch_us: wall_clock_us(),
        cookie,
        shell: has_shell,
        evaluate: text,
        outside: Some(OutsideConfig {
            creation: registration.creation,
            hidden: request.hidden,
        }),
        keep_inputs: false,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    world.input(Input::Module {
        node: 0,
        name: "global_meet".into(),
        source: GLOBAL_MEET.into(),
    });
    for path in &request.load {
        files::load(&mut world, path)?;
    }
    files::offer_directory(&mut world);
    let (news, heard) = mpsc::sync_channel(NEWS_MAX);
    let is_utf8 = !has_shell || std::io::stdin().is_terminal();
    if has_shell {
        read_lines(news.clone(), is_utf8);
    }
    let wires = Wires::new(news);
    wires.listen(listener);
    let status = Driver::new(&mut world, wires, heard, host, is_utf8).run();
    let status = status.map_err(|error| error.to_string())?;
    Ok(ExitCode::from(u8::try_from(status).unwrap_or(1)))
}

#[allow(clippy::disallowed_methods)] // the wall clock at boot is part of a world's configuration
fn wall_clock_us() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_micros() as u64)
}

fn own_cookie() -> Result<String, String> {
    let home = std::env::var("HOME").unwrap_or_default();
    let path = format!("{home}/.erlang.cookie");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("no --cookie given, and {path}: {error}"))?;
    Ok(text.trim_end().to_owned())
}
