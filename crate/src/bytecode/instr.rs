//! The instruction set: a register machine with 8-byte instructions.
//!
//! A function's registers `R[0]..R[255]` are a window into the run stack, at the function's *base*. Arguments arrive in
//! `R[0]..R[arity]`; the free variables of a fun follow them. Every live value is in a register at each call.
//!
//! A call names a register `base = k`: the arguments stand in `R[k]..R[k + arity]`, the return address is written to
//! `R[k - 1]` (so k >= 1, and `R[k - 1]` must be free), the callee's window starts at `R[k]`, and its result comes back
//! in `R[k]`. All registers from k - 1 on are lost in a call; those below survive if the live mask of the call
//! says so (`Module::live`): the collector runs inside calls and looks only at live registers.
//!
//! `to` and `fail` are code positions of the same module. In instructions with `fail`, [`NO_FAIL`] means: raise the
//! exception instead of jumping.

use super::packed::{instructions, operands};

/// A register number.
pub type Reg = u8;

/// In a `fail` operand: raise instead of jumping.
pub const NO_FAIL: u32 = u32::MAX;

/// The base of each `ConsCall`.
pub const CONS_BASE: Reg = 3;

/// How many values a `SwitchNear` tells apart.
pub const NEAR_CASES: usize = 4;

// Both tables are also how instructions are written down (`packed.rs`).
instructions! {
/// See the module head for `base`, `to`, `fail`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Instr {
    // --- moves and constants
    Move {
        dst: Reg,
        src: Reg,
    },
    /// Two moves, one after the other; the second stands behind as well, and is skipped.
    Move2 {
        moves: [(Reg, Reg); 2],
    },
    /// Three moves, one after the other; the others stand behind as well, and are skipped.
    Move3 {
        moves: [(Reg, Reg); 3],
    },
    /// A small integer.
    Int {
        dst: Reg,
        value: i32,
    },
    /// `Module::constants[index]`.
    Const {
        dst: Reg,
        index: u32,
    },

    // --- control
    Jump {
        to: u32,
    },
    /// Jumps to `to` unless `src` is of the kind.
    Test {
        kind: Type,
        src: Reg,
        to: u32,
    },
    /// Unless `src` is a cons cell, jumps.
    IsCons {
        src: Reg,
        to: u32,
    },
    IsNil {
        src: Reg,
        to: u32,
    },
    /// Unless `src` is a cons cell, jumps; otherwise takes it apart.
    MatchCons {
        src: Reg,
        head: Reg,
        tail: Reg,
        to: u32,
    },
    /// `IsNil` of something that is otherwise matched with a cons cell: takes a cell apart and jumps, goes on with the next
    /// instruction if it is nil, and jumps to the one before `to` if it is neither.
    MatchList {
        src: Reg,
        head: Reg,
        tail: Reg,
        to: u32,
    },
    /// `MatchCons` with a `Call2` right behind it, which is done in the same step: one turn of a recursion over a list.
    MatchConsCall2 {
        src: Reg,
        head: Reg,
        tail: Reg,
        to: u32,
    },
    /// Unless `src` is a tuple of this arity, jumps.
    IsTuple {
        src: Reg,
        arity: u16,
        to: u32,
    },
    /// Unless `src` is a tuple of this arity whose first element is the immediate constant `index`, jumps.
    IsTagged {
        src: Reg,
        arity: u8,
        index: u8,
        to: u32,
    },
    /// Unless `src` is the same word as the immediate constant `index` (atom, small integer, nil), jumps.
    SameConst {
        src: Reg,
        index: u16,
        to: u32,
    },
    /// As `SameConst` with a small integer.
    SameInt {
        src: Reg,
        value: i16,
        to: u32,
    },
    /// Jumps if `a OP b` does not hold, in Erlang's term order.
    Unless {
        op: Compare,
        a: Reg,
        b: Reg,
        to: u32,
    },
    /// Unless `a < value` (any term), jumps.
    UnlessLessInt {
        a: Reg,
        value: i16,
        to: u32,
    },
    /// Unless `a >= value`, jumps.
    UnlessNotLessInt {
        a: Reg,
        value: i16,
        to: u32,
    },
    /// Unless `a =< value`, jumps.
    UnlessNotGreaterInt {
        a: Reg,
        value: i16,
        to: u32,
    },
    /// Unless `a > value`, jumps.
    UnlessGreaterInt {
        a: Reg,
        value: i16,
        to: u32,
    },
    /// Unless `src` is the atom `true`, jumps (any other term counts as false: guards).
    UnlessTrue {
        src: Reg,
        to: u32,
    },
    /// Jumps to the case of the immediate `src` in `Module::switches[table]`, or to its default.
    Switch {
        src: Reg,
        table: u32,
    },
    /// As `Switch` on small integers that lie within [`NEAR_CASES`] from `first` on, all with targets close by: byte `n` of
    /// `steps` is how far ahead of the next instruction the case `first + n` is, `default` how far everything else is.
    SwitchNear {
        src: Reg,
        first: i8,
        default: u8,
        steps: u32,
    },
    /// As `Switch` on the arity (as a small integer) of `src`; anything but a tuple goes to the default.
    SwitchArity {
        src: Reg,
        table: u32,
    },

    // --- values
    Head {
        dst: Reg,
        src: Reg,
    },
    Tail {
        dst: Reg,
        src: Reg,
    },
    /// Takes a known cons cell apart.
    HeadTail {
        src: Reg,
        head: Reg,
        tail: Reg,
    },
    /// Element at 0-based `position` of a known tuple.
    Element {
        dst: Reg,
        src: Reg,
        position: u32,
    },
    Cons {
        dst: Reg,
        head: Reg,
        tail: Reg,
    },
    Tuple2 {
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    Tuple3 {
        dst: Reg,
        a: Reg,
        b: Reg,
        c: Reg,
    },
    /// `count` element registers follow in `Args`.
    Tuple {
        dst: Reg,
        count: u32,
    },
    /// Copy of tuple `src` with `count` elements replaced: pairs (0-based position, register) follow in `Args`.
    UpdateTuple {
        dst: Reg,
        src: Reg,
        count: u8,
    },
    /// Closure of `Module::funs[fun]` over `count` registers that follow in `Args`.
    MakeFun {
        dst: Reg,
        count: u8,
        fun: u32,
    },
    /// Operands of the instruction before it, seven a word; unused ones are 0.
    Args([Reg; 7]),
    /// `a OP b` as a boolean.
    Compare {
        op: Compare,
        dst: Reg,
        a: Reg,
        b: Reg,
    },

    // --- arithmetic
    /// Any operator. In a guard, the next instruction is `Else`, where a failure jumps.
    Arith {
        op: Arith,
        dst: Reg,
        a: Reg,
        b: Reg,
    },
    /// `a OP value`, otherwise as `Arith`.
    ArithInt {
        op: Arith,
        dst: Reg,
        a: Reg,
        value: i32,
    },
    /// Follows an instruction without a `fail` operand of its own (`Arith`, `ArithInt`, `MapPut`, `MapUpdate`, `BinBuild`; after its
    /// `Args`) when it stands in a guard: if that fails,
    /// control goes to `fail` instead of raising. Skipped otherwise.
    Else {
        fail: u32,
    },
    Add {
        dst: Reg,
        a: Reg,
        b: Reg,
        fail: u32,
    },
    Sub {
        dst: Reg,
        a: Reg,
        b: Reg,
        fail: u32,
    },
    Mul {
        dst: Reg,
        a: Reg,
        b: Reg,
        fail: u32,
    },
    /// `a + value`
    AddInt {
        dst: Reg,
        a: Reg,
        value: i32,
    },
    SubInt {
        dst: Reg,
        a: Reg,
        value: i32,
    },

    // --- maps
    /// Unless map `src` (known to be a map) has key `key`, jumps; otherwise its value.
    MapGet {
        dst: Reg,
        src: Reg,
        key: Reg,
        fail: u32,
    },
    /// `src#{K => V, ...}`: `count` pairs of registers follow in `Args`. Raises `badmap`.
    MapPut {
        dst: Reg,
        src: Reg,
        count: u8,
    },
    /// `src#{K := V, ...}`. Raises `badmap`, `badkey`.
    MapUpdate {
        dst: Reg,
        src: Reg,
        count: u8,
    },

    // --- bit strings
    /// Builds a bit string from `Module::bin_builds[spec]`.
    BinBuild {
        dst: Reg,
        spec: u32,
    },
    /// `BinBuild` of a binary and a byte that comes after it.
    BinAppend {
        dst: Reg,
        binary: Reg,
        byte: Reg,
        spec: u16,
    },
    /// Unless `src` is a bit string, jumps; otherwise starts matching: `R[ctx]` is the bit string, `R[ctx + 1]` the
    /// position in bits, from 0, as a small integer.
    BinStart {
        src: Reg,
        ctx: Reg,
        to: u32,
    },
    /// Reads one segment as `Module::bin_specs[spec]` says, or jumps; advances the position.
    BinGet {
        dst: Reg,
        spec: u16,
        fail: u32,
    },
    /// `BinGet` of an integer of so many whole bytes, 7 at most, unsigned and big-endian.
    BinGetInt {
        dst: Reg,
        ctx: Reg,
        bytes: u8,
        fail: u32,
    },
    /// Unless everything has been read, jumps.
    BinEnd {
        ctx: Reg,
        to: u32,
    },

    // --- calls
    /// Calls the function at `target` of this module.
    Call {
        base: Reg,
        target: u32,
    },
    /// `R[base] = R[a]`, then `Call`.
    Call1 {
        base: Reg,
        a: Reg,
        target: u32,
    },
    /// `R[base] = R[a]`, `R[base + 1] = R[b]` (both read first), then `Call`.
    Call2 {
        base: Reg,
        a: Reg,
        b: Reg,
        target: u32,
    },
    /// `R[base] = R[a] + value`, then `Call`.
    AddIntCall {
        base: Reg,
        a: Reg,
        value: i8,
        target: u32,
    },
    /// Calls `Module::imports[import]`: Erlang code or a builtin.
    CallExt {
        base: Reg,
        import: u32,
    },
    /// Calls the fun in `R[base + arity]`.
    CallFun {
        base: Reg,
        arity: u8,
    },
    /// `R[base] = R[a]`, `R[base + 1] = R[b]` (both read first), then calls the fun in `R[fun]` with one or two arguments. The
    /// moves and the call stand behind it: `skip` instructions.
    CallFunWith {
        base: Reg,
        arity: u8,
        fun: Reg,
        a: Reg,
        b: Reg,
        skip: u8,
    },
    /// Calls `M:F/arity`, M in `R[base + arity]`, F in `R[base + arity + 1]`.
    Apply {
        base: Reg,
        arity: u8,
    },
    /// Calls with the arguments in `R[0]..`, reusing this frame.
    TailCall {
        target: u32,
    },
    /// `R[dst] = R[src]`, then `TailCall`.
    MoveTailCall {
        dst: Reg,
        src: Reg,
        target: u32,
    },
    /// `R[dst] = R[a] + value`, then `TailCall`.
    AddIntTailCall {
        dst: Reg,
        a: Reg,
        value: i8,
        target: u32,
    },
    TailCallExt {
        import: u32,
    },
    /// The fun is in `R[arity]`.
    TailCallFun {
        arity: u8,
    },
    /// M in `R[arity]`, F in `R[arity + 1]`.
    TailApply {
        arity: u8,
    },
    /// A builtin that may stand in a guard: arguments in `R[dst]..`, result in `R[dst]`; `import` < 65,536. No frame,
    /// no collection: registers above keep their values.
    Bif {
        dst: Reg,
        import: u16,
        fail: u32,
    },
    Return {
        src: Reg,
    },
    /// Returns a small integer.
    ReturnInt {
        value: i32,
    },
    /// Returns `Module::constants[index]`.
    ReturnConst {
        index: u32,
    },
    /// Returns `a + b`.
    AddReturn {
        a: Reg,
        b: Reg,
    },
    /// Returns `a * b`.
    MulReturn {
        a: Reg,
        b: Reg,
    },
    /// Returns `a + value`.
    AddIntReturn {
        a: Reg,
        value: i32,
    },
    /// Returns `a OP value`.
    ArithIntReturn {
        op: Arith,
        a: Reg,
        value: i32,
    },
    /// Returns `[head | tail]`.
    ConsReturn {
        head: Reg,
        tail: Reg,
    },
    /// `[R[head] | f(...)]` as the function's result, with the arguments in `R[0]..R[arity]`: makes the cell, whose tail
    /// will be what the call returns, and calls. All calls of a recursion share one frame of [`CONS_BASE`] registers: the
    /// first and the last cell, and the return word. If this frame stands below already, the call is a tail call that
    /// adds its cell to the list. `ConsLink` comes next.
    ConsCall {
        head: Reg,
        arity: u8,
        target: u32,
    },
    /// Where a `ConsCall` returns to, with its result in `R[CONS_BASE]`: makes that the tail of the last cell and returns the
    /// first.
    ConsLink,

    // --- receive (the save pointer is the process's; see process/mailbox)
    /// The message at the save pointer, or jumps to `to` (a wait instruction) when there is none.
    RecvPeek {
        dst: Reg,
        to: u32,
    },
    /// Takes the message at the save pointer out of the mailbox; the save pointer returns to the front; the timer stops.
    RecvAccept,
    /// Skips the message at the save pointer and jumps back to the `RecvPeek`.
    RecvNext {
        to: u32,
    },
    /// Waits for another message, then jumps to the `RecvPeek`. `live`: registers of the function.
    RecvWait {
        live: Reg,
        to: u32,
    },
    /// As `RecvWait`, but after `src` milliseconds (an integer or `infinity`, else raises `timeout_value`) goes on with the next
    /// instruction, the save pointer back at the front. The clock runs from the first time it is reached.
    RecvWaitTimeout {
        src: Reg,
        live: Reg,
        to: u32,
    },

    // --- exceptions (handlers stand in `Module::handlers`, so that entering a try costs nothing)
    /// Raises an error of this kind about the value in `src`.
    Fail {
        kind: Failure,
        src: Reg,
    },
    /// No clause of this function matches the arguments in `R[0]..`.
    FunctionClause,
    /// Raises again what a handler caught: class, reason, trace in `R[base]..R[base + 3]`.
    Reraise {
        base: Reg,
    },
    /// The value of an old-style `catch` whose handler caught `R[base]..R[base + 3]`.
    CatchValue {
        dst: Reg,
        base: Reg,
    },
    /// The stack trace as a term (list of tuples), from the trace a handler caught in `src`.
    Stacktrace {
        dst: Reg,
        src: Reg,
    },
}
}

