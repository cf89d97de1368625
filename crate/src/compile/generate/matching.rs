//! Choosing among clauses: decision code for patterns.
//!
//! A match is a list of *rows*, one per clause: what remains to be tested, and which variables stand where. Adjacent
//! rows that test the same place for its shape are grouped: one test (or jump table) for all of them, then the rest of each
//! group on its own. A row that comes to its end is a clause that matched; a test that fails leads to the rows after the
//! group. Tests have no effects, so this order of tests cannot be told from testing clause by clause.

use super::super::ir::{Clause, Expr, Pattern, Position, SegmentPattern, Use, Var};
use super::{Code, Dest, Label};
use bytecode::instr::{Compare, Instr, NO_FAIL, Reg};
use bytecode::module::Switch;
use term::Term;

/// Nesting of decisions; below, clauses are tested one by one.
const DEPTH_MAX: u32 = 32;
/// From this many cases on, a jump table is used.
const SWITCH_MIN: usize = 4;
const ARITY_SWITCH_MIN: usize = 3;
/// Up to so many tags, tuples of one arity are tested for arity and tag at once.
const TAG_TESTS_MAX: usize = 3;

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

/// What tells apart the rows of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Immediate(Term),
    Cons,
    Tuple(usize),
}

/// Where a value would best be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    None,
    IfFree(Reg),
    /// Reserved for it.
    Home(Reg),
}

