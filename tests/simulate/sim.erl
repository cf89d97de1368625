%% What runs on every node of a simulated world: workers that use the cluster in all ways, and a keeper that restarts those
%% who end. Called from the node's shell by the simulation (crate/tests/support/simulate), which reads the lines that
%% begin with `@@'.
%%
%%   @@violation What      a promise was broken, seen from inside
%%   @@finished            all workers of this node have ended their last call
%%   @@holder ...          who has the global name, as this node sees it (sim_names)
%%   @@ack ..., @@state .. what clients of the clusters were told, and what members hold (sim_cluster)
-module(sim).
-export([start/3, steady/1, finish/0, busy/0]).
-export([say/2, violation/1, pick/1, known/0, node_names/0, is_steady/0, is_finishing/0, rest/1]).
-export([keeper/2, connector/0, gossip/0]).

%% Starts the workers of the kinds in Works: signals | calls | names | ids | room.
start(Nodes, TickTime, Works) ->
    logger:set_primary_config(level, none),
    net_kernel:set_net_ticktime(TickTime),
    Pid = spawn(?MODULE, keeper, [Nodes, Works]),
    group_leader(whereis(user), Pid),
    ok.

%% While it is on, nobody connects, and who has a name keeps it.
steady(true) -> ets:insert(?MODULE, {steady, true}), ok;
steady(false) -> ets:delete(?MODULE, steady), ok.

%% Everybody ends after the call under way.
finish() -> ets:insert(?MODULE, {finishing, true}), sim_keeper ! check, ok.

%% Who has not ended yet, and where it is; servers and name server too.
busy() ->
    say("busy ~0p", [[{Worker, process_info(Pid, [current_function, monitors, messages])} || {Pid, Worker} <- ets:lookup_element(?MODULE, workers, 2)]]),
    [say("server ~0p", [{Name, process_info(Pid, [current_stacktrace, messages])}])
     || Name <- [ids, room, global_name_server], Pid <- [whereis(Name)], is_pid(Pid)],
    ok.

%% --- for workers

%% Straight to the world's output, so that what a client was told is known even if its node dies at once.
say(Format, Args) ->
    console:put_chars(self(), ["\n@@", io_lib:format(Format, Args), "\n"]), ok.

violation(What) -> say("violation ~0p", [What]).

pick([]) -> none;
pick(List) -> lists:nth(rand:uniform(length(List)), List).

%% The nodes to deal with. Whoever sends to a node connects to it; when nobody is to connect, only those that are.
node_names() ->
    case is_steady() of
        true -> [node() | nodes()];
        false -> ets:lookup_element(?MODULE, nodes, 2)
    end.

is_steady() -> ets:member(?MODULE, steady).
is_finishing() -> ets:member(?MODULE, finishing).

%% Pids of victims on all nodes as far as heard of, those long dead among them.
known() ->
    Nodes = node_names(),
    [Pid || [Pid] <- ets:match(?MODULE, {{pid, '$1'}}), lists:member(node(Pid), Nodes)].

%% A while of at most Most milliseconds; ends the worker when all end.
rest(Most) ->
    timer:sleep(rand:uniform(Most)),
    case is_finishing() of
        true -> exit(normal);
        false -> ok
    end.

%% --- the keeper

keeper(Nodes, Works) ->
    register(sim_keeper, self()),
    process_flag(trap_exit, true),
    ets:new(?MODULE, [named_table, public]),
    ets:insert(?MODULE, [{nodes, Nodes}, {workers, []}]),
    Workers = [{?MODULE, connector, []}, {?MODULE, gossip, []} | lists:append([workers(Work) || Work <- Works])],
    keep(maps:from_list([start_worker(Worker) || Worker <- Workers])).

workers(signals) -> sim_signals:workers();
workers(calls) -> sim_calls:workers();
workers(names) -> sim_names:workers();
workers(Cluster) -> sim_cluster:workers(Cluster).

start_worker(Worker = {Module, Function, Args}) -> {spawn_link(Module, Function, Args), Worker}.

%% Victims go on until everybody else has ended: they are what the others watch.
keep(Workers) ->
    ets:insert(?MODULE, {workers, maps:to_list(Workers)}),
    receive
        {'EXIT', Pid, Reason} when is_map_key(Pid, Workers) ->
            {Worker, Rest} = maps:take(Pid, Workers),
            aimed(Pid, Reason),
            case is_finishing() andalso not is_victim(Worker) of
                true -> self() ! check, keep(Rest);
                false -> {NewPid, _} = start_worker(Worker), keep(Rest#{NewPid => Worker})
            end;
        {who, From} ->
            From ! {here, node(), [Pid || {Pid, Worker} <- maps:to_list(Workers), is_victim(Worker)]},
            keep(Workers);
        {ask, From, Tag, Pid, Peer} ->
            From ! {Tag, relation(Pid, Peer)},
            keep(Workers);
        check ->
            case is_finishing() andalso lists:all(fun is_victim/1, maps:values(Workers)) of
                true -> say("finished", []);
                false -> ok
            end,
            keep(Workers);
        {for, Pid, What} ->
            violation({wrong_process, sim_keeper, Pid, What}), keep(Workers);
        _ ->
            keep(Workers)
    end.

%% A process of an earlier life of the node is none of this one: asking for it is an error.
relation(Pid, Peer) ->
    try process_info(Pid, links) of
        {links, Links} -> case lists:member(Peer, Links) of true -> linked; false -> alive end;
        undefined -> dead
    catch
        error:badarg -> dead
    end.

is_victim({_, victim, _}) -> true;
is_victim(_) -> false.

%% An exit signal meant for one process must never end another, of an earlier life of the node.
aimed(Pid, {aimed, Other}) when Pid =/= Other -> violation({exit_reached_another, Other, Pid});
aimed(_, _) -> ok.

%% --- workers of every world

%% Connects to who is not connected, as applications that look for their peers do.
connector() ->
    rest(2000),
    case node_names() -- [node() | nodes()] of
        Missing = [_ | _] -> net_kernel:connect_node(pick(Missing));
        [] -> ok
    end,
    connector().

%% Learns the victims of the other nodes; forgets only at random, so that the dead are remembered.
gossip() ->
    rest(1500),
    Node = pick(node_names()),
    {sim_keeper, Node} ! {who, self()},
    receive
        {here, Node, Pids} -> ets:insert(?MODULE, [{{pid, Pid}} || Pid <- Pids])
    after 500 -> ok
    end,
    case known() of
        Many when length(Many) > 40 -> ets:delete(?MODULE, {pid, pick(Many)});
        _ -> ok
    end,
    gossip().
