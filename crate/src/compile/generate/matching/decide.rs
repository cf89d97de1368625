//! Several rows at one place: a test for each shape that they look for, or a jump table.

use super::{Branches, DEPTH_MAX, Fail, Occurrence, Row, Spot, Test, is_sure};
use crate::generate::{Code, Label};
use crate::ir::Pattern;
use bytecode::instr::{Instr, Reg};
use bytecode::module::Switch;
use term::Term;

/// From this many cases on, a jump table is used.
const SWITCH_MIN: usize = 4;
const ARITY_SWITCH_MIN: usize = 3;
/// Up to so many tags, tuples of one arity are tested for arity and tag at once.
const TAG_TESTS_MAX: usize = 3;

/// What tells apart the rows of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Immediate(Term),
    Cons,
    Tuple(usize),
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

impl<'a> Code<'a> {
    /// The row, and those after it that can be decided together with it.
    pub(super) fn take_group(&mut self, row: Row<'a>, rest: &mut Vec<Row<'a>>) -> Vec<Row<'a>> {
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

    pub(super) fn group(&mut self, mut group: Vec<Row<'a>>, fail: &Fail, branches: &Branches<'a>) {
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

    pub(super) fn element_spots(&mut self, place: Occurrence, arity: usize) -> Occurrence {
        let first = self.spots.len();
        for position in 0..arity {
            self.spots.push(Spot::Element(place, position as u32));
        }
        first
    }

    /// The test of a tuple gives way to those of its elements.
    pub(super) fn replace_test(
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
