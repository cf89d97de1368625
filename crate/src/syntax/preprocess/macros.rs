//! Macro definitions and their expansion.
//!
//! A call's arguments go into the body as they are, and the result is expanded by itself before the text behind the call is
//! looked at. Recursion is refused before it starts, from the graph of who uses whom; the sheer amount of text that
//! expansion makes is bounded by `limits::MACRO_TOKENS_MAX`. Invariant: expansion keeps its own stack.

use crate::ast::{Int, Name, Pos};
use crate::scanner::Names;
use crate::token::{Symbol, Token, TokenKind, atom_text};
use limits::MACRO_TOKENS_MAX;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::rc::Rc;

/// What goes wrong in a form before it is parsed.
#[derive(Debug)]
pub(super) struct Fault {
    pub pos: Pos,
    pub code: &'static str,
    pub message: String,
}

type Faulty<T> = Result<T, Fault>;

/// A macro as its uses name it: with the number of arguments, if it has any.
type Use = (Name, Option<usize>);

#[derive(Debug)]
struct Definition {
    params: Vec<Name>,
    body: Vec<Token>,
    uses: Vec<Use>,
}

/// All definitions of one name.
#[derive(Debug, Default)]
struct Entry {
    predefined: bool,
    plain: Option<Rc<Definition>>,
    by_arity: Vec<Rc<Definition>>,
}

#[derive(Debug, Default)]
pub(super) struct Macros {
    entries: FxHashMap<Name, Entry>,
    /// Macros found not to be circular since the last definition.
    sound: RefCell<FxHashSet<Use>>,
}

/// What the predefined macros tell of the place where they stand.
pub(super) struct Context<'a> {
    pub file: &'a str,
    pub module: Option<&'a Name>,
    pub enabled: &'a dyn Fn(&str) -> bool,
    pub available: &'a dyn Fn(&str) -> bool,
}

/// Macros whose value depends on where they are called.
const CONTEXTUAL: [&str; 8] = [
    "FILE",
    "LINE",
    "MODULE",
    "MODULE_STRING",
    "FUNCTION_NAME",
    "FUNCTION_ARITY",
    "FEATURE_AVAILABLE",
    "FEATURE_ENABLED",
];

/// Tokens being expanded: the form itself, or a macro's body.
struct Frame {
    tokens: Vec<Token>,
    at: usize,
}

impl Frame {
    fn kind(&self, n: usize) -> Option<&TokenKind> {
        self.tokens.get(self.at + n).map(|token| &token.kind)
    }
}

impl Macros {
    /// The macros that exist before the first line.
    pub fn predefined(names: &mut Names) -> Self {
        let mut macros = Self::default();
        let beam = TokenKind::Atom(names.get("BEAM"));
        for (name, value) in [
            ("MACHINE", beam),
            ("BEAM", TokenKind::Integer(Int::Small(1))),
            ("OTP_RELEASE", TokenKind::Integer(Int::Small(25))),
        ] {
            let body = vec![Token {
                pos: Pos::default(),
                kind: value,
            }];
            let plain = Some(Rc::new(Definition {
                params: Vec::new(),
                body,
                uses: Vec::new(),
            }));
            macros.entries.insert(
                names.get(name),
                Entry {
                    predefined: true,
                    plain,
                    by_arity: Vec::new(),
                },
            );
        }
        for name in CONTEXTUAL {
            macros.entries.insert(
                names.get(name),
                Entry {
                    predefined: true,
                    ..Entry::default()
                },
            );
        }
        macros
    }

    pub fn is_defined(&self, name: &str, module_known: bool) -> bool {
        match name {
            "MODULE" | "MODULE_STRING" => module_known && self.entries.contains_key(name),
            "FUNCTION_NAME" | "FUNCTION_ARITY" => false,
            _ => self.entries.contains_key(name),
        }
    }

    pub fn undefine(&mut self, name: &str) {
        self.sound.get_mut().clear();
        self.entries.remove(name);
    }

