//! Choosing among clauses: decision code for patterns.
//!
//! A match is a list of *rows*, one per clause: what remains to be tested, and which variables stand where. Adjacent
//! rows that test the same place for its shape are grouped: one test (or jump table) for all of them, then the rest of each
//! group on its own. A row that comes to its end is a clause that matched; a test that fails leads to the rows after the
//! group. Tests have no effects, so this order of tests cannot be told from testing clause by clause.

mod decide;
mod straight;

use super::super::ir::{Clause, Expr, Pattern, Position, SegmentPattern, Use, Var};
use super::{Code, Dest, Label};
use bytecode::instr::{Instr, NO_FAIL, Reg};
use term::Term;

/// Nesting of decisions; below, clauses are tested one by one.
const DEPTH_MAX: u32 = 32;

/// A place that patterns look at: index into [`Code::spots`].
pub type Occurrence = usize;

/// Where an occurrence is.
#[derive(Clone, Copy)]
pub enum Spot {
    Reg(Reg),
    /// An element of a tuple that has not been loaded yet.
    Element(Occurrence, u32),
}

/// A pattern that may fail.
#[derive(Clone, Copy)]
pub enum Test<'a> {
    Same(Use),
    Const(Term),
    List(&'a [Pattern], &'a Pattern),
    Tuple(&'a [Pattern]),
    Map(&'a [(Expr, Pattern)]),
    Binary(&'a [SegmentPattern]),
}

/// See the module head. Tests are in reverse order: the leftmost is last.
pub struct Row<'a> {
    pub tests: Vec<(Occurrence, Test<'a>)>,
    pub bindings: Vec<(Var, Occurrence)>,
    pub clause: usize,
}

/// Where a failed test leads, and the registers that code reads: it knows nothing of what was loaded since.
#[derive(Clone)]
pub struct Fail {
    pub label: Label,
    pub needs: Vec<Reg>,
}

/// What all clauses of a select have in common.
pub struct Branches<'a> {
    pub clauses: &'a [Clause],
    pub dest: Dest,
    pub end: Label,
    /// Position after all clauses.
    pub after: Position,
    pub exports: Vec<(Var, Reg)>,
    /// The clauses are those of a `receive`.
    pub is_receive: bool,
    /// A register pinned until a clause is chosen.
    pub pinned: Option<Reg>,
}

impl Row<'_> {
    pub(super) fn occurrences(&self) -> impl Iterator<Item = Occurrence> + '_ {
        self.tests
            .iter()
            .map(|test| test.0)
            .chain(self.bindings.iter().map(|binding| binding.1))
    }

    fn mentions(&self, occurrence: Occurrence) -> bool {
        self.occurrences().any(|mentioned| mentioned == occurrence)
    }

    fn test_of(&self, occurrence: Occurrence) -> Option<usize> {
        self.tests.iter().rposition(|test| test.0 == occurrence)
    }
}

impl<'a> Code<'a> {
    pub(super) fn spot(&mut self, spot: Spot) -> Occurrence {
        self.spots.push(spot);
        self.spots.len() - 1
    }

    fn root(&self, occurrence: Occurrence) -> Reg {
        let mut at = occurrence;
        loop {
            match self.spots[at] {
                Spot::Reg(reg) => return reg,
                Spot::Element(parent, _) => at = parent,
            }
        }
    }

    /// Pins the registers of occurrences, and those that the code after a failure reads.
    fn pin_all(&mut self, occurrences: impl Iterator<Item = Occurrence>, fail: &[Reg]) -> Vec<Reg> {
        let mut regs: Vec<Reg> = occurrences
            .map(|occurrence| self.root(occurrence))
            .collect();
        regs.extend_from_slice(fail);
        for &reg in &regs {
            self.registers.pin(reg);
        }
        regs
    }

    fn unpin_all(&mut self, regs: Vec<Reg>) {
        for reg in regs {
            self.registers.unpin(reg);
        }
    }

