%% A chain of links dies from end to end.
-module(exit_propagation).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Pid = spawn_link(fun() -> chain(5) end),
    receive {'EXIT', Pid, Reason} -> Reason end.

chain(0) ->
    exit(end_of_chain);
chain(N) ->
    spawn_link(fun() -> chain(N - 1) end),
    receive never -> ok end.
