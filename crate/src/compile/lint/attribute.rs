//! Attributes: their order, and what they promise about functions.

use super::call::{is_bif, is_old_bif};
use super::options::{function, functions, items};
use super::{FindBehaviour, Import, Linter, atom, shown};
use syntax::ast::{Expr, ExprKind, Form, FormKind, FunctionName, Int, Name, Pos};
use syntax::pretty;

/// What the attributes so far have said.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The first form of the module is behind us.
    first: bool,
    /// A function has been defined.
    functions: bool,
    /// Well-formed `-on_load` attributes: each with its place.
    on_loads: Vec<(Pos, FunctionName)>,
    pub on_load: Option<FunctionName>,
    any_on_load: bool,
    pub behaviours: Vec<(Pos, Name)>,
    /// Attributes that speak of functions, to be checked when all of them are known.
    claims: Vec<(Pos, Name, Expr)>,
    pub callbacks: Vec<(Pos, FunctionName)>,
    pub optional_callbacks: Vec<(Pos, FunctionName)>,
}

impl Linter<'_> {
    /// A function definition is met.
    pub(super) fn first_definition(&mut self, pos: Pos) {
        self.first_form(pos);
        self.attributes.functions = true;
    }

    /// The first form must be `-module`.
    pub(super) fn first_form(&mut self, pos: Pos) {
        if !self.attributes.first {
            self.attributes.first = true;
            self.error(pos, "erl_lint:undefined_module", "no module definition");
        }
    }

    pub(super) fn attribute(&mut self, form: &Form) {
        let pos = form.pos;
        match &form.kind {
            FormKind::File { .. } => return,
            FormKind::Compile(_) if !self.attributes.first => {}
            FormKind::Module(name) if !self.attributes.first => return self.module_name(pos, name),
            FormKind::ParameterizedModule { name, .. } if !self.attributes.first => {
                self.module_name(pos, name);
                let message = "parameterized modules are no longer supported";
                return self.error(pos, "erl_lint:pmod_unsupported", message);
            }
            _ => self.first_form(pos),
        }
        if self.attributes.functions && !may_follow_functions(&form.kind) {
            let message = format!(
                "attribute {} after function definitions",
                atom(&attribute_name(&form.kind))
            );
            return self.error(pos, "erl_lint:attribute", message);
        }
        match &form.kind {
            FormKind::Module(_) | FormKind::ParameterizedModule { .. } => {
                self.error(pos, "erl_lint:redefine_module", "redefining module");
            }
            FormKind::Export(names) => self.export(pos, names),
            FormKind::Import { module, functions } => self.import(pos, module, functions),
            FormKind::Record(def) => self.define_record(pos, def),
            FormKind::Type(def) => self.type_def(pos, def),
            FormKind::Spec(spec) => self.spec(pos, spec),
            FormKind::ExportType(names) => self.export_type(pos, names),
            FormKind::Behaviour { name, .. } => {
                self.attributes.behaviours.push((pos, name.clone()));
            }
            FormKind::OptionalCallbacks(names) => {
                let names = names.iter().map(|name| (pos, name.clone()));
                self.attributes.optional_callbacks.extend(names);
            }
            FormKind::Attribute { name, value } => self.other_attribute(pos, name, value),
            _ => {}
        }
    }

    fn module_name(&mut self, pos: Pos, name: &Name) {
        self.attributes.first = true;
        self.module_name = Some(name.clone());
        if name.is_empty() {
            self.error(
                pos,
                "erl_lint:empty_module_name",
                "the module name must not be empty",
            );
        } else if name.chars().any(|char| char > '\u{ff}') {
            let message = "module names with non-latin1 characters are not supported";
            self.error(pos, "erl_lint:non_latin1_module_unsupported", message);
        } else if name
            .chars()
            .all(|char| char <= ' ' || matches!(char, '\u{7f}'..='\u{a0}'))
        {
            let message = "the module name must contain at least one visible character";
            self.error(pos, "erl_lint:blank_module_name", message);
        }
    }

    fn export(&mut self, pos: Pos, names: &[FunctionName]) {
        for name in names {
            if self.exports.contains_key(name) {
                let message = format!("function {} already exported", shown(name));
                if self.switches.is_on("duplicated_export") {
                    self.warning(pos, "erl_lint:duplicated_export", message);
                }
            } else {
                self.exports.insert(name.clone(), pos);
            }
        }
    }

    fn import(&mut self, pos: Pos, module: &Name, names: &[FunctionName]) {
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                continue;
            }
            if let Some(import) = self.imports.get(name) {
                let message = format!(
                    "function {} already imported from {}",
                    shown(name),
                    atom(&import.module)
                );
                self.error(pos, "erl_lint:redefine_import", message);
                continue;
            }
            if is_bif(name) && &**module != "erlang" && !self.switches.no_auto_import(name) {
                let hint = format!(
                    "\n - use \"-compile({{no_auto_import,[{0}]}}).\" to resolve name clash",
                    shown(name)
                );
                if is_old_bif(name) {
                    let message = format!(
                        "import directive overrides pre R14 auto-imported BIF {}{hint}",
                        shown(name)
                    );
                    self.error(pos, "erl_lint:redefine_old_bif_import", message);
                } else {
                    let message = format!(
                        "import directive overrides auto-imported BIF {}{hint}",
                        shown(name)
                    );
                    self.warning(pos, "erl_lint:redefine_bif_import", message);
                }
            }
            self.imports.insert(
                name.clone(),
                Import {
                    module: module.clone(),
                    pos,
                    used: false,
                },
            );
        }
    }

    fn other_attribute(&mut self, pos: Pos, name: &Name, value: &Expr) {
        match &**name {
            "export_type" => self.error(
                pos,
                "erl_lint:bad_export_type",
                "bad export_type declaration",
            ),
            "on_load" => self.on_load(pos, value),
            "behaviour" | "behavior" => {
                for behaviour in items(value) {
                    if let Some(behaviour) = behaviour.as_atom() {
                        self.attributes.behaviours.push((pos, behaviour.clone()));
                    }
                }
            }
            "dialyzer" | "deprecated" | "removed" | "nifs" => {
                self.attributes
                    .claims
                    .push((pos, name.clone(), value.clone()));
            }
            _ => {}
        }
    }

    fn on_load(&mut self, pos: Pos, value: &Expr) {
        match function(value) {
            None => {
                let message = format!("badly formed on_load attribute: {}", pretty::term(value));
                self.error(pos, "erl_lint:bad_on_load", message);
            }
            Some(name) => {
                if self.attributes.any_on_load {
                    self.error(
                        pos,
                        "erl_lint:multiple_on_loads",
                        "more than one on_load attribute",
                    );
                }
                self.attributes.any_on_load = true;
                self.attributes.on_loads.push((pos, name));
            }
        }
        if let [(_, only)] = &self.attributes.on_loads[..] {
            self.attributes.on_load = Some(only.clone());
        }
    }

    /// After the last form: what attributes say of functions.
    pub(super) fn check_attributes(&mut self, find_behaviour: FindBehaviour<'_>) {
        if let Some(pos) = self.switches.export_all_pos
            && self.switches.is_on("export_all")
        {
            let message = "export_all flag enabled - all functions will be exported";
            self.warning(pos, "erl_lint:export_all", message);
        }
        self.check_on_load();
        for (pos, name) in std::mem::take(&mut self.switches.inlined) {
            if !self.defined.contains_key(&name) {
                let message = format!("inlined function {} undefined", shown(&name));
                self.error(pos, "erl_lint:bad_inline", message);
            }
        }
        for (pos, name) in std::mem::take(&mut self.switches.quiet_functions) {
            self.claimed_function(pos, &name, "erl_lint:bad_nowarn_unused_function");
        }
        for (pos, name) in std::mem::take(&mut self.switches.bif_clash) {
            let message = "compile directive nowarn_bif_clash is no longer allowed,\n - use explicit module names or \
                           -compile({no_auto_import, [F/A]})";
            self.error(pos, "erl_lint:disallowed_nowarn_bif_clash", message);
            if let Some(name) = name {
                self.claimed_function(pos, &name, "erl_lint:bad_nowarn_bif_clash");
            }
        }
        for (pos, name, value) in std::mem::take(&mut self.attributes.claims) {
            match &*name {
                "deprecated" => self.check_deprecated(pos, &value),
                "removed" => self.check_removed(pos, &value),
                "nifs" => self.check_nifs(pos, &value),
                _ => self.check_dialyzer(pos, &value),
            }
        }
        self.check_behaviours(find_behaviour);
        self.check_callbacks();
    }

    fn claimed_function(&mut self, pos: Pos, name: &FunctionName, code: &'static str) {
        if !self.defined.contains_key(name) {
            self.error(pos, code, format!("function {} undefined", shown(name)));
        }
    }

    fn check_on_load(&mut self) {
        let [(pos, name)] = &self.attributes.on_loads[..] else {
            return;
        };
        let (pos, name) = (*pos, name.clone());
        if name.arity != 0 {
            let message = format!("function {} has wrong arity (must be 0)", shown(&name));
            self.error(pos, "erl_lint:bad_on_load_arity", message);
        } else if !self.defined.contains_key(&name) {
            self.error(
                pos,
                "erl_lint:undefined_on_load",
                format!("function {} undefined", shown(&name)),
            );
        }
    }

    pub(super) fn is_exported(&self, name: &FunctionName) -> bool {
        self.exports.contains_key(name)
            || (self.switches.export_all && self.defined.contains_key(name))
    }

    fn check_deprecated(&mut self, pos: Pos, value: &Expr) {
        for item in items(value) {
            match claim(item) {
                Claim::Module => {}
                Claim::Function(name) if self.is_exported(&name) => {}
                Claim::Function(name) => {
                    let message = format!(
                        "deprecated function {} undefined or not exported",
                        shown(&name)
                    );
                    self.error(pos, "erl_lint:bad_deprecated", message);
                }
                Claim::Bad => {
                    let message =
                        format!("badly formed deprecated attribute {}", pretty::term(item));
                    self.error(pos, "erl_lint:invalid_deprecated", message);
                }
            }
        }
    }

    fn check_removed(&mut self, pos: Pos, value: &Expr) {
        for item in items(value) {
            match claim(item) {
                Claim::Function(name) if self.is_exported(&name) => {
                    let message = format!("removed function {} is still exported", shown(&name));
                    self.error(pos, "erl_lint:bad_removed", message);
                }
                Claim::Bad => {
                    let message = format!("badly formed removed attribute {}", pretty::term(item));
                    self.error(pos, "erl_lint:invalid_removed", message);
                }
                Claim::Module | Claim::Function(_) => {}
            }
        }
    }

    fn check_nifs(&mut self, pos: Pos, value: &Expr) {
        for name in functions(value) {
            if !self.defined.contains_key(&name) {
                self.error(
                    pos,
                    "erl_lint:undefined_nif",
                    format!("nif {} undefined", shown(&name)),
                );
            }
        }
        if !self.loads_nif {
            let message = "nifs defined, but no call to erlang:load_nif/2";
            self.warning(pos, "erl_lint:no_load_nif", message);
        }
    }

    fn check_dialyzer(&mut self, pos: Pos, value: &Expr) {
        for item in items(value) {
            match &item.kind {
                ExprKind::Tuple(pair) if pair.len() == 2 => {
                    for option in items(&pair[0]) {
                        self.dialyzer_option(pos, option, &items(&pair[1]));
                    }
                }
                ExprKind::Atom(_) => self.dialyzer_option(pos, item, &[]),
                _ => self.bad_dialyzer_attribute(pos, &pretty::term(item)),
            }
        }
    }

    /// An option of `-dialyzer` and the functions it is for.
    fn dialyzer_option(&mut self, pos: Pos, option: &Expr, targets: &[&Expr]) {
        let name = option.as_atom();
        if !name.is_some_and(|name| DIALYZER_OPTIONS.contains(&&**name)) {
            let message = format!("unknown dialyzer warning option: {}", pretty::term(option));
            return self.error(pos, "erl_lint:bad_dialyzer_option", message);
        }
        for target in targets {
            if let Some(name) = function(target) {
                self.claimed_function(pos, &name, "erl_lint:undefined_function");
            } else {
                let text = format!("{{{},{}}}", pretty::term(option), pretty::term(target));
                self.bad_dialyzer_attribute(pos, &text);
            }
        }
    }

    fn bad_dialyzer_attribute(&mut self, pos: Pos, text: &str) {
        let message = format!("badly formed dialyzer attribute: {text}");
        self.error(pos, "erl_lint:bad_dialyzer_attribute", message);
    }
}

