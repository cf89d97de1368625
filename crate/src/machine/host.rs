//! What the interpreter needs from the runtime around it.
//!
//! The machine knows terms and bytecode only. Processes, mailboxes, builtins and loaded code belong to the floors
//! above, which implement [`Host`]; the interpreter is generic over it, so that the calls cost nothing.

use std::cell::Cell;
use std::rc::Rc;

use super::stack::Position;
use bytecode::Module;
use bytecode::module::Mfa;
use term::collect::Collector;
use term::spare::Spares;
use term::{Atom, Heap, Term, atom, work};

/// Exception classes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Error,
    Exit,
    Throw,
}

impl Class {
    pub fn atom(self) -> Atom {
        match self {
            Class::Error => atom::ERROR,
            Class::Exit => atom::EXIT,
            Class::Throw => atom::THROW,
        }
    }

    /// The class that this atom names.
    pub fn from_term(term: Term) -> Option<Class> {
        match term.as_atom()? {
            atom::ERROR => Some(Class::Error),
            atom::EXIT => Some(Class::Exit),
            atom::THROW => Some(Class::Throw),
            _ => None,
        }
    }
}

/// Why a builtin did not simply return a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trap {
    /// Raises; the builtin itself is the top frame of the trace, with its arguments.
    Raise { class: Class, reason: Term },
    /// As `Raise`, with `{error_info, Info}` in the top frame as given (a map).
    RaiseInfo { class: Class, reason: Term, info: Term },
    /// Raises without a frame of the builtin's own (`error/1`, `throw/1`, `exit/1`).
    RaiseBare { class: Class, reason: Term },
    /// `error/2,3`: the caller's frame is shown with these arguments (a list) and, if it is a map, this `error_info`.
    RaiseArgs { reason: Term, args: Term, info: Term },
    /// `raise/3`: with a ready stack trace (a list of frames).
    RaiseTrace { class: Class, reason: Term, trace: Term },
    /// Calls the function or fun that the builtin left with the host (`Host::take_call`) in its place.
    Call,
    /// As `Call`, with the stack trace of the running process as one more argument.
    CallWithTrace,
    /// As `Call`, with `{Caller, IsDirect, Catcher}` as one more argument: the frame of the function that called, whether no code
    /// that belongs to no function lies between, and the frame that would catch an exception, or `false` if such code does. Frames
    /// are `undefined` if there is none.
    CallWithCaller,
    /// As `Call`, but the stack is given up and the call waits for a message (`hibernate/3`).
    Hibernate,
    /// Suspends the process; the builtin is called again, with the same arguments, when it is woken.
    Wait,
    /// Returns this value and ends the time slice.
    Yield(Term),
    /// The process has been terminated: nothing of it may be touched any more.
    Gone,
}

impl Trap {
    /// Raises an error of this reason.
    pub fn error(reason: impl Into<Term>) -> Trap {
        Trap::Raise {
            class: Class::Error,
            reason: reason.into(),
        }
    }

    pub fn badarg() -> Trap {
        Trap::error(atom::BADARG)
    }

    pub fn system_limit() -> Trap {
        Trap::error(atom::SYSTEM_LIMIT)
    }
}

/// What a builtin returns.
pub type NativeResult = Result<Term, Trap>;

/// What a builtin wants called in its place.
#[derive(Clone, Debug)]
pub enum Callee {
    Fun(Term),
    Mfa(Atom, Atom),
}

/// A module as loaded on a node: the shared code and where its imports lead at the moment.
pub struct Instance {
    pub number: u32,
    pub module: Rc<Module>,
    /// One link per import, resolved on first use and again after code was loaded.
    pub links: Vec<Cell<Link>>,
}

impl Instance {
    pub fn new(number: u32, module: Rc<Module>) -> Instance {
        let links = vec![Cell::new(Link::UNRESOLVED); module.imports.len()];
        Instance {
            number,
            module,
            links,
        }
    }
}

