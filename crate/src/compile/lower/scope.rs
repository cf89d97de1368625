//! Variables of one function: which are bound where, and at which positions they are used.

use rustc_hash::FxHashMap;

use super::super::ir::{Position, Use, Var};
use syntax::ast::Name;

/// A variable has one number per function and name: where clauses exclude one another, they share it.
#[derive(Default)]
pub struct Scope {
    names: FxHashMap<Name, Var>,
    bound: Vec<Bound>,
    /// Variables bound so far on this path, in order.
    trail: Vec<Var>,
    pub uses: Vec<Vec<Position>>,
    /// Every use in order, to find those of a stretch of code again.
    log: Vec<Var>,
    next: Position,
    /// Variables that came in from the enclosing function.
    pub captured: Vec<Var>,
    captured_names: Vec<Name>,
    /// The function is that of a named fun.
    pub own_name: Option<OwnName>,
    /// A parameter of the clause has that name too.
    pub own_name_hidden: bool,
    /// The funs that the function makes, not counting those made in them.
    pub made: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    No,
    /// On some paths only; the others leave the internal "no value". Code cannot use it; a shell learns of it.
    Perhaps,
    Yes,
}

/// What a named fun's name means inside it.
#[derive(Clone)]
pub struct OwnName {
    pub name: Name,
    pub arity: u32,
    pub function: u32,
    pub fun: u32,
}

/// A place in the list of bound variables, or of uses, to come back to.
#[derive(Clone, Copy)]
pub struct Mark(usize);

impl Scope {
    /// The scope of a fun or comprehension that captures these variables.
    pub fn with_captured(names: Vec<Name>) -> Scope {
        let mut scope = Scope::default();
        for name in &names {
            let var = scope.variable(name);
            scope.bind(var);
            scope.captured.push(var);
        }
        scope.captured_names = names;
        scope
    }

    pub fn captured_names(&self) -> &[Name] {
        &self.captured_names
    }

    /// A position for the start or end of something.
    pub fn position(&mut self) -> Position {
        self.next += 1;
        self.next
    }

    pub fn variable(&mut self, name: &Name) -> Var {
        if let Some(&var) = self.names.get(name) {
            return var;
        }
        let var = self.fresh();
        self.names.insert(name.clone(), var);
        var
    }

    /// A variable without a name.
    pub fn fresh(&mut self) -> Var {
        self.bound.push(Bound::No);
        self.uses.push(Vec::new());
        self.bound.len() as Var - 1
    }

    pub fn is_bound(&self, name: &Name) -> bool {
        self.lookup(name).is_some()
    }

    /// The bound variable of this name.
    pub fn lookup(&self, name: &Name) -> Option<Var> {
        self.names
            .get(name)
            .copied()
            .filter(|&var| self.bound[var as usize] == Bound::Yes)
    }

    pub fn bind(&mut self, var: Var) {
        self.bind_as(var, Bound::Yes);
    }

    /// The variable has a value on some of the paths that lead here.
    pub fn bind_perhaps(&mut self, var: Var) {
        if self.bound[var as usize] == Bound::No {
            self.bind_as(var, Bound::Perhaps);
        }
    }

    fn bind_as(&mut self, var: Var, bound: Bound) {
        if self.bound[var as usize] == Bound::No {
            self.trail.push(var);
        }
        self.bound[var as usize] = bound;
    }

    pub fn use_of(&mut self, var: Var) -> Use {
        let at = self.position();
        self.uses[var as usize].push(at);
        self.log.push(var);
        Use { var, at }
    }

    /// Uses of all captured variables, to pass them on.
    pub fn use_captured(&mut self) -> Vec<Use> {
        let captured = self.captured.clone();
        captured.into_iter().map(|var| self.use_of(var)).collect()
    }

    pub fn bindings(&self) -> Mark {
        Mark(self.trail.len())
    }

    /// Forgets the bindings since `mark` and returns them, each with whether it was certain: the end of a clause.
    pub fn unbind(&mut self, mark: Mark) -> Vec<(Var, bool)> {
        let vars = self.trail.split_off(mark.0);
        let certain = |scope: &mut Scope, var: Var| {
            std::mem::replace(&mut scope.bound[var as usize], Bound::No) == Bound::Yes
        };
        vars.into_iter()
            .map(|var| (var, certain(self, var)))
            .collect()
    }

    /// Forgets the variables bound since `mark`, names and all: another of the same name is another variable.
    pub fn close(&mut self, mark: Mark) {
        let gone = self.unbind(mark);
        self.names
            .retain(|_, var| gone.iter().all(|(other, _)| other != var));
    }

    /// What is bound since `mark`, in order.
    pub fn bound_since(&self, mark: Mark) -> &[Var] {
        &self.trail[mark.0..]
    }

    pub fn used(&self) -> Mark {
        Mark(self.log.len())
    }

    /// Variables used since `mark`.
    pub fn used_since(&self, mark: Mark) -> &[Var] {
        &self.log[mark.0..]
    }

    /// Names bound now, for the caller's own order.
    pub fn name_of(&self, var: Var) -> Option<&Name> {
        // The map's order does not matter: a variable has one name.
        self.names
            .iter()
            .find(|(_, known)| **known == var)
            .map(|(name, _)| name)
    }
}
