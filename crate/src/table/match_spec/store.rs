//! The specifications that `ets:match_spec_compile/1` has compiled, by the number of the reference that stands for each.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::MatchSpec;

/// A node's compiled specifications. OTP frees one with the last reference to it; here the oldest goes when there are
/// [`limits::MATCH_SPECS_MAX`], or when they hold [`limits::MATCH_SPEC_WORDS_MAX`], and its reference is none to a specification any
/// more.
#[derive(Clone, Default, Debug)]
pub struct CompiledSpecs {
    /// Shared by the copies of a node that a world keeps as its past.
    specs: Rc<BTreeMap<u64, Rc<MatchSpec>>>,
    /// What they hold together.
    words: usize,
}

impl CompiledSpecs {
    pub fn insert(&mut self, reference: u64, spec: MatchSpec) {
        let specs = Rc::make_mut(&mut self.specs);
        self.words += spec.words();
        while specs.len() >= limits::MATCH_SPECS_MAX || self.words > limits::MATCH_SPEC_WORDS_MAX {
            let Some((_, oldest)) = specs.pop_first() else {
                break;
            };
            self.words -= oldest.words();
        }
        specs.insert(reference, Rc::new(spec));
    }

    pub fn get(&self, reference: u64) -> Option<Rc<MatchSpec>> {
        self.specs.get(&reference).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::match_spec::Dialect;
    use term::{Heap, Term, work};

    #[test]
    fn the_oldest_go_when_all_hold_too_much() {
        let mut heap = Heap::new();
        let items = vec![Term::int(1); 1 << 20];
        let head = heap.list(&items);
        let body = heap.list(&[Term::bool(true)]);
        let clause = heap.tuple(&[head, Term::NIL, body]);
        let spec = heap.list(&[clause]);
        let mut specs = CompiledSpecs::default();
        for reference in 0..20 {
            let spec = MatchSpec::compile(&heap, spec, Dialect::Table).unwrap();
            assert!(spec.words() > heap.len());
            work::take();
            specs.insert(reference, spec);
            assert!(
                specs.words <= limits::MATCH_SPEC_WORDS_MAX,
                "{}",
                specs.words
            );
        }
        assert!(specs.get(0).is_none() && specs.get(19).is_some());
    }
}
