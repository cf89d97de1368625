//! Types and specs: what they name must exist, and a variable must mean something.

use super::{Linter, atom, shown};
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::ast::{
    BinaryOp, Form, FormKind, FunctionName, Int, Name, Pos, SpecDef, Type, TypeDef, TypeKind,
    UnaryOp,
};

/// A type by name and number of parameters.
type Key = FunctionName;

struct Def {
    pos: Pos,
    opaque: bool,
}

/// A mention of a type, and the type in whose definition it stands.
struct Mention {
    pos: Pos,
    key: Key,
    within: Option<Key>,
}

#[derive(Default)]
pub(super) struct Types {
    defs: FxHashMap<Key, Def>,
    exported: FxHashMap<Key, Pos>,
    mentions: Vec<Mention>,
    specs: FxHashMap<FunctionName, Pos>,
    /// The type whose definition is being looked at.
    within: Option<Key>,
}

impl Linter<'_> {
    /// All types of the module are known everywhere in it; nothing needs to be prepared but the room.
    pub(super) fn prepare_types(&mut self, forms: &[Form]) {
        let count = forms
            .iter()
            .filter(|form| matches!(form.kind, FormKind::Type(_)))
            .count();
        self.types.defs.reserve(count);
    }

    pub(super) fn export_type(&mut self, pos: Pos, names: &[FunctionName]) {
        for name in names {
            if self.types.exported.contains_key(name) {
                let message = format!("type {} already exported", shown(name));
                self.warning(pos, "erl_lint:duplicated_export_type", message);
            } else {
                self.types.exported.insert(name.clone(), pos);
            }
        }
    }

    pub(super) fn type_def(&mut self, pos: Pos, def: &TypeDef) {
        let key = FunctionName {
            name: def.name.clone(),
            arity: def.params.len() as u32,
        };
        let is_erlang = self.module_name.as_deref() == Some("erlang");
        if syntax::parser::is_builtin_type(&def.name, def.params.len()) && !is_erlang {
            let message = format!(
                "type {} is a builtin type; it cannot be redefined",
                type_text(&key)
            );
            return self.error(pos, "erl_lint:builtin_type", message);
        }
        if self.types.defs.contains_key(&key) {
            let message = format!("type {} already defined", type_text(&key));
            return self.error(pos, "erl_lint:redefine_type", message);
        }
        self.types.within = Some(key.clone());
        let mut variables = Variables::default();
        for param in &def.params {
            variables.meet(&param.name, param.pos);
        }
        self.check_type(&def.body, &mut variables);
        self.types.within = None;
        self.singletons(&variables);
        self.types.defs.insert(
            key,
            Def {
                pos,
                opaque: def.opaque,
            },
        );
    }

    pub(super) fn record_field_type(&mut self, _record: &Name, declared: &Type) {
        let mut variables = Variables::default();
        self.check_type(declared, &mut variables);
        self.singletons(&variables);
    }

    fn singletons(&mut self, variables: &Variables) {
        for (name, pos, count) in &variables.met {
            if *count == 1 && !name.starts_with('_') {
                let message = format!("type variable '{name}' is only used once (is unbound)");
                self.error(*pos, "erl_lint:singleton_typevar", message);
            }
        }
    }

    pub(super) fn spec(&mut self, pos: Pos, spec: &SpecDef) {
        let name = FunctionName {
            name: spec.name.clone(),
            arity: spec.arity,
        };
        if spec.callback {
            if !self.callback(pos, spec, name) {
                return;
            }
        } else if let Some(module) = spec
            .module
            .as_ref()
            .filter(|module| Some(*module) != self.module_name.as_ref())
        {
            let message = format!(
                "spec for function {}:{} from other module",
                atom(module),
                shown(&name)
            );
            return self.error(pos, "erl_lint:bad_module", message);
        } else if self.types.specs.insert(name.clone(), pos).is_some() {
            let message = format!("spec for {} already defined", shown(&name));
            return self.error(pos, "erl_lint:redefine_spec", message);
        }
        for clause in &spec.clauses {
            if function_arity(clause) != Some(spec.arity) {
                let what = if spec.callback { "callback" } else { "spec" };
                self.error(
                    clause.pos,
                    "erl_lint:spec_wrong_arity",
                    format!("{what} has wrong arity"),
                );
            }
            let mut variables = Variables::default();
            self.check_type(clause, &mut variables);
            self.singletons(&variables);
        }
    }

    /// Whether it is one more callback. The place of the last definition is the one that counts.
    fn callback(&mut self, pos: Pos, spec: &SpecDef, name: FunctionName) -> bool {
        if let Some(module) = &spec.module {
            let message = format!(
                "explicit module not allowed for callback {}:{}",
                atom(module),
                shown(&name)
            );
            self.error(pos, "erl_lint:bad_callback", message);
            return false;
        }
        let mut known = self.attributes.callbacks.iter_mut();
        if let Some((place, _)) = known.find(|(_, other)| *other == name) {
            *place = pos;
            self.error(
                pos,
                "erl_lint:redefine_callback",
                format!("callback {} already defined", shown(&name)),
            );
            return false;
        }
        self.attributes.callbacks.push((pos, name));
        true
    }

    pub(super) fn check_callbacks(&mut self) {
        let callbacks = std::mem::take(&mut self.attributes.callbacks);
        let own = FunctionName::new("behaviour_info", 1);
        if self.defined.contains_key(&own) {
            for (pos, name) in &callbacks {
                let message = format!(
                    "cannot define callback attibute for {} when behaviour_info is defined",
                    shown(name)
                );
                self.error(*pos, "erl_lint:behaviour_info", message);
            }
        }
        let optional = std::mem::take(&mut self.attributes.optional_callbacks);
        let mut seen: FxHashSet<FunctionName> = FxHashSet::default();
        for (pos, name) in optional {
            if !seen.insert(name.clone()) {
                let message = format!("optional callback {} duplicated", shown(&name));
                self.error(pos, "erl_lint:redefine_optional_callback", message);
            } else if !callbacks.iter().any(|(_, callback)| *callback == name) {
                let message = format!("callback {} is undefined", shown(&name));
                self.error(pos, "erl_lint:undefined_callback", message);
            }
        }
    }

    fn check_type(&mut self, ty: &Type, variables: &mut Variables) {
        match &ty.kind {
            TypeKind::Var(name) => variables.meet(name, ty.pos),
            TypeKind::Annotated { of, .. } => return self.check_type(of, variables),
            TypeKind::Range { low, high } => {
                let is_range =
                    matches!((value(low), value(high)), (Some(low), Some(high)) if low <= high);
                if !is_range {
                    self.error(ty.pos, "erl_lint:type_syntax", "bad range type");
                }
                return;
            }
            TypeKind::Binary { base, unit } => {
                let natural =
                    |part: &Type| value(part).is_some_and(|value| value >= BigInt::zero());
                if !natural(base) || !natural(unit) {
                    self.error(ty.pos, "erl_lint:type_syntax", "bad binary type");
                }
                return;
            }
            TypeKind::BinaryOp { .. } | TypeKind::UnaryOp { .. } => {
                if value(ty).is_none() {
                    self.error(ty.pos, "erl_lint:type_syntax", "bad integer type");
                }
                return;
            }
            TypeKind::Named {
                name,
                args,
                builtin: false,
            } => {
                let key = FunctionName {
                    name: name.clone(),
                    arity: args.len() as u32,
                };
                let within = self.types.within.clone();
                self.types.mentions.push(Mention {
                    pos: ty.pos,
                    key,
                    within,
                });
            }
            TypeKind::Record { name, fields } => {
                if let Some(()) = self.use_record(ty.pos, &name.name) {
                    let mut seen: Vec<&Name> = Vec::new();
                    for field in fields {
                        if seen.contains(&&field.name.name) {
                            let (field_name, record) = (atom(&field.name.name), atom(&name.name));
                            let message =
                                format!("field {field_name} already defined in record {record}");
                            self.error(field.pos, "erl_lint:redefine_field", message);
                        } else {
                            self.check_field(field.pos, &name.name, &field.name.name);
                        }
                        seen.push(&field.name.name);
                    }
                }
            }
            TypeKind::Bounded { constraints, .. } => {
                for constraint in constraints {
                    variables.meet(&constraint.var.name, constraint.var.pos);
                }
            }
            _ => {}
        }
        let mut below = Vec::new();
        ty.for_each_child(&mut |child| below.push(child));
        for child in below {
            self.check_type(child, variables);
        }
    }

    /// After the last form: types that do not exist, and types that nothing leads to.
    pub(super) fn check_types(&mut self, forms: &[Form]) {
        let mut undefined: Vec<(Pos, Key)> = self
            .types
            .exported
            .iter()
            .map(|(key, pos)| (*pos, key.clone()))
            .chain(
                self.types
                    .mentions
                    .iter()
                    .map(|mention| (mention.pos, mention.key.clone())),
            )
            .filter(|(_, key)| !self.types.defs.contains_key(key))
            .filter(|(_, key)| !syntax::parser::is_builtin_type(&key.name, key.arity as usize))
            .collect();
        term::sort::sort(&mut undefined);
        undefined.dedup();
        for (pos, key) in undefined {
            self.error(
                pos,
                "erl_lint:undefined_type",
                format!("type {} undefined", type_text(&key)),
            );
        }
        self.check_unused_types();
        self.check_specs(forms);
    }

    fn check_unused_types(&mut self) {
        let mut leads_to: FxHashMap<&Key, Vec<&Key>> = FxHashMap::default();
        let mut todo: Vec<&Key> = self.types.exported.keys().collect();
        for mention in &self.types.mentions {
            match &mention.within {
                Some(within) => leads_to.entry(within).or_default().push(&mention.key),
                None => todo.push(&mention.key),
            }
        }
        let mut reached: FxHashSet<&Key> = FxHashSet::default();
        while let Some(key) = todo.pop() {
            if reached.insert(key) {
                todo.extend(leads_to.get(key).into_iter().flatten());
            }
        }
        let mut found: Vec<(Pos, &'static str, String)> = Vec::new();
        for (key, def) in self.types.defs.iter().filter(|(_, def)| def.pos.file == 0) {
            if !reached.contains(key) && self.switches.is_on("unused_type") {
                found.push((
                    def.pos,
                    "erl_lint:unused_type",
                    format!("type {} is unused", type_text(key)),
                ));
            }
            if def.opaque && !self.types.exported.contains_key(key) {
                let message = format!("opaque type {} is not exported", type_text(key));
                found.push((def.pos, "erl_lint:not_exported_opaque", message));
            }
        }
        term::sort::sort(&mut found);
        for (pos, code, message) in found {
            self.warning(pos, code, message);
        }
    }

    fn check_specs(&mut self, forms: &[Form]) {
        let mut undefined: Vec<(Pos, FunctionName)> = self
            .types
            .specs
            .iter()
            .filter(|(name, _)| !self.defined.contains_key(name))
            .map(|(name, pos)| (*pos, name.clone()))
            .collect();
        term::sort::sort(&mut undefined);
        for (pos, name) in undefined {
            let message = format!("spec for undefined function {}", shown(&name));
            self.error(pos, "erl_lint:spec_fun_undefined", message);
        }
        let all = self.switches.is_on("missing_spec_all");
        if !all && !self.switches.is_on("missing_spec") {
            return;
        }
        for form in forms {
            let FormKind::Function(function) = &form.kind else {
                continue;
            };
            let name = FunctionName {
                name: function.name.clone(),
                arity: function.arity,
            };
            let asked = all || self.switches.export_all || self.exports.contains_key(&name);
            if asked && !self.types.specs.contains_key(&name) && form.pos.file == 0 {
                let message = format!("missing specification for function {}", shown(&name));
                self.warning(form.pos, "erl_lint:missing_spec", message);
            }
        }
    }
}

