//! Text of integers in any base from 2 to 36, of any size.

use num_bigint::BigInt;

use super::heap::Heap;
use super::word::Term;

/// The digits of an integer in `base` (2 to 36), letters in upper case; `None` if `term` is not an integer.
pub fn to_text(heap: &Heap, term: Term, base: u32) -> Option<String> {
    if base == 10
        && let Some(small) = term.as_small()
    {
        return Some(small.to_string());
    }
    let mut text = heap.to_bigint(term)?.to_str_radix(base);
    text.make_ascii_uppercase();
    Some(text)
}

/// The decimal digits of a small integer as a list, without text in between.
pub fn to_list(heap: &mut Heap, value: i64) -> Term {
    let mut rest = value.unsigned_abs();
    let mut list = Term::NIL;
    loop {
        list = heap.cons(Term::int(i32::from(b'0') + (rest % 10) as i32), list);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        list = heap.cons(Term::int(i32::from(b'-')), list);
    }
    list
}

/// An integer of few digits in a flat list of characters; `None` if it takes [`parse`] to tell what the list holds.
pub fn parse_short_list(heap: &Heap, list: Term, base: u32) -> Option<i64> {
    let sign = |character| {
        [b'-', b'+']
            .map(|sign| Term::int(sign.into()))
            .contains(&character)
    };
    let (mut rest, mut is_negative) = (list, false);
    if rest.is_cons() && sign(heap.head(rest)) {
        is_negative = heap.head(rest) == Term::int(b'-'.into());
        rest = heap.tail(rest);
    }
    if !rest.is_cons() {
        return None;
    }
    let mut value = 0i64;
    while rest.is_cons() {
        let (character, tail) = heap.head_tail(rest);
        let character = u8::try_from(character.as_small()?).ok()?;
        let digit = char::from(character).to_digit(base)?;
        value = value.checked_mul(base.into())?.checked_add(digit.into())?;
        rest = tail;
    }
    rest.is_nil()
        .then_some(if is_negative { -value } else { value })
}

/// Why text is no integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParseError {
    Badarg,
    SystemLimit,
}

/// Reads an integer as `list_to_integer/2` does: a sign or none, then digits and letters of `base` (2 to 36) only.
pub fn parse(heap: &mut Heap, text: &[u8], base: u32) -> Result<Term, ParseError> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return Err(ParseError::Badarg);
    }
    if let Some(value) = parse_small(digits, base)? {
        return Ok(heap.integer(if negative { -value } else { value }));
    }
    if digits.len() as u64 * u64::from(base.ilog2()) > limits::INTEGER_BITS_MAX {
        return Err(ParseError::SystemLimit);
    }
    let value = BigInt::parse_bytes(digits, base).ok_or(ParseError::Badarg)?;
    let value = if negative { -value } else { value };
    if value.bits() > limits::INTEGER_BITS_MAX {
        return Err(ParseError::SystemLimit);
    }
    Ok(heap.big(&value))
}

/// `None` if the value needs more than a word; all digits have been checked then, too.
fn parse_small(digits: &[u8], base: u32) -> Result<Option<i64>, ParseError> {
    let mut value = Some(0i64);
    for &byte in digits {
        let digit = char::from(byte).to_digit(base).ok_or(ParseError::Badarg)?;
        value = value.and_then(|value| {
            value
                .checked_mul(i64::from(base))?
                .checked_add(i64::from(digit))
        });
    }
    Ok(value)
}
