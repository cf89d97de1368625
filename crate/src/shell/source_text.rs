//! Expressions as source text, laid out as OTP's `erl_pp` does: what `h()`, `b()` and `rl()` print.
//!
//! An expression goes on one line when it fits and holds nothing that always takes several (clauses, comprehensions);
//! otherwise its parts are stacked. The passes recurse over the tree, whose depth the parser bounds.

// A head is moved into the text that it begins.
#![allow(clippy::needless_pass_by_value)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;

use syntax::ast::{
    BinaryElement, BinaryOp, Clause, Expr, ExprKind, Function, MapField, Qualifier, QualifierKind,
    RecordDef, RecordField, RecordFieldName, Try, Type, TypeKind, UnaryOp,
};
use syntax::token::{TokenKind, atom_text, char_text, string_text};

/// Characters of a line, indentation apart, and with it.
const LINE_CHARS: usize = 72;
const LINE_COLUMNS: usize = 80;
/// A string is broken into pieces no shorter than this.
const STRING_CHARS_MIN: usize = 10;

/// What binds less tightly than this stands in parentheses.
type Precedence = u8;

/// What stands before `#` or `:` needs: calls are put in parentheses.
const BASE: Precedence = 95;

/// Expressions separated by commas, the first at `column` (counted from 0).
pub fn exprs(all: &[Expr], column: usize) -> String {
    if let Some(flat) = flat_list(all).filter(|flat| fits(flat, column)) {
        return flat;
    }
    remembering(|| stack(all, column, |item| expr(item, column, 0)))
}

/// A `-record` attribute with its full stop.
pub fn record(record: &RecordDef) -> String {
    let head = format!("-record({},{{", atom_text(&record.name));
    let column = head.len();
    let field = |field: &syntax::ast::RecordDefField| {
        let mut text = atom_text(&field.name);
        if let Some(default) = &field.default {
            let at = column + text.len() + 3;
            // Behind a name of one character a new line would win no room.
            let here = flat(default, 0)
                .filter(|flat| fits(flat, at))
                .or_else(|| (at == column + 4).then(|| expr(default, at, 0)));
            let _ = if let Some(here) = here {
                write!(text, " = {here}")
            } else {
                let at = column + 4;
                write!(text, " ={}{}", newline(at), expr(default, at, 0))
            };
        }
        if let Some(declared) = &field.declared {
            let _ = write!(text, " :: {}", type_text(declared));
        }
        text
    };
    let simple = record
        .fields
        .iter()
        .all(|field| field.default.is_none() && field.declared.is_none());
    remembering(|| {
        let fields: Vec<String> = record.fields.iter().map(field).collect();
        format!("{head}{}}}).", arrange(&fields, column, simple))
    })
}

/// A function with its full stop.
pub fn function(function: &Function) -> String {
    let name = atom_text(&function.name);
    let head = &mut |clause: &Clause| head_in_brackets(clause, &name, 0);
    remembering(|| format!("{}.", join_clauses(&function.clauses, 0, head)))
}

/// A guard.
pub fn guard(clause: &Clause, column: usize) -> String {
    remembering(|| guards(clause, column, "; "))
}

/// The value of a function expression, as `b()` shows it.
pub fn expression(one: &Expr, column: usize) -> String {
    remembering(|| expr(one, column, 0))
}

fn fits(text: &str, column: usize) -> bool {
    let width = text.chars().count();
    width <= LINE_CHARS && column + width <= LINE_COLUMNS
}

fn newline(column: usize) -> String {
    format!("\n{}", " ".repeat(column))
}

/// Items over each other, with commas.
fn stack<T>(items: &[T], column: usize, text: impl FnMut(&T) -> String) -> String {
    let texts: Vec<String> = items.iter().map(text).collect();
    texts.join(&format!(",{}", newline(column)))
}

/// Items behind an opening bracket: on one line, filled line by line if they are simple, or one per line.
fn arrange(items: &[String], column: usize, simple: bool) -> String {
    let flat = items.join(", ");
    if !flat.contains('\n') && fits(&flat, column) {
        return flat;
    }
    if !simple {
        return items.join(&format!(",{}", newline(column)));
    }
    let mut out = String::new();
    let mut width = 0;
    for (index, item) in items.iter().enumerate() {
        let length = item.chars().count() + 1;
        if index > 0 {
            if column + width + length + 1 > LINE_CHARS {
                out.push(',');
                out.push_str(&newline(column));
                width = 0;
            } else {
                out.push_str(", ");
                width += 1;
            }
        }
        out.push_str(item);
        width += length;
    }
    out
}

fn is_leaf(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Var(_)
            | ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil
    )
}

/// The expression on one line, if it can stand so.
fn flat_list(all: &[Expr]) -> Option<String> {
    let texts: Option<Vec<String>> = all.iter().map(|one| flat(one, 0)).collect();
    texts.map(|texts| texts.join(", "))
}

