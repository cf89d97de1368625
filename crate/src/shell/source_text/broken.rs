//! Expressions over several lines.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::clauses::{
    body_text, catch_head, guards, head, head_in_brackets, join_clauses, with_body,
};
use super::flat::{field_name, flat, flat_list, map_fields, write};
use super::precedence::{BASE, Precedence, binary, callee_precedence};
use super::{
    LINE_CHARS, LINE_COLUMNS, STRING_CHARS_MIN, arrange, expr, fits, is_leaf, newline, stack,
};
use syntax::ast::{Expr, ExprKind, MapField, Qualifier, QualifierKind, RecordField, Try};
use syntax::token::{atom_text, string_text};

thread_local! {
    /// Values of matches that have been laid out, by place in the tree and column: of a chain of matches each is tried beside its
    /// pattern and below it, and so are all those within it.
    static MATCHED: RefCell<HashMap<(*const Expr, usize), String>> = RefCell::default();
}

/// Lays out a tree; what is remembered of it goes with it.
pub(super) fn remembering(make: impl FnOnce() -> String) -> String {
    MATCHED.with_borrow_mut(HashMap::clear);
    let text = make();
    MATCHED.with_borrow_mut(HashMap::clear);
    text
}

/// The right side of a match, at `column`.
fn matched(value: &Expr, column: usize) -> String {
    let key = (std::ptr::from_ref(value), column);
    if let Some(text) = MATCHED.with_borrow(|known| known.get(&key).cloned()) {
        return text;
    }
    let text = expr(value, column, 0);
    MATCHED.with_borrow_mut(|known| known.insert(key, text.clone()));
    text
}

