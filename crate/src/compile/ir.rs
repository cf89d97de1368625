//! The tree between source and bytecode: names resolved, records and comprehensions gone.
//!
//! Each function has its own variables, numbered. Every use of a variable has a *position*: positions grow in the order in
//! which the code generator visits uses on any path, so "is the variable still needed?" is a question about numbers
//! (`generate/liveness`). Clauses and other alternatives carry the positions at which they start and end.
//!
//! Invariant: as deep as the syntax tree times a small constant, so passes over it may recurse.

use bytecode::instr::{Arith, Compare, Failure, Type};
use bytecode::module::{Mfa, SegmentType};
use term::{Atom, Term};

/// A variable of a function, an index into [`Function::uses`].
pub type Var = u32;
/// See the module head.
pub type Position = u32;
/// Index of a function in [`Unit::functions`].
pub type FunctionId = u32;

/// All functions of a module, source functions first, then those that funs and comprehensions gave rise to.
#[derive(Debug, Default)]
pub struct Unit {
    pub functions: Vec<Function>,
    pub funs: Vec<Fun>,
    /// Indices of `funs` in the order that they have in the loaded module.
    pub fun_order: Vec<u32>,
    /// Of what was typed into a shell: for each line, counted from 1, whether something of OTP's evaluator waits there.
    pub awaited: Vec<bool>,
}

#[derive(Debug)]
pub struct Function {
    pub name: Atom,
    /// Parameters as the clauses see them; the captured variables follow them in the registers.
    pub params: u32,
    pub captured: Vec<Var>,
    pub line: u32,
    pub exported: bool,
    pub body: Expr,
    /// For each variable the positions of its uses, ascending.
    pub uses: Vec<Vec<Position>>,
}

/// A fun expression: `arity` parameters, then the captured variables of its function.
#[derive(Clone, Copy, Debug)]
pub struct Fun {
    pub name: Atom,
    pub function: FunctionId,
    pub arity: u32,
    pub free: u32,
}

#[derive(Clone, Copy, Debug)]
pub struct Use {
    pub var: Var,
    pub at: Position,
}

#[derive(Debug)]
pub struct Expr {
    pub line: u32,
    pub kind: Kind,
}

#[derive(Debug)]
pub enum Kind {
    Var(Use),
    /// An immediate, or a term of the module's constant heap.
    Const(Term),
    Tuple(Vec<Expr>),
    /// At least one element, and a tail.
    List(Vec<Expr>, Box<Expr>),
    /// `map#{...}`, each pair with whether the key must exist (`:=`).
    Map(Box<Expr>, Vec<MapPair>),
    Binary(Vec<Segment>),
    /// The last says what its failure shows; `operands.rs` finds out.
    Arith(Arith, Box<[Expr; 2]>, Shown),
    Compare(Compare, Box<[Expr; 2]>),
    /// A test that never fails.
    Test(Type, Box<Expr>),
    /// Whether the value is a tuple of this arity tagged with this atom.
    IsTagged(Box<Expr>, u32, Term),
    AndAlso(Box<[Expr; 2]>),
    OrElse(Box<[Expr; 2]>),
    Not(Box<Expr>),
    /// A builtin that may stand in a guard.
    Bif(Mfa, Vec<Expr>),
    Call(Callee, Vec<Expr>, Position),
    MakeFun(u32, Vec<Use>),
    /// `pattern = value`; the position is the end.
    Match(Box<Pattern>, Box<Expr>, Position),
    Seq(Vec<Expr>),
    Select(Box<Select>),
    Receive(Box<Receive>),
    Try(Box<Try>),
    /// Value, and the code that follows it in any case.
    After(Box<Expr>, Box<Expr>),
    /// The expression, variables bound in it that a shell keeps, and the position after it.
    Catch(Box<Expr>, Vec<Var>, Position),
    /// Field at 0-based position of a record with this arity and tag; raises `badrecord`.
    Field {
        record: Box<Expr>,
        arity: u32,
        tag: Term,
        position: u32,
    },
    /// The record with (0-based position, value) replaced. The values are evaluated first, then the record.
    UpdateRecord {
        record: Box<Expr>,
        arity: u32,
        tag: Term,
        values: Vec<(u32, Expr)>,
    },
    /// `maybe`: the body, and the clauses for a value that did not match (`None`: it is the result).
    Maybe {
        body: Box<Expr>,
        start: Position,
        otherwise: Option<Vec<Clause>>,
        end: Position,
    },
    /// `pattern ?= value` in a [`Kind::Maybe`].
    MaybeMatch(Box<Pattern>, Box<Expr>, Position),
    /// The stack trace as a term, from the raw one of a handler.
    Stacktrace(Use),
}

/// What the stack trace of a failed operation shows above the function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Operator and operands.
    Operands,
    /// Operator and operands, the second one first.
    Turned,
    Nothing,
}

