-module(trap_exit).
-export([main/0]).

main() ->
    process_flag(trap_exit, true),
    Reasons = [fun() -> ok end,
               fun() -> exit(normal) end,
               fun() -> exit(reason) end,
               fun() -> exit({tuple, 1}) end,
               fun() -> exit(kill) end,
               fun() -> exit(self(), kill), timer:sleep(1000) end],
    [begin
         Pid = spawn_link(F),
         receive {'EXIT', Pid, R} -> R end
     end || F <- Reasons].
