//! Failures of instructions: which exception they raise, and what its stack trace shows.

use super::Site;
use crate::host::{Class, Host};
use crate::stack::Window;
use crate::unwind::{Raised, Trace, callee_frame, stacktrace};
use bytecode::Reg;
use bytecode::instr::{Arith, Failure};
use bytecode::module::Note;
use term::arith::ArithError;
use term::{Atom, Heap, Term, atom, map};

/// An error that compiled code raises itself.
#[cold]
#[inline(never)]
pub fn fail<H: Host>(host: &mut H, kind: Failure, value: Term) -> Raised {
    Raised::error(reason(host.heap_mut(), kind, value))
}

fn reason(heap: &mut Heap, kind: Failure, value: Term) -> Term {
    let tag = match kind {
        Failure::Badmatch => atom::BADMATCH,
        Failure::CaseClause => atom::CASE_CLAUSE,
        Failure::TryClause => atom::TRY_CLAUSE,
        Failure::IfClause => return atom::IF_CLAUSE.into(),
        Failure::Badrecord => atom::BADRECORD,
        Failure::BadGenerator => atom::BAD_GENERATOR,
        Failure::BadFilter => atom::BAD_FILTER,
        Failure::Badmap => atom::BADMAP,
        Failure::Badkey => atom::BADKEY,
        Failure::Badarg => return atom::BADARG.into(),
        Failure::BadBoolean => atom::BADARG,
        Failure::ElseClause => atom::ELSE_CLAUSE,
    };
    heap.tuple(&[tag.into(), value])
}

/// No clause of the function at the site matches.
#[cold]
#[inline(never)]
pub fn no_clause<H: Host>(host: &mut H, registers: &Window, site: Site) -> Raised {
    let function = site.module.function_at(site.pc as u32 - 1);
    let arity = function.map_or(0, |function| function.arity as usize);
    let args = host.heap_mut().list(&registers[1..=arity & 0xFF]);
    Raised {
        class: Class::Error,
        reason: atom::FUNCTION_CLAUSE.into(),
        trace: Trace::WithArgs(args, Term::NONE),
    }
}

/// Class, reason and raw trace of the exception that a handler has caught.
fn caught(registers: &Window, base: Reg) -> (Class, Term, Term) {
    let word = |offset| registers[base.wrapping_add(offset) as usize + 1];
    let class = Class::from_term(word(0)).unwrap_or(Class::Error);
    (class, word(1), word(2))
}

/// What a handler has caught, raised again.
#[cold]
#[inline(never)]
pub fn again(registers: &Window, base: Reg) -> Raised {
    let (class, reason, trace) = caught(registers, base);
    Raised {
        class,
        reason,
        trace: Trace::Raw(trace),
    }
}

/// The value of `catch` for an exception: `'EXIT'` tuples for exits and errors.
#[inline(never)]
pub fn catch_value<H: Host>(host: &mut H, registers: &Window, base: Reg) -> Term {
    let (class, reason, raw_trace) = caught(registers, base);
    let exit = Term::from_atom(atom::CAPITAL_EXIT);
    match class {
        Class::Throw => reason,
        Class::Exit => host.heap_mut().tuple(&[exit, reason]),
        Class::Error => {
            let trace = stacktrace(host, raw_trace);
            let pair = host.heap_mut().tuple(&[reason, trace]);
            host.heap_mut().tuple(&[exit, pair])
        }
    }
}

pub fn undefined<H: Host>(
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

/// A failed operation of the instruction at the site: as in OTP the trace shows the operator with its operands, except for
/// `/` and where something else is noted.
#[cold]
#[inline(never)]
pub fn arith_raised<H: Host>(
    host: &mut H,
    site: Site,
    op: Arith,
    a: Term,
    b: Term,
    error: ArithError,
) -> Raised {
    let reason = arith_reason(error);
    match site.module.note_at(site.pc as u32 - 1) {
        Note::Nothing => Raised::error(reason),
        Note::Turned => operands_raised(host, op, b, a, reason),
        Note::Usual if op == Arith::Divide => Raised::error(reason),
        _ => operands_raised(host, op, a, b, reason),
    }
}

/// A failed instruction at the site that counts `a` up by `value`: the trace shows nothing but what is noted.
#[cold]
#[inline(never)]
pub fn count_raised<H: Host>(host: &mut H, site: Site, a: Term, value: i64) -> Raised {
    let reason = atom::BADARITH.into();
    let (op, by) = match site.module.note_at(site.pc as u32 - 1) {
        Note::Sum => (Arith::Add, value),
        Note::Difference => (Arith::Sub, -value),
        _ => return Raised::error(reason),
    };
    match Term::small(by) {
        Some(by) => operands_raised(host, op, a, by, reason),
        None => Raised::error(reason),
    }
}

fn operands_raised<H: Host>(host: &mut H, op: Arith, a: Term, b: Term, reason: Term) -> Raised {
    let name = match op {
        Arith::Add => "+",
        Arith::Sub => "-",
        Arith::Mul => "*",
        Arith::Divide => "/",
        Arith::Div => "div",
        Arith::Rem => "rem",
        Arith::Band => "band",
        Arith::Bor => "bor",
        Arith::Bxor => "bxor",
        Arith::Bsl => "bsl",
        Arith::Bsr => "bsr",
    };
    let location = bif_location(host.heap_mut(), atom::ERLANG, reason);
    let name = atom::Atom::intern(name);
    let frame = callee_frame(host.heap_mut(), atom::ERLANG, name, &[a, b], location);
    Raised {
        class: Class::Error,
        reason,
        trace: Trace::Above(frame),
    }
}

/// The location of a builtin's frame: for the errors that OTP explains, `[{error_info, #{module => Explainer}}]`.
pub fn bif_location(heap: &mut Heap, module: Atom, reason: Term) -> Term {
    let tag = reason.as_atom().or_else(|| {
        heap.as_tuple(reason)
            .and_then(|[tag, _]: [Term; 2]| tag.as_atom())
    });
    let explained = [
        atom::BADARG,
        atom::SYSTEM_LIMIT,
        atom::BADARITH,
        atom::BADMAP,
        atom::BADKEY,
        atom::NOPROC,
    ];
    if !tag.is_some_and(|tag| explained.contains(&tag)) || module == atom::IO_LIB {
        return Term::NIL;
    }
    let module = Atom::intern(if module == atom::ERLANG {
        "erl_erts_errors"
    } else {
        "erl_stdlib_errors"
    });
    let empty = map::empty(heap);
    let info = map::put(heap, empty, atom::MODULE.into(), module.into());
    let pair = heap.tuple(&[atom::ERROR_INFO.into(), info]);
    heap.list(&[pair])
}

fn arith_reason(error: ArithError) -> Term {
    match error {
        ArithError::Badarith => atom::BADARITH.into(),
        ArithError::SystemLimit => atom::SYSTEM_LIMIT.into(),
    }
}

/// A call of an import that does not exist, with the arguments from register `first` on.
#[cold]
#[inline(never)]
pub fn undefined_import<H: Host>(
    host: &mut H,
    registers: &Window,
    site: Site,
    import: u32,
    first: Reg,
) -> Raised {
    let mfa = site.module.imports[import as usize];
    let args = &registers[first as usize + 1..][..mfa.arity as usize];
    undefined(host, mfa.module, mfa.function, args, false)
}
