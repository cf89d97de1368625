%% multi_call and abcast to servers that are there, are not there, and are too slow.
-module(gs_multi_call_errors).
-behaviour(gen_server).
-compile([export_all, nowarn_export_all]).

start(Init) -> start(Init, []).
start(Init, Options) -> {ok, Pid} = gen_server:start(?MODULE, Init, Options), Pid.
init(Fun) when is_function(Fun) -> Fun();
init(Returned) -> Returned.
handle_call({do, Fun}, From, State) when is_function(Fun) -> Fun(From, State);
handle_call({do, Result}, _, _) -> Result;
handle_call(Request, _, State) -> {reply, {Request, State}, State}.
handle_cast({do, Fun}, State) when is_function(Fun) -> Fun(State);
handle_cast({do, Result}, _) -> Result;
handle_cast(Request, State) -> io:format("cast ~p ~p~n", [Request, State]), {noreply, State}.
handle_info(Info, State) -> io:format("info ~p ~p~n", [Info, State]), {noreply, State}.
handle_continue({do, Result}, _) -> Result;
handle_continue(What, State) -> io:format("continue ~p ~p~n", [What, State]), {noreply, State}.
terminate(Reason, State) -> io:format("terminate ~P ~p~n", [Reason, 8, State]).
do(Pid, Result) -> gen_server:cast(Pid, {do, Result}), timer:sleep(40).
reason(Fun) -> case catch Fun() of {'EXIT', {Reason, Where}} when is_list(Where); is_tuple(Where) -> {'EXIT', Reason}; Other -> Other end.

main() ->
    true = register(gs_multi, start({ok, 0})),
    A = gen_server:multi_call(gs_multi, q),
    B = gen_server:multi_call([node()], nobody, q),
    C = gen_server:multi_call([node()], gs_multi, {do, fun(_, S) -> timer:sleep(60), {reply, late, S} end}, 10),
    D = gen_server:abcast(gs_multi, all),
    E = gen_server:abcast([node()], gs_multi, some),
    timer:sleep(100),
    F = [reason(Fun) || Fun <- [fun() -> gen_server:multi_call(x, gs_multi, q) end, fun() -> gen_server:multi_call([node()], gs_multi, q, soon) end,
        fun() -> gen_server:abcast(x, gs_multi, q) end, fun() -> gen_server:abcast([node()], "name", q) end]],
    {A, B, C, D, E, F, process_info(self(), messages)}.
