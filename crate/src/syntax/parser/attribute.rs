//! `-name(...)`: the attributes that have a form of their own, and all others.

use super::{Parsed, Parser};
use crate::ast::{
    BinaryOp, Expr, ExprKind, Form, FormKind, FunctionName, Ident, Int, Name, Pos, RecordDef,
    RecordDefField, Type, TypeDef, UnaryOp,
};
use crate::token::Symbol;

/// Fields of a record, each with its declared type.
type Fields = Vec<(Expr, Option<Type>)>;

/// What stands behind the attribute's name.
enum Value {
    /// One or more expressions.
    Plain(Vec<Expr>),
    /// `expr :: type`.
    Typed(Expr, Type),
    /// `expr, {field :: type, ...}`.
    Fields(Expr, Fields),
}

impl Parser<'_> {
    pub(super) fn attribute(&mut self) -> Parsed<Form> {
        self.expect(Symbol::Minus)?;
        let name = self.expect_atom()?;
        let pos = name.pos;
        let kind = match &*name.name {
            "spec" => self.spec(false)?,
            "callback" => self.spec(true)?,
            _ => {
                let value = self.attribute_value()?;
                build(&name, value)?
            }
        };
        self.expect_dot()?;
        Ok(Form { pos, kind })
    }

    fn attribute_value(&mut self) -> Parsed<Value> {
        let start = self.at;
        if self.eat(Symbol::OpenParen) {
            let first = *self.expr()?;
            if !self.is(Symbol::CloseParen) {
                let value = self.attribute_rest(first)?;
                self.expect(Symbol::CloseParen)?;
                return Ok(value);
            }
            // `(expr)` may itself be the start of a larger expression.
            self.at = start;
        }
        let first = *self.expr()?;
        self.attribute_rest(first)
    }

    fn attribute_rest(&mut self, first: Expr) -> Parsed<Value> {
        if self.eat(Symbol::DoubleColon) {
            return Ok(Value::Typed(first, *self.top_type()?));
        }
        let mut exprs = vec![first];
        while self.eat(Symbol::Comma) {
            if exprs.len() == 1
                && let Some(fields) = self.typed_fields()?
            {
                return Ok(Value::Fields(exprs.remove(0), fields));
            }
            exprs.push(*self.expr()?);
        }
        Ok(Value::Plain(exprs))
    }

    /// `{field :: type, ...}` with at least one type; without any it is a tuple like others, and nothing is consumed.
    fn typed_fields(&mut self) -> Parsed<Option<Fields>> {
        let start = self.at;
        if !self.eat(Symbol::OpenBrace) {
            return Ok(None);
        }
        let fields = self.sequence(Symbol::CloseBrace, |parser| {
            let field = *parser.expr()?;
            let declared = if parser.eat(Symbol::DoubleColon) {
                Some(*parser.top_type()?)
            } else {
                None
            };
            Ok((field, declared))
        })?;
        if fields.iter().any(|(_, declared)| declared.is_some()) {
            return Ok(Some(fields));
        }
        self.at = start;
        Ok(None)
    }
}

fn fail<T>(pos: Pos, message: impl Into<String>) -> Parsed<T> {
    Parser::fail(pos, "erl_parse:attribute", message)
}

fn build(name: &Ident, value: Value) -> Parsed<FormKind> {
    match (&*name.name, value) {
        ("type" | "opaque", Value::Typed(head, body)) => build_type(name, head, body),
        ("record", Value::Typed(..)) => fail(name.pos, "bad record declaration"),
        ("record", Value::Fields(record, fields)) => build_record(&record, fields),
        (_, Value::Typed(..) | Value::Fields(..)) => fail(name.pos, "bad attribute"),
        ("module", Value::Plain(args)) => build_module(args),
        ("export", Value::Plain(args)) => build_export(&args),
        ("import", Value::Plain(args)) => build_import(&args),
        ("record", Value::Plain(args)) => build_plain_record(args),
        ("file", Value::Plain(args)) => build_file(&args),
        (_, Value::Plain(args)) => build_other(&name.name, args),
    }
}

fn build_module(mut args: Vec<Expr>) -> Parsed<FormKind> {
    let first = args[0].first_pos();
    let name = args[0].as_atom().cloned();
    match (name, args.len()) {
        (Some(name), 1) => Ok(FormKind::Module(name)),
        (Some(name), 2) => {
            let list = args.remove(1);
            Ok(FormKind::ParameterizedModule {
                name,
                params: variables(&list)?,
            })
        }
        _ => fail(first, "bad module declaration"),
    }
}

/// The names in a list of variables.
fn variables(list: &Expr) -> Parsed<Vec<Name>> {
    let bad = |expr: &Expr| fail(expr.first_pos(), "bad variable list");
    let ExprKind::List { elements, tail, .. } = &list.kind else {
        return if matches!(list.kind, ExprKind::Nil) {
            Ok(Vec::new())
        } else {
            bad(list)
        };
    };
    let mut names = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        match element.as_var() {
            Some(name) => names.push(name.clone()),
            None => return bad(if index == 0 { list } else { element }),
        }
    }
    tail.as_ref().map_or(Ok(names), |tail| bad(tail))
}

