%% Restarting a worker that dies, with links and trap_exit.
-module(supervisor_by_hand).
-export([main/0]).

main() ->
    Self = self(),
    Super = spawn(fun() -> process_flag(trap_exit, true), supervise(Self, 0) end),
    Starts = [receive {started, N, Pid} -> exit(Pid, crash), N end || _ <- [1, 2, 3]],
    exit(Super, kill),
    Starts.

supervise(Report, N) ->
    Pid = spawn_link(fun() -> receive stop -> ok end end),
    Report ! {started, N, Pid},
    receive {'EXIT', Pid, _} -> supervise(Report, N + 1) end.
