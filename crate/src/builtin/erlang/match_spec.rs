//! `match_spec_test/3`: a match specification tried on one term.

use super::super::ets::match_spec as ets_match;
use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use table::match_spec::{Dialect, MatchSpec, Row, Run};
use term::{Atom, Term, atom};

builtins! {
    "match_spec_test"/3 Linear pure = match_spec_test;
}

/// `{ok, Result, Flags, Messages} | {error, Problems}`. For tracing the term is the list of a call's arguments, the result
/// what would be sent along, and the flags say what else the body asks for.
fn match_spec_test(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let dialect = match arguments::atom(args[2])?.text() {
        "table" => Dialect::Table,
        "trace" if ctx.heap.list_to_vec(args[0]).is_some() || args[0].is_cons() => Dialect::Trace,
        _ => return Err(Trap::badarg()),
    };
    let spec = match MatchSpec::compile(&ctx.heap, args[1], dialect) {
        Ok(spec) => spec,
        Err(problems) => {
            let texts = problems.into_iter().map(|problem| problem.text);
            return Ok(ets_match::problems(&mut ctx.heap, texts));
        }
    };
    let mut run = Run::new(&spec, ets_match::env(ctx), ctx.heap_words_max());
    let Ok(result) = run.row(Row::Own(args[0]), &mut ctx.heap) else {
        return Err(ets_match::too_large(ctx));
    };
    ctx.charge(run.cost);
    let mut flags = Vec::new();
    let result = match (result, dialect) {
        (None, _) => Term::bool(false),
        (Some(value), Dialect::Table) => value,
        (Some(_), Dialect::Trace) => {
            let (message, return_trace, exception_trace) = run.traced();
            if return_trace {
                flags.push(Atom::intern("return_trace").into());
            }
            if exception_trace {
                flags.push(Atom::intern("exception_trace").into());
            }
            message
        }
    };
    let flags = ctx.heap.list(&flags);
    Ok(ctx.heap.tuple(&[atom::OK.into(), result, flags, Term::NIL]))
}
