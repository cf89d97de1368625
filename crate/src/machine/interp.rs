//! The interpreter: one loop over 8-byte instructions.
//!
//! Never recurses in Rust: calls push a return word on the run stack, builtins that call back return `Trap::Call`.
//! Invariant: between instructions every register that is live holds a term of the process's heap (or an immediate or
//! literal); collections happen only on entering a function, when the caller frames' live masks and the arguments are
//! all there is.

use std::cmp::Ordering;

use super::detour::{Detour, take};
use super::exec::numbers::{self, are_small};
use super::exec::{Site, bits, failures, receive, values};
use super::host::{Host, Target, charge_work};
use super::known::KnownFun;
use super::leaf;
use super::stack::{
    Position, ROOT, Window, existing_window, list_and_window, return_parts, return_word, window,
};
use super::stop::{Next, Stop};
use super::unwind::stacktrace;
use bytecode::instr::{Arith, CONS_BASE, NO_FAIL};
use bytecode::module::Mfa;
use bytecode::{Instr, Reg};
use term::word::TAG_BITS;
use term::{Term, arith, map, order};

/// Runs the process at `at` until it stops; `at` is then where it goes on.
pub fn run<H: Host>(host: &mut H, stack: &mut Vec<Term>, at: &mut Position) -> Stop {
    let mut entering = false;
    // A library function and the fun it was given take turns: both are kept at hand.
    let mut current = host.instance(at.instance);
    let mut other = current.clone();
    let mut scratch = Vec::new();
    let mut known_fun = KnownFun::NONE;
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
                        break 'code Leave::Detour(Detour::Rest);
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
            macro_rules! site {
                () => {
                    Site { module, pc }
                };
            }
            macro_rules! detour {
                ($detour:expr) => {
                    break 'code Leave::Detour($detour)
                };
            }
            // What a function that does the work gives back.
            macro_rules! known {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(detour) => detour!(detour),
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
                ($raised:expr) => {
                    detour!(Detour::Throw($raised))
                };
            }
            // A failing operation: to `fail`, or (NO_FAIL) an exception.
            macro_rules! fail {
                ($op:expr, $a:expr, $b:expr, $error:expr, $fail:expr) => {
                    pc = known!(numbers::failed(host, site!(), $op, ($a, $b), $error, $fail))
                };
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
            // What a builtin returns whose arguments begin at `r[first]`; for `k` see `Detour`.
            macro_rules! call_native {
                ($native:expr, $first:expr, $arity:expr, $k:expr) => {{
                    let (native, k): (u32, Option<Reg>) = ($native, $k);
                    let (first, arity): (usize, usize) = ($first, $arity);
                    host.note_position(here!());
                    match host.call_native(native, &r[first..first + arity]) {
                        Ok(value) => value,
                        Err(trap) => detour!(Detour::Trapped { trap, native, k }),
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
                            detour!(Detour::Done(value));
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
                    if are_small(a, b)
                        && let Some(sum) = (a.0 as i64).$checked(b.0 as i64)
                    {
                        reg!($dst) = Term(sum as u64);
                    } else {
                        match $general(host.heap_mut(), a, b) {
                            Ok(value) => reg!($dst) = value,
                            Err(error) => fail!($op, a, b, error, $fail),
                        }
                    }
                }};
            }
            // `a + value`
            macro_rules! count {
                ($a:expr, $value:expr) => {{
                    let (a, value) = (reg!($a), i64::from($value));
                    match numbers::add_small(a, value) {
                        Some(sum) => sum,
                        None => known!(numbers::count(host, site!(), a, value)),
                    }
                }};
            }
            macro_rules! compare {
                ($op:expr, $a:expr, $b:expr) => {{
                    let (a, b) = (reg!($a), reg!($b));
                    if are_small(a, b) {
                        numbers::compare_small($op, a, b)
                    } else if let Some(holds) = numbers::compare(host, $op, a, b) {
                        holds
                    } else {
                        detour!(Detour::OutOfMemory)
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

            macro_rules! build {
                ($dst:expr, $spec:expr) => {{
                    let spec = $spec as usize;
                    pc = known!(bits::build(host, r, site!(), $dst, spec, &mut scratch));
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
                    Instr::Test { kind, src, to } => unless!(values::is(host, kind, reg!(src)), to),
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
                        unless!(compare!(op, a, b), to);
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
                        pc = values::switch(&module.switches[table as usize], reg!(src));
                    }
                    Instr::SwitchNear {
                        src,
                        first,
                        default,
                        steps,
                    } => {
                        pc += values::switch_near(reg!(src), first, default, steps);
                    }
                    Instr::SwitchArity { src, table } => {
                        let table = &module.switches[table as usize];
                        pc = values::switch_arity(table, host.heap(), reg!(src));
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
                                if let Some(sum) = numbers::add_small(reg!(a), value.into()) {
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
                        pc = values::tuple(host.heap_mut(), r, site!(), dst, count);
                    }
                    Instr::UpdateTuple { dst, src, count } => {
                        let tuple = reg!(src);
                        pc = values::update_tuple(host.heap_mut(), r, site!(), dst, tuple, count);
                    }
                    Instr::MakeFun { dst, count, fun } => {
                        let fun = (instance, fun);
                        pc = values::fun(host.heap_mut(), r, site!(), dst, fun, count);
                    }
                    Instr::Args(_) => {}
                    Instr::Compare { op, dst, a, b } => {
                        reg!(dst) = Term::bool(compare!(op, a, b));
                    }

                    Instr::Add { dst, a, b, fail } => {
                        arithmetic!(Arith::Add, dst, a, b, fail, checked_add, arith::add);
                    }
                    Instr::Sub { dst, a, b, fail } => {
                        arithmetic!(Arith::Sub, dst, a, b, fail, checked_sub, arith::sub);
                    }
                    Instr::Mul { dst, a, b, fail } => {
                        let (a, b) = (reg!(a), reg!(b));
                        if let Some(product) = numbers::small_multiply(a, b) {
                            reg!(dst) = product;
                        } else {
                            match arith::mul(host.heap_mut(), a, b) {
                                Ok(product) => reg!(dst) = product,
                                Err(error) => fail!(Arith::Mul, a, b, error, fail),
                            }
                        }
                    }
                    Instr::AddInt { dst, a, value } => reg!(dst) = count!(a, value),
                    Instr::SubInt { dst, a, value } => reg!(dst) = count!(a, -i64::from(value)),
                    Instr::Arith { op, dst, a, b } => {
                        let operands = (reg!(a), reg!(b));
                        pc = known!(numbers::operation(host, r, site!(), op, dst, operands));
                    }
                    Instr::ArithInt { op, dst, a, value } => {
                        let a = reg!(a);
                        if let Some(result) = numbers::arith_small(op, a, value) {
                            reg!(dst) = result;
                            pc = site!().past_else();
                        } else {
                            let operands = (a, Term::int(value));
                            pc = known!(numbers::operation(host, r, site!(), op, dst, operands));
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
                        if key.is_pointer() && !charge_work(host) {
                            detour!(Detour::OutOfMemory);
                        }
                        match found {
                            Some(value) => reg!(dst) = value,
                            None => pc = fail as usize,
                        }
                    }
                    Instr::MapPut { dst, src, count } | Instr::MapUpdate { dst, src, count } => {
                        let exact = matches!(instr, Instr::MapUpdate { .. });
                        let map = (dst, reg!(src));
                        pc = known!(values::put(host, r, site!(), map, count, exact));
                    }

                    Instr::BinAppend {
                        dst,
                        binary,
                        byte,
                        spec,
                    } => {
                        let value = bits::append_byte(host.heap_mut(), reg!(binary), reg!(byte));
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
                        pc = bits::get(host.heap_mut(), r, site!(), dst, spec, fail);
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
                        let counter = count!(a, value);
                        reg!(k) = counter;
                        // A recursion that counts looks at its counter first. Half of the calls of one that calls itself twice
                        // end there.
                        let first = values::after_first_look(code, target as usize, counter);
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
                        reg!(dst) = count!(a, value);
                        tail_call!(target);
                    }
                    Instr::CallExt { base: k, import } => match current.target(host, import) {
                        Target::Native(native) => {
                            let arity = module.imports[import as usize].arity as usize;
                            reg!(k) = call_native!(native, k as usize + 1, arity, Some(k));
                            if host.interrupted() {
                                detour!(Detour::Pause);
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
                            let k = Some(k);
                            detour!(Detour::Undefined { import, k })
                        }
                    },
                    Instr::TailCallExt { import } => match current.target(host, import) {
                        Target::Native(native) => {
                            let arity = module.imports[import as usize].arity as usize;
                            let value = call_native!(native, 1, arity, None);
                            if host.interrupted() {
                                detour!(Detour::PauseReturning(value));
                            }
                            give_back!(value);
                        }
                        Target::Code {
                            instance: to,
                            entry,
                        } => go_to!(to, entry),
                        Target::Undefined => {
                            detour!(Detour::Undefined { import, k: None })
                        }
                    },
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
                            && let Some((to, entry)) = known_fun.entry(host, place)
                        {
                            base += k as usize;
                            go_to_window!();
                            values::spread(free, &mut r[1 + arity as usize..]);
                            call_code!(k, to, entry);
                            continue;
                        }
                        // Should it wait, the call alone is made again.
                        reg!(k.wrapping_add(arity)) = fun;
                        let k = Some(k);
                        detour!(Detour::Fun { fun, arity, k })
                    }
                    Instr::TailCallFun { arity } => {
                        let fun = reg!(arity);
                        if let Some((place, free)) = host.heap().closure(fun, arity.into())
                            && let Some((to, entry)) = known_fun.entry(host, place)
                        {
                            values::spread(free, &mut r[1 + arity as usize..]);
                            go_to!(to, entry);
                            continue;
                        }
                        let k = None;
                        detour!(Detour::Fun { fun, arity, k })
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
                        let (callee, k) = ((m, f), Some(k));
                        detour!(Detour::Apply { callee, arity, k })
                    }
                    Instr::TailApply { arity } => {
                        let callee = (reg!(arity), reg!(arity.wrapping_add(1)));
                        let k = None;
                        detour!(Detour::Apply { callee, arity, k })
                    }
                    Instr::Bif { dst, import, fail } => {
                        let arity = module.imports[import as usize].arity as usize;
                        let first = dst as usize;
                        let Target::Native(native) = current.target(host, import.into()) else {
                            let import = import.into();
                            throw!(failures::undefined_import(host, r, site!(), import, dst))
                        };
                        match host.call_native(native, &r[first + 1..first + 1 + arity]) {
                            Ok(value) => reg!(dst) = value,
                            Err(_) if fail != NO_FAIL => pc = fail as usize,
                            Err(trap) => {
                                let k = Some(dst);
                                detour!(Detour::Trapped { trap, native, k })
                            }
                        }
                    }
                    Instr::Return { src } => give_back!(reg!(src)),
                    Instr::ReturnInt { value } => give_back!(Term::int(value)),
                    Instr::ReturnConst { index } => give_back!(module.constants[index as usize]),
                    Instr::MulReturn { a, b } => {
                        let (a, b) = (reg!(a), reg!(b));
                        if let Some(product) = numbers::small_multiply(a, b) {
                            give_back!(product);
                        } else {
                            give_back!(known!(numbers::product(host, site!(), a, b)));
                        }
                    }
                    Instr::AddIntReturn { a, value } => give_back!(count!(a, value)),
                    Instr::ArithIntReturn { op, a, value } => {
                        give_back!(known!(numbers::result(host, site!(), op, reg!(a), value)));
                    }
                    Instr::AddReturn { mut a, mut b } => loop {
                        let (first, second) = (reg!(a), reg!(b));
                        let sum = if are_small(first, second)
                            && let Some(sum) = (first.0 as i64).checked_add(second.0 as i64)
                        {
                            Term(sum as u64)
                        } else {
                            known!(numbers::sum(host, site!(), first, second))
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
                                break 'code Leave::Detour(Detour::Rest);
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
                        if receive::accept(host, here!()) {
                            detour!(Detour::Pause);
                        }
                    }
                    Instr::RecvNext { to } => {
                        let is_over = receive::skip(host, here!());
                        pc = to as usize;
                        if is_over {
                            detour!(Detour::Pause);
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
                        let after = reg!(src);
                        pc = known!(receive::wait(host, site!(), here!(), after, live, to));
                        if host.interrupted() {
                            detour!(Detour::Pause);
                        }
                    }

                    Instr::Fail { kind, src } => throw!(failures::fail(host, kind, reg!(src))),
                    Instr::FunctionClause => throw!(failures::no_clause(host, r, site!())),
                    Instr::Reraise { base: k } => throw!(failures::again(r, k)),
                    Instr::CatchValue { dst, base: k } => {
                        reg!(dst) = failures::catch_value(host, r, k);
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
            Leave::Cross(to) => at.instance = to,
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
            Leave::Detour(detour) => match take(host, stack, at, module, detour) {
                Next::Go { entering: at_entry } => entering = at_entry,
                Next::Stop(stop) => return stop,
            },
        }
    }
}

/// Why the interpreter leaves its loop.
enum Leave {
    /// To `pc` in another instance.
    Cross(u32),
    /// At the instruction before `pc`, for a message. So many registers are live.
    Wait(Reg),
    Detour(Detour),
}
