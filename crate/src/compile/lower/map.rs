//! Maps.

use super::super::ir::{Expr, Kind, MapPair, Pattern};
use super::Lowering;
use syntax::ast::{self, MapField};
use term::{Term, map};

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
        let map = self.expr(map);
        let pairs = self.map_pairs(fields);
        self.map_with(line, map, pairs)
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
