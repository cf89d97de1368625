%% exit/2: who dies, of what.
-module(exit_signals).
-export([main/0]).

main() ->
    [{Kind, Reason, try_it(Kind, Reason)}
     || Kind <- [plain, trapping], Reason <- [normal, shutdown, kill, other]].

try_it(Kind, Reason) ->
    Self = self(),
    {Pid, Ref} = spawn_monitor(fun() ->
        process_flag(trap_exit, Kind =:= trapping),
        Self ! ready,
        receive
            {'EXIT', Self, R} -> exit({trapped, R})
        after 50 -> exit(survived)
        end
    end),
    receive ready -> ok end,
    exit(Pid, Reason),
    receive {'DOWN', Ref, process, Pid, Got} -> Got end.
