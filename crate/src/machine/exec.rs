//! What single instructions do, apart from control: kept out of the loop so that the loop can be read.

use std::cmp::Ordering;

use super::host::{Class, Host, Timeout};
use super::stack::{Window, value_of};
use super::unwind::stacktrace;
use bytecode::Instr;
use bytecode::instr::{Arith, Compare, Failure, NEAR_CASES};
use bytecode::module::Switch;
use term::arith::{self, ArithError};
use term::word::{SMALL, TAG_BITS};
use term::{Atom, Heap, Term, atom, map, order};

/// The values of the registers that the `Args` words at the start of `code` name.
pub fn operands<'a>(
    code: &'a [Instr],
    count: usize,
    registers: &'a Window,
) -> impl ExactSizeIterator<Item = Term> + 'a {
    (0..count).map(|position| value_of(registers, operand(code, position)))
}

fn operand(code: &[Instr], position: usize) -> u8 {
    match code[position / 7] {
        Instr::Args(named) => named[position % 7],
        _ => 0,
    }
}

/// Puts the free variables of a fun behind its arguments.
#[inline]
pub fn spread(free: &[u64], registers: &mut [Term]) {
    for (register, &word) in registers.iter_mut().zip(free) {
        *register = Term(word);
    }
}

pub fn update_tuple(
    heap: &mut Heap,
    registers: &Window,
    tuple: Term,
    code: &[Instr],
    count: usize,
) -> Term {
    let copy = heap.copy_tuple(tuple);
    for pair in 0..count {
        let value = value_of(registers, operand(code, pair * 2 + 1));
        heap.set_element(copy, operand(code, pair * 2) as usize, value);
    }
    copy
}

/// `base#{K => V, ...}` for keys and values in turn; the error is the exception's reason.
pub fn map_put(
    heap: &mut Heap,
    base: Term,
    mut pairs: impl Iterator<Item = Term>,
) -> Result<Term, Term> {
    if !base.is_map() {
        return Err(heap.tuple(&[atom::BADMAP.into(), base]));
    }
    let mut result = base;
    while let (Some(key), Some(value)) = (pairs.next(), pairs.next()) {
        result = map::put(heap, result, key, value);
    }
    Ok(result)
}

/// `base#{K := V, ...}`.
pub fn map_update(
    heap: &mut Heap,
    base: Term,
    mut pairs: impl Iterator<Item = Term>,
) -> Result<Term, Term> {
    if !base.is_map() {
        return Err(heap.tuple(&[atom::BADMAP.into(), base]));
    }
    let mut result = base;
    while let (Some(key), Some(value)) = (pairs.next(), pairs.next()) {
        result = match map::update(heap, result, key, value) {
            Some(map) => map,
            None => return Err(heap.tuple(&[atom::BADKEY.into(), key])),
        };
    }
    Ok(result)
}

#[inline]
pub fn compare(heap: &Heap, op: Compare, a: Term, b: Term) -> bool {
    if (a.0 | b.0) & 0xF == SMALL {
        let (a, b) = (a.0 as i64, b.0 as i64);
        return match op {
            Compare::Less => a < b,
            Compare::NotGreater => a <= b,
            Compare::Greater => a > b,
            Compare::NotLess => a >= b,
            Compare::Equal | Compare::Same => a == b,
            Compare::NotEqual | Compare::NotSame => a != b,
        };
    }
    match op {
        Compare::Less => order::compare(heap, a, b) == Ordering::Less,
        Compare::NotGreater => order::compare(heap, a, b) != Ordering::Greater,
        Compare::Greater => order::compare(heap, a, b) == Ordering::Greater,
        Compare::NotLess => order::compare(heap, a, b) != Ordering::Less,
        Compare::Equal => order::equal(heap, a, b),
        Compare::NotEqual => !order::equal(heap, a, b),
        Compare::Same => order::same(heap, a, b),
        Compare::NotSame => !order::same(heap, a, b),
    }
}

/// How far ahead a `SwitchNear` leads for `term`.
#[inline]
pub fn switch_near(term: Term, first: i8, default: u8, steps: u32) -> usize {
    // The tag of anything but a small integer ends up at the top, as does the sign.
    let case = (term.0)
        .wrapping_sub(Term::int(first.into()).0)
        .rotate_right(TAG_BITS);
    let step = if case < NEAR_CASES as u64 {
        (steps >> (case as u32 * u8::BITS)) as u8
    } else {
        default
    };
    step.into()
}

