//! Worlds whose nodes have peers outside: bytes that come in are inputs, so that a world can be replayed without the other.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/pair.rs"]
mod pair;

use pair::Pair;
use spawnpoint::cluster::Errand;
use spawnpoint::shell;
use spawnpoint::world::{Input, Outside, World};

impl Pair {
    fn expect(&mut self, at: usize, text: &str, wanted: &str) {
        let said = self.line(at, text);
        assert!(
            said.contains(wanted),
            "{text} printed:\n{said}\nwithout {wanted}"
        );
    }
}

#[test]
fn nodes_of_two_worlds_talk_and_part() {
    let mut pair = Pair::new(["c", "c"]);
    pair.expect(0, "net_adm:ping('nobody@host').", "pang");
    pair.expect(0, "net_adm:ping('right@host').", "pong");
    pair.expect(1, "nodes().", "[left@host]");
    pair.expect(
        1,
        "rpc:call('left@host', erlang, system_info, [creation]).",
        "77",
    );
    pair.expect(
        0,
        "spawn_monitor('right@host', erlang, exit, [why]), receive M -> M end.",
        "why}",
    );
    pair.expect(1, "global:register_name(me, self()).", "yes");
    pair.expect(0, "node(global:whereis_name(me)).", "right@host");
    pair.expect(0, "monitor_node('right@host', true).", "true");
    pair.expect(1, "erlang:disconnect_node('left@host').", "true");
    pair.expect(0, "receive N -> N end.", "{nodedown,right@host}");
    pair.expect(0, "net_adm:ping('right@host').", "pong");
}

#[test]
fn a_world_is_replayed_without_its_outside() {
    let mut pair = Pair::new(["c", "c"]);
    pair.expect(1, "net_adm:ping('left@host').", "pong");
    pair.expect(0, "rpc:call('right@host', lists, seq, [1, 3]).", "[1,2,3]");
    pair.expect(
        1,
        "[spawn('left@host', io, format, [\"hi~n\"]) || _ <- [1, 2, 3]].",
        "hi",
    );
    pair.expect(1, "halt().", "");
    let text = |world: &World| format!("{:?}", world.view(world.head()));
    let first = &pair.worlds[0];
    let mut again = World::restore(
        first.config().clone(),
        shell::services(),
        first.inputs(),
        u64::MAX,
    );
    again.run(u64::MAX, 0);
    assert_eq!(again.head(), first.head());
    assert_eq!(text(&again), text(first));
    let step = first.head() / 2;
    assert_eq!(
        format!("{:?}", again.view(step)),
        format!("{:?}", first.view(step))
    );
}

#[test]
fn a_caller_without_the_cookie_is_reported() {
    let mut pair = Pair::new(["c", "d"]);
    pair.expect(
        0,
        "net_adm:ping('right@host').",
        "** Connection attempt from node left@host rejected. Invalid challenge reply. **\n",
    );
}

#[test]
fn a_stranger_who_says_nothing_sensible_is_dropped() {
    let mut pair = Pair::new(["c", "c"]);
    for bytes in [
        &b""[..],
        b"\0\0",
        b"\xff\xff",
        b"\0\x03Nab",
        b"GET / HTTP/1.1\r\n\r\n",
    ] {
        let wire = pair.worlds[0].state().cluster.next_wire();
        pair.input(0, Outside::Call { node: 0 });
        let bytes = bytes.into();
        pair.input(0, Outside::Bytes { wire, bytes });
        // Longer than a connection may take to come up.
        for _ in 0..8 {
            let world = &mut pair.worlds[0];
            let to_ns = world.now_ns() + 1_000_000_000;
            world.input(Input::Advance { to_ns });
            world.run(u64::MAX, 0);
        }
        assert!(
            pair.worlds[0]
                .take_errands()
                .contains(&Errand::Close { wire })
        );
    }
    pair.expect(0, "net_adm:ping('right@host').", "pong");
}

/// The timer of a process that was killed goes without an event; in a replay it must not hold the clock.
#[test]
fn a_world_is_replayed_past_timers_of_the_dead() {
    let mut pair = Pair::new(["c", "c"]);
    pair.expect(
        0,
        "P = spawn(fun() -> receive after 1500 -> ok end end), timer:sleep(10), exit(P, kill).",
        "true",
    );
    pair.rest();
    pair.rest();
    pair.expect(0, "receive after 100 -> late end.", "late");
    let first = &pair.worlds[0];
    let config = first.config().clone();
    let mut again = World::restore(config, shell::services(), first.inputs(), u64::MAX);
    again.run(u64::MAX, 0);
    let times =
        |world: &World| -> Vec<u64> { world.events().iter().map(|event| event.time_ns).collect() };
    assert_eq!(times(&again), times(first));
}