#[derive(Debug)]
pub struct MapPair {
    pub exact: bool,
    pub key: Expr,
    pub value: Expr,
}

#[derive(Debug)]
pub enum Callee {
    Local(FunctionId),
    /// The function with its captured variables passed along: comprehensions and named funs calling themselves.
    Captured(FunctionId, Vec<Use>),
    External(Mfa),
    Fun(Box<Expr>),
    Apply(Box<Expr>, Box<Expr>),
}

/// What happens when no clause matches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Otherwise {
    FunctionClause,
    /// Raises about the (only) subject, or about the tuple of the subjects.
    Fail(Failure),
}

/// What a [`Select`] chooses by.
#[derive(Debug)]
pub enum Subjects {
    /// The parameters of the function.
    Params,
    Exprs(Vec<Expr>),
}

#[derive(Debug)]
pub struct Select {
    pub subjects: Subjects,
    pub clauses: Vec<Clause>,
    pub otherwise: Otherwise,
    /// Variables that every clause binds and that later code may use.
    pub exports: Vec<Var>,
    pub end: Position,
}

#[derive(Debug)]
pub struct Clause {
    pub line: u32,
    pub start: Position,
    pub patterns: Vec<Pattern>,
    /// Alternatives of conjunctions; empty means none.
    pub guard: Vec<Vec<Expr>>,
    pub body: Expr,
    pub end: Position,
}

#[derive(Debug)]
pub struct Receive {
    pub clauses: Vec<Clause>,
    pub timeout: Option<Timeout>,
    pub exports: Vec<Var>,
    pub end: Position,
}

#[derive(Debug)]
pub struct Timeout {
    pub time: Expr,
    pub start: Position,
    pub body: Expr,
}

#[derive(Debug)]
pub struct Try {
    pub body: Expr,
    /// Position after the body.
    pub body_end: Position,
    /// Empty if there is no `of` part.
    pub of: Vec<Clause>,
    /// Each with the patterns class, reason, raw trace. Empty if there is no `catch` part.
    pub catch: Vec<Clause>,
    pub catch_start: Position,
    /// Variables that a shell keeps.
    pub exports: Vec<Var>,
    pub end: Position,
}

#[derive(Debug)]
pub enum Pattern {
    Any,
    /// Binds a new variable.
    Bind(Var),
    /// The same value as a variable bound earlier.
    Same(Use),
    /// An immediate, or a literal to compare with.
    Const(Term),
    /// At least one element.
    List(Vec<Pattern>, Box<Pattern>),
    Tuple(Vec<Pattern>),
    /// All of them match.
    All(Vec<Pattern>),
    /// Keys are guard expressions.
    Map(Vec<(Expr, Pattern)>),
    Binary(Vec<SegmentPattern>),
}

/// How a segment is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    pub ty: SegmentType,
    pub unit: u32,
    pub little: bool,
    pub signed: bool,
}

/// Size of a segment, in units.
#[derive(Debug)]
pub enum Size {
    All,
    Fixed(u32),
    Computed(Expr),
}

#[derive(Debug)]
pub enum Segment {
    Literal {
        bytes: Vec<u8>,
        bits: usize,
    },
    /// `number`: which of the segments in the source it is, from 1.
    Value {
        value: Expr,
        layout: Layout,
        size: Size,
        number: u32,
    },
}

#[derive(Debug)]
pub enum SegmentPattern {
    Literal { bytes: Vec<u8>, bits: usize },
    Value { pattern: Pattern, layout: Layout, size: Size },
}

impl Expr {
    pub const fn new(line: u32, kind: Kind) -> Expr {
        Expr { line, kind }
    }

    pub const fn constant(line: u32, term: Term) -> Expr {
        Expr {
            line,
            kind: Kind::Const(term),
        }
    }

    pub const fn as_const(&self) -> Option<Term> {
        match self.kind {
            Kind::Const(term) => Some(term),
            _ => None,
        }
    }

    /// Whether the value can only be `true` or `false`.
    pub fn is_boolean(&self) -> bool {
        match &self.kind {
            Kind::Const(term) => term.as_bool().is_some(),
            Kind::Compare(..) | Kind::Test(..) | Kind::IsTagged(..) | Kind::Not(_) => true,
            Kind::AndAlso(pair) | Kind::OrElse(pair) => pair[1].is_boolean(),
            Kind::Bif(mfa, _) => {
                matches!(
                    mfa.function.text(),
                    "is_function" | "is_map_key" | "is_record" | "and" | "or" | "xor"
                )
            }
            _ => false,
        }
    }
}

impl Pattern {
    /// Whether it matches anything, binding at most variables.
    pub fn is_irrefutable(&self) -> bool {
        match self {
            Pattern::Any | Pattern::Bind(_) => true,
            Pattern::All(patterns) => patterns.iter().all(Pattern::is_irrefutable),
            _ => false,
        }
    }
}
