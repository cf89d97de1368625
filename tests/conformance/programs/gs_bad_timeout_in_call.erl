%% A bad timeout in the answer to a call, and of init.
-module(gs_bad_timeout_in_call).
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
    Pid = start({ok, 0}),
    A = reason(fun() -> gen_server:call(Pid, {do, {reply, r, 1, soon}}) end),
    timer:sleep(300),
    B = gen_server:start(?MODULE, {ok, 0, soon}, []),
    timer:sleep(300),
    {A, B}.
