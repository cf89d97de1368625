//! Calls: arguments into place, window above everything that is needed later.

use super::super::ir::{Callee, Expr, Kind, Position, Use};
use super::registers::Held;
use super::value::small_operand;
use super::{Code, Target, moves};
use bytecode::instr::{Arith, CONS_BASE, Instr, Reg};
use bytecode::module::Mfa;
use limits::FRAME_REGISTERS_MAX;
use term::Term;

/// An argument on its way: where it will go, and where it is.
struct Slot {
    position: usize,
    place: Place,
}

enum Place {
    Held(Held),
    Const(Term),
}

/// Where values go in the window, and where they are.
type Moves = Vec<(usize, Reg)>;
/// Where constants go in the window.
type Constants = Vec<(usize, Term)>;

/// An operand as the source has it.
pub enum Operand<'a> {
    Expr(&'a Expr),
    Use(Use),
    /// Evaluated already (`early.rs`).
    Done(Held),
}

impl<'a> Code<'a> {
    /// What goes into the window, in the order of evaluation, each with its place in the window.
    fn operands(callee: &'a Callee, args: &'a [Expr]) -> Vec<(usize, Operand<'a>)> {
        let count = args.len();
        let arguments = args
            .iter()
            .enumerate()
            .map(|(position, arg)| (position, Operand::Expr(arg)));
        match callee {
            Callee::Local(_) | Callee::External(_) => arguments.collect(),
            Callee::Captured(_, captured) => {
                let captured = captured
                    .iter()
                    .enumerate()
                    .map(|(position, used)| (count + position, Operand::Use(*used)));
                arguments.chain(captured).collect()
            }
            Callee::Fun(fun) => std::iter::once((count, Operand::Expr(fun)))
                .chain(arguments)
                .collect(),
            Callee::Apply(module, function) => [
                (count, Operand::Expr(module)),
                (count + 1, Operand::Expr(function)),
            ]
            .into_iter()
            .chain(arguments)
            .collect(),
        }
    }

