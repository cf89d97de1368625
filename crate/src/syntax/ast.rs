//! The syntax tree: forms, clauses, expressions and types of an Erlang module.
//!
//! It follows Erlang's abstract format (documented in ERTS, "The Abstract Format") with three changes for
//! Rust's sake: a list literal is one node with its elements in a vector (never a chain of cons nodes),
//! the pieces of a try-catch pattern `Class:Reason:Stack` are three patterns, and names are shared strings.
//! Patterns are expressions, as in the abstract format; `compile/lint` rejects those that are not patterns.
//!
//! Invariant: a tree is at most `limits::SYNTAX_DEPTH_MAX` nodes deep (each parser function counts), so
//! every pass over it, drop included, may recurse.

use num_bigint::BigInt;
use std::rc::Rc;

/// An atom's or variable's name.
pub type Name = Rc<str>;

/// Where a token or node starts. Lines and columns count from 1, columns in characters (code points).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pos {
    /// Index into [`Module::files`]; 0 is the module's own source.
    pub file: u16,
    pub line: u32,
    pub column: u32,
}

/// A parsed module: the forms in source order after preprocessing, ending in [`FormKind::Eof`].
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// File names that [`Pos::file`] indexes; the source first, then each included file once.
    pub files: Vec<Name>,
    pub forms: Vec<Form>,
}

#[derive(Clone, Debug)]
pub struct Form {
    pub pos: Pos,
    pub kind: FormKind,
}

/// A name with its own position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ident {
    pub pos: Pos,
    pub name: Name,
}

/// `Name/Arity` as in export lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionName {
    pub name: Name,
    pub arity: u32,
}

#[derive(Clone, Debug)]
pub enum FormKind {
    /// `-module(Name).`
    Module(Name),
    /// `-module(Name, [Vars]).`, which no longer compiles.
    ParameterizedModule {
        name: Name,
        params: Vec<Name>,
    },
    /// `-export([f/1, ...]).`
    Export(Vec<FunctionName>),
    /// `-export_type([t/0, ...]).`
    ExportType(Vec<FunctionName>),
    /// `-import(Module, [f/1, ...]).`
    Import {
        module: Name,
        functions: Vec<FunctionName>,
    },
    /// `-record(Name, {Fields}).`
    Record(RecordDef),
    /// `-type` and `-opaque`.
    Type(TypeDef),
    /// `-spec` and `-callback`.
    Spec(SpecDef),
    /// `-behaviour(Name).` or `-behavior(Name).`; the spelling is kept for printing.
    Behaviour {
        name: Name,
        american: bool,
    },
    /// `-file("name", Line).`: written so, or put there by the preprocessor around an included file.
    File {
        name: Name,
        line: u32,
    },
    /// `-compile(Options).` as a constant expression.
    Compile(Expr),
    /// `-optional_callbacks([f/1, ...]).`
    OptionalCallbacks(Vec<FunctionName>),
    /// Any other attribute with its argument, a constant expression.
    Attribute {
        name: Name,
        value: Expr,
    },
    Function(Function),
    /// The end of the file; its position is where the text ends.
    Eof,
}

/// All clauses of a function; the form's position is that of the first clause.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: Name,
    pub arity: u32,
    pub clauses: Vec<Clause>,
}

/// One clause of a function, fun, `case`, `if`, `receive` or `try`.
///
/// `patterns` holds the arguments of a function or fun clause, one pattern for `case`, `receive` and
/// `try ... of`, none for `if`, and exactly three (class, reason, stack trace) for the `catch` of a `try`.
/// `guard` is a disjunction of conjunctions: `G1, G2; G3` is `[[G1, G2], [G3]]`; empty means no guard.
#[derive(Clone, Debug)]
pub struct Clause {
    pub pos: Pos,
    pub patterns: Vec<Expr>,
    pub guard: Vec<Vec<Expr>>,
    pub body: Vec<Expr>,
}

#[derive(Clone, Debug)]
pub struct RecordDef {
    pub name: Name,
    pub fields: Vec<RecordDefField>,
}

