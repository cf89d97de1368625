%% Linking to a process that is gone: an exit signal noproc.
-module(link_to_dead).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Pid = spawn(fun() -> ok end),
    timer:sleep(20),
    true = link(Pid),
    Exit = receive {'EXIT', Pid, R} -> R after 100 -> none end,
    process_flag(trap_exit, false),
    Error = try link(Pid) catch C:E -> {C, E} end,
    {Exit, Error}.
