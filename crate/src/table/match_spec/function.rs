//! The functions that a specification may call.

use super::Dialect;

/// A function of guards and bodies; the special forms (`const`, `and`, `or`, `andalso`, `orelse`) are not among them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Function {
    IsAtom,
    IsFloat,
    IsInteger,
    IsList,
    IsNumber,
    IsPid,
    IsPort,
    IsReference,
    IsTuple,
    IsMap,
    IsBinary,
    IsFun,
    IsMapKey,
    IsRecord,
    Not,
    Xor,
    Abs,
    Element,
    Hd,
    Length,
    NodeHere,
    NodeOf,
    Round,
    Size,
    BitSize,
    ByteSize,
    Tl,
    Trunc,
    Float,
    BinaryPart,
    MapGet,
    MapSize,
    Plus,
    Minus,
    Add,
    Sub,
    Mul,
    Divide,
    Div,
    Rem,
    Band,
    Bor,
    Bxor,
    Bnot,
    Bsl,
    Bsr,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    ExactEqual,
    Equal,
    ExactNotEqual,
    NotEqual,
    Myself,
    /// What a trace would do, when only tested: nothing, and the value is this.
    Trace(Effect),
}

/// The functions of tracing, as far as `match_spec_test` shows them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Sets the result of the test.
    Message,
    ReturnTrace,
    ExceptionTrace,
    /// Has the value `true`.
    True,
    /// Switches flags of a process on or off; the value is `true`.
    EnableTrace,
    DisableTrace,
    /// Switches flags off, then others on; the value says whether that changes anything, when tested `false`.
    Trace,
    /// Sets or clears the flag `silent`.
    Silent,
    /// Has the value `false`.
    False,
    /// The sequential trace token: `[]`.
    Token,
    /// The caller: `undefined`.
    Caller,
    /// With file and line.
    CallerLine,
    /// The trace control word: 0.
    ControlWord,
    /// A binary about the process; empty here.
    ProcessDump,
}

use Function as F;

/// Name, arity, function.
const FUNCTIONS: &[(&str, usize, Function)] = &[
    ("is_atom", 1, F::IsAtom),
    ("is_float", 1, F::IsFloat),
    ("is_integer", 1, F::IsInteger),
    ("is_list", 1, F::IsList),
    ("is_number", 1, F::IsNumber),
    ("is_pid", 1, F::IsPid),
    ("is_port", 1, F::IsPort),
    ("is_reference", 1, F::IsReference),
    ("is_tuple", 1, F::IsTuple),
    ("is_map", 1, F::IsMap),
    ("is_binary", 1, F::IsBinary),
    ("is_function", 1, F::IsFun),
    ("is_map_key", 2, F::IsMapKey),
    ("is_record", 3, F::IsRecord),
    ("not", 1, F::Not),
    ("xor", 2, F::Xor),
    ("abs", 1, F::Abs),
    ("element", 2, F::Element),
    ("hd", 1, F::Hd),
    ("length", 1, F::Length),
    ("node", 0, F::NodeHere),
    ("node", 1, F::NodeOf),
    ("round", 1, F::Round),
    ("size", 1, F::Size),
    ("bit_size", 1, F::BitSize),
    ("byte_size", 1, F::ByteSize),
    ("tl", 1, F::Tl),
    ("trunc", 1, F::Trunc),
    ("float", 1, F::Float),
    ("binary_part", 2, F::BinaryPart),
    ("binary_part", 3, F::BinaryPart),
    ("map_get", 2, F::MapGet),
    ("map_size", 1, F::MapSize),
    ("+", 1, F::Plus),
    ("-", 1, F::Minus),
    ("+", 2, F::Add),
    ("-", 2, F::Sub),
    ("*", 2, F::Mul),
    ("/", 2, F::Divide),
    ("div", 2, F::Div),
    ("rem", 2, F::Rem),
    ("band", 2, F::Band),
    ("bor", 2, F::Bor),
    ("bxor", 2, F::Bxor),
    ("bnot", 1, F::Bnot),
    ("bsl", 2, F::Bsl),
    ("bsr", 2, F::Bsr),
    (">", 2, F::Greater),
    (">=", 2, F::GreaterEqual),
    ("<", 2, F::Less),
    ("=<", 2, F::LessEqual),
    ("=:=", 2, F::ExactEqual),
    ("==", 2, F::Equal),
    ("=/=", 2, F::ExactNotEqual),
    ("/=", 2, F::NotEqual),
    ("self", 0, F::Myself),
];

/// A special form of tracing: name, arities, whether guards may have it, effect.
const TRACING: &[(&str, &[usize], bool, Effect)] = &[
    ("is_seq_trace", &[0], true, Effect::False),
    ("set_seq_token", &[2], false, Effect::True),
    ("get_seq_token", &[0], false, Effect::Token),
    ("message", &[1], false, Effect::Message),
    ("return_trace", &[0], false, Effect::ReturnTrace),
    ("exception_trace", &[0], false, Effect::ExceptionTrace),
    ("process_dump", &[0], false, Effect::ProcessDump),
    ("enable_trace", &[1, 2], false, Effect::EnableTrace),
    ("disable_trace", &[1, 2], false, Effect::DisableTrace),
    ("trace", &[2, 3], false, Effect::Trace),
    ("display", &[1], false, Effect::True),
    ("caller", &[0], false, Effect::Caller),
    ("caller_line", &[0], false, Effect::CallerLine),
    ("silent", &[1], false, Effect::Silent),
];

/// What a name with this many arguments means.
pub enum Found {
    Function(Function),
    Unknown,
    /// Only where the function has a meaning: not in this dialect or not in guards.
    WrongContext,
    /// A special form of the other dialect.
    WrongDialect,
    WrongArity,
    InGuard,
}

/// Looks a function up.
pub fn find(name: &str, arity: usize, dialect: Dialect, in_guard: bool) -> Found {
    let known = |&&(other, wanted, _): &&(&str, usize, Function)| other == name && wanted == arity;
    if let Some(&(_, _, function)) = FUNCTIONS.iter().find(known) {
        return Found::Function(function);
    }
    match (name, arity) {
        ("get_tcw", 0) if dialect == Dialect::Trace => {
            return Found::Function(F::Trace(Effect::ControlWord));
        }
        ("set_tcw", 1) if dialect == Dialect::Trace && !in_guard => {
            return Found::Function(F::Trace(Effect::ControlWord));
        }
        ("get_tcw", 0) | ("set_tcw", 1) => return Found::WrongContext,
        _ => {}
    }
    let Some(&(_, arities, guards_may, effect)) = TRACING.iter().find(|(other, ..)| *other == name)
    else {
        return Found::Unknown;
    };
    if dialect == Dialect::Table {
        Found::WrongDialect
    } else if in_guard && !guards_may {
        Found::InGuard
    } else if !arities.contains(&arity) {
        Found::WrongArity
    } else {
        Found::Function(F::Trace(effect))
    }
}
