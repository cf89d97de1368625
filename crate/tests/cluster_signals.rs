//! What processes of different nodes do to each other, one kind of signal at a time.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/nodes.rs"]
mod nodes;

use nodes::Nodes;
use spawnpoint::process::event::What;
use spawnpoint::world::Input;

/// Connected nodes; the shells of the first two trap exits and are registered as `sh`.
fn connected(count: usize) -> Nodes {
    let mut nodes = Nodes::new(count);
    for n in 2..=count {
        nodes.expect(1, &format!("net_adm:ping('n{n}@host')."), "pong");
    }
    nodes.expect(
        1,
        "process_flag(trap_exit, true), register(sh, self()).",
        "true",
    );
    nodes.expect(
        2,
        "process_flag(trap_exit, true), register(sh, self()).",
        "true",
    );
    nodes
}

#[test]
fn links_tell_both_ends() {
    let mut nodes = connected(2);
    nodes.line(1, "P = spawn_link('n2@host', timer, sleep, [infinity]).");
    nodes.expect(
        1,
        "exit(P, stop), receive {'EXIT', P, R1} -> R1 end.",
        "stop",
    );
    // The other way: the remote end of the link ends with this one.
    nodes.line(1, "W = spawn('n2@host', timer, sleep, [infinity]).");
    nodes.line(
        1,
        "L = spawn(fun() -> link(W), receive stop -> exit(over) end end), M = monitor(process, W).",
    );
    nodes.expect(
        1,
        "L ! stop, receive {'DOWN', M, _, _, R2} -> R2 end.",
        "over",
    );
}

#[test]
fn what_was_unlinked_says_nothing() {
    let mut nodes = connected(2);
    nodes.line(
        1,
        "P = spawn_link('n2@host', timer, sleep, [infinity]), unlink(P), M = monitor(process, P).",
    );
    nodes.expect(
        1,
        "exit(P, kill), receive {'DOWN', M, _, _, R} -> R end.",
        "killed",
    );
    nodes.expect(1, "receive Any -> Any after 0 -> nothing end.", "nothing");
}

#[test]
fn a_link_to_the_dead_or_over_a_lost_connection_ends() {
    let mut nodes = connected(2);
    nodes.line(1, "P = spawn('n2@host', erlang, node, []).");
    nodes.expect(1, "link(P), receive {'EXIT', P, R1} -> R1 end.", "noproc");
    nodes.line(1, "Q = spawn_link('n2@host', timer, sleep, [infinity]).");
    nodes.world.input(Input::Disconnect { a: 0, b: 1 });
    nodes.expect(1, "receive {'EXIT', Q, R2} -> R2 end.", "noconnection");
    // Over there too: the process was linked and does not trap exits.
    nodes.expect(
        1,
        "rpc:call('n2@host', erlang, is_process_alive, [Q]).",
        "false",
    );
}

#[test]
fn exit_signals_act_as_on_one_node() {
    let mut nodes = connected(2);
    nodes.line(
        1,
        "P = spawn('n2@host', timer, sleep, [infinity]), M = monitor(process, P).",
    );
    nodes.expect(
        1,
        "exit(P, normal), rpc:call('n2@host', erlang, is_process_alive, [P]).",
        "true",
    );
    nodes.expect(
        1,
        "exit(P, {a, reason}), receive {'DOWN', M, _, _, R} -> R end.",
        "{a,reason}",
    );
    nodes.line(1, "S = rpc:call('n2@host', erlang, whereis, [sh]).");
    nodes.line(1, "exit(S, hello).");
    nodes.expect(
        2,
        "receive {'EXIT', From, hello} -> node(From) end.",
        "n1@host",
    );
}

#[test]
fn an_alias_is_reached_until_it_ends() {
    let mut nodes = connected(2);
    nodes.line(1, "A = alias(), {sh, 'n2@host'} ! {alias, A}.");
    nodes.line(2, "receive {alias, A} -> A ! first end.");
    nodes.expect(1, "receive M1 -> M1 after 0 -> nothing end.", "first");
    nodes.expect(1, "unalias(A).", "true");
    nodes.line(2, "A ! second.");
    nodes.expect(1, "receive M2 -> M2 after 0 -> nothing end.", "nothing");
    // One that ends with the first answer.
    nodes.line(1, "B = monitor(process, {sh, 'n2@host'}, [{alias, reply_demonitor}]), {sh, 'n2@host'} ! {alias, B}.");
    nodes.line(2, "f(B), receive {alias, B} -> B ! one, B ! two end.");
    nodes.expect(1, "receive M3 -> M3 after 0 -> nothing end.", "one");
    nodes.expect(1, "receive M4 -> M4 after 0 -> nothing end.", "nothing");
}

