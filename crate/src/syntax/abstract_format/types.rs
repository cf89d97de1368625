//! Types, as specifications and declarations hold them.

use super::super::ast::{Ident, Pos, Type, TypeKind};
use super::Writer;

impl Writer {
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

    pub(super) fn ty(&mut self, ty: &Type) {
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
