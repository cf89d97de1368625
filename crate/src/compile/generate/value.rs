//! Values of expressions.

use super::super::ir::{Callee, Expr, Kind, Pattern, Position, Shown, Use};
use super::registers::Held;
use super::{Code, ColdKind, Dest, Target};
use bytecode::instr::{Arith, Failure, Instr, NO_FAIL, Reg};
use bytecode::module::Note;
use term::Term;

/// From this register on, results of calls move down to a free one, lest frames grow without need.
const RESULT_REGISTER_MAX: Reg = 48;

impl<'a> Code<'a> {
    /// Evaluates; the result stays pinned.
    pub(super) fn value(&mut self, expr: &'a Expr, target: Target) -> Held {
        let outer = std::mem::replace(&mut self.line, expr.line);
        let held = self.value_here(expr, target);
        self.line = outer;
        held
    }

    fn value_here(&mut self, expr: &'a Expr, target: Target) -> Held {
        match &expr.kind {
            Kind::Var(used) => {
                let held = self.consume(*used);
                self.deliver(held, target)
            }
            Kind::Const(term) => {
                let held = self.choose(target);
                self.load(held.0, *term);
                held
            }
            Kind::Tuple(elements) => self.tuple(elements, target),
            Kind::List(elements, tail) => self.list(elements, tail, target),
            Kind::Map(map, pairs) => self.map(map, pairs, target),
            Kind::Binary(segments) => self.binary(segments, target),
            Kind::Arith(op, pair, shown) => self.arith(*op, pair, *shown, target),
            Kind::Compare(op, pair) => {
                let a = self.value(&pair[0], Target::Any(None));
                let b = self.value(&pair[1], Target::Any(None));
                let (a, b) = (self.registers.release(a), self.registers.release(b));
                let held = self.choose(target);
                self.emit(Instr::Compare {
                    op: *op,
                    dst: held.0,
                    a,
                    b,
                });
                held
            }
            Kind::Test(..) | Kind::IsTagged(..) | Kind::Not(_) => self.boolean(expr, target),
            Kind::AndAlso(pair) => self.shortcut(pair, false, target),
            Kind::OrElse(pair) => self.shortcut(pair, true, target),
            Kind::Bif(mfa, args) => self.bif(*mfa, args, target),
            Kind::Call(callee, args, end) => self.call_value(callee, args, *end, target),
            Kind::MakeFun(fun, free) => self.make_fun(*fun, free, target),
            Kind::Match(pattern, value, end) => self.match_value(pattern, value, *end, target),
            Kind::MaybeMatch(pattern, value, end) => self.maybe_match(pattern, value, *end, target),
            Kind::Seq(exprs) => {
                let Some((last, before)) = exprs.split_last() else {
                    return self.constant(Term::NIL, target);
                };
                for expr in before {
                    self.effect(expr);
                }
                self.value(last, target)
            }
            Kind::Field {
                record,
                arity,
                tag,
                position,
            } => self.field(record, *arity, *tag, *position, target),
            Kind::UpdateRecord {
                record,
                arity,
                tag,
                values,
            } => self.update_record(record, *arity, *tag, values, target),
            Kind::Stacktrace(raw) => {
                let held = self.consume(*raw);
                let src = self.registers.release(held);
                let held = self.choose(target);
                self.emit(Instr::Stacktrace { dst: held.0, src });
                held
            }
            Kind::Select(_)
            | Kind::Receive(_)
            | Kind::Try(_)
            | Kind::After(..)
            | Kind::Catch(..)
            | Kind::Maybe { .. } => {
                let held = self.choose(target);
                self.control(expr, Dest::At(held.0));
                held
            }
        }
    }

    /// Puts the value into a register that the caller has pinned.
    pub(super) fn into(&mut self, expr: &'a Expr, reg: Reg) {
        let held = self.value(expr, Target::At(reg));
        self.registers.release(held);
    }

