//! Driving `erl` and `erlc`, one function for each kind of case.
//!
//! Invariant: what these functions return is normalised and depends on nothing but the case; each run has a
//! fresh directory and an empty environment.

use crate::nodes;
use spawnpoint_conformance::case::{
    self, CLUSTER_CODE, CaseFile, Kind, Recorded, expression_name, expressions, write_recorded,
};
use spawnpoint_conformance::normalise::{decode, normalise};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Silence after which the shell is taken to have said what it has to say about a line.
const QUIET: Duration = Duration::from_millis(60);
/// How many silences to wait for the next prompt after a line that ends an expression.
const PATIENCE: usize = 20;
/// First line of the recordings that must be in UTF-8: with a pipe for standard input, `erl` reads and writes Latin-1.
pub const UNICODE: &str = "io:setopts([{encoding, unicode}]).\n";
/// Silence after which a whole run is taken to hang.
const HANG: Duration = Duration::from_secs(30);

/// `erlang:system_info(otp_release)`.
pub fn release() -> Result<String, String> {
    let directory = Scratch::new("release")?;
    let mut erl = clean("erl", &directory.path);
    erl.args([
        "-noshell",
        "-eval",
        "io:format(\"~s\",[erlang:system_info(otp_release)]),halt().",
    ]);
    let output = erl.output().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What recording needs beside the cases: the programs, compiled all at once because starting `erlc` is what takes
/// time.
pub struct Recorder {
    beams: Scratch,
    /// Modules of all nodes of a cluster, the recorder's own among them; and those of the first node alone.
    pub cluster_beams: [Scratch; 2],
    /// Names of their sources.
    pub cluster_sources: Vec<String>,
}

/// Stands between two cases on real nodes.
const HAND: &str = include_str!("cluster_hand.erl");

impl Recorder {
    /// Compiles the programs among `files`. One that does not compile is refused when it is recorded.
    pub fn new(files: &[CaseFile]) -> Result<Recorder, String> {
        let beams = Scratch::new("programs")?;
        let programs: Vec<&CaseFile> = files
            .iter()
            .filter(|file| file.kind == Kind::Program)
            .collect();
        if let Some(sources) = programs.first().and_then(|file| file.path.parent()) {
            let mut erlc = clean("erlc", sources);
            erlc.arg("-o").arg(&beams.path);
            erlc.args(programs.iter().filter_map(|file| file.path.file_name()));
            erlc.output().map_err(|error| error.to_string())?;
        }
        let cluster_beams = [Scratch::new("everywhere")?, Scratch::new("first")?];
        let mut cluster_sources = Vec::new();
        if files
            .iter()
            .any(|file| matches!(file.kind, Kind::Cluster | Kind::Steps))
        {
            cluster_sources = compile_cluster(&cluster_beams)?;
        }
        Ok(Recorder {
            beams,
            cluster_beams,
            cluster_sources,
        })
    }

    /// The text of the file's expectation, and how many cases it holds.
    pub fn record(&self, file: &CaseFile) -> Result<(String, usize), String> {
        match file.kind {
            Kind::Eval => eval(file),
            Kind::Program => program(file, &self.beams.path).map(|text| (text, 1)),
            Kind::Shell => shell(file).map(|text| (text, 1)),
            Kind::Errors => errors(file).map(|text| (text, 1)),
            Kind::Cluster => nodes::cluster(file, self),
            Kind::Steps => nodes::steps(file, self).map(|text| (text, 1)),
        }
    }
}

/// Compiles the modules of clusters; the names of their sources.
fn compile_cluster(beams: &[Scratch; 2]) -> Result<Vec<String>, String> {
    let mut sources = vec!["cluster_hand.erl".to_string()];
    fs::write(beams[0].path.join(&sources[0]), HAND).map_err(|error| error.to_string())?;
    for (scratch, directory) in beams.iter().zip(CLUSTER_CODE) {
        let mut names = Vec::new();
        let paths = case::cluster_code(&spawnpoint_conformance::root(), directory);
        for path in paths.map_err(|error| error.to_string())? {
            names.push(copy_module(&path, &scratch.path)?);
        }
        if directory == CLUSTER_CODE[0] {
            names.push(sources[0].clone());
        }
        if names.is_empty() {
            continue;
        }
        let output = clean("erlc", &scratch.path)
            .args(&names)
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(decode(&output.stdout));
        }
        sources.extend(names);
    }
    Ok(sources)
}

/// A command without the caller's environment: no startup files, no flags, a UTF-8 locale.
pub fn clean(program: &str, directory: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", directory)
        .env("LANG", "C.UTF-8")
        .env("ERL_CRASH_DUMP", "/dev/null")
        .current_dir(directory);
    command
}

/// All expressions of one area in one shell. Each one is evaluated by a fresh evaluator (an exception replaces
/// the old one, with its mailbox and dictionary) without bindings. Prompts are counted, so that the output of each
/// is found exactly.
fn eval(file: &CaseFile) -> Result<(String, usize), String> {
    const END: &str = "%%END";
    let cases = expressions(&read(&file.path)?);
    let mut names = BTreeSet::new();
    let mut input = String::new();
    for case in &cases {
        if !names.insert(expression_name(case)) {
            return Err(format!("the same expression twice: {case}"));
        }
        let _ = write!(
            input,
            "exit(reset).\nf().\nio:format(\"~p~n\", [begin\n{case}\nend]).\nio:format(\"{END}~n\").\n"
        );
    }
    let directory = Scratch::new(&file.stem)?;
    let output = session(&directory.path, &[], &[UNICODE.to_string(), input])?;
    let mut recorded = Vec::new();
    let mut rest = output.as_str();
    for (at, case) in cases.iter().enumerate() {
        let (open, close) = (
            format!("\n{}> ", 4 * at + 4),
            format!("\n{}> {END}\n", 4 * at + 5),
        );
        let cut = rest
            .split_once(&open)
            .and_then(|(_, after)| after.split_once(&close));
        let Some((body, after)) = cut else {
            return Err(format!(
                "no output found for (a syntax error?): {case}\n{}",
                head(rest)
            ));
        };
        rest = after;
        recorded.push(Recorded {
            expression: case.clone(),
            output: normalise(&without_ok(body)?, &[]),
        });
    }
    Ok((write_recorded(&recorded), cases.len()))
}

