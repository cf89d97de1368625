//! Where calls lead that have been made before.

use super::host::{Host, Instance, Link, Target};
use term::Heap;

impl Instance {
    /// Where an import leads.
    #[inline]
    pub fn target<H: Host>(&self, host: &mut H, import: u32) -> Target {
        let link = &self.links[import as usize];
        let known = link.get();
        if known.generation == host.code_generation() {
            return known.target;
        }
        let target = host.resolve(self.module.imports[import as usize]);
        link.set(Link {
            generation: host.code_generation(),
            target,
        });
        target
    }
}

/// Where the fun begins that was called last: it is likely to be called again, and going on there need not
/// wait for the way to its code.
pub struct KnownFun {
    place: u64,
    /// Of the code, for which this holds.
    generation: u32,
    entry: u32,
}

impl KnownFun {
    pub const NONE: KnownFun = KnownFun {
        place: u64::MAX,
        generation: 0,
        entry: 0,
    };

    /// Instance and beginning of the code of a fun, from the word that says where it is.
    #[inline]
    pub fn entry<H: Host>(&mut self, host: &H, place: u64) -> Option<(u32, u32)> {
        let generation = host.code_generation();
        let (instance, index) = Heap::fun_place(place);
        if self.place != place || self.generation != generation {
            let entry = host.fun_entry(instance, index)?;
            *self = KnownFun {
                place,
                generation,
                entry,
            };
        }
        Some((instance, self.entry))
    }
}
