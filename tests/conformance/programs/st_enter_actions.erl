%% What entering asks for: replies and timeouts.
-module(st_enter_actions).
-behaviour(gen_statem).
-include("st_entering.hrl").

main() ->
    {ok, Pid} = start({ok, a, #{}}, [{debug, [trace]}]),
    Enter = fun(Data) -> {keep_state, maps:remove(enter, Data), [{reply, {self(), tag}, hello}, {state_timeout, 10, late}, {timeout, 500, never}]} end,
    do(Pid, {next_state, b, #{enter => Enter}, [{next_event, internal, first}, {state_timeout, 5, replaced}]}),
    timer:sleep(40),
    sys:get_state(Pid).
