//! Expressions that make a term out of others.

use super::Suspect;
use super::value::{Val, is_comparison};
use crate::auto;
use syntax::ast::{Expr, ExprKind, Int, MapField, RecordDef, RecordField, RecordFieldName};
use term::{Atom, Term, atom, map};

const fn makes_a_term(kind: &ExprKind) -> bool {
    kind.is_literal()
        || matches!(
            kind,
            ExprKind::List { .. }
                | ExprKind::Tuple(_)
                | ExprKind::MapCreate(_)
                | ExprKind::MapUpdate { .. }
                | ExprKind::Binary(_)
                | ExprKind::RecordCreate { .. }
                | ExprKind::RecordIndex { .. }
        )
}

impl<'a> Suspect<'a> {
    /// Whether a body is so simple that OTP sees no failure in it.
    pub(super) fn cannot_fail(&self, body: &[Expr]) -> bool {
        body.iter().all(|expr| self.is_simple(expr))
    }

    fn is_simple(&self, expr: &Expr) -> bool {
        let own = match &expr.kind {
            ExprKind::Var(_) | ExprKind::Block(_) => true,
            ExprKind::Binary(_) | ExprKind::MapCreate(_) | ExprKind::MapUpdate { .. } => false,
            ExprKind::BinaryOp { op, .. } => is_comparison(*op),
            ExprKind::Match { pattern, value } => {
                return pattern.as_var().is_some() && self.is_simple(value);
            }
            ExprKind::Call { function, args } => {
                let test = function.as_atom().filter(|_| args.len() == 1);
                return test.is_some_and(|name| {
                    auto::type_test(name).is_some() && !self.locals.contains(&(&**name, 1))
                }) && self.cannot_fail(args);
            }
            kind => makes_a_term(kind),
        };
        let mut all = own;
        expr.for_each_child(&mut |child| all = all && self.is_simple(child));
        all
    }

    /// A part of something: of a term that nobody takes nothing is said beyond what is said of the whole.
    pub(super) fn part(&mut self, expr: &'a Expr, used: bool) -> Val {
        if makes_a_term(&expr.kind) {
            return self.construct(expr, used, false);
        }
        let is_fun = matches!(expr.kind, ExprKind::Fun(_) | ExprKind::NamedFun { .. });
        self.expr(expr, used || is_fun)
    }

    /// `outermost` says whether to complain of a term that is not used.
    #[inline(never)]
    pub(super) fn construct(&mut self, expr: &'a Expr, used: bool, outermost: bool) -> Val {
        let complain = !used && outermost;
        if let ExprKind::RecordUpdate {
            record,
            name,
            fields,
        } = &expr.kind
        {
            return self.record_update(record, name, fields, used);
        }
        if let ExprKind::Binary(elements) = &expr.kind {
            return self.binary_expr(expr.pos, elements, used, complain);
        }
        let val = self.constructed_value(expr, used);
        let is_free = val
            .lit()
            .is_some_and(|term| term.is_atom() || term.is_nil());
        if complain && !is_free {
            self.constructed(expr.pos);
        }
        val
    }

    fn constructed_value(&mut self, expr: &'a Expr, used: bool) -> Val {
        match &expr.kind {
            ExprKind::Atom(name) => {
                Atom::try_intern(name).map_or(Val::Any, |atom| Val::Lit(atom.into()))
            }
            ExprKind::Nil => Val::Lit(Term::NIL),
            ExprKind::Integer(Int::Small(value)) => Val::Lit(self.heap.integer(*value)),
            ExprKind::Integer(Int::Big(value)) => Val::Lit(self.heap.big(value)),
            ExprKind::Float(value) => Val::Lit(self.heap.float(*value)),
            ExprKind::Char(char) => Val::Lit(Term::int(*char as i32)),
            ExprKind::String(text) => Val::Lit(self.heap.string(text)),
            ExprKind::List { elements, tail, .. } => {
                let parts = self.parts(elements, used);
                let end = Val::Lit(Term::NIL);
                let tail = tail.as_ref().map_or(end, |tail| self.part(tail, used));
                self.list_of(parts, tail)
            }
            ExprKind::Tuple(elements) => {
                let parts = self.parts(elements, used);
                self.tuple_of(parts)
            }
            ExprKind::MapCreate(fields) => {
                let empty = map::empty(&mut self.heap);
                self.map_with(&Val::Lit(empty), fields, used)
            }
            ExprKind::MapUpdate { map, fields } => {
                let map = self.part(map, used);
                if map.lit().is_some_and(|term| !term.is_map()) {
                    self.failed(expr.pos, "map update will fail with a 'badmap' exception");
                }
                self.map_with(&map, fields, used)
            }
            ExprKind::RecordCreate { name, fields } => self.record_create(expr, name, fields, used),
            ExprKind::RecordIndex { name, field } => {
                let position = self.position(name, &field.name);
                position.map_or(Val::Any, |position| Val::Lit(Term::size(position + 1)))
            }
            _ => Val::Any,
        }
    }

    fn parts(&mut self, elements: &'a [Expr], used: bool) -> Vec<Val> {
        elements.iter().map(|e| self.part(e, used)).collect()
    }

