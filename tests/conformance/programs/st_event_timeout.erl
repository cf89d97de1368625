%% An event timeout ends with any event.
-module(st_event_timeout).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    do(Pid, {keep_state_and_data, [{timeout, 10, quiet}]}),
    do(Pid, {keep_state_and_data, [{timeout, 500, disturbed}]}),
    Pid ! disturb,
    timer:sleep(100),
    do(Pid, {keep_state_and_data, 10}),
    do(Pid, {keep_state_and_data, [{next_event, internal, x}, 0]}),
    do(Pid, {keep_state_and_data, 0}),
    do(Pid, {keep_state_and_data, infinity}),
    sys:get_state(Pid).
