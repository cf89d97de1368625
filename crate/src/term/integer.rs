//! Text of integers in any base from 2 to 36, of any size.

use num_bigint::{BigInt, BigUint, Sign};

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
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    let value = BigInt::from_biguint(sign, value_of_digits(digits, base));
    if value.bits() > limits::INTEGER_BITS_MAX {
        return Err(ParseError::SystemLimit);
    }
    Ok(heap.big(&value))
}

/// The value of many digits, which have been checked: neighbours are put together, then pairs of them, and so on, so that most
/// of the work is a few large multiplications. Digit by digit it is quadratic: seconds for the largest numbers.
fn value_of_digits(digits: &[u8], base: u32) -> BigUint {
    // The largest power of the base that fits into a word.
    let (mut width, mut power) = (1, u64::from(base));
    while let Some(more) = power.checked_mul(u64::from(base)) {
        (width, power) = (width + 1, more);
    }
    let mut power = BigUint::from(power);
    let value = |value: u64, &byte: &u8| {
        let digit = char::from(byte).to_digit(base).unwrap_or(0);
        value * u64::from(base) + u64::from(digit)
    };
    // The last one first.
    let chunks = digits.rchunks(width);
    let mut parts: Vec<BigUint> = chunks
        .map(|chunk| BigUint::from(chunk.iter().fold(0, value)))
        .collect();
    while parts.len() > 1 {
        let pairs = parts.chunks(2);
        parts = pairs
            .map(|pair| match pair {
                [low, high] => high * &power + low,
                rest => rest[0].clone(),
            })
            .collect();
        power = &power * &power;
    }
    parts.pop().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_read_as_they_are_written() {
        for base in [2, 3, 7, 10, 16, 36] {
            let digits = (limits::INTEGER_BITS_MAX as usize / 24).min(20_000);
            for length in [20, 63, 64, 65, 100, 999, digits] {
                let text: String = (0..length)
                    .map(|index| {
                        let digit = (index * index + index / 3 + 1) as u32 % base;
                        char::from_digit(digit.max(u32::from(index == 0)), base).unwrap_or('0')
                    })
                    .collect();
                let text = format!("-{text}").to_uppercase();
                let mut heap = Heap::new();
                let value = parse(&mut heap, text.as_bytes(), base);
                let value = value.unwrap_or(Term::NIL);
                assert_eq!(to_text(&heap, value, base).as_deref(), Some(&*text));
            }
        }
    }
}
