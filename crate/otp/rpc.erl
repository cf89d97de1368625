%% The older way to call on a node: failures come back as {badrpc, Reason}.
-module(rpc).
-export([call/4, call/5, block_call/4, block_call/5, cast/4, multicall/3, multicall/4, multicall/5, async_call/4,
         yield/1, nb_yield/1, nb_yield/2, pmap/3, parallel_eval/1, eval_everywhere/3, eval_everywhere/4,
         abcast/2, abcast/3, sbcast/2, sbcast/3, server_call/4, multi_server_call/2, multi_server_call/3, pinfo/1, pinfo/2]).
-export([start/0, server/0]).

call(Node, M, F, A) -> call(Node, M, F, A, infinity).
call(Node, M, F, A, Timeout) -> result(fun() -> erpc:call(Node, M, F, A, Timeout) end).

block_call(Node, M, F, A) -> call(Node, M, F, A).
block_call(Node, M, F, A, Timeout) -> call(Node, M, F, A, Timeout).

result(Fun) ->
    try Fun()
    catch
        throw:Reason -> Reason;
        exit:{exception, Reason} -> {badrpc, {'EXIT', Reason}};
        exit:{signal, Reason} -> {badrpc, {'EXIT', Reason}};
        error:{exception, Reason, Stack} -> {badrpc, {'EXIT', {Reason, Stack}}};
        error:{erpc, badarg} -> error(badarg);
        error:{erpc, noconnection} -> {badrpc, nodedown};
        error:{erpc, Reason} -> {badrpc, Reason}
    end.

cast(Node, M, F, A) ->
    erpc:cast(Node, M, F, A),
    true.

multicall(M, F, A) -> multicall([node() | nodes()], M, F, A).
multicall(Nodes, M, F, A) when is_list(Nodes) -> multicall(Nodes, M, F, A, infinity);
multicall(M, F, A, Timeout) -> multicall([node() | nodes()], M, F, A, Timeout).

multicall(Nodes, M, F, A, Timeout) ->
    Answers = [case Answer of
        {ok, Value} -> Value;
        {Class, Reason} -> result(fun() -> erlang:Class(Reason) end)
    end || Answer <- erpc:multicall(Nodes, M, F, A, Timeout)],
    Pairs = lists:zip(Nodes, Answers),
    IsDown = fun(Answer) -> Answer =:= {badrpc, nodedown} orelse Answer =:= {badrpc, timeout} end,
    {[Answer || {_, Answer} <- Pairs, not IsDown(Answer)], [Node || {Node, Answer} <- Pairs, IsDown(Answer)]}.

async_call(Node, M, F, A) -> erpc:send_request(Node, M, F, A).
yield(Key) -> result(fun() -> erpc:receive_response(Key) end).
nb_yield(Key) -> nb_yield(Key, 0).
nb_yield(Key, Timeout) ->
    case result(fun() -> erpc:wait_response(Key, Timeout) end) of
        no_response -> timeout;
        {response, Value} -> {value, Value};
        Failure -> {value, Failure}
    end.

pmap({M, F}, Extra, List) -> parallel_eval([{M, F, [Item | Extra]} || Item <- List]).

parallel_eval(Calls) ->
    Nodes = [node() | nodes()],
    Spread = [{lists:nth((N - 1) rem length(Nodes) + 1, Nodes), Call} || {N, Call} <- lists:zip(lists:seq(1, length(Calls)), Calls)],
    Keys = [async_call(Node, M, F, A) || {Node, {M, F, A}} <- Spread],
    [yield(Key) || Key <- Keys].

eval_everywhere(M, F, A) -> eval_everywhere([node() | nodes()], M, F, A).
eval_everywhere(Nodes, M, F, A) ->
    erpc:multicast(Nodes, M, F, A),
    abcast.

abcast(Name, Message) -> abcast([node() | nodes()], Name, Message).
abcast(Nodes, Name, Message) ->
    [catch {Name, Node} ! Message || Node <- Nodes],
    abcast.

sbcast(Name, Message) -> sbcast([node() | nodes()], Name, Message).
sbcast(Nodes, Name, Message) ->
    Found = [Node || Node <- Nodes, is_pid(call(Node, erlang, whereis, [Name]))],
    _ = abcast(Found, Name, Message),
    {Found, Nodes -- Found}.

server_call(Node, Name, ReplyWrapper, Message) ->
    Monitor = monitor(process, {Name, Node}),
    catch {Name, Node} ! {self(), Message},
    receive
        {ReplyWrapper, Node, Reply} ->
            demonitor(Monitor, [flush]),
            Reply;
        {'DOWN', Monitor, _, _, _} ->
            {error, nodedown}
    end.

multi_server_call(Name, Message) -> multi_server_call([node() | nodes()], Name, Message).
multi_server_call(Nodes, Name, Message) ->
    Answers = [{Node, server_call(Node, Name, Name, Message)} || Node <- Nodes],
    {[Reply || {_, Reply} <- Answers, Reply =/= {error, nodedown}], [Node || {Node, {error, nodedown}} <- Answers]}.

pinfo(Pid) -> call(node(Pid), erlang, process_info, [Pid]).
pinfo(Pid, Item) -> call(node(Pid), erlang, process_info, [Pid, Item]).

%% --- the server that OTP's rpc asks on other nodes for what it does not do by erpc

start() ->
    Pid = spawn(?MODULE, server, []),
    true = register(rex, Pid),
    console:system(Pid),
    Pid.

server() ->
    receive
        {'$gen_call', From, {block_call, M, F, A, Leader}} -> gen:reply(From, evaluate(M, F, A, Leader));
        {'$gen_call', From, {call, M, F, A, Leader}} -> spawn(fun() -> gen:reply(From, evaluate(M, F, A, Leader)) end);
        {'$gen_cast', {cast, M, F, A, Leader}} -> spawn(fun() -> group_leader(Leader, self()), apply(M, F, A) end);
        {From, {sbcast, Name, Message}} -> From ! {rex, node(), deliver(Name, Message)};
        {From, features_request} -> erlang:send(From, {features_reply, node(), [erpc]}, [noconnect]);
        _ -> ok
    end,
    ?MODULE:server().

evaluate(M, F, A, Leader) ->
    Own = group_leader(),
    group_leader(Leader, self()),
    Answer = result(fun() -> erpc:call(node(), M, F, A) end),
    group_leader(Own, self()),
    Answer.

deliver(Name, Message) ->
    case whereis(Name) of
        undefined -> {nonexisting_name, Name};
        Pid -> Pid ! Message, node()
    end.
