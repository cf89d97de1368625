//! The callbacks of the behaviours that a module names.

use super::{FindBehaviour, Linter, atom, shown};
use bytecode::module::{Answer, Behaviour};
use rustc_hash::FxHashMap;
use syntax::ast::{FunctionName, Name, Pos};
use term::Atom;

/// OTP's behaviours with the callbacks that they require, and those that may be left out (`behaviour_info/1` of OTP 25).
const KNOWN: [(&str, &str, &str); 7] = [
    (
        "gen_server",
        "handle_call/3 handle_cast/2 init/1",
        "handle_info/2 handle_continue/2 terminate/2 code_change/3 format_status/1 format_status/2",
    ),
    (
        "gen_event",
        "handle_call/2 handle_event/2 init/1",
        "handle_info/2 terminate/2 code_change/3 format_status/1 format_status/2",
    ),
    (
        "gen_statem",
        "callback_mode/0 init/1",
        "format_status/1 format_status/2 terminate/3 code_change/4 state_name/3 handle_event/4",
    ),
    (
        "gen_fsm",
        "handle_event/3 handle_sync_event/4 init/1",
        "handle_info/3 terminate/3 code_change/4 format_status/2",
    ),
    ("supervisor", "init/1", ""),
    ("supervisor_bridge", "init/1 terminate/2", ""),
    ("application", "start/2 stop/1", ""),
];

/// The callbacks of a behaviour that concern a module.
struct Callbacks {
    required: Vec<FunctionName>,
    optional: Vec<FunctionName>,
}

fn known(behaviour: &str) -> Option<Callbacks> {
    let (_, required, optional) = KNOWN.iter().find(|(name, ..)| *name == behaviour)?;
    let parse = |entry: &str| {
        let (name, arity) = entry.split_once('/')?;
        Some(FunctionName::new(name, arity.parse().ok()?))
    };
    let all = |text: &str| text.split_ascii_whitespace().filter_map(parse).collect();
    Some(Callbacks {
        required: all(required),
        optional: all(optional),
    })
}

fn names(functions: &[(Atom, u32)]) -> Vec<FunctionName> {
    let name = |(name, arity): &(Atom, u32)| FunctionName::new(name.text(), *arity);
    functions.iter().map(name).collect()
}

impl Linter<'_> {
    pub(super) fn check_behaviours(&mut self, find: FindBehaviour<'_>) {
        let behaviours = std::mem::take(&mut self.attributes.behaviours);
        // Who was first to have a callback.
        let mut first: FxHashMap<FunctionName, (Name, Pos)> = FxHashMap::default();
        for (pos, behaviour) in behaviours {
            let Some(callbacks) = self.callbacks_of(pos, &behaviour, find) else {
                continue;
            };
            let (required, optional) = (callbacks.required, callbacks.optional);
            for callback in &required {
                if !self.is_exported(callback) && !optional.contains(callback) {
                    let message = format!(
                        "undefined callback function {} (behaviour '{behaviour}')",
                        shown(callback)
                    );
                    self.warning(pos, "erl_lint:undefined_behaviour_func", message);
                }
            }
            // What may be left out concerns others only if it is there.
            let concerned = required
                .into_iter()
                .filter(|callback| !optional.contains(callback) || self.is_exported(callback));
            let there = optional
                .iter()
                .filter(|callback| self.is_exported(callback));
            let mut all: Vec<FunctionName> = concerned.chain(there.cloned()).collect();
            term::sort::sort(&mut all);
            all.dedup();
            for callback in all {
                self.conflict(&mut first, callback, &behaviour, pos);
            }
        }
    }

    /// A callback that several behaviours have.
    fn conflict(
        &mut self,
        first: &mut FxHashMap<FunctionName, (Name, Pos)>,
        callback: FunctionName,
        behaviour: &Name,
        pos: Pos,
    ) {
        if let Some((other, at)) = first.get(&callback) {
            let message = format!(
                "conflicting behaviours - callback {} required by both '{behaviour}' and '{other}' (line {}, column {})",
                shown(&callback),
                at.line,
                at.column
            );
            self.warning(pos, "erl_lint:conflicting_behaviours", message);
        } else {
            first.insert(callback, (behaviour.clone(), pos));
        }
    }

    /// What a behaviour asks for; nothing and a warning if that cannot be told.
    fn callbacks_of(
        &mut self,
        pos: Pos,
        behaviour: &Name,
        find: FindBehaviour<'_>,
    ) -> Option<Callbacks> {
        let own = self.module_name.as_ref() == Some(behaviour);
        let Some(Behaviour {
            callbacks,
            optional,
        }) = find(behaviour).filter(|_| !own)
        else {
            let known = known(behaviour);
            if known.is_none() {
                let message = format!("behaviour {} undefined", atom(behaviour));
                self.warning(pos, "erl_lint:undefined_behaviour", message);
            }
            return known;
        };
        let required = match &callbacks {
            Answer::Functions(functions) => names(functions),
            Answer::Undefined => {
                let message = format!(
                    "behaviour {} callback functions are undefined",
                    atom(behaviour)
                );
                self.warning(pos, "erl_lint:undefined_behaviour_callbacks", message);
                return None;
            }
            Answer::Wrong => {
                let message = format!(
                    "behaviour {} callback functions erroneously defined",
                    atom(behaviour)
                );
                self.warning(pos, "erl_lint:ill_defined_behaviour_callbacks", message);
                return None;
            }
        };
        let optional = match &optional {
            Answer::Functions(functions) => names(functions),
            Answer::Undefined => Vec::new(),
            Answer::Wrong => {
                let message = format!(
                    "behaviour {} optional callback functions erroneously defined",
                    atom(behaviour)
                );
                self.warning(pos, "erl_lint:ill_defined_optional_callbacks", message);
                Vec::new()
            }
        };
        Some(Callbacks { required, optional })
    }
}
