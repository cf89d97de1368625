//! Expressions and patterns: operators by precedence, then what stands between them.

use super::{Parsed, Parser, node};
use crate::ast::{
    BinaryElement, BinaryOp, BinarySpecifier, Expr, ExprKind, Ident, MapField, Pos, Qualifier,
    QualifierKind, RecordField, RecordFieldName, UnaryOp,
};
use crate::token::{Symbol, TokenKind};

/// Heads of clauses admit fewer operators and no calls at their outermost; inside brackets everything may be written,
/// and lint sorts it out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Expr,
    Pattern,
}

/// How tight an operator binds; `left` and `right` are the least precedences of its operands.
struct Infix {
    op: InfixOp,
    precedence: u16,
    right: u16,
}

#[derive(Clone, Copy)]
enum InfixOp {
    Match,
    Binary(BinaryOp),
}

const PREFIX: u16 = 600;
const COMPARISON: u16 = 200;

/// What a primary with its suffixes is, which decides what suffix may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffixed {
    /// A name, literal, bracket or block: everything may follow.
    Plain,
    /// Only another `#{`.
    Map,
    /// Only another `#name`.
    Record,
    /// Nothing.
    Done,
}

impl Parser<'_> {
    pub(super) fn expr(&mut self) -> Parsed<Box<Expr>> {
        self.operators(Mode::Expr, 0)
    }

    pub(super) fn pattern(&mut self) -> Parsed<Box<Expr>> {
        self.operators(Mode::Pattern, 0)
    }

    /// Operators of at least `least` precedence and their operands.
    fn operators(&mut self, mode: Mode, least: u16) -> Parsed<Box<Expr>> {
        let mut left = self.operand(mode)?;
        // After a comparison no other may follow at its side.
        let mut most = u16::MAX;
        while let Some(infix) = self
            .infix(mode)
            .filter(|infix| (least..=most).contains(&infix.precedence))
        {
            let pos = self.pos();
            self.skip();
            let right = self.operators(mode, infix.right)?;
            most = if infix.precedence == COMPARISON {
                COMPARISON - 1
            } else {
                u16::MAX
            };
            left = match infix.op {
                InfixOp::Match => node(
                    left.first_pos(),
                    ExprKind::Match {
                        pattern: left,
                        value: right,
                    },
                ),
                InfixOp::Binary(op) => node(pos, ExprKind::BinaryOp { op, left, right }),
            };
        }
        Ok(left)
    }

    /// The infix operator at hand.
    fn infix(&self, mode: Mode) -> Option<Infix> {
        let symbol = self.symbol()?;
        if mode == Mode::Pattern
            && matches!(symbol, Symbol::Bang | Symbol::OrElse | Symbol::AndAlso)
        {
            return None;
        }
        if symbol == Symbol::Match {
            return Some(Infix {
                op: InfixOp::Match,
                precedence: 100,
                right: 100,
            });
        }
        let (op, precedence) = binary_op(symbol)?;
        let right_associative = matches!(precedence, 100 | 150 | 160 | 300);
        let right = if right_associative {
            precedence
        } else {
            precedence + 1
        };
        Some(Infix {
            op: InfixOp::Binary(op),
            precedence,
            right,
        })
    }

    /// Prefix operators and what they apply to.
    fn operand(&mut self, mode: Mode) -> Parsed<Box<Expr>> {
        let pos = self.pos();
        if mode == Mode::Expr && self.eat(Symbol::Catch) {
            let body = self.operators(mode, 0)?;
            return Ok(node(pos, ExprKind::Catch(body)));
        }
        let Some(op) = self.symbol().and_then(unary_op) else {
            return self.suffixed(mode);
        };
        self.skip();
        let operand = self.operators(mode, PREFIX)?;
        Ok(node(pos, ExprKind::UnaryOp { op, operand }))
    }

    /// A primary with calls, `Module:` and record and map suffixes.
    fn suffixed(&mut self, mode: Mode) -> Parsed<Box<Expr>> {
        let (mut expr, mut so_far) = if self.is(Symbol::Hash) {
            self.hash(None, Suffixed::Plain)?
        } else {
            (self.primary(mode)?, Suffixed::Plain)
        };
        loop {
            match self.symbol() {
                Some(Symbol::Hash) if so_far != Suffixed::Done && mode == Mode::Expr => {
                    (expr, so_far) = self.hash(Some(expr), so_far)?;
                }
                Some(Symbol::OpenParen) if so_far == Suffixed::Plain && mode == Mode::Expr => {
                    (expr, so_far) = (self.call(expr)?, Suffixed::Done);
                }
                Some(Symbol::Colon) if so_far == Suffixed::Plain && mode == Mode::Expr => {
                    (expr, so_far) = (self.remote(expr)?, Suffixed::Done);
                }
                _ => return Ok(expr),
            }
        }
    }

    fn call(&mut self, function: Box<Expr>) -> Parsed<Box<Expr>> {
        self.expect(Symbol::OpenParen)?;
        let args = self.expr_sequence(Symbol::CloseParen, Self::expr)?;
        Ok(node(
            function.first_pos(),
            ExprKind::Call { function, args },
        ))
    }

    fn remote(&mut self, module: Box<Expr>) -> Parsed<Box<Expr>> {
        let pos = self.expect(Symbol::Colon)?;
        let function = self.primary(Mode::Expr)?;
        let kind = ExprKind::Remote { module, function };
        let remote = node(pos, kind);
        if self.is(Symbol::OpenParen) {
            let call = self.call(remote)?;
            return Ok(call);
        }
        Ok(remote)
    }

    /// A map or record from its `#` on; `base` is what stands before that.
    fn hash(&mut self, base: Option<Box<Expr>>, so_far: Suffixed) -> Parsed<(Box<Expr>, Suffixed)> {
        let pos = self.expect(Symbol::Hash)?;
        let record_allowed = so_far != Suffixed::Map;
        if so_far != Suffixed::Record && self.eat(Symbol::OpenBrace) {
            let fields = self.sequence(Symbol::CloseBrace, Self::map_field)?;
            let kind = match base {
                Some(map) => ExprKind::MapUpdate { map, fields },
                None => ExprKind::MapCreate(fields),
            };
            return Ok((node(pos, kind), Suffixed::Map));
        }
        if !record_allowed {
            return self.unexpected();
        }
        let name = self.expect_atom()?.name;
        let kind = if self.eat(Symbol::Point) {
            let field: Ident = self.expect_atom()?;
            match base {
                Some(record) => ExprKind::RecordAccess {
                    record,
                    name,
                    field,
                },
                None => ExprKind::RecordIndex { name, field },
            }
        } else {
            self.expect(Symbol::OpenBrace)?;
            let fields = self.sequence(Symbol::CloseBrace, Self::record_field)?;
            match base {
                Some(record) => ExprKind::RecordUpdate {
                    record,
                    name,
                    fields,
                },
                None => ExprKind::RecordCreate { name, fields },
            }
        };
        Ok((node(pos, kind), Suffixed::Record))
    }

    fn map_field(&mut self) -> Parsed<MapField> {
        let key = *self.expr()?;
        let pos = self.pos();
        let exact = self.eat(Symbol::ColonEqual);
        if !exact {
            self.expect(Symbol::DoubleArrow)?;
        }
        let value = *self.expr()?;
        Ok(MapField {
            pos,
            exact,
            key,
            value,
        })
    }

    fn record_field(&mut self) -> Parsed<RecordField> {
        let pos = self.pos();
        let name = match self.kind() {
            TokenKind::Atom(name) => RecordFieldName::Atom(name.clone()),
            TokenKind::Var(name) => RecordFieldName::Var(name.clone()),
            _ => return self.unexpected(),
        };
        self.skip();
        self.expect(Symbol::Match)?;
        let value = *self.expr()?;
        Ok(RecordField { pos, name, value })
    }

    /// A literal, a variable, a bracket or a block.
    fn primary(&mut self, mode: Mode) -> Parsed<Box<Expr>> {
        let pos = self.pos();
        let kind = match self.kind() {
            TokenKind::Atom(name) => ExprKind::Atom(name.clone()),
            TokenKind::Var(name) => ExprKind::Var(name.clone()),
            TokenKind::Integer(int) => ExprKind::Integer(int.clone()),
            TokenKind::Float(float) => ExprKind::Float(*float),
            TokenKind::Char(char) => ExprKind::Char(*char),
            TokenKind::String(_) => return Ok(self.strings()),
            TokenKind::Symbol(symbol) => match symbol {
                Symbol::OpenParen => {
                    self.skip();
                    let inner = self.operators(mode, 0)?;
                    self.expect(Symbol::CloseParen)?;
                    return Ok(inner);
                }
                Symbol::OpenBrace => {
                    self.skip();
                    let elements = self.expr_sequence(Symbol::CloseBrace, Self::expr)?;
                    return Ok(node(pos, ExprKind::Tuple(elements)));
                }
                Symbol::OpenBracket => return self.list(mode),
                Symbol::OpenBinary => return self.binary(mode),
                _ if mode == Mode::Expr => return self.block(),
                _ => return self.unexpected(),
            },
            TokenKind::Dot | TokenKind::End => return self.unexpected(),
        };
        self.skip();
        Ok(node(pos, kind))
    }

    /// Adjacent string literals are one.
    fn strings(&mut self) -> Box<Expr> {
        let pos = self.pos();
        let mut parts = Vec::new();
        while let TokenKind::String(part) = self.kind() {
            parts.push(part.clone());
            self.skip();
        }
        let text = if parts.len() == 1 {
            parts.remove(0)
        } else {
            parts.concat().into()
        };
        node(pos, ExprKind::String(text))
    }

    fn list(&mut self, mode: Mode) -> Parsed<Box<Expr>> {
        let pos = self.expect(Symbol::OpenBracket)?;
        if self.eat(Symbol::CloseBracket) {
            return Ok(node(pos, ExprKind::Nil));
        }
        let first = self.expr()?;
        if mode == Mode::Expr && self.eat(Symbol::DoubleBar) {
            let qualifiers = self.qualifiers()?;
            self.expect(Symbol::CloseBracket)?;
            return Ok(node(
                pos,
                ExprKind::ListComprehension {
                    body: first,
                    qualifiers,
                },
            ));
        }
        let mut elements = vec![*first];
        while self.eat(Symbol::Comma) {
            elements.push(*self.expr()?);
        }
        let tail = if self.eat(Symbol::Bar) {
            Some(self.expr()?)
        } else {
            None
        };
        let end = self.expect(Symbol::CloseBracket)?;
        Ok(node(
            pos,
            ExprKind::List {
                elements,
                tail,
                end,
            },
        ))
    }

    fn qualifiers(&mut self) -> Parsed<Vec<Qualifier>> {
        let mut qualifiers = vec![self.qualifier()?];
        while self.eat(Symbol::Comma) {
            qualifiers.push(self.qualifier()?);
        }
        Ok(qualifiers)
    }

    fn qualifier(&mut self) -> Parsed<Qualifier> {
        let starts_binary = self.is(Symbol::OpenBinary);
        let pattern = self.expr()?;
        let pos = self.pos();
        if self.eat(Symbol::LeftArrow) {
            let source = *self.expr()?;
            return Ok(Qualifier {
                pos,
                kind: QualifierKind::Generator {
                    pattern: *pattern,
                    source,
                },
            });
        }
        if starts_binary
            && matches!(pattern.kind, ExprKind::Binary(_))
            && self.eat(Symbol::LeftDoubleArrow)
        {
            let source = *self.expr()?;
            return Ok(Qualifier {
                pos,
                kind: QualifierKind::BinaryGenerator {
                    pattern: *pattern,
                    source,
                },
            });
        }
        Ok(Qualifier {
            pos: pattern.pos,
            kind: QualifierKind::Filter(*pattern),
        })
    }

    fn binary(&mut self, mode: Mode) -> Parsed<Box<Expr>> {
        let pos = self.expect(Symbol::OpenBinary)?;
        let mut elements = Vec::new();
        if self.eat(Symbol::CloseBinary) {
            return Ok(node(pos, ExprKind::Binary(elements)));
        }
        if mode == Mode::Expr && self.symbol().and_then(unary_op).is_none() {
            let first = self.primary(Mode::Expr)?;
            if self.eat(Symbol::DoubleBar) {
                let qualifiers = self.qualifiers()?;
                self.expect(Symbol::CloseBinary)?;
                return Ok(node(
                    pos,
                    ExprKind::BinaryComprehension {
                        body: first,
                        qualifiers,
                    },
                ));
            }
            elements.push(self.binary_element(first)?);
        } else {
            let first = self.binary_value()?;
            elements.push(self.binary_element(first)?);
        }
        while self.eat(Symbol::Comma) {
            let value = self.binary_value()?;
            elements.push(self.binary_element(value)?);
        }
        self.expect(Symbol::CloseBinary)?;
        Ok(node(pos, ExprKind::Binary(elements)))
    }

    fn binary_value(&mut self) -> Parsed<Box<Expr>> {
        let pos = self.pos();
        let Some(op) = self.symbol().and_then(unary_op) else {
            return self.primary(Mode::Expr);
        };
        self.skip();
        let operand = self.primary(Mode::Expr)?;
        Ok(node(pos, ExprKind::UnaryOp { op, operand }))
    }

    /// Size and specifiers behind the value of a segment.
    fn binary_element(&mut self, value: Box<Expr>) -> Parsed<BinaryElement> {
        let pos: Pos = value.first_pos();
        let size = if self.eat(Symbol::Colon) {
            Some(*self.primary(Mode::Expr)?)
        } else {
            None
        };
        let mut specifiers = Vec::new();
        if self.eat(Symbol::Slash) {
            loop {
                specifiers.push(self.binary_specifier()?);
                if !self.eat(Symbol::Minus) {
                    break;
                }
            }
        }
        Ok(BinaryElement {
            pos,
            value: *value,
            size,
            specifiers,
        })
    }

    fn binary_specifier(&mut self) -> Parsed<BinarySpecifier> {
        let name = self.expect_atom()?.name;
        if !self.eat(Symbol::Colon) {
            return Ok(BinarySpecifier { name, value: None });
        }
        let TokenKind::Integer(value) = self.kind().clone() else {
            return self.unexpected();
        };
        self.skip();
        Ok(BinarySpecifier {
            name,
            value: Some(value),
        })
    }
}