const DIALYZER_OPTIONS: [&str; 26] = [
    "nowarn_function",
    "no_return",
    "no_unused",
    "no_unused_funs",
    "no_unknown",
    "no_improper_lists",
    "no_fun_app",
    "no_match",
    "no_opaque",
    "no_fail_call",
    "no_contracts",
    "no_behaviours",
    "no_undefined_callbacks",
    "unmatched_returns",
    "error_handling",
    "race_conditions",
    "no_missing_calls",
    "specdiffs",
    "overspecs",
    "underspecs",
    "unknown",
    "no_underspecs",
    "extra_return",
    "no_extra_return",
    "missing_return",
    "no_missing_return",
];

/// One entry of `-deprecated` or `-removed`.
enum Claim {
    Module,
    Function(FunctionName),
    Bad,
}

fn claim(item: &Expr) -> Claim {
    let ExprKind::Tuple(parts) = &item.kind else {
        return if item.as_atom().is_some_and(|name| &**name == "module") {
            Claim::Module
        } else {
            Claim::Bad
        };
    };
    let with_note = match &parts[..] {
        [_, _] => true,
        [_, _, note] => is_note(note),
        _ => false,
    };
    if !with_note {
        return Claim::Bad;
    }
    let wild = |expr: &Expr| expr.as_atom().is_some_and(|name| &**name == "_");
    match (parts[0].as_atom(), &parts[1].kind) {
        (Some(_), _) if wild(&parts[1]) => Claim::Module,
        (Some(name), ExprKind::Integer(Int::Small(arity @ 0..=255))) => {
            Claim::Function(FunctionName {
                name: name.clone(),
                arity: *arity as u32,
            })
        }
        _ => Claim::Bad,
    }
}

