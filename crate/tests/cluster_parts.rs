//! Clusters that fall apart and find together: what `global` and `gen_server_cluster` make of it. Each of these was found by
//! the simulation (`./build.sh simulate`), or observed with real nodes.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/nodes.rs"]
mod nodes;

use nodes::Nodes;
use spawnpoint::term::{Atom, Term};
use spawnpoint::world::{Input, Status};

const S: u64 = 1_000_000_000;

fn connected(count: usize) -> Nodes {
    let mut nodes = Nodes::new(count);
    for n in 2..=count {
        nodes.expect(1, &format!("net_adm:ping('n{n}@host')."), "pong");
    }
    nodes
}

/// As three and four real nodes do when one of their connections breaks.
#[test]
fn parts_do_not_overlap() {
    for (count, first) in [(3, "[]"), (4, "[n4@host]")] {
        let mut nodes = connected(count);
        nodes.expect(2, "disconnect_node('n3@host').", "true");
        let said = nodes.line(1, "nodes().");
        assert!(said.contains(first), "{said}");
        nodes.expect(2, "nodes().", "[]");
        nodes.expect(3, "nodes().", "[]");
        if count == 4 {
            nodes.expect(4, "nodes().", "[n1@host]");
        }
        // Who is asked for is there again, and brings the others.
        for n in 2..=count {
            nodes.expect(1, &format!("net_adm:ping('n{n}@host')."), "pong");
        }
        nodes.expect(2, "length(nodes()).", &format!("{}", count - 1));
        nodes.expect(3, "length(nodes()).", &format!("{}", count - 1));
    }
}

#[test]
fn global_says_why_it_disconnects() {
    let mut nodes = connected(3);
    let said = nodes.line(2, "disconnect_node('n3@host').");
    for wanted in [
        "'global' at node n1@host requested disconnect from node n3@host in order to prevent overlapping partitions",
        "'global' at node n3@host disconnected node n1@host in order to prevent overlapping partitions",
    ] {
        assert!(said.contains(wanted), "{said}\nwithout {wanted}");
    }
}

/// A name given while another node waits for its table to be put together with the others' is known there too.
#[test]
fn a_node_that_comes_while_a_name_is_given_learns_it() {
    let mut nodes = connected(2);
    nodes.expect(2, "global:set_lock({global, me}, [node()]).", "true");
    nodes.line(
        1,
        "spawn(fun() -> global:register_name(it, whereis(user)) end).",
    );
    nodes.expect(2, "nodes().", "[n1@host]");
    nodes.world.input(Input::StartNode {
        name: "n3@host".into(),
    });
    nodes.rest();
    nodes.expect(3, "net_adm:ping('n1@host').", "pong");
    nodes.expect(2, "global:del_lock({global, me}, [node()]).", "true");
    nodes.run(5 * S);
    for n in 1..=3 {
        nodes.expect(n, "node(global:whereis_name(it)).", "n1@host");
    }
}

/// A table that has not been put together with the others' lacks a name that another has: who registers it must not replace
/// that one unseen.
#[test]
fn a_name_that_only_another_table_has_is_not_free() {
    let mut nodes = connected(2);
    nodes.expect(1, "global:register_name(it, whereis(user)).", "yes");
    // As node 2 is between the loss of a connection and the merge after the next, which waits for the lock.
    nodes.expect(2, "global:set_lock({global, self()}, [node()]).", "true");
    nodes.expect(
        2,
        "gen_server:call(global_name_server, {unregister, it}).",
        "ok",
    );
    nodes.expect(2, "gen_server:cast(global_name_server, in_doubt).", "ok");
    nodes.expect(2, "global:whereis_name(it).", "undefined");
    nodes.expect(2, "global:register_name(it, whereis(user)).", "no");
    for n in 1..=2 {
        nodes.expect(n, "node(global:whereis_name(it)).", "n1@host");
    }
}

/// A node whose name server starts in the middle of a merge: it was passed over by the lock, so that nothing may be written to its
/// table, and must be read again.
#[test]
fn a_name_server_that_starts_during_a_merge_is_not_passed_over() {
    let mut nodes = connected(2);
    nodes.expect(1, "global:register_name(it, whereis(user)).", "yes");
    nodes.world.input(Input::Delay {
        a: 0,
        b: 1,
        latency_us: 1_000_000,
        jitter_us: 0,
        bytes_per_s: 0,
    });
    // As after a start: in doubt, which the other has been told, and not there yet when the lock is asked for.
    let line = "S = whereis(global_name_server), unregister(global_name_server), gen_server:cast(S, in_doubt), \
                timer:sleep(3500), register(global_name_server, S).";
    nodes.line(2, line);
    nodes.run(30 * S);
    nodes.expect(
        2,
        "gen_server:call(global_name_server, is_settled).",
        "true",
    );
    nodes.expect(2, "node(global:whereis_name(it)).", "n1@host");
}

