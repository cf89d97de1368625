//! The interpreter: one loop over 8-byte instructions.
//!
//! Never recurses in Rust: calls push a return word on the run stack, builtins that call back return `Trap::Call`.
//! Invariant: between instructions every register that is live holds a term of the process's heap (or an immediate or
//! literal); collections happen only on entering a function, when the caller frames' live masks and the arguments are
//! all there is.

use std::cmp::Ordering;

use super::host::{Callee, Class, Host, Link, ReceiveTimer, Target, Timeout, Trap};
use super::stack::{Position, ROOT, ROOT_WORD, Window, callers, return_parts, return_word, window};
use super::unwind::{
    Raised, Trace, Unwound, callee_frame, current_trace, stacktrace, unwind, with_info,
};
use super::{binary, exec, explain};
use bytecode::instr::{Arith, NO_FAIL, Type};
use bytecode::{Instr, Reg};
use term::arith::ArithError;
use term::collect::Collector;
use term::heap::Fun;
use term::word::SMALL;
use term::{Term, arith, atom, map, order};

/// Why the interpreter returned. `live` is the number of words of the run stack to keep.
#[derive(Clone, Copy, Debug)]
pub enum Stop {
    /// The slice is used up; the process stands at the entry of a function.
    Yield { live: u32 },
    /// Stopped between two instructions because the host was interrupted; goes on as if nothing had been.
    Pause { live: u32 },
    /// Nothing to receive, or a builtin waits; the instruction is executed again on waking.
    Wait { live: u32 },
    /// The first function returned.
    Done(Term),
    /// No handler. `trace` is the list of frames.
    Exception { class: Class, reason: Term, trace: Term },
    /// A builtin ended the process.
    Gone,
    /// It may use no more memory.
    OutOfMemory,
}

/// Where control goes after an instruction that left the straight path.
enum Next {
    /// To a position, in whichever instance; `entering` if it is a function's entry.
    Go {
        entering: bool,
    },
    Stop(Stop),
}

