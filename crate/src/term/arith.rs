//! Arithmetic on numbers of any size: the operators, and the conversions between integers and floats.
//!
//! The fast path (two small integers) stands inline; everything else goes through [`Number`]. Results follow OTP: a
//! float result that is not finite is `badarith`, an integer beyond [`limits::INTEGER_BITS_MAX`] is `system_limit`.
//!
//! Invariant: the size of a result is bounded before room for it is taken.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{FromPrimitive, ToPrimitive, Zero};

use super::heap::Heap;
use super::word::{SMALL, TAG_BITS, Term};
use super::work;

/// Why an operator has no result; each is the reason of the Erlang error it raises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArithError {
    Badarith,
    SystemLimit,
}

type Result<T> = std::result::Result<T, ArithError>;

/// An operand taken out of its heap.
#[derive(Clone, PartialEq, Debug)]
pub enum Number {
    Small(i64),
    Big(BigInt),
    Float(f64),
}

impl Number {
    /// `None` if `term` is not a number.
    pub fn of(heap: &Heap, term: Term) -> Option<Number> {
        if let Some(small) = term.as_small() {
            Some(Number::Small(small))
        } else if term.is_float() {
            Some(Number::Float(heap.float_value(term)))
        } else {
            heap.to_bigint(term).map(Number::Big)
        }
    }

    fn into_bigint(self) -> Option<BigInt> {
        match self {
            Number::Small(n) => Some(BigInt::from(n)),
            Number::Big(n) => Some(n),
            Number::Float(_) => None,
        }
    }

    /// As a float; `None` if it is too large for one.
    fn to_float(&self) -> Option<f64> {
        match self {
            Number::Small(n) => Some(*n as f64),
            Number::Float(x) => Some(*x),
            Number::Big(n) => big_to_float(n),
        }
    }
}

/// OTP's conversion: each 64-bit limb is rounded, and so is each partial sum.
fn big_to_float(n: &BigInt) -> Option<f64> {
    const LIMB: f64 = 18_446_744_073_709_551_616.0;
    let magnitude = n.magnitude();
    if magnitude.bits() > 1024 {
        return None;
    }
    let value = magnitude
        .iter_u64_digits()
        .rev()
        .fold(0.0, |sum, limb| sum * LIMB + limb as f64);
    value.is_finite().then_some(if n.sign() == Sign::Minus {
        -value
    } else {
        value
    })
}

#[inline]
const fn both_small(a: Term, b: Term) -> bool {
    (a.0 | b.0) & 0xF == SMALL
}

fn operands(heap: &Heap, a: Term, b: Term) -> Result<(Number, Number)> {
    let a = Number::of(heap, a).ok_or(ArithError::Badarith)?;
    let b = Number::of(heap, b).ok_or(ArithError::Badarith)?;
    Ok((a, b))
}

fn integers(heap: &Heap, a: Term, b: Term) -> Result<(BigInt, BigInt)> {
    let a = heap.to_bigint(a).ok_or(ArithError::Badarith)?;
    let b = heap.to_bigint(b).ok_or(ArithError::Badarith)?;
    work::note(limbs(&a) + limbs(&b));
    Ok((a, b))
}

fn limbs(value: &BigInt) -> usize {
    value.bits() as usize / 64
}

/// Multiplying and dividing go over one number for each limb of the other.
fn note_product(a: &BigInt, b: &BigInt) {
    work::note(limbs(a) * limbs(b) / 32);
}

fn finish_float(heap: &mut Heap, value: f64) -> Result<Term> {
    if value.is_finite() {
        Ok(heap.float(value))
    } else {
        Err(ArithError::Badarith)
    }
}

fn finish_big(heap: &mut Heap, value: &BigInt) -> Result<Term> {
    if value.bits() > limits::INTEGER_BITS_MAX {
        return Err(ArithError::SystemLimit);
    }
    Ok(heap.big(value))
}

/// Applies `on_floats` if either operand is a float, else `on_integers`.
fn mixed(
    heap: &mut Heap,
    a: Term,
    b: Term,
    on_floats: fn(f64, f64) -> f64,
    on_integers: fn(BigInt, BigInt) -> Option<BigInt>,
) -> Result<Term> {
    if a.is_float() && b.is_float() {
        let value = on_floats(heap.float_value(a), heap.float_value(b));
        return finish_float(heap, value);
    }
    let (a, b) = operands(heap, a, b)?;
    if matches!(a, Number::Float(_)) || matches!(b, Number::Float(_)) {
        let (Some(a), Some(b)) = (a.to_float(), b.to_float()) else {
            return Err(ArithError::Badarith);
        };
        return finish_float(heap, on_floats(a, b));
    }
    let (Some(a), Some(b)) = (a.into_bigint(), b.into_bigint()) else {
        return Err(ArithError::Badarith);
    };
    work::note(limbs(&a) + limbs(&b));
    let value = on_integers(a, b).ok_or(ArithError::SystemLimit)?;
    finish_big(heap, &value)
}

