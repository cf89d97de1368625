//! A compiled module: code and its cold side tables.
//!
//! Made by `compile`, immutable afterwards, shared by every node that loads it. Constants are immediates or literals
//! (`term/literal.rs`), so a module owns no heap.

use super::evaluator::Surroundings;
use super::instr::{Instr, Reg};
use super::packed::operands;
use term::{Atom, Term};

/// See the module head.
#[derive(Clone, Debug, Default)]
pub struct Module {
    pub name: Option<Atom>,
    /// Source file as errors and stack traces name it.
    pub file: String,
    pub code: Vec<Instr>,
    pub constants: Vec<Term>,
    pub imports: Vec<Mfa>,
    /// In order of `entry`.
    pub functions: Vec<Function>,
    pub funs: Vec<FunEntry>,
    /// The fun to call before the module may have its name (`-on_load`).
    pub on_load: Option<u32>,
    pub switches: Vec<Switch>,
    pub bin_builds: Vec<Vec<BuildSegment>>,
    pub bin_specs: Vec<MatchSegment>,
    /// Inner handlers before the outer ones that enclose them.
    pub handlers: Vec<Handler>,
    /// Source line from a code position on, in order of position, with the [`Note`] there.
    pub lines: Vec<(u32, u32)>,
    /// The library's modules: the line in OTP's own source that stack traces name from a position on; 0 where OTP has no
    /// such function.
    pub otp_lines: Vec<(u32, u32)>,
    /// For each safepoint inside a function, in order of position: return address of a call, or position of a wait
    /// instruction, with the registers that are live there (index into `masks`).
    pub live: Vec<(u32, u32)>,
    pub masks: Vec<LiveMask>,
    /// Attributes for `module_info(attributes)`, in source order: name and value (a literal).
    pub attributes: Vec<(Atom, Term)>,
    /// What its `behaviour_info/1` answers, for the compiler; absent if it has none.
    pub behaviour: Option<Behaviour>,
    /// Fingerprint of the source (`vsn`, fun identity).
    pub fingerprint: u64,
    /// Set for a shell expression: its funs and errors present themselves as `erl_eval`'s.
    pub is_shell: bool,
    /// What its lines stand for if it is a shell's: number 1 is the first.
    pub surroundings: Vec<Surroundings>,
}

/// What the trace of an operation that failed shows, where it is not what its instruction shows by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Note {
    Usual,
    Nothing,
    /// Operator and operands.
    Operands,
    /// Operator and operands, the second one first.
    Turned,
    /// Of an instruction that counts: `+` and what it counts by.
    Sum,
    /// Likewise, `-`.
    Difference,
}

const NOTES: [Note; 6] = [
    Note::Usual,
    Note::Nothing,
    Note::Operands,
    Note::Turned,
    Note::Sum,
    Note::Difference,
];
/// Notes stand above the line in its number.
const NOTE_SHIFT: u32 = 28;
const LINE_MAX: u32 = (1 << NOTE_SHIFT) - 1;

impl Note {
    /// The entry of [`Module::lines`] for a line and this note.
    pub const fn on(self, line: u32) -> u32 {
        line & LINE_MAX | (self as u32) << NOTE_SHIFT
    }
}

/// What the function `behaviour_info/1` of a module answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behaviour {
    pub callbacks: Answer,
    pub optional: Answer,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The atom `undefined`, or no answer.
    Undefined,
    /// Something else than a list of functions.
    Wrong,
    /// Names and arities.
    Functions(Vec<(Atom, u32)>),
}

/// A set of registers.
pub type LiveMask = [u64; 4];

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Mfa {
    pub module: Atom,
    pub function: Atom,
    pub arity: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Function {
    pub name: Atom,
    pub arity: u32,
    /// Code positions `entry..end`.
    pub entry: u32,
    pub end: u32,
    /// Registers used: the highest number plus one.
    pub registers: u32,
    pub exported: bool,
    /// Line of its first clause.
    pub line: u32,
}

/// A fun expression of the module: its code is an ordinary function with the free variables as extra arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FunEntry {
    /// Name as in OTP: `'-main/0-fun-0-'`.
    pub name: Atom,
    /// Without the free variables.
    pub arity: u32,
    pub free: u32,
    pub entry: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Switch {
    pub default: u32,
    /// Immediate words and where they lead, in order of the word.
    pub cases: Vec<(u64, u32)>,
}

impl Switch {
    /// What the instruction `SwitchNear` with these operands does in front of position `next`, for code that is elsewhere.
    pub fn far(first: i8, default: u8, steps: u32, next: u32) -> Switch {
        let steps = steps.to_le_bytes();
        let mut cases: Vec<(u64, u32)> = steps
            .iter()
            .zip(i32::from(first)..)
            .map(|(&step, value)| (Term::int(value).0, next + u32::from(step)))
            .collect();
        cases.sort_unstable();
        Switch {
            default: next + u32::from(default),
            cases,
        }
    }
}

/// Code positions `from..to` are protected: an exception there, or in a call whose return address lies in
/// `from + 1..=to`, goes to `target` with class, reason and trace in `R[reg]..R[reg + 3]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    pub from: u32,
    pub to: u32,
    pub target: u32,
    pub reg: Reg,
}

