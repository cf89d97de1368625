//! Where control goes when it leaves the straight path, and why the interpreter returns.

use super::host::{Class, Host};
use super::stack::{Position, ROOT, return_parts};
use bytecode::Reg;
use term::Term;

/// Why the interpreter returned. `live` is the number of words of the run stack to keep.
#[derive(Clone, Copy, Debug)]
pub enum Stop {
    /// The slice is used up; the process stands at the entry of a function.
    Yield { live: u32 },
    /// Stopped between two instructions because the host was interrupted; goes on as if nothing had been.
    Pause { live: u32 },
    /// Nothing to receive, or a builtin waits; the instruction is executed again on waking. The host has been told where
    /// ([`Host::note_position`]).
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
pub(super) enum Next {
    /// To a position, in whichever instance; `entering` if it is a function's entry.
    Go {
        entering: bool,
    },
    Stop(Stop),
}

pub(super) fn frame_size(module: &bytecode::Module, pc: u32) -> u32 {
    module
        .function_at(pc)
        .map_or(256, |function| function.registers)
}

pub(super) fn pause(module: &bytecode::Module, at: Position) -> Stop {
    Stop::Pause {
        live: at.base + frame_size(module, at.pc),
    }
}

/// A pause right after a builtin in tail position: its value is handed to the caller first.
pub(super) fn pause_returning<H: Host>(
    host: &H,
    stack: &mut [Term],
    at: &mut Position,
    value: Term,
) -> Stop {
    let base = at.base as usize;
    let (to, pc, delta) = return_parts(stack[base - 1]);
    if to == ROOT {
        return Stop::Done(value);
    }
    stack[base] = value;
    *at = Position {
        instance: to,
        pc,
        base: at.base - delta,
    };
    let caller = host.instance(to);
    // The result lies above the registers in use when the caller's frame is small.
    let live = at.base + frame_size(&caller.module, pc).max(delta + 1);
    Stop::Pause { live }
}

/// Hands `value` to whoever waits for the call at `at`: the same frame (`k`) or, from a tail call, the caller.
pub(super) fn give(stack: &mut [Term], at: &mut Position, k: Option<Reg>, value: Term) -> Next {
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
