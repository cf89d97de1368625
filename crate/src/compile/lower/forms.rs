//! A module's forms: what they declare, then its functions.

use super::super::ir::{Expr, Function, Kind, Otherwise, Select, Subjects, Unit};
use super::Lowering;
use super::names::Names;
use super::numbers::{Known, Numbers};
use super::scope::Scope;
use syntax::ast::{self, ExprKind, Form, FormKind, FunctionName, Name, Pos};
use syntax::diagnostic::Diagnostic;
use term::{Atom, Heap, Term, atom};

/// A module ready for code generation.
pub struct Lowered {
    pub name: Option<Atom>,
    pub unit: Unit,
    /// Holds the constants.
    pub heap: Heap,
    /// Name and value, in source order.
    pub attributes: Vec<(Atom, Term)>,
    /// The function that `-on_load` names.
    pub on_load: Option<Atom>,
    pub errors: Vec<Diagnostic>,
}

/// Lowers a whole module.
pub fn module(tree: &ast::Module) -> Lowered {
    let file: Name = tree
        .files
        .first()
        .cloned()
        .unwrap_or_else(|| "nofile".into());
    let mut lowering = Lowering::new(file);
    let declared = lowering.declarations(&tree.forms);
    for form in &tree.forms {
        if let FormKind::Function(function) = &form.kind {
            lowering.function(form.pos, function, &declared);
        }
    }
    let mut lowered = lowering.finish(declared.name, declared.attributes);
    super::never::trim(&mut lowered.unit.functions);
    lowered.on_load = declared.on_load;
    lowered
}

#[derive(Default)]
struct Declared {
    name: Option<Atom>,
    exports: Vec<FunctionName>,
    export_all: bool,
    attributes: Vec<(Atom, Term)>,
    on_load: Option<Atom>,
}

impl<'a> Lowering<'a> {
    fn declarations(&mut self, forms: &'a [Form]) -> Declared {
        let mut declared = Declared::default();
        for form in forms {
            match &form.kind {
                FormKind::Module(name) => declared.name = Some(self.atom(form.pos, name)),
                FormKind::Export(names) => declared.exports.extend_from_slice(names),
                FormKind::Import { module, functions } => {
                    for function in functions {
                        self.imports
                            .insert((function.name.clone(), function.arity), module.clone());
                    }
                }
                FormKind::Record(record) => {
                    self.records.insert(record.name.clone(), record);
                }
                FormKind::Compile(options) => self.compile_options(options, &mut declared),
                FormKind::Behaviour { name, american } => {
                    let spelling = if *american { "behavior" } else { "behaviour" };
                    let name: Term = self.atom(form.pos, name).into();
                    declared
                        .attributes
                        .push((Atom::intern(spelling), self.heap.list(&[name])));
                }
                FormKind::Attribute { name, value } if &**name == "on_load" => {
                    if let ExprKind::Tuple(parts) = &value.kind
                        && let Some(function) = parts.first().and_then(ast::Expr::as_atom)
                    {
                        declared.on_load = Some(self.atom(form.pos, function));
                    }
                }
                FormKind::Attribute { name, value } => {
                    let (name, value) = (self.atom(form.pos, name), self.expr(value));
                    if let Some(value) = value.as_const() {
                        let value = if value.is_list() {
                            value
                        } else {
                            self.heap.list(&[value])
                        };
                        declared.attributes.push((name, value));
                    }
                }
                FormKind::Function(function) => {
                    let id = self.reserve_function();
                    self.functions
                        .insert((function.name.clone(), function.arity), id);
                }
                _ => {}
            }
        }
        declared
    }

    /// `export_all`, `no_auto_import` and `{no_auto_import, [F/A]}`; others mean nothing here.
    fn compile_options(&mut self, options: &'a ast::Expr, declared: &mut Declared) {
        match &options.kind {
            ExprKind::List { elements, .. } => {
                for option in elements {
                    self.compile_options(option, declared);
                }
            }
            ExprKind::Atom(name) if &**name == "export_all" => declared.export_all = true,
            ExprKind::Atom(name) if &**name == "no_auto_import" => self.not_auto_imported = None,
            ExprKind::Tuple(parts) => {
                if let [
                    name,
                    ast::Expr {
                        kind: ExprKind::List { elements, .. },
                        ..
                    },
                ] = &parts[..]
                    && name
                        .as_atom()
                        .is_some_and(|name| &**name == "no_auto_import")
                {
                    self.no_auto_import(elements);
                }
            }
            _ => {}
        }
    }

    /// `F/A` reads as a division.
    fn no_auto_import(&mut self, functions: &'a [ast::Expr]) {
        let Some(not) = &mut self.not_auto_imported else {
            return;
        };
        for function in functions {
            let (name, arity) = match &function.kind {
                ExprKind::BinaryOp { left, right, .. } => (left.as_atom(), &right.kind),
                ExprKind::Tuple(pair) if pair.len() == 2 => (pair[0].as_atom(), &pair[1].kind),
                _ => continue,
            };
            if let (Some(name), ExprKind::Integer(ast::Int::Small(arity))) = (name, arity) {
                not.insert((name.clone(), *arity as u32));
            }
        }
    }

    fn function(&mut self, pos: Pos, function: &'a ast::Function, declared: &Declared) {
        let Some(&id) = self.functions.get(&(function.name.clone(), function.arity)) else {
            return;
        };
        let known = Known {
            functions: &self.functions,
            records: &self.records,
        };
        let numbers = Numbers::of(&function.clauses, &known);
        self.names = Names::new(function.name.clone(), function.arity, numbers);
        self.scopes = vec![Scope::default()];
        let (clauses, _) = self.clauses(&function.clauses, false);
        let end = self.scope().position();
        let select = Select {
            subjects: Subjects::Params,
            clauses,
            otherwise: Otherwise::FunctionClause,
            exports: Vec::new(),
            end,
        };
        let body = Expr::new(pos.line, Kind::Select(Box::new(select)));
        let name = self.atom(pos, &function.name);
        let exported = declared.export_all
            || declared
                .exports
                .iter()
                .any(|export| export.name == function.name && export.arity == function.arity);
        let scope = self.scopes.pop().unwrap_or_default();
        self.finish_function(id, name, function.arity, pos.line, exported, scope, body);
    }

    pub(super) fn finish(mut self, name: Option<Atom>, attributes: Vec<(Atom, Term)>) -> Lowered {
        let lowered = std::mem::take(&mut self.lowered);
        // As in OTP: those made by functions first, then those made by funs and loops, the last of these first.
        let lifted = self.lifted.into_iter().rev().flatten();
        self.unit.fun_order.extend(lifted);
        self.unit.functions = lowered
            .into_iter()
            .map(|slot| slot.unwrap_or_else(nothing))
            .collect();
        Lowered {
            name,
            unit: self.unit,
            heap: self.heap,
            attributes,
            on_load: None,
            errors: self.errors,
        }
    }
}

/// Stands where an error left a function unfinished.
fn nothing() -> Function {
    Function {
        name: atom::EMPTY,
        params: 0,
        captured: Vec::new(),
        line: 0,
        exported: false,
        body: Expr::constant(0, Term::NIL),
        uses: Vec::new(),
    }
}
