//! The process table: process number -> process.
//!
//! Process `n` lives in slot `n & mask`. Doubling the table keeps numbers apart that were apart before. A number whose slot
//! is taken is skipped, so that numbers only ever grow and are never used again.

use super::process::Process;

#[derive(Clone, Debug)]
pub struct ProcessTable {
    slots: Vec<Slot>,
    live: usize,
    next: u32,
    pub limit: u32,
}

#[derive(Clone, Debug, Default)]
enum Slot {
    #[default]
    Free,
    /// Process `n` is running: it is in its slice's hands.
    Away(u32),
    Here(Box<Process>),
}

impl Slot {
    fn number(&self) -> Option<u32> {
        match self {
            Slot::Free => None,
            Slot::Away(number) => Some(*number),
            Slot::Here(process) => Some(process.number),
        }
    }
}

impl ProcessTable {
    pub fn new(first: u32) -> ProcessTable {
        ProcessTable {
            slots: vec![Slot::Free; 64],
            live: 0,
            next: first,
            limit: limits::PROCESSES_DEFAULT,
        }
    }

    /// The next process has at least this number.
    pub fn skip_to(&mut self, number: u32) {
        self.next = self.next.max(number);
    }

    pub fn len(&self) -> usize {
        self.live
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// A number for a new process; `None` at the limit. Those who serve the learner find room when programs have used all
    /// there is: without an evaluator a shell never answers again.
    pub fn reserve(&mut self, serves: bool) -> Option<u32> {
        let kept = if serves {
            limits::PROCESSES_RESERVED
        } else {
            0
        };
        if self.live >= self.limit as usize + kept {
            return None;
        }
        if self.live * 2 >= self.slots.len() {
            self.grow();
        }
        loop {
            let number = self.next;
            self.next = self.next.checked_add(1)?;
            if matches!(self.slots[self.slot(number)], Slot::Free) {
                return Some(number);
            }
        }
    }

    /// Puts a new process in, under the number that `reserve` gave.
    pub fn insert(&mut self, process: Box<Process>) {
        let slot = self.slot(process.number);
        self.slots[slot] = Slot::Here(process);
        self.live += 1;
    }

    fn slot(&self, number: u32) -> usize {
        number as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![Slot::Free; size]);
        for slot in old {
            if let Some(number) = slot.number() {
                let place = self.slot(number);
                self.slots[place] = slot;
            }
        }
    }

    #[inline]
    pub fn get(&self, number: u32) -> Option<&Process> {
        match &self.slots[self.slot(number)] {
            Slot::Here(process) if process.number == number => Some(process),
            _ => None,
        }
    }

    #[inline]
    pub fn get_mut(&mut self, number: u32) -> Option<&mut Process> {
        let slot = self.slot(number);
        match &mut self.slots[slot] {
            Slot::Here(process) if process.number == number => Some(process),
            _ => None,
        }
    }

    /// Whether the process exists, running or not.
    pub fn is_alive(&self, number: u32) -> bool {
        self.slots[self.slot(number)].number() == Some(number)
    }

    /// Hands the process out; it keeps its place until `put_back` or `remove`.
    #[inline]
    pub fn take(&mut self, number: u32) -> Option<Box<Process>> {
        let slot = self.slot(number);
        match std::mem::replace(&mut self.slots[slot], Slot::Away(number)) {
            Slot::Here(process) if process.number == number => Some(process),
            other => {
                self.slots[slot] = other;
                None
            }
        }
    }

    #[inline]
    pub fn put_back(&mut self, process: Box<Process>) {
        let slot = self.slot(process.number);
        let before = std::mem::replace(&mut self.slots[slot], Slot::Here(process));
        // The mark of one that is away: nothing to be dropped by a call.
        debug_assert!(before.number().is_some());
        if let Slot::Here(other) = before {
            drop(other);
        }
    }

    /// The process is no more (it must have been taken).
    pub fn remove(&mut self, number: u32) {
        let slot = self.slot(number);
        if self.slots[slot].number() == Some(number) {
            self.slots[slot] = Slot::Free;
            self.live -= 1;
        }
    }

    /// Numbers of all processes, the running one included, in order.
    pub fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.slots.iter().filter_map(Slot::number).collect();
        term::sort::sort(&mut numbers);
        numbers
    }

    /// All processes but the running one, in an order that hangs on the size of the table.
    pub fn iter_unordered(&self) -> impl Iterator<Item = &Process> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Here(process) => Some(&**process),
            _ => None,
        })
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Process> {
        self.slots.iter_mut().filter_map(|slot| match slot {
            Slot::Here(process) => Some(&mut **process),
            _ => None,
        })
    }

    /// All processes but the running one, in order of number.
    pub fn iter(&self) -> impl Iterator<Item = &Process> {
        let mut all: Vec<&Process> = self
            .slots
            .iter()
            .filter_map(|slot| match slot {
                Slot::Here(process) => Some(&**process),
                _ => None,
            })
            .collect();
        term::sort::sort_by_key(&mut all, |process| process.number);
        all.into_iter()
    }
}
