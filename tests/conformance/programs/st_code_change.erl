%% sys:change_code and what code_change/4 may answer.
-module(st_code_change).
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

code_change(OldVsn, State, Data, up) -> {ok, {new, State}, {Data, OldVsn}};
code_change(_, _, _, nonsense) -> nonsense;
code_change(_, _, _, Error) -> {error, Error}.
main() ->
    {ok, Pid} = start({ok, a, 1}),
    A = sys:change_code(Pid, ?MODULE, "1", up),
    ok = sys:suspend(Pid),
    B = [sys:change_code(Pid, ?MODULE, "1", How) || How <- [up, nonsense, no_way]],
    ok = sys:resume(Pid),
    {A, B, gen_statem:call(Pid, get)}.
