//! `spawnpoint lesson check`, apart from files and the terminal: documents in, a report out.

use std::collections::BTreeMap;

use super::check::{Playground, Report, check_lesson};
use super::model::{Lesson, Setting};
use super::parity;
use super::parse::parse_lesson;

/// A document: its path, for messages, and its text.
pub struct Document {
    pub path: String,
    pub text: String,
}

impl Document {
    /// Where a shared file of the document is.
    fn beside(&self, file: &str) -> String {
        match self.path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{file}"),
            None => file.to_string(),
        }
    }
}

/// Checks each document on fresh playgrounds, its code blocks against the shared files (`read` gives a file's text), and
/// the languages of each lesson against each other.
pub fn check_documents<P: Playground>(
    documents: &[Document],
    read: impl Fn(&str) -> Option<String>,
    mut fresh: impl FnMut(&Setting) -> P,
) -> Report {
    let mut report = Report::default();
    let mut by_lesson: BTreeMap<String, Vec<Lesson>> = BTreeMap::new();
    for document in documents {
        match parse_lesson(&document.path, &document.text) {
            Err(errors) => report
                .failures
                .extend(errors.iter().map(ToString::to_string)),
            Ok(lesson) => {
                compare_names(document, &lesson, &mut report);
                compare_files(document, &lesson, &read, &mut report);
                report.extend(check_lesson(&document.path, &lesson, &mut fresh));
                by_lesson.entry(lesson.id.clone()).or_default().push(lesson);
            }
        }
    }
    for lessons in by_lesson.values() {
        for other in &lessons[1..] {
            let differences = parity::differences(&lessons[0], other);
            report.count(differences.is_empty(), || {
                format!(
                    "lesson {}: the languages differ\n{}",
                    other.id,
                    differences.join("\n")
                )
            });
        }
    }
    report
}

/// The page finds a lesson by its folder and a language by its file; the front matter must say the same.
fn compare_names(document: &Document, lesson: &Lesson, report: &mut Report) {
    let path = &document.path;
    let mut names = path.rsplit('/');
    let locale = names.next().and_then(|file| file.strip_suffix(".md"));
    let folder = names
        .next()
        .filter(|name| !matches!(*name, "" | "." | ".."));
    let named = [
        ("locale", locale, &lesson.locale, "the file is named"),
        ("lesson", folder, &lesson.id, "the folder is named"),
    ];
    for (key, name, said, what) in named {
        if let Some(name) = name.filter(|name| name != said) {
            report.failures.push(format!(
                "{path}:1: the front matter says `{key}: {said}`, but {what} `{name}`; make them the same"
            ));
        }
    }
}

fn compare_files(
    document: &Document,
    lesson: &Lesson,
    read: impl Fn(&str) -> Option<String>,
    report: &mut Report,
) {
    for module in lesson.modules() {
        let file = document.beside(&module.file);
        let source = read(&file);
        report.count(source.as_ref() == Some(&module.source), || {
            let (path, line) = (&document.path, module.span.first);
            match source {
                None => format!("{path}:{line}: there is no file {file}; write the block's code into it"),
                Some(_) => format!("{path}:{line}: the block differs from {file}; copy the file into the block (`tests/lessons/verify_on_otp.sh --write` does)"),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Act, Module, Printed};

    struct Deaf;

    impl Playground for Deaf {
        fn load(&mut self, _: &Module) -> Result<(), String> {
            Ok(())
        }

        fn act(&mut self, _: &Act) -> Printed {
            Printed::default()
        }
    }

    fn document(locale: &str, step: &str) -> Document {
        let head =
            format!("---\nlesson: l\nlocale: {locale}\ntitle: T\norder: 1\nsource: s\n---\n");
        let text = format!("{head}## <a id=\"{step}\"></a>A\n```erlang file=code/m.erl\nm\n```\n");
        Document {
            path: format!("l/{locale}.md"),
            text,
        }
    }

    #[test]
    fn files_and_languages_are_compared() {
        let read = |path: &str| (path == "l/code/m.erl").then(|| "m\n".to_string());
        let good = [document("en", "a"), document("de", "a")];
        assert_eq!(
            check_documents(&good, read, |_: &Setting| Deaf).summary(),
            "3 passed, 0 failed"
        );
        let bad = [document("en", "a"), document("de", "b")];
        let report = check_documents(&bad, |_| None, |_: &Setting| Deaf);
        assert_eq!(report.summary(), "0 passed, 3 failed");
        assert!(report.failures[0].starts_with("l/en.md:10: there is no file l/code/m.erl;"));
        assert!(report.failures[2].contains("steps differ"));
        let report = check_documents(&bad[..1], |_| Some("other\n".into()), |_: &Setting| Deaf);
        assert!(report.failures[0].starts_with("l/en.md:10: the block differs from l/code/m.erl;"));
    }

    #[test]
    fn folder_and_file_are_named_as_the_front_matter_says() {
        let failures = |path: &str| {
            let moved = Document {
                path: path.into(),
                ..document("en", "a")
            };
            check_documents(&[moved], |_| Some("m\n".into()), |_: &Setting| Deaf).failures
        };
        assert!(failures("l/en.md").is_empty());
        assert!(failures("./en.md").is_empty());
        assert_eq!(
            failures("k/fr.md"),
            [
                "k/fr.md:1: the front matter says `locale: en`, but the file is named `fr`; make them the same",
                "k/fr.md:1: the front matter says `lesson: l`, but the folder is named `k`; make them the same",
            ]
        );
    }

    #[test]
    fn a_broken_document_is_a_failure() {
        let broken = [Document {
            path: "x.md".into(),
            text: "# no lesson\n".into(),
        }];
        let report = check_documents(&broken, |_| None, |_: &Setting| Deaf);
        assert_eq!(report.failures.len(), 1);
        assert!(report.failures[0].starts_with("lesson x.md:1: no front matter"));
    }
}
