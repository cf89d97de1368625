//! `spawnpoint lesson check`: finds the documents; the lesson floor does the rest.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use spawnpoint::lesson::{Document, Sandbox, Setting, check_documents};
use spawnpoint::shell;

use crate::arguments::{UNUSABLE, wants_help, wrong};

pub const HELP: &str = "\
Runs the transcripts and exercises of lessons and compares with what they show.

usage: spawnpoint lesson check PATH...

A PATH is a Markdown document, or a folder: then every `*.md` in it and below, except README.md. Exit status 1 if anything
failed.
";

pub fn command(args: &[&str]) -> ExitCode {
    if wants_help(args) {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    if args.is_empty() {
        return wrong("a path is missing", HELP);
    }
    match documents(args) {
        Ok(documents) if documents.is_empty() => {
            eprintln!("spawnpoint: no lesson documents there");
            ExitCode::from(UNUSABLE)
        }
        Ok(documents) => check(&documents),
        Err(message) => {
            eprintln!("spawnpoint: {message}");
            ExitCode::from(UNUSABLE)
        }
    }
}

fn check(documents: &[Document]) -> ExitCode {
    let services = shell::services();
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let report = check_documents(documents, read, |setting: &Setting| {
        Sandbox::new(services.clone(), setting)
    });
    for failure in &report.failures {
        println!("{failure}\n");
    }
    println!("{}", report.summary());
    if report.failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The documents at and below the paths, in order of their names.
fn documents(paths: &[&str]) -> Result<Vec<Document>, String> {
    let mut files = Vec::new();
    let mut to_visit: Vec<PathBuf> = paths.iter().rev().map(PathBuf::from).collect();
    while let Some(path) = to_visit.pop() {
        if path.is_dir() {
            let entries =
                std::fs::read_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            below.retain(|path| path.is_dir() || is_document(path));
            below.sort();
            to_visit.extend(below.into_iter().rev());
        } else {
            files.push(path);
        }
    }
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Document {
            path: path.to_string_lossy().into_owned(),
            text,
        })
    };
    files.iter().map(read).collect()
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
        && path.file_name().is_some_and(|name| name != "README.md")
}
