//! Guards and bodies of funs: expressions as terms that match specifications evaluate.

use rustc_hash::FxHashMap;

use super::function::{is_bif, is_known};
use super::head::Head;
use super::record::{self, Context};
use super::{Outcome, Place, atom, integer, problem, tuple};
use syntax::ast::{
    BinaryElement, BinaryOp, Expr, ExprKind, MapField, Name, Pos, RecordDef, RecordField, UnaryOp,
};
use syntax::constant;
use term::print::Encoding;
use term::print::text::atom_text;

/// Operators that may be called by their names.
const BINARY: [BinaryOp; 24] = [
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::Divide,
    BinaryOp::Div,
    BinaryOp::Rem,
    BinaryOp::Band,
    BinaryOp::Bor,
    BinaryOp::Bxor,
    BinaryOp::Bsl,
    BinaryOp::Bsr,
    BinaryOp::And,
    BinaryOp::Or,
    BinaryOp::Xor,
    BinaryOp::AndAlso,
    BinaryOp::OrElse,
    BinaryOp::Equal,
    BinaryOp::NotEqual,
    BinaryOp::ExactEqual,
    BinaryOp::ExactNotEqual,
    BinaryOp::Less,
    BinaryOp::LessEqual,
    BinaryOp::Greater,
    BinaryOp::GreaterEqual,
];

const UNARY: [UnaryOp; 4] = [UnaryOp::Plus, UnaryOp::Minus, UnaryOp::Not, UnaryOp::Bnot];

/// Translates the expressions of one clause.
pub(super) struct Body<'a> {
    head: &'a Head<'a>,
    records: &'a FxHashMap<Name, RecordDef>,
    place: Place,
    context: Context,
}

