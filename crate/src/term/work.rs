//! Work that operations on terms have done, for the machine to charge.
//!
//! Comparing or hashing takes as long as its terms are large, and is done in too many places for each to say so. What was long is
//! noted here, and whoever called (the machine, after an operator or a builtin) takes it and charges the process. Else four
//! thousand comparisons of lists of a million elements are one slice, and nobody gets a word in for a minute.
//!
//! Invariant: what was noted is taken before the slice is over, so that it is charged in every replay at the same place.

use std::cell::Cell;

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

/// Takes what was noted since the last time.
#[inline]
pub fn take() -> usize {
    let steps = STEPS.get();
    if steps != 0 {
        STEPS.set(0);
    }
    steps
}
