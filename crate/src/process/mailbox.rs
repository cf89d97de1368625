//! The mailbox: messages in the order they arrived, and the save pointer of a selective receive.
//!
//! Messages lie in the owner's heap and are roots of its collector. Invariant: messages before `save` have been looked at by
//! the receive in progress and matched no clause.

use std::collections::VecDeque;

use super::pid::Pid;
use term::Term;
use term::collect::Collector;

/// Messages that an empty mailbox has room for; one that was flooded once gives its room back.
const EMPTY_ROOM_MAX: usize = 1024;

/// A message in a mailbox; its term lies in the receiver's heap.
#[derive(Clone, Debug)]
pub struct Message {
    pub term: Term,
    /// Identity in the event log, 0 when nothing is logged.
    pub id: u64,
    pub from: Option<Pid>,
}

/// Messages in the order of their arrival, and how far the receive in progress has looked.
#[derive(Clone, Default, Debug)]
pub struct Mailbox {
    queue: VecDeque<Message>,
    save: usize,
}

impl Mailbox {
    #[inline]
    pub fn push(&mut self, message: Message) {
        self.queue.push_back(message);
    }

    pub fn len(&self) -> usize {
        self.queue.len()
    }

    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The message at the save pointer.
    #[inline]
    pub fn peek(&self) -> Option<&Message> {
        self.queue.get(self.save)
    }

    /// Takes the message at the save pointer out, with its position; the save pointer returns to the front.
    #[inline]
    pub fn accept(&mut self) -> Option<(usize, Message)> {
        let position = std::mem::take(&mut self.save);
        let message = if position == 0 {
            self.queue.pop_front()
        } else {
            self.queue.remove(position)
        };
        if self.queue.is_empty() && self.queue.capacity() > EMPTY_ROOM_MAX {
            self.give_room_back();
        }
        message.map(|message| (position, message))
    }

    #[cold]
    fn give_room_back(&mut self) {
        self.queue.shrink_to_fit();
    }

    /// Moves the save pointer past the message it stands at; its position and the message.
    pub fn skip(&mut self) -> Option<(usize, &Message)> {
        let position = self.save;
        self.save += 1;
        self.queue.get(position).map(|message| (position, message))
    }

    /// Whether the receive in progress has not looked at all messages.
    #[inline]
    pub fn has_unseen(&self) -> bool {
        self.save < self.queue.len()
    }

    /// The receive is over without a message.
    pub fn reset(&mut self) {
        self.save = 0;
    }

    /// How many messages the receive in progress has skipped.
    pub fn skipped(&self) -> usize {
        self.save
    }

    pub fn iter(&self) -> impl Iterator<Item = &Message> {
        self.queue.iter()
    }

    /// Removes and returns all messages (`flush()`, a process's end).
    pub fn drain(&mut self) -> Vec<Message> {
        self.save = 0;
        self.queue.drain(..).collect()
    }

    /// Removes the first message that satisfies the test (`demonitor` with `flush`).
    pub fn remove_first(&mut self, mut test: impl FnMut(Term) -> bool) -> Option<Message> {
        let position = self.queue.iter().position(|message| test(message.term))?;
        if position < self.save {
            self.save -= 1;
        }
        self.queue.remove(position)
    }

    pub fn move_roots(&mut self, collector: &mut Collector) {
        for message in &mut self.queue {
            message.term = collector.root(message.term);
        }
    }
}
