//! `receive`, `try`, `catch` and `maybe`.

use super::super::ir::{Clause, Expr, Kind, Position, Receive, Timeout, Try, Var};
use super::matching::{Branches, Fail, Spot};
use super::registers::Held;
use super::{Code, ColdKind, Dest, HandlerDraft, Label, Target};
use bytecode::instr::{Failure, Instr, Reg};
use term::{Term, atom};

impl<'a> Code<'a> {
    /// Expressions that decide where control goes.
    pub(super) fn control(&mut self, expr: &'a Expr, dest: Dest) {
        match &expr.kind {
            Kind::Select(select) => self.select(select, dest),
            Kind::Receive(receive) => self.receive(receive, dest),
            Kind::Try(parts) => self.try_catch(parts, dest),
            Kind::After(body, after) => self.after(body, after, dest),
            Kind::Catch(inner, exports, end) => self.catch(inner, exports, *end, dest),
            Kind::Maybe {
                body,
                start,
                otherwise,
                end,
            } => {
                self.maybe(body, *start, otherwise.as_deref(), *end, dest);
            }
            _ => self.expr(expr, dest),
        }
    }

    fn receive(&mut self, receive: &'a Receive, dest: Dest) {
        let forever = |timeout: &Timeout| timeout.time.as_const() == Some(atom::INFINITY.into());
        let timeout = receive.timeout.as_ref().filter(|timeout| !forever(timeout));
        let time = timeout.map(|timeout| self.value(&timeout.time, Target::Any(None)));
        let line = self.line;
        let (exports, own) = self.homes(&receive.exports, receive.end, dest);
        let spots = self.spots.len();
        let (wait, next, end) = (self.label(), self.label(), self.label());
        let peek = self.here();
        let message = self.registers.pick(None);
        self.emit(Instr::RecvPeek {
            dst: message,
            to: wait,
        });
        let place = self.spot(Spot::Reg(message));
        let rows = self.rows_of(&receive.clauses, &[place]);
        let branches = Branches {
            clauses: &receive.clauses,
            dest,
            end,
            after: receive.end,
            exports,
            is_receive: true,
            pinned: time.as_ref().map(|held| held.0),
        };
        let mark = self.registers.mark();
        self.rows(
            rows,
            &Fail {
                label: next,
                needs: Vec::new(),
            },
            &branches,
        );
        self.registers.restore(mark);
        self.spots.truncate(spots);
        self.line = line;
        self.place(next);
        self.emit(Instr::RecvNext { to: peek });
        self.place(wait);
        match time.zip(timeout) {
            None => self.emit(Instr::RecvWait { live: 0, to: peek }),
            Some((time, timeout)) => self.timeout(time, timeout, peek, &branches),
        }
        self.join(branches, own);
    }

    fn timeout(&mut self, time: Held, timeout: &'a Timeout, peek: Label, branches: &Branches<'a>) {
        let src = self.registers.release(time);
        self.emit(Instr::RecvWaitTimeout {
            src,
            live: 0,
            to: peek,
        });
        let mark = self.registers.mark();
        self.registers.now = timeout.start;
        self.expr(&timeout.body, branches.dest);
        if branches.dest != Dest::Return {
            self.go_home(&branches.exports);
        }
        self.registers.restore(mark);
    }

    /// Evaluates in a protected range; what the range covers besides is only what can fail in it.
    fn protected(&mut self, body: &'a Expr, dst: Option<Reg>) -> (Label, Label, Option<Held>) {
        let from = self.here();
        let outer = std::mem::take(&mut self.cold);
        let held = match dst {
            Some(reg) => {
                self.into(body, reg);
                None
            }
            None => Some(self.value(body, Target::Any(None))),
        };
        self.flush_cold_inline();
        self.cold = outer;
        let to = self.here();
        (from, to, held)
    }

    /// Three registers in a row for what a handler catches, with nothing needed above them.
    fn caught(&mut self) -> Reg {
        let reg = self.registers.block(3);
        for reg in reg..reg + 3 {
            self.registers.pin(reg);
        }
        reg
    }

    fn release_caught(&mut self, base: Reg) {
        for reg in base..base + 3 {
            self.registers.unpin(reg);
        }
    }

    fn try_catch(&mut self, parts: &'a Try, dest: Dest) {
        let (exports, own) = self.homes(&parts.exports, parts.end, dest);
        let mark = self.registers.mark();
        let end = self.label();
        let dst = match dest {
            Dest::At(reg) if parts.of.is_empty() => Some(reg),
            _ => None,
        };
        // Only the handlers may look at what comes up to the end of the body.
        let (from, to, held) = self.protected(&parts.body, dst);
        self.registers.now = parts.body_end;
        if let Some(held) = held {
            self.registers.skip(parts.catch_start, parts.end);
            if parts.of.is_empty() {
                let src = self.registers.release(held);
                if dest == Dest::Return {
                    self.emit(Instr::Return { src });
                }
            } else {
                self.of_clauses(parts, held, end, &exports, dest);
            }
            self.registers.end_skip();
        }
        if dest != Dest::Return {
            self.go_home(&exports);
            self.jump(end);
        }
        self.registers.restore(mark);
        self.registers.now = parts.catch_start;
        let target = self.here();
        let base = self.caught();
        self.handlers.push(HandlerDraft {
            from,
            to,
            target,
            reg: base,
        });
        self.release_caught(base);
        let spots = self.spots.len();
        let places: Vec<usize> = (base..base + 3)
            .map(|reg| self.spot(Spot::Reg(reg)))
            .collect();
        let label = self.cold(ColdKind::Reraise(base));
        let rows = self.rows_of(&parts.catch, &places);
        let branches = Branches {
            clauses: &parts.catch,
            dest,
            end,
            after: parts.end,
            exports,
            is_receive: false,
            pinned: None,
        };
        self.rows(
            rows,
            &Fail {
                label,
                needs: (base..base + 3).collect(),
            },
            &branches,
        );
        self.spots.truncate(spots);
        self.registers.restore(mark);
        self.join(branches, own);
    }