/// `a + b`.
#[inline]
pub fn add(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    // The tag of a small integer is zero, so tagged words add; 64-bit overflow is exactly overflow of 60 bits.
    if both_small(a, b)
        && let Some(sum) = (a.0 as i64).checked_add(b.0 as i64)
    {
        return Ok(Term(sum as u64));
    }
    add_slow(heap, a, b)
}

#[cold]
#[inline(never)]
fn add_slow(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) {
        return Ok(heap.integer(a.small_value() + b.small_value()));
    }
    mixed(heap, a, b, |a, b| a + b, |a, b| Some(a + b))
}

/// `a - b`.
#[inline]
pub fn sub(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b)
        && let Some(difference) = (a.0 as i64).checked_sub(b.0 as i64)
    {
        return Ok(Term(difference as u64));
    }
    sub_slow(heap, a, b)
}

#[cold]
#[inline(never)]
fn sub_slow(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) {
        return Ok(heap.integer(a.small_value() - b.small_value()));
    }
    mixed(heap, a, b, |a, b| a - b, |a, b| Some(a - b))
}

/// `a * b`.
#[inline]
pub fn mul(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b)
        && let Some(product) = (a.0 as i64).checked_mul(b.small_value())
    {
        return Ok(Term(product as u64));
    }
    mul_slow(heap, a, b)
}

#[cold]
#[inline(never)]
fn mul_slow(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    mixed(
        heap,
        a,
        b,
        |a, b| a * b,
        // A product has as many bits as its factors together, or one less.
        |a, b| {
            let fits = a.bits() + b.bits() <= limits::INTEGER_BITS_MAX + 1;
            fits.then(|| {
                note_product(&a, &b);
                a * b
            })
        },
    )
}

/// `a / b`: always a float.
pub fn divide(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    let (a, b) = operands(heap, a, b)?;
    match (a.to_float(), b.to_float()) {
        (Some(a), Some(b)) if b != 0.0 => finish_float(heap, a / b),
        _ => Err(ArithError::Badarith),
    }
}

/// `a div b`: rounds towards zero.
#[inline]
pub fn div(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) && b.0 != 0 {
        // The quotient of the smallest by -1 is one too large for the word: `integer` sees to it.
        return Ok(heap.integer(a.small_value() / b.small_value()));
    }
    let (a, b) = integers(heap, a, b)?;
    if b.is_zero() {
        return Err(ArithError::Badarith);
    }
    note_product(&a, &b);
    finish_big(heap, &(a / b))
}

/// `a rem b`: the sign is that of `a`.
#[inline]
pub fn rem(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) && b.0 != 0 {
        // Tagged words: the remainder of multiples of 16 is one.
        return Ok(Term((a.0 as i64).wrapping_rem(b.0 as i64) as u64));
    }
    let (a, b) = integers(heap, a, b)?;
    if b.is_zero() {
        return Err(ArithError::Badarith);
    }
    note_product(&a, &b);
    finish_big(heap, &(a % b))
}

/// Quotient and remainder with the quotient rounded down, for floor-like library functions.
pub fn div_mod_floor(heap: &mut Heap, a: Term, b: Term) -> Result<(Term, Term)> {
    let (a, b) = integers(heap, a, b)?;
    if b.is_zero() {
        return Err(ArithError::Badarith);
    }
    let (quotient, remainder) = a.div_mod_floor(&b);
    Ok((finish_big(heap, &quotient)?, finish_big(heap, &remainder)?))
}

/// `-a`. The negation of `0.0` is `-0.0`.
#[inline]
pub fn neg(heap: &mut Heap, a: Term) -> Result<Term> {
    if a.is_small()
        && let Some(value) = (a.0 as i64).checked_neg()
    {
        return Ok(Term(value as u64));
    }
    match Number::of(heap, a).ok_or(ArithError::Badarith)? {
        Number::Small(n) => Ok(heap.integer(-n)),
        Number::Float(x) => Ok(heap.float(-x)),
        Number::Big(n) => finish_big(heap, &-n),
    }
}

/// `+a`: checks that it is a number.
pub fn plus(a: Term) -> Result<Term> {
    if a.is_number() {
        Ok(a)
    } else {
        Err(ArithError::Badarith)
    }
}

/// `a band b`, on two's complement of unlimited width as all bit operators.
#[inline]
pub fn band(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) {
        return Ok(Term(a.0 & b.0));
    }
    let (a, b) = integers(heap, a, b)?;
    finish_big(heap, &(a & b))
}

