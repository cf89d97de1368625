//! `trace_pattern/2,3`: which functions are traced. Their modules are rewritten (`process/tracing/patch.rs`).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::{Cost, MODULES, arguments, builtins};
use super::trace::problem;
use bytecode::module::Mfa;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::tracing::patch::Patched;
use process::tracing::{Messages, Pattern, Points, key};
use table::match_spec::{Dialect, MatchSpec};
use term::{Atom, Parcel, Term, atom};

builtins! {
    "trace_pattern"/2 Linear effect = |ctx, args| trace_pattern(ctx, &[args[0], args[1], Term::NIL]);
    "trace_pattern"/3 Linear effect = trace_pattern;
}

/// What `trace_pattern/3` wants done to each of the functions.
struct Change {
    kinds: Kinds,
    what: What,
}

/// The kinds of tracing that the options name. Without `local`, `meta` and their kin it is calls from outside.
#[derive(Clone, Copy, Default)]
struct Kinds {
    local: bool,
    meta: Option<u32>,
    count: bool,
    time: bool,
}

enum What {
    Off,
    On(Pattern),
    Restart,
    Pause,
}

impl Kinds {
    fn read(ctx: &Ctx<'_>, options: Term) -> Option<Kinds> {
        let mut kinds = Kinds::default();
        let mut global = false;
        for option in ctx.heap.list_to_vec(options)? {
            if let Some([key, tracer]) = ctx.heap.as_tuple(option)
                && key == Atom::intern("meta").into()
            {
                kinds.meta = Some(tracer.as_local_pid()?);
                continue;
            }
            match option.as_atom()?.text() {
                "global" => global = true,
                "local" => kinds.local = true,
                "meta" => kinds.meta = Some(ctx.process.number),
                "call_count" => kinds.count = true,
                "call_time" => kinds.time = true,
                _ => return None,
            }
        }
        (!global || kinds.is_global()).then_some(kinds)
    }

    fn is_global(self) -> bool {
        !self.local && self.meta.is_none() && !self.count && !self.time
    }
}

impl Change {
    fn apply(&self, points: &mut Points) {
        let Kinds {
            local,
            meta,
            count,
            time,
        } = self.kinds;
        let on = match &self.what {
            What::Off => None,
            What::On(pattern) => Some(pattern.clone()),
            What::Restart | What::Pause => Some(Pattern::default()),
        };
        if self.kinds.is_global() {
            if on.is_some() {
                *points = Points {
                    call: on,
                    ..Points::default()
                };
            } else if !points.local {
                points.call = None;
            }
            return;
        }
        // What is traced within its module is not traced from outside only.
        if on.is_some() && !points.local {
            points.call = None;
        }
        if local && (on.is_some() || points.local) {
            points.call.clone_from(&on);
            points.local = on.is_some();
        }
        if let Some(tracer) = meta {
            points.meta = on.clone().map(|pattern| (tracer, pattern));
        }
        if count {
            points.count = self.counted(points.count, |count| &mut count.paused);
        }
        if time {
            points.time = self.counted(points.time.take(), |times| &mut times.paused);
        }
    }

    /// What counts from now on: begun anew where that is asked for, or where it was paused or there was none.
    fn counted<T: Default>(
        &self,
        before: Option<T>,
        paused: impl Fn(&mut T) -> &mut bool,
    ) -> Option<T> {
        match self.what {
            What::Off => None,
            What::Pause => before.map(|mut counted| {
                *paused(&mut counted) = true;
                counted
            }),
            What::On(_) => {
                let mut counted = before.unwrap_or_default();
                if *paused(&mut counted) {
                    counted = T::default();
                }
                Some(counted)
            }
            What::Restart => Some(T::default()),
        }
    }
}