/// Runs the process at `at` until it stops; `at` is then where it goes on.
pub fn run<H: Host>(host: &mut H, stack: &mut Vec<Term>, at: &mut Position) -> Stop {
    let mut entering = false;
    // A library function and the fun it was given take turns: both are kept at hand.
    let mut current = host.instance(at.instance);
    let mut other = current.clone();
    let mut scratch = Vec::new();
    'instance: loop {
        if at.instance != current.number {
            std::mem::swap(&mut current, &mut other);
            if at.instance != current.number {
                current = host.instance(at.instance);
            }
        }
        let module = &*current.module;
        let code = module.code.as_slice();
        let instance = at.instance;
        let mut pc = at.pc as usize;
        let mut base = at.base as usize;

        // Entering a function is the safepoint: spend a reduction, collect, end the slice.
        macro_rules! enter {
            () => {
                *host.reductions() -= 1;
                if *host.reductions() <= 0 || host.heap().wants_collection() {
                    *at = Position {
                        instance,
                        pc: pc as u32,
                        base: base as u32,
                    };
                    if let Some(stop) = safepoint(host, stack, *at) {
                        return stop;
                    }
                }
            };
        }
        if entering {
            entering = false;
            let _ = window(stack, base);
            enter!();
        }
        let mut r: &mut Window = window(stack, base);

        macro_rules! reg {
            ($register:expr) => {
                r[$register as usize + 1]
            };
        }
        macro_rules! follow {
            ($next:expr) => {
                match $next {
                    Next::Go { entering: at_entry } => {
                        entering = at_entry;
                        continue 'instance;
                    }
                    Next::Stop(stop) => return stop,
                }
            };
        }
        macro_rules! here {
            () => {
                Position {
                    instance,
                    pc: pc as u32 - 1,
                    base: base as u32,
                }
            };
        }
        macro_rules! throw {
            ($raised:expr) => {{
                let raised = $raised;
                *at = here!();
                follow!(throw(host, stack, at, raised))
            }};
        }
        // A failing operation: to `fail`, or (NO_FAIL) an exception.
        macro_rules! fail {
            ($fail:expr, $raised:expr) => {{
                if $fail == NO_FAIL {
                    throw!($raised);
                }
                pc = $fail as usize;
            }};
        }
        macro_rules! call {
            ($k:expr, $target:expr) => {{
                let k: Reg = $k;
                r[k as usize] = return_word(instance, pc as u32, k);
                base += k as usize;
                pc = $target as usize;
                r = window(stack, base);
                *host.reductions() -= 1;
                if *host.reductions() <= 0 || host.heap().wants_collection() {
                    *at = Position {
                        instance,
                        pc: pc as u32,
                        base: base as u32,
                    };
                    if let Some(stop) = safepoint(host, stack, *at) {
                        return stop;
                    }
                    r = window(stack, base);
                }
            }};
        }
        macro_rules! give_back {
            ($value:expr) => {{
                let value: Term = $value;
                let (to, position, delta) = return_parts(stack[base - 1]);
                if to == ROOT {
                    return Stop::Done(value);
                }
                stack[base] = value;
                base -= delta as usize;
                pc = position as usize;
                if to != instance {
                    *at = Position {
                        instance: to,
                        pc: position,
                        base: base as u32,
                    };
                    continue 'instance;
                }
                r = window(stack, base);
            }};
        }
        macro_rules! unless {
            ($condition:expr, $to:expr) => {
                if !$condition {
                    pc = $to as usize;
                }
            };
        }
        // `a OP b` for two small integers in the words themselves, or the general operation.
        macro_rules! arithmetic {
            ($op:expr, $dst:expr, $a:expr, $b:expr, $fail:expr, $checked:ident, $general:path) => {{
                let (a, b) = (reg!($a), reg!($b));
                if (a.0 | b.0) & 0xF == SMALL
                    && let Some(sum) = (a.0 as i64).$checked(b.0 as i64)
                {
                    reg!($dst) = Term(sum as u64);
                } else {
                    match $general(host.heap_mut(), a, b) {
                        Ok(value) => reg!($dst) = value,
                        Err(error) => fail!($fail, arith_raised(host, $op, a, b, error)),
                    }
                }
            }};
        }
        macro_rules! compare_int {
            ($a:expr, $value:expr, $to:expr, $op:tt, $holds:pat) => {{
                let (a, value) = (reg!($a), Term::int(i32::from($value)));
                let holds = if a.is_small() {
                    (a.0 as i64) $op (value.0 as i64)
                } else {
                    matches!(order::compare(host.heap(), a, value), $holds)
                };
                unless!(holds, $to);
            }};
        }

        loop {
            let instr = code[pc];
            pc += 1;
            match instr {
                Instr::Move { dst, src } => reg!(dst) = reg!(src),
                Instr::Int { dst, value } => reg!(dst) = Term::int(value),
                Instr::Const { dst, index } => reg!(dst) = module.constants[index as usize],

                Instr::Jump { to } => pc = to as usize,
                Instr::Test { kind, src, to } => unless!(test(host, kind, reg!(src)), to),
                Instr::IsCons { src, to } => unless!(reg!(src).is_cons(), to),
                Instr::IsNil { src, to } => unless!(reg!(src).is_nil(), to),
                Instr::MatchCons {
                    src,
                    head,
                    tail,
                    to,
                } => {
                    let cell = reg!(src);
                    if cell.is_cons() {
                        let (h, t) = host.heap().head_tail(cell);
                        reg!(head) = h;
                        reg!(tail) = t;
                    } else {
                        pc = to as usize;
                    }
                }
                Instr::MatchConsCall2 {
                    src,
                    head,
                    tail,
                    to,
                } => {
                    let cell = reg!(src);
                    if !cell.is_cons() {
                        pc = to as usize;
                        continue;
                    }
                    let (h, t) = host.heap().head_tail(cell);
                    reg!(head) = h;
                    reg!(tail) = t;
                    if let Instr::Call2 {
                        base: k,
                        a,
                        b,
                        target,
                    } = code[pc]
                    {
                        let (first, second) = (reg!(a), reg!(b));
                        reg!(k) = first;
                        reg!(k.wrapping_add(1)) = second;
                        pc += 1;
                        call!(k, target);
                    }
                }
                Instr::IsTuple { src, arity, to } => {
                    let tuple = reg!(src);
                    unless!(
                        tuple.is_tuple() && host.heap().arity(tuple) == arity as usize,
                        to
                    );
                }
                Instr::IsTagged {
                    src,
                    arity,
                    index,
                    to,
                } => {
                    let tuple = reg!(src);
                    let matches = tuple.is_tuple()
                        && host.heap().arity(tuple) == arity as usize
                        && host.heap().element(tuple, 0) == module.constants[index as usize];
                    unless!(matches, to);
                }
                Instr::SameConst { src, index, to } => {
                    unless!(reg!(src) == module.constants[index as usize], to);
                }
                Instr::Unless { op, a, b, to } => {
                    unless!(exec::compare(host.heap(), op, reg!(a), reg!(b)), to);
                }
                Instr::UnlessLessInt { a, value, to } => {
                    compare_int!(a, value, to, <, Ordering::Less);
                }
                Instr::UnlessNotLessInt { a, value, to } => {
                    compare_int!(a, value, to, >=, Ordering::Greater | Ordering::Equal);
                }
                Instr::UnlessNotGreaterInt { a, value, to } => {
                    compare_int!(a, value, to, <=, Ordering::Less | Ordering::Equal);
                }
                Instr::UnlessGreaterInt { a, value, to } => {
                    compare_int!(a, value, to, >, Ordering::Greater);
                }
                Instr::UnlessTrue { src, to } => unless!(reg!(src) == Term::bool(true), to),
                Instr::Switch { src, table } => {
                    pc = exec::switch(&module.switches[table as usize], reg!(src)) as usize;
                }
                Instr::SwitchArity { src, table } => {
                    let table = &module.switches[table as usize];
                    let tuple = reg!(src);
                    pc = if tuple.is_tuple() {
                        exec::switch(table, Term::size(host.heap().arity(tuple))) as usize
                    } else {
                        table.default as usize
                    };
                }

                Instr::Head { dst, src } => reg!(dst) = host.heap().head(reg!(src)),
                Instr::Tail { dst, src } => reg!(dst) = host.heap().tail(reg!(src)),
                Instr::HeadTail { src, head, tail } => {
                    let (h, t) = host.heap().head_tail(reg!(src));
                    reg!(head) = h;
                    reg!(tail) = t;
                }
                Instr::Element { dst, src, position } => {
                    reg!(dst) = host.heap().element(reg!(src), position as usize);
                }
                Instr::Cons { dst, head, tail } => {
                    reg!(dst) = host.heap_mut().cons(reg!(head), reg!(tail));
                }
                Instr::Tuple2 { dst, a, b } => {
                    reg!(dst) = host.heap_mut().tuple(&[reg!(a), reg!(b)]);
                }
                Instr::Tuple3 { dst, a, b, c } => {
                    reg!(dst) = host.heap_mut().tuple(&[reg!(a), reg!(b), reg!(c)]);
                }
                Instr::Tuple { dst, count } => {
                    let elements = exec::operands(&code[pc..], count as usize, r);
                    reg!(dst) = host.heap_mut().tuple_of(elements);
                    pc += (count as usize).div_ceil(7);
                }
                Instr::UpdateTuple { dst, src, count } => {
                    reg!(dst) = exec::update_tuple(
                        host.heap_mut(),
                        r,
                        reg!(src),
                        &code[pc..],
                        count as usize,
                    );
                    pc += (count as usize * 2).div_ceil(7);
                }
                Instr::MakeFun { dst, count, fun } => {
                    let free = exec::operands(&code[pc..], count as usize, r);
                    let arity = module.funs[fun as usize].arity;
                    reg!(dst) = host.heap_mut().fun(instance, fun, arity, free);
                    pc += (count as usize).div_ceil(7);
                }
                Instr::Args(_) => {}
                Instr::Compare { op, dst, a, b } => {
                    reg!(dst) = Term::bool(exec::compare(host.heap(), op, reg!(a), reg!(b)));
                }

                Instr::Add { dst, a, b, fail } => {
                    arithmetic!(Arith::Add, dst, a, b, fail, checked_add, arith::add);
                }
                Instr::Sub { dst, a, b, fail } => {
                    arithmetic!(Arith::Sub, dst, a, b, fail, checked_sub, arith::sub);
                }
                Instr::Mul { dst, a, b, fail } => {
                    match exec::multiply(host.heap_mut(), reg!(a), reg!(b)) {
                        Ok(value) => reg!(dst) = value,
                        Err(error) => fail!(
                            fail,
                            arith_raised(host, Arith::Mul, reg!(a), reg!(b), error)
                        ),
                    }
                }
                Instr::AddInt { dst, a, value } => {
                    let term = reg!(a);
                    if let Some(sum) = add_int(host, term, i64::from(value)) {
                        reg!(dst) = sum;
                    } else {
                        throw!(Raised::error(atom::BADARITH.into()));
                    }
                }
                Instr::SubInt { dst, a, value } => {
                    let term = reg!(a);
                    if let Some(sum) = add_int(host, term, -i64::from(value)) {
                        reg!(dst) = sum;
                    } else {
                        throw!(Raised::error(atom::BADARITH.into()));
                    }
                }
                Instr::Arith { op, dst, a, b } => {
                    match exec::arith(host.heap_mut(), op, reg!(a), reg!(b)) {
                        Ok(value) => {
                            reg!(dst) = value;
                            *host.reductions() -= exec::arith_cost(host.heap(), value);
                        }
                        Err(error) => {
                            if let Instr::Else { fail } = code[pc] {
                                pc = fail as usize;
                            } else {
                                throw!(arith_raised(host, op, reg!(a), reg!(b), error));
                            }
                        }
                    }
                }
                Instr::Else { .. } => {}

                Instr::MapGet {
                    dst,
                    src,
                    key,
                    fail,
                } => match map::get(host.heap(), reg!(src), reg!(key)) {
                    Some(value) => reg!(dst) = value,
                    None => pc = fail as usize,
                },
                Instr::MapPut { dst, src, count } => {
                    let pairs = exec::operands(&code[pc..], count as usize * 2, r);
                    let next = pc + (count as usize * 2).div_ceil(7);
                    match exec::map_put(host.heap_mut(), reg!(src), pairs) {
                        Ok(value) => {
                            reg!(dst) = value;
                            pc = next;
                        }
                        Err(reason) => {
                            if let Instr::Else { fail } = code[next] {
                                pc = fail as usize;
                            } else {
                                let pairs: Vec<Term> =
                                    exec::operands(&code[pc..], count as usize * 2, r).collect();
                                let is_shell = module.is_shell;
                                throw!(explain::failed_map(
                                    host,
                                    reason,
                                    reg!(src),
                                    &pairs,
                                    is_shell
                                ));
                            }
                        }
                    }
                }
                Instr::MapUpdate { dst, src, count } => {
                    let pairs = exec::operands(&code[pc..], count as usize * 2, r);
                    let next = pc + (count as usize * 2).div_ceil(7);
                    match exec::map_update(host.heap_mut(), reg!(src), pairs) {
                        Ok(value) => {
                            reg!(dst) = value;
                            pc = next;
                        }
                        Err(reason) => {
                            if let Instr::Else { fail } = code[next] {
                                pc = fail as usize;
                            } else {
                                let pairs: Vec<Term> =
                                    exec::operands(&code[pc..], count as usize * 2, r).collect();
                                let is_shell = module.is_shell;
                                throw!(explain::failed_map(
                                    host,
                                    reason,
                                    reg!(src),
                                    &pairs,
                                    is_shell
                                ));
                            }
                        }
                    }
                }

                Instr::BinBuild { dst, spec } => {
                    let segments = &module.bin_builds[spec as usize];
                    match binary::build(host.heap_mut(), r, segments, &mut scratch) {
                        Ok(value) => reg!(dst) = value,
                        Err(error) => {
                            if let Instr::Else { fail } = code[pc] {
                                pc = fail as usize;
                            } else {
                                throw!(explain::failed_binary(host, &error, module.is_shell));
                            }
                        }
                    }
                }
                Instr::BinStart { src, ctx, to } => {
                    let term = reg!(src);
                    if term.is_bitstring() {
                        reg!(ctx) = term;
                        reg!(ctx.wrapping_add(1)) = Term::int(0);
                    } else {
                        pc = to as usize;
                    }
                }
                Instr::BinGet { dst, spec, fail } => {
                    match binary::match_segment(
                        host.heap_mut(),
                        r,
                        &module.bin_specs[spec as usize],
                    ) {
                        Some((ctx, value, position)) => {
                            reg!(dst) = value;
                            reg!(ctx.wrapping_add(1)) = position;
                        }
                        None => pc = fail as usize,
                    }
                }
                Instr::BinEnd { ctx, to } => {
                    let read = reg!(ctx.wrapping_add(1)).as_usize();
                    unless!(read == Some(host.heap().bit_size(reg!(ctx))), to);
                }

                Instr::Call { base: k, target } => call!(k, target),
                Instr::Call1 { base: k, a, target } => {
                    reg!(k) = reg!(a);
                    call!(k, target);
                }
                Instr::Call2 {
                    base: k,
                    a,
                    b,
                    target,
                } => {
                    let (first, second) = (reg!(a), reg!(b));
                    reg!(k) = first;
                    reg!(k.wrapping_add(1)) = second;
                    call!(k, target);
                }
                Instr::AddIntCall {
                    base: k,
                    a,
                    value,
                    target,
                } => {
                    let term = reg!(a);
                    if let Some(sum) = add_int(host, term, i64::from(value)) {
                        reg!(k) = sum;
                    } else {
                        throw!(Raised::error(atom::BADARITH.into()));
                    }
                    call!(k, target);
                }
                Instr::TailCall { target } => {
                    pc = target as usize;
                    enter!();
                    r = window(stack, base);
                }
                Instr::CallExt { base: k, import } => {
                    match link(host, &current.links[import as usize], module, import) {
                        Target::Native(native) => {
                            let arity = module.imports[import as usize].arity as usize;
                            let first = k as usize;
                            host.note_position(here!());
                            match host.call_native(native, &r[first + 1..first + 1 + arity]) {
                                Ok(value) => {
                                    reg!(k) = value;
                                    if host.interrupted() {
                                        *at = Position {
                                            instance,
                                            pc: pc as u32,
                                            base: base as u32,
                                        };
                                        return pause(module, *at);
                                    }
                                }
                                Err(trap) => {
                                    *at = here!();
                                    follow!(native_trap(
                                        host,
                                        stack,
                                        at,
                                        trap,
                                        Some(k),
                                        native,
                                        arity,
                                        module
                                    ));
                                }
                            }
                        }
                        Target::Code {
                            instance: to,
                            entry,
                        } => {
                            r[k as usize] = return_word(instance, pc as u32, k);
                            base += k as usize;
                            if to == instance {
                                pc = entry as usize;
                                let _ = window(stack, base);
                                enter!();
                                r = window(stack, base);
                            } else {
                                *at = Position {
                                    instance: to,
                                    pc: entry,
                                    base: base as u32,
                                };
                                entering = true;
                                continue 'instance;
                            }
                        }
                        Target::Undefined => {
                            let mfa = module.imports[import as usize];
                            let first = base + k as usize;
                            let args = stack[first..first + mfa.arity as usize].to_vec();
                            throw!(undefined(host, mfa.module, mfa.function, &args, false));
                        }
                    }
                }
                Instr::TailCallExt { import } => {
                    match link(host, &current.links[import as usize], module, import) {
                        Target::Native(native) => {
                            let arity = module.imports[import as usize].arity as usize;
                            host.note_position(here!());
                            match host.call_native(native, &r[1..=arity]) {
                                Ok(value) => {
                                    if host.interrupted() {
                                        return pause_returning(
                                            value, stack, instance, base, at, host,
                                        );
                                    }
                                    give_back!(value);
                                }
                                Err(trap) => {
                                    *at = here!();
                                    follow!(native_trap(
                                        host, stack, at, trap, None, native, arity, module
                                    ));
                                }
                            }
                        }
                        Target::Code {
                            instance: to,
                            entry,
                        } => {
                            if to == instance {
                                pc = entry as usize;
                                enter!();
                                r = window(stack, base);
                            } else {
                                *at = Position {
                                    instance: to,
                                    pc: entry,
                                    base: base as u32,
                                };
                                entering = true;
                                continue 'instance;
                            }
                        }
                        Target::Undefined => {
                            let mfa = module.imports[import as usize];
                            let args = stack[base..base + mfa.arity as usize].to_vec();
                            throw!(undefined(host, mfa.module, mfa.function, &args, true));
                        }
                    }
                }
                Instr::CallFun { base: k, arity } => {
                    let fun = reg!(k.wrapping_add(arity));
                    *at = here!();
                    let args = base + k as usize;
                    follow!(call_fun(
                        host,
                        stack,
                        at,
                        fun,
                        args,
                        arity as usize,
                        Some(k)
                    ));
                }
                Instr::TailCallFun { arity } => {
                    let fun = reg!(arity);
                    *at = here!();
                    follow!(call_fun(host, stack, at, fun, base, arity as usize, None));
                }
                Instr::Apply { base: k, arity } => {
                    let place = k.wrapping_add(arity);
                    let (m, f) = (reg!(place), reg!(place.wrapping_add(1)));
                    *at = here!();
                    follow!(apply(
                        host,
                        stack,
                        at,
                        (m, f),
                        base + k as usize,
                        arity as usize,
                        Some(k)
                    ));
                }
                Instr::TailApply { arity } => {
                    let (m, f) = (reg!(arity), reg!(arity.wrapping_add(1)));
                    *at = here!();
                    follow!(apply(host, stack, at, (m, f), base, arity as usize, None));
                }
                Instr::Bif { dst, import, fail } => {
                    let arity = module.imports[import as usize].arity as usize;
                    let first = dst as usize;
                    let Target::Native(native) =
                        link(host, &current.links[import as usize], module, import.into())
                    else {
                        let mfa = module.imports[import as usize];
                        let args = r[first + 1..first + 1 + arity].to_vec();
                        throw!(undefined(host, mfa.module, mfa.function, &args, false))
                    };
                    match host.call_native(native, &r[first + 1..first + 1 + arity]) {
                        Ok(value) => reg!(dst) = value,
                        Err(_) if fail != NO_FAIL => pc = fail as usize,
                        Err(trap) => {
                            *at = here!();
                            follow!(native_trap(
                                host,
                                stack,
                                at,
                                trap,
                                Some(dst),
                                native,
                                arity,
                                module
                            ));
                        }
                    }
                }
                Instr::Return { src } => give_back!(reg!(src)),
                Instr::AddReturn { a, b } => {
                    let (a, b) = (reg!(a), reg!(b));
                    if (a.0 | b.0) & 0xF == SMALL
                        && let Some(sum) = (a.0 as i64).checked_add(b.0 as i64)
                    {
                        give_back!(Term(sum as u64));
                    } else {
                        match arith::add(host.heap_mut(), a, b) {
                            Ok(value) => give_back!(value),
                            Err(error) => throw!(arith_raised(host, Arith::Add, a, b, error)),
                        }
                    }
                }
                Instr::ConsReturn { head, tail } => {
                    let cell = host.heap_mut().cons(reg!(head), reg!(tail));
                    give_back!(cell);
                    // A recursion that builds a list comes back to the same instruction in frame after frame.
                    while let Instr::ConsReturn { head, tail } = code[pc] {
                        let cell = host.heap_mut().cons(reg!(head), reg!(tail));
                        give_back!(cell);
                    }
                }

                Instr::RecvPeek { dst, to } => match host.peek_message() {
                    Some(message) => reg!(dst) = message,
                    None => pc = to as usize,
                },
                Instr::RecvAccept => {
                    host.note_position(here!());
                    host.accept_message();
                    if host.interrupted() {
                        *at = Position {
                            instance,
                            pc: pc as u32,
                            base: base as u32,
                        };
                        return pause(module, *at);
                    }
                }
                Instr::RecvNext { to } => {
                    host.note_position(here!());
                    host.skip_message();
                    pc = to as usize;
                    *host.reductions() -= 1;
                    if host.interrupted() || *host.reductions() <= 0 {
                        *at = Position {
                            instance,
                            pc: pc as u32,
                            base: base as u32,
                        };
                        return pause(module, *at);
                    }
                }
                Instr::RecvWait { live, to } => {
                    host.note_position(here!());
                    if host.has_unseen_message() {
                        pc = to as usize;
                    } else {
                        let _ = host.receive_timer(Timeout::Infinity);
                        *at = here!();
                        return Stop::Wait {
                            live: at.base + u32::from(live),
                        };
                    }
                }
                Instr::RecvWaitTimeout { src, live, to } => {
                    host.note_position(here!());
                    let Some(timeout) = exec::timeout(host.heap(), reg!(src)) else {
                        throw!(explain::bad_timeout(host, module.is_shell));
                    };
                    if host.has_unseen_message() {
                        pc = to as usize;
                    } else if host.receive_timer(timeout) == ReceiveTimer::Running {
                        *at = here!();
                        return Stop::Wait {
                            live: at.base + u32::from(live),
                        };
                    }
                    if host.interrupted() {
                        *at = Position {
                            instance,
                            pc: pc as u32,
                            base: base as u32,
                        };
                        return pause(module, *at);
                    }
                }

                Instr::Fail { kind, src } => {
                    let value = reg!(src);
                    throw!(Raised::error(exec::failure(host.heap_mut(), kind, value)));
                }
                Instr::FunctionClause => {
                    let arity = module
                        .function_at(pc as u32 - 1)
                        .map_or(0, |function| function.arity as usize);
                    let args = host.heap_mut().list(&r[1..=arity & 0xFF]);
                    throw!(Raised {
                        class: Class::Error,
                        reason: atom::FUNCTION_CLAUSE.into(),
                        trace: Trace::WithArgs(args, Term::NONE),
                    });
                }
                Instr::Reraise { base: k } => {
                    let class = Class::from_term(reg!(k)).unwrap_or(Class::Error);
                    let (reason, trace) = (reg!(k.wrapping_add(1)), reg!(k.wrapping_add(2)));
                    throw!(Raised {
                        class,
                        reason,
                        trace: Trace::Raw(trace)
                    });
                }
                Instr::CatchValue { dst, base: k } => {
                    let class = Class::from_term(reg!(k)).unwrap_or(Class::Error);
                    let (reason, trace) = (reg!(k.wrapping_add(1)), reg!(k.wrapping_add(2)));
                    reg!(dst) = exec::catch_value(host, class, reason, trace);
                }
                Instr::Stacktrace { dst, src } => {
                    let raw = reg!(src);
                    reg!(dst) = stacktrace(host, raw);
                }
            }
        }
    }
}

