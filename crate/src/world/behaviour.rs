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

/// Functions of behaviours that hold a state. Those that wait may be the running function.
struct Holder {
    behaviour: &'static str,
    function: &'static str,
    arity: u32,
    /// The register of the callback module, to be sure of the frame.
    module: Option<u8>,
    state: Held,
    waits: bool,
}

/// Where a state is: register numbers.
#[derive(Clone, Copy)]
enum Held {
    Register(u8),
    /// State and data of a `gen_statem`.
    Pair(u8, u8),
    /// The record `machine` of `gen_statem.erl`, whose elements [`MACHINE_STATE`] and the next one are the pair.
    Machine(u8),
}

const MACHINE_STATE: usize = 7;

const fn holder(
    behaviour: &'static str,
    (function, arity): (&'static str, u32),
    module: Option<u8>,
    state: Held,
    waits: bool,
) -> Holder {
    Holder {
        behaviour,
        function,
        arity,
        module,
        state,
        waits,
    }
}

const fn server(function: (&'static str, u32), module: u8, state: u8, waits: bool) -> Holder {
    let state = Held::Register(state);
    holder("gen_server", function, Some(module), state, waits)
}

const HOLDERS: [Holder; 11] = [
    server(("loop", 7), 3, 2, true),
    server(("wake_hib", 6), 3, 2, true),
    server(("handle_msg", 6), 4, 3, false),
    server(("handle_msg", 7), 4, 3, false),
    server(("try_dispatch", 4), 0, 3, false),
    server(("try_handle_call", 4), 0, 3, false),
    holder(
        "gen_statem",
        ("loop_receive", 3),
        None,
        Held::Machine(2),
        true,
    ),
    holder(
        "gen_statem",
        ("wakeup_from_hibernate", 3),
        None,
        Held::Machine(2),
        true,
    ),
    holder(
        "gen_statem",
        ("loop_state_callback", 11),
        Some(0),
        Held::Pair(4, 5),
        false,
    ),
    // The handlers with their states.
    holder("gen_event", ("fetch_msg", 6), None, Held::Register(2), true),
    holder("gen_event", ("wake_hib", 5), None, Held::Register(2), true),
];

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
        if owner == module {
            callback = Some(format!("{}/{}", found.name.text(), found.arity));
        }
        if HOLDERS
            .iter()
            .any(|holder| holder.behaviour == owner.text())
        {
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
        let known = |number| register(number).and_then(Term::as_atom);
        if holder.module.is_some_and(|at| known(at) != Some(module)) {
            continue;
        }
        let text = |term| term_text(node, &process.heap, term, STATE_CHARS_MAX);
        let pair = |state, data| format!("{{{},{}}}", text(state), text(data));
        let state = match holder.state {
            Held::Register(at) => register(at).map(text),
            Held::Pair(state, data) => register(state).zip(register(data)).map(|(s, d)| pair(s, d)),
            Held::Machine(at) => register(at)
                .filter(|&machine| {
                    machine.is_tuple() && process.heap.arity(machine) > MACHINE_STATE + 1
                })
                .map(|machine| {
                    let field = |at| process.heap.element(machine, at);
                    pair(field(MACHINE_STATE), field(MACHINE_STATE + 1))
                }),
        };
        if state.is_none() {
            continue;
        }
        return Some(BehaviourView {
            kind: holder.behaviour.into(),
            module: module.text().into(),
            state,
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
