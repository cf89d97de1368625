//! Trees back to text.

use super::ast::{Expr, ExprKind};
use super::token::TokenKind;
use std::fmt::Write as _;

/// A constant as `~p` prints it, on one line.
pub fn term(expr: &Expr) -> String {
    let mut out = String::new();
    push_term(&mut out, expr);
    out
}

fn push_term(out: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::Atom(name) => out.push_str(&TokenKind::Atom(name.clone()).quoted()),
        ExprKind::Integer(int) => out.push_str(&int.to_string()),
        ExprKind::Float(float) => out.push_str(&TokenKind::Float(*float).quoted()),
        ExprKind::Char(char) => out.push_str(&u32::from(*char).to_string()),
        // Like `erl` without `+pc unicode`, which takes only Latin-1 for text.
        ExprKind::String(text) if text.chars().any(|char| char > '\u{ff}') => {
            let codes: Vec<String> = text
                .chars()
                .map(|char| u32::from(char).to_string())
                .collect();
            let _ = write!(out, "[{}]", codes.join(","));
        }
        ExprKind::String(text) => out.push_str(&TokenKind::String(text.clone()).quoted()),
        ExprKind::Nil => out.push_str("[]"),
        ExprKind::Tuple(elements) => {
            out.push('{');
            push_terms(out, elements);
            out.push('}');
        }
        ExprKind::List { elements, tail, .. } => {
            out.push('[');
            push_terms(out, elements);
            if let Some(tail) = tail {
                out.push('|');
                push_term(out, tail);
            }
            out.push(']');
        }
        ExprKind::MapCreate(fields) => {
            out.push_str("#{");
            for (index, field) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                push_term(out, &field.key);
                out.push_str(" => ");
                push_term(out, &field.value);
            }
            out.push('}');
        }
        _ => out.push_str("..."),
    }
}

fn push_terms(out: &mut String, exprs: &[Expr]) {
    for (index, expr) in exprs.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_term(out, expr);
    }
}
