//! Matching by backtracking, with a limit on steps. What remains to be tried lies on an explicit stack; only look-around,
//! atomic groups and calls run nested, as deep as the pattern nests and calls go.

use super::program::{Op, Program};
use super::tree::{Assert, Newline, Verb, fold, is_word};
use unicode_segmentation::UnicodeSegmentation;

/// Steps of one match, as PCRE's `match_limit` bounds them.
pub const STEPS_MAX: u64 = 5_000_000;
/// What remains to be tried.
const STACK_MAX: usize = 2_000_000;
const CALLS_MAX: usize = 200;
/// A longer cluster is cut.
const CLUSTER_BYTES_MAX: usize = 256;
/// A slot that nothing was saved in.
pub const UNSET: usize = usize::MAX;

#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Conditions {
    pub anchored: bool,
    pub not_bol: bool,
    pub not_eol: bool,
    pub not_empty: bool,
    pub not_empty_at_start: bool,
    pub firstline: bool,
}

/// The search gave up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LimitReached;

enum Entry {
    /// Another way: instruction and position.
    Way(u32, usize),
    /// The same, to the next of some alternatives.
    Branch(u32, usize),
    /// A verb, and where it was met: coming back to it says how the search goes on.
    Verb(Verb, usize),
    /// What a slot held.
    Old(u32, usize),
}

pub struct Matcher<'a> {
    program: &'a Program,
    subject: &'a [u8],
    is_utf8: bool,
    conditions: Conditions,
    /// Where the search began, and where this attempt did.
    search: usize,
    start: usize,
    slots: Vec<usize>,
    stack: Vec<Entry>,
    pub steps: u64,
    nested: usize,
    newline: Newline,
    /// Groups whose calls run.
    calls: Vec<u32>,
    /// What a verb has ended this attempt with, and where it stood.
    verdict: Option<(Verb, usize)>,
}

impl<'a> Matcher<'a> {
    pub fn new(
        program: &'a Program,
        subject: &'a [u8],
        is_utf8: bool,
        conditions: Conditions,
        newline: Newline,
    ) -> Self {
        Matcher {
            newline: program.newline.unwrap_or(newline),
            calls: Vec::new(),
            verdict: None,
            program,
            subject,
            is_utf8,
            conditions,
            search: 0,
            start: 0,
            slots: vec![UNSET; program.slots],
            stack: Vec::new(),
            steps: 0,
            nested: 0,
        }
    }

    /// The first match from `offset` on: start and end of the whole and of each group.
    pub fn find(&mut self, offset: usize) -> Result<Option<Vec<usize>>, LimitReached> {
        self.search = offset;
        let mut at = offset;
        loop {
            self.start = at;
            self.slots.fill(UNSET);
            self.slots[0] = at;
            self.stack.clear();
            self.verdict = None;
            if let Some(end) = self.run(0, at)? {
                self.slots[1] = end;
                return Ok(Some(self.slots[..2 * (self.program.groups + 1)].to_vec()));
            }
            if self.conditions.anchored || matches!(self.verdict, Some((Verb::Commit, _))) {
                return Ok(None);
            }
            if let Some((Verb::Skip, place)) = self.verdict
                && place > at
            {
                at = place;
                continue;
            }
            let newline = self.newline.length_at(self.subject, at);
            let is_newline = newline.is_some();
            match self.next(at) {
                Some(_) if is_newline && self.conditions.firstline => return Ok(None),
                // No match begins within the end of a line.
                Some((_, next)) => at = newline.map_or(next, |length| at + length),
                None => return Ok(None),
            }
        }
    }

    /// The character at a position, and the position after it.
    fn next(&self, at: usize) -> Option<(u32, usize)> {
        let first = *self.subject.get(at)?;
        if !self.is_utf8 || first < 0x80 {
            return Some((first.into(), at + 1));
        }
        let (size, bits) = match first {
            0xC0..=0xDF => (2, first & 0x1F),
            0xE0..=0xEF => (3, first & 0x0F),
            _ => (4, first & 0x07),
        };
        let rest = self.subject.get(at + 1..at + size)?;
        let code = rest.iter().fold(u32::from(bits), |code, byte| {
            code << 6 | u32::from(byte & 0x3F)
        });
        Some((code, at + size))
    }

