//! The last pass over finished code: what can only be said when positions and frame sizes are fixed.
//!
//! Runs after the liveness pass, and changes no position: a fused instruction stands in the place of its first half, the
//! second half stays where it was (a jump may lead there).

use bytecode::{Instr, Module};

/// Fuses pairs of instructions, and tells the wait instructions how large their frame is.
pub fn fuse(module: &mut Module) {
    for function in &module.functions {
        let code = &mut module.code[function.entry as usize..function.end as usize];
        for position in 0..code.len() {
            let next = code.get(position + 1).copied();
            match (&mut code[position], next) {
                (
                    &mut Instr::MatchCons {
                        src,
                        head,
                        tail,
                        to,
                    },
                    Some(Instr::Call2 { .. }),
                ) => {
                    code[position] = Instr::MatchConsCall2 {
                        src,
                        head,
                        tail,
                        to,
                    };
                }
                (Instr::RecvWait { live, .. } | Instr::RecvWaitTimeout { live, .. }, _) => {
                    *live = function.registers as u8;
                }
                _ => {}
            }
        }
    }
}
