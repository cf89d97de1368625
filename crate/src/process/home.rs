//! What a node's identifiers and funs are called outside it, for the external term format.

use super::node::Node;
use bytecode::module::Mfa;
use machine::host::Target;
use term::Atom;
use term::external::{FunIdentity, Home};

impl Home for Node {
    fn node(&self) -> (Atom, u32) {
        (self.name, self.creation)
    }

    fn fun_identity(&self, instance: u32, index: u32) -> Option<FunIdentity> {
        self.code.fun_identity(instance, index)
    }

    fn find_fun(&mut self, identity: &FunIdentity) -> Option<(u32, u32)> {
        self.code.find_fun(identity)
    }

    fn is_exported(&mut self, module: Atom, function: Atom, arity: u32) -> bool {
        let mfa = Mfa {
            module,
            function,
            arity,
        };
        self.resolve(mfa) != Target::Undefined
    }
}
