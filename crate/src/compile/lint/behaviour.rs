//! The callbacks of the behaviours that a module names.

use super::{Callbacks, FindBehaviour, Linter, atom, shown};
use rustc_hash::FxHashMap;
use syntax::ast::{FunctionName, Name, Pos};

/// OTP's behaviours with the callbacks that they require (`behaviour_info/1` of OTP 25).
const KNOWN: [(&str, &str); 7] = [
    ("gen_server", "handle_call/3 handle_cast/2 init/1"),
    ("gen_event", "handle_call/2 handle_event/2 init/1"),
    ("gen_statem", "callback_mode/0 init/1"),
    ("gen_fsm", "handle_event/3 handle_sync_event/4 init/1"),
    ("supervisor", "init/1"),
    ("supervisor_bridge", "init/1 terminate/2"),
    ("application", "start/2 stop/1"),
];

fn known(behaviour: &str) -> Option<Callbacks> {
    let (_, callbacks) = KNOWN.iter().find(|(name, _)| *name == behaviour)?;
    let parse = |entry: &str| {
        let (name, arity) = entry.split_once('/')?;
        Some(FunctionName::new(name, arity.parse().ok()?))
    };
    let required = callbacks
        .split_ascii_whitespace()
        .filter_map(parse)
        .collect();
    Some(Callbacks {
        required,
        optional: Vec::new(),
    })
}

impl Linter<'_> {
    pub(super) fn check_behaviours(&mut self, find: FindBehaviour<'_>) {
        let behaviours = std::mem::take(&mut self.attributes.behaviours);
        // Who was first to require a callback.
        let mut required_by: FxHashMap<FunctionName, (Name, Pos)> = FxHashMap::default();
        for (pos, behaviour) in behaviours {
            let Some(callbacks) = find(&behaviour).or_else(|| known(&behaviour)) else {
                self.warning(
                    pos,
                    "erl_lint:undefined_behaviour",
                    format!("behaviour {} undefined", atom(&behaviour)),
                );
                continue;
            };
            let required = callbacks
                .required
                .iter()
                .filter(|callback| !callbacks.optional.contains(callback));
            for callback in required {
                if !self.is_exported(callback) {
                    let message = format!(
                        "undefined callback function {} (behaviour '{behaviour}')",
                        shown(callback)
                    );
                    self.warning(pos, "erl_lint:undefined_behaviour_func", message);
                }
                match required_by.get(callback) {
                    None => {
                        required_by.insert(callback.clone(), (behaviour.clone(), pos));
                    }
                    Some((first, first_pos)) if *first != behaviour => {
                        let message = format!(
                            "conflicting behaviours - callback {} required by both '{behaviour}' and '{first}' (line {}, column {})",
                            shown(callback),
                            first_pos.line,
                            first_pos.column
                        );
                        self.warning(pos, "erl_lint:conflicting_behaviours", message);
                    }
                    Some(_) => {}
                }
            }
        }
    }
}
