%% gen_statem:stop/1,3, good and bad.
-module(st_stop_from_outside).
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
    A = gen_statem:stop(Pid),
    B = (catch gen_statem:stop(Pid)),
    {ok, Pid2} = start({ok, a, 1}),
    C = gen_statem:stop(Pid2, shutdown, 100),
    {ok, Pid3} = start({ok, a, 1}),
    D = gen_statem:stop(Pid3, broken, 100),
    timer:sleep(150),
    {ok, Pid4} = start({ok, a, 1}),
    do(Pid4, {keep_state_and_data, []}),
    gen_statem:cast(Pid4, {do, fun(_, _) -> timer:sleep(100), keep_state_and_data end}),
    E = (catch gen_statem:stop(Pid4, normal, 10)),
    F = (catch gen_statem:stop(nobody)),
    timer:sleep(200),
    {A, B, C, D, E, F, is_process_alive(Pid4)}.
