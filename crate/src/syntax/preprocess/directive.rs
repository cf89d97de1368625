//! The directives: what each does to the preprocessor's state.

use super::condition;
use super::library;
use super::macros::Fault;
use super::{Branch, Conditional, Preprocessor};
use crate::ast::{Form, FormKind, Int, Name, Pos};
use crate::diagnostic::Diagnostic;
use crate::parser;
use crate::pretty;
use crate::token::{Symbol, Token, TokenKind};
use limits::INCLUDE_DEPTH_MAX;

/// OTP 25's only feature.
pub(super) const MAYBE_EXPR: &str = "maybe_expr";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    Define,
    Undef,
    Ifdef,
    Ifndef,
    If,
    Elif,
    Else,
    Endif,
    Include,
    IncludeLib,
    File,
    Error,
    Warning,
    Feature,
}

impl Directive {
    const fn word(self) -> &'static str {
        match self {
            Self::Define => "define",
            Self::Undef => "undef",
            Self::Ifdef => "ifdef",
            Self::Ifndef => "ifndef",
            Self::If => "if",
            Self::Elif => "elif",
            Self::Else => "else",
            Self::Endif => "endif",
            Self::Include => "include",
            Self::IncludeLib => "include_lib",
            Self::File => "file",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Feature => "feature",
        }
    }

    /// Whether it counts in lines that are skipped.
    pub const fn is_conditional(self) -> bool {
        matches!(
            self,
            Self::Ifdef | Self::Ifndef | Self::If | Self::Elif | Self::Else | Self::Endif
        )
    }
}

/// The directive that the token behind `-` names.
pub(super) fn named(kind: &TokenKind) -> Option<Directive> {
    const ALL: [Directive; 13] = [
        Directive::Define,
        Directive::Undef,
        Directive::Ifdef,
        Directive::Ifndef,
        Directive::Elif,
        Directive::Else,
        Directive::Endif,
        Directive::Include,
        Directive::IncludeLib,
        Directive::File,
        Directive::Error,
        Directive::Warning,
        Directive::Feature,
    ];
    match kind {
        TokenKind::Symbol(Symbol::If) => Some(Directive::If),
        TokenKind::Symbol(Symbol::Else) => Some(Directive::Else),
        TokenKind::Atom(name) => ALL
            .into_iter()
            .find(|directive| directive.word() == &**name),
        _ => None,
    }
}

type Faulty<T> = Result<T, Fault>;

/// Reads a directive's tokens and knows the place of the first that does not fit.
struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
    word: &'static str,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    /// "badly formed" at the token at hand.
    fn bad<T>(&self) -> Faulty<T> {
        let token = self.peek().or(self.tokens.last());
        bad_at(
            token.map_or_else(Pos::default, |token| token.pos),
            self.word,
        )
    }

    fn take<T>(&mut self, accept: impl FnOnce(&'a TokenKind) -> Option<T>) -> Faulty<T> {
        let Some(accepted) = self.peek().and_then(|token| accept(&token.kind)) else {
            return self.bad();
        };
        self.at += 1;
        Ok(accepted)
    }

    fn symbol(&mut self, symbol: Symbol) -> Faulty<()> {
        self.take(|kind| (*kind == TokenKind::Symbol(symbol)).then_some(()))
    }

    /// A macro's name: an atom or a variable.
    fn name(&mut self) -> Faulty<Name> {
        self.take(|kind| match kind {
            TokenKind::Atom(name) | TokenKind::Var(name) => Some(name.clone()),
            _ => None,
        })
    }

    fn atom(&mut self) -> Faulty<Name> {
        self.take(|kind| match kind {
            TokenKind::Atom(name) => Some(name.clone()),
            _ => None,
        })
    }

    /// One or more adjacent strings.
    fn string(&mut self) -> Faulty<String> {
        let mut text = String::new();
        loop {
            let part = self.take(|kind| match kind {
                TokenKind::String(part) => Some(part.clone()),
                _ => None,
            })?;
            text.push_str(&part);
            if !matches!(
                self.peek(),
                Some(Token {
                    kind: TokenKind::String(_),
                    ..
                })
            ) {
                return Ok(text);
            }
        }
    }

    fn dot(&mut self) -> Faulty<()> {
        self.take(|kind| (*kind == TokenKind::Dot).then_some(()))
    }

    /// `)` and the full stop.
    fn close(&mut self) -> Faulty<()> {
        self.symbol(Symbol::CloseParen)?;
        self.dot()
    }
}