#[inline]
fn add_int<H: Host>(host: &mut H, term: Term, value: i64) -> Option<Term> {
    let other = Term((value << 4) as u64);
    if term.is_small()
        && let Some(sum) = (term.0 as i64).checked_add(other.0 as i64)
    {
        return Some(Term(sum as u64));
    }
    arith::add(host.heap_mut(), term, other).ok()
}

#[inline]
fn link<H: Host>(
    host: &mut H,
    cell: &std::cell::Cell<Link>,
    module: &bytecode::Module,
    import: u32,
) -> Target {
    let known = cell.get();
    if known.generation == host.code_generation() {
        return known.target;
    }
    let target = host.resolve(module.imports[import as usize]);
    cell.set(Link {
        generation: host.code_generation(),
        target,
    });
    target
}

fn test<H: Host>(host: &H, kind: Type, term: Term) -> bool {
    match kind {
        Type::Atom => term.is_atom(),
        Type::Boolean => term.as_bool().is_some(),
        Type::Integer => term.is_integer(),
        Type::Float => term.is_float(),
        Type::Number => term.is_number(),
        Type::List => term.is_list(),
        Type::Tuple => term.is_tuple(),
        Type::Map => term.is_map(),
        Type::Binary => host.heap().is_binary(term),
        Type::Bitstring => term.is_bitstring(),
        Type::Function => term.is_fun(),
        Type::Pid => host.heap().is_pid(term),
        Type::Port => host.heap().is_port(term),
        Type::Reference => term.is_reference(),
    }
}

