//! Types and specs.

use super::expr::{binary_op, unary_op};
use super::{Parsed, Parser};
use crate::ast::{
    BinaryOp, Constraint, FormKind, Ident, Int, MapFieldType, Pos, RecordFieldType, SpecDef, Type,
    TypeKind,
};
use crate::token::{Symbol, TokenKind};

const RANGE: u16 = 200;
const PREFIX: u16 = 600;

impl Parser<'_> {
    /// A type as it stands at the top or between commas: annotated, or a union.
    pub(super) fn top_type(&mut self) -> Parsed<Box<Type>> {
        if let TokenKind::Var(name) = self.kind()
            && *self.ahead(1) == TokenKind::Symbol(Symbol::DoubleColon)
        {
            let pos = self.pos();
            let var = Ident {
                pos,
                name: name.clone(),
            };
            self.skip();
            self.skip();
            let of = self.top_type()?;
            return Ok(type_node(pos, TypeKind::Annotated { var, of }));
        }
        let first = self.type_operators(0)?;
        if !self.is(Symbol::Bar) {
            return Ok(first);
        }
        let pos = first.first_pos();
        let mut members = vec![*first];
        while self.eat(Symbol::Bar) {
            members.push(*self.union_member()?);
        }
        // A union in parentheses at the end joins the surrounding one.
        if let Some(TypeKind::Union(_)) = members.last().map(|member| &member.kind)
            && let Some(Type {
                kind: TypeKind::Union(inner),
                ..
            }) = members.pop()
        {
            members.extend(inner);
        }
        Ok(type_node(pos, TypeKind::Union(members)))
    }

    /// Behind `|`: an annotated type takes all that follows.
    fn union_member(&mut self) -> Parsed<Box<Type>> {
        if matches!(self.kind(), TokenKind::Var(_))
            && *self.ahead(1) == TokenKind::Symbol(Symbol::DoubleColon)
        {
            return self.top_type();
        }
        self.type_operators(0)
    }

    /// Behind an opening bracket: types with commas between them up to `close`, or nothing.
    fn types(&mut self, close: Symbol) -> Parsed<Vec<Type>> {
        let mut types = Vec::new();
        if self.eat(close) {
            return Ok(types);
        }
        loop {
            types.push(*self.top_type()?);
            if !self.eat(Symbol::Comma) {
                self.expect(close)?;
                return Ok(types);
            }
        }
    }

    fn type_operators(&mut self, least: u16) -> Parsed<Box<Type>> {
        let mut left = self.type_operand()?;
        let mut most = u16::MAX;
        loop {
            let pos = self.pos();
            let Some(symbol) = self.symbol() else {
                return Ok(left);
            };
            if symbol == Symbol::TwoPoints && (least..=most).contains(&RANGE) {
                self.skip();
                let high = self.type_operators(RANGE + 1)?;
                left = type_node(left.pos, TypeKind::Range { low: left, high });
                most = RANGE - 1;
                continue;
            }
            let infix = binary_op(symbol)
                .filter(|(op, precedence)| is_type_op(*op) && (least..=most).contains(precedence));
            let Some((op, precedence)) = infix else {
                return Ok(left);
            };
            self.skip();
            let right = self.type_operators(precedence + 1)?;
            left = type_node(pos, TypeKind::BinaryOp { op, left, right });
        }
    }

    fn type_operand(&mut self) -> Parsed<Box<Type>> {
        let pos = self.pos();
        let Some(op) = self.symbol().and_then(unary_op) else {
            return self.type_primary();
        };
        self.skip();
        let operand = self.type_operators(PREFIX)?;
        Ok(type_node(pos, TypeKind::UnaryOp { op, operand }))
    }

    fn type_primary(&mut self) -> Parsed<Box<Type>> {
        let pos = self.pos();
        let kind = match self.kind() {
            TokenKind::Atom(_) => return self.type_name(),
            TokenKind::Var(name) => TypeKind::Var(name.clone()),
            TokenKind::Integer(int) => TypeKind::Integer(int.clone()),
            TokenKind::Char(char) => TypeKind::Char(*char),
            TokenKind::Symbol(symbol) => {
                let parse = match symbol {
                    Symbol::OpenParen => {
                        self.skip();
                        let inner = self.top_type()?;
                        self.expect(Symbol::CloseParen)?;
                        return Ok(inner);
                    }
                    Symbol::OpenBracket => Self::list_type,
                    Symbol::OpenBrace => Self::tuple_type,
                    Symbol::OpenBinary => Self::binary_type,
                    Symbol::Hash => Self::hash_type,
                    Symbol::Fun => return self.fun_type_in_fun(),
                    _ => return self.unexpected(),
                };
                self.skip();
                return Ok(type_node(pos, parse(self)?));
            }
            _ => return self.unexpected(),
        };
        self.skip();
        Ok(type_node(pos, kind))
    }

    /// An atom, a type's name with its arguments, or `module:name(...)`.
    fn type_name(&mut self) -> Parsed<Box<Type>> {
        let name = self.expect_atom()?;
        let pos = name.pos;
        if self.eat(Symbol::Colon) {
            let module = name;
            let name = self.expect_atom()?;
            self.expect(Symbol::OpenParen)?;
            let args = self.types(Symbol::CloseParen)?;
            return Ok(type_node(pos, TypeKind::Remote { module, name, args }));
        }
        if !self.eat(Symbol::OpenParen) {
            return Ok(type_node(pos, TypeKind::Atom(name.name)));
        }
        let args = self.types(Symbol::CloseParen)?;
        let kind = match (&*name.name, args.len()) {
            ("tuple", 0) => TypeKind::Tuple(None),
            ("map", 0) => TypeKind::Map(None),
            (text, arity) => TypeKind::Named {
                builtin: is_builtin_type(text, arity),
                name: name.name,
                args,
            },
        };
        Ok(type_node(pos, kind))
    }

    fn list_type(&mut self) -> Parsed<TypeKind> {
        if self.eat(Symbol::CloseBracket) {
            return Ok(TypeKind::Nil);
        }
        let element = self.top_type()?;
        let nonempty = self.eat(Symbol::Comma);
        if nonempty {
            self.expect(Symbol::ThreePoints)?;
        }
        self.expect(Symbol::CloseBracket)?;
        Ok(TypeKind::List { element, nonempty })
    }

    fn tuple_type(&mut self) -> Parsed<TypeKind> {
        Ok(TypeKind::Tuple(Some(self.types(Symbol::CloseBrace)?)))
    }

    /// Behind `#`: a map or a record.
    fn hash_type(&mut self) -> Parsed<TypeKind> {
        if self.eat(Symbol::OpenBrace) {
            return Ok(TypeKind::Map(Some(
                self.sequence(Symbol::CloseBrace, Self::map_field_type)?,
            )));
        }
        let name = self.expect_atom()?;
        self.expect(Symbol::OpenBrace)?;
        let fields = self.sequence(Symbol::CloseBrace, |parser| {
            let name = parser.expect_atom()?;
            parser.expect(Symbol::DoubleColon)?;
            let of = *parser.top_type()?;
            Ok(RecordFieldType {
                pos: name.pos,
                name,
                of,
            })
        })?;
        Ok(TypeKind::Record { name, fields })
    }

    fn map_field_type(&mut self) -> Parsed<MapFieldType> {
        let key = *self.top_type()?;
        let pos = self.pos();
        let exact = self.eat(Symbol::ColonEqual);
        if !exact {
            self.expect(Symbol::DoubleArrow)?;
        }
        let value = *self.top_type()?;
        Ok(MapFieldType {
            pos,
            exact,
            key,
            value,
        })
    }

    /// Behind `<<`: nothing, `_:Base`, `_:_*Unit`, or both.
    fn binary_type(&mut self) -> Parsed<TypeKind> {
        // OTP places what is not written at the line of the opening bracket.
        let open = self.tokens[self.at - 1].pos;
        let zero = || {
            Box::new(Type {
                pos: Pos { column: 0, ..open },
                kind: TypeKind::Integer(Int::Small(0)),
            })
        };
        if self.eat(Symbol::CloseBinary) {
            return Ok(TypeKind::Binary {
                base: zero(),
                unit: zero(),
            });
        }
        self.any_var()?;
        if self.is_unit() {
            let unit = self.binary_unit()?;
            self.expect(Symbol::CloseBinary)?;
            return Ok(TypeKind::Binary { base: zero(), unit });
        }
        let base = self.type_operators(0)?;
        if !self.eat(Symbol::Comma) {
            self.expect(Symbol::CloseBinary)?;
            return Ok(TypeKind::Binary { base, unit: zero() });
        }
        self.any_var()?;
        if !self.is_unit() {
            if matches!(self.kind(), TokenKind::Var(_)) {
                self.skip();
            }
            return self.unexpected();
        }
        let unit = self.binary_unit()?;
        self.expect(Symbol::CloseBinary)?;
        Ok(TypeKind::Binary { base, unit })
    }

    /// `_:`
    fn any_var(&mut self) -> Parsed<()> {
        let var = self.expect_var()?;
        self.expect(Symbol::Colon)?;
        if &*var.name == "_" {
            Ok(())
        } else {
            Self::fail(var.pos, "erl_parse:binary_type", "Bad binary type")
        }
    }

    fn is_unit(&self) -> bool {
        matches!(self.kind(), TokenKind::Var(_))
            && *self.ahead(1) == TokenKind::Symbol(Symbol::Star)
    }

    fn binary_unit(&mut self) -> Parsed<Box<Type>> {
        let var = self.expect_var()?;
        self.expect(Symbol::Star)?;
        if &*var.name != "_" {
            return Self::fail(var.pos, "erl_parse:binary_type", "Bad binary type");
        }
        self.type_operators(0)
    }

    /// `fun()` or `fun(FunctionType)`.
    fn fun_type_in_fun(&mut self) -> Parsed<Box<Type>> {
        let pos = self.expect(Symbol::Fun)?;
        self.expect(Symbol::OpenParen)?;
        if self.eat(Symbol::CloseParen) {
            return Ok(type_node(pos, TypeKind::AnyFun));
        }
        let function = self.fun_type()?;
        self.expect(Symbol::CloseParen)?;
        Ok(function)
    }

    /// `(Args) -> Result` or `(...) -> Result`.
    fn fun_type(&mut self) -> Parsed<Box<Type>> {
        let pos = self.expect(Symbol::OpenParen)?;
        let args = if self.eat(Symbol::ThreePoints) {
            self.expect(Symbol::CloseParen)?;
            None
        } else {
            Some(self.types(Symbol::CloseParen)?)
        };
        self.expect(Symbol::Arrow)?;
        let result = self.top_type()?;
        Ok(type_node(pos, TypeKind::Fun { args, result }))
    }

    /// Behind `-spec` or `-callback`, with or without parentheses around it all.
    pub(super) fn spec(&mut self, callback: bool) -> Parsed<FormKind> {
        let parens = self.eat(Symbol::OpenParen);
        let mut name = self.expect_atom()?;
        let mut module = None;
        if self.eat(Symbol::Colon) {
            module = Some(name.name);
            name = self.expect_atom()?;
        }
        let mut clauses = vec![*self.spec_clause()?];
        while self.eat(Symbol::Semicolon) {
            clauses.push(*self.spec_clause()?);
        }
        if parens {
            self.expect(Symbol::CloseParen)?;
        }
        let arity = match spec_arity(&clauses[0]) {
            Some(arity) => arity as u32,
            // OTP's parser crashes here.
            None => return Self::fail(clauses[0].pos, "erl_parse:spec", "bad function arity"),
        };
        Ok(FormKind::Spec(SpecDef {
            callback,
            module,
            name: name.name,
            arity,
            clauses,
        }))
    }

    fn spec_clause(&mut self) -> Parsed<Box<Type>> {
        let function = self.fun_type()?;
        if !self.eat(Symbol::When) {
            return Ok(function);
        }
        let mut constraints = vec![self.constraint()?];
        while self.eat(Symbol::Comma) {
            constraints.push(self.constraint()?);
        }
        let pos = function.pos;
        Ok(type_node(
            pos,
            TypeKind::Bounded {
                function,
                constraints,
            },
        ))
    }

    fn constraint(&mut self) -> Parsed<Constraint> {
        if matches!(self.kind(), TokenKind::Var(_)) {
            let var = self.expect_var()?;
            self.expect(Symbol::DoubleColon)?;
            return Ok(Constraint {
                var,
                of: *self.top_type()?,
            });
        }
        let name = self.expect_atom()?;
        self.expect(Symbol::OpenParen)?;
        let mut args = vec![*self.top_type()?];
        while self.eat(Symbol::Comma) {
            args.push(*self.top_type()?);
        }
        self.expect(Symbol::CloseParen)?;
        if &*name.name != "is_subtype" || args.len() != 2 {
            let message = format!(
                "unsupported constraint {}",
                TokenKind::Atom(name.name).quoted()
            );
            return Self::fail(name.pos, "erl_parse:constraint", message);
        }
        let of = args.remove(1);
        let pos = args[0].pos;
        match args.remove(0).kind {
            TypeKind::Var(name) => Ok(Constraint {
                var: Ident { pos, name },
                of,
            }),
            _ => Self::fail(pos, "erl_parse:type_variable", "bad type variable"),
        }
    }
}

