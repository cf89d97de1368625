//! Process identities outside heaps: in links, monitors, registries and the event log.

use term::word::{EXTERNAL, Kind};
use term::{Atom, Heap, Term};

/// A process of this node or of another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Pid {
    Local(u32),
    Remote(RemotePid),
}

/// As in the external term format.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RemotePid {
    pub node: Atom,
    pub creation: u32,
    pub number: u32,
    pub serial: u32,
}

impl RemotePid {
    fn key(self) -> (&'static str, u32, u32, u32) {
        (self.node.text(), self.creation, self.serial, self.number)
    }
}

/// By the node's name, never by the atom's number: order must not depend on the atom table.
impl Ord for RemotePid {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for RemotePid {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Pid {
    pub fn from_term(heap: &Heap, term: Term) -> Option<Pid> {
        if let Some(number) = term.as_local_pid() {
            return Some(Pid::Local(number));
        }
        if term.tag() != EXTERNAL {
            return None;
        }
        let (header, words) = heap.object(term);
        if header.kind() != Kind::ExtPid {
            return None;
        }
        let number = |index: usize| Term(words[index]).small_value() as u32;
        Some(Pid::Remote(RemotePid {
            node: Term(words[0]).as_atom()?,
            creation: number(1),
            number: number(2),
            serial: number(3),
        }))
    }

    pub fn to_term(self, heap: &mut Heap) -> Term {
        match self {
            Pid::Local(number) => Term::local_pid(number),
            Pid::Remote(pid) => {
                let small = |n: u32| Term::size(n as usize);
                let words = [
                    pid.node.into(),
                    small(pid.creation),
                    small(pid.number),
                    small(pid.serial),
                ];
                heap.external(Kind::ExtPid, &words)
            }
        }
    }

    pub fn local(self) -> Option<u32> {
        match self {
            Pid::Local(number) => Some(number),
            Pid::Remote(_) => None,
        }
    }
}
