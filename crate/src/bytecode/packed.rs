//! A module as bytes: what the library's modules are stored as (`builtin/build.rs`).
//!
//! Numbers are LEB128, positions are differences, atoms are places in a list at the head, constants have the external
//! term format. Read on another machine, or after other modules, atoms and literals get the numbers of that thread. The
//! bytes are ours alone: a reader and a writer of different builds never meet.

mod code;
mod number;
mod parts;
mod values;

pub(crate) use code::{Operand, Streams, instructions, only, operand, operands};

use super::module::Module;
use term::{Atom, Heap, literal};

/// Bytes under construction.
#[derive(Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    atoms: Vec<Atom>,
}

/// Bytes that are read; `None` from any of its functions: they were no module.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    atoms: Vec<Atom>,
    /// What constants live in until all are read.
    heap: Heap,
}

/// What is written and read as one.
trait Pack: Sized {
    fn pack(&self, out: &mut Writer);
    fn unpack(input: &mut Reader<'_>) -> Option<Self>;
}

/// The module as bytes.
pub fn pack(module: &Module) -> Vec<u8> {
    let mut out = Writer::default();
    module.pack(&mut out);
    let mut head = Writer::default();
    head.number(out.atoms.len());
    for atom in &out.atoms {
        head.text(atom.text());
    }
    head.bytes.extend(out.bytes);
    head.bytes
}

/// The module that [`pack`] made these bytes of; `None` for other bytes, or when a table of the thread is full.
pub fn unpack(bytes: &[u8]) -> Option<Module> {
    let mut input = Reader {
        bytes,
        atoms: Vec::new(),
        heap: Heap::new(),
    };
    for _ in 0..input.number()? {
        let atom = Atom::try_intern(input.text()?).ok()?;
        input.atoms.push(atom);
    }
    let mut module = Module::unpack(&mut input)?;
    let mut roots = module.constants.clone();
    roots.extend(module.attributes.iter().map(|attribute| attribute.1));
    literal::publish(input.heap, &mut roots).ok()?;
    let values = roots.split_off(module.constants.len());
    for (attribute, value) in module.attributes.iter_mut().zip(values) {
        attribute.1 = value;
    }
    module.constants = roots;
    Some(module)
}

impl Writer {
    fn number(&mut self, number: usize) {
        number::write(number as u64, &mut self.bytes);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend(text.as_bytes());
    }

    fn list<T: Pack>(&mut self, list: &[T]) {
        self.number(list.len());
        for item in list {
            item.pack(self);
        }
    }
}

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<usize> {
        number::read(&mut self.bytes)?.try_into().ok()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn list<T: Pack>(&mut self) -> Option<Vec<T>> {
        // A count is believed only as far as there are bytes for it.
        let count = self.number()?.min(self.bytes.len() + 1);
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(T::unpack(self)?);
        }
        Some(list)
    }
}
