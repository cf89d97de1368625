//! Source files from the disk.

use std::path::Path;

use spawnpoint::syntax::diagnostic::{Diagnostic, render};

/// A module's source: the module's name (its file's), the file's name in messages, the text.
pub struct Source {
    pub name: String,
    pub text: String,
}

/// Reads `path`, which must end in `.erl`.
pub fn read(path: &str) -> Result<Source, String> {
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str());
    let is_source = Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "erl");
    let (Some(name), true) = (stem, is_source) else {
        return Err(format!("{path}: not the name of an .erl file"));
    };
    let text = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(Source {
        name: name.into(),
        text: String::from_utf8_lossy(&text).into_owned(),
    })
}

/// What `erlc` would print.
pub fn messages(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let own = format!("{}.erl", source.name);
    render(diagnostics, |file| {
        (file == own).then_some(source.text.as_str())
    })
}
