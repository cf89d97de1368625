//! Making terms and telling them apart.

use super::{Site, Step};
use crate::detour::Detour;
use crate::explain;
use crate::host::{Host, charge_work};
use crate::stack::Window;
use bytecode::Reg;
use bytecode::instr::{Instr, NEAR_CASES, Type};
use bytecode::module::Switch;
use term::word::TAG_BITS;
use term::{Heap, Term, atom, map};

/// Whether the term is of the kind.
pub fn is<H: Host>(host: &H, kind: Type, term: Term) -> bool {
    match kind {
        Type::Atom => term.is_atom(),
        Type::Boolean => term.as_bool().is_some(),
        Type::Integer => term.is_integer(),
        Type::Float => term.is_float(),
        Type::Number => term.is_number(),
        Type::List => term.is_list(),
        Type::Tuple => term.is_tuple(),
        Type::Map => term.is_map(),
        Type::Binary => host.heap().is_binary(term),
        Type::Bitstring => term.is_bitstring(),
        Type::Function => term.is_fun(),
        Type::Pid => host.heap().is_pid(term),
        Type::Port => host.heap().is_port(term),
        Type::Reference => term.is_reference(),
    }
}

/// Puts the free variables of a fun behind its arguments.
#[inline]
pub fn spread(free: &[u64], registers: &mut [Term]) {
    for (register, &word) in registers.iter_mut().zip(free) {
        *register = Term(word);
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
#[inline(never)]
pub fn switch(switch: &Switch, term: Term) -> usize {
    let found = switch
        .cases
        .binary_search_by_key(&term.0, |&(word, _)| word);
    let to = found.map_or(switch.default, |found| switch.cases[found].1);
    to as usize
}

/// Where a switch leads for the arity of `term`.
pub fn switch_arity(by_arity: &Switch, heap: &Heap, term: Term) -> usize {
    if term.is_tuple() {
        switch(by_arity, Term::size(heap.arity(term)))
    } else {
        by_arity.default as usize
    }
}

#[inline(never)]
pub fn tuple(heap: &mut Heap, registers: &mut Window, site: Site, dst: Reg, count: u32) -> usize {
    let elements = site.operands(count as usize, registers);
    registers[dst as usize + 1] = heap.tuple_of(elements);
    site.behind(count as usize).pc
}

#[inline(never)]
pub fn update_tuple(
    heap: &mut Heap,
    registers: &mut Window,
    site: Site,
    dst: Reg,
    tuple: Term,
    count: u8,
) -> usize {
    let copy = heap.copy_tuple(tuple);
    let operands = usize::from(count) * 2;
    for position in (0..operands).step_by(2) {
        let value = registers[site.operand(position + 1) as usize + 1];
        heap.set_element(copy, site.operand(position) as usize, value);
    }
    registers[dst as usize + 1] = copy;
    site.behind(operands).pc
}

/// A fun of this instance.
#[inline(never)]
pub fn fun(
    heap: &mut Heap,
    registers: &mut Window,
    site: Site,
    dst: Reg,
    (instance, fun): (u32, u32),
    count: u8,
) -> usize {
    let free = site.operands(count.into(), registers);
    let arity = site.module.funs[fun as usize].arity;
    registers[dst as usize + 1] = heap.fun(instance, fun, arity, free);
    site.behind(count.into()).pc
}

/// `base#{K => V, ...}`, or `base#{K := V, ...}` if that is `exact`.
#[inline(never)]
pub fn put<H: Host>(
    host: &mut H,
    registers: &mut Window,
    site: Site,
    (dst, base): (Reg, Term),
    count: u8,
    exact: bool,
) -> Step {
    let operands = usize::from(count) * 2;
    let pairs = site.operands(operands, registers);
    let result = put_all(host.heap_mut(), base, pairs, exact);
    if !charge_work(host) {
        return Err(Detour::OutOfMemory);
    }
    let behind = site.behind(operands);
    match (result, behind.guard_failure()) {
        (Ok(value), _) => {
            registers[dst as usize + 1] = value;
            Ok(behind.pc)
        }
        (Err(_), Some(to)) => Ok(to),
        (Err(reason), None) => {
            let pairs: Vec<Term> = site.operands(operands, registers).collect();
            let is_shell = site.module.is_shell;
            let raised = explain::failed_map(host, reason, base, &pairs, is_shell);
            Err(Detour::Throw(raised))
        }
    }
}

/// The map with keys and values, which come in turn; the error is the exception's reason.
fn put_all(
    heap: &mut Heap,
    base: Term,
    mut pairs: impl Iterator<Item = Term>,
    exact: bool,
) -> Result<Term, Term> {
    if !base.is_map() {
        return Err(heap.tuple(&[atom::BADMAP.into(), base]));
    }
    let mut result = base;
    while let (Some(key), Some(value)) = (pairs.next(), pairs.next()) {
        result = if !exact {
            map::put(heap, result, key, value)
        } else if let Some(updated) = map::update(heap, result, key, value) {
            updated
        } else {
            return Err(heap.tuple(&[atom::BADKEY.into(), key]));
        };
    }
    Ok(result)
}
