//! Module `prim_compile`: the compiler and what is loaded without a name yet, for `compile` and `code`, which are written in
//! Erlang (`crate/otp`).
//!
//! What is compiled is described by an input and settings:
//!
//!     Input :: {source, FileName, Text} | {forms, Forms, FileName}
//!     Settings :: {Macros :: [{Name, Value}], Options :: [term()], Headers :: node | [{Name, Text}]}
//!
//! with headers from the node's files, or those that were read when it was compiled first. Compiled twice, the same gives the
//! same: that is how an object file can hold its source.

use super::{abstract_forms, arguments, builtins, console};
use bytecode::Module;
use bytecode::module::Behaviour;
use compile::Wishes;
use machine::host::{NativeResult, Trap};
use process::event::What;
use process::{Ctx, Node};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use syntax::abstract_format;
use syntax::ast::{Expr, Pos};
use syntax::diagnostic::{Diagnostic, Severity, render};
use syntax::preprocess::{self, Includes};
use term::print::WriteOptions;
use term::{Atom, Heap, Term, atom, external};

builtins! {
    "abstract"/2 Linear effect = abstract_of;
    "claim"/1 Constant effect = claim;
    "compile"/2 Linear effect = compile;
    "discard"/1 Constant effect = discard;
    "is_library"/1 Constant pure = |_, args| {
        let name = arguments::atom(args[0])?;
        Ok(Term::bool(super::otp::is_of_otp(name.text())))
    };
    "publish"/2 Constant effect = publish;
    "rendered"/4 Linear pure = rendered_message;
    "reload"/1 Constant effect = super::code::reload;
    "stage"/2 Linear effect = stage;
}

/// The files of a node, by name, as headers.
pub struct Files<'a>(pub &'a BTreeMap<String, Rc<str>>);

impl Includes for Files<'_> {
    /// Beside the file that includes it, or from the folder of the module.
    fn include(&self, from: &str, name: &str) -> Option<(String, Vec<u8>)> {
        let beside = from
            .rsplit_once('/')
            .map(|(folder, _)| format!("{folder}/{name}"));
        let beside = beside.filter(|beside| self.0.contains_key(beside));
        let found = beside.unwrap_or_else(|| name.into());
        let text = self.0.get(&found)?.as_bytes().to_vec();
        Some((found, text))
    }

    fn include_lib(&self, name: &str) -> Option<(String, Vec<u8>)> {
        let (_, base) = name.rsplit_once('/')?;
        self.include("", base)
    }
}

/// Headers that are written down as they are read.
struct Recorder<'a> {
    files: Files<'a>,
    read: RefCell<BTreeMap<String, Rc<str>>>,
}

impl Recorder<'_> {
    fn note(&self, found: Option<(String, Vec<u8>)>) -> Option<(String, Vec<u8>)> {
        let name = &found.as_ref()?.0;
        if let Some(text) = self.files.0.get(name) {
            self.read.borrow_mut().insert(name.clone(), text.clone());
        }
        found
    }
}

impl Includes for Recorder<'_> {
    fn include(&self, from: &str, name: &str) -> Option<(String, Vec<u8>)> {
        self.note(self.files.include(from, name))
    }

    fn include_lib(&self, name: &str) -> Option<(String, Vec<u8>)> {
        self.note(self.files.include_lib(name))
    }
}

struct Outcome {
    module: Option<Module>,
    diagnostics: Vec<Diagnostic>,
    headers: BTreeMap<String, Rc<str>>,
}

/// The behaviour that a loaded module defines.
pub fn behaviour(node: &Node, name: &str) -> Option<Behaviour> {
    let instance = node.code.current(Atom::try_intern(name).ok()?)?;
    instance.module.behaviour.clone()
}

/// Whether such a parse transform is loaded.
pub fn has_transform(node: &Node, name: &str) -> bool {
    let instance = Atom::try_intern(name)
        .ok()
        .and_then(|name| node.code.current(name));
    let transform = Atom::intern("parse_transform");
    instance.is_some_and(|instance| instance.module.exported(transform, 2).is_some())
}

