//! The run stack: windows, return words, walking the frames.
//!
//! One stack serves all processes of a world in turn; the live part of a process that stops running is copied out.
//! `stack[base - 1]` holds the return word of the frame at `base`; the root frame's has [`ROOT`] as its instance.

use bytecode::Reg;
use term::Term;
use term::word::RETURN;

/// The return word of a function and, from 1 on, its registers: what an 8-bit register number can name, plus one. Any
/// register is in bounds, so the compiler leaves the check out.
pub type Window = [Term; 257];

/// The value of a register.
#[inline]
pub fn value_of(window: &Window, register: Reg) -> Term {
    window[register as usize + 1]
}

/// Where a process is: code instance, position in it, start of the frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub instance: u32,
    pub pc: u32,
    pub base: u32,
}

/// "Instance" of the return word under a process's first frame.
pub const ROOT: u32 = 0x0FFF_FFFF;

/// The return word of a process's first frame.
pub const ROOT_WORD: Term = return_word(ROOT, 0, 0);

/// A return address in one word: distance to the caller's base (8 bits), code position (24 bits), instance (28 bits).
#[inline]
pub const fn return_word(instance: u32, pc: u32, delta: Reg) -> Term {
    Term((instance as u64) << 36 | (pc as u64) << 12 | (delta as u64) << 4 | RETURN)
}

/// `(instance, pc, delta)` of a return word.
#[inline]
pub const fn return_parts(word: Term) -> (u32, u32, u32) {
    (
        (word.0 >> 36) as u32,
        (word.0 >> 12 & 0xFF_FFFF) as u32,
        (word.0 >> 4 & 0xFF) as u32,
    )
}

/// The window of the frame at `base`, which is at least 1, if the stack is long enough.
#[inline]
pub fn existing_window(stack: &mut [Term], base: usize) -> Option<&mut Window> {
    stack.get_mut(base - 1..)?.first_chunk_mut()
}

/// The window of the frame at `base`, which is at least 1: the stack grows if need be.
#[cold]
#[inline(never)]
pub fn window(stack: &mut Vec<Term>, base: usize) -> &mut Window {
    if stack.len() < base + 256 {
        // What is filled is in proportion to what the stack grew by, not to its depth: a deep process's stack is cut to
        // its live part at the end of each slice.
        stack.resize(base + STEP_WORDS, Term::NIL);
    }
    match existing_window(stack, base) {
        Some(window) => window,
        None => unreachable!("the stack was grown to hold the window"),
    }
}

/// The last cell of the list that the frame below is making, and the window of the frame at `base`: that of a function
/// that a `ConsCall` has called.
#[inline]
pub fn list_and_window(stack: &mut [Term], base: usize) -> (&mut Term, &mut Window) {
    if let Some((last, slots)) = stack[base - 2..].split_first_mut()
        && let Some(window) = slots.first_chunk_mut()
    {
        return (last, window);
    }
    unreachable!("the frame has a window, and one below")
}

/// Words that the run stack grows by at least.
const STEP_WORDS: usize = 4_096;

/// The frames below the one at `at`, innermost first: instance and return position, base of that frame.
pub fn callers(stack: &[Term], base: u32) -> Callers<'_> {
    Callers {
        stack,
        base: base as usize,
    }
}

pub struct Callers<'a> {
    stack: &'a [Term],
    base: usize,
}

impl Iterator for Callers<'_> {
    type Item = Position;

    fn next(&mut self) -> Option<Position> {
        let (instance, pc, delta) = return_parts(*self.stack.get(self.base.checked_sub(1)?)?);
        if instance == ROOT {
            return None;
        }
        self.base -= delta as usize;
        Some(Position {
            instance,
            pc,
            base: self.base as u32,
        })
    }
}
