%% A linked process that crashes is reported, and the one that traps exits learns the reason.
-module(crash_linked_report).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Pid = spawn_link(fun() -> receive N -> list_to_atom(N) end end),
    Pid ! 42,
    {Reason, Stack} = receive {'EXIT', Pid, Why} -> Why end,
    timer:sleep(500),
    {Reason, length(Stack) > 0}.
