%% exit(self(), normal) kills even a process that does not trap exits; from another process it does nothing.
-module(exit_self_normal).
-export([main/0]).

main() ->
    {P1, R1} = spawn_monitor(fun() -> exit(self(), normal), timer:sleep(50), exit(survived) end),
    A = receive {'DOWN', R1, process, P1, Why1} -> Why1 end,
    {P2, R2} = spawn_monitor(fun() -> timer:sleep(50), exit(survived) end),
    exit(P2, normal),
    B = receive {'DOWN', R2, process, P2, Why2} -> Why2 end,
    [A, B].