pub(super) const fn unary_op(symbol: Symbol) -> Option<UnaryOp> {
    match symbol {
        Symbol::Plus => Some(UnaryOp::Plus),
        Symbol::Minus => Some(UnaryOp::Minus),
        Symbol::Not => Some(UnaryOp::Not),
        Symbol::Bnot => Some(UnaryOp::Bnot),
        _ => None,
    }
}

/// The operator and its precedence, on OTP's scale.
pub(super) const fn binary_op(symbol: Symbol) -> Option<(BinaryOp, u16)> {
    Some(match symbol {
        Symbol::Bang => (BinaryOp::Send, 100),
        Symbol::OrElse => (BinaryOp::OrElse, 150),
        Symbol::AndAlso => (BinaryOp::AndAlso, 160),
        Symbol::EqualEqual => (BinaryOp::Equal, COMPARISON),
        Symbol::SlashEqual => (BinaryOp::NotEqual, COMPARISON),
        Symbol::EqualLess => (BinaryOp::LessEqual, COMPARISON),
        Symbol::Less => (BinaryOp::Less, COMPARISON),
        Symbol::GreaterEqual => (BinaryOp::GreaterEqual, COMPARISON),
        Symbol::Greater => (BinaryOp::Greater, COMPARISON),
        Symbol::EqualColonEqual => (BinaryOp::ExactEqual, COMPARISON),
        Symbol::EqualSlashEqual => (BinaryOp::ExactNotEqual, COMPARISON),
        Symbol::PlusPlus => (BinaryOp::Append, 300),
        Symbol::MinusMinus => (BinaryOp::Subtract, 300),
        Symbol::Plus => (BinaryOp::Add, 400),
        Symbol::Minus => (BinaryOp::Sub, 400),
        Symbol::Bor => (BinaryOp::Bor, 400),
        Symbol::Bxor => (BinaryOp::Bxor, 400),
        Symbol::Bsl => (BinaryOp::Bsl, 400),
        Symbol::Bsr => (BinaryOp::Bsr, 400),
        Symbol::Or => (BinaryOp::Or, 400),
        Symbol::Xor => (BinaryOp::Xor, 400),
        Symbol::Slash => (BinaryOp::Divide, 500),
        Symbol::Star => (BinaryOp::Mul, 500),
        Symbol::Div => (BinaryOp::Div, 500),
        Symbol::Rem => (BinaryOp::Rem, 500),
        Symbol::Band => (BinaryOp::Band, 500),
        Symbol::And => (BinaryOp::And, 500),
        _ => return None,
    })
}
