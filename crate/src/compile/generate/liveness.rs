//! Which registers are live at the safepoints of finished code.
//!
//! A backward pass: a register is live before an instruction if it reads it, or if it is live after it and the
//! instruction does not write it. Any instruction of a protected range may lead to its handler. Only `receive` jumps
//! backward, so the pass settles after two or three rounds.

use super::super::ir::{self, Unit};
use super::assemble::{ends_flow, for_each_target};
use super::program::Program;
use bytecode::instr::{CONS_BASE, Instr, NO_FAIL, Reg};
use bytecode::module::{BuildSegment, Handler, LiveMask, MatchSegment, SegmentSize};

/// What instructions refer to.
pub struct Tables<'a> {
    pub program: &'a Program,
    pub unit: &'a Unit,
    pub handlers: &'a [Handler],
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Registers(LiveMask);

impl Registers {
    fn add(&mut self, reg: Reg) {
        self.0[reg as usize / 64] |= 1 << (reg % 64);
    }

    fn remove(&mut self, reg: Reg) {
        self.0[reg as usize / 64] &= !(1 << (reg % 64));
    }

    fn add_all(&mut self, others: Registers) {
        for (word, other) in self.0.iter_mut().zip(others.0) {
            *word |= other;
        }
    }

    /// Those below `limit`.
    fn below(mut self, limit: Reg) -> Registers {
        for (number, word) in self.0.iter_mut().enumerate() {
            let first = number * 64;
            *word &= match (limit as usize).saturating_sub(first) {
                0 => 0,
                64.. => u64::MAX,
                bits => (1 << bits) - 1,
            };
        }
        self
    }
}

/// What an instruction does to registers.
#[derive(Default)]
struct Effect {
    reads: Vec<Reg>,
    /// Written if control goes on with the next instruction.
    writes: Vec<Reg>,
    /// A call with this base: everything from `base - 1` on is lost.
    call: Option<Reg>,
}

/// Return addresses of calls and positions of waits, with the live registers, for code that starts at `entry`.
pub fn safepoints(
    code: &[Instr],
    entry: u32,
    tables: &Tables<'_>,
    function: &ir::Function,
) -> Vec<(u32, LiveMask)> {
    let arity = (function.params as usize + function.captured.len()).min(u8::MAX as usize) as Reg;
    let effects: Vec<Effect> = (0..code.len())
        .map(|at| effect(code, at, tables, arity))
        .collect();
    let live = settle(code, entry, tables, &effects);
    let mut found = Vec::new();
    for (at, instr) in code.iter().enumerate() {
        let position = entry + at as u32;
        if let Some(base) = effects[at].call {
            let mut mask = live.get(at + 1).copied().unwrap_or_default();
            mask.add_all(handler_needs(position, entry, tables, &live));
            found.push((position + 1, mask.below(base - 1).0));
        } else if matches!(
            instr,
            Instr::RecvWait { .. } | Instr::RecvWaitTimeout { .. }
        ) {
            found.push((position, live[at].0));
        }
    }
    found
}

/// Highest register that the code names, plus one.
pub fn registers(code: &[Instr], tables: &Tables<'_>) -> u32 {
    let mut count = 0;
    for at in 0..code.len() {
        let effect = effect(code, at, tables, 0);
        for reg in effect
            .reads
            .iter()
            .chain(&effect.writes)
            .chain(&effect.call)
        {
            count = count.max(u32::from(*reg) + 1);
        }
    }
    for handler in tables.handlers {
        count = count.max(u32::from(handler.reg) + 3);
    }
    count
}

/// Live registers before each instruction.
fn settle(code: &[Instr], entry: u32, tables: &Tables<'_>, effects: &[Effect]) -> Vec<Registers> {
    let mut live = vec![Registers::default(); code.len() + 1];
    loop {
        let mut changed = false;
        for at in (0..code.len()).rev() {
            let before = before(code, at, entry, tables, &effects[at], &live);
            if before != live[at] {
                live[at] = before;
                changed = true;
            }
        }
        if !changed {
            return live;
        }
    }
}

fn before(
    code: &[Instr],
    at: usize,
    entry: u32,
    tables: &Tables<'_>,
    effect: &Effect,
    live: &[Registers],
) -> Registers {
    let mut instr = code[at];
    if matches!(instr, Instr::Args(_)) {
        return live[at + 1];
    }
    let mut registers = Registers::default();
    if !ends_flow(instr) {
        registers = live[next(code, at)];
    }
    for &reg in &effect.writes {
        registers.remove(reg);
    }
    if let Some(base) = effect.call {
        registers = registers.below(base - 1);
    }
    let to_index = |to: u32| (to - entry) as usize;
    for_each_target(&mut instr, &mut |to| {
        if *to != NO_FAIL {
            registers.add_all(live[to_index(*to)]);
        }
    });
    if let Some(Instr::Else { fail }) = code.get(after_args(code, at)) {
        registers.add_all(live[to_index(*fail)]);
    }
    if let Instr::Switch { table, .. } | Instr::SwitchArity { table, .. } = instr {
        let switch = &tables.program.switches[table as usize];
        registers.add_all(live[to_index(switch.default)]);
        for case in &switch.cases {
            registers.add_all(live[to_index(case.1)]);
        }
    }
    registers.add_all(handler_needs(entry + at as u32, entry, tables, live));
    for &reg in &effect.reads {
        registers.add(reg);
    }
    registers
}

