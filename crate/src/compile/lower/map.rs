//! Maps.

use super::super::ir::{Callee, Expr, Kind, MapPair, Pattern, Var};
use super::Lowering;
use crate::bytecode::module::Mfa;
use crate::syntax::ast::{self, MapField};
use crate::term::{Atom, Term, map};

impl<'a> Lowering<'a> {
    pub(super) fn map_create(&mut self, line: u32, fields: &'a [MapField]) -> Expr {
        let pairs = self.map_pairs(fields);
        let empty = map::empty(&mut self.heap);
        self.map_with(line, Expr::constant(line, empty), pairs)
    }

    pub(super) fn map_update(
        &mut self,
        line: u32,
        map: &'a ast::Expr,
        fields: &'a [MapField],
    ) -> Expr {
        if self.is_shell && !self.in_guard {
            return self.map_update_by_calls(line, map, fields);
        }
        let map = self.expr(map);
        let pairs = self.map_pairs(fields);
        self.map_with(line, map, pairs)
    }

    /// What is typed into a shell changes maps by functions of `maps`, and its errors name them: `maps:put(k,v,Map)` first,
    /// to see whether it is a map, then one call for each pair.
    fn map_update_by_calls(
        &mut self,
        line: u32,
        map: &'a ast::Expr,
        fields: &'a [MapField],
    ) -> Expr {
        let mut steps = Vec::new();
        let map = self.expr(map);
        let mut map = self.keep(line, map, &mut steps);
        let (key, value) = (Atom::intern("k"), Atom::intern("v"));
        let probe = [
            Expr::constant(line, key.into()),
            Expr::constant(line, value.into()),
            self.kept(line, map),
        ];
        steps.push(self.call_maps(line, "put", probe));
        let pairs = self.map_pairs(fields);
        let mut kept = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let key = self.keep(line, pair.key, &mut steps);
            let value = self.keep(line, pair.value, &mut steps);
            kept.push((pair.exact, key, value));
        }
        for (exact, key, value) in kept {
            let arguments = [
                self.kept(line, key),
                self.kept(line, value),
                self.kept(line, map),
            ];
            let changed = self.call_maps(line, if exact { "update" } else { "put" }, arguments);
            map = self.keep(line, changed, &mut steps);
        }
        steps.push(self.kept(line, map));
        Expr::new(line, Kind::Seq(steps))
    }

    /// A step that gives the value a variable without a name.
    fn keep(&mut self, line: u32, value: Expr, steps: &mut Vec<Expr>) -> Var {
        let var = self.scope().fresh();
        self.scope().bind(var);
        let end = self.scope().position();
        steps.push(Expr::new(
            line,
            Kind::Match(Box::new(Pattern::Bind(var)), Box::new(value), end),
        ));
        var
    }

    fn kept(&mut self, line: u32, var: Var) -> Expr {
        let used = self.scope().use_of(var);
        Expr::new(line, Kind::Var(used))
    }

    fn call_maps(&mut self, line: u32, name: &str, arguments: [Expr; 3]) -> Expr {
        let end = self.scope().position();
        let callee = Mfa {
            module: Atom::intern("maps"),
            function: Atom::intern(name),
            arity: 3,
        };
        Expr::new(
            line,
            Kind::Call(Callee::External(callee), arguments.into(), end),
        )
    }

    fn map_pairs(&mut self, fields: &'a [MapField]) -> Vec<MapPair> {
        fields
            .iter()
            .map(|field| {
                let key = self.expr(&field.key);
                let value = self.expr(&field.value);
                MapPair {
                    exact: field.exact,
                    key,
                    value,
                }
            })
            .collect()
    }

    /// Pairs put into a constant map as long as they are constants make a constant map.
    fn map_with(&mut self, line: u32, map: Expr, pairs: Vec<MapPair>) -> Expr {
        if let Some(constant) = map.as_const().filter(|map| map.is_map())
            && let Some(constants) = constant_pairs(&pairs)
        {
            let mut map = constant;
            for (key, value) in constants {
                map = map::put(&mut self.heap, map, key, value);
            }
            return Expr::constant(line, map);
        }
        Expr::new(line, Kind::Map(Box::new(map), pairs))
    }

    /// Keys are guard expressions over what is bound.
    pub(super) fn map_pattern(&mut self, fields: &'a [MapField]) -> Pattern {
        // All keys are looked up before the values are looked at.
        let keys: Vec<Expr> = fields
            .iter()
            .map(|field| self.guard_expr(&field.key))
            .collect();
        let fields = keys
            .into_iter()
            .zip(fields)
            .map(|(key, field)| (key, self.pattern(&field.value)))
            .collect();
        Pattern::Map(fields)
    }
}

fn constant_pairs(pairs: &[MapPair]) -> Option<Vec<(Term, Term)>> {
    pairs
        .iter()
        .map(|pair| Some((pair.key.as_const()?, pair.value.as_const()?)).filter(|_| !pair.exact))
        .collect()
}
