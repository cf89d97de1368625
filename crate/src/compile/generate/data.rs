//! Building tuples, lists, maps and records.

use super::super::ir::{Expr, Kind, MapPair};
use super::hints::is_local_call;
use super::registers::Held;
use super::{Code, ColdKind, Label, Target};
use bytecode::instr::{Failure, Instr, NO_FAIL, Reg};
use term::Term;

/// Values held at once; longer constructs are built piece by piece.
const HELD_MAX: usize = 60;

/// Elements of a tuple built directly; longer ones go by way of a list.
const TUPLE_MAX: usize = 120;

/// An element that waits to be put into a list.
enum Element {
    Const(Term),
    Held(Held),
    /// Element of a tuple that holds values back, by its 0-based position.
    Packed(usize, u32),
}

impl<'a> Code<'a> {
    /// Values of all, pinned, then released together: the registers.
    fn values(&mut self, exprs: &'a [Expr]) -> Vec<Reg> {
        let held: Vec<Held> = exprs
            .iter()
            .map(|expr| self.value(expr, Target::Any(None)))
            .collect();
        held.into_iter()
            .map(|held| self.registers.release(held))
            .collect()
    }

    pub(super) fn tuple(&mut self, elements: &'a [Expr], target: Target) -> Held {
        if elements.len() > TUPLE_MAX && self.fail == NO_FAIL {
            return self.long_tuple(elements, target);
        }
        let regs = self.values(elements);
        let held = self.choose(target);
        self.emit_tuple(held.0, &regs);
        held
    }

    pub(super) fn emit_tuple(&mut self, dst: Reg, regs: &[Reg]) {
        match *regs {
            [a, b] => self.emit(Instr::Tuple2 { dst, a, b }),
            [a, b, c] => self.emit(Instr::Tuple3 { dst, a, b, c }),
            _ => {
                self.emit(Instr::Tuple {
                    dst,
                    count: regs.len() as u32,
                });
                self.emit_args(regs);
            }
        }
    }

    /// `list_to_tuple([...])`
    fn long_tuple(&mut self, elements: &'a [Expr], target: Target) -> Held {
        let elements = self.elements(elements);
        let tail = self.constant(Term::NIL, Target::Any(None));
        let list = self.cons_all(elements, tail, Target::Any(None));
        let list = self.registers.release(list);
        let base = self.registers.top_after(self.registers.now) + 1;
        if base >= limits::FRAME_REGISTERS_MAX {
            self.registers.exhausted = true;
        }
        let base = base as Reg;
        if base != list {
            self.emit(Instr::Move {
                dst: base,
                src: list,
            });
        }
        let import = self
            .program
            .import(super::super::lower::erlang("list_to_tuple", 1));
        self.emit(Instr::CallExt { base, import });
        let held = self.registers.hold(base);
        self.deliver(held, target)
    }

    pub(super) fn list(&mut self, elements: &'a [Expr], tail: &'a Expr, target: Target) -> Held {
        let elements = self.elements(elements);
        let tail = self.value(tail, Target::Any(None));
        self.cons_all(elements, tail, target)
    }

    /// `[... | Tail]` as the result of the function.
    pub(super) fn return_list(&mut self, elements: &'a [Expr], tail: &'a Expr) {
        let Some((first, others)) = elements.split_first() else {
            return;
        };
        if others.is_empty() && is_local_call(tail) {
            return self.cons_call(first, tail);
        }
        let first = self.value(first, Target::Any(None));
        let others = self.elements(others);
        let tail = self.value(tail, Target::Any(None));
        let tail = if others.is_empty() {
            tail
        } else {
            self.cons_all(others, tail, Target::Any(None))
        };
        let (head, tail) = (self.registers.release(first), self.registers.release(tail));
        self.emit(Instr::ConsReturn { head, tail });
    }

    /// Evaluates elements in order. When too many would be held, they are packed into tuples.
    fn elements(&mut self, exprs: &'a [Expr]) -> Vec<(Element, Option<Held>)> {
        let mut elements: Vec<(Element, Option<Held>)> = Vec::with_capacity(exprs.len());
        let mut unpacked = 0;
        for expr in exprs {
            match &expr.kind {
                Kind::Const(term) => elements.push((Element::Const(*term), None)),
                Kind::Var(_) => {
                    let held = self.value(expr, Target::Any(None));
                    elements.push((Element::Held(held), None));
                }
                _ => {
                    let held = self.value(expr, Target::Any(None));
                    elements.push((Element::Held(held), None));
                    unpacked += 1;
                }
            }
            if unpacked == HELD_MAX {
                self.pack(&mut elements);
                unpacked = 0;
            }
        }
        elements
    }

    /// Puts all values that are held into a tuple.
    fn pack(&mut self, elements: &mut [(Element, Option<Held>)]) {
        let mut regs = Vec::new();
        let start = elements
            .iter()
            .rposition(|(_, pack)| pack.is_some())
            .map_or(0, |last| last + 1);
        for (element, _) in &mut elements[start..] {
            if let Element::Held(_) = element {
                let packed = Element::Packed(0, regs.len() as u32);
                if let Element::Held(held) = std::mem::replace(element, packed) {
                    regs.push(self.registers.release(held));
                }
            }
        }
        let dst = self.registers.pick(None);
        self.emit(Instr::Tuple {
            dst,
            count: regs.len() as u32,
        });
        self.emit_args(&regs);
        for (element, _) in &mut elements[start..] {
            if let Element::Packed(tuple, _) = element {
                *tuple = dst as usize;
            }
        }
        // The last element carries the pin of the tuple that holds its stretch.
        let held = self.registers.hold(dst);
        if let Some((_, pack)) = elements.last_mut() {
            *pack = Some(held);
        }
    }

