//! Bit strings.

use super::{Site, Step};
use crate::detour::Detour;
use crate::host::Host;
use crate::stack::Window;
use crate::{binary, explain};
use bytecode::Reg;
use term::{Heap, Term};

/// `<<Binary/binary, Byte>>` in place, where that can be done; else [`Term::NONE`].
#[inline]
pub fn append_byte(heap: &mut Heap, binary: Term, byte: Term) -> Term {
    if !byte.is_small() {
        return Term::NONE;
    }
    heap.append_byte(binary, byte.small_value() as u8)
}

/// Builds one, segment by segment. In a guard, `Else` says where a failure leads.
#[inline(never)]
pub fn build<H: Host>(
    host: &mut H,
    registers: &mut Window,
    site: Site,
    dst: Reg,
    spec: usize,
    scratch: &mut Vec<u8>,
) -> Step {
    let segments = &site.module.bin_builds[spec];
    match binary::build(host.heap_mut(), registers, segments, scratch) {
        Ok(value) => {
            registers[dst as usize + 1] = value;
            Ok(site.pc)
        }
        Err(error) => site.guard_failure().ok_or_else(|| {
            Detour::Throw(explain::failed_binary(host, &error, site.module.is_shell))
        }),
    }
}

/// Reads one segment, or goes to `fail`.
#[inline(never)]
pub fn get(
    heap: &mut Heap,
    registers: &mut Window,
    site: Site,
    dst: Reg,
    spec: u16,
    fail: u32,
) -> usize {
    let spec = &site.module.bin_specs[spec as usize];
    match binary::match_segment(heap, registers, spec) {
        Some((ctx, value, position)) => {
            registers[dst as usize + 1] = value;
            registers[ctx.wrapping_add(1) as usize + 1] = position;
            site.pc
        }
        None => fail as usize,
    }
}
