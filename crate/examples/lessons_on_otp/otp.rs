//! Real OTP nodes: record a shell session, evaluate a check. Each question is asked once; the answers are shared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use spawnpoint::lesson::Module;
use spawnpoint::lesson::model::HEADER_ENDING;
use spawnpoint::lesson::transcript::without_prompt;

/// How long the node must at least stay silent before the next input is typed, and at most. Between them lies the time
/// that the node took to start: it tells how busy the machine is, so that a report is not missed there.
const SETTLE_MIN: Duration = Duration::from_millis(300);
const SETTLE_MAX: Duration = Duration::from_secs(3);
/// How long one input may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Nodes at a time. They mostly wait.
const NODES_MAX: usize = 6;

/// Evaluates the expressions in the file named on the command line, as the shell would, and prints one line.
const CHECK_PROGRAM: &str = r#"
    [File] = init:get_plain_arguments(),
    {ok, Bytes} = file:read_file(File),
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Bytes)),
    {ok, Forms} = erl_parse:parse_exprs(Tokens),
    {Pid, Monitor} = spawn_monitor(fun() ->
        exit({value, try erl_eval:exprs(Forms, []) of {value, V, _} -> V
                     catch C:R -> {C, R} end})
    end),
    Verdict = receive
        {'DOWN', Monitor, process, Pid, {value, Value}} -> Value;
        {'DOWN', Monitor, process, Pid, Reason} -> {exit, Reason}
    after 20000 -> no_answer
    end,
    io:format("~nverdict: ~0tp~n", [Verdict]),
    halt(0).
"#;

/// What to ask a fresh node with these modules.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// Name and source of each module.
    modules: Vec<(String, String)>,
    ask: Ask,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Ask {
    /// The number of the first prompt is 1.
    Session(Vec<String>),
    Check(String),
    /// Compile with warnings as errors.
    Compile,
}

impl Question {
    fn new(modules: &[&Module], ask: Ask) -> Question {
        let modules = modules
            .iter()
            .map(|module| (module.name.clone(), module.source.clone()));
        Question {
            modules: modules.collect(),
            ask,
        }
    }

    /// What does each input print? One answer per input.
    pub fn session(modules: &[&Module], inputs: Vec<String>) -> Question {
        Question::new(modules, Ask::Session(inputs))
    }

    /// What is the value of these expressions? One answer.
    pub fn check(modules: &[&Module], code: &str) -> Question {
        Question::new(modules, Ask::Check(code.to_string()))
    }

    /// What does the compiler say, with these headers at hand? One answer, empty when it is content.
    pub fn compile(headers: &[&Module], module: &Module) -> Question {
        let modules: Vec<&Module> = headers.iter().copied().chain([module]).collect();
        Question::new(&modules, Ask::Compile)
    }

    fn answer(&self, folder: &Path) -> Vec<String> {
        if let Err(said) = compile(folder, &self.modules, self.ask == Ask::Compile) {
            return vec![format!("does not compile: {said}")];
        }
        match &self.ask {
            Ask::Session(inputs) => record(folder, inputs),
            Ask::Check(code) => vec![check(folder, code)],
            Ask::Compile => vec![String::new()],
        }
    }
}

/// The answers so far.
#[derive(Default)]
pub struct Otp {
    answers: Mutex<BTreeMap<Question, Vec<String>>>,
    folders: AtomicUsize,
}

impl Otp {
    pub fn answer(&self, question: &Question) -> Vec<String> {
        if let Some(known) = self.answers.lock().expect("no panic").get(question) {
            return known.clone();
        }
        let number = self.folders.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("lesson-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a writable temporary folder");
        let answers = question.answer(&folder);
        let _ = std::fs::remove_dir_all(&folder);
        let mut known = self.answers.lock().expect("no panic");
        known.insert(question.clone(), answers.clone());
        answers
    }

    /// Asks several questions at a time.
    pub fn ask_all(&self, questions: &[Question]) {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..NODES_MAX {
                scope.spawn(|| {
                    while let Some(question) = questions.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.answer(question);
                    }
                });
            }
        });
    }
}

fn compile(folder: &Path, modules: &[(String, String)], strict: bool) -> Result<(), String> {
    for (name, source) in modules {
        let is_header = name.ends_with(HEADER_ENDING);
        let file = if is_header {
            name.clone()
        } else {
            format!("{name}.erl")
        };
        std::fs::write(folder.join(&file), source).expect("a writable temporary folder");
        if is_header {
            continue;
        }
        let mut erlc = Command::new("erlc");
        if strict {
            erlc.arg("-Werror");
        }
        let output = erlc.current_dir(folder).arg(&file).output();
        let output = output.expect("erlc on the path");
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stdout).into_owned());
        }
    }
    Ok(())
}

/// What the expressions evaluate to, as `~0tp` prints it.
fn check(folder: &Path, code: &str) -> String {
    std::fs::write(folder.join("check.txt"), code).expect("a writable temporary folder");
    let output = Command::new("erl")
        .current_dir(folder)
        .args(["+S", "1:1", "-noshell", "-eval", CHECK_PROGRAM])
        .args(["-extra", "check.txt"])
        .output()
        .expect("erl on the path");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let verdict = printed
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("verdict: "));
    verdict.map_or_else(|| format!("no verdict:\n{printed}"), str::to_string)
}

/// What each input prints.
#[allow(
    clippy::disallowed_methods,
    reason = "this is about a real machine: how long a node takes to start there"
)]
fn record(folder: &Path, inputs: &[String]) -> Vec<String> {
    let started = Instant::now();
    let mut node = Node::start(folder);
    node.until_prompt(1);
    node.settle = started
        .elapsed()
        .saturating_sub(SETTLE_MIN)
        .clamp(SETTLE_MIN, SETTLE_MAX);
    let mut outputs = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let mut line = String::new();
        let _ = writeln!(line, "{input}");
        if node.input.write_all(line.as_bytes()).is_err() || node.input.flush().is_err() {
            outputs.push("[the node is gone]".to_string());
            continue;
        }
        outputs.push(node.until_prompt(index + 2));
    }
    let _ = node.child.kill();
    let _ = node.child.wait();
    outputs
}

struct Node {
    child: Child,
    input: ChildStdin,
    output: Receiver<Vec<u8>>,
    settle: Duration,
}

impl Node {
    fn start(folder: &Path) -> Node {
        let folder: PathBuf = folder.to_path_buf();
        let mut child = Command::new("erl")
            .current_dir(folder)
            .args(["+S", "1:1", "+pc", "unicode"])
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("erl on the path");
        let input = child.stdin.take().expect("a pipe");
        let mut pipe = child.stdout.take().expect("a pipe");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Node {
            child,
            input,
            output,
            settle: SETTLE_MIN,
        }
    }

    /// Everything printed until the prompt stands and the node is silent, the prompt itself taken out.
    fn until_prompt(&mut self, prompt: usize) -> String {
        let mut bytes = Vec::new();
        let mut wait = PATIENCE;
        while let Ok(chunk) = self.output.recv_timeout(wait) {
            bytes.extend(chunk);
            if without_prompt(&String::from_utf8_lossy(&bytes), prompt).is_some() {
                wait = self.settle;
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        without_prompt(&text, prompt).unwrap_or_else(|| format!("{text}[no prompt {prompt}]"))
    }
}
