%% A state timeout ends with the state, not with events.
-module(st_state_timeout).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    do(Pid, {next_state, b, [], [{state_timeout, 10, in_b}]}),
    do(Pid, {next_state, c, [], [{state_timeout, 500, not_reached}]}),
    do(Pid, {next_state, d, []}),
    timer:sleep(300),
    gen_statem:cast(Pid, {do, {keep_state_and_data, {state_timeout, 40, kept}}}),
    [Pid ! {event, N} || N <- [1, 2]],
    timer:sleep(300),
    do(Pid, {next_state, d, [], [{state_timeout, 20, same_state}]}),
    timer:sleep(40),
    ok.
