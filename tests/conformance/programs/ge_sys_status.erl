%% sys:get_status of managers.
-module(ge_sys_status).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    {ok, Pid} = gen_event:start({local, ge_status}),
    ok = gen_event:add_handler(Pid, ?MODULE, a),
    ok = gen_event:add_sup_handler(Pid, {?MODULE, 2}, b),
    {status, _, Module, [_ | More]} = sys:get_status(Pid),
    io:format("~p~n", [{Module, More}]),
    {ok, Pid2} = gen_event:start({global, {ge, g}}),
    sys:suspend(Pid2),
    {status, _, _, [_, suspended, _, _, [Header | _]]} = sys:get_status(Pid2),
    Header.
