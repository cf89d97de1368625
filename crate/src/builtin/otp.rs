//! The part of the library that is written in Erlang: `crate/otp/*.erl`, compiled on first use.
//!
//! Compiled code is the same for all nodes and worlds of a thread.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use bytecode::Module;
use syntax::preprocess::{NoIncludes, Options};
use term::Atom;

/// Name and source of each module, in order of name; see `build.rs`.
#[allow(clippy::unicode_not_nfc)] // the tables of unicode_nf are about just that
pub const SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Whether OTP has a module of this name, whose code must not be replaced by accident.
pub fn is_of_otp(name: &str) -> bool {
    let ours = [
        "boot",
        "console",
        "dist",
        "gen_server_cluster",
        "hash_buckets",
        "packet_decoder",
        "rand_normal",
        "shell_local",
        "shell_native",
        "unicode_nf",
    ];
    let here = SOURCES.iter().map(|(known, _)| *known);
    let native = super::MODULES.iter().map(|(known, _)| *known);
    !ours.contains(&name) && here.chain(native).any(|known| known == name)
}

thread_local! {
    static COMPILED: RefCell<FxHashMap<Atom, Rc<Module>>> = RefCell::default();
}

/// The compiled module, if the library has it.
pub fn load(name: Atom) -> Option<Rc<Module>> {
    if let Some(module) = COMPILED.with_borrow(|compiled| compiled.get(&name).cloned()) {
        return Some(module);
    }
    let found = SOURCES.binary_search_by_key(&name.text(), |(known, _)| known);
    let (file, source) = SOURCES[found.ok()?];
    let compiled = compile::trusted_source(
        &format!("{file}.erl"),
        source.as_bytes(),
        &NoIncludes,
        &Options::default(),
    );
    debug_assert!(compiled.module.is_some(), "{:?}", compiled.diagnostics);
    let module = Rc::new(compiled.module?);
    COMPILED.with_borrow_mut(|known| known.insert(name, module.clone()));
    Some(module)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use syntax::ast::Pos;
    use syntax::scanner::{Names, scan_all};

    use super::SOURCES;

    #[test]
    fn stripping_leaves_tokens_and_lines_as_they_were() {
        let otp = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../otp");
        assert!(SOURCES.is_sorted() && SOURCES.len() > 40);
        for (name, stripped) in SOURCES {
            let source = fs::read_to_string(otp.join(format!("{name}.erl"))).expect("readable");
            let tokens = |text: &str| {
                let mut names = Names::default();
                let scanned = scan_all(text, Pos::default(), &mut names).expect("no broken token");
                let kinds: Vec<_> = scanned
                    .into_iter()
                    .map(|token| (token.pos.line, token.kind))
                    .collect();
                kinds
            };
            assert_eq!(tokens(&source), tokens(stripped), "{name}");
        }
    }
}