    /// Evaluates for what it does.
    pub(super) fn effect(&mut self, expr: &'a Expr) {
        let outer = std::mem::replace(&mut self.line, expr.line);
        match &expr.kind {
            Kind::Const(_) => {}
            Kind::Var(used) => self.registers.now = used.at,
            Kind::Tuple(elements) => elements.iter().for_each(|element| self.effect(element)),
            Kind::List(elements, tail) => {
                self.effects(elements);
                self.effect(tail);
            }
            Kind::MakeFun(_, free) => {
                if let Some(last) = free.last() {
                    self.registers.now = last.at;
                }
            }
            Kind::Seq(exprs) => self.effects(exprs),
            Kind::Select(_)
            | Kind::Receive(_)
            | Kind::Try(_)
            | Kind::After(..)
            | Kind::Catch(..)
            | Kind::Maybe { .. } => {
                self.control(expr, Dest::Nothing);
            }
            _ => {
                let held = self.value_here(expr, Target::Any(None));
                self.registers.release(held);
            }
        }
        self.line = outer;
    }

    fn effects(&mut self, exprs: &'a [Expr]) {
        for expr in exprs {
            self.effect(expr);
        }
    }

    /// Evaluates as the result of the function.
    pub(super) fn tail(&mut self, expr: &'a Expr) {
        self.line = expr.line;
        match &expr.kind {
            Kind::List(elements, tail) => self.return_list(elements, tail),
            Kind::Arith(Arith::Add, pair, shown)
                if small_operand(&pair[1]).is_none() && small_operand(&pair[0]).is_none() =>
            {
                let a = self.value(&pair[0], Target::Any(None));
                let b = self.value(&pair[1], Target::Any(None));
                let (a, b) = (self.registers.release(a), self.registers.release(b));
                self.emit_operation(Instr::AddReturn { a, b }, Arith::Add, *shown, false);
            }
            Kind::Call(callee, args, end) if !self.is_awaited(expr.line) => {
                self.tail_call(callee, args, *end);
            }
            Kind::Seq(exprs) => {
                // `X = Value, X` is `Value`: a call there is in tail position.
                let exprs = match &exprs[..] {
                    [before @ .., bind, last]
                        if self.program.awaited.is_empty() && binds_result(bind, last) =>
                    {
                        for expr in before {
                            self.effect(expr);
                        }
                        let Kind::Match(_, value, _) = &bind.kind else {
                            return;
                        };
                        return self.tail(value);
                    }
                    exprs => exprs,
                };
                if let Some((last, before)) = exprs.split_last() {
                    for expr in before {
                        self.effect(expr);
                    }
                    self.tail(last);
                }
            }
            Kind::AndAlso(pair) => self.tail_shortcut(pair, false),
            Kind::OrElse(pair) => self.tail_shortcut(pair, true),
            Kind::Select(_)
            | Kind::Receive(_)
            | Kind::Try(_)
            | Kind::After(..)
            | Kind::Catch(..)
            | Kind::Maybe { .. } => {
                self.control(expr, Dest::Return);
            }
            _ => {
                let held = self.value_here(expr, Target::Any(None));
                let src = self.registers.release(held);
                self.emit(Instr::Return { src });
            }
        }
    }

    /// Whether a function of OTP's evaluator waits for what a typed expression at the line calls last.
    fn is_awaited(&self, line: u32) -> bool {
        self.is_typed
            && (line as usize)
                .checked_sub(1)
                .and_then(|line| self.program.awaited.get(line))
                .is_some_and(|&awaited| awaited)
    }

    /// A register for a result, pinned.
    pub(super) fn choose(&mut self, target: Target) -> Held {
        match target {
            Target::At(reg) => self.registers.hold(reg),
            Target::Any(hint) => {
                let reg = self.registers.pick(hint);
                self.registers.hold(reg)
            }
        }
    }

    /// A value that is somewhere already.
    pub(super) fn deliver(&mut self, held: Held, target: Target) -> Held {
        match target {
            Target::At(dst) if dst != held.0 => {
                let src = self.registers.release(held);
                self.emit(Instr::Move { dst, src });
                self.registers.hold(dst)
            }
            _ => held,
        }
    }

