%% How calls fail.
-module(st_call_exits).
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
    Never = {do, fun(_, _, _) -> keep_state_and_data end},
    Exits = [x, catch gen_statem:call(no_such_machine, x),
             catch gen_statem:call(no_such_machine, x, 10),
             catch gen_statem:call({no_such_machine, node()}, x, {clean_timeout, 10}),
             catch gen_statem:call({global, none}, x, {dirty_timeout, 10}),
             catch gen_statem:call({via, global, none}, x),
             catch gen_statem:call(self(), x),
             catch gen_statem:call({name, 'no@where'}, x)],
    {ok, Pid2} = start({ok, a, []}),
    Timeouts = [element(1, element(2, catch gen_statem:call(Pid2, Never, T))) || T <- [0, 10, {clean_timeout, 10}, {dirty_timeout, 10}]],
    Bad = [element(1, element(2, catch gen_statem:call(Pid2, get, T))) || T <- [x, -1, {clean_timeout, y}]],
    {[setelement(1, element(2, E), element(1, element(2, E))) || E <- tl(Exits)], Timeouts, Bad, gen_statem:call(Pid2, get)}.