    fn map_with(&mut self, map: &Val, fields: &'a [MapField], used: bool) -> Val {
        let mut map = map.lit().filter(|term| term.is_map());
        for field in fields {
            let (key, value) = (self.part(&field.key, used), self.part(&field.value, used));
            map = match (map, key, value) {
                (Some(map), Val::Lit(key), Val::Lit(value)) if !field.exact => {
                    Some(map::put(&mut self.heap, map, key, value))
                }
                _ => None,
            };
        }
        map.map_or(Val::Any, Val::Lit)
    }

    /// 0-based position of the field in the record's tuple.
    fn position(&self, record: &str, field: &str) -> Option<usize> {
        let fields = &self.records.get(record)?.fields;
        let index = fields.iter().position(|known| &*known.name == field)?;
        Some(index + 1)
    }

    /// The value of a field of a tuple known to be such a record.
    pub(super) fn field(&mut self, record: &Val, name: &str, field: &str) -> Val {
        let Some(position) = self.position(name, field) else {
            return Val::Any;
        };
        let arity = self.records[name].fields.len() + 1;
        let tag = |tag: Term| tag.as_atom().is_some_and(|tag| tag.text() == name);
        match record {
            Val::Tuple(_, parts) if parts.len() == arity && parts[0].lit().is_some_and(tag) => {
                parts[position].clone()
            }
            Val::Lit(term)
                if term.is_tuple()
                    && self.heap.arity(*term) == arity
                    && tag(self.heap.element(*term, 0)) =>
            {
                Val::Lit(self.heap.element(*term, position))
            }
            _ => Val::Any,
        }
    }

    fn record_create(
        &mut self,
        expr: &'a Expr,
        name: &str,
        fields: &'a [RecordField],
        used: bool,
    ) -> Val {
        let Some(record) = self.records.get(name).copied() else {
            return Val::Any;
        };
        let mut parts = vec![Atom::try_intern(name).map_or(Val::Any, |tag| Val::Lit(tag.into()))];
        for field in &record.fields {
            let part = match (written(fields, &field.name), &field.default) {
                (Some(value), _) => self.part(value, used),
                (None, Some(default)) => {
                    let outer = self.at.replace(self.at.unwrap_or(expr.pos));
                    let part = self.part(default, used);
                    self.at = outer;
                    part
                }
                (None, None) => Val::Lit(atom::UNDEFINED.into()),
            };
            parts.push(part);
        }
        self.tuple_of(parts)
    }

    fn record_update(
        &mut self,
        record: &'a Expr,
        name: &str,
        fields: &'a [RecordField],
        used: bool,
    ) -> Val {
        let one = fields.len() == 1;
        let parts: Vec<Val> = fields
            .iter()
            .map(|field| self.part(&field.value, used || one))
            .collect();
        let record_pos = record.pos;
        let old = self.expr(record, true);
        let Some(definition) = self.records.get(name).copied() else {
            return Val::Any;
        };
        if !self.could_be(&old, definition) {
            self.no_clause(record_pos);
            if old.lit().is_none() {
                self.types_differ(record_pos);
            }
            return Val::Any;
        }
        if !used {
            match fields {
                [only] => self.ignored(only.pos, "calling setelement/3"),
                _ => self.constructed(record_pos),
            }
        }
        self.updated(&old, definition, fields, parts)
    }

    /// Whether what is known of a value does not keep it from being such a record.
    fn could_be(&self, val: &Val, record: &RecordDef) -> bool {
        let size = record.fields.len() + 1;
        let is_tag = |tag: Term| tag.as_atom().is_some_and(|tag| *tag.text() == *record.name);
        match val {
            Val::Any | Val::Bool | Val::Cons(..) => true,
            Val::Lit(term) => {
                let mut parts = term.is_tuple().then(|| self.heap.elements(*term));
                parts
                    .as_mut()
                    .is_some_and(|parts| parts.len() == size && parts.next().is_some_and(is_tag))
            }
            Val::Tuple(_, parts) => parts.len() == size && parts[0].lit().is_none_or(is_tag),
        }
    }

    fn updated(
        &mut self,
        old: &Val,
        record: &RecordDef,
        fields: &[RecordField],
        parts: Vec<Val>,
    ) -> Val {
        let known = matches!(old, Val::Tuple(..)) || old.lit().is_some_and(Term::is_tuple);
        if !known {
            return Val::Any;
        }
        let tag = Atom::try_intern(&record.name).map_or(Val::Any, |tag| Val::Lit(tag.into()));
        let mut all = vec![tag];
        for field in &record.fields {
            all.push(self.field(old, &record.name, &field.name));
        }
        for (field, part) in fields.iter().zip(parts) {
            if let RecordFieldName::Atom(name) = &field.name
                && let Some(position) = self.position(&record.name, name)
            {
                all[position] = part;
            }
        }
        self.tuple_of(all)
    }
}

/// What is written for a field, by name or by `_`.
pub fn written<'a>(fields: &'a [RecordField], name: &str) -> Option<&'a Expr> {
    let named = fields
        .iter()
        .find(|field| matches!(&field.name, RecordFieldName::Atom(known) if &**known == name));
    let others = fields
        .iter()
        .find(|field| matches!(field.name, RecordFieldName::Var(_)));
    named.or(others).map(|field| &field.value)
}
