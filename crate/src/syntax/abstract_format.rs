//! The tree as text in Erlang's abstract format, as `io:format("~w")` prints it.
//!
//! Serves comparison with OTP's own parser, and whoever wants to see the forms.

use super::ast::{
    BinaryElement, Clause, Expr, ExprKind, Form, FormKind, FunctionName, Ident, Int, MapField, Pos,
    Qualifier, QualifierKind, RecordDefField, RecordField, RecordFieldName, Type, TypeKind,
};
use super::token::{atom_text, float_text};
use std::fmt::Write as _;

/// One form.
pub fn form(form: &Form) -> String {
    let mut writer = Writer { out: String::new() };
    writer.form(form);
    writer.out
}

/// One expression.
pub fn expr(expr: &Expr) -> String {
    let mut writer = Writer { out: String::new() };
    writer.expr(expr);
    writer.out
}

struct Writer {
    out: String,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn atom(&mut self, name: &str) {
        self.out.push_str(&atom_text(name));
    }

    fn pos(&mut self, pos: Pos) {
        let _ = match pos.column {
            0 => write!(self.out, "{}", pos.line),
            column => write!(self.out, "{{{},{column}}}", pos.line),
        };
    }

    /// `{tag,Pos,` with the rest left to the caller.
    fn open(&mut self, tag: &str, pos: Pos) {
        self.text("{");
        self.atom(tag);
        self.text(",");
        self.pos(pos);
        self.text(",");
    }

    fn close(&mut self) {
        self.text("}");
    }

    fn comma(&mut self) {
        self.text(",");
    }

    fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.text("[");
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.comma();
            }
            each(self, item);
        }
        self.text("]");
    }

    fn exprs(&mut self, exprs: &[Expr]) {
        self.list(exprs, Self::expr);
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        self.list(clauses, Self::clause);
    }

    fn name_node(&mut self, tag: &str, pos: Pos, name: &str) {
        self.open(tag, pos);
        self.atom(name);
        self.close();
    }

    fn atom_node(&mut self, ident: &Ident) {
        self.name_node("atom", ident.pos, &ident.name);
    }

    fn int_node(&mut self, pos: Pos, int: &Int) {
        self.open("integer", pos);
        self.text(&int.to_string());
        self.close();
    }

    fn chars(&mut self, text: &str) {
        self.list(&text.chars().collect::<Vec<_>>(), |writer, char| {
            writer.text(&u32::from(*char).to_string());
        });
    }

    fn form(&mut self, form: &Form) {
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

    fn clause(&mut self, clause: &Clause) {
        self.open("clause", clause.pos);
        self.exprs(&clause.patterns);
        self.clause_rest(clause);
    }

    fn catch_clause(&mut self, clause: &Clause) {
        self.open("clause", clause.pos);
        self.text("[");
        self.open("tuple", clause.patterns[0].pos);
        self.exprs(&clause.patterns);
        self.text("}]");
        self.clause_rest(clause);
    }

    fn clause_rest(&mut self, clause: &Clause) {
        self.comma();
        self.list(&clause.guard, |writer, tests| writer.exprs(tests));
        self.comma();
        self.exprs(&clause.body);
        self.close();
    }

    fn expr(&mut self, expr: &Expr) {
        let pos = expr.pos;
        match &expr.kind {
            ExprKind::Var(name) => self.name_node("var", pos, name),
            ExprKind::Atom(name) => self.name_node("atom", pos, name),
            ExprKind::Integer(int) => self.int_node(pos, int),
            ExprKind::Float(float) => {
                self.open("float", pos);
                self.text(&float_text(*float));
                self.close();
            }
            ExprKind::Char(char) => {
                self.open("char", pos);
                self.text(&u32::from(*char).to_string());
                self.close();
            }
            ExprKind::String(text) => {
                self.open("string", pos);
                self.chars(text);
                self.close();
            }
            ExprKind::Nil => {
                self.text("{nil,");
                self.pos(pos);
                self.close();
            }
            ExprKind::List {
                elements,
                tail,
                end,
            } => self.cons(pos, elements, tail.as_deref(), *end),
            ExprKind::Tuple(elements) => self.with_exprs("tuple", pos, elements),
            ExprKind::Block(body) => self.with_exprs("block", pos, body),
            ExprKind::MapCreate(fields) => {
                self.open("map", pos);
                self.list(fields, Self::map_field);
                self.close();
            }
            ExprKind::MapUpdate { map, fields } => {
                self.open("map", pos);
                self.expr(map);
                self.comma();
                self.list(fields, Self::map_field);
                self.close();
            }
            ExprKind::Binary(elements) => {
                self.open("bin", pos);
                self.list(elements, Self::binary_element);
                self.close();
            }
            ExprKind::Match { pattern, value } => self.pair("match", pos, pattern, value),
            ExprKind::MaybeMatch { pattern, value } => {
                self.pair("maybe_match", pos, pattern, value);
            }
            ExprKind::BinaryOp { op, left, right } => {
                self.open("op", pos);
                self.atom(op.text());
                self.comma();
                self.expr(left);
                self.comma();
                self.expr(right);
                self.close();
            }
            ExprKind::UnaryOp { op, operand } => {
                self.open("op", pos);
                self.atom(op.text());
                self.comma();
                self.expr(operand);
                self.close();
            }
            ExprKind::Call { function, args } => {
                self.open("call", pos);
                self.expr(function);
                self.comma();
                self.exprs(args);
                self.close();
            }
            ExprKind::Remote { module, function } => self.pair("remote", pos, module, function),
            ExprKind::ListComprehension { body, qualifiers } => {
                self.comprehension("lc", pos, body, qualifiers);
            }
            ExprKind::BinaryComprehension { body, qualifiers } => {
                self.comprehension("bc", pos, body, qualifiers);
            }
            ExprKind::RecordCreate { name, fields } => {
                self.open("record", pos);
                self.atom(name);
                self.comma();
                self.list(fields, Self::record_field);
                self.close();
            }
            ExprKind::RecordUpdate {
                record,
                name,
                fields,
            } => {
                self.open("record", pos);
                self.expr(record);
                self.comma();
                self.atom(name);
                self.comma();
                self.list(fields, Self::record_field);
                self.close();
            }
            ExprKind::RecordIndex { name, field } => {
                self.open("record_index", pos);
                self.atom(name);
                self.comma();
                self.atom_node(field);
                self.close();
            }
            ExprKind::RecordAccess {
                record,
                name,
                field,
            } => {
                self.open("record_field", pos);
                self.expr(record);
                self.comma();
                self.atom(name);
                self.comma();
                self.atom_node(field);
                self.close();
            }
            _ => self.block(expr),
        }
    }

    /// Expressions with clauses or bodies, and funs.
    fn block(&mut self, expr: &Expr) {
        let pos = expr.pos;
        match &expr.kind {
            ExprKind::If(clauses) => {
                self.open("if", pos);
                self.clauses(clauses);
                self.close();
            }
            ExprKind::Case { subject, clauses } => {
                self.open("case", pos);
                self.expr(subject);
                self.comma();
                self.clauses(clauses);
                self.close();
            }
            ExprKind::Receive { clauses, after } => {
                self.open("receive", pos);
                self.clauses(clauses);
                if let Some(after) = after {
                    self.comma();
                    self.expr(&after.timeout);
                    self.comma();
                    self.exprs(&after.body);
                }
                self.close();
            }
            ExprKind::Try(parts) => {
                self.open("try", pos);
                self.exprs(&parts.body);
                self.comma();
                self.clauses(&parts.of);
                self.comma();
                self.list(&parts.catch, Self::catch_clause);
                self.comma();
                self.exprs(&parts.after);
                self.close();
            }
            ExprKind::Catch(body) => {
                self.open("catch", pos);
                self.expr(body);
                self.close();
            }
            ExprKind::Fun(clauses) => {
                self.open("fun", pos);
                self.text("{clauses,");
                self.clauses(clauses);
                self.text("}}");
            }
            ExprKind::NamedFun { name, clauses } => {
                self.open("named_fun", pos);
                self.atom(name);
                self.comma();
                self.clauses(clauses);
                self.close();
            }
            ExprKind::FunLocal { name, arity } => {
                self.open("fun", pos);
                self.text("{function,");
                self.atom(name);
                let _ = write!(self.out, ",{arity}}}}}");
            }
            ExprKind::FunRemote {
                module,
                name,
                arity,
            } => {
                self.open("fun", pos);
                self.text("{function,");
                self.expr(module);
                self.comma();
                self.expr(name);
                self.comma();
                self.expr(arity);
                self.text("}}");
            }
            ExprKind::Maybe {
                body,
                else_pos,
                else_clauses,
            } => {
                self.open("maybe", pos);
                self.exprs(body);
                if let Some(else_pos) = else_pos {
                    self.comma();
                    self.open("else", *else_pos);
                    self.clauses(else_clauses);
                    self.close();
                }
                self.close();
            }
            _ => {}
        }
    }

    fn with_exprs(&mut self, tag: &str, pos: Pos, exprs: &[Expr]) {
        self.open(tag, pos);
        self.exprs(exprs);
        self.close();
    }

    fn pair(&mut self, tag: &str, pos: Pos, left: &Expr, right: &Expr) {
        self.open(tag, pos);
        self.expr(left);
        self.comma();
        self.expr(right);
        self.close();
    }

    fn comprehension(&mut self, tag: &str, pos: Pos, body: &Expr, qualifiers: &[Qualifier]) {
        self.open(tag, pos);
        self.expr(body);
        self.comma();
        self.list(qualifiers, |writer, qualifier| match &qualifier.kind {
            QualifierKind::Generator { pattern, source } => {
                writer.pair("generate", qualifier.pos, pattern, source);
            }
            QualifierKind::BinaryGenerator { pattern, source } => {
                writer.pair("b_generate", qualifier.pos, pattern, source);
            }
            QualifierKind::Filter(filter) => writer.expr(filter),
        });
        self.close();
    }

    /// A list as the chain of cons nodes that it is in the abstract format.
    fn cons(&mut self, pos: Pos, elements: &[Expr], tail: Option<&Expr>, end: Pos) {
        for (index, element) in elements.iter().enumerate() {
            self.open("cons", if index == 0 { pos } else { element.first_pos() });
            self.expr(element);
            self.comma();
        }
        if let Some(tail) = tail {
            self.expr(tail);
        } else {
            self.text("{nil,");
            self.pos(end);
            self.close();
        }
        for _ in elements {
            self.close();
        }
    }

    fn map_field(&mut self, field: &MapField) {
        let tag = if field.exact {
            "map_field_exact"
        } else {
            "map_field_assoc"
        };
        self.pair(tag, field.pos, &field.key, &field.value);
    }

    fn record_field(&mut self, field: &RecordField) {
        self.open("record_field", field.pos);
        match &field.name {
            RecordFieldName::Atom(name) => self.name_node("atom", field.pos, name),
            RecordFieldName::Var(name) => self.name_node("var", field.pos, name),
        }
        self.comma();
        self.expr(&field.value);
        self.close();
    }

    fn binary_element(&mut self, element: &BinaryElement) {
        self.open("bin_element", element.pos);
        self.expr(&element.value);
        self.comma();
        match &element.size {
            Some(size) => self.expr(size),
            None => self.text("default"),
        }
        self.comma();
        if element.specifiers.is_empty() {
            self.text("default");
        } else {
            self.list(&element.specifiers, |writer, specifier| {
                match &specifier.value {
                    None => writer.atom(&specifier.name),
                    Some(value) => {
                        writer.text("{");
                        writer.atom(&specifier.name);
                        let _ = write!(writer.out, ",{value}}}");
                    }
                }
            });
        }
        self.close();
    }

    fn types(&mut self, types: &[Type]) {
        self.list(types, Self::ty);
    }

    /// `{type,Pos,name,Args}`.
    fn type_node(&mut self, pos: Pos, name: &str, args: &[Type]) {
        self.open("type", pos);
        self.atom(name);
        self.comma();
        self.types(args);
        self.close();
    }

    fn type_pair(&mut self, pos: Pos, name: &str, left: &Type, right: &Type) {
        self.open("type", pos);
        self.atom(name);
        self.text(",[");
        self.ty(left);
        self.comma();
        self.ty(right);
        self.text("]}");
    }

    fn ty(&mut self, ty: &Type) {
        let pos = ty.pos;
        match &ty.kind {
            TypeKind::Var(name) => self.name_node("var", pos, name),
            TypeKind::Atom(name) => self.name_node("atom", pos, name),
            TypeKind::Integer(int) => self.int_node(pos, int),
            TypeKind::Char(char) => {
                self.open("char", pos);
                self.text(&u32::from(*char).to_string());
                self.close();
            }
            TypeKind::BinaryOp { op, left, right } => {
                self.open("op", pos);
                self.atom(op.text());
                self.comma();
                self.ty(left);
                self.comma();
                self.ty(right);
                self.close();
            }
            TypeKind::UnaryOp { op, operand } => {
                self.open("op", pos);
                self.atom(op.text());
                self.comma();
                self.ty(operand);
                self.close();
            }
            TypeKind::Annotated { var, of } => {
                self.open("ann_type", pos);
                self.text("[");
                self.name_node("var", var.pos, &var.name);
                self.comma();
                self.ty(of);
                self.text("]}");
            }
            TypeKind::Union(members) => self.type_node(pos, "union", members),
            TypeKind::Range { low, high } => self.type_pair(pos, "range", low, high),
            TypeKind::Nil => self.type_node(pos, "nil", &[]),
            TypeKind::List { element, nonempty } => {
                let name = if *nonempty { "nonempty_list" } else { "list" };
                self.type_node(pos, name, std::slice::from_ref(&**element));
            }
            TypeKind::Tuple(None) => self.any_type(pos, "tuple"),
            TypeKind::Tuple(Some(elements)) => self.type_node(pos, "tuple", elements),
            TypeKind::Map(None) => self.any_type(pos, "map"),
            TypeKind::Map(Some(fields)) => {
                self.open("type", pos);
                self.text("map,");
                self.list(fields, |writer, field| {
                    let name = if field.exact {
                        "map_field_exact"
                    } else {
                        "map_field_assoc"
                    };
                    writer.type_pair(field.pos, name, &field.key, &field.value);
                });
                self.close();
            }
            TypeKind::Binary { base, unit } => self.type_pair(pos, "binary", base, unit),
            TypeKind::Named {
                name,
                args,
                builtin,
            } => {
                self.open(if *builtin { "type" } else { "user_type" }, pos);
                self.atom(name);
                self.comma();
                self.types(args);
                self.close();
            }
            _ => self.composed_type(ty),
        }
    }

    fn any_type(&mut self, pos: Pos, name: &str) {
        self.open("type", pos);
        self.atom(name);
        self.text(",any}");
    }

    fn composed_type(&mut self, ty: &Type) {
        let pos = ty.pos;
        match &ty.kind {
            TypeKind::Record { name, fields } => {
                self.open("type", pos);
                self.text("record,[");
                self.atom_node(name);
                for field in fields {
                    self.comma();
                    self.open("type", field.pos);
                    self.text("field_type,[");
                    self.atom_node(&field.name);
                    self.comma();
                    self.ty(&field.of);
                    self.text("]}");
                }
                self.text("]}");
            }
            TypeKind::AnyFun => self.type_node(pos, "fun", &[]),
            TypeKind::Fun { args, result } => {
                self.open("type", pos);
                self.text("'fun',[");
                match args {
                    None => {
                        self.open("type", pos);
                        self.text("any}");
                    }
                    Some(args) => self.type_node(pos, "product", args),
                }
                self.comma();
                self.ty(result);
                self.text("]}");
            }
            TypeKind::Bounded {
                function,
                constraints,
            } => {
                self.open("type", pos);
                self.text("bounded_fun,[");
                self.ty(function);
                self.comma();
                self.list(constraints, |writer, constraint| {
                    let var: &Ident = &constraint.var;
                    writer.open("type", var.pos);
                    writer.text("constraint,[");
                    writer.name_node("atom", var.pos, "is_subtype");
                    writer.text(",[");
                    writer.name_node("var", var.pos, &var.name);
                    writer.comma();
                    writer.ty(&constraint.of);
                    writer.text("]]}");
                });
                self.text("]}");
            }
            TypeKind::Remote { module, name, args } => {
                self.open("remote_type", pos);
                self.text("[");
                self.atom_node(module);
                self.comma();
                self.atom_node(name);
                self.comma();
                self.types(args);
                self.text("]}");
            }
            _ => {}
        }
    }
}

/// The bytes of a constant binary whose segments are bytes and strings.
pub(super) fn constant_bytes(elements: &[BinaryElement]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for element in elements {
        let utf8 = matches!(&element.specifiers[..], [specifier] if &*specifier.name == "utf8");
        match (
            &element.value.kind,
            element.size.as_ref().map(|size| &size.kind),
        ) {
            (ExprKind::String(text), None) if utf8 => bytes.extend_from_slice(text.as_bytes()),
            (ExprKind::String(text), None) => {
                bytes.extend(text.chars().map(|char| u32::from(char) as u8));
            }
            (ExprKind::Integer(Int::Small(int)), None | Some(ExprKind::Integer(Int::Small(8)))) => {
                bytes.push(*int as u8);
            }
            _ => return None,
        }
    }
    Some(bytes)
}
