//! Building and matching bit strings.

use super::super::ir::{Layout, Pattern, Segment, SegmentPattern, Size};
use super::matching::Row;
use super::registers::Held;
use super::{Code, Label, Target};
use bytecode::instr::{Compare, Instr, Reg};
use bytecode::module::{BuildSegment, MatchSegment, SegmentSize};

impl<'a> Code<'a> {
    /// Values and sizes are evaluated from left to right, then all segments are put together.
    pub(super) fn binary(&mut self, segments: &'a [Segment], target: Target) -> Held {
        let mut held = Vec::new();
        let mut build = Vec::with_capacity(segments.len());
        for segment in segments {
            build.push(match segment {
                Segment::Literal { bytes, bits } => BuildSegment::Literal {
                    bytes: bytes.clone(),
                    bits: *bits,
                },
                Segment::Value {
                    number,
                    value,
                    layout:
                        Layout {
                            ty, unit, little, ..
                        },
                    size,
                } => {
                    let value = self.value(value, Target::Any(None));
                    let reg = value.0;
                    held.push(value);
                    let size = match size {
                        Size::All => SegmentSize::All,
                        Size::Fixed(units) => SegmentSize::Fixed(*units),
                        Size::Computed(expr) => {
                            let size = self.value(expr, Target::Any(None));
                            let reg = size.0;
                            held.push(size);
                            SegmentSize::Register(reg)
                        }
                    };
                    BuildSegment::Value {
                        number: *number,
                        ty: *ty,
                        value: reg,
                        size,
                        unit: *unit,
                        little: *little,
                    }
                }
            });
        }
        for value in held {
            self.registers.release(value);
        }
        let result = self.choose(target);
        self.program.bin_builds.push(build);
        let spec = self.program.bin_builds.len() as u32 - 1;
        self.emit(Instr::BinBuild {
            dst: result.0,
            spec,
        });
        self.emit_else();
        result
    }

    /// Reads segment by segment; variables are bound as they are read, because later sizes may use them.
    pub(super) fn match_binary(
        &mut self,
        row: &mut Row<'a>,
        src: Reg,
        segments: &'a [SegmentPattern],
        fail: Label,
    ) {
        let ctx = self.registers.block(2);
        self.registers.pin(ctx);
        self.registers.pin(ctx.saturating_add(1));
        self.emit(Instr::BinStart { src, ctx, to: fail });
        let mut ends_open = false;
        for segment in segments {
            match segment {
                SegmentPattern::Literal { bytes, bits } => {
                    let spec = MatchSegment::Literal {
                        ctx,
                        bytes: bytes.clone(),
                        bits: *bits,
                    };
                    let spec = self.program.bin_spec(spec);
                    // The position is written last, so its register can take the value that nobody wants.
                    self.emit(Instr::BinGet {
                        dst: ctx + 1,
                        spec,
                        fail,
                    });
                    ends_open = false;
                }
                SegmentPattern::Value {
                    pattern,
                    layout,
                    size,
                } => {
                    ends_open = matches!(size, Size::All)
                        && layout.ty == bytecode::module::SegmentType::Binary
                        && layout.unit == 1;
                    self.match_segment(row, ctx, pattern, *layout, size, fail);
                }
            }
        }
        if !ends_open {
            self.emit(Instr::BinEnd { ctx, to: fail });
        }
        self.registers.unpin(ctx);
        self.registers.unpin(ctx.saturating_add(1));
    }

    fn match_segment(
        &mut self,
        row: &mut Row<'a>,
        ctx: Reg,
        pattern: &'a Pattern,
        layout: Layout,
        size: &'a Size,
        fail: Label,
    ) {
        let size = match size {
            Size::All => SegmentSize::All,
            Size::Fixed(units) => SegmentSize::Fixed(*units),
            Size::Computed(expr) => {
                self.bind_all(row);
                let outer = std::mem::replace(&mut self.fail, fail);
                let held = self.value(expr, Target::Any(None));
                self.fail = outer;
                SegmentSize::Register(self.registers.release(held))
            }
        };
        let skip = match pattern {
            Pattern::Any => true,
            Pattern::Bind(var) => !self.registers.is_live(*var),
            _ => false,
        };
        let home = match pattern {
            Pattern::Bind(var) => self.registers.home(*var),
            _ => None,
        };
        let dst = match home {
            _ if skip => ctx + 1,
            Some(home) => home,
            None => self.registers.pick(None),
        };
        let Layout {
            ty,
            unit,
            little,
            signed,
        } = layout;
        let spec = self.program.bin_spec(MatchSegment::Value {
            ctx,
            ty,
            size,
            unit,
            little,
            signed,
            skip,
        });
        self.emit(Instr::BinGet { dst, spec, fail });
        if skip {
            return;
        }
        self.registers.pin(dst);
        self.check_segment(row, pattern, dst, fail);
        self.registers.unpin(dst);
    }

    /// What a segment's value must be.
    fn check_segment(&mut self, row: &mut Row<'a>, pattern: &'a Pattern, src: Reg, fail: Label) {
        match pattern {
            Pattern::Any => {}
            Pattern::Bind(var) => self.registers.bind(*var, src),
            Pattern::Const(term) if term.is_pointer() => self.same_value(src, *term, fail),
            Pattern::Const(term) => self.same_const(src, *term, fail),
            Pattern::Same(used) => {
                self.bind_all(row);
                let held = self.consume(*used);
                self.emit(Instr::Unless {
                    op: Compare::Same,
                    a: src,
                    b: held.0,
                    to: fail,
                });
                self.registers.release(held);
            }
            Pattern::All(patterns) => {
                for pattern in patterns {
                    self.check_segment(row, pattern, src, fail);
                }
            }
            // Lint lets only variables and literals stand in segments.
            _ => self.jump(fail),
        }
    }
}
