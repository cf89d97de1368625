//! Heads of funs: patterns with `'$1'`, `'$2'` ... in the place of variables.

use rustc_hash::FxHashMap;

use super::record::{self, Context};
use super::{Dialect, Outcome, atom, problem, tuple};
use syntax::ast::{BinaryElement, Clause, Expr, ExprKind, MapField, Name, Pos, RecordDef};

/// A translated head, and what its variables have become.
pub(super) struct Head<'a> {
    records: &'a FxHashMap<Name, RecordDef>,
    /// The atom of each variable.
    variables: FxHashMap<Name, Name>,
    count: usize,
    /// The first place of each variable.
    pub places: Vec<(Pos, Name)>,
    pub expr: Expr,
}

impl<'a> Head<'a> {
    pub fn translate(
        dialect: Dialect,
        clause: &Clause,
        records: &'a FxHashMap<Name, RecordDef>,
    ) -> Outcome<Head<'a>> {
        let mut head = Head {
            records,
            variables: FxHashMap::default(),
            count: 0,
            places: Vec::new(),
            expr: atom(clause.pos, "_"),
        };
        let wrong = || {
            let parameter = match dialect {
                Dialect::Ets => "tuple",
                Dialect::Dbg => "list",
            };
            let name = dialect.name();
            let text =
                format!("{name}:fun2ms requires fun with single variable or {parameter} parameter");
            problem(clause.pos, "ms_transform:head", text)
        };
        let [pattern] = clause.patterns.as_slice() else {
            return wrong();
        };
        let (whole, pattern) = split_match(pattern);
        let fits = match pattern.kind {
            ExprKind::Var(_) => true,
            ExprKind::Tuple(_) | ExprKind::RecordCreate { .. } => dialect == Dialect::Ets,
            ExprKind::Nil | ExprKind::List { .. } => dialect == Dialect::Dbg,
            ExprKind::Match { .. } => whole.is_some(),
            _ => false,
        };
        if !fits {
            return wrong();
        }
        if let Some((pos, name)) = whole {
            head.variables.insert(name.clone(), "$_".into());
            head.places.push((pos, name.clone()));
        }
        head.expr = head.pattern(pattern)?;
        Ok(head)
    }

    /// What a variable of the head has become.
    pub fn variable(&self, name: &Name) -> Option<&Name> {
        self.variables.get(name)
    }

    fn place(&mut self, pos: Pos, name: &Name) -> Expr {
        if &**name == "_" {
            return atom(pos, "_");
        }
        if let Some(known) = self.variables.get(name) {
            return atom(pos, known);
        }
        self.count += 1;
        let numbered: Name = format!("${}", self.count).into();
        self.variables.insert(name.clone(), numbered.clone());
        self.places.push((pos, name.clone()));
        atom(pos, &numbered)
    }

    fn pattern(&mut self, pattern: &Expr) -> Outcome<Expr> {
        let pos = pattern.pos;
        let kind = match &pattern.kind {
            ExprKind::Var(name) => return Ok(self.place(pos, name)),
            ExprKind::Atom(name) if is_reserved(name) => {
                let text = format!(
                    "fun head contains atom '{name}', which conflics with reserved atoms in \
                     match_spec heads"
                );
                return problem(pos, "ms_transform:dollar", text);
            }
            ExprKind::Match { .. } => {
                let text = "in fun head, only matching (=) on toplevel can be translated into \
                            match_spec";
                return problem(pos, "ms_transform:match", text);
            }
            ExprKind::Tuple(elements) => ExprKind::Tuple(self.patterns(elements)?),
            ExprKind::List {
                elements,
                tail,
                end,
            } => ExprKind::List {
                elements: self.patterns(elements)?,
                tail: match tail {
                    Some(tail) => Some(Box::new(self.pattern(tail)?)),
                    None => None,
                },
                end: *end,
            },
            ExprKind::MapCreate(fields) => ExprKind::MapCreate(self.map(fields)?),
            ExprKind::Binary(elements) => ExprKind::Binary(binary(elements)?),
            ExprKind::BinaryOp { op, left, right } => ExprKind::BinaryOp {
                op: *op,
                left: Box::new(self.pattern(left)?),
                right: Box::new(self.pattern(right)?),
            },
            ExprKind::UnaryOp { op, operand } => ExprKind::UnaryOp {
                op: *op,
                operand: Box::new(self.pattern(operand)?),
            },
            ExprKind::RecordCreate { name, fields } => {
                let record = record::find(self.records, name, pos, Context::Head)?;
                let values = record::fill(record, pos, fields, Context::Head)?;
                let mut elements = vec![atom(pos, name)];
                for value in values {
                    elements.push(match value {
                        Some(value) => self.pattern(value)?,
                        None => atom(pos, "_"),
                    });
                }
                return Ok(tuple(pos, elements));
            }
            ExprKind::RecordIndex { name, field } => {
                let record = record::find(self.records, name, pos, Context::Head)?;
                let index = record::index(record, field.pos, &field.name, Context::Head)?;
                return Ok(super::integer(pos, index));
            }
            other => other.clone(),
        };
        Ok(Expr::new(pos, kind))
    }

    fn patterns(&mut self, patterns: &[Expr]) -> Outcome<Vec<Expr>> {
        patterns
            .iter()
            .map(|pattern| self.pattern(pattern))
            .collect()
    }

    /// In the expression that makes the head, fields are made.
    fn map(&mut self, fields: &[MapField]) -> Outcome<Vec<MapField>> {
        let mut made = Vec::with_capacity(fields.len());
        for field in fields {
            made.push(MapField {
                pos: field.pos,
                exact: false,
                key: self.pattern(&field.key)?,
                value: self.pattern(&field.value)?,
            });
        }
        Ok(made)
    }
}

/// A binary in a head must be a constant.
fn binary(elements: &[BinaryElement]) -> Outcome<Vec<BinaryElement>> {
    for element in elements {
        if let ExprKind::Var(name) = &element.value.kind {
            let text = format!(
                "fun head contains bit syntax matching of variable '{name}', which cannot be \
                 translated into match_spec"
            );
            return problem(element.value.pos, "ms_transform:bits", text);
        }
    }
    Ok(elements.to_vec())
}

/// A match at the top: the variable for the whole object and the other side.
fn split_match(pattern: &Expr) -> (Option<(Pos, &Name)>, &Expr) {
    let ExprKind::Match {
        pattern: left,
        value: right,
    } = &pattern.kind
    else {
        return (None, pattern);
    };
    match (&left.kind, &right.kind) {
        (ExprKind::Var(name), _) => (Some((left.pos, name)), right),
        (_, ExprKind::Var(name)) => (Some((right.pos, name)), left),
        _ => (None, pattern),
    }
}

/// Atoms that mean variables in a match specification.
fn is_reserved(name: &str) -> bool {
    name.strip_prefix('$').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}
