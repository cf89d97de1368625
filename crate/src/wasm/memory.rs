//! Growing the wasm memory in large steps.
//!
//! The allocator asks the host for a few pages at a time; browsers answer slowly, and a million processes took ten
//! seconds that way. Allocating a large block and freeing it leaves its room with the allocator.

use std::cell::Cell;

const STEP_BYTES_MIN: usize = 16 << 20;
const STEP_BYTES_MAX: usize = 256 << 20;

thread_local! {
    static RESERVED_BYTES: Cell<usize> = const { Cell::new(0) };
}

/// Makes room before `words` words of processes fill what there is.
pub fn reserve(words: usize) {
    let reserved = RESERVED_BYTES.get();
    if words * 8 + reserved / 4 < reserved {
        return;
    }
    let step = reserved.clamp(STEP_BYTES_MIN, STEP_BYTES_MAX);
    let mut block: Vec<u8> = Vec::new();
    // A refusal is not an error: the world's own budget answers when there really is no more.
    if block.try_reserve_exact(step).is_ok() {
        RESERVED_BYTES.set(reserved + step);
    }
}