/// A field in `-record`: position and name, default value, declared type.
#[derive(Clone, Debug)]
pub struct RecordDefField {
    pub pos: Pos,
    pub name: Name,
    pub default: Option<Expr>,
    pub declared: Option<Type>,
}

/// An integer literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    Small(i64),
    Big(BigInt),
}

/// An expression, or a pattern.
#[derive(Clone, Debug)]
pub struct Expr {
    pub pos: Pos,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A variable; `_` is the variable named `_`.
    Var(Name),
    Atom(Name),
    Integer(Int),
    Float(f64),
    Char(char),
    /// A string literal; adjacent literals are already joined.
    String(Rc<str>),
    Nil,
    /// `[E1, ..., En]` or `[E1, ..., En | Tail]` with n >= 1. `end` is where `]` stands.
    List {
        elements: Vec<Expr>,
        tail: Option<Box<Expr>>,
        end: Pos,
    },
    Tuple(Vec<Expr>),
    /// `#{...}`.
    MapCreate(Vec<MapField>),
    /// `Map#{...}`.
    MapUpdate {
        map: Box<Expr>,
        fields: Vec<MapField>,
    },
    /// `<<...>>`.
    Binary(Vec<BinaryElement>),
    /// `Pattern = Expr`.
    Match {
        pattern: Box<Expr>,
        value: Box<Expr>,
    },
    /// Every other binary operator, `andalso`, `orelse` and `!` among them; the node stands at the operator.
    BinaryOp {
        op: BinaryOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    /// A call. `function` is an atom (local or auto-imported), a [`ExprKind::Remote`], or any expression.
    Call {
        function: Box<Expr>,
        args: Vec<Expr>,
    },
    /// `Module:Function`, normally the function part of a call.
    Remote {
        module: Box<Expr>,
        function: Box<Expr>,
    },
    /// `[Body || Qualifiers]`.
    ListComprehension {
        body: Box<Expr>,
        qualifiers: Vec<Qualifier>,
    },
    /// `<< Body || Qualifiers >>`.
    BinaryComprehension {
        body: Box<Expr>,
        qualifiers: Vec<Qualifier>,
    },
    /// `begin ... end`.
    Block(Vec<Expr>),
    If(Vec<Clause>),
    Case {
        subject: Box<Expr>,
        clauses: Vec<Clause>,
    },
    Receive {
        clauses: Vec<Clause>,
        after: Option<After>,
    },
    Try(Box<Try>),
    /// `catch Expr`.
    Catch(Box<Expr>),
    /// `fun (...) -> ... end`.
    Fun(Vec<Clause>),
    /// `fun Name(...) -> ... end`.
    NamedFun {
        name: Name,
        clauses: Vec<Clause>,
    },
    /// `fun Name/Arity`.
    FunLocal {
        name: Name,
        arity: u32,
    },
    /// `fun Module:Name/Arity`, each an atom (integer) or a variable.
    FunRemote {
        module: Box<Expr>,
        name: Box<Expr>,
        arity: Box<Expr>,
    },
    /// `#name{...}`.
    RecordCreate {
        name: Name,
        fields: Vec<RecordField>,
    },
    /// `Record#name{...}`.
    RecordUpdate {
        record: Box<Expr>,
        name: Name,
        fields: Vec<RecordField>,
    },
    /// `#name.field`: the field's index in the tuple.
    RecordIndex {
        name: Name,
        field: Ident,
    },
    /// `Record#name.field`.
    RecordAccess {
        record: Box<Expr>,
        name: Name,
        field: Ident,
    },
    /// `maybe ... [else ...] end`, only where the feature `maybe_expr` is enabled.
    Maybe {
        body: Vec<Expr>,
        else_pos: Option<Pos>,
        else_clauses: Vec<Clause>,
    },
    /// `Pattern ?= Expr`, only directly in the body of a `maybe`.
    MaybeMatch {
        pattern: Box<Expr>,
        value: Box<Expr>,
    },
}

/// `after Timeout -> Body`.
#[derive(Clone, Debug)]
pub struct After {
    pub timeout: Box<Expr>,
    pub body: Vec<Expr>,
}

/// `try Body of OfClauses catch CatchClauses after After end`; absent parts are empty.
#[derive(Clone, Debug)]
pub struct Try {
    pub body: Vec<Expr>,
    pub of: Vec<Clause>,
    /// Each with three patterns: class, reason, stack trace. An unwritten class is the atom `throw`, an unwritten
    /// stack trace the variable `_`.
    pub catch: Vec<Clause>,
    pub after: Vec<Expr>,
}

#[derive(Clone, Debug)]
pub struct Qualifier {
    pub pos: Pos,
    pub kind: QualifierKind,
}

#[derive(Clone, Debug)]
pub enum QualifierKind {
    /// `Pattern <- Source`.
    Generator {
        pattern: Expr,
        source: Expr,
    },
    /// `Pattern <= Source`.
    BinaryGenerator {
        pattern: Expr,
        source: Expr,
    },
    Filter(Expr),
}

/// `Key => Value` or, with `exact`, `Key := Value`; the position is the operator's.
#[derive(Clone, Debug)]
pub struct MapField {
    pub pos: Pos,
    pub exact: bool,
    pub key: Expr,
    pub value: Expr,
}

/// `name = Value` in a record expression; the position is the name's.
#[derive(Clone, Debug)]
pub struct RecordField {
    pub pos: Pos,
    pub name: RecordFieldName,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordFieldName {
    Atom(Name),
    /// `_` for "all others"; any other variable is an error that lint reports.
    Var(Name),
}

impl RecordFieldName {
    /// `_`, for all other fields.
    pub fn is_wildcard(&self) -> bool {
        matches!(self, Self::Var(name) if &**name == "_")
    }
}

/// One segment of a binary: `Value:Size/Specifiers`.
#[derive(Clone, Debug)]
pub struct BinaryElement {
    pub pos: Pos,
    pub value: Expr,
    pub size: Option<Expr>,
    /// As written, in order; empty means the default.
    pub specifiers: Vec<BinarySpecifier>,
}

/// `integer`, `little`, `unit:8` ...
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BinarySpecifier {
    pub name: Name,
    pub value: Option<Int>,
}

macro_rules! operators {
    ($(#[$doc:meta])* $enum:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $enum { $($variant,)* }

        impl $enum {
            /// The operator as written in Erlang, also the name of the BIF that does it.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The operator that is written so.
            pub fn of_text(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

operators! {
    /// Binary operators other than `=`.
    BinaryOp {
        Add = "+",
        Sub = "-",
        Mul = "*",
        Divide = "/",
        Div = "div",
        Rem = "rem",
        Band = "band",
        Bor = "bor",
        Bxor = "bxor",
        Bsl = "bsl",
        Bsr = "bsr",
        And = "and",
        Or = "or",
        Xor = "xor",
        AndAlso = "andalso",
        OrElse = "orelse",
        Append = "++",
        Subtract = "--",
        Equal = "==",
        NotEqual = "/=",
        ExactEqual = "=:=",
        ExactNotEqual = "=/=",
        Less = "<",
        LessEqual = "=<",
        Greater = ">",
        GreaterEqual = ">=",
        Send = "!",
    }
}

operators! {
    /// Prefix operators other than `catch`.
    UnaryOp {
        Plus = "+",
        Minus = "-",
        Not = "not",
        Bnot = "bnot",
    }
}

/// `-type` or `-opaque Name(Params) :: Body.`
#[derive(Clone, Debug)]
pub struct TypeDef {
    pub opaque: bool,
    pub name: Name,
    /// Variables.
    pub params: Vec<Ident>,
    pub body: Type,
}

/// `-spec` or `-callback`; one type per clause, each a function type or one with constraints.
#[derive(Clone, Debug)]
pub struct SpecDef {
    pub callback: bool,
    /// `-spec Module:Name(...)`.
    pub module: Option<Name>,
    pub name: Name,
    pub arity: u32,
    pub clauses: Vec<Type>,
}

/// A type expression: kept for printing and lint, not checked.
#[derive(Clone, Debug)]
pub struct Type {
    pub pos: Pos,
    pub kind: TypeKind,
}

#[derive(Clone, Debug)]
pub enum TypeKind {
    Var(Name),
    Atom(Name),
    Integer(Int),
    Char(char),
    BinaryOp {
        op: BinaryOp,
        left: Box<Type>,
        right: Box<Type>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: Box<Type>,
    },
    /// `Name :: Type`.
    Annotated {
        var: Ident,
        of: Box<Type>,
    },
    Union(Vec<Type>),
    /// `Low..High`.
    Range {
        low: Box<Type>,
        high: Box<Type>,
    },
    /// `[]`.
    Nil,
    /// `[T]`, or `[T, ...]` with `nonempty`.
    List {
        element: Box<Type>,
        nonempty: bool,
    },
    /// `tuple()` is `None`.
    Tuple(Option<Vec<Type>>),
    /// `map()` is `None`.
    Map(Option<Vec<MapFieldType>>),
    /// `#name{field :: Type, ...}`; `name_pos` is where the record's name stands.
    Record {
        name: Ident,
        fields: Vec<RecordFieldType>,
    },
    /// `<<_:Base, _:_*Unit>>`.
    Binary {
        base: Box<Type>,
        unit: Box<Type>,
    },
    /// `fun()`.
    AnyFun,
    /// `fun((...) -> Result)` with `args` absent, or `fun((Args) -> Result)`; it stands at the inner parenthesis.
    Fun {
        args: Option<Vec<Type>>,
        result: Box<Type>,
    },
    /// A function type `when` constraints, only at the top of a spec.
    Bounded {
        function: Box<Type>,
        constraints: Vec<Constraint>,
    },
    /// `name(Args)`; `builtin` when OTP predefines name/arity.
    Named {
        name: Name,
        args: Vec<Type>,
        builtin: bool,
    },
    /// `module:name(Args)`.
    Remote {
        module: Ident,
        name: Ident,
        args: Vec<Type>,
    },
}

/// `Key => Value` or, with `exact`, `Key := Value` in a map type.
#[derive(Clone, Debug)]
pub struct MapFieldType {
    pub pos: Pos,
    pub exact: bool,
    pub key: Type,
    pub value: Type,
}

#[derive(Clone, Debug)]
pub struct RecordFieldType {
    pub pos: Pos,
    pub name: Ident,
    pub of: Type,
}

/// `Var :: Type`, or the older `is_subtype(Var, Type)`.
#[derive(Clone, Debug)]
pub struct Constraint {
    pub var: Ident,
    pub of: Type,
}

impl Pos {
    /// A position in the module's own file.
    pub const fn new(line: u32, column: u32) -> Self {
        Self {
            file: 0,
            line,
            column,
        }
    }
}

impl FunctionName {
    pub fn new(name: &str, arity: u32) -> Self {
        Self {
            name: name.into(),
            arity,
        }
    }
}

impl std::fmt::Display for FunctionName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.name, self.arity)
    }
}

impl ExprKind {
    /// Whether it is a literal, and not made of others.
    pub const fn is_literal(&self) -> bool {
        matches!(
            self,
            Self::Atom(_)
                | Self::Nil
                | Self::Integer(_)
                | Self::Float(_)
                | Self::Char(_)
                | Self::String(_)
        )
    }
}

impl Expr {
    pub const fn new(pos: Pos, kind: ExprKind) -> Self {
        Self { pos, kind }
    }

    /// The name, if the expression is an atom literal.
    pub fn as_atom(&self) -> Option<&Name> {
        match &self.kind {
            ExprKind::Atom(name) => Some(name),
            _ => None,
        }
    }

    /// The name, if the expression is a variable (`_` included).
    pub fn as_var(&self) -> Option<&Name> {
        match &self.kind {
            ExprKind::Var(name) => Some(name),
            _ => None,
        }
    }
}

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Self::Small(value)
    }
}

impl From<BigInt> for Int {
    /// Values that fit become [`Int::Small`], so that equality is structural.
    fn from(value: BigInt) -> Self {
        i64::try_from(&value).map_or(Self::Big(value), Self::Small)
    }
}

impl std::fmt::Display for Int {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Small(value) => value.fmt(f),
            Self::Big(value) => value.fmt(f),
        }
    }
}
