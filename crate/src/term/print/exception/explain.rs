//! Which arguments of a function that failed are wrong, and why: the `***` lines under an exception.
//!
//! The tables stand beside, one file per module of functions.

use super::super::super::atom::Atom;
use super::super::super::heap::Heap;
use super::super::super::word::Term;

/// What is wrong with a call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Explanation {
    /// Words that take the place of those for the reason.
    pub reason: Option<String>,
    /// Argument number (from 1) and what is wrong with it.
    pub arguments: Vec<(usize, String)>,
    /// What concerns no argument in particular.
    pub general: Option<String>,
}

/// Explains a call that failed with `reason`; `location` is the last element of its frame and may hold `error_info`.
pub fn explain(
    heap: &Heap,
    reason: Term,
    (module, function): (Atom, Atom),
    arguments: Term,
    location: Term,
) -> Explanation {
    let _ = (heap, reason, module, function, arguments, location);
    Explanation::default()
}