fn frame_size(module: &bytecode::Module, pc: u32) -> u32 {
    module
        .function_at(pc)
        .map_or(256, |function| function.registers)
}

fn pause(module: &bytecode::Module, at: Position) -> Stop {
    Stop::Pause {
        live: at.base + frame_size(module, at.pc),
    }
}

/// A pause right after a builtin in tail position: its value is handed to the caller first.
fn pause_returning<H: Host>(
    value: Term,
    stack: &mut [Term],
    instance: u32,
    base: usize,
    at: &mut Position,
    host: &H,
) -> Stop {
    let (to, pc, delta) = return_parts(stack[base - 1]);
    if to == ROOT {
        return Stop::Done(value);
    }
    stack[base] = value;
    debug_assert!(instance != ROOT);
    *at = Position {
        instance: to,
        pc,
        base: base as u32 - delta,
    };
    let caller = host.instance(to);
    // The result lies above the registers in use when the caller's frame is small.
    let live = at.base + frame_size(&caller.module, pc).max(delta + 1);
    Stop::Pause { live }
}

/// At the entry of the function at `at`: collects if due, ends the slice if it is used up.
#[cold]
#[inline(never)]
fn safepoint<H: Host>(host: &mut H, stack: &mut [Term], at: Position) -> Option<Stop> {
    let current = host.instance(at.instance);
    let arity = current
        .module
        .functions
        .binary_search_by_key(&at.pc, |function| function.entry);
    let arity = arity.map_or(0, |found| current.module.functions[found].arity);
    let live = at.base + arity;
    if host.heap().wants_collection() {
        collect(host, stack, at.base, live);
        if !host.after_collection(live as usize) {
            return Some(Stop::OutOfMemory);
        }
    }
    if live as usize > limits::STACK_WORDS_MAX {
        return Some(Stop::OutOfMemory);
    }
    (*host.reductions() <= 0).then_some(Stop::Yield { live })
}