operands! {
/// What `Instr::Test` tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Type {
    Atom,
    Boolean,
    Integer,
    Float,
    Number,
    List,
    Tuple,
    Map,
    Binary,
    Bitstring,
    Function,
    Pid,
    Port,
    Reference,
}

/// Comparison operators; `Same` is `=:=`, `Equal` is `==`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Compare {
    Less,
    NotGreater,
    Greater,
    NotLess,
    Equal,
    NotEqual,
    Same,
    NotSame,
}

/// Arithmetic and bit operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Arith {
    Add,
    Sub,
    Mul,
    /// `/`
    Divide,
    Div,
    Rem,
    Band,
    Bor,
    Bxor,
    Bsl,
    Bsr,
}

/// The errors that compiled code raises itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Failure {
    /// `{badmatch, V}`
    Badmatch,
    /// `{case_clause, V}`
    CaseClause,
    /// `{try_clause, V}`
    TryClause,
    /// `if_clause`; the register is not read.
    IfClause,
    /// `{badrecord, V}`
    Badrecord,
    /// `{bad_generator, V}`
    BadGenerator,
    /// `{bad_filter, V}`
    BadFilter,
    /// `{badmap, V}`
    Badmap,
    /// `{badkey, V}`
    Badkey,
    /// `badarg`; the register is not read.
    Badarg,
    /// `{badarg, V}`: the left side of `andalso` or `orelse` is no boolean.
    BadBoolean,
    /// `{else_clause, V}`
    ElseClause,
}
}

const _: () = assert!(size_of::<Instr>() == 8);