/// Where the instruction's operands end.
fn after_args(code: &[Instr], at: usize) -> usize {
    let mut next = at + 1;
    while matches!(code.get(next), Some(Instr::Args(_))) {
        next += 1;
    }
    next
}

/// Where control goes on if the instruction succeeds.
fn next(code: &[Instr], at: usize) -> usize {
    let next = after_args(code, at);
    if matches!(code.get(next), Some(Instr::Else { .. })) {
        next + 1
    } else {
        next
    }
}

/// What the innermost handler of a position needs.
fn handler_needs(position: u32, entry: u32, tables: &Tables<'_>, live: &[Registers]) -> Registers {
    let handler = tables
        .handlers
        .iter()
        .find(|handler| handler.from <= position && position < handler.to);
    let Some(handler) = handler else {
        return Registers::default();
    };
    let mut needs = live[(handler.target - entry) as usize];
    for reg in handler.reg..handler.reg + 3 {
        needs.remove(reg);
    }
    needs
}

/// `count` operands that follow an instruction.
fn args(code: &[Instr], at: usize, count: usize) -> Vec<Reg> {
    let words = code[at + 1..].iter().map_while(|instr| match instr {
        Instr::Args(word) => Some(word),
        _ => None,
    });
    words.flatten().copied().take(count).collect()
}

