%% enter_loop with all forms of its arguments.
-module(gs_enter_loop_forms).
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
    Loop = fun(Args) -> proc_lib:spawn(fun() -> apply(gen_server, enter_loop, [?MODULE, [] | Args]) end) end,
    A = gen_server:call(Loop([a]), x),
    B = Loop([b, 10]),
    C = Loop([c, {continue, go}]),
    D = Loop([d, hibernate]),
    timer:sleep(60),
    Registered = fun(Name, More) -> proc_lib:spawn(fun() -> register(Name, self()), apply(gen_server, enter_loop, [?MODULE, [] | More]) end) end,
    Registered(gs_e, [e, {local, gs_e}]),
    Registered(gs_f, [f, {local, gs_f}, 10]),
    timer:sleep(60),
    {A, [gen_server:call(P, y) || P <- [B, C, D, gs_e, gs_f]], [gen_server:stop(P) || P <- [B, C, D, gs_e, gs_f]]}.