    pub(super) fn consume(&mut self, used: Use) -> Held {
        if let Some(held) = self.registers.consume(used) {
            return held;
        }
        // Lint rejects uses of unbound variables; what slips through must not read a stranger's register.
        debug_assert!(false, "variable {} has no place at {}", used.var, used.at);
        self.constant(Term::NIL, Target::Any(None))
    }

    pub(super) fn constant(&mut self, term: Term, target: Target) -> Held {
        let held = self.choose(target);
        self.load(held.0, term);
        held
    }

    pub(super) fn load(&mut self, dst: Reg, term: Term) {
        let instr = match term.as_small().map(i32::try_from) {
            Some(Ok(value)) => Instr::Int { dst, value },
            _ => Instr::Const {
                dst,
                index: self.program.constant(term),
            },
        };
        self.emit(instr);
    }

    fn arith(&mut self, op: Arith, pair: &'a [Expr; 2], shown: Shown, target: Target) -> Held {
        let fail = self.fail;
        if let Some(value) = small_operand(&pair[1])
            .filter(|value| matches!(op, Arith::Add | Arith::Sub) && *value != i32::MIN)
            .filter(|_| fail == NO_FAIL)
        {
            let a = self.value(&pair[0], Target::Any(None));
            let a = self.registers.release(a);
            let held = self.choose(target);
            let dst = held.0;
            let instr = match op {
                Arith::Add => Instr::AddInt { dst, a, value },
                _ => Instr::SubInt { dst, a, value },
            };
            self.emit_operation(instr, op, shown, true);
            return held;
        }
        if let Some(value) = small_operand(&pair[0]).filter(|_| op == Arith::Add && fail == NO_FAIL)
        {
            let a = self.value(&pair[1], Target::Any(None));
            let a = self.registers.release(a);
            let held = self.choose(target);
            let dst = held.0;
            self.emit_operation(Instr::AddInt { dst, a, value }, op, shown, true);
            return held;
        }
        if let Some(value) =
            small_operand(&pair[1]).filter(|_| !matches!(op, Arith::Add | Arith::Sub))
        {
            let a = self.value(&pair[0], Target::Any(None));
            let a = self.registers.release(a);
            let held = self.choose(target);
            let dst = held.0;
            self.emit_operation(Instr::ArithInt { op, dst, a, value }, op, shown, false);
            self.emit_else();
            return held;
        }
        let a = self.value(&pair[0], Target::Any(None));
        let b = self.value(&pair[1], Target::Any(None));
        let (a, b) = (self.registers.release(a), self.registers.release(b));
        let held = self.choose(target);
        let dst = held.0;
        let instr = match op {
            Arith::Add => Instr::Add { dst, a, b, fail },
            Arith::Sub => Instr::Sub { dst, a, b, fail },
            Arith::Mul => Instr::Mul { dst, a, b, fail },
            _ => Instr::Arith { op, dst, a, b },
        };
        self.emit_operation(instr, op, shown, false);
        if matches!(instr, Instr::Arith { .. }) {
            self.emit_else();
        }
        held
    }

    /// Emits an operation, with a note where its failure shows something else than that of its kind usually does:
    /// counting (`counts`) and `/` show nothing, all others their operands.
    pub(super) fn emit_operation(&mut self, instr: Instr, op: Arith, shown: Shown, counts: bool) {
        let note = match shown {
            Shown::Nothing if counts || op == Arith::Divide => Note::Usual,
            Shown::Nothing => Note::Nothing,
            _ if counts && op == Arith::Sub => Note::Difference,
            _ if counts => Note::Sum,
            _ if op == Arith::Divide => Note::Operands,
            Shown::Operands => Note::Usual,
            Shown::Turned => Note::Turned,
        };
        let line = self.line;
        self.line = note.on(line);
        self.emit(instr);
        self.line = line;
    }

