//! Calls: what a name means, and which builtins are instructions.

use super::super::auto;
use super::super::ir::{Callee, Expr, Kind};
use super::Lowering;
use bytecode::instr::Type;
use bytecode::module::Mfa;
use syntax::ast::{self, ExprKind, Name, Pos};
use term::{Atom, Term, atom};

/// `erlang:name/arity`.
pub fn erlang(name: &str, arity: usize) -> Mfa {
    Mfa {
        module: atom::ERLANG,
        function: Atom::intern(name),
        arity: arity as u32,
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn call(
        &mut self,
        pos: Pos,
        function: &'a ast::Expr,
        args: &'a [ast::Expr],
    ) -> Expr {
        match &function.kind {
            ExprKind::Atom(name) => self.call_name(pos, name, args),
            ExprKind::Remote { module, function } => self.call_remote(pos, module, function, args),
            ExprKind::Var(name) => match self.own_fun(name, args.len()) {
                Some(own) if !self.in_guard => {
                    let args = self.args(args);
                    let captured = self.scope().use_captured();
                    self.call_of(pos.line, Callee::Captured(own, captured), args)
                }
                _ => self.call_fun(pos, function, args),
            },
            ExprKind::Fun(clauses) if args.is_empty() && !self.in_guard && !self.is_shell => {
                match clauses.as_slice() {
                    [clause] if clause.patterns.is_empty() && clause.guard.is_empty() => {
                        self.applied_at_once(&clause.body)
                    }
                    _ => self.call_fun(pos, function, args),
                }
            }
            _ => self.call_fun(pos, function, args),
        }
    }

    /// `(fun() -> Body end)()` is its body, with variables of its own; OTP's compiler makes no fun of it either.
    fn applied_at_once(&mut self, body: &'a [ast::Expr]) -> Expr {
        let mark = self.scope().bindings();
        let value = self.body(body);
        self.scope().close(mark);
        value
    }

    fn call_fun(&mut self, pos: Pos, function: &'a ast::Expr, args: &'a [ast::Expr]) -> Expr {
        if self.in_guard {
            return self.illegal_guard(pos);
        }
        let callee = Callee::Fun(Box::new(self.expr(function)));
        self.call_with(pos, callee, args)
    }

    fn call_with(&mut self, pos: Pos, callee: Callee, args: &'a [ast::Expr]) -> Expr {
        let args = self.args(args);
        self.call_of(pos.line, callee, args)
    }

    pub(super) fn call_of(&mut self, line: u32, callee: Callee, args: Vec<Expr>) -> Expr {
        let end = self.scope().position();
        Expr::new(line, Kind::Call(callee, args, end))
    }

    fn args(&mut self, args: &'a [ast::Expr]) -> Vec<Expr> {
        args.iter().map(|arg| self.expr(arg)).collect()
    }

    fn call_name(&mut self, pos: Pos, name: &Name, args: &'a [ast::Expr]) -> Expr {
        let arity = args.len();
        if self.in_guard {
            return self.guard_call(pos, name, args, true);
        }
        let key = (name.clone(), arity as u32);
        if let Some(&id) = self.functions.get(&key) {
            return self.call_with(pos, Callee::Local(id), args);
        }
        if &**name == "record_info" && arity == 2 {
            return self.record_info(pos, args);
        }
        if let Some(module) = self.imports.get(&key).cloned() {
            let module = self.atom(pos, &module);
            let function = self.atom(pos, name);
            return self.call_with(
                pos,
                Callee::External(Mfa {
                    module,
                    function,
                    arity: arity as u32,
                }),
                args,
            );
        }
        if self.is_auto_imported(name, arity) {
            return self.call_erlang(pos, name, args);
        }
        if self.is_shell {
            let module = Atom::intern(super::super::SHELL_LOCAL);
            let function = self.atom(pos, name);
            return self.call_with(
                pos,
                Callee::External(Mfa {
                    module,
                    function,
                    arity: arity as u32,
                }),
                args,
            );
        }
        self.error(
            pos,
            "erl_lint:undefined_function",
            format!("function {name}/{arity} undefined"),
        );
        Expr::constant(pos.line, Term::NIL)
    }

    pub(super) fn is_auto_imported(&self, name: &Name, arity: usize) -> bool {
        self.not_auto_imported
            .as_ref()
            .is_some_and(|not| !not.contains(&(name.clone(), arity as u32)))
            && auto::is_auto_imported(name, arity)
    }

    fn call_remote(
        &mut self,
        pos: Pos,
        module: &'a ast::Expr,
        function: &'a ast::Expr,
        args: &'a [ast::Expr],
    ) -> Expr {
        if let (Some(module), Some(name)) = (module.as_atom(), function.as_atom()) {
            if &**module == "erlang" {
                return if self.in_guard {
                    self.guard_call(pos, name, args, false)
                } else {
                    self.call_erlang(pos, name, args)
                };
            }
            if let Some(builtin) =
                map_builtin(module, name, args.len()).filter(|_| !self.in_guard && !self.is_shell)
            {
                return self.builtin(pos, &builtin.into(), args);
            }
            if !self.in_guard {
                let (module, function) = (self.atom(pos, module), self.atom(pos, name));
                return self.call_with(
                    pos,
                    Callee::External(Mfa {
                        module,
                        function,
                        arity: args.len() as u32,
                    }),
                    args,
                );
            }
        }
        if self.in_guard {
            return self.illegal_guard(pos);
        }
        let module = self.expr(module);
        let function = self.expr(function);
        self.call_with(
            pos,
            Callee::Apply(Box::new(module), Box::new(function)),
            args,
        )
    }

    /// A function of `erlang` in a body.
    fn call_erlang(&mut self, pos: Pos, name: &Name, args: &'a [ast::Expr]) -> Expr {
        let arity = args.len();
        if auto::is_guard_bif(name, arity)
            || auto::is_guard_operator(name, arity)
            || type_test(name, arity).is_some()
        {
            return self.builtin(pos, name, args);
        }
        let function = self.atom(pos, name);
        let callee = Callee::External(Mfa {
            module: atom::ERLANG,
            function,
            arity: arity as u32,
        });
        self.call_with(pos, callee, args)
    }

    fn guard_call(&mut self, pos: Pos, name: &Name, args: &'a [ast::Expr], plain: bool) -> Expr {
        let arity = args.len();
        let obsolete = plain && arity == 1 && auto::obsolete_type_test(name).is_some();
        if auto::is_guard_bif(name, arity)
            || obsolete
            || !plain && auto::is_guard_operator(name, arity)
            || type_test(name, arity).is_some()
        {
            return self.builtin(pos, name, args);
        }
        if plain && (&**name, arity) == ("record", 2) {
            return self.is_record(pos, args);
        }
        if plain && (&**name, arity) == ("record_info", 2) {
            return self.record_info(pos, args);
        }
        self.illegal_guard(pos)
    }

    fn illegal_guard(&mut self, pos: Pos) -> Expr {
        self.error(
            pos,
            "erl_lint:illegal_guard_expr",
            "illegal guard expression",
        );
        Expr::constant(pos.line, Term::NIL)
    }

    /// A builtin that may stand in a guard.
    fn builtin(&mut self, pos: Pos, name: &Name, args: &'a [ast::Expr]) -> Expr {
        let line = pos.line;
        if &**name == "is_record" {
            return self.is_record(pos, args);
        }
        let arity = args.len();
        // `float/1` is a conversion, except as an obsolete test that nobody uses any more.
        let ty = type_test(name, arity).or_else(|| {
            (arity == 1 && self.in_guard && !auto::is_guard_bif(name, 1))
                .then(|| auto::obsolete_type_test(name))
                .flatten()
        });
        let mut args = self.args(args);
        if let Some(ty) = ty
            && let Some(arg) = args.pop()
        {
            return Expr::new(line, Kind::Test(ty, Box::new(arg)));
        }
        if &**name == "not"
            && args.first().is_some_and(Expr::is_boolean)
            && let Some(arg) = args.pop()
        {
            return Expr::new(line, Kind::Not(Box::new(arg)));
        }
        Expr::new(line, Kind::Bif(erlang(name, arity), args))
    }
}

/// The functions of `maps` that compiled code replaces by builtins of guards, as OTP's compiler does: errors name these.
fn map_builtin(module: &str, name: &str, arity: usize) -> Option<&'static str> {
    match (module, name, arity) {
        ("maps", "get", 2) => Some("map_get"),
        ("maps", "is_key", 2) => Some("is_map_key"),
        ("maps", "size", 1) => Some("map_size"),
        _ => None,
    }
}

fn type_test(name: &str, arity: usize) -> Option<Type> {
    if arity == 1 {
        auto::type_test(name)
    } else {
        None
    }
}
