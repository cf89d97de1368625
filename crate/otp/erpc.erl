%% Calls of functions on other nodes. The called function runs in a process of its own over there, and its result is that
%% process's exit reason, marked with a reference: so a lost node, a killed process and a result all come as one message.
-module(erpc).
-export([call/2, call/3, call/4, call/5, cast/2, cast/4, send_request/2, send_request/4, receive_response/1,
         receive_response/2, wait_response/1, wait_response/2, check_response/2, multicall/2, multicall/3, multicall/4,
         multicall/5, multicast/2, multicast/4]).
-export([execute_call/3, execute_call/4, execute_cast/3]).

call(Node, Fun) -> call(Node, Fun, infinity).
call(Node, Fun, Timeout) -> call(Node, erlang, apply, [Fun, []], Timeout).
call(Node, M, F, A) -> call(Node, M, F, A, infinity).
call(Node, M, F, A, Timeout) -> response(request(Node, M, F, A), Timeout).

cast(Node, Fun) -> cast(Node, erlang, apply, [Fun, []]).
cast(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), is_list(A) ->
    _ = erlang:spawn_request(Node, ?MODULE, execute_cast, [M, F, A], [{reply, no}]),
    ok;
cast(_, _, _, _) -> error({?MODULE, badarg}).

send_request(Node, Fun) -> send_request(Node, erlang, apply, [Fun, []]).
send_request(Node, M, F, A) -> request(Node, M, F, A).

receive_response(Request) -> response(Request, infinity).
receive_response(Request, Timeout) -> response(Request, Timeout).

wait_response(Request) -> wait_response(Request, 0).
wait_response({Id, Mark}, Timeout) ->
    receive
        {spawn_reply, Id, error, Reason} -> failed(Reason);
        {'DOWN', Id, process, _, Reason} -> {response, result(Mark, Reason)}
    after Timeout -> no_response
    end.

check_response({spawn_reply, Id, error, Reason}, {Id, _}) -> failed(Reason);
check_response({'DOWN', Id, process, _, Reason}, {Id, Mark}) -> {response, result(Mark, Reason)};
check_response(_, _) -> no_response.

multicall(Nodes, Fun) -> multicall(Nodes, Fun, infinity).
multicall(Nodes, Fun, Timeout) -> multicall(Nodes, erlang, apply, [Fun, []], Timeout).
multicall(Nodes, M, F, A) -> multicall(Nodes, M, F, A, infinity).
multicall(Nodes, M, F, A, Timeout) ->
    Requests = [request(Node, M, F, A) || Node <- Nodes],
    Deadline = deadline(Timeout),
    [try {ok, response(Request, left(Deadline))} catch Class:Reason -> {Class, Reason} end || Request <- Requests].

multicast(Nodes, Fun) -> multicast(Nodes, erlang, apply, [Fun, []]).
multicast(Nodes, M, F, A) -> lists:foreach(fun(Node) -> cast(Node, M, F, A) end, Nodes).

deadline(infinity) -> infinity;
deadline(Timeout) -> erlang:monotonic_time(millisecond) + Timeout.

left(infinity) -> infinity;
left(Deadline) -> max(0, Deadline - erlang:monotonic_time(millisecond)).

%% --- both sides of a call

request(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), is_list(A) ->
    Mark = make_ref(),
    Id = erlang:spawn_request(Node, ?MODULE, execute_call, [Mark, M, F, A], [{reply, error_only}, monitor]),
    {Id, Mark};
request(_, _, _, _) -> error({?MODULE, badarg}).

response({Id, Mark}, Timeout) ->
    receive
        {spawn_reply, Id, error, Reason} -> failed(Reason);
        {'DOWN', Id, process, _, Reason} -> result(Mark, Reason)
    after Timeout ->
        _ = erlang:spawn_request_abandon(Id),
        demonitor(Id, [flush]),
        error({?MODULE, timeout})
    end.

failed(noconnection) -> error({?MODULE, noconnection});
failed(system_limit) -> error({?MODULE, system_limit});
failed(_) -> error({?MODULE, notsup}).

result(Mark, {Mark, return, Value}) -> Value;
result(Mark, {Mark, throw, Value}) -> throw(Value);
result(Mark, {Mark, exit, {exception, Reason}}) -> exit({exception, Reason});
result(Mark, {Mark, error, Reason, Stack}) -> error({exception, Reason, Stack});
result(_, noconnection) -> error({?MODULE, noconnection});
result(_, Reason) -> exit({signal, Reason}).

execute_call(Mark, M, F, A) ->
    Result =
        try {Mark, return, apply(M, F, A)}
        catch
            throw:Value -> {Mark, throw, Value};
            exit:Reason -> {Mark, exit, {exception, Reason}};
            error:Reason:Stack -> {Mark, error, Reason, [Frame || Frame <- Stack, element(1, Frame) =/= ?MODULE]}
        end,
    exit(Result).

execute_call(M, F, A) -> apply(M, F, A).

execute_cast(M, F, A) -> apply(M, F, A).
