//! The specifications that `ets:match_spec_compile/1` has compiled, by the number of the reference that stands for each.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::MatchSpec;

/// A node's compiled specifications. OTP frees one with the last reference to it; here the oldest goes when there are
/// [`limits::MATCH_SPECS_MAX`], and its reference is none to a specification any more.
#[derive(Clone, Default, Debug)]
pub struct CompiledSpecs {
    /// Shared by the copies of a node that a world keeps as its past.
    specs: Rc<BTreeMap<u64, Rc<MatchSpec>>>,
}

impl CompiledSpecs {
    pub fn insert(&mut self, reference: u64, spec: MatchSpec) {
        let specs = Rc::make_mut(&mut self.specs);
        if specs.len() >= limits::MATCH_SPECS_MAX {
            specs.pop_first();
        }
        specs.insert(reference, Rc::new(spec));
    }

    pub fn get(&self, reference: u64) -> Option<Rc<MatchSpec>> {
        self.specs.get(&reference).cloned()
    }
}
