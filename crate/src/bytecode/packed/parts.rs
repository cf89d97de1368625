//! A module and its parts as bytes.

use super::{Pack, Reader, Streams, Writer, code};
use crate::instr::Instr;
use crate::module::{
    Answer, Behaviour, BuildSegment, FunEntry, Function, Handler, LiveMask, MatchSegment, Mfa,
    Module, SegmentSize, SegmentType, Switch,
};
use term::Term;

/// Records, field by field.
macro_rules! fields {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Pack for $name {
            fn pack(&self, out: &mut Writer) {
                $(self.$field.pack(out);)*
            }
            fn unpack(input: &mut Reader<'_>) -> Option<Self> {
                Some($name { $($field: Pack::unpack(input)?),* })
            }
        }
    )*};
}
fields! {
    Mfa { module, function, arity }
    FunEntry { name, arity, free, entry }
    Behaviour { callbacks, optional }
    Handler { from, to, target, reg }
}

/// The code of a module: the lengths of the runs of bytes, then these.
struct Code(Vec<Instr>);

impl Pack for Code {
    fn pack(&self, out: &mut Writer) {
        let streams = code::write(&self.0);
        let runs = [
            streams.opcodes,
            streams.registers,
            streams.operands,
            streams.jumps,
        ];
        for run in &runs {
            out.number(run.len());
        }
        for run in &runs {
            out.bytes.extend(run);
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        let lengths = [
            input.number()?,
            input.number()?,
            input.number()?,
            input.number()?,
        ];
        let streams = Streams {
            opcodes: input.take(lengths[0])?,
            registers: input.take(lengths[1])?,
            operands: input.take(lengths[2])?,
            jumps: input.take(lengths[3])?,
            ..Streams::default()
        };
        code::read(streams).map(Code)
    }
}

impl Pack for LiveMask {
    fn pack(&self, out: &mut Writer) {
        for word in self {
            word.pack(out);
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        let mut mask = [0; 4];
        for word in &mut mask {
            *word = u64::unpack(input)?;
        }
        Some(mask)
    }
}

impl Pack for Answer {
    fn pack(&self, out: &mut Writer) {
        match self {
            Answer::Undefined => 0_u8.pack(out),
            Answer::Wrong => 1_u8.pack(out),
            Answer::Functions(functions) => {
                2_u8.pack(out);
                functions.pack(out);
            }
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        Some(match u8::unpack(input)? {
            0 => Answer::Undefined,
            1 => Answer::Wrong,
            2 => Answer::Functions(Pack::unpack(input)?),
            _ => return None,
        })
    }
}

impl Pack for SegmentType {
    fn pack(&self, out: &mut Writer) {
        (*self as u8).pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        SegmentType::numbered(u8::unpack(input)?)
    }
}

/// Cases are in order of words, which hold atom numbers: they are put in order anew.
impl Pack for Switch {
    fn pack(&self, out: &mut Writer) {
        self.default.pack(out);
        out.number(self.cases.len());
        for &(word, to) in &self.cases {
            Term(word).pack(out);
            to.pack(out);
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        let default = u32::unpack(input)?;
        let cases: Vec<(Term, u32)> = input.list()?;
        let mut cases: Vec<(u64, u32)> = cases.into_iter().map(|(term, to)| (term.0, to)).collect();
        cases.sort_unstable();
        Some(Switch { default, cases })
    }
}

impl Pack for SegmentSize {
    fn pack(&self, out: &mut Writer) {
        match *self {
            SegmentSize::All => 0_u8.pack(out),
            SegmentSize::Fixed(units) => (1_u8, units).pack(out),
            SegmentSize::Register(reg) => (2_u8, reg).pack(out),
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        Some(match u8::unpack(input)? {
            0 => SegmentSize::All,
            1 => SegmentSize::Fixed(u32::unpack(input)?),
            2 => SegmentSize::Register(u8::unpack(input)?),
            _ => return None,
        })
    }
}

impl Pack for BuildSegment {
    fn pack(&self, out: &mut Writer) {
        match self {
            BuildSegment::Literal { bytes, bits } => {
                (0_u8, *bits as u32).pack(out);
                bytes.pack(out);
            }
            &BuildSegment::Value {
                ty,
                value,
                size,
                unit,
                little,
                number,
            } => {
                (1_u8, value).pack(out);
                (ty, size).pack(out);
                (unit, (little, number)).pack(out);
            }
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        Some(match u8::unpack(input)? {
            0 => BuildSegment::Literal {
                bits: input.number()?,
                bytes: input.list()?,
            },
            1 => {
                let value = u8::unpack(input)?;
                let (ty, size) = Pack::unpack(input)?;
                let (unit, (little, number)) = Pack::unpack(input)?;
                BuildSegment::Value {
                    ty,
                    value,
                    size,
                    unit,
                    little,
                    number,
                }
            }
            _ => return None,
        })
    }
}

impl Pack for MatchSegment {
    fn pack(&self, out: &mut Writer) {
        match self {
            MatchSegment::Literal { ctx, bytes, bits } => {
                (0_u8, *ctx).pack(out);
                out.number(*bits);
                bytes.pack(out);
            }
            &MatchSegment::Value {
                ctx,
                ty,
                size,
                unit,
                little,
                signed,
                skip,
            } => {
                (1_u8, ctx).pack(out);
                (ty, size).pack(out);
                (unit, (little, (signed, skip))).pack(out);
            }
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        let (kind, ctx) = <(u8, u8)>::unpack(input)?;
        Some(match kind {
            0 => MatchSegment::Literal {
                ctx,
                bits: input.number()?,
                bytes: input.list()?,
            },
            1 => {
                let (ty, size) = Pack::unpack(input)?;
                let (unit, (little, (signed, skip))) = Pack::unpack(input)?;
                MatchSegment::Value {
                    ctx,
                    ty,
                    size,
                    unit,
                    little,
                    signed,
                    skip,
                }
            }
            _ => return None,
        })
    }
}

/// Functions in order of their code: each begins where the one before ended, and stands below it in the source.
struct Functions(Vec<Function>);

impl Pack for Functions {
    fn pack(&self, out: &mut Writer) {
        out.number(self.0.len());
        let (mut end, mut line) = (0, 0);
        for function in &self.0 {
            (function.name, function.arity).pack(out);
            (function.entry.wrapping_sub(end) as i32).pack(out);
            function.end.wrapping_sub(function.entry).pack(out);
            (function.registers, function.exported).pack(out);
            (function.line.wrapping_sub(line) as i32).pack(out);
            (end, line) = (function.end, function.line);
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        let mut functions = Vec::new();
        let (mut end, mut line) = (0_u32, 0_u32);
        for _ in 0..input.number()? {
            let (name, arity) = Pack::unpack(input)?;
            let entry = end.wrapping_add(i32::unpack(input)? as u32);
            end = entry.wrapping_add(u32::unpack(input)?);
            let (registers, exported) = Pack::unpack(input)?;
            line = line.wrapping_add(i32::unpack(input)? as u32);
            functions.push(Function {
                name,
                arity,
                entry,
                end,
                registers,
                exported,
                line,
            });
        }
        Some(Functions(functions))
    }
}

/// Pairs whose first numbers grow: as the steps between them, and the second numbers as differences.
struct Steps(Vec<(u32, u32)>);

impl Pack for Steps {
    fn pack(&self, out: &mut Writer) {
        out.number(self.0.len());
        let mut last = (0, 0);
        for &(at, value) in &self.0 {
            (at - last.0).pack(out);
            (value.wrapping_sub(last.1) as i32).pack(out);
            last = (at, value);
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        let mut pairs: Vec<(u32, i32)> = input.list()?;
        let mut last = (0_u32, 0_u32);
        let mut add = |(at, value): (u32, i32)| {
            last = (last.0.checked_add(at)?, last.1.wrapping_add(value as u32));
            Some(last)
        };
        pairs
            .drain(..)
            .map(&mut add)
            .collect::<Option<_>>()
            .map(Steps)
    }
}

impl Pack for Module {
    fn pack(&self, out: &mut Writer) {
        self.name.pack(out);
        self.file.pack(out);
        Code(self.code.clone()).pack(out);
        self.constants.pack(out);
        self.imports.pack(out);
        Functions(self.functions.clone()).pack(out);
        self.funs.pack(out);
        self.on_load.pack(out);
        self.switches.pack(out);
        self.bin_builds.pack(out);
        self.bin_specs.pack(out);
        self.handlers.pack(out);
        Steps(self.lines.clone()).pack(out);
        Steps(self.live.clone()).pack(out);
        self.masks.pack(out);
        self.attributes.pack(out);
        self.behaviour.pack(out);
        self.fingerprint.pack(out);
        self.is_shell.pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Option<Self> {
        Some(Module {
            name: Pack::unpack(input)?,
            file: Pack::unpack(input)?,
            code: Code::unpack(input)?.0,
            constants: Pack::unpack(input)?,
            imports: Pack::unpack(input)?,
            functions: Functions::unpack(input)?.0,
            funs: Pack::unpack(input)?,
            on_load: Pack::unpack(input)?,
            switches: Pack::unpack(input)?,
            bin_builds: Pack::unpack(input)?,
            bin_specs: Pack::unpack(input)?,
            handlers: Pack::unpack(input)?,
            lines: Steps::unpack(input)?.0,
            live: Steps::unpack(input)?.0,
            masks: Pack::unpack(input)?,
            attributes: Pack::unpack(input)?,
            behaviour: Pack::unpack(input)?,
            fingerprint: Pack::unpack(input)?,
            is_shell: Pack::unpack(input)?,
        })
    }
}
