//! Distribution control messages: operations as the tuples that go over the wire.
//!
//! Documented in the ERTS User's Guide, "Distribution Protocol". Messages with trace tokens are taken like those without.

use std::rc::Rc;

use bytecode::module::Mfa;
use process::Pid;
use process::reference::Reference;
use process::remote::{Control, Target};
use term::{Heap, Parcel, Term, atom};

/// First elements of control messages.
mod op {
    pub const LINK: i64 = 1;
    pub const SEND: i64 = 2;
    pub const EXIT: i64 = 3;
    pub const UNLINK: i64 = 4;
    pub const REG_SEND: i64 = 6;
    pub const GROUP_LEADER: i64 = 7;
    pub const EXIT2: i64 = 8;
    pub const SEND_TT: i64 = 12;
    pub const EXIT_TT: i64 = 13;
    pub const REG_SEND_TT: i64 = 16;
    pub const EXIT2_TT: i64 = 18;
    pub const MONITOR_P: i64 = 19;
    pub const DEMONITOR_P: i64 = 20;
    pub const MONITOR_P_EXIT: i64 = 21;
    pub const SEND_SENDER: i64 = 22;
    pub const SEND_SENDER_TT: i64 = 23;
    pub const PAYLOAD_EXIT: i64 = 24;
    pub const PAYLOAD_EXIT_TT: i64 = 25;
    pub const PAYLOAD_EXIT2: i64 = 26;
    pub const PAYLOAD_EXIT2_TT: i64 = 27;
    pub const PAYLOAD_MONITOR_P_EXIT: i64 = 28;
    pub const SPAWN_REQUEST: i64 = 29;
    pub const SPAWN_REQUEST_TT: i64 = 30;
    pub const SPAWN_REPLY: i64 = 31;
    pub const SPAWN_REPLY_TT: i64 = 32;
    pub const ALIAS_SEND: i64 = 33;
    pub const ALIAS_SEND_TT: i64 = 34;
    pub const UNLINK_ID: i64 = 35;
    pub const UNLINK_ID_ACK: i64 = 36;
}

/// Flags of a spawn reply.
const REPLY_LINKED: i64 = 1;
const REPLY_MONITORED: i64 = 2;

