//! The last pass over finished code: what can only be said when positions and frame sizes are fixed.
//!
//! Runs after the liveness pass, and changes no position: a fused instruction stands in the place of its first half, the
//! rest stays where it was (a jump may lead there).

use bytecode::instr::{NEAR_CASES, NO_FAIL};
use bytecode::module::{BuildSegment, MatchSegment, SegmentSize, SegmentType, Switch};
use bytecode::{Instr, Module, Reg};
use term::Term;

/// Fuses pairs of instructions, spares others a look into a table, and tells the wait instructions how large their frame is.
pub fn fuse(module: &mut Module) {
    for number in 0..module.functions.len() {
        let function = module.functions[number];
        for position in function.entry..function.end {
            let code = &module.code[position as usize..function.end as usize];
            let fused = fun_call(code)
                .or_else(|| several(code))
                .or_else(|| immediate(module, position))
                .or_else(|| sized(code[0], function.registers));
            if let Some(fused) = fused {
                module.code[position as usize] = fused;
            }
        }
    }
}

/// The moves and the call of a fun at the start of `code`, if all the moves are for the call.
fn fun_call(code: &[Instr]) -> Option<Instr> {
    let moves: Vec<(Reg, Reg)> = code
        .iter()
        .map_while(|instr| match *instr {
            Instr::Move { dst, src } => Some((dst, src)),
            _ => None,
        })
        .collect();
    let Some(&Instr::CallFun {
        base,
        arity: arity @ 1..=2,
    }) = code.get(moves.len())
    else {
        return None;
    };
    let window = base..=base + arity;
    let is_plain = |&(dst, src): &(Reg, Reg)| {
        let times = moves.iter().filter(|other| other.0 == dst).count();
        times == 1 && window.contains(&dst) && moves.iter().all(|other| other.0 != src)
    };
    if moves.is_empty() || !moves.iter().all(is_plain) {
        return None;
    }
    let from = |reg: Reg| {
        let moved = moves.iter().find(|moved| moved.0 == reg);
        moved.map_or(reg, |moved| moved.1)
    };
    Some(Instr::CallFunWith {
        base,
        arity,
        fun: from(base + arity),
        a: from(base),
        b: from(base + arity - 1),
        skip: moves.len() as u8,
    })
}

/// Several instructions in one: those at the start of `code`.
fn several(code: &[Instr]) -> Option<Instr> {
    let next = *code.get(1)?;
    match (code[0], next) {
        (Instr::Move { .. }, _) if fun_call(&code[1..]).is_some() => None,
        (
            Instr::Move { dst, src },
            Instr::Move {
                dst: dst2,
                src: src2,
            },
        ) => {
            let (first, second) = ((dst, src), (dst2, src2));
            Some(match code.get(2) {
                Some(&Instr::Move { dst, src }) => Instr::Move3 {
                    moves: [first, second, (dst, src)],
                },
                _ => Instr::Move2 {
                    moves: [first, second],
                },
            })
        }
        (Instr::Move { dst, src }, Instr::TailCall { target }) => {
            Some(Instr::MoveTailCall { dst, src, target })
        }
        (Instr::AddInt { dst, a, value }, Instr::TailCall { target }) => {
            let value = i8::try_from(value).ok()?;
            Some(Instr::AddIntTailCall {
                dst,
                a,
                value,
                target,
            })
        }
        (Instr::SubInt { dst, a, value }, Instr::TailCall { target }) => {
            let value = i8::try_from(value.checked_neg()?).ok()?;
            Some(Instr::AddIntTailCall {
                dst,
                a,
                value,
                target,
            })
        }
        (
            Instr::MatchCons {
                src,
                head,
                tail,
                to,
            },
            Instr::Call2 { .. },
        ) => Some(Instr::MatchConsCall2 {
            src,
            head,
            tail,
            to,
        }),
        (
            Instr::Mul {
                dst,
                a,
                b,
                fail: NO_FAIL,
            },
            Instr::Return { src },
        ) if dst == src => Some(Instr::MulReturn { a, b }),
        (Instr::AddInt { dst, a, value }, Instr::Return { src }) if dst == src => {
            Some(Instr::AddIntReturn { a, value })
        }
        (Instr::SubInt { dst, a, value }, Instr::Return { src }) if dst == src => {
            let value = value.checked_neg()?;
            Some(Instr::AddIntReturn { a, value })
        }
        (Instr::ArithInt { op, dst, a, value }, Instr::Return { src }) if dst == src => {
            Some(Instr::ArithIntReturn { op, a, value })
        }
        (Instr::Int { dst, value }, Instr::Return { src }) if dst == src => {
            Some(Instr::ReturnInt { value })
        }
        (Instr::Const { dst, index }, Instr::Return { src }) if dst == src => {
            Some(Instr::ReturnConst { index })
        }
        _ => None,
    }
}

