//! Nodes in one world: connecting, talking, watching, and losing each other.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/nodes.rs"]
mod nodes;

use nodes::Nodes;
use spawnpoint::shell;
use spawnpoint::world::{Input, World};

#[test]
fn two_nodes_connect_talk_and_part() {
    let mut nodes = Nodes::new(2);
    nodes.expect(1, "nodes().", "[]");
    nodes.expect(1, "net_adm:ping('n2@host').", "pong");
    nodes.expect(1, "nodes().", "[n2@host]");
    nodes.expect(2, "nodes().", "[n1@host]");
    nodes.expect(1, "register(sh, self()).", "true");
    nodes.expect(2, "{sh, 'n1@host'} ! {hello, self()}.", "{hello,<0.");
    nodes.expect(1, "receive {hello, P} -> P ! {back, self()}, P end.", "<92");
    nodes.expect(
        2,
        "receive {back, Q} -> node(Q) after 0 -> nothing end.",
        "n1@host",
    );
    nodes.expect(1, "M = monitor(process, P).", "#Ref<0.");
    nodes.expect(1, "monitor_node('n2@host', true).", "true");
    nodes.world.input(Input::CrashNode { node: 1 });
    nodes.rest();
    nodes.expect(1, "flush().", "nodedown,n2@host");
    let said = nodes.line(1, "nodes().");
    assert!(said.contains("[]"), "{said}");
}

#[test]
fn functions_are_called_on_other_nodes() {
    let mut nodes = Nodes::new(2);
    nodes.expect(1, "rpc:call('n2@host', erlang, node, []).", "n2@host");
    nodes.expect(
        1,
        "rpc:call('n2@host', erlang, error, [x]).",
        "{badrpc,{'EXIT',{x,",
    );
    nodes.expect(
        1,
        "rpc:call('no@host', erlang, node, []).",
        "{badrpc,nodedown}",
    );
    nodes.expect(1, "erpc:call('n2@host', erlang, node, []).", "n2@host");
    nodes.expect(
        1,
        "rpc:multicall(erlang, node, []).",
        "{[n1@host,n2@host],[]}",
    );
    nodes.expect(1, "P = spawn('n2@host', timer, sleep, [100000]).", "<92");
    nodes.expect(
        1,
        "link(P), process_flag(trap_exit, true), exit(P, stop).",
        "true",
    );
    nodes.expect(1, "flush().", ",stop}");
}

#[test]
fn global_names_hold_on_all_nodes_and_pass_with_their_process() {
    let mut nodes = Nodes::new(3);
    nodes.expect(1, "net_adm:ping('n2@host').", "pong");
    nodes.expect(3, "net_adm:ping('n2@host').", "pong");
    // Who knows one knows all.
    nodes.expect(1, "lists:sort(nodes()).", "[n2@host,n3@host]");
    nodes.expect(1, "global:register_name(it, self()).", "yes");
    nodes.expect(3, "node(global:whereis_name(it)).", "n1@host");
    nodes.expect(2, "global:register_name(it, self()).", "no");
    nodes.world.input(Input::CrashNode { node: 0 });
    nodes.rest();
    nodes.expect(3, "global:whereis_name(it).", "undefined");
    nodes.expect(2, "global:register_name(it, self()).", "yes");
}

/// A line that is cut for long enough is noticed by missing ticks; healed in time, nothing is lost.
#[test]
fn silence_is_noticed_after_four_ticks() {
    let mut nodes = Nodes::new(2);
    nodes.expect(1, "net_adm:ping('n2@host').", "pong");
    nodes.expect(2, "register(sh, self()).", "true");
    let cut = Input::Partition {
        a: 0,
        b: 1,
        both: true,
    };
    nodes.world.input(cut.clone());
    nodes.expect(1, "{sh, 'n2@host'} ! late.", "late");
    nodes.run(30_000_000_000);
    nodes.world.input(Input::Heal { a: 0, b: 1 });
    nodes.rest();
    nodes.expect(2, "flush().", "late");
    nodes.world.input(cut);
    nodes.run(80_000_000_000);
    nodes.expect(1, "nodes().", "[]");
    nodes.expect(2, "nodes().", "[]");
}