impl Test<'_> {
    fn shape(&self) -> Option<Shape> {
        match self {
            Test::Const(term) if !term.is_pointer() => Some(Shape::Immediate(*term)),
            Test::List(..) => Some(Shape::Cons),
            Test::Tuple(elements) => Some(Shape::Tuple(elements.len())),
            _ => None,
        }
    }
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

    /// The row, and those after it that can be decided together with it.
    fn take_group(&mut self, row: Row<'a>, rest: &mut Vec<Row<'a>>) -> Vec<Row<'a>> {
        let mut group = vec![row];
        let Some(&(place, test)) = group[0].tests.last() else {
            return group;
        };
        if test.shape().is_none() || self.match_depth >= DEPTH_MAX {
            return group;
        }
        while let Some(next) = rest.last() {
            let fits = next
                .test_of(place)
                .is_some_and(|at| next.tests[at].1.shape().is_some());
            if !fits {
                break;
            }
            group.extend(rest.pop());
        }
        group
    }

    fn group(&mut self, mut group: Vec<Row<'a>>, fail: &Fail, branches: &Branches<'a>) {
        if group.len() == 1 {
            if let Some(mut row) = group.pop() {
                self.straight(&mut row, fail);
                self.branch(row, fail, branches);
            }
            return;
        }
        let Some(&(place, _)) = group[0].tests.last() else {
            return;
        };
        let pins = self.pin_all(group.iter().flat_map(Row::occurrences), &fail.needs);
        let src = self.fetch(place, None);
        self.unpin_all(pins);
        self.match_depth += 1;
        self.decide(partition(group, place), place, src, fail, branches);
        self.match_depth -= 1;
    }

    /// Tests for each shape in turn, or with a jump table.
    fn decide(
        &mut self,
        parts: Vec<(Shape, Vec<Row<'a>>)>,
        place: Occurrence,
        src: Reg,
        fail: &Fail,
        branches: &Branches<'a>,
    ) {
        let immediates = parts
            .iter()
            .filter(|part| matches!(part.0, Shape::Immediate(_)))
            .count();
        let tuples = parts
            .iter()
            .filter(|part| matches!(part.0, Shape::Tuple(_)))
            .count();
        // Each test: the parts that one instruction tells apart.
        let mut tests: Vec<Vec<(Shape, Vec<Row<'a>>)>> = Vec::new();
        for part in parts {
            let joins = |test: &&mut Vec<(Shape, Vec<Row<'a>>)>| match (part.0, test[0].0) {
                (Shape::Immediate(_), Shape::Immediate(_)) => immediates >= SWITCH_MIN,
                (Shape::Tuple(_), Shape::Tuple(_)) => tuples >= ARITY_SWITCH_MIN,
                _ => false,
            };
            match tests.iter_mut().find(joins) {
                Some(test) => test.push(part),
                None => tests.push(vec![part]),
            }
        }
        let count = tests.len();
        for (number, test) in tests.into_iter().enumerate() {
            let miss = if number + 1 == count {
                fail.label
            } else {
                self.label()
            };
            if test.len() == 1 {
                for (shape, rows) in test {
                    self.part(shape, rows, place, src, miss, fail, branches);
                }
            } else {
                self.table(test, place, src, miss, fail, branches);
            }
            if number + 1 < count {
                self.place(miss);
            }
        }
    }

    /// A jump table over immediates or arities.
    fn table(
        &mut self,
        parts: Vec<(Shape, Vec<Row<'a>>)>,
        place: Occurrence,
        src: Reg,
        miss: Label,
        fail: &Fail,
        branches: &Branches<'a>,
    ) {
        let mut cases = Vec::with_capacity(parts.len());
        let mut targets = Vec::with_capacity(parts.len());
        let mut by_arity = false;
        for (shape, _) in &parts {
            let label = self.label();
            let word = match shape {
                Shape::Immediate(term) => term.0,
                Shape::Tuple(arity) => {
                    by_arity = true;
                    Term::size(*arity).0
                }
                Shape::Cons => continue,
            };
            cases.push((word, label));
            targets.push(label);
        }
        term::sort::sort(&mut cases);
        self.program.switches.push(Switch {
            default: miss,
            cases,
        });
        let table = self.program.switches.len() as u32 - 1;
        self.emit(if by_arity {
            Instr::SwitchArity { src, table }
        } else {
            Instr::Switch { src, table }
        });
        for ((shape, rows), label) in parts.into_iter().zip(targets) {
            self.place(label);
            self.part_matched(shape, rows, place, fail, branches);
        }
    }

    /// One shape: the test, and the rows that have it.
    #[allow(clippy::too_many_arguments, reason = "the state of one decision")]
    fn part(
        &mut self,
        shape: Shape,
        rows: Vec<Row<'a>>,
        place: Occurrence,
        src: Reg,
        miss: Label,
        fail: &Fail,
        branches: &Branches<'a>,
    ) {
        match shape {
            Shape::Immediate(term) => {
                self.same_const(src, term, miss);
                let outer = self.known.replace((src, term, self.instrs.len()));
                self.part_matched(shape, rows, place, fail, branches);
                self.known = outer;
            }
            Shape::Tuple(arity) => match by_tag(rows, place, arity) {
                Ok(parts) => self.tagged_parts(parts, arity, place, src, miss, fail, branches),
                Err(rows) => {
                    self.is_tuple(src, arity as u32, miss);
                    self.tuple_matched(rows, arity, false, place, fail, branches);
                }
            },
            Shape::Cons => self.cons_part(rows, place, src, miss, fail, branches),
        }
    }

    /// Tuples told apart by arity and tag together.
    #[allow(clippy::too_many_arguments, reason = "the state of one decision")]
    fn tagged_parts(
        &mut self,
        parts: Vec<(Term, Vec<Row<'a>>)>,
        arity: usize,
        place: Occurrence,
        src: Reg,
        miss: Label,
        fail: &Fail,
        branches: &Branches<'a>,
    ) {
        let count = parts.len();
        for (number, (tag, rows)) in parts.into_iter().enumerate() {
            let other = if number + 1 == count {
                miss
            } else {
                self.label()
            };
            self.is_tagged(src, arity as u32, tag, other);
            self.tuple_matched(rows, arity, true, place, fail, branches);
            if number + 1 < count {
                self.place(other);
            }
        }
    }

    /// The rows of a shape that has been tested.
    fn part_matched(
        &mut self,
        shape: Shape,
        mut rows: Vec<Row<'a>>,
        place: Occurrence,
        fail: &Fail,
        branches: &Branches<'a>,
    ) {
        if let Shape::Tuple(arity) = shape {
            return self.tuple_matched(rows, arity, false, place, fail, branches);
        }
        for row in &mut rows {
            if let Some(at) = row.test_of(place) {
                row.tests.remove(at);
            }
        }
        let (mark, spots) = (self.registers.mark(), self.spots.len());
        self.rows(rows, fail, branches);
        self.registers.restore(mark);
        self.spots.truncate(spots);
    }

    fn tuple_matched(
        &mut self,
        mut rows: Vec<Row<'a>>,
        arity: usize,
        tag_tested: bool,
        place: Occurrence,
        fail: &Fail,
        branches: &Branches<'a>,
    ) {
        let (mark, spots) = (self.registers.mark(), self.spots.len());
        let first = self.element_spots(place, arity);
        for row in &mut rows {
            let Some(at) = row.test_of(place) else {
                continue;
            };
            if let (_, Test::Tuple(elements)) = row.tests[at] {
                self.registers.now = branches.clauses[row.clause].start;
                self.replace_test(row, at, first, elements, tag_tested);
            }
        }
        self.rows(rows, fail, branches);
        self.registers.restore(mark);
        self.spots.truncate(spots);
    }

    fn element_spots(&mut self, place: Occurrence, arity: usize) -> Occurrence {
        let first = self.spots.len();
        for position in 0..arity {
            self.spots.push(Spot::Element(place, position as u32));
        }
        first
    }

    /// The test of a tuple gives way to those of its elements.
    fn replace_test(
        &self,
        row: &mut Row<'a>,
        at: usize,
        first: Occurrence,
        elements: &'a [Pattern],
        tag_tested: bool,
    ) {
        let mut tests = Vec::new();
        for (position, element) in elements
            .iter()
            .enumerate()
            .skip(usize::from(tag_tested))
            .rev()
        {
            self.expand(first + position, element, &mut tests, &mut row.bindings);
        }
        row.tests.splice(at..=at, tests);
    }

    fn cons_part(
        &mut self,
        mut rows: Vec<Row<'a>>,
        place: Occurrence,
        src: Reg,
        miss: Label,
        fail: &Fail,
        branches: &Branches<'a>,
    ) {
        let (mark, spots) = (self.registers.mark(), self.spots.len());
        let (head, tail) = (self.spot(Spot::Reg(src)), self.spot(Spot::Reg(src)));
        for row in &mut rows {
            if let Some(at) = row.test_of(place)
                && let (_, Test::List(elements, rest)) = row.tests[at]
            {
                self.registers.now = branches.clauses[row.clause].start;
                self.replace_list(row, at, (head, tail), elements, rest);
            }
        }
        self.registers.now = branches.clauses[rows[0].clause].start;
        let needs: Vec<Occurrence> = rows.iter().flat_map(Row::occurrences).collect();
        let closed = rows.iter().any(|row| is_sure(row, branches));
        let fail_needs = if closed { &[][..] } else { &fail.needs[..] };
        self.take_cons(&rows, (needs, fail_needs), src, (head, tail), miss);
        self.rows(rows, fail, branches);
        self.registers.restore(mark);
        self.spots.truncate(spots);
    }

    fn replace_list(
        &self,
        row: &mut Row<'a>,
        at: usize,
        (head, tail): (Occurrence, Occurrence),
        elements: &'a [Pattern],
        rest: &'a Pattern,
    ) {
        let mut tests = Vec::new();
        if elements.len() > 1 {
            tests.push((tail, Test::List(&elements[1..], rest)));
        } else {
            self.expand(tail, rest, &mut tests, &mut row.bindings);
        }
        self.expand(head, &elements[0], &mut tests, &mut row.bindings);
        row.tests.splice(at..=at, tests);
    }

    /// Emits the test for a cons cell, with head and tail into registers if the rows need them.
    fn take_cons(
        &mut self,
        rows: &[Row<'a>],
        (needs, fail_needs): (Vec<Occurrence>, &[Reg]),
        src: Reg,
        (head, tail): (Occurrence, Occurrence),
        to: Label,
    ) {
        let needs_head = rows.iter().any(|row| row.mentions(head));
        let needs_tail = rows.iter().any(|row| row.mentions(tail));
        if !needs_head && !needs_tail {
            return self.emit(Instr::IsCons { src, to });
        }
        let pins = self.pin_all(
            needs
                .into_iter()
                .filter(|&occurrence| occurrence != head && occurrence != tail),
            fail_needs,
        );
        let (head_wish, tail_wish) = (self.wish(rows, head), self.wish(rows, tail));
        // Who has a wish chooses first; what nothing looks at takes what is left.
        let tail_first = !needs_head || head_wish == Wish::None && tail_wish != Wish::None;
        let (first, second) = if tail_first {
            (tail_wish, head_wish)
        } else {
            (head_wish, tail_wish)
        };
        let first = self.grant(first);
        self.registers.pin(first);
        let second = self.grant(second);
        self.registers.unpin(first);
        let (head_reg, tail_reg) = if tail_first {
            (second, first)
        } else {
            (first, second)
        };
        self.emit(Instr::MatchCons {
            src,
            head: head_reg,
            tail: tail_reg,
            to,
        });
        self.spots[head] = Spot::Reg(head_reg);
        self.spots[tail] = Spot::Reg(tail_reg);
        self.unpin_all(pins);
    }

    /// Where the first variable bound to the occurrence wishes to be.
    fn wish(&self, rows: &[Row<'a>], occurrence: Occurrence) -> Wish {
        let bound = |row: &Row<'a>| {
            row.bindings
                .iter()
                .find(|binding| binding.1 == occurrence)
                .map(|binding| binding.0)
        };
        let Some(var) = rows.iter().find_map(bound) else {
            return Wish::None;
        };
        match (self.registers.home(var), self.hints[var as usize]) {
            (Some(home), _) => Wish::Home(home),
            (None, Some(reg)) => Wish::IfFree(reg),
            (None, None) => Wish::None,
        }
    }

    fn grant(&mut self, wish: Wish) -> Reg {
        match wish {
            Wish::Home(reg) => reg,
            Wish::IfFree(reg) => self.registers.pick(Some(reg)),
            Wish::None => self.registers.pick(None),
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

    /// All tests of one row, one after the other.
    pub(super) fn straight(&mut self, row: &mut Row<'a>, fail: &Fail) {
        while let Some((place, test)) = row.tests.pop() {
            let pins = self.pin_all(row.occurrences().chain([place]), &fail.needs);
            let src = self.fetch(place, None);
            self.registers.pin(src);
            match test {
                Test::Const(term) if term.is_pointer() => self.same_value(src, term, fail.label),
                Test::Const(term) => self.same_const(src, term, fail.label),
                Test::Same(used) => {
                    self.bind_all(row);
                    let held = self.consume(used);
                    self.emit(Instr::Unless {
                        op: Compare::Same,
                        a: src,
                        b: held.0,
                        to: fail.label,
                    });
                    self.registers.release(held);
                }
                Test::Tuple(elements) => self.straight_tuple(row, place, src, elements, fail),
                Test::List(elements, rest) => {
                    let (head, tail) = (self.spot(Spot::Reg(src)), self.spot(Spot::Reg(src)));
                    row.tests.push((place, test));
                    let at = row.tests.len() - 1;
                    self.replace_list(row, at, (head, tail), elements, rest);
                    // The list's own register may be reused unless something still looks at it.
                    self.registers.unpin(src);
                    self.unpin_all(pins);
                    let needs = row.occurrences().collect();
                    self.take_cons(
                        std::slice::from_ref(row),
                        (needs, &fail.needs),
                        src,
                        (head, tail),
                        fail.label,
                    );
                    continue;
                }
                Test::Map(fields) => self.match_map(row, src, fields, fail.label),
                Test::Binary(segments) => self.match_binary(row, src, segments, fail.label),
            }
            self.registers.unpin(src);
            self.unpin_all(pins);
        }
    }

    fn straight_tuple(
        &mut self,
        row: &mut Row<'a>,
        place: Occurrence,
        src: Reg,
        elements: &'a [Pattern],
        fail: &Fail,
    ) {
        let tag = match elements.first() {
            Some(Pattern::Const(tag))
                if !tag.is_pointer() && u8::try_from(elements.len()).is_ok() =>
            {
                Some(*tag)
            }
            _ => None,
        };
        match tag {
            Some(tag) => self.is_tagged(src, elements.len() as u32, tag, fail.label),
            None => self.is_tuple(src, elements.len() as u32, fail.label),
        }
        let first = self.element_spots(place, elements.len());
        row.tests.push((place, Test::Tuple(elements)));
        let at = row.tests.len() - 1;
        self.replace_test(row, at, first, elements, tag.is_some());
    }

    fn match_map(
        &mut self,
        row: &mut Row<'a>,
        src: Reg,
        fields: &'a [(Expr, Pattern)],
        fail: Label,
    ) {
        self.emit(Instr::Test {
            kind: bytecode::instr::Type::Map,
            src,
            to: fail,
        });
        let mut values = Vec::new();
        let mut tests = Vec::new();
        for (key, pattern) in fields {
            if key.as_const().is_none() {
                self.bind_all(row);
            }
            let outer = std::mem::replace(&mut self.fail, fail);
            let key = self.value(key, super::Target::Any(None));
            self.fail = outer;
            let dst = self.registers.pick(None);
            self.emit(Instr::MapGet {
                dst,
                src,
                key: key.0,
                fail,
            });
            self.registers.release(key);
            let place = self.spot(Spot::Reg(dst));
            let before = (tests.len(), row.bindings.len());
            let mut found = Vec::new();
            self.expand(place, pattern, &mut found, &mut row.bindings);
            tests.splice(0..0, found);
            if (tests.len(), row.bindings.len()) != before {
                values.push(self.registers.hold(dst));
            }
        }
        row.tests.extend(tests);
        for held in values {
            self.registers.release(held);
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

/// Rows by the shape they test the place for, in order of first appearance.
fn partition<'a>(group: Vec<Row<'a>>, place: Occurrence) -> Vec<(Shape, Vec<Row<'a>>)> {
    let mut parts: Vec<(Shape, Vec<Row<'a>>)> = Vec::new();
    let mut index: rustc_hash::FxHashMap<u64, usize> = rustc_hash::FxHashMap::default();
    for row in group {
        let Some(shape) = row.test_of(place).and_then(|at| row.tests[at].1.shape()) else {
            continue;
        };
        let key = match shape {
            Shape::Immediate(term) => term.0,
            Shape::Cons => Term::NONE.0,
            // No term has the tag of a header.
            Shape::Tuple(arity) => (arity as u64) << 4 | term::word::HEADER,
        };
        let at = *index.entry(key).or_insert_with(|| {
            parts.push((shape, Vec::new()));
            parts.len() - 1
        });
        parts[at].1.push(row);
    }
    parts
}

/// Rows by the tag of the tuple that they test the place for, if all have one and there are few of them.
#[allow(clippy::type_complexity, reason = "the rows come back either way")]
fn by_tag<'a>(
    rows: Vec<Row<'a>>,
    place: Occurrence,
    arity: usize,
) -> Result<Vec<(Term, Vec<Row<'a>>)>, Vec<Row<'a>>> {
    let tag_of = |row: &Row<'_>| match row.tests[row.test_of(place)?].1 {
        Test::Tuple([Pattern::Const(tag), ..]) if !tag.is_pointer() => Some(*tag),
        _ => None,
    };
    let mut tags: Vec<Term> = Vec::new();
    for row in &rows {
        match tag_of(row) {
            Some(tag) if tags.contains(&tag) => {}
            Some(tag) if tags.len() < TAG_TESTS_MAX && u8::try_from(arity).is_ok() => {
                tags.push(tag);
            }
            _ => return Err(rows),
        }
    }
    let mut parts: Vec<(Term, Vec<Row<'a>>)> =
        tags.into_iter().map(|tag| (tag, Vec::new())).collect();
    for row in rows {
        let tag = tag_of(&row);
        if let Some(part) = parts.iter_mut().find(|part| Some(part.0) == tag) {
            part.1.push(row);
        }
    }
    Ok(parts)
}
