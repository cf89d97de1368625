//! Records: tuples whose first element is the record's name.

use rustc_hash::FxHashMap;

use super::super::ir::{Expr, Kind, Pattern};
use super::Lowering;
use super::call::erlang;
use syntax::ast::{self, ExprKind, Ident, Int, Name, Pos, RecordDef, RecordField, RecordFieldName};
use term::{Term, atom};

impl<'a> Lowering<'a> {
    fn record(&mut self, pos: Pos, name: &Name) -> Option<&'a RecordDef> {
        let found = self.records.get(name).copied();
        if found.is_none() {
            self.error(
                pos,
                "erl_lint:undefined_record",
                format!("record {name} undefined"),
            );
        }
        found
    }

    /// 0-based position in the tuple.
    fn field_position(&mut self, record: &RecordDef, field: &Name, pos: Pos) -> u32 {
        let found = record.fields.iter().position(|known| known.name == *field);
        if found.is_none() {
            let message = format!("field {field} undefined in record {}", record.name);
            self.error(pos, "erl_lint:undefined_field", message);
        }
        found.unwrap_or(0) as u32 + 1
    }

    /// The fields written, by name, and what stands for all others (`_ = V`).
    fn written(
        fields: &'a [RecordField],
    ) -> (FxHashMap<&'a str, &'a ast::Expr>, Option<&'a ast::Expr>) {
        let mut named = FxHashMap::default();
        let mut others = None;
        for field in fields {
            match &field.name {
                RecordFieldName::Atom(name) => {
                    named.insert(&**name, &field.value);
                }
                RecordFieldName::Var(_) => others = Some(&field.value),
            }
        }
        (named, others)
    }

    fn check_fields(&mut self, record: &RecordDef, fields: &'a [RecordField]) {
        for field in fields {
            if let RecordFieldName::Atom(name) = &field.name {
                self.field_position(record, name, field.pos);
            }
        }
    }

    /// Values are evaluated in the order of the declaration.
    pub(super) fn record_create(
        &mut self,
        pos: Pos,
        name: &Name,
        fields: &'a [RecordField],
    ) -> Expr {
        let line = pos.line;
        let tag = self.atom(pos, name);
        let Some(record) = self.record(pos, name) else {
            return Expr::constant(line, tag.into());
        };
        self.check_fields(record, fields);
        let (named, others) = Self::written(fields);
        let mut elements = vec![Expr::constant(line, tag.into())];
        for field in &record.fields {
            let value = named
                .get(&*field.name)
                .copied()
                .or(others)
                .or(field.default.as_ref());
            elements.push(match value {
                Some(value) => self.expr(value),
                None => Expr::constant(line, atom::UNDEFINED.into()),
            });
        }
        self.tuple_of(line, elements)
    }

    pub(super) fn record_pattern(
        &mut self,
        pos: Pos,
        name: &Name,
        fields: &'a [RecordField],
    ) -> Pattern {
        let tag = self.atom(pos, name);
        let Some(record) = self.record(pos, name) else {
            return Pattern::Any;
        };
        self.check_fields(record, fields);
        let (named, others) = Self::written(fields);
        let mut elements = vec![Pattern::Const(tag.into())];
        for field in &record.fields {
            let pattern = named.get(&*field.name).copied().or(others);
            elements.push(pattern.map_or(Pattern::Any, |pattern| self.pattern(pattern)));
        }
        Pattern::Tuple(elements)
    }

    /// The values come first, then the record (as OTP does it).
    pub(super) fn record_update(
        &mut self,
        pos: Pos,
        record: &'a ast::Expr,
        name: &Name,
        fields: &'a [RecordField],
    ) -> Expr {
        let Some(definition) = self.record(pos, name) else {
            return self.expr(record);
        };
        let tag = self.atom(pos, name);
        let mut values = Vec::with_capacity(fields.len());
        for field in fields {
            match &field.name {
                RecordFieldName::Atom(name) => {
                    let position = self.field_position(definition, name, field.pos);
                    values.push((position, self.expr(&field.value)));
                }
                RecordFieldName::Var(_) => {
                    self.illegal(field.pos);
                }
            }
        }
        let record = Box::new(self.expr(record));
        let arity = definition.fields.len() as u32 + 1;
        Expr::new(
            pos.line,
            Kind::UpdateRecord {
                record,
                arity,
                tag: tag.into(),
                values,
            },
        )
    }

    /// `#name.field`: the 1-based position.
    pub(super) fn record_index(&mut self, pos: Pos, name: &Name, field: &Ident) -> Expr {
        let position = match self.record(pos, name) {
            Some(record) => self.field_position(record, &field.name, field.pos) + 1,
            None => 0,
        };
        Expr::constant(pos.line, Term::int(position as i32))
    }

    pub(super) fn record_access(
        &mut self,
        pos: Pos,
        record: &'a ast::Expr,
        name: &Name,
        field: &Ident,
    ) -> Expr {
        let value = self.expr(record);
        let Some(definition) = self.record(pos, name) else {
            return value;
        };
        let tag = self.atom(pos, name).into();
        let position = self.field_position(definition, &field.name, field.pos);
        let arity = definition.fields.len() as u32 + 1;
        Expr::new(
            pos.line,
            Kind::Field {
                record: Box::new(value),
                arity,
                tag,
                position,
            },
        )
    }

    /// `is_record(Term, tag)` of a known record, `is_record(Term, tag, Size)`, or the builtin.
    pub(super) fn is_record(&mut self, pos: Pos, args: &'a [ast::Expr]) -> Expr {
        let arity = match args {
            [_, tag] => tag
                .as_atom()
                .and_then(|name| self.records.get(name))
                .map(|record| record.fields.len() as u32 + 1),
            [_, _, size] => match &size.kind {
                ExprKind::Integer(Int::Small(size)) => {
                    u32::try_from(*size).ok().filter(|size| *size > 0)
                }
                _ => None,
            },
            _ => None,
        };
        if let Some(arity) = arity
            && let Some(name) = args.get(1).and_then(ast::Expr::as_atom)
        {
            let value = self.expr(&args[0]);
            let tag = self.atom(pos, name).into();
            return Expr::new(pos.line, Kind::IsTagged(Box::new(value), arity, tag));
        }
        let lowered: Vec<Expr> = args.iter().map(|arg| self.expr(arg)).collect();
        Expr::new(
            pos.line,
            Kind::Bif(erlang("is_record", args.len()), lowered),
        )
    }

    /// `record_info(fields, name)` and `record_info(size, name)`.
    pub(super) fn record_info(&mut self, pos: Pos, args: &'a [ast::Expr]) -> Expr {
        let (Some(what), Some(name)) = (args[0].as_atom(), args[1].as_atom()) else {
            return self.illegal(pos);
        };
        let Some(record) = self.record(pos, name) else {
            return Expr::constant(pos.line, Term::NIL);
        };
        match &**what {
            "size" => Expr::constant(pos.line, Term::size(record.fields.len() + 1)),
            "fields" => {
                let names: Vec<Term> = record
                    .fields
                    .iter()
                    .map(|field| self.atom(pos, &field.name).into())
                    .collect();
                Expr::constant(pos.line, self.heap.list(&names))
            }
            _ => self.illegal(pos),
        }
    }
}