/// The same inputs at the same moments give the same world, faults included.
#[test]
fn a_world_of_several_nodes_is_replayed() {
    let play = || {
        let mut nodes = Nodes::new(3);
        nodes.line(1, "net_adm:ping('n2@host').");
        nodes.line(2, "net_adm:ping('n3@host').");
        nodes.line(1, "global:register_name(it, self()).");
        nodes.world.input(Input::Partition {
            a: 0,
            b: 1,
            both: false,
        });
        nodes.run(90_000_000_000);
        nodes.world.input(Input::Heal { a: 0, b: 1 });
        nodes.line(1, "net_adm:ping('n2@host').");
        nodes.world.input(Input::CrashNode { node: 2 });
        nodes.rest();
        nodes.world
    };
    let (first, second) = (play(), play());
    let text = |world: &World| format!("{:?}", world.view(world.head()));
    for (one, other) in first.events().iter().zip(second.events()) {
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
    assert_eq!(first.head(), second.head());
    assert_eq!(text(&first), text(&second));
    let mut again = World::restore(
        first.config().clone(),
        shell::services(),
        first.inputs(),
        u64::MAX,
    );
    again.run(u64::MAX, 0);
    assert_eq!(again.head(), first.head());
    assert_eq!(text(&again), text(&first));
}

/// A listener on n1, a connection from n2 to it: `A` is n1's end, `S` n2's.
fn with_sockets() -> Nodes {
    let mut nodes = Nodes::new(2);
    nodes.expect(
        1,
        "{ok, L} = gen_tcp:listen(5555, [binary, {active, false}]).",
        "{ok,#Port",
    );
    nodes.expect(
        2,
        "{ok, S} = gen_tcp:connect(\"host\", 5555, [binary]).",
        "{ok,#Port",
    );
    nodes.expect(1, "{ok, A} = gen_tcp:accept(L).", "{ok,#Port");
    nodes
}

#[test]
fn a_cut_line_holds_what_sockets_send() {
    let mut nodes = with_sockets();
    nodes.world.input(Input::Partition {
        a: 0,
        b: 1,
        both: false,
    });
    nodes.expect(1, "gen_tcp:send(A, \"one\").", "ok");
    nodes.expect(
        2,
        "receive {tcp, S, _} = M -> M after 100 -> silence end.",
        "silence",
    );
    nodes.expect(2, "gen_tcp:send(S, \"back\").", "ok");
    nodes.expect(1, "gen_tcp:recv(A, 0, 100).", "{error,timeout}");
    nodes.expect(
        2,
        "gen_tcp:connect(\"host\", 5555, [], 100).",
        "{error,timeout}",
    );
    nodes.expect(1, "gen_tcp:close(A).", "ok");
    nodes.expect(
        2,
        "receive {tcp_closed, S} -> closed after 100 -> silence end.",
        "silence",
    );
    nodes.world.input(Input::Heal { a: 0, b: 1 });
    nodes.rest();
    nodes.expect(
        2,
        "receive {tcp, S, D} -> D after 0 -> silence end.",
        "<<\"one\">>",
    );
    nodes.expect(
        2,
        "receive {tcp_closed, S} -> closed; {tcp_error, S, R} -> R after 0 -> silence end.",
        "c",
    );
    nodes.expect(
        2,
        "{ok, T} = gen_tcp:connect(\"host\", 5555, []).",
        "{ok,#Port",
    );
}

#[test]
fn a_full_cut_line_stops_the_sender() {
    let mut nodes = with_sockets();
    nodes.world.input(Input::Partition {
        a: 0,
        b: 1,
        both: true,
    });
    nodes.expect(2, "inet:setopts(S, [{send_timeout, 50}]).", "ok");
    nodes.expect(
        2,
        "[gen_tcp:send(S, binary:copy(<<0>>, 100000)) || _ <- lists:seq(1, 4)].",
        "{error,timeout}",
    );
    nodes.world.input(Input::Heal { a: 0, b: 1 });
    nodes.rest();
    nodes.expect(
        1,
        "{ok, B} = gen_tcp:recv(A, 100000, 100), byte_size(B).",
        "100000",
    );
}

#[test]
fn a_node_that_ends_closes_its_sockets() {
    let mut nodes = with_sockets();
    nodes.expect(1, "gen_tcp:send(A, \"last words\").", "ok");
    nodes.world.input(Input::CrashNode { node: 0 });
    nodes.rest();
    nodes.expect(
        2,
        "receive {tcp, S, D} -> D after 0 -> silence end.",
        "<<\"last words\">>",
    );
    nodes.expect(
        2,
        "receive {tcp_closed, S} -> closed after 0 -> silence end.",
        "closed",
    );
    nodes.expect(2, "gen_tcp:send(S, \"x\").", "{error,closed}");
    nodes.expect(
        2,
        "gen_tcp:connect(\"host\", 5555, []).",
        "{error,econnrefused}",
    );
}

#[test]
fn the_kernel_of_a_paused_node_still_answers() {
    let mut nodes = with_sockets();
    nodes.world.input(Input::Pause { node: 0 });
    nodes.expect(2, "gen_tcp:send(S, \"early\").", "ok");
    nodes.expect(
        2,
        "{ok, T} = gen_tcp:connect(\"host\", 5555, [], 100).",
        "{ok,#Port",
    );
    nodes.expect(2, "gen_tcp:send(T, \"to nobody yet\").", "ok");
    nodes.expect(
        2,
        "receive {tcp, S, _} = M -> M after 100 -> silence end.",
        "silence",
    );
    nodes.world.input(Input::Resume { node: 0 });
    nodes.rest();
    nodes.expect(1, "gen_tcp:recv(A, 0, 100).", "{ok,<<\"early\">>}");
    nodes.expect(
        1,
        "{ok, B} = gen_tcp:accept(L, 100), gen_tcp:recv(B, 0, 100).",
        "{ok,<<\"to nobody yet\">>}",
    );
}

#[test]
fn a_node_without_the_cookie_is_turned_away_and_reported() {
    let mut nodes = Nodes::new(2);
    nodes.expect(1, "erlang:set_cookie('n2@host', other).", "true");
    let said = nodes.line(1, "net_adm:ping('n2@host').");
    assert!(said.contains("pang"), "{said}");
    assert!(
        said.contains(
            "** Connection attempt from node n1@host rejected. Invalid challenge reply. **\n"
        ),
        "{said}"
    );
    nodes.expect(1, "erlang:set_cookie('n2@host', spawnpoint).", "true");
    nodes.expect(2, "net_kernel:allow([n3@host]).", "ok");
    nodes.expect(
        1,
        "net_adm:ping('n2@host').",
        "** Connection attempt from disallowed node n1@host ** ",
    );
}

#[test]
fn a_crash_is_reported_where_the_group_leader_is() {
    let mut nodes = Nodes::new(2);
    nodes.world.input(Input::Line {
        node: 0,
        text: "spawn('n2@host', erlang, error, [oops]).".into(),
    });
    nodes.rest();
    let said = nodes.world.take_output();
    let text: String = said.iter().map(|(_, text)| &**text).collect();
    assert!(
        text.contains("on node n2@host with exit value:\n{oops,"),
        "{text}"
    );
    assert!(said.iter().all(|(node, _)| *node == 0), "{said:?}");
}