#[inline]
pub fn bor(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) {
        return Ok(Term(a.0 | b.0));
    }
    let (a, b) = integers(heap, a, b)?;
    finish_big(heap, &(a | b))
}

#[inline]
pub fn bxor(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) {
        return Ok(Term(a.0 ^ b.0));
    }
    let (a, b) = integers(heap, a, b)?;
    finish_big(heap, &(a ^ b))
}

#[inline]
pub fn bnot(heap: &mut Heap, a: Term) -> Result<Term> {
    if a.is_small() {
        return Ok(Term(!a.0 & !0xF));
    }
    let a = heap.to_bigint(a).ok_or(ArithError::Badarith)?;
    finish_big(heap, &!a)
}

/// `a bsl b`; a negative `b` shifts right.
#[inline]
pub fn bsl(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) && (b.0 as i64) >= 0 && b.0 < 64 << TAG_BITS {
        let count = b.small_value() as u32;
        let shifted = (a.0 as i64) << count;
        if shifted >> count == a.0 as i64 {
            return Ok(Term(shifted as u64));
        }
    }
    shift(heap, a, b, false)
}

/// `a bsr b`, rounding down; a negative `b` shifts left.
#[inline]
pub fn bsr(heap: &mut Heap, a: Term, b: Term) -> Result<Term> {
    if both_small(a, b) && (b.0 as i64) >= 0 {
        let count = (b.0 >> TAG_BITS).min(63);
        return Ok(Term(((a.0 as i64 >> count) & !0xF) as u64));
    }
    shift(heap, a, b, true)
}

#[inline(never)]
fn shift(heap: &mut Heap, a: Term, b: Term, rightwards: bool) -> Result<Term> {
    let (value, count) = integers(heap, a, b)?;
    if value.is_zero() {
        return Ok(Term::int(0));
    }
    let left = if rightwards { -count } else { count };
    if left.sign() == Sign::Minus {
        let shifted = match left.magnitude().to_u64() {
            Some(count) if count < value.bits() => value >> count,
            _ if value.sign() == Sign::Minus => BigInt::from(-1),
            _ => BigInt::zero(),
        };
        return finish_big(heap, &shifted);
    }
    match left.to_u64() {
        Some(count)
            if count <= limits::INTEGER_BITS_MAX
                && value.bits() + count <= limits::INTEGER_BITS_MAX =>
        {
            finish_big(heap, &(value << count))
        }
        _ => Err(ArithError::SystemLimit),
    }
}

// --- conversions: `None` is the BIF's `badarg`

/// `abs/1`.
pub fn abs(heap: &mut Heap, a: Term) -> Option<Term> {
    match Number::of(heap, a)? {
        Number::Small(n) => Some(if n < 0 { heap.integer(-n) } else { a }),
        // -0.0 stays what it is.
        Number::Float(x) => Some(if x < 0.0 { heap.float(-x) } else { a }),
        Number::Big(n) if n.sign() == Sign::Minus => Some(heap.big(&-n)),
        Number::Big(_) => Some(a),
    }
}

/// `float/1`; also `None` if the integer is too large for a float.
pub fn to_float(heap: &mut Heap, a: Term) -> Option<Term> {
    if a.is_float() {
        return Some(a);
    }
    let value = float_of(heap, a)?;
    Some(heap.float(value))
}

/// The value of any number as a float; `None` as in [`to_float`].
pub fn float_of(heap: &Heap, a: Term) -> Option<f64> {
    Number::of(heap, a)?.to_float()
}

/// `round/1`: halves away from zero.
pub fn round(heap: &mut Heap, a: Term) -> Option<Term> {
    to_integer(heap, a, f64::round)
}

/// `trunc/1`.
pub fn trunc(heap: &mut Heap, a: Term) -> Option<Term> {
    to_integer(heap, a, f64::trunc)
}

/// `floor/1`.
pub fn floor(heap: &mut Heap, a: Term) -> Option<Term> {
    to_integer(heap, a, f64::floor)
}

/// `ceil/1`.
pub fn ceil(heap: &mut Heap, a: Term) -> Option<Term> {
    to_integer(heap, a, f64::ceil)
}

