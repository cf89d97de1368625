//! Recording on several real nodes: cases on the first of three nodes that live as long as their file is recorded, and
//! sessions of lines typed into several shells.
//!
//! The nodes of a file have a port mapper of their own, so that nodes of the same names run side by side.

#![allow(clippy::disallowed_methods)] // real nodes take real time

use crate::erl::{Recorder, Scratch, UNICODE, await_quiet, clean, listen, without_ok};
use spawnpoint_conformance::case::{
    CLUSTER_NODES, CaseFile, Recorded, expression_name, expressions, session_nodes, write_recorded,
};
use spawnpoint_conformance::normalise::{decode, normalise, reports_last};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

/// Printed by the recorder's module on each node between two cases.
const END: &str = "%END";
/// Silence after which a whole file is taken to hang.
const HANG: Duration = Duration::from_secs(30);
/// A session's nodes must be silent for so long after a line.
const SILENCE: Duration = Duration::from_millis(250);
/// How long a node may take to start, or to answer a line with a prompt.
const PATIENCE: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(10);

/// A port mapper.
struct Mapper {
    child: Child,
    port: u16,
}

impl Mapper {
    fn start(directory: &Path) -> Result<Mapper, String> {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        let base = 12_000 + u16::try_from(std::process::id() % 80).unwrap_or(0) * 100;
        let mut port = base + NEXT.fetch_add(1, Ordering::Relaxed) % 100;
        while TcpListener::bind(("127.0.0.1", port)).is_err() {
            port = base + NEXT.fetch_add(1, Ordering::Relaxed) % 100;
        }
        let child = clean("epmd", directory)
            .args(["-port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mapper = Mapper { child, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if started.elapsed() > PATIENCE {
                return Err("the port mapper does not answer".into());
            }
            thread::sleep(GLANCE);
        }
        Ok(mapper)
    }
}

impl Drop for Mapper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A real node: its program, and what it printed.
struct Node {
    /// The part of its name before `@`.
    short: String,
    child: Child,
    input: Option<ChildStdin>,
    heard: Receiver<Vec<u8>>,
    output: Vec<u8>,
}

impl Node {
    fn start(mut erl: Command, name: &str) -> Result<Node, String> {
        let mut child = erl
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        Ok(Node {
            short: name.split('@').next().unwrap_or(name).to_string(),
            input: child.stdin.take(),
            child,
            heard: listen(stdout),
            output: Vec::new(),
        })
    }

    fn enter(&mut self, text: &str) {
        if let Some(input) = &mut self.input {
            let _ = input.write_all(text.as_bytes());
        }
    }

    /// Whether anything new was printed.
    fn glance(&mut self) -> bool {
        let before = self.output.len();
        while let Ok(bytes) = self.heard.try_recv() {
            self.output.extend_from_slice(&bytes);
        }
        self.output.len() > before
    }

