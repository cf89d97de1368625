%% Weight of a process: Count processes that wait for a message, all alive at once.
-module(idle).
-export([run/1, wait/0]).

run(Count) ->
    Before = erlang:system_info(process_count),
    start(Count),
    erlang:system_info(process_count) - Before.

start(0) -> ok;
start(N) -> spawn(?MODULE, wait, []), start(N - 1).

wait() -> receive stop -> ok end.
