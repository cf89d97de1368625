//! The interpreter: one loop over 8-byte instructions.
//!
//! Never recurses in Rust: calls push a return word on the run stack, builtins that call back return `Trap::Call`.
//! Invariant: between instructions every register that is live holds a term of the process's heap (or an immediate or
//! literal); collections happen only on entering a function, when the caller frames' live masks and the arguments are
//! all there is.

use std::cmp::Ordering;

use super::call::{apply, call_fun, call_undefined};
use super::host::{Class, Host, Link, ReceiveTimer, Target, charge_work};
use super::safepoint::safepoint;
use super::stack::{
    Position, ROOT, Window, existing_window, list_and_window, return_parts, return_word, window,
};
use super::stop::{Next, Stop, pause, pause_returning};
use super::trap::{arith_raised, count_raised, native_trap, throw, undefined};
use super::unwind::{Raised, Trace, stacktrace};
use super::{binary, exec, explain, leaf};
use bytecode::instr::{Arith, CONS_BASE, NO_FAIL, Type};
use bytecode::module::Mfa;
use bytecode::{Instr, Reg};
use term::word::{SMALL, TAG_BITS};
use term::{Heap, Term, arith, atom, map, order};

/// Runs the process at `at` until it stops; `at` is then where it goes on.
pub fn run<H: Host>(host: &mut H, stack: &mut Vec<Term>, at: &mut Position) -> Stop {
    let mut entering = false;
    // A library function and the fun it was given take turns: both are kept at hand.
    let mut current = host.instance(at.instance);
    let mut other = current.clone();
    let mut scratch = Vec::new();
    // Where the fun begins that was called last, and in which generation of the code: it is likely to be called again, and
    // going on there need not wait for the way to its code.
    let mut known_fun = (u64::MAX, 0, 0);
    loop {
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

        let mut r: &mut Window;
        // Sets `r` to the window at `base`, which nearly always exists: no more than a look at the stack's length.
        macro_rules! go_to_window {
            () => {
                r = match existing_window(stack, base) {
                    Some(window) => window,
                    None => window(stack, base),
                };
            };
        }

        go_to_window!();

        let leave = 'code: {
            // Entering a function is the safepoint: spend a reduction, collect, end the slice. `r` is the function's window.
            macro_rules! enter {
                () => {
                    *host.reductions() -= 1;
                    if *host.reductions() <= 0 || host.heap().wants_collection() {
                        break 'code Leave::Rest;
                    }
                };
            }
            // Whether the safepoint of a call would let it pass.
            macro_rules! is_calm {
                () => {
                    *host.reductions() > 1 && !host.heap().wants_collection()
                };
            }
            if entering {
                entering = false;
                enter!();
            }

            macro_rules! reg {
                ($register:expr) => {
                    r[$register as usize + 1]
                };
            }
            macro_rules! follow {
                ($next:expr) => {{
                    let next = $next;
                    break 'code Leave::Follow { to: *at, next };
                }};
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
                ($raised:expr) => {
                    break 'code Leave::Throw($raised)
                };
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
                    go_to_window!();
                    enter!();
                }};
            }
            macro_rules! tail_call {
                ($target:expr) => {{
                    pc = $target as usize;
                    enter!();
                    begin!();
                }};
            }
            // The first instruction of a function that has just been entered, if it is one that loops begin with: they count,
            // or walk along a list.
            macro_rules! begin {
                () => {
                    match code[pc] {
                        Instr::SameInt { src, value, to } => {
                            pc = if reg!(src) == Term::int(value.into()) {
                                pc + 1
                            } else {
                                to as usize
                            };
                        }
                        Instr::MatchCons {
                            src,
                            head,
                            tail,
                            to,
                        } => {
                            pc += 1;
                            match_cons!(src, head, tail, to);
                        }
                        Instr::MatchList {
                            src,
                            head,
                            tail,
                            to,
                        } => {
                            pc += 1;
                            match_list!(src, head, tail, to);
                        }
                        _ => {}
                    }
                };
            }
            // The message to look at. Where there is none, most receives wait.
            macro_rules! receive {
                ($dst:expr, $to:expr) => {
                    match host.peek_message() {
                        Some(message) => reg!($dst) = message,
                        None => {
                            pc = $to as usize;
                            if let Instr::RecvWait { live, .. } = code[pc] {
                                pc += 1;
                                break 'code Leave::Wait(live);
                            }
                        }
                    }
                };
            }
            macro_rules! match_cons {
                ($src:expr, $head:expr, $tail:expr, $to:expr) => {{
                    let cell = reg!($src);
                    if cell.is_cons() {
                        let (head, tail) = host.heap().head_tail(cell);
                        reg!($head) = head;
                        reg!($tail) = tail;
                    } else {
                        pc = $to as usize;
                    }
                }};
            }
            macro_rules! match_list {
                ($src:expr, $head:expr, $tail:expr, $to:expr) => {{
                    let list = reg!($src);
                    if list.is_cons() {
                        let (head, tail) = host.heap().head_tail(list);
                        reg!($head) = head;
                        reg!($tail) = tail;
                        pc = $to as usize;
                    } else if !list.is_nil() {
                        pc = $to as usize - 1;
                    }
                }};
            }
            // Where the code of a fun begins, from the word that says where it is.
            macro_rules! fun_entry {
                ($place:expr) => {{
                    let place: u64 = $place;
                    let generation = host.code_generation();
                    let (known, found_in, entry) = known_fun;
                    let (instance, index) = Heap::fun_place(place);
                    if known == place && found_in == generation {
                        Some((instance, entry))
                    } else {
                        let entry = host.fun_entry(instance, index);
                        if let Some(entry) = entry {
                            known_fun = (place, generation, entry);
                        }
                        entry.map(|entry| (instance, entry))
                    }
                }};
            }
            // On to a function, of whichever instance, whose window begins at `base`.
            macro_rules! go_to {
                ($to:expr, $entry:expr) => {{
                    let to: u32 = $to;
                    pc = $entry as usize;
                    if to != instance {
                        entering = true;
                        break 'code Leave::Cross(to);
                    }
                    go_to_window!();
                    enter!();
                }};
            }
            // Calls a function, of whichever instance, in its window `r` at `base`, `k` above the caller's.
            macro_rules! call_code {
                ($k:expr, $to:expr, $entry:expr) => {{
                    let k: Reg = $k;
                    let (to, entry): (u32, u32) = ($to, $entry);
                    if to == other.number && is_calm!() {
                        *host.reductions() -= 1;
                        let mut entered = entry as usize;
                        let value = leaf::run(&other.module, &mut entered, host.heap_mut(), r);
                        if value != Term::NONE {
                            r[1] = value;
                            base -= k as usize;
                            go_to_window!();
                            continue;
                        }
                        r[0] = return_word(instance, pc as u32, k);
                        pc = entered;
                        break 'code Leave::Cross(to);
                    }
                    r[0] = return_word(instance, pc as u32, k);
                    go_to!(to, entry);
                }};
            }
            macro_rules! give_back {
                ($value:expr) => {{
                    let value: Term = $value;
                    let (to, position, delta) = return_parts(r[0]);
                    r[1] = value;
                    base -= delta as usize;
                    pc = position as usize;
                    if to != instance {
                        if to == ROOT {
                            break 'code Leave::Done(value);
                        }
                        break 'code Leave::Cross(to);
                    }
                    go_to_window!();
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
                            Err(error) => {
                                fail!($fail, arith_raised(host, module, pc, $op, a, b, error))
                            }
                        }
                    }
                }};
            }
            // What follows an operation that succeeded, if it stands in a guard.
            macro_rules! skip_else {
                () => {
                    if let Instr::Else { .. } = code[pc] {
                        pc += 1;
                    }
                };
            }
            macro_rules! charge_work {
                () => {
                    if !charge_work(host) {
                        return Stop::OutOfMemory;
                    }
                };
            }
            macro_rules! operation {
                ($op:expr, $dst:expr, $a:expr, $b:expr) => {
                    let (a, b) = ($a, $b);
                    let result = exec::arith(host.heap_mut(), $op, a, b);
                    if a.is_pointer() || b.is_pointer() {
                        charge_work!();
                    }
                    match result {
                        Ok(value) => {
                            reg!($dst) = value;
                            *host.reductions() -= exec::arith_cost(host.heap(), value);
                            skip_else!();
                        }
                        Err(error) => {
                            if let Instr::Else { fail } = code[pc] {
                                pc = fail as usize;
                            } else {
                                throw!(arith_raised(host, module, pc, $op, $a, $b, error));
                            }
                        }
                    }
                };
            }
            macro_rules! compare {
                ($op:expr, $a:expr, $b:expr) => {{
                    let (a, b) = ($a, $b);
                    let holds = exec::compare(host.heap(), $op, a, b);
                    if a.is_pointer() && b.is_pointer() {
                        charge_work!();
                    }
                    holds
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

            // Segment by segment. In a guard, `Else` says where a failure leads.
            macro_rules! build {
                ($dst:expr, $spec:expr) => {{
                    let segments = &module.bin_builds[$spec as usize];
                    match binary::build(host.heap_mut(), r, segments, &mut scratch) {
                        Ok(value) => reg!($dst) = value,
                        Err(error) => {
                            if let Instr::Else { fail } = code[pc] {
                                pc = fail as usize;
                            } else {
                                throw!(explain::failed_binary(host, &error, module.is_shell));
                            }
                        }
                    }
                }};
            }

            loop {
                let instr = code[pc];
                pc += 1;
                match instr {
                    Instr::Move { dst, src } => reg!(dst) = reg!(src),
                    Instr::Move2 {
                        moves: [first, second],
                    } => {
                        reg!(first.0) = reg!(first.1);
                        reg!(second.0) = reg!(second.1);
                        pc += 1;
                    }
                    Instr::Move3 {
                        moves: [first, second, third],
                    } => {
                        reg!(first.0) = reg!(first.1);
                        reg!(second.0) = reg!(second.1);
                        reg!(third.0) = reg!(third.1);
                        pc += 2;
                    }
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
                    } => match_cons!(src, head, tail, to),
                    Instr::MatchList {
                        src,
                        head,
                        tail,
                        to,
                    } => match_list!(src, head, tail, to),
                    Instr::MatchConsCall2 {
                        mut src,
                        mut head,
                        mut tail,
                        mut to,
                    } => loop {
                        let cell = reg!(src);
                        if !cell.is_cons() {
                            pc = to as usize;
                            break;
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
                        // A recursion along a list comes to the same instruction in frame after frame.
                        let Instr::MatchConsCall2 {
                            src: next_src,
                            head: next_head,
                            tail: next_tail,
                            to: next_to,
                        } = code[pc]
                        else {
                            break;
                        };
                        (src, head, tail, to) = (next_src, next_head, next_tail, next_to);
                        pc += 1;
                    },
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
                        if !matches {
                            pc = to as usize;
                        } else if let Instr::Element { dst, src, position } = code[pc] {
                            reg!(dst) = host.heap().element(reg!(src), position as usize);
                            pc += 1;
                        }
                    }
                    Instr::SameConst { src, index, to } => {
                        unless!(reg!(src) == module.constants[index as usize], to);
                    }
                    Instr::SameInt { src, value, to } => {
                        unless!(reg!(src) == Term::int(value.into()), to);
                    }
                    Instr::Unless { op, a, b, to } => {
                        unless!(compare!(op, reg!(a), reg!(b)), to);
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
                    Instr::SwitchNear {
                        src,
                        first,
                        default,
                        steps,
                    } => {
                        pc += exec::switch_near(reg!(src), first, default, steps);
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
                        // A loop that makes a list goes into its next turn.
                        match code[pc] {
                            Instr::TailCall { target } => tail_call!(target),
                            Instr::AddIntTailCall {
                                dst,
                                a,
                                value,
                                target,
                            } => {
                                if let Some(sum) = exec::add_small(reg!(a), value.into()) {
                                    reg!(dst) = sum;
                                    tail_call!(target);
                                }
                            }
                            _ => {}
                        }
                    }
                    Instr::Tuple2 { dst, a, b } => {
                        reg!(dst) = host.heap_mut().pair(reg!(a), reg!(b));
                    }
                    Instr::Tuple3 { dst, a, b, c } => {
                        reg!(dst) = host.heap_mut().triple(reg!(a), reg!(b), reg!(c));
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
                        reg!(dst) = Term::bool(compare!(op, reg!(a), reg!(b)));
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
                                arith_raised(host, module, pc, Arith::Mul, reg!(a), reg!(b), error)
                            ),
                        }
                    }
                    Instr::AddInt { dst, a, value } => {
                        let term = reg!(a);
                        if let Some(sum) = add_int(host, term, i64::from(value)) {
                            reg!(dst) = sum;
                        } else {
                            throw!(count_raised(host, module, pc, term, i64::from(value)));
                        }
                    }
                    Instr::SubInt { dst, a, value } => {
                        let term = reg!(a);
                        if let Some(sum) = add_int(host, term, -i64::from(value)) {
                            reg!(dst) = sum;
                        } else {
                            throw!(count_raised(host, module, pc, term, -i64::from(value)));
                        }
                    }
                    Instr::Arith { op, dst, a, b } => {
                        let (a, b) = (reg!(a), reg!(b));
                        operation!(op, dst, a, b);
                    }
                    Instr::ArithInt { op, dst, a, value } => {
                        let a = reg!(a);
                        if let Some(result) = exec::arith_small(op, a, value) {
                            reg!(dst) = result;
                            skip_else!();
                        } else {
                            operation!(op, dst, a, Term::int(value));
                        }
                    }
                    Instr::Else { .. } => {}

                    Instr::MapGet {
                        dst,
                        src,
                        key,
                        fail,
                    } => {
                        let key = reg!(key);
                        let found = map::get(host.heap(), reg!(src), key);
                        if key.is_pointer() {
                            charge_work!();
                        }
                        match found {
                            Some(value) => reg!(dst) = value,
                            None => pc = fail as usize,
                        }
                    }
                    Instr::MapPut { dst, src, count } | Instr::MapUpdate { dst, src, count } => {
                        let pairs = exec::operands(&code[pc..], count as usize * 2, r);
                        let next = pc + (count as usize * 2).div_ceil(7);
                        let result = if let Instr::MapPut { .. } = instr {
                            exec::map_put(host.heap_mut(), reg!(src), pairs)
                        } else {
                            exec::map_update(host.heap_mut(), reg!(src), pairs)
                        };
                        charge_work!();
                        match result {
                            Ok(value) => {
                                reg!(dst) = value;
                                pc = next;
                            }
                            Err(reason) => {
                                if let Instr::Else { fail } = code[next] {
                                    pc = fail as usize;
                                } else {
                                    let pairs: Vec<Term> =
                                        exec::operands(&code[pc..], count as usize * 2, r)
                                            .collect();
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

                    Instr::BinAppend {
                        dst,
                        binary,
                        byte,
                        spec,
                    } => {
                        let value = append_byte(host, reg!(binary), reg!(byte));
                        if value == Term::NONE {
                            build!(dst, spec);
                        } else {
                            reg!(dst) = value;
                            // A loop that makes a binary goes into its next turn.
                            if let Instr::MoveTailCall { dst, src, target } = code[pc] {
                                reg!(dst) = reg!(src);
                                tail_call!(target);
                            }
                        }
                    }
                    Instr::BinBuild { dst, spec } => build!(dst, spec),
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
                    Instr::BinGetInt {
                        dst,
                        ctx,
                        bytes,
                        fail,
                    } => {
                        let place = ctx.wrapping_add(1);
                        let position = reg!(place).small_value() as usize;
                        let bytes = bytes.into();
                        match host.heap().whole_bytes(reg!(ctx), position, bytes) {
                            Some(value) => {
                                reg!(dst) = Term(value << TAG_BITS);
                                reg!(place) = Term::size(position + bytes * 8);
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
                        begin!();
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
                        begin!();
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
                            throw!(count_raised(host, module, pc, term, i64::from(value)));
                        }
                        // A recursion that counts looks at its counter first. Half of the calls of one that calls itself twice
                        // end there.
                        let counter = reg!(k);
                        let first = exec::after_first_look(code, target as usize, counter);
                        let result = match code[first] {
                            Instr::Return { src: 0 } => counter,
                            Instr::ReturnInt { value } => Term::int(value),
                            _ => Term::NONE,
                        };
                        if result != Term::NONE && is_calm!() {
                            *host.reductions() -= 1;
                            reg!(k) = result;
                            continue;
                        }
                        call!(k, target);
                        pc = first;
                    }
                    Instr::TailCall { target } => {
                        tail_call!(target);
                        // A server's loop goes into its next receive.
                        if let Instr::RecvPeek { dst, to } = code[pc] {
                            pc += 1;
                            receive!(dst, to);
                        }
                    }
                    Instr::MoveTailCall { dst, src, target } => {
                        reg!(dst) = reg!(src);
                        tail_call!(target);
                    }
                    Instr::AddIntTailCall {
                        dst,
                        a,
                        value,
                        target,
                    } => {
                        let term = reg!(a);
                        if let Some(sum) = add_int(host, term, i64::from(value)) {
                            reg!(dst) = sum;
                        } else {
                            throw!(count_raised(host, module, pc, term, i64::from(value)));
                        }
                        tail_call!(target);
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
                                            break 'code Leave::Pause;
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
                                base += k as usize;
                                go_to_window!();
                                call_code!(k, to, entry);
                            }
                            Target::Undefined => {
                                let mfa = module.imports[import as usize];
                                let first = base + k as usize;
                                *at = here!();
                                follow!(call_undefined(host, stack, at, mfa, first, Some(k)));
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
                            } => go_to!(to, entry),
                            Target::Undefined => {
                                let mfa = module.imports[import as usize];
                                *at = here!();
                                follow!(call_undefined(host, stack, at, mfa, base, None));
                            }
                        }
                    }
                    Instr::CallFun { base: k, arity }
                    | Instr::CallFunWith { base: k, arity, .. } => {
                        let fun = if let Instr::CallFunWith {
                            fun, a, b, skip, ..
                        } = instr
                        {
                            let (fun, first, second) = (reg!(fun), reg!(a), reg!(b));
                            reg!(k) = first;
                            reg!(k.wrapping_add(1)) = second;
                            pc += usize::from(skip);
                            fun
                        } else {
                            reg!(k.wrapping_add(arity))
                        };
                        if let Some((place, free)) = host.heap().closure(fun, arity.into())
                            && let Some((to, entry)) = fun_entry!(place)
                        {
                            base += k as usize;
                            go_to_window!();
                            exec::spread(free, &mut r[1 + arity as usize..]);
                            call_code!(k, to, entry);
                            continue;
                        }
                        // Should it wait, the call alone is made again.
                        reg!(k.wrapping_add(arity)) = fun;
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
                        if let Some((place, free)) = host.heap().closure(fun, arity.into())
                            && let Some((to, entry)) = fun_entry!(place)
                        {
                            exec::spread(free, &mut r[1 + arity as usize..]);
                            go_to!(to, entry);
                            continue;
                        }
                        *at = here!();
                        follow!(call_fun(host, stack, at, fun, base, arity as usize, None));
                    }
                    Instr::Apply { base: k, arity } => {
                        let place = k.wrapping_add(arity);
                        let (m, f) = (reg!(place), reg!(place.wrapping_add(1)));
                        if let (Some(module), Some(function)) = (m.as_atom(), f.as_atom())
                            && let Target::Code {
                                instance: to,
                                entry,
                            } = host.resolve(Mfa {
                                module,
                                function,
                                arity: arity.into(),
                            })
                        {
                            base += k as usize;
                            go_to_window!();
                            call_code!(k, to, entry);
                            continue;
                        }
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
                    Instr::ReturnInt { value } => give_back!(Term::int(value)),
                    Instr::ReturnConst { index } => give_back!(module.constants[index as usize]),
                    Instr::MulReturn { a, b } => {
                        let (a, b) = (reg!(a), reg!(b));
                        match exec::multiply(host.heap_mut(), a, b) {
                            Ok(value) => give_back!(value),
                            Err(error) => {
                                throw!(arith_raised(host, module, pc, Arith::Mul, a, b, error));
                            }
                        }
                    }
                    Instr::AddIntReturn { a, value } => {
                        let term = reg!(a);
                        if let Some(sum) = add_int(host, term, i64::from(value)) {
                            give_back!(sum);
                        } else {
                            throw!(count_raised(host, module, pc, term, i64::from(value)));
                        }
                    }
                    Instr::ArithIntReturn { op, a, value } => {
                        let (a, b) = (reg!(a), Term::int(value));
                        if let Some(result) = exec::arith_small(op, a, value) {
                            give_back!(result);
                            continue;
                        }
                        let result = exec::arith(host.heap_mut(), op, a, b);
                        charge_work!();
                        match result {
                            Ok(value) => {
                                *host.reductions() -= exec::arith_cost(host.heap(), value);
                                give_back!(value);
                            }
                            Err(error) => throw!(arith_raised(host, module, pc, op, a, b, error)),
                        }
                    }
                    Instr::AddReturn { mut a, mut b } => loop {
                        let (first, second) = (reg!(a), reg!(b));
                        let sum = if (first.0 | second.0) & 0xF == SMALL
                            && let Some(sum) = (first.0 as i64).checked_add(second.0 as i64)
                        {
                            Term(sum as u64)
                        } else {
                            match arith::add(host.heap_mut(), first, second) {
                                Ok(sum) => sum,
                                Err(error) => {
                                    throw!(arith_raised(
                                        host,
                                        module,
                                        pc,
                                        Arith::Add,
                                        first,
                                        second,
                                        error
                                    ))
                                }
                            }
                        };
                        give_back!(sum);
                        // A recursion that adds up comes back to the same instruction in frame after frame.
                        let Instr::AddReturn {
                            a: next_a,
                            b: next_b,
                        } = code[pc]
                        else {
                            break;
                        };
                        (a, b) = (next_a, next_b);
                        pc += 1;
                    },
                    Instr::ConsReturn { head, tail } => {
                        let cell = host.heap_mut().cons(reg!(head), reg!(tail));
                        give_back!(cell);
                    }
                    Instr::ConsCall {
                        head,
                        arity,
                        target,
                    } => {
                        let back = return_word(instance, pc as u32, CONS_BASE);
                        if r[0] != back {
                            let cell = host.heap_mut().cons(reg!(head), Term::NIL);
                            // One by one: there are few, and copying a block costs a call into the engine in wasm.
                            for argument in (1..=usize::from(arity)).rev() {
                                r[argument + usize::from(CONS_BASE)] = r[argument];
                            }
                            (r[1], r[2], r[3]) = (cell, cell, back);
                            base += usize::from(CONS_BASE);
                            pc = target as usize;
                            go_to_window!();
                            enter!();
                            begin!();
                            continue;
                        }
                        let here = pc - 1;
                        let (below, window) = list_and_window(stack, base);
                        let mut last = *below;
                        r = window;
                        loop {
                            last = host.heap_mut().cons_after(last, reg!(head));
                            pc = target as usize;
                            *host.reductions() -= 1;
                            if *host.reductions() <= 0 || host.heap().wants_collection() {
                                *list_and_window(stack, base).0 = last;
                                break 'code Leave::Rest;
                            }
                            begin!();
                            // A recursion along a list is here again, and nobody else wants to know the last cell.
                            if pc != here {
                                let (below, window) = list_and_window(stack, base);
                                *below = last;
                                r = window;
                                break;
                            }
                        }
                    }
                    Instr::ConsLink => {
                        let (first, last) = (reg!(0), reg!(1));
                        host.heap_mut().set_tail(last, reg!(CONS_BASE));
                        give_back!(first);
                    }

                    Instr::RecvPeek { dst, to } => receive!(dst, to),
                    Instr::RecvAccept => {
                        host.note_position(here!());
                        host.accept_message();
                        if host.interrupted() {
                            break 'code Leave::Pause;
                        }
                    }
                    Instr::RecvNext { to } => {
                        host.note_position(here!());
                        host.skip_message();
                        pc = to as usize;
                        *host.reductions() -= 1;
                        if host.interrupted() || *host.reductions() <= 0 {
                            break 'code Leave::Pause;
                        }
                    }
                    Instr::RecvWait { live, to } => {
                        if !host.has_unseen_message() {
                            break 'code Leave::Wait(live);
                        }
                        pc = to as usize;
                        if let Instr::RecvPeek { dst, to } = code[pc] {
                            pc += 1;
                            receive!(dst, to);
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
                            break 'code Leave::Pause;
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
        };

        *at = Position {
            instance,
            pc: pc as u32,
            base: base as u32,
        };
        match leave {
            Leave::Done(value) => return Stop::Done(value),
            Leave::Cross(to) => at.instance = to,
            Leave::Rest => {
                if let Some(stop) = safepoint(host, stack, *at) {
                    return stop;
                }
            }
            Leave::Pause => return pause(module, *at),
            // Not by way of `at`: reading what was just written in other pieces is what a processor waits for.
            Leave::Wait(live) => {
                host.note_position(Position {
                    instance,
                    pc: pc as u32 - 1,
                    base: base as u32,
                });
                host.wait_for_message();
                return Stop::Wait {
                    live: base as u32 + u32::from(live),
                };
            }
            Leave::Throw(raised) => {
                at.pc -= 1;
                match throw(host, stack, at, raised) {
                    Next::Go { entering: at_entry } => entering = at_entry,
                    Next::Stop(stop) => return stop,
                }
            }
            Leave::Follow { to, next } => {
                *at = to;
                match next {
                    Next::Go { entering: at_entry } => entering = at_entry,
                    Next::Stop(stop) => return stop,
                }
            }
        }
    }
}

/// Why the interpreter leaves its loop for a while: what is done then is the same wherever it happens.
enum Leave {
    /// To `pc` in another instance.
    Cross(u32),
    /// The first function has returned.
    Done(Term),
    /// At the entry of a function, the safepoint.
    Rest,
    /// Between two instructions, for the host.
    Pause,
    /// At the instruction before `pc`, for a message. So many registers are live.
    Wait(Reg),
    /// The instruction before `pc` fails.
    Throw(Raised),
    Follow {
        to: Position,
        next: Next,
    },
}

/// `<<Binary/binary, Byte>>` in place, where that can be done; else [`Term::NONE`].
#[inline]
fn append_byte<H: Host>(host: &mut H, binary: Term, byte: Term) -> Term {
    if !byte.is_small() {
        return Term::NONE;
    }
    host.heap_mut()
        .append_byte(binary, byte.small_value() as u8)
}

#[inline]
fn add_int<H: Host>(host: &mut H, term: Term, value: i64) -> Option<Term> {
    match exec::add_small(term, value) {
        Some(sum) => Some(sum),
        None => arith::add(host.heap_mut(), term, Term((value << 4) as u64)).ok(),
    }
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
