-module(pl_crash_neighbours).
-export([main/0, go/0, wait/0, trap/1]).

main() ->
    Pid = proc_lib:spawn(?MODULE, go, []),
    Monitor = monitor(process, Pid),
    receive {'DOWN', Monitor, _, _, Reason} -> timer:sleep(250), Reason end.

go() ->
    Helper = proc_lib:spawn_link(?MODULE, wait, []),
    register(pl_helper, Helper),
    spawn_link(?MODULE, trap, [self()]),
    receive trapping -> ok end,
    exit(crashed).

wait() -> receive after infinity -> ok end.
trap(Parent) ->
    process_flag(trap_exit, true),
    Parent ! trapping,
    receive after 20 -> ok end.
