//! Runs the lessons on real Erlang/OTP, the judge, and compares with what the documents say; `--write` refills the
//! documents from the shared files and from what OTP printed. Called by `tests/lessons/verify_on_otp.sh`.
//!
//! Every transcript session gets a node of its own with one scheduler, so that the order of output is settled as far as
//! OTP settles it. Every check of an exercise must pass with the solution and fail with the module to start from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use spawnpoint::lesson::transcript::render_transcript;
use spawnpoint::lesson::{
    Entry, Exercise, Lesson, Module, Renaming, Shell, Step, match_output, parity, parse_lesson,
};

/// How long the node must stay silent before the next input is typed.
const SETTLE: Duration = Duration::from_millis(300);
/// How long one input may take.
const PATIENCE: Duration = Duration::from_secs(30);

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

fn main() {
    let mut write = false;
    let mut paths = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--write" => write = true,
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    if paths.is_empty() {
        paths.push(PathBuf::from("lessons"));
    }
    let mut run = Run {
        write,
        passed: 0,
        failed: 0,
        recorded: BTreeMap::new(),
        verdicts: BTreeMap::new(),
        sessions: 0,
    };
    let mut by_folder: BTreeMap<PathBuf, Vec<Lesson>> = BTreeMap::new();
    for document in documents(&paths) {
        if let Some(lesson) = run.document(&document) {
            by_folder
                .entry(document.parent().unwrap_or(Path::new(".")).to_path_buf())
                .or_default()
                .push(lesson);
        }
    }
    for lessons in by_folder.values() {
        run.mistakes(&lessons[0]);
        for other in &lessons[1..] {
            let differences = parity::differences(&lessons[0], other);
            run.verdict(differences.is_empty(), || {
                format!(
                    "{}: the languages differ\n{}",
                    other.id,
                    differences.join("\n")
                )
            });
        }
    }
    println!("{} passed, {} failed", run.passed, run.failed);
    std::process::exit(i32::from(run.failed > 0));
}

