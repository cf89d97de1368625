%% A process made from a fun that takes arguments is made, and fails.
%% (The compiler must not see it: OTP's takes the call for one that never returns.)
-module(spawn_wrong_arity).
-export([main/0, taking/1]).

main() ->
    io:format("~p~n", [catch element(1, {spawn_monitor(fun(_, _) -> ok end)})]),
    {Pid, Monitor} = spawn_opt(fun(_, _) -> ok end, [monitor]),
    receive {'DOWN', Monitor, process, Pid, Reason} -> timer:sleep(100), io:format("~p~n", [Reason]) end,
    timer:sleep(200),
    process_flag(trap_exit, true),
    Linked = spawn_link(lists:last([fun taking/1])),
    receive {'EXIT', Linked, Why} -> timer:sleep(100), io:format("~p~n", [Why]) end,
    timer:sleep(200),
    timer:sleep(200),
    _ = proc_lib:spawn(lists:last([fun taking/1])),
    timer:sleep(200),
    ended.

taking(X) -> X.
