//! What module `string` (`crate/otp/string.erl`) needs of Unicode: grapheme clusters and case.

use unicode_segmentation::UnicodeSegmentation;

use super::arguments;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Term, chardata};

fn text(ctx: &Ctx<'_>, term: Term) -> Result<String, Trap> {
    chardata::text(&ctx.heap, term).ok_or_else(Trap::badarg)
}

/// `console:graphemes(CharData)`: a list of clusters, each a code point or a list of them.
pub fn graphemes(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = text(ctx, args[0])?;
    ctx.reserve(text.len() * 2)?;
    ctx.charge(text.len());
    let mut clusters = Vec::with_capacity(text.len());
    if text.is_ascii() && !text.contains('\r') {
        clusters.extend(text.bytes().map(|byte| Term::int(byte.into())));
    } else {
        for cluster in text.graphemes(true) {
            let mut codes = cluster.chars();
            match (codes.next(), codes.next()) {
                (Some(only), None) => clusters.push(Term::int(only as i32)),
                _ => clusters.push(ctx.heap.string(cluster)),
            }
        }
    }
    Ok(ctx.heap.list(&clusters))
}

/// `console:change_case(upper | lower | fold, CharData)`: a flat list of code points.
pub fn change_case(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = text(ctx, args[1])?;
    ctx.reserve(text.len() * 2)?;
    ctx.charge(text.len());
    let changed: String = match arguments::atom(args[0])?.text() {
        "upper" => text.to_uppercase(),
        // Letter by letter: OTP knows no final sigma.
        "lower" => text.chars().flat_map(char::to_lowercase).collect(),
        _ => text
            .chars()
            // It has no other capital letters than itself.
            .map(|c| if c == 'ẞ' { 'ß' } else { c })
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .collect(),
    };
    Ok(ctx.heap.string(&changed))
}
