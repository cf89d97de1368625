//! What modules `erl_scan` and `erl_parse` (`crate/otp`) need of the scanner and the parser: tokens and trees as terms.

use super::arguments;
use super::console::text;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use syntax::abstract_format;
use syntax::ast::{Int, Pos};
use syntax::parser::{self, ParseError};
use syntax::scanner::{Names, ScanErrorKind, Scanner};
use syntax::token::{Symbol, Token, TokenKind};
use term::{Atom, Term, atom};

fn intern(text: &str) -> Result<Term, Trap> {
    Atom::try_intern(text)
        .map(Term::from)
        .map_err(|_| Trap::system_limit())
}

fn integer(ctx: &mut Ctx<'_>, int: &Int) -> Term {
    match int {
        Int::Small(value) => ctx.heap.integer(*value),
        Int::Big(value) => ctx.heap.big(value),
    }
}

/// `Line`, or `{Line, Column}` for a scanner that counts columns.
fn place(ctx: &mut Ctx<'_>, pos: Pos, columns: bool) -> Term {
    let line = Term::size(pos.line as usize);
    if columns {
        ctx.heap.tuple(&[line, Term::size(pos.column as usize)])
    } else {
        line
    }
}

/// `scan(Text, Location, UpToDot)`: `{Tokens, Location, Rest}`, with tokens and locations as `erl_scan` has them; Rest is
/// what follows the full stop, or `none` if the text ended before it. `{error, Location, What, EndLocation, Rest}` for text
/// that is wrong; `{more, ...}` in the place of `error` if more text could make it right.
pub fn scan(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let source = text(ctx, args[0])?;
    let (line, column) = match ctx.heap.as_tuple(args[1]) {
        Some([line, column]) => (line, Some(arguments::size(column)?)),
        None => (args[1], None),
    };
    let (columns, line) = (column.is_some(), arguments::size(line)?);
    let up_to_dot = arguments::boolean(args[2])?;
    ctx.charge(source.len() * 8);
    ctx.reserve(source.len() * 16)?;
    let start = Pos::new(line as u32, column.unwrap_or(1) as u32);
    let mut scanner = Scanner::new(&source, start);
    let (mut names, mut tokens) = (Names::default(), Vec::new());
    let mut rest = atom::NONE.into();
    loop {
        match scanner.token(&mut names) {
            Ok(None) => break,
            Ok(Some(token)) => {
                let is_last = up_to_dot && token.kind == TokenKind::Dot;
                tokens.push(token_term(ctx, &token, columns)?);
                if is_last {
                    rest = ctx.heap.string(&source[scanner.offset()..]);
                    break;
                }
            }
            Err(error) => {
                let kind = if error.needs_more() { "more" } else { "error" };
                let what = complaint(ctx, &error.kind);
                let (from, to) = (
                    place(ctx, error.pos, columns),
                    place(ctx, scanner.pos(), columns),
                );
                let rest = ctx.heap.string(&source[scanner.offset()..]);
                return Ok(ctx.heap.tuple(&[intern(kind)?, from, what, to, rest]));
            }
        }
    }
    let tokens = ctx.heap.list(&tokens);
    let end = place(ctx, scanner.pos(), columns);
    Ok(ctx.heap.tuple(&[tokens, end, rest]))
}

fn token_term(ctx: &mut Ctx<'_>, token: &Token, columns: bool) -> NativeResult {
    let at = place(ctx, token.pos, columns);
    let (kind, value) = match &token.kind {
        TokenKind::Atom(name) => ("atom", intern(name)?),
        TokenKind::Var(name) => ("var", intern(name)?),
        TokenKind::Integer(int) => ("integer", integer(ctx, int)),
        TokenKind::Float(float) => ("float", ctx.heap.float(*float)),
        TokenKind::Char(char) => ("char", Term::int(*char as i32)),
        TokenKind::String(text) => ("string", ctx.heap.string(text)),
        TokenKind::Symbol(symbol) => {
            let symbol = intern(&symbol.text())?;
            return Ok(ctx.heap.tuple(&[symbol, at]));
        }
        TokenKind::Dot | TokenKind::End => return Ok(ctx.heap.tuple(&[intern("dot")?, at])),
    };
    Ok(ctx.heap.tuple(&[intern(kind)?, at, value]))
}

/// What is wrong, as `erl_scan:format_error/1` takes it.
fn complaint(ctx: &mut Ctx<'_>, kind: &ScanErrorKind) -> Term {
    let illegal = |ctx: &mut Ctx<'_>, what: &str| {
        ctx.heap
            .tuple(&[Atom::intern("illegal").into(), Atom::intern(what).into()])
    };
    match kind {
        ScanErrorKind::IllegalCharacter => illegal(ctx, "character"),
        ScanErrorKind::IllegalInteger => illegal(ctx, "integer"),
        ScanErrorKind::IllegalFloat => illegal(ctx, "float"),
        ScanErrorKind::IllegalAtom => illegal(ctx, "atom"),
        ScanErrorKind::IllegalVar => illegal(ctx, "var"),
        ScanErrorKind::Base(base) => {
            let base = integer(ctx, base);
            ctx.heap.tuple(&[Atom::intern("base").into(), base])
        }
        ScanErrorKind::UnterminatedChar => Atom::intern("char").into(),
        ScanErrorKind::Unterminated(quote, text) => {
            let text = ctx.heap.string(text);
            let quote = Term::int(*quote as i32);
            ctx.heap
                .tuple(&[Atom::intern("string").into(), quote, text])
        }
    }
}