/// Collects the garbage of the running process. The frame at `base` has its live words below `live`.
pub fn collect<H: Host>(host: &mut H, stack: &mut [Term], base: u32, live: u32) {
    let mut collector = Collector::start(host.heap_mut());
    host.move_roots(&mut collector);
    for slot in &mut stack[base as usize..live as usize] {
        *slot = collector.root(*slot);
    }
    // Deep recursion repeats the same return address: look its mask up once.
    let mut known = (u32::MAX, u32::MAX, [0; 4]);
    let mut frame = base;
    while let Some(caller) = callers(stack, frame).next() {
        if (known.0, known.1) != (caller.instance, caller.pc) {
            let mask = host.instance(caller.instance).module.live_at(caller.pc);
            known = (caller.instance, caller.pc, mask);
        }
        for (part, mut bits) in known.2.into_iter().enumerate() {
            while bits != 0 {
                let slot = caller.base as usize + part * 64 + bits.trailing_zeros() as usize;
                stack[slot] = collector.root(stack[slot]);
                bits &= bits - 1;
            }
        }
        frame = caller.base;
    }
    collector.finish(host.heap_mut());
}

fn throw<H: Host>(host: &mut H, stack: &mut [Term], at: &mut Position, raised: Raised) -> Next {
    match unwind(host, stack, *at, raised) {
        Unwound::Handler(position) => {
            *at = position;
            Next::Go { entering: false }
        }
        Unwound::Uncaught {
            class,
            reason,
            trace,
        } => {
            let trace = stacktrace(host, trace);
            Next::Stop(Stop::Exception {
                class,
                reason,
                trace,
            })
        }
    }
}