fn bad_at<T>(pos: Pos, word: &str) -> Faulty<T> {
    Err(Fault {
        pos,
        code: "epp:bad",
        message: format!("badly formed '{word}'"),
    })
}

impl Preprocessor<'_> {
    pub(super) fn directive(
        &mut self,
        directive: Directive,
        tokens: &[Token],
        skipping: bool,
    ) -> Faulty<()> {
        let pos = tokens[1].pos;
        let mut cursor = Cursor {
            tokens,
            at: 2,
            word: directive.word(),
        };
        match directive {
            Directive::Define => self.define(&mut cursor),
            Directive::Undef => {
                cursor.symbol(Symbol::OpenParen)?;
                let name = cursor.name()?;
                cursor.close()?;
                self.macros.undefine(&name);
                Ok(())
            }
            Directive::Ifdef | Directive::Ifndef | Directive::If => {
                self.open(directive.word());
                if skipping {
                    self.set_branch(Branch::Done);
                    return Ok(());
                }
                let holds = match directive {
                    Directive::If => self.condition(&mut cursor, pos)?,
                    _ => self.is_defined(&mut cursor)? == (directive == Directive::Ifdef),
                };
                self.set_branch(if holds {
                    Branch::Taken
                } else {
                    Branch::Waiting
                });
                Ok(())
            }
            Directive::Elif => self.elif(&mut cursor, pos),
            Directive::Else => {
                // What is skipped is not looked at closely.
                if !skipping {
                    cursor.dot()?;
                }
                self.else_branch(pos)
            }
            Directive::Endif => {
                if !skipping {
                    cursor.dot()?;
                }
                match self.conditionals().pop() {
                    Some(_) => Ok(()),
                    None => unbalanced(pos, "endif"),
                }
            }
            Directive::Include | Directive::IncludeLib => self.include(directive, &mut cursor),
            Directive::File => self.file(&mut cursor, pos),
            Directive::Error | Directive::Warning => self.message(directive, &mut cursor, pos),
            Directive::Feature => self.feature(&mut cursor, pos),
        }
    }

    fn conditionals(&mut self) -> &mut Vec<Conditional> {
        // A directive is read from a file, which is the last.
        let last = self.reading.len() - 1;
        &mut self.reading[last].conditionals
    }

    fn open(&mut self, word: &'static str) {
        self.conditionals().push(Conditional {
            word,
            state: Branch::Waiting,
            else_seen: false,
        });
    }

    fn set_branch(&mut self, state: Branch) {
        if let Some(open) = self.conditionals().last_mut() {
            open.state = state;
        }
    }

    fn is_defined(&self, cursor: &mut Cursor<'_>) -> Faulty<bool> {
        cursor.symbol(Symbol::OpenParen)?;
        let name = cursor.name()?;
        cursor.close()?;
        Ok(self.macros.is_defined(&name, self.module_name.is_some()))
    }

    /// The value of `-if(Condition)` and `-elif(Condition)`.
    fn condition(&mut self, cursor: &mut Cursor<'_>, pos: Pos) -> Faulty<bool> {
        let start = cursor.at;
        cursor.symbol(Symbol::OpenParen)?;
        let module_known = self.module_name.is_some();
        let macros = &self.macros;
        let tokens = condition::replace_defined(&cursor.tokens[start..], &mut self.names, |name| {
            macros.is_defined(name, module_known)
        });
        let tokens = self.expand(tokens)?;
        let exprs = parser::parse_exprs(&tokens).map_err(|error| Fault {
            pos: error.pos,
            code: error.code,
            message: error.message,
        })?;
        match &exprs[..] {
            [expr] => condition::holds(expr).map_or_else(|| bad_at(pos, cursor.word), Ok),
            _ => bad_at(pos, cursor.word),
        }
    }

    fn elif(&mut self, cursor: &mut Cursor<'_>, pos: Pos) -> Faulty<()> {
        let Some(open) = self.conditionals().last_mut() else {
            return unbalanced(pos, "elif");
        };
        if open.else_seen {
            self.set_branch(Branch::Done);
            return Err(Fault {
                pos,
                code: "epp:illegal",
                message: "'elif' following 'else'".into(),
            });
        }
        let next = match open.state {
            Branch::Taken => {
                open.word = "elif";
                Branch::Done
            }
            Branch::Done => Branch::Done,
            Branch::Waiting => {
                if self.condition(cursor, pos)? {
                    Branch::Taken
                } else {
                    Branch::Waiting
                }
            }
        };
        self.set_branch(next);
        Ok(())
    }

    fn else_branch(&mut self, pos: Pos) -> Faulty<()> {
        let Some((open, around)) = self.conditionals().split_last_mut() else {
            return unbalanced(pos, "else");
        };
        if around
            .last()
            .is_none_or(|outer| outer.state == Branch::Taken)
        {
            open.word = "else";
        }
        let repeated = open.else_seen;
        open.else_seen = true;
        open.state = if open.state == Branch::Waiting && !repeated {
            Branch::Taken
        } else {
            Branch::Done
        };
        if repeated {
            return Err(Fault {
                pos,
                code: "epp:illegal",
                message: "repeated '-else'".into(),
            });
        }
        Ok(())
    }

    fn define(&mut self, cursor: &mut Cursor<'_>) -> Faulty<()> {
        cursor.symbol(Symbol::OpenParen)?;
        let name_pos = cursor.peek().map_or_else(Pos::default, |token| token.pos);
        let name = cursor.name()?;
        let mut params = None;
        if cursor.symbol(Symbol::OpenParen).is_ok() {
            params = Some(parameters(cursor)?);
        }
        if let Err(fault) = cursor.symbol(Symbol::Comma) {
            if params.is_none() {
                return Err(fault);
            }
            let message = "badly formed define: missing comma".into();
            let code = "epp:missing_comma";
            return Err(Fault {
                code,
                message,
                ..fault
            });
        }
        let Some((last, rest)) = cursor.tokens[cursor.at..].split_last() else {
            return cursor.bad();
        };
        if last.kind != TokenKind::Dot {
            return Err(Fault {
                pos: last.pos,
                code: "epp:premature_end",
                message: "premature end".into(),
            });
        }
        let Some((close, body)) = rest.split_last() else {
            return cursor.bad();
        };
        if close.kind != TokenKind::Symbol(Symbol::CloseParen) {
            let message = "badly formed define: missing closing right parenthesis".into();
            return Err(Fault {
                pos: last.pos,
                code: "epp:missing_parenthesis",
                message,
            });
        }
        self.macros.define(&name, name_pos, params, body.to_vec())
    }

    fn include(&mut self, directive: Directive, cursor: &mut Cursor<'_>) -> Faulty<()> {
        cursor.symbol(Symbol::OpenParen)?;
        let pos = cursor.peek().map_or_else(Pos::default, |token| token.pos);
        let name = cursor.string()?;
        cursor.close()?;
        if self.reading.len() > INCLUDE_DEPTH_MAX {
            return Err(Fault {
                pos,
                code: "epp:depth",
                message: "include too deep".into(),
            });
        }
        let from = self.file_name(pos);
        let library = directive == Directive::IncludeLib;
        let mut found = self.includes.include(&from, &name);
        if found.is_none() && library {
            let caller = self.includes.include_lib(&name);
            found = caller.or_else(|| library::find(&name));
        }
        let Some((file, bytes)) = found else {
            let what = if library { "lib" } else { "file" };
            let message = format!("can't find include {what} \"{name}\"");
            return Err(Fault {
                pos,
                code: "epp:include",
                message,
            });
        };
        self.enter(&file, &bytes, Some(pos));
        Ok(())
    }

    fn file(&mut self, cursor: &mut Cursor<'_>, pos: Pos) -> Faulty<()> {
        cursor.symbol(Symbol::OpenParen)?;
        let name = cursor.string()?;
        cursor.symbol(Symbol::Comma)?;
        let line = cursor.take(|kind| match kind {
            TokenKind::Integer(Int::Small(line)) => u32::try_from(*line).ok(),
            _ => None,
        })?;
        cursor.close()?;
        let Some(file) = self.file_index(&name) else {
            return bad_at(pos, "file");
        };
        let last = self.reading.len() - 1;
        let reading = &mut self.reading[last];
        let next = line.saturating_add(reading.pos.line - pos.line);
        reading.shift += i64::from(next) - i64::from(reading.pos.line);
        reading.pos.line = next;
        reading.pos.file = file;
        self.module.forms.push(Form {
            pos,
            kind: FormKind::File {
                name: name.into(),
                line,
            },
        });
        Ok(())
    }

    /// `-error(Term)` and `-warning(Term)`.
    fn message(&mut self, directive: Directive, cursor: &mut Cursor<'_>, pos: Pos) -> Faulty<()> {
        let start = cursor.at;
        cursor.symbol(Symbol::OpenParen)?;
        let tokens = self.expand(cursor.tokens[start..].to_vec())?;
        let term = parser::parse_term(&tokens).ok();
        let Some(term) = term else {
            return bad_at(pos, cursor.word);
        };
        let text = format!("-{}({}).", cursor.word, pretty::term(&term));
        if directive == Directive::Error {
            return Err(Fault {
                pos,
                code: "epp:error",
                message: text,
            });
        }
        let file = self.file_name(pos);
        self.diagnostics
            .push(Diagnostic::warning(&file, pos, "epp:warning", text));
        Ok(())
    }

    fn feature(&mut self, cursor: &mut Cursor<'_>, pos: Pos) -> Faulty<()> {
        let start = cursor.at;
        let parsed = feature_arguments(cursor);
        let Ok((feature, wish)) = parsed else {
            cursor.at = start;
            return cursor.bad();
        };
        let enable = match &*wish {
            _ if self.features_fixed => false,
            "enable" => true,
            "disable" => false,
            _ => {
                cursor.at = start;
                return cursor.bad();
            }
        };
        if self.features_fixed {
            let message =
                "feature directive not allowed after exports or record definitions".into();
            return Err(Fault {
                pos,
                code: "epp:ftr_after_prefix",
                message,
            });
        }
        if &*feature != MAYBE_EXPR {
            let message = format!("the feature '{feature}' does not exist.");
            return Err(Fault {
                pos,
                code: "erl_features:unknown_feature",
                message,
            });
        }
        self.maybe_expr = enable;
        Ok(())
    }
}

