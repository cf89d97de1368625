//! The run stack: windows, return words, walking the frames.
//!
//! One stack serves all processes of a world in turn; the live part of a process that stops running is copied out.
//! `stack[base - 1]` holds the return word of the frame at `base`; the root frame's has [`ROOT`] as its instance.

use bytecode::Reg;
use term::Term;
use term::word::RETURN;

/// Registers of a function: what an 8-bit register number can name.
pub type Window = [Term; 256];

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

/// The registers of the frame at `base`.
#[inline]
pub fn window(stack: &mut Vec<Term>, base: usize) -> &mut Window {
    if stack.len() < base + 256 {
        grow(stack, base);
    }
    let (_, above) = stack.split_at_mut(base);
    match above.first_chunk_mut() {
        Some(window) => window,
        None => unreachable!("the stack was grown to hold the window"),
    }
}

#[cold]
#[inline(never)]
fn grow(stack: &mut Vec<Term>, base: usize) {
    let size = (base + 512).max(stack.len() * 2);
    stack.resize(size, Term::NIL);
}

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