/// Compiles; `None` for what is no input, or no forms.
fn run(node: &Node, heap: &Heap, input: Term, settings: Term) -> Option<Outcome> {
    let [kind, first, second] = heap.as_tuple(input)?;
    let [macros, options, headers] = heap.as_tuple(settings)?;
    let wishes = format!(
        "{}{}",
        write(node, heap, macros),
        write(node, heap, options)
    );
    let options: Vec<Expr> = heap
        .list_to_vec(options)?
        .into_iter()
        .filter_map(|option| abstract_forms::constant(heap, option).ok())
        .collect();
    let mut outcome = if kind.as_atom()?.text() == "forms" {
        forms(
            node,
            heap,
            first,
            &console::text_in(heap, second)?,
            &options,
        )?
    } else {
        let file = console::text_in(heap, first)?;
        let text = heap.bytes(second)?;
        let macros = self::macros(node, heap, macros)?;
        let given = if headers.is_atom() {
            None
        } else {
            Some(given_headers(heap, headers)?)
        };
        let recorder = Recorder {
            files: Files(given.as_ref().unwrap_or(&node.files)),
            read: RefCell::default(),
        };
        let wishes = Wishes {
            options: &options,
            find_behaviour: &|name| behaviour(node, name),
            has_transform: &|name| has_transform(node, name),
        };
        let compiled = compile::source_with(&file, &text, &recorder, &macros, &wishes);
        Outcome {
            module: compiled.module,
            diagnostics: compiled.diagnostics,
            headers: recorder.read.into_inner(),
        }
    };
    // The same source compiled with other wishes is another module.
    if let Some(module) = &mut outcome.module
        && wishes != "[][]"
    {
        module.fingerprint ^= compile::fingerprint_of(&wishes);
    }
    Some(outcome)
}

fn write(node: &Node, heap: &Heap, term: Term) -> String {
    term::print::write(heap, term, &WriteOptions::new(node).unicode())
}

fn forms(node: &Node, heap: &Heap, forms: Term, source: &str, options: &[Expr]) -> Option<Outcome> {
    let (tree, diagnostics) = abstract_forms::module(heap, forms, source).ok()?;
    let fingerprint = compile::fingerprint_of(&write(node, heap, forms));
    let wishes = Wishes {
        options,
        find_behaviour: &|name| behaviour(node, name),
        has_transform: &|name| has_transform(node, name),
    };
    let mut compiled = compile::tree(tree, diagnostics, &wishes, fingerprint);
    if let Some(module) = &mut compiled.module
        && module.file.is_empty()
        && let Some(name) = module.name
    {
        module.file = format!("{}.erl", name.text());
    }
    Some(Outcome {
        module: compiled.module,
        diagnostics: compiled.diagnostics,
        headers: BTreeMap::new(),
    })
}

/// Compiles what a parse transform has made; `None` if these are no forms.
pub fn compile_forms(
    node: &Node,
    heap: &Heap,
    forms: Term,
    source: &str,
) -> Option<(Option<Rc<Module>>, Vec<Diagnostic>)> {
    let outcome = self::forms(node, heap, forms, source, &[])?;
    Some((outcome.module.map(Rc::new), outcome.diagnostics))
}

/// `[{Name, Value}]`; a macro's value is any term.
fn macros(node: &Node, heap: &Heap, list: Term) -> Option<preprocess::Options> {
    let mut options = preprocess::Options::default();
    for item in heap.list_to_vec(list)? {
        let [name, value] = heap.as_tuple(item)?;
        let name = name.as_atom()?.text().into();
        options.macros.push((name, write(node, heap, value)));
    }
    Some(options)
}

/// The headers that came with the input.
fn given_headers(heap: &Heap, headers: Term) -> Option<BTreeMap<String, Rc<str>>> {
    let mut given = BTreeMap::new();
    for header in heap.list_to_vec(headers)? {
        let [name, text] = heap.as_tuple(header)?;
        let text = String::from_utf8(heap.bytes(text)?.into_owned()).ok()?;
        given.insert(console::text_in(heap, name)?.to_string(), text.into());
    }
    Some(given)
}

/// The code in a module's object file, for calls of a module that is not loaded.
pub fn object(node: &mut Node, name: Atom) -> Option<Rc<Module>> {
    let bytes = node.read_file(&format!("{}.beam", name.text())).ok()?;
    // The layout is that of `compile:binary/4'.
    let chunk = bytes.strip_prefix(b"FOR1")?.get(16..)?;
    let mut heap = Heap::new();
    let decoded = external::decode(&mut heap, chunk, node, false, bytes.len() * 4).ok()?;
    let [_, _, input, settings] = heap.as_tuple(decoded.term)?;
    let module = run(node, &heap, input, settings)?.module?;
    (module.name == Some(name)).then(|| Rc::new(module))
}

