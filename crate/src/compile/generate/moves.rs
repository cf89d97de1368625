//! Moving several values at once.

use bytecode::instr::Reg;

/// Orders moves `(to, from)` that are meant to happen all at the same time so that they can happen one after the other.
/// `scratch` is a register that none of them names; it breaks cycles. Targets must be distinct.
pub fn sequence(moves: &[(Reg, Reg)], scratch: Reg) -> Vec<(Reg, Reg)> {
    let mut pending: Vec<(Reg, Reg)> = moves
        .iter()
        .copied()
        .filter(|(to, from)| to != from)
        .collect();
    let mut ordered = Vec::with_capacity(pending.len());
    while !pending.is_empty() {
        let ready = pending
            .iter()
            .position(|&(to, _)| pending.iter().all(|&(_, from)| from != to));
        if let Some(at) = ready {
            ordered.push(pending.remove(at));
            continue;
        }
        // Only cycles are left: what the first target holds is saved.
        let (to, _) = pending[0];
        ordered.push((scratch, to));
        for (_, from) in &mut pending {
            if *from == to {
                *from = scratch;
            }
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::sequence;

    fn run(moves: &[(u8, u8)]) {
        let mut registers: Vec<u8> = (0..10).collect();
        for (to, from) in sequence(moves, 9) {
            registers[to as usize] = registers[from as usize];
        }
        for &(to, from) in moves {
            assert_eq!(registers[to as usize], from, "{moves:?}");
        }
    }

    #[test]
    fn moves_happen_as_if_at_once() {
        run(&[]);
        run(&[(0, 1)]);
        run(&[(0, 1), (1, 0)]);
        run(&[(0, 1), (1, 2), (2, 0)]);
        run(&[(1, 0), (2, 1), (3, 2)]);
        run(&[(0, 1), (1, 0), (2, 1), (3, 0), (4, 5), (5, 4)]);
    }
}
