//! From the bytes of a source file to a module: every step from preprocessor to code generation.

use super::{Options, callbacks, lint, ms_transform};
use bytecode::Module;
use syntax::ast::{self, Expr, ExprKind, FormKind, Name, Pos};
use syntax::diagnostic::{self, Diagnostic};
use syntax::preprocess::{self, Includes};

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
    let mut parsed = preprocess::parse_module(file, bytes, includes, macros);
    let warnings = match transform(&mut parsed.module) {
        Ok(warnings) => warnings,
        // As in OTP, a failed transform hides all else.
        Err(error) => {
            return Compiled {
                module: None,
                diagnostics: vec![error],
            };
        }
    };
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(warnings);
    diagnostics.extend(lint::module(&parsed.module, &|_| None));
    let mut module = None;
    if !diagnostics.iter().any(Diagnostic::is_error) {
        let options = Options {
            fingerprint: fingerprint(bytes),
        };
        callbacks::add_behaviour_info(&mut parsed.module);
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

/// Applies the parse transforms that the module asks for.
fn transform(module: &mut ast::Module) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut wanted = Vec::new();
    for form in &module.forms {
        if let FormKind::Compile(options) = &form.kind {
            parse_transforms(options, &mut wanted);
        }
    }
    let mut warnings = Vec::new();
    for name in wanted {
        if &*name != ms_transform::NAME {
            let file = module.files.first().cloned();
            let file = file.unwrap_or_else(|| "nofile".into());
            let text = format!("undefined parse transform '{name}'");
            let error = Diagnostic::error(&file, Pos::default(), "compile:transform", text);
            return Err(Diagnostic { pos: None, ..error });
        }
        warnings.extend(ms_transform::module(module)?);
    }
    Ok(warnings)
}

/// Collects `{parse_transform, Name}` from the options.
fn parse_transforms(options: &Expr, found: &mut Vec<Name>) {
    match &options.kind {
        ExprKind::List { elements, .. } => {
            for option in elements {
                parse_transforms(option, found);
            }
        }
        ExprKind::Tuple(parts) => {
            if let [key, name] = parts.as_slice()
                && key.as_atom().is_some_and(|key| &**key == "parse_transform")
                && let Some(name) = name.as_atom()
                && !found.contains(name)
            {
                found.push(name.clone());
            }
        }
        _ => {}
    }
}

/// FNV-1a.
pub(super) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
