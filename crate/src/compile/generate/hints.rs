//! Where variables would best be: at the place of the argument that they become in a tail call.

use super::super::ir::{Callee, Clause, Expr, Function, Kind};
use bytecode::Reg;

/// For each variable the register, if it has a wish.
pub fn hints(function: &Function) -> Vec<Option<Reg>> {
    let mut hints = vec![None; function.uses.len()];
    tail(&function.body, &mut hints);
    hints
}

fn tail(expr: &Expr, hints: &mut [Option<Reg>]) {
    match &expr.kind {
        Kind::Seq(exprs) => {
            if let Some(last) = exprs.last() {
                tail(last, hints);
            }
        }
        Kind::Select(select) => bodies(&select.clauses, hints),
        Kind::Receive(receive) => {
            bodies(&receive.clauses, hints);
            if let Some(timeout) = &receive.timeout {
                tail(&timeout.body, hints);
            }
        }
        Kind::Try(parts) => {
            bodies(&parts.of, hints);
            bodies(&parts.catch, hints);
        }
        // The call is made as a tail call is (`Code::cons_call`).
        Kind::List(elements, rest) if elements.len() == 1 && is_local_call(rest) => {
            tail(rest, hints);
        }
        Kind::AndAlso(pair) | Kind::OrElse(pair) => tail(&pair[1], hints),
        Kind::Call(_, args, _) => {
            for (position, arg) in args.iter().enumerate() {
                if let (Kind::Var(used), Ok(reg)) = (&arg.kind, Reg::try_from(position)) {
                    hints[used.var as usize].get_or_insert(reg);
                }
            }
        }
        _ => {}
    }
}

/// Whether a function of the module is called.
pub fn is_local_call(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        Kind::Call(Callee::Local(_) | Callee::Captured(..), ..)
    )
}

fn bodies(clauses: &[Clause], hints: &mut [Option<Reg>]) {
    for clause in clauses {
        tail(&clause.body, hints);
    }
}
