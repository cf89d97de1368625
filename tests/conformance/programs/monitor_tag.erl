-module(monitor_tag).
-export([main/0]).

main() ->
    Pid = spawn(fun() -> exit(bye) end),
    Ref = monitor(process, Pid, [{tag, {'DOWN', my_tag}}]),
    receive {{'DOWN', my_tag}, Ref, process, Pid, Reason} -> lists:member(Reason, [bye, noproc]) end.
