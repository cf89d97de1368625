//! The part of the library that is written in Erlang: `crate/otp/*.erl`, compiled by `build.rs`.
//!
//! Loaded code is the same for all nodes and worlds of a thread.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use bytecode::{Module, packed};
use term::Atom;

/// Names of modules, in order, and where each ends among the bytes of all.
type Index = &'static [(&'static str, usize)];

/// What a node boots with.
#[allow(clippy::unreadable_literal)] // written by build.rs
const EARLY: Index = include!(concat!(env!("OUT_DIR"), "/early.rs"));
static EARLY_BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/early.bin"));

#[allow(clippy::unreadable_literal)] // written by build.rs
const LATE: Index = include!(concat!(env!("OUT_DIR"), "/late.rs"));
static LATE_BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/late.bin"));

/// Whether OTP has a module of this name, whose code must not be replaced by accident.
pub fn is_of_otp(name: &str) -> bool {
    let ours = [
        "boot",
        "console",
        "dist",
        "gen_server_cluster",
        "gen_server_cluster_change",
        "gen_server_cluster_name",
        "gen_server_cluster_peers",
        "gen_server_cluster_view",
        "hash_buckets",
        "packet_decoder",
        "rand_normal",
        "shell_local",
        "shell_native",
        "unicode_nf",
    ];
    let here = EARLY.iter().chain(LATE).map(|(known, _)| *known);
    let native = super::MODULES.iter().map(|(known, _)| *known);
    !ours.contains(&name) && here.chain(native).any(|known| known == name)
}

thread_local! {
    static LOADED: RefCell<FxHashMap<Atom, Rc<Module>>> = RefCell::default();
}

/// The module, if the library has it.
pub fn load(name: Atom) -> Option<Rc<Module>> {
    if let Some(module) = LOADED.with_borrow(|loaded| loaded.get(&name).cloned()) {
        return Some(module);
    }
    let module = match find(EARLY, name) {
        Some((from, to)) => packed::unpack(&EARLY_BYTES[from..to]),
        None => find(LATE, name).and_then(|(from, to)| late_library(from, to)),
    };
    let module = Rc::new(module?);
    LOADED.with_borrow_mut(|loaded| loaded.insert(name, module.clone()));
    Some(module)
}

fn find(index: Index, name: Atom) -> Option<(usize, usize)> {
    let place = index
        .binary_search_by_key(&name.text(), |(known, _)| known)
        .ok()?;
    let from = place.checked_sub(1).map_or(0, |before| index[before].1);
    Some((from, index[place].1))
}

/// A function of its own, so that only it names the bytes: on the page both may not have come yet.
#[inline(never)]
fn late_library(from: usize, to: usize) -> Option<Module> {
    packed::unpack(&LATE_BYTES[from..to])
}

/// The bytes that may come after the rest of the program: address and length.
pub fn late_bytes() -> (usize, usize) {
    (LATE_BYTES.as_ptr().addr(), LATE_BYTES.len())
}

/// Names of the modules that a node boots with, and whether this thread has loaded each; then those of the others it has.
pub fn loaded() -> (Vec<(&'static str, bool)>, Vec<&'static str>) {
    let is_loaded = |name: &str| {
        let name = Atom::existing(name);
        name.is_some_and(|name| LOADED.with_borrow(|loaded| loaded.contains_key(&name)))
    };
    let early = EARLY.iter().map(|(name, _)| (*name, is_loaded(name)));
    let late = LATE.iter().map(|(name, _)| *name);
    (
        early.collect(),
        late.filter(|name| is_loaded(name)).collect(),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{EARLY, LATE, load};
    use bytecode::{Module, packed};
    use syntax::preprocess::{NoIncludes, Options};
    use term::{Atom, Heap, order};

    fn compiled(name: &str) -> Module {
        let otp = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../otp");
        let source = fs::read(otp.join(format!("{name}.erl"))).expect("readable");
        let file = format!("{name}.erl");
        let compiled = compile::trusted_source(&file, &source, &NoIncludes, &Options::default());
        compiled.module.expect("the library compiles")
    }

    /// All of a module that does not hang on where its literals are, or comes from elsewhere.
    fn shape(module: &Module) -> String {
        let module = Module {
            constants: Vec::new(),
            attributes: Vec::new(),
            otp_lines: Vec::new(),
            ..module.clone()
        };
        format!("{module:?}")
    }

    #[test]
    fn the_library_is_what_its_sources_compile_to() {
        assert!(EARLY.is_sorted() && LATE.is_sorted() && LATE.len() > 40);
        for (name, _) in EARLY.iter().chain(LATE) {
            let stored = load(Atom::intern(name)).expect("in the library");
            let fresh = compiled(name);
            assert_eq!(shape(&stored), shape(&fresh), "{name}");
            assert_eq!(stored.constants.len(), fresh.constants.len(), "{name}");
            let values =
                |module: &Module| module.attributes.iter().map(|(_, value)| *value).collect();
            let (stored_values, fresh_values): (Vec<_>, Vec<_>) = (values(&stored), values(&fresh));
            let stored = stored.constants.iter().copied().chain(stored_values);
            let fresh = fresh.constants.iter().copied().chain(fresh_values);
            let heap = Heap::new();
            for (stored, fresh) in stored.zip(fresh) {
                assert!(
                    order::same(&heap, stored, fresh),
                    "{name}: {stored:?}, {fresh:?}"
                );
            }
        }
    }

    #[test]
    fn bytes_cut_short_are_no_module() {
        let whole = packed::pack(&compiled("queue"));
        assert!(packed::unpack(&whole).is_some());
        for length in 0..whole.len() {
            assert!(packed::unpack(&whole[..length]).is_none(), "{length} bytes");
        }
    }
}
