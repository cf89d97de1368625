%% handle_continue that goes on, stops, and answers nonsense.
-module(gs_continue_chain).
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
    P1 = start({ok, 0, {continue, {do, {noreply, 1, {continue, last}}}}}),
    A = gen_server:call(P1, x),
    B = {gen_server:call(P1, {do, {reply, r, 2, {continue, now}}}), gen_server:call(P1, y)},
    P2 = start({ok, 0, {continue, {do, {stop, normal, 1}}}}),
    P3 = start({ok, 0, {continue, {do, nonsense}}}),
    timer:sleep(150),
    {A, B, is_process_alive(P2), is_process_alive(P3)}.
