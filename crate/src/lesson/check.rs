//! Runs a lesson and reports where it differs from its document: `spawnpoint lesson check`.
//!
//! What a node is stands behind [`Playground`], so that this file knows outputs only. Invariant: each session and each
//! check gets a fresh playground; nothing of one is seen by another.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::fault::Fault;
use super::matching::{Renaming, first_difference, match_output};
use super::model::{Act, Entry, Lesson, Module, Setting};
use super::session::{Session, Trial};

/// Fresh nodes with a shell each, as a lesson needs them.
pub trait Playground {
    /// Compiles a module and loads it on every node. The error is what the compiler prints.
    fn load(&mut self, module: &Module) -> Result<(), String>;

    /// Types an input or applies a fault. Gives everything printed until the shell prompts again and no process can run
    /// before time passes, without prompts; or until a minute of virtual time is over. Where there are several nodes,
    /// all of them must have been silent for some seconds of virtual time.
    fn act(&mut self, act: &Act) -> Printed;
}

/// What an act made nodes print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// At the node where it was typed.
    pub here: String,
    /// At other nodes: node and text.
    pub elsewhere: Vec<(String, String)>,
}

impl Printed {
    /// What each node printed, by number: its name and text. `typed` is the one where something was typed.
    pub fn gather(
        texts: impl Iterator<Item = (Option<String>, String)>,
        typed: Option<usize>,
    ) -> Printed {
        let mut printed = Printed::default();
        for (index, (name, text)) in texts.enumerate() {
            if typed == Some(index) {
                printed.here = text;
            } else if !text.is_empty() {
                printed.elsewhere.push((name.unwrap_or_default(), text));
            }
        }
        printed.elsewhere.sort();
        printed
    }
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub passed: usize,
    /// One readable message per failure.
    pub failures: Vec<String>,
}

impl Report {
    pub(super) fn count(&mut self, good: bool, message: impl FnOnce() -> String) {
        if good {
            self.passed += 1;
        } else {
            self.failures.push(message());
        }
    }

    /// Adds what came out of another lesson.
    pub fn extend(&mut self, other: Report) {
        self.passed += other.passed;
        self.failures.extend(other.failures);
    }

    /// `N passed, N failed`.
    pub fn summary(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failures.len())
    }
}

/// Runs every transcript, and every check with the solution and with the modules to start from. `file` is for messages.
/// `fresh` gives a playground.
pub fn check_lesson<P: Playground>(
    file: &str,
    lesson: &Lesson,
    mut fresh: impl FnMut(&Setting) -> P,
) -> Report {
    let mut report = Report::default();
    for session in lesson.sessions() {
        let mut playground = fresh(session.setting());
        if load(file, &session.modules, &mut playground, &mut report) {
            check_session(file, &session, &mut playground, &mut report);
        }
    }
    for trial in lesson.trials() {
        check_trial(file, &trial, &mut fresh, &mut report);
    }
    report
}

fn load(
    file: &str,
    modules: &[&Module],
    playground: &mut impl Playground,
    report: &mut Report,
) -> bool {
    for module in modules {
        if let Err(said) = playground.load(module) {
            let line = module.span.first;
            report.count(false, || {
                format!("{file}:{line}: {} does not compile\n{said}", module.file)
            });
            return false;
        }
    }
    true
}

fn check_session(
    file: &str,
    session: &Session,
    playground: &mut impl Playground,
    report: &mut Report,
) {
    // The same pid looks different from two nodes.
    let mut renamings: BTreeMap<String, Renaming> = BTreeMap::new();
    for entry in session.entries() {
        if let Act::Fault(Fault::Start(node)) = &entry.act {
            renamings.remove(node);
        }
        let printed = playground.act(&entry.act);
        let mut differences = String::new();
        for (node, expected, output) in by_node(entry, &printed) {
            let renaming = renamings.entry(node.to_string()).or_default();
            if !match_output(expected, output, renaming) {
                if node != here(&entry.act) {
                    let _ = writeln!(differences, "at {node}");
                }
                differences.push_str(&difference(expected, output, renaming));
            }
        }
        report.count(differences.is_empty(), || {
            format!("{file}:{}: {}\n{differences}", entry.line, entry.act)
        });
    }
}

/// The node where an act takes place; the empty text on a node without a name, and for faults.
fn here(act: &Act) -> &str {
    match act {
        Act::Input { node, .. } => node.as_deref().unwrap_or_default(),
        Act::Fault(_) => "",
    }
}

/// Each node that prints or should, with what is expected and what was printed.
pub fn by_node<'a>(entry: &'a Entry, printed: &'a Printed) -> Vec<(&'a str, &'a str, &'a str)> {
    let mut texts: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for (node, text) in &entry.elsewhere {
        texts.entry(node).or_default().0 = text;
    }
    for (node, text) in &printed.elsewhere {
        texts.entry(node).or_default().1 = text;
    }
    let others = texts
        .into_iter()
        .map(|(node, (expected, output))| (node, expected, output));
    let first = (
        here(&entry.act),
        entry.expected.as_str(),
        printed.here.as_str(),
    );
    [first].into_iter().chain(others).collect()
}

fn check_trial<P: Playground>(
    file: &str,
    trial: &Trial,
    fresh: &mut impl FnMut(&Setting) -> P,
    report: &mut Report,
) {
    let place = format!("{file}:{}: check {}", trial.check.line, trial.check.id);
    let setting = &trial.check.setting;
    let act = Act::Input {
        node: setting.nodes.first().cloned(),
        prompt: 1,
        input: check_input(&trial.check.code),
    };
    for (modules, should_pass) in [(&trial.solution, true), (&trial.starter, false)] {
        let mut playground = fresh(setting);
        if !load(file, modules, &mut playground, report) {
            continue;
        }
        let output = playground.act(&act).here;
        report.count(has_passed(&output) == should_pass, || {
            if should_pass {
                format!("{place} fails with the solution\n{output}")
            } else {
                format!("{place} passes with the modules to start from, so it asserts nothing")
            }
        });
    }
}

