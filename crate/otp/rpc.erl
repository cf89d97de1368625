%% The older way to call on a node: failures come back as {badrpc, Reason}. Most of it is erpc's; calls that wait for each other
%% on a node (block_call), and messages for registered processes (sbcast), go through its server, the process rex.
-module(rpc).
-behaviour(gen_server).
-export([call/4, call/5, block_call/4, block_call/5, cast/4, multicall/3, multicall/4, multicall/5, async_call/4,
         yield/1, nb_yield/1, nb_yield/2, pmap/3, parallel_eval/1, eval_everywhere/3, eval_everywhere/4,
         abcast/2, abcast/3, sbcast/2, sbcast/3, server_call/4, multi_server_call/2, multi_server_call/3, pinfo/1, pinfo/2]).
-export([serve/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

-define(NAME, rex).

call(Node, M, F, A) -> call(Node, M, F, A, infinity).
call(Node, M, F, A, Timeout) ->
    try erpc:call(Node, M, F, A, Timeout)
    catch Class:Reason -> rpcify_exception(Class, Reason)
    end.

rpcify_exception(throw, Reason) -> Reason;
rpcify_exception(exit, {exception, Reason}) -> {badrpc, {'EXIT', Reason}};
rpcify_exception(exit, {signal, Reason}) -> {badrpc, {'EXIT', Reason}};
rpcify_exception(exit, Reason) -> exit(Reason);
rpcify_exception(error, {exception, Reason, Stack}) -> {badrpc, {'EXIT', {Reason, Stack}}};
rpcify_exception(error, {erpc, badarg}) -> error(badarg);
rpcify_exception(error, {erpc, noconnection}) -> {badrpc, nodedown};
rpcify_exception(error, {erpc, timeout}) -> {badrpc, timeout};
rpcify_exception(error, {erpc, Reason}) -> {badrpc, Reason};
rpcify_exception(error, Reason) -> error(Reason).

block_call(Node, M, F, A) -> block_call(Node, M, F, A, infinity).
block_call(Node, M, F, A, Timeout) when is_atom(Node), is_atom(M), is_atom(F), is_list(A) ->
    server_of(Node),
    try gen_server:call({?NAME, Node}, {block_call, M, F, A, group_leader()}, Timeout)
    catch
        exit:{{nodedown, _}, _} -> {badrpc, nodedown};
        exit:{timeout, _} -> {badrpc, timeout};
        exit:Reason -> {badrpc, {'EXIT', Reason}}
    end.

cast(Node, M, F, A) ->
    try erpc:cast(Node, M, F, A) of
        ok -> true
    catch
        error:{erpc, badarg} -> error(badarg)
    end.

multicall(M, F, A) -> multicall([node() | nodes()], M, F, A).
multicall(Nodes, M, F, A) when is_list(Nodes) -> multicall(Nodes, M, F, A, infinity);
multicall(M, F, A, Timeout) -> multicall([node() | nodes()], M, F, A, Timeout).

multicall(Nodes, M, F, A, Timeout) ->
    case is_list(Nodes) andalso lists:all(fun is_atom/1, Nodes) of
        true -> ok;
        false -> error(badarg)
    end,
    Answers = try erpc:multicall(Nodes, M, F, A, Timeout) of
        All -> lists:zip(Nodes, [plain(Answer) || Answer <- All])
    catch
        error:{erpc, badarg} -> error(badarg)
    end,
    IsDown = fun(Answer) -> Answer =:= {badrpc, nodedown} orelse Answer =:= {badrpc, timeout} end,
    {[Answer || {_, Answer} <- Answers, not IsDown(Answer)], [Node || {Node, Answer} <- Answers, IsDown(Answer)]}.

plain({ok, Value}) -> Value;
plain({Class, Reason}) -> rpcify_exception(Class, Reason).

async_call(Node, M, F, A) ->
    try erpc:send_request(Node, M, F, A)
    catch error:{erpc, badarg} -> error(badarg)
    end.

yield(Key) ->
    try erpc:receive_response(Key)
    catch Class:Reason -> rpcify_exception(Class, Reason)
    end.

nb_yield(Key) -> nb_yield(Key, 0).
nb_yield(Key, Timeout) ->
    try erpc:wait_response(Key, Timeout) of
        no_response -> timeout;
        {response, Value} -> {value, Value}
    catch
        Class:Reason -> {value, rpcify_exception(Class, Reason)}
    end.

pmap({M, F}, Extra, List) ->
    [checked(Answer) || Answer <- parallel_eval([{M, F, [Item | Extra]} || Item <- List])].

checked({badrpc, _}) -> exit(badrpc);
checked(Answer) -> Answer.

parallel_eval(Calls) ->
    Nodes = [node() | nodes()],
    Keys = map_nodes(Calls, Nodes, Nodes),
    [yield(Key) || Key <- Keys].

%% The calls go to the nodes in turn.
map_nodes([], _, _) -> [];
map_nodes(Calls, [], All) -> map_nodes(Calls, All, All);
map_nodes([{M, F, A} | Calls], [Node | Nodes], All) -> [async_call(Node, M, F, A) | map_nodes(Calls, Nodes, All)].

eval_everywhere(M, F, A) -> eval_everywhere([node() | nodes()], M, F, A).
eval_everywhere(Nodes, M, F, A) ->
    lists:foreach(fun(Node) -> cast(Node, M, F, A) end, Nodes),
    abcast.

abcast(Name, Message) -> abcast([node() | nodes()], Name, Message).
abcast([Node | Nodes], Name, Message) ->
    erlang:send({Name, Node}, Message, [noconnect]) =:= noconnect
        andalso spawn(fun() -> {Name, Node} ! Message end),
    abcast(Nodes, Name, Message);
abcast([], _, _) ->
    abcast.

%% Which of the nodes have a process of this name that got the message, and which have none.
sbcast(Name, Message) -> sbcast([node() | nodes()], Name, Message).
sbcast(Nodes, Name, Message) ->
    lists:foreach(fun server_of/1, Nodes),
    Answers = [{Node, server_call(Node, ?NAME, ?NAME, {sbcast, Name, Message})} || Node <- Nodes],
    {[Node || {Node, Node} <- Answers], [Node || {Node, Answer} <- Answers, Answer =/= Node]}.

server_call(Node, Name, _, _) when is_atom(Node), is_atom(Name), node() =:= nonode@nohost, Node =/= nonode@nohost ->
    {error, nodedown};
server_call(Node, Name, ReplyWrapper, Message) when is_atom(Node), is_atom(Name) ->
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
multi_server_call(Nodes, Name, Message) when is_list(Nodes), is_atom(Name) ->
    Answers = [{Node, server_call(Node, Name, Name, Message)} || Node <- Nodes],
    {[Reply || {_, Reply} <- Answers, Reply =/= {error, nodedown}], [Node || {Node, {error, nodedown}} <- Answers]}.

pinfo(Pid) -> call(node(Pid), erlang, process_info, [Pid]).
pinfo(Pid, Item) -> call(node(Pid), erlang, process_info, [Pid, Item]).

%% --- the server

%% Without distribution the server starts when it is first needed.
server_of(Node) when Node =:= node() ->
    whereis(?NAME) =/= undefined orelse net_kernel:start_later(?NAME, ?MODULE);
server_of(_) ->
    true.

%% Runs as the process rex (net_kernel:start_servers/0).
serve() ->
    put('$ancestors', [whereis(init)]),
    put('$initial_call', {?MODULE, init, 1}),
    gen_server:enter_loop(?MODULE, [], nothing, {local, ?NAME}).

init([]) -> {ok, nothing}.

handle_call({block_call, M, F, A, Leader}, _, State) ->
    Own = group_leader(),
    group_leader(Leader, self()),
    Answer = evaluated(M, F, A),
    group_leader(Own, self()),
    {reply, Answer, State};
handle_call({call, M, F, A, Leader}, From, State) ->
    spawn(fun() ->
        group_leader(Leader, self()),
        gen_server:reply(From, evaluated(M, F, A))
    end),
    {noreply, State};
handle_call(_, _, State) ->
    {noreply, State}.

evaluated(M, F, A) ->
    try apply(M, F, A)
    catch
        throw:Reason -> Reason;
        exit:Reason -> {badrpc, {'EXIT', Reason}};
        error:Reason:Stack -> {badrpc, {'EXIT', {Reason, erpc:own_part(Stack, ?MODULE, {M, F, A})}}}
    end.

handle_cast({cast, M, F, A, Leader}, State) ->
    spawn(fun() ->
        group_leader(Leader, self()),
        apply(M, F, A)
    end),
    {noreply, State};
handle_cast(_, State) ->
    {noreply, State}.

handle_info({From, {sbcast, Name, Message}}, State) ->
    From ! {?NAME, node(), case whereis(Name) of
        undefined -> {nonexisting_name, Name};
        Pid -> Pid ! Message, node()
    end},
    {noreply, State};
handle_info({From, features_request}, State) ->
    _ = erlang:send(From, {features_reply, node(), [erpc]}, [noconnect]),
    {noreply, State};
handle_info(_, State) ->
    {noreply, State}.