/// Apart, so that the node is built outside of the frames of the descent.
#[inline(never)]
fn type_node(pos: Pos, kind: TypeKind) -> Box<Type> {
    Box::new(Type { pos, kind })
}

/// The number of arguments of a spec's clause; `None` for `(...)`.
pub(super) fn spec_arity(clause: &Type) -> Option<usize> {
    match &clause.kind {
        TypeKind::Bounded { function, .. } => spec_arity(function),
        TypeKind::Fun { args, .. } => args.as_ref().map(Vec::len),
        _ => None,
    }
}

const fn is_type_op(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Add
            | BinaryOp::Sub
            | BinaryOp::Bor
            | BinaryOp::Bxor
            | BinaryOp::Bsl
            | BinaryOp::Bsr
            | BinaryOp::Or
            | BinaryOp::Xor
            | BinaryOp::Divide
            | BinaryOp::Mul
            | BinaryOp::Div
            | BinaryOp::Rem
            | BinaryOp::Band
            | BinaryOp::And
    )
}

/// Whether OTP predefines the type.
pub fn is_builtin_type(name: &str, arity: usize) -> bool {
    match arity {
        0 => matches!(
            name,
            "any"
                | "arity"
                | "atom"
                | "binary"
                | "bitstring"
                | "bool"
                | "boolean"
                | "byte"
                | "char"
                | "float"
                | "function"
                | "identifier"
                | "integer"
                | "iodata"
                | "iolist"
                | "list"
                | "map"
                | "maybe_improper_list"
                | "mfa"
                | "module"
                | "neg_integer"
                | "nil"
                | "no_return"
                | "node"
                | "non_neg_integer"
                | "none"
                | "nonempty_binary"
                | "nonempty_bitstring"
                | "nonempty_list"
                | "nonempty_maybe_improper_list"
                | "nonempty_string"
                | "number"
                | "pid"
                | "port"
                | "pos_integer"
                | "reference"
                | "string"
                | "term"
                | "timeout"
                | "tuple"
        ),
        1 => matches!(name, "list" | "nonempty_list"),
        2 => matches!(
            name,
            "maybe_improper_list" | "nonempty_improper_list" | "nonempty_maybe_improper_list"
        ),
        _ => false,
    }
}
