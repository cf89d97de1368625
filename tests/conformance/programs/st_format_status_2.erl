%% format_status/2, the older way.
-module(st_format_status_2).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    {status, _, _, [_, _, _, _, Shown]} = sys:get_status(Pid),
    io:format("~p~n", [lists:last(Shown)]),
    gen_statem:cast(Pid, crash),
    timer:sleep(150),
    hidden.
init([]) -> {ok, a, "secret"}.
callback_mode() -> state_functions.
a(cast, crash, _) -> {stop, why}.
format_status(normal, [_, State, _]) -> [{data, [{"Mine", State}]}];
format_status(terminate, [_, State, Data]) -> {State, length(Data)}.
