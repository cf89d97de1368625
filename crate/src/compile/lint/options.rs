//! What `-compile` turns on and off.

use super::Linter;
use rustc_hash::FxHashSet;
use syntax::ast::{Expr, ExprKind, FunctionName, Int, Name, Pos};

/// Warnings that are off unless asked for.
const OFF_BY_DEFAULT: [&str; 6] = [
    "export_vars",
    "unused_import",
    "missing_spec",
    "missing_spec_all",
    "untyped_record",
    "keyword_warning",
];

/// Switches by the names that follow `warn_` and `nowarn_`.
#[derive(Debug, Default)]
pub struct Switches {
    on: FxHashSet<Name>,
    off: FxHashSet<Name>,
    pub export_all: bool,
    /// Where `export_all` stands.
    pub export_all_pos: Option<Pos>,
    no_auto_import: FxHashSet<FunctionName>,
    no_auto_import_all: bool,
    pub quiet_functions: Vec<(Pos, FunctionName)>,
    pub quiet_records: Vec<Name>,
    pub quiet_deprecated: Vec<(Name, FunctionName)>,
    /// Removed functions, or whole modules.
    pub quiet_removed: Vec<(Name, Option<FunctionName>)>,
    pub inlined: Vec<(Pos, FunctionName)>,
    pub bif_clash: Vec<(Pos, Option<FunctionName>)>,
}

impl Switches {
    pub fn is_on(&self, name: &str) -> bool {
        if self.off.contains(name) {
            return false;
        }
        self.on.contains(name) || !OFF_BY_DEFAULT.contains(&name)
    }

    pub fn no_auto_import(&self, function: &FunctionName) -> bool {
        self.no_auto_import_all || self.no_auto_import.contains(function)
    }

    #[allow(clippy::unused_self, reason = "reads as a question to the switches")]
    pub fn names(&self, list: &[Name], name: &Name) -> bool {
        list.contains(name)
    }
}

impl Linter<'_> {
    /// One option, or a list of them.
    pub(super) fn compile_options(&mut self, pos: Pos, value: &Expr) {
        match &value.kind {
            ExprKind::List { elements, .. } => {
                for option in elements {
                    self.compile_options(pos, option);
                }
            }
            ExprKind::Atom(name) => self.compile_flag(pos, name),
            ExprKind::Tuple(pair) => {
                if let [key, argument] = &pair[..]
                    && let Some(key) = key.as_atom()
                {
                    self.compile_option(pos, key, argument);
                }
            }
            _ => {}
        }
    }

    fn compile_flag(&mut self, pos: Pos, name: &Name) {
        match &**name {
            "export_all" => {
                self.switches.export_all = true;
                self.switches.export_all_pos.get_or_insert(pos);
            }
            "no_auto_import" => self.switches.no_auto_import_all = true,
            "nowarn_bif_clash" => self.switches.bif_clash.push((pos, None)),
            other => {
                if let Some(warning) = other.strip_prefix("nowarn_") {
                    self.switches.off.insert(warning.into());
                } else if let Some(warning) = other.strip_prefix("warn_") {
                    self.switches.on.insert(warning.into());
                }
            }
        }
    }

    fn compile_option(&mut self, pos: Pos, key: &str, argument: &Expr) {
        match key {
            "no_auto_import" => self.switches.no_auto_import.extend(functions(argument)),
            "nowarn_unused_function" => {
                self.switches
                    .quiet_functions
                    .extend(functions(argument).into_iter().map(|name| (pos, name)));
            }
            "inline" => self
                .switches
                .inlined
                .extend(functions(argument).into_iter().map(|name| (pos, name))),
            "nowarn_bif_clash" => {
                self.switches.bif_clash.extend(
                    functions(argument)
                        .into_iter()
                        .map(|name| (pos, Some(name))),
                );
            }
            "nowarn_unused_record" => self.switches.quiet_records.extend(atoms(argument)),
            "nowarn_deprecated_function" => self
                .switches
                .quiet_deprecated
                .extend(remote_functions(argument)),
            "nowarn_removed" => {
                let functions = remote_functions(argument).into_iter();
                let functions = functions.map(|(module, function)| (module, Some(function)));
                let modules = atoms(argument).into_iter().map(|module| (module, None));
                self.switches.quiet_removed.extend(functions.chain(modules));
            }
            _ => {}
        }
    }
}

/// The expressions of a list, or the one that is no list.
pub(super) fn items(argument: &Expr) -> Vec<&Expr> {
    match &argument.kind {
        ExprKind::List { elements, .. } => elements.iter().collect(),
        ExprKind::Nil => Vec::new(),
        _ => vec![argument],
    }
}

fn atoms(argument: &Expr) -> Vec<Name> {
    items(argument)
        .into_iter()
        .filter_map(|item| item.as_atom().cloned())
        .collect()
}

/// `{name, arity}`
pub(super) fn function(item: &Expr) -> Option<FunctionName> {
    let ExprKind::Tuple(pair) = &item.kind else {
        return None;
    };
    let [name, arity] = &pair[..] else {
        return None;
    };
    let ExprKind::Integer(Int::Small(arity)) = &arity.kind else {
        return None;
    };
    Some(FunctionName {
        name: name.as_atom()?.clone(),
        arity: u32::try_from(*arity).ok()?,
    })
}

pub(super) fn functions(argument: &Expr) -> Vec<FunctionName> {
    items(argument).into_iter().filter_map(function).collect()
}

fn remote_functions(argument: &Expr) -> Vec<(Name, FunctionName)> {
    let remote = |item: &Expr| {
        let ExprKind::Tuple(triple) = &item.kind else {
            return None;
        };
        let [module, name, arity] = &triple[..] else {
            return None;
        };
        let ExprKind::Integer(Int::Small(arity)) = &arity.kind else {
            return None;
        };
        let function = FunctionName {
            name: name.as_atom()?.clone(),
            arity: u32::try_from(*arity).ok()?,
        };
        Some((module.as_atom()?.clone(), function))
    };
    items(argument).into_iter().filter_map(remote).collect()
}