/// `parse(exprs | form, Tokens)`: `{ok, Tree}` in the abstract format, or `{error, {Location, erl_parse, Message}}`.
pub fn parse(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let is_form = arguments::atom(args[0])?.text() == "form";
    let mut tokens = Vec::new();
    let mut columns = false;
    for token in arguments::list(ctx, args[1])? {
        let token = token_of(ctx, token, &mut columns)?;
        tokens.push(token);
    }
    ctx.charge(tokens.len() * 64);
    let parsed = if is_form {
        parser::parse_form(&tokens).map(|form| abstract_format::form(&form))
    } else {
        parser::parse_exprs(&tokens).map(|exprs| {
            let exprs: Vec<String> = exprs.iter().map(abstract_format::expr).collect();
            format!("[{}]", exprs.join(","))
        })
    };
    let tree = match parsed {
        Ok(tree) => tree,
        Err(error) => return refusal(ctx, &error, columns),
    };
    ctx.charge(tree.len());
    ctx.reserve(tree.len())?;
    let tree = read_term(ctx, &tree)?;
    Ok(ctx.heap.tuple(&[atom::OK.into(), tree]))
}

fn refusal(ctx: &mut Ctx<'_>, error: &ParseError, columns: bool) -> NativeResult {
    let at = place(ctx, error.pos, columns);
    let message = match error.message.split_once("before: ") {
        Some((before, token)) => {
            let before = ctx.heap.string(&format!("{before}before: "));
            let token = ctx.heap.string(token);
            ctx.heap.list(&[before, token])
        }
        None => ctx.heap.string(&error.message),
    };
    let info = ctx
        .heap
        .tuple(&[at, Atom::intern("erl_parse").into(), message]);
    Ok(ctx.heap.tuple(&[atom::ERROR.into(), info]))
}

/// The token that a term stands for.
fn token_of(ctx: &Ctx<'_>, term: Term, columns: &mut bool) -> Result<Token, Trap> {
    if !term.is_tuple() {
        return Err(Trap::badarg());
    }
    let parts: Vec<Term> = ctx.heap.elements(term).collect();
    let (kind, at) = match *parts.as_slice() {
        [kind, at] | [kind, at, _] => (arguments::atom(kind)?, at),
        _ => return Err(Trap::badarg()),
    };
    let number = |term: Term| arguments::size(term).map(|number| number as u32);
    let pos = match ctx.heap.as_tuple(at) {
        Some([line, column]) => {
            *columns = true;
            Pos::new(number(line)?, number(column)?)
        }
        None => Pos::new(number(at)?, 0),
    };
    let name = |term: Term| arguments::atom(term).map(|name| name.text().into());
    let value = parts.get(2).copied();
    let kind = match (kind.text(), value) {
        ("atom", Some(value)) => TokenKind::Atom(name(value)?),
        ("var", Some(value)) => TokenKind::Var(name(value)?),
        ("integer", Some(value)) => {
            TokenKind::Integer(ctx.heap.to_bigint(value).ok_or_else(Trap::badarg)?.into())
        }
        ("float", Some(value)) if value.is_float() => TokenKind::Float(ctx.heap.float_value(value)),
        ("char", Some(value)) => {
            let code = u32::try_from(arguments::small(value)?).ok();
            TokenKind::Char(code.and_then(char::from_u32).ok_or_else(Trap::badarg)?)
        }
        ("string", Some(value)) => TokenKind::String(text(ctx, value)?),
        ("dot", None) => TokenKind::Dot,
        (symbol, None) => TokenKind::Symbol(symbol_of(symbol)?),
        _ => return Err(Trap::badarg()),
    };
    Ok(Token { pos, kind })
}

fn symbol_of(text: &str) -> Result<Symbol, Trap> {
    if let Some(word) = Symbol::word(text) {
        return Ok(word);
    }
    let mut scanner = Scanner::new(text, Pos::new(1, 1));
    match scanner.token(&mut Names::default()) {
        Ok(Some(Token {
            kind: TokenKind::Symbol(symbol),
            ..
        })) => Ok(symbol),
        _ if text == "." => Ok(Symbol::Point),
        _ => Err(Trap::badarg()),
    }
}

/// The term that the text of a tree stands for: tuples, lists, atoms and numbers.
pub(super) fn read_term(ctx: &mut Ctx<'_>, text: &str) -> NativeResult {
    let mut scanner = Scanner::new(text, Pos::new(1, 1));
    let mut names = Names::default();
    let mut open: Vec<Vec<Term>> = vec![Vec::new()];
    let mut negative = false;
    while let Ok(Some(token)) = scanner.token(&mut names) {
        let term = match &token.kind {
            TokenKind::Symbol(Symbol::OpenBrace | Symbol::OpenBracket) => {
                open.push(Vec::new());
                continue;
            }
            TokenKind::Symbol(Symbol::CloseBrace) => {
                let items = open.pop().unwrap_or_default();
                ctx.heap.tuple(&items)
            }
            TokenKind::Symbol(Symbol::CloseBracket) => {
                let items = open.pop().unwrap_or_default();
                ctx.heap.list(&items)
            }
            TokenKind::Symbol(Symbol::Minus) => {
                negative = true;
                continue;
            }
            TokenKind::Atom(name) => intern(name)?,
            TokenKind::Integer(Int::Small(value)) if negative => ctx.heap.integer(-value),
            TokenKind::Integer(Int::Big(value)) if negative => ctx.heap.big(&-value),
            TokenKind::Integer(int) => integer(ctx, int),
            TokenKind::Float(value) if negative => ctx.heap.float(-value),
            TokenKind::Float(value) => ctx.heap.float(*value),
            TokenKind::String(text) => ctx.heap.string(text),
            _ => continue,
        };
        negative = false;
        if let Some(items) = open.last_mut() {
            items.push(term);
        }
    }
    let found = open.pop().and_then(|items| items.first().copied());
    found.ok_or_else(Trap::badarg)
}
