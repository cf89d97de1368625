//! Module `io_lib`: formatting.

use super::builtins;
use crate::machine::host::{NativeResult, Trap};
use crate::process::Ctx;
use crate::term::Term;
use crate::term::print::format::{FormatOptions, Piece, format_pieces};

builtins! {
    "format"/2 Linear pure = format;
    "fwrite"/2 Linear pure = format;
}

/// A deep list, nested where OTP nests.
fn format(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let pieces = format_pieces(&ctx.heap, args[0], args[1], &FormatOptions::new(ctx.node))
        .map_err(|_| Trap::badarg())?;
    let length: usize = pieces
        .iter()
        .map(|(Piece::Inline(text) | Piece::Nested(text))| text.len())
        .sum();
    ctx.charge(length * 4);
    ctx.reserve(length * 2)?;
    let mut list = Term::NIL;
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Inline(text) => {
                for char in text.chars().rev() {
                    list = ctx.heap.cons(Term::int(char as i32), list);
                }
            }
            Piece::Nested(text) => {
                let nested = ctx.heap.string(text);
                list = ctx.heap.cons(nested, list);
            }
        }
    }
    Ok(list)
}
