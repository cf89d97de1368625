%% A normal exit does not take the partner along.
-module(link_normal_exit).
-export([main/0]).

main() ->
    Pid = spawn(fun() ->
        spawn_link(fun() -> ok end),
        receive {ask, From} -> From ! still_here end
    end),
    timer:sleep(20),
    Pid ! {ask, self()},
    receive Answer -> Answer end.
