//! Making processes.

use super::code::START_FUN;
use super::dictionary::Dictionary;
use super::event::What;
use super::mailbox::Mailbox;
use super::node::{Env, Node};
use super::pid::Pid;
use super::process::{Priority, Process, Status};
use bytecode::module::Mfa;
use machine::stack::{Position, ROOT_WORD};
use term::copy::TooLarge;
use term::heap::Fun;
use term::{Atom, Heap, Term, atom, copy, work};

/// What a process runs first.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    Fun(Term),
    Mfa(Atom, Atom, &'a [Term]),
}

/// Where a process comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parent {
    pub pid: Option<Pid>,
    /// See [`Process::line`].
    pub line: u32,
    /// See [`Process::serves`].
    pub serves: bool,
}

impl Parent {
    /// A process of this node.
    pub fn of(process: &Process) -> Parent {
        Parent {
            pid: Some(Pid::Local(process.number)),
            line: process.line,
            serves: process.system,
        }
    }
}

/// Makes a process; its start is copied from `heap`. `None` at the process limit.
pub fn spawn(
    node: &mut Node,
    env: &mut Env,
    heap: &Heap,
    start: Start<'_>,
    group_leader: Term,
    parent: Parent,
    priority: Priority,
) -> Option<u32> {
    let initial = initial_call(node, heap, start);
    let mut own = Heap::new();
    let mut too_large = false;
    let mut take = |term: Term| {
        copy::copy(heap, term, &mut own, env.words_max).unwrap_or_else(|TooLarge| {
            too_large = true;
            Term::NIL
        })
    };
    let leader = take(group_leader);
    let mut stack = vec![ROOT_WORD];
    let pc = match start {
        Start::Fun(fun) => {
            stack.push(take(fun));
            START_FUN
        }
        Start::Mfa(module, function, args) => {
            stack.reserve_exact(args.len() + 2);
            stack.extend(args.iter().map(|arg| take(*arg)));
            stack.extend([Term::from_atom(module), Term::from_atom(function)]);
            args.len() as u32
        }
    };
    if too_large {
        // Whoever starts it outgrows the budget.
        work::give_up();
        return None;
    }
    let number = node.processes.reserve(parent.serves)?;
    let words = own.capacity() + stack.len();
    env.words += words;
    let process = Process {
        number,
        status: Status::Runnable,
        priority,
        trap_exit: false,
        system: false,
        serves: parent.serves,
        heap: own,
        stack,
        at: Position {
            instance: 0,
            pc,
            base: 1,
        },
        budget_left: None,
        mailbox: Mailbox::default(),
        receive_timer: None,
        timed_out: false,
        waiting_since_ns: None,
        name: None,
        group_leader: leader,
        parent: parent.pid,
        line: parent.line,
        initial,
        started_by_fun: matches!(start, Start::Fun(_)),
        links: Vec::new(),
        dictionary: Dictionary::default(),
        relations: None,
        reductions: 0,
        collected_at: 0,
        counted_words: words,
        limits: None,
        trace: None,
        last_event: 0,
    };
    node.run_queue.push(&process);
    node.processes.insert(Box::new(process));
    if env.log.is_on() {
        let by = parent.pid.and_then(Pid::local);
        node.log(
            env,
            by,
            None,
            What::Spawn {
                child: Pid::Local(number),
                initial,
            },
        );
    }
    Some(number)
}

/// The initial call as `process_info` shows it: a fun's is the function that holds its code.
fn initial_call(node: &Node, heap: &Heap, start: Start<'_>) -> Mfa {
    match start {
        Start::Mfa(module, function, args) => Mfa {
            module,
            function,
            arity: args.len() as u32,
        },
        Start::Fun(fun) if fun.is_fun() => match heap.fun_parts(fun) {
            Fun::Export {
                module,
                function,
                arity,
            } => Mfa {
                module,
                function,
                arity,
            },
            Fun::Local {
                instance, index, ..
            } => {
                let instance = node.code.instance(instance);
                let entry = instance.module.funs.get(index as usize);
                let name = entry.map_or(atom::UNDEFINED, |entry| entry.name);
                let arity = entry.map_or(0, |entry| entry.arity + entry.free);
                let module = instance.module.name.unwrap_or(atom::ERL_EVAL);
                Mfa {
                    module,
                    function: name,
                    arity,
                }
            }
        },
        Start::Fun(_) => Mfa {
            module: atom::ERLANG,
            function: Atom::intern("apply"),
            arity: 2,
        },
    }
}
