//! Pids as the shell prints them, typed back in: `<0.83.0>`. The shell takes them, the language does not.

use syntax::ast::Pos;
use syntax::token::{Symbol, Token, TokenKind};

/// Replaces the tokens of each pid by one variable with its text, which no variable of the language can have.
pub fn join_pids(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let is = |token: &Token, symbol| token.kind == TokenKind::Symbol(symbol);
    if !tokens.iter().any(|token| is(token, Symbol::Less)) {
        return tokens;
    }
    let mut joined = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter();
    while let Some(token) = rest.next() {
        let pid = is(&token, Symbol::Less)
            .then(|| pid_at(text, token.pos))
            .flatten();
        let Some(pid) = pid else {
            joined.push(token);
            continue;
        };
        joined.push(Token {
            pos: token.pos,
            kind: TokenKind::Var(pid.into()),
        });
        rest.by_ref().find(|token| is(token, Symbol::Greater));
    }
    joined
}

/// The text of the pid that stands at a place.
fn pid_at(text: &str, pos: Pos) -> Option<&str> {
    let line = text.split('\n').nth(pos.line.checked_sub(1)? as usize)?;
    let (start, _) = line
        .char_indices()
        .nth(pos.column.checked_sub(1)? as usize)?;
    let from = &line[start..];
    let length = from.find('>')? + 1;
    is_pid(&from[..length]).then_some(&from[..length])
}

/// Whether the text is `<N.N.N>`.
pub fn is_pid(text: &str) -> bool {
    let Some(inner) = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'))
    else {
        return false;
    };
    let is_number = |part: &str| {
        !part.is_empty() && part.len() < 10 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = inner.split('.').collect();
    parts.len() == 3 && parts.into_iter().all(is_number)
}
