%% Each monitor gives its own DOWN.
-module(monitor_stacks).
-export([main/0]).

main() ->
    Pid = spawn(fun() -> receive go -> ok end end),
    Refs = [monitor(process, Pid) || _ <- [1, 2, 3]],
    Pid ! go,
    [receive {'DOWN', Ref, process, Pid, Reason} -> Reason end || Ref <- Refs].
