//! `case`, `if` and function heads.

use super::super::ir::{Clause, Expr, Kind, Otherwise, Pattern, Select, Subjects, Var};
use super::matching::{Branches, Fail, Occurrence, Row, Spot};
use super::registers::Held;
use super::{Code, ColdKind, Dest, Target};
use bytecode::instr::{Failure, Instr, Reg};

/// Variables and the registers reserved for them.
pub type Homes = Vec<(Var, Reg)>;

impl<'a> Code<'a> {
    pub(super) fn select(&mut self, select: &'a Select, dest: Dest) {
        if let Some((condition, yes, no)) = boolean_choice(select) {
            return self.choose_by_condition(select, condition, yes, no, dest);
        }
        if let Some(elements) = tuple_subject(select) {
            return self.select_by_elements(select, elements, dest);
        }
        let spots = self.spots.len();
        let places: Vec<Occurrence> = match &select.subjects {
            Subjects::Params => (0..self.function.params)
                .map(|reg| self.spot(Spot::Reg(reg as Reg)))
                .collect(),
            Subjects::Exprs(exprs) => self.subjects(exprs),
        };
        let value = places.first().map(|&place| self.fetch(place, None));
        let (kind, needs) = match select.otherwise {
            Otherwise::FunctionClause => (ColdKind::FunctionClause, self.all_arguments()),
            Otherwise::Fail(kind) => (
                ColdKind::Fail(kind, value.unwrap_or(0)),
                Vec::from_iter(value),
            ),
        };
        let rows = self.rows_of(&select.clauses, &places);
        let fail = self.cold(kind);
        self.branches(
            &select.clauses,
            rows,
            &Fail { label: fail, needs },
            &select.exports,
            select.end,
            dest,
        );
        self.spots.truncate(spots);
    }

    /// Registers of parameters and captured variables: the arguments that a failing call shows.
    fn all_arguments(&self) -> Vec<Reg> {
        let count = self.function.params as usize + self.function.captured.len();
        (0..count).map(|reg| reg as Reg).collect()
    }

    fn subjects(&mut self, exprs: &'a [Expr]) -> Vec<Occurrence> {
        let held: Vec<Held> = exprs
            .iter()
            .map(|expr| self.value(expr, Target::Any(None)))
            .collect();
        held.into_iter()
            .map(|held| {
                let reg = self.registers.release(held);
                self.spot(Spot::Reg(reg))
            })
            .collect()
    }

    /// The clauses, joined behind the last one.
    fn branches(
        &mut self,
        clauses: &'a [Clause],
        rows: Vec<Row<'a>>,
        fail: &Fail,
        exports: &[Var],
        after: u32,
        dest: Dest,
    ) {
        // What the matching looks at must not be taken for a home.
        let mut pins: Vec<Reg> = rows
            .iter()
            .flat_map(Row::occurrences)
            .map(|place| self.fetch(place, None))
            .collect();
        pins.extend_from_slice(&fail.needs);
        for &reg in &pins {
            self.registers.pin(reg);
        }
        let (exports, own) = self.homes(exports, after, dest);
        for &reg in &pins {
            self.registers.unpin(reg);
        }
        let end = self.label();
        let branches = Branches {
            clauses,
            dest,
            end,
            after,
            exports,
            is_receive: false,
            pinned: None,
        };
        self.rows(rows, fail, &branches);
        self.join(branches, own);
    }

    /// A register for each variable that the clauses export; the second list has those chosen here.
    pub(super) fn homes(&mut self, exports: &[Var], after: u32, dest: Dest) -> (Homes, Homes) {
        let (mut homes, mut own) = (Vec::new(), Vec::new());
        if dest == Dest::Return {
            return (homes, own);
        }
        for &var in exports {
            if !self.registers.is_live_after(var, after) {
                continue;
            }
            let home = if let Some(home) = self.registers.home(var) {
                home
            } else {
                let home = self.registers.pick(None);
                self.registers.pin(home);
                self.registers.set_home(var, Some(home));
                own.push((var, home));
                home
            };
            homes.push((var, home));
        }
        (homes, own)
    }

    /// Behind the clauses: exported variables are where all clauses put them.
    pub(super) fn join(&mut self, branches: Branches<'a>, own: Vec<(Var, Reg)>) {
        self.place(branches.end);
        self.registers.now = branches.after;
        self.settle(branches.exports, own);
    }

    /// At the end of a branch: moves exported variables to where they are expected.
    pub(super) fn go_home(&mut self, exports: &[(Var, Reg)]) {
        for &(var, home) in exports {
            if let Some(src) = self.registers.place(var)
                && src != home
            {
                self.emit(Instr::Move { dst: home, src });
            }
        }
    }

    /// Where branches meet: exported variables are at home.
    pub(super) fn settle(&mut self, exports: Homes, own: Homes) {
        for (var, home) in own {
            self.registers.unpin(home);
            self.registers.set_home(var, None);
        }
        for (var, home) in exports {
            self.registers.bind(var, home);
        }
    }

