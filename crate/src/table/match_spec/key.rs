//! What a specification says about the keys of the rows it can match.

use std::cmp::Ordering;

use super::{MatchSpec, is_atom, variable};
use term::{Heap, Term, order};

/// The keys of rows that can match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Keys {
    /// No row can match.
    None,
    /// One of these, terms of [`MatchSpec::heap`], as written: a key may be there twice, and is to be compared as the table
    /// compares keys.
    Some(Vec<Term>),
    /// Any.
    All,
}

/// What a head says about the key.
enum HeadKey {
    Impossible,
    Bound(Term),
    /// A pattern, whose beginning may be bound.
    Pattern(Term),
    Any,
}

impl MatchSpec {
    /// The keys of rows that can match, for a table whose keys are at `keypos` (from 1).
    pub fn keys(&self, keypos: usize) -> Keys {
        let mut keys = Vec::new();
        for clause in &self.clauses {
            match self.head_key(clause.head, keypos) {
                HeadKey::Impossible => {}
                HeadKey::Bound(key) => keys.push(key),
                HeadKey::Pattern(_) | HeadKey::Any => return Keys::All,
            }
        }
        if keys.is_empty() {
            Keys::None
        } else {
            Keys::Some(keys)
        }
    }

    /// The only key that can match.
    pub fn bound_key(&self, keypos: usize) -> Option<Term> {
        match self.keys(keypos) {
            Keys::Some(keys) if keys.len() == 1 => keys.first().copied(),
            _ => None,
        }
    }

    /// For an ordered table and a specification of one clause: where `key` of `heap` stands in relation to the keys that
    /// can match. Keys in ascending order are first `Less`, then `Equal`, then `Greater`; only rows whose key is `Equal`
    /// can match. A pattern like `{a, '$1'}` thus asks for a range.
    pub fn place(&self, keypos: usize, heap: &Heap, key: Term) -> Ordering {
        let [clause] = self.clauses.as_slice() else {
            return Ordering::Equal;
        };
        match self.head_key(clause.head, keypos) {
            HeadKey::Any | HeadKey::Impossible => Ordering::Equal,
            HeadKey::Bound(bound) => order::compare_across(heap, key, &self.heap, bound),
            HeadKey::Pattern(pattern) => place(&self.heap, pattern, heap, key),
        }
    }

    fn head_key(&self, head: Term, keypos: usize) -> HeadKey {
        if variable(head).is_some() || is_atom(head, "_") {
            return HeadKey::Any;
        }
        if !head.is_tuple() || keypos == 0 || keypos > self.heap.arity(head) {
            return HeadKey::Impossible;
        }
        let key = self.heap.element(head, keypos - 1);
        if is_bound(&self.heap, key) {
            HeadKey::Bound(key)
        } else {
            HeadKey::Pattern(key)
        }
    }
}

/// Whether a pattern can match nothing but itself. A map matches larger ones too.
fn is_bound(heap: &Heap, pattern: Term) -> bool {
    let mut todo = vec![pattern];
    while let Some(term) = todo.pop() {
        if is_open(term) {
            return false;
        }
        if term.is_cons() {
            todo.extend([heap.tail(term), heap.head(term)]);
        } else if term.is_tuple() {
            todo.extend(heap.elements(term));
        }
    }
    true
}

/// A pattern from which nothing about the order of keys follows.
fn is_open(term: Term) -> bool {
    variable(term).is_some() || is_atom(term, "_") || term.is_map()
}

/// Compares a key with a pattern up to the first part of the pattern that is open.
fn place(patterns: &Heap, pattern: Term, heap: &Heap, key: Term) -> Ordering {
    let mut todo = vec![(pattern, key)];
    while let Some((pattern, key)) = todo.pop() {
        if is_open(pattern) {
            return Ordering::Equal;
        }
        if pattern.is_cons() && key.is_cons() {
            todo.push((patterns.tail(pattern), heap.tail(key)));
            todo.push((patterns.head(pattern), heap.head(key)));
        } else if pattern.is_tuple() && key.is_tuple() && patterns.arity(pattern) == heap.arity(key)
        {
            let start = todo.len();
            todo.extend(patterns.elements(pattern).zip(heap.elements(key)));
            todo[start..].reverse();
        } else {
            let order = order::compare_across(heap, key, patterns, pattern);
            if order.is_ne() {
                return order;
            }
        }
    }
    Ordering::Equal
}

/// Whether every result of the specification `spec` has the key of the row it was made from: what
/// `ets:select_replace/2` asks for. `spec` must be one that compiles.
pub fn keeps_key(heap: &Heap, spec: Term, keypos: usize) -> bool {
    heap.iter_list(spec).all(|clause| {
        let Some([head, _, body]) = heap.as_tuple(clause) else {
            return false;
        };
        let mut body = heap.iter_list(body);
        match (body.next(), body.next()) {
            (Some(result), None) => result_keeps_key(heap, head, result, keypos),
            _ => false,
        }
    })
}

fn result_keeps_key(heap: &Heap, head: Term, result: Term, keypos: usize) -> bool {
    if is_atom(result, "$_") {
        return true;
    }
    let element = |tuple: Term| {
        let position = keypos.checked_sub(1)?;
        (tuple.is_tuple() && position < heap.arity(tuple)).then(|| heap.element(tuple, position))
    };
    if let Some([made]) = heap.as_tuple(result) {
        let Some(key) = element(made) else {
            return false;
        };
        return is_key_of_row(heap, key, keypos)
            || element(head).is_some_and(|pattern| means(heap, key, pattern));
    }
    match heap.as_tuple(result) {
        Some([form, constant]) if is_atom(form, "const") => {
            match (element(constant), element(head)) {
                (Some(key), Some(pattern)) => {
                    is_bound(heap, pattern) && order::same(heap, key, pattern)
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// `{element, KeyPos, '$_'}`.
fn is_key_of_row(heap: &Heap, expr: Term, keypos: usize) -> bool {
    heap.as_tuple(expr).is_some_and(|[name, position, row]| {
        is_atom(name, "element") && position.as_usize() == Some(keypos) && is_atom(row, "$_")
    })
}

/// Whether the expression has as its value just what the pattern matched.
fn means(heap: &Heap, expr: Term, pattern: Term) -> bool {
    let mut todo = vec![(expr, pattern)];
    while let Some((expr, pattern)) = todo.pop() {
        if variable(pattern).is_some() {
            if expr != pattern {
                return false;
            }
        } else if is_open(pattern) {
            return false;
        } else if pattern.is_cons() && expr.is_cons() {
            todo.push((heap.tail(expr), heap.tail(pattern)));
            todo.push((heap.head(expr), heap.head(pattern)));
        } else if let Some([form, constant]) = heap.as_tuple(expr)
            && is_atom(form, "const")
        {
            if !is_bound(heap, pattern) || !order::same(heap, constant, pattern) {
                return false;
            }
        } else if let Some([made]) = heap.as_tuple(expr) {
            if !made.is_tuple() || !pattern.is_tuple() || heap.arity(made) != heap.arity(pattern) {
                return false;
            }
            todo.extend(heap.elements(made).zip(heap.elements(pattern)));
        } else if expr.is_tuple() || expr.is_map() || !order::same(heap, expr, pattern) {
            return false;
        }
    }
    true
}
