//! Instructions as bytes.
//!
//! Numbers of instructions, registers, other operands and jumps each have a run of bytes of their own: what is alike
//! stands together, and compresses far better. Jumps are written as distances.

use super::number;
use crate::instr::{Instr, NO_FAIL};

/// The four runs, of code under construction or of what is left to read.
#[derive(Default)]
pub(crate) struct Streams<B> {
    pub opcodes: B,
    pub registers: B,
    pub operands: B,
    pub jumps: B,
    /// Position of the instruction that is written or read.
    pub at: u32,
}

/// What an instruction has as operand.
pub(crate) trait Operand: Sized {
    fn write(&self, out: &mut Streams<Vec<u8>>);

    /// `None` if the bytes are not there, or not right.
    fn read(input: &mut Streams<&[u8]>) -> Option<Self>;
}

pub fn write(code: &[Instr]) -> Streams<Vec<u8>> {
    let mut out = Streams::default();
    for instr in code {
        instr.write(&mut out);
        out.at += 1;
    }
    out
}

pub fn read(mut input: Streams<&[u8]>) -> Option<Vec<Instr>> {
    let mut code = Vec::with_capacity(input.opcodes.len());
    while !input.opcodes.is_empty() {
        code.push(Instr::read(&mut input)?);
        input.at += 1;
    }
    Some(code)
}

impl Streams<Vec<u8>> {
    /// A code position, or [`NO_FAIL`], which is written as no distance at all.
    pub(crate) fn write_jump(&mut self, to: u32) {
        let distance = if to == NO_FAIL {
            0
        } else {
            to.wrapping_sub(self.at) as i32
        };
        number::write_signed(distance, &mut self.jumps);
    }
}

impl Streams<&[u8]> {
    pub(crate) fn read_jump(&mut self) -> Option<u32> {
        let distance = number::read_signed(&mut self.jumps)?;
        Some(if distance == 0 {
            NO_FAIL
        } else {
            self.at.wrapping_add(distance as u32)
        })
    }
}

impl Operand for u8 {
    fn write(&self, out: &mut Streams<Vec<u8>>) {
        out.registers.push(*self);
    }

    fn read(input: &mut Streams<&[u8]>) -> Option<Self> {
        number::byte(&mut input.registers)
    }
}

impl<const N: usize> Operand for [u8; N] {
    fn write(&self, out: &mut Streams<Vec<u8>>) {
        out.registers.extend(self);
    }

    fn read(input: &mut Streams<&[u8]>) -> Option<Self> {
        let (taken, rest) = input.registers.split_first_chunk()?;
        input.registers = rest;
        Some(*taken)
    }
}

/// Pairs of registers.
impl<const N: usize> Operand for [(u8, u8); N] {
    fn write(&self, out: &mut Streams<Vec<u8>>) {
        out.registers.extend(self.iter().flat_map(|(a, b)| [a, b]));
    }

    fn read(input: &mut Streams<&[u8]>) -> Option<Self> {
        let mut pairs = [(0, 0); N];
        for (a, b) in &mut pairs {
            *a = number::byte(&mut input.registers)?;
            *b = number::byte(&mut input.registers)?;
        }
        Some(pairs)
    }
}

macro_rules! unsigned {
    ($($ty:ty),*) => {$(
        impl Operand for $ty {
            fn write(&self, out: &mut Streams<Vec<u8>>) {
                number::write(u64::from(*self), &mut out.operands);
            }

            fn read(input: &mut Streams<&[u8]>) -> Option<Self> {
                number::read(&mut input.operands)?.try_into().ok()
            }
        }
    )*};
}
unsigned!(u16, u32);

macro_rules! signed {
    ($($ty:ty),*) => {$(
        impl Operand for $ty {
            fn write(&self, out: &mut Streams<Vec<u8>>) {
                number::write_signed(i32::from(*self), &mut out.operands);
            }

            fn read(input: &mut Streams<&[u8]>) -> Option<Self> {
                number::read_signed(&mut input.operands)?.try_into().ok()
            }
        }
    )*};
}
signed!(i8, i16, i32);

/// Declares the instructions, and how each is written: its number in the table, then its operands.
macro_rules! instructions {
    ($(#[$meta:meta])* pub enum $Instr:ident {
        $($(#[$note:meta])* $name:ident $({ $($field:ident: $ty:ty),* $(,)? })? $(($only:ty))?),* $(,)?
    }) => {
        $(#[$meta])*
        pub enum $Instr {
            $($(#[$note])* $name $({ $($field: $ty),* })? $(($only))?),*
        }

        /// The number of each instruction.
        #[derive(Clone, Copy)]
        #[repr(u8)]
        enum Opcode { $($name),* }

        impl $crate::packed::Operand for $Instr {
            fn write(&self, out: &mut $crate::packed::Streams<Vec<u8>>) {
                match self {
                    $($Instr::$name { $($($field),*)? $(0: $crate::packed::only!($only, operand))? } => {
                        out.opcodes.push(Opcode::$name as u8);
                        $($($crate::packed::operand!($field, $field.write(out), out.write_jump(*$field));)*)?
                        $($crate::packed::only!($only, operand).write(out);)?
                    })*
                }
            }

            fn read(input: &mut $crate::packed::Streams<&[u8]>) -> Option<Self> {
                use $crate::packed::Operand;
                let (&opcode, rest) = input.opcodes.split_first()?;
                input.opcodes = rest;
                match opcode {
                    $(number if number == Opcode::$name as u8 => Some($Instr::$name {
                        $($($field: $crate::packed::operand!($field, Operand::read(input), input.read_jump())?),*)?
                        $(0: <$only>::read(input)?)?
                    }),)*
                    _ => None,
                }
            }
        }
    };
}

/// The second of three for an operand of this name, the third if it is a code position.
macro_rules! operand {
    (to, $plain:expr, $jump:expr) => {
        $jump
    };
    (fail, $plain:expr, $jump:expr) => {
        $jump
    };
    (target, $plain:expr, $jump:expr) => {
        $jump
    };
    ($other:ident, $plain:expr, $jump:expr) => {
        $plain
    };
}

/// The second of two: makes a repetition depend on the first.
macro_rules! only {
    ($first:ty, $second:ident) => {
        $second
    };
}

/// Declares enumerations without fields, written as one byte.
macro_rules! operands {
    ($($(#[$meta:meta])* pub enum $Name:ident { $($(#[$note:meta])* $name:ident),* $(,)? })*) => {$(
        $(#[$meta])*
        pub enum $Name { $($(#[$note])* $name),* }

        impl $Name {
            /// The one with this number.
            pub(crate) fn numbered(number: u8) -> Option<Self> {
                const ALL: &[$Name] = &[$($Name::$name),*];
                ALL.get(usize::from(number)).copied()
            }
        }

        impl $crate::packed::Operand for $Name {
            fn write(&self, out: &mut $crate::packed::Streams<Vec<u8>>) {
                (*self as u8).write(out);
            }

            fn read(input: &mut $crate::packed::Streams<&[u8]>) -> Option<Self> {
                <u8 as $crate::packed::Operand>::read(input).and_then(Self::numbered)
            }
        }
    )*};
}

pub(crate) use {instructions, only, operand, operands};
