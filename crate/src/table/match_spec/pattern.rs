//! Heads: a pattern as a list of steps over a stack of terms that wait to be matched.

use rustc_hash::FxHashMap;

use super::{Dialect, MatchSpec, Problem, is_atom, keep, variable};
use term::{Heap, Term, map, order};

/// A step. All but [`Op::Value`] take the term on top of the stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    /// `'_'`.
    Any,
    /// The first place of a variable.
    Bind(u32),
    /// A later place: the same (`=:=`) term.
    Same(u32),
    /// This very word.
    Word(Term),
    /// The same as this constant.
    Const(Term),
    /// A tuple of this many elements, which are put on the stack.
    Tuple(u32),
    /// A cell of a list: head and tail are put on the stack.
    Cons,
    /// A map; its values at the keys that follow are matched, then it is dropped.
    Map,
    /// The map on top of the stack has this key: puts its value there.
    Value(Term),
}

/// The variables of a head: number to slot, in order of their first places.
#[derive(Clone, Default, Debug)]
pub(super) struct Variables {
    slots: FxHashMap<u32, u32>,
    numbers: Vec<u32>,
}

impl Variables {
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    pub fn slot(&self, number: u32) -> Option<u32> {
        self.slots.get(&number).copied()
    }

    /// Slots in the order of the variables' numbers.
    pub fn in_order(&self) -> Vec<u32> {
        let mut slots: Vec<u32> = (0..self.numbers.len() as u32).collect();
        term::sort::sort_by_key(&mut slots, |&slot| self.numbers[slot as usize]);
        slots
    }

    /// The step for a place of the variable.
    fn place(&mut self, number: u32) -> Op {
        if let Some(slot) = self.slot(number) {
            return Op::Same(slot);
        }
        let slot = self.numbers.len() as u32;
        self.slots.insert(number, slot);
        self.numbers.push(number);
        Op::Bind(slot)
    }
}

/// What is left to compile.
enum Work {
    Term(Term),
    Op(Op),
}

/// Compiles a head; constants are kept in `constants`.
pub(super) fn compile(
    heap: &Heap,
    head: Term,
    constants: &mut Heap,
    dialect: Dialect,
) -> Result<(Vec<Op>, Variables), Vec<Problem>> {
    let mut ops = Vec::new();
    let mut variables = Variables::default();
    let mut todo = vec![Work::Term(head)];
    if dialect == Dialect::Trace {
        let is_one_for_all = variable(head).is_some() || is_atom(head, "_");
        if !is_one_for_all && !head.is_list() && !head.is_tuple() {
            return Err(vec![Problem::new("Match head is invalid in this context.")]);
        }
    }
    if dialect == Dialect::Trace && head.is_tuple() {
        // OTP takes a tuple for the list of arguments here.
        let arguments: Vec<Term> = heap.elements(head).collect();
        todo.clear();
        push_list(&arguments, &mut todo);
    }
    while let Some(work) = todo.pop() {
        let term = match work {
            Work::Op(op) => {
                ops.push(op);
                continue;
            }
            Work::Term(term) => term,
        };
        if let Some(number) = variable(term) {
            ops.push(variables.place(number));
        } else if is_atom(term, "_") {
            ops.push(Op::Any);
        } else if !term.is_pointer() {
            ops.push(Op::Word(term));
        } else if term.is_tuple() {
            ops.push(Op::Tuple(heap.arity(term) as u32));
            let start = todo.len();
            todo.extend(heap.elements(term).map(Work::Term));
            todo[start..].reverse();
        } else if term.is_cons() {
            ops.push(Op::Cons);
            todo.push(Work::Term(heap.tail(term)));
            todo.push(Work::Term(heap.head(term)));
        } else if term.is_map() {
            // The map stays on the stack until the last step.
            todo.push(Work::Op(Op::Map));
            let pairs = map::pairs(heap, term);
            pairs.iter().try_for_each(|&(key, _)| check_key(key))?;
            for (key, value) in pairs.into_iter().rev() {
                todo.push(Work::Term(value));
                todo.push(Work::Op(Op::Value(keep(heap, key, constants))));
            }
        } else {
            ops.push(Op::Const(keep(heap, term, constants)));
        }
    }
    Ok((ops, variables))
}

/// A map's keys are looked up, so that they cannot be patterns.
fn check_key(key: Term) -> Result<(), Vec<Problem>> {
    if variable(key).is_some() {
        return Err(vec![Problem::new("Variable found in map key.")]);
    }
    if is_atom(key, "_") {
        return Err(vec![Problem::new("Underscore found in map key.")]);
    }
    Ok(())
}

fn push_list(items: &[Term], todo: &mut Vec<Work>) {
    todo.push(Work::Op(Op::Word(Term::NIL)));
    for &item in items.iter().rev() {
        todo.push(Work::Term(item));
        todo.push(Work::Op(Op::Cons));
    }
}

/// The head of a traced call is a list of patterns for its arguments, or one for all. OTP looks at all lists first.
pub(super) fn check_arguments(heap: &Heap, head: Term) -> Result<(), Vec<Problem>> {
    if head.is_cons() && heap.list_to_vec(head).is_none() {
        let text = "Match expression part ~ is not a proper list.";
        return Err(vec![Problem::about(heap, head, text)]);
    }
    Ok(())
}

/// Matches `term` of `heap`, filling `bindings`; adds the steps taken to `cost`.
pub(super) fn matches(
    spec: &MatchSpec,
    ops: &[Op],
    (heap, term): (&Heap, Term),
    bindings: &mut [Term],
    stack: &mut Vec<Term>,
    cost: &mut usize,
) -> bool {
    stack.clear();
    stack.push(term);
    *cost += ops.len();
    for &op in ops {
        let Some(term) = stack.pop() else {
            return false;
        };
        let fits = match op {
            Op::Any => true,
            Op::Bind(slot) => {
                bindings[slot as usize] = term;
                true
            }
            Op::Same(slot) => order::same(heap, bindings[slot as usize], term),
            Op::Word(word) => word == term,
            Op::Const(constant) => order::same_across(&spec.heap, constant, heap, term),
            Op::Tuple(arity) => {
                let fits = term.is_tuple() && heap.arity(term) == arity as usize;
                if fits {
                    stack.extend(heap.object(term).1.iter().rev().map(|&word| Term(word)));
                }
                fits
            }
            Op::Cons => {
                let fits = term.is_cons();
                if fits {
                    let (head, tail) = heap.head_tail(term);
                    stack.extend([tail, head]);
                }
                fits
            }
            Op::Map => term.is_map(),
            Op::Value(key) => {
                let value = term
                    .is_map()
                    .then(|| map::get_across(heap, term, &spec.heap, key));
                stack.push(term);
                stack.extend(value.flatten());
                value.flatten().is_some()
            }
        };
        if !fits {
            return false;
        }
    }
    true
}