/// The value that only a check that passed has.
const PASSED: &str = "{check,passed}";

/// The shell input that runs a check's expressions: its value is [`PASSED`] or what the check gave instead.
pub fn check_input(code: &str) -> String {
    let expressions = code.trim_end().trim_end_matches('.');
    format!(
        "case begin\n{expressions}\nend of true -> {{check, passed}}; ok -> {{check, passed}}; Value -> {{check, failed, Value}} end."
    )
}

/// Whether the output of [`check_input`] says that the check passed.
pub fn has_passed(output: &str) -> bool {
    output.lines().any(|line| line == PASSED)
}

/// Both outputs, the first line that differs marked.
fn difference(expected: &str, actual: &str, renaming: &Renaming) -> String {
    let first = first_difference(expected, actual, &mut renaming.clone());
    let (left, right) = first.unwrap_or_default();
    let mut text = String::new();
    for (name, lines, first) in [("expected", expected, left), ("printed", actual, right)] {
        let _ = writeln!(text, "  {name}:");
        for (index, line) in lines.lines().enumerate() {
            let mark = if index == first { '>' } else { ' ' };
            let _ = writeln!(text, "  {mark} {line}");
        }
        if lines.lines().count() <= first {
            let _ = writeln!(text, "  > (nothing more)");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_lesson;

    /// Answers from a table; loads anything but a module named `bad`.
    struct Fake {
        loaded: Vec<String>,
    }

    impl Playground for Fake {
        fn load(&mut self, module: &Module) -> Result<(), String> {
            if module.name == "bad" {
                return Err("bad.erl:1:1: syntax error".into());
            }
            self.loaded.push(module.file.clone());
            Ok(())
        }

        fn act(&mut self, act: &Act) -> Printed {
            let Act::Input { input, .. } = act else {
                return Printed {
                    here: String::new(),
                    elsewhere: vec![("a@h".into(), "gone".into())],
                };
            };
            let solved = self.loaded.iter().any(|file| file.starts_with("solution/"));
            let here = match input.as_str() {
                "self()." => "<0.7.0>".into(),
                "two()." => "one\nzwei".into(),
                _ if solved => "noise\n{check,passed}".into(),
                _ => "{check,failed,no}".into(),
            };
            Printed {
                here,
                elsewhere: Vec::new(),
            }
        }
    }

    fn check(body: &str) -> Report {
        let text = format!(
            "---\nlesson: l\nlocale: en\ntitle: T\norder: 1\nsource: s\n---\n## <a id=\"a\"></a>A\n{body}"
        );
        let lesson = parse_lesson("en.md", &text).unwrap_or_else(|errors| panic!("{errors:?}"));
        check_lesson("en.md", &lesson, |_: &Setting| Fake { loaded: Vec::new() })
    }

    #[test]
    fn transcripts_match_up_to_renaming() {
        let report = check(
            "```erl\n1> self().\n<0.81.0>\n2> self().\n<0.81.0>\n3> self().\n<0.82.0>\n```\n",
        );
        assert_eq!(report.summary(), "2 passed, 1 failed");
        assert_eq!(
            report.failures,
            ["en.md:14: 3> self().\n  expected:\n  > <0.82.0>\n  printed:\n  > <0.7.0>\n"]
        );
    }

    #[test]
    fn each_node_is_compared() {
        let report = check(
            "```erl nodes=a@h,b@h\n(a@h)1> self().\n<0.81.0>\n(b@h)1> self().\n<0.82.0>\n(a@h)\nhello\n--- heal ---\n(a@h)\ngone\n```\n",
        );
        assert_eq!(report.summary(), "2 passed, 1 failed");
        assert_eq!(
            report.failures,
            [
                "en.md:12: (b@h)1> self().\nat a@h\n  expected:\n  > hello\n  printed:\n  > (nothing more)\n"
            ]
        );
    }

    #[test]
    fn the_first_differing_line_is_marked() {
        let report = check("```erl\n1> two().\none\ntwo\nthree\n```\n");
        assert_eq!(
            report.failures,
            [
                "en.md:10: 1> two().\n  expected:\n    one\n  > two\n    three\n  printed:\n    one\n  > zwei\n"
            ]
        );
    }

    #[test]
    fn a_module_that_does_not_compile() {
        let report = check("```erlang file=x/bad.erl\noops\n```\n```erl\n1> self().\n```\n");
        assert_eq!(
            report.failures,
            ["en.md:10: x/bad.erl does not compile\nbad.erl:1:1: syntax error"]
        );
    }

    #[test]
    fn checks_pass_with_the_solution_and_fail_without() {
        let report = check(
            "<!-- exercise: e -->\n```erlang file=start/m.erl\nm\n```\n<details class=\"check\" id=\"c\"><summary>S</summary>\n\n```erlang\nA = 1,\nA =:= 1.\n```\n\nMessage.\n\n</details>\n<details class=\"solution\"><summary>S</summary>\n\n```erlang file=solution/m.erl\nm\n```\n\n</details>\n<!-- end exercise -->\n",
        );
        assert_eq!(
            report,
            Report {
                passed: 2,
                ..Report::default()
            }
        );
    }

    #[test]
    fn the_input_of_a_check() {
        assert!(
            check_input("A = 1,\nA =:= 1.")
                .starts_with("case begin\nA = 1,\nA =:= 1\nend of true ->")
        );
        assert!(has_passed("x\n{check,passed}"));
        assert!(!has_passed("{check,failed,passed}"));
    }
}
