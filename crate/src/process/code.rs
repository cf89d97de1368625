//! The code server of a node: loaded modules, the resolution of calls, builtins.
//!
//! A node holds at most two versions of a module: current and old. Instance 0 is the bootstrap code every process starts
//! in. Library modules written in Erlang are loaded on first use, as in OTP's interactive mode.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::ctx::Ctx;
use super::files::HOME;
use super::node::Node;
use super::process::Process;
use super::tracing;
use bytecode::module::Mfa;
use bytecode::{Instr, Module};
use machine::host::{Instance, NativeResult, Target};
use machine::stack::callers;
use term::external::FunIdentity;
use term::{Atom, Term, atom};

pub type NativeFn = fn(&mut Ctx<'_>, &[Term]) -> NativeResult;

/// One builtin as the floor above declares it.
#[derive(Clone, Copy)]
pub struct Native {
    pub mfa: Mfa,
    pub function: NativeFn,
}

/// All builtins, and how to find the library modules; the same for all nodes.
pub struct Library {
    pub natives: Vec<Native>,
    pub index: FxHashMap<Mfa, u32>,
    /// Names of modules that have builtins (they count as loaded).
    pub native_modules: Vec<Atom>,
    /// The Erlang part of a library module, compiled on first use.
    pub load: fn(Atom) -> Option<Rc<Module>>,
    /// The code in the object file of a module among the node's files.
    pub object: fn(&mut Node, Atom) -> Option<Rc<Module>>,
}

thread_local! {
    /// Code generations are unique on a thread, so that a link cached by one branch of a world is never mistaken for
    /// another's. Programs never see them.
    static GENERATION: Cell<u32> = const { Cell::new(1) };

    /// Typed code whose funs have left their node, by digest. OTP sends the expressions of such funs along; here the nodes
    /// of a thread find them by the digest that travels, so that a fun typed into one shell runs on any node. At most
    /// `limits::TYPED_FUNS_MAX`; what comes after that stays on its node.
    static TYPED: RefCell<FxHashMap<[u8; 16], Rc<Module>>> = RefCell::default();
}

/// The code of a node: versions of modules, by instance, and which of them names stand for.
#[derive(Clone)]
pub struct Code {
    instances: Vec<Option<Rc<Instance>>>,
    current: BTreeMap<u32, u32>,
    old: BTreeMap<u32, u32>,
    /// Module names in order of loading.
    order: Vec<Atom>,
    /// Where code says it came from, if not from the file that its module names.
    places: BTreeMap<u32, Rc<str>>,
    /// Instances that were purged, with the arities of their funs.
    purged: BTreeMap<u32, Rc<[u32]>>,
    /// The first instance of each typed expression, by digest.
    typed: FxHashMap<[u8; 16], u32>,
    /// Funs from elsewhere whose code is not here, each with an instance that stands for it.
    absent: Vec<(FunIdentity, u32)>,
    /// Modules whose `-on_load` has yet to say whether they may have their name, by name.
    staged: BTreeMap<u32, Staged>,
    /// Traced builtins: instance and entry of what is called in their place.
    traced: BTreeMap<u32, (u32, u32)>,
    /// What their wrappers call them.
    aliases: FxHashMap<Mfa, u32>,
    pub library: Rc<Library>,
    pub generation: u32,
    /// What was found lately, for calls whose function is known only when they happen.
    found: [Option<Found>; FOUND_MAX],
}

/// Where a function was, in which generation of the code.
#[derive(Clone, Copy)]
struct Found {
    generation: u32,
    mfa: Mfa,
    target: Target,
}

/// A power of two: programs call few functions by `M:F(...)`, and behaviours a handful of callbacks.
const FOUND_MAX: usize = 32;

/// The place of a function among those that were found.
fn place(mfa: Mfa) -> usize {
    let names = mfa
        .module
        .index()
        .wrapping_mul(31)
        .wrapping_add(mfa.function.index());
    let mixed = names.wrapping_mul(7).wrapping_add(mfa.arity);
    mixed as usize % FOUND_MAX
}

/// Code that waits for its `-on_load`.
#[derive(Clone)]
pub struct Staged {
    pub number: u32,
    pub place: Option<Rc<str>>,
    /// The process that has it run.
    pub loader: Option<u32>,
}

/// Code position in instance 0 that calls the fun in `R[0]`.
pub const START_FUN: u32 = 256;

impl Code {
    pub fn new(library: Rc<Library>) -> Code {
        let mut start: Vec<Instr> = (0..=255).map(|arity| Instr::TailApply { arity }).collect();
        start.push(Instr::TailCallFun { arity: 0 });
        let bootstrap = Module {
            code: start,
            ..Module::default()
        };
        Code {
            instances: vec![Some(Rc::new(Instance::new(0, Rc::new(bootstrap))))],
            current: BTreeMap::new(),
            old: BTreeMap::new(),
            order: Vec::new(),
            places: BTreeMap::new(),
            purged: BTreeMap::new(),
            typed: FxHashMap::default(),
            absent: Vec::new(),
            staged: BTreeMap::new(),
            traced: BTreeMap::new(),
            aliases: FxHashMap::default(),
            library,
            generation: next_generation(),
            found: [None; FOUND_MAX],
        }
    }

    /// The instance with this number; the bootstrap code stands in for one that was purged.
    #[inline]
    pub fn instance(&self, number: u32) -> Rc<Instance> {
        let found = self.instances.get(number as usize).and_then(Option::as_ref);
        match found.or(self.instances[0].as_ref()) {
            Some(instance) => instance.clone(),
            None => unreachable!("the bootstrap code is never unloaded"),
        }
    }

    /// Where the code of a fun begins; `None` if there is no such fun.
    #[inline]
    pub fn fun_entry(&self, instance: u32, index: u32) -> Option<u32> {
        let found = self.instances.get(instance as usize)?.as_ref()?;
        Some(found.module.funs.get(index as usize)?.entry)
    }

    /// Makes `module` the current version of its name; the version before becomes old, an older one is dropped.
    pub fn load(&mut self, module: Rc<Module>) -> u32 {
        let number = self.load_anonymous(module);
        self.publish(number, None);
        number
    }

    /// Adds code that no name leads to: a shell expression, or a module before its `-on_load`.
    pub fn load_anonymous(&mut self, module: Rc<Module>) -> u32 {
        let number = self.instances.len() as u32;
        if module.is_shell {
            self.typed.entry(module.uniq()).or_insert(number);
        }
        self.instances
            .push(Some(Rc::new(Instance::new(number, module))));
        number
    }

    /// Adds a module that may have its name when its `-on_load` says so; who calls it first has that run.
    pub fn stage(&mut self, name: Atom, module: Rc<Module>, place: Option<Rc<str>>) {
        let number = self.load_anonymous(module);
        let staged = Staged {
            number,
            place,
            loader: None,
        };
        if let Some(before) = self.staged.insert(name.index(), staged) {
            self.discard(before.number);
        }
    }

    /// The code that waits for its `-on_load`.
    pub fn staged(&mut self, name: Atom) -> Option<&mut Staged> {
        self.staged.get_mut(&name.index())
    }

    /// Puts another form of the same code in its place (`tracing`): all positions in it must mean what they meant. Who runs
    /// in it goes on with what he has until his slice ends.
    pub fn rewrite(&mut self, number: u32, module: Module) {
        if let Some(slot) = self.instances.get_mut(number as usize) {
            *slot = Some(Rc::new(Instance::new(number, Rc::new(module))));
            self.generation = next_generation();
        }
    }

    /// Calls of a builtin tell of it from now on, or do not any more. Whether there is such a builtin.
    pub fn trace_builtin(&mut self, mfa: Mfa, on: bool) -> bool {
        let Some(&native) = self.library.index.get(&mfa) else {
            return false;
        };
        self.generation = next_generation();
        if !on {
            self.traced.remove(&native);
            return true;
        }
        let alias = tracing::patch::alias(mfa);
        if !self.traced.contains_key(&native)
            && let Some(wrapper) = tracing::patch::around_builtin(mfa, alias)
        {
            let number = self.load_anonymous(Rc::new(wrapper));
            self.traced.insert(native, (number, 0));
            self.aliases.insert(alias, native);
        }
        true
    }

    /// Forgets code that has not been given a name.
    pub fn discard(&mut self, number: u32) {
        self.staged.retain(|_, staged| staged.number != number);
        if let Some(slot) = self.instances.get_mut(number as usize) {
            *slot = None;
            self.generation = next_generation();
        }
    }

    /// Gives such code the name of its module; `place` is where it says it came from. `None` if it has no name, or has it
    /// already.
    pub fn publish(&mut self, number: u32, place: Option<Rc<str>>) -> Option<Atom> {
        let instance = self.instances.get(number as usize)?.as_ref()?;
        let name = instance.module.name?;
        let holds = |versions: &BTreeMap<u32, u32>| versions.get(&name.index()) == Some(&number);
        if holds(&self.current) || holds(&self.old) {
            return None;
        }
        self.staged.retain(|_, staged| staged.number != number);
        if let Some(place) = place {
            self.places.insert(number, place);
        }
        match self.current.insert(name.index(), number) {
            Some(before) => {
                self.old.insert(name.index(), before);
            }
            None => self.order.push(name),
        }
        self.generation = next_generation();
        Some(name)
    }

    /// Whether the code of an instance came from an object file or a binary.
    pub fn has_place(&self, instance: &Instance) -> bool {
        self.places.contains_key(&instance.number)
    }

    /// Where the code of an instance came from.
    pub fn place(&self, instance: &Instance) -> Rc<str> {
        let said = self.places.get(&instance.number);
        said.cloned()
            .unwrap_or_else(|| instance.module.file.as_str().into())
    }

    /// The version that calls from outside reach.
    pub fn current(&self, name: Atom) -> Option<Rc<Instance>> {
        self.current
            .get(&name.index())
            .map(|&number| self.instance(number))
    }

    pub fn has_old(&self, name: Atom) -> bool {
        self.old.contains_key(&name.index())
    }

    /// The version before the current one, in which processes may still run.
    pub fn old_instance(&self, name: Atom) -> Option<u32> {
        self.old.get(&name.index()).copied()
    }

    /// Removes the old version; processes in it must be gone.
    pub fn purge(&mut self, name: Atom) -> bool {
        match self.old.remove(&name.index()) {
            Some(number) => {
                self.places.remove(&number);
                self.empty(number);
                self.generation = next_generation();
                true
            }
            None => false,
        }
    }

    /// Takes the code out of an instance. What is left is what its funs are called: they may live on.
    fn empty(&mut self, number: u32) {
        let Some(held) = self.instances[number as usize].take() else {
            return;
        };
        if held.module.funs.is_empty() {
            return;
        }
        let arities = held.module.funs.iter().map(|fun| fun.arity).collect();
        self.purged.insert(number, arities);
        let shell = Module {
            name: held.module.name,
            fingerprint: held.module.fingerprint,
            ..Module::default()
        };
        self.instances[number as usize] = Some(Rc::new(Instance::new(number, Rc::new(shell))));
    }

    /// The current version becomes old (`code:delete/1`).
    pub fn delete(&mut self, name: Atom) -> bool {
        match self.current.remove(&name.index()) {
            Some(number) => {
                self.old.insert(name.index(), number);
                self.order.retain(|loaded| *loaded != name);
                self.generation = next_generation();
                true
            }
            None => false,
        }
    }

    /// Names of modules with loaded code, in order of loading.
    pub fn loaded(&self) -> &[Atom] {
        &self.order
    }

    /// Whether the module is loaded, loading it if it is in the library.
    fn ensure_loaded(&mut self, name: Atom) -> bool {
        if self.current.contains_key(&name.index()) {
            return true;
        }
        if let Some(module) = (self.library.load)(name) {
            self.load(module);
            return true;
        }
        self.library.native_modules.contains(&name)
    }

    /// What fun `index` of an instance is called outside the node; `None` if its code was purged.
    pub fn fun_identity(&self, instance: u32, index: u32) -> Option<FunIdentity> {
        let held = self.instances.get(instance as usize)?.as_ref()?;
        if let Some((identity, _)) = self.absent.iter().find(|(_, stands)| *stands == instance) {
            return Some(identity.clone());
        }
        let module = &held.module;
        let arity = match self.purged.get(&instance) {
            Some(arities) => *arities.get(index as usize)?,
            None => module.funs.get(index as usize)?.arity,
        };
        let name = if module.is_shell {
            TYPED.with_borrow_mut(|typed| {
                if typed.len() < limits::TYPED_FUNS_MAX {
                    typed.insert(module.uniq(), module.clone());
                }
            });
            atom::ERL_EVAL
        } else {
            module.name?
        };
        Some(FunIdentity {
            module: name,
            uniq: module.uniq(),
            index,
            old_index: index,
            old_uniq: module.old_uniq(),
            arity,
        })
    }

    /// The fun of this name. One whose code is not here gets an instance that stands for it; `None` when there are too
    /// many of them.
    pub fn find_fun(&mut self, identity: &FunIdentity) -> Option<(u32, u32)> {
        if let Some(found) = self.present_fun(identity) {
            return Some(found);
        }
        if let Some((_, stands)) = self.absent.iter().find(|(known, _)| known == identity) {
            return Some((*stands, identity.index));
        }
        if let Some(purged) = self.purged_fun(identity) {
            return Some(purged);
        }
        if self.absent.len() >= limits::ABSENT_FUNS_MAX {
            return None;
        }
        let stands = self.load_anonymous(Rc::new(Module {
            name: Some(identity.module),
            ..Module::default()
        }));
        self.absent.push((identity.clone(), stands));
        Some((stands, identity.index))
    }

    /// The same fun of code that was purged here.
    fn purged_fun(&self, identity: &FunIdentity) -> Option<(u32, u32)> {
        let is_its = |number: &&u32| {
            self.instances[**number as usize]
                .as_ref()
                .is_some_and(|held| {
                    held.module.name == Some(identity.module) && held.module.uniq() == identity.uniq
                })
        };
        let number = self.purged.keys().find(is_its)?;
        Some((*number, identity.index))
    }

    /// Where the code of a fun is, if this very version of its module is loaded, current or old, or in the library.
    fn present_fun(&mut self, identity: &FunIdentity) -> Option<(u32, u32)> {
        if identity.module == atom::ERL_EVAL {
            return self.typed_fun(identity);
        }
        self.ensure_loaded(identity.module);
        let name = identity.module.index();
        let versions = [self.current.get(&name), self.old.get(&name)];
        versions.into_iter().flatten().copied().find_map(|number| {
            let instance = self.instances.get(number as usize)?.as_ref()?;
            let entry = instance.module.funs.get(identity.index as usize)?;
            let same = instance.module.uniq() == identity.uniq && entry.arity == identity.arity;
            same.then_some((number, identity.index))
        })
    }

    /// The same for a fun that was typed into a shell, here or on another node.
    fn typed_fun(&mut self, identity: &FunIdentity) -> Option<(u32, u32)> {
        let module = TYPED.with_borrow(|typed| typed.get(&identity.uniq).cloned())?;
        let entry = module.funs.get(identity.index as usize)?;
        if entry.arity != identity.arity {
            return None;
        }
        let number = match self.typed.get(&identity.uniq) {
            Some(&number) => number,
            None => self.load_anonymous(module),
        };
        Some((number, identity.index))
    }

    /// The absent fun that an instance stands for, if it does.
    pub fn absent_fun(&self, instance: u32) -> Option<&FunIdentity> {
        self.absent
            .iter()
            .find(|(_, stands)| *stands == instance)
            .map(|(identity, _)| identity)
    }

    /// Where to call a fun whose code was not here when it came, or was purged, if it is here by now.
    pub fn arrived_fun(&mut self, instance: u32, index: u32) -> Option<(u32, u32)> {
        let identity = self.fun_identity(instance, index)?;
        self.present_fun(&identity)
    }
}

impl Node {
    /// Whether calls to the module can succeed, loading it from the library or from an object file if need be.
    pub fn ensure_loaded(&mut self, name: Atom) -> bool {
        if self.code.ensure_loaded(name) {
            return true;
        }
        if self.code.staged(name).is_some() {
            return false;
        }
        let object = self.code.library.object;
        let Some(module) = object(self, name) else {
            return false;
        };
        let place = Some(format!("{HOME}/{}.beam", name.text()).into());
        if module.on_load.is_some() {
            self.code.stage(name, module, place);
            return false;
        }
        let number = self.code.load_anonymous(module);
        self.code.publish(number, place);
        true
    }

    pub fn resolve(&mut self, mfa: Mfa) -> Target {
        let generation = self.code.generation;
        let found = self.code.found[place(mfa)];
        if let Some(found) =
            found.filter(|found| found.mfa == mfa && found.generation == generation)
        {
            return found.target;
        }
        let target = self.look_up(mfa);
        if target != Target::Undefined {
            self.code.found[place(mfa)] = Some(Found {
                generation: self.code.generation,
                mfa,
                target,
            });
        }
        target
    }

    fn look_up(&mut self, mfa: Mfa) -> Target {
        if let Some(&native) = self.code.library.index.get(&mfa) {
            return match self.code.traced.get(&native) {
                Some(&(instance, entry)) => Target::Code { instance, entry },
                None => Target::Native(native),
            };
        }
        if let Some(&native) = self.code.aliases.get(&mfa) {
            return Target::Native(native);
        }
        if !self.ensure_loaded(mfa.module) {
            return Target::Undefined;
        }
        let Some(instance) = self.code.current(mfa.module) else {
            return Target::Undefined;
        };
        match instance.module.exported(mfa.function, mfa.arity) {
            Some(entry) => Target::Code {
                instance: instance.number,
                entry,
            },
            None => Target::Undefined,
        }
    }

    /// Processes with a call of this instance on their stacks; the running one is not looked at.
    pub fn users_of(&self, instance: u32) -> Vec<u32> {
        let runs = |process: &&Process| {
            process.at.instance == instance
                || callers(&process.stack, process.at.base)
                    .any(|caller| caller.instance == instance)
        };
        self.processes
            .iter()
            .filter(runs)
            .map(|process| process.number)
            .collect()
    }
}

fn next_generation() -> u32 {
    GENERATION.with(|next| {
        let generation = next.get();
        next.set(generation.wrapping_add(1).max(1));
        generation
    })
}
