%% Both a link and a monitor: both tell.
-module(link_and_monitor).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    {Pid, Ref} = spawn_opt(fun() -> receive go -> exit(gone) end end, [link, monitor]),
    Pid ! go,
    E = receive {'EXIT', Pid, R1} -> R1 end,
    D = receive {'DOWN', Ref, process, Pid, R2} -> R2 end,
    {E, D}.