    /// `case Condition of true -> ...; false -> ... end`
    fn choose_by_condition(
        &mut self,
        select: &'a Select,
        condition: &'a Expr,
        yes: &'a Clause,
        no: &'a Clause,
        dest: Dest,
    ) {
        let (exports, own) = self.homes(&select.exports, select.end, dest);
        let (otherwise, end) = (self.label(), self.label());
        self.jump_unless(condition, otherwise);
        let clauses = &select.clauses;
        let branches = Branches {
            clauses,
            dest,
            end,
            after: select.end,
            exports,
            is_receive: false,
            pinned: None,
        };
        let mark = self.registers.mark();
        self.one_branch(yes, &branches);
        self.registers.restore(mark);
        self.place(otherwise);
        self.one_branch(no, &branches);
        self.registers.restore(mark);
        self.join(branches, own);
    }

    fn one_branch(&mut self, clause: &'a Clause, branches: &Branches<'a>) {
        let number = branches
            .clauses
            .iter()
            .position(|known| std::ptr::eq(known, clause))
            .unwrap_or(0);
        self.registers.now = clause.start;
        let row = Row {
            tests: Vec::new(),
            bindings: Vec::new(),
            clause: number,
        };
        let fail = Fail {
            label: branches.end,
            needs: Vec::new(),
        };
        self.branch(row, &fail, branches);
    }

    /// `case {A, B} of {P, Q} -> ...`: no tuple is made unless no clause matches.
    fn select_by_elements(&mut self, select: &'a Select, elements: &'a [Expr], dest: Dest) {
        let spots = self.spots.len();
        let places = self.subjects(elements);
        let now = self.registers.now;
        let mut rows = Vec::with_capacity(select.clauses.len());
        for (number, clause) in select.clauses.iter().enumerate() {
            self.registers.now = clause.start;
            let mut row = Row {
                tests: Vec::new(),
                bindings: Vec::new(),
                clause: number,
            };
            if let Some(Pattern::Tuple(patterns)) = clause.patterns.first() {
                for (pattern, &place) in patterns.iter().zip(&places).rev() {
                    self.expand(place, pattern, &mut row.tests, &mut row.bindings);
                }
            }
            rows.push(row);
        }
        self.registers.now = now;
        let regs: Vec<Reg> = places
            .iter()
            .map(|&place| self.fetch(place, None))
            .collect();
        let Otherwise::Fail(kind) = select.otherwise else {
            return;
        };
        let scratch = self.tuple_scratch(&regs);
        let needs = regs.clone();
        let fail = Fail {
            label: self.cold(ColdKind::FailTuple(kind, scratch, regs)),
            needs,
        };
        self.branches(
            &select.clauses,
            rows,
            &fail,
            &select.exports,
            select.end,
            dest,
        );
        self.spots.truncate(spots);
    }

    /// A register for the tuple that no clause matched.
    fn tuple_scratch(&mut self, regs: &[Reg]) -> Reg {
        let above = regs.iter().copied().max().map_or(0, |reg| reg + 1);
        self.scratch().max(above)
    }
}

/// A choice between `true` and `false` by an expression that is nothing else.
fn boolean_choice(select: &Select) -> Option<(&Expr, &Clause, &Clause)> {
    let Subjects::Exprs(subjects) = &select.subjects else {
        return None;
    };
    let ([subject], [first, second]) = (&subjects[..], &select.clauses[..]) else {
        return None;
    };
    if !subject.is_boolean()
        || subject.as_const().is_some()
        || !first.guard.is_empty()
        || !second.guard.is_empty()
        || !matches!(
            select.otherwise,
            Otherwise::Fail(Failure::CaseClause | Failure::BadFilter)
        )
    {
        return None;
    }
    let pattern = |clause: &Clause| match clause.patterns.first() {
        Some(Pattern::Const(term)) => term.as_bool().map(Some),
        Some(Pattern::Any) => Some(None),
        _ => None,
    };
    match (pattern(first)?, pattern(second)?) {
        (Some(true), Some(false) | None) => Some((subject, first, second)),
        (Some(false), Some(true) | None) => Some((subject, second, first)),
        _ => None,
    }
}

/// The elements of a subject that is a tuple, if all clauses take it apart.
fn tuple_subject(select: &Select) -> Option<&[Expr]> {
    let Subjects::Exprs(subjects) = &select.subjects else {
        return None;
    };
    let [
        Expr {
            kind: Kind::Tuple(elements),
            ..
        },
    ] = &subjects[..]
    else {
        return None;
    };
    let apart = |clause: &Clause| match clause.patterns.first() {
        Some(Pattern::Tuple(patterns)) => patterns.len() == elements.len(),
        Some(Pattern::Any) => true,
        _ => false,
    };
    let fits =
        elements.len() < 32 && select.clauses.iter().all(apart) && !select.clauses.is_empty();
    fits.then_some(elements)
}