    /// Ends it; all that it printed.
    fn finish(mut self) -> String {
        self.input = None;
        while let Ok(bytes) = self.heard.recv_timeout(HANG) {
            self.output.extend_from_slice(&bytes);
        }
        decode(&std::mem::take(&mut self.output))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `erl` as a node of this name.
fn node(mapper: &Mapper, directory: &Path, name: &str) -> Command {
    let mut erl = clean("erl", directory);
    erl.env("ERL_EPMD_PORT", mapper.port.to_string());
    erl.args(["-start_epmd", "false", "-setcookie", "spawnpoint"]);
    // What three nodes do about a connection that two of them have lost is another matter; here it would be in the way of
    // bringing them back.
    erl.args(["-kernel", "prevent_overlapping_partitions", "false"]);
    match name {
        "nonode@nohost" => {}
        long if long.contains('.') => {
            erl.args(["-name", long]);
        }
        short => {
            erl.args(["-sname", short]);
        }
    }
    erl
}

/// All expressions of a file in the shell of the first node; what the others print stands behind.
pub fn cluster(file: &CaseFile, recorder: &Recorder) -> Result<(String, usize), String> {
    let cases = expressions(&crate::erl::read(&file.path)?);
    let mut names = BTreeSet::new();
    let others = CLUSTER_NODES[1..].join("','");
    let mut input = String::new();
    let prelude = format!(
        "{}, cluster_hand:start(['{others}']).\n",
        UNICODE.trim_end().trim_end_matches('.')
    );
    for case in &cases {
        if !names.insert(expression_name(case)) {
            return Err(format!("the same expression twice: {case}"));
        }
        let _ = write!(
            input,
            "exit(reset).\nf().\nio:format(\"~p~n\", [begin\n{case}\nend]).\ncluster_hand:tidy().\n"
        );
    }
    let directory = Scratch::new(&file.stem)?;
    let mapper = Mapper::start(&directory.path)?;
    let mut nodes = Vec::new();
    for (index, name) in CLUSTER_NODES.iter().enumerate().rev() {
        let mut erl = node(&mapper, &directory.path, name);
        for beams in &recorder.cluster_beams[..if index == 0 { 2 } else { 1 }] {
            erl.arg("-pa").arg(&beams.path);
        }
        if index > 0 {
            erl.arg("-noinput");
        }
        nodes.push(Node::start(erl, name)?);
    }
    wait_for_names(&mapper)?;
    let mut first = nodes.pop().ok_or("no node")?;
    first.enter(&prelude);
    prompt(&mut first);
    first.enter(&input);
    let printed = first.finish();
    nodes.reverse();
    let mut elsewhere = Vec::new();
    for mut node in nodes {
        await_quiet(&node.heard, &mut node.output);
        let text = without_noise(&decode(&node.output));
        let parts: Vec<String> = text
            .split(&format!("{END}\n"))
            .map(|part| part.trim_start_matches('\n').to_string())
            .collect();
        elsewhere.push((node.short.clone(), parts));
    }
    let printed = without_noise(&printed);
    let own = recorder.cluster_sources.as_slice();
    let mut rest = printed.as_str();
    let mut recorded = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let prompt = |number: usize| format!("({})", CLUSTER_NODES[0]) + &format!("{number}> ");
        let open = format!("\n{}", prompt(4 * at + 4));
        let cut = rest
            .split_once(&open)
            .and_then(|(_, after)| after.split_once(&format!("{END}\n")));
        let Some((body, after)) = cut else {
            let head: String = rest.chars().take(600).collect();
            return Err(format!(
                "no output found for (a syntax error?): {case}\n{head}"
            ));
        };
        rest = after;
        let (value, late) = body
            .split_once(&format!("\n{}", prompt(4 * at + 5)))
            .ok_or_else(|| format!("no prompt after {case}: {body}"))?;
        let mut output = without_ok(value)? + late;
        for (short, parts) in &elsewhere {
            let part = parts.get(at).map_or("", String::as_str);
            for line in part.lines() {
                let _ = writeln!(output, "{short}| {line}");
            }
        }
        recorded.push(Recorded {
            expression: case.clone(),
            output: normalise(&reports_last(&output), own),
        });
    }
    Ok((write_recorded(&recorded), cases.len()))
}

/// Without what OTP's `global` says when a connection was cut while it settled with the other node.
fn without_noise(text: &str) -> String {
    let noise = "(?s)=WARNING REPORT==== [^\\n]* ===\\nThe global_name_server locker process received .*?\\n\\n";
    let noise = regex_lite::Regex::new(noise).expect("a constant pattern");
    noise.replace_all(text, "").into_owned()
}

/// Waits until all nodes of a file are known to the port mapper.
fn wait_for_names(mapper: &Mapper) -> Result<(), String> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let names = Command::new("epmd")
            .args(["-port", &mapper.port.to_string(), "-names"])
            .output()
            .map_err(|error| error.to_string())?;
        let names = String::from_utf8_lossy(&names.stdout).into_owned();
        let there = |name: &&&str| names.contains(&format!("name {} at", &name[..1]));
        if CLUSTER_NODES.iter().filter(there).count() == CLUSTER_NODES.len() {
            return Ok(());
        }
        thread::sleep(GLANCE * 5);
    }
    Err("the nodes do not start".into())
}

