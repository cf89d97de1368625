//! What takes the interpreter out of its loop for a while: done here, the same wherever it happens.

use super::call::{apply, call_fun, call_undefined};
use super::host::{Host, Trap};
use super::safepoint::safepoint;
use super::stack::Position;
use super::stop::{Next, Stop, pause, pause_returning};
use super::trap::{native_trap, throw};
use super::unwind::Raised;
use bytecode::{Module, Reg};
use term::Term;

/// `k`: where the arguments of a call and its result stand, or `None` for one in tail position.
#[derive(Clone, Copy)]
pub enum Detour {
    /// The first function has returned.
    Done(Term),
    /// At the entry of a function, the safepoint.
    Rest,
    /// Between two instructions, for the host.
    Pause,
    /// As `Pause`, when a builtin in tail position has returned this.
    PauseReturning(Term),
    /// At the instruction, for a message or a timer that runs. So many registers are live.
    Wait(Reg),
    OutOfMemory,
    /// The instruction fails.
    Throw(Raised),
    /// A builtin did not return a value.
    Trapped {
        trap: Trap,
        native: u32,
        k: Option<Reg>,
    },
    /// An import is called that does not exist.
    Undefined {
        import: u32,
        k: Option<Reg>,
    },
    /// A fun is called, and a jump is not enough.
    Fun {
        fun: Term,
        arity: u8,
        k: Option<Reg>,
    },
    /// The same for `apply` of a module and a function.
    Apply {
        callee: (Term, Term),
        arity: u8,
        k: Option<Reg>,
    },
}

impl Detour {
    /// Whether it is about the instruction itself, which may have to be made again.
    fn is_at_instruction(self) -> bool {
        match self {
            Detour::Wait(_)
            | Detour::Throw(_)
            | Detour::Trapped { .. }
            | Detour::Undefined { .. }
            | Detour::Fun { .. }
            | Detour::Apply { .. } => true,
            Detour::Done(_)
            | Detour::Rest
            | Detour::Pause
            | Detour::PauseReturning(_)
            | Detour::OutOfMemory => false,
        }
    }
}

/// Takes the detour of the instruction that ends at `at`; then `at` is where to go on.
#[inline(never)]
pub fn take<H: Host>(
    host: &mut H,
    stack: &mut Vec<Term>,
    at: &mut Position,
    module: &Module,
    detour: Detour,
) -> Next {
    if detour.is_at_instruction() {
        at.pc -= 1;
    }
    let first = |k: Option<Reg>| at.base as usize + usize::from(k.unwrap_or(0));
    match detour {
        Detour::Done(value) => Next::Stop(Stop::Done(value)),
        Detour::Rest => match safepoint(host, stack, *at) {
            Some(stop) => Next::Stop(stop),
            None => Next::Go { entering: false },
        },
        Detour::Pause => Next::Stop(pause(module, *at)),
        Detour::PauseReturning(value) => Next::Stop(pause_returning(host, stack, at, value)),
        Detour::Wait(live) => {
            let live = at.base + u32::from(live);
            Next::Stop(Stop::Wait { live })
        }
        Detour::OutOfMemory => Next::Stop(Stop::OutOfMemory),
        Detour::Throw(raised) => throw(host, stack, at, raised),
        Detour::Trapped { trap, native, k } => native_trap(host, stack, at, trap, native, k),
        Detour::Undefined { import, k } => {
            let mfa = module.imports[import as usize];
            let first = first(k);
            call_undefined(host, stack, at, mfa, first, k)
        }
        Detour::Fun { fun, arity, k } => {
            let first = first(k);
            call_fun(host, stack, at, fun, first, arity.into(), k)
        }
        Detour::Apply { callee, arity, k } => {
            let first = first(k);
            apply(host, stack, at, callee, first, arity.into(), k)
        }
    }
}