/// `compile(Input, Settings) -> {Module | [], Digest, Problems, {Errors, Warnings}, Headers} | malformed`: what was found wrong, as
/// `[{error | warning, File, Place, Rule, Text}]` and as it is printed, and the headers that were read. Loads nothing.
fn compile(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Some(outcome) = run(ctx.node, &ctx.heap, args[0], args[1]) else {
        return Ok(Atom::intern("malformed").into());
    };
    charge(ctx, args[0]);
    let digest = outcome.module.as_ref().map(Module::uniq);
    let digest = ctx.heap.binary(&digest.unwrap_or_default());
    let module = outcome.module.and_then(|module| module.name);
    let mut problems = Vec::new();
    for diagnostic in &outcome.diagnostics {
        problems.push(problem(ctx, diagnostic)?);
    }
    let problems = ctx.heap.list(&problems);
    let errors = rendered(ctx, &outcome.diagnostics, Severity::Error);
    let warnings = rendered(ctx, &outcome.diagnostics, Severity::Warning);
    if module.is_none()
        && let Some([_, file, _]) = ctx.heap.as_tuple(args[0])
        && let Ok(file) = console::text(ctx, file)
        && let Ok(name) = Atom::try_intern(file.trim_end_matches(".erl"))
    {
        let text = format!("{errors}{warnings}").into();
        ctx.log(What::CodeRejected { module: name, text });
    }
    let mut headers = Vec::new();
    for (name, text) in outcome.headers {
        let pair = [ctx.heap.string(&name), ctx.heap.binary(text.as_bytes())];
        headers.push(ctx.heap.tuple(&pair));
    }
    let headers = ctx.heap.list(&headers);
    let printed = [string(ctx, &errors)?, string(ctx, &warnings)?];
    let printed = ctx.heap.tuple(&printed);
    // Any atom may be a module's name.
    let module = module.map_or(Term::NIL, Term::from);
    Ok(ctx
        .heap
        .tuple(&[module, digest, problems, printed, headers]))
}

/// `abstract(Input, Settings) -> [Form] | none`: a source in the abstract format, for parse transforms; `none` if there is
/// something wrong with it.
fn abstract_of(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    charge(ctx, args[0]);
    let Some(text) = abstract_text(ctx.node, &ctx.heap, args[0], args[1]) else {
        return Ok(Atom::intern("none").into());
    };
    ctx.charge(text.len());
    ctx.reserve(text.len())?;
    super::source::read_term(ctx, &text)
}

fn abstract_text(node: &Node, heap: &Heap, input: Term, settings: Term) -> Option<String> {
    let [_, file, text] = heap.as_tuple(input)?;
    let [macros, _, _] = heap.as_tuple(settings)?;
    let file = console::text_in(heap, file)?;
    let (text, macros) = (heap.bytes(text)?, self::macros(node, heap, macros)?);
    let parsed = preprocess::parse_module(&file, &text, &Files(&node.files), &macros);
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let forms = parsed.module.forms.iter().map(abstract_format::form);
    let forms: Vec<String> = forms.collect();
    Some(format!("[{}]", forms.join(",")))
}

/// `rendered(File, Place, Text, error | warning)`: what a parse transform has found, as `erlc` prints it.
fn rendered_message(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (file, text) = (console::text(ctx, args[0])?, console::text(ctx, args[2])?);
    let number = |term: Term| term.as_small().and_then(|n| u32::try_from(n).ok());
    let pos = match ctx.heap.as_tuple(args[1]) {
        Some([line, column]) => number(line).zip(number(column)),
        _ => number(args[1]).map(|line| (line, 0)),
    };
    let pos = pos.map(|(line, column)| Pos::new(line, column));
    let at = pos.unwrap_or_default();
    let found = if args[3] == atom::ERROR.into() {
        Diagnostic::error(&file, at, "transform:", &*text)
    } else {
        Diagnostic::warning(&file, at, "transform:", &*text)
    };
    let found = Diagnostic { pos, ..found };
    let shown = render(&[found], |file| {
        ctx.node.files.get(file).map(|text| &**text)
    });
    string(ctx, &shown)
}

/// Charges for compiling an input.
fn charge(ctx: &mut Ctx<'_>, input: Term) {
    let size = match ctx.heap.as_tuple(input) {
        Some([_, _, text]) if text.is_bitstring() => ctx.heap.bit_size(text) / 8,
        Some([_, forms, _]) => term::copy::copied_size(&ctx.heap, forms),
        None => 0,
    };
    ctx.charge(size * 64);
}