    fn before(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1)?;
        while self.is_utf8 && self.subject[at] & 0xC0 == 0x80 {
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    fn save(&mut self, slot: u32, value: usize) {
        let old = std::mem::replace(&mut self.slots[slot as usize], value);
        self.stack.push(Entry::Old(slot, old));
    }

    /// Undoes what was done since the stack was `base` high, up to the last way that is left.
    fn retreat(&mut self, base: usize) -> Option<(u32, usize)> {
        while self.stack.len() > base {
            match self.stack.pop() {
                Some(Entry::Way(pc, at) | Entry::Branch(pc, at)) => return Some((pc, at)),
                Some(Entry::Verb(Verb::Then, _)) => return self.next_branch(base),
                Some(Entry::Verb(verb, at)) => {
                    self.verdict = Some((verb, at));
                    while self.retreat_one(base) {}
                    return None;
                }
                Some(Entry::Old(slot, old)) => self.slots[slot as usize] = old,
                None => break,
            }
        }
        None
    }

    /// Takes back one entry above `base`; whether there was one.
    fn retreat_one(&mut self, base: usize) -> bool {
        if self.stack.len() <= base {
            return false;
        }
        if let Some(Entry::Old(slot, old)) = self.stack.pop() {
            self.slots[slot as usize] = old;
        }
        true
    }

    /// The next branch of the innermost alternatives; without any, this attempt has failed.
    fn next_branch(&mut self, base: usize) -> Option<(u32, usize)> {
        while self.stack.len() > base {
            if let Some(Entry::Branch(pc, at)) = self.stack.last() {
                let found = (*pc, *at);
                self.stack.pop();
                return Some(found);
            }
            self.retreat_one(base);
        }
        None
    }

    /// Runs from `pc` on to its `End`: the position there. The ways that are left are given up.
    fn run(&mut self, pc: u32, at: usize) -> Result<Option<usize>, LimitReached> {
        let base = self.stack.len();
        let (mut pc, mut at) = (pc, at);
        loop {
            self.steps += 1;
            if self.steps > STEPS_MAX || self.stack.len() > STACK_MAX {
                return Err(LimitReached);
            }
            let op = self.program.ops[pc as usize];
            if matches!(op, Op::End | Op::Verb(Verb::Accept)) {
                if self.nested > 0 || self.may_end(at) {
                    self.forget_ways(base);
                    return Ok(Some(at));
                }
            } else if let Some((next, after)) = self.step(op, pc, at)? {
                (pc, at) = (next, after);
                continue;
            }
            match self.retreat(base) {
                Some((next, after)) => (pc, at) = (next, after),
                None => return Ok(None),
            }
        }
    }

    fn may_end(&self, at: usize) -> bool {
        let is_empty = at == self.slots[0];
        !(is_empty
            && (self.conditions.not_empty
                || self.conditions.not_empty_at_start && at == self.search))
    }

    /// What was saved can still be undone by the caller.
    fn forget_ways(&mut self, base: usize) {
        let mut kept = base;
        for index in base..self.stack.len() {
            if matches!(self.stack[index], Entry::Old(..)) {
                self.stack.swap(kept, index);
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }

    /// One instruction: where to go on; `None` if it does not match.
    fn step(&mut self, op: Op, pc: u32, at: usize) -> Result<Option<(u32, usize)>, LimitReached> {
        let taken = |next: Option<(u32, usize)>, fits: &dyn Fn(u32) -> bool| {
            next.filter(|(code, _)| fits(*code))
                .map(|(_, after)| (pc + 1, after))
        };
        Ok(match op {
            Op::Char(wanted) => taken(self.next(at), &|code| code == wanted),
            Op::Folded(wanted) => taken(self.next(at), &|code| fold(code) == wanted),
            Op::Any => taken(self.next(at), &|_| true),
            Op::AnyButNewline if self.newline.length_at(self.subject, at).is_some() => None,
            Op::AnyButNewline => taken(self.next(at), &|_| true),
            Op::Class(number) => {
                let class = &self.program.classes[number as usize];
                taken(self.next(at), &|code| class.has(code))
            }
            Op::Assert(assert) => self.holds(assert, at).then_some((pc + 1, at)),
            Op::Split(first, second) => {
                self.stack.push(Entry::Way(second, at));
                Some((first, at))
            }
            Op::Branch(other) => {
                self.stack.push(Entry::Branch(other, at));
                Some((pc + 1, at))
            }
            Op::Jump(to) => Some((to, at)),
            Op::Save(slot) => {
                self.save(slot, at);
                Some((pc + 1, at))
            }
            Op::IfStill(slot, exit) if self.slots[slot as usize] == at => Some((exit, at)),
            Op::IfStill(..) => Some((pc + 1, at)),
            Op::Look { negative, next } => {
                let base = self.stack.len();
                let found = self.nested(pc + 1, at)?.is_some();
                if found && negative {
                    while self.retreat(base).is_some() {}
                }
                (found != negative).then_some((next, at))
            }
            Op::Atomic { next } => self.nested(pc + 1, at)?.map(|after| (next, after)),
            Op::StepBack(count) => {
                let mut place = Some(at);
                for _ in 0..count {
                    place = place.and_then(|at| self.before(at));
                }
                place.map(|at| (pc + 1, at))
            }
            Op::Back(group, folded) => self.back(group, folded, at).map(|after| (pc + 1, after)),
            Op::IfGroup(group, other) if self.slots[group as usize * 2 + 1] == UNSET => {
                Some((other, at))
            }
            Op::IfGroup(..) => Some((pc + 1, at)),
            Op::Call(group) => self.call(group, at)?.map(|after| (pc + 1, after)),
            Op::Keep => {
                self.save(0, at);
                Some((pc + 1, at))
            }
            Op::IfCalled(group, other) => {
                let is_called = match group {
                    Some(group) => self.calls.last() == Some(&group),
                    None => !self.calls.is_empty(),
                };
                Some((if is_called { pc + 1 } else { other }, at))
            }
            Op::Cluster => self.cluster(at).map(|after| (pc + 1, after)),
            Op::Verb(Verb::Fail) | Op::End => None,
            Op::Verb(verb) => {
                self.stack.push(Entry::Verb(verb, at));
                Some((pc + 1, at))
            }
        })
    }

    /// Behind what a reader takes for a character.
    fn cluster(&self, at: usize) -> Option<usize> {
        let (_, after) = self.next(at)?;
        if !self.is_utf8 {
            let is_pair = self.subject[at..].starts_with(b"\r\n");
            return Some(after + usize::from(is_pair));
        }
        let part = &self.subject[at..self.subject.len().min(at + CLUSTER_BYTES_MAX)];
        let part = match std::str::from_utf8(part) {
            Ok(part) => part,
            Err(cut) => std::str::from_utf8(&part[..cut.valid_up_to()]).unwrap_or(""),
        };
        part.graphemes(true).next().map(|first| at + first.len())
    }

    fn nested(&mut self, pc: u32, at: usize) -> Result<Option<usize>, LimitReached> {
        self.nested += 1;
        let found = self.run(pc, at);
        self.nested -= 1;
        found
    }

    /// What the called expression captures is forgotten.
    fn call(&mut self, group: u32, at: usize) -> Result<Option<usize>, LimitReached> {
        let Some(pc) = self.program.subroutines[group as usize] else {
            return Ok(None);
        };
        if self.nested > CALLS_MAX {
            return Err(LimitReached);
        }
        let (slots, height) = (self.slots.clone(), self.stack.len());
        self.calls.push(group);
        let found = self.nested(pc, at);
        self.calls.pop();
        let found = found?;
        self.slots = slots;
        self.stack.truncate(height);
        Ok(found)
    }

    /// A group that has not matched is never there again.
    fn back(&self, group: u32, folded: bool, at: usize) -> Option<usize> {
        let (mut from, to) = (
            self.slots[group as usize * 2],
            self.slots[group as usize * 2 + 1],
        );
        if from == UNSET || to == UNSET {
            return None;
        }
        let mut at = at;
        while from < to {
            let ((a, next_from), (b, next_at)) = (self.next(from)?, self.next(at)?);
            if a != b && !(folded && fold(a) == fold(b)) {
                return None;
            }
            (from, at) = (next_from, next_at);
        }
        Some(at)
    }

    fn holds(&self, assert: Assert, at: usize) -> bool {
        let end = self.subject.len();
        let newline_before = self.newline.ends_at(self.subject, at);
        let newline = self.newline.length_at(self.subject, at);
        let before_last_newline = newline.is_some_and(|length| at + length == end);
        match assert {
            Assert::Start(lines) => {
                at == 0 && !self.conditions.not_bol || lines && newline_before && at < end
            }
            Assert::End(lines, very) => {
                let at_end = at == end || !very && before_last_newline;
                at_end && !self.conditions.not_eol || lines && newline.is_some()
            }
            Assert::LastEnd => at == end || before_last_newline,
            Assert::VeryStart => at == 0,
            Assert::VeryEnd => at == end,
            Assert::Search => at == self.search,
            Assert::Word(wanted) => {
                let word =
                    |place: Option<(u32, usize)>| place.is_some_and(|(code, _)| is_word(code));
                let before = self.before(at).and_then(|place| self.next(place));
                (word(before) != word(self.next(at))) == wanted
            }
        }
    }
}
