//! The value of `-if` and `-elif`: a guard expression over constants.
//!
//! An expression that could not stand in a guard is an error; one that fails or is anything but `true` is false.

use crate::abstract_format::constant_bytes;
use crate::ast::{BinaryOp, Expr, ExprKind, Int, Name, UnaryOp};
use crate::scanner::Names;
use crate::token::{Symbol, Token, TokenKind};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};
use std::cmp::Ordering;

/// Shifts beyond this fail, as nothing in a condition needs them.
const SHIFT_BITS_MAX: i64 = 4096;

/// `defined(Name)` becomes `true` or `false`.
pub(crate) fn replace_defined(
    tokens: &[Token],
    names: &mut Names,
    is_defined: impl Fn(&str) -> bool,
) -> Vec<Token> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some(name) = defined_name(&tokens[at..]) {
            let value = names.get(if is_defined(name) { "true" } else { "false" });
            out.push(Token {
                pos: tokens[at].pos,
                kind: TokenKind::Atom(value),
            });
            at += 4;
        } else {
            out.push(tokens[at].clone());
            at += 1;
        }
    }
    out
}

fn defined_name(tokens: &[Token]) -> Option<&Name> {
    let [word, open, name, close, ..] = tokens else {
        return None;
    };
    let (TokenKind::Atom(name) | TokenKind::Var(name)) = &name.kind else {
        return None;
    };
    let is_call = matches!(&word.kind, TokenKind::Atom(word) if &**word == "defined")
        && open.kind == TokenKind::Symbol(Symbol::OpenParen)
        && close.kind == TokenKind::Symbol(Symbol::CloseParen);
    is_call.then_some(name)
}

/// Whether evaluating the expression gives a value.
pub(crate) fn has_value(expr: &Expr) -> bool {
    evaluate(expr).is_some()
}

/// Whether the condition is true; `None` if it could not stand in a guard.
pub(super) fn holds(condition: &Expr) -> Option<bool> {
    is_guard(condition).then(|| evaluate(condition).is_some_and(|value| value.is("true")))
}

fn is_guard(expr: &Expr) -> bool {
    let own = match &expr.kind {
        ExprKind::Var(_)
        | ExprKind::Atom(_)
        | ExprKind::Integer(_)
        | ExprKind::Float(_)
        | ExprKind::Char(_)
        | ExprKind::String(_)
        | ExprKind::Nil
        | ExprKind::List { .. }
        | ExprKind::Tuple(_)
        | ExprKind::MapCreate(_)
        | ExprKind::MapUpdate { .. }
        | ExprKind::Binary(_)
        | ExprKind::UnaryOp { .. } => true,
        ExprKind::BinaryOp { op, .. } => {
            !matches!(op, BinaryOp::Append | BinaryOp::Subtract | BinaryOp::Send)
        }
        ExprKind::Call { function, args } => {
            return function.as_atom().is_some_and(|name| &**name != "defined")
                && args.iter().all(is_guard);
        }
        _ => false,
    };
    let mut all = own;
    expr.for_each_child(&mut |child| all = all && is_guard(child));
    all
}

#[derive(Clone, Debug)]
enum Value {
    Int(BigInt),
    Float(f64),
    Atom(Name),
    Tuple(Vec<Self>),
    List(Vec<Self>),
    Binary(Vec<u8>),
}

impl Value {
    fn is(&self, atom: &str) -> bool {
        matches!(self, Self::Atom(name) if &**name == atom)
    }

    fn truth(truth: bool) -> Self {
        Self::Atom(if truth { "true" } else { "false" }.into())
    }

    fn as_bool(&self) -> Option<bool> {
        if self.is("true") {
            Some(true)
        } else {
            self.is("false").then_some(false)
        }
    }