operands! {
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum SegmentType {
    Integer,
    Float,
    /// A bit string.
    Binary,
    Utf8,
    Utf16,
    Utf32,
}
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SegmentSize {
    /// The type's natural size: the rest for `Binary`, fixed by the value for UTF.
    All,
    /// In units.
    Fixed(u32),
    /// In units, a register.
    Register(Reg),
}

/// One segment of a bit string under construction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BuildSegment {
    /// Constant bytes, `bits` of them used.
    Literal { bytes: Vec<u8>, bits: usize },
    Value {
        ty: SegmentType,
        value: Reg,
        size: SegmentSize,
        unit: u32,
        little: bool,
        /// Which of the segments in the source it is, from 1.
        number: u32,
    },
}

/// One segment of a bit string pattern; `ctx` as in `Instr::BinStart`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MatchSegment {
    Literal {
        ctx: Reg,
        bytes: Vec<u8>,
        bits: usize,
    },
    Value {
        ctx: Reg,
        ty: SegmentType,
        size: SegmentSize,
        unit: u32,
        little: bool,
        signed: bool,
        skip: bool,
    },
}

impl Module {
    /// Tells versions of the module apart, as OTP does by the digest of its code.
    pub fn uniq(&self) -> [u8; 16] {
        (u128::from(self.fingerprint) << 64 | u128::from(!self.fingerprint)).to_be_bytes()
    }

    /// The number in the printed form of its funs.
    pub fn old_uniq(&self) -> u32 {
        (self.fingerprint & 0x7FF_FFFF) as u32
    }

    /// The function that contains code position `pc`.
    pub fn function_at(&self, pc: u32) -> Option<&Function> {
        let after = self
            .functions
            .partition_point(|function| function.entry <= pc);
        self.functions[..after]
            .last()
            .filter(|function| pc < function.end)
    }

    /// The function that an instruction names and calls: `f/1` of the module itself, `m:f/1` of any.
    pub fn callee(&self, instr: Instr) -> Option<String> {
        let local = |target: u32| {
            let function = self.function_at(target)?;
            Some(format!("{}/{}", function.name.text(), function.arity))
        };
        let external = |import: usize| {
            let mfa = self.imports.get(import)?;
            let (module, function) = (mfa.module.text(), mfa.function.text());
            Some(format!("{module}:{function}/{}", mfa.arity))
        };
        match instr {
            Instr::Call { target, .. }
            | Instr::Call1 { target, .. }
            | Instr::Call2 { target, .. }
            | Instr::AddIntCall { target, .. }
            | Instr::ConsCall { target, .. }
            | Instr::TailCall { target }
            | Instr::MoveTailCall { target, .. }
            | Instr::AddIntTailCall { target, .. } => local(target),
            Instr::CallExt { import, .. } | Instr::TailCallExt { import } => {
                external(import as usize)
            }
            Instr::Bif { import, .. } => external(import as usize),
            _ => None,
        }
    }

    /// Entry of an exported function.
    pub fn exported(&self, name: Atom, arity: u32) -> Option<u32> {
        self.functions
            .iter()
            .find(|function| function.exported && function.name == name && function.arity == arity)
            .map(|function| function.entry)
    }

    /// Source line of code position `pc`, 0 if unknown.
    pub fn line_at(&self, pc: u32) -> u32 {
        let after = self.lines.partition_point(|&(from, _)| from <= pc);
        self.lines[..after]
            .last()
            .map_or(0, |&(_, line)| line & LINE_MAX)
    }

    /// The line that a stack trace names for code position `pc`: of the library, OTP's.
    pub fn traced_line_at(&self, pc: u32) -> u32 {
        let after = self.otp_lines.partition_point(|&(from, _)| from <= pc);
        match self.otp_lines[..after].last() {
            Some(&(_, line)) if line != 0 => line,
            _ => self.line_at(pc),
        }
    }

    /// What is noted at code position `pc`.
    pub fn note_at(&self, pc: u32) -> Note {
        let after = self.lines.partition_point(|&(from, _)| from <= pc);
        let number = self.lines[..after]
            .last()
            .map_or(0, |&(_, line)| line >> NOTE_SHIFT);
        NOTES.get(number as usize).copied().unwrap_or(Note::Usual)
    }

    /// Live registers at a safepoint (return address or wait position).
    pub fn live_at(&self, pc: u32) -> LiveMask {
        match self.live.binary_search_by_key(&pc, |&(at, _)| at) {
            Ok(found) => self.masks[self.live[found].1 as usize],
            Err(_) => [0; 4],
        }
    }

    /// Where an exception at `pc` is handled: the innermost handler.
    pub fn handler_at(&self, pc: u32) -> Option<&Handler> {
        self.handlers
            .iter()
            .find(|handler| handler.from <= pc && pc < handler.to)
    }
}