/// Word of a loss that comes when the two are together again parts nobody.
#[test]
fn late_word_of_a_loss_is_void() {
    let mut nodes = connected(3);
    nodes.expect(
        1,
        "gen_server:cast({global_name_server, 'n2@host'}, {lost_connection, node(), 'n3@host', unknown}).",
        "ok",
    );
    for n in 1..=3 {
        nodes.expect(n, "length(nodes()).", "2");
    }
    // It counts again when they do part.
    nodes.expect(1, "disconnect_node('n3@host').", "true");
    nodes.expect(2, "nodes().", "[]");
}

const COUNTER: &str = "\
-module(counter).
-behaviour(gen_server).
-export([start/0, join/0, add/0, init/1, handle_call/3, handle_cast/2]).
start() -> gen_server_cluster:start(c, counter, [], []).
join() -> gen_server_cluster:start_local_server(c).
add() -> gen_server:call({global, c}, add, 60000).
init([]) -> {ok, 0}.
handle_call(add, _From, N) -> {reply, N + 1, N + 1}.
handle_cast(_, N) -> {noreply, N}.
";

/// Nodes with a member each of the cluster `c`, the first with its global server.
fn with_counter(count: usize) -> Nodes {
    let mut nodes = connected(count);
    for n in 1..=count as u32 {
        load_counter(&mut nodes, n);
    }
    nodes.expect(1, "counter:start().", "started as global server");
    for n in 2..=count as u32 {
        nodes.expect(n, "counter:join().", "started as local server");
    }
    nodes
}

fn load_counter(nodes: &mut Nodes, n: u32) {
    nodes.world.input(Input::Module {
        node: n - 1,
        name: "counter".into(),
        source: COUNTER.into(),
    });
}

/// All views of up to five members and absents: which two parts, with no living process in common, may both act, whoever is
/// dead and whatever each part knows of that; and how many parts of a view may act where nobody is dead.
const VIEWS: &str = "\
-module(views).
-export([clashes/0, count/0]).
clashes() ->
    [{M, A, {P, DeadP}, {Q, DeadQ}}
     || N <- lists:seq(1, 5), Away <- lists:seq(0, min(2, N - 1)), {M, A} <- [lists:split(N - Away, lists:seq(1, N))],
        Dead <- subsets(M ++ A), P <- subsets((M ++ A) -- Dead), Q <- subsets(((M ++ A) -- Dead) -- P), P =/= [], Q =/= [],
        DeadP <- subsets(Dead), may_act(M, A, P, DeadP), DeadQ <- subsets(Dead), may_act(M, A, Q, DeadQ)].
