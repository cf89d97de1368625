//! Lines that start processes without end: the shell answers the next line soon, and an interrupt ends the crowd.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/typing.rs"]
mod typing;

use spawnpoint::process::event::What;
use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Status, World};

/// What the page is told of in a second, at least.
const EVENTS_PER_S: u64 = 20_000;

/// As good as all that a node can have.
const FULL: usize = limits::PROCESSES_DEFAULT as usize - 10;

/// The shell, after a line that leaves processes of the learner's own.
fn world(log: bool) -> World {
    let config = Config {
        log,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    let kept =
        "Mine = [spawn(fun() -> receive stop -> ok end end) || _ <- lists:seq(1, 1500)], ok.";
    typing::type_lines(&mut world, &[kept]);
    world.take_output();
    world
}

fn type_line(world: &mut World, text: &str) {
    let text = text.into();
    world.input(Input::Line { node: 0, text });
}

/// Runs until the shell has printed `text`, as the page does, within so many slices or events; all that was printed.
fn run_until_printed(world: &mut World, text: &str, max: u64) -> String {
    let (before, slices) = (world.head(), world.state().slices);
    let mut printed = String::new();
    loop {
        let report = world.run(4_000, 1_000);
        printed.extend(world.take_output().iter().map(|(_, text)| &**text));
        if printed.contains(text) {
            return printed;
        }
        let spent = (world.head() - before).max(world.state().slices - slices);
        let start: Vec<_> = printed.lines().take(20).collect();
        assert!(
            spent < max && report.status == Status::Running,
            "after {spent} events or slices, {:?}:\n{}",
            report.status,
            start.join("\n")
        );
    }
}

fn processes(world: &World) -> usize {
    world.state().nodes[0].processes.len()
}

const TREE: &str = "F = fun G() -> spawn(G), spawn(G) end, F().";
const ENDLESS_TREE: &str = "F = fun G() -> spawn(G), G() end, F().";
const CHAIN: &str = "F = fun G() -> spawn(fun() -> receive stop -> ok end end), G() end, F().";

/// Runs until so many processes are there, or the node is full of them.
fn grow(world: &mut World, count: usize) {
    while processes(world) < count {
        let report = world.run(4_000, 1_000);
        assert_eq!(
            report.status,
            Status::Running,
            "{} processes",
            processes(world)
        );
    }
}

/// Types a line, interrupts it when so many processes are there, types the next line; what was printed.
fn interrupted(line: &str, count: usize, log: bool) -> String {
    let mut world = world(log);
    let before = processes(&world);
    type_line(&mut world, line);
    grow(&mut world, count);
    world.input(Input::Interrupt { node: 0 });
    type_line(&mut world, "1 + 1.");
    let mut printed = run_until_printed(&mut world, "2\n", EVENTS_PER_S);
    typing::type_lines(
        &mut world,
        &["length([P || P <- Mine, is_process_alive(P)])."],
    );
    let rest = world.take_output();
    printed.extend(rest.iter().map(|(_, text)| &**text));
    assert!(printed.contains("> 1500\n"), "{printed}");
    if printed.contains("*** Interrupted: ") {
        // The evaluator is another one.
        assert_eq!(processes(&world), before);
    }
    printed
}

#[test]
fn an_interrupt_ends_a_crowd_and_leaves_other_processes() {
    for line in [TREE, ENDLESS_TREE, CHAIN] {
        for log in [true, false] {
            let printed = interrupted(line, 30_000, log);
            assert!(printed.contains("*** Interrupted: "), "{line} {printed}");
        }
    }
}

#[test]
fn an_interrupt_ends_a_tree_that_has_filled_the_node() {
    for line in [TREE, ENDLESS_TREE] {
        let printed = interrupted(line, FULL, false);
        assert!(printed.contains("*** Interrupted: "), "{line} {printed}");
    }
}

/// The line has ended by itself, with `system_limit`; what it has started waits and is the learner's.
#[test]
fn the_shell_answers_when_a_line_has_filled_the_node() {
    let printed = interrupted(CHAIN, FULL, false);
    assert!(printed.contains("a system limit has been reached"));
}

/// As in OTP: what a line has started outlives an interrupt.
#[test]
fn an_interrupt_leaves_the_few_processes_that_a_line_has_started() {
    let mut world = world(true);
    let before = processes(&world);
    type_line(
        &mut world,
        "[spawn(fun Loop() -> Loop() end) || _ <- lists:seq(1, 10)], F = fun G() -> G() end, F().",
    );
    world.run(1_000_000, 0);
    world.input(Input::Interrupt { node: 0 });
    type_line(&mut world, "1 + 1.");
    let printed = run_until_printed(&mut world, "2\n", EVENTS_PER_S);
    assert!(!printed.contains("*** Interrupted: "), "{printed}");
    world.run(1_000_000, 0);
    assert_eq!(processes(&world), before + 10);
}

/// A loop of high priority lets nobody else run, in OTP not even the shell.
#[test]
fn the_shell_answers_beside_a_loop_of_high_priority() {
    let mut world = world(false);
    type_line(
        &mut world,
        "spawn_opt(fun Loop() -> Loop() end, [{priority, high}]).",
    );
    world.run(100_000_000, 0);
    type_line(&mut world, "1 + 1.");
    run_until_printed(&mut world, "2\n", EVENTS_PER_S);
}

#[test]
fn the_shell_answers_beside_a_tree_of_forks_that_fills_the_node() {
    let mut world = world(false);
    type_line(&mut world, TREE);
    grow(&mut world, FULL);
    type_line(&mut world, "1 + 1.");
    run_until_printed(&mut world, "2\n", 20_000);
    type_line(&mut world, "error(again).");
    run_until_printed(&mut world, "exception error: again", 20_000);
    type_line(&mut world, "3 + 3.");
    run_until_printed(&mut world, "6\n", 20_000);
}

/// Work inside one operation counts: a slice ends after it, however few calls there are.
#[test]
fn large_operations_are_charged() {
    let lists = "L = lists:seq(1, 300000), M = lists:seq(1, 300000), B = binary:copy(<<7>>, 30000000), \
                 C = binary:copy(<<7>>, 30000000), X = (1 bsl 1000000) - 1, Y = (1 bsl 400000) - 3, D = #{L => 1}, ok.";
    let operations = [
        "L =:= M",
        "L < M",
        "B =:= C",
        "erlang:phash2(L)",
        "erlang:phash(L, 100)",
        "X rem 7",
        "X rem Y",
        "Y * Y",
        "X band (X - 1)",
        "D =:= #{M => 1}",
        "map_get(M, D)",
        "maps:is_key(M, D)",
        "lists:member(M, [L])",
        "lists:keyfind(M, 1, [{L}])",
        "erlang:md5(B)",
        "erlang:crc32(B)",
        "integer_to_list(X)",
        "length(L)",
        "is_list(L) andalso L ++ []",
        "lists:reverse(L)",
        "erlang:external_size(L)",
        "term_to_binary(L)",
        "list_to_tuple(L)",
        "tuple_to_list(list_to_tuple(L))",
        "binary:match(B, <<8>>)",
        "binary:copy(B)",
        "list_to_binary(lists:duplicate(300000, 1))",
        "lists:max(L)",
        "lists:sum(L)",
        "erts_debug:flat_size(L)",
        "iolist_size([B | lists:duplicate(300000, 1)])",
        "put(x, L), get(x) =:= M",
        "self() ! L, receive N -> N =:= L end",
        "binary_to_list(binary:part(B, 0, 300000))",
        "lists:flatlength(L)",
        "unicode:characters_to_list(binary:part(B, 0, 300000))",
        "erlang:list_to_integer(integer_to_list(Y))",
        "float(Y bsr 399900)",
        "lists:keysort(1, [{A} || A <- L])",
        "lists:zip(L, M)",
    ];
    let mut world = world(false);
    typing::type_lines(&mut world, &[lists]);
    let mut spent_by = |operation: &str| {
        let before = world.state().env.reductions;
        typing::type_lines(&mut world, &[&format!("begin {operation} end, ok.")]);
        world.state().env.reductions - before
    };
    let nothing = spent_by("ok");
    for operation in operations {
        let spent = spent_by(operation).saturating_sub(nothing);
        assert!(spent > 800, "{operation}: {spent} reductions");
    }
}

/// Sixty cells that share their parts: no machine could walk through them.
const ENDLESS: &str =
    "E = fun() -> lists:foldl(fun(_, A) -> [A | A] end, [], lists:seq(1, 60)) end, ok.";

/// A world where a line has been typed that does something with such a term, `L`.
fn with_endless(deed: &str) -> World {
    let mut world = world(false);
    typing::type_lines(&mut world, &[ENDLESS]);
    type_line(&mut world, &format!("begin L = E(), {deed} end."));
    world
}

/// What makes something else of a term ends the process when that is endless by its shared parts.
#[test]
fn whoever_converts_an_endless_term_is_killed() {
    for conversion in [
        "ets:match_spec_compile([{L, [], [true]}])",
        "ets:match_spec_compile([{'_', [L], [true]}])",
        "ets:match_spec_compile([{'_', [], [{const, L}]}])",
        "ets:match_spec_compile([{'_', [], [{{L}}]}])",
        "ets:match_spec_compile([{#{L => 1}, [], [true]}])",
        "ets:select(ets:new(t, []), [{{L}, [], [true]}])",
        "ets:select(ets:new(t, [ordered_set]), [{{L}, [], [true]}], 5)",
        "ets:select_replace(ets:new(t, []), [{{L}, [], [{{L}}]}])",
        "ets:match(ets:new(t, []), {L})",
        "ets:match_object(ets:new(t, []), {L, '_'})",
        "ets:match_delete(ets:new(t, []), {L})",
        "ets:test_ms({1}, [{L, [], [true]}])",
        "erlang:match_spec_test([1], [{[L], [], [true]}], trace)",
        "erlang:trace_pattern({lists, seq, 2}, [{[L, '_'], [], []}], [])",
        "dbg:tpl(lists, seq, [{[L, '_'], [], []}])",
        "compile:forms([{attribute, 1, module, m}, {attribute, 1, x, L}])",
    ] {
        let mut world = with_endless(conversion);
        run_until_printed(&mut world, "exception exit: killed", EVENTS_PER_S);
        type_line(&mut world, "1 + 1.");
        run_until_printed(&mut world, "2\n", EVENTS_PER_S);
    }
}

/// Library functions that walk through a term that is endless by its shared parts go on for ever, as in OTP; between two turns of
/// theirs the world can be stopped, and the line interrupted.
#[test]
fn whoever_walks_through_an_endless_term_can_be_interrupted() {
    for walk in [
        "lists:flatten(L)",
        "lists:flatlength(L)",
        "filename:join([L])",
        "sofs:from_term([L])",
        "string:is_empty(L)",
        "erl_scan:string(L)",
        "erlang:display(L)",
        "compile:file(L)",
        "file:read_file(L)",
        "code:add_path(L)",
        "error_logger:error_report(L)",
        "spawn(m, f, L)",
    ] {
        let mut world = with_endless(walk);
        for _ in 0..200 {
            world.run(4_000, 0);
        }
        world.input(Input::Interrupt { node: 0 });
        type_line(&mut world, "1 + 1.");
        run_until_printed(&mut world, "2\n", EVENTS_PER_S);
    }
}

/// Payloads of events have a budget of their own: a flood of long messages does not fill the memory with what is looked at by
/// nobody.
#[test]
fn a_flood_of_long_messages_leaves_a_log_of_bounded_size() {
    let mut world = world(true);
    type_line(
        &mut world,
        "P = spawn(fun D() -> receive _ -> D() end end), L = lists:seq(1, 1000), F = fun G() -> P ! L, P ! short, G() end, F().",
    );
    world.run(u64::MAX, 30_000);
    let (mut words, mut shown) = (0, 0);
    for event in world.events() {
        if let What::Send { payload, .. }
        | What::Queued { payload, .. }
        | What::Receive { payload, .. } = &event.what
        {
            words += payload.as_ref().map_or(0, |parcel| parcel.words());
            shown += usize::from(payload.is_some());
        }
    }
    assert!(words > limits::LOG_PAYLOAD_WORDS_MAX / 2, "{words}");
    assert!(words < limits::LOG_PAYLOAD_WORDS_MAX * 11 / 10, "{words}");
    assert!(shown > 15_000, "{shown}");
}

/// Whoever runs a world to tell of it stops after as much as can be told soon, also within a slice.
#[test]
fn a_flood_of_long_messages_is_told_in_pieces() {
    const WORDS: usize = 40_000;
    let mut world = world(true);
    type_line(
        &mut world,
        "P = spawn(fun() -> receive never -> ok end end), L = lists:seq(1, 1000), F = fun G() -> P ! L, G() end, F().",
    );
    for _ in 0..200 {
        let before = world.state().env.log.payload_words();
        world.run_to_tell(4_000, 500, Some(WORDS));
        let added = world.state().env.log.payload_words() - before;
        assert!(added <= WORDS + limits::EVENT_PAYLOAD_WORDS_MAX, "{added}");
    }
    assert!(world.state().env.log.payload_words() > 100 * WORDS);
}
