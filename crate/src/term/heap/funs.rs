//! Funs: closures over free variables, and `fun M:F/A`.

use super::Heap;
use crate::atom::{self, Atom};
use crate::word::{FUN, Header, Kind, Term};

/// What a fun is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fun {
    Local { instance: u32, index: u32, arity: u32, free: usize },
    Export { module: Atom, function: Atom, arity: u32 },
}

impl Heap {
    /// A closure; `free` are its free variables.
    pub fn fun(
        &mut self,
        instance: u32,
        index: u32,
        arity: u32,
        free: impl ExactSizeIterator<Item = Term>,
    ) -> Term {
        let place = self.words.len();
        self.words
            .push(Header::new(Kind::Fun, free.len() + 1, arity).0);
        self.words
            .push(Term::size((instance as usize) << 24 | index as usize).0);
        self.words.extend(free.map(|term| term.0));
        Term::pointer(FUN, place)
    }

    /// `fun Module:Function/Arity`.
    pub fn export_fun(&mut self, module: Atom, function: Atom, arity: u32) -> Term {
        let place = self.words.len();
        self.words.extend_from_slice(&[
            Header::new(Kind::FunExport, 3, arity).0,
            Term::from_atom(module).0,
            Term::from_atom(function).0,
            Term::int(arity as i32).0,
        ]);
        Term::pointer(FUN, place)
    }

    pub fn fun_parts(&self, fun: Term) -> Fun {
        let (header, words) = self.object(fun);
        let arity = header.meta();
        if header.kind() == Kind::FunExport {
            let atom = |word| Term(word).as_atom().unwrap_or(atom::EMPTY);
            return Fun::Export {
                module: atom(words[0]),
                function: atom(words[1]),
                arity,
            };
        }
        let (instance, index) = Heap::fun_place(words[0]);
        Fun::Local {
            instance,
            index,
            arity,
            free: words.len() - 1,
        }
    }

    /// Where its code is (see [`Heap::fun_place`]) and the free variables of a local fun with this arity that lies in this
    /// heap: what nearly all calls of funs are about. `None` says nothing.
    #[inline]
    pub fn closure(&self, fun: Term, arity: u32) -> Option<(u64, &[u64])> {
        if !fun.is_fun() {
            return None;
        }
        let [header, place, rest @ ..] = self.words.get(fun.index()..)? else {
            return None;
        };
        let header = Header(*header);
        if header.kind() != Kind::Fun || header.meta() != arity {
            return None;
        }
        let free = rest.get(..header.size() - 1)?;
        Some((*place, free))
    }

    /// Instance and index of a local fun, from the word that says where its code is.
    #[inline]
    pub fn fun_place(word: u64) -> (u32, u32) {
        let place = Term(word).small_value() as u64;
        ((place >> 24) as u32, (place & 0xFF_FFFF) as u32)
    }

    /// Free variable number `position` (from 0) of a local fun.
    #[inline]
    pub fn free_variable(&self, fun: Term, position: usize) -> Term {
        Term(self.word(fun.index() + 2 + position))
    }
}
