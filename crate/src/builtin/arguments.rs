//! Taking arguments apart: what a builtin accepts, and `badarg` for the rest.

use machine::host::{Class, Trap};
use process::Ctx;
use process::event::Peer;
use process::pid::Pid;
use term::{Atom, Term, atom, map};

/// An atom argument.
pub fn atom(term: Term) -> Result<Atom, Trap> {
    term.as_atom().ok_or_else(Trap::badarg)
}

/// `true` or `false`.
pub fn boolean(term: Term) -> Result<bool, Trap> {
    term.as_bool().ok_or_else(Trap::badarg)
}

/// A non-negative integer that fits in memory sizes.
pub fn size(term: Term) -> Result<usize, Trap> {
    term.as_usize().ok_or_else(Trap::badarg)
}

/// A small integer.
pub fn small(term: Term) -> Result<i64, Trap> {
    term.as_small().ok_or_else(Trap::badarg)
}

/// A pid of any node.
pub fn pid(ctx: &Ctx<'_>, term: Term) -> Result<Pid, Trap> {
    Pid::from_term(&ctx.heap, term).ok_or_else(Trap::badarg)
}

/// A proper list.
pub fn list(ctx: &Ctx<'_>, term: Term) -> Result<Vec<Term>, Trap> {
    ctx.heap.list_to_vec(term).ok_or_else(Trap::badarg)
}

/// A local reference: `(id, alias)`.
pub fn reference(ctx: &Ctx<'_>, term: Term) -> Result<(u64, u32), Trap> {
    ctx.heap.as_local_reference(term).ok_or_else(Trap::badarg)
}

/// The number of a reference, or none if another node made it.
pub fn own_reference(ctx: &Ctx<'_>, term: Term) -> Result<Option<u64>, Trap> {
    if !term.is_reference() {
        return Err(Trap::badarg());
    }
    Ok(ctx.heap.as_local_reference(term).map(|(id, _)| id))
}

/// A pid, a registered name, or `{Name, Node}`.
pub fn peer(ctx: &Ctx<'_>, term: Term) -> Result<Peer, Trap> {
    if let Some(pid) = Pid::from_term(&ctx.heap, term) {
        return Ok(Peer::Pid(pid));
    }
    if let Some(name) = term.as_atom() {
        return Ok(Peer::Name(name));
    }
    if let Some([name, node]) = ctx.heap.as_tuple(term) {
        let (name, node) = (atom(name)?, atom(node)?);
        return Ok(if node == ctx.node.name {
            Peer::Name(name)
        } else {
            Peer::RemoteName(name, node)
        });
    }
    Err(Trap::badarg())
}

/// `badarg` of a function whose errors `array_errors.erl` explains when they are shown.
pub fn explained_later(ctx: &mut Ctx<'_>) -> Trap {
    with_cause(ctx, None)
}

/// `badarg`, with the word by which OTP's explanations know why.
pub fn caused(ctx: &mut Ctx<'_>, cause: &str) -> Trap {
    with_cause(ctx, Some(Atom::intern(cause).into()))
}

fn with_cause(ctx: &mut Ctx<'_>, cause: Option<Term>) -> Trap {
    let empty = map::empty(&mut ctx.heap);
    let module = Atom::intern("erl_erts_errors").into();
    let mut info = map::put(&mut ctx.heap, empty, atom::MODULE.into(), module);
    if let Some(cause) = cause {
        info = map::put(&mut ctx.heap, info, atom::CAUSE.into(), cause);
    }
    Trap::RaiseInfo {
        class: Class::Error,
        reason: atom::BADARG.into(),
        info,
    }
}