/// A session on several nodes: each step, then what the nodes printed, as `spawnpoint shell --nodes` shows it.
pub fn steps(file: &CaseFile, recorder: &Recorder) -> Result<String, String> {
    let text = crate::erl::read(&file.path)?;
    let names = session_nodes(&text);
    let directory = Scratch::new(&file.stem)?;
    let mapper = Mapper::start(&directory.path)?;
    let start = |(name, hidden): &(String, bool)| {
        let mut erl = node(&mapper, &directory.path, name);
        erl.arg("-pa").arg(&recorder.cluster_beams[0].path);
        if *hidden {
            erl.arg("-hidden");
        }
        Node::start(erl, name)
    };
    let mut nodes = names.iter().map(start).collect::<Result<Vec<_>, _>>()?;
    for node in &mut nodes {
        prompt(node);
    }
    let mut shown = String::new();
    settle(&mut nodes, None, &mut shown);
    for step in text.lines() {
        if step.is_empty() || step.starts_with('%') {
            continue;
        }
        let _ = writeln!(shown, "{step}");
        let of = |name: &str| names.iter().position(|(known, _)| is_called(known, name));
        let words: Vec<&str> = step.split_whitespace().collect();
        match step.split_once("> ") {
            Some((name, line)) => {
                let at = of(name).ok_or_else(|| format!("no such node: {step}"))?;
                nodes[at].enter(&format!("{line}\n"));
                let typed = line.trim_end().ends_with('.').then_some(at);
                settle(&mut nodes, typed, &mut shown);
                continue;
            }
            None => match *words.as_slice() {
                ["wait", ms] => {
                    thread::sleep(Duration::from_millis(ms.parse().unwrap_or(0)));
                }
                ["kill", name] => {
                    let at = of(name).ok_or_else(|| format!("no such node: {step}"))?;
                    let _ = nodes[at].child.kill();
                    let _ = nodes[at].child.wait();
                }
                ["start", name] => {
                    let at = of(name).ok_or_else(|| format!("no such node: {step}"))?;
                    nodes[at] = start(&names[at])?;
                    prompt(&mut nodes[at]);
                }
                _ => return Err(format!("no step that can be recorded: {step}")),
            },
        }
        settle(&mut nodes, None, &mut shown);
    }
    Ok(normalise(&shown, &recorder.cluster_sources))
}

fn is_called(known: &str, name: &str) -> bool {
    known == name || known.split('@').next() == Some(name)
}

/// Waits until the node has read what it was given, and prompts.
fn prompt(node: &mut Node) {
    let started = Instant::now();
    thread::sleep(GLANCE);
    while started.elapsed() < PATIENCE {
        let heard = node.glance();
        if !heard && node.output.ends_with(b"> ") {
            return;
        }
        thread::sleep(GLANCE);
    }
}

/// Waits until the node that was typed into prompts and all are silent; then shows what they printed.
fn settle(nodes: &mut [Node], typed: Option<usize>, shown: &mut String) {
    if let Some(at) = typed {
        prompt(&mut nodes[at]);
    }
    let mut silent = Duration::ZERO;
    while silent < SILENCE {
        thread::sleep(GLANCE);
        silent += GLANCE;
        for node in &mut *nodes {
            if node.glance() {
                silent = Duration::ZERO;
            }
        }
    }
    for node in nodes {
        let text = decode(&std::mem::take(&mut node.output));
        if !text.is_empty() {
            for line in text.strip_suffix('\n').unwrap_or(&text).split('\n') {
                let _ = writeln!(shown, "{}| {line}", node.short);
            }
        }
    }
}
