%% Casts are never answered and never fail, unless the name makes no sense.
-module(st_cast_forms).
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
    {ok, Pid} = gen_statem:start({local, st_cast}, ?MODULE, {ok, a, []}, []),
    L = [gen_statem:cast(To, hello) || To <- [Pid, st_cast, {st_cast, node()}, nobody, {nobody, node()}, {global, nobody}, {via, global, nobody}, {x, 'no@where'}]],
    timer:sleep(30),
    Bad = [element(1, element(2, catch gen_statem:cast(To, hello))) || To <- ["x", 1, {a, 1}, {a, b, c, d}]],
    {L, Bad}.
