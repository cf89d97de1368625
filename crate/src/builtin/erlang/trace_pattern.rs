//! `trace_pattern/2,3`: which functions are traced. Their modules are rewritten (`process/tracing/patch.rs`).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::{Cost, MODULES, arguments, builtins};
use super::trace::problem;
use bytecode::module::Mfa;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::tracing::patch::Patched;
use process::tracing::{Pattern, key};
use table::match_spec::{Dialect, MatchSpec};
use term::{Atom, Parcel, Term, atom};

builtins! {
    "trace_pattern"/2 Linear effect = |ctx, args| trace_pattern(ctx, &[args[0], args[1], Term::NIL]);
    "trace_pattern"/3 Linear effect = trace_pattern;
}

/// Ends the slice: who runs has the code as it was.
fn trace_pattern(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let Some(options) = ctx.heap.list_to_vec(args[2]) else {
        return Err(problem(ctx, "badopt"));
    };
    let options: Option<Vec<&str>> = options
        .iter()
        .map(|option| Some(option.as_atom()?.text()))
        .collect();
    let known = ["global", "local", "call_count", "call_time", "meta"];
    let Some(options) =
        options.filter(|options| options.iter().all(|option| known.contains(option)))
    else {
        return Err(problem(ctx, "badopt"));
    };
    let local = options.contains(&"local");
    if options
        .iter()
        .any(|option| !["global", "local"].contains(option))
    {
        // Counting is accepted; nothing is counted.
        return Ok(Term::int(0));
    }
    let pattern = match args[1].as_atom().map(Atom::text) {
        Some("false") => None,
        Some("true") => Some(Pattern {
            local,
            spec: None,
            written: Rc::default(),
        }),
        Some("restart" | "pause") => return Ok(Term::int(0)),
        Some(_) => return Err(problem(ctx, "match_spec")),
        None => Some(with_spec(ctx, args[1], local)?),
    };
    let wanted = match ctx.heap.as_tuple(args[0]) {
        Some([module, function, arity]) => {
            Wanted::new(module, function, arity).ok_or_else(Trap::badarg)?
        }
        None => match args[0].as_atom().map(Atom::text) {
            Some("on_load") => return Ok(Term::int(0)),
            Some("send" | "receive") => return Ok(Term::int(1)),
            _ => return Err(Trap::badarg()),
        },
    };
    let count = change(ctx, wanted, pattern.as_ref());
    Err(Trap::Yield(Term::size(count)))
}

fn with_spec(ctx: &mut Ctx<'_>, term: Term, local: bool) -> Result<Pattern, Trap> {
    let spec = if term.is_nil() {
        None
    } else {
        match MatchSpec::compile(&ctx.heap, term, Dialect::Trace) {
            Ok(spec) => Some(Rc::new(spec)),
            Err(_) => return Err(problem(ctx, "match_spec")),
        }
    };
    let written =
        Parcel::pack(&ctx.heap, term, ctx.heap_words_max()).map_err(|_| Trap::system_limit())?;
    Ok(Pattern {
        local,
        spec,
        written: Rc::new(written),
    })
}

/// Functions as `trace_pattern` names them; `None` is `'_'`.
#[derive(Clone, Copy)]
struct Wanted {
    module: Option<Atom>,
    function: Option<Atom>,
    arity: Option<u32>,
}

impl Wanted {
    fn new(module: Term, function: Term, arity: Term) -> Option<Wanted> {
        let any = Atom::intern("_");
        let part = |term: Term| term.as_atom().map(|atom| (atom != any).then_some(atom));
        let (module, function) = (part(module)?, part(function)?);
        let arity = match arity.as_small() {
            Some(arity) => Some(u32::try_from(arity).ok()?),
            None if arity == any.into() => None,
            None => return None,
        };
        // What is not named has nothing named behind it.
        let holes = module.is_none() && function.is_some() || function.is_none() && arity.is_some();
        (!holes).then_some(Wanted {
            module,
            function,
            arity,
        })
    }

    fn has(self, name: Atom, arity: u32) -> bool {
        self.function.is_none_or(|wanted| wanted == name)
            && self.arity.is_none_or(|wanted| wanted == arity)
    }
}

/// Traces these functions so, or no more; how many there are.
fn change(ctx: &mut Ctx<'_>, wanted: Wanted, pattern: Option<&Pattern>) -> usize {
    let modules = match wanted.module {
        Some(module) => {
            // What OTP has loaded from the start is loaded here when it is needed.
            ctx.node.ensure_loaded(module);
            vec![module]
        }
        None => ctx.node.code.loaded().to_vec(),
    };
    let mut count = 0;
    for module in modules {
        count += builtins_of(ctx, module, wanted, pattern);
        if let Some(code) = ctx.node.code.current(module) {
            count += code_of(ctx, &code, module, wanted, pattern);
        }
    }
    count
}

