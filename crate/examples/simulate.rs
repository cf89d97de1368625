//! `./build.sh simulate [SEEDS] [--from N] [--trace] [--broken NAME]`: the worlds of many seeds, each held to what is promised.
//! Every 20th is played twice and must come out the same. A failure prints one command that plays it again. Seeds known to
//! find a fault that is not mended yet stand in `tests/simulate/pending.txt`; one that passes must leave the list.

#[path = "../tests/support/simulate/mod.rs"]
mod simulate;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

use simulate::{Broken, Outcome, run};

const HELP: &str =
    "usage: simulate [SEEDS] [--from N] [--trace] [--broken early-answer|overtaking|no-lock]";
/// Of so many seeds one is played twice.
const TWICE_EVERY: u64 = 20;
const PROGRESS_EVERY: u64 = 50;

/// Of each line the first word is a seed, the rest says what it finds.
const PENDING: &str = include_str!("../../tests/simulate/pending.txt");

fn is_pending(seed: u64) -> bool {
    let mut known = PENDING.lines().filter_map(|line| line.split(' ').next());
    known.any(|word| word.parse() == Ok(seed))
}

struct Request {
    seeds: u64,
    from: u64,
    trace: bool,
    broken: Option<(String, Broken)>,
}

fn broken_by_name(name: &str) -> Option<Broken> {
    match name {
        "early-answer" => Some(Broken::EarlyAnswer),
        "overtaking" => Some(Broken::Overtaking),
        "no-lock" => Some(Broken::NoLock),
        _ => None,
    }
}

fn parse(args: &[String]) -> Option<Request> {
    let mut request = Request {
        seeds: 1_000,
        from: 1,
        trace: false,
        broken: None,
    };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--from" => request.from = rest.next()?.parse().ok()?,
            "--trace" => request.trace = true,
            "--broken" => {
                let name = rest.next()?;
                request.broken = Some((name.clone(), broken_by_name(name)?));
            }
            seeds => request.seeds = seeds.parse().ok()?,
        }
    }
    Some(request)
}

/// What playing a seed came to.
struct Played {
    outcome: Outcome,
    /// The outcome's, and what its second playing adds.
    violations: Vec<String>,
}

fn play(seed: u64, broken: Option<Broken>, trace: bool) -> Played {
    let outcome = run(seed, broken, trace);
    let mut violations = outcome.violations.clone();
    if seed.is_multiple_of(TWICE_EVERY) && run(seed, broken, false) != outcome {
        violations.push("played again, it came out differently".into());
    }
    Played {
        outcome,
        violations,
    }
}

/// Plays the seeds, as many at a time as there are processors, and hands what each came to to `tell`, in their order. A trace
/// is printed as things happen: then one at a time.
fn play_all(request: &Request, mut tell: impl FnMut(u64, Played)) {
    let broken = request.broken.as_ref().map(|(_, broken)| *broken);
    let workers = match thread::available_parallelism() {
        Ok(processors) if !request.trace => processors.get(),
        _ => 1,
    };
    let end = request.from + request.seeds;
    let next = AtomicU64::new(request.from);
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (done, next) = (done.clone(), &next);
            scope.spawn(move || {
                while let Some(seed) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < end)
                {
                    let _ = done.send((seed, play(seed, broken, request.trace)));
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        let mut due = request.from;
        for (seed, played) in results {
            early.insert(seed, played);
            while let Some(played) = early.remove(&due) {
                tell(due, played);
                due += 1;
            }
        }
    });
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(request) = parse(&args) else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    let (mut passed, mut failed, mut pending) = (0, 0, 0);
    let (mut faults, mut acknowledged, mut virtual_s) = (0, 0, 0);
    play_all(&request, |seed, played| {
        let Played {
            outcome,
            mut violations,
        } = played;
        faults += outcome.faults;
        acknowledged += outcome.acknowledged;
        virtual_s += outcome.virtual_ns / 1_000_000_000;
        let is_pending = request.broken.is_none() && is_pending(seed);
        let finds_its_fault = is_pending && !violations.is_empty();
        if is_pending && violations.is_empty() {
            violations.push("it passes: take it from tests/simulate/pending.txt".into());
        }
        if finds_its_fault {
            pending += 1;
            println!("seed {seed} is pending: {}", violations[0]);
        } else if violations.is_empty() {
            passed += 1;
        } else {
            failed += 1;
            println!("seed {seed} breaks what is promised:");
            for violation in violations.iter().take(10) {
                println!("  {violation}");
            }
            let broken = request.broken.as_ref();
            let broken = broken.map(|(name, _)| format!(" --broken {name}"));
            println!(
                "  again: ./build.sh simulate 1 --from {seed} --trace{}",
                broken.unwrap_or_default()
            );
        }
        let done = seed - request.from + 1;
        if done % PROGRESS_EVERY == 0 {
            println!(
                "{done} seeds, {faults} faults, {acknowledged} answers, {virtual_s} s of virtual time"
            );
        }
    });
    println!("simulate: {passed} passed, {failed} failed, {pending} pending");
    ExitCode::from(u8::from(failed > 0))
}
