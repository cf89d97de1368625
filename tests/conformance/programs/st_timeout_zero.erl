%% Timeouts of zero come in order, behind inserted events and before messages.
-module(st_timeout_zero).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}, [{debug, [trace]}]),
    sys:suspend(Pid),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{{timeout, x}, 0, x}, {state_timeout, 0, s}, {{timeout, y}, 0, y}, {next_event, internal, i}, {timeout, 0, not_seen}]}}),
    gen_statem:cast(Pid, message),
    sys:resume(Pid),
    timer:sleep(40),
    do(Pid, {keep_state_and_data, [{{timeout, x}, 0, x}, {{timeout, x}, 0, x2}, {{timeout, x}, 5, x3}, {{timeout, y}, 5, y3}, {{timeout, y}, 0, y4}]}),
    timer:sleep(300),
    ok.
