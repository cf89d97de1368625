//! Tokens of one form to its tree: recursive descent with precedence climbing.
//!
//! Knows tokens, tree and limits. It accepts what OTP's `erl_parse` accepts, and stops at the same token with the
//! same words when it does not. [`depth`] looks over the tokens first, so that neither the descent here nor any
//! later pass over the tree can go deeper than `limits::SYNTAX_DEPTH_MAX`.
//!
//! Vocabulary: `expect` takes a symbol or fails, `eat` takes it if it is there, a function named after a grammar
//! rule parses it.

#![allow(
    clippy::unnecessary_box_returns,
    clippy::boxed_local,
    reason = "trees travel in boxes to keep the frames of the descent small"
)]

mod attribute;
mod block;
mod depth;
mod expr;
mod types;

pub use types::is_builtin_type;

use super::ast::{Clause, Expr, ExprKind, Form, FormKind, Function, Ident, Name, Pos};
use super::token::{Symbol, Token, TokenKind};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    pub pos: Pos,
    pub code: &'static str,
    pub message: String,
}

/// Trees are passed in boxes: an unboxed one in each frame of the descent would need three times the stack.
type Parsed<T> = Result<T, Box<ParseError>>;

/// The parser's cursor over the tokens of one form.
struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    /// Stands behind the last token.
    end: Token,
    /// Where nesting becomes too deep, if it does: the tokens end there.
    too_deep: Option<Pos>,
}

/// The tree of one form. `tokens` normally ends in a full stop; if it does not, that is the error.
pub fn parse_form(tokens: &[Token]) -> Result<Form, ParseError> {
    let mut parser = Parser::new(tokens);
    parser.form().map_err(|error| *error)
}

/// The expressions of one shell input: `E1, ..., En.`
pub fn parse_exprs(tokens: &[Token]) -> Result<Vec<Expr>, ParseError> {
    let mut parser = Parser::new(tokens);
    parser.shell_exprs().map_err(|error| *error)
}

/// A constant: one expression without anything to evaluate. `name/arity` is taken for `{name, arity}`.
pub fn parse_term(tokens: &[Token]) -> Result<Expr, ParseError> {
    let mut exprs = parse_exprs(tokens)?;
    let pos = exprs[0].pos;
    let constant = if exprs.len() == 1 {
        attribute::constant(exprs.remove(0))
    } else {
        None
    };
    constant.ok_or_else(|| ParseError {
        pos,
        code: "erl_parse:term",
        message: "bad term".into(),
    })
}

impl<'a> Parser<'a> {
    fn new(tokens: &'a [Token]) -> Self {
        let (tokens, too_deep) = match depth::first_too_deep(tokens) {
            Some(index) => (&tokens[..index], Some(tokens[index].pos)),
            None => (tokens, None),
        };
        let end = tokens.last().map_or_else(Pos::default, |token| token.pos);
        Self {
            tokens,
            at: 0,
            end: Token {
                pos: end,
                kind: TokenKind::End,
            },
            too_deep,
        }
    }

    fn token(&self) -> &Token {
        self.tokens.get(self.at).unwrap_or(&self.end)
    }

    fn ahead(&self, n: usize) -> &TokenKind {
        &self.tokens.get(self.at + n).unwrap_or(&self.end).kind
    }

    fn kind(&self) -> &TokenKind {
        &self.token().kind
    }

    fn pos(&self) -> Pos {
        self.token().pos
    }

    fn skip(&mut self) {
        self.at += 1;
    }

    fn symbol(&self) -> Option<Symbol> {
        match self.kind() {
            TokenKind::Symbol(symbol) => Some(*symbol),
            _ => None,
        }
    }

    fn is(&self, symbol: Symbol) -> bool {
        *self.kind() == TokenKind::Symbol(symbol)
    }

    fn eat(&mut self, symbol: Symbol) -> bool {
        let found = self.is(symbol);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: Symbol) -> Parsed<Pos> {
        let pos = self.pos();
        if self.eat(symbol) {
            Ok(pos)
        } else {
            self.unexpected()
        }
    }

    fn expect_atom(&mut self) -> Parsed<Ident> {
        let Token {
            pos,
            kind: TokenKind::Atom(name),
        } = self.token()
        else {
            return self.unexpected();
        };
        let ident = Ident {
            pos: *pos,
            name: name.clone(),
        };
        self.skip();
        Ok(ident)
    }

    fn expect_var(&mut self) -> Parsed<Ident> {
        let Token {
            pos,
            kind: TokenKind::Var(name),
        } = self.token()
        else {
            return self.unexpected();
        };
        let ident = Ident {
            pos: *pos,
            name: name.clone(),
        };
        self.skip();
        Ok(ident)
    }

    fn expect_dot(&mut self) -> Parsed<()> {
        if *self.kind() != TokenKind::Dot {
            return self.unexpected();
        }
        self.skip();
        // Nothing follows: the scanner ends a form at its full stop.
        if self.at < self.tokens.len() {
            self.unexpected()
        } else {
            Ok(())
        }
    }