    /// Conses evaluated elements onto the tail, last one first.
    fn cons_all(
        &mut self,
        elements: Vec<(Element, Option<Held>)>,
        tail: Held,
        target: Target,
    ) -> Held {
        let mut rest = tail;
        let last = elements.len();
        let mut packs: Vec<Held> = Vec::new();
        for (number, (element, pack)) in elements.into_iter().rev().enumerate() {
            if let Some(pack) = pack {
                // Elements before this one are in the new pack; the one before is done.
                if let Some(done) = packs.pop() {
                    self.registers.release(done);
                }
                packs.push(pack);
            }
            let head = match element {
                Element::Const(term) => self.constant(term, Target::Any(None)),
                Element::Held(held) => held,
                Element::Packed(tuple, position) => {
                    let held = self.choose(Target::Any(None));
                    self.emit(Instr::Element {
                        dst: held.0,
                        src: tuple as Reg,
                        position,
                    });
                    held
                }
            };
            let (head, tail) = (self.registers.release(head), self.registers.release(rest));
            let place = match target {
                Target::At(reg) if number + 1 == last => Target::At(reg),
                Target::Any(Some(hint)) if number + 1 == last => Target::Any(Some(hint)),
                _ => Target::Any(None),
            };
            rest = self.choose(place);
            self.emit(Instr::Cons {
                dst: rest.0,
                head,
                tail,
            });
        }
        for pack in packs {
            self.registers.release(pack);
        }
        self.deliver(rest, target)
    }

    pub(super) fn map(&mut self, map: &'a Expr, pairs: &'a [MapPair], target: Target) -> Held {
        let mut map = self.value(map, Target::Any(None));
        for chunk in pairs.chunks(HELD_MAX) {
            let held: Vec<[Held; 2]> = chunk
                .iter()
                .map(|pair| {
                    [
                        self.value(&pair.key, Target::Any(None)),
                        self.value(&pair.value, Target::Any(None)),
                    ]
                })
                .collect();
            // The operators may alternate; each stretch of one kind is one instruction.
            let mut done = 0;
            for stretch in chunk.chunk_by(|a, b| a.exact == b.exact) {
                let regs: Vec<Reg> = held[done..done + stretch.len()]
                    .iter()
                    .flat_map(|[key, value]| [key.0, value.0])
                    .collect();
                done += stretch.len();
                let src = self.registers.release(map);
                map = self.choose(Target::Any(None));
                let (dst, count) = (map.0, stretch.len() as u8);
                self.emit(if stretch[0].exact {
                    Instr::MapUpdate { dst, src, count }
                } else {
                    Instr::MapPut { dst, src, count }
                });
                self.emit_args(&regs);
                self.emit_else();
            }
            for held in held.into_iter().flatten() {
                self.registers.release(held);
            }
        }
        if pairs.is_empty() {
            // `M#{}` is a check only.
            let to = if self.fail == NO_FAIL {
                self.cold(ColdKind::Fail(Failure::Badmap, map.0))
            } else {
                self.fail
            };
            self.emit(Instr::Test {
                kind: bytecode::instr::Type::Map,
                src: map.0,
                to,
            });
        }
        self.deliver(map, target)
    }

    /// Where a value that is no record of the kind leads.
    fn bad_record(&mut self, value: Reg) -> Label {
        if self.fail == NO_FAIL {
            self.cold(ColdKind::Fail(Failure::Badrecord, value))
        } else {
            self.fail
        }
    }

    pub(super) fn field(
        &mut self,
        record: &'a Expr,
        arity: u32,
        tag: Term,
        position: u32,
        target: Target,
    ) -> Held {
        let record = self.value(record, Target::Any(None));
        let to = self.bad_record(record.0);
        self.is_tagged(record.0, arity, tag, to);
        let src = self.registers.release(record);
        let held = self.choose(target);
        self.emit(Instr::Element {
            dst: held.0,
            src,
            position,
        });
        held
    }

    pub(super) fn update_record(
        &mut self,
        record: &'a Expr,
        arity: u32,
        tag: Term,
        values: &'a [(u32, Expr)],
        target: Target,
    ) -> Held {
        let held: Vec<(u32, Held)> = values
            .iter()
            .map(|(position, value)| (*position, self.value(value, Target::Any(None))))
            .collect();
        let record = self.value(record, Target::Any(None));
        let to = self.bad_record(record.0);
        self.is_tagged(record.0, arity, tag, to);
        let mut operands = Vec::new();
        for (position, value) in held {
            // The position is an operand of one byte; more fields than that need more registers than there are.
            self.registers.exhausted |= position > u32::from(u8::MAX);
            operands.extend([position as Reg, self.registers.release(value)]);
        }
        if operands.is_empty() {
            return self.deliver(record, target);
        }
        let src = self.registers.release(record);
        let result = self.choose(target);
        self.emit(Instr::UpdateTuple {
            dst: result.0,
            src,
            count: (operands.len() / 2) as u8,
        });
        self.emit_args(&operands);
        result
    }
}