/// An expression over several lines, the first at `column`.
pub(super) fn broken(one: &Expr, column: usize) -> String {
    let inner = newline(column + 4);
    let end = newline(column);
    match &one.kind {
        ExprKind::Fun(clauses) => {
            let text = join_clauses(clauses, column + 3, &mut |clause| {
                head_in_brackets(clause, "", column + 3)
            });
            format!("fun{text}{end}end")
        }
        ExprKind::NamedFun { name, clauses } => {
            let text = join_clauses(clauses, column + 4, &mut |clause| {
                head_in_brackets(clause, name, column + 4)
            });
            format!("fun {text}{end}end")
        }
        ExprKind::Case { subject, clauses } => {
            let text = join_clauses(clauses, column + 4, &mut |clause| head(clause, column + 4));
            format!(
                "case {} of{inner}{text}{end}end",
                expr(subject, column + 5, 0)
            )
        }
        ExprKind::If(clauses) => {
            let text = join_clauses(clauses, column + 4, &mut |clause| {
                guards(clause, column + 4, ";")
            });
            format!("if{inner}{text}{end}end")
        }
        ExprKind::Receive { clauses, after } => {
            let text = join_clauses(clauses, column + 4, &mut |clause| head(clause, column + 4));
            let after = after.as_ref().map_or(String::new(), |after| {
                let head = format!("{} ->", expr(&after.timeout, column + 4, 0));
                format!(
                    "{end}after{inner}{}",
                    with_body(head, &after.body, column + 4)
                )
            });
            format!("receive{inner}{text}{after}{end}end")
        }
        ExprKind::Try(parts) => broken_try(parts, column),
        ExprKind::Block(body) => format!("begin{inner}{}{end}end", body_text(body, column + 4)),
        ExprKind::ListComprehension { body, qualifiers } => {
            comprehension("[", body, 0, qualifiers, "]", column)
        }
        ExprKind::BinaryComprehension { body, qualifiers } => {
            comprehension("<<", body, 100, qualifiers, ">>", column)
        }
        ExprKind::Match { pattern, value } => {
            let pattern = expr(pattern, column, 15);
            let width = last_line_width(&pattern);
            let at = column + width + 3;
            // What takes several lines stands beside the shortest pattern only.
            let fits_beside =
                |beside: &String| !overflows(beside, at) && (width == 1 || !beside.contains('\n'));
            let has_room = at < LINE_COLUMNS;
            let beside = has_room.then(|| matched(value, at)).filter(fits_beside);
            beside.map_or_else(
                || format!("{pattern} ={inner}{}", matched(value, column + 4)),
                |beside| format!("{pattern} = {beside}"),
            )
        }
        ExprKind::BinaryOp { op, left, right } => {
            let (_, left_needs, right_needs) = binary(*op);
            let (left, right) = (
                expr(left, column, left_needs),
                expr(right, column, right_needs),
            );
            format!("{left}{end}{}{end}{right}", op.text())
        }
        ExprKind::Catch(operand) => format!("catch {}", expr(operand, column + 6, 0)),
        ExprKind::String(text) => broken_string(text, column),
        ExprKind::UnaryOp { op, operand } => {
            let head = format!("{} ", op.text());
            format!("{head}{}", expr(operand, column + head.len(), 80))
        }
        ExprKind::Call { function, args } => {
            let head = expr(function, column, callee_precedence(function)) + "(";
            bracketed(head, args, None, ")", column)
        }
        ExprKind::Tuple(elements) => bracketed("{".into(), elements, None, "}", column),
        ExprKind::List { elements, tail, .. } => {
            bracketed("[".into(), elements, tail.as_deref(), "]", column)
        }
        ExprKind::MapCreate(fields) => format!("#{{{}}}", broken_fields(fields, column + 2)),
        ExprKind::MapUpdate { map, fields } => {
            let head = expr(map, column, BASE) + "#{";
            let at = column + last_line_width(&head);
            format!("{head}{}}}", broken_fields(fields, at))
        }
        ExprKind::RecordCreate { name, fields } => {
            broken_record(format!("#{}{{", atom_text(name)), fields, column)
        }
        ExprKind::RecordUpdate {
            record,
            name,
            fields,
        } => broken_record(
            format!("{}#{}{{", expr(record, column, BASE), atom_text(name)),
            fields,
            column,
        ),
        ExprKind::Maybe {
            body, else_clauses, ..
        } => {
            let mut text = format!("maybe{inner}{}", body_text(body, column + 4));
            if !else_clauses.is_empty() {
                let clauses = join_clauses(else_clauses, column + 4, &mut |clause| {
                    head(clause, column + 4)
                });
                let _ = write!(text, "{end}else{inner}{clauses}");
            }
            format!("{text}{end}end")
        }
        // Too long for a line, and there is no better place to break.
        _ => write(one, 0, &|child, precedence| {
            Some(expr(child, column, precedence))
        })
        .unwrap_or_default(),
    }
}

/// Whether a line of the text, the first of which starts at `column`, is wider than the page.
fn overflows(text: &str, column: usize) -> bool {
    let mut lines = text.split('\n').map(|line| line.chars().count());
    lines
        .next()
        .is_some_and(|first| column + first > LINE_COLUMNS)
        || lines.any(|width| width > LINE_COLUMNS)
}

/// A string over several lines, each in quotes of its own.
fn broken_string(text: &str, column: usize) -> String {
    let width = LINE_CHARS.saturating_sub(column + 2).max(STRING_CHARS_MIN);
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for char in text.chars() {
        let longer = format!("{piece}{char}");
        if string_text(&longer, '"').chars().count() > width + 2 {
            pieces.push(string_text(&piece, '"'));
            piece = char.to_string();
        } else {
            piece = longer;
        }
    }
    pieces.push(string_text(&piece, '"'));
    pieces.join(&newline(column))
}

fn last_line_width(text: &str) -> usize {
    text.rsplit('\n').next().unwrap_or(text).chars().count()
}

