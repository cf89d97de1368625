%% Timeouts with absolute times.
-module(st_timeout_absolute).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    Now = erlang:monotonic_time(millisecond),
    do(Pid, {keep_state_and_data, [{state_timeout, Now + 10, soon, [{abs, true}]}]}),
    do(Pid, {keep_state_and_data, [{{timeout, g}, Now, past, {abs, true}}]}),
    do(Pid, {keep_state_and_data, [{timeout, 10, relative, [{abs, false}]}]}),
    ok.
