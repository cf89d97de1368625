//! Source files to forms, as OTP's `epp`: directives, macros, included files, then the parser.
//!
//! Knows no files: a caller's [`Includes`] finds them. Invariant: whatever the text, the result is a module ending in `Eof`
//! and the list of all that was wrong, in the order of the text.

pub(super) mod condition;
mod directive;
mod library;
mod macros;

use super::ast::{Form, FormKind, Module, Name, Pos};
use super::diagnostic::Diagnostic;
use super::parser;
use super::scanner::{Names, ScannedForm, Scanner};
use super::source::decode;
use super::token::{Symbol, Token, TokenKind};
use macros::{Context, Fault, Macros};

/// Finds the text of included files.
pub trait Includes {
    /// `-include(Name)` in the file called `from`: the found file's own name and its bytes.
    fn include(&self, from: &str, name: &str) -> Option<(String, Vec<u8>)>;
    /// `-include_lib(Name)`, after `include` found nothing; the library's own headers come after this.
    fn include_lib(&self, name: &str) -> Option<(String, Vec<u8>)>;
}

/// There is nothing to include.
#[derive(Debug)]
pub struct NoIncludes;

impl Includes for NoIncludes {
    fn include(&self, _: &str, _: &str) -> Option<(String, Vec<u8>)> {
        None
    }

    fn include_lib(&self, _: &str) -> Option<(String, Vec<u8>)> {
        None
    }
}

/// What holds before the first line is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Macros without arguments, each with its value as Erlang source.
    pub macros: Vec<(String, String)>,
    /// The feature `maybe_expr` starts enabled.
    pub maybe_expr: bool,
}

/// A module's tree, and everything that scanner, preprocessor and parser have to say about it.
#[derive(Debug)]
pub struct ParsedModule {
    pub module: Module,
    pub diagnostics: Vec<Diagnostic>,
}

/// Preprocesses and parses a module. `file` is its name in messages and in `?FILE`.
pub fn parse_module(
    file: &str,
    bytes: &[u8],
    includes: &dyn Includes,
    options: &Options,
) -> ParsedModule {
    let mut preprocessor = Preprocessor::new(includes, options);
    preprocessor.enter(file, bytes, None);
    preprocessor.run();
    ParsedModule {
        module: preprocessor.module,
        diagnostics: preprocessor.diagnostics,
    }
}

/// A file being read.
struct Reading {
    text: String,
    broken: bool,
    offset: usize,
    /// Where the next token stands, as far as `-file` says so: what messages and `?FILE` name.
    pos: Pos,
    /// The file itself, and how many lines `-file` has moved the numbers.
    own_file: u16,
    shift: i64,
    conditionals: Vec<Conditional>,
}

/// An open `-if`, `-ifdef` or `-ifndef`.
struct Conditional {
    /// The word that opened it, or went on with it in lines that are read: for messages.
    word: &'static str,
    state: Branch,
    else_seen: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Branch {
    /// Its lines are read.
    Taken,
    /// An earlier branch was taken, or the whole stands in lines that are skipped.
    Done,
    /// No branch has been taken so far.
    Waiting,
}

struct Preprocessor<'a> {
    includes: &'a dyn Includes,
    names: Names,
    macros: Macros,
    reading: Vec<Reading>,
    module: Module,
    diagnostics: Vec<Diagnostic>,
    module_name: Option<Name>,
    maybe_expr: bool,
    /// Features may not change any more.
    features_fixed: bool,
}

impl<'a> Preprocessor<'a> {
    fn new(includes: &'a dyn Includes, options: &Options) -> Self {
        let mut names = Names::default();
        let mut macros = Macros::predefined(&mut names);
        for (name, value) in &options.macros {
            let body =
                super::scanner::scan_all(value, Pos::new(1, 1), &mut names).unwrap_or_default();
            // A macro given twice, or one of the predefined: the first stands.
            let _ = macros.define(&names.get(name), Pos::new(1, 1), None, body);
        }
        Self {
            includes,
            names,
            macros,
            reading: Vec::new(),
            module: Module::default(),
            diagnostics: Vec::new(),
            module_name: None,
            maybe_expr: options.maybe_expr,
            features_fixed: false,
        }
    }

    /// Starts reading a file; `pos` is where it was included.
    fn enter(&mut self, name: &str, bytes: &[u8], pos: Option<Pos>) {
        let source = decode(bytes);
        let Some(file) = self.file_index(name) else {
            let pos = pos.unwrap_or_default();
            return self.fault(Fault {
                pos,
                code: "epp:depth",
                message: "too many files".into(),
            });
        };
        let pos = Pos {
            file,
            line: 1,
            column: 1,
        };
        self.file_form(pos);
        self.reading.push(Reading {
            text: source.text,
            broken: source.broken,
            offset: 0,
            pos,
            own_file: file,
            shift: 0,
            conditionals: Vec::new(),
        });
    }

    fn file_index(&mut self, name: &str) -> Option<u16> {
        let found = self.module.files.iter().position(|file| **file == *name);
        let index = found.unwrap_or_else(|| {
            self.module.files.push(name.into());
            self.module.files.len() - 1
        });
        u16::try_from(index).ok()
    }

    fn file_form(&mut self, pos: Pos) {
        let name = self.file_name(pos);
        self.module.forms.push(Form {
            pos,
            kind: FormKind::File {
                name,
                line: pos.line,
            },
        });
    }

    fn file_name(&self, pos: Pos) -> Name {
        self.module.files[usize::from(pos.file)].clone()
    }

    fn fault(&mut self, fault: Fault) {
        let file = self.file_name(fault.pos);
        self.diagnostics.push(Diagnostic::error(
            &file,
            fault.pos,
            fault.code,
            fault.message,
        ));
    }

