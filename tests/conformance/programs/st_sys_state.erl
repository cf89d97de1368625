%% sys:get_state and replace_state.
-module(st_sys_state).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    A = sys:get_state(Pid),
    B = sys:replace_state(Pid, fun({S, D}) -> {{S, new}, D + 1} end),
    C = sys:get_state(Pid, 100),
    D = (catch sys:replace_state(Pid, fun(_) -> error(no) end)),
    {A, B, C, element(1, element(2, D)), gen_statem:call(Pid, get)}.