fn undefined<H: Host>(
    host: &mut H,
    module: atom::Atom,
    function: atom::Atom,
    args: &[Term],
    in_tail_position: bool,
) -> Raised {
    let frame = callee_frame(host.heap_mut(), module, function, args, Term::NIL);
    Raised {
        class: Class::Error,
        reason: atom::UNDEF.into(),
        trace: if in_tail_position {
            Trace::Instead(frame)
        } else {
            Trace::Above(frame)
        },
    }
}

/// A failed operation on two registers: as in OTP the trace shows the operator with its operands, except for `/`.
#[cold]
#[inline(never)]
fn arith_raised<H: Host>(host: &mut H, op: Arith, a: Term, b: Term, error: ArithError) -> Raised {
    let reason = exec::arith_reason(error);
    let name = match op {
        Arith::Add => "+",
        Arith::Sub => "-",
        Arith::Mul => "*",
        Arith::Divide => return Raised::error(reason),
        Arith::Div => "div",
        Arith::Rem => "rem",
        Arith::Band => "band",
        Arith::Bor => "bor",
        Arith::Bxor => "bxor",
        Arith::Bsl => "bsl",
        Arith::Bsr => "bsr",
    };
    let location = exec::bif_location(host.heap_mut(), atom::ERLANG, reason);
    let name = atom::Atom::intern(name);
    let frame = callee_frame(host.heap_mut(), atom::ERLANG, name, &[a, b], location);
    Raised {
        class: Class::Error,
        reason,
        trace: Trace::Above(frame),
    }
}

