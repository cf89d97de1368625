//! Forms: attributes, records and functions, and the terms that attributes hold.

use super::super::ast::{Expr, ExprKind, Form, FormKind, FunctionName, Pos, RecordDefField};
use super::super::token::float_text;
use super::{Writer, constant_bytes};
use std::fmt::Write as _;

impl Writer {
    pub(super) fn form(&mut self, form: &Form) {
        match &form.kind {
            FormKind::Module(name) => {
                self.attribute(form.pos, "module", |writer| writer.atom(name));
            }
            FormKind::ParameterizedModule { name, params } => {
                self.attribute(form.pos, "module", |writer| {
                    writer.text("{");
                    writer.atom(name);
                    writer.comma();
                    writer.list(params, |writer, param| writer.atom(param));
                    writer.close();
                });
            }
            FormKind::Export(names) => {
                self.attribute(form.pos, "export", |writer| writer.names(names));
            }
            FormKind::ExportType(names) => {
                self.attribute(form.pos, "export_type", |writer| writer.names(names));
            }
            FormKind::OptionalCallbacks(names) => {
                self.attribute(form.pos, "optional_callbacks", |writer| writer.names(names));
            }
            FormKind::Import { module, functions } => {
                self.attribute(form.pos, "import", |writer| {
                    writer.text("{");
                    writer.atom(module);
                    writer.comma();
                    writer.names(functions);
                    writer.close();
                });
            }
            FormKind::Record(record) => self.attribute(form.pos, "record", |writer| {
                writer.text("{");
                writer.atom(&record.name);
                writer.comma();
                writer.list(&record.fields, Self::record_def_field);
                writer.close();
            }),
            FormKind::Type(def) => {
                self.attribute(
                    form.pos,
                    if def.opaque { "opaque" } else { "type" },
                    |writer| {
                        writer.text("{");
                        writer.atom(&def.name);
                        writer.comma();
                        writer.ty(&def.body);
                        writer.comma();
                        writer.list(&def.params, |writer, param| {
                            writer.name_node("var", param.pos, &param.name);
                        });
                        writer.close();
                    },
                );
            }
            FormKind::Spec(spec) => {
                self.attribute(
                    form.pos,
                    if spec.callback { "callback" } else { "spec" },
                    |writer| {
                        writer.text("{{");
                        if let Some(module) = &spec.module {
                            writer.atom(module);
                            writer.comma();
                        }
                        writer.atom(&spec.name);
                        let _ = write!(writer.out, ",{}}},", spec.arity);
                        writer.list(&spec.clauses, Self::ty);
                        writer.close();
                    },
                );
            }
            FormKind::Behaviour { name, american } => {
                let tag = if *american { "behavior" } else { "behaviour" };
                self.attribute(form.pos, tag, |writer| writer.atom(name));
            }
            FormKind::File { name, line } => self.attribute(form.pos, "file", |writer| {
                writer.text("{");
                writer.chars(name);
                let _ = write!(writer.out, ",{line}}}");
            }),
            FormKind::Compile(value) => {
                self.attribute(form.pos, "compile", |writer| writer.term(value));
            }
            FormKind::Attribute { name, value } => {
                self.attribute(form.pos, name, |writer| writer.term(value));
            }
            FormKind::Function(function) => {
                self.open("function", form.pos);
                self.atom(&function.name);
                let _ = write!(self.out, ",{},", function.arity);
                self.clauses(&function.clauses);
                self.close();
            }
            FormKind::Eof => {
                self.text("{eof,");
                self.pos(form.pos);
                self.close();
            }
        }
    }

    fn attribute(&mut self, pos: Pos, name: &str, value: impl FnOnce(&mut Self)) {
        self.open("attribute", pos);
        self.atom(name);
        self.comma();
        value(self);
        self.close();
    }

    fn names(&mut self, names: &[FunctionName]) {
        self.list(names, |writer, name| {
            writer.text("{");
            writer.atom(&name.name);
            let _ = write!(writer.out, ",{}}}", name.arity);
        });
    }

    fn record_def_field(&mut self, field: &RecordDefField) {
        if field.declared.is_some() {
            self.text("{typed_record_field,");
        }
        self.open("record_field", field.pos);
        self.name_node("atom", field.pos, &field.name);
        if let Some(default) = &field.default {
            self.comma();
            self.expr(default);
        }
        self.close();
        if let Some(declared) = &field.declared {
            self.comma();
            self.ty(declared);
            self.close();
        }
    }

    /// A constant as the term it denotes.
    fn term(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Atom(name) => self.atom(name),
            ExprKind::Integer(int) => self.text(&int.to_string()),
            ExprKind::Float(float) => self.text(&float_text(*float)),
            ExprKind::Char(char) => self.text(&u32::from(*char).to_string()),
            ExprKind::String(text) => self.chars(text),
            ExprKind::Nil => self.text("[]"),
            ExprKind::Tuple(elements) => {
                self.text("{");
                self.terms(elements);
                self.close();
            }
            ExprKind::List { elements, tail, .. } => {
                self.text("[");
                self.terms(elements);
                if let Some(tail) = tail {
                    self.text("|");
                    self.term(tail);
                }
                self.text("]");
            }
            ExprKind::MapCreate(fields) => {
                self.text("#{");
                for (index, field) in fields.iter().enumerate() {
                    if index > 0 {
                        self.comma();
                    }
                    self.term(&field.key);
                    self.text(" => ");
                    self.term(&field.value);
                }
                self.close();
            }
            ExprKind::FunRemote {
                module,
                name,
                arity,
            } => {
                self.text("fun ");
                self.term(module);
                self.text(":");
                self.term(name);
                self.text("/");
                self.term(arity);
            }
            ExprKind::Binary(elements) => match constant_bytes(elements) {
                Some(bytes) => {
                    let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
                    let _ = write!(self.out, "<<{}>>", bytes.join(","));
                }
                None => self.expr(expr),
            },
            _ => self.expr(expr),
        }
    }

    fn terms(&mut self, exprs: &[Expr]) {
        for (index, expr) in exprs.iter().enumerate() {
            if index > 0 {
                self.comma();
            }
            self.term(expr);
        }
    }
}