    fn int(value: i64) -> Self {
        Self::Int(BigInt::from(value))
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Int(int) => int.to_f64(),
            Self::Float(float) => Some(*float),
            _ => None,
        }
    }

    /// The rank of the type in the order of terms.
    const fn rank(&self) -> u8 {
        match self {
            Self::Int(_) | Self::Float(_) => 0,
            Self::Atom(_) => 1,
            Self::Tuple(_) => 2,
            Self::List(_) => 3,
            Self::Binary(_) => 4,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Atom(a), Self::Atom(b)) => a.cmp(b),
            (Self::Tuple(a), Self::Tuple(b)) => {
                a.len().cmp(&b.len()).then_with(|| compare_all(a, b))
            }
            (Self::List(a), Self::List(b)) => compare_all(a, b).then_with(|| a.len().cmp(&b.len())),
            (Self::Binary(a), Self::Binary(b)) => a.cmp(b),
            _ if self.rank() == 0 && other.rank() == 0 => self
                .number()
                .partial_cmp(&other.number())
                .unwrap_or(Ordering::Equal),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    /// `=:=`, which tells 1 from 1.0.
    fn identical(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(_), Self::Float(_)) | (Self::Float(_), Self::Int(_)) => false,
            (Self::Tuple(a), Self::Tuple(b)) | (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.identical(b))
            }
            _ => self.compare(other) == Ordering::Equal,
        }
    }
}

fn compare_all(a: &[Value], b: &[Value]) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(a, b)| a.compare(b))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// The value; `None` if evaluating raises an exception.
fn evaluate(expr: &Expr) -> Option<Value> {
    Some(match &expr.kind {
        ExprKind::Atom(name) => Value::Atom(name.clone()),
        ExprKind::Integer(Int::Small(int)) => Value::int(*int),
        ExprKind::Integer(Int::Big(int)) => Value::Int(int.clone()),
        ExprKind::Char(char) => Value::int(i64::from(u32::from(*char))),
        ExprKind::Float(float) => Value::Float(*float),
        ExprKind::String(text) => Value::List(
            text.chars()
                .map(|char| Value::int(i64::from(u32::from(char))))
                .collect(),
        ),
        ExprKind::Nil => Value::List(Vec::new()),
        ExprKind::List {
            elements,
            tail: None,
            ..
        } => Value::List(evaluate_all(elements)?),
        ExprKind::Tuple(elements) => Value::Tuple(evaluate_all(elements)?),
        ExprKind::Binary(elements) => Value::Binary(constant_bytes(elements)?),
        ExprKind::UnaryOp { op, operand } => unary(*op, &evaluate(operand)?)?,
        ExprKind::BinaryOp { op, left, right } => match op {
            BinaryOp::AndAlso if !evaluate(left)?.as_bool()? => Value::truth(false),
            BinaryOp::OrElse if evaluate(left)?.as_bool()? => Value::truth(true),
            BinaryOp::AndAlso | BinaryOp::OrElse => evaluate(right)?,
            _ => binary(*op, &evaluate(left)?, &evaluate(right)?)?,
        },
        ExprKind::Call { function, args } => call(function.as_atom()?, &evaluate_all(args)?)?,
        _ => return None,
    })
}

fn evaluate_all(exprs: &[Expr]) -> Option<Vec<Value>> {
    exprs.iter().map(evaluate).collect()
}

fn unary(op: UnaryOp, operand: &Value) -> Option<Value> {
    Some(match (op, operand) {
        (UnaryOp::Plus, Value::Int(_) | Value::Float(_)) => operand.clone(),
        (UnaryOp::Minus, Value::Int(int)) => Value::Int(-int),
        (UnaryOp::Minus, Value::Float(float)) => Value::Float(-float),
        (UnaryOp::Bnot, Value::Int(int)) => Value::Int(!int),
        (UnaryOp::Not, value) => Value::truth(!value.as_bool()?),
        _ => return None,
    })
}

