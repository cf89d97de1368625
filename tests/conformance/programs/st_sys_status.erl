%% sys:get_status of machines by pid and by name.
-module(st_sys_status).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    do(Pid, {keep_state_and_data, [postpone, {state_timeout, 5000, x}, {{timeout, g}, 6000, y}, {timeout, 7000, z}]}),
    io:format("~p~n", [status(Pid)]),
    {ok, Named} = gen_statem:start({local, st_named}, ?MODULE, {ok, a, 1}, [{debug, [log]}]),
    Named ! x,
    sys:suspend(Named),
    io:format("~p~n", [status(Named)]),
    {ok, Global} = gen_statem:start({global, {st, g}}, ?MODULE, {ok, a, 1}, []),
    {status, _, _, [_, _, _, _, [Header | _]]} = sys:get_status(Global),
    Header.
%% Without the process dictionary, whose order is no promise.
status(Name) -> {status, _, Module, [_ | More]} = sys:get_status(Name), {Module, More}.