fn head(text: &str) -> String {
    text.chars().take(600).collect()
}

/// Takes off the `ok` of the `io:format` that printed the value.
pub fn without_ok(body: &str) -> Result<String, String> {
    if let Some(printed) = body.strip_suffix("\nok") {
        return Ok(format!("{printed}\n"));
    }
    if body.contains("** exception ") {
        Ok(format!("{body}\n"))
    } else {
        Err(format!("neither value nor exception: {body}"))
    }
}

/// Prints the value of the program's `main/0` in a shell.
fn program(file: &CaseFile, beams: &Path) -> Result<String, String> {
    let own = format!("{}.erl", file.stem);
    if !beams.join(format!("{}.beam", file.stem)).exists() {
        return Err(format!("does not compile:\n{}", errors(file)?));
    }
    let directory = Scratch::new(&file.stem)?;
    let line = format!("io:format(\"~p~n\", [{}:main()]).\n", file.stem);
    let code = ["-pa".to_string(), beams.display().to_string()];
    let output = session(&directory.path, &code, &[UNICODE.to_string(), line])?;
    let body = output
        .split_once("\n2> ")
        .and_then(|(_, after)| after.split_once("\n3> *** Terminating"))
        .map(|(body, _)| body)
        .ok_or_else(|| format!("unexpected session: {output}"))?;
    Ok(normalise(&without_ok(body)?, &[own]))
}

/// The session as it stands, line by line, like somebody who waits for the answer before typing on. The modules
/// beside it are compiled first.
fn shell(file: &CaseFile) -> Result<String, String> {
    let directory = Scratch::new(&file.stem)?;
    let mut own = Vec::new();
    for path in file.companions().map_err(|error| error.to_string())? {
        let name = copy_module(&path, &directory.path)?;
        let _ = clean("erlc", &directory.path).arg(&name).output();
        own.push(name);
    }
    let input = read(&file.path)?;
    let lines: Vec<String> = input.split_inclusive('\n').map(str::to_string).collect();
    Ok(normalise(&session(&directory.path, &[], &lines)?, &own))
}

/// What `erlc` prints.
fn errors(file: &CaseFile) -> Result<String, String> {
    let directory = Scratch::new(&file.stem)?;
    let own = copy_module(&file.path, &directory.path)?;
    let output = clean("erlc", &directory.path)
        .arg(&own)
        .output()
        .map_err(|error| error.to_string())?;
    Ok(normalise(&decode(&output.stdout), &[own]))
}

/// Feeds `erl` the given pieces, each when the shell has fallen silent after the one before, then end of file.
fn session(directory: &Path, arguments: &[String], pieces: &[String]) -> Result<String, String> {
    let mut child = clean("erl", directory)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut input = child.stdin.take().ok_or("no stdin")?;
    let stdout = child.stdout.take().ok_or("no stdout")?;
    let heard = listen(stdout);
    let mut output = Vec::new();
    await_prompt(&heard, &mut output);
    for (at, piece) in pieces.iter().enumerate() {
        // A session that has ended itself takes no more input; its output is what counts.
        if input.write_all(piece.as_bytes()).is_err() {
            break;
        }
        if piece.trim_end().ends_with('.') && at + 1 < pieces.len() {
            await_prompt(&heard, &mut output);
        }
        if pieces.len() > 1 {
            await_quiet(&heard, &mut output);
        }
    }
    drop(input);
    while let Ok(bytes) = heard.recv_timeout(HANG) {
        output.extend_from_slice(&bytes);
    }
    if child
        .try_wait()
        .map_err(|error| error.to_string())?
        .is_none()
    {
        thread::sleep(Duration::from_millis(500));
        let _ = child.kill();
    }
    let _ = child.wait();
    Ok(decode(&output))
}

pub fn listen(mut stdout: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (say, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stdout.read(&mut buffer) {
            if say.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    heard
}

/// Collects output until nothing has come for a while; whether anything came.
pub fn await_quiet(heard: &Receiver<Vec<u8>>, output: &mut Vec<u8>) -> bool {
    let before = output.len();
    while let Ok(bytes) = heard.recv_timeout(QUIET) {
        output.extend_from_slice(&bytes);
    }
    output.len() > before
}

/// Collects output until something new ends in a prompt, but not for ever: the session may be reading a line itself.
fn await_prompt(heard: &Receiver<Vec<u8>>, output: &mut Vec<u8>) {
    let before = output.len();
    for _ in 0..PATIENCE {
        await_quiet(heard, output);
        let prompted = output.ends_with(b"> ");
        if prompted && output.len() > before {
            return;
        }
    }
}

pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Copies a source file into the run's directory; its name there.
fn copy_module(path: &Path, directory: &Path) -> Result<String, String> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    fs::copy(path, directory.join(&name)).map_err(|error| error.to_string())?;
    Ok(name)
}

/// A directory that goes with its value.
pub struct Scratch {
    pub path: PathBuf,
}

impl Scratch {
    pub fn new(stem: &str) -> Result<Scratch, String> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!(
            "spawnpoint-record-{}-{count}-{stem}",
            std::process::id()
        ));
        fs::create_dir_all(&path).map_err(|error| error.to_string())?;
        Ok(Scratch { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