impl<'a> Body<'a> {
    pub fn new(
        head: &'a Head<'a>,
        records: &'a FxHashMap<Name, RecordDef>,
        place: Place,
        context: Context,
    ) -> Body<'a> {
        Body {
            head,
            records,
            place,
            context,
        }
    }

    pub fn exprs(&self, exprs: &[Expr]) -> Outcome<Vec<Expr>> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn expr(&self, expr: &Expr) -> Outcome<Expr> {
        let pos = expr.pos;
        Ok(match &expr.kind {
            ExprKind::Var(name) => self.variable(expr, name),
            ExprKind::Atom(name) if name.starts_with('$') => constant(expr.clone()),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil => expr.clone(),
            ExprKind::List {
                elements,
                tail,
                end,
            } => {
                let kind = ExprKind::List {
                    elements: self.exprs(elements)?,
                    tail: match tail {
                        Some(tail) => Some(Box::new(self.expr(tail)?)),
                        None => None,
                    },
                    end: *end,
                };
                Expr::new(pos, kind)
            }
            ExprKind::Tuple(elements) => made_tuple(pos, self.exprs(elements)?),
            ExprKind::MapCreate(fields) => self.map(pos, fields)?,
            ExprKind::Binary(elements) => self.binary(expr, elements)?,
            ExprKind::BinaryOp { op, left, right } => self.binary_op(expr, *op, left, right)?,
            ExprKind::UnaryOp { op, operand } => {
                if constant::has_value(expr) {
                    expr.clone()
                } else {
                    tuple(pos, vec![atom(pos, op.text()), self.expr(operand)?])
                }
            }
            ExprKind::Call { function, args } => self.call(pos, function, args)?,
            ExprKind::RecordCreate { name, fields } => self.record(pos, name, fields)?,
            ExprKind::RecordIndex { name, field } => {
                let record = record::find(self.records, name, pos, self.context)?;
                integer(
                    pos,
                    record::index(record, field.pos, &field.name, self.context)?,
                )
            }
            ExprKind::RecordAccess { .. } if self.is_shell_body() => {
                return self.untranslatable(pos, "case");
            }
            ExprKind::RecordUpdate { .. } if self.is_shell_body() => {
                return self.untranslatable(pos, "begin/end block");
            }
            ExprKind::RecordAccess {
                record: value,
                name,
                field,
            } => {
                let record = record::find(self.records, name, pos, self.context)?;
                let index = record::index(record, pos, &field.name, self.context)?;
                element(pos, index, self.expr(value)?)
            }
            ExprKind::RecordUpdate {
                record: value,
                name,
                fields,
            } => self.update(pos, value, name, fields)?,
            ExprKind::Match { .. } | ExprKind::MaybeMatch { .. } => {
                let word = self.context.word();
                let text =
                    format!("fun with {word} matching ('=' in {word}) is illegal as match_spec");
                return problem(pos, "ms_transform:match", text);
            }
            other => return self.untranslatable(pos, element_name(other)),
        })
    }

    fn is_shell_body(&self) -> bool {
        self.place == Place::Shell && self.context == Context::Body
    }

    fn untranslatable<T>(&self, pos: Pos, what: &str) -> Outcome<T> {
        let word = self.context.word();
        let text =
            format!("the language element {what} (in {word}) cannot be translated into match_spec");
        problem(pos, "ms_transform:element", text)
    }

    /// A variable of the head by its atom; any other is a constant of the specification.
    fn variable(&self, expr: &Expr, name: &Name) -> Expr {
        match self.head.variable(name) {
            Some(known) => atom(expr.pos, known),
            None if &**name == "_" => atom(expr.pos, "_"),
            None => constant(expr.clone()),
        }
    }

    fn map(&self, pos: Pos, fields: &[MapField]) -> Outcome<Expr> {
        let mut made = Vec::with_capacity(fields.len());
        for field in fields {
            made.push(MapField {
                key: self.expr(&field.key)?,
                value: self.expr(&field.value)?,
                ..field.clone()
            });
        }
        Ok(Expr::new(pos, ExprKind::MapCreate(made)))
    }

    /// A binary must be a constant; variables of the surroundings stay as they are.
    fn binary(&self, expr: &Expr, elements: &[BinaryElement]) -> Outcome<Expr> {
        for element in elements {
            if let ExprKind::Var(name) = &element.value.kind
                && self.head.variable(name).is_some()
            {
                let text = format!(
                    "bit syntax construction with variable '{name}' (in {}) cannot be translated \
                     into match_spec",
                    self.context.word()
                );
                return problem(element.value.pos, "ms_transform:bits", text);
            }
        }
        Ok(expr.clone())
    }

    fn binary_op(&self, expr: &Expr, op: BinaryOp, left: &Expr, right: &Expr) -> Outcome<Expr> {
        if constant::has_value(expr) {
            return Ok(expr.clone());
        }
        let operands = [self.expr(left)?, self.expr(right)?];
        let mut parts = vec![atom(expr.pos, op.text())];
        parts.extend(operands);
        Ok(tuple(expr.pos, parts))
    }

    fn call(&self, pos: Pos, function: &Expr, args: &[Expr]) -> Outcome<Expr> {
        if let Some(name) = function.as_atom() {
            return self.local_call(pos, name, args);
        }
        let ExprKind::Remote { module, function } = &function.kind else {
            return self.untranslatable(pos, "call");
        };
        let (Some(module), Some(name)) = (module.as_atom(), function.as_atom()) else {
            return self.untranslatable(pos, "call");
        };
        if &**module == "erlang" {
            if is_bif(name, args.len()) {
                return self.local_call(pos, name, args);
            }
            if let Some(operation) = operation(pos, name, args) {
                return self.expr(&operation);
            }
        }
        let called = format!("{}:{}/{}", source(module), source(name), args.len());
        self.unknown_call(pos, "remote", &called)
    }

    fn unknown_call(&self, pos: Pos, kind: &str, called: &str) -> Outcome<Expr> {
        let word = self.context.word();
        let text = format!(
            "fun containing the {kind} function call '{called}' (called in {word}) cannot be \
             translated into match_spec"
        );
        problem(pos, "ms_transform:call", text)
    }

    fn local_call(&self, pos: Pos, name: &Name, args: &[Expr]) -> Outcome<Expr> {
        match (&**name, args) {
            ("object", []) => return Ok(atom(pos, "$_")),
            ("bindings", []) => return Ok(atom(pos, "$*")),
            ("is_record", [value, record]) => {
                if let Some(record_name) = record.as_atom() {
                    return self.is_record(pos, value, (record.pos, record_name));
                }
            }
            _ => {}
        }
        if !is_known(name, args.len(), self.context == Context::Guard) {
            let called = format!("{}/{}", source(name), args.len());
            return self.unknown_call(pos, "local", &called);
        }
        let mut parts = vec![atom(pos, name)];
        parts.extend(self.exprs(args)?);
        Ok(tuple(pos, parts))
    }

    fn is_record(&self, pos: Pos, value: &Expr, (at, name): (Pos, &Name)) -> Outcome<Expr> {
        if self.is_shell_body() {
            return self.untranslatable(pos, "begin/end block");
        }
        let value = self.expr(value)?;
        let record = record::find(self.records, name, at, self.context)?;
        let size = integer(pos, record.fields.len() + 1);
        let parts = vec![atom(pos, "is_record"), value, atom(at, name), size];
        Ok(tuple(pos, parts))
    }

    /// A record's tuple; defaults are expressions of the module, evaluated where the specification is made.
    fn record(&self, pos: Pos, name: &Name, fields: &[RecordField]) -> Outcome<Expr> {
        let record = record::find(self.records, name, pos, self.context)?;
        let values = record::fill(record, pos, fields, self.context)?;
        let mut elements = vec![atom(pos, name)];
        for (value, field) in values.into_iter().zip(&record.fields) {
            elements.push(match (value, &field.default) {
                (Some(value), _) => self.expr(value)?,
                (None, Some(default)) => default.clone(),
                (None, None) => atom(pos, "undefined"),
            });
        }
        Ok(made_tuple(pos, elements))
    }

    fn update(&self, pos: Pos, value: &Expr, name: &Name, fields: &[RecordField]) -> Outcome<Expr> {
        let record = record::find(self.records, name, pos, self.context)?;
        let values = record::fill(record, pos, fields, self.context)?;
        let old = self.expr(value)?;
        let mut elements = vec![atom(pos, name)];
        for (position, value) in values.into_iter().enumerate() {
            elements.push(match value {
                Some(value) => self.expr(value)?,
                None => element(pos, position + 2, old.clone()),
            });
        }
        Ok(made_tuple(pos, elements))
    }
}

