%% Collections of requests.
-module(st_request_ids).
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
    C0 = gen_statem:reqids_new(),
    C1 = gen_statem:send_request(Pid, get, first, C0),
    C2 = gen_statem:reqids_add(gen_statem:send_request(nobody, get), second, C1),
    Size = gen_statem:reqids_size(C2),
    Labels = lists:sort([L || {_, L} <- gen_statem:reqids_to_list(C2)]),
    Answers = lists:sort(collect(C2)),
    Bad = [element(1, element(2, catch F())) || F <- [fun() -> gen_statem:reqids_size(x) end, fun() -> gen_statem:reqids_add(x, y, C0) end, fun() -> gen_statem:reqids_to_list([]) end]],
    {Size, Labels, Answers, gen_statem:wait_response(C0, 0, true), Bad}.
collect(C) ->
    case gen_statem:receive_response(C, 1000, true) of
        {Response, Label, Left} -> [{Label, Response} | collect(Left)];
        no_request -> []
    end.
