//! Comparing and reckoning. Small integers are what loops count with: with them things are done in place, in the words.

use std::cmp::Ordering;

use super::failures::{arith_raised, count_raised};
use super::{Site, Step};
use crate::detour::Detour;
use crate::host::{Host, charge_work};
use crate::stack::Window;
use bytecode::Reg;
use bytecode::instr::{Arith, Compare, NO_FAIL};
use term::arith::{self, ArithError};
use term::word::{SMALL, TAG_BITS};
use term::{Heap, Term, order};

/// Whether both are small integers.
#[inline]
pub fn are_small(a: Term, b: Term) -> bool {
    (a.0 | b.0) & 0xF == SMALL
}

/// Of small integers.
#[inline]
pub fn compare_small(op: Compare, a: Term, b: Term) -> bool {
    let (a, b) = (a.0 as i64, b.0 as i64);
    // One bit each for less, equal and greater: no jump that a processor would have to foresee.
    let holds: u8 = match op {
        Compare::Less => 0b001,
        Compare::NotGreater => 0b011,
        Compare::Greater => 0b100,
        Compare::NotLess => 0b110,
        Compare::Equal | Compare::Same => 0b010,
        Compare::NotEqual | Compare::NotSame => 0b101,
    };
    holds >> (1 + u8::from(a > b) - u8::from(a < b)) & 1 == 1
}

/// Of any terms; `None`: it was too much, and the process has to go.
#[inline(never)]
pub fn compare<H: Host>(host: &mut H, op: Compare, a: Term, b: Term) -> Option<bool> {
    let heap = host.heap();
    let holds = match op {
        Compare::Less => order::compare(heap, a, b) == Ordering::Less,
        Compare::NotGreater => order::compare(heap, a, b) != Ordering::Greater,
        Compare::Greater => order::compare(heap, a, b) == Ordering::Greater,
        Compare::NotLess => order::compare(heap, a, b) != Ordering::Less,
        Compare::Equal => order::equal(heap, a, b),
        Compare::NotEqual => !order::equal(heap, a, b),
        Compare::Same => order::same(heap, a, b),
        Compare::NotSame => !order::same(heap, a, b),
    };
    let is_paid = !(a.is_pointer() && b.is_pointer()) || charge_work(host);
    is_paid.then_some(holds)
}

/// The product if it is small. wasm has no multiplication that tells of an overflow: the detour over 128 bits is for
/// large factors only.
#[inline]
fn small_product(a: i64, b: i64) -> Option<Term> {
    if i32::try_from(a).is_ok() && i32::try_from(b).is_ok() {
        return Term::small(a * b);
    }
    a.checked_mul(b).and_then(Term::small)
}

/// The product of small integers, if it is one.
#[inline]
pub fn small_multiply(a: Term, b: Term) -> Option<Term> {
    if !are_small(a, b) {
        return None;
    }
    small_product(a.small_value(), b.small_value())
}

/// `a + value` for a small integer, if the sum is one.
#[inline]
pub fn add_small(a: Term, value: i64) -> Option<Term> {
    if !a.is_small() {
        return None;
    }
    let sum = (a.0 as i64).checked_add(value << TAG_BITS)?;
    Some(Term(sum as u64))
}

/// `a OP value` without a look at the heap, if it can be had so.
#[inline]
pub fn arith_small(op: Arith, a: Term, value: i32) -> Option<Term> {
    if !a.is_small() {
        return None;
    }
    let (word, other) = (a.0 as i64, i64::from(value));
    let small = a.small_value();
    match op {
        Arith::Div if value > 0 => Some(Term(((small / other) << TAG_BITS) as u64)),
        Arith::Rem if value > 0 => Some(Term(((small % other) << TAG_BITS) as u64)),
        Arith::Mul => small_product(small, other),
        Arith::Band => Some(Term((word & other << TAG_BITS) as u64)),
        Arith::Bor => Some(Term((word | other << TAG_BITS) as u64)),
        Arith::Bxor => Some(Term((word ^ other << TAG_BITS) as u64)),
        Arith::Bsr if (0..60).contains(&value) => Some(Term(((small >> other) << TAG_BITS) as u64)),
        _ => None,
    }
}

