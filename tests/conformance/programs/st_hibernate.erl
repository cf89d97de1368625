%% Hibernation: until the next event, and again after a system message.
-module(st_hibernate).
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
    do(Pid, {keep_state_and_data, hibernate}),
    A = where(Pid),
    sys:get_state(Pid),
    B = where(Pid),
    Pid ! wake,
    timer:sleep(20),
    C = where(Pid),
    do(Pid, {keep_state_and_data, [hibernate, {hibernate, false}]}),
    D = where(Pid),
    {A, B, C, D}.
where(Pid) -> timer:sleep(10), {current_function, {M, F, _}} = process_info(Pid, current_function), {M, F}.
