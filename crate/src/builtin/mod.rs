//! The builtins: one declarative table per Erlang module, from which dispatch, the compatibility page and the shell's help
//! come.
//!
//! A builtin is a function of the running process ([`Ctx`]) and its arguments. It may only grow the heap (the collector
//! runs between builtins), never recurses over data, charges for work in proportion to its data ([`Ctx::charge`]) and asks
//! before it allocates much ([`Ctx::reserve`]). One that needs to call back leaves the call to the machine
//! (`ctx.call(...)`), or is written in Erlang: `crate/otp/*.erl` holds the Erlang part of the library.

pub mod abstract_forms;
pub mod arguments;
mod atomics;
pub mod binary;
pub mod code;
pub mod compiler;
pub mod console;
pub mod dist;
pub mod erlang;
mod erts_debug;
pub mod ets;
mod fread;
pub mod io_lib;
pub mod lists;
pub mod maps;
pub mod math;
pub mod otp;
mod persistent_term;
mod prim_crypto;
mod prim_file;
mod prim_inet;
mod prim_trace;
mod prim_zlib;
pub mod rand;
mod re;
mod source;
pub mod string;
pub mod unicode;

use std::rc::Rc;

use rustc_hash::FxHashMap;

use bytecode::module::Mfa;
use process::code::{Library, Native, NativeFn};
use term::Atom;

/// One builtin as its module declares it.
#[derive(Clone, Copy)]
pub struct Builtin {
    pub name: &'static str,
    pub arity: u32,
    pub function: NativeFn,
    /// What a call takes, for the reader of the table and the compatibility page.
    pub cost: Cost,
    /// Whether the result depends on the arguments alone.
    pub pure: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cost {
    Constant,
    /// In proportion to the size of an argument or the result.
    Linear,
    Sorting,
}

/// `builtins! { name/arity cost pure|effect = function; ... }` declares `pub const TABLE`.
#[macro_export]
macro_rules! builtins {
    ($($name:literal / $arity:literal $cost:ident $purity:ident = $function:expr;)*) => {
        /// The builtins of this file.
        pub const TABLE: &[$crate::Builtin] = &[$($crate::Builtin {
            name: $name,
            arity: $arity,
            function: $function,
            cost: $crate::Cost::$cost,
            pure: $crate::builtins!(@$purity),
        },)*];
    };
    (@pure) => { true };
    (@effect) => { false };
}

/// Erlang modules that have builtins, each with the tables of its files.
pub const MODULES: &[(&str, &[&[Builtin]])] = &[
    ("atomics", &[atomics::TABLE]),
    ("binary", binary::TABLES),
    ("code", &[code::TABLE]),
    ("console", &[console::TABLE]),
    ("dist", &[dist::TABLE]),
    ("erlang", erlang::TABLES),
    ("erts_debug", &[erts_debug::TABLE]),
    ("ets", ets::TABLES),
    ("io_lib", &[io_lib::TABLE]),
    ("lists", &[lists::TABLE]),
    ("maps", &[maps::TABLE]),
    ("math", &[math::TABLE]),
    ("persistent_term", &[persistent_term::TABLE]),
    ("prim_compile", &[compiler::TABLE]),
    ("prim_crypto", &[prim_crypto::TABLE]),
    ("prim_file", &[prim_file::TABLE]),
    ("prim_inet", &[prim_inet::TABLE]),
    ("prim_trace", &[prim_trace::TABLE]),
    ("prim_zlib", &[prim_zlib::TABLE]),
    ("unicode", &[unicode::TABLE]),
];

thread_local! {
    static LIBRARY: Rc<Library> = Rc::new(library_with(&[]));
}

/// All builtins and the library's modules; the same for every node.
pub fn library() -> Rc<Library> {
    LIBRARY.with(Rc::clone)
}

/// The same, with modules of a floor above.
pub fn library_with(more: &[(&str, &[&[Builtin]])]) -> Library {
    let mut natives = Vec::new();
    let mut index = FxHashMap::default();
    let mut native_modules = Vec::new();
    for (module, tables) in MODULES.iter().chain(more) {
        let module = Atom::intern(module);
        native_modules.push(module);
        for builtin in tables.iter().flat_map(|table| table.iter()) {
            let mfa = Mfa {
                module,
                function: Atom::intern(builtin.name),
                arity: builtin.arity,
            };
            let earlier = index.insert(mfa, natives.len() as u32);
            debug_assert!(
                earlier.is_none(),
                "{}:{}/{} is declared twice",
                module.text(),
                builtin.name,
                builtin.arity
            );
            natives.push(Native {
                mfa,
                function: builtin.function,
            });
        }
    }
    Library {
        natives,
        index,
        native_modules,
        load: otp::load,
        object: compiler::object,
    }
}
