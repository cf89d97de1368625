//! Funs: each becomes a function whose last parameters are the variables it captures.

use super::super::ir::{
    Callee, Clause, Expr, Fun, Function, Kind, Otherwise, Pattern, Select, Subjects,
};
use super::Lowering;
use super::free::FreeNames;
use super::numbers::of_fun;
use super::scope::{OwnName, Scope};
use bytecode::module::Mfa;
use syntax::ast::{self, ExprKind, Int, Name, Pos};
use term::{Atom, Term, atom};

impl<'a> Lowering<'a> {
    pub(super) fn fun(&mut self, pos: Pos, clauses: &'a [ast::Clause]) -> Expr {
        let mut free = FreeNames::default();
        free.fun(None, clauses);
        let names = self.captured_of(free);
        let (function, fun) = (self.reserve_function(), self.reserve_fun());
        self.scopes.push(Scope::with_captured(names));
        let body = self.fun_clauses(pos.line, clauses);
        let name = self.names.fun(of_fun(clauses));
        self.finish_fun(pos, name, clauses, function, fun, body)
    }

    pub(super) fn named_fun(&mut self, pos: Pos, own: &Name, clauses: &'a [ast::Clause]) -> Expr {
        let mut free = FreeNames::default();
        free.fun(Some(own), clauses);
        let names = self.captured_of(free);
        let (function, fun) = (self.reserve_function(), self.reserve_fun());
        let arity = arity_of(clauses);
        let name = self.names.named_fun(own, arity);
        let mut scope = Scope::with_captured(names);
        scope.own_name = Some(OwnName {
            name: own.clone(),
            arity,
            function,
            fun,
        });
        self.scopes.push(scope);
        let body = self.fun_clauses(pos.line, clauses);
        self.finish_fun(pos, name, clauses, function, fun, body)
    }

    /// Those of the names that are bound here.
    pub(super) fn captured_of(&mut self, free: FreeNames) -> Vec<Name> {
        let scope = self.scope();
        free.into_names()
            .into_iter()
            .filter(|name| scope.is_bound(name))
            .collect()
    }

    fn reserve_fun(&mut self) -> u32 {
        self.unit.funs.push(Fun {
            name: atom::EMPTY,
            function: 0,
            arity: 0,
            free: 0,
        });
        let fun = self.unit.funs.len() as u32 - 1;
        self.scope().made.push(fun);
        fun
    }

    fn fun_clauses(&mut self, line: u32, clauses: &'a [ast::Clause]) -> Expr {
        let clauses = clauses
            .iter()
            .map(|clause| {
                let mark = self.scope().bindings();
                let clause = self.fun_clause(clause);
                self.scope().unbind(mark);
                clause
            })
            .collect();
        let end = self.scope().position();
        let select = Select {
            subjects: Subjects::Params,
            clauses,
            otherwise: Otherwise::FunctionClause,
            exports: Vec::new(),
            end,
        };
        Expr::new(line, Kind::Select(Box::new(select)))
    }

    /// A clause; in a named fun, its name is bound first if the body uses it as a value.
    fn fun_clause(&mut self, clause: &'a ast::Clause) -> Clause {
        let Some(own) = self.scope().own_name.clone() else {
            return self.clause(clause, false);
        };
        let line = clause.pos.line;
        let start = self.scope().position();
        let patterns = clause
            .patterns
            .iter()
            .map(|pattern| self.pattern(pattern))
            .collect();
        let guard = self.guard(&clause.guard);
        let mut value = None;
        self.scope().own_name_hidden = self.scope().is_bound(&own.name);
        if !self.scope().own_name_hidden {
            let var = self.scope().variable(&own.name);
            let captured = self.scope().use_captured();
            let made = Expr::new(line, Kind::MakeFun(own.fun, captured));
            let end = self.scope().position();
            self.scope().bind(var);
            value = Some((
                var,
                Expr::new(
                    line,
                    Kind::Match(Box::new(Pattern::Bind(var)), Box::new(made), end),
                ),
                end,
            ));
        }
        let body = self.body(&clause.body);
        let body = match value {
            Some((var, bind, from))
                if self.scope().uses[var as usize]
                    .last()
                    .is_some_and(|&last| last > from) =>
            {
                Expr::new(line, Kind::Seq(vec![bind, body]))
            }
            _ => body,
        };
        let end = self.scope().position();
        Clause {
            line,
            start,
            patterns,
            guard,
            body,
            end,
        }
    }

