//! Errors and warnings about source text, from every pass that reads it.
//!
//! One type for all of them: the scanner, preprocessor and parser here, lint and code generation above.
//! Messages are OTP's own words; the code names the rule, so that a gloss or a link can be attached to it.

use super::ast::{Name, Pos};
use std::fmt::Write as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// The file's name as `erlc` would print it.
    pub file: Name,
    /// Absent for what concerns the module as a whole.
    pub pos: Option<Pos>,
    /// OTP's text, without position and without "Warning:".
    pub message: String,
    /// A stable name of the rule: `<OTP module>:<its own name>`, such as `erl_lint:unbound_var`.
    pub code: &'static str,
    /// Extra help that OTP does not print.
    pub hint: Option<String>,
}

impl Diagnostic {
    pub fn error(file: &Name, pos: Pos, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            file: file.clone(),
            pos: Some(pos),
            message: message.into(),
            code,
            hint: None,
        }
    }

    pub fn warning(file: &Name, pos: Pos, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(file, pos, code, message)
        }
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The text that `erlc` prints for the diagnostics, in their order. `source` gives a file's text, for the lines shown under
/// each message; a file that it does not know goes without.
pub fn render<'a>(diagnostics: &[Diagnostic], source: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::new();
    // The lines of the file of the diagnostic before.
    let mut file: Option<&str> = None;
    let mut lines: Vec<&str> = Vec::new();
    for diagnostic in diagnostics {
        if file != Some(&*diagnostic.file) {
            file = Some(&*diagnostic.file);
            lines =
                source(&diagnostic.file).map_or_else(Vec::new, |text| text.split('\n').collect());
        }
        diagnostic.push_rendered(&mut out, &lines);
    }
    out
}

impl Diagnostic {
    /// `file:line:column: message`, as the first line of [`render`].
    pub fn headline(&self) -> String {
        let warning = if self.is_error() { "" } else { "Warning: " };
        let place = match self.pos {
            Some(Pos {
                line, column: 0, ..
            }) => format!("{line}: "),
            Some(Pos { line, column, .. }) => format!("{line}:{column}: "),
            None => " ".into(),
        };
        format!("{}:{place}{warning}{}", self.file, self.message)
    }

    fn push_rendered(&self, out: &mut String, lines: &[&str]) {
        out.push_str(&self.headline());
        out.push('\n');
        let Some(pos) = self.pos.filter(|pos| pos.line > 0) else {
            return;
        };
        let index = pos.line as usize - 1;
        // What follows the last new line is no line.
        let last = lines.len() - usize::from(lines.last() == Some(&""));
        let Some(line) = lines[..last].get(index) else {
            return;
        };
        let number = format!("{:>4}", pos.line);
        if pos.column == 0 {
            let _ = write!(out, "% {number}| {line}\n\n");
            return;
        }
        // Tabs stay tabs, so that the mark stands under its character.
        let before = line
            .chars()
            .chain(std::iter::repeat(' '))
            .take(pos.column as usize - 1);
        let indent: String = before
            .map(|char| if char == '\t' { '\t' } else { ' ' })
            .collect();
        let blank = " ".repeat(number.len());
        let _ = write!(out, "% {number}| {line}\n% {blank}| {indent}^\n\n");
    }
}

/// Puts the diagnostics in the order in which `erlc` lists them: the errors of scanner, preprocessor and parser, all other
/// errors, then warnings; each by file and place, at one place errors by the terms that describe them, warnings by their
/// text.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        if !a.is_error() && !b.is_error() {
            let key = |diagnostic: &Diagnostic| diagnostic.pos.map(|pos| (pos.line, pos.column));
            let by_place = a.file.cmp(&b.file).then_with(|| key(a).cmp(&key(b)));
            return by_place.then_with(|| a.message.cmp(&b.message));
        }
        let parts = |diagnostic: &'_ Diagnostic| {
            let parts = diagnostic.code.split_once(':');
            parts.unwrap_or((diagnostic.code, ""))
        };
        let comes_first = |diagnostic: &'_ Diagnostic| {
            matches!(parts(diagnostic).0, "erl_scan" | "epp" | "erl_parse")
        };
        let key = |diagnostic: &'_ Diagnostic| {
            let (module, tag) = parts(diagnostic);
            (
                diagnostic.pos.map(|pos| (pos.line, pos.column)),
                module,
                rank(tag),
            )
        };
        let by_file = a
            .severity
            .cmp(&b.severity)
            .then_with(|| comes_first(b).cmp(&comes_first(a)))
            .then_with(|| a.file.cmp(&b.file));
        by_file
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| a.code.cmp(b.code))
            .then_with(|| a.message.cmp(&b.message))
    });
}

/// How large the term is that describes the problem in OTP, which decides between two at one place.
fn rank(tag: &str) -> u8 {
    match tag {
        "illegal_pattern"
        | "illegal_expr"
        | "illegal_guard_expr"
        | "invalid_call"
        | "export_all"
        | "bittype_unit"
        | "disallowed_nowarn_bif_clash"
        | "redefine_module"
        | "undefined_module"
        | "multiple_on_loads"
        | "no_load_nif"
        | "illegal_map_construction"
        | "typed_literal_string"
        | "illegal_record_info"
        | "spec_wrong_arity" => 0,
        "shadowed_var"
        | "exported_var"
        | "unsafe_var"
        | "undefined_field"
        | "redefine_field"
        | "undefined_behaviour_func"
        | "field_name_is_variable"
        | "deprecated"
        | "removed" => 3,
        "bittype_mismatch" => 4,
        "conflicting_behaviours" => 5,
        _ => 2,
    }
}