/// The builtins of a module that are called like functions; those of guards are instructions.
fn builtins_of(
    ctx: &mut Ctx<'_>,
    module: Atom,
    wanted: Wanted,
    pattern: Option<&Pattern>,
) -> usize {
    let tables = MODULES.iter().find(|(name, _)| *name == module.text());
    let is_erlang = module == atom::ERLANG;
    let mut count = 0;
    for builtin in tables
        .iter()
        .flat_map(|(_, tables)| tables.iter())
        .flat_map(|table| table.iter())
    {
        let in_guards = is_erlang
            && (builtin.pure || ["self", "node"].contains(&builtin.name))
            && builtin.cost == Cost::Constant;
        let function = Atom::intern(builtin.name);
        if in_guards || builtin.name == "trace_pattern" || !wanted.has(function, builtin.arity) {
            continue;
        }
        let mfa = Mfa {
            module,
            function,
            arity: builtin.arity,
        };
        count += 1;
        note(ctx, mfa, pattern);
        ctx.node.code.trace_builtin(mfa, pattern.is_some());
    }
    count
}

fn note(ctx: &mut Ctx<'_>, mfa: Mfa, pattern: Option<&Pattern>) {
    let patterns = &mut ctx.node.tracing.patterns;
    match pattern {
        Some(pattern) => patterns.insert(key(mfa), pattern.clone()),
        None => patterns.remove(&key(mfa)),
    };
}

/// What was traced in a version of the module before this one is traced no more.
fn forget_earlier(ctx: &mut Ctx<'_>, module: Atom) {
    let library = &ctx.node.code.library;
    ctx.node
        .tracing
        .patterns
        .retain(|&(of, function, arity), _| {
            let mfa = Mfa {
                module,
                function: Atom::from_index(function),
                arity,
            };
            of != module.index() || library.index.contains_key(&mfa)
        });
}

fn code_of(
    ctx: &mut Ctx<'_>,
    code: &machine::host::Instance,
    module: Atom,
    wanted: Wanted,
    pattern: Option<&Pattern>,
) -> usize {
    let patched = ctx.node.tracing.patched.remove(&code.number);
    if patched.is_none() {
        forget_earlier(ctx, module);
    }
    let mut patched = patched.unwrap_or_else(|| Patched::new(code.module.clone()));
    let functions = patched.original.functions.clone();
    let is_counted = |local: bool, exported: bool| local || exported;
    // Turning it off is for all, whatever it says.
    let local = pattern.is_none_or(|pattern| pattern.local);
    let named = |function: &bytecode::module::Function| Mfa {
        module,
        function: function.name,
        arity: function.arity,
    };
    let mut count = 0;
    for function in &functions {
        if is_counted(local, function.exported) && wanted.has(function.name, function.arity) {
            count += 1;
            note(ctx, named(function), pattern);
        }
    }
    let traced: BTreeMap<u32, bool> = functions
        .iter()
        .filter_map(|function| {
            let pattern = ctx.node.tracing.patterns.get(&key(named(function)))?;
            Some((function.entry, pattern.local))
        })
        .collect();
    if count > 0 {
        let traced: Vec<(u32, bool)> = traced.into_iter().collect();
        let rewritten = patched.with(&traced);
        ctx.node.code.rewrite(code.number, rewritten);
    }
    ctx.node.tracing.patched.insert(code.number, patched);
    count
}

/// What `trace_info({M, F, A}, Item)` answers.
pub(super) fn info(ctx: &mut Ctx<'_>, function: Term, item: Atom) -> NativeResult {
    let undefined = Term::from_atom(atom::UNDEFINED);
    let no = Term::bool(false);
    let mut pattern = None;
    let mut exists = true;
    if let Some([module, function, arity]) = ctx.heap.as_tuple(function) {
        let module = arguments::atom(module)?;
        let mfa = Mfa {
            module,
            function: arguments::atom(function)?,
            arity: arguments::size(arity)? as u32,
        };
        pattern = ctx.node.tracing.patterns.get(&key(mfa)).cloned();
        let held = ctx.node.code.current(module);
        exists = ctx.node.code.library.index.contains_key(&mfa)
            || held.is_some_and(|code| {
                code.module
                    .functions
                    .iter()
                    .any(|f| f.name == mfa.function && f.arity == mfa.arity)
            });
    }
    let traced = match &pattern {
        Some(pattern) if pattern.local => Atom::intern("local").into(),
        Some(_) => Atom::intern("global").into(),
        None => no,
    };
    let spec = match &pattern {
        Some(pattern) if pattern.spec.is_some() => pattern.written.unpack(&mut ctx.heap),
        Some(_) => Term::NIL,
        None => no,
    };
    let value = match item.text() {
        _ if !exists => undefined,
        "traced" => traced,
        "match_spec" => spec,
        "meta" | "meta_match_spec" | "call_time" | "call_count" => no,
        "all" if pattern.is_none() => no,
        "all" => {
            let items = [
                ("traced", traced),
                ("match_spec", spec),
                ("meta", no),
                ("meta_match_spec", no),
                ("call_time", no),
                ("call_count", no),
            ];
            let items =
                items.map(|(name, value)| ctx.heap.tuple(&[Atom::intern(name).into(), value]));
            ctx.heap.list(&items)
        }
        _ => return Err(Trap::badarg()),
    };
    Ok(ctx.heap.tuple(&[item.into(), value]))
}
