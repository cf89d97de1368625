%% A program that publishes events to handlers that come and go.
-module(ge_logger).
-behaviour(gen_event).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, _} = gen_event:start({local, ge_bus}),
    ok = gen_event:add_handler(ge_bus, ?MODULE, {terminal, self()}),
    ok = gen_event:notify(ge_bus, {info, "started"}),
    ok = gen_event:add_handler(ge_bus, {?MODULE, counter}, {count, 0}),
    ok = gen_event:sync_notify(ge_bus, {warning, "hot"}),
    ok = gen_event:sync_notify(ge_bus, {info, "cold"}),
    N = gen_event:call(ge_bus, {?MODULE, counter}, get),
    Left = gen_event:delete_handler(ge_bus, {?MODULE, counter}, finished),
    Handlers = gen_event:which_handlers(ge_bus),
    ok = gen_event:stop(ge_bus),
    {N, Left, Handlers, whereis(ge_bus)}.
init(State) -> {ok, State}.
handle_event({Level, Text}, {terminal, _} = State) -> io:format("~p: ~s~n", [Level, Text]), {ok, State};
handle_event(_, {count, N}) -> {ok, {count, N + 1}}.
handle_call(get, {count, N} = State) -> {ok, N, State}.
terminate(Reason, {Kind, _} = State) -> io:format("~p ends: ~p~n", [Kind, Reason]), State.
