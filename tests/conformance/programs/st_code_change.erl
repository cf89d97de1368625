%% sys:change_code and what code_change/4 may answer.
-module(st_code_change).
-behaviour(gen_statem).
-include("st_machine.hrl").

code_change(OldVsn, State, Data, up) -> {ok, {new, State}, {Data, OldVsn}};
code_change(_, _, _, nonsense) -> nonsense;
code_change(_, _, _, Error) -> {error, Error}.
main() ->
    {ok, Pid} = start({ok, a, 1}),
    A = sys:change_code(Pid, ?MODULE, "1", up),
    ok = sys:suspend(Pid),
    B = [sys:change_code(Pid, ?MODULE, "1", How) || How <- [up, nonsense, no_way]],
    ok = sys:resume(Pid),
    {A, B, gen_statem:call(Pid, get)}.