    /// Evaluates operands, each as near as possible to where it will go (`base` + its position).
    fn evaluate(&mut self, operands: Vec<(usize, Operand<'a>)>, base: usize) -> Vec<Slot> {
        let mut slots = Vec::with_capacity(operands.len());
        for (position, operand) in operands {
            let place = match operand {
                Operand::Use(used) => Place::Held(self.consume(used)),
                Operand::Done(held) => Place::Held(held),
                Operand::Expr(Expr {
                    kind: Kind::Const(term),
                    ..
                }) => Place::Const(*term),
                Operand::Expr(expr) => {
                    let hint = Reg::try_from(base + position)
                        .ok()
                        .filter(|&reg| (reg as usize) < FRAME_REGISTERS_MAX);
                    Place::Held(self.value(expr, Target::Any(hint)))
                }
            };
            slots.push(Slot { position, place });
        }
        slots
    }

    /// Lets go of the operands: the moves and constants that bring them into the window at `base`.
    fn release_all(&mut self, slots: Vec<Slot>) -> (Moves, Constants) {
        let (mut held, mut constants) = (Vec::new(), Vec::new());
        for slot in slots {
            match slot.place {
                Place::Held(value) => held.push((slot.position, self.registers.release(value))),
                Place::Const(term) => constants.push((slot.position, term)),
            }
        }
        (held, constants)
    }

    /// Calls; the result stands in the register returned, which is not pinned.
    pub(super) fn call(
        &mut self,
        callee: &'a Callee,
        args: &'a [Expr],
        end: Position,
        hint: Option<Reg>,
    ) -> Reg {
        let line = self.line;
        let mut planned = self.registers.top_after(end) + 1;
        if let Some(hint) = hint
            && hint as usize >= planned
        {
            planned = hint as usize;
        }
        if let Some(base) = self.call_with_sum(callee, args, end, planned) {
            return base;
        }
        let operands = Self::operands(callee, args);
        let count = operands.len();
        let slots = self.evaluate(operands, planned);
        self.registers.now = end;
        let (held, constants) = self.release_all(slots);
        let base = planned.max(self.registers.top_after(end) + 1);
        if base + count >= FRAME_REGISTERS_MAX {
            self.registers.exhausted = true;
            return 1;
        }
        self.line = line;
        let base = base as Reg;
        if !self.call_with_moves(callee, base, &held, &constants) {
            self.move_into(base, &held, &constants);
            let instr = self.call_instr(callee, args.len(), base);
            self.emit(instr);
        }
        base
    }

    /// `f(A + 1)`, `f(A - 1)`: one instruction.
    fn call_with_sum(
        &mut self,
        callee: &'a Callee,
        args: &'a [Expr],
        end: Position,
        planned: usize,
    ) -> Option<Reg> {
        let (
            Callee::Local(target),
            [
                Expr {
                    kind: Kind::Arith(op, pair, shown),
                    ..
                },
            ],
        ) = (callee, args)
        else {
            return None;
        };
        let value = small_operand(&pair[1])
            .and_then(|value| i8::try_from(value).ok())
            .filter(|value| *value > 0)?;
        let value = match op {
            Arith::Add => value,
            Arith::Sub => -value,
            _ => return None,
        };
        let line = self.line;
        let a = self.value(&pair[0], Target::Any(None));
        self.registers.now = end;
        let a = self.registers.release(a);
        let base = planned.max(self.registers.top_after(end) + 1);
        if base + 1 >= FRAME_REGISTERS_MAX {
            self.registers.exhausted = true;
            return Some(1);
        }
        self.line = line;
        let call = Instr::AddIntCall {
            base: base as Reg,
            a,
            value,
            target: *target,
        };
        self.emit_operation(call, *op, *shown, true);
        Some(base as Reg)
    }

    /// One or two arguments in registers: the call itself can move them.
    fn call_with_moves(
        &mut self,
        callee: &'a Callee,
        base: Reg,
        held: &[(usize, Reg)],
        constants: &[(usize, Term)],
    ) -> bool {
        let target = match callee {
            Callee::Local(target) => *target,
            Callee::Captured(target, _) => *target,
            _ => return false,
        };
        let instr = match (held, constants) {
            ([(0, a)], []) if *a != base => Instr::Call1 {
                base,
                a: *a,
                target,
            },
            ([(0, a), (1, b)], []) if *a != base || *b != base + 1 => Instr::Call2 {
                base,
                a: *a,
                b: *b,
                target,
            },
            ([(0, a)], [(1, term)]) if *a != base && *a != base + 1 => {
                self.load(base + 1, *term);
                Instr::Call2 {
                    base,
                    a: *a,
                    b: base + 1,
                    target,
                }
            }
            ([(1, b)], [(0, term)]) if *b != base && *b != base + 1 => {
                self.load(base, *term);
                Instr::Call2 {
                    base,
                    a: base,
                    b: *b,
                    target,
                }
            }
            _ => return false,
        };
        self.emit(instr);
        true
    }

    fn move_into(&mut self, base: Reg, held: &[(usize, Reg)], constants: &[(usize, Term)]) {
        let moves: Vec<(Reg, Reg)> = held
            .iter()
            .map(|&(position, from)| (base + position as Reg, from))
            .collect();
        let above = moves
            .iter()
            .map(|&(to, from)| to.max(from))
            .max()
            .unwrap_or(base);
        // What a cycle goes through must not be needed: below a builtin's arguments other values may live on.
        let scratch = (above.saturating_add(1)..Reg::MAX).find(|&reg| self.registers.is_free(reg));
        for (dst, src) in moves::sequence(&moves, scratch.unwrap_or(Reg::MAX)) {
            self.emit(Instr::Move { dst, src });
        }
        for &(position, term) in constants {
            self.load(base + position as Reg, term);
        }
    }

    fn call_instr(&mut self, callee: &Callee, arity: usize, base: Reg) -> Instr {
        match callee {
            Callee::Local(target) | Callee::Captured(target, _) => Instr::Call {
                base,
                target: *target,
            },
            Callee::External(mfa) => Instr::CallExt {
                base,
                import: self.program.import(*mfa),
            },
            Callee::Fun(_) => Instr::CallFun {
                base,
                arity: arity as u8,
            },
            Callee::Apply(..) => Instr::Apply {
                base,
                arity: arity as u8,
            },
        }
    }

    /// A call whose result is the function's.
    pub(super) fn tail_call(&mut self, callee: &'a Callee, args: &'a [Expr], end: Position) {
        let Some((held, constants)) = self.tail_operands(callee, args, end) else {
            return;
        };
        self.move_into(0, &held, &constants);
        let arity = args.len() as u8;
        let instr = match callee {
            Callee::Local(target) | Callee::Captured(target, _) => {
                Instr::TailCall { target: *target }
            }
            Callee::External(mfa) => Instr::TailCallExt {
                import: self.program.import(*mfa),
            },
            Callee::Fun(_) => Instr::TailCallFun { arity },
            Callee::Apply(..) => Instr::TailApply { arity },
        };
        self.emit(instr);
    }

    /// Evaluates what a call in tail position takes: how it comes to `R[0]..`.
    fn tail_operands(
        &mut self,
        callee: &'a Callee,
        args: &'a [Expr],
        end: Position,
    ) -> Option<(Moves, Constants)> {
        let line = self.line;
        let mut operands = Self::operands(callee, args);
        if operands.len() >= FRAME_REGISTERS_MAX {
            self.registers.exhausted = true;
            return None;
        }
        let early = self.evaluate_early(&mut operands, end);
        let slots = self.evaluate(operands, 0);
        for _ in 0..early {
            self.registers.end_skip();
        }
        self.registers.now = end;
        let moves = self.release_all(slots);
        self.line = line;
        Some(moves)
    }

    /// `[Head | f(...)]` as the result of the function, for a function of this module: see `Instr::ConsCall`.
    pub(super) fn cons_call(&mut self, head: &'a Expr, call: &'a Expr) {
        let Kind::Call(callee, args, end) = &call.kind else {
            return;
        };
        let (Callee::Local(target) | Callee::Captured(target, _)) = callee else {
            return;
        };
        let head = self.value(head, Target::Any(None));
        self.line = call.line;
        let Some((mut held, constants)) = self.tail_operands(callee, args, *end) else {
            return;
        };
        let arity = held.len() + constants.len();
        if arity + usize::from(CONS_BASE) >= FRAME_REGISTERS_MAX {
            self.registers.exhausted = true;
            return;
        }
        // Away from where the arguments go.
        let from = self.registers.release(head);
        let head = from.max(arity as Reg);
        held.push((head.into(), from));
        self.move_into(0, &held, &constants);
        self.emit(Instr::ConsCall {
            head,
            arity: arity as u8,
            target: *target,
        });
        self.emit(Instr::ConsLink);
    }

    /// A builtin that may stand in a guard: its arguments stand in a row, where its result will be.
    pub(super) fn bif(&mut self, mfa: Mfa, args: &'a [Expr], target: Target) -> Held {
        let line = self.line;
        let operands = args.iter().map(Operand::Expr).enumerate().collect();
        let slots = self.evaluate(operands, FRAME_REGISTERS_MAX);
        let (held, constants) = self.release_all(slots);
        self.line = line;
        let reused = match (&held[..], args.len(), target) {
            ([(0, reg)], 1, Target::Any(None)) if self.registers.is_free(*reg) => Some(*reg),
            _ => None,
        };
        let dst = match (reused, target) {
            (Some(reg), _) => self.registers.pick(Some(reg)),
            (None, Target::At(reg)) if args.len() <= 1 => reg,
            (None, Target::Any(hint)) if args.len() <= 1 => self.registers.pick(hint),
            (None, _) => self.registers.block(args.len()),
        };
        self.move_into(dst, &held, &constants);
        let import = self.program.import(mfa) as u16;
        self.emit(Instr::Bif {
            dst,
            import,
            fail: self.fail,
        });
        let result = self.registers.hold(dst);
        self.deliver(result, target)
    }

    pub(super) fn make_fun(&mut self, fun: u32, free: &'a [Use], target: Target) -> Held {
        let mut regs = Vec::with_capacity(free.len());
        let held: Vec<Held> = free.iter().map(|used| self.consume(*used)).collect();
        for value in held {
            regs.push(self.registers.release(value));
        }
        let held = self.choose(target);
        self.emit(Instr::MakeFun {
            dst: held.0,
            count: regs.len() as u8,
            fun,
        });
        self.emit_args(&regs);
        held
    }
}
