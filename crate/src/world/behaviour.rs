//! What an OTP process is, for its picture: which behaviour runs in it, with which callback module, and the state that
//! the behaviour keeps for that module.
//!
//! The state is an argument of the behaviour's own functions, so it is read where the machine keeps it: in the registers
//! of a frame. Invariant: a register is read only where it is live (the masks of the collector say so) or where it is an
//! argument of the running function, so that nothing stale is ever printed.

use serde::Serialize;

use super::journal::term_text;
use bytecode::module::Function;
use machine::stack::{Position, callers};
use process::Node;
use process::process::Process;
use term::{Atom, Heap, Term};

/// Characters of a state.
const STATE_CHARS_MAX: usize = 2_000;
/// Frames looked at: a callback that recursed deeper shows no state.
const FRAMES_MAX: usize = 2_000;
/// Ancestors shown.
const ANCESTORS_MAX: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BehaviourView {
    /// `gen_server`, `supervisor` ...
    pub kind: String,
    /// The callback module.
    pub module: String,
    /// The state it keeps, printed on one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The callback that runs now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
}

/// A function of a behaviour that holds a state: its name, its arity, and where the state is. Those that wait may be the
/// running function.
struct Holder {
    behaviour: &'static str,
    function: &'static str,
    arity: u32,
    state: Place,
    waits: bool,
}

/// The registers where a behaviour keeps what it knows.
#[derive(Clone, Copy)]
enum Place {
    /// The callback module and its state.
    Server { module: u8, state: u8 },
    /// The record of a `gen_statem`.
    Machine(u8),
    /// The handlers of a `gen_event`.
    Handlers(u8),
}

const fn server(module: u8, state: u8) -> Place {
    Place::Server { module, state }
}