    /// A result of a call, moved down if it stands high.
    fn call_value(
        &mut self,
        callee: &'a Callee,
        args: &'a [Expr],
        end: Position,
        target: Target,
    ) -> Held {
        let hint = match target {
            Target::Any(hint) => hint,
            Target::At(_) => None,
        };
        let base = self.call(callee, args, end, hint);
        if let Target::At(dst) = target {
            self.emit(Instr::Move { dst, src: base });
            return self.registers.hold(dst);
        }
        if base > RESULT_REGISTER_MAX && hint != Some(base) {
            let dst = self.registers.pick(None);
            if dst != base {
                self.emit(Instr::Move { dst, src: base });
            }
            return self.registers.hold(dst);
        }
        self.registers.hold(base)
    }

    /// `andalso` (`on` is false) and `orelse` (`on` is true): `on` is the value if the left side decides.
    fn shortcut(&mut self, pair: &'a [Expr; 2], on: bool, target: Target) -> Held {
        let held = self.choose(target);
        let (decided, end) = (self.label(), self.label());
        self.left_decides(&pair[0], on, decided);
        let mark = self.registers.mark();
        self.into(&pair[1], held.0);
        let now = self.registers.now;
        self.registers.restore(mark);
        self.registers.now = now;
        self.jump(end);
        self.place(decided);
        self.load(held.0, Term::bool(on));
        self.place(end);
        held
    }

    fn tail_shortcut(&mut self, pair: &'a [Expr; 2], on: bool) {
        let decided = self.label();
        self.left_decides(&pair[0], on, decided);
        let mark = self.registers.mark();
        self.tail(&pair[1]);
        self.registers.restore(mark);
        self.place(decided);
        let held = self.constant(Term::bool(on), Target::Any(None));
        let src = self.registers.release(held);
        self.emit(Instr::Return { src });
    }

    /// `true` or `false` by jumps.
    fn boolean(&mut self, expr: &'a Expr, target: Target) -> Held {
        let (no, end) = (self.label(), self.label());
        let held = self.choose(target);
        self.jump_unless(expr, no);
        self.load(held.0, Term::bool(true));
        self.jump(end);
        self.place(no);
        self.load(held.0, Term::bool(false));
        self.place(end);
        held
    }

    /// `pattern = value`.
    fn match_value(
        &mut self,
        pattern: &'a Pattern,
        value: &'a Expr,
        end: Position,
        target: Target,
    ) -> Held {
        if let Pattern::Bind(var) = *pattern {
            let inner = match self.registers.home(var) {
                Some(home)
                    if !matches!(value.kind, Kind::Var(_)) && target == Target::Any(None) =>
                {
                    Target::At(home)
                }
                _ => target,
            };
            let held = self.value(value, inner);
            self.registers.now = end;
            self.registers.bind(var, held.0);
            return held;
        }
        let held = self.value(value, target);
        let reg = held.0;
        let failed = self.cold(ColdKind::Fail(Failure::Badmatch, reg));
        self.match_one(pattern, reg, failed);
        self.registers.now = end;
        held
    }

    fn maybe_match(
        &mut self,
        pattern: &'a Pattern,
        value: &'a Expr,
        end: Position,
        target: Target,
    ) -> Held {
        let held = self.value(value, target);
        let src = held.0;
        if let Some(&(dst, to)) = self.maybes.last() {
            let failed = self.cold(ColdKind::Leave { dst, src, to });
            self.match_one(pattern, src, failed);
        }
        self.registers.now = end;
        held
    }
}

/// Whether `bind` is `X = Value` and `last` is `X`.
fn binds_result(bind: &Expr, last: &Expr) -> bool {
    match (&bind.kind, &last.kind) {
        (Kind::Match(pattern, _, _), Kind::Var(used)) => {
            matches!(**pattern, Pattern::Bind(var) if var == used.var)
        }
        _ => false,
    }
}

/// A constant that fits the immediate operand of an addition.
pub fn small_operand(expr: &Expr) -> Option<i32> {
    expr.as_const()
        .and_then(Term::as_small)
        .and_then(|value| i32::try_from(value).ok())
}
