//! Clauses: heads, guards, bodies.

use std::fmt::Write as _;

use super::flat::flat_list;
use super::{arrange, expr, fits, is_leaf, newline, stack};
use syntax::ast::{Clause, Expr};

/// Clauses that start at `column`, their heads by `head`.
pub(super) fn join_clauses(
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

pub(super) fn body_text(body: &[Expr], column: usize) -> String {
    stack(body, column, |one| expr(one, column, 0))
}

/// A short body stays on the line of its head.
pub(super) fn with_body(head: String, body: &[Expr], column: usize) -> String {
    match flat_list(body).filter(|_| body.len() == 1) {
        Some(flat) if fits(&flat, column + head.len() + 1) => format!("{head} {flat}"),
        _ => format!(
            "{head}{}{}",
            newline(column + 4),
            body_text(body, column + 4)
        ),
    }
}

pub(super) fn head(clause: &Clause, column: usize) -> String {
    let patterns: Vec<String> = clause
        .patterns
        .iter()
        .map(|pattern| expr(pattern, column, 0))
        .collect();
    with_guard(patterns.join(", "), clause, column)
}

pub(super) fn catch_head(clause: &Clause, column: usize) -> String {
    let [class, reason, stack] = clause.patterns.as_slice() else {
        return head(clause, column);
    };
    let mut text = format!("{}:{}", expr(class, column, 0), expr(reason, column, 0));
    if stack.as_var().is_none_or(|name| &**name != "_") {
        let _ = write!(text, ":{}", expr(stack, column, 0));
    }
    with_guard(text, clause, column)
}

pub(super) fn head_in_brackets(clause: &Clause, name: &str, column: usize) -> String {
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

pub(super) fn guards(clause: &Clause, column: usize, or: &str) -> String {
    let one = |tests: &Vec<Expr>| {
        let texts: Vec<String> = tests.iter().map(|test| expr(test, column, 0)).collect();
        texts.join(", ")
    };
    let all: Vec<String> = clause.guard.iter().map(one).collect();
    let leaves = clause.guard.iter().flatten().all(is_leaf);
    all.join(if leaves { ";" } else { or })
}