fn bracketed(
    head: String,
    items: &[Expr],
    tail: Option<&Expr>,
    close: &str,
    column: usize,
) -> String {
    let at = if head.contains('\n') {
        last_line_width(&head)
    } else {
        column + head.chars().count()
    };
    let texts: Vec<String> = items.iter().map(|item| expr(item, at, 0)).collect();
    let text = arrange(&texts, at, items.iter().all(is_leaf));
    let tail = tail.map_or(String::new(), |tail| {
        format!(" |{}{}", newline(at), expr(tail, at, 0))
    });
    format!("{head}{text}{tail}{close}")
}

fn broken_fields(fields: &[MapField], column: usize) -> String {
    stack(fields, column, |field| {
        let arrow = if field.exact { ":=" } else { "=>" };
        let flat = map_fields(std::slice::from_ref(field), &|part, precedence| {
            flat(part, precedence)
        });
        flat.filter(|flat| fits(flat, column)).unwrap_or_else(|| {
            let key = expr(&field.key, column, 0);
            format!(
                "{key} {arrow}{}{}",
                newline(column + 4),
                expr(&field.value, column + 4, 0)
            )
        })
    })
}

fn broken_record(head: String, fields: &[RecordField], column: usize) -> String {
    let at = column + last_line_width(&head);
    let text = stack(fields, at, |field| {
        let name = field_name(&field.name);
        let value = expr(&field.value, at + name.len() + 3, 0);
        format!("{name} = {value}")
    });
    format!("{head}{text}}}")
}

fn broken_try(parts: &Try, column: usize) -> String {
    let (inner, end) = (newline(column + 4), newline(column));
    // A short body stands on the line of `try`, if clauses follow or all of it is short.
    let short = match parts.body.as_slice() {
        [only] => flat(only, 0).filter(|text| fits(text, column + 4)),
        _ => None,
    };
    if parts.of.is_empty() && parts.catch.is_empty() {
        let after = flat_list(&parts.after).filter(|_| parts.after.len() == 1);
        if let (Some(body), Some(after)) = (&short, after) {
            let line = format!("try {body} after {after} end");
            if fits(&line, column) {
                return line;
            }
        }
    }
    let mut text = match short {
        Some(body) if !parts.of.is_empty() => format!("try {body} of"),
        _ if parts.of.is_empty() => format!("try{inner}{}", body_text(&parts.body, column + 4)),
        _ => format!("try{inner}{}{end}of", body_text(&parts.body, column + 4)),
    };
    if !parts.of.is_empty() {
        let clauses = join_clauses(&parts.of, column + 4, &mut |clause| {
            head(clause, column + 4)
        });
        let _ = write!(text, "{inner}{clauses}");
    }
    if !parts.catch.is_empty() {
        let clauses = join_clauses(&parts.catch, column + 4, &mut |clause| {
            catch_head(clause, column + 4)
        });
        let _ = write!(text, "{end}catch{inner}{clauses}");
    }
    if !parts.after.is_empty() {
        let _ = write!(
            text,
            "{end}after{inner}{}",
            body_text(&parts.after, column + 4)
        );
    }
    text + &end + "end"
}

fn comprehension(
    open: &str,
    body: &Expr,
    body_needs: Precedence,
    qualifiers: &[Qualifier],
    close: &str,
    column: usize,
) -> String {
    let at = column + open.len();
    let body = expr(body, at, body_needs);
    let qualifiers = stack(qualifiers, at + 4, |qualifier| match &qualifier.kind {
        QualifierKind::Generator { pattern, source } => generator(pattern, "<-", source, at + 4),
        QualifierKind::BinaryGenerator { pattern, source } => {
            generator(pattern, "<=", source, at + 4)
        }
        QualifierKind::Filter(filter) => expr(filter, at + 4, 0),
    });
    format!(
        "{open} {}{body} ||{}{qualifiers}{}{close}",
        newline(at),
        newline(at + 4),
        newline(column)
    )
}

fn generator(pattern: &Expr, arrow: &str, source: &Expr, column: usize) -> String {
    let head = format!("{} {arrow} ", expr(pattern, column, 15));
    let at = column + last_line_width(&head);
    format!("{head}{}", expr(source, at, 0))
}
