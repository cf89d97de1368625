//! Receiving: the mailbox and its save pointer are the host's.

use super::{Site, Step};
use crate::detour::Detour;
use crate::explain;
use crate::host::{Host, ReceiveTimer, Timeout};
use crate::stack::Position;
use bytecode::Reg;
use term::{Term, atom};

/// Takes the message out of the mailbox. Whether the host has been interrupted.
#[inline(never)]
pub fn accept<H: Host>(host: &mut H, here: Position) -> bool {
    host.note_position(here);
    host.accept_message();
    host.interrupted()
}

/// Skips the message. Whether it is the host's turn.
#[inline(never)]
pub fn skip<H: Host>(host: &mut H, here: Position) -> bool {
    host.note_position(here);
    host.skip_message();
    *host.reductions() -= 1;
    host.interrupted() || *host.reductions() <= 0
}

/// Waits for a message as long as `after` says, then goes on to `to` if there is one.
#[inline(never)]
pub fn wait<H: Host>(
    host: &mut H,
    site: Site,
    here: Position,
    after: Term,
    live: Reg,
    to: u32,
) -> Step {
    host.note_position(here);
    let Some(timeout) = timeout(after) else {
        let raised = explain::bad_timeout(host, site.module.is_shell);
        return Err(Detour::Throw(raised));
    };
    if host.has_unseen_message() {
        return Ok(to as usize);
    }
    if host.receive_timer(timeout) == ReceiveTimer::Running {
        return Err(Detour::Wait(live));
    }
    Ok(site.pc)
}

/// The value of an `after` expression; `None`: `timeout_value`.
fn timeout(term: Term) -> Option<Timeout> {
    if term == Term::from_atom(atom::INFINITY) {
        return Some(Timeout::Infinity);
    }
    // OTP takes 32 bits.
    match term.as_small() {
        Some(ms @ 0..=0xFFFF_FFFF) => Some(Timeout::Milliseconds(ms as u64)),
        _ => None,
    }
}
