%% Requests by id with bad arguments and to servers that end.
-module(gs_request_corners).
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
    A = gen_server:receive_response(gen_server:send_request(Pid, {do, {stop, normal, 1}}), 1000),
    B = gen_server:receive_response(gen_server:send_request(nobody, x), 1000),
    Ref = make_ref(),
    C = gen_server:reqids_add(Ref, label, gen_server:reqids_new()),
    D = [reason(F) || F <- [fun() -> gen_server:reqids_add(Ref, label, C) end, fun() -> gen_server:reqids_add(x, label, C) end,
        fun() -> gen_server:reqids_size(x) end, fun() -> gen_server:reqids_to_list(x) end]],
    {element(1, A), element(1, element(2, A)) =:= normal, B, D, gen_server:check_response(message, C, true), gen_server:check_response(message, gen_server:reqids_new(), true)}.
