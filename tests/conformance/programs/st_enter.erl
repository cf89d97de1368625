%% A state is called on entering it: at the start, on a change, not when the state stays.
-module(st_enter).
-behaviour(gen_statem).
-include("st_entering.hrl").

main() ->
    {ok, Pid} = start({ok, a, #{}}),
    do(Pid, {next_state, b, #{}}),
    do(Pid, {next_state, b, #{n => 1}}),
    do(Pid, {keep_state, #{n => 2}}),
    do(Pid, {next_state, a, #{n => 3}}),
    sys:get_state(Pid).