/// Where a function that begins at `entry` goes on when it has looked at its first argument, `counter`.
#[inline]
pub fn after_first_look(code: &[Instr], entry: usize, counter: Term) -> usize {
    match code[entry] {
        Instr::SwitchNear {
            src: 0,
            first,
            default,
            steps,
        } => entry + 1 + switch_near(counter, first, default, steps),
        Instr::UnlessLessInt { a: 0, value, to } if counter.is_small() => {
            if (counter.0 as i64) < Term::int(value.into()).0 as i64 {
                entry + 1
            } else {
                to as usize
            }
        }
        _ => entry,
    }
}

/// Where a switch leads for the immediate `term`.
pub fn switch(switch: &Switch, term: Term) -> u32 {
    match switch
        .cases
        .binary_search_by_key(&term.0, |&(word, _)| word)
    {
        Ok(found) => switch.cases[found].1,
        Err(_) => switch.default,
    }
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
    if (a.0 | b.0) & 0xF != SMALL {
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

#[inline]
pub fn multiply(heap: &mut Heap, a: Term, b: Term) -> Result<Term, ArithError> {
    match small_multiply(a, b) {
        Some(product) => Ok(product),
        None => arith::mul(heap, a, b),
    }
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

/// The operations without an instruction of their own.
#[inline]
pub fn arith(heap: &mut Heap, op: Arith, a: Term, b: Term) -> Result<Term, ArithError> {
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
pub fn arith_cost(heap: &Heap, result: Term) -> i32 {
    if result.is_big() {
        (heap.big_parts(result).1.len() / 8) as i32
    } else {
        0
    }
}

pub fn arith_reason(error: ArithError) -> Term {
    match error {
        ArithError::Badarith => atom::BADARITH.into(),
        ArithError::SystemLimit => atom::SYSTEM_LIMIT.into(),
    }
}

/// The value of an `after` expression; `None`: `timeout_value`.
pub fn timeout(heap: &Heap, term: Term) -> Option<Timeout> {
    if term == Term::from_atom(atom::INFINITY) {
        return Some(Timeout::Infinity);
    }
    // OTP takes 32 bits.
    if let Some(ms @ 0..=0xFFFF_FFFF) = term.as_small() {
        Some(Timeout::Milliseconds(ms as u64))
    } else {
        let _ = heap;
        None
    }
}

/// The reason of an error that compiled code raises itself.
pub fn failure(heap: &mut Heap, kind: Failure, value: Term) -> Term {
    let tag = match kind {
        Failure::Badmatch => atom::BADMATCH,
        Failure::CaseClause => atom::CASE_CLAUSE,
        Failure::TryClause => atom::TRY_CLAUSE,
        Failure::IfClause => return atom::IF_CLAUSE.into(),
        Failure::Badrecord => atom::BADRECORD,
        Failure::BadGenerator => atom::BAD_GENERATOR,
        Failure::BadFilter => atom::BAD_FILTER,
        Failure::Badmap => atom::BADMAP,
        Failure::Badkey => atom::BADKEY,
        Failure::Badarg => return atom::BADARG.into(),
        Failure::BadBoolean => atom::BADARG,
        Failure::ElseClause => atom::ELSE_CLAUSE,
    };
    heap.tuple(&[tag.into(), value])
}

/// The value of `catch` for an exception: `'EXIT'` tuples for exits and errors.
pub fn catch_value<H: Host>(host: &mut H, class: Class, reason: Term, raw_trace: Term) -> Term {
    let exit = Term::from_atom(atom::CAPITAL_EXIT);
    match class {
        Class::Throw => reason,
        Class::Exit => host.heap_mut().tuple(&[exit, reason]),
        Class::Error => {
            let trace = stacktrace(host, raw_trace);
            let pair = host.heap_mut().tuple(&[reason, trace]);
            host.heap_mut().tuple(&[exit, pair])
        }
    }
}

/// The location of a builtin's frame: for the errors that OTP explains, `[{error_info, #{module => Explainer}}]`.
pub fn bif_location(heap: &mut Heap, module: Atom, reason: Term) -> Term {
    let tag = reason.as_atom().or_else(|| {
        heap.as_tuple(reason)
            .and_then(|[tag, _]: [Term; 2]| tag.as_atom())
    });
    let explained = [
        atom::BADARG,
        atom::SYSTEM_LIMIT,
        atom::BADARITH,
        atom::BADMAP,
        atom::BADKEY,
        atom::NOPROC,
    ];
    if !tag.is_some_and(|tag| explained.contains(&tag)) || module == atom::IO_LIB {
        return Term::NIL;
    }
    let module = Atom::intern(if module == atom::ERLANG {
        "erl_erts_errors"
    } else {
        "erl_stdlib_errors"
    });
    let empty = map::empty(heap);
    let info = map::put(heap, empty, atom::MODULE.into(), module.into());
    let pair = heap.tuple(&[atom::ERROR_INFO.into(), info]);
    heap.list(&[pair])
}
