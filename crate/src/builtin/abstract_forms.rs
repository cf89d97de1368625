//! Terms in Erlang's abstract format to the syntax tree: what `compile:forms/1,2` is given.
//!
//! Types, specs and declared types of record fields are passed over, since nothing is made of them. Invariant: a tree is at
//! most `limits::SYNTAX_DEPTH_MAX` deep, as one from the parser is. One that shared parts would make endless is given up.

use num_bigint::BigInt;
use syntax::ast::{
    After, BinaryElement, BinaryOp, BinarySpecifier, Clause, Expr, ExprKind, Form, FormKind,
    Function, FunctionName, Ident, Int, MapField, Module, Name, Pos, Qualifier, QualifierKind,
    RecordDef, RecordDefField, RecordField, RecordFieldName, Try, UnaryOp,
};
use syntax::diagnostic::Diagnostic;
use term::work::Steps;
use term::{Heap, Term};

/// Making a node of the tree takes as long as comparing so many words, and as much room as ten.
const NODE_STEP: usize = 64;

/// What is not in the abstract format: no more is said about it.
#[derive(Debug)]
pub struct Malformed;

type Read<T> = Result<T, Malformed>;

/// The module that the forms describe, with what a scanner or parser has put among them as `{error, _}`. `source` is the
/// file's name until a `-file` says another.
pub fn module(heap: &Heap, forms: Term, source: &str) -> Read<(Module, Vec<Diagnostic>)> {
    let mut reader = Reader::new(heap, vec![source.into()]);
    let mut module = Module::default();
    let mut diagnostics = Vec::new();
    for form in heap.list_to_vec(forms).ok_or(Malformed)? {
        if let Some([tag, info]) = heap.as_tuple(form)
            && name_of(tag).is_ok_and(|tag| &*tag == "error")
        {
            diagnostics.push(reader.error(info)?);
        } else if let Some(form) = reader.form(form)? {
            module.forms.push(form);
        }
    }
    if !matches!(module.forms.last(), Some(form) if matches!(form.kind, FormKind::Eof)) {
        module.forms.push(Form {
            pos: Pos::default(),
            kind: FormKind::Eof,
        });
    }
    module.files = std::mem::take(&mut reader.files);
    Ok((module, diagnostics))
}

/// A term as the constant expression that denotes it.
pub fn constant(heap: &Heap, term: Term) -> Read<Expr> {
    Reader::new(heap, Vec::new()).constant(Pos::default(), term)
}

struct Reader<'a> {
    heap: &'a Heap,
    depth: u32,
    steps: Steps,
    files: Vec<Name>,
    file: u16,
}

/// `{Tag, Position, Part...}`.
struct Node {
    tag: Name,
    pos: Pos,
    parts: Vec<Term>,
}

fn name_of(term: Term) -> Read<Name> {
    term.as_atom()
        .map(|atom| atom.text().into())
        .ok_or(Malformed)
}

fn number_of(term: Term) -> Read<u32> {
    term.as_usize()
        .and_then(|number| u32::try_from(number).ok())
        .ok_or(Malformed)
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.steps.note();
    }
}