    fn of_clauses(
        &mut self,
        parts: &'a Try,
        held: Held,
        end: Label,
        exports: &[(Var, Reg)],
        dest: Dest,
    ) {
        let reg = self.registers.release(held);
        let spots = self.spots.len();
        let place = self.spot(Spot::Reg(reg));
        let label = self.cold(ColdKind::Fail(Failure::TryClause, reg));
        let rows = self.rows_of(&parts.of, &[place]);
        let branches = Branches {
            clauses: &parts.of,
            dest,
            end,
            after: parts.catch_start,
            exports: exports.to_vec(),
            is_receive: false,
            pinned: None,
        };
        self.rows(
            rows,
            &Fail {
                label,
                needs: vec![reg],
            },
            &branches,
        );
        self.spots.truncate(spots);
    }

    /// `after`: its code stands once. It finds either nil and the value, or class, reason and trace, in three registers.
    fn after(&mut self, body: &'a Expr, after: &'a Expr, dest: Dest) {
        let mark = self.registers.mark();
        let (from, to, held) = self.protected(body, None);
        let now = self.registers.now;
        let base = self.caught();
        if let Some(held) = held {
            let src = self.registers.release(held);
            self.emit(Instr::Move { dst: base + 1, src });
        }
        self.load(base, Term::NIL);
        self.load(base + 2, Term::NIL);
        let target = self.here();
        self.handlers.push(HandlerDraft {
            from,
            to,
            target,
            reg: base,
        });
        self.registers.restore(mark);
        self.registers.now = now;
        self.effect(after);
        let raise = self.cold(ColdKind::Reraise(base));
        self.emit(Instr::IsNil {
            src: base,
            to: raise,
        });
        self.release_caught(base);
        let now = self.registers.now;
        self.registers.restore(mark);
        self.registers.now = now;
        match dest {
            Dest::Return => self.emit(Instr::Return { src: base + 1 }),
            Dest::At(dst) => self.emit(Instr::Move { dst, src: base + 1 }),
            Dest::Nothing => {}
        }
    }

    fn catch(&mut self, inner: &'a Expr, exports: &[Var], end: Position, dest: Dest) {
        let (exports, own) = self.homes(exports, end, dest);
        let mark = self.registers.mark();
        let result = match dest {
            Dest::At(reg) => self.registers.hold(reg),
            _ => self.choose(Target::Any(None)),
        };
        let (from, to, _) = self.protected(inner, Some(result.0));
        self.go_home(&exports);
        self.registers.restore(mark);
        self.registers.now = end;
        let over = self.label();
        self.jump(over);
        let target = self.here();
        let base = self.caught();
        self.handlers.push(HandlerDraft {
            from,
            to,
            target,
            reg: base,
        });
        self.emit(Instr::CatchValue {
            dst: result.0,
            base,
        });
        for &(_, home) in &exports {
            self.load(home, Term::NONE);
        }
        self.release_caught(base);
        self.place(over);
        self.settle(exports, own);
        let src = self.registers.release(result);
        if dest == Dest::Return {
            self.emit(Instr::Return { src });
        }
    }

    fn maybe(
        &mut self,
        body: &'a Expr,
        start: Position,
        otherwise: Option<&'a [Clause]>,
        end: Position,
        dest: Dest,
    ) {
        let mark = self.registers.mark();
        let (failed, over) = (self.label(), self.label());
        let value = self.choose(Target::Any(None));
        let reg = value.0;
        self.maybes.push((reg, failed));
        self.expr(body, dest);
        self.maybes.pop();
        if dest != Dest::Return {
            self.jump(over);
        }
        self.registers.restore(mark);
        self.registers.now = start;
        self.place(failed);
        match otherwise {
            None => match dest {
                Dest::Return => self.emit(Instr::Return { src: reg }),
                Dest::At(dst) if dst != reg => self.emit(Instr::Move { dst, src: reg }),
                _ => {}
            },
            Some(clauses) => {
                self.registers.release(value);
                let spots = self.spots.len();
                let place = self.spot(Spot::Reg(reg));
                let label = self.cold(ColdKind::Fail(Failure::ElseClause, reg));
                let rows = self.rows_of(clauses, &[place]);
                let branches = Branches {
                    clauses,
                    dest,
                    end: over,
                    after: end,
                    exports: Vec::new(),
                    is_receive: false,
                    pinned: None,
                };
                self.rows(
                    rows,
                    &Fail {
                        label,
                        needs: vec![reg],
                    },
                    &branches,
                );
                self.spots.truncate(spots);
                self.registers.restore(mark);
                self.join(branches, Vec::new());
                return;
            }
        }
        self.registers.release(value);
        self.place(over);
        self.registers.now = end;
    }
}
