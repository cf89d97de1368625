//! Module `code`: what is loaded on this node.
//!
//! There are no object files: a module's code comes from the library or from a compiler on the node, and `load_file`
//! loads again what was loaded last.

use super::{arguments, builtins};
use machine::host::NativeResult;
use process::Ctx;
use process::event::What;
use process::files::HOME;
use process::pid::Pid;
use process::signal::{ExitKind, Signal, atom_parcel};
use term::{Atom, Term, atom};

builtins! {
    "all_loaded"/0 Linear effect = all_loaded;
    "delete"/1 Constant effect = delete;
    "ensure_loaded"/1 Linear effect = ensure_loaded;
    "get_path"/0 Constant effect = |_, _| Ok(Term::NIL);
    "is_loaded"/1 Constant effect = is_loaded;
    "get_object_code"/1 Linear effect = get_object_code;
    "load_file"/1 Linear effect = load_file;
    "modified_modules"/0 Constant effect = modified_modules;
    "purge"/1 Linear effect = |ctx, args| Ok(Term::bool(purge(ctx, arguments::atom(args[0])?)));
    "soft_purge"/1 Linear effect = soft_purge;
    "which"/1 Constant effect = which;
}

fn module(ctx: &mut Ctx<'_>, name: Atom) -> Term {
    ctx.heap.tuple(&[atom::MODULE.into(), name.into()])
}

fn nofile(ctx: &mut Ctx<'_>) -> Term {
    ctx.heap
        .tuple(&[atom::ERROR.into(), Atom::intern("nofile").into()])
}

fn ensure_loaded(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    if ctx.node.code.ensure_loaded(name) {
        return Ok(module(ctx, name));
    }
    Ok(nofile(ctx))
}

/// `{Module, Binary, FileName}`, or `error` if there is no object file: what `compile:file/1` has written.
fn get_object_code(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let file = format!("{}.beam", name.text());
    let Ok(bytes) = ctx.node.read_file(&file) else {
        return Ok(atom::ERROR.into());
    };
    ctx.charge(bytes.len());
    ctx.reserve(bytes.len() / 8)?;
    let binary = ctx.heap.binary(&bytes);
    let path = ctx.heap.string(&format!("{HOME}/{file}"));
    Ok(ctx.heap.tuple(&[name.into(), binary, path]))
}

/// Modules whose source is not the one that is loaded.
fn modified_modules(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let mut modified = Vec::new();
    for &name in ctx.node.code.loaded() {
        let (Some(instance), Some(source)) = (
            ctx.node.code.current(name),
            ctx.node.files.get(&format!("{}.erl", name.text())),
        ) else {
            continue;
        };
        if instance.module.fingerprint != compile::fingerprint_of(source) {
            modified.push(name.into());
        }
    }
    Ok(ctx.heap.list(&modified))
}

fn load_file(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let again = ctx
        .node
        .code
        .current(name)
        .map(|instance| instance.module.clone());
    match again {
        Some(code) => {
            purge(ctx, name);
            ctx.node.code.load(code);
            ctx.log(What::CodeLoaded { module: name });
            Ok(module(ctx, name))
        }
        None => ensure_loaded(ctx, args),
    }
}

/// Where the code of a module comes from: its source file, or `preloaded` for builtins.
fn place(ctx: &mut Ctx<'_>, name: Atom) -> Option<Term> {
    if let Some(instance) = ctx.node.code.current(name) {
        return Some(ctx.heap.string(&instance.module.file));
    }
    ctx.node
        .code
        .library
        .native_modules
        .contains(&name)
        .then(|| Atom::intern("preloaded").into())
}

fn is_loaded(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    match place(ctx, arguments::atom(args[0])?) {
        Some(place) => Ok(ctx.heap.tuple(&[atom::FILE.into(), place])),
        None => Ok(Term::bool(false)),
    }
}

fn which(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    ctx.node.code.ensure_loaded(name);
    Ok(place(ctx, name).unwrap_or_else(|| Atom::intern("non_existing").into()))
}

fn all_loaded(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let mut names = ctx.node.code.library.native_modules.clone();
    names.extend(
        ctx.node
            .code
            .loaded()
            .iter()
            .filter(|name| !ctx.node.code.library.native_modules.contains(name)),
    );
    let mut pairs = Vec::new();
    for name in names {
        let place = place(ctx, name).unwrap_or(Term::NIL);
        pairs.push(ctx.heap.tuple(&[name.into(), place]));
    }
    Ok(ctx.heap.list(&pairs))
}

fn delete(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    Ok(Term::bool(
        !ctx.node.code.has_old(name) && ctx.node.code.delete(name),
    ))
}

/// Removes the old code of a module; processes that still run it are killed. Whether there were any.
pub fn purge(ctx: &mut Ctx<'_>, name: Atom) -> bool {
    let Some(instance) = ctx.node.code.old_instance(name) else {
        return false;
    };
    let users = ctx.node.users_of(instance);
    for &number in &users {
        let (reason, from) = (atom_parcel(atom::KILL), Pid::Local(ctx.process.number));
        let cause = ctx.process.last_event;
        ctx.send_signal(
            Pid::Local(number),
            Signal::Exit {
                from,
                reason,
                kind: ExitKind::Explicit,
                cause,
            },
        );
    }
    ctx.settle();
    ctx.node.code.purge(name);
    !users.is_empty()
}

fn soft_purge(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let in_use = ctx
        .node
        .code
        .old_instance(name)
        .is_some_and(|instance| !ctx.node.users_of(instance).is_empty());
    if !in_use {
        purge(ctx, name);
    }
    Ok(Term::bool(!in_use))
}
