//! Runs every conformance case on the native `spawnpoint` and compares with what real Erlang/OTP printed.
//!
//! `cargo test --test conformance [-- [--brief] [NAME...]]` runs the cases whose name contains one of the names. The
//! cases and how they were recorded: `tests/conformance/README.md`. `pending.txt` there names cases that are
//! known not to pass yet; one that passes although it is named is a failure, so that the list only shrinks.
//! `-- --update-pending` rewrites the list from the outcome of a full run.

use spawnpoint_conformance::case::{self, CLUSTER_CODE, CLUSTER_NODES, CaseFile, Kind};
use spawnpoint_conformance::normalise::{decode, normalise, reports_last};
use spawnpoint_conformance::{diff, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Cases run at the same time.
const WORKERS: usize = 2;
/// The product gets this long for one case, counted in naps of [`NAP`].
const NAPS_MAX: usize = 10_000;
const NAP: Duration = Duration::from_millis(2);

/// One run of the product and what it must print.
struct Case {
    /// `eval/lists: lists:seq(1, 3)`, `shell/bindings` ...
    name: String,
    /// `eval/lists`, `programs` ...: what counts are given for.
    area: String,
    arguments: Vec<String>,
    directory: PathBuf,
    input: String,
    /// Whether standard error is compared instead of standard output.
    on_stderr: bool,
    /// Whether several nodes print.
    is_cluster: bool,
    expected: String,
    /// Exit status, where the contract names one.
    status: Option<i32>,
    /// The case's own source files.
    own: Vec<String>,
}

fn main() -> ExitCode {
    let (options, names): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let brief = options.iter().any(|option| option == "--brief");
    let update = options.iter().any(|option| option == "--update-pending");
    let cases: Vec<Case> = case::all(&root())
        .expect("the suite's directories can be read")
        .iter()
        .flat_map(cases_of)
        .filter(|case| names.is_empty() || names.iter().any(|name| case.name.contains(name)))
        .collect();
    let pending_path = root().join("pending.txt");
    let outcomes = run_all(&cases);
    if update && names.is_empty() {
        write_pending(&pending_path, &cases, &outcomes);
    }
    report(&cases, &outcomes, &read_pending(&pending_path), brief)
}

/// The cases of one file.
fn cases_of(file: &CaseFile) -> Vec<Case> {
    let expected = fs::read_to_string(file.expected_path())
        .unwrap_or_else(|_| panic!("{} was not recorded: run record.sh {0}", file.name()));
    let source = file
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let case = Case {
        name: file.name(),
        area: file.kind.directory().to_string(),
        arguments: Vec::new(),
        directory: root().join(file.kind.directory()),
        input: String::new(),
        on_stderr: false,
        is_cluster: false,
        expected,
        status: None,
        own: vec![source.clone()],
    };
    match file.kind {
        Kind::Eval => expressions_of(file, &case.expected, &words(&["eval"])),
        Kind::Cluster => expressions_of(file, &case.expected, &cluster_words()),
        Kind::Program => {
            let call = format!("{}:main()", file.stem);
            let status = Some(i32::from(case::is_exception(&case.expected)));
            let arguments = words(&["eval", "--load", &source, &call]);
            vec![Case {
                arguments,
                status,
                ..case
            }]
        }
        Kind::Errors => {
            let failed = !only_warnings(&case.expected);
            let status = Some(if failed { 2 } else { 0 });
            let arguments = words(&["eval", "--load", &source, "ok"]);
            vec![Case {
                arguments,
                on_stderr: true,
                status,
                ..case
            }]
        }
        Kind::Shell => vec![session_of(file, case)],
        Kind::Steps => {
            let input = fs::read_to_string(&file.path).expect("a case file can be read");
            let name = |(name, hidden): (String, bool)| name + if hidden { ":hidden" } else { "" };
            let nodes: Vec<String> = case::session_nodes(&input).into_iter().map(name).collect();
            let mut arguments = words(&["shell", "--nodes", &nodes.join(",")]);
            arguments.extend(cluster_modules(CLUSTER_CODE[0]));
            vec![Case {
                arguments,
                input,
                own: cluster_own(),
                ..case
            }]
        }
    }
}

/// Modules below `cluster`, as paths from there.
fn cluster_modules(directory: &str) -> Vec<String> {
    let paths = case::cluster_code(&root(), directory).expect("modules can be listed");
    let name = |path: &PathBuf| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    paths
        .iter()
        .map(|path| format!("{directory}/{}", name(path)))
        .collect()
}

/// How an expression is evaluated on the first of several nodes.
fn cluster_words() -> Vec<String> {
    let mut arguments = words(&["eval", "--nodes", &CLUSTER_NODES.join(",")]);
    for (option, directory) in ["--load", "--load-first"].iter().zip(CLUSTER_CODE) {
        for module in cluster_modules(directory) {
            arguments.extend([option.to_string(), module]);
        }
    }
    arguments
}

/// Names of the sources whose places are compared.
fn cluster_own() -> Vec<String> {
    let modules = CLUSTER_CODE
        .iter()
        .flat_map(|directory| cluster_modules(directory));
    modules
        .map(|module| module.rsplit('/').next().unwrap_or_default().to_string())
        .collect()
}

fn expressions_of(file: &CaseFile, expected: &str, command: &[String]) -> Vec<Case> {
    let source = fs::read_to_string(&file.path).expect("a case file can be read");
    let recorded = case::read_recorded(expected);
    let unchanged = recorded
        .iter()
        .map(|case| &case.expression)
        .eq(&case::expressions(&source));
    assert!(
        unchanged,
        "{} has changed since it was recorded: run record.sh {0}",
        file.name()
    );
    let as_case = |recorded: case::Recorded| Case {
        name: format!(
            "{}: {}",
            file.name(),
            case::expression_name(&recorded.expression)
        ),
        area: file.name(),
        arguments: [command, std::slice::from_ref(&recorded.expression)].concat(),
        directory: root().join(file.kind.directory()),
        input: String::new(),
        on_stderr: false,
        is_cluster: file.kind == Kind::Cluster,
        status: Some(i32::from(case::is_exception(&recorded.output))),
        expected: recorded.output,
        own: if file.kind == Kind::Cluster {
            cluster_own()
        } else {
            Vec::new()
        },
    };
    recorded.into_iter().map(as_case).collect()
}

fn session_of(file: &CaseFile, case: Case) -> Case {
    let companions = file
        .companions()
        .expect("a session's modules can be listed");
    let own: Vec<String> = companions
        .iter()
        .map(|path| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let mut arguments = words(&["shell"]);
    arguments.extend(
        own.iter()
            .filter(|name| !name.starts_with("broken"))
            .cloned(),
    );
    let directory = if own.is_empty() {
        case.directory
    } else {
        file.path.with_extension("")
    };
    let input = fs::read_to_string(&file.path).expect("a case file can be read");
    Case {
        arguments,
        directory,
        input,
        own,
        ..case
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

/// Whether every message of the compiler in `text` is a warning.
fn only_warnings(text: &str) -> bool {
    text.lines()
        .filter(|line| line.contains(".erl:"))
        .all(|line| line.contains(": Warning: "))
}

/// Runs all cases; the outcome of each is empty or says what is wrong.
fn run_all(cases: &[Case]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(vec![String::new(); cases.len()]);
    let work = || loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(case) = cases.get(at) else { break };
        let outcome = run(case);
        outcomes.lock().expect("no worker panics")[at] = outcome;
    };
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(work);
        }
    });
    outcomes.into_inner().expect("no worker panics")
}

