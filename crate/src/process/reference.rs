//! Identities of references outside heaps: in monitors and in what nodes say to each other.

use term::word::Kind;
use term::{Atom, Heap, Term};

/// A reference of this node or of another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reference {
    /// `alias` is the number of the process that it is an alias of, 0 for none.
    Local {
        id: u64,
        alias: u32,
    },
    Remote(Box<RemoteReference>),
}

/// As in the external term format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemoteReference {
    pub node: Atom,
    pub creation: u32,
    pub words: Vec<u32>,
}

impl Reference {
    pub fn from_term(heap: &Heap, term: Term) -> Option<Reference> {
        if !term.is_reference() {
            return None;
        }
        if let Some((id, alias)) = heap.as_local_reference(term) {
            return Some(Reference::Local { id, alias });
        }
        let numbers = heap.object(term).1;
        let number = |word: &u64| Term(*word).small_value() as u32;
        Some(Reference::Remote(Box::new(RemoteReference {
            node: Term(*numbers.first()?).as_atom()?,
            creation: numbers.get(1).map(number)?,
            words: numbers[2..].iter().map(number).collect(),
        })))
    }

    pub fn to_term(&self, heap: &mut Heap) -> Term {
        match self {
            Reference::Local { id, alias } => heap.reference(*id, *alias),
            Reference::Remote(reference) => {
                let mut words = vec![
                    reference.node.into(),
                    Term::size(reference.creation as usize),
                ];
                words.extend(
                    reference
                        .words
                        .iter()
                        .map(|&word| Term::size(word as usize)),
                );
                heap.external(Kind::ExtRef, &words)
            }
        }
    }

    /// The number of a reference of this node.
    pub fn local_id(&self) -> Option<u64> {
        match self {
            Reference::Local { id, .. } => Some(*id),
            Reference::Remote(_) => None,
        }
    }
}
