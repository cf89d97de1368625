%% A suspended machine keeps its events.
-module(st_sys_suspend).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    ok = sys:suspend(Pid),
    gen_statem:cast(Pid, waiting),
    A = (catch gen_statem:call(Pid, get, 20)),
    B = sys:get_state(Pid),
    io:format("resume~n"),
    ok = sys:resume(Pid),
    C = gen_statem:call(Pid, get),
    {element(1, element(2, A)), B, C}.
