//! Expressions that start with a reserved word and end in `end`, and `fun Name/Arity`.

use super::{Parsed, Parser, node};
use crate::ast::{After, Clause, Expr, ExprKind, Int, Name, Pos, Try};
use crate::token::{Symbol, TokenKind};

impl Parser<'_> {
    /// The block at hand, told by its first word.
    pub(super) fn block(&mut self) -> Parsed<Box<Expr>> {
        let pos = self.pos();
        let Some(word) = self.symbol() else {
            return self.unexpected();
        };
        let parse = match word {
            Symbol::Begin => Self::begin,
            Symbol::If => Self::if_clauses,
            Symbol::Case => Self::case,
            Symbol::Receive => Self::receive,
            Symbol::Try => Self::try_block,
            Symbol::Fun => Self::fun,
            Symbol::Maybe => Self::maybe,
            _ => return self.unexpected(),
        };
        self.skip();
        parse(self, pos)
    }

    fn begin(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let exprs = self.exprs()?;
        self.expect(Symbol::End)?;
        Ok(node(pos, ExprKind::Block(exprs)))
    }

    fn if_clauses(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let clauses = self.clauses(Self::if_clause)?;
        self.expect(Symbol::End)?;
        Ok(node(pos, ExprKind::If(clauses)))
    }

    fn if_clause(&mut self) -> Parsed<Clause> {
        let guard = self.guard()?;
        let pos = guard[0][0].first_pos();
        let body = self.clause_body()?;
        Ok(Clause {
            pos,
            patterns: Vec::new(),
            guard,
            body,
        })
    }

    fn case(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let subject = self.expr()?;
        self.expect(Symbol::Of)?;
        let clauses = self.clauses(Self::case_clause)?;
        self.expect(Symbol::End)?;
        Ok(node(pos, ExprKind::Case { subject, clauses }))
    }

    /// Clauses with semicolons between them, at least one.
    fn clauses(&mut self, clause: fn(&mut Self) -> Parsed<Clause>) -> Parsed<Vec<Clause>> {
        let mut clauses = vec![clause(self)?];
        while self.eat(Symbol::Semicolon) {
            clauses.push(clause(self)?);
        }
        Ok(clauses)
    }

    fn case_clause(&mut self) -> Parsed<Clause> {
        let pattern = self.expr()?;
        self.clause_rest(pattern.first_pos(), vec![*pattern])
    }

    fn receive(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let clauses = if self.is(Symbol::After) {
            Vec::new()
        } else {
            self.clauses(Self::case_clause)?
        };
        let after = if self.eat(Symbol::After) {
            let timeout = self.expr()?;
            Some(After {
                timeout,
                body: self.clause_body()?,
            })
        } else {
            None
        };
        self.expect(Symbol::End)?;
        Ok(node(pos, ExprKind::Receive { clauses, after }))
    }

    fn try_block(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let body = self.exprs()?;
        let of = if self.eat(Symbol::Of) {
            self.clauses(Self::case_clause)?
        } else {
            Vec::new()
        };
        let catch = if self.eat(Symbol::Catch) {
            self.clauses(Self::catch_clause)?
        } else {
            Vec::new()
        };
        let after = if catch.is_empty() || self.is(Symbol::After) {
            self.expect(Symbol::After)?;
            self.exprs()?
        } else {
            Vec::new()
        };
        self.expect(Symbol::End)?;
        Ok(node(
            pos,
            ExprKind::Try(Box::new(Try {
                body,
                of,
                catch,
                after,
            })),
        ))
    }

    /// `Class:Pattern:Stack when Guard -> Body`, class and stack optional.
    fn catch_clause(&mut self) -> Parsed<Clause> {
        let pos = self.pos();
        let class = match self.kind() {
            TokenKind::Atom(name) => Some(ExprKind::Atom(name.clone())),
            TokenKind::Var(name) => Some(ExprKind::Var(name.clone())),
            _ => None,
        };
        let with_class = class.filter(|_| *self.ahead(1) == TokenKind::Symbol(Symbol::Colon));
        let Some(class) = with_class else {
            let pattern = self.pattern()?;
            let pos = pattern.first_pos();
            let class = Expr::new(pos, ExprKind::Atom("throw".into()));
            let stack = any_stack(&pattern);
            return self.clause_rest(pos, vec![class, *pattern, stack]);
        };
        self.skip();
        self.skip();
        let pattern = self.pattern()?;
        let stack = if self.eat(Symbol::Colon) {
            let var = self.expect_var()?;
            Expr::new(var.pos, ExprKind::Var(var.name))
        } else {
            any_stack(&pattern)
        };
        self.clause_rest(pos, vec![Expr::new(pos, class), *pattern, stack])
    }

    fn fun(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let second_is = |symbol| *self.ahead(1) == TokenKind::Symbol(symbol);
        match self.kind() {
            TokenKind::Atom(_) if !second_is(Symbol::Colon) => {
                let name = self.expect_atom()?.name;
                // A colon was possible here as well, but anything else is told apart only now.
                self.expect(Symbol::Slash)?;
                let TokenKind::Integer(arity) = self.kind() else {
                    return self.unexpected();
                };
                let arity = Self::small_arity(arity, self.pos())?;
                self.skip();
                Ok(node(pos, ExprKind::FunLocal { name, arity }))
            }
            TokenKind::Atom(_) => self.fun_remote(pos),
            TokenKind::Var(_) if second_is(Symbol::Colon) => self.fun_remote(pos),
            _ => self.fun_clauses(pos),
        }
    }

    /// An arity that no function can have is refused where it stands.
    pub(super) fn small_arity(arity: &Int, pos: Pos) -> Parsed<u32> {
        match arity {
            Int::Small(small @ 0..=0xff_ffff) => Ok(*small as u32),
            _ => Self::fail(pos, "erl_parse:arity", "bad function arity"),
        }
    }

    fn fun_remote(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let module = self.atom_or_var()?;
        self.expect(Symbol::Colon)?;
        let name = self.atom_or_var()?;
        self.expect(Symbol::Slash)?;
        let arity_pos = self.pos();
        let kind = match self.kind() {
            TokenKind::Integer(int) => ExprKind::Integer(int.clone()),
            TokenKind::Var(name) => ExprKind::Var(name.clone()),
            _ => return self.unexpected(),
        };
        self.skip();
        let arity = node(arity_pos, kind);
        Ok(node(
            pos,
            ExprKind::FunRemote {
                module: Box::new(module),
                name: Box::new(name),
                arity,
            },
        ))
    }

    fn atom_or_var(&mut self) -> Parsed<Expr> {
        let pos = self.pos();
        let kind = match self.kind() {
            TokenKind::Atom(name) => ExprKind::Atom(name.clone()),
            TokenKind::Var(name) => ExprKind::Var(name.clone()),
            _ => return self.unexpected(),
        };
        self.skip();
        Ok(Expr::new(pos, kind))
    }

    fn fun_clauses(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let mut names: Vec<Option<Name>> = Vec::new();
        let clauses = {
            let mut clauses = Vec::new();
            loop {
                let (name, clause) = self.fun_clause()?;
                names.push(name);
                clauses.push(clause);
                if !self.eat(Symbol::Semicolon) {
                    break clauses;
                }
            }
        };
        self.expect(Symbol::End)?;
        let arity = clauses[0].patterns.len();
        for (clause, name) in clauses.iter().zip(&names) {
            if *name != names[0] || clause.patterns.len() != arity {
                return Self::head_mismatch(clause.pos);
            }
        }
        Ok(node(
            pos,
            match names.swap_remove(0) {
                Some(name) => ExprKind::NamedFun { name, clauses },
                None => ExprKind::Fun(clauses),
            },
        ))
    }

    fn fun_clause(&mut self) -> Parsed<(Option<Name>, Clause)> {
        let pos = self.pos();
        let name = match self.kind() {
            TokenKind::Var(name) => Some(name.clone()),
            _ => None,
        };
        if name.is_some() {
            self.skip();
        }
        let patterns = self.pattern_arguments()?;
        Ok((name, self.clause_rest(pos, patterns)?))
    }

    fn maybe(&mut self, pos: Pos) -> Parsed<Box<Expr>> {
        let mut body = vec![*self.maybe_expr()?];
        while self.eat(Symbol::Comma) {
            body.push(*self.maybe_expr()?);
        }
        let else_at = self.pos();
        let (else_pos, else_clauses) = if self.eat(Symbol::Else) {
            (Some(else_at), self.clauses(Self::case_clause)?)
        } else {
            (None, Vec::new())
        };
        self.expect(Symbol::End)?;
        Ok(node(
            pos,
            ExprKind::Maybe {
                body,
                else_pos,
                else_clauses,
            },
        ))
    }

    fn maybe_expr(&mut self) -> Parsed<Box<Expr>> {
        let pattern = self.expr()?;
        let pos = self.pos();
        if !self.eat(Symbol::QuestionMatch) {
            return Ok(pattern);
        }
        let value = self.expr()?;
        Ok(node(pos, ExprKind::MaybeMatch { pattern, value }))
    }
}

/// The stack trace pattern of a clause that writes none. OTP puts it at the last place in the pattern.
fn any_stack(pattern: &Expr) -> Expr {
    Expr::new(pattern.last_pos(), ExprKind::Var("_".into()))
}
