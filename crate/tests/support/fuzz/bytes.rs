//! Bytes from outside: terms in the external format, and what peers send.

use std::cell::RefCell;
use std::rc::Rc;

use spawnpoint::term::external::{
    COMPRESSION_DEFAULT, EncodeOptions, FunIdentity, Home, compressed, decode, encode,
};
use spawnpoint::term::{Atom, Heap, order};
use spawnpoint::world::Input;

use super::pair::{NAMES, Pair};
use super::{Random, Verdict};

/// Words a term may take, and bytes it may be written as.
const WORDS_MAX: usize = 1 << 16;
const BYTES_MAX: usize = 1 << 24;
/// Words that the longest of these bytes can ask for.
const CAPACITY_MAX: usize = 1 << 18;

/// A node without code.
struct Bare;

impl Home for Bare {
    fn node(&self) -> (Atom, u32) {
        (Atom::intern("n@h"), 3)
    }
    fn fun_identity(&self, _: u32, _: u32) -> Option<FunIdentity> {
        None
    }
    fn find_fun(&mut self, _: &FunIdentity) -> Option<(u32, u32)> {
        None
    }
    fn is_exported(&mut self, _: Atom, _: Atom, _: u32) -> bool {
        true
    }
}

/// Tags of the format, those that only a header's atoms make sense of among them.
const TAGS: &[u8] = &[
    70, 77, 82, 88, 89, 90, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111,
    112, 113, 114, 115, 116, 117, 118, 119, 120, 121,
];

/// Something like a term: a tag, the counts that follow it, and what they count, more or less.
fn push_term(random: &mut Random, out: &mut Vec<u8>, depth: usize) {
    let compound = depth > 0 && random.once_in(2);
    let count = random.below(5);
    let four = (count as u32).to_be_bytes();
    match if compound {
        random.below(6)
    } else {
        6 + random.below(10)
    } {
        0 => out.extend([104, count as u8]),
        1 => out.extend([&[108][..], &four].concat()),
        2 => out.extend([&[116][..], &four].concat()),
        3 => out.push(113),
        4 => out.extend([&[105][..], &four].concat()),
        5 => {
            out.extend([90, 0, 2]);
            out.extend([119, 1, b'n', 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 9]);
        }
        6 => out.extend([97, random.below(256) as u8]),
        7 => out.extend([&[98][..], &(random.below(1 << 31) as u32).to_be_bytes()].concat()),
        8 => out.extend([119, 2, b'o', b'k']),
        9 => out.extend([&[109][..], &four, &[7, 7, 7, 7][..count]].concat()),
        10 => out.extend(
            [
                &[77][..],
                &four,
                &[random.below(10) as u8],
                &[7, 7, 7, 7][..count],
            ]
            .concat(),
        ),
        11 => out.extend([&[110, 8, 1][..], &[255; 8]].concat()),
        12 => out.extend(
            [
                &[70][..],
                &(random.below(1 << 31) as f64 / 7.0).to_be_bytes(),
            ]
            .concat(),
        ),
        13 => out.extend([88, 119, 1, b'n', 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2]),
        14 => out.push(106),
        _ => out.extend([*random.pick(TAGS), random.below(256) as u8]),
    }
    if compound {
        // A map's entries are two terms each, and a list has a tail.
        for _ in 0..count * 2 {
            push_term(random, out, depth - 1);
        }
    }
}

fn spoilt(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    for _ in 0..random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, *random.pick(TAGS)),
            2 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + random.below(40)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ if at < bytes.len() => bytes[at] = random.below(256) as u8,
            _ => {}
        }
    }
    bytes
}

pub fn term(random: &mut Random) -> Verdict {
    let mut bytes = vec![131];
    push_term(random, &mut bytes, 4);
    if random.once_in(8) {
        bytes = compressed(bytes, COMPRESSION_DEFAULT);
    }
    let bytes = spoilt(random, bytes);
    let mut heap = Heap::new();
    let decoded = decode(&mut heap, &bytes, &mut Bare, random.once_in(2), WORDS_MAX);
    if heap.capacity() > CAPACITY_MAX {
        return Err(format!("{} words from {bytes:?}", heap.capacity()));
    }
    let Ok(decoded) = decoded else {
        return Ok(());
    };
    let write = |heap: &Heap, term| encode(heap, term, &Bare, EncodeOptions::new(BYTES_MAX));
    // Funs of a node without code are not written.
    let Ok(written) = write(&heap, decoded.term) else {
        return Ok(());
    };
    let again = decode(&mut heap, &written, &mut Bare, false, WORDS_MAX);
    let is_same = again.is_ok_and(|again| {
        order::same(&heap, decoded.term, again.term)
            && write(&heap, again.term).is_ok_and(|bytes| bytes == written)
    });
    if is_same {
        Ok(())
    } else {
        Err(format!("{bytes:?} is written as {written:?}"))
    }
}

/// Lines typed in one case.
const ACTS_PER_CASE: usize = 8;

/// What one node has the other do.
const ACTS: &[&str] = &[
    "net_adm:ping('right@host').",
    "rpc:call('right@host', lists, seq, [1, 300]).",
    "spawn('right@host', fun() -> ok end).",
    "spawn_monitor('right@host', erlang, exit, [why]).",
    "{shell, 'right@host'} ! {hello, [1, 2.5, <<7:3>>, #{a => self()}, make_ref()]}.",
    "{shell, 'right@host'} ! binary:copy(<<1>>, 100000).",
    "erlang:monitor(process, {user, 'right@host'}).",
    "global:register_name(me, self()).",
    "erlang:disconnect_node('right@host').",
    "link(rpc:call('right@host', erlang, whereis, [init])).",
    "gen_server:call({rex, 'right@host'}, {call, erlang, node, [], group_leader()}).",
    "unlink(rpc:call('right@host', erlang, whereis, [init])).",
    "[{nobody, 'right@host'} ! list_to_atom(\"x\" ++ integer_to_list(I)) || I <- lists:seq(1, 30)].",
];

/// Two nodes talk while what they send each other is spoilt now and then; both still answer whoever sits at them.
pub fn frames(random: &mut Random) -> Verdict {
    let mut pair = Pair::new(["c", "c"]);
    let seed = random.below(1 << 30) as u64;
    let chance = RefCell::new(Random::new(seed));
    let often = 2 + random.below(20);
    let is_spoiling = Rc::new(RefCell::new(true));
    let spoils = is_spoiling.clone();
    pair.spoil(move |bytes| {
        let mut chance = chance.borrow_mut();
        if *spoils.borrow() && chance.once_in(often) {
            spoilt(&mut chance, bytes)
        } else {
            bytes
        }
    });
    let mut said = Vec::new();
    for _ in 0..ACTS_PER_CASE {
        let act = *random.pick(ACTS);
        said.push(act);
        let at = random.below(2);
        let act = act.replace(NAMES[1], NAMES[1 - at]);
        pair.line(at, &act);
    }
    *is_spoiling.borrow_mut() = false;
    for (at, name) in NAMES.iter().enumerate() {
        // Lines wait behind one that waits for an answer that never came.
        let mut answer = String::new();
        for _ in 0..ACTS_PER_CASE {
            pair.worlds[at].input(Input::Interrupt { node: 0 });
            answer += &pair.line(at, "{still, node()}.");
        }
        let is_gone = pair.worlds[at].state().is_halted();
        if !is_gone && !answer.contains(&format!("{{still,{name}}}")) {
            return Err(format!("{name} answers {answer:?} after {said:?}"));
        }
    }
    Ok(())
}
