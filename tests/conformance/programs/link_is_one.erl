%% Two links to the same process are one.
-module(link_is_one).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Pid = spawn_link(fun() -> receive die -> exit(x) end end),
    link(Pid),
    link(Pid),
    Pid ! die,
    First = receive {'EXIT', Pid, R} -> R after 100 -> none end,
    Second = receive {'EXIT', Pid, R2} -> R2 after 20 -> none end,
    {First, Second}.