fn run(case: &Case) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_spawnpoint"))
        .args(&case.arguments)
        .current_dir(&case.directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the product can be started");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let (stdout, stderr) = (collect(child.stdout.take()), collect(child.stderr.take()));
    // A product that ends early closes the pipe; then its output shows what is wrong.
    let _ = stdin.write_all(case.input.as_bytes());
    drop(stdin);
    let status = wait(&mut child);
    let (stdout, stderr) = (
        stdout.join().unwrap_or_default(),
        stderr.join().unwrap_or_default(),
    );
    judge(case, status, &stdout, &stderr)
}

fn judge(case: &Case, status: Option<i32>, stdout: &str, stderr: &str) -> String {
    let printed = if case.on_stderr { stderr } else { stdout };
    let printed = if case.is_cluster {
        reports_last(printed)
    } else {
        printed.to_string()
    };
    let mut problems = diff::lines(&case.expected, &normalise(&printed, &case.own));
    match (status, case.status) {
        (None, _) => problems.push_str("  killed: it did not end, or by a signal\n"),
        (Some(got), Some(wanted)) if got != wanted => {
            let _ = writeln!(problems, "  exit status {got} instead of {wanted}");
        }
        _ => {}
    }
    if !problems.is_empty() && !case.on_stderr && !stderr.is_empty() {
        let _ = writeln!(problems, "  standard error: {}", stderr.trim_end());
    }
    problems
}

/// The exit status, or nothing when the product had to be killed or was killed by a signal.
fn wait(child: &mut Child) -> Option<i32> {
    for _ in 0..NAPS_MAX {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return status.code();
        }
        thread::sleep(NAP);
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        decode(&bytes)
    })
}

fn read_pending(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let names = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    names.map(str::to_string).collect()
}

fn write_pending(path: &Path, cases: &[Case], outcomes: &[String]) {
    let mut text = "# Cases that are known not to pass yet, one name a line. \
                    One that passes must leave the list.\n"
        .to_string();
    for (case, outcome) in cases.iter().zip(outcomes) {
        if !outcome.is_empty() {
            text.push_str(&case.name);
            text.push('\n');
        }
    }
    fs::write(path, text).expect("pending.txt can be written");
}

#[derive(Default)]
struct Count {
    passed: usize,
    failed: usize,
    pending: usize,
}

fn report(
    cases: &[Case],
    outcomes: &[String],
    pending: &BTreeSet<String>,
    brief: bool,
) -> ExitCode {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for (case, outcome) in cases.iter().zip(outcomes) {
        let count = counts.entry(&case.area).or_default();
        match (outcome.is_empty(), pending.contains(&case.name)) {
            (true, false) => count.passed += 1,
            (false, true) => count.pending += 1,
            (true, true) => {
                count.failed += 1;
                println!("PASSES BUT IS IN pending.txt: {}", case.name);
            }
            (false, false) => {
                count.failed += 1;
                println!("FAILED {}", case.name);
                if !brief {
                    println!("{outcome}");
                }
            }
        }
    }
    let mut sum = Count::default();
    println!(
        "{:30} {:>6} {:>6} {:>7}",
        "area", "passed", "failed", "pending"
    );
    for (area, count) in &counts {
        println!(
            "{area:30} {:6} {:6} {:7}",
            count.passed, count.failed, count.pending
        );
        sum.passed += count.passed;
        sum.failed += count.failed;
        sum.pending += count.pending;
    }
    println!(
        "conformance: {} passed, {} failed, {} pending",
        sum.passed, sum.failed, sum.pending
    );
    if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
