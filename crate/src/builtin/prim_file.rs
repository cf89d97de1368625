//! Module `prim_file`: the node's files, for `file` and `filelib`, which are written in Erlang (`crate/otp`).

use super::{builtins, console, erlang};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::files::{Entry, HOME, normal};
use term::{Atom, Term, atom};

builtins! {
    "del_dir"/1 Constant effect = |ctx, args| {
        let name = name(ctx, args[0])?;
        let result = ctx.node.delete_folder(&name);
        done(ctx, result)
    };
    "delete"/1 Constant effect = |ctx, args| {
        let name = name(ctx, args[0])?;
        let result = ctx.node.delete_file(&name);
        done(ctx, result)
    };
    "entry"/1 Constant effect = entry;
    "get_cwd"/0 Constant effect = |ctx, _| Ok(ctx.heap.string(HOME));
    "list_dir"/1 Linear effect = list_dir;
    "make_dir"/1 Constant effect = |ctx, args| {
        let name = name(ctx, args[0])?;
        let result = ctx.node.make_folder(&name);
        done(ctx, result)
    };
    "read_file"/1 Linear effect = read_file;
    "rename"/2 Linear effect = rename;
    "write_file"/2 Linear effect = write_file;
}

fn name(ctx: &Ctx<'_>, path: Term) -> Result<String, Trap> {
    Ok(normal(&console::text(ctx, path)?))
}

fn error(ctx: &mut Ctx<'_>, reason: &str) -> NativeResult {
    let reason = Atom::intern(reason).into();
    Ok(ctx.heap.tuple(&[atom::ERROR.into(), reason]))
}

fn done(ctx: &mut Ctx<'_>, result: Result<(), &'static str>) -> NativeResult {
    match result {
        Ok(()) => Ok(atom::OK.into()),
        Err(reason) => error(ctx, reason),
    }
}

/// `entry(Path) -> {file, Size} | directory | none`.
fn entry(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = name(ctx, args[0])?;
    Ok(match ctx.node.file_entry(&name) {
        Some(Entry::File { size }) => ctx.heap.tuple(&[atom::FILE.into(), Term::size(size)]),
        Some(Entry::Folder) => Atom::intern("directory").into(),
        None => Atom::intern("none").into(),
    })
}

fn list_dir(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = name(ctx, args[0])?;
    match ctx.node.file_entry(&name) {
        Some(Entry::Folder) => {
            let names = ctx.node.names_in(&name);
            ctx.charge(names.len() * 16);
            let names: Vec<Term> = names.iter().map(|name| ctx.heap.string(name)).collect();
            let names = ctx.heap.list(&names);
            Ok(ctx.heap.tuple(&[atom::OK.into(), names]))
        }
        Some(Entry::File { .. }) => error(ctx, "enotdir"),
        None => error(ctx, "enoent"),
    }
}

fn read_file(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = name(ctx, args[0])?;
    match ctx.node.read_file(&name) {
        Ok(bytes) => {
            ctx.charge(bytes.len());
            ctx.reserve(bytes.len() / 8)?;
            let bytes = ctx.heap.binary(&bytes);
            Ok(ctx.heap.tuple(&[atom::OK.into(), bytes]))
        }
        Err(reason) => error(ctx, reason),
    }
}

fn write_file(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = name(ctx, args[0])?;
    let Ok(bytes) = erlang::iodata(ctx, args[1]) else {
        return error(ctx, "badarg");
    };
    ctx.charge(bytes.len());
    ctx.reserve(bytes.len() / 8)?;
    let result = ctx.node.write_file(&name, &bytes);
    done(ctx, result)
}

fn rename(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (from, to) = (name(ctx, args[0])?, name(ctx, args[1])?);
    let result = ctx.node.rename_file(&from, &to);
    done(ctx, result)
}
