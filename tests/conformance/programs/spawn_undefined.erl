%% Spawning a function that does not exist works; the process dies at once.
-module(spawn_undefined).
-export([main/0]).

main() ->
    {Pid, Ref} = spawn_monitor(nosuch, fn, [1, 2]),
    receive {'DOWN', Ref, process, Pid, {undef, [{M, F, A, _} | _]}} -> io:format("~p~n", [{M, F, A}]) end,
    timer:sleep(500),
    ok.