    /// The tests and bindings that a pattern at a place means; `tests` in reverse order.
    pub(super) fn expand(
        &self,
        occurrence: Occurrence,
        pattern: &'a Pattern,
        tests: &mut Vec<(Occurrence, Test<'a>)>,
        bindings: &mut Vec<(Var, Occurrence)>,
    ) {
        match pattern {
            Pattern::Any => {}
            Pattern::Bind(var) => {
                if self.registers.is_live(*var) {
                    bindings.push((*var, occurrence));
                }
            }
            Pattern::All(patterns) => {
                for pattern in patterns.iter().rev() {
                    self.expand(occurrence, pattern, tests, bindings);
                }
            }
            Pattern::Same(used) => tests.push((occurrence, Test::Same(*used))),
            Pattern::Const(term) => tests.push((occurrence, Test::Const(*term))),
            Pattern::List(elements, tail) => tests.push((occurrence, Test::List(elements, tail))),
            Pattern::Tuple(elements) => tests.push((occurrence, Test::Tuple(elements))),
            Pattern::Map(fields) => tests.push((occurrence, Test::Map(fields))),
            Pattern::Binary(segments) => tests.push((occurrence, Test::Binary(segments))),
        }
    }

    /// Rows for clauses whose patterns look at these places.
    pub(super) fn rows_of(&mut self, clauses: &'a [Clause], places: &[Occurrence]) -> Vec<Row<'a>> {
        let now = self.registers.now;
        let mut rows = Vec::with_capacity(clauses.len());
        for (number, clause) in clauses.iter().enumerate() {
            self.registers.now = clause.start;
            let mut row = Row {
                tests: Vec::new(),
                bindings: Vec::new(),
                clause: number,
            };
            for (pattern, &place) in clause.patterns.iter().zip(places).rev() {
                self.expand(place, pattern, &mut row.tests, &mut row.bindings);
            }
            rows.push(row);
        }
        self.registers.now = now;
        rows
    }

    /// Code for the rows; it never falls through.
    pub(super) fn rows(&mut self, mut rows: Vec<Row<'a>>, fail: &Fail, branches: &Branches<'a>) {
        let needs = needs_from(&rows, branches);
        let (mark, spots) = (self.registers.mark(), self.spots.clone());
        rows.reverse();
        let mut done = 0;
        while let Some(row) = rows.pop() {
            self.registers.now = branches.clauses[row.clause].start;
            let group = self.take_group(row, &mut rows);
            done += group.len();
            let next = if rows.is_empty() {
                fail.clone()
            } else {
                let (later, closed) = &needs[done];
                let mut needs: Vec<Reg> = later.iter().map(|&place| self.root(place)).collect();
                if !closed {
                    needs.extend_from_slice(&fail.needs);
                }
                Fail {
                    label: self.label(),
                    needs,
                }
            };
            let closed = group.len() == 1 && is_sure(&group[0], branches);
            self.group(group, &next, branches);
            self.registers.restore(mark);
            self.spots.truncate(spots.len());
            self.spots.copy_from_slice(&spots);
            if closed {
                return;
            }
            if !rows.is_empty() {
                self.place(next.label);
            }
        }
        if done == 0 {
            self.jump(fail.label);
        }
    }

    /// The register of an occurrence, loaded if it is not in one. What else is needed must be pinned.
    pub(super) fn fetch(&mut self, occurrence: Occurrence, hint: Option<Reg>) -> Reg {
        match self.spots[occurrence] {
            Spot::Reg(reg) => reg,
            Spot::Element(tuple, position) => {
                let src = self.fetch(tuple, None);
                let dst = self.registers.pick(hint);
                self.emit(Instr::Element { dst, src, position });
                self.spots[occurrence] = Spot::Reg(dst);
                dst
            }
        }
    }

    /// Gives the variables of the row their registers. What else is needed must be pinned.
    pub(super) fn bind_all(&mut self, row: &mut Row<'a>) {
        let bindings = std::mem::take(&mut row.bindings);
        let pins = self.pin_all(bindings.iter().map(|binding| binding.1), &[]);
        for (var, place) in bindings {
            let reg = match (self.spots[place], self.registers.home(var)) {
                (Spot::Element(tuple, position), Some(dst)) => {
                    let src = self.fetch(tuple, None);
                    self.emit(Instr::Element { dst, src, position });
                    dst
                }
                _ => self.fetch(place, self.hints[var as usize]),
            };
            self.registers.bind(var, reg);
        }
        self.unpin_all(pins);
    }

    /// A pattern that must match or leads to `failed`; its variables stay bound. The register must be pinned.
    pub(super) fn match_one(&mut self, pattern: &'a Pattern, reg: Reg, failed: Label) {
        let spots = self.spots.len();
        let place = self.spot(Spot::Reg(reg));
        let mut row = Row {
            tests: Vec::new(),
            bindings: Vec::new(),
            clause: 0,
        };
        self.expand(place, pattern, &mut row.tests, &mut row.bindings);
        let fail = Fail {
            label: failed,
            needs: Vec::new(),
        };
        self.straight(&mut row, &fail);
        self.bind_all(&mut row);
        self.spots.truncate(spots);
    }

    /// Returns a constant that a register holds anyway, because the clause has just been chosen by it.
    fn return_known(&mut self, body: &Expr) -> bool {
        let Some((src, term, at)) = self.known else {
            return false;
        };
        if body.as_const() != Some(term) || self.instrs.len() != at {
            return false;
        }
        self.emit(Instr::Return { src });
        true
    }

    /// A clause whose patterns match: guard, then body.
    pub(super) fn branch(&mut self, mut row: Row<'a>, fail: &Fail, branches: &Branches<'a>) {
        let clause = &branches.clauses[row.clause];
        self.line = clause.line;
        let sure = !has_guard(clause);
        let needs = if sure { &[][..] } else { &fail.needs[..] };
        let pins = self.pin_all(std::iter::empty(), needs);
        let bound = row.bindings.len();
        self.bind_all(&mut row);
        if !sure {
            self.guard(&clause.guard, fail.label);
        }
        self.unpin_all(pins);
        if branches.is_receive {
            self.emit(Instr::RecvAccept);
        }
        if let Some(reg) = branches.pinned {
            self.registers.unpin(reg);
        }
        debug_assert!(self.fail == NO_FAIL);
        if sure && branches.dest == Dest::Return && bound == 0 && self.return_known(&clause.body) {
            return;
        }
        self.registers.skip(clause.end, branches.after);
        self.expr(&clause.body, branches.dest);
        self.registers.end_skip();
        if let Some(reg) = branches.pinned {
            self.registers.pin(reg);
        }
        if branches.dest == Dest::Return {
            return;
        }
        self.go_home(&branches.exports);
        self.jump(branches.end);
    }
}

/// Whether the clause has a guard that can fail.
fn has_guard(clause: &Clause) -> bool {
    let yes = Term::bool(true);
    !clause.guard.is_empty()
        && !clause
            .guard
            .iter()
            .any(|tests| tests.iter().all(|test| test.as_const() == Some(yes)))
}

/// Whether the row cannot fail.
fn is_sure(row: &Row<'_>, branches: &Branches<'_>) -> bool {
    row.tests.is_empty() && !has_guard(&branches.clauses[row.clause])
}

/// For each row: what it and the rows after it look at, and whether one of them cannot fail.
fn needs_from(rows: &[Row<'_>], branches: &Branches<'_>) -> Vec<(Vec<Occurrence>, bool)> {
    let mut needs = vec![(Vec::new(), false); rows.len()];
    let mut later: Vec<Occurrence> = Vec::new();
    let mut closed = false;
    for (number, row) in rows.iter().enumerate().rev() {
        if is_sure(row, branches) {
            later.clear();
            closed = true;
        }
        later.extend(row.occurrences());
        term::sort::sort(&mut later);
        later.dedup();
        needs[number] = (later.clone(), closed);
    }
    needs
}