    /// The function to call for `Name(...)` inside the named fun of that name and arity.
    pub(super) fn own_fun(&mut self, name: &Name, arity: usize) -> Option<u32> {
        let scope = self.scope();
        let own = scope.own_name.as_ref()?;
        (own.name == *name && own.arity as usize == arity && !scope.own_name_hidden)
            .then_some(own.function)
    }

    fn finish_fun(
        &mut self,
        pos: Pos,
        name: Atom,
        clauses: &[ast::Clause],
        function: u32,
        fun: u32,
        body: Expr,
    ) -> Expr {
        let arity = arity_of(clauses);
        let Some(scope) = self.scopes.pop() else {
            return Expr::constant(pos.line, Term::NIL);
        };
        let names = scope.captured_names().to_vec();
        self.finish_function(function, name, arity, pos.line, false, scope, body);
        self.unit.funs[fun as usize] = Fun {
            name,
            function,
            arity,
            free: names.len() as u32,
        };
        let free = names.iter().filter_map(|name| self.use_of(name)).collect();
        Expr::new(pos.line, Kind::MakeFun(fun, free))
    }

    #[allow(clippy::too_many_arguments, reason = "one field each")]
    pub(super) fn finish_function(
        &mut self,
        id: u32,
        name: Atom,
        params: u32,
        line: u32,
        exported: bool,
        scope: Scope,
        body: Expr,
    ) {
        if self.scopes.is_empty() {
            self.unit.fun_order.extend(&scope.made);
        } else {
            self.lifted.push(scope.made);
        }
        let function = Function {
            name,
            params,
            captured: scope.captured,
            line,
            exported,
            body,
            uses: scope.uses,
        };
        self.lowered[id as usize] = Some(function);
    }

    /// `fun name/arity`.
    pub(super) fn fun_local(&mut self, pos: Pos, name: &Name, arity: u32) -> Expr {
        let key = (name.clone(), arity);
        let line = pos.line;
        if let Some(&function) = self.functions.get(&key) {
            let fun = self.reserve_fun();
            let name = self.atom(pos, name);
            self.unit.funs[fun as usize] = Fun {
                name,
                function,
                arity,
                free: 0,
            };
            return Expr::new(line, Kind::MakeFun(fun, Vec::new()));
        }
        let module = match self.imports.get(&key).cloned() {
            Some(module) => self.atom(pos, &module),
            None if self.is_auto_imported(name, arity as usize) => atom::ERLANG,
            None if self.is_shell => Atom::intern(super::super::SHELL_LOCAL),
            None => {
                self.error(
                    pos,
                    "erl_lint:undefined_function",
                    format!("function {name}/{arity} undefined"),
                );
                atom::ERLANG
            }
        };
        let function = self.atom(pos, name);
        Expr::constant(line, self.heap.export_fun(module, function, arity))
    }

    /// `fun module:name/arity`.
    pub(super) fn fun_remote(
        &mut self,
        line: u32,
        module: &'a ast::Expr,
        name: &'a ast::Expr,
        arity: &'a ast::Expr,
    ) -> Expr {
        if let (Some(module), Some(name), ExprKind::Integer(Int::Small(number))) =
            (module.as_atom(), name.as_atom(), &arity.kind)
            && let Ok(number @ 0..=255) = u32::try_from(*number)
        {
            let (module, name) = (self.atom(arity.pos, module), self.atom(arity.pos, name));
            return Expr::constant(line, self.heap.export_fun(module, name, number));
        }
        let args = vec![self.expr(module), self.expr(name), self.expr(arity)];
        let make = Mfa {
            module: atom::ERLANG,
            function: Atom::intern("make_fun"),
            arity: 3,
        };
        self.call_of(line, Callee::External(make), args)
    }
}

fn arity_of(clauses: &[ast::Clause]) -> u32 {
    clauses
        .first()
        .map_or(0, |clause| clause.patterns.len() as u32)
}