    /// `-define(Name, Body)` or, with `params`, `-define(Name(Params), Body)`.
    pub fn define(
        &mut self,
        name: &Name,
        pos: Pos,
        params: Option<Vec<Name>>,
        body: Vec<Token>,
    ) -> Faulty<()> {
        self.sound.get_mut().clear();
        let entry = self.entries.entry(name.clone()).or_default();
        if entry.predefined {
            let message = format!("redefining predefined macro '{name}'");
            return Err(Fault {
                pos,
                code: "epp:redefine_predef",
                message,
            });
        }
        let exists = match &params {
            None => entry.plain.is_some(),
            Some(params) => entry
                .by_arity
                .iter()
                .any(|definition| definition.params.len() == params.len()),
        };
        if exists {
            return Err(Fault {
                pos,
                code: "epp:redefine",
                message: format!("redefining macro '{name}'"),
            });
        }
        let uses = uses(&body);
        let has_params = params.is_some();
        let definition = Rc::new(Definition {
            params: params.unwrap_or_default(),
            body,
            uses,
        });
        if has_params {
            entry.by_arity.push(definition);
        } else {
            entry.plain = Some(definition);
        }
        Ok(())
    }

    /// The tokens of a form with every macro call replaced.
    pub fn expand(
        &self,
        form: Vec<Token>,
        context: &Context<'_>,
        names: &mut Names,
    ) -> Faulty<Vec<Token>> {
        if !form
            .iter()
            .any(|token| token.kind == TokenKind::Symbol(Symbol::Question))
        {
            return Ok(form);
        }
        let mut out = Vec::with_capacity(form.len());
        let mut made = 0usize;
        let mut frames = vec![Frame {
            tokens: form,
            at: 0,
        }];
        while let Some(frame) = frames.last_mut() {
            let Some(token) = frame.tokens.get(frame.at) else {
                frames.pop();
                continue;
            };
            if token.kind == TokenKind::Symbol(Symbol::Question) {
                let body = self.call(frame, &out, context, names)?;
                made += body.len() + 1;
                if made > MACRO_TOKENS_MAX {
                    return too_much(frames[0].tokens[frames[0].at - 1].pos);
                }
                frames.push(Frame {
                    tokens: body,
                    at: 0,
                });
            } else {
                out.push(token.clone());
                frame.at += 1;
            }
        }
        Ok(out)
    }

    /// The body of the macro called at `frame`'s place, which moves behind the call.
    fn call(
        &self,
        frame: &mut Frame,
        out: &[Token],
        context: &Context<'_>,
        names: &mut Names,
    ) -> Faulty<Vec<Token>> {
        let question = frame.tokens[frame.at].pos;
        frame.at += 1;
        let Some(token) = frame.tokens.get(frame.at).cloned() else {
            return Err(Fault {
                pos: question,
                code: "epp:call",
                message: "illegal macro call '?'".into(),
            });
        };
        let pos = token.pos;
        let (TokenKind::Atom(name) | TokenKind::Var(name)) = token.kind else {
            let text = match &token.kind {
                TokenKind::Dot => "dot".into(),
                TokenKind::Symbol(symbol) => atom_text(&symbol.text()),
                TokenKind::Char(char) => u32::from(*char).to_string(),
                other => other.source(),
            };
            return Err(Fault {
                pos,
                code: "epp:call",
                message: format!("illegal macro call '?{text}'"),
            });
        };
        frame.at += 1;
        let with_args = frame.kind(0) == Some(&TokenKind::Symbol(Symbol::OpenParen));
        let Some(entry) = self.entries.get(&name) else {
            let arity = if with_args {
                Some(arguments(frame, &name, pos)?.len())
            } else {
                None
            };
            return undefined(&name, arity, pos);
        };
        if entry.predefined && entry.plain.is_none() {
            return contextual(&name, pos, frame, out, context, names);
        }
        if with_args && !entry.by_arity.is_empty() {
            let args = arguments(frame, &name, pos)?;
            let Some(definition) = entry
                .by_arity
                .iter()
                .find(|definition| definition.params.len() == args.len())
            else {
                return mismatch(&name, pos);
            };
            self.check_circular(&(name, Some(args.len())), pos)?;
            return substitute(definition, &args, pos);
        }
        let Some(definition) = &entry.plain else {
            return mismatch(&name, pos);
        };
        self.check_circular(&(name, None), pos)?;
        substitute(definition, &[], pos)
    }

