//! What is wrong with a module before it is compiled, in the words of OTP's `erl_lint`.
//!
//! Knows the tree and the lists of predefined functions; looks, and changes nothing. Invariant: a module that it finds
//! no error in is one that code generation can take.

mod attribute;
mod behaviour;
mod binary;
mod call;
mod deprecated;
mod expr;
mod format;
mod guard;
mod options;
mod pattern;
mod record;
mod scope;
mod types;

use bytecode::module::Behaviour;
use options::Switches;
use record::Record;
use rustc_hash::{FxHashMap, FxHashSet};
use scope::{Scope, State, Var};
use syntax::ast::{
    Clause, Expr, Form, FormKind, Function, FunctionName, Module, Name, Pos, RecordDef,
};
use syntax::diagnostic::Diagnostic;

/// Finds behaviours other than OTP's own; `None` if there is no such module.
pub type FindBehaviour<'a> = &'a dyn Fn(&str) -> Option<Behaviour>;

/// Errors and warnings of a module, in no particular order. `mentioned`: records that count as used.
#[allow(clippy::implicit_hasher)] // one hasher is used everywhere
pub fn module(
    module: &Module,
    mentioned: &FxHashSet<Name>,
    find_behaviour: FindBehaviour<'_>,
) -> Vec<Diagnostic> {
    let mut linter = Linter::new(&module.files);
    linter.mentioned.clone_from(mentioned);
    linter.prepare(&module.forms);
    for form in &module.forms {
        linter.form(form);
    }
    linter.finish(&module.forms, find_behaviour);
    linter.diagnostics
}

/// Errors of expressions typed into a shell, in which `bound` are the variables that have values.
pub fn exprs(exprs: &[Expr], bound: &[Name], records: &[RecordDef]) -> Vec<Diagnostic> {
    let files = ["nofile".into()];
    let mut linter = Linter::new(&files);
    for record in records {
        linter.define_record(Pos::default(), record);
    }
    linter.diagnostics.clear();
    for name in bound {
        linter.scope.set(name, Var::used());
    }
    linter.exprs(exprs);
    linter.diagnostics.retain(Diagnostic::is_error);
    linter.diagnostics
}

/// A call or `fun Name/Arity`: who makes it, of what, where.
struct Call {
    caller: Option<FunctionName>,
    callee: FunctionName,
    pos: Pos,
    /// It stands in a record's definition; that the function must exist is said there.
    by_default: bool,
}

struct Linter<'a> {
    files: &'a [Name],
    diagnostics: Vec<Diagnostic>,
    switches: Switches,
    scope: Scope,
    records: FxHashMap<Name, Record>,
    /// Records that count as used.
    mentioned: FxHashSet<Name>,
    /// All functions that the module defines anywhere.
    locals: FxHashSet<FunctionName>,
    /// Those that have been seen so far.
    defined: FxHashMap<FunctionName, Pos>,
    /// Definitions after the first.
    redefined: Vec<(Pos, FunctionName)>,
    exports: FxHashMap<FunctionName, Pos>,
    imports: FxHashMap<FunctionName, Import>,
    calls: Vec<Call>,
    /// The function whose clauses are being looked at.
    current: Option<FunctionName>,
    module_name: Option<Name>,
    types: types::Types,
    attributes: attribute::Seen,
    /// Variables bound by the pattern that is being looked at, and not yet known elsewhere.
    fresh: pattern::Fresh,
    /// Whether there is a call to `erlang:load_nif/2`.
    loads_nif: bool,
}

struct Import {
    module: Name,
    pos: Pos,
    used: bool,
}

impl<'a> Linter<'a> {
    fn new(files: &'a [Name]) -> Self {
        Self {
            files,
            diagnostics: Vec::new(),
            switches: Switches::default(),
            scope: Scope::default(),
            records: FxHashMap::default(),
            mentioned: FxHashSet::default(),
            locals: FxHashSet::default(),
            defined: FxHashMap::default(),
            redefined: Vec::new(),
            exports: FxHashMap::default(),
            imports: FxHashMap::default(),
            calls: Vec::new(),
            current: None,
            module_name: None,
            types: types::Types::default(),
            attributes: attribute::Seen::default(),
            fresh: pattern::Fresh::default(),
            loads_nif: false,
        }
    }

    fn file(&self, pos: Pos) -> Name {
        self.files
            .get(usize::from(pos.file))
            .cloned()
            .unwrap_or_default()
    }

    fn error(&mut self, pos: Pos, code: &'static str, message: impl Into<String>) {
        let file = self.file(pos);
        self.diagnostics
            .push(Diagnostic::error(&file, pos, code, message));
    }

    fn warning(&mut self, pos: Pos, code: &'static str, message: impl Into<String>) {
        let file = self.file(pos);
        self.diagnostics
            .push(Diagnostic::warning(&file, pos, code, message));
    }

