//! Work that operations on terms have done, for the machine to charge.
//!
//! Comparing or hashing takes as long as its terms are large, and is done in too many places for each to say so. What was long is
//! noted here, and whoever called (the machine, after an operator or a builtin) takes it and charges the process. Else four
//! thousand comparisons of lists of a million elements are one slice, and nobody gets a word in for a minute.
//!
//! Subterms that a term shares (`[A | A]`, sixty times) make it larger than any machine could walk through. Who compares or hashes
//! stops after [`left`] steps with a wrong answer, and the process that wanted it ends before it can see it: [`EXHAUSTED`].
//!
//! Invariant: what was noted is taken before the slice is over, so that it is charged in every replay at the same place.

use std::cell::Cell;

/// Steps of one comparison and the like: some tenths of a second, and more than there are words in a world without sharing.
const STEPS_MAX: usize = 2 * limits::WORLD_WORDS_DEFAULT;

/// Steps of all that one builtin compares: sorting a hundred thousand long lists that begin alike takes many.
const STEPS_OF_BUILTIN_MAX: usize = 8 * STEPS_MAX;

/// Mixing a word into a hash takes as long as comparing so many.
pub const HASH_STEP: usize = 2;

/// What [`take`] gives after an operation that was broken off: its result means nothing.
pub const EXHAUSTED: usize = usize::MAX;

/// Fewer elementary steps than this are part of any operation.
const STEPS_MIN: usize = 64;

thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Notes elementary steps: a word looked at, a pair of words compared.
#[inline]
pub fn note(steps: usize) {
    if steps >= STEPS_MIN {
        STEPS.set(STEPS.get().saturating_add(steps));
    }
}

/// What a process pays for so many elementary steps, in reductions.
#[inline]
pub fn cost(steps: usize) -> i32 {
    (steps / 16).min(1 << 20) as i32
}

/// The steps of one walk through terms.
pub struct Steps {
    taken: usize,
    max: usize,
}

impl Steps {
    /// As many as are [`left`], where one takes as long as comparing `words` words.
    #[inline]
    pub fn of(words: usize) -> Steps {
        Steps {
            taken: 0,
            max: left() / words,
        }
    }

    /// One step more; `false` when it is one too many: the walk has to end, and the process with it.
    #[inline]
    pub fn step(&mut self) -> bool {
        self.taken += 1;
        if self.taken > self.max {
            give_up();
            return false;
        }
        true
    }

    /// Steps that are only counted: how many they are is known beforehand.
    #[inline]
    pub fn add(&mut self, steps: usize) {
        self.taken += steps;
    }

    /// Notes them, to be charged.
    #[inline]
    pub fn note(&self) {
        note(self.taken);
    }
}

/// How many steps an operation may still take before it has to [`give_up`].
#[inline]
pub fn left() -> usize {
    STEPS_OF_BUILTIN_MAX
        .saturating_sub(STEPS.get())
        .min(STEPS_MAX)
}

/// An operation is broken off: the process has to go.
#[cold]
pub fn give_up() {
    STEPS.set(EXHAUSTED);
}

/// Takes what was noted since the last time.
#[inline]
pub fn take() -> usize {
    let steps = STEPS.get();
    if steps != 0 {
        STEPS.set(0);
    }
    steps
}
