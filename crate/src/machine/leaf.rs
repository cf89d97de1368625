//! Leaf functions of another module: what most funs that library functions are given consist of.
//!
//! `fun(X) -> X * X end` is one instruction, and going over to its code and back costs more than all it does. So the first
//! instructions of a function that is called across modules are carried out here, with nothing but its window and the heap,
//! as long as they are simple. Most often that is all there is; otherwise the interpreter goes over and goes on where this
//! stopped. Nothing is done here that can fail or be seen from outside, jumps lead forward only, and the caller has been at
//! the safepoint already.

use super::exec::numbers::{self, are_small};
use super::stack::Window;
use bytecode::instr::{Instr, NO_FAIL};
use bytecode::{Module, Reg};
use term::{Heap, Term};

/// Runs the function at `pc` in its window. Its value if it returns; [`Term::NONE`] if it comes to something else, where `pc`
/// then is.
#[inline(never)]
pub fn run(module: &Module, pc: &mut usize, heap: &mut Heap, r: &mut Window) -> Term {
    macro_rules! reg {
        ($register:expr) => {
            r[$register as usize + 1]
        };
    }
    let code = module.code.as_slice();
    let mut next = *pc;
    loop {
        let at = next;
        // For what is not done here.
        macro_rules! leave {
            () => {{
                *pc = at;
                return Term::NONE;
            }};
        }
        macro_rules! known {
            ($value:expr) => {
                match $value {
                    Some(value) => value,
                    None => leave!(),
                }
            };
        }
        macro_rules! unless {
            ($condition:expr, $to:expr) => {
                if !$condition {
                    next = $to as usize;
                }
            };
        }
        // A comparison of a small integer with a constant.
        macro_rules! compare_int {
            ($a:expr, $value:expr, $to:expr, $op:tt) => {{
                let (a, value) = (reg!($a), Term::int(i32::from($value)));
                if !a.is_small() {
                    leave!();
                }
                unless!((a.0 as i64) $op (value.0 as i64), $to);
            }};
        }
        next += 1;
        match code[at] {
            Instr::Move { dst, src } => reg!(dst) = reg!(src),
            Instr::Int { dst, value } => reg!(dst) = Term::int(value),
            Instr::Const { dst, index } => reg!(dst) = module.constants[index as usize],
            Instr::IsTuple { src, arity, to } => {
                let tuple = reg!(src);
                unless!(tuple.is_tuple() && heap.arity(tuple) == arity as usize, to);
            }
            Instr::SameInt { src, value, to } => {
                unless!(reg!(src) == Term::int(value.into()), to);
            }
            Instr::SameConst { src, index, to } => {
                unless!(reg!(src) == module.constants[index as usize], to);
            }
            Instr::UnlessLessInt { a, value, to } => compare_int!(a, value, to, <),
            Instr::UnlessNotLessInt { a, value, to } => compare_int!(a, value, to, >=),
            Instr::UnlessNotGreaterInt { a, value, to } => compare_int!(a, value, to, <=),
            Instr::UnlessGreaterInt { a, value, to } => compare_int!(a, value, to, >),
            Instr::Unless { op, a, b, to } => {
                let (a, b) = (reg!(a), reg!(b));
                if !are_small(a, b) {
                    leave!();
                }
                unless!(numbers::compare_small(op, a, b), to);
            }
            Instr::Compare { op, dst, a, b } => {
                let (a, b) = (reg!(a), reg!(b));
                if !are_small(a, b) {
                    leave!();
                }
                reg!(dst) = Term::bool(numbers::compare_small(op, a, b));
            }
            Instr::Element { dst, src, position } => {
                reg!(dst) = heap.element(reg!(src), position as usize);
            }
            Instr::Cons { dst, head, tail } => reg!(dst) = heap.cons(reg!(head), reg!(tail)),
            Instr::Tuple2 { dst, a, b } => reg!(dst) = heap.pair(reg!(a), reg!(b)),
            Instr::Add { dst, a, b, .. } => reg!(dst) = known!(sum(r, a, b)),
            Instr::Sub { dst, a, b, .. } => {
                let (a, b) = (reg!(a), reg!(b));
                if !are_small(a, b) {
                    leave!();
                }
                let difference = (a.0 as i64).checked_sub(b.0 as i64);
                reg!(dst) = Term(known!(difference) as u64);
            }
            Instr::Mul {
                dst,
                a,
                b,
                fail: NO_FAIL,
            } => reg!(dst) = known!(numbers::small_multiply(reg!(a), reg!(b))),
            Instr::AddInt { dst, a, value } => {
                reg!(dst) = known!(numbers::add_small(reg!(a), value.into()));
            }
            Instr::SubInt { dst, a, value } => {
                reg!(dst) = known!(numbers::add_small(reg!(a), -i64::from(value)));
            }
            Instr::ArithInt { op, dst, a, value } => {
                reg!(dst) = known!(numbers::arith_small(op, reg!(a), value));
            }
            Instr::Else { .. } => {}
            Instr::Return { src } => return reg!(src),
            Instr::ReturnInt { value } => return Term::int(value),
            Instr::ReturnConst { index } => return module.constants[index as usize],
            Instr::AddReturn { a, b } => return known!(sum(r, a, b)),
            Instr::MulReturn { a, b } => return known!(numbers::small_multiply(reg!(a), reg!(b))),
            Instr::AddIntReturn { a, value } => {
                return known!(numbers::add_small(reg!(a), value.into()));
            }
            Instr::ArithIntReturn { op, a, value } => {
                return known!(numbers::arith_small(op, reg!(a), value));
            }
            _ => leave!(),
        }
    }
}

#[inline]
fn sum(r: &Window, a: Reg, b: Reg) -> Option<Term> {
    let (a, b) = (r[a as usize + 1], r[b as usize + 1]);
    if !are_small(a, b) {
        return None;
    }
    let sum = (a.0 as i64).checked_add(b.0 as i64)?;
    Some(Term(sum as u64))
}