    fn run(&mut self) {
        while let Some(reading) = self.reading.last_mut() {
            let mut scanner = Scanner::resume(&reading.text, reading.offset, reading.pos);
            scanner.maybe_words = self.maybe_expr;
            let scanned = scanner.form(&mut self.names);
            reading.offset = scanner.offset();
            reading.pos = scanner.pos();
            let skipping = reading.skipping();
            let at_end = reading.offset == reading.text.len();
            let broken_here = at_end && reading.broken;
            match scanned {
                ScannedForm::Incomplete(tokens) if broken_here || tokens.is_empty() => self.leave(),
                ScannedForm::Complete(tokens) | ScannedForm::Incomplete(tokens) => {
                    self.tokens(tokens, skipping);
                }
                ScannedForm::Error(_) if broken_here => self.leave(),
                ScannedForm::Error(_) if skipping => {}
                ScannedForm::Error(error) => {
                    let (code, message) = (error.code(), error.message());
                    self.fault(Fault {
                        pos: error.pos,
                        code,
                        message,
                    });
                }
            }
        }
    }

    /// The end of a file.
    fn leave(&mut self) {
        let Some(mut reading) = self.reading.pop() else {
            return;
        };
        let pos = reading.pos;
        if reading.broken {
            for (code, message) in [
                (
                    "file_io_server:invalid_unicode",
                    "cannot translate from UTF-8",
                ),
                ("epp:cannot_parse", "cannot parse file, giving up"),
            ] {
                self.fault(Fault {
                    pos,
                    code,
                    message: message.into(),
                });
            }
            reading.conditionals.clear();
        }
        while let Some(open) = reading.conditionals.pop() {
            let message = format!("unterminated '-{}'", open.word);
            self.fault(Fault {
                pos,
                code: "epp:illegal",
                message,
            });
        }
        match self.reading.last() {
            Some(outer) => {
                let (pos, own) = (outer.pos, outer.own_pos());
                self.file_form(own);
                if pos != own {
                    let kind = FormKind::File {
                        name: self.file_name(pos),
                        line: pos.line,
                    };
                    self.module.forms.push(Form { pos: own, kind });
                }
            }
            None => self.module.forms.push(Form {
                pos,
                kind: FormKind::Eof,
            }),
        }
    }

    /// One form's tokens: a directive, or text for the parser.
    fn tokens(&mut self, tokens: Vec<Token>, skipping: bool) {
        if let [
            Token {
                kind: TokenKind::Symbol(Symbol::Minus),
                ..
            },
            word,
            ..,
        ] = &tokens[..]
            && let Some(directive) = directive::named(&word.kind)
        {
            if !skipping || directive.is_conditional() {
                let result = self.directive(directive, &tokens, skipping);
                if let Err(fault) = result {
                    self.fault(fault);
                }
            }
            return;
        }
        if skipping {
            return;
        }
        if let Err(fault) = self.parse(tokens) {
            self.fault(fault);
        }
    }

    fn expand(&mut self, tokens: Vec<Token>) -> Result<Vec<Token>, Fault> {
        let pos = tokens.first().map_or_else(Pos::default, |token| token.pos);
        let file = self.file_name(pos);
        let enabled = self.maybe_expr;
        let context = Context {
            file: &file,
            module: self.module_name.as_ref(),
            enabled: &|feature| feature == directive::MAYBE_EXPR && enabled,
            available: &|feature| feature == directive::MAYBE_EXPR,
        };
        self.macros.expand(tokens, &context, &mut self.names)
    }

    fn parse(&mut self, tokens: Vec<Token>) -> Result<(), Fault> {
        let tokens = self.expand(tokens)?;
        // The macro is there even if something is wrong behind the name.
        if let Some(name) = named_module(&tokens) {
            self.module_name = Some(name);
        }
        self.features_fixed |= is_attribute(&tokens, &["export", "record"]);
        let form = parser::parse_form(&tokens).map_err(|error| Fault {
            pos: error.pos,
            code: error.code,
            message: error.message,
        })?;
        if let FormKind::Module(name) | FormKind::ParameterizedModule { name, .. } = &form.kind {
            self.module_name = Some(name.clone());
        }
        self.module.forms.push(form);
        Ok(())
    }
}

/// Whether the tokens begin as an attribute of one of these names does.
fn is_attribute(tokens: &[Token], names: &[&str]) -> bool {
    let mut kinds = tokens.iter().map(|token| &token.kind);
    kinds.next() == Some(&TokenKind::Symbol(Symbol::Minus))
        && matches!(kinds.next(), Some(TokenKind::Atom(name)) if names.contains(&&**name))
}

/// The name in tokens that begin with `-module(Name)` or `-module(Name,`.
fn named_module(tokens: &[Token]) -> Option<Name> {
    let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
    let is = |at, symbol| kind(at) == Some(&TokenKind::Symbol(symbol));
    let Some(TokenKind::Atom(name)) = kind(3) else {
        return None;
    };
    let ends = is(4, Symbol::CloseParen) || is(4, Symbol::Comma);
    (is_attribute(tokens, &["module"]) && is(2, Symbol::OpenParen) && ends).then(|| name.clone())
}

impl Reading {
    fn skipping(&self) -> bool {
        self.conditionals
            .last()
            .is_some_and(|open| open.state != Branch::Taken)
    }

    /// The present place in the file itself.
    fn own_pos(&self) -> Pos {
        let line = u32::try_from(i64::from(self.pos.line) - self.shift).unwrap_or(1);
        Pos {
            file: self.own_file,
            line,
            ..self.pos
        }
    }
}