/// What the peer said and where its payload is.
#[derive(Clone, Debug)]
pub struct Heard {
    pub control: Control,
    pub payload: PayloadAt,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PayloadAt {
    None,
    /// A term of its own follows.
    Follows,
    /// An element of the control message: older peers say exit reasons so.
    Inside(Term),
}

/// The control message as a term.
pub fn to_term(control: &Control, heap: &mut Heap) -> Term {
    let mut words: Vec<Term> = Vec::with_capacity(6);
    let number = |n: i64| Term::int(n as i32);
    let unused: Term = atom::EMPTY.into();
    match control {
        Control::Link { from, to } => {
            words.push(number(op::LINK));
            words.extend(pids(heap, [*from, *to]));
        }
        Control::Unlink { id, from, to } => {
            words.extend([number(op::UNLINK_ID), heap.unsigned(*id)]);
            words.extend(pids(heap, [*from, *to]));
        }
        Control::UnlinkAck { id, from, to } => {
            words.extend([number(op::UNLINK_ID_ACK), heap.unsigned(*id)]);
            words.extend(pids(heap, [*from, *to]));
        }
        Control::Send {
            from: Some(from),
            to,
        } => {
            words.push(number(op::SEND_SENDER));
            words.extend(pids(heap, [*from, *to]));
        }
        Control::Send { from: None, to } => {
            words.extend([number(op::SEND), unused, to.to_term(heap)]);
        }
        Control::RegSend { from, name } => {
            words.extend([
                number(op::REG_SEND),
                from.to_term(heap),
                unused,
                (*name).into(),
            ]);
        }
        Control::AliasSend { from, alias } => {
            words.extend([
                number(op::ALIAS_SEND),
                from.to_term(heap),
                alias.to_term(heap),
            ]);
        }
        Control::Exit { from, to } => {
            words.push(number(op::PAYLOAD_EXIT));
            words.extend(pids(heap, [*from, *to]));
        }
        Control::Exit2 { from, to } => {
            words.push(number(op::PAYLOAD_EXIT2));
            words.extend(pids(heap, [*from, *to]));
        }
        Control::GroupLeader { leader, to } => {
            words.push(number(op::GROUP_LEADER));
            words.extend(pids(heap, [*leader, *to]));
        }
        Control::Monitor {
            from,
            target,
            reference,
        } => {
            words.extend([
                number(op::MONITOR_P),
                from.to_term(heap),
                target_term(heap, *target),
            ]);
            words.push(reference.to_term(heap));
        }
        Control::Demonitor {
            from,
            target,
            reference,
        } => {
            words.extend([
                number(op::DEMONITOR_P),
                from.to_term(heap),
                target_term(heap, *target),
            ]);
            words.push(reference.to_term(heap));
        }
        Control::Down {
            from,
            to,
            reference,
        } => {
            words.extend([number(op::PAYLOAD_MONITOR_P_EXIT), target_term(heap, *from)]);
            words.extend([to.to_term(heap), reference.to_term(heap)]);
        }
        Control::SpawnRequest {
            reference,
            from,
            leader,
            initial,
            options,
        } => {
            let mfa = [
                initial.module.into(),
                initial.function.into(),
                Term::size(initial.arity as usize),
            ];
            words.extend([number(op::SPAWN_REQUEST), reference.to_term(heap)]);
            words.extend(pids(heap, [*from, *leader]));
            words.extend([heap.tuple(&mfa), options.unpack(heap)]);
        }
        Control::SpawnReply {
            reference,
            to,
            linked,
            monitored,
            result,
        } => {
            let flags = i64::from(*linked) * REPLY_LINKED + i64::from(*monitored) * REPLY_MONITORED;
            words.extend([
                number(op::SPAWN_REPLY),
                reference.to_term(heap),
                to.to_term(heap),
            ]);
            words.push(number(flags));
            words.push(match result {
                Ok(pid) => pid.to_term(heap),
                Err(reason) => (*reason).into(),
            });
        }
    }
    heap.tuple(&words)
}

fn pids<const N: usize>(heap: &mut Heap, pids: [Pid; N]) -> [Term; N] {
    pids.map(|pid| pid.to_term(heap))
}

fn target_term(heap: &mut Heap, target: Target) -> Term {
    match target {
        Target::Pid(pid) => pid.to_term(heap),
        Target::Name(name) => name.into(),
    }
}

/// The operation that a control message stands for; `None` if it is none.
pub fn from_term(heap: &Heap, control: Term) -> Option<Heard> {
    if !control.is_tuple() {
        return None;
    }
    let elements: Vec<Term> = heap.elements(control).collect();
    let at = |index: usize| elements.get(index).copied();
    let pid = |index: usize| Pid::from_term(heap, at(index)?);
    let reference = |index: usize| Reference::from_term(heap, at(index)?);
    let target = |index: usize| match Pid::from_term(heap, at(index)?) {
        Some(pid) => Some(Target::Pid(pid)),
        None => at(index)?.as_atom().map(Target::Name),
    };
    let exit = |from, to| Control::Exit { from, to };
    let exit2 = |from, to| Control::Exit2 { from, to };
    let (control, payload) = match at(0)?.as_small()? {
        op::LINK => (
            Control::Link {
                from: pid(1)?,
                to: pid(2)?,
            },
            PayloadAt::None,
        ),
        op::SEND | op::SEND_TT => (
            Control::Send {
                from: None,
                to: pid(2)?,
            },
            PayloadAt::Follows,
        ),
        op::SEND_SENDER | op::SEND_SENDER_TT => (
            Control::Send {
                from: Some(pid(1)?),
                to: pid(2)?,
            },
            PayloadAt::Follows,
        ),
        op::REG_SEND | op::REG_SEND_TT => (
            Control::RegSend {
                from: pid(1)?,
                name: at(3)?.as_atom()?,
            },
            PayloadAt::Follows,
        ),
        op::ALIAS_SEND | op::ALIAS_SEND_TT => (
            Control::AliasSend {
                from: pid(1)?,
                alias: reference(2)?,
            },
            PayloadAt::Follows,
        ),
        op::EXIT => (exit(pid(1)?, pid(2)?), PayloadAt::Inside(at(3)?)),
        op::EXIT_TT => (exit(pid(1)?, pid(2)?), PayloadAt::Inside(at(4)?)),
        op::PAYLOAD_EXIT | op::PAYLOAD_EXIT_TT => (exit(pid(1)?, pid(2)?), PayloadAt::Follows),
        op::EXIT2 => (exit2(pid(1)?, pid(2)?), PayloadAt::Inside(at(3)?)),
        op::EXIT2_TT => (exit2(pid(1)?, pid(2)?), PayloadAt::Inside(at(4)?)),
        op::PAYLOAD_EXIT2 | op::PAYLOAD_EXIT2_TT => (exit2(pid(1)?, pid(2)?), PayloadAt::Follows),
        // The old form has no number; nobody waits for its acknowledgement.
        op::UNLINK => (
            Control::Unlink {
                id: 0,
                from: pid(1)?,
                to: pid(2)?,
            },
            PayloadAt::None,
        ),
        op::UNLINK_ID => (
            Control::Unlink {
                id: unsigned(heap, at(1)?)?,
                from: pid(2)?,
                to: pid(3)?,
            },
            PayloadAt::None,
        ),
        op::UNLINK_ID_ACK => (
            Control::UnlinkAck {
                id: unsigned(heap, at(1)?)?,
                from: pid(2)?,
                to: pid(3)?,
            },
            PayloadAt::None,
        ),
        op::GROUP_LEADER => (
            Control::GroupLeader {
                leader: pid(1)?,
                to: pid(2)?,
            },
            PayloadAt::None,
        ),
        op::MONITOR_P => (
            Control::Monitor {
                from: pid(1)?,
                target: target(2)?,
                reference: reference(3)?,
            },
            PayloadAt::None,
        ),
        op::DEMONITOR_P => (
            Control::Demonitor {
                from: pid(1)?,
                target: target(2)?,
                reference: reference(3)?,
            },
            PayloadAt::None,
        ),
        down @ (op::MONITOR_P_EXIT | op::PAYLOAD_MONITOR_P_EXIT) => (
            Control::Down {
                from: target(1)?,
                to: pid(2)?,
                reference: reference(3)?,
            },
            if down == op::MONITOR_P_EXIT {
                PayloadAt::Inside(at(4)?)
            } else {
                PayloadAt::Follows
            },
        ),
        op::SPAWN_REQUEST | op::SPAWN_REQUEST_TT => {
            let [module, function, arity] = heap.as_tuple(at(4)?)?;
            let options = Parcel::pack(heap, at(5)?, SPAWN_OPTIONS_WORDS_MAX).ok()?;
            let request = Control::SpawnRequest {
                reference: reference(1)?,
                from: pid(2)?,
                leader: pid(3)?,
                initial: Mfa {
                    module: module.as_atom()?,
                    function: function.as_atom()?,
                    arity: u32::try_from(arity.as_small()?).ok()?,
                },
                options: Rc::new(options),
            };
            (request, PayloadAt::Follows)
        }
        op::SPAWN_REPLY | op::SPAWN_REPLY_TT => {
            let flags = at(3)?.as_small()?;
            let result = match pid(4) {
                Some(pid) => Ok(pid),
                None => Err(at(4)?.as_atom()?),
            };
            let reply = Control::SpawnReply {
                reference: reference(1)?,
                to: pid(2)?,
                linked: flags & REPLY_LINKED != 0,
                monitored: flags & REPLY_MONITORED != 0,
                result,
            };
            (reply, PayloadAt::None)
        }
        _ => return None,
    };
    Some(Heard { control, payload })
}

/// Words of a spawn request's options: a handful is usual.
const SPAWN_OPTIONS_WORDS_MAX: usize = 10_000;

fn unsigned(heap: &Heap, term: Term) -> Option<u64> {
    u64::try_from(heap.to_bigint(term)?).ok()
}

/// The name of an operation in the documentation.
pub fn name(control: &Control) -> &'static str {
    match control {
        Control::Link { .. } => "LINK",
        Control::Unlink { .. } => "UNLINK_ID",
        Control::UnlinkAck { .. } => "UNLINK_ID_ACK",
        Control::Send { from: Some(_), .. } => "SEND_SENDER",
        Control::Send { from: None, .. } => "SEND",
        Control::RegSend { .. } => "REG_SEND",
        Control::AliasSend { .. } => "ALIAS_SEND",
        Control::Exit { .. } => "PAYLOAD_EXIT",
        Control::Exit2 { .. } => "PAYLOAD_EXIT2",
        Control::GroupLeader { .. } => "GROUP_LEADER",
        Control::Monitor { .. } => "MONITOR_P",
        Control::Demonitor { .. } => "DEMONITOR_P",
        Control::Down { .. } => "PAYLOAD_MONITOR_P_EXIT",
        Control::SpawnRequest { .. } => "SPAWN_REQUEST",
        Control::SpawnReply { .. } => "SPAWN_REPLY",
    }
}
