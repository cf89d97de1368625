//! Module `unicode`: character data.

use super::builtins;
use crate::machine::host::{NativeResult, Trap};
use crate::process::Ctx;
use crate::term::{Term, atom, chardata};

builtins! {
    "characters_to_list"/1 Linear pure = characters_to_list;
    "characters_to_list"/2 Linear pure = characters_to_list;
}

fn characters_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let is_latin1 = args
        .get(1)
        .is_some_and(|encoding| *encoding == Term::from(atom::LATIN1));
    let text = if is_latin1 {
        let bytes = chardata::iodata_bytes(&ctx.heap, args[0]);
        bytes
            .ok()
            .map(|bytes| bytes.iter().map(|&byte| char::from(byte)).collect())
    } else {
        chardata::text(&ctx.heap, args[0])
    };
    let text: String = text.ok_or_else(Trap::badarg)?;
    ctx.charge(text.len());
    ctx.reserve(text.len() * 2)?;
    Ok(ctx.heap.string(&text))
}
