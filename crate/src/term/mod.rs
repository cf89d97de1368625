//! Terms: words, heaps, collector, parcels, literals, atoms.
//!
//! Knows nothing of processes or code. Invariants stand at the head of `word.rs` and `heap.rs`.

pub mod arith;
pub mod atom;
pub mod bits;
pub mod chardata;
pub mod collect;
pub mod copy;
pub mod external;
pub mod float;
pub mod hash;
pub mod heap;
pub mod integer;
pub mod literal;
pub mod map;
pub mod md5;
pub mod order;
pub mod phash;
pub mod phash2;
pub mod print;
pub mod sort;
pub mod spare;
pub mod word;
pub mod work;

pub use atom::Atom;
pub use copy::Parcel;
pub use heap::Heap;
pub use word::Term;
