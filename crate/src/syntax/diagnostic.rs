//! Errors and warnings about source text, from every pass that reads it.
//!
//! One type for all of them: the scanner, preprocessor and parser here, lint and code generation above.
//! Messages are OTP's own words; the code names the rule, so that a gloss or a link can be attached to it.

use super::ast::{Name, Pos};

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