fn build_export(args: &[Expr]) -> Parsed<FormKind> {
    match args {
        [list] => Ok(FormKind::Export(function_names(list)?)),
        [_, second, ..] => fail(second.first_pos(), "bad export declaration"),
        [] => Ok(FormKind::Export(Vec::new())),
    }
}

fn build_import(args: &[Expr]) -> Parsed<FormKind> {
    match args {
        [module, list] if module.as_atom().is_some() => {
            let module = module.as_atom().cloned().unwrap_or_default();
            Ok(FormKind::Import {
                module,
                functions: function_names(list)?,
            })
        }
        [_, second, ..] => fail(second.first_pos(), "bad import declaration"),
        _ => fail(args[0].first_pos(), "bad import declaration"),
    }
}

/// The elements of `[name/arity, ...]`.
fn function_names(list: &Expr) -> Parsed<Vec<FunctionName>> {
    let (elements, tail) = match &list.kind {
        ExprKind::Nil => return Ok(Vec::new()),
        ExprKind::List { elements, tail, .. } => (elements, tail),
        _ => return fail(list.first_pos(), "bad Name/Arity"),
    };
    let mut names = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let ExprKind::BinaryOp {
            op: BinaryOp::Divide,
            left,
            right,
        } = &element.kind
        else {
            let pos = if index == 0 {
                list.pos
            } else {
                element.first_pos()
            };
            return fail(pos, "bad Name/Arity");
        };
        match (left.as_atom(), &right.kind) {
            (Some(name), ExprKind::Integer(arity)) => {
                names.push(FunctionName {
                    name: name.clone(),
                    arity: Parser::small_arity(arity, right.pos)?,
                });
            }
            (Some(_), _) => return fail(right.first_pos(), "bad function arity"),
            (None, _) => return fail(left.first_pos(), "bad function name"),
        }
    }
    tail.as_ref()
        .map_or(Ok(names), |tail| fail(tail.first_pos(), "bad Name/Arity"))
}

fn build_file(args: &[Expr]) -> Parsed<FormKind> {
    if let [
        Expr {
            kind: ExprKind::String(name),
            ..
        },
        Expr {
            kind: ExprKind::Integer(Int::Small(line)),
            ..
        },
    ] = args
    {
        return Ok(FormKind::File {
            name: name.clone(),
            line: u32::try_from(*line).unwrap_or(u32::MAX),
        });
    }
    fail(args[0].first_pos(), "bad file declaration")
}

fn build_plain_record(mut args: Vec<Expr>) -> Parsed<FormKind> {
    let first = args[0].first_pos();
    if args.len() != 2 || args[0].as_atom().is_none() {
        return fail(first, "bad record declaration");
    }
    let tuple = args.remove(1);
    let pos = tuple.first_pos();
    match tuple.kind {
        ExprKind::Tuple(fields) => build_record(
            &args[0],
            fields.into_iter().map(|field| (field, None)).collect(),
        ),
        _ => fail(pos, "bad record declaration"),
    }
}

fn build_record(record: &Expr, fields: Fields) -> Parsed<FormKind> {
    let Some(name) = record.as_atom().cloned() else {
        return fail(record.first_pos(), "bad record declaration");
    };
    let fields = fields
        .into_iter()
        .map(|(field, declared)| build_field(field, declared))
        .collect::<Parsed<_>>()?;
    Ok(FormKind::Record(RecordDef { name, fields }))
}

fn build_field(field: Expr, declared: Option<Type>) -> Parsed<RecordDefField> {
    let first = field.first_pos();
    match field.kind {
        ExprKind::Atom(name) => Ok(RecordDefField {
            pos: field.pos,
            name,
            default: None,
            declared,
        }),
        ExprKind::Match { pattern, value } if pattern.as_atom().is_some() => {
            let name = pattern.as_atom().cloned().unwrap_or_default();
            Ok(RecordDefField {
                pos: pattern.pos,
                name,
                default: Some(*value),
                declared,
            })
        }
        _ => fail(first, "bad record field"),
    }
}

fn build_type(attribute: &Ident, head: Expr, body: Type) -> Parsed<FormKind> {
    let bad = || fail(attribute.pos, format!("bad {} declaration", attribute.name));
    let ExprKind::Call { function, args } = head.kind else {
        return bad();
    };
    let Some(name) = function.as_atom().cloned() else {
        return bad();
    };
    let mut params = Vec::with_capacity(args.len());
    for arg in args {
        match arg.kind {
            ExprKind::Var(name) if &*name != "_" => params.push(Ident { pos: arg.pos, name }),
            _ => return fail(arg.first_pos(), "bad type variable"),
        }
    }
    Ok(FormKind::Type(TypeDef {
        opaque: &*attribute.name == "opaque",
        name,
        params,
        body,
    }))
}

