//! What single instructions do, apart from control: kept out of the loop, so that the loop can be read.
//!
//! It is kept short for browsers, too: they optimise a function as a whole, and while they do so all runs slowly (V8: 143 ms
//! for 32 KB, 107 ms for 26 KB). So what is more than a few words of code, and does not pay for being inlined, is a call: it
//! is given the process, its window and the [`Site`], and gives back where to go on.

pub mod bits;
pub mod failures;
pub mod numbers;
pub mod receive;
pub mod values;

use super::detour::Detour;
use super::stack::{Window, value_of};
use bytecode::{Instr, Module};
use term::Term;

/// Where in the code an instruction stands.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    pub module: &'a Module,
    /// Position of the next instruction.
    pub pc: usize,
}

/// Where to go on, or why that is not straight ahead.
pub type Step = Result<usize, Detour>;

/// How many operands an `Args` word names.
const NAMED_MAX: usize = 7;

impl<'a> Site<'a> {
    /// The values of the first `count` registers that the `Args` words behind the instruction name.
    fn operands(
        self,
        count: usize,
        registers: &'a Window,
    ) -> impl ExactSizeIterator<Item = Term> + 'a {
        (0..count).map(move |position| value_of(registers, self.operand(position)))
    }

    fn operand(self, position: usize) -> u8 {
        match self.module.code[self.pc + position / NAMED_MAX] {
            Instr::Args(named) => named[position % NAMED_MAX],
            _ => 0,
        }
    }

    /// Behind the `Args` words of so many operands.
    fn behind(self, operands: usize) -> Site<'a> {
        Site {
            pc: self.pc + operands.div_ceil(NAMED_MAX),
            ..self
        }
    }

    /// Where an operation goes on that succeeded: `Else` is there for failures.
    #[inline]
    pub fn past_else(self) -> usize {
        match self.module.code[self.pc] {
            Instr::Else { .. } => self.pc + 1,
            _ => self.pc,
        }
    }

    /// Where a failure leads in a guard.
    fn guard_failure(self) -> Option<usize> {
        match self.module.code[self.pc] {
            Instr::Else { fail } => Some(fail as usize),
            _ => None,
        }
    }
}
