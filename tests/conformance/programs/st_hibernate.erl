%% Hibernation: until the next event, and again after a system message.
-module(st_hibernate).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    do(Pid, {keep_state_and_data, hibernate}),
    A = where(Pid),
    sys:get_state(Pid),
    B = where(Pid),
    Pid ! wake,
    timer:sleep(20),
    C = where(Pid),
    do(Pid, {keep_state_and_data, [hibernate, {hibernate, false}]}),
    D = where(Pid),
    {A, B, C, D}.
where(Pid) -> timer:sleep(10), {current_function, {M, F, _}} = process_info(Pid, current_function), {M, F}.
