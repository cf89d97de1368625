%% Inserted events come before postponed ones, and those before what waits in the mailbox.
-module(st_postpone_order).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}, [{debug, [trace]}]),
    sys:suspend(Pid),
    Later = fun(a, _) -> {keep_state_and_data, [postpone]}; (b, _) -> {keep_state_and_data, [{next_event, internal, between}]} end,
    gen_statem:cast(Pid, {do, {keep_state_and_data, [postpone]}}),
    Pid ! {do, Later},
    gen_statem:cast(Pid, {do, {next_state, b, [], [{next_event, internal, x}, {next_event, cast, y}]}}),
    Pid ! last,
    sys:resume(Pid),
    timer:sleep(300),
    ok.
