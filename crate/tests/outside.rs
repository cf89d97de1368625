//! Worlds whose nodes have peers outside: two worlds of a node each, joined by hand as the native program joins one to the
//! network. Bytes that come in are inputs, so that a world can be replayed without the other.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use spawnpoint::cluster::Errand;
use spawnpoint::shell;
use spawnpoint::world::{Config, Input, Outside, OutsideConfig, Status, World};

const NAMES: [&str; 2] = ["left@host", "right@host"];

struct Pair {
    worlds: [World; 2],
    /// Wires by world and number: the number at the other end.
    wires: BTreeMap<(usize, u64), u64>,
}

impl Pair {
    fn new(cookies: [&str; 2]) -> Pair {
        let world = |index: usize| {
            let config = Config {
                seed: index as u64,
                nodes: vec![NAMES[index].into()],
                cookie: cookies[index].into(),
                log: true,
                outside: Some(OutsideConfig {
                    creation: 77 + index as u32,
                    hidden: false,
                }),
                ..Config::default()
            };
            World::new(config, shell::services())
        };
        let mut pair = Pair {
            worlds: [world(0), world(1)],
            wires: BTreeMap::new(),
        };
        pair.rest();
        pair.output();
        pair
    }

    /// Carries bytes both ways until nothing more is to be done within a second.
    fn rest(&mut self) {
        let end_ns = self
            .worlds
            .each_ref()
            .map(|world| world.now_ns() + 1_000_000_000);
        loop {
            let mut is_quiet = true;
            for (at, &end_ns) in end_ns.iter().enumerate() {
                let world = &mut self.worlds[at];
                match world.run(u64::MAX, 0).status {
                    Status::Waiting { until_ns } if until_ns <= end_ns => {
                        world.input(Input::Advance { to_ns: until_ns });
                        is_quiet = false;
                    }
                    _ => {}
                }
                for errand in self.worlds[at].take_errands() {
                    self.run_errand(at, errand);
                    is_quiet = false;
                }
            }
            if is_quiet {
                return;
            }
        }
    }

    fn run_errand(&mut self, at: usize, errand: Errand) {
        let wire = errand.wire();
        let there = self.wires.get(&(at, wire)).copied();
        match errand {
            Errand::Call { peer, .. } if peer.text() == NAMES[1 - at] => {
                let there = self.worlds[1 - at].state().cluster.next_wire();
                self.input(1 - at, Outside::Call { node: 0 });
                self.wires.insert((at, wire), there);
                self.wires.insert((1 - at, there), wire);
            }
            Errand::Call { .. } => self.input(at, Outside::Close { wire }),
            Errand::Send { bytes, .. } => {
                if let Some(wire) = there {
                    let bytes = bytes.into();
                    self.input(1 - at, Outside::Bytes { wire, bytes });
                }
            }
            Errand::Close { .. } => {
                if let Some(wire) = there {
                    self.input(1 - at, Outside::Close { wire });
                }
            }
        }
    }

    fn input(&mut self, at: usize, outside: Outside) {
        self.worlds[at].input(Input::Outside(outside));
    }

    fn line(&mut self, at: usize, text: &str) -> String {
        let text = text.into();
        self.worlds[at].input(Input::Line { node: 0, text });
        self.rest();
        self.output()
    }

    fn output(&mut self) -> String {
        let said = self.worlds.iter_mut().flat_map(World::take_output);
        said.map(|(_, text)| text.to_string()).collect()
    }

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
