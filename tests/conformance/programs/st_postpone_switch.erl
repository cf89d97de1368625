%% {postpone, Boolean}: the last one counts; an event postponed with a change of state comes at once.
-module(st_postpone_switch).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    do(Pid, fun(a, _) -> {keep_state_and_data, [postpone, {postpone, false}]} end),
    do(Pid, fun(a, _) -> {next_state, b, [], [{postpone, true}]};
               (b, _) -> io:format("again in b~n"), keep_state_and_data end),
    sys:get_state(Pid).
