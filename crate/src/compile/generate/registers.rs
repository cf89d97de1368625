//! Registers of a function being generated: which hold a variable that is still needed, which a value in flight.
//!
//! Nothing is ever freed explicitly but by time: a register is free when it is not pinned and no variable in it has a use
//! ahead on the current path. [`Registers::now`] is the position reached; stretches that the path will not go through
//! (other clauses) are on the list of skips. Bindings are undone at the end of a branch.

use super::super::ir::{Position, Use, Var};
use bytecode::Reg;
use limits::FRAME_REGISTERS_MAX;

/// A value in a register that is pinned until [`Registers::release`].
#[derive(Debug)]
#[must_use]
pub struct Held(pub Reg);

/// A state of the bindings to return to.
#[derive(Clone, Copy)]
pub struct Mark {
    trail: usize,
    now: Position,
}

enum Change {
    /// The variable was placed; where it was before.
    Placed(Var, Option<Reg>),
    /// The variable was struck from the occupants of the register, being dead.
    Struck(Var, Reg),
}

pub struct Registers<'a> {
    uses: &'a [Vec<Position>],
    pub now: Position,
    /// Stretches between these positions lie beside the path; outer ones first.
    skips: Vec<(Position, Position)>,
    places: Vec<Option<Reg>>,
    /// Where a variable must be at the end of the branch that binds it.
    homes: Vec<Option<Reg>>,
    occupants: Vec<Vec<Var>>,
    pins: Vec<u32>,
    trail: Vec<Change>,
    /// There was no free register once.
    pub exhausted: bool,
}