    /// The definition a use means: with arguments if there is one, else the plain one.
    fn resolve(&self, (name, arity): &Use) -> Option<(Use, &Definition)> {
        let entry = self.entries.get(name)?;
        if let Some(arity) = arity
            && !entry.by_arity.is_empty()
        {
            let found = entry
                .by_arity
                .iter()
                .find(|definition| definition.params.len() == *arity)?;
            return Some(((name.clone(), Some(*arity)), found));
        }
        entry
            .plain
            .as_ref()
            .map(|plain| ((name.clone(), None), &**plain))
    }

    /// Fails if `start` leads back to itself.
    fn check_circular(&self, start: &Use, pos: Pos) -> Faulty<()> {
        if self.sound.borrow().contains(start) {
            return Ok(());
        }
        let mut seen: FxHashSet<Use> = FxHashSet::default();
        let mut todo = vec![start.clone()];
        while let Some(next) = todo.pop() {
            let Some((_, definition)) = self.resolve(&next) else {
                continue;
            };
            for used in &definition.uses {
                let Some((resolved, _)) = self.resolve(used) else {
                    continue;
                };
                if resolved == *start {
                    let text = match start {
                        (name, Some(arity)) => format!("{name}/{arity}"),
                        (name, None) => name.to_string(),
                    };
                    return Err(Fault {
                        pos,
                        code: "epp:circular",
                        message: format!("circular macro '{text}'"),
                    });
                }
                if seen.insert(resolved.clone()) {
                    todo.push(resolved);
                }
            }
        }
        self.sound.borrow_mut().insert(start.clone());
        Ok(())
    }
}

fn undefined<T>(name: &Name, arity: Option<usize>, pos: Pos) -> Faulty<T> {
    let message = match arity {
        Some(arity) => format!("undefined macro '{name}/{arity}'"),
        None => format!("undefined macro '{name}'"),
    };
    Err(Fault {
        pos,
        code: "epp:undefined",
        message,
    })
}

fn too_much<T>(pos: Pos) -> Faulty<T> {
    let message = format!("macro expansion yields more than {MACRO_TOKENS_MAX} tokens");
    Err(Fault {
        pos,
        code: "spawnpoint:macro_tokens",
        message,
    })
}

fn mismatch<T>(name: &Name, pos: Pos) -> Faulty<T> {
    Err(Fault {
        pos,
        code: "epp:mismatch",
        message: format!("argument mismatch for macro '{name}'"),
    })
}

/// The macros that a body calls. Counting arguments in calls within calls takes quadratic time, and is given up when it gets
/// too long; the bound on expansion stands in then.
fn uses(body: &[Token]) -> Vec<Use> {
    let mut found = Vec::new();
    let mut frame = Frame {
        tokens: body.to_vec(),
        at: 0,
    };
    let mut budget = MACRO_TOKENS_MAX;
    for at in 0..body.len().saturating_sub(1) {
        let (TokenKind::Symbol(Symbol::Question), TokenKind::Atom(name) | TokenKind::Var(name)) =
            (&body[at].kind, &body[at + 1].kind)
        else {
            continue;
        };
        frame.at = at + 2;
        let is_call = frame.kind(0) == Some(&TokenKind::Symbol(Symbol::OpenParen));
        let arity = if is_call && budget > 0 {
            let args = arguments(&mut frame, name, body[at].pos);
            budget = budget.saturating_sub(frame.at - at);
            args.ok().map(|args| args.len())
        } else {
            None
        };
        found.push((name.clone(), arity));
    }
    found
}

