%% A state timeout ends with the state, not with events.
-module(st_state_timeout).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

start(Init) -> start(Init, []).
start(Init, Options) -> gen_statem:start(?MODULE, Init, Options).
init(Fun) when is_function(Fun) -> Fun();
init(Returned) -> Returned.
callback_mode() -> handle_event_function.
handle_event({call, From}, {do, Fun}, State, Data) when is_function(Fun) -> Fun(From, State, Data);
handle_event(_, {do, Fun}, State, Data) when is_function(Fun) -> Fun(State, Data);
handle_event(_, {do, Result}, _, _) -> Result;
handle_event({call, From}, get, State, Data) -> {keep_state_and_data, [{reply, From, {State, Data}}]};
handle_event(Type, Content, State, Data) ->
    io:format("~p ~p in ~p, ~p~n", [Type, Content, State, Data]),
    keep_state_and_data.
terminate(Reason, State, Data) -> io:format("terminate ~p ~p ~p~n", [Reason, State, Data]).
do(Pid, What) -> gen_statem:cast(Pid, {do, What}), timer:sleep(40).

main() ->
    {ok, Pid} = start({ok, a, []}),
    do(Pid, {next_state, b, [], [{state_timeout, 10, in_b}]}),
    do(Pid, {next_state, c, [], [{state_timeout, 500, not_reached}]}),
    do(Pid, {next_state, d, []}),
    timer:sleep(150),
    gen_statem:cast(Pid, {do, {keep_state_and_data, {state_timeout, 40, kept}}}),
    [Pid ! {event, N} || N <- [1, 2]],
    timer:sleep(150),
    do(Pid, {next_state, d, [], [{state_timeout, 20, same_state}]}),
    timer:sleep(40),
    ok.
