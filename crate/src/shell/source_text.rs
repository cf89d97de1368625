//! Expressions as source text, laid out as OTP's `erl_pp` does: what `h()`, `b()` and `rl()` print.
//!
//! An expression goes on one line when it fits and holds nothing that always takes several (clauses, comprehensions);
//! otherwise its parts are stacked. The passes recurse over the tree, whose depth the parser bounds.

// A head is moved into the text that it begins.
#![allow(clippy::needless_pass_by_value)]

mod broken;
mod clauses;
mod flat;
mod precedence;
mod types;

use std::fmt::Write as _;

use broken::{broken, remembering};
use clauses::{guards, head_in_brackets, join_clauses};
use flat::{flat, flat_list};
use precedence::{Precedence, precedence};
use syntax::ast::{Clause, Expr, ExprKind, Function, RecordDef};
use syntax::token::atom_text;
use types::type_text;

/// Characters of a line, indentation apart, and with it.
const LINE_CHARS: usize = 72;
const LINE_COLUMNS: usize = 80;
/// A string is broken into pieces no shorter than this.
const STRING_CHARS_MIN: usize = 10;

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
    expr.kind.is_literal() || matches!(expr.kind, ExprKind::Var(_))
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
