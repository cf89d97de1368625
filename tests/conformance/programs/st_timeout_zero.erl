%% Timeouts of zero come in order, behind inserted events and before messages.
-module(st_timeout_zero).
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
    {ok, Pid} = start({ok, a, []}, [{debug, [trace]}]),
    sys:suspend(Pid),
    gen_statem:cast(Pid, {do, {keep_state_and_data, [{{timeout, x}, 0, x}, {state_timeout, 0, s}, {{timeout, y}, 0, y}, {next_event, internal, i}, {timeout, 0, not_seen}]}}),
    gen_statem:cast(Pid, message),
    sys:resume(Pid),
    timer:sleep(40),
    do(Pid, {keep_state_and_data, [{{timeout, x}, 0, x}, {{timeout, x}, 0, x2}, {{timeout, x}, 5, x3}, {{timeout, y}, 5, y3}, {{timeout, y}, 0, y4}]}),
    ok.
