//! Where OTP's evaluator would be: what is typed into a shell is compiled here, but interpreted by `erl_eval` there, and stack
//! traces show the interpreter's functions.

/// A function of the interpreter, as a stack trace names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EvaluatorFrame {
    pub module: &'static str,
    pub function: &'static str,
    pub arity: u8,
    pub line: u16,
}

/// What stands around an expression. An expression of a shell's module has the number of its surroundings in the place of
/// a line: 1 for the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Surroundings {
    /// The function that waits for the expression's value; none for the body of a fun, or a whole line.
    pub frame: Option<EvaluatorFrame>,
    /// The surroundings of that function; 0 if there are none.
    pub outer: u32,
    /// Whether a function called there is called last.
    pub is_last: bool,
}

/// A function of `erl_eval`.
pub const fn evaluator(function: &'static str, arity: u8, line: u16) -> EvaluatorFrame {
    EvaluatorFrame {
        module: "erl_eval",
        function,
        arity,
        line,
    }
}
