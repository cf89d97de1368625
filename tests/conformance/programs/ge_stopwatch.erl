%% Handlers with different jobs: a sum, a history of bounded length, an alarm that removes itself.
-module(ge_stopwatch).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, E} = gen_event:start_link(),
    [ok = gen_event:add_handler(E, {?MODULE, Kind}, Kind) || Kind <- [sum, {history, 3}, {alarm, 10, self()}]],
    [gen_event:notify(E, {number, N}) || N <- [1, 4, 11, 2, 30]],
    Sum = gen_event:call(E, {?MODULE, sum}, get),
    History = gen_event:call(E, {?MODULE, {history, 3}}, get),
    Alarm = receive {alarm, N} -> N after 100 -> none end,
    More = receive {alarm, N2} -> N2 after 20 -> none end,
    {Sum, History, Alarm, More, gen_event:which_handlers(E), gen_event:stop(E)}.
init(sum) -> {ok, {sum, 0}};
init({history, Max}) -> {ok, {history, Max, []}};
init({alarm, Limit, Owner}) -> {ok, {alarm, Limit, Owner}}.
handle_event({number, N}, {sum, S}) -> {ok, {sum, S + N}};
handle_event({number, N}, {history, Max, L}) -> {ok, {history, Max, lists:sublist([N | L], Max)}};
handle_event({number, N}, {alarm, Limit, Owner}) when N > Limit -> Owner ! {alarm, N}, remove_handler;
handle_event(_, State) -> {ok, State}.
handle_call(get, {sum, S} = State) -> {ok, S, State};
handle_call(get, {history, _, L} = State) -> {ok, L, State}.
terminate(Why, State) -> io:format("~p: ~p~n", [element(1, State), Why]).
