//! Module `code`: what is loaded on this node.
//!
//! A module's code comes from the library, from the world's input, or from an object file, which holds the source
//! (`crate/otp/compile.erl`). Loading is written in Erlang (`crate/otp/code.erl`).

use super::{arguments, builtins};
use machine::host::{Callee, NativeResult, Trap};
use process::Ctx;
use process::event::What;
use process::files::HOME;
use process::pid::Pid;
use process::signal::{ExitKind, Signal, atom_parcel};
use term::{Atom, Term, atom};

builtins! {
    "all_loaded"/0 Linear effect = all_loaded;
    "ensure_loaded"/1 Linear effect = ensure_loaded;
    "get_path"/0 Constant effect = |ctx, _| {
        let here = ctx.heap.string(".");
        Ok(ctx.heap.list(&[here]))
    };
    "is_loaded"/1 Constant effect = is_loaded;
    "get_object_code"/1 Linear effect = get_object_code;
    "purge"/1 Linear effect = |ctx, args| {
        let name = name(args[0])?;
        Ok(Term::bool(purge(ctx, name)))
    };
    "soft_purge"/1 Linear effect = soft_purge;
    "which"/1 Constant effect = which;
}

/// A module's name, which the functions of `code` match in their heads.
fn name(term: Term) -> Result<Atom, Trap> {
    term.as_atom()
        .ok_or_else(|| Trap::error(atom::FUNCTION_CLAUSE))
}

fn module(ctx: &mut Ctx<'_>, name: Atom) -> Term {
    ctx.heap.tuple(&[atom::MODULE.into(), name.into()])
}

fn problem(ctx: &mut Ctx<'_>, reason: &str) -> Term {
    let reason = Atom::intern(reason).into();
    ctx.heap.tuple(&[atom::ERROR.into(), reason])
}

fn ensure_loaded(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = name(args[0])?;
    if ctx.node.ensure_loaded(name) {
        return Ok(module(ctx, name));
    }
    if ctx.node.code.staged(name).is_some() {
        let finish = Atom::intern("finish_loading");
        return ctx.call(Callee::Mfa(Atom::intern("code"), finish), vec![args[0]]);
    }
    Ok(problem(ctx, "nofile"))
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

/// `reload(Module)`: what `code:load_file/1` does without an object file. Code that never had one is loaded again.
pub fn reload(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    let again = ctx
        .node
        .code
        .current(name)
        .filter(|instance| !ctx.node.code.has_place(instance))
        .map(|instance| instance.module.clone());
    match again {
        Some(_) if ctx.node.code.has_old(name) => Ok(problem(ctx, "not_purged")),
        Some(code) => {
            ctx.node.code.load(code);
            ctx.log(What::CodeLoaded { module: name });
            Ok(module(ctx, name))
        }
        None if ctx.node.code.current(name).is_some() => Ok(problem(ctx, "nofile")),
        None => ensure_loaded(ctx, args),
    }
}

/// Where the code of a module comes from: its source file, or `preloaded` for builtins.
fn place(ctx: &mut Ctx<'_>, name: Atom) -> Option<Term> {
    if let Some(instance) = ctx.node.code.current(name) {
        let place = ctx.node.code.place(&instance);
        return Some(ctx.heap.string(&place));
    }
    ctx.node
        .code
        .library
        .native_modules
        .contains(&name)
        .then(|| Atom::intern("preloaded").into())
}

fn is_loaded(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    match place(ctx, name(args[0])?) {
        Some(place) => Ok(ctx.heap.tuple(&[atom::FILE.into(), place])),
        None => Ok(Term::bool(false)),
    }
}

fn which(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = name(args[0])?;
    ctx.node.ensure_loaded(name);
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

/// `erlang:delete_module(Module)`: `true`, or `undefined` if there was none.
pub fn delete_module(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    if ctx.node.code.has_old(name) {
        return Err(Trap::badarg());
    }
    Ok(if ctx.node.code.delete(name) {
        Term::bool(true)
    } else {
        atom::UNDEFINED.into()
    })
}

/// `erlang:purge_module(Module)`.
pub fn purge_module(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    if !ctx.node.code.has_old(name) {
        return Err(Trap::badarg());
    }
    purge(ctx, name);
    Ok(Term::bool(true))
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
    let name = name(args[0])?;
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
