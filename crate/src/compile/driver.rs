//! From the bytes of a source file to a module: every step from preprocessor to code generation.

use super::{Options, callbacks, eunit_autoexport, lint, ms_transform, qlc, suspect};
use bytecode::Module;
use lint::FindBehaviour;
use rustc_hash::FxHashSet;
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

/// Compiles a source file. `file` is its name in messages, `?FILE` and stack traces.
pub fn source(
    file: &str,
    bytes: &[u8],
    includes: &dyn Includes,
    macros: &preprocess::Options,
) -> Compiled {
    source_with(file, bytes, includes, macros, &Wishes::none())
}

/// What compiling depends on besides the source.
pub struct Wishes<'a> {
    /// Options that count as if they stood in a `-compile`.
    pub options: &'a [Expr],
    pub find_behaviour: FindBehaviour<'a>,
    /// Parse transforms that can be run, and have been unless the source has errors.
    pub has_transform: &'a dyn Fn(&str) -> bool,
}

impl Wishes<'_> {
    /// No options, and OTP's behaviours only.
    pub fn none() -> Self {
        Self {
            options: &[],
            find_behaviour: &|_| None,
            has_transform: &|_| false,
        }
    }
}

/// As [`source`], with wishes.
pub fn source_with(
    file: &str,
    bytes: &[u8],
    includes: &dyn Includes,
    macros: &preprocess::Options,
    wishes: &Wishes<'_>,
) -> Compiled {
    let parsed = preprocess::parse_module(file, bytes, includes, macros);
    let fingerprint = fingerprint(bytes);
    tree(parsed.module, parsed.diagnostics, wishes, fingerprint)
}

/// As [`source`], without looking for suspicious code: for the library's own modules.
pub fn trusted_source(
    file: &str,
    bytes: &[u8],
    includes: &dyn Includes,
    macros: &preprocess::Options,
) -> Compiled {
    let parsed = preprocess::parse_module(file, bytes, includes, macros);
    let fingerprint = fingerprint(bytes);
    let wishes = Wishes::none();
    compile(
        parsed.module,
        parsed.diagnostics,
        fingerprint,
        false,
        &wishes,
    )
}

/// Compiles a tree; `diagnostics` is what there was to say about it before, `fingerprint` tells it from others.
pub fn tree(
    mut tree: ast::Module,
    diagnostics: Vec<Diagnostic>,
    wishes: &Wishes<'_>,
    fingerprint: u64,
) -> Compiled {
    add_options(&mut tree, wishes.options);
    compile(tree, diagnostics, fingerprint, true, wishes)
}

fn compile(
    mut tree: ast::Module,
    mut diagnostics: Vec<Diagnostic>,
    fingerprint: u64,
    suspicious: bool,
    wishes: &Wishes<'_>,
) -> Compiled {
    let mentioned = records_in_functions(&tree);
    let is_broken = diagnostics.iter().any(Diagnostic::is_error);
    match transform(&mut tree, &|name| is_broken && (wishes.has_transform)(name)) {
        Ok(warnings) => diagnostics.extend(warnings),
        // As in OTP, a failed transform hides all else.
        Err(error) => {
            return Compiled {
                module: None,
                diagnostics: vec![error],
            };
        }
    }
    let found = lint::module(&tree, &mentioned, wishes.find_behaviour);
    let mut module = None;
    if !diagnostics.iter().chain(&found).any(Diagnostic::is_error) {
        if suspicious {
            diagnostics.extend(suspect::module(&tree, &found));
        }
        callbacks::add_behaviour_info(&mut tree);
        match super::module(&tree, &Options { fingerprint }) {
            Ok((mut compiled, warnings)) => {
                compiled.behaviour = callbacks::behaviour(&tree);
                diagnostics.extend(warnings);
                module = Some(compiled);
            }
            Err(errors) => diagnostics.extend(errors),
        }
    }
    diagnostics.extend(found);
    diagnostic::sort(&mut diagnostics);
    Compiled {
        module,
        diagnostics,
    }
}

/// Puts the options behind `-module`. That all is exported needs no warning when the caller asks for it.
fn add_options(tree: &mut ast::Module, options: &[Expr]) {
    let is_module = |form: &ast::Form| matches!(form.kind, FormKind::Module(_));
    let Some(at) = tree.forms.iter().position(is_module) else {
        return;
    };
    for option in options {
        let pos = Pos::default();
        let mut add = |option| {
            let kind = FormKind::Compile(option);
            tree.forms.insert(at + 1, ast::Form { pos, kind });
        };
        add(option.clone());
        if option.as_atom().is_some_and(|name| &**name == "export_all") {
            add(Expr::new(pos, ExprKind::Atom("nowarn_export_all".into())));
        }
    }
}

/// What a module compiled from this source has as its fingerprint.
pub fn fingerprint_of(source: &str) -> u64 {
    fingerprint(source.as_bytes())
}

/// Records that functions mention behind their definition, before a transform takes some of that away.
fn records_in_functions(module: &ast::Module) -> FxHashSet<Name> {
    let mut found = FxHashSet::default();
    let mut defined_later: FxHashSet<Name> = FxHashSet::default();
    for form in module.forms.iter().rev() {
        match &form.kind {
            FormKind::Record(record) => {
                defined_later.insert(record.name.clone());
            }
            FormKind::Function(function) => {
                let mut mentioned = FxHashSet::default();
                let clauses = function.clauses.iter();
                clauses.for_each(|clause| {
                    clause.for_each_child(&mut |e| records_in(e, &mut mentioned));
                });
                found.extend(mentioned.difference(&defined_later).cloned());
            }
            _ => {}
        }
    }
    found
}

fn records_in(expr: &Expr, found: &mut FxHashSet<Name>) {
    if let ExprKind::RecordCreate { name, .. }
    | ExprKind::RecordUpdate { name, .. }
    | ExprKind::RecordIndex { name, .. }
    | ExprKind::RecordAccess { name, .. } = &expr.kind
    {
        found.insert(name.clone());
    }
    expr.for_each_child(&mut |child| records_in(child, found));
}

/// Applies the parse transforms that the module asks for, but for those `passed_over`.
fn transform(
    module: &mut ast::Module,
    passed_over: &dyn Fn(&str) -> bool,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut wanted = Vec::new();
    for form in &module.forms {
        if let FormKind::Compile(options) = &form.kind {
            parse_transforms(options, &mut wanted);
        }
    }
    let mut warnings = Vec::new();
    for name in wanted {
        if passed_over(&name) {
            continue;
        }
        if &*name == eunit_autoexport::NAME {
            eunit_autoexport::module(module);
            continue;
        }
        if &*name == qlc::NAME {
            qlc::module(module)?;
            continue;
        }
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