/// Ends the slice: who runs has the code as it was.
fn trace_pattern(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let what = match args[1].as_atom().map(Atom::text) {
        Some("false") => What::Off,
        Some("true") => What::On(Pattern::default()),
        Some("restart") => What::Restart,
        Some("pause") => What::Pause,
        Some(_) => return Err(problem(ctx, "match_spec")),
        None => What::On(with_spec(ctx, args[1])?),
    };
    let Some(kinds) = Kinds::read(ctx, args[2]) else {
        return Err(problem(ctx, "badopt"));
    };
    let only_counts = !kinds.is_global() && !kinds.local && kinds.meta.is_none();
    if only_counts && matches!(&what, What::On(pattern) if pattern.spec.is_some()) {
        let cause = if kinds.count {
            "call_count"
        } else {
            "call_time"
        };
        return Err(problem(ctx, cause));
    }
    let wanted = match ctx.heap.as_tuple(args[0]) {
        Some([module, function, arity]) => match Wanted::new(module, function, arity) {
            Some(wanted) => wanted,
            None => return Err(problem(ctx, "none")),
        },
        None => match args[0].as_atom().map(Atom::text) {
            Some("on_load") => return Ok(Term::int(0)),
            Some(name @ ("send" | "receive")) => {
                let wanted = match what {
                    What::Off => Messages::None,
                    What::On(pattern) if pattern.spec.is_some() => Messages::Matching(pattern),
                    _ => Messages::All,
                };
                *messages(ctx, name) = wanted;
                return Ok(Term::int(1));
            }
            _ => return Err(Trap::badarg()),
        },
    };
    let count = change(ctx, wanted, &Change { kinds, what });
    Err(Trap::Yield(Term::size(count)))
}

