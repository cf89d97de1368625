#!/usr/bin/env escript
%%! -hidden
%% Holds gen_server_cluster to its promises on real nodes under faults from a seed. Called by run.sh:
%%   soak.escript FOLDER NODES SEED FAULTS PROTOCOL
%% NODES is 3 or more. Safety: no id is acknowledged twice, and every acknowledged id is in the final state, for the request that got it.
%% Liveness: once the faults are over, there is one global server, every node answers, and all states are equal.

-mode(compile).
-define(NAME, ids).
-record(soak, {folder, peers = #{}, parted = false, protocol}).

main([Folder, Count, Seed, Faults, Protocol]) ->
    rand:seed(exsss, list_to_integer(Seed)),
    Names = ["n" ++ integer_to_list(N) || N <- lists:seq(1, list_to_integer(Count))],
    S0 = #soak{folder = Folder, protocol = list_to_atom(Protocol)},
    S1 = lists:foldl(fun start_node/2, S0, Names),
    connect(S1),
    S2 = faults(list_to_integer(Faults), S1),
    S3 = lists:foldl(fun start_node/2, heal(S2), [Name || Name <- Names, not maps:is_key(Name, S2#soak.peers)]),
    connect(S3),
    Problems = liveness(S3, 40) ++ safety(S3),
    [catch kill_os(Peer) || Peer <- maps:values(S3#soak.peers)],
    case Problems of
        [] -> io:format("seed ~s: passed, ~b ids~n", [Seed, length(acknowledged(S3))]), halt(0);
        _ -> io:format("seed ~s: FAILED ~P~n", [Seed, Problems, 60]), halt(1)
    end.

%%% Nodes. They are told what to do over their standard input, so that a partition does not cut the test off.

start_node(Name, S = #soak{folder = Folder, peers = Peers, protocol = Protocol}) ->
    {ok, Peer, Node} = peer:start(#{
        name => Name, host => "localhost", longnames => false, connection => standard_io, wait_boot => 20000,
        args => ["-setcookie", "soak", "-pa", Folder, "+S", "1:1", "-kernel", "logger_level", "critical"]
    }),
    Pid = peer:call(Peer, os, getpid, []),
    NewS = S#soak{peers = Peers#{Name => {Peer, Node, Pid}}},
    connect(NewS),
    timer:sleep(500),
    peer:call(Peer, global, sync, []),
    say("start ~s: ~p", [Name, catch peer:call(Peer, soak_server, start, [?NAME, Protocol], 20000)]),
    [peer:cast(Peer, erlang, spawn, [soak_server, client, [?NAME, N, Folder]]) || N <- [1, 2]],
    NewS.

connect(S) ->
    Nodes = [Node || {_, Node, _} <- maps:values(S#soak.peers)],
    [[catch peer:call(Peer, net_kernel, connect_node, [Node]) || Node <- Nodes] || {Peer, _, _} <- maps:values(S#soak.peers)].

kill_os({Peer, _, Pid}) ->
    unlink(Peer),
    os:cmd("kill -9 " ++ Pid),
    catch exit(Peer, kill).

%%% Faults

faults(0, S) -> S;
faults(Left, S) ->
    timer:sleep(rand:uniform(1500)),
    faults(Left - 1, fault(rand:uniform(10), S)).

fault(N, S) when N =< 3 -> kill_node(S);
fault(N, S = #soak{parted = false}) when N =< 5 -> part(S);
fault(N, S) when N =< 6 -> heal(S);
fault(7, S) -> stop(global, S);
fault(8, S) -> kill_server(S);
fault(9, S) -> stop(member, S);
fault(10, S) -> restart(S).

%% Not the last member of the active view, and not during a partition: who is left could not know what it knew.
kill_node(S = #soak{peers = Peers, parted = false}) ->
    {Name, {_, Node, _} = Victim} = pick(maps:to_list(Peers)),
    case view(S) of
        Nodes = [_, _ | _] when map_size(Peers) > 1 ->
            case [N || N <- Nodes, N =/= Node, is_up(N, S)] of
                [] -> S;
                _ ->
                    say("kill ~s (view ~p)", [Name, Nodes]),
                    kill_os(Victim),
                    S#soak{peers = maps:remove(Name, Peers)}
            end;
        _ -> S
    end;
kill_node(S) -> S.

is_up(Node, S) -> lists:keymember(Node, 2, maps:values(S#soak.peers)).

%% The members of the view of the server that is active.
view(S) ->
    case [View || {Peer, _, _} <- maps:values(S#soak.peers), View <- [view_of(Peer)], View =/= []] of
        [View] -> View;
        [] -> [];
        Several when S#soak.protocol =:= safe -> say("several active: ~p", [Several]), [];
        _ -> []
    end.

%% A server that does not answer has no view; one that cannot be looked into is a mistake of the test.
view_of(Peer) ->
    try peer:call(Peer, soak_view, active, [?NAME], 5000) catch exit:_ -> [] end.

part(S = #soak{peers = Peers}) ->
    part(lists:partition(fun(_) -> rand:uniform(2) =:= 1 end, maps:values(Peers)), S).

part({[], _}, S) -> S;
part({_, []}, S) -> S;
part({Left, Right}, S) ->
    say("part ~p | ~p", [[N || {_, N, _} <- Left], [N || {_, N, _} <- Right]]),
    [[cut(P, left, N) || {_, N, _} <- Right] || {P, _, _} <- Left],
    [[cut(P, right, N) || {_, N, _} <- Left] || {P, _, _} <- Right],
    S#soak{parted = true}.

%% Different cookies on the two sides, so that they cannot connect again.
cut(Peer, Cookie, Node) ->
    catch peer:call(Peer, erlang, set_cookie, [Node, Cookie]),
    catch peer:cast(Peer, erlang, disconnect_node, [Node]).

heal(S = #soak{peers = Peers}) ->
    say("heal", []),
    Nodes = [list_to_atom("n" ++ integer_to_list(N) ++ "@localhost") || N <- lists:seq(1, 9)],
    [[catch peer:call(P, erlang, set_cookie, [Node, soak]) || Node <- Nodes] || {P, _, _} <- maps:values(Peers)],
    connect(S),
    S#soak{parted = false}.

stop(global, S) ->
    {_, {Peer, _, _}} = pick(maps:to_list(S#soak.peers)),
    case safe_to_stop(S) of
        true -> say("stop global: ~p", [catch peer:call(Peer, gen_server_cluster, stop, [?NAME, global], 20000)]);
        false -> ok
    end,
    S;
stop(member, S) ->
    {_, {Peer, _, _}} = pick(maps:to_list(S#soak.peers)),
    {_, {_, Node, _}} = pick(maps:to_list(S#soak.peers)),
    case safe_to_stop(S) of
        true -> say("stop ~p: ~p", [Node, catch peer:call(Peer, gen_server_cluster, stop, [?NAME, Node], 20000)]);
        false -> ok
    end,
    S.

kill_server(S) ->
    {Name, {Peer, _, _}} = pick(maps:to_list(S#soak.peers)),
    case safe_to_stop(S) andalso peer:call(Peer, erlang, whereis, [?NAME]) of
        Pid when is_pid(Pid) ->
            say("kill server on ~s", [Name]),
            peer:call(Peer, erlang, exit, [Pid, kill]);
        _ -> ok
    end,
    S.

safe_to_stop(S = #soak{parted = false}) -> length([N || N <- view(S), is_up(N, S)]) > 1;
safe_to_stop(_) -> false.

%% Nodes that were killed come back, servers that were stopped too.
restart(S = #soak{peers = Peers, protocol = Protocol, parted = false}) ->
    [say("start on ~s: ~p", [Name, catch peer:call(Peer, soak_server, start, [?NAME, Protocol], 20000)])
     || {Name, {Peer, _, _}} <- maps:to_list(Peers), undefined =:= (catch peer:call(Peer, erlang, whereis, [?NAME]))],
    Missing = [Name || Name <- ["n1", "n2", "n3"], not maps:is_key(Name, Peers)],
    lists:foldl(fun start_node/2, S, Missing);
restart(S) -> S.

pick(List) -> lists:nth(rand:uniform(length(List)), List).

%%% Promises

liveness(_S, 0) -> [not_settled];
liveness(S, Tries) ->
    timer:sleep(1000),
    Peers = maps:to_list(S#soak.peers),
    connect(S),
    [catch peer:call(Peer, soak_server, start, [?NAME, S#soak.protocol], 20000) || {_, {Peer, _, _}} <- Peers,
        undefined =:= (catch peer:call(Peer, erlang, whereis, [?NAME]))],
    Answers = [catch peer:call(Peer, soak_server, next_value, [?NAME, {last, Name, Tries}, 5000], 6000) || {Name, {Peer, _, _}} <- Peers],
    Globals = lists:usort([catch peer:call(Peer, global, whereis_name, [?NAME]) || {_, {Peer, _, _}} <- Peers]),
    States = [catch peer:call(Peer, gen_server_cluster, get_target_states, [?NAME], 6000) || {_, {Peer, _, _}} <- Peers],
    Good = lists:all(fun is_integer/1, Answers) andalso length(Globals) =:= 1
        andalso lists:all(fun(L) -> is_list(L) andalso length(L) =:= length(Peers) end, States),
    case Good of
        true -> [];
        false when Tries =:= 1 ->
            [{not_settled, Answers, Globals, [catch peer:call(Peer, soak_view, all, [?NAME], 5000) || {_, {Peer, _, _}} <- Peers]}];
        false -> liveness(S, Tries - 1)
    end.

safety(S) ->
    % The clients go on: quiet them first.
    [catch peer:call(Peer, soak_view, quiet, [], 6000) || {_, {Peer, _, _}} <- maps:to_list(S#soak.peers)],
    timer:sleep(1000),
    [{_, {Peer, _, _}} | _] = maps:to_list(S#soak.peers),
    case catch peer:call(Peer, gen_server_cluster, get_target_states, [?NAME], 10000) of
        States = [{_, {_, Given}} | _] ->
            Acknowledged = acknowledged(S),
            Ids = [Id || {Id, _} <- Acknowledged],
            [{twice, Ids -- lists:usort(Ids)} || length(Ids) =/= length(lists:usort(Ids))]
                ++ [{lost, Id, Request} || {Id, Request} <- Acknowledged, maps:get(Request, Given, none) =/= Id]
                ++ [states_differ || length(lists:usort([State || {_, State} <- States])) =/= 1];
        Other ->
            [{no_state, Other}]
    end.

acknowledged(#soak{folder = Folder}) ->
    lists:append([whole_lines(File) || File <- filelib:wildcard(filename:join(Folder, "n*@localhost.*"))]).

%% The last line of a killed node may be cut short.
whole_lines(File) ->
    {ok, Bytes} = file:read_file(File),
    Lines = string:split(Bytes, "\n", all),
    [term(Line) || Line <- lists:droplast(Lines)].

term(Line) ->
    {ok, Tokens, _} = erl_scan:string(binary_to_list(Line)),
    {ok, Term} = erl_parse:parse_term(Tokens),
    Term.

say(Format, Args) ->
    case os:getenv("SOAK_VERBOSE") of
        false -> ok;
        _ -> io:format("  " ++ Format ++ "~n", Args)
    end.
