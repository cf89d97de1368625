//! Calls: of what, and whether it is there. Functions that nobody calls.

use super::{Call, Linter, atom, shown};
use crate::auto;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::ast::{Expr, ExprKind, FunctionName, Name, Pos};

/// Functions that were auto-imported before OTP R14 (`erl_internal:old_bif/2` of OTP 25): redefining one of them and calling it by
/// its bare name is an error, not a warning.
const OLD_BIFS: &str = "abs/1 apply/2 apply/3 atom_to_binary/2 atom_to_list/1 binary_to_atom/2 binary_to_existing_atom/2 \
    binary_to_list/1 binary_to_list/3 binary_to_term/1 bit_size/1 bitstring_to_list/1 byte_size/1 check_process_code/2 \
    date/0 delete_module/1 disconnect_node/1 element/2 erase/0 erase/1 exit/1 exit/2 float/1 float_to_list/1 \
    garbage_collect/0 garbage_collect/1 get/0 get/1 get_keys/1 group_leader/0 group_leader/2 halt/0 halt/1 hd/1 \
    integer_to_list/1 iolist_size/1 iolist_to_binary/1 is_alive/0 is_atom/1 is_binary/1 is_bitstring/1 is_boolean/1 \
    is_float/1 is_function/1 is_function/2 is_integer/1 is_list/1 is_number/1 is_pid/1 is_port/1 is_process_alive/1 \
    is_record/2 is_record/3 is_reference/1 is_tuple/1 length/1 link/1 list_to_atom/1 list_to_binary/1 \
    list_to_bitstring/1 list_to_existing_atom/1 list_to_float/1 list_to_integer/1 list_to_pid/1 list_to_tuple/1 \
    load_module/2 make_ref/0 module_loaded/1 monitor_node/2 node/0 node/1 nodes/0 nodes/1 now/0 open_port/2 \
    pid_to_list/1 port_close/1 port_command/2 port_connect/2 port_control/3 pre_loaded/0 process_flag/2 process_flag/3 \
    process_info/1 process_info/2 processes/0 purge_module/1 put/2 register/2 registered/0 round/1 self/0 setelement/3 \
    size/1 spawn/1 spawn/2 spawn/3 spawn/4 spawn_link/1 spawn_link/2 spawn_link/3 spawn_link/4 spawn_monitor/1 \
    spawn_monitor/3 spawn_opt/2 spawn_opt/3 spawn_opt/4 spawn_opt/5 split_binary/2 statistics/1 term_to_binary/1 \
    term_to_binary/2 throw/1 time/0 tl/1 trunc/1 tuple_size/1 tuple_to_list/1 unlink/1 unregister/1 whereis/1";

pub(super) fn is_old_bif(function: &FunctionName) -> bool {
    let wanted = function.to_string();
    OLD_BIFS
        .split_ascii_whitespace()
        .any(|known| known == wanted)
}

pub(super) fn is_bif(function: &FunctionName) -> bool {
    auto::is_auto_imported(&function.name, function.arity as usize)
}