#[test]
fn output_goes_to_the_group_leader_on_its_node() {
    let mut nodes = connected(2);
    nodes.line(1, "P = spawn('n2@host', timer, sleep, [infinity]).");
    nodes.expect(
        1,
        "node(element(2, rpc:call('n2@host', erlang, process_info, [P, group_leader]))).",
        "n1@host",
    );
    nodes.expect(
        1,
        "group_leader(rpc:call('n2@host', erlang, whereis, [user]), P).",
        "true",
    );
    nodes.expect(
        1,
        "node(element(2, rpc:call('n2@host', erlang, process_info, [P, group_leader]))).",
        "n2@host",
    );
    // Printed where the spawning process prints, not where the process ran.
    nodes.world.input(Input::Line {
        node: 0,
        text: "spawn('n2@host', io, put_chars, [\"from afar\\n\"]).".into(),
    });
    nodes.rest();
    let said = nodes.world.take_output();
    assert!(
        said.iter()
            .any(|(node, text)| *node == 0 && text.contains("from afar")),
        "{said:?}"
    );
}

#[test]
fn a_large_message_goes_in_fragments_and_arrives_whole_and_in_order() {
    let mut nodes = connected(2);
    nodes.line(
        1,
        "B = list_to_binary([I rem 251 || I <- lists:seq(1, 300000)]).",
    );
    let before = nodes.world.events().len();
    nodes.line(1, "{sh, 'n2@host'} ! {big, B}, {sh, 'n2@host'} ! small.");
    let frames = nodes.world.events()[before..]
        .iter()
        .filter(|event| matches!(&event.what, What::FrameSent { length, .. } if *length > 60_000))
        .count();
    assert!(frames >= 4, "{frames} large frames");
    nodes.expect(2, "receive First -> element(1, First) end.", "big");
    nodes.expect(
        2,
        "element(2, First) =:= list_to_binary([I rem 251 || I <- lists:seq(1, 300000)]).",
        "true",
    );
    nodes.expect(
        2,
        "receive Second -> Second after 0 -> nothing end.",
        "small",
    );
}

/// A connection that breaks between two fragments loses the whole message, and the next one starts anew.
#[test]
fn half_a_message_is_no_message() {
    let mut nodes = connected(2);
    nodes.world.input(Input::Delay {
        a: 0,
        b: 1,
        latency_us: 500,
        jitter_us: 0,
        bytes_per_s: 100_000,
    });
    nodes.world.input(Input::Line {
        node: 0,
        text: "{sh, 'n2@host'} ! {big, list_to_binary(lists:duplicate(300000, 7))}.".into(),
    });
    nodes.run(1_500_000_000);
    nodes.world.input(Input::Disconnect { a: 0, b: 1 });
    nodes.world.input(Input::Delay {
        a: 0,
        b: 1,
        latency_us: 500,
        jitter_us: 0,
        bytes_per_s: 0,
    });
    nodes.rest();
    nodes.expect(1, "{sh, 'n2@host'} ! after_it.", "after_it");
    nodes.expect(2, "receive M -> M after 0 -> nothing end.", "after_it");
}

#[test]
fn nodes_are_watched_once_per_call() {
    let mut nodes = connected(2);
    nodes.expect(
        1,
        "[monitor_node('n2@host', On) || On <- [true, true, true, false]].",
        "[true,true,true,true]",
    );
    nodes.world.input(Input::CrashNode { node: 1 });
    nodes.rest();
    nodes.expect(
        1,
        "[receive {nodedown, N} -> N after 0 -> nothing end || _ <- \"123\"].",
        "[n2@host,n2@host,nothing]",
    );
    nodes.expect(
        1,
        "monitor_node('n2@host', true), receive {nodedown, N} -> again after 8000 -> nothing end.",
        "again",
    );
}