/// The Markdown documents at or below the paths, READMEs aside, in order of name.
fn documents(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = paths.to_vec();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a readable folder");
            waiting.extend(entries.map(|entry| entry.expect("a folder entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "md")
            && !path.ends_with("README.md")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

struct Run {
    write: bool,
    passed: usize,
    failed: usize,
    /// Outputs by modules and inputs, so that the languages share one recording.
    recorded: BTreeMap<String, Vec<String>>,
    verdicts: BTreeMap<String, String>,
    sessions: usize,
}

impl Run {
    fn verdict(&mut self, good: bool, message: impl FnOnce() -> String) {
        if good {
            self.passed += 1;
        } else {
            self.failed += 1;
            println!("FAILED {}", message());
        }
    }

    fn document(&mut self, path: &Path) -> Option<Lesson> {
        let mut text = std::fs::read_to_string(path).expect("a readable document");
        let mut lesson = self.parse(path, &text)?;
        if self.write {
            text = refill(&text, module_refills(&lesson, path));
            lesson = self.parse(path, &text)?;
        }
        for module in lesson.modules() {
            let file = path.with_file_name("").join(&module.file);
            let same = std::fs::read_to_string(&file).is_ok_and(|source| source == module.source);
            self.verdict(same, || {
                format!(
                    "{}:{}: the block differs from {}",
                    path.display(),
                    module.span.first,
                    file.display()
                )
            });
        }
        let mut refills = Vec::new();
        for step in &lesson.steps {
            for session in sessions(&step.shells()) {
                let files = session[0].modules.iter();
                let modules: Vec<&Module> = files.filter_map(|file| lesson.module(file)).collect();
                refills.extend(self.session(path, &modules, &session));
            }
            for exercise in step.exercises() {
                let solution: Vec<&Module> = exercise.solution.modules.iter().collect();
                for session in sessions(&exercise.shells().collect::<Vec<_>>()) {
                    refills.extend(self.session(path, &solution, &session));
                }
                self.exercise(path, &lesson, exercise);
            }
        }
        if self.write {
            text = refill(&text, refills);
            std::fs::write(path, &text).expect("a writable document");
            lesson = self.parse(path, &text)?;
        }
        Some(lesson)
    }

    fn parse(&mut self, path: &Path, text: &str) -> Option<Lesson> {
        match parse_lesson(&path.display().to_string(), text) {
            Ok(lesson) => Some(lesson),
            Err(errors) => {
                for error in errors {
                    self.verdict(false, || error.to_string());
                }
                None
            }
        }
    }

    /// Runs one session and gives the refilled blocks when writing.
    fn session(&mut self, path: &Path, modules: &[&Module], blocks: &[&Shell]) -> Vec<Refill> {
        let entries: Vec<&Entry> = blocks.iter().flat_map(|block| &block.entries).collect();
        let mut key = String::new();
        for module in modules {
            key.push_str(&module.source);
        }
        for entry in &entries {
            let _ = write!(key, "\n> {}", entry.input);
        }
        if !self.recorded.contains_key(&key) {
            let folder = self.folder(modules);
            let outputs = record(&folder, &entries);
            self.recorded.insert(key.clone(), outputs);
        }
        let outputs = self.recorded[&key].clone();
        if self.write {
            let mut outputs = outputs.into_iter();
            return blocks
                .iter()
                .map(|block| {
                    let mut entries = block.entries.clone();
                    for entry in &mut entries {
                        entry.expected = outputs.next().unwrap_or_default();
                    }
                    Refill {
                        first: block.span.first,
                        end: block.span.end,
                        text: render_transcript(&entries),
                    }
                })
                .collect();
        }
        let mut renaming = Renaming::default();
        for (entry, output) in entries.iter().zip(&outputs) {
            let good = match_output(&entry.expected, output, &mut renaming);
            self.verdict(good, || {
                format!(
                    "{}:{}: {}> {}\n--- the document\n{}\n--- OTP\n{output}\n---",
                    path.display(),
                    entry.line,
                    entry.prompt,
                    entry.input,
                    entry.expected
                )
            });
        }
        Vec::new()
    }

    fn exercise(&mut self, path: &Path, lesson: &Lesson, exercise: &Exercise) {
        let files = exercise.starter.iter();
        let starter: Vec<&Module> = files.filter_map(|file| lesson.module(file)).collect();
        let solution: Vec<&Module> = exercise.solution.modules.iter().collect();
        for check in &exercise.checks {
            let place = format!("{}:{}: check {}", path.display(), check.line, check.id);
            let with_solution = self.check(&solution, &check.code);
            let good = with_solution == "true" || with_solution == "ok";
            self.verdict(good, || {
                format!("{place} with the solution: {with_solution}")
            });
            let with_starter = self.check(&starter, &check.code);
            let fails = with_starter != "true" && with_starter != "ok";
            self.verdict(fails, || {
                format!("{place} passes with the module to start from, so it asserts nothing")
            });
        }
    }

    /// Each recorded mistake must be noticed by the checks that name it.
    fn mistakes(&mut self, lesson: &Lesson) {
        let path = Path::new("tests/lessons/mistakes").join(format!("{}.txt", lesson.id));
        let Ok(text) = std::fs::read_to_string(&path) else {
            return;
        };
        for mistake in text.split("\n\n").filter(|part| !part.starts_with('#')) {
            self.mistake(lesson, mistake.trim());
        }
    }

    fn mistake(&mut self, lesson: &Lesson, mistake: &str) {
        let (heading, change) = mistake.split_once('\n').expect("a heading and a change");
        let (id, noticed_by) = heading.split_once(": ").expect("exercise: checks");
        let lines = |mark: char| {
            let found: Vec<&str> = change
                .lines()
                .filter_map(|line| line.strip_prefix(mark))
                .collect();
            found.join("\n")
        };
        let mut exercises = lesson.steps.iter().flat_map(Step::exercises);
        let exercise = exercises
            .find(|exercise| exercise.id == id)
            .expect("an exercise of the lesson");
        let mut module = exercise.solution.modules[0].clone();
        let changed = module.source.replacen(&lines('-'), &lines('+'), 1);
        self.verdict(changed != module.source, || {
            format!("the mistake changes nothing:\n{mistake}")
        });
        module.source = changed;
        for name in noticed_by.split(' ') {
            let check = exercise
                .checks
                .iter()
                .find(|check| check.id == name)
                .expect("a check of the exercise");
            let value = self.check(&[&module], &check.code);
            let noticed = value != "true" && value != "ok";
            self.verdict(noticed, || {
                format!("check {name} does not notice this mistake:\n{mistake}")
            });
        }
    }

    /// What the expressions evaluate to on a fresh node with the modules.
    fn check(&mut self, modules: &[&Module], code: &str) -> String {
        let mut key = code.to_string();
        for module in modules {
            key.push_str(&module.source);
        }
        if let Some(known) = self.verdicts.get(&key) {
            return known.clone();
        }
        let folder = self.folder(modules);
        std::fs::write(folder.join("check.txt"), code).expect("a writable temporary folder");
        let output = Command::new("erl")
            .current_dir(&folder)
            .args([
                "+S",
                "1:1",
                "-noshell",
                "-eval",
                CHECK_PROGRAM,
                "-extra",
                "check.txt",
            ])
            .output()
            .expect("erl on the path");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let verdict = printed
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("verdict: "));
        let verdict = verdict.map_or_else(|| format!("no verdict:\n{printed}"), str::to_string);
        self.verdicts.insert(key, verdict.clone());
        verdict
    }

    /// A temporary folder with the modules compiled.
    fn folder(&mut self, modules: &[&Module]) -> PathBuf {
        self.sessions += 1;
        let folder =
            std::env::temp_dir().join(format!("lesson-{}-{}", std::process::id(), self.sessions));
        std::fs::create_dir_all(&folder).expect("a writable temporary folder");
        for module in modules {
            let file = format!("{}.erl", module.name);
            std::fs::write(folder.join(&file), &module.source)
                .expect("a writable temporary folder");
            let output = Command::new("erlc")
                .current_dir(&folder)
                .arg(&file)
                .output()
                .expect("erlc on the path");
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            self.verdict(output.status.success(), || {
                format!("{} does not compile:\n{printed}", module.file)
            });
            if !printed.is_empty() {
                println!("note: erlc {}: {printed}", module.file);
            }
        }
        folder
    }
}

/// Shell blocks that share a node.
fn sessions<'a>(shells: &[&'a Shell]) -> Vec<Vec<&'a Shell>> {
    let mut found: Vec<Vec<&Shell>> = Vec::new();
    for shell in shells {
        match found.last_mut() {
            Some(session) if !shell.fresh => session.push(shell),
            _ => found.push(vec![shell]),
        }
    }
    found
}

