//! Lists: cells of head and tail.

use super::Heap;
use crate::word::{CONS, Term};

impl Heap {
    #[inline]
    pub fn cons(&mut self, head: Term, tail: Term) -> Term {
        let index = self.words.len();
        self.words.extend_from_slice(&[head.0, tail.0]);
        Term::pointer(CONS, index)
    }

    /// A cell of this head, as the tail of `last`; that of an own cell which was made to be the last of its list.
    #[inline]
    pub fn cons_after(&mut self, last: Term, head: Term) -> Term {
        let cell = Term::pointer(CONS, self.words.len());
        self.words[last.index() + 1] = cell.0;
        self.words.extend_from_slice(&[head.0, Term::NIL.0]);
        cell
    }

    /// `cons` must be a cell, or the answer is some other word.
    #[inline]
    pub fn head(&self, cons: Term) -> Term {
        Term(self.word(cons.index()))
    }

    #[inline]
    pub fn tail(&self, cons: Term) -> Term {
        Term(self.word(cons.index() + 1))
    }

    #[inline]
    pub fn head_tail(&self, cons: Term) -> (Term, Term) {
        match self.words.get(cons.index()..cons.index() + 2) {
            Some(cell) => (Term(cell[0]), Term(cell[1])),
            None => (self.head(cons), self.tail(cons)),
        }
    }

    /// Overwrites the tail of a cell that the caller has just made (to build a list front to back).
    pub fn set_tail(&mut self, cons: Term, tail: Term) {
        self.words[cons.index() + 1] = tail.0;
    }

    /// A proper list of the items.
    pub fn list(&mut self, items: &[Term]) -> Term {
        self.list_with_tail(items, Term::NIL)
    }

    /// A list that goes on with `tail`, proper or not.
    pub fn list_with_tail(&mut self, items: &[Term], tail: Term) -> Term {
        let mut index = self.words.len();
        if items.is_empty() {
            return tail;
        }
        let first = Term::pointer(CONS, index);
        self.words.reserve(items.len() * 2);
        for (position, item) in items.iter().enumerate() {
            index += 2;
            let rest = if position + 1 == items.len() {
                tail
            } else {
                Term::pointer(CONS, index)
            };
            self.words.extend_from_slice(&[item.0, rest.0]);
        }
        first
    }

    /// The elements of a proper list; `None` if `list` is not one.
    pub fn list_to_vec(&self, list: Term) -> Option<Vec<Term>> {
        let mut items = Vec::new();
        let mut rest = list;
        while rest.is_cons() {
            let (head, tail) = self.head_tail(rest);
            items.push(head);
            rest = tail;
        }
        rest.is_nil().then_some(items)
    }

    /// Elements up to the end or an improper tail, without collecting them.
    pub fn iter_list(&self, list: Term) -> ListIter<'_> {
        ListIter {
            heap: self,
            rest: list,
        }
    }

    /// A list of code points.
    pub fn string(&mut self, text: &str) -> Term {
        if text.is_ascii() {
            return self.bytes_list(text.as_bytes());
        }
        let items: Vec<Term> = text.chars().map(|c| Term::int(c as i32)).collect();
        self.list(&items)
    }

    /// A list of bytes.
    fn bytes_list(&mut self, bytes: &[u8]) -> Term {
        self.words.reserve(bytes.len() * 2);
        let tail = |list, &byte: &u8| self.cons(Term::int(byte.into()), list);
        bytes.iter().rev().fold(Term::NIL, tail)
    }
}

/// See [`Heap::iter_list`].
pub struct ListIter<'a> {
    heap: &'a Heap,
    rest: Term,
}

impl ListIter<'_> {
    /// What is left: `[]` at the end of a proper list.
    pub fn rest(&self) -> Term {
        self.rest
    }
}

impl Iterator for ListIter<'_> {
    type Item = Term;

    fn next(&mut self) -> Option<Term> {
        if !self.rest.is_cons() {
            return None;
        }
        let (head, tail) = self.heap.head_tail(self.rest);
        self.rest = tail;
        Some(head)
    }
}
