%% sys:get_status of machines by pid and by name.
-module(st_sys_status).
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
    {ok, Pid} = start({ok, a, 1}),
    do(Pid, {keep_state_and_data, [postpone, {state_timeout, 5000, x}, {{timeout, g}, 6000, y}, {timeout, 7000, z}]}),
    io:format("~p~n", [sys:get_status(Pid)]),
    {ok, Named} = gen_statem:start({local, st_named}, ?MODULE, {ok, a, 1}, [{debug, [log]}]),
    Named ! x,
    sys:suspend(Named),
    io:format("~p~n", [sys:get_status(Named)]),
    {ok, Global} = gen_statem:start({global, {st, g}}, ?MODULE, {ok, a, 1}, []),
    {status, _, _, [_, _, _, _, [Header | _]]} = sys:get_status(Global),
    Header.
