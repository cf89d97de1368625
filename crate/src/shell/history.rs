//! References to earlier commands: `v(N)` and `e(N)`, replaced in the text before it is evaluated.

use syntax::ast::{Int, Pos};
use syntax::scanner::{Names, Scanner};
use syntax::token::{Symbol, Token, TokenKind};

/// A form without references to other forms, and the numbers of the results that it uses.
pub struct Expanded {
    pub text: String,
    /// Each with the number that was typed.
    pub values: Vec<(i64, i64)>,
}

/// A token and where it stands in the text.
struct Placed {
    token: Token,
    from: usize,
    to: usize,
}

/// Replaces `e(N)` by command N and makes the numbers in `v(N)` absolute; `number` is that of the form itself, and
/// `command` gives the text of an earlier one. The error is what the shell says.
pub fn expand(
    text: &str,
    number: i64,
    command: impl Fn(i64) -> Option<String>,
) -> Result<Expanded, String> {
    let tokens = tokens(text);
    let mut out = String::new();
    let mut values = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while at < tokens.len() {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        if let Some(argument) = no_number(&tokens[at..], before) {
            let argument = &tokens[at + argument];
            let text = &text[argument.from..argument.to];
            return Err(format!("{text}: command not found"));
        }
        let Some((what, reference, length)) = reference(&tokens[at..], before) else {
            at += 1;
            continue;
        };
        let absolute = if reference < 0 {
            number + reference
        } else {
            reference
        };
        let last = &tokens[at + length - 1];
        out.push_str(&text[copied..tokens[at].from]);
        copied = last.to;
        if what == "v" {
            values.push((absolute, reference));
            out.extend(["v(", &absolute.to_string(), ")"]);
        } else {
            let missing = || format!("{reference}: command not found");
            let earlier = command(absolute).ok_or_else(missing)?;
            let earlier = earlier.trim_end().trim_end_matches('.').trim_end();
            let is_one =
                super::prepare::parse(&format!("{earlier}.")).is_ok_and(|exprs| exprs.len() == 1);
            let is_all = at == 0
                && is_one
                && tokens
                    .get(at + length)
                    .is_some_and(|next| next.token.kind == TokenKind::Dot);
            // Parsed on its own, it is complete; inside another expression it stands in brackets of its own.
            if is_all {
                out.push_str(earlier);
            } else {
                out.extend(["begin ", earlier, " end"]);
            }
            values.extend(used_values(earlier).into_iter().map(|value| (value, value)));
        }
        at += length;
    }
    out.push_str(&text[copied..]);
    Ok(Expanded { text: out, values })
}

/// The numbers in `v(N)`.
fn used_values(text: &str) -> Vec<i64> {
    let tokens = tokens(text);
    let found = (0..tokens.len()).filter_map(|at| {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        reference(&tokens[at..], before)
            .filter(|(what, ..)| *what == "v")
            .map(|(_, number, _)| number)
    });
    found.collect()
}

fn tokens(text: &str) -> Vec<Placed> {
    let mut scanner = Scanner::new(text, Pos::new(1, 1));
    let mut names = Names::default();
    let mut found: Vec<Placed> = Vec::new();
    while let Ok(Some(token)) = scanner.token(&mut names) {
        let to = scanner.offset();
        // Blanks before a token are skipped with it.
        let before = found.last().map_or(0, |placed| placed.to);
        let blanks = &text[before..to];
        let from = before + (blanks.len() - skip_blanks(blanks).len());
        found.push(Placed { token, from, to });
    }
    found
}

/// The text behind blanks and comments.
fn skip_blanks(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix('%') {
        Some(comment) => comment
            .split_once('\n')
            .map_or("", |(_, rest)| skip_blanks(rest)),
        None => text,
    }
}

fn is_symbol(tokens: &[Placed], at: usize, symbol: Symbol) -> bool {
    tokens
        .get(at)
        .is_some_and(|placed| placed.token.kind == TokenKind::Symbol(symbol))
}

/// `v(` or `e(` at the beginning of the tokens.
fn opens_reference(tokens: &[Placed], before: Option<&Placed>) -> Option<&'static str> {
    let what = match &tokens.first()?.token.kind {
        TokenKind::Atom(name) if &**name == "v" => "v",
        TokenKind::Atom(name) if &**name == "e" => "e",
        _ => return None,
    };
    let qualified = before.is_some_and(|before| {
        matches!(
            before.token.kind,
            TokenKind::Symbol(Symbol::Colon | Symbol::Hash | Symbol::Fun | Symbol::Point)
        )
    });
    (!qualified && is_symbol(tokens, 1, Symbol::OpenParen)).then_some(what)
}

/// `v(N)` or `e(N)` at the beginning of the tokens: which, N, how many tokens.
fn reference(tokens: &[Placed], before: Option<&Placed>) -> Option<(&'static str, i64, usize)> {
    let what = opens_reference(tokens, before)?;
    let minus = usize::from(is_symbol(tokens, 2, Symbol::Minus));
    let Some(TokenKind::Integer(Int::Small(number))) =
        tokens.get(2 + minus).map(|placed| &placed.token.kind)
    else {
        return None;
    };
    let number = if minus == 1 { -number } else { *number };
    is_symbol(tokens, 3 + minus, Symbol::CloseParen).then_some((what, number, 4 + minus))
}

/// The argument of a `v(name)` or `e(1.0)`, which no command has for its number.
fn no_number(tokens: &[Placed], before: Option<&Placed>) -> Option<usize> {
    opens_reference(tokens, before)?;
    let is_literal = matches!(
        tokens.get(2)?.token.kind,
        TokenKind::Atom(_) | TokenKind::Float(_)
    );
    (is_literal && is_symbol(tokens, 3, Symbol::CloseParen)).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Result<(String, Vec<(i64, i64)>), String> {
        let command = |number| (number == 1).then(|| "X + v(7).\n".to_string());
        expand(text, 9, command).map(|expanded| (expanded.text, expanded.values))
    }

    #[test]
    fn values_get_absolute_numbers() {
        assert_eq!(
            expanded("v(1) + v(-2).\n"),
            Ok(("v(1) + v(7).\n".into(), vec![(1, 1), (7, -2)]))
        );
        assert_eq!(
            expanded("m:v(-1), v(A), {v, (1)}."),
            Ok(("m:v(-1), v(A), {v, (1)}.".into(), vec![]))
        );
    }

    #[test]
    fn commands_are_put_in() {
        assert_eq!(
            expanded(" % again\ne(1)."),
            Ok((" % again\nX + v(7).".into(), vec![(7, 7)]))
        );
        assert_eq!(
            expanded("e(1) * 2."),
            Ok(("begin X + v(7) end * 2.".into(), vec![(7, 7)]))
        );
        assert_eq!(expanded("e(4)."), Err("4: command not found".into()));
    }
}
