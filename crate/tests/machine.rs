//! The machine on code written by hand: calls, recursion, collections, without the compiler.

use std::rc::Rc;

use spawnpoint::builtin;
use spawnpoint::bytecode::Instr;
use spawnpoint::bytecode::module::{Function, Module};
use spawnpoint::process::process::Priority;
use spawnpoint::process::scheduler::run_slice;
use spawnpoint::process::spawn::{Parent, Start, spawn};
use spawnpoint::process::{Env, Node};
use spawnpoint::term::{Atom, Heap, Term, atom};

fn function(name: &str, arity: u32, entry: u32, end: u32, registers: u32) -> Function {
    Function {
        name: Atom::intern(name),
        arity,
        entry,
        end,
        registers,
        exported: true,
        line: 1,
    }
}

/// `fib/1`, `append/2` and `nrev/1` as the compiler should make them, and `loop/2` that reverses again and again.
fn module() -> Module {
    let code = vec![
        // fib(N) when N < 2 -> N; fib(N) -> fib(N - 1) + fib(N - 2).
        Instr::UnlessLessInt {
            a: 0,
            value: 2,
            to: 2,
        },
        Instr::Return { src: 0 },
        Instr::AddIntCall {
            base: 2,
            a: 0,
            value: -1,
            target: 0,
        },
        Instr::AddIntCall {
            base: 4,
            a: 0,
            value: -2,
            target: 0,
        },
        Instr::AddReturn { a: 2, b: 4 },
        // append([H | T], Y) -> [H | append(T, Y)]; append([], Y) -> Y.
        Instr::MatchCons {
            src: 0,
            head: 2,
            tail: 0,
            to: 8,
        },
        Instr::ConsCall {
            head: 2,
            arity: 2,
            target: 5,
        },
        Instr::ConsLink,
        Instr::Return { src: 1 },
        // nrev([H | T]) -> append(nrev(T), [H]); nrev([]) -> [].
        Instr::MatchCons {
            src: 0,
            head: 1,
            tail: 2,
            to: 15,
        },
        Instr::Call1 {
            base: 4,
            a: 2,
            target: 9,
        },
        Instr::Move { dst: 0, src: 4 },
        Instr::Const { dst: 2, index: 0 },
        Instr::Cons {
            dst: 1,
            head: 1,
            tail: 2,
        },
        Instr::TailCall { target: 5 },
        Instr::Return { src: 0 },
        // again(L, N) when N < 1 -> nrev(L); again(L, N) -> nrev(L), again(L, N - 1).
        Instr::UnlessLessInt {
            a: 1,
            value: 1,
            to: 18,
        },
        Instr::TailCall { target: 9 },
        Instr::Call1 {
            base: 3,
            a: 0,
            target: 9,
        },
        Instr::SubInt {
            dst: 1,
            a: 1,
            value: 1,
        },
        Instr::TailCall { target: 16 },
    ];
    let mask = |bits: u64| [bits, 0, 0, 0];
    Module {
        name: Some(Atom::intern("m")),
        file: "m.erl".into(),
        functions: vec![
            function("fib", 1, 0, 5, 6),
            function("append", 2, 5, 9, 7),
            function("nrev", 1, 9, 16, 6),
            function("again", 2, 16, 21, 5),
        ],
        live: vec![(3, 0), (4, 1), (7, 3), (11, 2), (19, 3)],
        masks: vec![mask(0b1), mask(0b100), mask(0b10), mask(0b11)],
        constants: vec![Term::NIL],
        code,
        ..Module::default()
    }
}

/// Runs `m:Function(Args)` to its end; the parent gets its exit reason by a link it traps.
fn run(function: &str, build: impl Fn(&mut Heap) -> Vec<Term>) -> (u64, u64) {
    let mut node = Node::new(0, atom::NONODE_NOHOST, builtin::library());
    let mut env = Env::new(1, 0);
    node.code.load(Rc::new(module()));
    let mut heap = Heap::new();
    let args = build(&mut heap);
    let start = Start::Mfa(Atom::intern("m"), Atom::intern(function), &args);
    let number = spawn(
        &mut node,
        &mut env,
        &heap,
        start,
        Term::NIL,
        Parent::default(),
        Priority::Normal,
    );
    assert!(number.is_some());
    let mut stack = Vec::new();
    while run_slice(&mut node, &mut env, &mut stack).ran {
        assert!(env.reductions < 100_000_000, "does not end");
    }
    assert!(node.processes.is_empty());
    (env.reductions, env.collections)
}

#[test]
fn fib_takes_its_reductions() {
    // fib(20) makes 21,891 calls; entering the first function counts too.
    let (reductions, _) = run("fib", |_| vec![Term::int(20)]);
    assert!((21_891..22_000).contains(&reductions), "{reductions}");
}

#[test]
fn naive_reverse_survives_collections() {
    let (_, collections) = run("again", |heap| {
        let items: Vec<Term> = (0..300).map(Term::int).collect();
        vec![heap.list(&items), Term::int(20)]
    });
    assert!(collections > 10, "{collections}");
}
