//! Funs and modules as data: `fun_info`, `make_fun`, `function_exported`, `module_info`.

use super::super::{arguments, builtins};
use bytecode::module::{FunEntry, Mfa};
use machine::host::{NativeResult, Target, Trap};
use process::Ctx;
use process::files::HOME;
use process::names::shell_fun_name;
use term::heap::Fun;
use term::{Atom, Term, atom};

/// OTP 25's, as Debian packages it.
const COMPILER_VERSION: &str = "8.2.3";

builtins! {
    "fun_info"/1 Linear pure = fun_info_1;
    "fun_info"/2 Linear pure = fun_info_2;
    "fun_info_mfa"/1 Constant pure = fun_info_mfa;
    "fun_to_list"/1 Linear pure = fun_to_list;
    "function_exported"/3 Constant effect = function_exported;
    "check_old_code"/1 Constant effect = check_old_code;
    "delete_module"/1 Constant effect = super::super::code::delete_module;
    "purge_module"/1 Linear effect = super::super::code::purge_module;
    "check_process_code"/2 Linear effect = check_process_code;
    "is_builtin"/3 Constant pure = is_builtin;
    "get_module_info"/1 Linear effect = module_info_0;
    "get_module_info"/2 Linear effect = module_info_1;
    "loaded"/0 Linear effect = loaded;
    "make_fun"/3 Constant pure = make_fun;
    "module_loaded"/1 Constant effect = module_loaded;
}

fn make_fun(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (module, function) = (arguments::atom(args[0])?, arguments::atom(args[1])?);
    let arity = arguments::size(args[2])?;
    if arity > 255 {
        return Err(Trap::badarg());
    }
    Ok(ctx.heap.export_fun(module, function, arity as u32))
}

fn fun_info_mfa(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_fun() {
        return Err(Trap::badarg());
    }
    let [module, name, arity] = ["module", "name", "arity"]
        .map(|name| item(ctx, args[0], name).unwrap_or(atom::UNDEFINED.into()));
    Ok(ctx.heap.tuple(&[module, name, arity]))
}

fn fun_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_fun() {
        return Err(Trap::badarg());
    }
    let text = ctx.write(args[0]);
    Ok(ctx.heap.string(&text))
}

/// The items of `fun_info/1`, in OTP's order.
const ITEMS: [&str; 10] = [
    "pid",
    "module",
    "new_index",
    "new_uniq",
    "index",
    "uniq",
    "name",
    "arity",
    "env",
    "type",
];

fn item(ctx: &mut Ctx<'_>, fun: Term, name: &str) -> Option<Term> {
    match ctx.heap.fun_parts(fun) {
        Fun::Export {
            module,
            function,
            arity,
        } => Some(match name {
            "module" => module.into(),
            "name" => function.into(),
            "arity" => Term::size(arity as usize),
            "env" => Term::NIL,
            "type" => Atom::intern("external").into(),
            "pid" | "new_index" | "new_uniq" | "index" | "uniq" => atom::UNDEFINED.into(),
            _ => return None,
        }),
        Fun::Local {
            instance,
            index,
            arity,
            free,
        } => {
            if let Some(absent) = ctx.node.code.absent_fun(instance) {
                match name {
                    "module" => return Some(absent.module.into()),
                    "type" => return Some(Atom::intern("local").into()),
                    "arity" => return Some(Term::size(arity as usize)),
                    _ => {}
                }
            }
            let code = ctx.node.code.instance(instance);
            Some(match name {
                "module" if code.module.is_shell => atom::ERL_EVAL.into(),
                "module" => code.module.name?.into(),
                // OTP's evaluator has a wrapper for each arity.
                "name" if code.module.is_shell => {
                    let entry = code.module.funs.get(index as usize);
                    let is_named = entry.is_some_and(|entry| !entry.name.text().contains("-fun-"));
                    let kind = if is_named { "RF/" } else { "fun" };
                    let own = if is_named {
                        arity.to_string()
                    } else {
                        String::new()
                    };
                    Atom::intern(&format!("-expr/6-{kind}{own}-{}-", arity + 2)).into()
                }
                // A fun that outlived its code has none.
                "name" => {
                    let entry = code.module.funs.get(index as usize);
                    let name = |entry: &FunEntry| {
                        if code.module.is_shell {
                            shell_fun_name(entry)
                        } else {
                            entry.name
                        }
                    };
                    entry.map_or(atom::EMPTY, name).into()
                }
                "arity" => Term::size(arity as usize),
                "env" => {
                    let values: Vec<Term> = (0..free)
                        .map(|position| ctx.heap.free_variable(fun, position))
                        .collect();
                    ctx.heap.list(&values)
                }
                "type" => Atom::intern("local").into(),
                "pid" => ctx.self_pid(),
                "new_index" | "index" => Term::size(index as usize),
                "uniq" => Term::size(code.module.old_uniq() as usize),
                "new_uniq" => ctx.heap.binary(&code.module.uniq()),
                _ => return None,
            })
        }
    }
}

fn fun_info_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_fun() {
        return Err(Trap::badarg());
    }
    let external = matches!(ctx.heap.fun_parts(args[0]), Fun::Export { .. });
    let names: &[&str] = if external {
        &["module", "name", "arity", "env", "type"]
    } else {
        &ITEMS
    };
    let mut pairs = Vec::new();
    for name in names {
        if let Some(value) = item(ctx, args[0], name) {
            pairs.push(ctx.heap.tuple(&[Atom::intern(name).into(), value]));
        }
    }
    Ok(ctx.heap.list(&pairs))
}

