%% The node among others. Connections are made below, by the runtime; the process `net_kernel' answers the question by which
%% net_adm:ping/1 makes one.
-module(net_kernel).
-export([start/0, start/1, start/2, stop/0, connect_node/1, monitor_nodes/1, monitor_nodes/2, allow/1,
         get_net_ticktime/0, set_net_ticktime/1, set_net_ticktime/2, nodename/0, longnames/0, get_state/0,
         hidden_connect_node/1, server/0]).

%% Starts the server on a node that has a name.
start() ->
    Pid = spawn(?MODULE, server, []),
    true = register(?MODULE, Pid),
    console:system(Pid),
    Pid.

start(Name, _Options) when is_atom(Name) -> start([Name]).

start(_) ->
    {error, not_supported}.

stop() ->
    {error, not_allowed}.

server() ->
    receive
        {'$gen_call', From, {is_auth, _Node}} -> gen_reply(From, yes);
        {'$gen_call', From, _} -> gen_reply(From, {error, bad_request});
        {connection_rejected, Node, invalid_challenge_reply} ->
            error_logger:error_msg("** Connection attempt from node ~p rejected. Invalid challenge reply. **~n", [Node]);
        {connection_rejected, Node, disallowed} ->
            error_logger:error_msg("** Connection attempt from disallowed node ~s ** ", [Node]);
        _ -> ok
    end,
    ?MODULE:server().

gen_reply({To, Tag}, Reply) ->
    try To ! {Tag, Reply} catch _:_ -> ok end.

connect_node(Node) when Node =:= node() ->
    true;
connect_node(Node) when is_atom(Node) ->
    case is_alive() of
        false ->
            ignored;
        true ->
            Ref = dist:connect(Node),
            receive {Ref, Connected} -> Connected end
    end.

hidden_connect_node(Node) -> connect_node(Node).

monitor_nodes(On) -> subscribe(On, plain, false).

monitor_nodes(On, Options) ->
    try lists:foldl(fun option/2, {plain, false}, Options) of
        {plain, true} -> subscribe(On, visible, true);
        {plain, false} when is_list(Options), Options =/= [] -> subscribe(On, visible, false);
        {Type, Reason} -> subscribe(On, Type, Reason)
    catch
        _:_ -> error
    end.

option({node_type, Type}, {_, Reason}) when Type =:= visible; Type =:= hidden; Type =:= all -> {Type, Reason};
option(nodedown_reason, {Type, _}) -> {Type, true}.

subscribe(true, Type, Reason) -> dist:subscribe(Type, Reason);
subscribe(false, Type, Reason) -> dist:unsubscribe(Type, Reason);
subscribe(_, _, _) -> error.

allow(Nodes) ->
    case is_list(Nodes) andalso lists:all(fun is_atom/1, Nodes) of
        true -> dist:allow(Nodes);
        false -> error
    end.

get_net_ticktime() ->
    case is_alive() of
        true -> dist:tick_time();
        false -> ignored
    end.

set_net_ticktime(Seconds) -> set_net_ticktime(Seconds, 60).

set_net_ticktime(Seconds, _TransitionPeriod) when is_integer(Seconds), Seconds > 0 ->
    case dist:tick_time() of
        Seconds -> unchanged;
        _ -> dist:tick_time(Seconds), change_initiated
    end.

nodename() -> node().

longnames() ->
    case is_alive() of
        true -> lists:member($., atom_to_list(node()));
        false -> ignored
    end.

get_state() ->
    case is_alive() of
        true -> #{started => static, name => node(), name_type => static,
                  name_domain => case longnames() of true -> longnames; false -> shortnames end};
        false -> #{started => no}
    end.
