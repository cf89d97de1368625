%% exit(Pid, normal) to a trapping process arrives as a message; from self it ends the process.
-module(exit_to_linked_normal).
-export([main/0]).

main() ->
    Self = self(),
    Pid = spawn(fun() ->
        process_flag(trap_exit, true),
        Self ! ready,
        receive {'EXIT', From, Reason} -> Self ! {told, From =:= Self, Reason} end
    end),
    receive ready -> ok end,
    exit(Pid, normal),
    receive {told, A, B} -> {A, B} end.