fn with_spec(ctx: &mut Ctx<'_>, term: Term) -> Result<Pattern, Trap> {
    if term.is_nil() {
        return Ok(Pattern::default());
    }
    let Ok(spec) = MatchSpec::compile(&ctx.heap, term, Dialect::Trace) else {
        return Err(problem(ctx, "match_spec"));
    };
    let written =
        Parcel::pack(&ctx.heap, term, ctx.heap_words_max()).map_err(|_| Trap::system_limit())?;
    Ok(Pattern {
        spec: Some(Rc::new(spec)),
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

/// Changes how these functions are traced; how many there are.
fn change(ctx: &mut Ctx<'_>, wanted: Wanted, change: &Change) -> usize {
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
        count += builtins_of(ctx, module, wanted, change);
        if let Some(code) = ctx.node.code.current(module) {
            count += code_of(ctx, &code, module, wanted, change);
        }
    }
    count
}

/// The builtins of a module that are called like functions; those of guards are instructions.
fn builtins_of(ctx: &mut Ctx<'_>, module: Atom, wanted: Wanted, change: &Change) -> usize {
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
        let is_traced = note(ctx, mfa, change);
        ctx.node.code.trace_builtin(mfa, is_traced);
    }
    count
}

/// Whether the function is traced afterwards.
fn note(ctx: &mut Ctx<'_>, mfa: Mfa, change: &Change) -> bool {
    let patterns = &mut ctx.node.tracing.patterns;
    let mut points = patterns.remove(&key(mfa)).unwrap_or_default();
    change.apply(&mut points);
    let is_traced = !points.is_empty();
    if is_traced {
        patterns.insert(key(mfa), points);
    }
    is_traced
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
    change: &Change,
) -> usize {
    let patched = ctx.node.tracing.patched.remove(&code.number);
    if patched.is_none() {
        forget_earlier(ctx, module);
    }
    let mut patched = patched.unwrap_or_else(|| Patched::new(code.module.clone()));
    let functions = patched.original.functions.clone();
    let local = !change.kinds.is_global();
    let named = |function: &bytecode::module::Function| Mfa {
        module,
        function: function.name,
        arity: function.arity,
    };
    let mut count = 0;
    for function in &functions {
        if (local || function.exported) && wanted.has(function.name, function.arity) {
            count += 1;
            note(ctx, named(function), change);
        }
    }
    let traced: BTreeMap<u32, bool> = functions
        .iter()
        .filter_map(|function| {
            let points = ctx.node.tracing.patterns.get(&key(named(function)))?;
            Some((function.entry, points.is_local()))
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

fn messages<'a>(ctx: &'a mut Ctx<'_>, name: &str) -> &'a mut Messages {
    if name == "send" {
        &mut ctx.node.tracing.sending
    } else {
        &mut ctx.node.tracing.receiving
    }
}

/// What `trace_info(send, match_spec)` answers, and the same of `'receive'`.
pub(super) fn message_info(ctx: &mut Ctx<'_>, name: &str, item: Atom) -> NativeResult {
    if item.text() != "match_spec" {
        return Err(Trap::badarg());
    }
    let wanted = messages(ctx, name).clone();
    let value = match wanted {
        Messages::All => Term::bool(true),
        Messages::None => Term::bool(false),
        Messages::Matching(pattern) => pattern.written.unpack(&mut ctx.heap),
    };
    Ok(ctx.heap.pair(item.into(), value))
}

/// What `trace_info({M, F, A}, Item)` answers.
pub(super) fn info(ctx: &mut Ctx<'_>, function: Term, item: Atom) -> NativeResult {
    let Some([module, function, arity]) = ctx.heap.as_tuple(function) else {
        return Err(Trap::badarg());
    };
    let module = arguments::atom(module)?;
    let mfa = Mfa {
        module,
        function: arguments::atom(function)?,
        arity: arguments::size(arity)? as u32,
    };
    let has = |code: Rc<machine::host::Instance>| {
        let mut functions = code.module.functions.iter();
        functions.any(|f| f.name == mfa.function && f.arity == mfa.arity)
    };
    let exists = ctx.node.code.library.index.contains_key(&mfa)
        || ctx.node.code.current(module).is_some_and(has);
    let points = ctx.node.tracing.patterns.get(&key(mfa)).cloned();
    let value = match (points, item.text()) {
        _ if !exists => atom::UNDEFINED.into(),
        (None, _) => Term::bool(false),
        (Some(points), "all") => {
            let items = ITEMS.map(|name| {
                let value = item_of(ctx, &points, name).unwrap_or(Term::bool(false));
                ctx.heap.pair(Atom::intern(name).into(), value)
            });
            ctx.heap.list(&items)
        }
        (Some(points), "meta") if points.meta.is_none() => Term::NIL,
        (Some(points), name) => item_of(ctx, &points, name).ok_or_else(Trap::badarg)?,
    };
    Ok(ctx.heap.pair(item.into(), value))
}

/// What `trace_info(Function, all)` tells.
const ITEMS: [&str; 6] = [
    "traced",
    "match_spec",
    "meta",
    "meta_match_spec",
    "call_time",
    "call_count",
];

fn item_of(ctx: &mut Ctx<'_>, points: &Points, item: &str) -> Option<Term> {
    let no = Term::bool(false);
    let mut written = |pattern: Option<&Pattern>| match pattern {
        Some(pattern) if pattern.spec.is_some() => pattern.written.unpack(&mut ctx.heap),
        Some(_) => Term::NIL,
        None => no,
    };
    Some(match item {
        "traced" if points.call.is_none() => no,
        "traced" if points.local => Atom::intern("local").into(),
        "traced" => Atom::intern("global").into(),
        "match_spec" => written(points.call.as_ref()),
        "meta" => match points.meta {
            Some((tracer, _)) if ctx.node.processes.is_alive(tracer) => Term::local_pid(tracer),
            Some(_) => Term::NIL,
            None => no,
        },
        "meta_match_spec" => written(points.meta.as_ref().map(|(_, pattern)| pattern)),
        "call_count" => match points.count {
            Some(count) => ctx.heap.unsigned(count.calls),
            None => no,
        },
        "call_time" => match &points.time {
            Some(times) => {
                let rows = times.by.iter();
                let rows: Vec<Term> = rows
                    .map(|(&number, &(calls, ns))| {
                        let [calls, seconds, rest] =
                            [calls, ns / 1_000_000_000, ns / 1_000 % 1_000_000]
                                .map(|value| ctx.heap.unsigned(value));
                        let pid = Term::local_pid(number);
                        ctx.heap.tuple(&[pid, calls, seconds, rest])
                    })
                    .collect();
                ctx.heap.list(&rows)
            }
            None => no,
        },
        _ => return None,
    })
}
