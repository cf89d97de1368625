%% Options of start: timeout, spawn_opt, debug, nonsense.
-module(st_start_options).
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
    A = start(fun() -> timer:sleep(500), {ok, a, b} end, [{timeout, 20}]),
    {ok, B} = start({ok, a, b}, [{spawn_opt, [{priority, high}]}, {unknown, option}]),
    {ok, C} = start({ok, a, b}, [{debug, nonsense}]),
    timer:sleep(150),
    D = (catch element(1, element(2, catch gen_statem:start(?MODULE, {ok, a, b}, not_a_list)))),
    E = (catch element(1, element(2, catch gen_statem:start(no_name_tuple, ?MODULE, {ok, a, b}, [])))),
    {A, process_info(B, priority), is_process_alive(C), D, E}.
