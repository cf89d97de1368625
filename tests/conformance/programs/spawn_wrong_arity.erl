%% A process made from a fun that takes arguments is made, and fails.
-module(spawn_wrong_arity).
-export([main/0, taking/1]).

main() ->
    io:format("~p~n", [catch element(1, {spawn_monitor(fun(_, _) -> ok end)})]),
    {Pid, Monitor} = spawn_opt(fun(_, _) -> ok end, [monitor]),
    receive {'DOWN', Monitor, process, Pid, Reason} -> io:format("~p~n", [Reason]) end,
    timer:sleep(200),
    process_flag(trap_exit, true),
    Linked = spawn_link(fun taking/1),
    receive {'EXIT', Linked, Why} -> io:format("~p~n", [Why]) end,
    timer:sleep(200),
    Third = spawn_opt(fun ?MODULE:taking/1, [{priority, low}]),
    io:format("~p~n", [process_info(Third, initial_call)]),
    timer:sleep(200),
    proc_lib:spawn(fun taking/1),
    timer:sleep(200).

taking(X) -> X.