/// Where an imported function is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// Generation of the node's code for which this holds.
    pub generation: u32,
    pub target: Target,
}

impl Link {
    const UNRESOLVED: Link = Link {
        generation: 0,
        target: Target::Undefined,
    };
}

/// Where a call leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    Code {
        instance: u32,
        entry: u32,
    },
    /// Index into the table of builtins.
    Native(u32),
    Undefined,
}

/// Charges what comparing or reckoning with large terms has taken: see [`term::work`]. `false`: it was too much, and the process
/// has to go.
#[inline]
#[must_use]
pub fn charge_work<H: Host>(host: &mut H) -> bool {
    let steps = work::take();
    if steps != 0 {
        let reductions = host.reductions();
        *reductions = reductions.saturating_sub(work::cost(steps));
    }
    steps != work::EXHAUSTED
}

/// The runtime around the interpreter, for the process that runs.
pub trait Host {
    fn heap(&self) -> &Heap;
    fn heap_mut(&mut self) -> &mut Heap;
    /// The heap, and the memory that collections may use.
    fn heap_and_spares(&mut self) -> (&mut Heap, &mut Spares);

    /// Reductions left in this slice; a builtin may charge for what it does.
    fn reductions(&mut self) -> &mut i32;

    /// Whether something asks the interpreter to stop at the next instruction boundary: a pause between two events, or
    /// the process's own end.
    fn interrupted(&self) -> bool;

    /// Where the process is, told before each builtin and receive instruction: for the event log.
    fn note_position(&mut self, at: Position);

    // --- code
    fn instance(&self, number: u32) -> Rc<Instance>;
    /// Where the code of a fun begins; `None` if there is no such fun.
    fn fun_entry(&self, instance: u32, index: u32) -> Option<u32>;
    /// Changes whenever code is loaded or purged; never 0.
    fn code_generation(&self) -> u32;
    fn resolve(&mut self, mfa: Mfa) -> Target;
    /// What to call with module, function and arguments in the place of a function of `module` that does not exist.
    fn undefined_handler(&mut self, module: Atom) -> Option<Callee>;
    /// Instance and index of a fun that came before its code did, or outlived it, if the code is here now.
    fn arrived_fun(&mut self, instance: u32, index: u32) -> Option<(u32, u32)>;
    /// Whether a module of the name of this instance's is loaded.
    fn has_module_of(&mut self, instance: u32) -> bool;
    fn native_mfa(&self, native: u32) -> Mfa;
    fn call_native(&mut self, native: u32, args: &[Term]) -> NativeResult;
    /// The callee and arguments that a builtin left with `Trap::Call`.
    fn take_call(&mut self) -> (Callee, Vec<Term>);

    // --- collection
    /// Whether the process's last collection was so recent that its heap should get more room. Asked before each.
    fn collects_often(&mut self) -> bool;
    /// Moves all roots but the stack.
    fn move_roots(&mut self, collector: &mut Collector);
    /// A collection is about to begin.
    fn before_collection(&mut self, stack_words: usize);
    /// After a collection; `false` if the process uses more memory than it may, and must die. `stack_words` is the
    /// size of its stack.
    fn after_collection(&mut self, stack_words: usize) -> bool;

    // --- receive
    fn peek_message(&mut self) -> Option<Term>;
    fn accept_message(&mut self);
    fn skip_message(&mut self);
    fn has_unseen_message(&self) -> bool;
    /// The process waits for a message, however long.
    fn wait_for_message(&mut self);
    /// The `after` clock: see [`ReceiveTimer`].
    fn receive_timer(&mut self, timeout: Timeout) -> ReceiveTimer;
}

/// The value of an `after` expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timeout {
    Infinity,
    Milliseconds(u64),
}

/// State of the receive timer after [`Host::receive_timer`] started it if need be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReceiveTimer {
    Running,
    Expired,
}
