%% Order of messages and exit signals from one process.
-module(trap_and_forward).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Self = self(),
    Pid = spawn_link(fun() -> Self ! one, Self ! two, exit(three) end),
    [receive M -> case M of {'EXIT', Pid, R} -> {exit, R}; _ -> M end end || _ <- [1, 2, 3]].
