%% Timeouts with names run side by side and outlive changes of state.
-module(st_generic_timeouts).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{{timeout, second}, 40, two}, {{timeout, first}, 20, one}, {{timeout, {any, "term"}}, 60, three}]}}),
    gen_statem:cast(Pid, {do, {next_state, b, []}}),
    timer:sleep(100),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{{timeout, x}, 30, old}]}}),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{{timeout, x}, 10, new}]}}),
    timer:sleep(300),
    ok.