/// What stands in tables, in the instruction itself.
fn immediate(module: &Module, position: u32) -> Option<Instr> {
    match module.code[position as usize] {
        Instr::SameConst { src, index, to } => {
            if let Some(switch) =
                clauses(module, position, src).and_then(|cases| near(src, &cases, position + 1))
            {
                return Some(switch);
            }
            let value = module.constants[index as usize].as_small()?;
            Some(Instr::SameInt {
                src,
                value: i16::try_from(value).ok()?,
                to,
            })
        }
        Instr::IsNil { src, to } => match module.code[to as usize] {
            Instr::MatchCons {
                src: other,
                head,
                tail,
                ..
            }
            | Instr::MatchConsCall2 {
                src: other,
                head,
                tail,
                ..
            } if other == src => Some(Instr::MatchList {
                src,
                head,
                tail,
                to: to + 1,
            }),
            _ => None,
        },
        Instr::BinBuild { dst, spec } => {
            let [
                BuildSegment::Value {
                    ty: SegmentType::Binary,
                    value: binary,
                    size: SegmentSize::All,
                    unit: 8,
                    ..
                },
                BuildSegment::Value {
                    ty: SegmentType::Integer,
                    value: byte,
                    size: SegmentSize::Fixed(8),
                    unit: 1,
                    ..
                },
            ] = module.bin_builds[spec as usize][..]
            else {
                return None;
            };
            Some(Instr::BinAppend {
                dst,
                binary,
                byte,
                spec: u16::try_from(spec).ok()?,
            })
        }
        Instr::BinGet { dst, spec, fail } => {
            let MatchSegment::Value {
                ctx,
                ty: SegmentType::Integer,
                size: SegmentSize::Fixed(units),
                unit,
                little: false,
                signed: false,
                skip: false,
            } = module.bin_specs[spec as usize]
            else {
                return None;
            };
            let bits = units.checked_mul(unit)?;
            let bytes = u8::try_from(bits / 8).ok()?;
            (bits.is_multiple_of(8) && (1..=7).contains(&bytes)).then_some(Instr::BinGetInt {
                dst,
                ctx,
                bytes,
                fail,
            })
        }
        Instr::Switch { src, table } => near(src, &module.switches[table as usize], position + 1),
        _ => None,
    }
}

/// Tests of `src` against one integer after the other, as a switch; `None` if there is but one.
fn clauses(module: &Module, position: u32, src: Reg) -> Option<Switch> {
    let mut switch = Switch {
        default: position,
        cases: Vec::new(),
    };
    while let Some(&Instr::SameConst {
        src: other,
        index,
        to,
    }) = module.code.get(switch.default as usize)
    {
        let word = module.constants[index as usize];
        if other != src || !word.is_small() || switch.cases.len() == NEAR_CASES {
            break;
        }
        if switch.cases.iter().all(|case| case.0 != word.0) {
            switch.cases.push((word.0, switch.default + 1));
        }
        switch.default = to;
    }
    (switch.cases.len() > 1).then_some(switch)
}

/// The `SwitchNear` in front of `next` that does what `switch` does, if its cases allow that.
fn near(src: Reg, switch: &Switch, next: u32) -> Option<Instr> {
    let step = |to: u32| u8::try_from(to.checked_sub(next)?).ok();
    let value = |word: u64| Term(word).as_small();
    let smallest = switch.cases.iter().map(|case| value(case.0)).min();
    let first = i8::try_from(smallest.flatten()?).ok()?;
    let default = step(switch.default)?;
    let mut steps = [default; NEAR_CASES];
    for &(word, to) in &switch.cases {
        let place = usize::try_from(value(word)? - i64::from(first)).ok()?;
        *steps.get_mut(place)? = step(to)?;
    }
    Some(Instr::SwitchNear {
        src,
        first,
        default,
        steps: u32::from_le_bytes(steps),
    })
}

/// A wait instruction with its frame's size.
fn sized(instr: Instr, registers: u32) -> Option<Instr> {
    let live = registers as u8;
    match instr {
        Instr::RecvWait { to, .. } => Some(Instr::RecvWait { live, to }),
        Instr::RecvWaitTimeout { src, to, .. } => Some(Instr::RecvWaitTimeout { src, live, to }),
        _ => None,
    }
}
