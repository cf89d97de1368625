%% kill ends a trapping process; its links see killed, which can be trapped.
-module(kill_is_not_trapped).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Pid = spawn_link(fun() -> process_flag(trap_exit, true), receive never -> ok end end),
    timer:sleep(10),
    exit(Pid, kill),
    receive {'EXIT', Pid, Reason} -> Reason end.
