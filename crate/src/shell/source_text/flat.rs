//! Expressions on one line.

use std::fmt::Write as _;

use super::LINE_COLUMNS;
use super::precedence::{BASE, Precedence, binary, callee_precedence, precedence};
use syntax::ast::{
    BinaryElement, BinaryOp, Expr, ExprKind, MapField, RecordField, RecordFieldName, UnaryOp,
};
use syntax::token::{TokenKind, atom_text, char_text, string_text};

/// The expression on one line, if it can stand so.
pub(super) fn flat_list(all: &[Expr]) -> Option<String> {
    let texts: Option<Vec<String>> = all.iter().map(|one| flat(one, 0)).collect();
    texts.map(|texts| texts.join(", "))
}

/// An expression on one line; `None` if it takes several or is too long for any.
pub(super) fn flat(one: &Expr, outer: Precedence) -> Option<String> {
    if always_breaks(one) {
        return None;
    }
    let text = write(one, outer, &|child, precedence| flat(child, precedence))?;
    (text.chars().count() <= LINE_COLUMNS).then_some(text)
}

fn always_breaks(one: &Expr) -> bool {
    match &one.kind {
        ExprKind::If(_)
        | ExprKind::Case { .. }
        | ExprKind::Try(_)
        | ExprKind::Fun(_)
        | ExprKind::NamedFun { .. }
        | ExprKind::ListComprehension { .. }
        | ExprKind::BinaryComprehension { .. }
        | ExprKind::Maybe { .. }
        | ExprKind::BinaryOp {
            op: BinaryOp::AndAlso | BinaryOp::OrElse,
            ..
        } => true,
        ExprKind::Receive { clauses, .. } => !clauses.is_empty(),
        ExprKind::Block(body) => body.len() > 1,
        _ => false,
    }
}

