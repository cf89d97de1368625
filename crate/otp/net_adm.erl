%% Administration of the network of nodes.
-module(net_adm).
-export([ping/1, names/0, names/1, localhost/0, ping_list/1, dns_hostname/1]).

%% Asks the other node's net_kernel, which connects the two.
ping(Node) when is_atom(Node) ->
    case Node =:= node() orelse is_there(Node) of
        true -> pong;
        false ->
            erlang:disconnect_node(Node),
            pang
    end.

is_there(Node) ->
    Monitor = monitor(process, {net_kernel, Node}),
    {net_kernel, Node} ! {'$gen_call', {self(), Monitor}, {is_auth, node()}},
    receive
        {Monitor, Reply} ->
            demonitor(Monitor, [flush]),
            Reply =:= yes;
        {'DOWN', Monitor, _, _, _} ->
            false
    end.

names() -> names(localhost()).

names(Host) ->
    case is_alive() andalso name_of(Host) =:= localhost() of
        true -> {ok, dist:nodes_on_host()};
        false -> {error, address}
    end.

name_of(Host) when is_atom(Host) -> atom_to_list(Host);
name_of(Host) -> Host.

localhost() ->
    case string:split(atom_to_list(node()), "@") of
        [_, Host] -> Host;
        _ -> "nohost"
    end.

dns_hostname(Host) -> {ok, name_of(Host)}.

ping_list(Nodes) ->
    [Node || Node <- Nodes, ping(Node) =:= pong].