impl Linter<'_> {
    pub(super) fn is_local_or_imported(&self, function: &FunctionName) -> bool {
        self.locals.contains(function) || self.imports.contains_key(function)
    }

    pub(super) fn call(&mut self, pos: Pos, function: &Expr, args: &[Expr]) {
        match &function.kind {
            ExprKind::Atom(name) => self.local_call(pos, name, args),
            ExprKind::Remote {
                module,
                function: name,
            } => {
                if let (Some(module), Some(name)) = (module.as_atom(), name.as_atom()) {
                    if &**module == "erlang" && &**name == "is_record" && args.len() == 2 {
                        self.is_record_call(args);
                    }
                    self.loads_nif |=
                        &**module == "erlang" && &**name == "load_nif" && args.len() == 2;
                    self.remote_call_warnings(pos, module, name, args.len());
                    self.check_format_call(module, name, args);
                    return self.together(args);
                }
                self.together([&**module, &**name].into_iter().chain(args));
            }
            ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::String(_)
            | ExprKind::Char(_)
            | ExprKind::Tuple(_) => {
                self.warning(pos, "erl_lint:invalid_call", "invalid function call");
                self.together(std::iter::once(function).chain(args));
            }
            _ => self.together(std::iter::once(function).chain(args)),
        }
    }

    fn local_call(&mut self, pos: Pos, name: &Name, args: &[Expr]) {
        let callee = FunctionName {
            name: name.clone(),
            arity: args.len() as u32,
        };
        if &**name == "record_info" && args.len() == 2 && !self.locals.contains(&callee) {
            self.together(args);
            return self.record_info(pos, args);
        }
        if let Some(import) = self.imports.get_mut(&callee) {
            import.used = true;
            let module = import.module.clone();
            self.remote_call_warnings(pos, &module, name, args.len());
            self.check_format_call(&module, name, args);
        } else if self.locals.contains(&callee) {
            if is_bif(&callee) && !self.switches.no_auto_import(&callee) {
                self.ambiguous_call(pos, &callee);
            }
            self.record_call(pos, callee);
        } else if is_bif(&callee) && !self.switches.no_auto_import(&callee) {
            if &**name == "is_record" {
                self.is_record_call(args);
            }
            self.loads_nif |= false;
            self.remote_call_warnings(pos, &"erlang".into(), name, args.len());
        } else {
            self.record_call(pos, callee);
        }
        self.together(args);
    }

    fn record_call(&mut self, pos: Pos, callee: FunctionName) {
        let caller = self.current.clone();
        self.calls.push(Call {
            caller,
            callee,
            pos,
            by_default: false,
        });
    }

    fn ambiguous_call(&mut self, pos: Pos, callee: &FunctionName) {
        let name = shown(callee);
        let hint = |dot: &str| {
            format!(
                "\n - use erlang:{name} or \"-compile({{no_auto_import,[{name}]}}){dot}\" to resolve name clash"
            )
        };
        if is_old_bif(callee) {
            let message = format!(
                "ambiguous call of overridden pre R14 auto-imported BIF {name}{}",
                hint(".")
            );
            self.error(pos, "erl_lint:call_to_redefined_old_bif", message);
        } else {
            let message = format!(
                "ambiguous call of overridden auto-imported BIF {name}{}",
                hint(".")
            );
            self.warning(pos, "erl_lint:call_to_redefined_bif", message);
        }
    }

    /// `is_record(X, r)` asks for a record that exists.
    fn is_record_call(&mut self, args: &[Expr]) {
        if let [_, record] = args
            && let Some(name) = record.as_atom()
        {
            self.use_record(record.pos, name);
        } else if let [_, record, _] = args
            && let Some(name) = record.as_atom()
        {
            self.touch_record(name);
        }
    }

    /// `fun name/arity`
    pub(super) fn local_fun(&mut self, pos: Pos, name: &Name, arity: u32) {
        let callee = FunctionName {
            name: name.clone(),
            arity,
        };
        if self.locals.contains(&callee) {
            self.record_call(pos, callee);
        } else if let Some(import) = self.imports.get_mut(&callee) {
            import.used = true;
        } else if !is_bif(&callee) || self.switches.no_auto_import(&callee) {
            self.record_call(pos, callee);
        }
    }

    /// After the last form: what is called or exported must be defined, and what is defined should be used.
    pub(super) fn check_functions(&mut self) {
        let mut undefined: Vec<(Pos, FunctionName)> = self
            .exports
            .iter()
            .filter(|(name, _)| !self.defined.contains_key(name) && !is_module_info(name))
            .map(|(name, pos)| (*pos, name.clone()))
            .collect();
        undefined.extend(
            self.calls
                .iter()
                .filter(|call| {
                    !call.by_default
                        && !self.defined.contains_key(&call.callee)
                        && !is_module_info(&call.callee)
                })
                .map(|call| (call.pos, call.callee.clone())),
        );
        term::sort::sort(&mut undefined);
        for (pos, name) in undefined {
            self.error(
                pos,
                "erl_lint:undefined_function",
                format!("function {} undefined", shown(&name)),
            );
        }
        self.check_unused_functions();
        self.check_unused_imports();
    }

    fn check_unused_functions(&mut self) {
        if self.switches.export_all || !self.switches.is_on("unused_function") {
            return;
        }
        let mut callees: FxHashMap<&FunctionName, Vec<&FunctionName>> = FxHashMap::default();
        let mut todo: Vec<&FunctionName> = self.exports.keys().collect();
        todo.extend(self.attributes.on_load.iter());
        for call in &self.calls {
            match &call.caller {
                Some(caller) => callees.entry(caller).or_default().push(&call.callee),
                None => todo.push(&call.callee),
            }
        }
        todo.extend(self.switches.quiet_functions.iter().map(|(_, name)| name));
        let mut reached: FxHashSet<&FunctionName> = FxHashSet::default();
        while let Some(name) = todo.pop() {
            if reached.insert(name) {
                todo.extend(callees.get(name).into_iter().flatten());
            }
        }
        let first = self.defined.iter().map(|(name, pos)| (pos, name));
        let again = self.redefined.iter().map(|(pos, name)| (pos, name));
        let mut unused: Vec<(Pos, FunctionName)> = first
            .chain(again)
            .filter(|(_, name)| !reached.contains(name))
            .map(|(pos, name)| (*pos, name.clone()))
            .collect();
        term::sort::sort(&mut unused);
        for (pos, name) in unused {
            self.warning(
                pos,
                "erl_lint:unused_function",
                format!("function {} is unused", shown(&name)),
            );
        }
    }

    fn check_unused_imports(&mut self) {
        if !self.switches.is_on("unused_import") {
            return;
        }
        let mut unused: Vec<(Pos, String)> = self
            .imports
            .iter()
            .filter(|(_, import)| !import.used)
            .map(|(name, import)| {
                (
                    import.pos,
                    format!("import {}:{} is unused", atom(&import.module), shown(name)),
                )
            })
            .collect();
        term::sort::sort(&mut unused);
        for (pos, message) in unused {
            self.warning(pos, "erl_lint:unused_import", message);
        }
    }
}

/// `module_info/0` and `/1` are in every module.
fn is_module_info(function: &FunctionName) -> bool {
    &*function.name == "module_info" && function.arity <= 1
}
