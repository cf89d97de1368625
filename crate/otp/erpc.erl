%% Calls on a node, with exceptions that tell what went wrong there. A call to the own node without a time limit runs in
%% the caller; all others run in a process of their own, whose exit reason brings the result back.
-module(erpc).
-export([call/2, call/3, call/4, call/5, cast/2, cast/4, multicall/2, multicall/3, multicall/4, multicall/5,
         multicast/2, multicast/4, send_request/2, send_request/4, receive_response/1, receive_response/2,
         wait_response/1, wait_response/2, check_response/2]).
-export([execute_call/4, execute_cast/3]).

call(Node, Fun) -> call(Node, Fun, infinity).
call(Node, Fun, Timeout) when is_function(Fun, 0) -> call(Node, erlang, apply, [Fun, []], Timeout);
call(_, _, _) -> error({?MODULE, badarg}).
call(Node, M, F, A) -> call(Node, M, F, A, infinity).

call(Node, M, F, A, infinity) when Node =:= node(), is_atom(M), is_atom(F), is_list(A) ->
    try
        apply(M, F, A)
    catch
        throw:Reason:Stack -> erlang:raise(throw, Reason, Stack);
        exit:Reason -> exit({exception, Reason});
        error:Reason:Stack -> error({exception, Reason, own_part(Stack)})
    end;
call(Node, M, F, A, Timeout) ->
    receive_response(send_request(Node, M, F, A), Timeout).

%% The frames above this module's.
own_part(Stack) -> lists:takewhile(fun(Frame) -> element(1, Frame) =/= ?MODULE end, Stack).

%% A request is [Result | Monitor]: the process exits with {Result, ...}.
send_request(Node, Fun) when is_function(Fun, 0) -> send_request(Node, erlang, apply, [Fun, []]);
send_request(_, _) -> error({?MODULE, badarg}).

send_request(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), is_list(A) ->
    Result = make_ref(),
    [Result | start(Node, Result, M, F, A)];
send_request(_, _, _, _) ->
    error({?MODULE, badarg}).

start(Node, Result, M, F, A) when Node =:= node() ->
    {_, Monitor} = spawn_monitor(?MODULE, execute_call, [Result, M, F, A]),
    Monitor;
start(Node, Result, M, F, A) ->
    erlang:spawn_request(Node, ?MODULE, execute_call, [Result, M, F, A], [monitor, {reply, error_only}]).

%% What OTP's erpc starts here for a cast.
execute_cast(M, F, A) -> apply(M, F, A).

execute_call(Result, M, F, A) ->
    exit(try
        {Result, return, apply(M, F, A)}
    catch
        throw:Reason -> {Result, throw, Reason};
        exit:Reason -> {Result, exit, Reason};
        error:Reason:Stack -> {Result, error, Reason, own_part(Stack)}
    end).

receive_response(Request) -> receive_response(Request, infinity).

receive_response([Result | Monitor], Timeout) when is_reference(Result), is_reference(Monitor) ->
    receive
        {spawn_reply, Monitor, error, Reason} -> outcome(Result, Reason);
        {'DOWN', Monitor, process, _, Reason} -> outcome(Result, Reason)
    after left(Timeout) ->
        demonitor(Monitor, [flush]),
        error({?MODULE, timeout})
    end;
receive_response(_, _) ->
    error({?MODULE, badarg}).

wait_response(Request) -> wait_response(Request, 0).

wait_response([Result | Monitor], Timeout) when is_reference(Result), is_reference(Monitor) ->
    receive
        {spawn_reply, Monitor, error, Reason} -> outcome(Result, Reason);
        {'DOWN', Monitor, process, _, Reason} -> {response, outcome(Result, Reason)}
    after left(Timeout) ->
        no_response
    end;
wait_response(_, _) ->
    error({?MODULE, badarg}).

check_response({'DOWN', Monitor, process, _, Reason}, [Result | Monitor]) -> {response, outcome(Result, Reason)};
check_response({spawn_reply, Monitor, error, Reason}, [Result | Monitor]) -> outcome(Result, Reason);
check_response(_, [Result | Monitor]) when is_reference(Result), is_reference(Monitor) -> no_response;
check_response(_, _) -> error({?MODULE, badarg}).

left({abs, Time}) -> max(0, Time - erlang:monotonic_time(millisecond));
left(Timeout) -> Timeout.

outcome(Result, {Result, return, Value}) -> Value;
outcome(Result, {Result, throw, Reason}) -> throw(Reason);
outcome(Result, {Result, exit, Reason}) -> exit({exception, Reason});
outcome(Result, {Result, error, Reason, Stack}) -> error({exception, Reason, Stack});
outcome(_, noconnection) -> error({?MODULE, noconnection});
outcome(_, Reason) -> exit({signal, Reason}).

cast(Node, Fun) when is_function(Fun, 0) -> cast(Node, erlang, apply, [Fun, []]);
cast(_, _) -> error({?MODULE, badarg}).

cast(Node, M, F, A) when Node =:= node(), is_atom(M), is_atom(F), is_list(A) ->
    _ = spawn(M, F, A),
    ok;
cast(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), is_list(A) ->
    _ = erlang:spawn_request(Node, M, F, A, [{reply, no}]),
    ok;
cast(_, _, _, _) -> error({?MODULE, badarg}).

multicall(Nodes, Fun) -> multicall(Nodes, Fun, infinity).
multicall(Nodes, Fun, Timeout) when is_function(Fun, 0) -> multicall(Nodes, erlang, apply, [Fun, []], Timeout).
multicall(Nodes, M, F, A) -> multicall(Nodes, M, F, A, infinity).

multicall(Nodes, M, F, A, Timeout) ->
    Requests = [send_request(Node, M, F, A) || Node <- Nodes],
    Deadline = case Timeout of infinity -> infinity; _ -> {abs, erlang:monotonic_time(millisecond) + Timeout} end,
    [answer(Request, Deadline) || Request <- Requests].

answer(Request, Deadline) ->
    try {ok, receive_response(Request, Deadline)}
    catch Class:Reason -> {Class, Reason}
    end.

multicast(Nodes, Fun) when is_function(Fun, 0) -> multicast(Nodes, erlang, apply, [Fun, []]).
multicast(Nodes, M, F, A) -> lists:foreach(fun(Node) -> cast(Node, M, F, A) end, Nodes).