    /// The token at hand fits nowhere.
    fn unexpected<T>(&self) -> Parsed<T> {
        let token = self.token();
        if let (TokenKind::End, Some(pos)) = (&token.kind, self.too_deep) {
            let message = format!("nesting deeper than {} levels", limits::SYNTAX_DEPTH_MAX);
            return Self::fail(pos, "spawnpoint:nesting", message);
        }
        let message = format!("syntax error before: {}", token.kind.quoted());
        Self::fail(token.pos, "erl_parse:syntax", message)
    }

    fn fail<T>(pos: Pos, code: &'static str, message: impl Into<String>) -> Parsed<T> {
        Err(Box::new(ParseError {
            pos,
            code,
            message: message.into(),
        }))
    }

    fn form(&mut self) -> Parsed<Form> {
        if self.is(Symbol::Minus) {
            return self.attribute();
        }
        let function = self.function()?;
        self.expect_dot()?;
        Ok(function)
    }

    fn shell_exprs(&mut self) -> Parsed<Vec<Expr>> {
        let exprs = self.exprs()?;
        if self.is(Symbol::Semicolon) {
            // The grammar takes the input for the body of a function, which may have more clauses.
            self.skip();
            self.function_clause()?;
            return self.unexpected();
        }
        self.expect_dot()?;
        Ok(exprs)
    }

    fn function(&mut self) -> Parsed<Form> {
        let pos = self.pos();
        let mut names: Vec<Name> = Vec::new();
        let mut clauses = Vec::new();
        loop {
            let (name, clause) = self.function_clause()?;
            names.push(name);
            clauses.push(clause);
            if !self.eat(Symbol::Semicolon) {
                break;
            }
        }
        let name = names[0].clone();
        let arity = clauses[0].patterns.len();
        for (clause, other) in clauses.iter().zip(&names) {
            if *other != name || clause.patterns.len() != arity {
                return Self::head_mismatch(clause.pos);
            }
        }
        Ok(Form {
            pos,
            kind: FormKind::Function(Function {
                name,
                arity: arity as u32,
                clauses,
            }),
        })
    }

    fn head_mismatch<T>(pos: Pos) -> Parsed<T> {
        Self::fail(pos, "erl_parse:head_mismatch", "head mismatch")
    }

    fn function_clause(&mut self) -> Parsed<(Name, Clause)> {
        let head = self.expect_atom()?;
        let patterns = self.pattern_arguments()?;
        let clause = self.clause_rest(head.pos, patterns)?;
        Ok((head.name, clause))
    }

    /// `(P1, ..., Pn)` in the head of a function or fun clause.
    fn pattern_arguments(&mut self) -> Parsed<Vec<Expr>> {
        self.expect(Symbol::OpenParen)?;
        self.expr_sequence(Symbol::CloseParen, Self::pattern)
    }

    /// The guard and body behind the patterns of any clause.
    fn clause_rest(&mut self, pos: Pos, patterns: Vec<Expr>) -> Parsed<Clause> {
        let guard = if self.eat(Symbol::When) {
            self.guard()?
        } else {
            Vec::new()
        };
        let body = self.clause_body()?;
        Ok(Clause {
            pos,
            patterns,
            guard,
            body,
        })
    }

    fn guard(&mut self) -> Parsed<Vec<Vec<Expr>>> {
        let mut alternatives = vec![self.exprs()?];
        while self.eat(Symbol::Semicolon) {
            alternatives.push(self.exprs()?);
        }
        Ok(alternatives)
    }

    fn clause_body(&mut self) -> Parsed<Vec<Expr>> {
        self.expect(Symbol::Arrow)?;
        self.exprs()
    }

    /// One or more expressions with commas between them.
    fn exprs(&mut self) -> Parsed<Vec<Expr>> {
        let mut exprs = vec![*self.expr()?];
        while self.eat(Symbol::Comma) {
            exprs.push(*self.expr()?);
        }
        Ok(exprs)
    }

    /// Behind an opening bracket: expressions with commas between them up to `close`, or nothing.
    fn expr_sequence(
        &mut self,
        close: Symbol,
        expr: fn(&mut Self) -> Parsed<Box<Expr>>,
    ) -> Parsed<Vec<Expr>> {
        let mut exprs = Vec::new();
        if self.eat(close) {
            return Ok(exprs);
        }
        loop {
            exprs.push(*expr(self)?);
            if !self.eat(Symbol::Comma) {
                self.expect(close)?;
                return Ok(exprs);
            }
        }
    }

    /// Behind an opening bracket: items with commas between them up to `close`, or nothing.
    fn sequence<T>(
        &mut self,
        close: Symbol,
        mut item: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let mut items = Vec::new();
        if self.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if !self.eat(Symbol::Comma) {
                self.expect(close)?;
                return Ok(items);
            }
        }
    }
}

/// Apart, so that the node is built outside of the frames of the descent.
#[inline(never)]
fn node(pos: Pos, kind: ExprKind) -> Box<Expr> {
    Box::new(Expr { pos, kind })
}
