//! Whole programs through compiler, machine and processes: each test is a module whose `main/0` returns a term.

use std::rc::Rc;

use spawnpoint::builtin;
use spawnpoint::compile;
use spawnpoint::process::process::Priority;
use spawnpoint::process::scheduler::{fire_timers, run_slice};
use spawnpoint::process::spawn::{Parent, Start, spawn};
use spawnpoint::process::{Env, Node};
use spawnpoint::syntax::preprocess::{NoIncludes, Options};
use spawnpoint::term::print::{NoNames, WriteOptions, write};
use spawnpoint::term::{Atom, Heap, Term, atom};

/// The value of `t:main()`, written with `~w`; for a crash, the exit reason.
fn run(body: &str) -> String {
    let source = format!(
        "-module(t).\n-export([main/0, start/1]).\nstart(To) -> exit({{value, To, main()}}).\n{body}"
    );
    let compiled = compile::source("t.erl", source.as_bytes(), &NoIncludes, &Options::default());
    let module = compiled
        .module
        .unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    let mut node = Node::new(0, atom::NONODE_NOHOST, builtin::library());
    let mut env = Env::new(1, 0);
    env.log = spawnpoint::process::event::Log::recording();
    node.code.load(Rc::new(module));
    let heap = Heap::new();
    let args = [Term::int(1)];
    let start = Start::Mfa(Atom::intern("t"), Atom::intern("start"), &args);
    let number = spawn(
        &mut node,
        &mut env,
        &heap,
        start,
        Term::local_pid(1),
        Parent::default(),
        Priority::Normal,
    );
    let mut stack = Vec::new();
    loop {
        while run_slice(&mut node, &mut env, &mut stack).ran {}
        let Some(due) = node.timers.next_due_ns() else {
            break;
        };
        env.now_ns = env.now_ns.max(due);
        fire_timers(&mut node, &mut env);
    }
    for event in env.log.take() {
        if let spawnpoint::process::event::What::Exit {
            reason: Some(reason),
        } = &event.what
            && event.pid == number
        {
            let heap = reason.heap();
            let value = match heap.as_tuple(reason.root()) {
                Some([_, _, value]) => value,
                None => reason.root(),
            };
            return write(heap, value, &WriteOptions::new(&NoNames));
        }
    }
    "did not end".into()
}

#[test]
fn functions_and_arithmetic() {
    assert_eq!(
        run("main() -> fact(25).\nfact(0) -> 1; fact(N) -> N * fact(N - 1)."),
        "15511210043330985984000000"
    );
}

#[test]
fn funs_lists_and_comprehensions() {
    let body = "main() -> N = 3, {lists:map(fun(X) -> X * N end, [1, 2]), [{X, Y} || X <- [1, 2], Y <- [a, b], X > 1],\n\
                lists:foldl(fun(X, A) -> X + A end, 0, lists:seq(1, 100)), lists:sort([3, 1, 2])}.";
    assert_eq!(run(body), "{[3,6],[{2,a},{2,b}],5050,[1,2,3]}");
}

#[test]
fn messages_selective_receive_and_timeouts() {
    let body = "main() -> Me = self(), P = spawn(fun() -> receive go -> Me ! {done, self()} end end),\n\
                Me ! noise, P ! go, A = receive {done, P} -> ok after 1000 -> late end,\n\
                B = receive never -> x after 50 -> timeout end, C = receive Any -> Any after 0 -> none end, {A, B, C}.";
    assert_eq!(run(body), "{ok,timeout,noise}");
}

#[test]
fn links_monitors_and_exits() {
    let body = "main() -> process_flag(trap_exit, true), P = spawn_link(fun() -> exit(oops) end),\n\
                A = receive {'EXIT', P, R} -> R end, {Q, M} = spawn_monitor(fun() -> 1 = 2 end),\n\
                B = receive {'DOWN', M, process, Q, {W, _}} -> W end,\n\
                C = (catch link(P)), {A, B, receive {'EXIT', P, N} -> {C, N} after 0 -> C end}.";
    assert_eq!(run(body), "{oops,{badmatch,2},{true,noproc}}");
}

#[test]
fn exceptions_records_maps_and_binaries() {
    let body = "-record(r, {a = 1, b}).\n\
                main() -> X = #r{b = 2}, Y = X#r{a = 5}, M = #{k => Y#r.a}, #{k := V} = M,\n\
                E = try erlang:error(boom) catch error:What -> {caught, What} after ok end,\n\
                <<H:8, T/binary>> = <<1, 2, 3>>, {Y, V, E, H, T, M#{z => 1}, catch throw(t), (catch 1 + a) =:= x}.";
    assert_eq!(
        run(body),
        "{{r,5,2},5,{caught,boom},1,<<2,3>>,#{k => 5,z => 1},t,false}"
    );
}

#[test]
fn calls_nest_inside_builtins_inside_calls() {
    let body = "main() -> add(1, byte_size(pad(2, <<>>))).\n\
                add(A, B) -> A + B.\n\
                pad(0, Binary) -> Binary; pad(N, Binary) -> pad(N - 1, <<Binary/binary, N>>).";
    assert_eq!(run(body), "3");
}
