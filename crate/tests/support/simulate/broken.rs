//! Protocols broken on purpose: what the simulation must notice.

use spawnpoint::world::World;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Broken {
    /// A cluster's client is answered before the other members have made the change.
    EarlyAnswer,
    /// What is sent later may arrive earlier.
    Overtaking,
    /// `global` changes its tables without a lock.
    NoLock,
}

const CLUSTER: &str = include_str!("../../../otp/gen_server_cluster.erl");
const MEET: &str = include_str!("../../../otp/global_meet.erl");

impl Broken {
    /// Modules that every node loads instead of its own.
    pub fn modules(self) -> Option<(&'static str, &'static str)> {
        match self {
            Broken::EarlyAnswer => Some((
                "gen_server_cluster",
                spoiled(
                    CLUSTER,
                    &[(
                        "    {Verdict, NewS} = change(Target, Links, timeout_of(After), S),\n    case From of",
                        "    case From of none -> ok; _ -> gen_server:reply(From, Reply) end,\n    \
                         {Verdict, NewS} = change(Target, Links, timeout_of(After), S),\n    case none of",
                    )],
                ),
            )),
            // Everybody who asks for it gets it, and nobody needs it.
            Broken::NoLock => Some((
                "global_meet",
                spoiled(
                    MEET,
                    &[
                        (
                            "case may_overlap() orelse sharing() =:= Nodes of",
                            "case is_pid(Pid) andalso {no_lock, Id, Requester, Nodes} of\n        {no_lock, _, _, _} -> {true, Table};",
                        ),
                        (
                            "may_change(Pid, Table) -> global_table:holds(global, Pid, Table).",
                            "may_change(_, _) -> true.",
                        ),
                    ],
                ),
            )),
            Broken::Overtaking => None,
        }
    }

    /// What is broken in the world itself.
    pub fn spoil(self, world: &mut World) {
        if self == Broken::Overtaking {
            world.state_mut().cluster.network.is_unordered = true;
        }
    }
}

/// The source with parts replaced; kept for ever, as there are few.
fn spoiled(source: &str, parts: &[(&str, &str)]) -> &'static str {
    let mut spoiled = source.to_owned();
    for (part, by) in parts {
        assert_eq!(
            spoiled.matches(part).count(),
            1,
            "the part to be broken has changed: {part}"
        );
        spoiled = spoiled.replace(part, by);
    }
    spoiled.leak()
}
