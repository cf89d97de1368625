%% format_status/1: what others see of a machine.
-module(st_format_status_1).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, [], []),
    gen_statem:cast(Pid, wait),
    {status, _, _, [_, _, _, _, Shown]} = sys:get_status(Pid),
    io:format("~p~n", [tl(Shown)]),
    gen_statem:cast(Pid, crash),
    timer:sleep(150),
    hidden.
init([]) -> {ok, a, "secret"}.
callback_mode() -> state_functions.
a(cast, wait, _) -> {keep_state_and_data, [postpone, {state_timeout, 5000, "secret"}]};
a(cast, crash, _) -> {stop, "secret"}.
format_status(#{data := _} = Status) ->
    io:format("~p~n", [lists:sort(maps:keys(Status))]),
    maps:map(fun(state, State) -> State; (queue, Queue) -> [{length, length(Queue)}]; (log, Log) -> Log;
                (timeouts, T) -> [length(T)]; (postponed, P) -> [length(P)]; (_, _) -> "****" end, Status).
