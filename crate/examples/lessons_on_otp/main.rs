//! Runs the lessons on real Erlang/OTP, the judge, and compares with what the documents say; `--write` refills the
//! documents from the shared files and from what OTP printed. Called by `tests/lessons/verify_on_otp.sh`.
//!
//! Every transcript session gets nodes of its own with one scheduler, so that the order of output is settled as far as
//! OTP settles it. Every check of an exercise must pass with the solution, fail with the modules to start from, notice
//! the mistakes recorded for it in `tests/lessons/variants`, and accept the other right answers recorded there.

mod cluster;
mod node;
mod otp;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use otp::{Otp, Question};
use spawnpoint::lesson::transcript::render_transcript;
use spawnpoint::lesson::{
    Act, Check, Fault, Lesson, Module, Printed, Renaming, Session, by_node, match_output, parity,
    parse_lesson,
};

fn main() -> ExitCode {
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
    let mut run = Run::default();
    let mut documents: Vec<Document> = documents(&paths)
        .into_iter()
        .filter_map(|path| run.read(path, write))
        .collect();
    let variants = run.variants(&documents);
    let mut questions: Vec<Question> = documents.iter().flat_map(Document::questions).collect();
    questions.extend(variants.iter().map(Variant::question));
    questions.sort();
    questions.dedup();
    println!("asking OTP {} questions", questions.len());
    run.otp.ask_all(&questions);
    for document in &mut documents {
        if write {
            run.write(document);
        }
        run.compare(document);
    }
    run.compare_variants(&variants);
    run.compare_languages(&documents);
    println!("{} passed, {} failed", run.passed, run.failed);
    ExitCode::from(u8::from(run.failed > 0))
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

struct Document {
    path: PathBuf,
    text: String,
    lesson: Lesson,
}

fn question(session: &Session) -> Question {
    let acts = session.entries().map(|entry| entry.act.clone());
    Question::session(&session.modules, session.setting(), acts.collect())
}

fn ask(modules: &[&Module], check: &Check) -> Question {
    Question::check(modules, &check.setting, &check.code)
}

impl Document {
    fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }

    /// Where a shared file is.
    fn file(&self, module: &Module) -> PathBuf {
        self.path.with_file_name("").join(&module.file)
    }

    /// The question what the compiler says, with the headers that the document shows before the module.
    fn compile(&self, module: &Module) -> Question {
        let shown = self.lesson.modules().into_iter();
        let headers =
            shown.filter(|header| header.is_header() && header.span.first < module.span.first);
        let headers: Vec<&Module> = headers.collect();
        Question::compile(&headers, module)
    }

    fn questions(&self) -> Vec<Question> {
        let mut found: Vec<Question> = self.lesson.sessions().iter().map(question).collect();
        for trial in self.lesson.trials() {
            found
                .extend([&trial.solution, &trial.starter].map(|modules| ask(modules, trial.check)));
        }
        let modules = self.lesson.modules();
        found.extend(modules.into_iter().map(|module| self.compile(module)));
        found
    }
}

/// A solution written otherwise, and what a check must say to it.
struct Variant {
    check: Check,
    passes: bool,
    modules: Vec<Module>,
    text: String,
}

impl Variant {
    fn question(&self) -> Question {
        let modules: Vec<&Module> = self.modules.iter().collect();
        ask(&modules, &self.check)
    }
}

#[derive(Default)]
struct Run {
    otp: Otp,
    passed: usize,
    failed: usize,
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

    /// Reads a document; when writing, its code blocks come from the shared files.
    fn read(&mut self, path: PathBuf, write: bool) -> Option<Document> {
        let text = std::fs::read_to_string(&path).expect("a readable document");
        let lesson = self.parse(&path, &text)?;
        let mut document = Document { path, text, lesson };
        if write {
            let refills = document.lesson.modules().into_iter().filter_map(|module| {
                let text = std::fs::read_to_string(document.file(module)).ok()?;
                Some(Refill {
                    first: module.span.first,
                    end: module.span.end,
                    text,
                })
            });
            document.text = refill(&document.text, refills.collect());
            document.lesson = self.parse(&document.path, &document.text)?;
        }
        Some(document)
    }

    /// Fills the transcripts with what OTP printed and writes the document.
    fn write(&mut self, document: &mut Document) {
        let mut refills = Vec::new();
        for session in document.lesson.sessions() {
            let mut outputs = self.otp.answer(&question(&session)).into_iter();
            for block in &session.blocks {
                let mut entries = block.entries.clone();
                for entry in &mut entries {
                    let printed = outputs.next().unwrap_or_default();
                    (entry.expected, entry.elsewhere) = (printed.here, printed.elsewhere);
                }
                let text = render_transcript(&entries);
                refills.push(Refill {
                    first: block.span.first,
                    end: block.span.end,
                    text,
                });
            }
        }
        document.text = refill(&document.text, refills);
        std::fs::write(&document.path, &document.text).expect("a writable document");
        let text = document.text.clone();
        if let Some(lesson) = self.parse(&document.path.clone(), &text) {
            document.lesson = lesson;
        }
    }