/// `arity` is that of the function itself.
#[allow(
    clippy::match_same_arms,
    reason = "one line per instruction reads best in the order of the set"
)]
fn effect(code: &[Instr], at: usize, tables: &Tables<'_>, arity: Reg) -> Effect {
    let mut reads: Vec<Reg> = Vec::new();
    let mut writes: Vec<Reg> = Vec::new();
    let mut call = None;
    let arity_of = |target: u32| {
        let function = &tables.unit.functions[target as usize];
        (function.params as usize + function.captured.len()).min(u8::MAX as usize) as Reg
    };
    let import_arity = |import: u32| tables.program.imports[import as usize].arity as Reg;
    let window = |base: Reg, count: Reg| base..base.saturating_add(count);
    match code[at] {
        Instr::Move { dst, src } | Instr::Head { dst, src } | Instr::Tail { dst, src } => {
            reads.push(src);
            writes.push(dst);
        }
        Instr::Int { dst, .. } | Instr::Const { dst, .. } => writes.push(dst),
        Instr::Test { src, .. }
        | Instr::IsCons { src, .. }
        | Instr::IsNil { src, .. }
        | Instr::IsTuple { src, .. }
        | Instr::IsTagged { src, .. }
        | Instr::SameConst { src, .. }
        | Instr::UnlessTrue { src, .. }
        | Instr::Switch { src, .. }
        | Instr::SwitchArity { src, .. }
        | Instr::Return { src }
        | Instr::Fail { src, .. }
        | Instr::RecvWaitTimeout { src, .. } => reads.push(src),
        Instr::MatchCons {
            src, head, tail, ..
        }
        | Instr::HeadTail { src, head, tail } => {
            reads.push(src);
            writes.extend([head, tail]);
        }
        Instr::Unless { a, b, .. } => reads.extend([a, b]),
        Instr::UnlessLessInt { a, .. }
        | Instr::UnlessNotLessInt { a, .. }
        | Instr::UnlessNotGreaterInt { a, .. }
        | Instr::UnlessGreaterInt { a, .. } => reads.push(a),
        Instr::Element { dst, src, .. } | Instr::Stacktrace { dst, src } => {
            reads.push(src);
            writes.push(dst);
        }
        Instr::Cons { dst, head, tail } => {
            reads.extend([head, tail]);
            writes.push(dst);
        }
        Instr::ConsReturn { head, tail } => reads.extend([head, tail]),
        Instr::Tuple2 { dst, a, b }
        | Instr::Compare { dst, a, b, .. }
        | Instr::Arith { dst, a, b, .. }
        | Instr::Add { dst, a, b, .. }
        | Instr::Sub { dst, a, b, .. }
        | Instr::Mul { dst, a, b, .. } => {
            reads.extend([a, b]);
            writes.push(dst);
        }
        Instr::AddReturn { a, b } => reads.extend([a, b]),
        Instr::Tuple3 { dst, a, b, c } => {
            reads.extend([a, b, c]);
            writes.push(dst);
        }
        Instr::Tuple { dst, count } => {
            reads = args(code, at, count as usize);
            writes.push(dst);
        }
        Instr::UpdateTuple { dst, src, count } => {
            reads = args(code, at, 2 * count as usize)
                .into_iter()
                .skip(1)
                .step_by(2)
                .collect();
            reads.push(src);
            writes.push(dst);
        }
        Instr::MakeFun { dst, count, .. } => {
            reads = args(code, at, count as usize);
            writes.push(dst);
        }
        Instr::MapPut { dst, src, count } | Instr::MapUpdate { dst, src, count } => {
            reads = args(code, at, 2 * count as usize);
            reads.push(src);
            writes.push(dst);
        }
        Instr::AddInt { dst, a, .. }
        | Instr::SubInt { dst, a, .. }
        | Instr::ArithInt { dst, a, .. } => {
            reads.push(a);
            writes.push(dst);
        }
        Instr::MapGet { dst, src, key, .. } => {
            reads.extend([src, key]);
            writes.push(dst);
        }
        Instr::BinBuild { dst, spec } => {
            build_reads(&tables.program.bin_builds[spec as usize], &mut reads);
            writes.push(dst);
        }
        Instr::BinStart { src, ctx, .. } => {
            reads.push(src);
            writes.extend([ctx, ctx + 1]);
        }
        Instr::BinGet { dst, spec, .. } => {
            let (ctx, skips) = match &tables.program.bin_specs[spec as usize] {
                MatchSegment::Literal { ctx, .. } => (*ctx, true),
                MatchSegment::Value {
                    ctx, size, skip, ..
                } => {
                    if let SegmentSize::Register(size) = size {
                        reads.push(*size);
                    }
                    (*ctx, *skip)
                }
            };
            reads.extend([ctx, ctx + 1]);
            if !skips {
                writes.push(dst);
            }
        }
        Instr::BinEnd { ctx, .. } => reads.extend([ctx, ctx + 1]),
        Instr::Call { base, target } => {
            reads.extend(window(base, arity_of(target)));
            call = Some(base);
        }
        Instr::Call1 { base, a, .. } | Instr::AddIntCall { base, a, .. } => {
            reads.push(a);
            call = Some(base);
        }
        Instr::Call2 { base, a, b, .. } => {
            reads.extend([a, b]);
            call = Some(base);
        }
        Instr::ConsCall { head, arity, .. } => {
            reads.extend(window(0, arity));
            reads.push(head);
            writes.extend(0..CONS_BASE - 1);
            call = Some(CONS_BASE);
        }
        Instr::ConsLink => reads.extend([0, 1, CONS_BASE]),
        Instr::CallExt { base, import } => {
            reads.extend(window(base, import_arity(import)));
            call = Some(base);
        }
        Instr::CallFun { base, arity } => {
            reads.extend(window(base, arity + 1));
            call = Some(base);
        }
        Instr::Apply { base, arity } => {
            reads.extend(window(base, arity + 2));
            call = Some(base);
        }
        Instr::TailCall { target } => reads.extend(0..arity_of(target)),
        Instr::TailCallExt { import } => reads.extend(0..import_arity(import)),
        Instr::TailCallFun { arity } => reads.extend(0..=arity),
        Instr::TailApply { arity } => reads.extend(0..arity + 2),
        Instr::Bif { dst, import, .. } => {
            reads.extend(window(dst, import_arity(u32::from(import))));
            writes.push(dst);
        }
        Instr::RecvPeek { dst, .. } => writes.push(dst),
        Instr::FunctionClause => reads.extend(0..arity),
        Instr::Reraise { base } => reads.extend(base..base + 3),
        Instr::CatchValue { dst, base } => {
            reads.extend(base..base + 3);
            writes.push(dst);
        }
        Instr::Jump { .. }
        | Instr::Args(_)
        | Instr::Else { .. }
        | Instr::RecvAccept
        | Instr::RecvNext { .. }
        | Instr::RecvWait { .. } => {}
        // What `fuse.rs` makes comes later.
        Instr::Move2 { .. }
        | Instr::Move3 { .. }
        | Instr::MatchList { .. }
        | Instr::MatchConsCall2 { .. }
        | Instr::CallFunWith { .. }
        | Instr::BinAppend { .. }
        | Instr::BinGetInt { .. }
        | Instr::SameInt { .. }
        | Instr::SwitchNear { .. }
        | Instr::MoveTailCall { .. }
        | Instr::AddIntTailCall { .. }
        | Instr::ReturnInt { .. }
        | Instr::ReturnConst { .. }
        | Instr::MulReturn { .. }
        | Instr::AddIntReturn { .. }
        | Instr::ArithIntReturn { .. } => debug_assert!(false, "fused before its time"),
    }
    Effect {
        reads,
        writes,
        call,
    }
}

fn build_reads(segments: &[BuildSegment], reads: &mut Vec<Reg>) {
    for segment in segments {
        if let BuildSegment::Value { value, size, .. } = segment {
            reads.push(*value);
            if let SegmentSize::Register(size) = size {
                reads.push(*size);
            }
        }
    }
}
