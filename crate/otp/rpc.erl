%% Calls of functions on other nodes, the older way: what goes wrong is a value {badrpc, Reason}.
-module(rpc).
-export([call/4, call/5, block_call/4, block_call/5, cast/4, multicall/3, multicall/4, multicall/5, async_call/4, yield/1,
         nb_yield/1, nb_yield/2, eval_everywhere/3, eval_everywhere/4, abcast/2, abcast/3, sbcast/2, sbcast/3,
         server_call/4, multi_server_call/2, multi_server_call/3, pinfo/1, pinfo/2, parallel_eval/1, pmap/3]).

call(Node, M, F, A) -> call(Node, M, F, A, infinity).
call(Node, M, F, A, Timeout) ->
    try erpc:call(Node, M, F, A, Timeout)
    catch Class:Reason -> bad(Class, Reason)
    end.

bad(throw, Value) -> Value;
bad(exit, {exception, Reason}) -> {badrpc, {'EXIT', Reason}};
bad(exit, {signal, Reason}) -> {badrpc, {'EXIT', Reason}};
bad(error, {exception, Reason, Stack}) -> {badrpc, {'EXIT', {Reason, Stack}}};
bad(error, {erpc, noconnection}) -> {badrpc, nodedown};
bad(error, {erpc, timeout}) -> {badrpc, timeout};
bad(error, {erpc, badarg}) -> error(badarg);
bad(error, Reason) -> {badrpc, Reason}.

block_call(Node, M, F, A) -> call(Node, M, F, A).
block_call(Node, M, F, A, Timeout) -> call(Node, M, F, A, Timeout).

cast(Node, M, F, A) ->
    try erpc:cast(Node, M, F, A) catch error:{erpc, badarg} -> error(badarg) end,
    true.

%% {Results, BadNodes}
multicall(M, F, A) -> multicall([node() | nodes()], M, F, A, infinity).
multicall(Nodes, M, F, A) when is_list(Nodes) -> multicall(Nodes, M, F, A, infinity);
multicall(M, F, A, Timeout) -> multicall([node() | nodes()], M, F, A, Timeout).
multicall(Nodes, M, F, A, Timeout) ->
    Answers = lists:zip(Nodes, erpc:multicall(Nodes, M, F, A, Timeout)),
    Lost = fun({_, {error, {erpc, Reason}}}) -> Reason =:= noconnection orelse Reason =:= timeout; (_) -> false end,
    {Bad, Good} = lists:partition(Lost, Answers),
    {[value(Answer) || {_, Answer} <- Good], [Node || {Node, _} <- Bad]}.

value({ok, Value}) -> Value;
value({Class, Reason}) -> bad(Class, Reason).

eval_everywhere(M, F, A) -> eval_everywhere([node() | nodes()], M, F, A).
eval_everywhere(Nodes, M, F, A) -> lists:foreach(fun(Node) -> cast(Node, M, F, A) end, Nodes), abcast.

abcast(Name, Message) -> abcast([node() | nodes()], Name, Message).
abcast(Nodes, Name, Message) -> _ = [{Name, Node} ! Message || Node <- Nodes], abcast.

sbcast(Name, Message) -> sbcast([node() | nodes()], Name, Message).
sbcast(Nodes, Name, Message) ->
    lists:partition(fun(Node) -> call(Node, erlang, send, [Name, Message]) =:= Message end, Nodes).

async_call(Node, M, F, A) ->
    Caller = self(),
    spawn(fun() -> Value = call(Node, M, F, A), Caller ! {self(), {promise_reply, Value}} end).

yield(Key) -> receive {Key, {promise_reply, Value}} -> Value end.

nb_yield(Key) -> nb_yield(Key, 0).
nb_yield(Key, Timeout) -> receive {Key, {promise_reply, Value}} -> {value, Value} after Timeout -> timeout end.

server_call(Node, Name, ReplyWrapper, Message) ->
    Monitor = monitor(process, {Name, Node}),
    {Name, Node} ! {self(), Message},
    receive
        {'DOWN', Monitor, _, _, _} -> {error, nodedown};
        {ReplyWrapper, Node, Reply} -> demonitor(Monitor, [flush]), Reply
    end.

multi_server_call(Name, Message) -> multi_server_call([node() | nodes()], Name, Message).
multi_server_call(Nodes, Name, Message) ->
    Answers = [{Node, server_call(Node, Name, Name, Message)} || Node <- Nodes],
    {[Reply || {_, Reply} <- Answers, Reply =/= {error, nodedown}], [Node || {Node, {error, nodedown}} <- Answers]}.

pinfo(Pid) when node(Pid) =:= node() -> process_info(Pid);
pinfo(Pid) -> call(node(Pid), erlang, process_info, [Pid]).

pinfo(Pid, Item) when node(Pid) =:= node() -> process_info(Pid, Item);
pinfo(Pid, Item) -> call(node(Pid), erlang, process_info, [Pid, Item]).

parallel_eval(Calls) ->
    Nodes = [node() | nodes()],
    Count = length(Nodes),
    Keys = [async_call(lists:nth(1 + N rem Count, Nodes), M, F, A)
            || {N, {M, F, A}} <- lists:zip(lists:seq(0, length(Calls) - 1), Calls)],
    [yield(Key) || Key <- Keys].

pmap({M, F}, Extra, List) -> parallel_eval([{M, F, [Item | Extra]} || Item <- List]).