/// Variables of a type, each with its first place and how often it occurs.
#[derive(Default)]
struct Variables {
    met: Vec<(Name, Pos, u32)>,
}

impl Variables {
    fn meet(&mut self, name: &Name, pos: Pos) {
        match self.met.iter_mut().find(|(other, ..)| other == name) {
            Some((.., count)) => *count += 1,
            None => self.met.push((name.clone(), pos, 1)),
        }
    }
}

/// `name()`, `name(_)`, `name(_,_)` ...
fn type_text(key: &Key) -> String {
    let params = vec!["_"; key.arity as usize];
    format!("{}({})", atom(&key.name), params.join(","))
}

fn function_arity(clause: &Type) -> Option<u32> {
    match &clause.kind {
        TypeKind::Bounded { function, .. } => function_arity(function),
        TypeKind::Fun {
            args: Some(args), ..
        } => Some(args.len() as u32),
        _ => None,
    }
}

/// The integer that a type stands for.
fn value(ty: &Type) -> Option<BigInt> {
    Some(match &ty.kind {
        TypeKind::Integer(Int::Small(int)) => BigInt::from(*int),
        TypeKind::Integer(Int::Big(int)) => int.clone(),
        TypeKind::Char(char) => BigInt::from(u32::from(*char)),
        TypeKind::UnaryOp { op, operand } => {
            let operand = value(operand)?;
            match op {
                UnaryOp::Plus => operand,
                UnaryOp::Minus => -operand,
                UnaryOp::Bnot => !operand,
                UnaryOp::Not => return None,
            }
        }
        TypeKind::BinaryOp { op, left, right } => {
            let (left, right) = (value(left)?, value(right)?);
            match op {
                BinaryOp::Add => left + right,
                BinaryOp::Sub => left - right,
                BinaryOp::Mul => left * right,
                BinaryOp::Div if !right.is_zero() => left / right,
                BinaryOp::Rem if !right.is_zero() => left % right,
                BinaryOp::Band => left & right,
                BinaryOp::Bor => left | right,
                BinaryOp::Bxor => left ^ right,
                BinaryOp::Bsl => left << right.to_u16()?,
                BinaryOp::Bsr => left >> right.to_u16()?,
                _ => return None,
            }
        }
        _ => return None,
    })
}