/// The cache of a connection has 2,048 places and a message can refer to 255 of them.
#[test]
fn more_atoms_than_the_cache_holds() {
    let mut nodes = connected(2);
    let atoms = "[list_to_atom(\"atom_\" ++ integer_to_list(I)) || I <- lists:seq(1, 6000)]";
    nodes.line(1, &format!("L = {atoms}."));
    nodes.line(1, "[{sh, 'n2@host'} ! {some, lists:sublist(L, I, 300)} || I <- lists:seq(1, 5701, 300)], {sh, 'n2@host'} ! {all, L}.");
    nodes.line(1, "[{sh, 'n2@host'} ! {one, A} || A <- L].");
    nodes.expect(
        2,
        &format!("L = {atoms}, lists:append([receive {{some, S}} -> S after 0 -> [] end || _ <- lists:seq(1, 20)]) =:= L."),
        "true",
    );
    nodes.expect(
        2,
        "receive {all, All} -> All =:= L after 0 -> nothing end.",
        "true",
    );
    nodes.expect(
        2,
        "[receive {one, A} -> A after 0 -> nothing end || _ <- L] =:= L.",
        "true",
    );
}

#[test]
fn hidden_nodes_keep_to_themselves() {
    let mut nodes = Nodes::new(3);
    nodes.world.state_mut().nodes[2].dist.hidden = true;
    nodes.expect(1, "net_adm:ping('n2@host').", "pong");
    nodes.expect(1, "net_kernel:monitor_nodes(true).", "ok");
    nodes.expect(3, "net_adm:ping('n1@host').", "pong");
    nodes.expect(1, "nodes().", "[n2@host]");
    nodes.expect(1, "nodes(hidden).", "[n3@host]");
    nodes.expect(1, "lists:sort(nodes(connected)).", "[n2@host,n3@host]");
    nodes.expect(1, "receive M -> M after 0 -> nothing end.", "nothing");
    // Nobody introduces it to others.
    nodes.expect(2, "nodes(connected).", "[n1@host]");
    nodes.expect(3, "nodes(hidden).", "[n1@host]");
}

/// A pid of a node's earlier life leads nowhere, though a process with its number lives there now.
#[test]
fn the_dead_do_not_rise_with_their_node() {
    let mut nodes = connected(2);
    nodes.line(1, "P = rpc:call('n2@host', erlang, whereis, [user]).");
    nodes.world.input(Input::CrashNode { node: 1 });
    nodes.rest();
    nodes.world.input(Input::StartNode {
        name: "n2@host".into(),
    });
    nodes.rest();
    nodes.expect(1, "net_adm:ping('n2@host').", "pong");
    nodes.line(1, "Q = rpc:call('n2@host', erlang, whereis, [user]).");
    nodes.expect(1, "{P =:= Q, node(P) =:= node(Q)}.", "{false,true}");
    nodes.expect(
        1,
        "M = monitor(process, P), receive {'DOWN', M, _, _, R1} -> R1 end.",
        "noproc",
    );
    nodes.expect(1, "link(P), receive {'EXIT', P, R2} -> R2 end.", "noproc");
    nodes.line(1, "exit(P, kill), P ! {console_input, \"nobody.\"}.");
    nodes.expect(
        1,
        "rpc:call('n2@host', erlang, is_process_alive, [Q]).",
        "true",
    );
}

/// As real nodes answer: what has begun to connect will do, and a cast connects.
#[test]
fn noconnect_sends_only_where_a_connection_is_or_comes() {
    let mut nodes = Nodes::new(2);
    nodes.expect(
        1,
        "erlang:send({sh, 'n2@host'}, hi, [noconnect]).",
        "noconnect",
    );
    nodes.expect(1, "nodes().", "[]");
    nodes.expect(2, "register(sh, self()).", "true");
    nodes.expect(
        1,
        "monitor(process, {sh, 'n2@host'}), erlang:send({sh, 'n2@host'}, hi, [noconnect]).",
        "ok",
    );
    nodes.expect(2, "receive M -> M after 0 -> nothing end.", "hi");
    nodes.expect(1, "disconnect_node('n2@host').", "true");
    nodes.expect(1, "gen_server:cast({sh, 'n2@host'}, it).", "ok");
    nodes.expect(
        2,
        "receive N -> N after 0 -> nothing end.",
        "{'$gen_cast',it}",
    );
}
