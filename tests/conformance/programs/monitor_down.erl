-module(monitor_down).
-export([main/0]).

main() ->
    Pid = spawn(fun() -> receive {stop, Reason} -> exit(Reason) end end),
    Ref = monitor(process, Pid),
    Pid ! {stop, {because, 1}},
    receive {'DOWN', Ref, process, Pid, Reason} -> io:format("down: ~p~n", [Reason]) end,
    Ref2 = monitor(process, Pid),
    receive {'DOWN', Ref2, process, Pid, Reason2} -> Reason2 end.
