//! One row: its tests one after the other, each taking apart what the next ones look at.

use super::{Fail, Occurrence, Row, Spot, Test};
use crate::generate::{Code, Label, Target};
use crate::ir::{Expr, Pattern};
use bytecode::instr::{Compare, Instr, Reg};

/// Where a value would best be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    None,
    IfFree(Reg),
    /// Reserved for it.
    Home(Reg),
}

impl<'a> Code<'a> {
    pub(super) fn replace_list(
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
    pub(super) fn take_cons(
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

    /// All tests of one row, one after the other.
    pub(in crate::generate) fn straight(&mut self, row: &mut Row<'a>, fail: &Fail) {
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
            let key = self.value(key, Target::Any(None));
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
}