fn build_other(name: &Name, mut args: Vec<Expr>) -> Parsed<FormKind> {
    if let Some(second) = args.get(1) {
        return fail(second.first_pos(), "bad attribute");
    }
    let first = args[0].first_pos();
    let Some(value) = constant(args.remove(0)) else {
        return fail(first, "bad attribute");
    };
    Ok(match &**name {
        "export_type" => match name_list(&value) {
            Some(names) => FormKind::ExportType(names),
            None => FormKind::Attribute {
                name: name.clone(),
                value,
            },
        },
        "optional_callbacks" => match name_list(&value) {
            Some(names) => FormKind::OptionalCallbacks(names),
            None => FormKind::Attribute {
                name: name.clone(),
                value,
            },
        },
        "behaviour" | "behavior" if value.as_atom().is_some() => FormKind::Behaviour {
            name: value.as_atom().cloned().unwrap_or_default(),
            american: &**name == "behavior",
        },
        "compile" => FormKind::Compile(value),
        _ => FormKind::Attribute {
            name: name.clone(),
            value,
        },
    })
}

/// The names in a constant list of `{name, arity}`.
fn name_list(value: &Expr) -> Option<Vec<FunctionName>> {
    let elements = match &value.kind {
        ExprKind::Nil => return Some(Vec::new()),
        ExprKind::List {
            elements,
            tail: None,
            ..
        } => elements,
        _ => return None,
    };
    elements
        .iter()
        .map(|element| match &element.kind {
            ExprKind::Tuple(pair) => match &pair[..] {
                [
                    Expr {
                        kind: ExprKind::Atom(name),
                        ..
                    },
                    Expr {
                        kind: ExprKind::Integer(Int::Small(arity)),
                        ..
                    },
                ] => Some(FunctionName {
                    name: name.clone(),
                    arity: u32::try_from(*arity).ok()?,
                }),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// The expression if it denotes a constant: signs are applied, `name/arity` becomes `{name, arity}`, all else that
/// computes is refused.
pub(super) fn constant(expr: Expr) -> Option<Expr> {
    let pos = expr.pos;
    let kind = match expr.kind {
        kind @ (ExprKind::Atom(_)
        | ExprKind::Integer(_)
        | ExprKind::Float(_)
        | ExprKind::Char(_)
        | ExprKind::String(_)
        | ExprKind::Nil) => kind,
        ExprKind::Tuple(elements) => ExprKind::Tuple(constants(elements)?),
        ExprKind::List {
            elements,
            tail,
            end,
        } => {
            let tail = match tail {
                Some(tail) => Some(Box::new(constant(*tail)?)),
                None => None,
            };
            ExprKind::List {
                elements: constants(elements)?,
                tail,
                end,
            }
        }
        ExprKind::MapCreate(mut fields) => {
            for field in &mut fields {
                if field.exact {
                    return None;
                }
                let hole = || Expr::new(pos, ExprKind::Nil);
                field.key = constant(std::mem::replace(&mut field.key, hole()))?;
                field.value = constant(std::mem::replace(&mut field.value, hole()))?;
            }
            ExprKind::MapCreate(fields)
        }
        ExprKind::Binary(elements) => {
            let plain = elements.iter().all(|element| {
                let constant_value = match &element.value.kind {
                    ExprKind::UnaryOp { operand, .. } => is_literal(operand),
                    _ => is_literal(&element.value),
                };
                constant_value && element.size.as_ref().is_none_or(is_literal)
            });
            return plain.then(|| Expr::new(pos, ExprKind::Binary(elements)));
        }
        kind @ ExprKind::FunRemote { .. } => {
            let ExprKind::FunRemote {
                module,
                name,
                arity,
            } = &kind
            else {
                return None;
            };
            return (is_literal(module) && is_literal(name) && is_literal(arity))
                .then(|| Expr::new(pos, kind));
        }
        ExprKind::BinaryOp {
            op: BinaryOp::Divide,
            left,
            right,
        } => match (&left.kind, &right.kind) {
            (ExprKind::Atom(_), ExprKind::Integer(_)) => ExprKind::Tuple(vec![*left, *right]),
            _ => return None,
        },
        ExprKind::UnaryOp { op, operand } => signed(op, operand.kind)?,
        _ => return None,
    };
    Some(Expr::new(pos, kind))
}

fn constants(exprs: Vec<Expr>) -> Option<Vec<Expr>> {
    exprs.into_iter().map(constant).collect()
}

fn is_literal(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
    )
}

fn signed(op: UnaryOp, operand: ExprKind) -> Option<ExprKind> {
    match (op, operand) {
        (UnaryOp::Plus, kind @ (ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::Char(_))) => {
            Some(kind)
        }
        (UnaryOp::Minus, ExprKind::Integer(Int::Small(int))) => {
            Some(ExprKind::Integer(Int::Small(-int)))
        }
        (UnaryOp::Minus, ExprKind::Integer(Int::Big(int))) => {
            Some(ExprKind::Integer(Int::from(-int)))
        }
        (UnaryOp::Minus, ExprKind::Float(float)) => Some(ExprKind::Float(-float)),
        (UnaryOp::Minus, ExprKind::Char(char)) => {
            Some(ExprKind::Integer(Int::Small(-i64::from(u32::from(char)))))
        }
        _ => None,
    }
}