fn to_integer(heap: &mut Heap, a: Term, rounding: fn(f64) -> f64) -> Option<Term> {
    if a.is_integer() {
        return Some(a);
    }
    if !a.is_float() {
        return None;
    }
    let value = rounding(heap.float_value(a));
    if value.abs() < 9.0e18 {
        return Some(heap.integer(value as i64));
    }
    Some(heap.big(&BigInt::from_f64(value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(heap: &mut Heap, text: &str) -> Term {
        let value: BigInt = text.parse().unwrap_or_default();
        heap.big(&value)
    }

    fn show(heap: &Heap, term: Result<Term>) -> String {
        match term.map(|term| Number::of(heap, term)) {
            Ok(Some(Number::Small(n))) => n.to_string(),
            Ok(Some(Number::Big(n))) => n.to_string(),
            Ok(Some(Number::Float(x))) => format!("{x:?}"),
            Ok(None) => "none".into(),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn small_integers_grow_into_big_ones_and_back() {
        let mut heap = Heap::new();
        let max = Term::small(super::super::word::SMALL_MAX).unwrap_or(Term::NIL);
        let over = add(&mut heap, max, Term::int(1));
        assert_eq!(show(&heap, over), "576460752303423488");
        let back = sub(&mut heap, over.unwrap_or(Term::NIL), Term::int(1));
        assert_eq!(back, Ok(max));
        let min = neg(&mut heap, over.unwrap_or(Term::NIL)).unwrap_or(Term::NIL);
        assert!(min.is_small());
        let quotient = div(&mut heap, min, Term::int(-1));
        assert_eq!(show(&heap, quotient), "576460752303423488");
        let product = mul(&mut heap, min, min);
        assert_eq!(show(&heap, product), "332306998946228968225951765070086144");
        assert_eq!(rem(&mut heap, min, Term::int(-1)), Ok(Term::int(0)));
    }

    #[test]
    fn shifts_follow_otp() {
        let mut heap = Heap::new();
        let huge = big(&mut heap, "1267650600228229401496703205376");
        let minus_huge = neg(&mut heap, huge).unwrap_or(Term::NIL);
        let (zero, one, minus_one) = (Term::int(0), Term::int(1), Term::int(-1));
        assert_eq!(bsl(&mut heap, zero, huge), Ok(zero));
        assert_eq!(bsl(&mut heap, one, huge), Err(ArithError::SystemLimit));
        assert_eq!(
            bsl(&mut heap, one, Term::int(1_000_000_000)),
            Err(ArithError::SystemLimit)
        );
        assert_eq!(bsl(&mut heap, one, minus_huge), Ok(zero));
        assert_eq!(bsl(&mut heap, minus_one, minus_huge), Ok(minus_one));
        assert_eq!(bsr(&mut heap, minus_one, huge), Ok(minus_one));
        assert_eq!(
            bsr(&mut heap, one, minus_huge),
            Err(ArithError::SystemLimit)
        );
        assert_eq!(bsr(&mut heap, minus_huge, huge), Ok(minus_one));
        assert_eq!(bsr(&mut heap, Term::int(-5), one), Ok(Term::int(-3)));
        let wide = bsl(&mut heap, one, Term::int(60));
        assert_eq!(show(&heap, wide), "1152921504606846976");
        assert_eq!(
            bsl(&mut heap, Term::int(7), Term::int(-1)),
            Ok(Term::int(3))
        );
    }

    #[test]
    fn floats_never_leave_the_finite() {
        let mut heap = Heap::new();
        let (x, zero) = (heap.float(1.0e308), heap.float(0.0));
        assert_eq!(mul(&mut heap, x, x), Err(ArithError::Badarith));
        assert_eq!(divide(&mut heap, x, zero), Err(ArithError::Badarith));
        assert_eq!(
            divide(&mut heap, x, Term::int(0)),
            Err(ArithError::Badarith)
        );
        let minus_zero = neg(&mut heap, zero).unwrap_or(Term::NIL);
        assert!(heap.float_value(minus_zero).is_sign_negative());
        let wide = bsl(&mut heap, Term::int(1), Term::int(2000)).unwrap_or(Term::NIL);
        assert_eq!(add(&mut heap, wide, zero), Err(ArithError::Badarith));
        assert_eq!(divide(&mut heap, wide, wide), Err(ArithError::Badarith));
        assert_eq!(to_float(&mut heap, wide), None);
    }

    #[test]
    fn rounding_to_integers() {
        let mut heap = Heap::new();
        let mut check = |value: f64, expected: [&str; 4]| {
            let x = heap.float(value);
            for (function, expected) in [round, trunc, floor, ceil].into_iter().zip(expected) {
                let result = function(&mut heap, x).ok_or(ArithError::Badarith);
                assert_eq!(show(&heap, result), expected, "{value}");
            }
        };
        check(2.5, ["3", "2", "2", "3"]);
        check(-2.5, ["-3", "-2", "-3", "-2"]);
        check(0.499_999_999_999_999_94, ["0", "0", "0", "1"]);
        check(1.0e20, ["100000000000000000000"; 4]);
    }
}