fn constant(value: Expr) -> Expr {
    let pos = value.pos;
    tuple(pos, vec![atom(pos, "const"), value])
}

/// A tuple as match specifications make it: inside another.
fn made_tuple(pos: Pos, elements: Vec<Expr>) -> Expr {
    tuple(pos, vec![tuple(pos, elements)])
}

fn element(pos: Pos, index: usize, value: Expr) -> Expr {
    tuple(pos, vec![atom(pos, "element"), integer(pos, index), value])
}

/// An operator called by its name.
fn operation(pos: Pos, name: &str, args: &[Expr]) -> Option<Expr> {
    let kind = match args {
        [left, right] => ExprKind::BinaryOp {
            op: BINARY.into_iter().find(|op| op.text() == name)?,
            left: Box::new(left.clone()),
            right: Box::new(right.clone()),
        },
        [operand] => ExprKind::UnaryOp {
            op: UNARY.into_iter().find(|op| op.text() == name)?,
            operand: Box::new(operand.clone()),
        },
        _ => return None,
    };
    Some(Expr::new(pos, kind))
}

/// An atom as source text.
fn source(name: &str) -> String {
    atom_text(name, Encoding::Unicode)
}

/// How the problem names what match specifications do not have.
fn element_name(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::MapUpdate { .. } => "map",
        ExprKind::ListComprehension { .. } => "list comprehension",
        ExprKind::BinaryComprehension { .. } => "binary comprehension",
        ExprKind::Block(_) => "begin/end block",
        ExprKind::If(_) => "if",
        ExprKind::Case { .. } => "case",
        ExprKind::Receive { .. } => "receive",
        ExprKind::Try(_) => "try",
        ExprKind::Catch(_) => "catch",
        ExprKind::NamedFun { .. } => "named_fun",
        ExprKind::Maybe { .. } => "maybe",
        ExprKind::Remote { .. } => "remote",
        _ => "fun",
    }
}