const fn holder(
    behaviour: &'static str,
    (function, arity): (&'static str, u32),
    state: Place,
    waits: bool,
) -> Holder {
    Holder {
        behaviour,
        function,
        arity,
        state,
        waits,
    }
}

const HOLDERS: [Holder; 15] = [
    holder("gen_server", ("loop", 7), server(3, 2), true),
    holder("gen_server", ("wake_hib", 6), server(3, 2), true),
    holder("gen_server", ("handle_msg", 6), server(4, 3), false),
    holder("gen_server", ("handle_msg", 7), server(4, 3), false),
    holder("gen_server", ("try_dispatch", 4), server(0, 3), false),
    holder("gen_server", ("try_handle_call", 4), server(0, 3), false),
    holder("gen_fsm", ("loop", 8), server(4, 3), true),
    holder("gen_fsm", ("wake_hib", 7), server(4, 3), true),
    holder("gen_fsm", ("handle_msg", 8), server(5, 4), false),
    holder("gen_statem", ("loop_receive", 3), Place::Machine(2), true),
    holder(
        "gen_statem",
        ("loop_state_callback", 11),
        Place::Machine(9),
        false,
    ),
    holder(
        "gen_statem",
        ("wakeup_from_hibernate", 3),
        Place::Machine(2),
        true,
    ),
    holder("gen_event", ("fetch_msg", 6), Place::Handlers(2), true),
    holder("gen_event", ("wake_hib", 5), Place::Handlers(2), true),
    holder("gen_event", ("handle_msg", 6), Place::Handlers(3), false),
];

/// What a `gen_event` calls in its handlers.
const HANDLER_CALLBACKS: [&str; 6] = [
    "init",
    "handle_event",
    "handle_call",
    "handle_info",
    "terminate",
    "code_change",
];
/// Handlers shown.
const HANDLERS_MAX: usize = 50;

fn dictionary(process: &Process, key: &str) -> Option<Term> {
    let key = Term::from_atom(Atom::intern(key));
    let found = process.dictionary.iter().find(|(known, _)| *known == key);
    found.map(|&(_, value)| value)
}

/// The callback module and the behaviour, from the `$initial_call` that `proc_lib` leaves: `{chat, init, 1}` for a server,
/// `{supervisor, chat_sup, 1}` for a supervisor.
fn initial_call(process: &Process) -> Option<(Atom, Atom)> {
    let call = dictionary(process, "$initial_call")?;
    let [module, function, _] = process.heap.as_tuple(call)?;
    Some((module.as_atom()?, function.as_atom()?))
}

/// Behaviour, module, state and running callback of a process; `None` when no behaviour runs in it.
pub fn view(node: &Node, process: &Process) -> Option<BehaviourView> {
    let (module, function) = initial_call(process)?;
    if module.text() == "supervisor" || module.text() == "supervisor_bridge" {
        return Some(BehaviourView {
            kind: module.text().into(),
            module: function.text().into(),
            state: None,
            callback: None,
        });
    }
    let mut callback = None;
    let mut kind = None;
    for (depth, frame) in frames(process).take(FRAMES_MAX).enumerate() {
        let instance = node.code.instance(frame.instance);
        let running = depth == 0;
        // A return address may be the end of a function.
        let pc = if running { frame.pc } else { frame.pc - 1 };
        let (Some(owner), Some(found)) = (instance.module.name, instance.module.function_at(pc))
        else {
            continue;
        };
        let is_behaviour = HOLDERS
            .iter()
            .any(|holder| holder.behaviour == owner.text());
        let called = module.text() == "gen_event" && HANDLER_CALLBACKS.contains(&found.name.text());
        if called || owner == module && !is_behaviour {
            callback = Some(format!("{}/{}", found.name.text(), found.arity));
        }
        if is_behaviour {
            kind = Some(owner);
        }
        let Some(holder) = holder_of(owner, found, running) else {
            continue;
        };
        let mask = instance.module.live_at(frame.pc);
        let register = |number: u8| {
            let live = mask[usize::from(number) / 64] >> (number % 64) & 1 == 1;
            let at = frame.base as usize + usize::from(number);
            process
                .stack
                .get(at)
                .copied()
                .filter(|_| live || running && holder.waits)
        };
        let print = |term| term_text(node, &process.heap, term, STATE_CHARS_MAX);
        let heap = &process.heap;
        let seen = match holder.state {
            Place::Server { module, state } => register(module)
                .and_then(Term::as_atom)
                .zip(register(state))
                .map(|(module, state)| (module, print(state))),
            Place::Machine(machine) => register(machine).and_then(|m| statem(heap, m, print)),
            Place::Handlers(all) => register(all).map(|all| (module, handlers(heap, all, print))),
        };
        // A state machine may have pushed another module; a server has one.
        let is_server = matches!(holder.state, Place::Server { .. });
        let Some((own, state)) = seen.filter(|&(own, _)| own == module || !is_server) else {
            continue;
        };
        return Some(BehaviourView {
            kind: holder.behaviour.into(),
            module: own.text().into(),
            state: Some(state),
            callback,
        });
    }
    // Between two states: the callback has returned the new one, and the loop has not been entered with it yet.
    kind.map(|kind| BehaviourView {
        kind: kind.text().into(),
        module: module.text().into(),
        state: None,
        callback: None,
    })
}

/// Module, and `{State,Data}` as `sys:get_state/1` has it.
fn statem(heap: &Heap, machine: Term, print: impl Fn(Term) -> String) -> Option<(Atom, String)> {
    // #machine{} of gen_statem.erl
    let [_, _, _, _, modules, _, _, state, data, _, _, _, _] = heap.as_tuple(machine)?;
    let module = heap.iter_list(modules).next()?.as_atom()?;
    Some((module, format!("{{{},{}}}", print(state), print(data))))
}

/// `[{Module,State},...]`
fn handlers(heap: &Heap, all: Term, print: impl Fn(Term) -> String) -> String {
    let one = |handler: Term| {
        // #handler{} of gen_event.erl
        let [_, module, _, state, _] = heap.as_tuple(handler)?;
        Some(format!("{{{},{}}}", print(module), print(state)))
    };
    let all: Vec<String> = heap
        .iter_list(all)
        .take(HANDLERS_MAX)
        .filter_map(one)
        .collect();
    format!("[{}]", all.join(","))
}

fn frames(process: &Process) -> impl Iterator<Item = Position> + '_ {
    std::iter::once(process.at).chain(callers(&process.stack, process.at.base))
}

fn holder_of(module: Atom, function: &Function, running: bool) -> Option<&'static Holder> {
    HOLDERS.iter().find(|holder| {
        holder.behaviour == module.text()
            && holder.function == function.name.text()
            && holder.arity == function.arity
            && (holder.waits || !running)
    })
}

/// Those who started it, nearest first, as `proc_lib` remembers them: pids or registered names.
pub fn ancestors(node: &Node, process: &Process) -> Vec<String> {
    let Some(list) = dictionary(process, "$ancestors") else {
        return Vec::new();
    };
    let name = |heap: &Heap, term: Term| match term.as_atom() {
        Some(atom) => atom.text().to_owned(),
        None => term_text(node, heap, term, STATE_CHARS_MAX),
    };
    let all = process.heap.iter_list(list).take(ANCESTORS_MAX);
    all.map(|term| name(&process.heap, term)).collect()
}
