//! Module `ets`: compiled match specifications. What needs a table is in the other files of this module.

use std::rc::Rc;

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use table::match_spec::{Dialect, Env, MatchSpec, Row, Run};
use term::{Heap, Term, atom};

builtins! {
    "is_compiled_ms"/1 Constant effect = |ctx, args| Ok(Term::bool(compiled(ctx, args[0]).is_some()));
    "match_spec_compile"/1 Linear effect = match_spec_compile;
    "match_spec_run_r"/3 Linear effect = match_spec_run_r;
}

/// The process and node that a specification's `self` and `node` mean.
pub fn env(ctx: &Ctx<'_>) -> Env {
    Env {
        me: ctx.self_pid(),
        node: ctx.node.name,
        caller: atom::UNDEFINED.into(),
        caller_line: atom::UNDEFINED.into(),
        control: None,
    }
}

/// Compiles a specification for tables; `badarg` for a bad one.
pub fn compile(ctx: &mut Ctx<'_>, spec: Term) -> Result<MatchSpec, Trap> {
    let spec = MatchSpec::compile(&ctx.heap, spec, Dialect::Table).map_err(|_| Trap::badarg())?;
    ctx.charge(spec.heap().len());
    Ok(spec)
}

/// The trap for a result that does not fit into memory: it ends the process.
pub fn too_large(ctx: &mut Ctx<'_>) -> Trap {
    ctx.reserve(usize::MAX)
        .err()
        .unwrap_or_else(Trap::system_limit)
}

/// The compiled specification that a reference stands for.
pub fn compiled(ctx: &Ctx<'_>, term: Term) -> Option<Rc<MatchSpec>> {
    let (reference, _) = ctx.heap.as_local_reference(term)?;
    ctx.node.match_specs.get(reference)
}

fn match_spec_compile(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let spec = compile(ctx, args[0])?;
    let id = ctx.node.new_reference();
    ctx.node.match_specs.insert(id, spec);
    Ok(ctx.heap.reference(id, 0))
}

/// `match_spec_run_r(Terms, Compiled, Results)`: the results of the terms that match, the last one first, before `Results`.
fn match_spec_run_r(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let spec = compiled(ctx, args[1]).ok_or_else(Trap::badarg)?;
    let terms = arguments::list(ctx, args[0])?;
    let mut run = Run::new(&spec, env(ctx), ctx.heap_words_max());
    let mut results = args[2];
    for &term in &terms {
        match run.row(Row::Own(term), &mut ctx.heap) {
            Ok(Some(result)) => results = ctx.heap.cons(result, results),
            Ok(None) => {}
            Err(_) => return Err(too_large(ctx)),
        }
    }
    ctx.charge(terms.len() + run.cost);
    Ok(results)
}

/// A specification's problems as `{error, [{error, Text}]}`.
pub fn problems(heap: &mut Heap, texts: impl IntoIterator<Item = String>) -> Term {
    let error = Term::from(term::atom::ERROR);
    let mut items = Vec::new();
    for text in texts {
        let text = heap.string(&text);
        items.push(heap.tuple(&[error, text]));
    }
    let items = heap.list(&items);
    heap.tuple(&[error, items])
}
