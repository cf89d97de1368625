%% A process made from a fun that takes arguments is made, and fails.
-module(spawn_wrong_arity).
-export([main/0, taking/1]).

main() ->
    {Pid, Monitor} = spawn_monitor(fun(_, _) -> ok end),
    receive {'DOWN', Monitor, process, Pid, Reason} -> io:format("~p~n", [Reason]) end,
    timer:sleep(50),
    process_flag(trap_exit, true),
    Linked = spawn_link(fun taking/1),
    receive {'EXIT', Linked, Why} -> io:format("~p~n", [Why]) end,
    timer:sleep(50),
    Third = spawn_opt(fun ?MODULE:taking/1, [{priority, low}]),
    io:format("~p~n", [process_info(Third, initial_call)]),
    timer:sleep(50).

taking(X) -> X.
