//! Types on one line.

use syntax::ast::{Type, TypeKind};
use syntax::token::{atom_text, char_text};

/// A type on one line.
pub(super) fn type_text(one: &Type) -> String {
    let list = |types: &[Type]| types.iter().map(type_text).collect::<Vec<_>>().join(", ");
    match &one.kind {
        TypeKind::Var(name) => name.to_string(),
        TypeKind::Atom(name) => atom_text(name),
        TypeKind::Integer(int) => int.to_string(),
        TypeKind::Char(char) => char_text(*char),
        TypeKind::BinaryOp { op, left, right } => {
            format!("{} {} {}", type_text(left), op.text(), type_text(right))
        }
        TypeKind::UnaryOp { op, operand } => format!("{}{}", op.text(), type_text(operand)),
        TypeKind::Annotated { var, of } => format!("{} :: {}", var.name, type_text(of)),
        TypeKind::Union(types) => types.iter().map(type_text).collect::<Vec<_>>().join(" | "),
        TypeKind::Range { low, high } => format!("{}..{}", type_text(low), type_text(high)),
        TypeKind::Nil => "[]".into(),
        TypeKind::List { element, nonempty } => {
            format!(
                "[{}{}]",
                type_text(element),
                if *nonempty { ", ..." } else { "" }
            )
        }
        TypeKind::Tuple(None) => "tuple()".into(),
        TypeKind::Tuple(Some(elements)) => format!("{{{}}}", list(elements)),
        TypeKind::Map(None) => "map()".into(),
        TypeKind::Map(Some(fields)) => {
            let texts: Vec<String> = fields
                .iter()
                .map(|field| {
                    let arrow = if field.exact { ":=" } else { "=>" };
                    format!(
                        "{} {arrow} {}",
                        type_text(&field.key),
                        type_text(&field.value)
                    )
                })
                .collect();
            format!("#{{{}}}", texts.join(", "))
        }
        TypeKind::Record { name, fields } => {
            let texts: Vec<String> = fields
                .iter()
                .map(|field| {
                    format!(
                        "{} :: {}",
                        atom_text(&field.name.name),
                        type_text(&field.of)
                    )
                })
                .collect();
            format!("#{}{{{}}}", atom_text(&name.name), texts.join(", "))
        }
        TypeKind::Binary { base, unit } => binary_type(base, unit),
        TypeKind::AnyFun => "fun()".into(),
        TypeKind::Fun { args, result } => {
            let args = args.as_ref().map_or("...".into(), |args| list(args));
            format!("fun(({args}) -> {})", type_text(result))
        }
        TypeKind::Bounded { function, .. } => type_text(function),
        TypeKind::Named { name, args, .. } => format!("{}({})", atom_text(name), list(args)),
        TypeKind::Remote { module, name, args } => {
            format!(
                "{}:{}({})",
                atom_text(&module.name),
                atom_text(&name.name),
                list(args)
            )
        }
    }
}

fn binary_type(base: &Type, unit: &Type) -> String {
    match (type_text(base).as_str(), type_text(unit).as_str()) {
        ("0", "0") => "<<>>".into(),
        (base, "0") => format!("<<_:{base}>>"),
        ("0", unit) => format!("<<_:_*{unit}>>"),
        (base, unit) => format!("<<_:{base}, _:_*{unit}>>"),
    }
}