fn fun_info_2(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_fun() {
        return Err(Trap::badarg());
    }
    let name = arguments::atom(args[1])?;
    let value = item(ctx, args[0], name.text()).ok_or_else(Trap::badarg)?;
    Ok(ctx.heap.tuple(&[name.into(), value]))
}

fn function_exported(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (module, function) = (arguments::atom(args[0])?, arguments::atom(args[1])?);
    let arity = arguments::small(args[2])?;
    let Ok(arity) = u32::try_from(arity) else {
        return Ok(Term::bool(false));
    };
    let mfa = Mfa {
        module,
        function,
        arity,
    };
    Ok(Term::bool(ctx.node.resolve(mfa) != Target::Undefined))
}

fn module_loaded(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let module = arguments::atom(args[0])?;
    let native = ctx.node.code.library.native_modules.contains(&module);
    Ok(Term::bool(
        native || ctx.node.code.current(module).is_some(),
    ))
}

fn loaded(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let names: Vec<Term> = ctx
        .node
        .code
        .loaded()
        .iter()
        .map(|&name| name.into())
        .collect();
    Ok(ctx.heap.list(&names))
}

/// What `module_info(Item)` answers; `None` for an unknown item.
fn info(ctx: &mut Ctx<'_>, module: Atom, name: &str) -> Option<Term> {
    let code = ctx.node.code.current(module)?;
    // What tracing adds is not the module's.
    let patched = ctx.node.tracing.patched.get(&code.number);
    let module = patched
        .map_or(&code.module, |patched| &patched.original)
        .clone();
    Some(match name {
        "module" => module.name?.into(),
        "exports" | "functions" => {
            let listed = module
                .functions
                .iter()
                .filter(|function| name == "functions" || function.exported);
            let natives = ctx
                .node
                .code
                .library
                .natives
                .iter()
                .map(|native| native.mfa);
            let names: Vec<(Atom, u32)> = listed
                .map(|function| (function.name, function.arity))
                .chain(
                    natives
                        .filter(|mfa| Some(mfa.module) == module.name)
                        .map(|mfa| (mfa.function, mfa.arity)),
                )
                .collect();
            let mut pairs = Vec::with_capacity(names.len());
            for (name, arity) in names {
                let arity = Term::size(arity as usize);
                pairs.push(ctx.heap.tuple(&[name.into(), arity]));
            }
            ctx.heap.list(&pairs)
        }
        "attributes" => {
            let pairs: Vec<Term> = module
                .attributes
                .iter()
                .map(|&(name, value)| ctx.heap.tuple(&[name.into(), value]))
                .collect();
            ctx.heap.list(&pairs)
        }
        "compile" => {
            let source = if module.file.starts_with('/') {
                ctx.heap.string(&module.file)
            } else {
                ctx.heap.string(&format!("{HOME}/{}", module.file))
            };
            let version = ctx.heap.string(COMPILER_VERSION);
            let mut pairs = Vec::new();
            for (name, value) in [
                ("version", version),
                ("options", Term::NIL),
                ("source", source),
            ] {
                pairs.push(ctx.heap.tuple(&[Atom::intern(name).into(), value]));
            }
            ctx.heap.list(&pairs)
        }
        "md5" => ctx.heap.binary(&module.uniq()),
        "nifs" | "native_addresses" => Term::NIL,
        "native" => Term::bool(false),
        _ => return None,
    })
}

fn module_info_0(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let module = arguments::atom(args[0])?;
    let mut pairs = Vec::new();
    for name in ["module", "exports", "attributes", "compile", "md5"] {
        let value = info(ctx, module, name).ok_or_else(Trap::badarg)?;
        pairs.push(ctx.heap.tuple(&[Atom::intern(name).into(), value]));
    }
    Ok(ctx.heap.list(&pairs))
}

fn module_info_1(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let (module, name) = (arguments::atom(args[0])?, arguments::atom(args[1])?);
    info(ctx, module, name.text()).ok_or_else(Trap::badarg)
}

fn check_old_code(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = arguments::atom(args[0])?;
    Ok(Term::bool(ctx.node.code.has_old(name)))
}

/// Whether a process runs old code of a module.
fn check_process_code(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    let name = arguments::atom(args[1])?;
    if number != ctx.process.number {
        ctx.handle_kept();
    }
    let users = match ctx.node.code.old_instance(name) {
        Some(instance) => ctx.node.users_of(instance),
        None => Vec::new(),
    };
    Ok(Term::bool(users.contains(&number)))
}

/// Whether OTP has the function in its runtime: as here, but for those that spawn.
fn is_builtin(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mfa = Mfa {
        module: arguments::atom(args[0])?,
        function: arguments::atom(args[1])?,
        arity: arguments::size(args[2])? as u32,
    };
    let is_native = ctx.node.code.library.index.contains_key(&mfa)
        || mfa.module == atom::ERLANG && mfa.function.text() == "apply" && mfa.arity < 4;
    Ok(Term::bool(
        is_native
            && !mfa.function.text().starts_with("spawn")
            && (mfa.module.text(), mfa.function.text()) != ("math", "pi"),
    ))
}