/// `a + value` where that is not a matter of small integers.
#[inline(never)]
pub fn count<H: Host>(host: &mut H, site: Site, a: Term, value: i64) -> Result<Term, Detour> {
    arith::add(host.heap_mut(), a, Term((value << TAG_BITS) as u64))
        .map_err(|_| Detour::Throw(count_raised(host, site, a, value)))
}

/// A sum as a function's result, where that is not a matter of small integers.
#[inline(never)]
pub fn sum<H: Host>(host: &mut H, site: Site, a: Term, b: Term) -> Result<Term, Detour> {
    arith::add(host.heap_mut(), a, b)
        .map_err(|error| Detour::Throw(arith_raised(host, site, Arith::Add, a, b, error)))
}

/// The same for a product.
#[inline(never)]
pub fn product<H: Host>(host: &mut H, site: Site, a: Term, b: Term) -> Result<Term, Detour> {
    arith::mul(host.heap_mut(), a, b)
        .map_err(|error| Detour::Throw(arith_raised(host, site, Arith::Mul, a, b, error)))
}

/// An operation has failed: to `fail`, or an exception.
#[cold]
#[inline(never)]
pub fn failed<H: Host>(
    host: &mut H,
    site: Site,
    op: Arith,
    (a, b): (Term, Term),
    error: ArithError,
    fail: u32,
) -> Step {
    if fail != NO_FAIL {
        return Ok(fail as usize);
    }
    Err(Detour::Throw(arith_raised(host, site, op, a, b, error)))
}

/// Any operation, in a guard or not.
#[inline(never)]
pub fn operation<H: Host>(
    host: &mut H,
    registers: &mut Window,
    site: Site,
    op: Arith,
    dst: Reg,
    (a, b): (Term, Term),
) -> Step {
    let result = arith(host.heap_mut(), op, a, b);
    if (a.is_pointer() || b.is_pointer()) && !charge_work(host) {
        return Err(Detour::OutOfMemory);
    }
    match result {
        Ok(value) => {
            registers[dst as usize + 1] = value;
            *host.reductions() -= arith_cost(host.heap(), value);
            Ok(site.past_else())
        }
        Err(error) => match site.guard_failure() {
            Some(to) => Ok(to),
            None => failed(host, site, op, (a, b), error, NO_FAIL),
        },
    }
}

/// Any operation as a function's result.
#[inline(never)]
pub fn result<H: Host>(
    host: &mut H,
    site: Site,
    op: Arith,
    a: Term,
    value: i32,
) -> Result<Term, Detour> {
    if let Some(result) = arith_small(op, a, value) {
        return Ok(result);
    }
    let b = Term::int(value);
    let result = arith(host.heap_mut(), op, a, b);
    if !charge_work(host) {
        return Err(Detour::OutOfMemory);
    }
    match result {
        Ok(value) => {
            *host.reductions() -= arith_cost(host.heap(), value);
            Ok(value)
        }
        Err(error) => Err(Detour::Throw(arith_raised(host, site, op, a, b, error))),
    }
}

#[inline]
fn arith(heap: &mut Heap, op: Arith, a: Term, b: Term) -> Result<Term, ArithError> {
    match op {
        Arith::Add => arith::add(heap, a, b),
        Arith::Sub => arith::sub(heap, a, b),
        Arith::Mul => arith::mul(heap, a, b),
        Arith::Divide => arith::divide(heap, a, b),
        Arith::Div => arith::div(heap, a, b),
        Arith::Rem => arith::rem(heap, a, b),
        Arith::Band => arith::band(heap, a, b),
        Arith::Bor => arith::bor(heap, a, b),
        Arith::Bxor => arith::bxor(heap, a, b),
        Arith::Bsl => arith::bsl(heap, a, b),
        Arith::Bsr => arith::bsr(heap, a, b),
    }
}

/// Reductions for an operation whose result is large: big numbers take time.
#[inline]
fn arith_cost(heap: &Heap, result: Term) -> i32 {
    if result.is_big() {
        (heap.big_parts(result).1.len() / 8) as i32
    } else {
        0
    }
}