/// An expression on one line; `None` if it takes several or is too long for any.
fn flat(one: &Expr, outer: Precedence) -> Option<String> {
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

/// An expression that starts at `column`.
fn expr(one: &Expr, column: usize, outer: Precedence) -> String {
    if let Some(text) = flat(one, outer).filter(|text| fits(text, column)) {
        return text;
    }
    if precedence(one) < outer {
        return format!("({})", broken(one, column + 1));
    }
    broken(one, column)
}

/// How tightly the operator of an expression binds: as in the language's table, tighter is more.
fn precedence(one: &Expr) -> Precedence {
    match &one.kind {
        ExprKind::Catch(_) => 0,
        ExprKind::Match { .. } | ExprKind::MaybeMatch { .. } => 10,
        ExprKind::BinaryOp { op, .. } => binary(*op).0,
        ExprKind::UnaryOp { .. } => 70,
        ExprKind::RecordCreate { .. }
        | ExprKind::RecordUpdate { .. }
        | ExprKind::RecordAccess { .. }
        | ExprKind::RecordIndex { .. }
        | ExprKind::MapCreate(_)
        | ExprKind::MapUpdate { .. }
        | ExprKind::Remote { .. } => 80,
        ExprKind::Call { .. } => 90,
        _ => 100,
    }
}

/// What the function part of a call needs: a call in its place stands in brackets, `m:f` does not.
fn callee_precedence(function: &Expr) -> Precedence {
    if matches!(function.kind, ExprKind::Call { .. }) {
        100
    } else {
        80
    }
}

/// Precedence of an operator, and what its operands need.
fn binary(op: BinaryOp) -> (Precedence, Precedence, Precedence) {
    use BinaryOp as Op;
    match op {
        Op::Send => (10, 15, 10),
        Op::OrElse => (15, 20, 15),
        Op::AndAlso => (20, 30, 20),
        Op::Equal
        | Op::NotEqual
        | Op::ExactEqual
        | Op::ExactNotEqual
        | Op::Less
        | Op::LessEqual
        | Op::Greater
        | Op::GreaterEqual => (30, 40, 40),
        Op::Append | Op::Subtract => (40, 50, 40),
        Op::Add | Op::Sub | Op::Bor | Op::Bxor | Op::Bsl | Op::Bsr | Op::Or | Op::Xor => {
            (50, 50, 60)
        }
        Op::Mul | Op::Divide | Op::Div | Op::Rem | Op::Band | Op::And => (60, 60, 70),
    }
}

/// Writes the expression on one line, its parts by `part`.
fn write(
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

fn map_fields(
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

fn field_name(name: &RecordFieldName) -> String {
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

thread_local! {
    /// Values of matches that have been laid out, by place in the tree and column: of a chain of matches each is tried beside its
    /// pattern and below it, and so are all those within it.
    static MATCHED: RefCell<HashMap<(*const Expr, usize), String>> = RefCell::default();
}

/// Lays out a tree; what is remembered of it goes with it.
fn remembering(make: impl FnOnce() -> String) -> String {
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
fn broken(one: &Expr, column: usize) -> String {
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

/// Clauses that start at `column`, their heads by `head`.
fn join_clauses(
    clauses: &[Clause],
    column: usize,
    head: &mut dyn FnMut(&Clause) -> String,
) -> String {
    let texts: Vec<String> = clauses
        .iter()
        .map(|clause| {
            let head = format!("{} ->", head(clause));
            format!(
                "{head}{}{}",
                newline(column + 4),
                body_text(&clause.body, column + 4)
            )
        })
        .collect();
    texts.join(&format!(";{}", newline(column)))
}

fn body_text(body: &[Expr], column: usize) -> String {
    stack(body, column, |one| expr(one, column, 0))
}

/// A short body stays on the line of its head.
fn with_body(head: String, body: &[Expr], column: usize) -> String {
    match flat_list(body).filter(|_| body.len() == 1) {
        Some(flat) if fits(&flat, column + head.len() + 1) => format!("{head} {flat}"),
        _ => format!(
            "{head}{}{}",
            newline(column + 4),
            body_text(body, column + 4)
        ),
    }
}

fn head(clause: &Clause, column: usize) -> String {
    let patterns: Vec<String> = clause
        .patterns
        .iter()
        .map(|pattern| expr(pattern, column, 0))
        .collect();
    with_guard(patterns.join(", "), clause, column)
}

fn catch_head(clause: &Clause, column: usize) -> String {
    let [class, reason, stack] = clause.patterns.as_slice() else {
        return head(clause, column);
    };
    let mut text = format!("{}:{}", expr(class, column, 0), expr(reason, column, 0));
    if stack.as_var().is_none_or(|name| &**name != "_") {
        let _ = write!(text, ":{}", expr(stack, column, 0));
    }
    with_guard(text, clause, column)
}

fn head_in_brackets(clause: &Clause, name: &str, column: usize) -> String {
    let open = format!("{name}(");
    let at = column + open.len();
    let patterns: Vec<String> = clause
        .patterns
        .iter()
        .map(|pattern| expr(pattern, at, 0))
        .collect();
    let simple = clause.patterns.iter().all(is_leaf);
    let text = format!("{open}{})", arrange(&patterns, at, simple));
    with_guard(text, clause, column)
}

fn with_guard(head: String, clause: &Clause, column: usize) -> String {
    if clause.guard.is_empty() {
        return head;
    }
    format!(
        "{head} when {}",
        guards(clause, column + head.len() + 6, "; ")
    )
}

fn guards(clause: &Clause, column: usize, or: &str) -> String {
    let one = |tests: &Vec<Expr>| {
        let texts: Vec<String> = tests.iter().map(|test| expr(test, column, 0)).collect();
        texts.join(", ")
    };
    let all: Vec<String> = clause.guard.iter().map(one).collect();
    let leaves = clause.guard.iter().flatten().all(is_leaf);
    all.join(if leaves { ";" } else { or })
}

/// A type on one line.
fn type_text(one: &Type) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::{parse, record as parse_record};

    fn laid_out(text: &str) -> String {
        exprs(&parse(&format!("{text}.")).expect("the text parses"), 0)
    }

    /// Texts that OTP's `erl_pp` prints as they stand.
    #[test]
    fn as_erl_pp_does() {
        let texts = [
            "fun(1) ->\n       ok;\n   (X) when X > 1, X < 3; X =:= 4 ->\n       b\nend",
            "fun F(0) ->\n        1;\n    F(N) ->\n        N * F(N - 1)\nend",
            "try\n    foo(1)\ncatch\n    error:E ->\n        E;\n    _:_ ->\n        x\nafter\n    ok\nend",
            "try\n    foo(1),\n    bar(2)\nof\n    X ->\n        X\ncatch\n    throw:T:S ->\n        {T, S}\nend",
            "receive\n    {a, X} ->\n        X;\n    b ->\n        c\nafter\n    1000 -> timeout\nend",
            "receive after 10 -> ok end",
            "begin\n    A = 1,\n    B = 2\nend",
            "begin ok end + 1",
            "[ \n X ||\n     X <- L,\n     X > 1\n]",
            "<< \n  <<X>> ||\n      <<X>> <= B\n>>",
            "<<1,2:8,X/binary,\"abc\",Y:16/little-unsigned,Z/utf8>>",
            "M#{a => 1, b := C}",
            "R#r{a = 2}",
            "(X#r.a)#r.b",
            "A + B * C - (D - E)",
            "-(-X)",
            "1 - -1",
            "A\nandalso\nB",
            "Y = catch foo()",
            "(A ++ B) ++ C",
            "[a, b | T]",
            "P ! {self(), hello}",
            "(foo())(1)",
            "spawn(fun() ->\n             receive\n                 X ->\n                     X\n             end\n      end)",
            "lists:map(fun(X) ->\n                 X * 2\n          end,\n          [1, 2, 3])",
            "A = 1,\nB = 2,\nC = fun() ->\n           ok\n    end",
            "X = case Y of\n        1 ->\n            2\n    end",
            "X = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,\n     20, 21, 22, 23, 24, 25, \
             26, 27, 28, 29, 30, 31, 32, 33, 34]",
            "{ok,\n {some_rather_long_atom_name, another_rather_long_atom_name,\n  yet_another_one, and_more_of_them}}",
        ];
        for text in texts {
            assert_eq!(laid_out(text), text);
        }
    }

    /// Each of a chain of matches may stand beside its pattern or below it.
    #[test]
    fn a_long_chain_of_matches_is_laid_out_soon() {
        for pattern in ["X = ", "Long = ", "{A, B} = f(", "[X = "] {
            let depth = 45;
            let close = match pattern.chars().find(|char| "([".contains(*char)) {
                Some('(') => ")",
                Some(_) => "]",
                None => "",
            };
            let text = format!(
                "{}fun() -> ok end{}",
                pattern.repeat(depth),
                close.repeat(depth)
            );
            assert!(laid_out(&text).len() > depth * pattern.len());
        }
    }

    #[test]
    fn records_keep_their_types() {
        let texts = [
            "-record(b,{}).",
            "-record(person,{name, age = 18}).",
            "-record(a,{x = 1 :: integer(),\n           y :: atom() | [foo()],\n           z = #{} :: #{a => b, c := d},\n           \
             v :: undefined | {a, b} | <<_:8>>,\n           u :: 1..10}).",
        ];
        for text in texts {
            let definition = parse_record(text).expect("a record");
            assert_eq!(record(&definition), text);
        }
    }
}
