%% repeat_state enters again.
-module(st_enter_repeat).
-behaviour(gen_statem).
-include("st_entering.hrl").

main() ->
    {ok, Pid} = start({ok, a, #{}}),
    do(Pid, repeat_state_and_data),
    do(Pid, {repeat_state, #{n => 1}}),
    do(Pid, {repeat_state_and_data, [{next_event, internal, x}]}),
    Once = fun(#{n := 5} = Data) -> {keep_state, Data#{n := 6}};
              (Data) -> {repeat_state, Data#{n => 5}} end,
    do(Pid, {next_state, b, #{enter => Once}}),
    {b, #{n := N}} = sys:get_state(Pid),
    N.
