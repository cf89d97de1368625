//! From a syntax tree to bytecode.
//!
//! Three steps: [`lower`] resolves names and takes records, comprehensions and funs apart, giving [`ir`]; [`generate`]
//! chooses registers and instructions; constants are published as literals. May know terms, syntax and bytecode,
//! nothing of the machine that runs it.
//!
//! Invariant: recursion is bounded by the depth of the syntax tree (`limits::SYNTAX_DEPTH_MAX`).

pub mod auto;
mod callbacks;
pub mod driver;
mod evaluator;
mod generate;
mod ir;
pub mod lint;
mod lower;
mod operands;
mod eunit_autoexport;
pub mod ms_transform;
pub mod qlc;
mod suspect;

use bytecode::Module;
use bytecode::evaluator::Surroundings;
use bytecode::module::FunEntry;
use syntax::ast::{self, Name, Pos, RecordDef};
use syntax::diagnostic::Diagnostic;
use term::{Atom, Term, literal};

pub use auto::is_auto_imported;
pub use driver::{Compiled, Wishes, fingerprint_of, source, source_with, tree, trusted_source};
pub use evaluator::surroundings;

/// Module that calls of unknown functions in shell units go to; the shell gives them a meaning.
pub const SHELL_LOCAL: &str = "shell_local";

/// What a caller may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Fingerprint of the source (`vsn`, identity of funs).
    pub fingerprint: u64,
}

/// Compiles a module that lint has accepted. Warnings come with the module.
pub fn module(
    tree: &ast::Module,
    options: &Options,
) -> Result<(Module, Vec<Diagnostic>), Vec<Diagnostic>> {
    let file: Name = tree
        .files
        .first()
        .cloned()
        .unwrap_or_else(|| "nofile".into());
    let mut lowered = lower::module(tree);
    add_module_info(&mut lowered);
    add_version(&mut lowered, options.fingerprint);
    let on_load = lowered.on_load;
    let mut module = finish(lowered, &file, options.fingerprint)?;
    module.file = file.to_string();
    if let Some(name) = on_load {
        add_on_load(&mut module, name);
    }
    Ok((module, Vec::new()))
}

/// Makes a fun of the function that `-on_load` names, so that it can be called before the module has its name.
fn add_on_load(module: &mut Module, name: Atom) {
    let function = module
        .functions
        .iter()
        .find(|function| function.arity == 0 && function.name == name);
    if let Some(function) = function {
        let entry = FunEntry {
            name,
            arity: 0,
            free: 0,
            entry: function.entry,
        };
        module.on_load = Some(module.funs.len() as u32);
        module.funs.push(entry);
    }
}

/// A compiled shell expression.
#[derive(Clone, Debug)]
pub struct ShellExpr {
    /// Exports `expr/N` (and nothing else): parameters are the bound variables in the order given, the result is
    /// `{Value, NewBinding1, ...}`.
    pub module: Module,
    /// The variables that the expression binds, in the order of the result.
    pub bindings: Vec<Name>,
}

/// Compiles what was typed into a shell: its functions present themselves as `erl_eval`'s, operators are calls to
/// `erlang`, and local functions are imports from [`SHELL_LOCAL`]. The lines of `exprs` are numbers of `surroundings`, if
/// there are any.
pub fn shell_expr(
    exprs: &[ast::Expr],
    bound: &[Name],
    records: &[RecordDef],
    surroundings: Vec<Surroundings>,
) -> Result<ShellExpr, Vec<Diagnostic>> {
    let mut unit = lower::shell(exprs, bound, records);
    unit.lowered.unit.awaited = surroundings
        .iter()
        .map(|around| around.frame.is_some())
        .collect();
    let mut module = finish(unit.lowered, &"shell".into(), 0)?;
    module.is_shell = true;
    module.surroundings = surroundings;
    module.fingerprint = fingerprint(&module);
    Ok(ShellExpr {
        module,
        bindings: unit.bindings,
    })
}

/// The variables that a fun takes from around it, in the order in which it captures them.
pub fn free_names(fun: &ast::Expr) -> Vec<Name> {
    lower::free_names(fun)
}

/// Generates code and publishes the constants.
fn finish(
    mut lowered: lower::Lowered,
    file: &Name,
    fingerprint: u64,
) -> Result<Module, Vec<Diagnostic>> {
    if !lowered.errors.is_empty() {
        return Err(lowered.errors);
    }
    operands::annotate(&mut lowered.unit);
    let output = generate::generate(&lowered.unit);
    let mut errors = Vec::new();
    for &(id, line) in &output.too_large {
        let function = &lowered.unit.functions[id as usize];
        let message = format!(
            "system limit: function {}/{} needs more than {} registers; split it",
            function.name.text(),
            function.params,
            limits::FRAME_REGISTERS_MAX
        );
        errors.push(Diagnostic::error(
            file,
            Pos::new(line, 1),
            "compile:registers",
            message,
        ));
    }
    if output.too_many {
        let message =
            "system limit: too many bit string segments or imported functions in one module";
        errors.push(Diagnostic::error(
            file,
            Pos::new(1, 1),
            "compile:tables",
            message,
        ));
    }
    let mut module = output.module;
    let mut roots: Vec<Term> = module.constants.clone();
    roots.extend(lowered.attributes.iter().map(|attribute| attribute.1));
    if literal::publish(lowered.heap, &mut roots).is_err() {
        let message = "system limit: too many literals in all modules together";
        errors.push(Diagnostic::error(
            file,
            Pos::new(1, 1),
            "compile:literals",
            message,
        ));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let values = roots.split_off(module.constants.len());
    module.constants = roots;
    module.attributes = lowered
        .attributes
        .iter()
        .map(|attribute| attribute.0)
        .zip(values)
        .collect();
    module.name = lowered.name;
    module.fingerprint = fingerprint;
    generate::fuse::fuse(&mut module);
    Ok(module)
}

/// `module_info/0` and `module_info/1` ask the runtime.
fn add_module_info(lowered: &mut lower::Lowered) {
    use ir::{Callee, Expr, Function, Kind, Use};
    let Some(name) = lowered.name else { return };
    for params in 0..2 {
        let mut args = vec![Expr::constant(0, name.into())];
        if params == 1 {
            args.push(Expr::new(0, Kind::Var(Use { var: 0, at: 1 })));
        }
        let callee = Callee::External(lower::erlang("get_module_info", args.len()));
        let body = Expr::new(0, Kind::Call(callee, args, 2));
        // The parameter is known as a variable the way a captured one is.
        lowered.unit.functions.push(Function {
            name: Atom::intern("module_info"),
            params: 0,
            captured: (0..params).collect(),
            line: 0,
            exported: true,
            body,
            uses: vec![vec![1]; params as usize],
        });
    }
}

/// `vsn`, unless the source has its own.
fn add_version(lowered: &mut lower::Lowered, fingerprint: u64) {
    let name = Atom::intern("vsn");
    if lowered
        .attributes
        .iter()
        .any(|attribute| attribute.0 == name)
    {
        return;
    }
    let version = lowered.heap.unsigned(fingerprint);
    let version = lowered.heap.list(&[version]);
    lowered.attributes.insert(0, (name, version));
}

/// A number that tells units apart.
fn fingerprint(module: &Module) -> u64 {
    driver::fingerprint(format!("{:?} {:?}", module.code, module.constants).as_bytes())
}
