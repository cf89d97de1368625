//! Which variables are known at a place, and which of their bindings nobody has used yet.
//!
//! One table with a trail: whoever looks into a branch marks the trail, and takes the changes back afterwards to merge
//! them. Cost follows the changes, not the size of the table.

use rustc_hash::FxHashMap;
use syntax::ast::{Name, Pos};

/// The construct that makes a variable unsafe or exports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct From {
    pub what: &'static str,
    pub pos: Pos,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Bound,
    /// Bound in every branch of a construct that has been left.
    Exported(From),
    /// Bound in some branches only, or where it is not certain to be reached.
    Unsafe(From),
}

#[derive(Clone, Debug)]
pub struct Var {
    pub state: State,
    /// The bindings that have not been used.
    pub unused: Vec<Pos>,
}

impl Var {
    pub fn bound(pos: Pos) -> Self {
        Self {
            state: State::Bound,
            unused: vec![pos],
        }
    }

    pub const fn used() -> Self {
        Self {
            state: State::Bound,
            unused: Vec::new(),
        }
    }
}

/// What a branch did: each variable it touched with its state at the end, in order of name.
pub type Changes = Vec<(Name, Var)>;

#[derive(Debug, Default)]
pub struct Scope {
    vars: FxHashMap<Name, Var>,
    trail: Vec<(Name, Option<Var>)>,
}

impl Scope {
    pub fn get(&self, name: &str) -> Option<&Var> {
        self.vars.get(name)
    }

    pub fn set(&mut self, name: &Name, var: Var) {
        let old = self.vars.insert(name.clone(), var);
        self.trail.push((name.clone(), old));
    }

    pub fn mark_used(&mut self, name: &Name) {
        if let Some(var) = self.vars.get(name)
            && !var.unused.is_empty()
        {
            let state = var.state;
            self.set(
                name,
                Var {
                    state,
                    unused: Vec::new(),
                },
            );
        }
    }

    /// A place to come back to with [`Scope::take_back`].
    pub fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Undoes everything since the mark and answers what it was.
    pub fn take_back(&mut self, mark: usize) -> Changes {
        let mut changes: FxHashMap<Name, Option<Var>> = FxHashMap::default();
        while self.trail.len() > mark {
            let Some((name, old)) = self.trail.pop() else {
                break;
            };
            let new = match old {
                Some(old) => self.vars.insert(name.clone(), old),
                None => self.vars.remove(&name),
            };
            changes.entry(name).or_insert(new);
        }
        let mut changes: Changes = changes
            .into_iter()
            .filter_map(|(name, var)| Some((name, var?)))
            .collect();
        term::sort::sort_by(&mut changes, |a, b| a.0.cmp(&b.0));
        changes
    }

    pub fn apply(&mut self, changes: Changes) {
        for (name, var) in changes {
            self.set(&name, var);
        }
    }

    /// Starts anew, as at the head of a function.
    pub fn clear(&mut self) -> Changes {
        self.take_back(0)
    }

    /// Joins what parts did that are evaluated in no certain order, each from the same start.
    pub fn join(&self, parts: Vec<Changes>) -> Changes {
        let mut joined: FxHashMap<Name, Var> = FxHashMap::default();
        for (name, var) in parts.into_iter().flatten() {
            match joined.get_mut(&name) {
                None => {
                    joined.insert(name, var);
                }
                Some(other) => {
                    other.state = worse(other.state, var.state);
                    // Bound twice: the second binding is a comparison, which uses the first.
                    if self.vars.contains_key(&name) {
                        if var.unused.is_empty() {
                            other.unused.clear();
                        }
                    } else {
                        other.unused.clear();
                    }
                }
            }
        }
        sorted(joined)
    }

    /// Joins what the branches did of which exactly one is taken.
    pub fn join_branches(&self, branches: Vec<Changes>, from: From) -> Changes {
        let count = branches.len();
        let mut joined: FxHashMap<Name, (Var, usize, usize)> = FxHashMap::default();
        for (name, var) in branches.into_iter().flatten() {
            if let Some(before) = self.vars.get(&name) {
                let entry = joined.entry(name).or_insert_with(|| (before.clone(), 0, 0));
                if var.unused.is_empty() {
                    entry.0.unused.clear();
                }
                continue;
            }
            let is_unsafe = usize::from(matches!(var.state, State::Unsafe(_)));
            match joined.get_mut(&name) {
                None => {
                    joined.insert(name, (var, 1, is_unsafe));
                }
                Some((other, seen, unsafes)) => {
                    other.state = worse(other.state, var.state);
                    other.unused.extend(var.unused);
                    *seen += 1;
                    *unsafes += is_unsafe;
                }
            }
        }
        let settled = joined.into_iter().map(|(name, (mut var, seen, unsafes))| {
            if !self.vars.contains_key(&name) {
                var.state = match (var.state, seen == count, unsafes) {
                    // One inner construct is to blame: it keeps the blame.
                    (State::Unsafe(inner), true, 1) => State::Unsafe(inner),
                    (State::Unsafe(_), ..) | (_, false, _) => State::Unsafe(from),
                    (State::Bound | State::Exported(_), true, _) => State::Exported(from),
                };
            }
            (name, var)
        });
        let mut settled: Changes = settled.collect();
        term::sort::sort_by(&mut settled, |a, b| a.0.cmp(&b.0));
        settled
    }

    /// Marks as unsafe what `changes` introduce.
    pub fn make_unsafe(&self, mut changes: Changes, from: From) -> Changes {
        for (name, var) in &mut changes {
            if !self.vars.contains_key(name) {
                var.state = State::Unsafe(from);
            }
        }
        changes
    }
}

fn sorted(joined: FxHashMap<Name, Var>) -> Changes {
    let mut changes: Changes = joined.into_iter().collect();
    term::sort::sort_by(&mut changes, |a, b| a.0.cmp(&b.0));
    changes
}

/// The state to remember of two: unsafe before exported before bound.
const fn worse(a: State, b: State) -> State {
    match (a, b) {
        (State::Unsafe(_), _) => a,
        (_, State::Unsafe(_)) | (State::Bound, _) => b,
        (_, _) => a,
    }
}