fn rendered(ctx: &Ctx<'_>, diagnostics: &[Diagnostic], severity: Severity) -> String {
    let wanted = diagnostics.iter();
    let wanted: Vec<Diagnostic> = wanted
        .filter(|diagnostic| diagnostic.severity == severity)
        .cloned()
        .collect();
    render(&wanted, |file| ctx.node.files.get(file).map(|text| &**text))
}

/// `{error | warning, File, Line | {Line, Column} | none, Rule, Text}`.
fn problem(ctx: &mut Ctx<'_>, diagnostic: &Diagnostic) -> NativeResult {
    let severity = if diagnostic.is_error() {
        atom::ERROR
    } else {
        Atom::intern("warning")
    };
    let place = match diagnostic.pos {
        None => Atom::intern("none").into(),
        Some(pos) if pos.column == 0 => Term::size(pos.line as usize),
        Some(pos) => {
            let pair = [
                Term::size(pos.line as usize),
                Term::size(pos.column as usize),
            ];
            ctx.heap.tuple(&pair)
        }
    };
    let file = string(ctx, &diagnostic.file)?;
    let (rule, text) = (
        string(ctx, diagnostic.code)?,
        string(ctx, &diagnostic.message)?,
    );
    Ok(ctx.heap.tuple(&[severity.into(), file, place, rule, text]))
}

fn string(ctx: &mut Ctx<'_>, text: &str) -> NativeResult {
    ctx.charge(text.len() * 4);
    ctx.reserve(text.len() * 2)?;
    Ok(ctx.heap.string(text))
}

/// `stage(Input, Settings) -> {Module, Number, OnLoad | none} | badfile`: compiles and loads, without giving the code its
/// name yet. `OnLoad` is a fun that calls what `-on_load` names.
fn stage(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let outcome = run(ctx.node, &ctx.heap, args[0], args[1]);
    charge(ctx, args[0]);
    let module = outcome.and_then(|outcome| outcome.module);
    let Some(module) = module.filter(|module| module.name.is_some()) else {
        return Ok(Atom::intern("badfile").into());
    };
    let (name, on_load) = (module.name, module.on_load);
    let number = ctx.node.code.load_anonymous(Rc::new(module));
    let on_load = on_load_fun(ctx, number, on_load);
    let name = name.unwrap_or(atom::UNDEFINED);
    Ok(ctx
        .heap
        .tuple(&[name.into(), Term::size(number as usize), on_load]))
}

fn on_load_fun(ctx: &mut Ctx<'_>, number: u32, index: Option<u32>) -> Term {
    match index {
        Some(index) => ctx.heap.fun(number, index, 0, std::iter::empty()),
        None => Atom::intern("none").into(),
    }
}

/// `claim(Module) -> {Place, {Module, Number, OnLoad}} | Pid | none`: makes the caller the one who has the `-on_load` of a
/// module run that waits for that, unless process `Pid` is.
fn claim(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (name, me) = (arguments::atom(args[0])?, ctx.process.number);
    let Some(mut staged) = ctx.node.code.staged(name).cloned() else {
        return Ok(Atom::intern("none").into());
    };
    if let Some(loader) = staged.loader
        && loader != me
        && ctx.node.processes.is_alive(loader)
    {
        return Ok(Term::local_pid(loader));
    }
    staged.loader = Some(me);
    let index = ctx.node.code.instance(staged.number).module.on_load;
    let on_load = on_load_fun(ctx, staged.number, index);
    let place = match &staged.place {
        Some(place) => ctx.heap.string(place),
        None => Term::NIL,
    };
    let number = Term::size(staged.number as usize);
    if let Some(entry) = ctx.node.code.staged(name) {
        *entry = staged;
    }
    let code = ctx.heap.tuple(&[name.into(), number, on_load]);
    Ok(ctx.heap.tuple(&[place, code]))
}

/// `publish(Number, Place) -> Module`: staged code becomes current, what was current becomes old. Without a place (`[]`) it
/// comes from the file that the module names.
fn publish(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = arguments::size(args[0])? as u32;
    let place = console::text(ctx, args[1])?;
    let place = (!place.is_empty()).then_some(place);
    let published = ctx.node.code.publish(number, place);
    let name = published.ok_or_else(Trap::badarg)?;
    ctx.log(What::CodeLoaded { module: name });
    Ok(name.into())
}

/// `discard(Number)`: staged code that is not wanted after all.
fn discard(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = arguments::size(args[0])? as u32;
    ctx.node.code.discard(number);
    Ok(Term::bool(true))
}
