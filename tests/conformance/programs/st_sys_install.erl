%% A fun watches a machine.
-module(st_sys_install).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, 1}),
    Watch = fun(N, Event, Name) -> io:format("~p ~p ~p~n", [N, Event, is_pid(Name)]), N + 1 end,
    ok = sys:install(Pid, {Watch, 1}),
    gen_statem:cast(Pid, hello),
    do(Pid, {next_state, b, 2, {reply, {self(), tag}, answer}}),
    gen_statem:stop(Pid),
    receive M -> M after 0 -> none end.
