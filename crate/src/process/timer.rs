//! Timers of a node, in order of due time, then of setting.
//!
//! Invariant: a timer never fires early: the world's clock is at or past its due time when it is taken.

use std::collections::BTreeMap;

use super::event::Peer;
use term::Parcel;

/// Due time in virtual nanoseconds, and a number that makes the key unique.
pub type TimerKey = (u64, u64);

#[derive(Clone, Debug)]
pub enum Timer {
    /// The `after` of a receive of this process.
    Receive { process: u32 },
    /// `send_after`, `start_timer`: the message as it will be delivered.
    Message { to: Peer, message: Parcel, reference: u64, set_by: u32, cause: u64 },
}

#[derive(Clone, Debug, Default)]
pub struct Timers {
    queue: BTreeMap<TimerKey, Timer>,
    /// Keys of the message timers by reference.
    by_reference: BTreeMap<u64, TimerKey>,
    next: u64,
}

impl Timers {
    pub fn add(&mut self, due_ns: u64, timer: Timer) -> TimerKey {
        self.next += 1;
        let key = (due_ns, self.next);
        if let Timer::Message { reference, .. } = &timer {
            self.by_reference.insert(*reference, key);
        }
        self.queue.insert(key, timer);
        key
    }

    pub fn remove(&mut self, key: TimerKey) -> Option<Timer> {
        let timer = self.queue.remove(&key)?;
        if let Timer::Message { reference, .. } = &timer {
            self.by_reference.remove(reference);
        }
        Some(timer)
    }

    /// The key of a message timer, while it runs.
    pub fn find(&self, reference: u64) -> Option<TimerKey> {
        self.by_reference.get(&reference).copied()
    }

    /// Whom a message timer's message goes to, while it runs.
    pub fn target(&self, reference: u64) -> Option<Peer> {
        match self.queue.get(self.by_reference.get(&reference)?)? {
            Timer::Message { to, .. } => Some(*to),
            Timer::Receive { .. } => None,
        }
    }

    pub fn next_due_ns(&self) -> Option<u64> {
        self.queue.keys().next().map(|&(due, _)| due)
    }

    /// Takes the first timer that is due at `now_ns`.
    pub fn take_due(&mut self, now_ns: u64) -> Option<Timer> {
        let key = *self
            .queue
            .keys()
            .next()
            .filter(|&&(due, _)| due <= now_ns)?;
        self.remove(key)
    }
}
