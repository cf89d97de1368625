%% Requests whose answers are fetched later.
-module(st_send_request).
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
    {ok, Pid} = start({ok, a, 1}),
    R1 = gen_statem:send_request(Pid, get),
    A = gen_statem:wait_response(R1),
    R2 = gen_statem:send_request(Pid, {do, fun(_, _, _) -> keep_state_and_data end}),
    B = {gen_statem:wait_response(R2, 10), gen_statem:receive_response(R2, 10), gen_statem:receive_response(R2, 0)},
    R3 = gen_statem:send_request(nobody, get),
    C = gen_statem:receive_response(R3),
    R4 = gen_statem:send_request(Pid, get),
    D = receive M -> {gen_statem:check_response(other, R4), gen_statem:check_response(M, R4)} end,
    {A, B, C, D}.
