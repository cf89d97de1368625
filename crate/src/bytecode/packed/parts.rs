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

/// Enums: the variant's number, then its fields in the order given here.
macro_rules! variants {
    ($($name:ident { $(
        $number:literal $variant:ident $({ $($field:ident),* })? $(( $($value:ident),* ))?;
    )* })*) => {$(
        impl Pack for $name {
            fn pack(&self, out: &mut Writer) {
                match self {$(
                    $name::$variant $({ $($field),* })? $(( $($value),* ))? => {
                        u8::pack(&$number, out);
                        $($($field.pack(out);)*)?
                        $($($value.pack(out);)*)?
                    }
                )*}
            }
            fn unpack(input: &mut Reader<'_>) -> Option<Self> {
                Some(match u8::unpack(input)? {
                    $($number => {
                        $($(let $field = Pack::unpack(input)?;)*)?
                        $($(let $value = Pack::unpack(input)?;)*)?
                        $name::$variant $({ $($field),* })? $(( $($value),* ))?
                    })*
                    _ => return None,
                })
            }
        }
    )*};
}
variants! {
    Answer {
        0 Undefined;
        1 Wrong;
        2 Functions(functions);
    }
    SegmentSize {
        0 All;
        1 Fixed(units);
        2 Register(reg);
    }
    BuildSegment {
        0 Literal { bits, bytes };
        1 Value { value, ty, size, unit, little, number };
    }
    MatchSegment {
        0 Literal { ctx, bits, bytes };
        1 Value { ctx, ty, size, unit, little, signed, skip };
    }
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
            is_library: true,
        })
    }
}