/// The arguments of a call in parentheses; the frame moves behind them.
fn arguments(frame: &mut Frame, name: &Name, pos: Pos) -> Faulty<Vec<Vec<Token>>> {
    frame.at += 1;
    let mut args = Vec::new();
    let mut arg = Vec::new();
    let mut closers: Vec<Symbol> = Vec::new();
    while let Some(token) = frame.tokens.get(frame.at) {
        let symbol = match token.kind {
            TokenKind::Symbol(symbol) => Some(symbol),
            TokenKind::Dot => break,
            _ => None,
        };
        match symbol {
            Some(Symbol::CloseParen) if closers.is_empty() => {
                frame.at += 1;
                if arg.is_empty() && !args.is_empty() {
                    break;
                }
                if !arg.is_empty() {
                    args.push(arg);
                }
                return Ok(args);
            }
            Some(Symbol::Comma) if closers.is_empty() => {
                if arg.is_empty() {
                    break;
                }
                args.push(std::mem::take(&mut arg));
                frame.at += 1;
                continue;
            }
            Some(symbol) if closers.last() == Some(&symbol) => {
                closers.pop();
            }
            Some(symbol) => closers.extend(closer(symbol, frame)),
            None => {}
        }
        arg.push(token.clone());
        frame.at += 1;
    }
    let message = format!("badly formed argument for macro '{name}'");
    Err(Fault {
        pos,
        code: "epp:arg_error",
        message,
    })
}

/// What closes the bracket or block that `symbol`, at the frame's place, opens.
fn closer(symbol: Symbol, frame: &Frame) -> Option<Symbol> {
    let paren = TokenKind::Symbol(Symbol::OpenParen);
    Some(match symbol {
        Symbol::OpenParen => Symbol::CloseParen,
        Symbol::OpenBrace => Symbol::CloseBrace,
        Symbol::OpenBracket => Symbol::CloseBracket,
        Symbol::OpenBinary => Symbol::CloseBinary,
        Symbol::Begin
        | Symbol::If
        | Symbol::Case
        | Symbol::Receive
        | Symbol::Try
        | Symbol::Cond
        | Symbol::Maybe => Symbol::End,
        Symbol::Fun if frame.kind(1) == Some(&paren) => Symbol::End,
        Symbol::Fun
            if matches!(frame.kind(1), Some(TokenKind::Var(_)))
                && frame.kind(2) == Some(&paren) =>
        {
            Symbol::End
        }
        _ => return None,
    })
}

/// The body with arguments in place. Tokens of the body stand where the macro is called, those behind an argument where
/// the argument ends, as in OTP.
fn substitute(definition: &Definition, args: &[Vec<Token>], pos: Pos) -> Faulty<Vec<Token>> {
    let mut out = Vec::with_capacity(definition.body.len());
    let mut stringified_tokens = 0;
    let body = &definition.body;
    let arg_of = |kind: &TokenKind| match kind {
        TokenKind::Var(name) => definition
            .params
            .iter()
            .position(|param| param == name)
            .map(|index| &args[index]),
        _ => None,
    };
    let question = TokenKind::Symbol(Symbol::Question);
    let mut at = 0;
    let mut place = pos;
    while at < body.len() {
        let stringified = match body.get(at..at + 3) {
            Some([first, second, third]) if first.kind == question && second.kind == question => {
                arg_of(&third.kind)
            }
            _ => None,
        };
        if let Some(arg) = stringified {
            stringified_tokens += arg.len();
            if stringified_tokens > MACRO_TOKENS_MAX {
                return too_much(pos);
            }
            let texts: Vec<String> = arg.iter().map(|token| token.kind.source()).collect();
            out.push(Token {
                pos: place,
                kind: TokenKind::String(texts.join(" ").into()),
            });
            at += 3;
            continue;
        }
        match arg_of(&body[at].kind) {
            Some(arg) => {
                out.extend_from_slice(arg);
                place = arg.last().map_or(place, |token| token.pos);
            }
            None => out.push(Token {
                pos: place,
                kind: body[at].kind.clone(),
            }),
        }
        at += 1;
    }
    Ok(out)
}

