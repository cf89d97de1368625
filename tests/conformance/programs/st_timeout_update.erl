%% update changes what a running timeout says; one that does not run is due at once.
-module(st_timeout_update).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}, [{debug, [trace]}]),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{state_timeout, 30, old}]}}),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{state_timeout, update, new}]}}),
    timer:sleep(300),
    do(Pid, {keep_state_and_data, [{{timeout, g}, update, at_once}]}),
    do(Pid, {next_state, b, [], [{state_timeout, update, in_b}]}),
    ok.
