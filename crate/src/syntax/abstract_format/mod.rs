//! The tree as text in Erlang's abstract format, as `io:format("~w")` prints it.
//!
//! Serves comparison with OTP's own parser, and whoever wants to see the forms.

use super::ast::{
    BinaryElement, Clause, Expr, ExprKind, Form, Ident, Int, MapField, Pos, Qualifier,
    QualifierKind, RecordField, RecordFieldName,
};
use super::token::{atom_text, float_text};
use std::fmt::Write as _;

mod forms;
mod types;

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
}

/// The bytes of a constant binary whose segments are bytes and strings.
pub(crate) fn constant_bytes(elements: &[BinaryElement]) -> Option<Vec<u8>> {
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
