//! How funs and other nodes' pids of this node print.

use super::node::Node;
use bytecode::module::FunEntry;
use term::print::{FunName, Names, WriteOptions, write};
use term::{Atom, Term, atom};

impl Names for Node {
    fn local_fun(&self, instance: u32, index: u32) -> FunName {
        let instance = self.code.instance(instance);
        let module = &instance.module;
        if module.is_shell {
            // OTP's shell funs are erl_eval's: one wrapper per arity, hence the index; the number is that build's.
            let entry = module.funs.get(index as usize);
            let is_named = entry.is_some_and(is_named);
            return FunName {
                module: atom::ERL_EVAL,
                index: shell_fun_index(entry.map_or(0, |entry| entry.arity), is_named),
                uniq: 3_316_493,
            };
        }
        if let Some(absent) = self.code.absent_fun(instance.number) {
            return FunName {
                module: absent.module,
                index: absent.old_index,
                uniq: absent.old_uniq,
            };
        }
        FunName {
            module: module.name.unwrap_or(atom::UNDEFINED),
            index,
            uniq: module.old_uniq(),
        }
    }

    fn local_function(&self, instance: u32, index: u32) -> Option<(Atom, Atom)> {
        let instance = self.code.instance(instance);
        let module = &instance.module;
        let entry = module.funs.get(index as usize)?;
        (!module.is_shell).then_some((module.name?, entry.name))
    }

    /// Identifiers of earlier incarnations of this node print as its own.
    fn node_number(&self, node: Atom, _creation: u32) -> u32 {
        if node == self.name {
            return 0;
        }
        self.dist.number_of(node)
    }
}

/// Whether the fun that was typed into a shell has a name of its own.
fn is_named(fun: &FunEntry) -> bool {
    !fun.name.text().contains("-fun-")
}

/// The function of OTP's evaluator that such a fun is there: one for each arity.
pub fn shell_fun_name(fun: &FunEntry) -> Atom {
    let arity = fun.arity;
    let number = arity + 2;
    Atom::intern(&if is_named(fun) {
        format!("-expr/6-RF/{arity}-{number}-")
    } else {
        format!("-expr/6-fun-{number}-")
    })
}

/// The index of `erl_eval`'s wrapper for funs of this arity, as OTP 25 shows it; named funs have wrappers of their own.
fn shell_fun_index(arity: u32, is_named: bool) -> u32 {
    let last = if is_named { 20 } else { 43 };
    last - arity.min(20)
}

impl super::Ctx<'_> {
    /// The term as `~w` writes it.
    pub fn write(&self, term: Term) -> String {
        write(&self.heap, term, &WriteOptions::new(self.node).unicode())
    }
}