/// What each input prints on a fresh node.
fn record(folder: &Path, entries: &[&Entry]) -> Vec<String> {
    let mut node = Node::start(folder);
    node.until_prompt(1);
    let outputs = entries
        .iter()
        .map(|entry| {
            node.input
                .write_all(format!("{}\n", entry.input).as_bytes())
                .expect("a living node");
            node.input.flush().expect("a living node");
            node.until_prompt(entry.prompt + 1)
        })
        .collect();
    node.child.kill().expect("our own node");
    let _ = node.child.wait();
    outputs
}

struct Node {
    child: Child,
    input: ChildStdin,
    output: Receiver<Vec<u8>>,
}

impl Node {
    fn start(folder: &Path) -> Node {
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
        }
    }

    /// Everything printed until the prompt stands and the node is silent, the prompt itself taken out.
    fn until_prompt(&mut self, prompt: u32) -> String {
        let marker = format!("{prompt}> ");
        let mut bytes = Vec::new();
        let mut wait = PATIENCE;
        while let Ok(chunk) = self.output.recv_timeout(wait) {
            bytes.extend(chunk);
            if find_prompt(&String::from_utf8_lossy(&bytes), &marker).is_some() {
                wait = SETTLE;
            }
        }
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if find_prompt(&text, &marker).is_none() {
            return format!("{text}[no prompt {prompt}]");
        }
        // Output of another process makes the shell print its prompt again.
        while let Some(at) = find_prompt(&text, &marker) {
            text.replace_range(at..at + marker.len(), "");
        }
        text.trim_matches('\n').to_string()
    }
}

/// Where the prompt stands at the start of a line.
fn find_prompt(text: &str, marker: &str) -> Option<usize> {
    if text.starts_with(marker) {
        return Some(0);
    }
    text.find(&format!("\n{marker}")).map(|at| at + 1)
}

/// New text for the lines `first..end` of a document.
struct Refill {
    first: usize,
    end: usize,
    text: String,
}

fn module_refills(lesson: &Lesson, path: &Path) -> Vec<Refill> {
    let read = |module: &Module| {
        let text = std::fs::read_to_string(path.with_file_name("").join(&module.file)).ok()?;
        Some(Refill {
            first: module.span.first,
            end: module.span.end,
            text,
        })
    };
    lesson.modules().into_iter().filter_map(read).collect()
}

fn refill(document: &str, mut refills: Vec<Refill>) -> String {
    refills.sort_by_key(|refill| refill.first);
    let lines: Vec<&str> = document.split_inclusive('\n').collect();
    let mut text = String::new();
    let mut at = 1;
    for refill in refills {
        text.extend(lines[at - 1..refill.first - 1].iter().copied());
        text.push_str(&refill.text);
        at = refill.end;
    }
    text.extend(lines[at - 1..].iter().copied());
    text
}
