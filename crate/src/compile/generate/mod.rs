//! From [`ir`](super::ir) to bytecode, one function at a time.
//!
//! Registers are given out while code is emitted (`registers.rs`): parameters stay where they arrive, values go to the
//! lowest free register, call arguments are evaluated where the call wants them if possible. Jumps lead to labels until
//! the function is complete (`assemble.rs`).

mod assemble;
mod bits;
mod call;
mod condition;
mod control;
mod data;
mod early;
pub mod fuse;
mod hints;
mod liveness;
mod matching;
mod moves;
mod program;
mod registers;
mod select;
mod value;

use super::ir::{Expr, Function};
use bytecode::instr::{Failure, Instr, NO_FAIL, Reg};
use registers::Registers;
use term::Term;

pub use program::generate;

/// A place in the code of the function; stands in the `to` and `fail` operands until assembly.
pub type Label = u32;

/// A label without a place yet.
const UNPLACED: u32 = u32::MAX;

/// Where the value of an expression goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dest {
    /// It is the function's result.
    Return,
    /// A register that the caller has pinned.
    At(Reg),
    /// Nowhere.
    Nothing,
}

/// Where a value may be put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// Anywhere, best here.
    Any(Option<Reg>),
    /// A register that the caller has pinned.
    At(Reg),
}

/// Code that only failures reach: it follows the code of the function, or of the protected range it belongs to.
struct Cold {
    label: Label,
    line: u32,
    kind: ColdKind,
}

enum ColdKind {
    FunctionClause,
    Fail(Failure, Reg),
    /// As `Fail`, about the tuple of these values, made in the first register.
    FailTuple(Failure, Reg, Vec<Reg>),
    Reraise(Reg),
    /// `maybe` is left with the value.
    Leave {
        dst: Reg,
        src: Reg,
        to: Label,
    },
}

/// A handler whose range and target are labels.
struct HandlerDraft {
    from: Label,
    to: Label,
    target: Label,
    reg: Reg,
}

/// State of generating one function.
struct Code<'a> {
    program: &'a mut program::Program,
    function: &'a Function,
    instrs: Vec<Instr>,
    /// Source line of each instruction.
    lines: Vec<u32>,
    line: u32,
    labels: Vec<u32>,
    registers: Registers<'a>,
    /// Where a failure in a guard goes; [`NO_FAIL`] outside of guards.
    fail: u32,
    cold: Vec<Cold>,
    /// Inner ones first.
    handlers: Vec<HandlerDraft>,
    /// The enclosing `maybe`s: register for the value that does not match, and where it goes.
    maybes: Vec<(Reg, Label)>,
    /// Nesting of decisions in the current match.
    match_depth: u32,
    /// Jump tables from here on are this function's.
    first_switch: usize,
    /// A register that was found to hold an immediate by the instruction before this place in the code.
    known: Option<(Reg, Term, usize)>,
    /// Places that the matches under way look at.
    spots: Vec<matching::Spot>,
    /// Whether it is what was typed into a shell, or a fun in it: not a comprehension's loop.
    is_typed: bool,
    /// For each variable the register where a tail call will want it.
    hints: Vec<Option<Reg>>,
}

impl<'a> Code<'a> {
    fn new(program: &'a mut program::Program, function: &'a Function) -> Code<'a> {
        let first_switch = program.switches.len();
        Code {
            program,
            first_switch,
            function,
            instrs: Vec::new(),
            lines: Vec::new(),
            line: function.line,
            labels: Vec::new(),
            registers: Registers::new(&function.uses),
            fail: NO_FAIL,
            cold: Vec::new(),
            handlers: Vec::new(),
            maybes: Vec::new(),
            match_depth: 0,
            known: None,
            spots: Vec::new(),
            is_typed: false,
            hints: hints::hints(function),
        }
    }

    /// The whole function.
    fn function(&mut self) {
        let function = self.function;
        for (position, &var) in function.captured.iter().enumerate() {
            let reg = function.params as usize + position;
            if reg >= limits::FRAME_REGISTERS_MAX {
                self.registers.exhausted = true;
                return;
            }
            self.registers.bind(var, reg as Reg);
        }
        if function.params as usize + function.captured.len() > limits::FRAME_REGISTERS_MAX {
            self.registers.exhausted = true;
            return;
        }
        self.tail(&function.body);
        self.flush_cold();
    }

    fn emit(&mut self, instr: Instr) {
        self.instrs.push(instr);
        self.lines.push(self.line);
    }

    fn label(&mut self) -> Label {
        self.labels.push(UNPLACED);
        self.labels.len() as Label - 1
    }

    fn place(&mut self, label: Label) {
        self.labels[label as usize] = self.instrs.len() as u32;
    }

    /// A label here.
    fn here(&mut self) -> Label {
        let label = self.label();
        self.place(label);
        label
    }

    fn jump(&mut self, to: Label) {
        self.emit(Instr::Jump { to });
    }

    /// Registers after the instruction, seven a word.
    fn emit_args(&mut self, operands: &[Reg]) {
        for chunk in operands.chunks(7) {
            let mut word = [0; 7];
            word[..chunk.len()].copy_from_slice(chunk);
            self.emit(Instr::Args(word));
        }
    }

    /// Where the last instruction's failure goes, if it has no operand for it.
    fn emit_else(&mut self) {
        if self.fail != NO_FAIL {
            self.emit(Instr::Else { fail: self.fail });
        }
    }

    fn cold(&mut self, kind: ColdKind) -> Label {
        let label = self.label();
        let line = self.line;
        self.cold.push(Cold { label, line, kind });
        label
    }

    /// Emits the code that only failures reach.
    fn flush_cold(&mut self) {
        for cold in std::mem::take(&mut self.cold) {
            self.line = cold.line;
            self.place(cold.label);
            match cold.kind {
                ColdKind::FunctionClause => self.emit(Instr::FunctionClause),
                ColdKind::Fail(kind, src) => self.emit(Instr::Fail { kind, src }),
                ColdKind::FailTuple(kind, src, elements) => {
                    self.emit_tuple(src, &elements);
                    self.emit(Instr::Fail { kind, src });
                }
                ColdKind::Reraise(base) => self.emit(Instr::Reraise { base }),
                ColdKind::Leave { dst, src, to } => {
                    if dst != src {
                        self.emit(Instr::Move { dst, src });
                    }
                    self.jump(to);
                }
            }
        }
    }

    /// Emits the code that only failures reach, with a jump around it: the end of a protected range.
    fn flush_cold_inline(&mut self) {
        if self.cold.is_empty() {
            return;
        }
        let over = self.label();
        self.jump(over);
        self.flush_cold();
        self.place(over);
    }

    /// Evaluates and goes where `dest` says.
    fn expr(&mut self, expr: &'a Expr, dest: Dest) {
        match dest {
            Dest::Return => self.tail(expr),
            Dest::At(reg) => self.into(expr, reg),
            Dest::Nothing => self.effect(expr),
        }
    }
}
