//! Arithmetic on literals at compile time, where it cannot fail.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

use super::Lowering;
use bytecode::instr::Arith;
use term::Term;

/// Longest shift folded; longer ones are left to the machine, which knows its limits.
const SHIFT_MAX: i64 = 4096;
/// Largest operand folded, in bits: a literal is not worth a long computation.
const BITS_MAX: u64 = 1 << 16;

impl Lowering<'_> {
    /// `None` where folding would fail or is not worth it.
    pub(super) fn fold(&mut self, op: Arith, a: Term, b: Term) -> Option<Term> {
        if a.is_float() || b.is_float() {
            return self.fold_float(op, a, b);
        }
        if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
            let small = match op {
                Arith::Add => x.checked_add(y),
                Arith::Sub => x.checked_sub(y),
                Arith::Mul => x.checked_mul(y),
                _ => None,
            };
            if let Some(value) = small {
                return Some(self.heap.integer(value));
            }
        }
        let (x, y) = (self.heap.to_bigint(a)?, self.heap.to_bigint(b)?);
        if x.bits().max(y.bits()) > BITS_MAX {
            return None;
        }
        let value = match op {
            Arith::Add => x + y,
            Arith::Sub => x - y,
            Arith::Mul => x * y,
            Arith::Div if !y.is_zero() => x / y,
            Arith::Rem if !y.is_zero() => x % y,
            Arith::Divide | Arith::Div | Arith::Rem => return None,
            Arith::Band => x & y,
            Arith::Bor => x | y,
            Arith::Bxor => x ^ y,
            Arith::Bsl => shift(&x, b.as_small()?)?,
            Arith::Bsr => shift(&x, -b.as_small()?)?,
        };
        Some(self.heap.big(&value))
    }

    fn fold_float(&mut self, op: Arith, a: Term, b: Term) -> Option<Term> {
        let (x, y) = (self.as_float(a)?, self.as_float(b)?);
        let value = match op {
            Arith::Add => x + y,
            Arith::Sub => x - y,
            Arith::Mul => x * y,
            Arith::Divide if y != 0.0 => x / y,
            _ => return None,
        };
        value.is_finite().then(|| self.heap.float(value))
    }

    /// Integers that a float holds exactly; others are left to the machine's rounding.
    fn as_float(&self, number: Term) -> Option<f64> {
        if number.is_float() {
            return Some(self.heap.float_value(number));
        }
        number
            .as_small()
            .filter(|value| value.abs() < 1 << 53)
            .map(|value| value as f64)
    }
}

/// To the left; to the right (rounding down) if `by` is negative.
fn shift(value: &BigInt, by: i64) -> Option<BigInt> {
    if by.abs() > SHIFT_MAX {
        return None;
    }
    if by >= 0 {
        return Some(value << by as u64);
    }
    Some(value.div_floor(&(BigInt::from(1) << by.unsigned_abs())))
}
