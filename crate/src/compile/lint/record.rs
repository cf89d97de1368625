//! Records: definitions, and the fields that expressions and patterns name.

use super::{Call, Linter, atom};
use std::rc::Rc;
use syntax::ast::{Expr, FunctionName, Name, Pos, RecordDef, RecordField, RecordFieldName};

pub(super) struct Record {
    pos: Pos,
    fields: Vec<Name>,
    /// Of the fields that have them, with the calls in them.
    defaults: Vec<Default>,
    used: bool,
}

struct Default {
    field: Name,
    value: Rc<Expr>,
    calls: Vec<FunctionName>,
}

impl Linter<'_> {
    pub(super) fn define_record(&mut self, pos: Pos, def: &RecordDef) {
        if self.records.contains_key(&def.name) {
            let message = format!("record {} already defined", atom(&def.name));
            return self.error(pos, "erl_lint:redefine_record", message);
        }
        let mut fields: Vec<Name> = Vec::new();
        let mut defaults: Vec<Default> = Vec::new();
        let used: Vec<Name> = self.used_records();
        for field in &def.fields {
            if fields.contains(&field.name) {
                let message = format!(
                    "field {} already defined in record {}",
                    atom(&field.name),
                    atom(&def.name)
                );
                self.error(field.pos, "erl_lint:redefine_field", message);
                continue;
            }
            if let Some(default) = &field.default {
                defaults.push(self.define_default(&field.name, default));
            }
            fields.push(field.name.clone());
        }
        // A default value alone makes no record used. Each is seen to by itself: no order shows.
        #[allow(clippy::iter_over_hash_type)]
        for (name, record) in &mut self.records {
            record.used = used.contains(name);
        }
        self.records.insert(
            def.name.clone(),
            Record {
                pos,
                fields,
                defaults,
                used: false,
            },
        );
        for field in &def.fields {
            if let Some(declared) = &field.declared {
                self.record_field_type(&def.name, declared);
            }
        }
    }

    /// The calls in a default value are those of who creates the record; here they must only exist.
    fn define_default(&mut self, field: &Name, value: &Expr) -> Default {
        let calls_before = self.calls.len();
        self.scope.clear();
        self.expr(value);
        let vars = self.scope.clear();
        self.report_unused(&vars);
        let calls = self.calls[calls_before..]
            .iter_mut()
            .map(|call| {
                call.caller = Some(call.callee.clone());
                call.callee.clone()
            })
            .collect();
        Default {
            field: field.clone(),
            value: Rc::new(value.clone()),
            calls,
        }
    }

    /// The default values that a creation with these fields takes, `_` or not.
    fn defaults_taken(
        &self,
        record: &Name,
        fields: &[RecordField],
    ) -> impl Iterator<Item = &Default> {
        let defaults = self.records.get(record).map(|record| &record.defaults);
        let is_given = |name: &Name| {
            let mut names = fields.iter().map(|field| &field.name);
            names.any(|field| matches!(field, RecordFieldName::Atom(field) if field == name))
        };
        let taken = defaults.into_iter().flatten();
        taken.filter(move |default| !is_given(&default.field))
    }

    pub(super) fn call_defaults(&mut self, pos: Pos, record: &Name, fields: &[RecordField]) {
        let taken = self.defaults_taken(record, fields);
        let callees: Vec<FunctionName> = taken.flat_map(|taken| taken.calls.clone()).collect();
        let caller = self.current.clone();
        self.calls.extend(callees.into_iter().map(|callee| Call {
            caller: caller.clone(),
            callee,
            pos,
            by_default: true,
        }));
    }

    /// Default values that may not stand in a guard are an error where the record is created.
    pub(super) fn guard_defaults(&mut self, pos: Pos, record: &Name, fields: &[RecordField]) {
        let taken = self.defaults_taken(record, fields);
        let values: Vec<Rc<Expr>> = taken.map(|taken| taken.value.clone()).collect();
        let outside = self.diagnostics.len();
        let mark = self.scope.mark();
        for value in values {
            self.guard_expr(&value);
        }
        self.scope.take_back(mark);
        let file = self.file(pos);
        let mut inside = self.diagnostics.split_off(outside);
        inside.retain(|found| found.code.starts_with("erl_lint:illegal_guard"));
        for found in &mut inside {
            (found.pos, found.file) = (Some(pos), file.clone());
        }
        self.diagnostics.extend(inside);
    }

    fn used_records(&self) -> Vec<Name> {
        let used = self.records.iter().filter(|(_, record)| record.used);
        used.map(|(name, _)| name.clone()).collect()
    }

    /// The record is mentioned; `None` and an error if it is not defined.
    pub(super) fn use_record(&mut self, pos: Pos, name: &Name) -> Option<()> {
        if let Some(record) = self.records.get_mut(name) {
            record.used = true;
            return Some(());
        }
        self.error(
            pos,
            "erl_lint:undefined_record",
            format!("record {} undefined", atom(name)),
        );
        None
    }

    /// The record is mentioned where it need not be defined.
    pub(super) fn touch_record(&mut self, name: &Name) {
        if let Some(record) = self.records.get_mut(name) {
            record.used = true;
        }
    }

    /// Whether the record, which is defined, has the field; if not, an error.
    pub(super) fn check_field(&mut self, pos: Pos, record: &Name, field: &Name) -> bool {
        let found = self
            .records
            .get(record)
            .is_some_and(|record| record.fields.contains(field));
        if !found {
            let message = format!("field {} undefined in record {}", atom(field), atom(record));
            self.error(pos, "erl_lint:undefined_field", message);
        }
        found
    }

    /// An error if the field was named before.
    pub(super) fn check_repeated_field<'f>(
        &mut self,
        record: &Name,
        field: &'f RecordField,
        seen: &mut Vec<&'f Name>,
    ) {
        let RecordFieldName::Atom(name) = &field.name else {
            return;
        };
        if seen.contains(&name) {
            let message = format!(
                "field {} already defined in record {}",
                atom(name),
                atom(record)
            );
            self.error(field.pos, "erl_lint:redefine_field", message);
        }
        seen.push(name);
    }

    pub(super) fn field_is_variable(&mut self, pos: Pos, record: &Name, name: &Name) {
        let message = format!(
            "field '{name}' is not an atom or _ in record {}",
            atom(record)
        );
        self.error(pos, "erl_lint:field_name_is_variable", message);
    }

    /// The fields of `#record{...}`; `look` sees the values.
    pub(super) fn create_fields(
        &mut self,
        _pos: Pos,
        record: &Name,
        fields: &[RecordField],
        look: &mut dyn FnMut(&mut Self, &Expr),
    ) {
        let mut seen = Vec::new();
        for field in fields {
            self.check_repeated_field(record, field, &mut seen);
            match &field.name {
                RecordFieldName::Atom(name) => {
                    if self.check_field(field.pos, record, name) {
                        look(self, &field.value);
                    }
                }
                RecordFieldName::Var(name) if &**name == "_" => {
                    look(self, &field.value);
                }
                RecordFieldName::Var(name) => self.field_is_variable(field.pos, record, name),
            }
        }
    }

    /// `record_info(What, Record)`.
    pub(super) fn record_info(&mut self, pos: Pos, args: &[Expr]) {
        let [what, record] = args else { return };
        let (Some(what_name), Some(record_name)) = (what.as_atom(), record.as_atom()) else {
            self.together(args);
            return self.error(pos, "erl_lint:illegal_record_info", "illegal record info");
        };
        if !matches!(&**what_name, "fields" | "size") {
            return self.error(
                what.pos,
                "erl_lint:illegal_record_info",
                "illegal record info",
            );
        }
        self.use_record(pos, record_name);
    }

    /// Records of the module's own file that nothing mentions.
    pub(super) fn check_records(&mut self) {
        if !self.switches.is_on("unused_record") {
            return;
        }
        let mut unused: Vec<(Pos, Name)> = self
            .records
            .iter()
            .filter(|(name, record)| {
                !record.used && !self.mentioned.contains(*name) && record.pos.file == 0
            })
            .map(|(name, record)| (record.pos, name.clone()))
            .collect();
        term::sort::sort(&mut unused);
        for (pos, name) in unused {
            if !self.switches.names(&self.switches.quiet_records, &name) {
                self.warning(
                    pos,
                    "erl_lint:unused_record",
                    format!("record {} is unused", atom(&name)),
                );
            }
        }
    }
}
