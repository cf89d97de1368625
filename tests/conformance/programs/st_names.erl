%% Local, global and other names.
-module(st_names).
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
    {ok, L} = gen_statem:start({local, st_l}, ?MODULE, {ok, l, 1}, []),
    {ok, G} = gen_statem:start({global, {st, "g"}}, ?MODULE, {ok, g, 2}, []),
    {ok, V} = gen_statem:start({via, global, st_v}, ?MODULE, {ok, v, 3}, []),
    Again = [gen_statem:start(N, ?MODULE, {ok, x, x}, []) =:= {error, {already_started, P}} || {N, P} <- [{{local, st_l}, L}, {{global, {st, "g"}}, G}, {{via, global, st_v}, V}]],
    Got = [gen_statem:call(N, get) || N <- [st_l, {st_l, node()}, {global, {st, "g"}}, {via, global, st_v}, L]],
    Stopped = [gen_statem:stop(N) || N <- [st_l, {global, {st, "g"}}, {via, global, st_v}]],
    {Again, Got, Stopped, [whereis(st_l), global:whereis_name({st, "g"}), global:whereis_name(st_v)]}.