/// A builtin called by the instruction at `at` did not return a value. `k`: where its arguments and result stand, or
/// `None` if it was called in tail position, with its arguments in `R[0]..`.
#[cold]
#[inline(never)]
#[allow(clippy::too_many_arguments)]
fn native_trap<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    trap: Trap,
    k: Option<Reg>,
    native: u32,
    arity: usize,
    module: &bytecode::Module,
) -> Next {
    let first = at.base as usize + usize::from(k.unwrap_or(0));
    let raised = match trap {
        Trap::Raise { class, reason } => {
            let module = host.native_mfa(native).module;
            let location = exec::bif_location(host.heap_mut(), module, reason);
            let frame = native_frame(host, native, &stack[first..first + arity], location);
            Raised {
                class,
                reason,
                trace: Trace::Above(frame),
            }
        }
        Trap::RaiseInfo {
            class,
            reason,
            info,
        } => {
            let pair = host.heap_mut().tuple(&[atom::ERROR_INFO.into(), info]);
            let location = host.heap_mut().list(&[pair]);
            let frame = native_frame(host, native, &stack[first..first + arity], location);
            Raised {
                class,
                reason,
                trace: Trace::Above(frame),
            }
        }
        Trap::RaiseBare { class, reason } => Raised {
            class,
            reason,
            trace: if module.is_shell {
                Trace::Above(explain::applied_by_shell(host, Term::int(3)))
            } else {
                Trace::Here
            },
        },
        Trap::RaiseArgs { reason, args, info } => Raised {
            class: Class::Error,
            reason,
            trace: if module.is_shell && args.is_list() {
                let frame = explain::applied_by_shell(host, args);
                Trace::Above(with_info(host.heap_mut(), frame, info))
            } else if args.is_list() {
                Trace::WithArgs(args, info)
            } else {
                Trace::WithInfo(info)
            },
        },
        Trap::RaiseTrace {
            class,
            reason,
            trace,
        } => Raised {
            class,
            reason,
            trace: Trace::Ready(trace),
        },
        Trap::Call => {
            let (callee, args) = host.take_call();
            return callback(host, stack, at, k, &callee, &args);
        }
        Trap::CallWithTrace => {
            let (callee, mut args) = host.take_call();
            args.push(current_trace(host, stack, *at));
            return callback(host, stack, at, k, &callee, &args);
        }
        Trap::Hibernate => return hibernate(host, stack, at),
        Trap::Wait => {
            return Next::Stop(Stop::Wait {
                live: at.base + frame_size(module, at.pc).max(256),
            });
        }
        Trap::Yield(value) => {
            *host.reductions() = 0;
            let next = give(stack, at, k, value);
            if let Next::Go { .. } = next {
                let instance = host.instance(at.instance);
                return Next::Stop(Stop::Pause {
                    live: at.base + frame_size(&instance.module, at.pc).max(256),
                });
            }
            return next;
        }
        Trap::Gone => return Next::Stop(Stop::Gone),
    };
    throw(host, stack, at, raised)
}

fn native_frame<H: Host>(host: &mut H, native: u32, args: &[Term], location: Term) -> Term {
    let mfa = host.native_mfa(native);
    callee_frame(host.heap_mut(), mfa.module, mfa.function, args, location)
}

/// Hands `value` to whoever waits for the call at `at`: the same frame (`k`) or, from a tail call, the caller.
fn give(stack: &mut [Term], at: &mut Position, k: Option<Reg>, value: Term) -> Next {
    if let Some(k) = k {
        stack[at.base as usize + k as usize] = value;
        at.pc += 1;
        return Next::Go { entering: false };
    }
    let (to, pc, delta) = return_parts(stack[at.base as usize - 1]);
    if to == ROOT {
        return Next::Stop(Stop::Done(value));
    }
    stack[at.base as usize] = value;
    *at = Position {
        instance: to,
        pc,
        base: at.base - delta,
    };
    Next::Go { entering: false }
}

/// Carries out `Trap::Hibernate`: the process becomes as small as one that has not started.
fn hibernate<H: Host>(host: &mut H, stack: &mut Vec<Term>, at: &mut Position) -> Next {
    let (callee, args) = host.take_call();
    let Callee::Mfa(module, function) = callee else {
        return throw(host, stack, at, Raised::error(atom::BADARG.into()));
    };
    let _ = window(stack, 1);
    stack[0] = ROOT_WORD;
    stack[1..=args.len()].copy_from_slice(&args);
    stack[args.len() + 1] = module.into();
    stack[args.len() + 2] = function.into();
    // The bootstrap code's position `n` applies `R[n]:R[n + 1]` to `n` arguments.
    *at = Position {
        instance: 0,
        pc: args.len() as u32,
        base: 1,
    };
    host.heap_mut().request_collection();
    let live = args.len() as u32 + 3;
    Next::Stop(if host.has_unseen_message() {
        *host.reductions() = 0;
        Stop::Pause { live }
    } else {
        Stop::Wait { live }
    })
}