fn is_note(note: &Expr) -> bool {
    match &note.kind {
        ExprKind::String(_) | ExprKind::Nil => true,
        ExprKind::Atom(name) => matches!(
            &**name,
            "next_version" | "next_major_release" | "eventually"
        ),
        _ => false,
    }
}

fn may_follow_functions(kind: &FormKind) -> bool {
    match kind {
        FormKind::Record(_) | FormKind::Type(_) | FormKind::Compile(_) => true,
        FormKind::Spec(spec) => !spec.callback,
        FormKind::Attribute { name, .. } => &**name == "dialyzer",
        _ => false,
    }
}

fn attribute_name(kind: &FormKind) -> Name {
    let name = match kind {
        FormKind::Module(_) | FormKind::ParameterizedModule { .. } => "module",
        FormKind::Export(_) => "export",
        FormKind::ExportType(_) => "export_type",
        FormKind::Import { .. } => "import",
        FormKind::Record(_) => "record",
        FormKind::Type(def) if def.opaque => "opaque",
        FormKind::Type(_) => "type",
        FormKind::Spec(spec) if spec.callback => "callback",
        FormKind::Spec(_) => "spec",
        FormKind::Behaviour { american: true, .. } => "behavior",
        FormKind::Behaviour { .. } => "behaviour",
        FormKind::File { .. } => "file",
        FormKind::Compile(_) => "compile",
        FormKind::OptionalCallbacks(_) => "optional_callbacks",
        FormKind::Attribute { name, .. } => return name.clone(),
        FormKind::Function(_) | FormKind::Eof => "",
    };
    name.into()
}
