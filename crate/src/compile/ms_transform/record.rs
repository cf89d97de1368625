//! Records in heads, guards and bodies.

use rustc_hash::FxHashMap;

use super::{Outcome, problem};
use syntax::ast::{Expr, Name, Pos, RecordDef, RecordField, RecordFieldName};

/// Where a record stands, for the words of a problem.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Context {
    Head,
    Guard,
    Body,
}

impl Context {
    pub const fn word(self) -> &'static str {
        match self {
            Context::Head => "head",
            Context::Guard => "guard",
            Context::Body => "body",
        }
    }
}

pub(super) fn find<'a>(
    records: &'a FxHashMap<Name, RecordDef>,
    name: &Name,
    pos: Pos,
    context: Context,
) -> Outcome<&'a RecordDef> {
    match records.get(name) {
        Some(record) => Ok(record),
        None => problem(
            pos,
            "ms_transform:record",
            format!("fun {} contains unknown record type {name}", context.word()),
        ),
    }
}

/// The position of a field in the record's tuple, from 1.
pub(super) fn index(record: &RecordDef, pos: Pos, name: &Name, context: Context) -> Outcome<usize> {
    match record.fields.iter().position(|field| field.name == *name) {
        Some(position) => Ok(position + 2),
        None => problem(
            pos,
            "ms_transform:field",
            format!(
                "fun {} contains reference to unknown field {name} in record type {}",
                context.word(),
                record.name
            ),
        ),
    }
}

/// The value that is given for each field of the record, by its name or by `_`.
pub(super) fn fill<'e>(
    record: &RecordDef,
    pos: Pos,
    fields: &'e [RecordField],
    context: Context,
) -> Outcome<Vec<Option<&'e Expr>>> {
    let mut values = vec![None; record.fields.len()];
    let mut others = None;
    for field in fields {
        let RecordFieldName::Atom(name) = &field.name else {
            others = Some(&field.value);
            continue;
        };
        let position = index(record, pos, name, context)? - 2;
        if values[position].is_some() {
            let text = format!(
                "fun {} contains already defined field {name} in record type {}",
                context.word(),
                record.name
            );
            return problem(pos, "ms_transform:field_twice", text);
        }
        values[position] = Some(&field.value);
    }
    for value in &mut values {
        *value = value.or(others);
    }
    Ok(values)
}
