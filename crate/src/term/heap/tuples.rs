//! Tuples: a header with the arity, then the elements.

use super::Heap;
use crate::literal;
use crate::word::{Header, Kind, TUPLE, Term};

impl Heap {
    #[inline]
    pub fn tuple(&mut self, elements: &[Term]) -> Term {
        self.tuple_of(elements.iter().copied())
    }

    /// A tuple of two, as cheap as a cell.
    #[inline]
    pub fn pair(&mut self, a: Term, b: Term) -> Term {
        let index = self.words.len();
        let header = Header::new(Kind::Tuple, 2, 0).0;
        self.words.extend_from_slice(&[header, a.0, b.0]);
        Term::pointer(TUPLE, index)
    }

    /// A tuple of three.
    #[inline]
    pub fn triple(&mut self, a: Term, b: Term, c: Term) -> Term {
        let index = self.words.len();
        let header = Header::new(Kind::Tuple, 3, 0).0;
        self.words.extend_from_slice(&[header, a.0, b.0, c.0]);
        Term::pointer(TUPLE, index)
    }

    pub fn tuple_of(&mut self, elements: impl ExactSizeIterator<Item = Term>) -> Term {
        let index = self.words.len();
        self.words.reserve(elements.len() + 1);
        self.words
            .push(Header::new(Kind::Tuple, elements.len(), 0).0);
        self.words.extend(elements.map(|element| element.0));
        Term::pointer(TUPLE, index)
    }

    /// A tuple of the same elements, for the caller to change.
    pub fn copy_tuple(&mut self, tuple: Term) -> Term {
        let (from, words) = (tuple.index(), self.arity(tuple) + 1);
        let index = self.words.len();
        if from + words <= index {
            self.words.extend_from_within(from..from + words);
        } else {
            self.words
                .extend_from_slice(&literal::words_from(from)[..words]);
        }
        Term::pointer(TUPLE, index)
    }

    /// `tuple` must be one.
    #[inline]
    pub fn arity(&self, tuple: Term) -> usize {
        self.header(tuple).size()
    }

    /// Element at 0-based `position`, which must be below the arity.
    #[inline]
    pub fn element(&self, tuple: Term, position: usize) -> Term {
        Term(self.word(tuple.index() + 1 + position))
    }

    pub fn elements(&self, tuple: Term) -> impl ExactSizeIterator<Item = Term> + '_ {
        self.object(tuple).1.iter().map(|&word| Term(word))
    }

    /// Overwrites an element of a tuple that the caller has just made.
    pub fn set_element(&mut self, tuple: Term, position: usize, value: Term) {
        self.words[tuple.index() + 1 + position] = value.0;
    }

    /// The elements of `term` if it is a tuple of exactly `N`.
    pub fn as_tuple<const N: usize>(&self, term: Term) -> Option<[Term; N]> {
        if !term.is_tuple() {
            return None;
        }
        let words: &[u64; N] = self.object(term).1.try_into().ok()?;
        Some(words.map(Term))
    }
}
