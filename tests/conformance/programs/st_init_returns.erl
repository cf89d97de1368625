%% What init may return.
-module(st_init_returns).
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
    L = [begin R = start(I), timer:sleep(30), case R of {ok, _} -> ok; _ -> R end end ||
         I <- [{ok, a, b}, {ok, a, b, []}, {ok, a, b, [{next_event, internal, hi}]}, {ok, a, b, {timeout, 5, t}},
               ignore, {stop, normal}, {stop, shutdown}, {ok, a, b, postpone}]],
    {L, gen_statem:start({local, st_name}, ?MODULE, ignore, []), whereis(st_name)}.