impl Reader<'_> {
    fn new(heap: &Heap, files: Vec<Name>) -> Reader<'_> {
        Reader {
            heap,
            depth: 0,
            steps: Steps::of(NODE_STEP),
            files,
            file: 0,
        }
    }

    /// A node more, if there may be one.
    fn step(&mut self) -> Read<()> {
        if self.steps.step() {
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    fn list(&self, term: Term) -> Read<Vec<Term>> {
        self.heap.list_to_vec(term).ok_or(Malformed)
    }

    fn tuple(&self, term: Term) -> Read<Vec<Term>> {
        if term.is_tuple() {
            Ok(self.heap.elements(term).collect())
        } else {
            Err(Malformed)
        }
    }

    fn pair(&self, term: Term) -> Read<[Term; 2]> {
        self.heap.as_tuple(term).ok_or(Malformed)
    }

    fn int(&self, term: Term) -> Read<Int> {
        let int: BigInt = self.heap.to_bigint(term).ok_or(Malformed)?;
        Ok(int.into())
    }

    fn text(&self, term: Term) -> Read<String> {
        let chars = self.list(term)?.into_iter();
        chars
            .map(|char| char::from_u32(number_of(char)?).ok_or(Malformed))
            .collect()
    }

    /// A line, line and column, or a list of annotations with one of them.
    fn pos(&self, mut term: Term) -> Read<Pos> {
        let file = self.file;
        let at = |line, column| Pos { file, line, column };
        loop {
            if let Ok(line) = number_of(term) {
                return Ok(at(line, 0));
            }
            if let Some([line, column]) = self.heap.as_tuple(term) {
                return Ok(at(number_of(line)?, number_of(column)?));
            }
            let location = self.list(term)?.into_iter().find_map(|item| {
                let [key, value] = self.heap.as_tuple(item)?;
                let is_location = key.as_atom().is_some_and(|key| key.text() == "location");
                is_location.then_some(value)
            });
            match location {
                Some(location) => term = location,
                None => return Ok(at(0, 0)),
            }
        }
    }

    fn node(&self, term: Term) -> Read<Node> {
        let mut parts = self.tuple(term)?;
        if parts.len() < 2 {
            return Err(Malformed);
        }
        let rest = parts.split_off(2);
        Ok(Node {
            tag: name_of(parts[0])?,
            pos: self.pos(parts[1])?,
            parts: rest,
        })
    }

    /// One of the nodes that hold a name: `{atom, Pos, Name}`.
    fn ident(&self, term: Term) -> Read<Ident> {
        let node = self.node(term)?;
        match (&*node.tag, &node.parts[..]) {
            ("atom" | "var", &[name]) => Ok(Ident {
                pos: node.pos,
                name: name_of(name)?,
            }),
            _ => Err(Malformed),
        }
    }

    /// `{Pos, Module, Descriptor}` of a pass before.
    fn error(&self, info: Term) -> Read<Diagnostic> {
        let [pos, _, said] = self.heap.as_tuple(info).ok_or(Malformed)?;
        let parts = self.list(said).unwrap_or_default();
        let words: Vec<String> = parts
            .into_iter()
            .filter_map(|part| self.text(part).ok())
            .collect();
        let file = &self.files[usize::from(self.file)];
        let pos = self.pos(pos)?;
        Ok(Diagnostic::error(
            file,
            pos,
            "erl_parse:error",
            words.concat(),
        ))
    }

    // --- forms

    /// `None` for what nothing is made of.
    fn form(&mut self, term: Term) -> Read<Option<Form>> {
        let node = self.node(term)?;
        let kind = match (&*node.tag, &node.parts[..]) {
            ("attribute", &[name, value]) => {
                let name = name_of(name)?;
                match self.attribute(node.pos, &name, value)? {
                    Some(kind) => kind,
                    None => return Ok(None),
                }
            }
            ("function", &[name, arity, clauses]) => FormKind::Function(Function {
                name: name_of(name)?,
                arity: number_of(arity)?,
                clauses: self.clauses(clauses)?,
            }),
            ("eof", []) => FormKind::Eof,
            _ => return Err(Malformed),
        };
        Ok(Some(Form {
            pos: node.pos,
            kind,
        }))
    }

    fn attribute(&mut self, pos: Pos, name: &Name, value: Term) -> Read<Option<FormKind>> {
        Ok(Some(match &**name {
            "module" => FormKind::Module(name_of(value)?),
            "export" => FormKind::Export(self.function_names(value)?),
            "optional_callbacks" => FormKind::OptionalCallbacks(self.function_names(value)?),
            "import" => {
                let [module, functions] = self.pair(value)?;
                FormKind::Import {
                    module: name_of(module)?,
                    functions: self.function_names(functions)?,
                }
            }
            "record" => {
                let [name, fields] = self.pair(value)?;
                let fields = self.list(fields)?.into_iter();
                FormKind::Record(RecordDef {
                    name: name_of(name)?,
                    fields: fields
                        .map(|field| self.record_def_field(field))
                        .collect::<Read<_>>()?,
                })
            }
            "behaviour" | "behavior" => FormKind::Behaviour {
                name: name_of(value)?,
                american: &**name == "behavior",
            },
            "file" => {
                let [file, line] = self.pair(value)?;
                let (file, line) = (self.text(file)?.into(), number_of(line)?);
                self.enter(&file);
                FormKind::File { name: file, line }
            }
            "compile" => FormKind::Compile(self.constant(pos, value)?),
            "type" | "opaque" | "spec" | "callback" | "export_type" => return Ok(None),
            _ => FormKind::Attribute {
                name: name.clone(),
                value: self.constant(pos, value)?,
            },
        }))
    }

    /// What follows is said of this file. The first name of all is the module's own.
    fn enter(&mut self, file: &Name) {
        if self.files.len() == 1 && self.files[0].is_empty() {
            self.files[0] = file.clone();
        }
        let known = self.files.iter().position(|known| known == file);
        let index = known.unwrap_or_else(|| {
            self.files.push(file.clone());
            self.files.len() - 1
        });
        self.file = u16::try_from(index).unwrap_or(self.file);
    }

    fn function_names(&self, term: Term) -> Read<Vec<FunctionName>> {
        let names = self.list(term)?.into_iter();
        names
            .map(|function| {
                let [name, arity] = self.pair(function)?;
                Ok(FunctionName {
                    name: name_of(name)?,
                    arity: number_of(arity)?,
                })
            })
            .collect()
    }

    fn record_def_field(&mut self, term: Term) -> Read<RecordDefField> {
        if let Some([tag, field, _]) = self.heap.as_tuple(term)
            && &*name_of(tag)? == "typed_record_field"
        {
            return self.record_def_field(field);
        }
        let node = self.node(term)?;
        let (name, default) = match (&*node.tag, &node.parts[..]) {
            ("record_field", &[name]) => (name, None),
            ("record_field", &[name, default]) => (name, Some(self.expr(default)?)),
            _ => return Err(Malformed),
        };
        let Ident { pos, name } = self.ident(name)?;
        Ok(RecordDefField {
            pos,
            name,
            default,
            declared: None,
        })
    }

    fn constant(&mut self, pos: Pos, term: Term) -> Read<Expr> {
        self.deeper(|reader| {
            let kind = if let Some(name) = term.as_atom() {
                ExprKind::Atom(name.text().into())
            } else if let Some(int) = reader.heap.to_bigint(term) {
                ExprKind::Integer(int.into())
            } else if term == Term::NIL {
                ExprKind::Nil
            } else if term.is_float() {
                ExprKind::Float(reader.heap.float_value(term))
            } else if term.is_tuple() {
                ExprKind::Tuple(reader.constants(pos, reader.heap.elements(term).collect())?)
            } else if let Some(bytes) = reader.heap.bytes(term) {
                let mut elements = Vec::new();
                for &byte in bytes.iter() {
                    reader.step()?;
                    elements.push(byte_element(pos, byte));
                }
                ExprKind::Binary(elements)
            } else {
                ExprKind::List {
                    elements: reader.constants(pos, reader.list(term)?)?,
                    tail: None,
                    end: pos,
                }
            };
            Ok(Expr::new(pos, kind))
        })
    }

    fn constants(&mut self, pos: Pos, terms: Vec<Term>) -> Read<Vec<Expr>> {
        terms
            .into_iter()
            .map(|term| self.constant(pos, term))
            .collect()
    }

    // --- clauses and expressions

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= limits::SYNTAX_DEPTH_MAX {
            return Err(Malformed);
        }
        self.step()?;
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn clauses(&mut self, term: Term) -> Read<Vec<Clause>> {
        let clauses = self.list(term)?.into_iter();
        clauses.map(|clause| self.clause(clause, false)).collect()
    }

    /// A clause; that of a `catch` has its three patterns in a tuple.
    fn clause(&mut self, term: Term, is_catch: bool) -> Read<Clause> {
        self.deeper(|reader| {
            let node = reader.node(term)?;
            let ("clause", &[patterns, guard, body]) = (&*node.tag, &node.parts[..]) else {
                return Err(Malformed);
            };
            let mut patterns = reader.exprs(patterns)?;
            if is_catch {
                patterns = match patterns.pop().map(|pattern| pattern.kind) {
                    Some(ExprKind::Tuple(parts)) if parts.len() == 3 => parts,
                    _ => return Err(Malformed),
                };
            }
            let guards = reader.list(guard)?.into_iter();
            Ok(Clause {
                pos: node.pos,
                patterns,
                guard: guards
                    .map(|tests| reader.exprs(tests))
                    .collect::<Read<_>>()?,
                body: reader.exprs(body)?,
            })
        })
    }

    fn exprs(&mut self, term: Term) -> Read<Vec<Expr>> {
        let exprs = self.list(term)?.into_iter();
        exprs.map(|expr| self.expr(expr)).collect()
    }

    fn boxed(&mut self, term: Term) -> Read<Box<Expr>> {
        self.expr(term).map(Box::new)
    }

    fn expr(&mut self, term: Term) -> Read<Expr> {
        self.deeper(|reader| {
            let node = reader.node(term)?;
            let kind = match reader.simple(&node)? {
                Some(kind) => kind,
                None => match reader.data(&node)? {
                    Some(kind) => kind,
                    None => reader.control(&node)?,
                },
            };
            Ok(Expr::new(node.pos, kind))
        })
    }

    /// Variables and literals.
    fn simple(&mut self, node: &Node) -> Read<Option<ExprKind>> {
        Ok(Some(match (&*node.tag, &node.parts[..]) {
            ("var", &[name]) => ExprKind::Var(name_of(name)?),
            ("atom", &[name]) => ExprKind::Atom(name_of(name)?),
            ("integer", &[int]) => ExprKind::Integer(self.int(int)?),
            ("float", &[float]) if float.is_float() => {
                ExprKind::Float(self.heap.float_value(float))
            }
            ("char", &[char]) => ExprKind::Char(char::from_u32(number_of(char)?).ok_or(Malformed)?),
            ("string", &[text]) => ExprKind::String(self.text(text)?.into()),
            ("nil", []) => ExprKind::Nil,
            _ => return Ok(None),
        }))
    }

    /// What makes or takes apart data, operators and calls.
    fn data(&mut self, node: &Node) -> Read<Option<ExprKind>> {
        Ok(Some(match (&*node.tag, &node.parts[..]) {
            ("cons", &[head, tail]) => self.cons(head, tail)?,
            ("tuple", &[elements]) => ExprKind::Tuple(self.exprs(elements)?),
            ("map", &[fields]) => ExprKind::MapCreate(self.map_fields(fields)?),
            ("map", &[map, fields]) => ExprKind::MapUpdate {
                map: self.boxed(map)?,
                fields: self.map_fields(fields)?,
            },
            ("bin", &[elements]) => {
                let elements = self.list(elements)?.into_iter();
                let elements = elements.map(|element| self.binary_element(element));
                ExprKind::Binary(elements.collect::<Read<_>>()?)
            }
            ("record", &[name, fields]) => ExprKind::RecordCreate {
                name: name_of(name)?,
                fields: self.record_fields(fields)?,
            },
            ("record", &[record, name, fields]) => ExprKind::RecordUpdate {
                record: self.boxed(record)?,
                name: name_of(name)?,
                fields: self.record_fields(fields)?,
            },
            ("record_index", &[name, field]) => ExprKind::RecordIndex {
                name: name_of(name)?,
                field: self.ident(field)?,
            },
            ("record_field", &[record, name, field]) => ExprKind::RecordAccess {
                record: self.boxed(record)?,
                name: name_of(name)?,
                field: self.ident(field)?,
            },
            ("op", &[op, left, right]) => ExprKind::BinaryOp {
                op: BinaryOp::of_text(&name_of(op)?).ok_or(Malformed)?,
                left: self.boxed(left)?,
                right: self.boxed(right)?,
            },
            ("op", &[op, operand]) => ExprKind::UnaryOp {
                op: UnaryOp::of_text(&name_of(op)?).ok_or(Malformed)?,
                operand: self.boxed(operand)?,
            },
            ("match", &[pattern, value]) => ExprKind::Match {
                pattern: self.boxed(pattern)?,
                value: self.boxed(value)?,
            },
            ("maybe_match", &[pattern, value]) => ExprKind::MaybeMatch {
                pattern: self.boxed(pattern)?,
                value: self.boxed(value)?,
            },
            ("call", &[function, args]) => ExprKind::Call {
                function: self.boxed(function)?,
                args: self.exprs(args)?,
            },
            ("remote", &[module, function]) => ExprKind::Remote {
                module: self.boxed(module)?,
                function: self.boxed(function)?,
            },
            _ => return Ok(None),
        }))
    }

    /// What has clauses or bodies.
    fn control(&mut self, node: &Node) -> Read<ExprKind> {
        Ok(match (&*node.tag, &node.parts[..]) {
            ("lc", &[body, qualifiers]) => ExprKind::ListComprehension {
                body: self.boxed(body)?,
                qualifiers: self.qualifiers(qualifiers)?,
            },
            ("bc", &[body, qualifiers]) => ExprKind::BinaryComprehension {
                body: self.boxed(body)?,
                qualifiers: self.qualifiers(qualifiers)?,
            },
            ("block", &[body]) => ExprKind::Block(self.exprs(body)?),
            ("if", &[clauses]) => ExprKind::If(self.clauses(clauses)?),
            ("case", &[subject, clauses]) => ExprKind::Case {
                subject: self.boxed(subject)?,
                clauses: self.clauses(clauses)?,
            },
            ("receive", &[clauses]) => ExprKind::Receive {
                clauses: self.clauses(clauses)?,
                after: None,
            },
            ("receive", &[clauses, timeout, body]) => ExprKind::Receive {
                clauses: self.clauses(clauses)?,
                after: Some(After {
                    timeout: self.boxed(timeout)?,
                    body: self.exprs(body)?,
                }),
            },
            ("try", &[body, of, catch, after]) => {
                let handlers = self.list(catch)?.into_iter();
                ExprKind::Try(Box::new(Try {
                    body: self.exprs(body)?,
                    of: self.clauses(of)?,
                    catch: handlers
                        .map(|clause| self.clause(clause, true))
                        .collect::<Read<_>>()?,
                    after: self.exprs(after)?,
                }))
            }
            ("catch", &[body]) => ExprKind::Catch(self.boxed(body)?),
            ("fun", &[what]) => self.fun(what)?,
            ("named_fun", &[name, clauses]) => ExprKind::NamedFun {
                name: name_of(name)?,
                clauses: self.clauses(clauses)?,
            },
            ("maybe", &[body]) => ExprKind::Maybe {
                body: self.exprs(body)?,
                else_pos: None,
                else_clauses: Vec::new(),
            },
            ("maybe", &[body, other]) => {
                let other = self.node(other)?;
                let &[clauses] = &other.parts[..] else {
                    return Err(Malformed);
                };
                ExprKind::Maybe {
                    body: self.exprs(body)?,
                    else_pos: Some(other.pos),
                    else_clauses: self.clauses(clauses)?,
                }
            }
            _ => return Err(Malformed),
        })
    }

    fn fun(&mut self, what: Term) -> Read<ExprKind> {
        let parts = self.tuple(what)?;
        let Some((&tag, parts)) = parts.split_first() else {
            return Err(Malformed);
        };
        Ok(match (&*name_of(tag)?, parts) {
            ("clauses", &[clauses]) => ExprKind::Fun(self.clauses(clauses)?),
            ("function", &[name, arity]) => ExprKind::FunLocal {
                name: name_of(name)?,
                arity: number_of(arity)?,
            },
            ("function", &[module, name, arity]) => ExprKind::FunRemote {
                module: self.boxed(module)?,
                name: self.boxed(name)?,
                arity: self.boxed(arity)?,
            },
            _ => return Err(Malformed),
        })
    }

    /// The chain of cells as one list.
    fn cons(&mut self, head: Term, mut rest: Term) -> Read<ExprKind> {
        let mut elements = vec![self.expr(head)?];
        loop {
            let node = self.node(rest)?;
            match (&*node.tag, &node.parts[..]) {
                ("cons", &[head, tail]) => {
                    elements.push(self.expr(head)?);
                    rest = tail;
                }
                (tag, _) => {
                    let tail = if tag == "nil" {
                        None
                    } else {
                        Some(self.boxed(rest)?)
                    };
                    return Ok(ExprKind::List {
                        elements,
                        tail,
                        end: node.pos,
                    });
                }
            }
        }
    }

    fn map_fields(&mut self, term: Term) -> Read<Vec<MapField>> {
        let fields = self.list(term)?.into_iter();
        fields
            .map(|field| {
                let node = self.node(field)?;
                let exact = match &*node.tag {
                    "map_field_assoc" => false,
                    "map_field_exact" => true,
                    _ => return Err(Malformed),
                };
                let &[key, value] = &node.parts[..] else {
                    return Err(Malformed);
                };
                Ok(MapField {
                    pos: node.pos,
                    exact,
                    key: self.expr(key)?,
                    value: self.expr(value)?,
                })
            })
            .collect()
    }

    fn record_fields(&mut self, term: Term) -> Read<Vec<RecordField>> {
        let fields = self.list(term)?.into_iter();
        fields
            .map(|field| {
                let node = self.node(field)?;
                let ("record_field", &[name, value]) = (&*node.tag, &node.parts[..]) else {
                    return Err(Malformed);
                };
                let is_var = &*self.node(name)?.tag == "var";
                let Ident { pos, name } = self.ident(name)?;
                Ok(RecordField {
                    pos,
                    name: if is_var {
                        RecordFieldName::Var(name)
                    } else {
                        RecordFieldName::Atom(name)
                    },
                    value: self.expr(value)?,
                })
            })
            .collect()
    }

    fn qualifiers(&mut self, term: Term) -> Read<Vec<Qualifier>> {
        let qualifiers = self.list(term)?.into_iter();
        qualifiers
            .map(|qualifier| {
                let node = self.node(qualifier)?;
                let kind = match (&*node.tag, &node.parts[..]) {
                    ("generate", &[pattern, source]) => QualifierKind::Generator {
                        pattern: self.expr(pattern)?,
                        source: self.expr(source)?,
                    },
                    ("b_generate", &[pattern, source]) => QualifierKind::BinaryGenerator {
                        pattern: self.expr(pattern)?,
                        source: self.expr(source)?,
                    },
                    _ => QualifierKind::Filter(self.expr(qualifier)?),
                };
                Ok(Qualifier {
                    pos: node.pos,
                    kind,
                })
            })
            .collect()
    }

    fn binary_element(&mut self, term: Term) -> Read<BinaryElement> {
        let node = self.node(term)?;
        let ("bin_element", &[value, size, specifiers]) = (&*node.tag, &node.parts[..]) else {
            return Err(Malformed);
        };
        let is_default = |term: Term| term.as_atom().is_some_and(|atom| atom.text() == "default");
        let specifiers = if is_default(specifiers) {
            Vec::new()
        } else {
            self.list(specifiers)?
        };
        Ok(BinaryElement {
            pos: node.pos,
            value: self.expr(value)?,
            size: if is_default(size) {
                None
            } else {
                Some(self.expr(size)?)
            },
            specifiers: specifiers
                .into_iter()
                .map(|specifier| self.specifier(specifier))
                .collect::<Read<_>>()?,
        })
    }

    fn specifier(&self, term: Term) -> Read<BinarySpecifier> {
        let (name, value) = match self.heap.as_tuple(term) {
            Some([name, value]) => (name, Some(self.int(value)?)),
            None => (term, None),
        };
        Ok(BinarySpecifier {
            name: name_of(name)?,
            value,
        })
    }
}

fn byte_element(pos: Pos, byte: u8) -> BinaryElement {
    BinaryElement {
        pos,
        value: Expr::new(pos, ExprKind::Integer(Int::Small(byte.into()))),
        size: None,
        specifiers: Vec::new(),
    }
}
