//! Module `erts_debug`: sizes of terms in words, as OTP lays them out.

use std::cell::RefCell;

use rustc_hash::FxHashSet;

use super::builtins;
use machine::host::NativeResult;
use process::Ctx;
use term::copy::weigh;
use term::word::Kind;
use term::{Heap, Term};

builtins! {
    "flat_size"/1 Linear pure = |ctx, args| {
        let words = words(&ctx.heap, args[0], Term::is_pointer);
        counted(ctx, words)
    };
    "same"/2 Constant pure = |_, args| Ok(Term::bool(args[0].0 == args[1].0));
    "size"/1 Linear pure = |ctx, args| {
        let seen = RefCell::new(FxHashSet::default());
        let is_new = |term: Term| term.is_pointer() && seen.borrow_mut().insert(term.0);
        let words = words(&ctx.heap, args[0], is_new);
        counted(ctx, words)
    };
}

fn counted(ctx: &mut Ctx<'_>, words: usize) -> NativeResult {
    ctx.charge(words);
    Ok(Term::size(words))
}

/// A binary of up to 64 bytes lies in the heap, a larger one is shared.
fn words(heap: &Heap, term: Term, follow: impl Fn(Term) -> bool) -> usize {
    weigh(heap, term, follow, |kind, size| match kind {
        Kind::BinRef => 6,
        Kind::Tuple if size == 0 => 0,
        Kind::MapFlat if size == 0 => 3,
        Kind::MapFlat => size + 4,
        _ => 1 + size,
    })
}
