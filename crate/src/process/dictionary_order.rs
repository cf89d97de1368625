//! The order in which OTP lists a process dictionary: that of its hash table, which grows by parts as keys come. Here it is
//! worked out as for a table to which the present keys came one after another; what was erased in between is not known any more,
//! which makes a difference only in dictionaries of dozens of keys.
//!
//! Small integers lie where their value says, atoms where their number says. Numbers of atoms that OTP's start makes are
//! known for the usual ones ([`KNOWN`]); others are taken to have been made in the order in which they came to be keys.

use term::{Heap, Term, hash};

/// How many slots OTP begins with.
const SLOTS_FIRST: usize = 8;

/// Numbers of atoms in OTP 25 when its shell has started, those that programs like as keys.
#[rustfmt::skip]
const KNOWN: [(&str, u32); 121] = [
    ("$ancestors", 3260), ("$initial_call", 3261), ("$logger_metadata$", 3851), ("a", 4102), ("address", 2493), ("b", 8227),
    ("balance", 6682), ("c", 3111), ("cache", 2300), ("call", 9), ("cast", 3310), ("child", 3442),
    ("config", 1357), ("context", 2657), ("count", 162), ("d", 8262), ("data", 171), ("date", 729),
    ("debug", 1299), ("depth", 3383), ("dict", 3118), ("dir", 3482), ("down", 1762), ("e", 8186),
    ("error", 12), ("exit", 13), ("f", 4340), ("false", 0), ("file", 992), ("first", 258),
    ("foo", 8238), ("function", 268), ("h", 8110), ("host", 2692), ("i", 3857), ("id", 319),
    ("index", 327), ("info", 328), ("init", 332), ("item", 5343), ("items", 4550), ("j", 8111),
    ("k", 4318), ("kernel", 2712), ("l", 8495), ("last", 899), ("left", 8748), ("length", 748),
    ("level", 2103), ("limit", 8854), ("line", 358), ("list", 363), ("log", 855), ("m", 4339),
    ("map", 1331), ("max", 383), ("message", 391), ("messages", 394), ("min", 403), ("mode", 1105),
    ("module", 410), ("name", 423), ("next", 902), ("node", 446), ("node_name", 6483), ("nodes", 768),
    ("normal", 8), ("number", 4386), ("ok", 478), ("options", 2017), ("p", 3392), ("parent", 502),
    ("path", 1390), ("pid", 512), ("pool", 3152), ("port", 513), ("pos", 8273), ("position", 519),
    ("prev", 903), ("process", 526), ("process_info", 776), ("q", 4319), ("queue", 3156), ("r", 8112),
    ("rand_seed", 7867), ("reply", 558), ("request", 1319), ("response", 7424), ("result", 6378), ("right", 8749),
    ("s", 1328), ("seed", 7472), ("self", 780), ("server", 7031), ("size", 626), ("socket", 1984),
    ("start", 637), ("state", 1335), ("status", 638), ("stdlib", 3195), ("stop", 640), ("sum", 6216),
    ("table", 654), ("text", 4421), ("time", 788), ("timeout", 7), ("timer", 1453), ("total", 665),
    ("true", 1), ("type", 681), ("undefined", 14), ("up", 1761), ("user", 1355), ("v", 4317),
    ("value", 704), ("verbose", 7707), ("version", 705), ("w", 8530), ("worker", 3640), ("workers", 6041),
    ("y", 8537),
];

/// Linear hashing: slots `0..home + split`, of which those below `split` have been split already.
struct Table {
    home: usize,
    split: usize,
    count: usize,
    /// Hash and place of each key; what came last lies last.
    slots: Vec<Vec<(u32, usize)>>,
}

/// Places of `keys`, which are given in the order in which they came, as OTP lists them.
pub fn listed(heap: &Heap, keys: impl Iterator<Item = Term>) -> Vec<usize> {
    let mut table = Table {
        home: SLOTS_FIRST,
        split: 0,
        count: 0,
        slots: vec![Vec::new(); SLOTS_FIRST],
    };
    let mut atoms = 0;
    for (place, key) in keys.enumerate() {
        table.add(key_hash(heap, key, &mut atoms), place);
    }
    let slots = table.slots.into_iter().rev();
    slots.flatten().map(|(_, place)| place).collect()
}

fn key_hash(heap: &Heap, key: Term, atoms: &mut u32) -> u32 {
    if let Some(value) = key.as_small() {
        return value as u32;
    }
    let Some(atom) = key.as_atom() else {
        return hash::internal(heap, key);
    };
    if let Ok(at) = KNOWN.binary_search_by_key(&atom.text(), |&(text, _)| text) {
        return KNOWN[at].1;
    }
    *atoms += 1;
    *atoms - 1
}

impl Table {
    fn slot(&self, hash: u32) -> usize {
        let wide = hash as usize & (self.home * 2 - 1);
        if wide < self.slots.len() {
            wide
        } else {
            hash as usize & (self.home - 1)
        }
    }

    fn add(&mut self, hash: u32, place: usize) {
        let slot = self.slot(hash);
        self.slots[slot].push((hash, place));
        self.count += 1;
        if self.count >= self.slots.len() {
            for _ in 0..self.slots.len() / 4 {
                self.split_one();
            }
        }
    }

    /// What is split lies the other way round afterwards.
    fn split_one(&mut self) {
        if self.split == self.home {
            self.home *= 2;
            self.split = 0;
        }
        let whole = std::mem::take(&mut self.slots[self.split]);
        let stays = |hash: u32| hash as usize & (self.home * 2 - 1) == self.split;
        let (low, high): (Vec<_>, Vec<_>) =
            whole.into_iter().rev().partition(|&(hash, _)| stays(hash));
        self.slots[self.split] = low;
        self.slots.push(high);
        self.split += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use term::Atom;

    fn order(keys: &[Term]) -> Vec<usize> {
        listed(&Heap::default(), keys.iter().copied())
    }

    #[test]
    fn integers_lie_where_their_value_says() {
        assert_eq!(order(&[1, 2, 3].map(Term::int)), [2, 1, 0]);
        // As OTP lists 8, 16, 24, 0, 1, 9, 17: those of one slot behind each other, the oldest first.
        assert_eq!(
            order(&[8, 16, 24, 0, 1, 9, 17].map(Term::int)),
            [4, 5, 6, 0, 1, 2, 3]
        );
    }

    #[test]
    fn known_atoms_are_sorted() {
        assert!(KNOWN.is_sorted_by_key(|&(text, _)| text));
    }

    #[test]
    fn new_atoms_are_listed_newest_first() {
        let keys = ["apple_", "banana_", "cherry_"].map(|text| Atom::intern(text).into());
        assert_eq!(order(&keys), [2, 1, 0]);
    }
}