/// The value of a macro that depends on its place.
fn contextual(
    name: &Name,
    pos: Pos,
    frame: &mut Frame,
    out: &[Token],
    context: &Context<'_>,
    names: &mut Names,
) -> Faulty<Vec<Token>> {
    let kind = match &**name {
        "FILE" => TokenKind::String(context.file.into()),
        "LINE" => TokenKind::Integer(Int::Small(i64::from(pos.line))),
        "MODULE" => match context.module {
            Some(module) => TokenKind::Atom(module.clone()),
            None => return undefined(name, None, pos),
        },
        "MODULE_STRING" => match context.module {
            Some(module) => TokenKind::String(module.clone()),
            None => return undefined(name, None, pos),
        },
        "FUNCTION_NAME" | "FUNCTION_ARITY" => match head(out, frame) {
            Some((function, _)) if &**name == "FUNCTION_NAME" => TokenKind::Atom(function),
            Some((_, arity)) => TokenKind::Integer(Int::Small(arity as i64)),
            None => {
                let message = format!("?{name} can only be used within a function");
                return Err(Fault {
                    pos,
                    code: "epp:illegal_function",
                    message,
                });
            }
        },
        _ => {
            if frame.kind(0) != Some(&TokenKind::Symbol(Symbol::OpenParen)) {
                return mismatch(name, pos);
            }
            let args = arguments(frame, name, pos)?;
            let [arg] = &args[..] else {
                return mismatch(name, pos);
            };
            let [
                Token {
                    kind: TokenKind::Atom(feature),
                    ..
                },
            ] = &arg[..]
            else {
                let message = format!("badly formed argument for macro '{name}'");
                return Err(Fault {
                    pos,
                    code: "epp:arg_error",
                    message,
                });
            };
            let ask = if &**name == "FEATURE_ENABLED" {
                context.enabled
            } else {
                context.available
            };
            TokenKind::Atom(names.get(if ask(feature) { "true" } else { "false" }))
        }
    };
    Ok(vec![Token { pos, kind }])
}

/// Name and arity of the function whose head starts the tokens in `out` and may go on in `frame`.
fn head(out: &[Token], frame: &Frame) -> Option<(Name, usize)> {
    let [
        Token {
            kind: TokenKind::Atom(name),
            ..
        },
        Token {
            kind: TokenKind::Symbol(Symbol::OpenParen),
            ..
        },
        rest @ ..,
    ] = out
    else {
        return None;
    };
    let mut depth = 0u32;
    let mut commas = 0;
    // OTP does not count a first argument that is nothing but empty brackets.
    let mut first_counts = false;
    // In the head itself the macro stands for one argument, or a part of one.
    let ahead = frame.tokens[frame.at..].iter();
    for (index, token) in rest.iter().chain(ahead).enumerate() {
        if index == rest.len() && commas == 0 {
            first_counts = true;
        }
        match token.kind {
            TokenKind::Symbol(Symbol::CloseParen) if depth == 0 => {
                return Some((name.clone(), commas + usize::from(first_counts)));
            }
            TokenKind::Symbol(Symbol::Comma) if depth == 0 => commas += 1,
            TokenKind::Symbol(
                Symbol::OpenParen | Symbol::OpenBrace | Symbol::OpenBracket | Symbol::OpenBinary,
            ) => {
                depth += 1;
            }
            TokenKind::Symbol(
                Symbol::CloseParen
                | Symbol::CloseBrace
                | Symbol::CloseBracket
                | Symbol::CloseBinary,
            ) => depth = depth.saturating_sub(1),
            _ if commas == 0 => first_counts = true,
            _ => {}
        }
    }
    None
}
