//! The safepoint at the entry of a function: the collector's turn, and the end of the slice.

use super::host::Host;
use super::stack::{Position, callers};
use super::stop::Stop;
use term::Term;
use term::collect::Collector;

/// At the entry of the function at `at`: collects if due, ends the slice if it is used up.
#[cold]
#[inline(never)]
pub(super) fn safepoint<H: Host>(host: &mut H, stack: &mut [Term], at: Position) -> Option<Stop> {
    let current = host.instance(at.instance);
    let arity = current
        .module
        .functions
        .binary_search_by_key(&at.pc, |function| function.entry);
    let arity = arity.map_or(0, |found| current.module.functions[found].arity);
    let live = at.base + arity;
    if host.heap().wants_collection() {
        collect(host, stack, at.base, live);
        if !host.after_collection(live as usize) {
            return Some(Stop::OutOfMemory);
        }
    }
    if live as usize > limits::STACK_WORDS_MAX {
        return Some(Stop::OutOfMemory);
    }
    (*host.reductions() <= 0).then_some(Stop::Yield { live })
}

/// Collects the garbage of the running process. The frame at `base` has its live words below `live`.
fn collect<H: Host>(host: &mut H, stack: &mut [Term], base: u32, live: u32) {
    host.before_collection(live as usize);
    let often = host.collects_often();
    host.heap_mut().adapt_room(often);
    let (heap, spares) = host.heap_and_spares();
    let mut collector = Collector::start(heap, spares);
    host.move_roots(&mut collector);
    for slot in &mut stack[base as usize..live as usize] {
        *slot = collector.root(*slot);
    }
    // Deep recursion repeats the same return address: look its mask up once.
    let mut known = (u32::MAX, u32::MAX, [0; 4]);
    let mut frame = base;
    while let Some(caller) = callers(stack, frame).next() {
        if (known.0, known.1) != (caller.instance, caller.pc) {
            let mask = host.instance(caller.instance).module.live_at(caller.pc);
            known = (caller.instance, caller.pc, mask);
        }
        for (part, mut bits) in known.2.into_iter().enumerate() {
            while bits != 0 {
                let slot = caller.base as usize + part * 64 + bits.trailing_zeros() as usize;
                stack[slot] = collector.root(stack[slot]);
                bits &= bits - 1;
            }
        }
        frame = caller.base;
    }
    let (heap, spares) = host.heap_and_spares();
    collector.finish(heap, spares);
}