/// Writes the expression on one line, its parts by `part`.
pub(super) fn write(
    one: &Expr,
    outer: Precedence,
    part: &dyn Fn(&Expr, Precedence) -> Option<String>,
) -> Option<String> {
    let list = |items: &[Expr]| -> Option<String> {
        let texts: Option<Vec<String>> = items.iter().map(|item| part(item, 0)).collect();
        texts.map(|texts| texts.join(", "))
    };
    let text = match &one.kind {
        ExprKind::Var(name) => name.to_string(),
        ExprKind::Atom(name) => atom_text(name),
        ExprKind::Integer(int) => int.to_string(),
        ExprKind::Float(float) => TokenKind::Float(*float).quoted(),
        ExprKind::Char(' ') => "$ ".into(),
        ExprKind::Char(char) => char_text(*char),
        ExprKind::String(text) => string_text(text, '"'),
        ExprKind::Nil => "[]".into(),
        ExprKind::List { elements, tail, .. } => {
            let elements = list(elements)?;
            match tail {
                Some(tail) => format!("[{elements} | {}]", part(tail, 0)?),
                None => format!("[{elements}]"),
            }
        }
        ExprKind::Tuple(elements) => format!("{{{}}}", list(elements)?),
        ExprKind::Block(body) => format!("begin {} end", list(body)?),
        ExprKind::MapCreate(fields) => format!("#{{{}}}", map_fields(fields, part)?),
        ExprKind::MapUpdate { map, fields } => {
            format!("{}#{{{}}}", part(map, BASE)?, map_fields(fields, part)?)
        }
        ExprKind::Binary(elements) => {
            let texts: Option<Vec<String>> = elements
                .iter()
                .map(|element| segment(element, part))
                .collect();
            format!("<<{}>>", texts?.join(","))
        }
        ExprKind::Match { pattern, value } => {
            format!("{} = {}", part(pattern, 15)?, part(value, 0)?)
        }
        ExprKind::MaybeMatch { pattern, value } => {
            format!("{} ?= {}", part(pattern, 15)?, part(value, 0)?)
        }
        ExprKind::BinaryOp { op, left, right } => {
            let (_, left_needs, right_needs) = binary(*op);
            format!(
                "{} {} {}",
                part(left, left_needs)?,
                op.text(),
                part(right, right_needs)?
            )
        }
        ExprKind::UnaryOp { op, operand } => {
            let blank = if matches!(op, UnaryOp::Not | UnaryOp::Bnot) {
                " "
            } else {
                ""
            };
            format!("{}{blank}{}", op.text(), part(operand, 80)?)
        }
        ExprKind::Catch(operand) => format!("catch {}", part(operand, 0)?),
        ExprKind::Call { function, args } => format!(
            "{}({})",
            part(function, callee_precedence(function))?,
            list(args)?
        ),
        ExprKind::Remote { module, function } => {
            format!("{}:{}", part(module, BASE)?, part(function, BASE)?)
        }
        ExprKind::FunLocal { name, arity } => format!("fun {}/{arity}", atom_text(name)),
        ExprKind::FunRemote {
            module,
            name,
            arity,
        } => {
            format!(
                "fun {}:{}/{}",
                part(module, 0)?,
                part(name, 0)?,
                part(arity, 0)?
            )
        }
        ExprKind::RecordCreate { name, fields } => {
            format!("#{}{{{}}}", atom_text(name), record_fields(fields, part)?)
        }
        ExprKind::RecordUpdate {
            record,
            name,
            fields,
        } => {
            format!(
                "{}#{}{{{}}}",
                part(record, BASE)?,
                atom_text(name),
                record_fields(fields, part)?
            )
        }
        ExprKind::RecordIndex { name, field } => {
            format!("#{}.{}", atom_text(name), atom_text(&field.name))
        }
        ExprKind::RecordAccess {
            record,
            name,
            field,
        } => {
            format!(
                "{}#{}.{}",
                part(record, BASE)?,
                atom_text(name),
                atom_text(&field.name)
            )
        }
        ExprKind::Receive {
            after: Some(after), ..
        } => {
            format!(
                "receive after {} -> {} end",
                part(&after.timeout, 0)?,
                list(&after.body)?
            )
        }
        _ => return None,
    };
    Some(if precedence(one) < outer {
        format!("({text})")
    } else {
        text
    })
}

pub(super) fn map_fields(
    fields: &[MapField],
    part: &dyn Fn(&Expr, Precedence) -> Option<String>,
) -> Option<String> {
    let mut texts = Vec::new();
    for field in fields {
        let arrow = if field.exact { ":=" } else { "=>" };
        texts.push(format!(
            "{} {arrow} {}",
            part(&field.key, 0)?,
            part(&field.value, 0)?
        ));
    }
    Some(texts.join(", "))
}

fn record_fields(
    fields: &[RecordField],
    part: &dyn Fn(&Expr, Precedence) -> Option<String>,
) -> Option<String> {
    let mut texts = Vec::new();
    for field in fields {
        texts.push(format!(
            "{} = {}",
            field_name(&field.name),
            part(&field.value, 0)?
        ));
    }
    Some(texts.join(", "))
}

pub(super) fn field_name(name: &RecordFieldName) -> String {
    match name {
        RecordFieldName::Atom(name) => atom_text(name),
        RecordFieldName::Var(name) => name.to_string(),
    }
}

fn segment(
    element: &BinaryElement,
    part: &dyn Fn(&Expr, Precedence) -> Option<String>,
) -> Option<String> {
    let mut text = part(&element.value, 100)?;
    if let Some(size) = &element.size {
        let _ = write!(text, ":{}", part(size, 100)?);
    }
    for (index, specifier) in element.specifiers.iter().enumerate() {
        let _ = write!(
            text,
            "{}{}",
            if index == 0 { '/' } else { '-' },
            specifier.name
        );
        if let Some(value) = &specifier.value {
            let _ = write!(text, ":{value}");
        }
    }
    Some(text)
}
