//! Calls without a module, as the shell understands them.
//!
//! A call of a function that is not auto-imported is a shell command, a function of `user_default`, or a command of module
//! `c`; only when it is evaluated is it seen which. Commands about variables and records take their argument
//! unevaluated.

use compile::auto;
use syntax::ast::{Expr, ExprKind, Int, Name, Pos, RecordDef, RecordDefField, RecordFieldName};

use super::{identifiers, source_text};

/// Rewrites the calls in an expression to calls of `shell_local` and `shell`; `records` are those that the shell knows.
pub fn commands(expr: &mut Expr, records: &[RecordDef]) {
    if let Some(definition) = record_definition(expr) {
        // It stays as it was typed, but for records in it.
        records_as_tuples(definition, records);
    } else {
        expr.for_each_evaluated_mut(&mut |part| commands(part, records));
    }
    let at = expr.pos;
    match &mut expr.kind {
        ExprKind::Var(name) if identifiers::is_pid(name) => {
            let text = Expr::new(at, ExprKind::String(name.clone()));
            expr.kind = remote(at, "erlang", "list_to_pid", vec![text]);
        }
        ExprKind::FunLocal { name, arity } => {
            let args = vec![atom(at, name), integer(at, *arity)];
            expr.kind = remote(at, "shell", "undefined_fun", args);
        }
        ExprKind::Call { function, args } => {
            let Some(name) = function.as_atom().cloned() else {
                return;
            };
            if auto::is_auto_imported(&name, args.len())
                || (&*name == "record_info" && args.len() == 2)
            {
                return;
            }
            let args = std::mem::take(args);
            expr.kind = command(at, &name, args);
        }
        _ => {}
    }
}

/// `f()` and `f(Variable)` in a fun or a comprehension forget what is bound there; the shell's variables stay.
pub fn keep_outer_variables(expr: &mut Expr, is_inside: bool) {
    if is_inside
        && let ExprKind::Call { function, args } = &expr.kind
        && function.as_atom().is_some_and(|name| &**name == "f")
        && args.iter().all(|arg| arg.as_var().is_some())
        && args.len() < 2
    {
        // Not `ok` alone: as a filter that would be a guard.
        let ok = Expr {
            pos: expr.pos,
            kind: ExprKind::Atom("ok".into()),
        };
        expr.kind = ExprKind::Block(vec![ok]);
    }
    let is_inside = is_inside
        || matches!(
            expr.kind,
            ExprKind::Fun(_)
                | ExprKind::NamedFun { .. }
                | ExprKind::ListComprehension { .. }
                | ExprKind::BinaryComprehension { .. }
        );
    expr.for_each_evaluated_mut(&mut |part| keep_outer_variables(part, is_inside));
}

/// Where the variables stand in `f(Variable)`: they need not be bound.
pub fn forgotten_variables(expr: &Expr, found: &mut Vec<Pos>) {
    if let ExprKind::Call { function, args } = &expr.kind
        && function.as_atom().is_some_and(|name| &**name == "f")
        && let [arg] = args.as_slice()
        && arg.as_var().is_some()
    {
        found.push(arg.pos);
    }
    expr.for_each_child(&mut |child| forgotten_variables(child, found));
}