    fn compare(&mut self, document: &Document) {
        for module in document.lesson.modules() {
            let place = document.place(module.span.first);
            let file = document.file(module);
            let same = std::fs::read_to_string(&file).is_ok_and(|source| source == module.source);
            self.verdict(same, || {
                format!("{place}: the block differs from {}", file.display())
            });
            let said = self.otp.text(&document.compile(module));
            self.verdict(said.is_empty(), || {
                format!("{place}: {} {said}", module.file)
            });
        }
        for session in document.lesson.sessions() {
            self.compare_session(document, &session);
        }
        for trial in document.lesson.trials() {
            let place = format!(
                "{}: check {}",
                document.place(trial.check.line),
                trial.check.id
            );
            let [solved, started] = [&trial.solution, &trial.starter]
                .map(|modules| self.otp.text(&ask(modules, trial.check)));
            self.verdict(is_good(&solved), || {
                format!("{place} with the solution: {solved}")
            });
            self.verdict(!is_good(&started), || {
                format!("{place} passes with the modules to start from, so it asserts nothing")
            });
        }
    }

    fn compare_session(&mut self, document: &Document, session: &Session) {
        let outputs = self.otp.answer(&question(session));
        let mut renamings: BTreeMap<String, Renaming> = BTreeMap::new();
        let nothing = Printed {
            here: "[nothing]".into(),
            elsewhere: Vec::new(),
        };
        for (index, entry) in session.entries().enumerate() {
            let printed = outputs.get(index).unwrap_or(&nothing);
            if let Act::Fault(Fault::Start(node)) = &entry.act {
                renamings.remove(node);
            }
            for (node, expected, output) in by_node(entry, printed) {
                let renaming = renamings.entry(node.to_string()).or_default();
                let good = match_output(expected, output, renaming);
                self.verdict(good, || {
                    let (place, act) = (document.place(entry.line), &entry.act);
                    format!("{place}: {act}\n--- the document {node}\n{expected}\n--- OTP\n{output}\n---")
                });
            }
        }
    }

    fn compare_languages(&mut self, documents: &[Document]) {
        let mut by_lesson: BTreeMap<&str, Vec<&Lesson>> = BTreeMap::new();
        for document in documents {
            let lesson = &document.lesson;
            by_lesson.entry(&lesson.id).or_default().push(lesson);
        }
        for lessons in by_lesson.values() {
            for other in &lessons[1..] {
                let differences = parity::differences(lessons[0], other);
                self.verdict(differences.is_empty(), || {
                    format!(
                        "{}: the languages differ\n{}",
                        other.id,
                        differences.join("\n")
                    )
                });
            }
        }
    }

    /// The variants recorded for the lessons at hand.
    fn variants(&mut self, documents: &[Document]) -> Vec<Variant> {
        let mut found = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for document in documents {
            let id = document.lesson.id.as_str();
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let path = Path::new("tests/lessons/variants").join(format!("{id}.txt"));
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let parts = text.split("\n\n").filter(|part| !part.starts_with('#'));
            for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
                match read_variant(document, part) {
                    Some(variants) => found.extend(variants),
                    None => {
                        self.verdict(false, || format!("this fits no solution:\n{part}"));
                    }
                }
            }
        }
        found
    }

    fn compare_variants(&mut self, variants: &[Variant]) {
        for variant in variants {
            let value = self.otp.text(&variant.question());
            let as_recorded =
                is_good(&value) == variant.passes && !value.starts_with("does not compile");
            self.verdict(as_recorded, || {
                let (check, text) = (&variant.check.id, &variant.text);
                let wrongly = if variant.passes { "refuses" } else { "accepts" };
                format!("check {check} {wrongly} this ({value}):\n{text}")
            });
        }
    }
}

/// The value of a check that passes.
fn is_good(value: &str) -> bool {
    value == "true" || value == "ok"
}

/// `exercise: check check` or `exercise: none`, which checks refuse it; then hunks, each of lines to replace (`-`) and
/// their replacement (`+`).
fn read_variant(document: &Document, text: &str) -> Option<Vec<Variant>> {
    let (heading, change) = text.split_once('\n')?;
    let (id, refused_by) = heading.split_once(": ")?;
    let lesson = &document.lesson;
    let exercise = lesson.exercises().find(|exercise| exercise.id == id)?;
    let mut modules: Vec<Module> = lesson.solved(exercise).into_iter().cloned().collect();
    for (old, new) in hunks(change) {
        let module = modules.iter_mut().find(|module| {
            module.source.contains(&old)
                && exercise
                    .solution
                    .modules
                    .iter()
                    .any(|own| own.file == module.file)
        })?;
        module.source = module.source.replacen(&old, &new, 1);
    }
    let variant = |check: &Check, passes| Variant {
        check: check.clone(),
        passes,
        modules: modules.clone(),
        text: text.to_string(),
    };
    let checks = &exercise.checks;
    if refused_by == "none" {
        return Some(checks.iter().map(|check| variant(check, true)).collect());
    }
    let named = |name: &str| {
        let check = checks.iter().find(|check| check.id == name)?;
        Some(variant(check, false))
    };
    refused_by.split(' ').map(named).collect()
}

/// What is replaced by what.
fn hunks(change: &str) -> Vec<(String, String)> {
    let mut hunks: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for line in change.lines() {
        if let Some(old) = line.strip_prefix('-') {
            match hunks.last_mut() {
                Some((olds, news)) if news.is_empty() => olds.push(old),
                _ => hunks.push((vec![old], Vec::new())),
            }
        } else if let (Some(new), Some((_, news))) = (line.strip_prefix('+'), hunks.last_mut()) {
            news.push(new);
        }
    }
    let joined = |(old, new): (Vec<&str>, Vec<&str>)| (old.join("\n"), new.join("\n"));
    hunks.into_iter().map(joined).collect()
}

/// New text for the lines `first..end` of a document.
struct Refill {
    first: usize,
    end: usize,
    text: String,
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