count() -> length([P || N <- lists:seq(1, 5), P <- subsets(lists:seq(1, N)), may_act(lists:seq(1, N), [], P, [])]).
may_act(M, A, Present, Dead) ->
    gen_server_cluster_view:may_act([#{number => {1, n}, members => M, absent => A}], Present, Dead).
subsets([]) -> [[]];
subsets([X | Rest]) -> Some = subsets(Rest), [[X | S] || S <- Some] ++ Some.
";

/// The third step of the argument at the head of `gen_server_cluster.erl`.
#[test]
fn no_two_parts_of_a_view_may_act() {
    let mut nodes = Nodes::new(1);
    nodes.world.input(Input::Module {
        node: 0,
        name: "views".into(),
        source: VIEWS.into(),
    });
    nodes.expect(1, "{views:clashes(), views:count()}.", "{[],31}");
}

/// A member that answers so late that the others go on without it comes back when it hears of that.
#[test]
fn a_member_that_was_left_out_comes_back() {
    let mut nodes = with_counter(3);
    let slow = |latency_us| Input::Delay {
        a: 0,
        b: 2,
        latency_us,
        jitter_us: 0,
        bytes_per_s: 0,
    };
    nodes.world.input(slow(4_000_000));
    nodes.line(1, "counter:add().");
    nodes.run(15 * S);
    nodes.world.input(slow(500));
    nodes.run(10 * S);
    nodes.output();
    nodes.expect(1, "counter:add().", "2");
    nodes.expect(
        1,
        "lists:sort(gen_server_cluster:get_target_states(c)).",
        "[{n1@host,2},{n2@host,2},{n3@host,2}]",
    );
}

/// A node that was started anew before its end was noticed is no member that might come back: the last one goes on alone.
#[test]
fn a_member_whose_node_was_restarted_is_dead() {
    let mut nodes = with_counter(2);
    nodes.world.input(Input::Partition {
        a: 0,
        b: 1,
        both: true,
    });
    nodes.world.input(Input::CrashNode { node: 0 });
    nodes.rest();
    nodes.world.input(Input::StartNode {
        name: "n1@host".into(),
    });
    nodes.run(100 * S);
    nodes.world.input(Input::Heal { a: 0, b: 1 });
    nodes.expect(2, "net_adm:ping('n1@host').", "pong");
    nodes.run(5 * S);
    nodes.expect(2, "counter:add().", "1");
    load_counter(&mut nodes, 1);
    nodes.expect(1, "counter:join().", "started as local server");
    nodes.expect(1, "counter:add().", "2");
}

/// Who was cut off may one day be the last of the view it knows, and then goes on by itself: nobody else must be in a newer one.
#[test]
fn nobody_new_is_taken_in_while_a_member_is_cut_off() {
    let mut nodes = with_counter(3);
    let cut = |a| Input::Partition {
        a,
        b: 2,
        both: true,
    };
    nodes.world.input(cut(0));
    nodes.world.input(cut(1));
    nodes.run(100 * S);
    nodes.expect(1, "counter:add().", "1");
    nodes.world.input(Input::StartNode {
        name: "n4@host".into(),
    });
    nodes.rest();
    load_counter(&mut nodes, 4);
    nodes.world.input(cut(3));
    nodes.expect(4, "net_adm:ping('n1@host').", "pong");
    nodes.run(10 * S);
    nodes.output();
    nodes.expect(4, "counter:join().", "{error,{absent,[n3@host]}}");
    for a in [0, 1, 3] {
        nodes.world.input(Input::Heal { a, b: 2 });
    }
    nodes.run(20 * S);
    nodes.output();
    nodes.expect(4, "counter:join().", "started as local server");
    nodes.expect(
        3,
        "lists:sort(gen_server_cluster:get_target_states(c)).",
        "[{n1@host,1},{n2@host,1},{n3@host,1},{n4@host,1}]",
    );
}

/// As when whoever gives a name ends after the first node has been told.
#[test]
fn a_change_of_names_that_was_cut_off_is_completed() {
    let mut nodes = connected(3);
    let give = "spawn(fun() ->
        global:set_lock({global, self()}),
        global:call('n2@host', {register, half, whereis(user), fun global:random_exit_name/3})
    end).";
    nodes.line(1, &give.replace('\n', " "));
    nodes.run(S);
    for n in 1..=3 {
        nodes.expect(n, "node(global:whereis_name(half)).", "n1@host");
    }
}

/// What waits to be sent on a slow line is sent at the line's new pace.
#[test]
fn a_line_that_is_mended_sends_what_has_piled_up() {
    let mut nodes = connected(2);
    let speed = |bytes_per_s| Input::Delay {
        a: 0,
        b: 1,
        latency_us: 500,
        jitter_us: 0,
        bytes_per_s,
    };
    nodes.line(2, "register(me, self()).");
    nodes.world.input(speed(100));
    nodes.line(1, "{me, 'n2@host'} ! binary:copy(<<1>>, 2_000).");
    nodes.expect(2, "receive B -> size(B) after 0 -> none end.", "none");
    nodes.world.input(speed(0));
    nodes.rest();
    nodes.expect(2, "receive B -> size(B) after 0 -> none end.", "2000");
}

/// The number of the view that the server on node `n` is in.
fn view(nodes: &Nodes, n: u32) -> Option<i64> {
    let node = &nodes.world.state().nodes[n as usize - 1];
    let server = node.processes.get(node.whereis(Atom::intern("c"))?)?;
    let mut standings = server.dictionary.iter().filter_map(|(_, value)| {
        let [_, number, _]: [Term; 3] = server.heap.as_tuple(*value)?;
        number.as_small()
    });
    standings.next()
}

/// A member enters a view, but the word of it is lost. Whoever formed the view must not go on as if it had not come to be.
#[test]
fn a_view_that_may_have_come_to_be_counts() {
    let mut nodes = with_counter(3);
    let cut = |a, b, both| Input::Partition { a, b, both };
    nodes.world.input(cut(0, 2, true));
    nodes.world.input(cut(1, 2, true));
    nodes.world.input(Input::Disconnect { a: 0, b: 2 });
    let before = view(&nodes, 2);
    while view(&nodes, 2) == before {
        if let Status::Waiting { until_ns } = nodes.world.run(u64::MAX, 1).status {
            nodes.world.input(Input::Advance { to_ns: until_ns });
        }
    }
    // Its answer does not arrive, and the third comes back.
    nodes.world.input(cut(1, 0, true));
    nodes.world.input(Input::Disconnect { a: 0, b: 1 });
    nodes.world.input(Input::Heal { a: 0, b: 2 });
    nodes.run(120 * S);
    nodes.world.input(Input::CrashNode { node: 0 });
    nodes.run(100 * S);
    nodes.output();
    let second = nodes.line(2, "catch counter:add().");
    let third = nodes.line(3, "catch counter:add().");
    let made = |said: &str| said.starts_with("1\n");
    assert!(
        made(&second) && !made(&third),
        "the second:\n{second}\nthe third:\n{third}"
    );
}
