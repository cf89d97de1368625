-module(unlink).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Pid = spawn_link(fun() -> receive die -> exit(bad) end end),
    true = unlink(Pid),
    Pid ! die,
    timer:sleep(20),
    Got = receive {'EXIT', Pid, R} -> R after 0 -> nothing end,
    {Got, process_info(self(), links), is_process_alive(Pid)}.
