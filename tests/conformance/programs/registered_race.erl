%% A name is free again when its process has ended.
-module(registered_race).
-export([main/0]).

main() ->
    [begin
         {Pid, Ref} = spawn_monitor(fun() -> receive go -> ok end end),
         register(worker, Pid),
         worker ! go,
         receive {'DOWN', Ref, process, Pid, Reason} -> {N, Reason, whereis(worker)} end
     end || N <- [1, 2, 3]].
