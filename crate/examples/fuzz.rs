//! `./build.sh fuzz [NAME] [SECONDS] [--from SEED]`: random cases of one kind, or of each in turn, for so long. A case that fails
//! prints the command that plays it again.

#[path = "../tests/support/fuzz/mod.rs"]
mod fuzz;

use std::process::ExitCode;
use std::time::{Duration, Instant};

const SECONDS_DEFAULT: u64 = 60;

struct Request {
    names: Vec<String>,
    seconds: u64,
    /// Where seeds begin; `true` for one seed only.
    from: (u64, bool),
}

fn parse(args: &[String]) -> Option<Request> {
    let mut request = Request {
        names: Vec::new(),
        seconds: SECONDS_DEFAULT,
        from: (1, false),
    };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        if arg == "--from" {
            request.from = (rest.next()?.parse().ok()?, true);
        } else if let Ok(seconds) = arg.parse() {
            request.seconds = seconds;
            request.from.1 = false;
        } else if fuzz::TARGETS.iter().any(|target| target.name == arg) {
            request.names.push(arg.clone());
        } else {
            return None;
        }
    }
    Some(request)
}

#[allow(clippy::disallowed_methods, reason = "it goes on for so many seconds")]
fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(request) = parse(&args) else {
        eprintln!("usage: fuzz [NAME] [SECONDS] [--from SEED]");
        for target in fuzz::TARGETS {
            eprintln!("  {}: {}", target.name, target.says);
        }
        return ExitCode::from(2);
    };
    let is_wanted =
        |name: &str| request.names.is_empty() || request.names.iter().any(|n| n == name);
    let (mut passed, mut failed) = (0, 0);
    for target in fuzz::TARGETS {
        if !is_wanted(target.name) {
            continue;
        }
        let end = Instant::now() + Duration::from_secs(request.seconds);
        let (from, is_one) = request.from;
        let goes_on = |seed| {
            if is_one {
                seed == from
            } else {
                Instant::now() < end
            }
        };
        let (count, found) = fuzz::play(target, from, goes_on);
        for (seed, what) in &found {
            println!("./build.sh fuzz {} --from {seed}\n{what}\n", target.name);
        }
        println!("{}: {count} cases, {} bad", target.name, found.len());
        failed += found.len() as u64;
        passed += count - found.len() as u64;
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