fn binary(op: BinaryOp, left: &Value, right: &Value) -> Option<Value> {
    let order = || left.compare(right);
    let truth = match op {
        BinaryOp::Equal => order().is_eq(),
        BinaryOp::NotEqual => order().is_ne(),
        BinaryOp::ExactEqual => left.identical(right),
        BinaryOp::ExactNotEqual => !left.identical(right),
        BinaryOp::Less => order().is_lt(),
        BinaryOp::LessEqual => order().is_le(),
        BinaryOp::Greater => order().is_gt(),
        BinaryOp::GreaterEqual => order().is_ge(),
        BinaryOp::And => left.as_bool()? & right.as_bool()?,
        BinaryOp::Or => left.as_bool()? | right.as_bool()?,
        BinaryOp::Xor => left.as_bool()? ^ right.as_bool()?,
        _ => return arithmetic(op, left, right),
    };
    Some(Value::truth(truth))
}

fn arithmetic(op: BinaryOp, left: &Value, right: &Value) -> Option<Value> {
    if let (Value::Int(a), Value::Int(b)) = (left, right) {
        let nonzero = || (!b.is_zero()).then_some(());
        return Some(Value::Int(match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => a * b,
            BinaryOp::Div => {
                nonzero()?;
                a / b
            }
            BinaryOp::Rem => {
                nonzero()?;
                a % b
            }
            BinaryOp::Divide => {
                nonzero()?;
                return Some(Value::Float(a.to_f64()? / b.to_f64()?));
            }
            BinaryOp::Band => a & b,
            BinaryOp::Bor => a | b,
            BinaryOp::Bxor => a ^ b,
            BinaryOp::Bsl => shift(a, b.to_i64()?)?,
            BinaryOp::Bsr => shift(a, b.to_i64()?.checked_neg()?)?,
            _ => return None,
        }));
    }
    let (a, b) = (left.number()?, right.number()?);
    let value = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Divide => a / b,
        _ => return None,
    };
    value.is_finite().then_some(Value::Float(value))
}

fn shift(int: &BigInt, bits: i64) -> Option<BigInt> {
    if bits.abs() > SHIFT_BITS_MAX {
        return None;
    }
    let amount = bits.unsigned_abs();
    Some(if bits >= 0 {
        int << amount
    } else {
        int.div_floor(&(BigInt::from(1) << amount))
    })
}

/// The guard functions that make sense over constants; a call of any other fails.
fn call(name: &str, args: &[Value]) -> Option<Value> {
    Some(match (name, args) {
        ("is_atom", [value]) => Value::truth(matches!(value, Value::Atom(_))),
        ("is_boolean", [value]) => Value::truth(value.as_bool().is_some()),
        ("is_integer", [value]) => Value::truth(matches!(value, Value::Int(_))),
        ("is_float", [value]) => Value::truth(matches!(value, Value::Float(_))),
        ("is_number", [value]) => Value::truth(value.rank() == 0),
        ("is_tuple", [value]) => Value::truth(matches!(value, Value::Tuple(_))),
        ("is_list", [value]) => Value::truth(matches!(value, Value::List(_))),
        ("length", [Value::List(list)]) => Value::int(list.len() as i64),
        ("tuple_size" | "size", [Value::Tuple(tuple)]) => Value::int(tuple.len() as i64),
        ("hd", [Value::List(list)]) => list.first()?.clone(),
        ("tl", [Value::List(list)]) => Value::List(list.get(1..)?.to_vec()),
        ("element", [Value::Int(index), Value::Tuple(tuple)]) => {
            tuple.get(index.to_usize()?.checked_sub(1)?)?.clone()
        }
        ("abs", [Value::Int(int)]) => Value::Int(if *int < BigInt::zero() {
            -int
        } else {
            int.clone()
        }),
        ("abs", [Value::Float(float)]) => Value::Float(float.abs()),
        ("max", [a, b]) => if a.compare(b).is_ge() { a } else { b }.clone(),
        ("min", [a, b]) => if a.compare(b).is_le() { a } else { b }.clone(),
        _ => return None,
    })
}
