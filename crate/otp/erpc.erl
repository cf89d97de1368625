%% Calls on a node, with exceptions that tell what went wrong there. A call to the own node without a time limit runs in
%% the caller; all others run in a process of their own, whose exit reason brings the result back.
-module(erpc).
-export([call/2, call/3, call/4, call/5, cast/2, cast/4, multicall/2, multicall/3, multicall/4, multicall/5,
         multicast/2, multicast/4, send_request/2, send_request/4, send_request/6, receive_response/1,
         receive_response/2, receive_response/3, wait_response/1, wait_response/2, wait_response/3, check_response/2,
         check_response/3, reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1]).
-export([execute_call/4, execute_cast/3]).
%% For rpc.
-export([own_part/3]).

-define(IS_CALL(M, F, A), is_atom(M), is_atom(F), is_list(A)).
-define(IS_TIME(T), (T =:= infinity orelse is_integer(T) andalso T >= 0 andalso T =< 16#ffffffff)).
-define(IS_REQUEST(R), is_reference(hd(R)), is_reference(tl(R))).

call(Node, Fun) -> call(Node, Fun, infinity).
call(Node, Fun, Timeout) when is_function(Fun, 0) -> call(Node, erlang, apply, [Fun, []], Timeout);
call(_, _, _) -> error({?MODULE, badarg}).
call(Node, M, F, A) -> call(Node, M, F, A, infinity).

call(Node, M, F, A, infinity) when Node =:= node(), ?IS_CALL(M, F, A) ->
    try
        apply(M, F, A)
    catch
        throw:Reason:Stack -> erlang:raise(throw, Reason, Stack);
        exit:Reason -> exit({exception, Reason});
        error:Reason:Stack -> error({exception, Reason, own_part(Stack, ?MODULE, {M, F, A})})
    end;
call(Node, M, F, A, Timeout) when is_atom(Node), ?IS_CALL(M, F, A) ->
    case is_time(Timeout) of
        true ->
            Request = start(Node, M, F, A),
            case outcome(Request, await(Request, Timeout)) of
                {ok, Value} -> Value;
                {error, Reason} -> error(Reason);
                {exit, Reason} -> exit(Reason);
                {throw, Reason} -> throw(Reason)
            end;
        false ->
            error({?MODULE, badarg})
    end;
call(_, _, _, _, _) ->
    error({?MODULE, badarg}).

is_time({abs, Time}) -> is_integer(Time);
is_time(Time) -> ?IS_TIME(Time).

left({abs, Time}) -> max(0, Time - erlang:monotonic_time(millisecond));
left(Timeout) -> Timeout.

%% The moment until which all of several answers are waited for.
deadline(Timeout) when is_integer(Timeout) -> {abs, erlang:monotonic_time(millisecond) + Timeout};
deadline(Timeout) -> Timeout.

%% The frames above the module's; in its place the function that was asked for stands, if it has left none itself.
own_part(Stack, Module, {M, F, A} = Call) ->
    case lists:takewhile(fun(Frame) -> element(1, Frame) =/= Module end, Stack) of
        [] when M =:= erlang, F =:= error -> [erlang:append_element(Call, [])];
        [] -> [];
        Frames ->
            case lists:last(Frames) of
                {M, F, X, _} when X =:= A; X =:= length(A) -> Frames;
                _ when length(A) >= 0 -> Frames ++ [{M, F, length(A), []}];
                _ -> Frames
            end
    end.

%% --- one request: [Result | Monitor]; its process exits with {Result, ...}

send_request(Node, Fun) when is_function(Fun, 0) -> send_request(Node, erlang, apply, [Fun, []]);
send_request(_, _) -> error({?MODULE, badarg}).

send_request(Node, M, F, A) when is_atom(Node), ?IS_CALL(M, F, A) -> start(Node, M, F, A);
send_request(Node, Fun, Label, Requests) when is_function(Fun, 0) ->
    send_request(Node, erlang, apply, [Fun, []], Label, Requests);
send_request(_, _, _, _) -> error({?MODULE, badarg}).

send_request(Node, M, F, A, Label, Requests) when is_atom(Node), ?IS_CALL(M, F, A), is_map(Requests) ->
    [Result | Monitor] = start(Node, M, F, A),
    Requests#{Monitor => [Result | Label]};
send_request(_, _, _, _, _, _) ->
    error({?MODULE, badarg}).

start(Node, M, F, A) ->
    Result = make_ref(),
    [Result | start(Node, Result, M, F, A)].

start(Node, Result, M, F, A) when Node =:= node() ->
    {_, Monitor} = spawn_monitor(?MODULE, execute_call, [Result, M, F, A]),
    Monitor;
start(Node, Result, M, F, A) ->
    erlang:spawn_request(Node, ?MODULE, execute_call, [Result, M, F, A], [monitor, {reply, error_only}]).

execute_call(Result, M, F, A) ->
    exit(try
        {Result, return, apply(M, F, A)}
    catch
        throw:Reason -> {Result, throw, Reason};
        exit:Reason -> {Result, exit, Reason};
        error:Reason:Stack -> {Result, error, Reason, own_part(Stack, ?MODULE, {M, F, A})}
    end).

receive_response(Request) when ?IS_REQUEST(Request) -> receive_response(Request, infinity);
receive_response(_) -> error({?MODULE, badarg}).

receive_response(Request, Timeout) when ?IS_REQUEST(Request) ->
    case is_time(Timeout) andalso outcome(Request, await(Request, Timeout)) of
        {ok, Value} -> Value;
        {error, Reason} -> error(Reason);
        {exit, Reason} -> exit(Reason);
        {throw, Reason} -> throw(Reason);
        false -> error({?MODULE, badarg})
    end;
receive_response(_, _) ->
    error({?MODULE, badarg}).

wait_response(Request) -> wait_response(Request, 0).

wait_response(Request, Timeout) when ?IS_REQUEST(Request) ->
    case is_time(Timeout) andalso outcome(Request, glance(Request, Timeout)) of
        no_response -> no_response;
        {ok, Value} -> {response, Value};
        {error, Reason} -> error(Reason);
        {exit, Reason} -> exit(Reason);
        {throw, Reason} -> throw(Reason);
        false -> error({?MODULE, badarg})
    end;
wait_response(_, _) ->
    error({?MODULE, badarg}).

check_response(Message, [_ | Monitor] = Request) when ?IS_REQUEST(Request) ->
    case outcome(Request, ending(Message, Monitor)) of
        no_response -> no_response;
        {ok, Value} -> {response, Value};
        {error, Reason} -> error(Reason);
        {exit, Reason} -> exit(Reason);
        {throw, Reason} -> throw(Reason)
    end;
check_response(_, _) ->
    error({?MODULE, badarg}).

ending({'DOWN', Monitor, process, _, Reason}, Monitor) -> {down, Reason};
ending({spawn_reply, Monitor, error, Reason}, Monitor) -> {down, Reason};
ending(_, _) -> no_response.

%% How the request's process ended; after the time limit nothing more comes.
await([_ | Monitor] = Request, Timeout) ->
    case glance(Request, Timeout) of
        no_response -> give_up(Monitor), timeout;
        Ending -> Ending
    end.

glance([_ | Monitor], Timeout) ->
    receive
        {spawn_reply, Monitor, error, Reason} -> {down, Reason};
        {'DOWN', Monitor, process, _, Reason} -> {down, Reason}
    after left(Timeout) ->
        no_response
    end.

give_up(Monitor) ->
    _ = erlang:spawn_request_abandon(Monitor),
    demonitor(Monitor, [flush]),
    receive {spawn_reply, Monitor, _, _} -> ok after 0 -> ok end.

outcome(_, no_response) -> no_response;
outcome(_, timeout) -> {error, {?MODULE, timeout}};
outcome([Result | _], {down, {Result, return, Value}}) -> {ok, Value};
outcome([Result | _], {down, {Result, throw, Reason}}) -> {throw, Reason};
outcome([Result | _], {down, {Result, exit, Reason}}) -> {exit, {exception, Reason}};
outcome([Result | _], {down, {Result, error, Reason, Stack}}) -> {error, {exception, Reason, Stack}};
outcome(_, {down, noconnection}) -> {error, {?MODULE, noconnection}};
outcome(_, {down, Reason}) -> {exit, {signal, Reason}}.

%% --- requests with labels: #{Monitor => [Result | Label]}

reqids_new() -> #{}.

reqids_size(Requests) when is_map(Requests) -> map_size(Requests);
reqids_size(_) -> error({?MODULE, badarg}).

reqids_add([Result | Monitor], Label, Requests) when is_reference(Result), is_reference(Monitor), is_map(Requests),
                                                     not is_map_key(Monitor, Requests) ->
    Requests#{Monitor => [Result | Label]};
reqids_add(_, _, _) ->
    error({?MODULE, badarg}).

reqids_to_list(Requests) when is_map(Requests) ->
    [{[Result | Monitor], Label} || {Monitor, [Result | Label]} <- maps:to_list(Requests)];
reqids_to_list(_) ->
    error({?MODULE, badarg}).

receive_response(Requests, Timeout, Delete) when map_size(Requests) =:= 0, is_boolean(Delete) ->
    case is_time(Timeout) of
        true -> no_request;
        false -> error({?MODULE, badarg})
    end;
receive_response(Requests, Timeout, Delete) when is_map(Requests), is_boolean(Delete) ->
    case is_time(Timeout) andalso labelled(Requests, Delete, glance_all(Requests, Timeout)) of
        no_response ->
            lists:foreach(fun give_up/1, maps:keys(Requests)),
            error({?MODULE, timeout});
        {ok, {{response, Value}, Label, Left}} -> {Value, Label, Left};
        {error, Reason} -> error(Reason);
        {exit, Reason} -> exit(Reason);
        {throw, Reason} -> throw(Reason);
        false -> error({?MODULE, badarg})
    end;
receive_response(_, _, _) ->
    error({?MODULE, badarg}).

wait_response(Requests, Timeout, Delete) when map_size(Requests) =:= 0, is_boolean(Delete) ->
    case is_time(Timeout) of
        true -> no_request;
        false -> error({?MODULE, badarg})
    end;
wait_response(Requests, Timeout, Delete) when is_map(Requests), is_boolean(Delete) ->
    case is_time(Timeout) andalso labelled(Requests, Delete, glance_all(Requests, Timeout)) of
        no_response -> no_response;
        {ok, Answer} -> Answer;
        {error, Reason} -> error(Reason);
        {exit, Reason} -> exit(Reason);
        {throw, Reason} -> throw(Reason);
        false -> error({?MODULE, badarg})
    end;
wait_response(_, _, _) ->
    error({?MODULE, badarg}).

check_response(_, Requests, Delete) when map_size(Requests) =:= 0, is_boolean(Delete) ->
    no_request;
check_response(Message, Requests, Delete) when is_map(Requests), is_boolean(Delete) ->
    Monitor = case Message of
        {'DOWN', Ref, process, _, _} when is_map_key(Ref, Requests) -> Ref;
        {spawn_reply, Ref, error, _} when is_map_key(Ref, Requests) -> Ref;
        _ -> none
    end,
    case labelled(Requests, Delete, {Monitor, ending(Message, Monitor)}) of
        no_response -> no_response;
        {ok, Answer} -> Answer;
        {error, Reason} -> error(Reason);
        {exit, Reason} -> exit(Reason);
        {throw, Reason} -> throw(Reason)
    end;
check_response(_, _, _) ->
    error({?MODULE, badarg}).

glance_all(Requests, Timeout) ->
    receive
        {spawn_reply, Monitor, error, Reason} when is_map_key(Monitor, Requests) -> {Monitor, {down, Reason}};
        {'DOWN', Monitor, process, _, Reason} when is_map_key(Monitor, Requests) -> {Monitor, {down, Reason}}
    after left(Timeout) ->
        {none, no_response}
    end.

labelled(_, _, {_, no_response}) -> no_response;
labelled(Requests, Delete, {Monitor, Ending}) ->
    #{Monitor := [Result | Label]} = Requests,
    Left = case Delete of
        true -> maps:remove(Monitor, Requests);
        false -> Requests
    end,
    case outcome([Result | Monitor], Ending) of
        {ok, Value} -> {ok, {{response, Value}, Label, Left}};
        {Class, Reason} -> {Class, {Reason, Label, Left}}
    end.

%% --- without an answer

cast(Node, Fun) -> cast(Node, erlang, apply, [Fun, []]).

cast(Node, M, F, A) when Node =:= node(), ?IS_CALL(M, F, A) ->
    _ = spawn(?MODULE, execute_cast, [M, F, A]),
    ok;
cast(Node, M, F, A) when is_atom(Node), ?IS_CALL(M, F, A) ->
    _ = erlang:spawn_request(Node, ?MODULE, execute_cast, [M, F, A], [{reply, no}]),
    ok;
cast(_, _, _, _) ->
    error({?MODULE, badarg}).

execute_cast(M, F, A) ->
    try
        apply(M, F, A)
    catch
        error:Reason:Stack -> error({exception, {Reason, own_part(Stack, ?MODULE, {M, F, A})}})
    end.

%% --- several nodes

multicall(Nodes, Fun) -> multicall(Nodes, Fun, infinity).
multicall(Nodes, Fun, Timeout) when is_function(Fun, 0) -> multicall(Nodes, erlang, apply, [Fun, []], Timeout);
multicall(_, _, _) -> error({?MODULE, badarg}).
multicall(Nodes, M, F, A) -> multicall(Nodes, M, F, A, infinity).

multicall(Nodes, M, F, A, Timeout) when length(Nodes) >= 0, ?IS_CALL(M, F, A) ->
    case is_time(Timeout) of
        true ->
            lists:all(fun is_atom/1, Nodes) orelse error({?MODULE, badarg}),
            Requests = [start(Node, M, F, A) || Node <- Nodes],
            Deadline = deadline(Timeout),
            [answer(Request, Deadline) || Request <- Requests];
        false ->
            error({?MODULE, badarg})
    end;
multicall(_, _, _, _, _) ->
    error({?MODULE, badarg}).

answer(Request, Deadline) -> outcome(Request, await(Request, Deadline)).

multicast(Nodes, Fun) -> multicast(Nodes, erlang, apply, [Fun, []]).

multicast(Nodes, M, F, A) when length(Nodes) >= 0, ?IS_CALL(M, F, A) ->
    [cast(Node, M, F, A) || Node <- Nodes, is_atom(Node)],
    case lists:all(fun is_atom/1, Nodes) of
        true -> ok;
        false -> error({?MODULE, badarg})
    end;
multicast(_, _, _, _) ->
    error({?MODULE, badarg}).
