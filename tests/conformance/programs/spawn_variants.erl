-module(spawn_variants).
-export([main/0, work/2]).

main() ->
    Self = self(),
    spawn(fun() -> Self ! {1, done} end),
    spawn(?MODULE, work, [Self, 2]),
    spawn(node(), fun() -> Self ! {3, done} end),
    spawn(node(), ?MODULE, work, [Self, 4]),
    spawn_link(fun() -> Self ! {5, done} end),
    {_, Ref} = spawn_monitor(?MODULE, work, [Self, 6]),
    receive {'DOWN', Ref, process, _, normal} -> ok end,
    _ = spawn_opt(fun() -> Self ! {7, done} end, [link]),
    {_, Ref2} = spawn_opt(?MODULE, work, [Self, 8], [monitor, {priority, high}]),
    receive {'DOWN', Ref2, process, _, normal} -> ok end,
    [receive {N, done} -> N end || N <- lists:seq(1, 8)].

work(To, N) -> To ! {N, done}.