/// Carries out `Trap::Call`.
fn callback<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    k: Option<Reg>,
    callee: &Callee,
    args: &[Term],
) -> Next {
    let first = at.base as usize + usize::from(k.unwrap_or(0));
    let _ = window(stack, first);
    if args.len() > limits::FRAME_REGISTERS_MAX {
        return throw(host, stack, at, Raised::error(atom::SYSTEM_LIMIT.into()));
    }
    stack[first..first + args.len()].copy_from_slice(args);
    match *callee {
        Callee::Fun(fun) => call_fun(host, stack, at, fun, first, args.len(), k),
        Callee::Mfa(module, function) => apply(
            host,
            stack,
            at,
            (module.into(), function.into()),
            first,
            args.len(),
            k,
        ),
    }
}

/// Calls a fun whose arguments stand at `stack[first..]`; `at` is the calling instruction.
fn call_fun<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    fun: Term,
    first: usize,
    arity: usize,
    k: Option<Reg>,
) -> Next {
    if !fun.is_fun() {
        let reason = host.heap_mut().tuple(&[atom::BADFUN.into(), fun]);
        return throw(host, stack, at, Raised::error(reason));
    }
    let parts = host.heap().fun_parts(fun);
    let (Fun::Local { arity: wanted, .. } | Fun::Export { arity: wanted, .. }) = parts;
    if wanted as usize != arity {
        let args = host.heap_mut().list(&stack[first..first + arity]);
        let pair = host.heap_mut().tuple(&[fun, args]);
        let reason = host.heap_mut().tuple(&[atom::BADARITY.into(), pair]);
        return throw(host, stack, at, Raised::error(reason));
    }
    match parts {
        Fun::Local {
            instance,
            index,
            free,
            ..
        } => {
            let _ = window(stack, first);
            for position in 0..free {
                stack[first + arity + position] = host.heap().free_variable(fun, position);
            }
            let entry = |host: &H, instance: u32, index: u32| {
                Some((instance, host.fun_entry(instance, index)?))
            };
            let found = entry(host, instance, index).or_else(|| {
                let (instance, index) = host.arrived_fun(instance, index)?;
                entry(host, instance, index)
            });
            if let Some((instance, entry)) = found {
                enter_code(stack, at, instance, entry, k)
            } else {
                let is_last = k.is_none();
                absent_fun(host, stack, at, (fun, instance), (first, arity), is_last)
            }
        }
        Fun::Export {
            module, function, ..
        } => apply(
            host,
            stack,
            at,
            (module.into(), function.into()),
            first,
            arity,
            k,
        ),
    }
}

/// The code of a fun is not here: `undef` if its module is not, `badfun` if another version of it is.
fn absent_fun<H: Host>(
    host: &mut H,
    stack: &mut [Term],
    at: &mut Position,
    (fun, instance): (Term, u32),
    (first, arity): (usize, usize),
    is_last: bool,
) -> Next {
    if host.has_module_of(instance) {
        let reason = host.heap_mut().tuple(&[atom::BADFUN.into(), fun]);
        return throw(host, stack, at, Raised::error(reason));
    }
    let args = host.heap_mut().list(&stack[first..first + arity]);
    let frame = host.heap_mut().tuple(&[fun, args, Term::NIL]);
    let raised = Raised {
        trace: if is_last {
            Trace::Instead(frame)
        } else {
            Trace::Above(frame)
        },
        ..Raised::error(atom::UNDEF.into())
    };
    throw(host, stack, at, raised)
}

/// Calls `M:F` with the arguments at `stack[first..]`.
fn apply<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    (module, function): (Term, Term),
    first: usize,
    arity: usize,
    k: Option<Reg>,
) -> Next {
    let (Some(module), Some(function)) = (module.as_atom(), function.as_atom()) else {
        let reason = atom::BADARG;
        let args = host.heap_mut().list(&stack[first..first + arity]);
        let apply = term::Atom::intern("apply");
        let location = exec::bif_location(host.heap_mut(), atom::ERLANG, reason.into());
        let frame = callee_frame(
            host.heap_mut(),
            atom::ERLANG,
            apply,
            &[module, function, args],
            location,
        );
        return throw(
            host,
            stack,
            at,
            Raised {
                class: Class::Error,
                reason: reason.into(),
                trace: Trace::Above(frame),
            },
        );
    };
    let mfa = bytecode::module::Mfa {
        module,
        function,
        arity: arity as u32,
    };
    match host.resolve(mfa) {
        Target::Code { instance, entry } => enter_code(stack, at, instance, entry, k),
        Target::Native(native) => {
            let _ = window(stack, first);
            host.note_position(*at);
            match host.call_native(native, &stack[first..first + arity]) {
                Ok(value) => {
                    let next = give(stack, at, k, value);
                    if host.interrupted()
                        && let Next::Go { .. } = next
                    {
                        let instance = host.instance(at.instance);
                        return Next::Stop(Stop::Pause {
                            live: at.base + frame_size(&instance.module, at.pc).max(256),
                        });
                    }
                    next
                }
                Err(trap) => {
                    let current = host.instance(at.instance);
                    native_trap(host, stack, at, trap, k, native, arity, &current.module)
                }
            }
        }
        Target::Undefined => {
            let args = stack[first..first + arity].to_vec();
            let raised = undefined(host, module, function, &args, k.is_none());
            throw(host, stack, at, raised)
        }
    }
}

fn enter_code(
    stack: &mut [Term],
    at: &mut Position,
    instance: u32,
    entry: u32,
    k: Option<Reg>,
) -> Next {
    if let Some(k) = k {
        let base = at.base as usize + k as usize;
        stack[base - 1] = return_word(at.instance, at.pc + 1, k);
        at.base = base as u32;
    }
    at.instance = instance;
    at.pc = entry;
    Next::Go { entering: true }
}
