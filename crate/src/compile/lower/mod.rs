//! From the syntax tree to [`ir`](super::ir): names resolved, records and comprehensions taken apart.
//!
//! Lowering visits everything in the order of evaluation, so that positions of uses come out ascending and what is
//! bound at a place is what has been visited. It trusts that lint has run: what lint rejects may give an error here
//! with less care for its wording, and never a wrong program.

mod binary;
mod call;
mod clauses;
mod comprehension;
mod expr;
mod fold;
mod forms;
mod free;
mod fun;
mod guard;
mod map;
mod names;
mod numbers;
mod never;
mod operator;
mod pattern;
mod record;
mod scope;
mod shell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ir::{Expr, Function, FunctionId, Kind, Unit, Use};
use names::Names;
use numbers::Numbers;
use scope::Scope;
use syntax::ast::{self, Name, Pos, RecordDef};
use syntax::diagnostic::Diagnostic;
use term::{Atom, Heap, Term};

pub use call::erlang;
pub use forms::{Lowered, module};
pub use guard::could_be_guard;
pub use shell::shell;

/// See [`super::free_names`].
pub fn free_names(fun: &ast::Expr) -> Vec<Name> {
    let mut free = free::FreeNames::default();
    free.expr(fun);
    free.into_names()
}

/// State of lowering one module.
pub struct Lowering<'a> {
    file: Name,
    /// Constants; they end up in the literal table.
    heap: Heap,
    /// Functions of the module by name and arity.
    functions: FxHashMap<(Name, u32), FunctionId>,
    imports: FxHashMap<(Name, u32), Name>,
    records: FxHashMap<Name, &'a RecordDef>,
    /// `-compile({no_auto_import, ...})`; `None` in place of a list means all.
    not_auto_imported: Option<FxHashSet<(Name, u32)>>,
    /// Slots fill up as functions are finished.
    lowered: Vec<Option<Function>>,
    unit: Unit,
    /// The function being lowered is last.
    scopes: Vec<Scope>,
    names: Names,
    /// What funs and loops make, in the order in which these were finished.
    lifted: Vec<Vec<u32>>,
    in_guard: bool,
    /// Nobody wants the value of the expression that is lowered next.
    unused: bool,
    /// A unit of the shell: operators are calls, unknown functions are the shell's.
    is_shell: bool,
    errors: Vec<Diagnostic>,
}

impl<'a> Lowering<'a> {
    fn new(file: Name) -> Lowering<'a> {
        Lowering {
            file,
            heap: Heap::new(),
            functions: FxHashMap::default(),
            imports: FxHashMap::default(),
            records: FxHashMap::default(),
            not_auto_imported: Some(FxHashSet::default()),
            lowered: Vec::new(),
            unit: Unit::default(),
            scopes: Vec::new(),
            names: Names::new("".into(), 0, Numbers::default()),
            lifted: Vec::new(),
            in_guard: false,
            unused: false,
            is_shell: false,
            errors: Vec::new(),
        }
    }

    fn scope(&mut self) -> &mut Scope {
        if self.scopes.is_empty() {
            self.scopes.push(Scope::default());
        }
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }

    fn error(&mut self, pos: Pos, code: &'static str, message: impl Into<String>) {
        self.errors
            .push(Diagnostic::error(&self.file, pos, code, message));
    }

    fn use_of(&mut self, name: &Name) -> Option<Use> {
        let scope = self.scope();
        let var = scope.lookup(name)?;
        Some(scope.use_of(var))
    }

    fn atom(&mut self, pos: Pos, name: &str) -> Atom {
        Atom::try_intern(name).unwrap_or_else(|_| {
            self.error(
                pos,
                "compile:atom",
                "system limit: too many atoms, or an atom that is too long",
            );
            term::atom::EMPTY
        })
    }

    fn reserve_function(&mut self) -> FunctionId {
        self.lowered.push(None);
        self.lowered.len() as FunctionId - 1
    }

    /// The sequence of expressions; `[]` if there is none.
    fn body(&mut self, exprs: &'a [ast::Expr]) -> Expr {
        if let [only] = exprs {
            return self.expr(only);
        }
        let line = exprs.first().map_or(0, |first| first.pos.line);
        let unused = self.unused;
        let mut left = exprs.len();
        let one = |expr| {
            left -= 1;
            self.unused = unused || left > 0;
            self.expr(expr)
        };
        let exprs: Vec<Expr> = exprs.iter().map(one).collect();
        if exprs.is_empty() {
            return Expr::constant(line, Term::NIL);
        }
        Expr::new(line, Kind::Seq(exprs))
    }
}
