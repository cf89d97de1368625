//! The run queue: whose turn it is.
//!
//! First come, first served, by priority, as in OTP. With one exception: where a crowd waits, the few processes that serve the
//! learner (shell, evaluator, io server, logger) do not wait behind all of it. A turn of a quarter of a million processes takes
//! seconds, and an answer of the shell some ten turns: in OTP, after a tree of forks, the next line is answered minutes later
//! or never. While there is no crowd the order is OTP's.

use std::collections::VecDeque;

use super::process::{Priority, Process};

/// Slices of others between two of those who serve, when there is a crowd.
const OTHERS_BETWEEN: u32 = 4;

/// Runnable processes by priority, first come first served.
#[derive(Clone, Debug, Default)]
pub struct RunQueue {
    /// Whose slice was interrupted between two events: it goes on before anything else.
    interrupted: Option<u32>,
    urgent: VecDeque<u32>,
    normal: VecDeque<u32>,
    low: VecDeque<u32>,
    /// Those who serve the learner, and do not wait behind a crowd.
    serving: VecDeque<u32>,
    /// Normal slices since a low one.
    passed_over: u32,
    /// Slices of others since one of those who serve.
    others: u32,
    /// Urgent slices in succession.
    hogged: u32,
}

impl RunQueue {
    /// Behind the others of its priority, or, if it serves, of those who serve.
    #[inline]
    pub fn push(&mut self, process: &Process) {
        let number = process.number;
        if process.serves && self.is_crowded() {
            self.serving.push_back(number);
            return;
        }
        match process.priority {
            Priority::Max | Priority::High => self.urgent.push_back(number),
            Priority::Normal => self.normal.push_back(number),
            Priority::Low => self.low.push_back(number),
        }
    }

    /// Whether who comes now would wait longer than somebody at a prompt notices.
    fn is_crowded(&self) -> bool {
        self.normal.len() >= limits::CROWD_PROCESSES || self.hogged >= limits::HOGGED_SLICES
    }

    /// Goes on with this one first: its slice was interrupted.
    pub fn push_front(&mut self, number: u32) {
        self.interrupted = Some(number);
    }

    /// The process whose turn it is. `serves` tells of a process whether it serves the learner.
    #[inline]
    pub fn pop(&mut self, serves: impl Fn(u32) -> bool) -> Option<u32> {
        if let Some(number) = self.interrupted.take() {
            return Some(number);
        }
        if !self.serving.is_empty() {
            self.others += 1;
            if self.others > OTHERS_BETWEEN {
                self.others = 0;
                return self.serving.pop_front();
            }
        }
        if let Some(number) = self.urgent.pop_front() {
            self.hogged = self.hogged.saturating_add(1);
            if self.hogged == limits::HOGGED_SLICES {
                let all = std::mem::take(&mut self.normal);
                (self.serving, self.normal) = all.into_iter().partition(|&number| serves(number));
            }
            return Some(number);
        }
        self.hogged = 0;
        // As in OTP, low priority gets one turn in eight.
        if self.passed_over >= 8 || self.normal.is_empty() {
            self.passed_over = 0;
            if let Some(number) = self.low.pop_front() {
                return Some(number);
            }
        }
        if !self.low.is_empty() {
            self.passed_over += 1;
        }
        self.normal.pop_front().or_else(|| self.serving.pop_front())
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.normal.is_empty()
            && self.urgent.is_empty()
            && self.low.is_empty()
            && self.serving.is_empty()
            && self.interrupted.is_none()
    }

    pub fn len(&self) -> usize {
        self.normal.len()
            + self.urgent.len()
            + self.low.len()
            + self.serving.len()
            + usize::from(self.interrupted.is_some())
    }
}
