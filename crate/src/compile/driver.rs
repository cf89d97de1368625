//! From the bytes of a source file to a module: every step from preprocessor to code generation.

use super::{Options, lint};
use crate::bytecode::Module;
use crate::syntax::diagnostic::{self, Diagnostic};
use crate::syntax::preprocess::{self, Includes};

/// What came of a source file.
#[derive(Debug)]
pub struct Compiled {
    /// Absent if there are errors.
    pub module: Option<Module>,
    /// Errors and warnings in the order in which `erlc` prints them.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiled {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Compiles a source file. `file` is its name in messages, `?FILE` and stack traces.
pub fn source(
    file: &str,
    bytes: &[u8],
    includes: &dyn Includes,
    macros: &preprocess::Options,
) -> Compiled {
    let parsed = preprocess::parse_module(file, bytes, includes, macros);
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(lint::module(&parsed.module, &|_| None));
    let mut module = None;
    if !diagnostics.iter().any(Diagnostic::is_error) {
        let options = Options {
            fingerprint: fingerprint(bytes),
        };
        match super::module(&parsed.module, &options) {
            Ok((compiled, warnings)) => {
                diagnostics.extend(warnings);
                module = Some(compiled);
            }
            Err(errors) => diagnostics.extend(errors),
        }
    }
    diagnostic::sort(&mut diagnostics);
    Compiled {
        module,
        diagnostics,
    }
}

/// What a module compiled from this source has as its fingerprint.
pub fn fingerprint_of(source: &str) -> u64 {
    fingerprint(source.as_bytes())
}

/// FNV-1a.
pub(super) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
