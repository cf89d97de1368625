//! The atom cache of a connection, and the distribution header that refers to it.
//!
//! Each direction has a cache of 2,048 places; sender and receiver keep the same one, because the header says what is new.

use std::collections::BTreeMap;

use super::super::Atom;
use super::VERSION;
use super::decode::Malformed;

const PLACES: usize = 2048;
/// Atoms that one header can refer to.
const REFS_MAX: usize = 255;

/// What has been sent, or received, so far. Most of the places stay empty, and a node may have many connections.
#[derive(Clone, Debug, Default)]
pub struct AtomCache {
    places: BTreeMap<u16, Atom>,
}

impl AtomCache {
    fn get(&self, place: usize) -> Option<Atom> {
        self.places.get(&(place as u16)).copied()
    }

    fn set(&mut self, place: usize, atom: Atom) {
        self.places.insert(place as u16, atom);
    }
}

/// The atoms of one message, in order of first use.
#[derive(Debug, Default)]
pub struct AtomRefs {
    atoms: Vec<(Atom, usize)>,
}

impl AtomRefs {
    /// The reference for an atom, made if there is room: 255 atoms, no two of them in one place of the cache.
    pub fn index_of(&mut self, atom: Atom) -> Option<u8> {
        let place = place_of(atom);
        if let Some(at) = self.atoms.iter().position(|(_, other)| *other == place) {
            return (self.atoms[at].0 == atom).then_some(at as u8);
        }
        if self.atoms.len() == REFS_MAX {
            return None;
        }
        self.atoms.push((atom, place));
        Some(self.atoms.len() as u8 - 1)
    }
}

/// By the text: the place must not depend on the atom table.
fn place_of(atom: Atom) -> usize {
    let hash = atom.text().bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash ^ hash >> 16) as usize % PLACES
}

/// Appends the header of a message that uses these atoms, from the tag's arguments on: a normal header has none, a
/// fragment's are its numbers.
pub fn write_header(
    out: &mut Vec<u8>,
    tag: u8,
    arguments: &[u8],
    refs: &AtomRefs,
    cache: &mut AtomCache,
) {
    out.extend_from_slice(&[VERSION, tag]);
    out.extend_from_slice(arguments);
    let count = refs.atoms.len();
    out.push(count as u8);
    if count == 0 {
        return;
    }
    let is_new: Vec<bool> = refs
        .atoms
        .iter()
        .map(|&(atom, place)| cache.get(place) != Some(atom))
        .collect();
    let long = refs
        .atoms
        .iter()
        .zip(&is_new)
        .any(|(&(atom, _), &new)| new && atom.text().len() > 255);
    let mut halves: Vec<u8> = refs
        .atoms
        .iter()
        .zip(&is_new)
        .map(|(&(_, place), &new)| u8::from(new) << 3 | (place >> 8) as u8)
        .collect();
    halves.push(u8::from(long));
    halves.resize((count / 2 + 1) * 2, 0);
    out.extend(halves.chunks_exact(2).map(|pair| pair[1] << 4 | pair[0]));
    for (&(atom, place), &new) in refs.atoms.iter().zip(&is_new) {
        out.push(place as u8);
        if new {
            let text = atom.text().as_bytes();
            if long {
                out.extend_from_slice(&(text.len() as u16).to_be_bytes());
            } else {
                out.push(text.len() as u8);
            }
            out.extend_from_slice(text);
            cache.set(place, atom);
        }
    }
}

/// Reads the part of a header that [`write_header`] wrote behind the arguments: the atoms, and how many bytes it took.
pub fn read_header(bytes: &[u8], cache: &mut AtomCache) -> Result<(Vec<Atom>, usize), Malformed> {
    let (&count, rest) = bytes.split_first().ok_or(Malformed)?;
    let count = usize::from(count);
    if count == 0 {
        return Ok((Vec::new(), 1));
    }
    let flags_length = count / 2 + 1;
    let flags = rest.get(..flags_length).ok_or(Malformed)?;
    let half = |index: usize| flags[index / 2] >> (index % 2 * 4) & 0xF;
    let long = half(count) & 1 == 1;
    let mut at = 1 + flags_length;
    let mut take = |length: usize| {
        let taken = bytes.get(at..at + length).ok_or(Malformed)?;
        at += length;
        Ok::<&[u8], Malformed>(taken)
    };
    let mut atoms = Vec::with_capacity(count);
    for index in 0..count {
        let flag = half(index);
        let place = usize::from(flag & 7) << 8 | usize::from(take(1)?[0]);
        if flag & 8 == 0 {
            atoms.push(cache.get(place).ok_or(Malformed)?);
            continue;
        }
        let length = take(if long { 2 } else { 1 })?;
        let length = length
            .iter()
            .fold(0, |sum, &byte| sum << 8 | usize::from(byte));
        if length > limits::ATOM_CHARS_MAX * 4 {
            return Err(Malformed);
        }
        let text = std::str::from_utf8(take(length)?).map_err(|_| Malformed)?;
        let atom = Atom::from_data(text).map_err(|_| Malformed)?;
        cache.set(place, atom);
        atoms.push(atom);
    }
    Ok((atoms, at))
}
