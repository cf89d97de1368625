%% terminate/3 that fails.
-module(st_terminate_crash).
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
terminate(_, _, Fun) -> Fun().
do(Pid, What) -> gen_statem:cast(Pid, {do, What}), timer:sleep(40).

main() ->
    [begin
         {ok, Pid} = start({ok, a, Fun}),
         M = monitor(process, Pid),
         gen_statem:cast(Pid, {do, {stop, Reason}}),
         R = receive {'DOWN', M, process, Pid, {Down, _}} -> Down; {'DOWN', M, process, Pid, Down} -> Down end,
         timer:sleep(150),
         R
     end || {Reason, Fun} <- [{normal, fun() -> error(in_terminate) end}, {bad, fun() -> exit(in_terminate) end}, {bad, fun() -> throw(in_terminate) end}]].
