//! The recorder: runs the cases on real Erlang/OTP 25 and stores what it prints.
//!
//! `record.sh [--check | --generate] [AREA...]` is how it is called; README.md says how each kind is recorded. Every case
//! file is recorded twice, and one whose two recordings differ is refused: such a case has a race in it. A check asks
//! whether OTP still prints what is stored, so it plays a file that did not again, alone: real nodes that share two
//! processors with others can be late, which says nothing about the case.

mod erl;
mod generate;
mod nodes;

use spawnpoint_conformance::case::{self, CaseFile, Kind};
use spawnpoint_conformance::{diff, root};
use std::fs;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Most of a recording's time is spent waiting for quiet, so there are more workers than processors.
const WORKERS: usize = 6;

/// How often a check plays a file again, alone, before it is refused.
const ALONE: usize = 3;

/// What became of one case file.
enum Outcome {
    Recorded { changed: bool, cases: usize },
    Refused(String),
}

fn main() -> ExitCode {
    let (options, areas): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let check = options.iter().any(|option| option == "--check");
    if options
        .iter()
        .any(|option| !["--check", "--generate"].contains(&option.as_str()))
    {
        eprintln!(
            "usage: record.sh [--check | --generate] [AREA...]   e.g. record.sh eval/lists shell"
        );
        return ExitCode::from(2);
    }
    if options.iter().any(|option| option == "--generate")
        && let Err(error) = generate::write_all(&root())
    {
        return fail(&format!("cannot write the generated cases: {error}"));
    }
    match erl::release() {
        Ok(release) if release == "25" => {}
        Ok(release) => {
            return fail(&format!(
                "expectations are recorded from OTP 25, this `erl` is OTP {release}"
            ));
        }
        Err(error) => return fail(&format!("cannot run `erl`: {error}")),
    }
    let files: Vec<CaseFile> = match case::all(&root()) {
        Ok(files) => files
            .into_iter()
            .filter(|file| wanted(file, &areas))
            .collect(),
        Err(error) => return fail(&format!("cannot read the cases: {error}")),
    };
    if files.is_empty() {
        return fail("no such area");
    }
    match erl::Recorder::new(&files) {
        Ok(recorder) => report(record_all(&recorder, &files, check), check),
        Err(error) => fail(&format!("cannot compile the programs: {error}")),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("record: {message}");
    ExitCode::from(2)
}

fn wanted(file: &CaseFile, areas: &[String]) -> bool {
    let name = file.name();
    areas.is_empty()
        || areas.iter().any(|area| {
            let area = area.trim_end_matches('/');
            name == area || file.kind.directory() == area
        })
}

/// Records every file, some at a time; answers in the order of `files`.
fn record_all<'a>(
    recorder: &erl::Recorder,
    files: &'a [CaseFile],
    check: bool,
) -> Vec<(&'a CaseFile, Outcome)> {
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            let (done, next) = (done.clone(), &next);
            scope.spawn(move || {
                while let Some(at) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < files.len())
                {
                    let outcome =
                        record(recorder, &files[at], check).unwrap_or_else(Outcome::Refused);
                    let _ = done.send((at, outcome));
                }
            });
        }
        drop(done);
    });
    let mut outcomes: Vec<(usize, Outcome)> = results.into_iter().collect();
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes
        .into_iter()
        .map(|(at, outcome)| match outcome {
            Outcome::Refused(_) if check => {
                (&files[at], check_alone(recorder, &files[at], outcome))
            }
            _ => (&files[at], outcome),
        })
        .collect()
}

/// Plays a file that was refused beside others again with nothing beside it; answers `refused` when it never fits.
fn check_alone(recorder: &erl::Recorder, file: &CaseFile, refused: Outcome) -> Outcome {
    let again = (0..ALONE).find_map(|_| {
        record(recorder, file, true)
            .ok()
            .filter(|outcome| matches!(outcome, Outcome::Recorded { .. }))
    });
    let Some(recorded) = again else {
        return refused;
    };
    println!(
        "{}: late beside others, the same when played alone",
        file.name()
    );
    recorded
}

/// Records one file; `check` compares with what is stored instead of storing.
fn record(recorder: &erl::Recorder, file: &CaseFile, check: bool) -> Result<Outcome, String> {
    let stored = fs::read_to_string(file.expected_path()).ok();
    let (first, cases) = recorder.record(file)?;
    let changed = stored.as_ref() != Some(&first);
    if check && !changed {
        return Ok(Outcome::Recorded { changed, cases });
    }
    // A compiler has no races.
    let second = if file.kind == Kind::Errors {
        first.clone()
    } else {
        recorder.record(file)?.0
    };
    if first != second {
        return Err(format!(
            "two recordings differ:\n{}",
            diff::lines(&first, &second)
        ));
    }
    if check {
        return Err(format!(
            "OTP prints something else than what is stored:\n{}",
            diff::lines(&stored.unwrap_or_default(), &first)
        ));
    }
    if changed {
        fs::write(file.expected_path(), first).map_err(|error| error.to_string())?;
    }
    Ok(Outcome::Recorded { changed, cases })
}

fn report(outcomes: Vec<(&CaseFile, Outcome)>, check: bool) -> ExitCode {
    let (mut total, mut written, mut refused) = (0, 0, 0);
    for (file, outcome) in outcomes {
        match outcome {
            Outcome::Recorded { changed, cases } => {
                total += cases;
                if changed {
                    written += 1;
                    println!("recorded {} ({cases} cases)", file.name());
                }
            }
            Outcome::Refused(reason) => {
                refused += 1;
                println!("REFUSED {}: {reason}", file.name());
            }
        }
    }
    let verb = if check { "checked" } else { "recorded" };
    println!("{total} cases {verb}, {written} files changed, {refused} refused");
    if refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