fn feature_arguments(cursor: &mut Cursor<'_>) -> Faulty<(Name, Name)> {
    cursor.symbol(Symbol::OpenParen)?;
    let feature = cursor.atom()?;
    cursor.symbol(Symbol::Comma)?;
    let wish = cursor.atom()?;
    cursor.close()?;
    Ok((feature, wish))
}

/// The parameters of `-define(Name(A, B), ...)`, behind the opening parenthesis.
fn parameters(cursor: &mut Cursor<'_>) -> Faulty<Vec<Name>> {
    let mut params: Vec<Name> = Vec::new();
    if cursor.symbol(Symbol::CloseParen).is_ok() {
        return Ok(params);
    }
    // Where the parameter at hand was expected: at itself, or at the comma before it.
    let mut expected = None;
    loop {
        let pos = cursor.peek().map_or_else(Pos::default, |token| token.pos);
        let name = cursor.take(|kind| match kind {
            TokenKind::Var(name) => Some(name.clone()),
            _ => None,
        });
        let name = name.map_err(|fault| Fault {
            pos: expected.unwrap_or(fault.pos),
            ..fault
        })?;
        if params.contains(&name) {
            let message = format!("argument '{name}' already used");
            return Err(Fault {
                pos,
                code: "epp:duplicated_argument",
                message,
            });
        }
        params.push(name);
        if cursor.symbol(Symbol::CloseParen).is_ok() {
            return Ok(params);
        }
        expected = cursor.peek().map(|token| token.pos);
        cursor.symbol(Symbol::Comma)?;
    }
}

fn unbalanced<T>(pos: Pos, word: &str) -> Faulty<T> {
    Err(Fault {
        pos,
        code: "epp:illegal",
        message: format!("unbalanced '-{word}'"),
    })
}