impl<'a> Registers<'a> {
    pub fn new(uses: &'a [Vec<Position>]) -> Registers<'a> {
        Registers {
            uses,
            now: 0,
            skips: Vec::new(),
            places: vec![None; uses.len()],
            homes: vec![None; uses.len()],
            occupants: vec![Vec::new(); FRAME_REGISTERS_MAX],
            pins: vec![0; FRAME_REGISTERS_MAX],
            trail: Vec::new(),
            exhausted: false,
        }
    }

    /// Whether the variable has a use after `position` on this path.
    pub fn is_live_after(&self, var: Var, position: Position) -> bool {
        let uses = &self.uses[var as usize];
        let mut next = uses.partition_point(|&at| at <= position);
        for &(from, to) in self.skips.iter().rev() {
            match uses.get(next) {
                None => return false,
                Some(&at) if at < from => return true,
                Some(&at) if at <= to => next = uses.partition_point(|&at| at <= to),
                Some(_) => {}
            }
        }
        next < uses.len()
    }

    pub fn is_live(&self, var: Var) -> bool {
        self.is_live_after(var, self.now)
    }

    /// From here on the path does not go through what lies between these positions.
    pub fn skip(&mut self, from: Position, to: Position) {
        self.skips.push((from, to));
    }

    pub fn end_skip(&mut self) {
        self.skips.pop();
    }

    fn is_needed_after(&self, reg: usize, position: Position) -> bool {
        self.pins[reg] > 0
            || self.occupants[reg]
                .iter()
                .any(|&var| self.is_live_after(var, position))
    }

    pub fn is_free(&self, reg: Reg) -> bool {
        (reg as usize) < FRAME_REGISTERS_MAX && !self.is_needed_after(reg as usize, self.now)
    }

    /// One more than the highest register that is needed after `position`.
    pub fn top_after(&self, position: Position) -> usize {
        (0..FRAME_REGISTERS_MAX)
            .rev()
            .find(|&reg| self.is_needed_after(reg, position))
            .map_or(0, |reg| reg + 1)
    }

    /// The first of `count` free registers in a row, as low as possible.
    pub fn block(&mut self, count: usize) -> Reg {
        let mut start = 0;
        let mut reg = 0;
        while reg < FRAME_REGISTERS_MAX && reg - start < count {
            if !self.is_free(reg as Reg) {
                start = reg + 1;
            }
            reg += 1;
        }
        if reg - start < count {
            self.exhausted = true;
            return 0;
        }
        for reg in start..start + count {
            self.strike(reg);
        }
        start as Reg
    }

    /// A free register: the hinted one, or the lowest.
    pub fn pick(&mut self, hint: Option<Reg>) -> Reg {
        match hint {
            Some(reg) if self.is_free(reg) => {
                self.strike(reg as usize);
                reg
            }
            _ => self.block(1),
        }
    }

    /// Dead variables leave the register's list.
    fn strike(&mut self, reg: usize) {
        for var in std::mem::take(&mut self.occupants[reg]) {
            self.trail.push(Change::Struck(var, reg as Reg));
        }
    }

    pub fn pin(&mut self, reg: Reg) {
        if let Some(pins) = self.pins.get_mut(reg as usize) {
            *pins += 1;
        }
    }

    pub fn unpin(&mut self, reg: Reg) {
        if let Some(pins) = self.pins.get_mut(reg as usize) {
            debug_assert!(*pins > 0, "register {reg} is not pinned");
            *pins = pins.saturating_sub(1);
        }
    }

    pub fn hold(&mut self, reg: Reg) -> Held {
        self.pin(reg);
        Held(reg)
    }

    #[allow(
        clippy::needless_pass_by_value,
        reason = "what was released must not be released again"
    )]
    pub fn release(&mut self, held: Held) -> Reg {
        self.unpin(held.0);
        held.0
    }

    /// Goes past a use and pins the variable's register. `None` for a variable that was never placed.
    pub fn consume(&mut self, used: Use) -> Option<Held> {
        debug_assert!(
            used.at > self.now,
            "use at {} comes after {}",
            used.at,
            self.now
        );
        let place = self.places[used.var as usize];
        self.now = used.at;
        place.map(|reg| self.hold(reg))
    }

    /// Whether the register can take a value made now of the variables used at `read`, all of which come later, before
    /// `end`: nothing else needs what it holds.
    pub fn can_overwrite(&self, reg: Reg, read: &[Use], end: Position) -> bool {
        let Some(pins) = self.pins.get(reg as usize) else {
            return false;
        };
        let only_there = |var: Var| {
            let uses = &self.uses[var as usize];
            let ahead = &uses[uses.partition_point(|&at| at <= self.now)..];
            let before_end = ahead.iter().take_while(|&&at| at <= end).count();
            before_end == read.iter().filter(|used| used.var == var).count()
        };
        let occupants = &self.occupants[reg as usize];
        *pins == 0
            && occupants
                .iter()
                .all(|&var| !self.is_live_after(var, end) && only_there(var))
    }

    pub fn place(&self, var: Var) -> Option<Reg> {
        self.places[var as usize]
    }

    /// The variable now stands in the register, which may hold others too.
    pub fn bind(&mut self, var: Var, reg: Reg) {
        let before = self.places[var as usize].replace(reg);
        self.trail.push(Change::Placed(var, before));
        if let Some(occupants) = self.occupants.get_mut(reg as usize) {
            occupants.push(var);
        }
    }

    pub fn mark(&self) -> Mark {
        Mark {
            trail: self.trail.len(),
            now: self.now,
        }
    }

    /// Undoes bindings since `mark`, and goes back to its position.
    pub fn restore(&mut self, mark: Mark) {
        while self.trail.len() > mark.trail {
            match self.trail.pop() {
                Some(Change::Placed(var, before)) => {
                    if let Some(reg) = self.places[var as usize]
                        && let Some(occupants) = self.occupants.get_mut(reg as usize)
                    {
                        // The list may have been struck and put back in another order.
                        if let Some(at) = occupants.iter().rposition(|&occupant| occupant == var) {
                            occupants.remove(at);
                        }
                    }
                    self.places[var as usize] = before;
                }
                Some(Change::Struck(var, reg)) => self.occupants[reg as usize].push(var),
                None => break,
            }
        }
        self.now = mark.now;
    }

    pub fn home(&self, var: Var) -> Option<Reg> {
        self.homes[var as usize]
    }

    pub fn set_home(&mut self, var: Var, home: Option<Reg>) {
        self.homes[var as usize] = home;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_free_after_the_last_use_of_its_variable() {
        let uses = vec![vec![3, 7], vec![5]];
        let mut registers = Registers::new(&uses);
        registers.bind(0, 0);
        registers.bind(1, 1);
        assert_eq!(registers.pick(None), 2);
        registers.now = 5;
        assert_eq!(registers.pick(None), 1);
        registers.now = 7;
        assert_eq!(registers.pick(None), 0);
    }

    #[test]
    fn uses_beside_the_path_do_not_count() {
        let uses = vec![vec![3, 12, 30]];
        let mut registers = Registers::new(&uses);
        registers.bind(0, 0);
        registers.now = 4;
        registers.skip(20, 40);
        assert!(registers.is_live(0));
        registers.skip(10, 15);
        assert!(!registers.is_live(0));
        registers.end_skip();
        registers.end_skip();
        registers.skip(10, 15);
        assert!(registers.is_live(0));
    }

    #[test]
    fn bindings_are_undone() {
        let uses = vec![vec![3], vec![9]];
        let mut registers = Registers::new(&uses);
        registers.bind(0, 0);
        let mark = registers.mark();
        registers.now = 4;
        assert_eq!(registers.pick(None), 0);
        registers.bind(1, 0);
        assert!(!registers.is_free(0));
        registers.restore(mark);
        assert_eq!(registers.place(1), None);
        assert!(!registers.is_free(0));
        registers.now = 4;
        assert!(registers.is_free(0));
    }
}