/// The fields in `rd(Name, Fields)`.
fn record_definition(expr: &mut Expr) -> Option<&mut Expr> {
    match &mut expr.kind {
        ExprKind::Call { function, args } if function.as_atom().is_some_and(|f| &**f == "rd") => {
            match args.as_mut_slice() {
                [name, definition] if name.as_atom().is_some() => Some(definition),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A default value that holds records is kept as what they mean when it is typed.
fn records_as_tuples(expr: &mut Expr, records: &[RecordDef]) {
    expr.for_each_evaluated_mut(&mut |part| records_as_tuples(part, records));
    let ExprKind::RecordCreate { name, fields } = &expr.kind else {
        return;
    };
    let Some(record) = records.iter().find(|record| record.name == *name) else {
        return;
    };
    let given = |wanted: &dyn Fn(&RecordFieldName) -> bool| {
        let field = fields.iter().find(|field| wanted(&field.name));
        field.map(|field| field.value.clone())
    };
    let value = |field: &RecordDefField| {
        let own = given(&|name| matches!(name, RecordFieldName::Atom(name) if *name == field.name));
        own.or_else(|| given(&RecordFieldName::is_wildcard))
            .or_else(|| field.default.clone())
            .unwrap_or_else(|| atom(expr.pos, &"undefined".into()))
    };
    let mut elements = vec![atom(expr.pos, name)];
    elements.extend(record.fields.iter().map(value));
    expr.kind = ExprKind::Tuple(elements);
}

fn command(at: Pos, name: &Name, mut args: Vec<Expr>) -> ExprKind {
    match (&**name, args.as_mut_slice()) {
        (
            "v",
            [
                Expr {
                    kind: ExprKind::Integer(Int::Small(number)),
                    ..
                },
            ],
        ) => {
            return ExprKind::Var(value_variable(*number));
        }
        ("f", [arg]) => {
            if let Some(variable) = arg.as_var().cloned() {
                *arg = atom(at, &variable);
                return remote(at, "shell_local", "forget", args);
            }
            // Anything else is wrong, whatever its value would be.
            *arg = atom(at, &"none".into());
        }
        ("rd", [name, definition]) => {
            if let Some(name) = name.as_atom() {
                let string = |text: String| Expr::new(at, ExprKind::String(text.into()));
                *definition = match record_text(name, definition) {
                    Ok(text) => string(text),
                    Err(problem) => {
                        let parts = vec![atom(at, &"error".into()), string(problem)];
                        Expr::new(at, ExprKind::Tuple(parts))
                    }
                };
            }
        }
        _ => {}
    }
    if is_internal(name, args.len()) {
        return remote(at, "shell_local", name, args);
    }
    let list = match args.first() {
        None => ExprKind::Nil,
        Some(_) => ExprKind::List {
            elements: args,
            tail: None,
            end: at,
        },
    };
    let args = vec![atom(at, name), Expr::new(at, list)];
    remote(at, "shell", "local", args)
}

/// The attribute that `rd(Name, {Field, Field = Default, ...})` stands for, or what is wrong with it.
fn record_text(record: &Name, definition: &Expr) -> Result<String, String> {
    let ExprKind::Tuple(elements) = &definition.kind else {
        return Err("bad record declaration".into());
    };
    let mut fields: Vec<RecordDefField> = Vec::new();
    for element in elements {
        let (name, default) = match &element.kind {
            ExprKind::Match { pattern, value } => (pattern.as_atom(), Some((**value).clone())),
            _ => (element.as_atom(), None),
        };
        let field = name.ok_or("bad record field")?;
        if fields.iter().any(|known| known.name == *field) {
            return Err(format!("field {field} already defined in record {record}"));
        }
        fields.push(RecordDefField {
            pos: element.pos,
            name: field.clone(),
            default,
            declared: None,
        });
    }
    Ok(source_text::record(&RecordDef {
        name: record.clone(),
        fields,
    }))
}

/// The name of the variable that stands for the result of command `number`.
pub fn value_variable(number: i64) -> Name {
    format!("v({number})").into()
}

/// The commands that the shell itself knows.
fn is_internal(name: &str, arity: usize) -> bool {
    matches!(
        (name, arity),
        ("b" | "f" | "h" | "rf" | "rl", 0)
            | (
                "catch_exception"
                    | "e"
                    | "f"
                    | "history"
                    | "results"
                    | "rf"
                    | "rl"
                    | "rp"
                    | "rr"
                    | "v",
                1
            )
            | ("rd" | "rr", 2)
            | ("rr", 3)
    )
}

fn atom(at: Pos, name: &Name) -> Expr {
    Expr::new(at, ExprKind::Atom(name.clone()))
}

fn integer(at: Pos, value: u32) -> Expr {
    Expr::new(at, ExprKind::Integer(Int::Small(i64::from(value))))
}

fn remote(at: Pos, module: &str, function: &str, args: Vec<Expr>) -> ExprKind {
    let part = |name: &str| Box::new(atom(at, &name.into()));
    let function = ExprKind::Remote {
        module: part(module),
        function: part(function),
    };
    ExprKind::Call {
        function: Box::new(Expr::new(at, function)),
        args,
    }
}
