//! Warnings about code that can be told to fail, to do nothing or never to be reached: what OTP's optimising passes report.
//!
//! A walk over the tree of a module that lint has accepted, in the order of evaluation, with what is known of each variable's
//! value ([`value::Val`]). Reports where OTP 25 was observed to, in its words; where it sees further than this walk (it
//! inlines and simplifies again and again), nothing is said. Invariant: a warning appears only where `erlc` gives it.

mod call;
mod clause;
mod construct;
mod expr;
mod pattern;
mod rows;
mod segment;
mod value;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::ast::{Expr, ExprKind, FormKind, Module, Name, Pos, RecordDef};
use syntax::diagnostic::Diagnostic;
use term::Heap;
use term::print::{NoNames, WriteOptions, write};
use value::Val;

/// What a warning is about; `-compile(nowarn_...)` turns them off by these.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Nomatch,
    Ignored,
    Failed,
}

/// Warnings about a module in no particular order. `lint` is what lint said of it.
pub fn module(module: &Module, lint: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut suspect = Suspect::new(module, lint);
    for form in &module.forms {
        if let FormKind::Function(function) = &form.kind {
            suspect.function(form.pos, function);
        }
    }
    suspect.found
}

struct Suspect<'a> {
    files: &'a [Name],
    /// Literals.
    heap: Heap,
    records: FxHashMap<&'a str, &'a RecordDef>,
    locals: FxHashSet<(&'a str, u32)>,
    imports: FxHashMap<(&'a str, u32), &'a str>,
    /// Where variables are bound that nobody uses.
    unused: FxHashSet<Pos>,
    muted: Vec<About>,
    /// The variables that have values here, the newest last.
    scope: Vec<(&'a str, Val)>,
    /// The expression looked at last does not return.
    stuck: bool,
    /// What is looked at is dropped before OTP compares clauses.
    dropped: bool,
    /// Where the default values of a record's fields are evaluated.
    at: Option<Pos>,
    found: Vec<Diagnostic>,
}

impl<'a> Suspect<'a> {
    fn new(module: &'a Module, lint: &[Diagnostic]) -> Self {
        let unused = lint.iter().filter(|d| d.code == "erl_lint:unused_var");
        let mut suspect = Self {
            files: &module.files,
            heap: Heap::new(),
            records: FxHashMap::default(),
            locals: FxHashSet::default(),
            imports: FxHashMap::default(),
            unused: unused.filter_map(|diagnostic| diagnostic.pos).collect(),
            muted: Vec::new(),
            scope: Vec::new(),
            stuck: false,
            dropped: false,
            at: None,
            found: Vec::new(),
        };
        for form in &module.forms {
            match &form.kind {
                FormKind::Function(function) => {
                    suspect.locals.insert((&function.name, function.arity));
                }
                FormKind::Record(record) => {
                    suspect.records.insert(&record.name, record);
                }
                FormKind::Import { module, functions } => {
                    for function in functions {
                        let key = (&*function.name, function.arity);
                        suspect.imports.insert(key, module);
                    }
                }
                FormKind::Compile(options) => suspect.mute(options),
                _ => {}
            }
        }
        suspect
    }

    fn mute(&mut self, options: &Expr) {
        match &options.kind {
            ExprKind::List { elements, .. } => elements.iter().for_each(|e| self.mute(e)),
            ExprKind::Atom(name) => self.muted.extend(match &**name {
                "nowarn_nomatch" => &[About::Nomatch][..],
                "nowarn_ignored" => &[About::Ignored],
                "nowarn_failed" => &[About::Failed],
                "nowarn_opportunistic" => &[About::Nomatch, About::Ignored, About::Failed],
                _ => &[],
            }),
            _ => {}
        }
    }

    fn warn(&mut self, about: About, pos: Pos, code: &'static str, message: impl Into<String>) {
        if self.muted.contains(&about) {
            return;
        }
        let pos = self.at.unwrap_or(pos);
        let file = self.files.get(usize::from(pos.file)).cloned();
        let warning = Diagnostic::warning(&file.unwrap_or_default(), pos, code, message);
        if !self.found.contains(&warning) {
            self.found.push(warning);
        }
    }

    fn nomatch(&mut self, pos: Pos, code: &'static str, why: &str) {
        let message = format!("this clause cannot match because {why}");
        self.warn(About::Nomatch, pos, code, message);
    }

    fn failed(&mut self, pos: Pos, message: impl Into<String>) {
        self.warn(About::Failed, pos, "sys_core_fold:failed", message);
    }

    /// `what` is a value that nobody takes.
    fn ignored(&mut self, pos: Pos, what: &str) {
        let message = format!(
            "the result of {what} is ignored (suppress the warning by assigning the expression to the _ variable)"
        );
        self.warn(About::Ignored, pos, "sys_core_fold:ignored", message);
    }

    fn no_effect(&mut self, pos: Pos, message: impl Into<String>) {
        self.warn(About::Ignored, pos, "sys_core_fold:ignored", message);
    }

    fn constructed(&mut self, pos: Pos) {
        self.no_effect(pos, "a term is constructed, but never used");
    }

    fn no_clause(&mut self, pos: Pos) {
        self.stuck = true;
        let message = "no clause will ever match";
        self.warn(About::Nomatch, pos, "sys_core_fold:no_clause", message);
    }

    fn text(&self, term: term::Term) -> String {
        write(&self.heap, term, &WriteOptions::new(&NoNames).unicode())
    }

    fn lookup(&self, name: &str) -> Val {
        let known = self.scope.iter().rev().find(|(known, _)| *known == name);
        known.map_or(Val::Any, |(_, val)| val.clone())
    }
}