    /// What must be known before the first form is looked at.
    fn prepare(&mut self, forms: &[Form]) {
        for form in forms {
            match &form.kind {
                FormKind::Function(function) => {
                    self.locals.insert(FunctionName {
                        name: function.name.clone(),
                        arity: function.arity,
                    });
                }
                FormKind::Compile(value) => self.compile_options(form.pos, value),
                _ => {}
            }
        }
        self.prepare_types(forms);
    }

    fn form(&mut self, form: &Form) {
        match &form.kind {
            FormKind::Function(function) => self.function(form.pos, function),
            FormKind::Eof => self.first_form(form.pos),
            _ => self.attribute(form),
        }
    }

    fn function(&mut self, pos: Pos, function: &Function) {
        self.first_definition(pos);
        let name = FunctionName {
            name: function.name.clone(),
            arity: function.arity,
        };
        if self.defined.contains_key(&name) {
            self.error(
                pos,
                "erl_lint:redefine_function",
                format!("function {} already defined", shown(&name)),
            );
            self.redefined.push((pos, name.clone()));
        } else {
            if self.imports.contains_key(&name) {
                self.error(
                    pos,
                    "erl_lint:define_import",
                    format!("defining imported function {}", shown(&name)),
                );
            }
            if function.arity > limits::FUNCTION_ARITY_MAX {
                let message = format!(
                    "too many arguments ({}) -- maximum allowed is {}",
                    function.arity,
                    limits::FUNCTION_ARITY_MAX
                );
                self.error(pos, "erl_lint:too_many_arguments", message);
            }
            self.defined.insert(name.clone(), pos);
        }
        self.current = Some(name);
        for clause in &function.clauses {
            self.function_clause(clause);
        }
        self.current = None;
    }

    fn function_clause(&mut self, clause: &Clause) {
        self.scope.clear();
        let fresh = self.patterns(&clause.patterns);
        self.bind(fresh);
        self.guard(&clause.guard);
        self.exprs(&clause.body);
        let vars = self.scope.clear();
        self.report_unused(&vars);
    }

    /// Warns of bindings that were not used, unless their name starts with `_`.
    fn report_unused(&mut self, vars: &[(Name, Var)]) {
        if !self.switches.is_on("unused_vars") {
            return;
        }
        for (name, var) in vars {
            if !name.starts_with('_') {
                for pos in &var.unused {
                    self.warning(
                        *pos,
                        "erl_lint:unused_var",
                        format!("variable '{name}' is unused"),
                    );
                }
            }
        }
    }

    /// After the last form.
    fn finish(&mut self, forms: &[Form], find_behaviour: FindBehaviour<'_>) {
        self.check_functions();
        self.check_attributes(find_behaviour);
        self.check_records();
        self.check_types(forms);
    }

    /// A variable is used as a value.
    fn use_var(&mut self, pos: Pos, name: &Name) {
        if let Some(var) = self.checked_use(pos, name) {
            self.scope.set(name, var);
        }
    }

    /// What using the variable makes of it, if that is a change.
    fn checked_use(&mut self, pos: Pos, name: &Name) -> Option<Var> {
        let Some(var) = self.scope.get(name) else {
            let in_pattern = self.fresh.use_if_known(name);
            self.error(
                pos,
                "erl_lint:unbound_var",
                format!("variable '{name}' is unbound"),
            );
            return (!in_pattern).then(Var::used);
        };
        match var.state {
            State::Bound if var.unused.is_empty() => None,
            State::Bound => Some(Var::used()),
            State::Exported(from) => {
                let unchanged = var.unused.is_empty();
                if self.switches.is_on("export_vars") {
                    self.exported(pos, name, from);
                }
                (!unchanged).then_some(Var {
                    state: State::Exported(from),
                    unused: Vec::new(),
                })
            }
            State::Unsafe(from) => {
                self.unsafe_var(pos, name, from);
                Some(Var::used())
            }
        }
    }

    fn exported(&mut self, pos: Pos, name: &Name, from: scope::From) {
        let message = format!("variable '{name}' exported from {}", place(from));
        self.warning(pos, "erl_lint:exported_var", message);
    }

    fn unsafe_var(&mut self, pos: Pos, name: &Name, from: scope::From) {
        self.error(
            pos,
            "erl_lint:unsafe_var",
            format!("variable '{name}' unsafe in {}", place(from)),
        );
    }
}

/// `'case' (line 6, column 5)`
fn place(from: scope::From) -> String {
    format!(
        "'{}' (line {}, column {})",
        from.what, from.pos.line, from.pos.column
    )
}

/// `name/arity`, the name in quotes where it needs them.
fn shown(function: &FunctionName) -> String {
    format!("{}/{}", atom(&function.name), function.arity)
}

fn atom(name: &str) -> String {
    syntax::token::atom_text(name)
}
