%% Administration of the network of nodes.
-module(net_adm).
-export([ping/1, names/0, names/1, localhost/0, ping_list/1, dns_hostname/1, host_file/0, world/0, world/1, world_list/1,
         world_list/2]).

%% Asks the other node's net_kernel, which connects the two.
ping(Node) when is_atom(Node) ->
    case is_alive() andalso (Node =:= node() orelse is_there(Node)) of
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

%% The nodes of all hosts of a world live in one tab, where each host's can be asked for.
names(Host) ->
    case dist:nodes_on_host(name_of(Host)) of
        [] ->
            case lists:member(name_of(Host), [localhost(), "localhost"]) of
                true -> {ok, []};
                false -> {error, nxdomain}
            end;
        Names -> {ok, Names}
    end.

name_of(Host) when is_atom(Host) -> atom_to_list(Host);
name_of(Host) -> Host.

localhost() ->
    case string:split(atom_to_list(node()), "@") of
        [_, Host] -> Host;
        _ -> "nohost"
    end.

dns_hostname(Host) ->
    case names(Host) of
        {ok, _} -> {ok, name_of(Host)};
        {error, _} -> {error, Host}
    end.

ping_list(Nodes) ->
    [Node || Node <- Nodes, ping(Node) =:= pong].

%% The file .hosts.erlang.
host_file() ->
    case file:read_file(".hosts.erlang") of
        {ok, _} -> file:consult(".hosts.erlang");
        Error -> Error
    end.

world() -> world(silent).
world(Verbose) ->
    case host_file() of
        {ok, Hosts} -> world_list(Hosts, Verbose);
        Error -> exit(Error)
    end.

%% Pings all nodes on the hosts.
world_list(Hosts) -> world_list(Hosts, silent).
world_list(Hosts, Verbose) when is_list(Hosts) -> lists:append([collect_host_nodes(Host, Verbose) || Host <- Hosts]).

collect_host_nodes(Host, Verbose) ->
    Text = atom_to_list(Host),
    case names(Host) of
        {ok, Names} ->
            [Node || {Name, _} <- Names, Node <- [list_to_atom(Name ++ "@" ++ Text)], is_seen(Node, Verbose)];
        {error, _} -> []
    end.

is_seen(Node, Verbose) ->
    Answer = ping(Node),
    Verbose =:= verbose andalso io:format("Pinging ~w -> ~w~n", [Node, Answer]),
    Answer =:= pong.
